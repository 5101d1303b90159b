/*
 * JPEG (ISO 10918-1): its markers are walked and only what the picture
 * needs is copied, so EXIF, GPS, thumbnails and comments stay behind; PDF
 * takes the rest as it is.  libjpeg reads the header as well, and refuses
 * what viewers would.  A file without its end is bad.
 *
 * Four inks would need an output intent of their own in PDF/A: such a
 * picture is decoded and coded again in red, green and blue.  Gray, on the
 * other hand, is there already: the first of a JPEG's three components is
 * the brightness, and is kept without coding again.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "image_priv.h"

#define QUALITY 92

enum {
	M_SOF0 = 0xC0,
	M_SOF2 = 0xC2,
	M_DHT = 0xC4,
	M_JPG = 0xC8,
	M_DAC = 0xCC,
	M_SOF15 = 0xCF,
	M_RST0 = 0xD0,
	M_RST7 = 0xD7,
	M_EOI = 0xD9,
	M_SOS = 0xDA,
	M_APP0 = 0xE0,
	M_APP1 = 0xE1,
	M_APP14 = 0xEE,
	M_APP15 = 0xEF,
	M_COM = 0xFE
};

/* ---- markers ---------------------------------------------------------- */

struct walk {
	struct str file;
	size_t at;
	struct image *im;
	struct buf out;
	int components, scans;
};

static unsigned
jpeg_u16(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (unsigned)u[0] << 8 | u[1];
}

/* A number of EXIF, in the byte order its head says. */
static uint32_t
exif_number(struct str s, size_t at, int bytes, bool little)
{
	uint32_t v = 0;
	for (int i = 0; i < bytes && at + (size_t)i < s.n; i++) {
		uint32_t b = (unsigned char)s.p[at + (size_t)i];
		v |= b << 8 * (little ? i : bytes - 1 - i);
	}
	return v;
}

/* The orientation (tag 0x112 of the first directory), 1 if none. */
static int
exif_turn(struct str seg)
{
	if (!str_starts(seg, "Exif"))
		return 1;
	struct str tiff = str_sub(seg, 6, seg.n);
	bool little = str_starts(tiff, "II");
	size_t dir = exif_number(tiff, 4, 4, little);
	if (dir > tiff.n)
		return 1;
	uint32_t n = exif_number(tiff, dir, 2, little);
	for (uint32_t i = 0; i < n && i < 512; i++) {
		size_t at = dir + 2 + 12 * (size_t)i;
		if (at + 12 > tiff.n)
			break;
		uint32_t v = exif_number(tiff, at + 8, 2, little);
		if (exif_number(tiff, at, 2, little) == 0x112)
			return v >= 1 && v <= 8 ? (int)v : 1;
	}
	return 1;
}

static void
jfif_dpi(struct image *im, struct str seg)
{
	if (seg.n < 12 || memcmp(seg.p, "JFIF", 5) != 0)
		return;
	unsigned x = jpeg_u16(seg.p + 8);
	if (seg.p[7] == 1)
		im->dpi = (int)x;
	else if (seg.p[7] == 2)
		im->dpi = (int)(x * 254 / 100);
}

static enum image_fault
jpeg_frame(struct walk *w, int marker, struct str seg)
{
	if (marker > M_SOF2) /* lossless, hierarchical, arithmetic */
		return FAULT_TYPE;
	if (seg.n < 6 || w->components)
		return FAULT_BAD;
	w->components = seg.p[5];
	w->im->h = (int)jpeg_u16(seg.p + 1);
	w->im->w = (int)jpeg_u16(seg.p + 3);
	if (seg.p[0] != 8)
		return FAULT_TYPE;
	if (w->components != 1 && w->components != 3 && w->components != 4)
		return FAULT_BAD;
	return image_check(w->im->w, w->im->h);
}

