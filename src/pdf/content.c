/*
 * Content streams (ISO 32000-1, 7.8.2), printed from the marks of a page.
 *
 * Operators are written only when something changes: font, colours, line
 * width, position.  Text stays in one text object (BT to ET) over lines and
 * marks until a drawing comes between, and on one baseline the pen moves by
 * numbers in TJ.  The pen is followed exactly, in thousandths of an mpt:
 * every glyph goes where layout put it, measured from where the widths in W
 * have brought the pen, so nothing drifts.
 *
 * Strings are literal: after deflate 5 % smaller than hexadecimal.
 */
#include "pdf_priv.h"

struct content {
	struct pdf *pdf;
	struct buf *b;
	mpt page_h;
	color fill, stroke;
	mpt thick;
	bool dashed;
	/* text state */
	bool in_text, in_string;
	const struct face *face;
	mpt size, rise;
	mpt line_x, line_y, leading; /* begin of the line, from the top */
	int64_t pen;                 /* thousandths of an mpt */
};

#define COLOR_NONE 0xFF000000U

/* Whatever is no text ends the string that is being written. */
static void
pen_end_string(struct content *c)
{
	if (c->in_string)
		buf_c(c->b, ")]TJ\n");
	c->in_string = false;
}

/* ---- colours ---------------------------------------------------------- */

unsigned
color_luma(color c)
{
	unsigned r = c >> 16 & 0xFF, g = c >> 8 & 0xFF, b = c & 0xFF;
	return (2126 * r + 7152 * g + 722 * b + 5000) / 10000;
}

static void
content_level(struct buf *b, unsigned v)
{
	buf_milli(b, (v * 1000 + 127) / 255);
	buf_ch(b, ' ');
}

static void
content_color(struct content *c, color v, color *now, const char *gray,
	const char *rgb)
{
	v &= 0xFFFFFF;
	if (c->pdf->o->gray)
		v = color_luma(v) * 0x010101U;
	if (*now == v)
		return;
	*now = v;
	pen_end_string(c);
	unsigned r = v >> 16, g = v >> 8 & 0xFF, b = v & 0xFF;
	content_level(c->b, r);
	if (r == g && g == b) {
		buf_c(c->b, gray);
		return;
	}
	content_level(c->b, g);
	content_level(c->b, b);
	buf_c(c->b, rgb);
}

static void
content_fill(struct content *c, color v)
{
	content_color(c, v, &c->fill, "g\n", "rg\n");
}

static void
content_stroke(struct content *c, color v)
{
	content_color(c, v, &c->stroke, "G\n", "RG\n");
}

/* ---- numbers ---------------------------------------------------------- */

static void
content_num(struct content *c, mpt v)
{
	buf_milli(c->b, syntax_round(v));
	buf_ch(c->b, ' ');
}

static void
content_point(struct content *c, mpt x, mpt y)
{
	content_num(c, x);
	content_num(c, c->page_h - y);
}

/* ---- text ------------------------------------------------------------- */

static void
pen_begin(struct content *c)
{
	if (c->in_text)
		return;
	buf_c(c->b, "BT\n");
	c->in_text = true;
	c->line_x = 0;
	c->line_y = c->page_h;
	c->pen = INT64_MIN;
}

static void
pen_end(struct content *c)
{
	pen_end_string(c);
	if (c->in_text)
		buf_c(c->b, "ET\n");
	c->in_text = false;
}

static void
pen_font(struct content *c, const struct face *f, mpt size)
{
	if (c->face == f && c->size == size)
		return;
	pen_end_string(c);
	buf_fmt(c->b, "/%s ", f->name);
	buf_milli(c->b, size);
	buf_c(c->b, " Tf\n");
	c->face = f;
	c->size = size;
}

static void
pen_rise(struct content *c, mpt rise)
{
	if (c->rise == rise)
		return;
	pen_end_string(c);
	buf_milli(c->b, rise);
	buf_c(c->b, " Ts\n");
	c->rise = rise;
}

/* A new line: straight down T* or TD, which remembers the leading; else Td. */
static void
pen_line(struct content *c, mpt x, mpt y)
{
	pen_end_string(c);
	x = syntax_round(x);
	mpt dx = x - c->line_x, down = y - c->line_y;
	if (dx == 0 && down == c->leading && down != 0) {
		buf_c(c->b, "T*\n");
	} else {
		buf_milli(c->b, dx);
		buf_ch(c->b, ' ');
		buf_milli(c->b, -down);
		buf_c(c->b, dx == 0 ? " TD\n" : " Td\n");
		if (dx == 0)
			c->leading = down;
	}
	c->line_x = x;
	c->line_y = y;
	c->pen = (int64_t)x * 1000;
}

/* How much TJ must take back to bring the pen to `x`. */
static int64_t
pen_adjust(const struct content *c, int64_t x)
{
	int64_t d = c->pen - x, half = c->size / 2;
	if (d == 0)
		return 0;
	return (d < 0 ? d - half : d + half) / c->size;
}

