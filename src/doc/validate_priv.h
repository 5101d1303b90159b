/*
 * The passes of doc_validate, in the order they run.
 */
#ifndef HANDOUT_VALIDATE_PRIV_H
#define HANDOUT_VALIDATE_PRIV_H

#include "doc.h"

struct validate {
	struct arena *a;
	struct document *doc;
	struct diag *dg;
};

/* Blocks in blocks, inlines in PARENTs, lists of items and so on. */
void validate_levels(struct validate *v);
/* White space collapsed; what is empty goes. */
void validate_space(struct validate *v);
void validate_tables(struct validate *v);
void validate_headings(struct validate *v);
void validate_notes(struct validate *v);
void validate_links(struct validate *v);

#define VALIDATE_REPORT(v, ...)                                                \
	do {                                                                   \
		if ((v)->dg)                                                   \
			diag_report((v)->dg, __VA_ARGS__);                     \
	} while (0)

/* First in the order children before parents, and the next in it. */
struct node *validate_deepest(struct node *n);
struct node *validate_next_up(struct node *n, const struct node *root);
/* A node like `n` without children; the copy of an id would be wrong. */
struct node *validate_clone(struct arena *a, const struct node *n);
/* Put `what` in the place of `n`, which leaves the tree. */
void validate_replace(struct node *n, struct node *what);
/* Has it nothing to see: no text, picture, field, media? */
bool validate_is_blank(const struct node *n);

#endif
