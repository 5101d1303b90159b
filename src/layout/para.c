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

/* A paragraph's lines: the first `head` stay together, and those from `tail`
 * on. */
struct para_lines {
	const struct text_line *lines;
	int n, head, tail;
};

/* Empty lines, of code, don't count. */
static struct para_lines
para_lines_keep(const struct theme *t, const struct text_line *lines, int n)
{
	struct para_lines p = {.lines = lines, .n = n, .tail = n};
	int inked = 0;
	while (p.head < n && inked < t->orphans)
		inked += lines[p.head++].width > 0;
	inked = 0;
	while (p.tail > 0 && inked < t->widows)
		inked += lines[--p.tail].width > 0;
	return p;
}

/* Demerits for a break after line `i`. */
static int
para_penalty(const struct theme *t, const struct para_lines *p, int i)
{
	if (i == p->n - 1)
		return 0;
	bool divided = p->lines[i].hyphen && t->keep_words;
	int hyphen = divided ? PENALTY_HYPHEN : 0;
	bool bad = i + 1 < p->head || i + 1 > p->tail;
	return hyphen + (bad ? PENALTY_WIDOW : 0);
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

void
flow_lines(struct flow *f, const struct node *n, struct para *p,
	const struct break_options *o)
{
	int nlines;
	struct text_line *lines = text_break(p, o, &nlines);
	struct para_lines all = para_lines_keep(f->l->t, lines, nlines);
	for (int i = 0; i < nlines; i++) {
		if (lines[i].overfull)
			diag_report(f->l->dg, DIAG_LINE_OVERFULL, n->span,
				"%d.%d pt too wide", -lines[i].spare / 1000,
				-lines[i].spare / 100 % 10);
		para_line(f, n->style, p, &lines[i], o);
		struct strip *s = &f->g->v[f->g->n - 1];
		s->first = i == 0;
		s->penalty = para_penalty(f->l->t, &all, i);
	}
	if (n->style->keep_next && nlines)
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

/* A box to tick hangs before the lines of its text. */
static mpt
para_hang(struct flow *f, const struct node *n)
{
	const struct node *c = n->first;
	if (c->kind != NODE_FIELD || !c->next ||
		(c->field.type != FIELD_CHECKBOX &&
			c->field.type != FIELD_RADIO))
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
	if (!next || n->kind != NODE_PARA)
		return false;
	if (next->kind == NODE_LIST || next->kind == NODE_DEFS)
		return true;
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
	f->x += hang;
	f->l->measure -= hang;
	flow_lines(f, n, layout_para(f->l, n), &o);
	f->l->measure += hang;
	f->x -= hang;
	if (f->g->n && para_leads_in(f->l, n))
		f->g->v[f->g->n - 1].penalty = PENALTY_WIDOW;
	layout_para_done(f->l, n);
}

void
flow_para(struct flow *f, const struct node *n)
{
	if (!n->first)
		return;
	struct flow_block b = flow_enter(f, n->style);
	mpt measure = f->l->measure;
	f->l->measure = f->w;
	const struct node *image = para_lone_image(n);
	if (image)
		flow_image(f, image);
	else
		para_text(f, n);
	f->l->measure = measure;
	flow_leave(f, &b);
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
