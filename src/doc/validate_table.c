/*
 * Tables become full grids.  First the slots are filled as HTML says,
 * with a row of counters for cells that reach down from above; a column
 * is one that some cell starts in, so a span of 100,000 over nothing
 * makes no columns and is cut.  Then each row gets the cells it lacks,
 * headers their scope, and a first row of headers only becomes the head,
 * for it is the one to repeat on the next page.
 */
#include "validate_priv.h"

#define COLS_MAX  1000      /* HTML's own limit on colspan */
#define CELLS_MAX (1 << 16) /* of one grid */

struct grid {
	struct validate *v;
	struct node *table;
	int *down; /* by slot: rows that a cell above still covers */
	int *rank; /* by slot: its column, or how many before it */
	int slots, cols, rows;
	int used; /* slots that any cell covers */
	bool cut; /* a span was cut: said once */
};

static bool
is_group(const struct node *n)
{
	return n->kind == NODE_HEAD || n->kind == NODE_BODY ||
	       n->kind == NODE_FOOT;
}

static struct node *
first_group(const struct node *table)
{
	struct node *g = table->first;

	while (g && !is_group(g))
		g = g->next;
	return g;
}

#define SPAN_ABSURD 1000

static int
rows_below(const struct node *row)
{
	int n = 0;

	for (; row; row = row->next)
		n++;
	return n;
}

static void
report_span(struct grid *g, const struct node *cell)
{
	int colspan = cell->cell.colspan, rowspan = cell->cell.rowspan;

	/* A little too much is common; a thousand was never meant. */
	bool absurd = colspan > SPAN_ABSURD || rowspan > SPAN_ABSURD;
	if (!g->cut && absurd)
		VALIDATE_REPORT(g->v, DIAG_TABLE_TOO_BIG, cell->span,
			"colspan %d, rowspan %d", colspan, rowspan);
	else if (!g->cut)
		VALIDATE_REPORT(g->v, DIAG_TABLE_SPAN, cell->span,
			"colspan %d, rowspan %d", colspan, rowspan);
	g->cut = true;
}

/* ---- slots ------------------------------------------------------------ */

/* One cell into the row's next free slots; false if there is no room. */
static bool
place_cell(struct grid *g, struct node *cell, int *at, int below)
{
	int col = *at, span = cell->cell.colspan;

	while (col < COLS_MAX && g->down[col] > 0)
		col++;
	if (col == COLS_MAX)
		return false;
	if (span > COLS_MAX - col)
		report_span(g, cell);
	span = span < 1 ? 1 : span > COLS_MAX - col ? COLS_MAX - col : span;
	for (int i = 1; i < span; i++)
		if (g->down[col + i] > 0)
			span = i; /* never over a cell from above */
	if (cell->cell.rowspan > below)
		report_span(g, cell);
	if (cell->cell.rowspan > below || cell->cell.rowspan < 1)
		cell->cell.rowspan = below; /* 0: to the group's end */
	cell->cell.col = col;
	cell->cell.colspan = span;
	for (int i = 0; i < span; i++)
		g->down[col + i] = cell->cell.rowspan;
	if (col + span > g->used)
		g->used = col + span;
	g->rank[col] = 1;
	if (col + 1 > g->slots)
		g->slots = col + 1;
	*at = col + span;
	return true;
}

static void
place_row(struct grid *g, struct node *row, int below)
{
	int at = 0;

	for (struct node *c = row->first, *next; c; c = next) {
		next = c->next;
		if (c->kind != NODE_CELL)
			continue;
		c->cell.row = g->rows;
		if (place_cell(g, c, &at, below))
			continue;
		VALIDATE_REPORT(g->v, DIAG_TABLE_TOO_BIG, c->span,
			"more than %d columns", COLS_MAX);
		while (c) {
			next = c->next;
			doc_remove(c);
			c = next;
		}
		break;
	}
	for (int i = 0; i < g->used; i++)
		if (g->down[i] > 0)
			g->down[i]--;
	g->rows++;
}

static void
place_group(struct grid *g, struct node *group)
{
	int below = rows_below(group->first);

	memset(g->down, 0, COLS_MAX * sizeof *g->down);
	for (struct node *row = group->first; row; row = row->next)
		place_row(g, row, below--);
}

/* Which columns there are: those that a cell starts in. */
static void
rank_slots(struct grid *g)
{
	int n = 0;

	for (int i = 0; i < g->slots; i++) {
		int starts = g->rank[i];
		g->rank[i] = n;
		n += starts;
	}
	g->cols = n;
}