static void
pen_move(struct content *c, int64_t x)
{
	int64_t adjust = pen_adjust(c, x);
	if (adjust && c->in_string)
		buf_ch(c->b, ')');
	if (!c->in_string)
		buf_ch(c->b, '[');
	if (adjust)
		buf_int(c->b, adjust);
	if (adjust || !c->in_string)
		buf_ch(c->b, '(');
	c->in_string = true;
	c->pen -= adjust * c->size;
}

static void
pen_glyph(struct content *c, const struct text_glyph *g, int64_t x)
{
	struct glyph *u = face_glyph(c->face, g->gid);
	pen_rise(c, g->dy ? mpt_scale(c->size, g->dy, 1000) : 0);
	pen_move(c, x + (int64_t)g->dx * c->size);
	if (!u->nunit)
		u->nunit = (uint8_t)syntax_unit(u->unit, u->code);
	buf_room(c->b, sizeof u->unit);
	memcpy(c->b->p + c->b->n, u->unit, sizeof u->unit);
	c->b->n += u->nunit;
	c->pen += (int64_t)u->width * c->size;
}

/* Bring the pen to the item's start; its exact place comes back. */
static int64_t
pen_start(struct content *c, const struct item *it)
{
	int64_t x = (int64_t)it->x * 1000;
	mpt y = c->page_h - syntax_round(c->page_h - it->y);
	pen_begin(c);
	pen_font(c, fonts_find(c->pdf, it->glyphs.font), it->glyphs.size);
	if (y != c->line_y || c->pen == INT64_MIN) {
		pen_line(c, it->x, y);
		return c->pen;
	}
	/* Half a thousandth of the size is no reason for a number. */
	int64_t adjust = pen_adjust(c, x);
	return adjust >= -1 && adjust <= 1 ? c->pen : x;
}

/* What the glyph moves the pen by, in thousandths of an mpt. */
static int64_t
content_advance(const struct item *it, const struct text_glyph *g)
{
	int64_t adv = (int64_t)g->adv * it->glyphs.size;
	if (it->glyphs.word_space && glyph_is_space(it, g))
		adv += (int64_t)it->glyphs.word_space * 1000;
	return adv;
}

/*
 * Glyphs come in visual order, and are painted in the order of reading:
 * text from right to left backwards.  Some readers take it in the order of
 * the stream, others by place; so it is right for both.
 */
static void
content_glyphs(struct content *c, const struct item *it)
{
	int n = it->glyphs.n;
	bool rtl = item_is_rtl(it);
	content_fill(c, it->color);
	int64_t x = pen_start(c, it);
	for (int i = 0; rtl && i < n; i++)
		x += content_advance(it, &it->glyphs.g[i]);
	for (int i = 0; i < n; i++) {
		const struct text_glyph *g = &it->glyphs.g[rtl ? n - 1 - i : i];
		int64_t adv = content_advance(it, g);
		x -= rtl ? adv : 0;
		if (glyph_is_seen(it, g))
			pen_glyph(c, g, x);
		x += rtl ? 0 : adv;
	}
	pen_rise(c, 0);
}

/* ---- drawings --------------------------------------------------------- */

static void
content_rect(struct content *c, const struct item *it)
{
	mpt x, y, x1, y1;
	item_box(it, &x, &y, &x1, &y1);
	content_fill(c, it->color);
	content_point(c, x, y1);
	content_num(c, syntax_round(x1) - syntax_round(x));
	content_num(
		c, syntax_round(c->page_h - y) - syntax_round(c->page_h - y1));
	buf_c(c->b, "re f\n");
}

static void
content_pen(struct content *c, color v, mpt thick, bool dashed)
{
	content_stroke(c, v);
	bool changed = c->thick != thick;
	if (changed) {
		content_num(c, thick);
		buf_c(c->b, "w\n");
		c->thick = thick;
	}
	if (dashed && (changed || !c->dashed)) {
		buf_ch(c->b, '[');
		content_num(c, 3 * thick);
		content_num(c, 2 * thick);
		buf_c(c->b, "]0 d\n");
	} else if (!dashed && c->dashed) {
		buf_c(c->b, "[]0 d\n");
	}
	c->dashed = dashed;
}

static void
content_line(struct content *c, const struct item *it)
{
	content_pen(c, it->color, it->line.thick, it->line.dashed);
	content_point(c, it->x, it->y);
	buf_c(c->b, "m ");
	content_point(c, it->x + it->w, it->y + it->h);
	buf_c(c->b, "l S\n");
}

static void
content_path(struct content *c, const struct item *it)
{
	if (it->path.stroke)
		content_pen(c, it->color, it->path.stroke, false);
	else
		content_fill(c, it->color);
	for (int i = 0; i < it->path.n; i++) {
		const struct path_step *s = &it->path.steps[i];
		int points = s->op == 'c' ? 3 : s->op == 'z' ? 0 : 1;
		for (int k = 0; k < points; k++)
			content_point(c, it->x + s->v[2 * k],
				it->y + s->v[2 * k + 1]);
		buf_ch(c->b, s->op == 'z' ? 'h' : s->op);
		buf_ch(c->b, i % 8 == 7 ? '\n' : ' ');
	}
	buf_c(c->b, it->path.stroke ? "S\n" : "f\n");
}

