/*
 * What every rule gets.
 */
#ifndef HANDOUT_CHECK_PRIV_H
#define HANDOUT_CHECK_PRIV_H

#include "check.h"
#include "theme/theme.h"

struct check {
	struct arena *a;
	const struct pages *pages;
	struct diag *dg;
};

/* check_pages.c */
void check_outside(const struct check *c, const struct sheet *s);
void check_overlap(const struct check *c, const struct sheet *s);
/* check_images.c */
void check_coarse(const struct check *c, const struct sheet *s);

/* ---- the setting, read back ------------------------------------------- */

/*
 * A line of text, or what stands in its place: a picture, a field.  x0 x1
 * top bottom is about what its ink takes.
 */
struct check_line {
	const struct node *block; /* the innermost block around it */
	int page, column;         /* from 0 */
	mpt box_top, box_bottom;  /* of its column on the page; 0: unknown */
	mpt x0, x1, top, bottom;
	mpt baseline, size; /* of its largest text; size 0: no text in it */
	const struct item *first, *last; /* stand behind one another */
	int next;                        /* of the same block, or -1 */
	bool hyphen;                     /* its last word is divided */
	bool tall; /* much higher than a line: a picture */
};

/* What is known of a node, by its number. */
struct check_node {
	int first, last, nlines; /* a block's lines, first is -1 if none */
	int seen;                /* a NOTE's or NOTE_REF's first page, or -1 */
	int page_breaks;         /* PAGE_BREAKs up to here */
};

struct check_view {
	struct arena *a;
	const struct document *doc;
	const struct pages *pages;
	struct check_frame f;
	struct diag *dg;
	struct check_line *lines; /* in painting order */
	int nlines, lines_cap;
	struct check_node *nodes;
	struct map told; /* places whose LINE_OVERFULL layout has reported */
	struct check_report *report;
};

/* check_lines.c: fill in `lines` and `nodes`. */
void check_read_lines(struct check_view *v);
/* Edges of column `column` of a page. */
mpt check_left(const struct check_view *v, int page, int column);
mpt check_right(const struct check_view *v, int page, int column);
mpt check_top(const struct check_view *v);
mpt check_bottom(const struct check_view *v, int page);
/* Does the second line stand on another page or in another column, not
 * just below what stands across? */
bool check_parted(const struct check_line *a, const struct check_line *b);
/* Does `a`'s text end with a forced break, `b` being its block's next? */
bool check_line_is_hard(const struct check_line *a, const struct check_line *b);
/* The innermost block around a node, the node itself if it is one. */
const struct node *check_block(const struct node *n);
/* The nearest NOTE around it, or NULL. */
const struct node *check_note(const struct node *n);
/* The line's characters without white space and dividing hyphens. */
void check_line_text(const struct check_line *l, struct buf *out);
/* The same of one item. */
void check_item_text(const struct item *it, struct buf *out);

/* check_layout.c: put a finding down. */
void check_find(struct check_view *v, enum check_class class,
	const struct node *at, int page, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
struct check_page *check_totals(const struct check_view *v);

/* One or more classes each. */
void check_breaks(struct check_view *v);   /* check_breaks.c */
void check_titles(struct check_view *v);   /* check_titles.c */
void check_tables(struct check_view *v);   /* check_tables.c */
void check_notes(struct check_view *v);    /* check_notes.c */
void check_measure(struct check_view *v);  /* check_measure.c */
void check_space(struct check_view *v);    /* check_space.c */
void check_contrast(struct check_view *v); /* check_contrast.c */

#endif
