/*
 * Pictures: each format and colour type, and files that are cut, changed
 * or lie.  The files are made here, by the libraries or by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <jpeglib.h>
#include <png.h>

#include "image/image.h"

struct fixture {
	struct arena *a;
	struct diag *dg;
	char path[32];
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	f->a = arena_new();
	f->dg = diag_new(f->a);
	strncpy(f->path, "/tmp/handout-image-XXXXXX", sizeof f->path - 1);
	int fd = mkstemp(f->path);
	assert_true(fd >= 0);
	close(fd);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	unlink(f->path);
	arena_free(f->a);
	free(f);
	return 0;
}

static const struct image *
read_bytes(struct fixture *f, struct str bytes)
{
	FILE *out = fopen(f->path, "wb");
	assert_non_null(out);
	assert_int_equal(
		fwrite(bytes.p ? bytes.p : "", 1, bytes.n, out), bytes.n);
	assert_int_equal(fclose(out), 0);
	return image_read(
		f->a, NULL, false, f->path, STR("pic"), SPAN_NONE, f->dg);
}

/* The slug of the last message, or "". */
static const char *
last_slug(struct fixture *f)
{
	int n;
	const struct diag_entry *e = diag_sorted(f->dg, &n);
	return n ? diag_messages[e[n - 1].code].slug : "";
}

/* ---- PNG -------------------------------------------------------------- */

static struct str
png_of(struct fixture *f, int w, int h, unsigned format, const void *px)
{
	png_image png = {.version = PNG_IMAGE_VERSION,
		.width = (unsigned)w,
		.height = (unsigned)h,
		.format = format};
	png_alloc_size_t n = 1 << 20;
	char *p = arena_alloc(f->a, n);
	assert_true(png_image_write_to_memory(&png, p, &n, 0, px, 0, NULL));
	return (struct str){p, n};
}

static const unsigned char red_green[] = {
	255, 0, 0, 255, 0, 255, 0, 255, 9, 9, 9, 255, 0, 0, 255, 128};

static void
test_png_with_colour_and_alpha(void **state)
{
	struct fixture *f = *state;
	const struct image *im =
		read_bytes(f, png_of(f, 2, 2, PNG_FORMAT_RGBA, red_green));
	assert_non_null(im);
	assert_int_equal(im->space, IMAGE_RGB);
	assert_int_equal(im->data.n, 12);
	assert_memory_equal(
		im->data.p, "\xFF\0\0\0\xFF\0\x09\x09\x09\0\0\xFF", 12);
	assert_int_equal(im->alpha.n, 4);
	assert_memory_equal(im->alpha.p, "\xFF\xFF\xFF\x80", 4);
}

/* A picture of w x h pixels, all different, that deflates well. */
static const struct image *
read_large(struct fixture *f, unsigned w, unsigned h, unsigned char **px)
{
	size_t n = (size_t)w * h;
	*px = arena_alloc(f->a, 4 * n);
	for (size_t i = 0; i < 4 * n; i++)
		(*px)[i] = (unsigned char)(i % 4 * 60 + i / 4 % w);
	return read_bytes(f, png_of(f, (int)w, (int)h, PNG_FORMAT_RGBA, *px));
}

static void
test_large_picture_is_loaded_when_needed(void **state)
{
	struct fixture *f = *state;
	unsigned char *px;
	struct image full;
	const struct image *im = read_large(f, 300, 250, &px);
	assert_non_null(im);
	assert_true(im->has_alpha);
	assert_int_equal(im->space, IMAGE_RGB);
	assert_int_equal(im->data.n + im->alpha.n, 0);
	for (int twice = 0; twice < 2; twice++) {
		assert_true(image_load(f->a, im, &full));
		assert_int_equal(full.data.n, 3 * 300 * 250);
		assert_int_equal(full.alpha.n, 300 * 250);
		for (size_t i = 0; i < full.alpha.n; i++) {
			assert_memory_equal(full.data.p + 3 * i, px + 4 * i, 3);
			assert_int_equal(
				(unsigned char)full.alpha.p[i], px[4 * i + 3]);
		}
		image_unload(f->a, &full);
		assert_int_equal(full.data.n + full.alpha.n, 0);
	}
}

