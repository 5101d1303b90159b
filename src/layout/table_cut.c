/*
 * Rows taller than most of a page, cut between the lines of all their cells.
 *
 * Each cell is set in its own lines, which mostly are not level with those
 * of the others.  The row becomes slices, each a strip, and a slice ends
 * where no cell has a line: at the lowest line's end, between paragraphs of
 * the others.  If there is no such place within reach, lines of some cells
 * move down to the next slice, as little as possible.
 *
 * A cell over several rows goes on from row to row.
 */
#include "table_priv.h"

#include <stdlib.h>

#define SLICE_LEAST PT(28)  /* two lines */
#define SLICE_MOST  PT(160) /* how far a place for its end is looked for */
#define LEVEL       PT(2)   /* by which lines may move unseen */
#define PLACES      40      /* that are looked at */

/* Strips of a cell that stay together, measured from the slice's top. */
struct unit {
	mpt top, bottom;
	int n;
};

/* A cell at work: what is still to be set, and the space above it. */
struct cut_cell {
	struct cell_box *c;
	int next; /* strip */
	mpt above;
	bool ends;          /* in the row at work */
	bool here;          /* it stands in that row */
	struct unit *units; /* within reach of this slice */
	int n, cap;
};

struct row_cut {
	struct table_box *tb;
	int first, last;
	struct cut_cell *cells;
	int n;
	mpt *places; /* where the slice at work may end, from top to bottom */
	int nplaces, places_cap;
	const struct table_head *closing; /* where a page ends inside a row */
};

/* How many strips of a cell stay together from strip `at` on, and how high
 * they are: rows of a table inside that a cell ties, heads with their text,
 * a paragraph's first and last lines. */
static int
cut_unit(const struct row_cut *rc, const struct galley *g, int at, mpt *h)
{
	mpt most = rc->tb->l->body_height * 3 / 4;
	int n = 1;
	*h = g->v[at].height;
	while (at + n < g->n && g->v[at + n - 1].penalty >= PENALTY_WIDOW) {
		const struct strip *s = &g->v[at + n];
		if (*h + s->gap + s->height > most)
			break;
		*h += s->gap + s->height;
		n++;
	}
	return n;
}

/* The cell's units as they would stand if nothing were cut. */
static void
cell_measure(const struct row_cut *rc, struct cut_cell *cc)
{
	const struct galley *g = &cc->c->g;
	mpt y = cc->above;
	cc->n = 0;
	for (int at = cc->next; at < g->n && y < SLICE_MOST;) {
		mpt h;
		int n = cut_unit(rc, g, at, &h);
		y += at > cc->next ? g->v[at].gap : 0;
		ARENA_PUSH(rc->tb->l->a, cc->units, cc->n, cc->cap);
		cc->units[cc->n++] = (struct unit){y, y + h, n};
		y += h;
		at += n;
	}
}

static void
row_measure(struct row_cut *rc, int row)
{
	for (int i = 0; i < rc->n; i++) {
		struct cut_cell *cc = &rc->cells[i];
		int last = cell_last_row(rc->tb, cc->c);
		cc->here = cc->c->row <= row && row <= last;
		cc->ends = last == row;
		cc->n = 0;
		if (cc->here)
			cell_measure(rc, cc);
	}
}

/* ---- where a slice ends --------------------------------------------------
 */

/* How far a line would have to move down if the slice ended at y. */
static mpt
place_shift(const struct row_cut *rc, mpt y)
{
	mpt most = 0;
	for (int i = 0; i < rc->n; i++) {
		const struct cut_cell *cc = &rc->cells[i];
		for (int k = 0; k < cc->n; k++) {
			const struct unit *u = &cc->units[k];
			if (u->top < y && u->bottom > y)
				most = mpt_max(most, y - u->top);
		}
	}
	return most;
}

static int
compare_places(const void *a, const void *b)
{
	mpt x = *(const mpt *)a, y = *(const mpt *)b;
	return x < y ? -1 : x > y;
}

/* Where units end of the cells that end in the row. */
static void
row_places(struct row_cut *rc)
{
	rc->nplaces = 0;
	for (int i = 0; i < rc->n; i++) {
		const struct cut_cell *cc = &rc->cells[i];
		for (int k = 0; cc->ends && k < cc->n; k++) {
			ARENA_PUSH(rc->tb->l->a, rc->places, rc->nplaces,
				rc->places_cap);
			rc->places[rc->nplaces++] = cc->units[k].bottom;
		}
	}
	if (rc->nplaces)
		qsort(rc->places, (size_t)rc->nplaces, sizeof *rc->places,
			compare_places);
}

