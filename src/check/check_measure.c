/*
 * Lines against their measure: too wide, too loose.
 *
 * The measure of a block is what the column leaves between the block's own
 * left edge (where its lines are seen to begin) and the indents and paddings
 * on the right of all that is around it.  In a table nothing tells where a
 * cell ends; there a line must not reach into the next column's text, as it
 * is seen to begin in all rows.  Raggedness is measured outside of tables,
 * headings and code, whose lines are not filled.
 */
#include "check_priv.h"

#define SLACK        PT(.5)
#define NARROW       PT(72) /* where indents give way to the text */
#define MOST_LOOSE   1500   /* word space, thousandths of the font's */
#define LEAST_FILLED 600    /* of a ragged line, thousandths */

struct measurer {
	struct check_view *v;
	/* by TABLE: the leftmost text of each column, from the box's left */
	mpt **columns;
};

/* ---- edges --------------------------------------------------------------- */

/* What is between the node's right edge and its content. */
static mpt
inset_right(const struct node *n)
{
	const struct style *s = n->style;
	if (!s || doc_is_inline(n))
		return 0;
	return s->indent_right + s->pad_right + s->border_width;
}

static mpt *
table_columns(struct measurer *m, const struct node *table)
{
	mpt *v = m->columns[table->num];
	if (v)
		return v;
	int n = table->table.cols;
	m->columns[table->num] = v = ARENA_ARRAY(m->v->a, (size_t)n + 1, mpt);
	for (int i = 0; i < n; i++)
		v[i] = MPT_MAX;
	return v;
}

static bool
cell_is_in(const struct node *cell, const struct node *table)
{
	return table && cell->cell.col >= 0 && cell->cell.colspan > 0 &&
	       cell->cell.col + cell->cell.colspan <= table->table.cols;
}

static void
line_see_column(struct measurer *m, const struct check_line *l)
{
	const struct node *n = l->block;
	mpt x0 = l->x0 - check_left(m->v, l->page, l->column);
	for (; n && n->kind != NODE_NOTE; n = n->parent) {
		const struct node *table = doc_ancestor(n, NODE_TABLE);
		if (n->kind != NODE_CELL || !cell_is_in(n, table))
			continue;
		mpt *x = &table_columns(m, table)[n->cell.col];
		*x = mpt_min(*x, x0);
	}
}

/* In tables too wide paddings shrink to this part (thousandths). */
#define PADDING_LEFT_OVER 400

/* The left edge of the column behind the cell, from the box's left, as far
 * as it is known. */
static bool
next_column(struct measurer *m, const struct node *cell, mpt *x)
{
	const struct node *table = doc_ancestor(cell, NODE_TABLE);
	if (!cell_is_in(cell, table))
		return false;
	const mpt *v = table_columns(m, table);
	int next = cell->cell.col + cell->cell.colspan;
	if (next >= table->table.cols || v[next] == MPT_MAX)
		return false;
	mpt pad = cell->style ? cell->style->pad_left + cell->style->pad_right
	                      : 0;
	*x = v[next] - mpt_scale(pad, PADDING_LEFT_OVER, 1000);
	return true;
}

/*
 * The right edge of the room that a line has.  *loose: it is not known
 * exactly, but at most this.
 */
static mpt
line_edge(struct measurer *m, const struct check_line *l, bool *loose)
{
	mpt edge = check_right(m->v, l->page, l->column), inset = 0, x;
	*loose = false;
	for (const struct node *n = l->block; n; n = n->parent) {
		if (n->kind == NODE_CELL) {
			*loose = true;
			inset = 0;
			if (next_column(m, n, &x))
				return check_left(m->v, l->page, l->column) + x;
		}
		if (n->kind == NODE_NOTE)
			break;
		if (n->kind != NODE_CELL)
			inset += inset_right(n);
	}
	return edge - inset;
}

/* ---- too wide ------------------------------------------------------------ */

static void
line_check_width(
	struct measurer *m, const struct check_line *l, mpt edge, mpt left)
{
	struct check_view *v = m->v;
	int last = v->f.columns - 1;
	if (edge - left < NARROW)
		edge = check_right(v, l->page, l->column);
	/* What stands across all columns has the first one's number. */
	if (last > 0 && l->column == 0 && !v->pages->v[l->page].nboxes &&
		l->x1 > check_left(v, l->page, 1) + SLACK)
		edge = check_right(v, l->page, last);
	mpt over = mpt_max(
		l->x1 - edge, check_left(v, l->page, l->column) - l->x0);
	if (over > SLACK)
		check_find(v, CHECK_OVERFULL, l->block, l->page,
			"%d.%d pt too wide", (int)(over / 1000),
			(int)(over / 100 % 10));
}