static void
rank_cell(struct grid *g, struct node *cell)
{
	int from = cell->cell.col, to = from + cell->cell.colspan;
	int left = g->rank[from];
	int right = to < g->slots ? g->rank[to] : g->cols;

	/* a span may stop inside a column that others share */
	if (right <= left)
		right = left + 1;
	if (to > g->slots && cell->cell.colspan > 1)
		report_span(g, cell);
	cell->cell.col = left;
	cell->cell.colspan = right - left;
}

/* ---- filling ---------------------------------------------------------- */

static struct node *
add_filler(struct grid *g, struct node *row, struct node *before, int col)
{
	struct node *c = doc_node(g->v->a, NODE_CELL, row->span);

	c->cell.filler = true;
	c->cell.row = row->first ? row->first->cell.row : 0;
	c->cell.col = col;
	if (before)
		doc_insert_before(before, c);
	else
		doc_append(row, c);
	return c;
}

/* Slots from `*at` up to `to` that no cell covers get empty ones. */
static void
fill_up(struct grid *g, struct node *row, struct node *before, int *at, int to,
	int num)
{
	for (; *at < to; (*at)++)
		if (g->down[*at] == 0)
			add_filler(g, row, before, *at)->cell.row = num;
}

static void
fill_row(struct grid *g, struct node *row, int num)
{
	int at = 0;

	for (struct node *c = row->first; c; c = c->next) {
		fill_up(g, row, c, &at, c->cell.col, num);
		for (int i = 0; i < c->cell.colspan; i++)
			g->down[c->cell.col + i] = c->cell.rowspan;
		at = c->cell.col + c->cell.colspan;
	}
	fill_up(g, row, NULL, &at, g->cols, num);
	for (int i = 0; i < g->cols; i++)
		if (g->down[i] > 0)
			g->down[i]--;
}

static void
fill_group(struct grid *g, struct node *group, int *num)
{
	memset(g->down, 0, COLS_MAX * sizeof *g->down);
	for (struct node *row = group->first; row; row = row->next) {
		for (struct node *c = row->first; c; c = c->next)
			rank_cell(g, c);
		fill_row(g, row, (*num)++);
	}
}

/* ---- size ------------------------------------------------------------- */

/* Rows without cells say nothing; groups without rows neither. */
static void
drop_empty_rows(struct node *table)
{
	for (struct node *grp = table->first, *next; grp; grp = next) {
		next = grp->next;
		if (!is_group(grp))
			continue;
		for (struct node *r = grp->first, *after; r; r = after) {
			after = r->next;
			if (!r->first)
				doc_remove(r);
		}
		if (!grp->first)
			doc_remove(grp);
	}
}

/* Cut the rows that would make the grid too large. */
static void
cut_rows(struct grid *g)
{
	int max = CELLS_MAX / (g->cols > 0 ? g->cols : 1), num = 0;
	bool said = false;

	if (g->rows <= max)
		return;
	for (struct node *grp = first_group(g->table), *next; grp; grp = next) {
		next = grp->next;
		for (struct node *r = grp->first, *after; r; r = after) {
			after = r->next;
			if (num++ < max)
				continue;
			if (!said)
				VALIDATE_REPORT(g->v, DIAG_TABLE_TOO_BIG,
					r->span, "%d rows, %d columns", g->rows,
					g->cols);
			said = true;
			doc_remove(r);
		}
		if (!grp->first)
			doc_remove(grp);
	}
	g->rows = max;
}

/* A span that reached into rows that were cut ends with its group. */
static void
cut_row_spans(struct node *table)
{
	for (struct node *grp = first_group(table); grp; grp = grp->next) {
		int below = rows_below(grp->first);
		for (struct node *r = grp->first; r; r = r->next, below--)
			for (struct node *c = r->first; c; c = c->next)
				if (c->cell.rowspan > below)
					c->cell.rowspan = below;
	}
}

/* A table of only a head or foot has that for its body. */
static void
ensure_body(struct node *table)
{
	struct node *last = NULL;

	for (struct node *n = first_group(table); n; n = n->next) {
		if (n->kind == NODE_BODY)
			return;
		last = n;
	}
	if (last)
		last->kind = NODE_BODY;
}

/* ---- heads and scopes ------------------------------------------------- */

