/*
 * image: pictures, ready to be embedded.
 *
 * Owns libpng, libjpeg and librsvg.  A bad file is a message and NULL; the
 * caller prints a placeholder.  Prefix: image_.
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
	struct hash hash; /* of the file; `sha` is its bytes */
	int frames;       /* in the file; the first is this one */
	/* what an earlier page made of it; then there are no samples */
	const struct image_packed *packed;
};

/* A picture as a PDF has it, kept from page to page. */
struct image_packed {
	struct hash file;
	bool gray;              /* made for a file without colour */
	struct image head;      /* as it was read, without its samples */
	enum image_space space; /* of `data`: gray, if it was made so */
	bool filtered;          /* PNG's filters before the deflate */
	struct str data, alpha; /* deflated; data of a JPEG: a file */
	struct image_packed *next;
};

struct image_cache;

/* NULL is a cache that keeps nothing: nobody needs to check for memory. */
struct image_cache *image_cache_open(void);
void image_cache_close(struct image_cache *c);
/* What is kept of a file; good until the cache is closed. */
const struct image_packed *image_cache_find(
	const struct image_cache *c, struct hash file, bool gray);
/* Keep a copy, if there is room. */
void image_cache_keep(struct image_cache *c, const struct image_packed *packed);

/* Limits checked on the header before anything is allocated. */
#define IMAGE_MAX_SIDE   20000
#define IMAGE_MAX_PIXELS 100000000
#define IMAGE_MAX_BYTES  ((size_t)64 << 20)

/*
 * Read a PNG, JPEG (or the first frame of a GIF), by its bytes and not by
 * its name.  Reports img-missing, img-bad, img-too-big, img-type at `span`
 * with `name` and returns NULL.  Lives in `a`.  What the cache (or NULL) has
 * packed for files with or without colour, as `gray` says, is not read.
 */
struct image *image_read(struct arena *a, const struct image_cache *cache,
	bool gray, const char *path, struct str name, struct span span,
	struct diag *dg);

/*
 * The same of bytes that stand in the page itself; NULL if they are no
 * picture, and nothing is reported.
 */
struct image *image_read_inside(struct arena *a,
	const struct image_cache *cache, bool gray, struct str bytes);

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