/* ---- too loose ----------------------------------------------------------- */

/* The font's own space in the item, 0 if it has none. */
static mpt
item_space(const struct item *it)
{
	for (int i = 0; i < it->glyphs.n; i++) {
		const struct text_glyph *g = &it->glyphs.g[i];
		if (g->len == 1 && it->glyphs.text.p[g->at] == ' ')
			return mpt_scale(it->glyphs.size, g->adv, 1000);
	}
	return 0;
}

/* The widest word space of the line, thousandths of the font's. */
static int
line_looseness(const struct check_line *l)
{
	int most = 0;
	for (const struct item *it = l->first; it <= l->last; it++) {
		if (it->kind != ITEM_GLYPHS || it->artifact != ARTIFACT_NO ||
			check_block(it->node) != l->block)
			continue;
		mpt space = item_space(it);
		if (!space)
			continue;
		int64_t all = (int64_t)space + it->glyphs.word_space;
		int64_t factor = all * 1000 / space;
		most = factor > most ? (int)mpt_min(MPT_MAX, (mpt)factor)
		                     : most;
	}
	return most;
}

static void
rag_add(struct check_rag *r, int unused)
{
	r->lines++;
	r->sum += unused;
	r->worst = unused > r->worst ? unused : r->worst;
}

/*
 * What the line takes of its measure.  A picture at its beginning may be one
 * that is no content, so what is before its text is taken too, unless the
 * line is set to the right or from there.
 */
static mpt
line_used(const struct check_line *l, mpt left, mpt edge)
{
	const struct style *s = l->block->style;
	bool from_left = !s || s->align == STYLE_START;
	mpt x0 = from_left && l->x1 < edge - PT(1) ? left : l->x0;
	return mpt_min(edge - left, l->x1 - x0);
}

static void
line_check_fill(
	struct check_view *v, const struct check_line *l, mpt left, mpt edge)
{
	mpt used = line_used(l, left, edge), measure = edge - left;
	int share = (int)((int64_t)used * 1000 / measure);
	rag_add(&v->report->pages[l->page].rag, 1000 - share);
	rag_add(&check_totals(v)->rag, 1000 - share);
	if (share < LEAST_FILLED)
		check_find(v, CHECK_LOOSE, l->block, l->page,
			"%d %% of the measure filled", share / 10);
}

static void
line_check_spaces(struct check_view *v, const struct check_line *l)
{
	int loose = line_looseness(l);
	if (loose > MOST_LOOSE)
		check_find(v, CHECK_LOOSE, l->block, l->page,
			"word spaces %d.%02d times as wide as the font's",
			loose / 1000, loose / 10 % 100);
}

static mpt
block_left(const struct check_view *v, const struct check_node *b)
{
	mpt left = MPT_MAX;
	for (int i = b->first; i >= 0; i = v->lines[i].next) {
		const struct check_line *l = &v->lines[i];
		left = mpt_min(left, l->x0 - check_left(v, l->page, l->column));
	}
	return left;
}

static void
block_check(struct measurer *m, const struct check_node *b)
{
	struct check_view *v = m->v;
	mpt inside = block_left(v, b);
	for (int i = b->first, next; i >= 0; i = next) {
		const struct check_line *l = &v->lines[i];
		bool loose;
		mpt edge = line_edge(m, l, &loose);
		mpt left = check_left(v, l->page, l->column) + inside;
		const struct style *s = l->block->style;
		next = l->next;
		line_check_width(m, l, edge, left);
		if (next < 0 || check_line_is_hard(l, &v->lines[next]))
			continue;
		if (s && s->align == STYLE_JUSTIFY)
			line_check_spaces(v, l);
		else if (!loose && edge - left >= NARROW &&
			 l->block->kind != NODE_HEADING)
			line_check_fill(v, l, left, edge);
	}
}

void
check_measure(struct check_view *v)
{
	struct measurer m = {.v = v};
	m.columns = ARENA_ARRAY(v->a, (size_t)v->doc->nnodes + 1, mpt *);
	for (int i = 0; i < v->nlines; i++)
		line_see_column(&m, &v->lines[i]);
	for (uint32_t i = 0; i < v->doc->nnodes; i++)
		if (v->nodes[i].nlines)
			block_check(&m, &v->nodes[i]);
}
