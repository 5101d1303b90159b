/*
 * Drawings (SVG) become samples, fine enough for print, by librsvg.
 *
 * A drawing may ask for hours of work, and there are some at which librsvg
 * gives up and takes the process along.  So each is drawn in a process of its
 * own (apart.c), which has little time and memory.
 *
 * librsvg is loaded when the first drawing comes: with what it brings along
 * it takes longer than a page.  Where it is not installed drawings are a
 * kind of picture that cannot be printed.  It gets the bytes of one file and
 * no address, so it opens no other.
 */
#include "image_priv.h"

#include <dlfcn.h>

#define LIBRARY "librsvg-2.so.2"

#define PX_INCH    96  /* of CSS */
#define DPI        300 /* of paper */
#define SIDE_LEAST 1500
#define TIMES_MOST 25   /* more than 2,400 dpi is no resolution */
#define SIDE_MOST  2700 /* a page is no longer */
#define SIDE_PLAIN 300  /* of a drawing that doesn't say */

#define CAIRO_ARGB32 0

struct rsvg_box {
	double x, y, w, h;
};

/* librsvg's functions, as they were found. */
struct rsvg {
#define RSVG(type, name, parameters) type(*name) parameters;
#include "rsvg.def"
#undef RSVG
};

/* It stays loaded: glib can't be taken out again. */
static bool
rsvg_load(struct rsvg *r)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	bool ok = library != NULL;
#define RSVG(type, name, parameters)                                           \
	ok = ok && (*(void **)&r->name = dlsym(library, #name));
#include "rsvg.def"
#undef RSVG
	if (library)
		dlclose(library);
	return ok;
}

bool
image_is_svg(struct str file)
{
	struct str head = str_sub(file, 0, file.n < 1024 ? file.n : 1024);
	ptrdiff_t at = str_find(head, "<", 0);
	if (at < 0 || memchr(head.p, '\0', head.n))
		return false;
	return str_find(head, "<svg", 0) >= 0 ||
	       (str_starts(str_sub(head, (size_t)at, head.n), "<?xml") &&
		       str_find(file, "<svg", 0) >= 0);
}

/* ---- size ------------------------------------------------------------- */

/* In CSS's pixels: what the drawing says, or else its viewBox's. */
static void
drawing_size(const struct rsvg *r, void *drawing, double *w, double *h)
{
	int has_w, has_h, has_box;
	double length[2][2]; /* a number and its unit */
	struct rsvg_box box = {0};
	if (r->rsvg_handle_get_intrinsic_size_in_pixels(drawing, w, h) &&
		*w > 0 && *h > 0)
		return;
	r->rsvg_handle_get_intrinsic_dimensions(
		drawing, &has_w, length[0], &has_h, length[1], &has_box, &box);
	*w = has_box ? box.w : SIDE_PLAIN;
	*h = has_box ? box.h : SIDE_PLAIN;
}

/* Samples for a pixel of CSS. */
static double
drawing_times(double w, double h)
{
	double side = w > h ? w : h, times = (double)DPI / PX_INCH;
	if (side * times < SIDE_LEAST)
		times = SIDE_LEAST / side;
	if (times > TIMES_MOST)
		times = TIMES_MOST;
	return side * times > SIDE_MOST ? SIDE_MOST / side : times;
}

static int
drawing_side(double v, double times)
{
	return v * times < 1 ? 1 : (int)(v * times + .5);
}

static enum image_fault
drawing_measure(const struct rsvg *r, void *drawing, struct image *im)
{
	double w, h;
	drawing_size(r, drawing, &w, &h);
	if (!(w > 0 && h > 0 && w < IMAGE_MAX_SIDE && h < IMAGE_MAX_SIDE))
		return FAULT_SIZE;
	double times = drawing_times(w, h);
	im->w = drawing_side(w, times);
	im->h = drawing_side(h, times);
	im->dpi = (int)(PX_INCH * times + .5);
	return image_check(im->w, im->h);
}

/* ---- samples ---------------------------------------------------------- */

static bool
drawing_render(const struct rsvg *r, void *drawing, const struct image *im,
	unsigned char *p)
{
	const struct rsvg_box all = {0, 0, im->w, im->h};
	void *surface = r->cairo_image_surface_create_for_data(
		p, CAIRO_ARGB32, im->w, im->h, 4 * im->w);
	void *cairo = r->cairo_create(surface), *error = NULL;
	bool ok = r->cairo_status(cairo) == 0 &&
	          r->rsvg_handle_render_document(drawing, cairo, &all, &error);
	r->g_clear_error(&error);
	r->cairo_destroy(cairo);
	r->cairo_surface_flush(surface);
	r->cairo_surface_destroy(surface);
	return ok;
}

/* From cairo's words (alpha highest, colours times alpha) to bytes. */
static void
samples_plain(unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++, p += 4) {
		uint32_t v;
		memcpy(&v, p, sizeof v);
		unsigned a = v >> 24;
		for (int k = 0; k < 3; k++) {
			unsigned c = v >> (16 - 8 * k) & 0xFF;
			p[k] = (unsigned char)(a ? (c * 255 + a / 2) / a : 255);
		}
		p[3] = (unsigned char)a;
	}
}

/* What is drawn, and in memory that both processes have what comes of it. */
struct drawing {
	const struct rsvg *r;
	struct str file;
	struct drawn *out;
};

struct drawn {
	bool done;
	enum image_fault fault;
	struct image head; /* its size */
	unsigned char samples[4 * SIDE_MOST * SIDE_MOST];
};

static enum image_fault
drawing_make(const struct drawing *d)
{
	const struct rsvg *r = d->r;
	void *error = NULL;
	void *handle = r->rsvg_handle_new_from_data(
		(const unsigned char *)d->file.p, d->file.n, &error);
	if (!handle)
		return FAULT_BAD;
	struct image *im = &d->out->head;
	enum image_fault fault = drawing_measure(r, handle, im);
	if (fault != FAULT_NO)
		return fault;
	return drawing_render(r, handle, im, d->out->samples) ? FAULT_NO
	                                                      : FAULT_BAD;
}

/* Nothing is given back: the process ends. */
static void
drawing_do(void *p)
{
	const struct drawing *d = p;
	d->out->fault = drawing_make(d);
	d->out->done = true;
}

enum image_fault
image_svg(struct arena *a, struct str file, struct image *im)
{
	struct rsvg r;
	if (!rsvg_load(&r))
		return FAULT_TYPE;
	struct drawing d = {&r, file, apart_memory(a, sizeof *d.out)};
	if (!d.out || !apart_run(a, drawing_do, &d) || !d.out->done)
		return FAULT_BAD;
	if (d.out->fault != FAULT_NO)
		return d.out->fault;
	im->w = d.out->head.w;
	im->h = d.out->head.h;
	im->dpi = d.out->head.dpi;
	size_t n = (size_t)im->w * (size_t)im->h;
	unsigned char *p = arena_array(a, n, 4);
	memcpy(p, d.out->samples, 4 * n);
	apart_forget(d.out, sizeof *d.out);
	samples_plain(p, n);
	image_settle(a, im, p);
	return FAULT_NO;
}
