/*
 * Tables: a strip per row.
 *
 * Each cell is set in a little galley of its own; the row is as high as its
 * tallest cell and is painted as one strip, so that no page break cuts it.
 * A row taller than most of a page is cut (table_cut.c).  Rows that a cell
 * spans stay together.  Heads for the pages on which a table goes on:
 * table_head.c.
 */
#include "table_priv.h"

mpt
cell_room(const struct layout *l, const struct cell_box *c)
{
	const struct style *s = c->node->style;
	return mpt_max(PT(6), c->w - cell_left(l, s) - cell_right(l, s));
}

static void
cell_set(struct table_box *tb, struct cell_box *c)
{
	struct flow f = flow_new(tb->l, &c->g, 0, cell_room(tb->l, c));
	mpt measure = tb->l->measure;
	tb->l->measure = f.w;
	flow_children(&f, c->node);
	tb->l->measure = measure;
	c->content = galley_height(&c->g);
}

mpt
cell_height(const struct cell_box *c)
{
	const struct style *s = c->node->style;
	mpt least = s->leading;
	return mpt_max(least, c->content) + s->pad_top + s->pad_bottom;
}

mpt
table_width(const struct table_box *tb)
{
	return tb->xs[tb->node->table.cols];
}

static void
table_add_row(struct table_box *tb, const struct node *row, bool head)
{
	struct layout *l = tb->l;
	ARENA_PUSH(l->a, tb->rows, tb->nrows, tb->rows_cap);
	struct row_box *r = &tb->rows[tb->nrows];
	*r = (struct row_box){.node = row, .head = head, .first = tb->ncells};
	for (const struct node *c = row->first; c; c = c->next) {
		ARENA_PUSH(l->a, tb->cells, tb->ncells, tb->cells_cap);
		struct cell_box *cb = &tb->cells[tb->ncells++];
		mpt left = tb->xs[c->cell.col];
		mpt right = tb->xs[c->cell.col + c->cell.colspan];
		bool rtl = tb->node->style->rtl;
		*cb = (struct cell_box){.node = c,
			.x = rtl ? table_width(tb) - right : left,
			.w = right - left,
			.row = tb->nrows};
		cell_set(tb, cb);
		r->ncells++;
	}
	tb->nrows++;
}

static void
table_add_rows(struct table_box *tb)
{
	const struct node *part = tb->node->first;
	for (; part; part = part->next)
		for (const struct node *r = part->first; r; r = r->next)
			if (r->kind == NODE_ROW)
				table_add_row(tb, r, part->kind == NODE_HEAD);
}

int
cell_last_row(const struct table_box *tb, const struct cell_box *c)
{
	int last = c->row + c->node->cell.rowspan - 1;
	return last < tb->nrows ? last : tb->nrows - 1;
}

mpt
rows_height(const struct table_box *tb, int first, int last)
{
	return tb->rows[last].y + tb->rows[last].h - tb->rows[first].y;
}

/*
 * Cells of one row decide its height; cells over several rows then make the
 * last of them higher where they need it.  Rows are gone through from top
 * to bottom, so that the rows above a cell's last row are final.
 */
static void
table_set_heights(struct table_box *tb)
{
	for (int i = 0; i < tb->ncells; i++) {
		struct cell_box *c = &tb->cells[i];
		struct row_box *r = &tb->rows[c->row];
		int last = cell_last_row(tb, c);
		if (last == c->row)
			r->h = mpt_max(r->h, cell_height(c));
		for (int k = c->row; k < last; k++)
			tb->rows[k].tied = true;
	}
	for (int i = 0; i < tb->nrows; i++)
		tb->rows[i].h = mpt_max(tb->rows[i].h, PT(8));
	mpt y = 0;
	for (int i = 0; i < tb->nrows; i++) {
		tb->rows[i].y = y;
		y += tb->rows[i].h;
	}
}

static void
table_stretch_rows(struct table_box *tb)
{
	mpt shift = 0;
	mpt *need = ARENA_ARRAY(tb->l->a, (size_t)tb->nrows + 1, mpt);
	/* need[k]: lowest edge that cells ending in row k ask for */
	for (int i = 0; i < tb->ncells; i++) {
		const struct cell_box *c = &tb->cells[i];
		int last = cell_last_row(tb, c);
		if (last == c->row)
			continue;
		mpt more = cell_height(c) - rows_height(tb, c->row, last);
		need[last] = mpt_max(need[last], more);
	}
	for (int i = 0; i < tb->nrows; i++) {
		tb->rows[i].y += shift;
		tb->rows[i].h += need[i];
		shift += need[i];
	}
}

