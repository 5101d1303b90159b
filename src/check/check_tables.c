/*
 * Tables over pages: rows that are cut though they would fit, and rows that
 * stand without the table's head.
 *
 * Every line goes up from its block and is put down at the rows and tables
 * around it, so that tables inside cells are seen as well.  A cell over
 * several rows may go on over a page's end with them: its lines count to
 * no row.  Rows of most of a page may be cut: to keep them would leave as
 * much of the page before empty.  Whether the head stands above rows that go on
 * is seen from the words that are painted there as a running head.
 */
#include "check_priv.h"

#define ROW_MOST  75 /* hundredths of a page: higher rows may be cut */
#define HEAD_MOST 4  /* a head of more than this part of a page goes once */

/* A stretch of a table on one page, in one column. */
struct stretch {
	int page, column;
	mpt top;
	struct stretch *next;
};

struct row_place {
	int first_page, first_column, page, column; /* where it begins, ends */
	mpt height;      /* of the stretches before the current one */
	mpt top, bottom; /* of the current one */
	mpt notes;
	bool cut;
};

struct table_place {
	struct stretch *first, *last;
	struct row_place *head; /* the last row of the head */
	struct row_place *body; /* the first row behind it, NULL: unknown */
	mpt head_height, body_height; /* of the head and that row */
};

struct tables {
	struct check_view *v;
	struct row_place **rows;     /* by node number */
	struct table_place **tables; /* by node number */
};

/* ---- putting lines down -------------------------------------------------- */

static void
row_add(struct tables *t, const struct node *row, const struct check_line *l)
{
	struct row_place *r = t->rows[row->num];
	if (!r) {
		r = t->rows[row->num] = ARENA_NEW(t->v->a, struct row_place);
		*r = (struct row_place){.first_page = l->page,
			.first_column = l->column,
			.page = l->page,
			.column = l->column,
			.top = l->top,
			.bottom = l->bottom};
	}
	if (r->page != l->page || r->column != l->column) {
		r->cut = true;
		r->height += r->bottom - r->top;
		r->top = l->top;
		r->bottom = l->bottom;
		r->page = l->page;
		r->column = l->column;
	}
	r->top = mpt_min(r->top, l->top);
	r->bottom = mpt_max(r->bottom, l->bottom);
}

static void
table_add(
	struct tables *t, const struct node *table, const struct check_line *l)
{
	struct table_place *p = t->tables[table->num];
	if (!p)
		p = t->tables[table->num] =
			ARENA_NEW(t->v->a, struct table_place);
	if (!p->last || p->last->page != l->page ||
		p->last->column != l->column) {
		struct stretch *part = ARENA_NEW(t->v->a, struct stretch);
		*part = (struct stretch){l->page, l->column, l->top, NULL};
		if (p->last)
			p->last->next = part;
		else
			p->first = part;
		p->last = part;
	}
	p->last->top = mpt_min(p->last->top, l->top);
}

/* The notes of a row want their room on its page. */
static void
row_add_note(struct tables *t, const struct node *row, mpt height)
{
	if (row && t->rows[row->num])
		t->rows[row->num]->notes += height;
}

static void
line_put_down(struct tables *t, const struct check_line *l)
{
	bool spans = false;
	for (const struct node *n = l->block; n; n = n->parent) {
		switch (n->kind) {
		case NODE_NOTE:
			row_add_note(t, doc_ancestor(n, NODE_ROW),
				l->bottom - l->top);
			return;
		case NODE_CELL:
			spans = n->cell.rowspan > 1;
			break;
		case NODE_ROW:
			if (!spans)
				row_add(t, n, l);
			break;
		case NODE_TABLE:
			table_add(t, n, l);
			break;
		default:
			break;
		}
	}
}

/* ---- rows that are cut --------------------------------------------------- */

/* What cells add above and below their lines. */
static mpt
row_padding(const struct node *row)
{
	mpt most = 0;
	for (const struct node *c = row->first; c; c = c->next)
		if (c->style)
			most = mpt_max(
				most, c->style->pad_top + c->style->pad_bottom);
	return most;
}

