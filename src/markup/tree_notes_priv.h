/*
 * Notes of a page while they are found: tree_notes.c finds them,
 * tree_refs.c the references to them.
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
	struct map plain;    /* numbers that were raised behind a word */
	int n;
};

/* "17", "[17]", "(17)": the digits; empty if it is something else. */
struct str notes_number(struct str s);
/* The name or id of an anchor. */
struct str notes_anchor_name(const struct node *n);
/* Remember the raised numbers of a line that may refer to notes below. */
void notes_plain_see(struct notes *t, const struct node *line);
/* Does the superscript, where a line begins, begin the note of such a number?
 */
bool notes_plain_begins(struct notes *t, const struct node *sup);
/*
 * The text of a line that is a note by its id, without its number, taken out
 * of it; NULL if it is none.
 */
struct node *notes_plain_take(struct notes *t, struct node *line,
	struct str *label, struct str *name);
/* Does it stand behind a number or a unit, as an exponent? */
bool notes_is_power(const struct node *sup);
/* Put a NOTE_REF for each reference to a note. */
void notes_find_refs(struct notes *t);

#endif