void
paint_ground(struct table_box *tb, struct strip *s, const struct cell_box *c,
	mpt y, mpt h)
{
	const struct style *st = c->node->style;
	if (st->ground == tb->node->style->ground)
		return;
	struct item *it = strip_add(tb->l, s, ITEM_RECT);
	it->artifact = ARTIFACT_BACKGROUND;
	it->color = st->ground;
	it->x = tb->f->x + c->x;
	it->y = y;
	it->w = c->w;
	it->h = h;
}

void
paint_rule(struct table_box *tb, struct strip *s, mpt x, mpt y, mpt w, mpt h)
{
	struct item *it = strip_add(tb->l, s, ITEM_LINE);
	it->artifact = ARTIFACT_LAYOUT;
	it->color = tb->node->style->rule_color;
	it->x = tb->f->x + x;
	it->y = y;
	it->w = w;
	it->h = h;
	it->line.thick = tb->l->t->table_rule;
}

static mpt
cell_shift(const struct cell_box *c, mpt h)
{
	const struct style *s = c->node->style;
	mpt spare = mpt_max(0, h - cell_height(c));
	return s->valign == VALIGN_MIDDLE   ? spare / 2
	       : s->valign == VALIGN_BOTTOM ? spare
	                                    : 0;
}

/* The rule below a row, not through cells that go on in the next one. */
static void
paint_row_rule(struct table_box *tb, struct strip *s, int row)
{
	const struct row_box *r = &tb->rows[row];
	if (!r->tied) {
		paint_rule(tb, s, 0, r->h, table_width(tb), 0);
		return;
	}
	for (int i = 0; i < r->ncells; i++) {
		const struct cell_box *c = &tb->cells[r->first + i];
		if (cell_last_row(tb, c) == row)
			paint_rule(tb, s, c->x, r->h, c->w, 0);
	}
}

static void
paint_cell(struct table_box *tb, struct strip *s, struct cell_box *c)
{
	const struct style *st = c->node->style;
	mpt h = rows_height(tb, c->row, cell_last_row(tb, c));
	galley_into_strip(tb->l, &c->g, s,
		tb->f->x + c->x + cell_left(tb->l, st),
		st->pad_top + cell_shift(c, h));
}

void
paint_cell_sides(
	struct table_box *tb, struct strip *s, const struct cell_box *c, mpt h)
{
	if (!tb->lined)
		return;
	paint_rule(tb, s, c->x, 0, 0, h);
	paint_rule(tb, s, c->x + c->w, 0, 0, h);
}

static void
paint_column_rules(struct table_box *tb, struct strip *s, int row)
{
	const struct row_box *r = &tb->rows[row];
	for (int i = 0; i < r->ncells; i++) {
		const struct cell_box *c = &tb->cells[r->first + i];
		paint_cell_sides(
			tb, s, c, rows_height(tb, row, cell_last_row(tb, c)));
	}
}

void
paint_row(struct table_box *tb, struct strip *s, int row)
{
	const struct row_box *r = &tb->rows[row];
	for (int i = 0; i < r->ncells; i++) {
		const struct cell_box *c = &tb->cells[r->first + i];
		paint_ground(tb, s, c, 0,
			rows_height(tb, row, cell_last_row(tb, c)));
	}
	if (row == 0)
		paint_rule(tb, s, 0, 0, table_width(tb), 0);
	paint_row_rule(tb, s, row);
	paint_column_rules(tb, s, row);
	for (int i = 0; i < r->ncells; i++)
		paint_cell(tb, s, &tb->cells[r->first + i]);
}

static mpt
table_height(const struct table_box *tb)
{
	return rows_height(tb, 0, tb->nrows - 1);
}

static int
row_penalty(const struct table_box *tb, int row)
{
	const struct row_box *r = &tb->rows[row];
	if (row == tb->nrows - 1)
		return 0;
	if (r->tied)
		return PENALTY_TIED;
	if (r->head || (row_is_title(tb, row) && !row_is_title(tb, row + 1)))
		return PENALTY_NEVER;
	/* a last row of some lines may stand alone */
	mpt last = tb->rows[tb->nrows - 1].h;
	if (row == tb->nrows - 2 && tb->nrows > 2 &&
		last < tb->l->body_height / 10)
		return PENALTY_LARGE;
	bool small = table_height(tb) < tb->l->body_height * 2 / 5;
	return row_is_title(tb, row + 1) ? 0
	       : small                   ? PENALTY_SMALL
	                                 : PENALTY_ROW;
}

/* ---- the table --------------------------------------------------------- */

static bool
cell_is_open(const struct cell_box *c)
{
	return !c->g.n && !c->node->cell.filler && !c->node->cell.header;
}

