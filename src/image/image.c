/*
 * Reading a picture: by its first bytes, whatever its name says.
 *
 * A file is read whole, within a limit; its header is checked before
 * anything is made from it.  The readers differ, the result does not:
 * samples of 8 bits in as few channels as the picture uses, or a JPEG
 * with nothing in it but the picture.
 *
 * Samples take a hundred times the room of a file, so those of a large
 * picture are let go once they have been seen to be good, and read a second
 * time when they are written.  A page of pictures then needs memory for one.
 */
#include "image.h"

#include <errno.h>

#include "image_priv.h"

enum image_fault
image_check(int64_t w, int64_t h)
{
	if (w <= 0 || h <= 0)
		return FAULT_BAD;
	if (w > IMAGE_MAX_SIDE || h > IMAGE_MAX_SIDE ||
		w * h > IMAGE_MAX_PIXELS)
		return FAULT_SIZE;
	return FAULT_NO;
}

/* ---- samples ---------------------------------------------------------- */

static bool
samples_gray(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++, p += 4)
		if (p[0] != p[1] || p[0] != p[2])
			return false;
	return true;
}

static bool
samples_opaque(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[4 * i + 3] != 255)
			return false;
	return true;
}

/* Three bytes of every four, in place: each is read before it is reached. */
static void
samples_rgb(unsigned char *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		memmove(p + 3 * i, p + 4 * i, 4);
	if (n)
		memmove(p + 3 * (n - 1), p + 4 * (n - 1), 3);
}

static void
samples_one(const unsigned char *p, size_t n, size_t channel, unsigned char *to)
{
	for (size_t i = 0; i < n; i++)
		to[i] = p[4 * i + channel];
}

void
image_settle(struct arena *a, struct image *im, unsigned char *p)
{
	size_t n = (size_t)im->w * (size_t)im->h;
	size_t channels = samples_gray(p, n) ? 1 : 3;
	im->coding = IMAGE_RAW;
	im->space = channels == 1 ? IMAGE_GRAY : IMAGE_RGB;
	if (!samples_opaque(p, n)) {
		unsigned char *alpha = arena_alloc(a, n);
		samples_one(p, n, 3, alpha);
		im->alpha = (struct str){(const char *)alpha, n};
	}
	if (channels == 1)
		samples_one(p, n, 0, p);
	else
		samples_rgb(p, n);
	im->data = (struct str){(const char *)p, n * channels};
}

/* ---- reading ---------------------------------------------------------- */

static enum image_fault
image_decode(struct arena *a, struct str file, struct image *im, int *frames)
{
	if (str_starts(file, "\x89PNG\r\n\x1A\n"))
		return image_png(a, file, im);
	if (str_starts(file, "\xFF\xD8\xFF"))
		return image_jpeg(a, file, im);
	if (str_starts(file, "GIF87a") || str_starts(file, "GIF89a"))
		return image_gif(a, file, im, frames);
	if (image_is_svg(file))
		return image_svg(a, file, im);
	return file.n < 8 ? FAULT_BAD : FAULT_TYPE;
}

/* The picture without samples, as an earlier page has packed it. */
static bool
image_recall(struct image *im, const struct image_cache *cache, struct hash h,
	bool gray)
{
	const struct image_packed *p = image_cache_find(cache, h, gray);
	if (!p)
		return false;
	*im = p->head;
	im->packed = p;
	return true;
}

static void
image_identify(struct arena *a, struct image *im, struct hash h)
{
	im->hash = h;
	im->sha = str_dup(a, (struct str){(const char *)&h, sizeof h});
}

/* The picture in `file`, which is kept if samples are to be read again. */
static struct image *
image_of(struct arena *a, const struct image_cache *cache, bool gray,
	struct str file, enum image_fault *fault)
{
	struct image *im = ARENA_NEW(a, struct image);
	struct hash h = hash_of(file);
	bool known = image_recall(im, cache, h, gray);
	*fault = FAULT_NO;
	if (!known) {
		im->turn = im->frames = 1;
		*fault = image_decode(a, file, im, &im->frames);
		im->has_alpha = im->alpha.n > 0;
	}
	image_identify(a, im, h);
	bool large = im->data.n + im->alpha.n > IMAGE_KEEP;
	if (*fault == FAULT_NO && im->coding == IMAGE_RAW && large) {
		im->file = file;
		image_unload(a, im);
	}
	return im;
}

struct image *
image_read(struct arena *a, const struct image_cache *cache, bool gray,
	const char *path, struct str name, struct span span, struct diag *dg)
{
	static const enum diag_code codes[] = {[FAULT_BAD] = DIAG_IMG_BAD,
		[FAULT_SIZE] = DIAG_IMG_TOO_BIG,
		[FAULT_TYPE] = DIAG_IMG_TYPE};
	struct str file;
	enum image_fault fault;
	if (!file_read(a, path, IMAGE_MAX_BYTES, dg, &file)) {
		diag_report(dg,
			errno == EFBIG ? DIAG_IMG_TOO_BIG : DIAG_IMG_MISSING,
			span, "%.*s", STR_ARG(name));
		return NULL;
	}
	struct image *im = image_of(a, cache, gray, file, &fault);
	if (fault != FAULT_NO) {
		diag_report(dg, codes[fault], span, "%.*s", STR_ARG(name));
		return NULL;
	}
	if (im->frames > 1)
		diag_report(dg, DIAG_IMG_FRAMES, span, "%.*s", STR_ARG(name));
	if (im->packed)
		arena_recycle(a, (void *)file.p, file.n);
	return im;
}

struct image *
image_read_inside(struct arena *a, const struct image_cache *cache, bool gray,
	struct str bytes)
{
	enum image_fault fault;
	struct image *im = image_of(a, cache, gray, bytes, &fault);
	return fault == FAULT_NO ? im : NULL;
}

bool
image_load(struct arena *a, const struct image *im, struct image *full)
{
	int frames = 1;
	*full = *im;
	return !im->file.n ||
	       image_decode(a, im->file, full, &frames) == FAULT_NO;
}

void
image_unload(struct arena *a, struct image *full)
{
	if (!full->file.n)
		return;
	size_t n = (size_t)full->w * (size_t)full->h;
	arena_recycle(a, (void *)full->alpha.p, full->alpha.n);
	arena_recycle(a, (void *)full->data.p, 4 * n); /* image_settle's */
	full->alpha = full->data = STR0;
}

void
image_size(const struct image *im, int *w, int *h)
{
	bool lies = im->turn >= 5; /* EXIF 5 to 8 stand on their side */
	*w = lies ? im->h : im->w;
	*h = lies ? im->w : im->h;
}

/* ---- gray ------------------------------------------------------------- */

static void
gray_samples(struct arena *a, const struct image *im, struct image *gray)
{
	size_t n = (size_t)im->w * (size_t)im->h;
	const unsigned char *p = (const unsigned char *)im->data.p;
	char *to = arena_alloc(a, n);
	for (size_t i = 0; i < n; i++, p += 3)
		to[i] = (char)((2126U * p[0] + 7152U * p[1] + 722U * p[2] +
				       5000U) /
			       10000U);
	gray->data = (struct str){to, n};
}

const struct image *
image_gray(struct arena *a, const struct image *im)
{
	if (im->space == IMAGE_GRAY)
		return im;
	struct image *gray = ARENA_NEW(a, struct image);
	*gray = *im;
	gray->space = IMAGE_GRAY;
	if (im->coding == IMAGE_RAW)
		gray_samples(a, im, gray);
	else if (!image_jpeg_gray(a, im, gray))
		return im;
	return gray;
}
