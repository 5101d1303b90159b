/*
 * Notes: set once, in small type, with their number hanging; paginate puts
 * them at the feet of the pages.  The number leads back to the note's first
 * reference.
 */
#include "layout_priv.h"

/* Room for the number that hangs before a note: two digits and a space. */
static mpt
note_indent(struct layout *l, const struct node *n)
{
	return mpt_scale(layout_size(l, n->style), 36, 17);
}

static struct para *
note_label(struct layout *l, const struct node *n)
{
	struct style *s = ARENA_NEW(l->a, struct style);
	*s = *n->style;
	s->bold = 1;
	struct piece_owner own = {.node = n,
		.part = PART_LABEL,
		.link = n->note.first_ref ? n : NULL,
		.ground = COLOR_NONE};
	return layout_own_para(l, n->note.label, s, &own);
}

/* Number and text of a note into a galley. */
static void
note_flow(struct flow *f, const struct node *n)
{
	struct layout *l = f->l;
	int from = f->g->n;
	mpt x = f->x, w = f->w;
	bool rtl = n->style->rtl;
	flow_indent(f, note_indent(l, n), rtl);
	flow_children(f, n);
	f->x = x;
	f->w = w;
	if (f->g->n == from) {
		struct strip *s = flow_strip(f, layout_leading(l, n->style));
		s->baseline = layout_baseline(l, n->style);
	}
	struct strip *s = &f->g->v[from], label = {0};
	own_paint(l, &label, note_label(l, n), rtl ? f->x + f->w : f->x, rtl,
		s->baseline);
	for (int i = 0; i < s->n; i++)
		*strip_add(l, &label, s->items[i].kind) = s->items[i];
	arena_recycle(l->a, s->items, (size_t)s->cap * sizeof *s->items);
	s->items = label.items;
	s->n = label.n;
	s->cap = label.cap;
}

/* The share of strip `i` in what frame `k` and those around it paint. */
static void
note_strip_frames(struct layout *l, const struct galley *g, int i, int k,
	struct strip *to)
{
	if (k < 0)
		return;
	const struct frame *fr = &g->frames[k];
	const struct strip *s = &g->v[i];
	bool begins = fr->first == i, ends = fr->last == i;
	mpt above = begins ? fr->top : s->gap, below = ends ? fr->bottom : 0;
	note_strip_frames(l, g, i, fr->parent, to);
	/* the foot has no room for paddings around the whole note */
	if (i == 0)
		above = 0;
	if (i == g->n - 1)
		below = 0;
	frame_paint(l, to, fr, 0, -above, s->height + below, !begins, !ends);
}

/* A note goes to the foot strip by strip, and each brings its grounds. */
static void
note_frames(struct layout *l, struct galley *g)
{
	for (int i = 0; i < g->n && g->nframes; i++) {
		struct strip *s = &g->v[i], out = {0};
		if (s->frame < 0)
			continue;
		note_strip_frames(l, g, i, s->frame, &out);
		for (int k = 0; k < s->n; k++)
			*strip_add(l, &out, s->items[k].kind) = s->items[k];
		s->items = out.items;
		s->n = out.n;
		s->cap = out.cap;
	}
}

static struct str
note_key(struct layout *l, const struct node *n)
{
	return str_dup(
		l->a, (struct str){(const char *)&n->num, sizeof n->num});
}

static void
note_set(struct layout *l, const struct node *n)
{
	const struct master *m = &l->upright;
	mpt measure = l->t->notes_across ? m->width : m->column;
	struct note_block *b = ARENA_NEW(l->a, struct note_block);
	b->node = n;
	struct flow f = flow_new(l, &b->galley, 0, measure);
	note_flow(&f, n);
	note_frames(l, &b->galley);
	b->height = galley_height(&b->galley);
	map_put(&l->notes, note_key(l, n), b);
}

void
notes_set(struct layout *l, const struct node *first, const struct node *last)
{
	l->notes = map_new(l->a);
	for (const struct node *c = first; c && l->doc->nnotes;
		c = c == last ? NULL : c->next)
		for (const struct node *n = c; n; n = doc_next(n, c))
			if (n->kind == NODE_NOTE && n->note.first_ref &&
				!n->note.placed)
				note_set(l, n);
}

struct note_block *
notes_find(struct layout *l, const struct node *n)
{
	return map_find(
		&l->notes, (struct str){(const char *)&n->num, sizeof n->num});
}

/* A note that nothing refers to, or that has been placed, is printed where
 * it stands. */
void
flow_note(struct flow *f, const struct node *n)
{
	if (n->note.first_ref && !n->note.placed)
		return;
	flow_space(f, f->l->t->note_space);
	note_flow(f, n);
}
