/*
 * Notes of a page while they are found: tree_notes.c finds them,
 * tree_refs.c the references to them, tree_sidenotes.c those in the margin.
 */
#ifndef HANDOUT_TREE_NOTES_PRIV_H
#define HANDOUT_TREE_NOTES_PRIV_H

#include "markup_priv.h"

struct notes {
	struct arena *a;
	struct document *doc;
	struct diag *dg;
	struct map by_name;  /* anchor -> NOTE */
	struct map by_label; /* number -> NOTE */
	struct map cited;    /* anchors that a superscript leads to */
	struct map anchors;  /* all of the page: name -> node */
	struct map linked;   /* those that a link leads to, once asked for */
	int n;
};

/* "17", "[17]", "(17)": the digits; empty if it is something else. */
struct str notes_number(struct str s);
/* The name or id of an anchor. */
struct str notes_anchor_name(const struct node *n);
/* Put a NOTE_REF for each reference to a note. */
void notes_find_refs(struct notes *t);
/* Notes in the margin, when all others are known. */
void notes_of_margins(struct notes *t);

#endif
