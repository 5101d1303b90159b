/*
 * Column widths from what stands in the columns.
 *
 * Every cell has a least width (its longest word) and a preferred one (its
 * text in a line).  Widths that authors give are obeyed as far as the least
 * width allows; a first column of row labels gets the theme's share; the rest
 * share what is left in proportion to how much more than the least they
 * would like.  Where all have what they like, columns to be written in get the
 * rest; where they don't, such columns are not squeezed.
 */
#include "layout_priv.h"

struct column {
	mpt min, max;
	mpt fixed;       /* 0: by its content */
	int cells, open; /* in the body; those that are empty */
	bool named;      /* has text, if only in its head */
};

struct columns {
	struct layout *l;
	const struct node *table;
	struct column *v;
	int n;
	mpt width;
	bool form; /* some columns are to be written in */
};

mpt
cell_left(const struct layout *l, const struct style *s)
{
	return mpt_scale(s->pad_left, l->cell_pad, 1000) +
	       mpt_max(s->bar_width, s->border_width);
}

mpt
cell_right(const struct layout *l, const struct style *s)
{
	return mpt_scale(s->pad_right, l->cell_pad, 1000) + s->border_width;
}

static void
measure_children(struct layout *l, const struct node *n, mpt *min, mpt *max)
{
	for (const struct node *c = n->first; c; c = c->next) {
		mpt a = 0, b = 0;
		measure_block(l, c, &a, &b);
		*min = mpt_max(*min, a);
		*max = mpt_max(*max, b);
	}
}

/* The next cell of the table itself, not of one inside it. */
static const struct node *
next_cell(const struct node *c, const struct node *table)
{
	c = c == table             ? c->first
	    : c->kind == NODE_CELL ? doc_next_after(c, table)
	                           : doc_next(c, table);
	while (c && c->kind != NODE_CELL)
		c = doc_next(c, table);
	return c;
}

static void
measure_table(struct layout *l, const struct node *n, mpt *min, mpt *max)
{
	int cols = n->table.cols;
	*min = *max = 0;
	if (cols <= 0)
		return;
	struct column *v = ARENA_ARRAY(l->a, (size_t)cols, struct column);
	for (const struct node *c = next_cell(n, n); c; c = next_cell(c, n)) {
		struct column *col = &v[c->cell.col];
		mpt a = 0, b = 0;
		if (c->cell.colspan != 1)
			continue;
		measure_block(l, c, &a, &b);
		col->min = mpt_max(col->min, a);
		col->max = mpt_max(col->max, b);
	}
	for (int i = 0; i < cols; i++) {
		*min += v[i].min;
		*max += v[i].max;
	}
}

void
measure_block(struct layout *l, const struct node *n, mpt *min, mpt *max)
{
	const struct style *s = n->style;
	*min = *max = 0;
	if (n->kind == NODE_NOTE || s->hidden)
		return;
	if (n->kind == NODE_TABLE) {
		measure_table(l, n, min, max);
	} else if (doc_kinds[n->kind].level == LEVEL_PARENT) {
		struct para *p = layout_para(l, n);
		*min = text_min_width(p);
		*max = text_max_width(p);
	} else {
		measure_children(l, n, min, max);
	}
	if (n->kind == NODE_CELL) {
		*min += cell_left(l, s) + cell_right(l, s);
		*max += cell_left(l, s) + cell_right(l, s);
		return;
	}
	mpt edge = s->pad_left + s->pad_right + s->indent_left +
	           s->indent_right + mpt_max(s->bar_width, s->border_width) +
	           s->border_width;
	if (n->kind == NODE_LIST)
		edge += l->t->list_indent;
	*min += edge;
	*max += edge;
}

/* A cell's width as its author gave it, in mpt; 0 if none. */
static mpt
cell_fixed(const struct columns *cs, const struct node *c)
{
	mpt w = c->style->width;
	return w < 0 ? mpt_scale(cs->width, -w, 1000) : w;
}

