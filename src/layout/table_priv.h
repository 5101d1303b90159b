/*
 * What table.c, table_cut.c and table_head.c share: a table whose cells are
 * set.
 */
#ifndef HANDOUT_TABLE_PRIV_H
#define HANDOUT_TABLE_PRIV_H

#include "layout_priv.h"

struct cell_box {
	const struct node *node;
	struct galley g;
	mpt x, w;    /* of the cell with its padding, from the table's left */
	mpt content; /* height of the galley */
	int row;
};

struct row_box {
	const struct node *node;
	bool head;
	mpt y, h;
	int first, ncells; /* in table_box.cells */
	bool tied;         /* a cell spans from it into the next row */
	int strip;         /* its first one in the galley */
};

struct table_box {
	struct flow *f;
	struct layout *l;
	const struct node *node;
	mpt *xs; /* of column edges, cols + 1 */
	struct cell_box *cells;
	int ncells, cells_cap;
	struct row_box *rows;
	int nrows, rows_cap;
	bool lined; /* rules between columns too */
	mpt lead;   /* height of what is kept with its first row */
};

mpt table_width(const struct table_box *tb);
/* The last row that a cell reaches. */
int cell_last_row(const struct table_box *tb, const struct cell_box *c);
/* The last of the rows that cells tie to this one. */
int tied_last(const struct table_box *tb, int row);
mpt rows_height(const struct table_box *tb, int first, int last);
/* Width for what is in the cell. */
mpt cell_room(const struct layout *l, const struct cell_box *c);
/* Height that the cell asks for. */
mpt cell_height(const struct cell_box *c);
/* The cell's ground, a rule, and the rules beside the cell, if any. */
void paint_ground(struct table_box *tb, struct strip *s,
	const struct cell_box *c, mpt y, mpt h);
void paint_rule(
	struct table_box *tb, struct strip *s, mpt x, mpt y, mpt w, mpt h);
void paint_cell_sides(
	struct table_box *tb, struct strip *s, const struct cell_box *c, mpt h);
void paint_row(struct table_box *tb, struct strip *s, int row);
/* Is it one header cell over all columns? */
bool row_is_title(const struct table_box *tb, int row);
mpt table_head_height(const struct table_box *tb);
/* Is a head of this height repeated? */
bool table_repeats(const struct table_box *tb, mpt height);
/* Give the strips of the rows the head that a page begins with. */
void table_repeat_head(struct table_box *tb);
/* Rows [first, last], tied by cells that span them, into many strips. */
void flow_cut_rows(struct table_box *tb, int first, int last);

#endif
