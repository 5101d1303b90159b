/*
 * Pictures: found in the site's folder, printed at their natural size.
 *
 * Natural is at least the theme's resolution (150 dpi), so that screen
 * pictures don't come out coarse; the author's width is obeyed; nothing is
 * wider than the measure or higher than the page.  What can't be read is
 * printed as a frame with its alternative text.
 */
#define _XOPEN_SOURCE 700 /* realpath */

#include "layout_priv.h"

#include <limits.h>
#include <stdlib.h>

/* The file that an address names: query and fragment are dropped. */
static struct str
picture_unescape(struct arena *a, struct str s)
{
	size_t n = 0;
	while (n < s.n && s.p[n] != '?' && s.p[n] != '#')
		n++;
	return str_unescape(a, str_sub(s, 0, n));
}

/*
 * The real path of a picture that is there and, all links followed, in the
 * site's folder; else empty, and the page depends on it all the same.
 */
static struct str
picture_find(struct layout *l, struct str path)
{
	char real[PATH_MAX], top[PATH_MAX];
	if (realpath(path.p, real) && realpath(l->o->site_dir, top)) {
		size_t n = strlen(top);
		if (strncmp(real, top, n) == 0 &&
			(real[n] == '/' || real[n] == '\0' || n == 1))
			return str_dup(l->a, str_c(real));
	}
	diag_add_absent(l->dg, path);
	return STR0;
}

/* The folder of the page that the picture is on. */
static const char *
picture_folder(const struct layout *l, const struct node *n)
{
	const struct node *c = doc_ancestor(n, NODE_CHAPTER);
	return c && c->chapter.dir ? c->chapter.dir : l->o->page_dir;
}

/* The file of a picture, or empty. */
static struct str
picture_path(struct layout *l, const struct node *n)
{
	struct str src = picture_unescape(l->a, str_trim(n->image.src));
	struct str base = l->o->baseurl;
	if (base.n > 1 && src.n > base.n && src.p[base.n] == '/' &&
		str_eq(str_sub(src, 0, base.n), base))
		src = str_sub(src, base.n, src.n);
	bool rooted = src.n && src.p[0] == '/';
	struct str path = STR0;
	if (!rooted)
		path = picture_find(
			l, str_fmt(l->a, "%s/%.*s", picture_folder(l, n),
				   STR_ARG(src)));
	if (path.n) /* else: pages are served from elsewhere than they lie */
		return path;
	return picture_find(l, str_fmt(l->a, "%s%s%.*s", l->o->site_dir,
				       rooted ? "" : "/", STR_ARG(src)));
}

static bool
picture_is_remote(struct str src)
{
	return str_find(src, "://", 0) > 0 || str_starts(src, "//") ||
	       str_istarts(src, "data:");
}

static struct image *
picture_read_inside(struct layout *l, const struct node *n)
{
	struct image *im = image_read_inside(
		l->a, l->o->images, l->o->gray, n->image.drawing);
	if (!im)
		diag_report(l->dg, DIAG_HTML_DROPPED, n->span, "<svg>");
	return im;
}

static struct image *
picture_read(struct layout *l, const struct node *n)
{
	if (n->image.inside)
		return picture_read_inside(l, n);
	if (!n->image.src.n) {
		diag_report(l->dg, DIAG_IMG_MISSING, n->span, "no src");
		return NULL;
	}
	if (picture_is_remote(n->image.src)) {
		diag_report(l->dg, DIAG_IMG_REMOTE, n->span, "%.*s",
			STR_ARG(str_sub(n->image.src, 0, 200)));
		return NULL;
	}
	struct str path = picture_path(l, n);
	if (!path.n) {
		diag_report(l->dg, DIAG_IMG_MISSING, n->span, "%.*s",
			STR_ARG(n->image.src));
		return NULL;
	}
	return image_read(l->a, l->o->images, l->o->gray, path.p, n->image.src,
		n->span, l->dg);
}

/* What the picture shows, and where it is if it is on the web. */
static struct str
placeholder_text(struct layout *l, const struct node *n)
{
	struct str alt =
		n->image.alt.n ? n->image.alt : str_c(l->words->picture);
	if (!picture_is_remote(n->image.src) ||
		str_istarts(n->image.src, "data:"))
		return alt;
	return str_fmt(l->a, "%.*s \xE2\x80\x93 %.*s", STR_ARG(alt),
		STR_ARG(n->image.src));
}

const struct picture *
layout_picture(struct layout *l, const struct node *n)
{
	struct str key = n->image.src.n ? n->image.src : STR(" ");
	if (n->image.inside)
		key = n->image.drawing;
	if (l->book)
		key = str_fmt(
			l->a, "%s %.*s", picture_folder(l, n), STR_ARG(key));
	struct picture *p = map_find(&l->images, key);
	if (p && n->image.src.n) /* each without an address is told */
		return p;
	p = ARENA_NEW(l->a, struct picture);
	p->image = picture_read(l, n);
	if (p->image) {
		int w, h, dpi = p->image->dpi;
		image_size(p->image, &w, &h);
		if (dpi < l->t->image_dpi || dpi > 2400)
			dpi = l->t->image_dpi;
		p->w = mpt_scale(PT(72), w, dpi);
		p->h = mpt_scale(PT(72), h, dpi);
	} else {
		p->w = PT(300); /* its height is that of its words */
		p->h = PT(30);
	}
	map_put(&l->images, key, p);
	return p;
}

/* The author's height in mpt, 0 if none. */
static mpt
picture_height(const struct node *n)
{
	int px;
	struct str s = doc_attr_value(n, "height");
	if (n->style->height > 0)
		return n->style->height;
	if (!s.n || str_ends(s, "%") || !str_int(s, &px) || px <= 0)
		return 0;
	return mpt_scale(PT(1), px < 10000 ? px * 3 : 30000, 4);
}