static void
row_check(struct tables *t, const struct node *row,
	const struct table_place *table)
{
	struct check_view *v = t->v;
	const struct row_place *r = t->rows[row->num];
	if (!r || !r->cut)
		return;
	mpt page = check_bottom(v, r->page) - check_top(v);
	mpt need = r->height + r->bottom - r->top + row_padding(row) +
	           table->head_height + r->notes;
	if (need <= mpt_scale(page, ROW_MOST, 100))
		check_find(v, CHECK_ROW, row, r->first_page, "row of %d pt cut",
			(int)(need / MPT_PT));
}

/* ---- words of heads ------------------------------------------------------ */

/* What is painted as a running head from the top down to `below`. */
static struct str
part_head(const struct check_view *v, const struct stretch *p)
{
	struct buf b = buf_new(v->a);
	const struct sheet *s = &v->pages->v[p->page];
	mpt left = check_left(v, p->page, p->column);
	for (int i = 0; i < s->n; i++) {
		const struct item *it = &s->items[i];
		if (it->artifact == ARTIFACT_HEADER && it->y > check_top(v) &&
			it->y < p->top && it->x >= left - PT(1))
			check_item_text(it, &b);
	}
	return buf_done(&b);
}

/* The words of one cell of the head. */
static struct str
cell_text(const struct check_view *v, const struct node *cell)
{
	struct buf b = buf_new(v->a);
	const struct node *n = doc_next(cell, cell);
	while (n) {
		if (n->kind == NODE_NOTE) {
			n = doc_next_after(n, cell);
			continue;
		}
		for (int i = v->nodes[n->num].first; i >= 0;
			i = v->lines[i].next)
			check_line_text(&v->lines[i], &b);
		n = doc_next(n, cell);
	}
	return buf_done(&b);
}

/* Each cell of the row is there again. */
static bool
row_is_repeated(
	const struct check_view *v, const struct node *row, struct str painted)
{
	for (const struct node *c = row->first; c; c = c->next) {
		struct str s = cell_text(v, c);
		if (s.n && str_find(painted, s.p, 0) < 0)
			return false;
	}
	return true;
}

/* ---- titles among the rows ----------------------------------------------- */

/* One header cell over the whole table. */
static bool
row_is_title(const struct node *table, const struct node *row)
{
	const struct node *c = row->first;
	return c && !c->next && c->cell.header && c->cell.rowspan <= 1 &&
	       table->table.cols > 1 && c->cell.colspan == table->table.cols;
}

/* Goes down the body as its stretches do. */
struct title_walk {
	const struct tables *t;
	const struct node *table, *row;
	const struct node *title; /* the last one above `row` */
};

static const struct node *
body_row(const struct node *part)
{
	while (part && (part->kind == NODE_HEAD || !part->first ||
			       part->first->kind != NODE_ROW))
		part = part->next;
	return part ? part->first : NULL;
}

static bool
row_stands_above(const struct row_place *r, const struct stretch *q)
{
	return !r || r->first_page < q->page ||
	       (r->first_page == q->page && r->first_column < q->column);
}

/* To the first row that begins on the stretch or after it. */
static void
walk_to(struct title_walk *w, const struct stretch *q)
{
	while (w->row && row_stands_above(w->t->rows[w->row->num], q)) {
		if (row_is_title(w->table, w->row))
			w->title = w->row;
		w->row = w->row->next ? w->row->next
		                      : body_row(w->row->parent->next);
	}
}

/*
 * All rows of the head are there again, and the title that the rows have
 * among them.  A head that is nothing but a title gives way to that.
 */
static bool
head_is_repeated(
	struct title_walk *w, const struct node *head, const struct stretch *q)
{
	const struct check_view *v = w->t->v;
	struct str painted = part_head(v, q);
	bool alone = !head->first->next && row_is_title(w->table, head->first);
	walk_to(w, q);
	bool opens = w->row && row_is_title(w->table, w->row);
	if (opens && alone)
		return true;
	if (!opens && w->title && !row_is_repeated(v, w->title, painted))
		return false;
	for (const struct node *r = head->first; r; r = r->next)
		if (!(alone && w->title) && !row_is_repeated(v, r, painted))
			return false;
	return true;
}

