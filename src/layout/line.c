/*
 * One line, painted: glyphs, pictures, underlines, marked grounds, areas to
 * click on, and the notes that the line refers to.
 *
 * Neighbouring frags of one look share an underline, those of one link an
 * area; so a link of several words and fonts is one thing to click.
 */
#include "layout_priv.h"

/* A stretch of a line with one underline, ground or link. */
struct stretch {
	mpt x, w;
	const struct piece_owner *own;
	const struct text_frag *frag;
};

struct painter {
	struct layout *l;
	struct strip *s;
	const struct text_frag *frags;
	int n;
	mpt x, baseline, up, down;
	const struct para *para;
	int from; /* where the line begins in its text */
};

static const struct piece_owner *
frag_owner(const struct text_frag *f)
{
	return f->owner;
}

typedef bool (*same_fn)(
	const struct piece_owner *a, const struct piece_owner *b);
typedef bool (*has_fn)(const struct piece_owner *o);
typedef void (*paint_fn)(struct painter *p, const struct stretch *s);

/* Call `paint` for each run of frags that `has` it and are the `same`. */
static void
paint_stretches(struct painter *p, has_fn has, same_fn same, paint_fn paint)
{
	for (int i = 0; i < p->n;) {
		const struct text_frag *f = &p->frags[i++];
		const struct piece_owner *own = frag_owner(f);
		if (!has(own))
			continue;
		struct stretch s = {p->x + f->x, f->width, own, f};
		while (i < p->n && has(frag_owner(&p->frags[i])) &&
			same(own, frag_owner(&p->frags[i]))) {
			f = &p->frags[i++];
			s.w = p->x + f->x + f->width - s.x;
		}
		paint(p, &s);
	}
}

static bool
has_ground(const struct piece_owner *o)
{
	return o->ground != COLOR_NONE;
}

static bool
same_ground(const struct piece_owner *a, const struct piece_owner *b)
{
	return a->ground == b->ground;
}

static void
paint_ground(struct painter *p, const struct stretch *s)
{
	struct item *it = strip_add(p->l, p->s, ITEM_RECT);
	it->artifact = ARTIFACT_BACKGROUND;
	it->color = s->own->ground;
	it->x = s->x - PT(1);
	it->w = s->w + PT(2);
	it->y = p->baseline - p->up;
	it->h = p->up + p->down;
}

static bool
has_underline(const struct piece_owner *o)
{
	return o->style->underline != LINE_NONE;
}

static bool
same_underline(const struct piece_owner *a, const struct piece_owner *b)
{
	return a->style->underline == b->style->underline &&
	       a->style->color == b->style->color && a->link == b->link;
}

static void
paint_underline(struct painter *p, const struct stretch *s)
{
	const struct font *f = s->frag->font;
	mpt size = s->frag->size;
	if (!f)
		return;
	int at = s->own->style->underline == LINE_UNDER ? f->underline_at
	                                                : f->x_height * 11 / 20;
	struct item *it = strip_add(p->l, p->s, ITEM_LINE);
	it->artifact = s->own->artifact ? s->own->artifact : ARTIFACT_LAYOUT;
	it->color = s->own->style->color;
	it->x = s->x;
	it->w = s->w;
	it->y = p->baseline - s->frag->rise - mpt_scale(size, at, 1000);
	it->line.thick = mpt_max(
		PT(.4), mpt_scale(size, mpt_min(f->underline_thick, 60), 1000));
}

static bool
has_link(const struct piece_owner *o)
{
	return o->link && !o->artifact;
}

static bool
same_link(const struct piece_owner *a, const struct piece_owner *b)
{
	return a->link == b->link && a->part == b->part;
}

static void
paint_link(struct painter *p, const struct stretch *s)
{
	struct item *it = strip_add(p->l, p->s, ITEM_LINK);
	it->node = s->own->link;
	it->part = s->own->part;
	it->x = s->x;
	it->w = s->w;
	it->y = p->baseline - p->up;
	it->h = p->up + p->down;
}

static void
paint_object(struct painter *p, const struct text_frag *f)
{
	const struct node *n = frag_owner(f)->node;
	mpt w, up, down;
	if (n->kind == NODE_IMAGE) {
		picture_size(p->l, n, p->l->measure, &w, &up);
		picture_paint(
			p->l, p->s, n, p->x + f->x, p->baseline - up, w, up);
		return;
	}
	field_size(p->l, n, p->l->measure, &w, &up, &down);
	field_paint(p->l, p->s, n, p->x + f->x, p->baseline - up, w, up + down);
}