/* Pictures are measured as if all columns were equal. */
static void
columns_measure_cell(
	struct columns *cs, const struct node *c, mpt *min, mpt *max)
{
	struct layout *l = cs->l;
	mpt measure = l->measure;
	l->measure = mpt_max(PT(36),
		mpt_scale(cs->width, c->cell.colspan, cs->n) -
			cell_left(l, c->style) - cell_right(l, c->style));
	measure_block(l, c, min, max);
	l->measure = measure;
}

static void
columns_measure(struct columns *cs)
{
	const struct node *table = cs->table;
	const struct node *c = table;
	while ((c = next_cell(c, table)) != NULL) {
		if (c->cell.colspan == 1) {
			struct column *col = &cs->v[c->cell.col];
			mpt min, max;
			columns_measure_cell(cs, c, &min, &max);
			col->min = mpt_max(col->min, min);
			col->max = mpt_max(col->max, max);
			col->fixed = mpt_max(col->fixed, cell_fixed(cs, c));
			col->named |= c->first != NULL;
		}
	}
}

/* Counts a row's places to write in; is there nothing else but labels? */
static bool
row_count_open(struct columns *cs, const struct node *row)
{
	int cells = 0, open = 0;
	for (const struct node *c = row->first; c; c = c->next) {
		if (c->cell.header || c->cell.filler || c->cell.colspan != 1)
			continue;
		cs->v[c->cell.col].cells++;
		cs->v[c->cell.col].open += !c->first;
		cells++;
		open += !c->first;
	}
	return cells > 0 && open == cells;
}

/* Is half of it at least to be written in? */
static bool
column_is_open(const struct column *col)
{
	return col->open > 0 && col->open * 2 >= col->cells;
}

/* A form has a row or a column of empty cells. */
static void
columns_find_form(struct columns *cs)
{
	for (const struct node *p = cs->table->first; p; p = p->next)
		for (const struct node *r = p->first; r; r = r->next)
			if (r->kind == NODE_ROW && p->kind != NODE_HEAD)
				cs->form |= row_count_open(cs, r);
	bool open = false;
	for (int i = 0; i < cs->n; i++) {
		cs->form |= cs->v[i].cells && cs->v[i].open == cs->v[i].cells;
		open |= column_is_open(&cs->v[i]) && !cs->v[i].fixed;
	}
	cs->form &= open;
}

/* Cells that span columns ask for what the columns lack together. */
static void
columns_measure_spans(struct columns *cs)
{
	const struct node *table = cs->table;
	const struct node *c = table;
	while ((c = next_cell(c, table)) != NULL) {
		int n = c->cell.colspan;
		if (n > 1 && n < cs->n) {
			mpt min, max, has = 0;
			columns_measure_cell(cs, c, &min, &max);
			for (int i = 0; i < n; i++)
				has += cs->v[c->cell.col + i].min;
			for (int i = 0; i < n && has < min; i++) {
				struct column *col = &cs->v[c->cell.col + i];
				col->min += (min - has) / n;
				col->max = mpt_max(col->max, col->min);
			}
		}
	}
}

/* Is the first column nothing but labels? */
static bool
columns_has_labels(const struct columns *cs)
{
	const struct node *table = cs->table, *c = table;
	int labels = 0;
	while ((c = next_cell(c, table)) != NULL) {
		if (c->cell.col == 0 && c->cell.colspan == 1) {
			if (!c->cell.header)
				return false;
			labels++;
		}
	}
	return labels > 0;
}

/* What the column wishes of the rest: up to what it likes, or `beyond`. */
static mpt
column_wish(const struct columns *cs, const struct column *c, bool beyond)
{
	if (c->fixed || (beyond && cs->form && !column_is_open(c)))
		return 0;
	return beyond ? c->max : c->max - c->min;
}

/* What is left after the least widths, shared by wishes. */
static void
columns_share(struct columns *cs, mpt *out, mpt left, bool beyond)
{
	int64_t wishes = 0;
	for (int i = 0; i < cs->n; i++)
		wishes += column_wish(cs, &cs->v[i], beyond);
	mpt given = 0;
	int last = -1;
	for (int i = 0; i < cs->n && wishes > 0; i++) {
		mpt wish = column_wish(cs, &cs->v[i], beyond);
		if (!wish)
			continue;
		mpt more = mpt_scale(left, wish, wishes);
		out[i] += more;
		given += more;
		last = i;
	}
	if (last < 0) /* all are fixed: the last one takes the rest */
		last = cs->n - 1;
	out[last] += left - given;
}

