/*
 * Notes in the margin, as Tufte CSS has them:
 *
 *     word<label for="x" class="margin-toggle sidenote-number"></label>
 *     <input type="checkbox" id="x" class="margin-toggle">
 *     <span class="sidenote">The note.</span>
 *
 * The style sheet numbers them; here they become notes with the numbers that
 * the page's other notes leave.  The boxes that show them on small screens
 * go.  A "marginnote" has no number and stays in the text.
 */
#include "tree_notes_priv.h"

/* The block around an inline. */
static struct node *
block_of(struct node *n)
{
	while (n->parent && doc_is_inline(n))
		n = n->parent;
	return n;
}

struct margin {
	struct notes *t;
	int number;
	struct node *block, *last; /* where the last note came from, and it */
};

/* The next number that no other note has. */
static struct str
next_label(struct margin *m)
{
	struct str label;
	do
		label = str_fmt(m->t->a, "%d", ++m->number);
	while (map_find(&m->t->by_label, label));
	return label;
}

/* The span becomes a reference, and what is in it a note behind the block. */
static void
sidenote_move(struct margin *m, struct node *span)
{
	struct arena *a = m->t->a;
	struct node *note = doc_node(a, NODE_NOTE, span->span);
	struct node *line = doc_node(a, NODE_PLAIN, span->span);
	struct node *ref = doc_node(a, NODE_NOTE_REF, span->span);
	struct node *block = block_of(span);
	note->note.label = ref->ref.label = next_label(m);
	ref->ref.target = note;
	doc_move_children(span, line);
	doc_append(note, line);
	doc_insert_after(block == m->block ? m->last : block, note);
	m->block = block;
	m->last = note;
	doc_insert_after(span, ref);
	doc_remove(span);
}

/* The style sheet keeps it apart from the words before it. */
static void
marginnote_part(struct margin *m, struct node *span)
{
	struct node *prev = span->prev;
	if (!prev || prev->kind != NODE_TEXT)
		return;
	struct node *space = doc_node(m->t->a, NODE_TEXT, span->span);
	space->text = STR(" ");
	doc_insert_after(prev, space);
}

/* A box to click, not to tick, or its label if that says nothing. */
static bool
is_toggle(const struct node *n)
{
	return doc_has_class(n, "margin-toggle") && doc_is_inline(n) &&
	       (n->kind == NODE_FIELD || !n->first);
}

void
notes_of_margins(struct notes *t)
{
	struct node *root = t->doc->root;
	struct margin m = {.t = t};
	for (struct node *n = root, *next; n; n = next) {
		next = doc_next(n, root);
		if (is_toggle(n)) {
			next = doc_next_after(n, root);
			doc_remove(n);
		} else if (n->kind != NODE_SPAN || !n->first) {
			continue;
		} else if (doc_has_class(n, "sidenote")) {
			next = doc_next_after(n, root);
			sidenote_move(&m, n);
		} else if (doc_has_class(n, "marginnote")) {
			marginnote_part(&m, n);
		}
	}
}