/* The slice's lower end: the first place that moves no line, or the one that
 * moves them least; 0 if there is nothing to set. */
static mpt
slice_end(struct row_cut *rc)
{
	row_places(rc);
	const mpt *v = rc->places;
	int last = rc->nplaces - 1, tried = 0;
	mpt best = last < 0 ? 0 : v[last], least = MPT_MAX;
	for (int i = 0; i <= last && tried < PLACES; i++) {
		if (i < last && (v[i] < SLICE_LEAST || v[i] == v[i + 1]))
			continue;
		mpt shift = place_shift(rc, v[i]);
		tried++;
		if (shift < least) {
			least = shift;
			best = v[i];
		}
		if (shift <= LEVEL || v[i] > SLICE_MOST)
			break;
	}
	return best;
}

/* Nothing of the row's own cells is left below y. */
static bool
row_is_done(const struct row_cut *rc, mpt y)
{
	for (int i = 0; i < rc->n; i++) {
		const struct cut_cell *cc = &rc->cells[i];
		int set = cc->next;
		for (int k = 0; k < cc->n && cc->units[k].bottom <= y; k++)
			set += cc->units[k].n;
		if (cc->ends && cc->here && set < cc->c->g.n)
			return false;
	}
	return true;
}

/* The row's lower edge: its cells' paddings are below their text. */
static mpt
row_end(const struct row_cut *rc, mpt y)
{
	mpt end = mpt_max(y, PT(8));
	for (int i = 0; i < rc->n; i++) {
		const struct cut_cell *cc = &rc->cells[i];
		if (cc->ends && cc->n)
			end = mpt_max(
				end, cc->units[cc->n - 1].bottom +
					     cc->c->node->style->pad_bottom);
	}
	return end;
}

/* Demerits for a break inside the row: of tied rows, those that fit on a
 * page by themselves are still better whole. */
static int
cut_penalty(const struct row_cut *rc, int row)
{
	const struct table_box *tb = rc->tb;
	mpt own = 0;
	bool open = false;
	if (rc->first == rc->last || tb->l->t->table_split)
		return PENALTY_ROW;
	for (int i = 0; i < rc->n; i++) {
		const struct cut_cell *cc = &rc->cells[i];
		if (cc->c->row != row || !cc->ends)
			continue;
		own = mpt_max(own, cell_height(cc->c));
		open |= cc->next < cc->c->g.n;
	}
	return open && own <= tb->l->body_height ? PENALTY_BOX : PENALTY_ROW;
}

/* ---- painting ------------------------------------------------------------ */

/* Strips of a cell that are in one slice, and where their tops are. */
struct piece {
	int from, to; /* up to before `to` */
	mpt *tops;
	mpt h; /* of the slice */
};

/* The piece down to y; `*units` gets how many units it has. */
static struct piece
cell_piece(const struct row_cut *rc, const struct cut_cell *cc, mpt y, mpt h,
	int *units)
{
	const struct strip *v = cc->c->g.v;
	struct piece p = {.from = cc->next, .to = cc->next, .h = h};
	int k = 0;
	for (; k < cc->n && cc->units[k].bottom <= y; k++)
		p.to += cc->units[k].n;
	*units = k;
	p.tops = ARENA_ARRAY(rc->tb->l->a, (size_t)(p.to - p.from) + 1, mpt);
	mpt *top = p.tops;
	for (int u = 0, i = p.from; u < k; u++) {
		mpt at = cc->units[u].top;
		for (int n = 0; n < cc->units[u].n; n++, i++) {
			at += n ? v[i].gap : 0;
			*top++ = at;
			at += v[i].height;
		}
	}
	return p;
}