/* Is there nothing in the row but labels? */
static bool
row_is_open(const struct table_box *tb, const struct row_box *r)
{
	bool any = false;
	for (int i = 0; i < r->ncells && !r->head; i++) {
		const struct cell_box *c = &tb->cells[r->first + i];
		if (c->node->cell.header)
			continue;
		if (!cell_is_open(c))
			return false;
		any = true;
	}
	return any;
}

/* Is nothing below the head of some column? */
static bool
table_has_open_column(const struct table_box *tb)
{
	int cols = tb->node->table.cols;
	int *open = ARENA_ARRAY(tb->l->a, (size_t)cols, int);
	int *all = ARENA_ARRAY(tb->l->a, (size_t)cols, int);
	bool found = false;
	for (int i = 0; i < tb->ncells; i++) {
		const struct cell_box *c = &tb->cells[i];
		if (tb->rows[c->row].head || c->node->cell.header)
			continue;
		all[c->node->cell.col]++;
		open[c->node->cell.col] += cell_is_open(c);
	}
	for (int i = 0; i < cols; i++)
		found |= all[i] && open[i] == all[i];
	return found;
}

/* A table with a row or column of empty cells is there to be written in. */
static bool
table_is_form(const struct table_box *tb)
{
	for (int i = 0; i < tb->nrows; i++)
		if (row_is_open(tb, &tb->rows[i]))
			return true;
	return table_has_open_column(tb);
}

/* Room to write by hand. */
static void
table_open_form(struct table_box *tb)
{
	for (int i = 0; i < tb->nrows; i++) {
		struct row_box *r = &tb->rows[i];
		for (int k = 0; k < r->ncells; k++)
			if (cell_is_open(&tb->cells[r->first + k]))
				r->h = mpt_max(r->h, PT(30));
	}
}

int
tied_last(const struct table_box *tb, int row)
{
	while (row < tb->nrows - 1 && tb->rows[row].tied)
		row++;
	return row;
}

/* Is it the first row below the heads? */
static bool
row_opens(const struct table_box *tb, int row)
{
	return !tb->rows[row].head && (row == 0 || tb->rows[row - 1].head);
}

/*
 * Rows that are most of a page, or more than what stands above them leaves
 * of it: the repeated head, and what is kept with the table's first row.
 */
static bool
rows_must_be_cut(const struct table_box *tb, int first, int last)
{
	mpt page = tb->l->body_height, head = table_head_height(tb);
	mpt above = table_repeats(tb, head) ? head : 0;
	if (row_opens(tb, first))
		above = mpt_min(head + tb->lead, page / 2);
	mpt room = page - above;
	mpt most = mpt_min(mpt_scale(page, 80, 100), room);
	return tb->l->t->table_split || rows_height(tb, first, last) > most;
}

static void
flow_rows(struct table_box *tb)
{
	for (int i = 0; i < tb->nrows;) {
		int last = tied_last(tb, i);
		if (rows_must_be_cut(tb, i, last)) {
			for (int k = i; k <= last; k++)
				tb->rows[k].strip = tb->f->g->n;
			flow_cut_rows(tb, i, last);
			i = last + 1;
			continue;
		}
		for (; i <= last; i++) {
			tb->rows[i].strip = tb->f->g->n;
			struct strip *s = flow_strip(tb->f, tb->rows[i].h);
			paint_row(tb, s, i);
			s->penalty = row_penalty(tb, i);
		}
	}
}

/* Shape the paragraphs inside anew: their size has changed. */
static void
table_forget_paras(struct layout *l, const struct node *n)
{
	for (const struct node *c = n; c; c = doc_next(c, n))
		l->paras[c->num].para = NULL;
}

/*
 * Too wide for the measure: less padding, then smaller type, down to four
 * fifths; after that the table leaves its column, or words are cut.
 */
static const struct fit {
	int scale, pad;
} fits[] = {{1000, 1000}, {1000, 600}, {900, 500}, {800, 400}};

enum { FITS = ARRAY_LEN(fits), FITS_FULL_SIZE = 2 };

static void
fit_set(struct layout *l, const struct node *table, int scale, int pad)
{
	if (l->scale != scale)
		table_forget_paras(l, table);
	l->scale = scale;
	l->cell_pad = pad;
}

/* The first of fits[] at which no word is cut, or FITS. */
static int
fit_find(struct layout *l, const struct node *table, mpt width)
{
	int scale = l->scale, pad = l->cell_pad, i;
	for (i = 0; i < FITS; i++) {
		mpt min, max;
		fit_set(l, table, scale * fits[i].scale / 1000, fits[i].pad);
		measure_block(l, table, &min, &max);
		if (min <= width)
			break;
	}
	fit_set(l, table, scale, pad);
	return i;
}

