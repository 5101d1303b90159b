/*
 * Notes of a page while they are found: tree_notes.c finds them and
 * tree_notes_title.c what they leave behind,
 * tree_plain_notes.c gives those an anchor that have none, tree_refs.c finds
 * the references to them, tree_sidenotes.c those in the margin.
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
/* Is this what authors call their notes; their sources, which stay a list? */
bool notes_is_title(struct str s);
bool notes_is_sources(struct str s);
/* Without space and breaks at a line's end. */
void notes_trim_end(struct node *line);
/* Remove what the notes left behind: emptied lines, their heading, a rule. */
void notes_clean_up(struct notes *t);
/*
 * Give an anchor to notes that have only a number.  True if there are some to
 * be found now; those of a list of sources stay, and superscripts lead there.
 */
bool notes_find_plain(struct notes *t);
/*
 * Add the numbers that a superscript without links cites; false if it is
 * none, or may be an exponent.
 */
bool notes_cited_plainly(struct notes *t, struct node *sup, struct map *labels);
/*
 * The text of a line that is a note by its id, without its number, taken out
 * of it; NULL if it is none.
 */
struct node *notes_take_line(struct notes *t, struct node *line,
	struct str *label, struct str *name);
/* Put a NOTE_REF for each reference to a note. */
void notes_find_refs(struct notes *t);
/* Notes in the margin, when all others are known. */
void notes_of_margins(struct notes *t);

#endif