/* What frames around the piece's strips paint; open where they go on. */
static void
piece_frames(struct layout *l, struct strip *out, const struct galley *g,
	const struct piece *p, mpt x)
{
	for (int i = 0; i < g->nframes; i++) {
		const struct frame *fr = &g->frames[i];
		bool begins = fr->first >= p->from, ends = fr->last < p->to;
		if (fr->first < 0 || fr->first >= p->to || fr->last < p->from)
			continue;
		mpt y0 = 0, y1 = p->h;
		if (begins)
			y0 = mpt_max(0, p->tops[fr->first - p->from] - fr->top);
		if (ends)
			y1 = mpt_min(y1, p->tops[fr->last - p->from] +
						 g->v[fr->last].height +
						 fr->bottom);
		frame_paint(l, out, fr, x, y0, y1, !begins, !ends);
	}
}

/* The cell's units down to y. */
static void
cell_paint(struct row_cut *rc, struct strip *s, struct cut_cell *cc, mpt y)
{
	struct table_box *tb = rc->tb;
	struct galley *g = &cc->c->g;
	mpt x = tb->f->x + cc->c->x + cell_left(tb->l, cc->c->node->style);
	int k;
	struct piece p = cell_piece(rc, cc, y, s->height, &k);
	piece_frames(tb->l, s, g, &p, x);
	struct galley all = {.v = g->v + p.from, .n = p.to - p.from};
	galley_copy(tb->l, &all, s, x, p.tops);
	cc->next = p.to;
	if (cc->next >= g->n)
		return;
	mpt top = k < cc->n ? cc->units[k].top
	          : k       ? cc->units[k - 1].bottom + g->v[cc->next].gap
	                    : cc->above;
	cc->above = mpt_max(0, top - y);
}

/* Grounds and rules go behind what is in the strip already. */
static void
cut_finish(struct row_cut *rc, struct strip *s, bool top, bool bottom)
{
	struct table_box *tb = rc->tb;
	int n = s->n;
	struct item *content = s->items;
	s->items = NULL;
	s->n = s->cap = 0;
	for (int i = 0; i < rc->n; i++) {
		const struct cut_cell *cc = &rc->cells[i];
		const struct cell_box *c = cc->c;
		if (!cc->here)
			continue;
		paint_ground(tb, s, c, 0, s->height);
		if (bottom && cc->ends)
			paint_rule(tb, s, c->x, s->height, c->w, 0);
		paint_cell_sides(tb, s, c, s->height);
	}
	if (top)
		paint_rule(tb, s, 0, 0, table_width(tb), 0);
	for (int i = 0; i < n; i++)
		*strip_add(tb->l, s, content[i].kind) = content[i];
}

/* The next slice of the row; true if it is the last. */
static bool
cut_slice(struct row_cut *rc, int row, bool top)
{
	struct table_box *tb = rc->tb;
	row_measure(rc, row);
	mpt y = slice_end(rc);
	bool done = row_is_done(rc, y);
	struct strip *s = flow_strip(tb->f, done ? row_end(rc, y) : y);
	for (int i = 0; i < rc->n; i++)
		if (rc->cells[i].here)
			cell_paint(rc, s, &rc->cells[i], s->height);
	cut_finish(rc, s, top, done);
	s->closing = done ? NULL : rc->closing;
	s->penalty = done ? PENALTY_ROW : cut_penalty(rc, row);
	if (done && row == tb->nrows - 1)
		s->penalty = 0;
	return done;
}

/* The rule that closes the table where a page cuts one of its rows. */
static const struct table_head *
cut_closing(struct table_box *tb)
{
	struct strip s = {0};
	paint_rule(tb, &s, 0, 0, table_width(tb), 0);
	struct table_head *c = ARENA_NEW(tb->l->a, struct table_head);
	*c = (struct table_head){0, s.items, s.n};
	return c;
}

void
flow_cut_rows(struct table_box *tb, int first, int last)
{
	const struct row_box *end = &tb->rows[last];
	int from = tb->rows[first].first;
	struct row_cut rc = {.tb = tb,
		.first = first,
		.last = last,
		.n = end->first + end->ncells - from,
		.closing = cut_closing(tb)};
	rc.cells = ARENA_ARRAY(tb->l->a, (size_t)rc.n, struct cut_cell);
	for (int i = 0; i < rc.n; i++) {
		struct cell_box *c = &tb->cells[from + i];
		rc.cells[i].c = c;
		rc.cells[i].above = c->node->style->pad_top;
	}
	for (int row = first; row <= last; row++)
		for (bool top = row == 0; !cut_slice(&rc, row, top);)
			top = false;
}