/* Words are cut at both widths: in fewer columns at the larger one, or in so
 * many that any more width helps? */
static bool
fit_is_better(struct layout *l, const struct node *table, mpt narrow, mpt wide)
{
	const struct fit *least = &fits[FITS - 1];
	int scale = l->scale, pad = l->cell_pad;
	fit_set(l, table, scale * least->scale / 1000, least->pad);
	int cut = columns_too_narrow(l, table, narrow);
	bool better = cut > 2 || columns_too_narrow(l, table, wide) < cut;
	fit_set(l, table, scale, pad);
	return better;
}

/* What the table may be wide: its author's width, or all if that would cut
 * words. */
static mpt
table_measure(const struct flow *f, const struct node *n)
{
	mpt width = n->style->floats ? 0 : n->style->width;
	width = width < 0 ? mpt_scale(f->w, -width, 1000) : width;
	if (width <= 0 || width > f->w)
		return f->w;
	width = mpt_max(width, f->w / 2);
	return fit_find(f->l, n, width) == FITS ? f->w : width;
}

/*
 * How the table is set: in its column if that is wide enough, else across
 * the page's columns, else on a turned sheet, if that helps.
 */
enum stand { STAND_COLUMN, STAND_ACROSS, STAND_TURNED };

static enum stand
table_stand(const struct flow *f, const struct node *n, int *fit)
{
	struct layout *l = f->l;
	mpt page = l->upright.width;
	*fit = fit_find(l, n, table_measure(f, n));
	if (*fit < FITS_FULL_SIZE || !flow_is_free(f))
		return STAND_COLUMN;
	int across = l->upright.columns > 1 ? fit_find(l, n, page) : FITS;
	mpt side = l->t->table_turn ? l->turned.width : 0;
	bool turns = *fit == FITS && across == FITS && side > page * 5 / 4;
	int turned = turns ? fit_find(l, n, side) : FITS;
	if (across < *fit) {
		*fit = across;
		return STAND_ACROSS;
	}
	if (turned < FITS || (turns && fit_is_better(l, n, page, side))) {
		*fit = turned;
		return STAND_TURNED;
	}
	return STAND_COLUMN;
}

bool
table_goes_across(const struct flow *f, const struct node *n)
{
	int fit;
	return table_stand(f, n, &fit) == STAND_ACROSS;
}

static void
table_place_columns(struct table_box *tb, mpt width)
{
	int cols = tb->node->table.cols;
	mpt *w = ARENA_ARRAY(tb->l->a, (size_t)cols, mpt);
	columns_find(tb->l, tb->node, width, w);
	tb->xs = ARENA_ARRAY(tb->l->a, (size_t)cols + 1, mpt);
	for (int i = 0; i < cols; i++)
		tb->xs[i + 1] = tb->xs[i] + w[i];
}

static void
flow_grid(struct flow *f, const struct node *n, int fit)
{
	struct layout *l = f->l;
	struct table_box tb = {.f = f, .l = l, .node = n};
	const struct fit *how = &fits[fit < FITS ? fit : FITS - 1];
	int scale = l->scale, pad = l->cell_pad;
	mpt width = table_measure(f, n);
	fit_set(l, n, scale * how->scale / 1000, how->pad);
	table_place_columns(&tb, width);
	table_add_rows(&tb);
	tb.lined = table_is_form(&tb);
	table_set_heights(&tb);
	if (tb.lined) {
		table_open_form(&tb);
		table_set_heights(&tb);
	}
	table_stretch_rows(&tb);
	tb.lead = flow_lead(f);
	flow_rows(&tb);
	/* The rows are painted before the head is set again. */
	table_repeat_head(&tb);
	l->scale = scale;
	l->cell_pad = pad;
}

void
flow_table(struct flow *f, const struct node *n)
{
	if (n->table.cols <= 0)
		return;
	struct flow_wide wide = {0};
	int fit;
	enum stand stand = table_stand(f, n, &fit);
	if (stand != STAND_COLUMN)
		wide = flow_widen(f, stand == STAND_TURNED);
	struct flow_block b = flow_enter(f, n->style);
	for (const struct node *c = n->first; c; c = c->next) {
		if (c->kind != NODE_CAPTION)
			continue;
		flow_node(f, c);
		if (f->g->n)
			f->g->v[f->g->n - 1].penalty = PENALTY_NEVER;
	}
	flow_grid(f, n, fit);
	flow_leave(f, &b);
	flow_narrow_again(f, &wide);
}