static bool
only_headers(const struct node *row)
{
	bool any = false;

	for (const struct node *c = row->first; c; c = c->next) {
		if (c->cell.filler)
			continue;
		if (!c->cell.header)
			return false;
		any = true;
	}
	return any;
}

static int
reach_down(const struct node *row)
{
	int n = 1;

	for (const struct node *c = row->first; c; c = c->next)
		if (c->cell.rowspan > n)
			n = c->cell.rowspan;
	return n;
}

/* A first row of headers becomes the head, with what it reaches into. */
static void
make_head(struct grid *g)
{
	struct node *body = first_group(g->table);

	if (!body || body->kind != NODE_BODY || !body->first)
		return;
	int n = reach_down(body->first), left = n;
	struct node *row = body->first;
	for (; row && left > 0; row = row->next, left--)
		if (!only_headers(row))
			return;
	/* something must be left that it is the head of */
	if (!row && !(body->next && body->next->kind == NODE_BODY))
		return;
	struct node *head = doc_node(g->v->a, NODE_HEAD, body->span);
	doc_insert_before(body, head);
	for (; n > 0 && body->first; n--) {
		row = body->first;
		doc_remove(row);
		doc_append(head, row);
	}
	if (!body->first)
		doc_remove(body);
	g->table->table.head_made = true;
}

static bool
has_filler(const struct node *row)
{
	const struct node *c = row->first;

	while (c && !c->cell.filler)
		c = c->next;
	return c != NULL;
}

static void
scope_row(const struct grid *g, struct node *row, bool in_head)
{
	bool all = only_headers(row) && !has_filler(row);

	for (struct node *c = row->first; c; c = c->next) {
		if (c->cell.filler && in_head)
			c->cell.header = true;
		if (!c->cell.header || c->cell.scope != SCOPE_NONE)
			continue;
		bool across = c->cell.colspan == g->cols && g->cols > 1;
		c->cell.scope =
			in_head || all || across ? SCOPE_COLUMN : SCOPE_ROW;
	}
}

static void
set_scopes(struct grid *g)
{
	bool any = false;

	for (struct node *grp = first_group(g->table); grp; grp = grp->next)
		for (struct node *r = grp->first; r; r = r->next) {
			scope_row(g, r, grp->kind == NODE_HEAD);
			for (struct node *c = r->first; c && !any; c = c->next)
				any = c->cell.header;
		}
	if (!any && g->rows > 0)
		VALIDATE_REPORT(
			g->v, DIAG_TABLE_NO_HEAD, g->table->span, "%s", "");
}

static bool
is_empty_group(const struct node *group)
{
	for (const struct node *r = group->first; r; r = r->next)
		for (const struct node *c = r->first; c; c = c->next)
			if (c->first)
				return false;
	return true;
}

/* A head without a word is there for the syntax's sake: "| | |". */
static void
drop_empty_head(struct node *table)
{
	struct node *head = first_group(table);

	if (!head || head->kind != NODE_HEAD || !is_empty_group(head))
		return;
	for (const struct node *n = head->next; n; n = n->next)
		if (!is_empty_group(n)) {
			doc_remove(head);
			return;
		}
}

/* ---- one table -------------------------------------------------------- */

static void
table_grid(struct grid *g)
{
	int num = 0;

	memset(g->rank, 0, COLS_MAX * sizeof *g->rank);
	g->slots = g->cols = g->rows = g->used = 0;
	g->cut = false;
	drop_empty_rows(g->table);
	drop_empty_head(g->table);
	for (struct node *n = first_group(g->table); n; n = n->next)
		place_group(g, n);
	rank_slots(g);
	cut_rows(g);
	ensure_body(g->table);
	cut_row_spans(g->table);
	for (struct node *n = first_group(g->table); n; n = n->next)
		fill_group(g, n, &num);
	g->table->table.rows = g->rows;
	g->table->table.cols = g->cols;
	make_head(g);
	set_scopes(g);
}

void
validate_tables(struct validate *v)
{
	struct node *root = v->doc->root;
	struct grid *g = NULL;

	for (struct node *n = root; n; n = doc_next(n, root)) {
		if (n->kind != NODE_TABLE)
			continue;
		if (!g) {
			g = ARENA_NEW(v->a, struct grid);
			g->v = v;
			g->down = ARENA_ARRAY(v->a, COLS_MAX + 1, int);
			g->rank = ARENA_ARRAY(v->a, COLS_MAX + 1, int);
		}
		g->table = n;
		table_grid(g);
	}
}
