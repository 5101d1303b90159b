/*
 * check: rules on the finished pages.
 *
 * Never changes anything, only reports.  check_all is what every run of
 * `handout check` does (rules.def); check_layout looks at the setting as a
 * compositor would (classes.def): it reads lines, rows and notes back from
 * the display list and the document tree, and knows nothing of how layout
 * came to them.  Prefix: check_.
 */
#ifndef HANDOUT_CHECK_H
#define HANDOUT_CHECK_H

#include "base/base.h"
#include "doc/doc.h"
#include "page/page.h"

/* Run all rules; what they find is reported at the nodes' places. */
void check_all(struct arena *a, const struct pages *pages, struct diag *dg);

enum check_class {
#define CLASS(name, code, key, title) CHECK_##name,
#include "classes.def"
#undef CLASS
	CHECK_CLASSES
};

/* Where text may stand on a sheet, and what is asked of it there. */
struct check_frame {
	mpt left, right, top, bottom; /* margins */
	int columns;                  /* of equal width; 0 is 1 */
	mpt column_gap;
	bool notes_elsewhere; /* notes stand at a section's or the end */
	int contrast;         /* least ratio, in thousandths */
};

struct check_finding {
	enum check_class class;
	struct span span; /* of the block */
	int page;         /* from 0 */
	struct str text;
};

/* Shares of the measure that lines set ragged leave unused, thousandths. */
struct check_rag {
	int lines; /* that are no block's last */
	int64_t sum;
	int worst;
};

struct check_page {
	int counts[CHECK_CLASSES];
	int lines;
	struct check_rag rag;
	mpt unused;   /* from the content's foot to the notes or the margin */
	bool ended;   /* the last page, or the author has ended it */
	int contrast; /* the least ratio, thousandths; 0: no text */
};

struct check_report {
	struct check_page *pages; /* one more than `n`: all of them together */
	int n;
	struct check_finding *v;
	int nfindings, cap;
};

/*
 * Look at the setting.  Findings are reported too, at their blocks.  Nodes
 * must be numbered; those without a style count as unstyled.
 */
struct check_report *check_layout(struct arena *a, const struct document *doc,
	const struct pages *pages, const struct check_frame *f,
	struct diag *dg);

/* What was found: a table of all pages, under a line with `name`. */
void check_print(
	const struct check_report *r, struct str name, struct buf *out);
/* The same with all findings as one JSON map; `r` is NULL for a page that
 * could not be printed. */
void check_json(const struct check_report *r, struct str name,
	const struct diag *dg, struct buf *out);

#endif