/*
 * Too little room: narrow columns keep what they need, the others get equal
 * shares of the rest.  Each round either settles a column or is the last.
 */
static void
columns_squeeze(struct columns *cs, mpt *out)
{
	mpt left = cs->width;
	int open = cs->n;
	bool *settled = ARENA_ARRAY(cs->l->a, (size_t)cs->n, bool);
	for (bool more = true; more && open > 0;) {
		mpt share = left / open;
		more = false;
		for (int i = 0; i < cs->n; i++) {
			if (settled[i] || cs->v[i].min > share)
				continue;
			out[i] = cs->v[i].min;
			left -= out[i];
			settled[i] = more = true;
			open--;
		}
	}
	for (int i = 0; i < cs->n; i++) {
		if (settled[i])
			continue;
		out[i] = left / open;
		left -= out[i];
		open--;
	}
}

static mpt
columns_start(struct columns *cs, mpt *out, bool *roomy)
{
	mpt total = 0, likes = 0;
	for (int i = 0; i < cs->n; i++) {
		struct column *c = &cs->v[i];
		c->max = mpt_max(c->max, c->min);
		if (c->fixed)
			c->fixed = mpt_max(c->fixed, c->min);
		out[i] = c->fixed ? c->fixed : c->min;
		total += out[i];
		likes += c->fixed ? c->fixed : c->max;
	}
	*roomy = likes < cs->width;
	return total;
}

/* Beside columns with much to say those to be written in keep some room. */
static void
columns_keep_open(struct columns *cs)
{
	mpt left = cs->width, share = cs->width / (cs->n + 1);
	for (int i = 0; i < cs->n; i++)
		left -= cs->v[i].fixed ? cs->v[i].fixed : cs->v[i].min;
	for (int i = 0; i < cs->n; i++) {
		struct column *c = &cs->v[i];
		mpt least = c->named ? mpt_min(share, 2 * c->max) : share;
		if (c->fixed || !column_is_open(c) || least <= c->min ||
			least - c->min > left)
			continue;
		left -= least - c->min;
		c->min = least;
	}
}

static struct columns
columns_of(struct layout *l, const struct node *table, mpt width)
{
	struct columns cs = {
		.l = l, .table = table, .n = table->table.cols, .width = width};
	cs.v = ARENA_ARRAY(l->a, (size_t)cs.n, struct column);
	columns_measure(&cs);
	columns_measure_spans(&cs);
	return cs;
}

int
columns_too_narrow(struct layout *l, const struct node *table, mpt width)
{
	struct columns cs = columns_of(l, table, width);
	mpt *out = ARENA_ARRAY(l->a, (size_t)cs.n, mpt);
	int cut = 0;
	columns_squeeze(&cs, out);
	for (int i = 0; i < cs.n; i++)
		cut += out[i] < cs.v[i].min;
	return cut;
}

void
columns_find(struct layout *l, const struct node *table, mpt width, mpt *cols)
{
	struct columns cs = columns_of(l, table, width);
	columns_find_form(&cs);
	if (cs.n == 2 && !cs.v[0].fixed && !cs.v[1].fixed &&
		columns_has_labels(&cs))
		cs.v[0].fixed = mpt_scale(width, l->t->label_column, 1000);
	bool roomy;
	mpt total = columns_start(&cs, cols, &roomy);
	if (cs.form && !roomy) {
		columns_keep_open(&cs);
		total = columns_start(&cs, cols, &roomy);
	}
	if (total > width) {
		columns_squeeze(&cs, cols);
		return;
	}
	if (roomy) {
		for (int i = 0; i < cs.n; i++)
			if (!cs.v[i].fixed) {
				total += cs.v[i].max - cols[i];
				cols[i] = cs.v[i].max;
			}
	}
	columns_share(&cs, cols, width - total, roomy);
}
