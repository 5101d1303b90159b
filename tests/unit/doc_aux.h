/*
 * For the tests of doc: trees from outlines.
 */
#ifndef DOC_AUX_H
#define DOC_AUX_H

#include "doc/doc.h"

/*
 * A document from an outline, one node a line, one space a level:
 *
 *     TABLE
 *      ROW
 *       CELL header colspan=2
 *        TEXT Some words
 *
 * Behind the kind stand words: #id, .class, header, ordered, or
 * name=value for level, colspan, rowspan, start, value, label, href, src.
 * Behind TEXT stands its text; "~" is a space, "|" a line's end.
 */
struct document *doc_make(struct arena *a, const char *outline);

/* The outline of the test, validated and dumped; the slugs, by place. */
struct doc_case {
	const char *name, *outline, *tree, *slugs;
};

void doc_check(const struct doc_case *cases, int n);

#endif