static void
test_small_picture_is_kept(void **state)
{
	struct fixture *f = *state;
	unsigned char *px;
	struct image full;
	const struct image *im = read_large(f, 200, 200, &px);
	assert_int_equal(im->data.n, 3 * 200 * 200);
	assert_true(image_load(f->a, im, &full));
	assert_ptr_equal(full.data.p, im->data.p);
	image_unload(f->a, &full);
	assert_int_equal(full.data.n, 3 * 200 * 200);
}

/* Sixty pictures of four megabytes stay below the room of ten. */
static void
test_pictures_take_the_room_of_one(void **state)
{
	struct fixture *f = *state;
	unsigned char *px;
	struct image full;
	assert_non_null(read_large(f, 1000, 1000, &px));
	size_t before = arena_held(f->a);
	for (int i = 0; i < 60; i++) {
		const struct image *im = image_read(f->a, NULL, false, f->path,
			STR("pic"), SPAN_NONE, f->dg);
		assert_non_null(im);
		assert_true(image_load(f->a, im, &full));
		image_unload(f->a, &full);
	}
	assert_in_range(arena_held(f->a) - before, 0, (size_t)40 << 20);
}

static void
test_png_opaque_gray_is_one_channel(void **state)
{
	struct fixture *f = *state;
	static const unsigned char px[] = {
		7, 7, 7, 255, 8, 8, 8, 255, 9, 9, 9, 255, 0, 0, 0, 255};
	const struct image *im =
		read_bytes(f, png_of(f, 2, 2, PNG_FORMAT_RGBA, px));
	assert_int_equal(im->space, IMAGE_GRAY);
	assert_int_equal(im->data.n, 4);
	assert_memory_equal(im->data.p, "\x07\x08\x09\x00", 4);
	assert_int_equal(im->alpha.n, 0);
	assert_ptr_equal(image_gray(f->a, im), im);
}

/* 16 bits, interlaced: by libpng's full interface. */
static void
png_push(png_structp png, png_bytep p, size_t n)
{
	buf_put(png_get_io_ptr(png), (const char *)p, n);
}

static void
png_no_flush(png_structp png)
{
	(void)png;
}