static bool
marker_is_frame(int m)
{
	return m >= M_SOF0 && m <= M_SOF15 && m != M_DHT && m != M_JPG &&
	       m != M_DAC;
}

/* Of APPn only JFIF's and Adobe's say how to read the picture. */
static bool
marker_is_kept(int m, struct str seg)
{
	if (m == M_APP0)
		return str_starts(seg, "JFIF") && seg.n >= 14;
	if (m == M_APP14)
		return str_starts(seg, "Adobe");
	return !(m > M_APP0 && m <= M_APP15) && m != M_COM;
}

static void
jpeg_put(struct walk *w, int marker, struct str seg)
{
	static const char no_thumbnail[2] = {0, 0};
	bool jfif = marker == M_APP0;
	size_t n = jfif ? 14 : seg.n;
	buf_ch(&w->out, (char)0xFF);
	buf_ch(&w->out, (char)marker);
	buf_ch(&w->out, (char)((n + 2) >> 8));
	buf_ch(&w->out, (char)(n + 2));
	buf_put(&w->out, seg.p, jfif ? 12 : n);
	if (jfif)
		buf_put(&w->out, no_thumbnail, 2);
}

/* Coded data, up to the marker that ends it. */
static void
jpeg_scan(struct walk *w)
{
	size_t from = w->at;
	const char *p = w->file.p;
	while (w->at + 1 < w->file.n) {
		const char *ff = memchr(p + w->at, 0xFF, w->file.n - 1 - w->at);
		w->at = ff ? (size_t)(ff - p) : w->file.n;
		if (!ff)
			break;
		int m = (unsigned char)p[w->at + 1];
		if (m != 0 && m != 0xFF && !(m >= M_RST0 && m <= M_RST7))
			break;
		w->at += m == 0xFF ? 1 : 2;
	}
	size_t end = w->at < w->file.n ? w->at : w->file.n;
	buf_put(&w->out, p + from, end - from);
	w->scans++;
}

static enum image_fault
jpeg_segment(struct walk *w, int marker)
{
	if (w->at + 2 > w->file.n)
		return FAULT_BAD;
	size_t len = jpeg_u16(w->file.p + w->at);
	if (len < 2 || w->file.n - w->at < len)
		return FAULT_BAD;
	struct str seg = str_sub(w->file, w->at + 2, w->at + len);
	enum image_fault fault = FAULT_NO;
	w->at += len;
	if (marker == M_APP0)
		jfif_dpi(w->im, seg);
	if (marker == M_APP1 && w->im->turn == 1)
		w->im->turn = exif_turn(seg);
	if (marker_is_frame(marker))
		fault = jpeg_frame(w, marker, seg);
	if (marker_is_kept(marker, seg))
		jpeg_put(w, marker, seg);
	if (marker == M_SOS)
		jpeg_scan(w);
	return fault;
}

static enum image_fault
jpeg_walk(struct walk *w)
{
	buf_put(&w->out, "\xFF\xD8", 2);
	while (w->at + 1 < w->file.n) {
		int m = (unsigned char)w->file.p[w->at + 1];
		if ((unsigned char)w->file.p[w->at] != 0xFF)
			return FAULT_BAD;
		if (m == 0xFF) {
			w->at++; /* fill */
			continue;
		}
		w->at += 2;
		if (m == M_EOI) {
			buf_put(&w->out, "\xFF\xD9", 2);
			return w->components && w->scans ? FAULT_NO : FAULT_BAD;
		}
		enum image_fault fault = jpeg_segment(w, m);
		if (fault != FAULT_NO)
			return fault;
	}
	return FAULT_BAD; /* no end */
}

/* ---- libjpeg ---------------------------------------------------------- */

/*
 * One use of libjpeg.  Its errors jump to `failed`; both objects are given
 * back by the arena, so that nothing is lost when the arena jumps.
 */