/* ---- what stands for a picture that is not there ---------------------- */

static const struct style *
placeholder_style(struct layout *l)
{
	struct style *frame = ARENA_NEW(l->a, struct style);
	*frame = *theme_class_style(l->a, l->t, "placeholder");
	frame->ground = 0xFFFFFF;
	if (!frame->border_width)
		frame->border_width = PT(.6);
	return frame;
}

static struct text_line *
placeholder_lines(struct layout *l, const struct node *n,
	const struct style *frame, struct para **p, struct break_options *o,
	int *lines)
{
	struct piece_owner own = {.node = n, .ground = COLOR_NONE};
	*p = layout_own_para(l, placeholder_text(l, n), frame, &own);
	return text_break(*p, o, lines);
}

static struct break_options
placeholder_breaks(mpt w)
{
	return (struct break_options){.width = mpt_max(PT(10), w - PT(12))};
}

/* Room for all its words at this width. */
static mpt
placeholder_height(struct layout *l, const struct node *n, mpt w)
{
	const struct style *frame = placeholder_style(l);
	struct break_options o = placeholder_breaks(w);
	struct para *p;
	int lines;
	placeholder_lines(l, n, frame, &p, &o, &lines);
	return PT(12) + frame->leading * lines;
}

static void
placeholder_paint(struct layout *l, struct strip *s, const struct node *n,
	mpt x, mpt y, mpt w, mpt h)
{
	const struct style *frame = placeholder_style(l);
	struct frame fr = {.x = x, .w = w, .style = frame};
	frame_paint(l, s, &fr, 0, y, y + h, false, false);
	struct break_options o = placeholder_breaks(w);
	struct para *p;
	int lines;
	struct text_line *v = placeholder_lines(l, n, frame, &p, &o, &lines);
	mpt leading = frame->leading;
	int fit = (int)((h - PT(6)) / mpt_max(1, leading));
	for (int i = 0; i < lines && i < fit; i++)
		line_paint(l, s, p, &v[i], &o, x + PT(6),
			y + PT(4) + leading * i + layout_baseline(l, frame));
}

/* ---- sizes ------------------------------------------------------------ */

static mpt
of_measure(mpt length, mpt measure)
{
	return length < 0 ? mpt_scale(measure, -length, 1000) : length;
}

static void
picture_shrink(mpt most_w, mpt most_h, mpt *w, mpt *h)
{
	if (most_w > 0 && *w > most_w) {
		*h = mpt_scale(*h, most_w, *w);
		*w = most_w;
	}
	if (most_h > 0 && *h > most_h) {
		*w = mpt_scale(*w, most_h, *h);
		*h = most_h;
	}
}

void
picture_size(
	struct layout *l, const struct node *n, mpt measure, mpt *w, mpt *h)
{
	const struct picture *p = layout_picture(l, n);
	mpt most = mpt_scale(l->body_height, 80, 100);
	mpt width = of_measure(n->style->width, measure);
	mpt height = picture_height(n);
	*w = p->w;
	*h = p->h;
	if (width) {
		*w = width;
		*h = mpt_scale(p->h, width, mpt_max(1, p->w));
	} else if (height && p->image) {
		*h = height;
		*w = mpt_scale(p->w, height, mpt_max(1, p->h));
	}
	picture_shrink(of_measure(n->style->max_width, measure),
		n->style->max_height, w, h);
	picture_shrink(measure, most, w, h);
	if (!p->image) { /* words need more room than a sign would */
		*w = mpt_max(*w, mpt_min(measure, PT(72)));
		*h = mpt_min(placeholder_height(l, n, *w), most);
	}
	*w = mpt_max(*w, PT(1));
	*h = mpt_max(*h, PT(1));
}

void
picture_paint(struct layout *l, struct strip *s, const struct node *n, mpt x,
	mpt y, mpt w, mpt h)
{
	const struct picture *p = layout_picture(l, n);
	if (!p->image) {
		placeholder_paint(l, s, n, x, y, w, h);
		return;
	}
	struct item *it = strip_add(l, s, ITEM_IMAGE);
	if (n->image.decorative)
		it->artifact = ARTIFACT_LAYOUT;
	else
		it->node = n;
	it->x = x;
	it->y = y;
	it->w = w;
	it->h = h;
	it->image = p->image;
}

static void
image_link(struct layout *l, struct strip *s, const struct node *n, mpt x,
	mpt w, mpt h)
{
	const struct node *link = doc_ancestor(n, NODE_LINK);
	if (!link || !(link->link.href.n || link->link.target))
		return;
	struct item *it = strip_add(l, s, ITEM_LINK);
	it->node = link;
	it->x = x;
	it->w = w;
	it->h = h;
}

void
flow_image(struct flow *f, const struct node *n, mpt measure)
{
	mpt w, h;
	picture_size(f->l, n, measure, &w, &h);
	picture_shrink(f->w, 0, &w, &h);
	struct strip *s = flow_strip(f, h);
	s->baseline = h;
	mpt spare = f->w - w, x = f->x;
	int align =
		n->style->block_align ? n->style->block_align : n->style->align;
	x += flow_offset(n->style, align, spare);
	picture_paint(f->l, s, n, x, 0, w, h);
	image_link(f->l, s, n, x, w, h);
}

/* The picture and its caption stay together. */
void
flow_figure(struct flow *f, const struct node *n)
{
	struct flow_block b = flow_enter(f, n->style);
	int from = f->g->n;
	flow_children(f, n);
	for (int i = from; i + 1 < f->g->n; i++)
		f->g->v[i].penalty = PENALTY_NEVER;
	flow_leave(f, &b);
}