static void
test_png_deep_and_interlaced(void **state)
{
	struct fixture *f = *state;
	struct buf b = buf_new(f->a);
	png_structp png = png_create_write_struct(
		PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	unsigned char rows[9][18];
	png_bytep at[9];
	for (int y = 0; y < 9; y++) {
		at[y] = rows[y];
		for (int x = 0; x < 9; x++) {
			rows[y][2 * x] = (unsigned char)(9 * y + x);
			rows[y][2 * x + 1] = (unsigned char)(9 * y + x);
		}
	}
	png_set_write_fn(png, &b, png_push, png_no_flush);
	png_set_IHDR(png, info, 9, 9, 16, PNG_COLOR_TYPE_GRAY,
		PNG_INTERLACE_ADAM7, PNG_COMPRESSION_TYPE_DEFAULT,
		PNG_FILTER_TYPE_DEFAULT);
	png_set_pHYs(png, info, 5906, 5906, PNG_RESOLUTION_METER);
	png_write_info(png, info);
	png_write_image(png, at);
	png_write_end(png, NULL);
	png_destroy_write_struct(&png, &info);
	const struct image *im = read_bytes(f, buf_done(&b));
	assert_non_null(im);
	assert_int_equal(im->dpi, 150);
	assert_int_equal(im->data.n, 81);
	for (int i = 0; i < 81; i++)
		assert_int_equal((unsigned char)im->data.p[i], i);
}

static void
test_png_cut_anywhere(void **state)
{
	struct fixture *f = *state;
	struct str png = png_of(f, 2, 2, PNG_FORMAT_RGBA, red_green);
	for (size_t n = 0; n + 13 < png.n; n++)
		assert_null(read_bytes(f, str_sub(png, 0, n)));
	assert_string_equal(last_slug(f), "img-bad");
}

static void
test_png_that_claims_too_much(void **state)
{
	struct fixture *f = *state;
	struct str png =
		str_dup(f->a, png_of(f, 2, 2, PNG_FORMAT_RGBA, red_green));
	char *p = (char *)png.p;
	memcpy(p + 16, "\0\0\xEA\x60\0\0\xEA\x60", 8); /* 60,000 */
	size_t before = arena_used(f->a);
	assert_null(read_bytes(f, png));
	assert_string_equal(last_slug(f), "img-too-big");
	assert_true(arena_used(f->a) - before < 100000);
}

/* ---- JPEG ------------------------------------------------------------- */

static struct str
jpeg_of(struct fixture *f, int w, int h, int channels, J_COLOR_SPACE space)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr e;
	unsigned char *out = NULL;
	unsigned long n = 0;
	unsigned char row[4 * 64];
	c.err = jpeg_std_error(&e);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &out, &n);
	c.image_width = (unsigned)w;
	c.image_height = (unsigned)h;
	c.input_components = channels;
	c.in_color_space = space;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, 95, TRUE);
	jpeg_start_compress(&c, TRUE);
	jpeg_write_marker(&c, JPEG_COM, (const JOCTET *)"secret", 6);
	for (int y = 0; y < h; y++) {
		JSAMPROW at = row;
		for (int x = 0; x < w * channels; x++)
			row[x] = x % channels == 0 ? 200 : 20;
		jpeg_write_scanlines(&c, &at, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	struct str s = str_dup(f->a, (struct str){(char *)out, n});
	free(out);
	return s;
}

/* A file with an EXIF segment that says how it is turned. */
static struct str
with_exif(struct fixture *f, struct str jpeg, int turn, bool little)
{
	struct buf b = buf_new(f->a);
	static const char big_head[] =
		"\xFF\xE1\0\x22"
		"Exif\0\0"
		"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
	static const char little_head[] =
		"\xFF\xE1\0\x22"
		"Exif\0\0"
		"II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0";
	buf_put(&b, jpeg.p, 2);
	buf_put(&b, little ? little_head : big_head, little ? 28 : 29);
	buf_ch(&b, (char)turn);
	buf_put(&b, "\0\0\0\0\0\0\0", little ? 7 : 6);
	buf_put(&b, jpeg.p + 2, jpeg.n - 2);
	return buf_done(&b);
}

static void
test_jpeg_keeps_only_the_picture(void **state)
{
	struct fixture *f = *state;
	struct str jpeg = jpeg_of(f, 16, 8, 3, JCS_RGB);
	assert_true(str_find(jpeg, "secret", 0) > 0);
	for (int little = 0; little < 2; little++) {
		const struct image *im =
			read_bytes(f, with_exif(f, jpeg, 6, little));
		int w, h;
		assert_non_null(im);
		assert_int_equal(im->coding, IMAGE_JPEG);
		assert_int_equal(im->turn, 6);
		image_size(im, &w, &h);
		assert_int_equal(w, 8);
		assert_int_equal(h, 16);
		assert_true(str_find(im->data, "secret", 0) < 0);
		assert_true(str_find(im->data, "Exif", 0) < 0);
		assert_true(str_ends(im->data, "\xFF\xD9"));
	}
}

static void
test_jpeg_in_gray(void **state)
{
	struct fixture *f = *state;
	const struct image *im = read_bytes(f, jpeg_of(f, 16, 8, 3, JCS_RGB));
	const struct image *gray = image_gray(f->a, im);
	assert_ptr_not_equal(gray, im);
	assert_int_equal(gray->space, IMAGE_GRAY);
	assert_int_equal(gray->coding, IMAGE_JPEG);
	const struct image *again = read_bytes(f, gray->data);
	assert_int_equal(again->space, IMAGE_GRAY);
	assert_int_equal(again->w, 16);
}

static void
test_jpeg_of_four_inks_becomes_rgb(void **state)
{
	struct fixture *f = *state;
	const struct image *im = read_bytes(f, jpeg_of(f, 16, 8, 4, JCS_CMYK));
	assert_non_null(im);
	assert_int_equal(im->space, IMAGE_RGB);
	const struct image *again = read_bytes(f, im->data);
	assert_int_equal(again->space, IMAGE_RGB);
	assert_int_equal(again->w, 16);
	assert_int_equal(again->h, 8);
}

static void
test_jpeg_cut_anywhere(void **state)
{
	struct fixture *f = *state;
	struct str jpeg = jpeg_of(f, 16, 8, 3, JCS_RGB);
	for (size_t n = 0; n < jpeg.n; n++)
		assert_null(read_bytes(f, str_sub(jpeg, 0, n)));
	assert_string_equal(last_slug(f), "img-bad");
}

/* Whatever single byte is changed: a picture or a message, no crash. */
static void
test_changed_bytes(void **state)
{
	struct fixture *f = *state;
	struct str files[] = {jpeg_of(f, 16, 8, 4, JCS_CMYK),
		png_of(f, 2, 2, PNG_FORMAT_RGBA, red_green),
		with_exif(f, jpeg_of(f, 8, 8, 1, JCS_GRAYSCALE), 3, true)};
	for (size_t k = 0; k < ARRAY_LEN(files); k++)
		for (size_t i = 0; i < files[k].n; i++) {
			struct str s = str_dup(f->a, files[k]);
			((char *)s.p)[i] ^= (char)(i % 7 ? 0xFF : 0x10);
			const struct image *im = read_bytes(f, s);
			if (im)
				image_gray(f->a, im);
		}
}

/* ---- GIF -------------------------------------------------------------- */

/* 3 by 2, colours 0 to 3 in 2 bits, colour 1 clear; one frame of all. */
static const char gif[] = "GIF89a\x03\0\x02\0\x91\0\0"
			  "\0\0\0\xFF\0\0\0\xFF\0\0\0\xFF"
			  "\x21\xF9\x04\x01\0\0\x01\0"
			  "\x2C\0\0\0\0\x03\0\x02\0\0"
			  "\x02\x04\x44\x34\x46\x01\0;";

static void
test_gif(void **state)
{
	struct fixture *f = *state;
	const struct image *im =
		read_bytes(f, (struct str){gif, sizeof gif - 1});
	assert_non_null(im);
	assert_int_equal(im->w, 3);
	assert_int_equal(im->h, 2);
	assert_int_equal(im->data.n, 18);
	assert_memory_equal(
		im->data.p, "\0\0\0\0\0\0\0\xFF\0\0\0\xFF\0\0\0\0\0\0", 18);
	assert_memory_equal(im->alpha.p, "\xFF\0\xFF\xFF\xFF\0", 6);
	assert_string_equal(last_slug(f), "");
}

static void
test_gif_cut_anywhere(void **state)
{
	struct fixture *f = *state;
	for (size_t n = 0; n < sizeof gif - 5; n++)
		assert_null(read_bytes(f, (struct str){gif, n}));
}

static void
test_gif_changed_bytes(void **state)
{
	struct fixture *f = *state;
	for (size_t i = 0; i < sizeof gif - 1; i++)
		for (int bit = 0; bit < 8; bit++) {
			char s[sizeof gif];
			memcpy(s, gif, sizeof s);
			s[i] ^= (char)(1 << bit);
			read_bytes(f, (struct str){s, sizeof gif - 1});
		}
}

/* ---- others ----------------------------------------------------------- */

#define SVG "<svg xmlns=\"http://www.w3.org/2000/svg\" "

static void
skip_without_rsvg(void)
{
	void *library = dlopen("librsvg-2.so.2", RTLD_NOW | RTLD_NODELETE);
	if (!library)
		skip();
	dlclose(library);
}

/* Half of the drawing is a red square that lets half of the light through. */
static void
test_svg(void **state)
{
	struct fixture *f = *state;
	skip_without_rsvg();
	const struct image *im = read_bytes(
		f, STR("\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- x -->\n" SVG
		       "width=\"200\" height=\"100\"><rect width=\"100\" "
		       "height=\"100\" fill=\"#ff0000\" "
		       "fill-opacity=\".5\"/></svg>"));
	assert_non_null(im);
	assert_int_equal(im->w, 2 * im->h);
	assert_in_range(im->dpi, 300, 2400);
	assert_int_equal(im->w, (200 * im->dpi + 48) / 96);
	struct image full;
	assert_true(image_load(f->a, im, &full));
	assert_int_equal(full.space, IMAGE_RGB);
	size_t left = (size_t)full.w * (size_t)full.h / 2 + 10;
	size_t right = left + (size_t)full.w / 2 + 10;
	assert_memory_equal(full.data.p + 3 * left, "\xFF\0\0", 3);
	assert_in_range((unsigned char)full.alpha.p[left], 126, 129);
	assert_int_equal(full.alpha.p[right], 0);
}

/* By viewBox alone, cut anywhere, without a size, of no size, too large. */
static void
test_svg_odd(void **state)
{
	struct fixture *f = *state;
	static const char whole[] =
		SVG "viewBox=\"0 0 40 20\"><path d=\"M0 0L9 9\"/></svg>";
	skip_without_rsvg();
	const struct image *im = read_bytes(f, STR(whole));
	assert_non_null(im);
	assert_int_equal(im->w, 2 * im->h);
	for (size_t n = 0; n < sizeof whole - 1; n++)
		assert_null(read_bytes(f, (struct str){whole, n}));
	assert_non_null(read_bytes(f, STR(SVG "></svg>")));
	assert_null(read_bytes(f, STR(SVG "width=\"1e9\" height=\"1\"/>")));
	im = read_bytes(f, STR(SVG "width=\"15000\" height=\"1\"></svg>"));
	assert_true(im && im->w < 4000 && im->h == 1);
}

static void
test_what_is_no_picture(void **state)
{
	struct fixture *f = *state;
	assert_null(read_bytes(f, STR("")));
	assert_string_equal(last_slug(f), "img-bad");
	assert_null(read_bytes(f, STR("RIFFxxxxWEBPVP8 ")));
	assert_string_equal(last_slug(f), "img-type");
	assert_null(image_read(f->a, NULL, false, "/nowhere/x.png", STR("x"),
		SPAN_NONE, f->dg));
	assert_null(image_read(
		f->a, NULL, false, "/tmp", STR("t"), SPAN_NONE, f->dg));
}

static void
test_equal_bytes_have_equal_identity(void **state)
{
	struct fixture *f = *state;
	struct str one = png_of(f, 2, 2, PNG_FORMAT_RGBA, red_green);
	struct str two = png_of(f, 2, 1, PNG_FORMAT_RGBA, red_green);
	const struct image *a = read_bytes(f, one), *b = read_bytes(f, one);
	const struct image *c = read_bytes(f, two);
	assert_true(str_eq(a->sha, b->sha));
	assert_false(str_eq(a->sha, c->sha));
}

/* What is kept is found again, by file and colour; what is too much is not. */
static void
test_cache(void **state)
{
	(void)state;
	struct image_cache *c = image_cache_open();
	char bytes[] = "packed", alpha[] = "a";
	struct image_packed p = {.file = hash_of(STR("one")),
		.head = {.w = 3, .h = 2, .packed = (void *)bytes},
		.data = {bytes, 6},
		.alpha = {alpha, 1}};
	assert_null(image_cache_find(c, p.file, false));
	image_cache_keep(c, &p);
	bytes[0] = alpha[0] = '?';
	const struct image_packed *found = image_cache_find(c, p.file, false);
	assert_non_null(found);
	assert_memory_equal(found->data.p, "packed", 6);
	assert_memory_equal(found->alpha.p, "a", 1);
	assert_int_equal(found->head.w, 3);
	assert_null(found->head.packed);
	assert_null(image_cache_find(c, p.file, true));
	assert_null(image_cache_find(c, hash_of(STR("two")), false));
	p.file = hash_of(STR("huge"));
	p.data.n = SIZE_MAX / 2;
	image_cache_keep(c, &p);
	assert_null(image_cache_find(c, p.file, false));
	assert_null(image_cache_find(NULL, p.file, false));
	image_cache_close(c);
	image_cache_close(NULL);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_png_with_colour_and_alpha),
		TEST(test_large_picture_is_loaded_when_needed),
		TEST(test_small_picture_is_kept),
		TEST(test_pictures_take_the_room_of_one),
		TEST(test_png_opaque_gray_is_one_channel),
		TEST(test_png_deep_and_interlaced),
		TEST(test_svg),
		TEST(test_svg_odd),
		TEST(test_png_cut_anywhere),
		TEST(test_png_that_claims_too_much),
		TEST(test_jpeg_keeps_only_the_picture),
		TEST(test_jpeg_in_gray),
		TEST(test_jpeg_of_four_inks_becomes_rgb),
		TEST(test_jpeg_cut_anywhere),
		TEST(test_changed_bytes),
		TEST(test_gif),
		TEST(test_gif_cut_anywhere),
		TEST(test_gif_changed_bytes),
		TEST(test_what_is_no_picture),
		TEST(test_equal_bytes_have_equal_identity),
		cmocka_unit_test(test_cache),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