struct codec {
	struct jpeg_decompress_struct in;
	struct jpeg_compress_struct out;
	struct jpeg_error_mgr errors;
	struct jpeg_destination_mgr dest;
	jmp_buf failed;
	unsigned char *coded; /* malloc's */
	size_t ncoded;
};

static void
codec_fail(j_common_ptr c)
{
	struct codec *k = c->client_data;
	longjmp(k->failed, 1);
}

static void
codec_quiet(j_common_ptr c)
{
	(void)c;
}

/*
 * Where coded bytes go.  libjpeg's own memory destination forgets its
 * buffer when an error jumps past it.
 */
static void
coded_begin(j_compress_ptr c)
{
	struct codec *k = c->client_data;
	k->dest.next_output_byte = k->coded;
	k->dest.free_in_buffer = k->ncoded;
}

static boolean
coded_grow(j_compress_ptr c)
{
	struct codec *k = c->client_data;
	size_t old = k->ncoded, n = old ? 2 * old : 65536;
	unsigned char *p = realloc(k->coded, n);
	if (!p)
		longjmp(k->failed, 1);
	k->coded = p;
	k->ncoded = n;
	k->dest.next_output_byte = p + old;
	k->dest.free_in_buffer = n - old;
	return TRUE;
}

static void
coded_end(j_compress_ptr c)
{
	struct codec *k = c->client_data;
	k->ncoded -= k->dest.free_in_buffer;
}

static void
codec_close(void *p)
{
	struct codec *k = p;
	jpeg_destroy_decompress(&k->in);
	jpeg_destroy_compress(&k->out);
	free(k->coded);
}

/* Creating allocates, so it may fail, and jump. */
static bool
codec_create(struct codec *k)
{
	if (setjmp(k->failed))
		return false;
	jpeg_create_decompress(&k->in);
	jpeg_create_compress(&k->out);
	k->dest.init_destination = coded_begin;
	k->dest.empty_output_buffer = coded_grow;
	k->dest.term_destination = coded_end;
	k->out.dest = &k->dest;
	return coded_grow(&k->out);
}

static struct codec *
codec_open(struct arena *a)
{
	struct codec *k = ARENA_NEW(a, struct codec);
	k->in.err = k->out.err = jpeg_std_error(&k->errors);
	k->errors.error_exit = codec_fail;
	k->errors.output_message = codec_quiet;
	k->in.client_data = k->out.client_data = k;
	arena_defer(a, codec_close, k);
	return codec_create(k) ? k : NULL;
}

static bool
codec_header(struct codec *k, const struct image *im)
{
	if (setjmp(k->failed))
		return false;
	jpeg_mem_src(&k->in, (const unsigned char *)im->data.p, im->data.n);
	return jpeg_read_header(&k->in, TRUE) == JPEG_HEADER_OK &&
	       k->in.image_width == (JDIMENSION)im->w &&
	       k->in.image_height == (JDIMENSION)im->h;
}

/* One row of four inks, Adobe's upside down, as red, green and blue. */
static void
cmyk_row(const unsigned char *in, unsigned char *out, size_t n, bool inverted)
{
	for (size_t i = 0; i < n; i++, in += 4, out += 3)
		for (int k = 0; k < 3; k++) {
			unsigned ink = inverted ? in[k] : 255U - in[k];
			unsigned black = inverted ? in[3] : 255U - in[3];
			out[k] = (unsigned char)((ink * black + 127) / 255);
		}
}

/* Decode row by row and code again; `row` has room for 7 bytes a pixel. */
static bool
codec_cmyk_to_rgb(struct codec *k, unsigned char *row)
{
	if (setjmp(k->failed))
		return false;
	k->in.out_color_space = JCS_CMYK;
	jpeg_start_decompress(&k->in);
	k->out.image_width = k->in.output_width;
	k->out.image_height = k->in.output_height;
	k->out.input_components = 3;
	k->out.in_color_space = JCS_RGB;
	jpeg_set_defaults(&k->out);
	jpeg_set_quality(&k->out, QUALITY, TRUE);
	jpeg_start_compress(&k->out, TRUE);
	unsigned char *rgb = row + 4 * (size_t)k->in.output_width;
	while (k->in.output_scanline < k->in.output_height) {
		jpeg_read_scanlines(&k->in, &row, 1);
		cmyk_row(row, rgb, k->in.output_width, k->in.saw_Adobe_marker);
		jpeg_write_scanlines(&k->out, &rgb, 1);
	}
	jpeg_finish_decompress(&k->in);
	jpeg_finish_compress(&k->out);
	return true;
}

