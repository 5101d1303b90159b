/*
 * PNG's filters before deflate (ISO 32000-1, 7.4.4.4): photographs shrink
 * to two thirds by them, drawings and screens grow.  A sample of bands is
 * deflated both ways, and the picture follows the smaller.
 *
 * A row gets the filter whose result has the least sum of absolute values,
 * the heuristic that the PNG specification recommends.
 */
#include "pdf_priv.h"

/* The sample: bands evenly over the picture. */
#define BANDS     4
#define BAND_ROWS 12

enum filter { FILTER_NONE, FILTER_SUB, FILTER_UP, FILTER_PAETH = 4, FILTERS };

/*
 * The loops are written so that compilers take sixteen bytes at a time: no
 * branches, short integers, and the first pixel, which has none to its
 * left, apart.
 */
static void
filter_sub(const unsigned char *restrict row, size_t n, size_t bpp,
	unsigned char *restrict out)
{
	memcpy(out, row, bpp);
	for (size_t i = bpp; i < n; i++)
		out[i] = (unsigned char)(row[i] - row[i - bpp]);
}

static void
filter_up(const unsigned char *restrict row, const unsigned char *restrict up,
	size_t n, unsigned char *restrict out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = (unsigned char)(row[i] - up[i]);
}

static inline int16_t
distance(int16_t a, int16_t b)
{
	return (int16_t)(a > b ? a - b : b - a);
}

static void
filter_paeth(const unsigned char *restrict row,
	const unsigned char *restrict up, size_t n, size_t bpp,
	unsigned char *restrict out)
{
	filter_up(row, up, bpp, out);
	for (size_t i = bpp; i < n; i++) {
		int16_t left = row[i - bpp], above = up[i];
		int16_t corner = up[i - bpp];
		int16_t a = distance(above, corner);
		int16_t b = distance(left, corner);
		int16_t c = distance(
			(int16_t)(left + above), (int16_t)(2 * corner));
		int16_t guess = b <= c ? above : corner;
		guess = ((a <= b) & (a <= c)) ? left : guess;
		out[i] = (unsigned char)(row[i] - guess);
	}
}

/* `up` is the row above; `bpp` bytes a pixel. */
static void
filter_row(enum filter f, const unsigned char *row, const unsigned char *up,
	size_t n, size_t bpp, unsigned char *out)
{
	if (f == FILTER_SUB)
		filter_sub(row, n, bpp, out);
	else if (f == FILTER_UP)
		filter_up(row, up, n, out);
	else
		filter_paeth(row, up, n, bpp, out);
}

/* A row has no more than 3 * 20000 bytes. */
static uint32_t
filter_cost(const unsigned char *p, size_t n)
{
	uint32_t sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += p[i] < 128 ? p[i] : 256U - p[i];
	return sum;
}

/* Rows [from, to) with their filters; `trial` has room for a row. */
static void
filter_rows(struct str data, size_t n, size_t bpp, size_t from, size_t to,
	unsigned char *trial, struct buf *out)
{
	static const enum filter filters[] = {
		FILTER_SUB, FILTER_UP, FILTER_PAETH};
	const unsigned char *p = (const unsigned char *)data.p;
	unsigned char *best = trial + n, *zero = trial + 2 * n;
	for (size_t y = from; y < to; y++) {
		const unsigned char *row = p + y * n;
		const unsigned char *up = y ? row - n : zero;
		uint32_t least = UINT32_MAX;
		enum filter chosen = FILTER_NONE;
		for (size_t k = 0; k < ARRAY_LEN(filters); k++) {
			filter_row(filters[k], row, up, n, bpp, trial);
			uint32_t cost = filter_cost(trial, n);
			if (cost >= least)
				continue;
			least = cost;
			chosen = filters[k];
			memcpy(best, trial, n);
		}
		buf_ch(out, (char)chosen);
		buf_put(out, (const char *)best, n);
	}
}

bool
predict_rows(
	struct arena *a, struct zip *z, const struct image *im, struct str *out)
{
	size_t bpp = im->space == IMAGE_GRAY ? 1 : 3, h = (size_t)im->h;
	size_t n = (size_t)im->w * bpp;
	size_t rows = h < BANDS * BAND_ROWS ? h / BANDS : BAND_ROWS;
	unsigned char *trial = arena_array(a, n, 3);
	struct buf plain = buf_new(a), filtered = buf_new(a);
	for (size_t i = 0; i < BANDS; i++) {
		size_t y = i * h / BANDS;
		buf_put(&plain, im->data.p + y * n, rows * n);
		filter_rows(im->data, n, bpp, y, y + rows, trial, &filtered);
	}
	size_t without = zip_deflate(z, buf_done(&plain)).n;
	size_t with = zip_deflate(z, buf_done(&filtered)).n;
	bool smaller = with + with / 16 < without;
	arena_recycle(a, plain.p, plain.cap);
	if (smaller) {
		filtered.n = 0;
		buf_room(&filtered, (n + 1) * h);
		filter_rows(im->data, n, bpp, 0, h, trial, &filtered);
		*out = buf_done(&filtered);
	} else {
		arena_recycle(a, filtered.p, filtered.cap);
	}
	arena_recycle(a, trial, 3 * n);
	return smaller;
}
