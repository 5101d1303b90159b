/*
 * Paragraphs, headings and code become strips, a line each.
 *
 * Every line has the leading of its block: raised figures and other sizes
 * in it don't push lines apart; only pictures and fields that are taller do.
 */
#include "layout_priv.h"

#define LARGE_LEADING 118 /* hundredths of the size */

#define JUSTIFY_LEAST 14 /* em: narrower columns and labels are set ragged */

struct break_options
layout_breaks(const struct style *s, mpt width)
{
	static const enum text_align aligns[] = {
		[STYLE_START] = ALIGN_START,
		[STYLE_END] = ALIGN_END,
		[STYLE_CENTER] = ALIGN_CENTER,
		[STYLE_JUSTIFY] = ALIGN_JUSTIFY,
	};
	enum text_align align = aligns[s->align];
	bool label = s->bold || width < s->size * JUSTIFY_LEAST;
	if (align == ALIGN_JUSTIFY && label)
		align = ALIGN_START;
	return (struct break_options){.width = width,
		.align = align,
		.rtl = s->rtl != 0,
		.whole_words = !s->wrap,
		.hyphenate =
			s->hyphens == HYPHENS_ON ||
			(s->hyphens == HYPHENS_AUTO && align == ALIGN_JUSTIFY)};
}

mpt
layout_baseline(struct layout *l, const struct style *s)
{
	const struct font *f = layout_font(l, s);
	mpt size = layout_size(l, s), leading = layout_leading(l, s);
	if (!f)
		return mpt_scale(leading, 3, 4);
	mpt up = mpt_scale(size, f->ascent, 1000);
	mpt down = mpt_scale(size, -f->descent, 1000);
	return (leading - up - down) / 2 + up;
}

/* Room that type larger than the paragraph's wants beside its leading. */
static mpt
para_large_type(const struct layout *l, const struct style *s,
	const struct text_line *line)
{
	if (line->size <= layout_size(l, s))
		return 0;
	mpt wants = mpt_scale(line->size, LARGE_LEADING, 100);
	return mpt_max(0, wants - layout_leading(l, s));
}

/* Objects and type higher than the line push it down. */
static void
para_line(struct flow *f, const struct style *s, struct para *p,
	const struct text_line *line, const struct break_options *o)
{
	struct layout *l = f->l;
	mpt leading = layout_leading(l, s);
	mpt base = layout_baseline(l, s);
	mpt below = leading - base;
	mpt more_up = mpt_max(0, line->object_up + PT(2) - base);
	mpt more_down = mpt_max(0, line->object_down + PT(1) - below);
	mpt more = para_large_type(l, s, line);
	if (!line->object_up && !line->object_down)
		more_up = more_down = 0;
	more_up = mpt_max(more_up, more * 3 / 4);
	more_down = mpt_max(more_down, more - more * 3 / 4);
	struct strip *st = flow_strip(f, leading + more_up + more_down);
	st->line = !more_up && !more_down;
	st->baseline = base + more_up;
	line_paint(l, st, p, line, o, f->x, st->baseline);
}

/* A stretch of a block's lines.  The first `head` stay together, and those
 * from `tail` on. */
struct stretch {
	struct text_line *lines;
	int n, head, tail;
	bool begins, ends; /* the block */
};

/* Demerits for a break after its line `i`. */
static int
para_penalty(const struct theme *t, const struct stretch *st, int i)
{
	if (st->ends && i == st->n - 1)
		return 0;
	bool divided = st->lines[i].hyphen && t->keep_words;
	int hyphen = divided ? PENALTY_HYPHEN : 0;
	bool bad = i + 1 < st->head || i + 1 > st->tail;
	return hyphen + (bad ? PENALTY_WIDOW : 0);
}

/* Empty lines, of code, don't count. */
static void
stretch_keep(struct stretch *st, const struct theme *t)
{
	int inked = st->begins ? 0 : t->orphans;
	for (st->head = 0; st->head < st->n && inked < t->orphans; st->head++)
		inked += st->lines[st->head].width > 0;
	inked = st->ends ? 0 : t->widows;
	for (st->tail = st->n; st->tail > 0 && inked < t->widows; st->tail--)
		inked += st->lines[st->tail - 1].width > 0;
}

static void
para_stretch(struct flow *f, const struct node *n, struct para *p,
	struct stretch *st, const struct break_options *o)
{
	struct text_line *lines = st->lines;
	stretch_keep(st, f->l->t);
	for (int i = 0; i < st->n; i++) {
		if (lines[i].overfull)
			diag_report(f->l->dg, DIAG_LINE_OVERFULL, n->span,
				"%d.%d pt too wide", -lines[i].spare / 1000,
				-lines[i].spare / 100 % 10);
		para_line(f, n->style, p, &lines[i], o);
		struct strip *s = &f->g->v[f->g->n - 1];
		s->first = st->begins && i == 0;
		s->penalty = para_penalty(f->l->t, st, i);
	}
}

/* Lines below the foot of a float have the full measure again. */
static void
para_below(struct flow *f, const struct node *n, struct para *p, int from,
	const struct break_options *o)
{
	struct break_options wide = *o;
	struct stretch st = {.begins = from == 0, .ends = true};
	wide.width += f->g->left + f->g->right;
	wide.from = from;
	if (from)
		wide.first_indent = 0;
	st.lines = text_break(p, &wide, &st.n);
	f->x -= f->g->left;
	para_stretch(f, n, p, &st, &wide);
	arena_recycle(f->l->a, st.lines, (size_t)st.n * sizeof *st.lines);
	f->x += f->g->left;
}