/* Only the brightness, its coefficients as they are. */
static bool
codec_luma(struct codec *k)
{
	if (setjmp(k->failed))
		return false;
	if (k->in.jpeg_color_space != JCS_YCbCr)
		return false;
	jvirt_barray_ptr *coefficients = jpeg_read_coefficients(&k->in);
	jpeg_copy_critical_parameters(&k->in, &k->out);
	int table = k->out.comp_info[0].quant_tbl_no;
	jpeg_set_colorspace(&k->out, JCS_GRAYSCALE);
	k->out.comp_info[0].quant_tbl_no = table;
	k->out.optimize_coding = TRUE;
	jpeg_write_coefficients(&k->out, coefficients);
	jpeg_finish_compress(&k->out);
	jpeg_finish_decompress(&k->in);
	return true;
}

/* Components that are red, green and blue themselves. */
static bool
codec_gray_samples(struct codec *k, unsigned char *row, unsigned char *to)
{
	if (setjmp(k->failed))
		return false;
	unsigned char *at = to;
	k->in.out_color_space = JCS_RGB;
	jpeg_start_decompress(&k->in);
	while (k->in.output_scanline < k->in.output_height) {
		jpeg_read_scanlines(&k->in, &row, 1);
		for (size_t i = 0; i < k->in.output_width; i++)
			*at++ = (unsigned char)((2126U * row[3 * i] +
							7152U * row[3 * i + 1] +
							722U * row[3 * i + 2] +
							5000U) /
						10000U);
	}
	jpeg_finish_decompress(&k->in);
	return true;
}

static struct str
codec_result(struct arena *a, const struct codec *k)
{
	return str_dup(a, (struct str){(const char *)k->coded, k->ncoded});
}

/* ---- reading ---------------------------------------------------------- */

enum image_fault
image_jpeg(struct arena *a, struct str file, struct image *im)
{
	struct walk w = {.file = file, .at = 2, .im = im, .out = buf_new(a)};
	enum image_fault fault = jpeg_walk(&w);
	if (fault != FAULT_NO)
		return fault;
	struct codec *k = codec_open(a);
	im->coding = IMAGE_JPEG;
	im->space = w.components == 1 ? IMAGE_GRAY : IMAGE_RGB;
	im->data = buf_done(&w.out);
	if (!k || !codec_header(k, im))
		return FAULT_BAD;
	if (w.components < 4)
		return FAULT_NO;
	if (!codec_cmyk_to_rgb(k, arena_array(a, (size_t)im->w, 7)))
		return FAULT_BAD;
	im->data = codec_result(a, k);
	return FAULT_NO;
}

bool
image_jpeg_gray(struct arena *a, const struct image *im, struct image *gray)
{
	struct codec *k = codec_open(a);
	if (!k || !codec_header(k, im))
		return false;
	if (codec_luma(k)) {
		gray->data = codec_result(a, k);
		return true;
	}
	size_t n = (size_t)im->w * (size_t)im->h;
	unsigned char *row = arena_array(a, (size_t)im->w, 3);
	unsigned char *to = arena_alloc(a, n);
	k = codec_open(a);
	if (!k || !codec_header(k, im) || !codec_gray_samples(k, row, to))
		return false;
	gray->coding = IMAGE_RAW;
	gray->data = (struct str){(const char *)to, n};
	return true;
}
