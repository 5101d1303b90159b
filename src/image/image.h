/*
 * image: pictures, ready to be embedded.
 *
 * Owns libpng and libjpeg.  A bad file is a message and NULL; the caller
 * prints a placeholder.  Prefix: image_.
 */
#ifndef HANDOUT_IMAGE_H
#define HANDOUT_IMAGE_H

#include "base/base.h"

enum image_space { IMAGE_GRAY, IMAGE_RGB, IMAGE_CMYK };
enum image_coding { IMAGE_RAW, IMAGE_JPEG };

struct image {
	int w, h; /* pixels, as stored */
	int turn; /* EXIF orientation 1 to 8; 1: upright */
	int dpi;  /* 0: not said */
	enum image_space space;
	enum image_coding coding;
	bool inverted; /* Adobe CMYK: Decode [1 0 1 0 ...] */
	bool has_alpha;
	struct str data;  /* RAW: rows of 8-bit samples; JPEG: a whole file
	                     without EXIF, GPS and comments */
	struct str alpha; /* w*h bytes, empty if opaque */
	struct str file;  /* RAW and large: data and alpha are empty until
	                     image_load reads them from this */
	struct str sha;   /* identity: equal bytes, equal `sha` */
};

/* Limits checked on the header before anything is allocated. */
#define IMAGE_MAX_SIDE   20000
#define IMAGE_MAX_PIXELS 100000000
#define IMAGE_MAX_BYTES  ((size_t)64 << 20)

/*
 * Read a PNG, JPEG (or the first frame of a GIF), by its bytes and not by
 * its name.  Reports img-missing, img-bad, img-too-big, img-type at `span`
 * with `name` and returns NULL.  Lives in `a`.
 */
struct image *image_read(struct arena *a, const char *path, struct str name,
	struct span span, struct diag *dg);

/* Samples of more bytes than this are not kept. */
#define IMAGE_KEEP ((size_t)256 << 10)

/*
 * `im` with its data and alpha, read again if they were not kept.  False
 * if there is no memory for that.
 */
bool image_load(struct arena *a, const struct image *im, struct image *full);
/* Give back what image_load has read. */
void image_unload(struct arena *a, struct image *full);

/*
 * The same picture in shades of gray (IMAGE_GRAY), with its transparency;
 * `im` itself if it has no colour.  It has been loaded.
 */
const struct image *image_gray(struct arena *a, const struct image *im);

/* Width and height as seen, orientation considered. */
void image_size(const struct image *im, int *w, int *h);

#endif