/* The unit square as each EXIF orientation sees it: a b c d e f. */
static const signed char content_turns[9][6] = {
	[1] = {1, 0, 0, 1, 0, 0},
	[2] = {-1, 0, 0, 1, 1, 0},
	[3] = {-1, 0, 0, -1, 1, 1},
	[4] = {1, 0, 0, -1, 0, 1},
	[5] = {0, -1, -1, 0, 1, 1},
	[6] = {0, -1, 1, 0, 0, 1},
	[7] = {0, 1, 1, 0, 0, 0},
	[8] = {0, 1, -1, 0, 1, 0},
};

static void
content_image(struct content *c, const struct item *it)
{
	int turn = it->image->turn >= 1 && it->image->turn <= 8
	                   ? it->image->turn
	                   : 1;
	const signed char *m = content_turns[turn];
	mpt foot = c->page_h - it->y - it->h;
	buf_c(c->b, "q ");
	content_num(c, m[0] * it->w);
	content_num(c, m[1] * it->h);
	content_num(c, m[2] * it->w);
	content_num(c, m[3] * it->h);
	content_num(c, it->x + m[4] * it->w);
	content_num(c, foot + m[5] * it->h);
	buf_fmt(c->b, "cm /%s Do Q\n", images_find(c->pdf, it->image)->name);
}

static void (*const content_items[])(struct content *, const struct item *) = {
	[ITEM_GLYPHS] = content_glyphs,
	[ITEM_RECT] = content_rect,
	[ITEM_LINE] = content_line,
	[ITEM_PATH] = content_path,
	[ITEM_IMAGE] = content_image,
};

/* ---- marks ------------------------------------------------------------ */

/* The box of a mark, as artifacts of some types must say it. */
static void
content_bbox(struct content *c, const struct marks *ms, const struct mark *m)
{
	mpt box[4] = {MPT_MAX, MPT_MAX, -MPT_MAX, -MPT_MAX};
	for (int i = m->first; i < m->first + m->n; i++) {
		mpt x, y, x1, y1;
		item_box(ms->items[i], &x, &y, &x1, &y1);
		box[0] = mpt_min(box[0], x);
		box[1] = mpt_min(box[1], y);
		box[2] = mpt_max(box[2], x1);
		box[3] = mpt_max(box[3], y1);
	}
	buf_c(c->b, "/BBox");
	syntax_box(c->b, c->page_h, box[0], box[1], box[2], box[3]);
}

/* 14.8.2.2.2: what an artifact is, and whether it says where. */
static const struct {
	const char *props;
	bool bbox;
} content_artifacts[] = {
	[ARTIFACT_HEADER] = {"/Type/Pagination/Subtype/Header/Attached[/Top]",
		true},
	[ARTIFACT_FOOTER] =
		{"/Type/Pagination/Subtype/Footer/Attached[/Bottom]", true},
	[ARTIFACT_LAYOUT] = {"/Type/Layout", false},
	[ARTIFACT_BACKGROUND] = {"/Type/Background", true},
};

static void
content_begin_mark(
	struct content *c, const struct marks *ms, const struct mark *m)
{
	/* Text objects and marked content nest whole (14.6.1). */
	if (m->plain_text)
		pen_begin(c);
	else
		pen_end(c);
	pen_end_string(c);
	if (m->elem) {
		syntax_name(c->b, m->spoken ? "Span" : m->elem->role);
		buf_fmt(c->b, "<</MCID %d", m->mcid);
		if (m->spoken) {
			buf_c(c->b, "/ActualText");
			syntax_text(c->b, m->said);
		}
		buf_c(c->b, ">>BDC\n");
		return;
	}
	buf_c(c->b, "/Artifact<<");
	buf_c(c->b, content_artifacts[m->artifact].props);
	if (content_artifacts[m->artifact].bbox)
		content_bbox(c, ms, m);
	buf_c(c->b, ">>BDC\n");
}

static void
content_mark(struct content *c, const struct marks *ms, const struct mark *m)
{
	content_begin_mark(c, ms, m);
	for (int i = m->first; i < m->first + m->n; i++) {
		const struct item *it = ms->items[i];
		if (it->kind != ITEM_GLYPHS)
			pen_end(c);
		content_items[it->kind](c, it);
	}
	if (m->plain_text)
		pen_end_string(c);
	else
		pen_end(c);
	buf_c(c->b, "EMC\n");
}

void
content_page(struct pdf *pdf, int i, struct buf *out)
{
	struct content c = {.pdf = pdf,
		.b = out,
		.page_h = pdf->pages->v[i].h,
		.stroke = COLOR_NONE,
		.thick = -1};
	const struct marks *ms = &pdf->marks[i];
	for (int k = 0; k < ms->n; k++)
		content_mark(&c, ms, &ms->v[k]);
	pen_end(&c);
}
