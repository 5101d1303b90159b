/*
 * PNG through libpng's simplified API, which never aborts and knows all
 * colour types, depths and interlacing.  It is asked for four channels of
 * eight bits; what they hold decides how many are kept.  Between its calls
 * the arena is not asked, because it may jump and its handle would be lost.
 *
 * Interlaced pictures of 16 bits go through libpng's older interface: the
 * simplified one mixes up their rows (seen with Debian's 1.6.39-2+deb12u6).
 */
#include <setjmp.h>
#include <stdlib.h>

#include <png.h>

#include "image_priv.h"

static uint32_t
png_u32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 |
	       (uint32_t)u[2] << 8 | u[3];
}

/* Pixels an inch, from a pHYs chunk before the data. */
static int
png_dpi(struct str file)
{
	for (size_t at = 8; at + 21 <= file.n;) {
		size_t len = png_u32(file.p + at);
		const char *type = file.p + at + 4;
		if (memcmp(type, "IDAT", 4) == 0 || len > file.n)
			return 0;
		if (memcmp(type, "pHYs", 4) == 0 && len == 9 &&
			file.p[at + 16] == 1) {
			uint32_t per_metre = png_u32(file.p + at + 8);
			return per_metre < 1000000
			               ? (int)((per_metre * 254 + 5000) / 10000)
			               : 0;
		}
		at += 12 + len;
	}
	return 0;
}

static bool
png_simple(struct str file, const struct image *im, unsigned char *p)
{
	png_image png = {.version = PNG_IMAGE_VERSION};
	if (!png_image_begin_read_from_memory(&png, file.p, file.n))
		return false;
	png.format = PNG_FORMAT_RGBA;
	if (png.width == (png_uint_32)im->w &&
		png.height == (png_uint_32)im->h &&
		png_image_finish_read(&png, NULL, p, 0, NULL))
		return true;
	png_image_free(&png);
	return false;
}

/* ---- the older interface ---------------------------------------------- */

static void
png_take(png_structp png, png_bytep to, size_t n)
{
	struct str *rest = png_get_io_ptr(png);
	if (rest->n < n)
		png_error(png, "truncated");
	memcpy(to, rest->p, n);
	rest->p += n;
	rest->n -= n;
}

static void
png_fail(png_structp png, png_const_charp text)
{
	(void)text;
	png_longjmp(png, 1);
}

static void
png_quiet(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

/* Into `rows`, which point to 4 bytes a pixel; may jump. */
static bool
png_read_samples(png_structp png, png_infop info, const struct image *im,
	png_bytepp rows)
{
	png_read_info(png, info);
	png_set_gamma(png, PNG_DEFAULT_sRGB, PNG_DEFAULT_sRGB);
	png_set_expand(png);
	png_set_scale_16(png);
	png_set_gray_to_rgb(png);
	png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
	png_set_interlace_handling(png);
	png_read_update_info(png, info);
	if (png_get_rowbytes(png, info) != 4 * (size_t)im->w ||
		png_get_image_height(png, info) != (png_uint_32)im->h)
		return false;
	png_read_image(png, rows);
	png_read_end(png, NULL);
	return true;
}

static bool
png_in_rows(png_structp png, png_infop info, const struct image *im,
	png_bytepp rows)
{
	if (setjmp(png_jmpbuf(png)))
		return false;
	return png_read_samples(png, info, im, rows);
}

static bool
png_older(struct str file, const struct image *im, png_bytepp rows)
{
	png_structp png = png_create_read_struct(
		PNG_LIBPNG_VER_STRING, NULL, png_fail, png_quiet);
	png_infop info = png ? png_create_info_struct(png) : NULL;
	bool ok = false;
	if (info) {
		png_set_read_fn(png, &file, png_take);
		ok = png_in_rows(png, info, im, rows);
	}
	png_destroy_read_struct(&png, &info, NULL);
	return ok;
}

enum image_fault
image_png(struct arena *a, struct str file, struct image *im)
{
	if (file.n < 33 || memcmp(file.p + 12, "IHDR", 4) != 0)
		return FAULT_BAD;
	uint32_t w = png_u32(file.p + 16), h = png_u32(file.p + 20);
	bool older = file.p[24] == 16 && file.p[28] == 1;
	enum image_fault fault = image_check(w, h);
	if (fault != FAULT_NO)
		return fault;
	im->w = (int)w;
	im->h = (int)h;
	im->dpi = png_dpi(file);
	unsigned char *p = arena_array(a, (size_t)w * h, 4);
	png_bytepp rows = ARENA_ARRAY(a, older ? h : 1, png_bytep);
	for (uint32_t i = 0; older && i < h; i++)
		rows[i] = p + 4 * (size_t)w * i;
	if (!(older ? png_older(file, im, rows) : png_simple(file, im, p)))
		return FAULT_BAD;
	image_settle(a, im, p);
	return FAULT_NO;
}