void
flow_lines(struct flow *f, const struct node *n, struct para *p,
	const struct break_options *o)
{
	struct stretch st = {.begins = true};
	int all;
	st.lines = text_break(p, o, &all);
	st.n = o->keep_spaces ? all
	                      : float_lines_beside(
					f, layout_leading(f->l, n->style), all);
	st.ends = st.n == all;
	para_stretch(f, n, p, &st, o);
	if (!st.ends)
		para_below(f, n, p, st.n ? st.lines[st.n - 1].last : 0, o);
	arena_recycle(f->l->a, st.lines, (size_t)all * sizeof *st.lines);
	if (n->style->keep_next && all)
		f->g->v[f->g->n - 1].penalty = PENALTY_NEVER;
}

/* A block with nothing in it but a picture. */
static const struct node *
para_lone_image(const struct node *n)
{
	const struct node *c = n->first;
	while (c && !c->next && c->kind == NODE_LINK)
		c = c->first;
	return c && !c->next && c->kind == NODE_IMAGE ? c : NULL;
}

static bool
is_box(const struct node *n)
{
	return n->kind == NODE_FIELD && (n->field.type == FIELD_CHECKBOX ||
						n->field.type == FIELD_RADIO);
}

/* A box to tick hangs before the lines of its text, if it is the only one. */
static mpt
para_hang(struct flow *f, const struct node *n)
{
	const struct node *c = n->first;
	if (!is_box(c) || !c->next)
		return 0;
	for (const struct node *m = c->next; m; m = m->next)
		if (is_box(m))
			return 0;
	mpt w, up, down;
	field_size(f->l, c, f->w, &w, &up, &down);
	return w;
}

/* Does the block lead in what follows, as "these are the steps:" does? */
static bool
para_leads_in(struct layout *l, const struct node *n)
{
	const struct node *next = n->next;
	while (next && next->kind == NODE_NOTE)
		next = next->next;
	if (!next || (n->kind != NODE_PARA && n->kind != NODE_PLAIN))
		return false;
	if (next->kind == NODE_LIST || next->kind == NODE_DEFS)
		return n->kind == NODE_PARA;
	return (next->kind == NODE_TABLE || next->kind == NODE_CODE_BLOCK ||
		       next->kind == NODE_QUOTE || next->kind == NODE_FIGURE) &&
	       str_ends(str_trim(text_para_text(layout_para(l, n))), ":");
}

static void
para_text(struct flow *f, const struct node *n)
{
	mpt hang = para_hang(f, n);
	struct break_options o = layout_breaks(n->style, f->w - hang);
	o.first_indent = -hang;
	mpt x = f->x;
	f->x += o.rtl ? 0 : hang;
	f->l->measure -= hang;
	flow_lines(f, n, layout_para(f->l, n), &o);
	f->l->measure += hang;
	f->x = x;
	if (f->g->n && para_leads_in(f->l, n))
		f->g->v[f->g->n - 1].penalty = PENALTY_LEAD;
	layout_para_done(f->l, n);
}

/* The source of a quote stays with the quote's last lines. */
static void
para_keep_before(struct flow *f, const struct node *n)
{
	if (n->prev && f->g->n && doc_has_class(n, "attribution"))
		f->g->v[f->g->n - 1].penalty += PENALTY_WIDOW;
}

/* A line or two in bold and nothing else: a title to authors, if not to us. */
static bool
para_is_title(const struct node *n, int lines)
{
	const struct node *c = n->first;
	while (c && (c->kind == NODE_STRONG || c->kind == NODE_BREAK))
		c = c->next;
	return !c && n->first && n->next && n->kind == NODE_PARA && lines > 0 &&
	       lines <= 2;
}

void
flow_para(struct flow *f, const struct node *n)
{
	if (!n->first)
		return;
	int from = f->g->n;
	para_keep_before(f, n);
	struct flow_block b = flow_enter(f, n->style);
	mpt measure = f->l->measure;
	f->l->measure = f->w;
	const struct node *image = para_lone_image(n);
	if (image)
		flow_image(f, image, f->w);
	else
		para_text(f, n);
	f->l->measure = measure;
	flow_leave(f, &b);
	if (para_is_title(n, f->g->n - from))
		f->g->v[f->g->n - 1].penalty = PENALTY_WIDOW;
}

void
flow_heading(struct flow *f, const struct node *n)
{
	struct flow_block b = flow_enter(f, n->style);
	struct break_options o = layout_breaks(n->style, f->w);
	o.balance = true;
	o.hyphenate = n->style->hyphens == HYPHENS_ON;
	if (o.align == ALIGN_JUSTIFY)
		o.align = ALIGN_START;
	int from = f->g->n;
	flow_lines(f, n, layout_para(f->l, n), &o);
	layout_para_done(f->l, n);
	for (int i = from; i < f->g->n; i++)
		if (n->style->keep_next || i + 1 < f->g->n)
			f->g->v[i].penalty = PENALTY_NEVER;
	flow_leave(f, &b);
}

void
flow_code(struct flow *f, const struct node *n)
{
	struct flow_block b = flow_enter(f, n->style);
	struct break_options o = layout_breaks(n->style, f->w);
	o.align = ALIGN_START;
	o.keep_spaces = true;
	o.mark = STR("\xE2\x86\xAA "); /* U+21AA */
	flow_lines(f, n, layout_para(f->l, n), &o);
	layout_para_done(f->l, n);
	flow_leave(f, &b);
}
