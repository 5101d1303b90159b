/*
 * An entry of the contents: its text, a row of dots, the page's number at
 * the right.
 *
 * The text keeps clear of the column of numbers.  The dots stand on a grid
 * from the right edge, so that those of all entries are below each other.
 */
#include "layout_priv.h"

#define NUMBERS_EM 3 /* room for the numbers, with the space before them */
#define DOT_EM     2 /* half the size from dot to dot */

struct entry {
	struct flow *f;
	const struct node *ref; /* PAGE_REF */
	const struct style *style;
	mpt right; /* edge of the numbers */
	mpt size;
};

/* Returns the number's left edge. */
static mpt
entry_number(struct entry *e, struct strip *s, const struct node *no)
{
	struct layout *l = e->f->l;
	struct piece_owner own = {
		.node = no, .link = e->ref, .ground = COLOR_NONE};
	struct str label = book_label(l, no->page.target);
	/* the space is for who hears it, or copies it */
	struct str text =
		str_fmt(l->a, " %.*s", STR_ARG(label.n ? label : STR("0")));
	struct para *p = layout_own_para(l, text, e->style, &own);
	return e->right - own_paint(l, s, p, e->right, true, s->baseline);
}

/* A row of dots, `step` apart, as one text. */
static struct para *
entry_row(struct entry *e, int dots, mpt step)
{
	struct layout *l = e->f->l;
	struct piece_owner own = {
		.artifact = ARTIFACT_LAYOUT, .ground = COLOR_NONE};
	struct style *s = ARENA_NEW(l->a, struct style);
	struct buf row = buf_new(l->a);
	const struct font *f = layout_font(l, e->style);
	int dot = f ? font_advance(f, font_glyph(f, '.')) : 0;
	for (int i = 0; i < dots; i++)
		buf_ch(&row, '.');
	*s = *e->style;
	s->letter_space = step - mpt_scale(e->size, dot, 1000);
	return layout_own_para(l, buf_done(&row), s, &own);
}

static void
entry_dots(struct entry *e, struct strip *s, mpt from, mpt to)
{
	mpt step = e->size / DOT_EM;
	mpt end = e->right - (e->right - to + step - 1) / step * step;
	int dots = (end - from) / step - 1;
	if (dots > 0)
		own_paint(e->f->l, s, entry_row(e, dots, step),
			end - dots * step, false, s->baseline);
}

static mpt
strip_right(const struct strip *s)
{
	mpt x = 0;
	for (int i = 0; i < s->n; i++)
		if (s->items[i].kind == ITEM_GLYPHS)
			x = mpt_max(x, s->items[i].x + s->items[i].w);
	return x;
}

void
flow_entry(struct flow *f, const struct node *n)
{
	struct layout *l = f->l;
	struct flow_block b = flow_enter(f, n->style);
	struct entry e = {.f = f,
		.ref = n->first,
		.style = n->style,
		.right = f->x + f->w,
		.size = layout_size(l, n->style)};
	struct break_options o =
		layout_breaks(n->style, f->w - NUMBERS_EM * e.size);
	int from = f->g->n;
	flow_lines(f, n, layout_para(l, n), &o);
	layout_para_done(l, n);
	for (int i = from; i + 1 < f->g->n; i++)
		f->g->v[i].penalty = PENALTY_NEVER;
	if (f->g->n > from) {
		struct strip *s = &f->g->v[f->g->n - 1];
		mpt text = strip_right(s);
		mpt number = entry_number(&e, s, e.ref->last);
		entry_dots(&e, s, text, number);
	}
	flow_leave(f, &b);
	/* what is below a chapter begins on its page */
	if (f->g->n > from && n->next && n->next->kind == NODE_CONTENTS)
		f->g->v[f->g->n - 1].penalty = PENALTY_NEVER;
}
