/*
 * What the readers of each format share.  A reader gets the whole file,
 * fills in `im` and returns false if the file is bad; `*why` may then say
 * how.  Prefixes: png_read_, jpeg_read_, gif_read_.
 */
#ifndef HANDOUT_IMAGE_PRIV_H
#define HANDOUT_IMAGE_PRIV_H

#include "image.h"

enum image_fault { FAULT_NO, FAULT_BAD, FAULT_SIZE, FAULT_TYPE };

/* FAULT_NO if a picture of w x h pixels is within the limits. */
enum image_fault image_check(int64_t w, int64_t h);

enum image_fault image_png(struct arena *a, struct str file, struct image *im);
enum image_fault image_jpeg(struct arena *a, struct str file, struct image *im);
/* `*frames` gets 2 if there is more than one. */
enum image_fault image_gif(
	struct arena *a, struct str file, struct image *im, int *frames);

bool image_is_svg(struct str file);
/* FAULT_TYPE where there is no librsvg. */
enum image_fault image_svg(struct arena *a, struct str file, struct image *im);

/* Memory that a process made by apart_run shares; NULL if there is none. */
void *apart_memory(struct arena *a, size_t n);
/* Its pages are given back, before the arena dies. */
void apart_forget(void *p, size_t n);
/*
 * Do it in a process of its own, that ends after a few seconds and with
 * little memory.  False if it did not come to its end, or there is none.
 */
bool apart_run(struct arena *a, void (*fn)(void *), void *p);

/* JPEG only: the brightness of `im` as a JPEG or as samples. */
bool image_jpeg_gray(
	struct arena *a, const struct image *im, struct image *gray);

/*
 * Samples of 4 bytes (red, green, blue, alpha) become those of `im`: as
 * few channels as it needs.  `p` is overwritten and kept.
 */
void image_settle(struct arena *a, struct image *im, unsigned char *p);

#endif