/* Does a title among the rows stand without one? */
static void
title_check(struct tables *t, const struct node *table, const struct node *row)
{
	const struct row_place *r = t->rows[row->num];
	const struct row_place *q = row->next ? t->rows[row->next->num] : NULL;
	if (!r || !q || row->parent->kind == NODE_HEAD ||
		!row_is_title(table, row) || row_is_title(table, row->next))
		return;
	if (r->page != q->first_page || r->column != q->first_column)
		check_find(
			t->v, CHECK_ROW, row, r->page, "no row below a title");
}

/* ---- heads ---------------------------------------------------------------
 */

/* Does the first row stand elsewhere, though both fit on a page? */
static bool
head_is_alone(const struct check_view *v, const struct table_place *p)
{
	const struct row_place *h = p->head, *b = p->body;
	if (!h || !b ||
		(h->page == b->first_page && h->column == b->first_column))
		return false;
	mpt page = check_bottom(v, h->page) - check_top(v);
	return b->cut || p->head_height + p->body_height <= page;
}

static void
table_check_head(struct tables *t, const struct node *table,
	const struct node *head, const struct table_place *p)
{
	struct check_view *v = t->v;
	if (head_is_alone(v, p))
		check_find(v, CHECK_ROW, table, p->head->page,
			"no row below the head");
	const struct row_place *h = p->head;
	struct title_walk w = {
		.t = t, .table = table, .row = body_row(table->first)};
	for (const struct stretch *q = p->first->next; q; q = q->next) {
		mpt page = check_bottom(v, q->page) - check_top(v);
		bool begins = h && h->page == q->page && h->column == q->column;
		if (p->head_height > page / HEAD_MOST || begins)
			continue;
		if (!head_is_repeated(&w, head, q))
			check_find(v, CHECK_ROW, table, q->page,
				"rows without the table's head");
	}
}

/* ---- a table ------------------------------------------------------------- */

/* Height of the row on the page where it ends. */
static mpt
row_height(const struct node *row, const struct row_place *r)
{
	return r->bottom - r->top + row_padding(row);
}

static void
table_find_rows(
	struct tables *t, const struct node *table, struct table_place *p)
{
	const struct node *body = NULL;
	for (const struct node *g = table->first; g; g = g->next) {
		for (const struct node *r = g->first; r; r = r->next) {
			struct row_place *row = t->rows[r->num];
			if (r->kind != NODE_ROW)
				continue;
			if (g->kind != NODE_HEAD) {
				body = body ? body : r;
			} else if (row) {
				p->head = row;
				p->head_height += row_height(r, row);
			}
		}
	}
	p->body = body ? t->rows[body->num] : NULL;
	p->body_height = p->body ? row_height(body, p->body) : 0;
}

static void
table_check(struct tables *t, const struct node *table)
{
	struct table_place *p = t->tables[table->num];
	if (!p || p->first == p->last)
		return;
	table_find_rows(t, table, p);
	for (const struct node *g = table->first; g; g = g->next) {
		if (g->kind == NODE_HEAD && p->head)
			table_check_head(t, table, g, p);
		for (const struct node *r = g->first; r; r = r->next)
			if (r->kind == NODE_ROW) {
				row_check(t, r, p);
				title_check(t, table, r);
			}
	}
}

void
check_tables(struct check_view *v)
{
	size_t n = (size_t)v->doc->nnodes + 1;
	struct tables t = {.v = v,
		.rows = ARENA_ARRAY(v->a, n, struct row_place *),
		.tables = ARENA_ARRAY(v->a, n, struct table_place *)};
	const struct node *root = v->doc->root;
	for (int i = 0; i < v->nlines; i++)
		line_put_down(&t, &v->lines[i]);
	for (const struct node *d = root; d; d = doc_next(d, root))
		if (d->kind == NODE_TABLE)
			table_check(&t, d);
}