/* What the breaker has put before a continued line of code. */
static bool
frag_is_mark(const struct text_frag *f)
{
	return f->added && !str_is(f->text, "\xC2\xAD");
}

static void
paint_glyphs(struct painter *p, const struct text_frag *f)
{
	const struct piece_owner *own = frag_owner(f);
	struct item *it = strip_add(p->l, p->s, ITEM_GLYPHS);
	it->artifact = own->artifact;
	if (frag_is_mark(f))
		it->artifact = ARTIFACT_LAYOUT;
	it->node = it->artifact ? NULL : own->node;
	it->part = own->part;
	it->color = own->style->color;
	it->x = p->x + f->x;
	it->y = p->baseline - f->rise;
	it->w = f->width;
	it->h = f->size;
	it->glyphs.font = f->font;
	it->glyphs.size = f->size;
	it->glyphs.g = f->glyphs;
	it->glyphs.n = f->nglyphs;
	it->glyphs.text = f->text;
	it->glyphs.word_space = f->word_space;
}

/* The first reference to a note asks for the note at this page's foot; one
 * that goes on from the line before has asked already. */
static void
paint_note(struct painter *p, const struct text_frag *f)
{
	const struct piece_owner *own = frag_owner(f);
	const struct node *n = own->node;
	if (own->artifact || !n || n->kind != NODE_NOTE_REF || !n->ref.first ||
		!n->ref.target)
		return;
	const struct strip *s = p->s;
	if (n->ref.target->note.placed ||
		text_piece_begin(p->para, f->piece) < p->from)
		return;
	if (!s->nnotes || s->notes[s->nnotes - 1] != n->ref.target)
		strip_add_note(p->l, p->s, n->ref.target);
}

static mpt
line_offset(const struct para *p, const struct text_line *line,
	const struct break_options *o)
{
	bool rtl = text_is_rtl(p);
	mpt spare = mpt_max(0, line->spare);
	switch (o->align) {
	case ALIGN_END:
		return o->rtl ? 0 : spare;
	case ALIGN_CENTER:
		return spare / 2;
	case ALIGN_JUSTIFY:
	case ALIGN_START:
		return rtl ? spare : 0;
	}
	return 0;
}

void
line_paint(struct layout *l, struct strip *s, struct para *p,
	const struct text_line *line, const struct break_options *o, mpt x,
	mpt baseline)
{
	struct painter pt = {.l = l,
		.s = s,
		.x = x + line_offset(p, line, o),
		.baseline = baseline,
		.up = mpt_min(line->up, baseline),
		.down = line->down,
		.para = p,
		.from = line->first};
	pt.frags = text_line_frags(p, line, o, &pt.n);
	paint_stretches(&pt, has_ground, same_ground, paint_ground);
	paint_stretches(&pt, has_underline, same_underline, paint_underline);
	for (int i = 0; i < pt.n; i++) {
		if (pt.frags[i].font)
			paint_glyphs(&pt, &pt.frags[i]);
		else
			paint_object(&pt, &pt.frags[i]);
		paint_note(&pt, &pt.frags[i]);
	}
	paint_stretches(&pt, has_link, same_link, paint_link);
	arena_recycle(l->a, (void *)pt.frags, (size_t)pt.n * sizeof *pt.frags);
}

mpt
own_paint(struct layout *l, struct strip *s, struct para *p, mpt x, bool ends,
	mpt baseline)
{
	/* its left end is at x, whichever way it reads */
	bool rtl = text_is_rtl(p);
	struct break_options one_line = {.width = MPT_MAX / 4,
		.align = rtl ? ALIGN_END : ALIGN_START,
		.rtl = rtl};
	int n;
	struct text_line *lines = text_break(p, &one_line, &n);
	mpt w = n ? lines[0].width : 0;
	if (n)
		line_paint(l, s, p, &lines[0], &one_line, ends ? x - w : x,
			baseline);
	arena_recycle(l->a, lines, (size_t)n * sizeof *lines);
	text_done(p);
	return w;
}
