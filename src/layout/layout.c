/*
 * The way in: flow, paginate, paint.
 */
#include "layout_priv.h"

#define COLUMN_LEAST PT(120) /* narrower ones are not worth reading */
#define HEADS_ROOM   PT(12)  /* that running heads can spare */
#define MARGIN_LEAST PT(24)  /* what printers leave blank, and a little */

/* What can be taken off a margin, of what is asked for. */
static mpt
margin_give(mpt margin, mpt asked)
{
	return mpt_min(asked, mpt_max(0, margin - MARGIN_LEAST));
}

/* The body's columns on a sheet of this size. */
static struct master
layout_master(const struct layout *l, mpt w, mpt h, int columns)
{
	const struct theme *t = l->t;
	mpt side = l->squeeze.margin;
	mpt end = margin_give(mpt_min(t->margin_top, t->margin_bottom),
		mpt_min(side, HEADS_ROOM));
	struct master m = {.w = w,
		.h = h,
		.left = t->margin_left - side,
		.top = t->margin_top - end,
		.columns = columns,
		.gap = t->column_gap};
	m.width = w - m.left - t->margin_right + side;
	m.height = h - m.top - t->margin_bottom + end;
	m.column = (m.width - (columns - 1) * m.gap) / columns;
	return m;
}

/* What is above the upright page is beside the turned one. */
static struct master
layout_turn(const struct layout *l)
{
	const struct master *up = &l->upright;
	struct master m = layout_master(l, up->h, up->w, 1);
	m.left = up->top;
	m.width = m.column = up->height;
	return m;
}

static void
layout_set_masters(struct layout *l)
{
	const struct theme *t = l->t;
	mpt w = t->paper_w, h = t->paper_h;
	l->upright = layout_master(l, w, h, t->columns > 1 ? 2 : 1);
	if (l->upright.column < COLUMN_LEAST)
		l->upright = layout_master(l, w, h, 1);
	l->turned = layout_turn(l);
	mpt right = w - l->upright.left - l->upright.width;
	if (t->mirror)
		l->fold = margin_give(
			mpt_min(l->upright.left, right), t->gutter / 2);
	l->measure = l->upright.column;
	l->body_height = l->upright.height;
}

struct layout
layout_start(struct arena *a, const struct document *doc,
	const struct layout_options *o, struct diag *dg, struct squeeze q)
{
	struct layout l = {.a = a,
		.keep = a,
		.doc = doc,
		.t = o->theme,
		.o = o,
		.words = layout_find_words(doc->lang),
		.dg = dg,
		.paras = ARENA_ARRAY(a, doc->nnodes, struct para_memo),
		.images = map_new(a),
		.has_floats = float_find(doc),
		.base_size = doc->root->style->size,
		.squeeze = q,
		.scale = 1000 - q.type,
		.cell_pad = 1000};
	layout_set_masters(&l);
	return l;
}

void
layout_forget(struct layout *l, uint32_t from, uint32_t end)
{
	size_t n = end - from;
	memset(l->paras + from, 0, n * sizeof *l->paras);
	if (l->floated)
		memset(l->floated + from, 0, n * sizeof *l->floated);
}

mpt
layout_margin_spare(const struct theme *t, mpt asked)
{
	return margin_give(mpt_min(t->margin_left, t->margin_right), asked);
}

bool
layout_is_verso(const struct layout *l, int number)
{
	return l->t->mirror && number % 2 == 0;
}

/* More margin at the fold than at the edge. */
static void
layout_mirror(const struct layout *l, struct pages *p)
{
	for (int i = 0; i < p->n && l->fold; i++) {
		struct sheet *s = &p->v[i];
		mpt by = layout_is_verso(l, p->first + i + 1) ? -l->fold
		                                              : l->fold;
		if (s->w != l->upright.w)
			continue;
		for (int k = 0; k < s->n; k++)
			s->items[k].x += by;
		for (int k = 0; k < s->nboxes; k++)
			s->boxes[k].x += by;
	}
}

void
layout_flow(struct layout *l, struct galley *g)
{
	l->main = g;
	struct flow f = flow_new(l, g, 0, l->measure);
	flow_node(&f, l->doc->root);
}

struct pages *
layout_part(struct layout *l, const struct node *first, const struct node *last)
{
	struct galley *g = ARENA_NEW(l->a, struct galley);
	struct flow f = flow_new(l, g, 0, l->measure);
	l->main = g;
	notes_set(l, first, last);
	flow_siblings(&f, first, last ? last->next : NULL);
	struct cuts cuts = paginate(l, g);
	return emit_pages(l, g, &cuts);
}

void
layout_finish(struct layout *l, struct pages *p)
{
	layout_mirror(l, p);
	heads_paint(l, p);
}

/* Sheets of one document are numbered from 1. */
static void
layout_number(struct layout *l, struct pages *p)
{
	for (int i = 0; i < p->n; i++) {
		p->v[i].label = str_fmt(l->a, "%d", i + 1);
		p->v[i].opens = i == 0;
	}
}

struct pages *
layout_pages(struct arena *a, const struct document *doc,
	const struct layout_options *o, struct diag *dg)
{
	struct layout l = layout_start(a, doc, o, dg, (struct squeeze){0});
	struct squeeze q = layout_fit(&l);
	struct pages *p;
	if (o->fit)
		l = layout_start(a, doc, o, dg, q);
	if (layout_is_book(doc))
		return layout_book_pages(&l);
	p = layout_part(&l, doc->root->first, doc->root->last);
	layout_number(&l, p);
	layout_finish(&l, p);
	return p;
}

int
layout_packet(struct arena *a, struct arena *work, const struct document *doc,
	const struct layout_options *o, const struct layout_sink *sink,
	struct diag *dg)
{
	struct layout l = layout_start(a, doc, o, dg, (struct squeeze){0});
	l.a = work;
	l.images = map_new(work);
	return layout_book(&l, sink);
}
