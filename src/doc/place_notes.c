/*
 * Notes that are not printed at the feet of pages: they move to the end of
 * their section or of the document, and the tree reads as the paper does.
 */
#include "doc.h"

/* The block on the document's own level that `n` stands in. */
static struct node *
top_block(const struct document *doc, struct node *n)
{
	while (n->parent && n->parent != doc->root)
		n = n->parent;
	return n;
}

static bool
ends_section(const struct node *n)
{
	return n->kind == NODE_HEADING && n->heading.level <= 2;
}

/* The heading before which the notes of the section stand, or NULL. */
static struct node *
section_end(struct node *block)
{
	do {
		block = block->next;
	} while (block && !ends_section(block));
	return block;
}

/* The box that holds notes; `before` NULL: at the document's end. */
static struct node *
notes_box(struct document *doc, struct node *before)
{
	struct node *box = doc_node(doc->a, NODE_DIV, doc->root->span);
	box->classes = STR("endnotes");
	if (before)
		doc_insert_before(before, box);
	else
		doc_append(doc->root, box);
	return box;
}

static void
note_move(struct node *note, struct node *box)
{
	doc_remove(note);
	doc_append(box, note);
	note->note.placed = true;
}

static void
notes_to_sections(struct document *doc)
{
	struct node *box = NULL, *end = NULL;
	for (int i = 0; i < doc->nnotes; i++) {
		struct node *note = doc->notes[i];
		struct node *next = section_end(top_block(doc, note));
		if (!box || next != end)
			box = notes_box(doc, next);
		end = next;
		note_move(note, box);
	}
}

static void
notes_to_end(struct document *doc, struct str heading)
{
	struct arena *a = doc->a;
	struct node *h = doc_node(a, NODE_HEADING, doc->root->span);
	struct node *text = doc_node(a, NODE_TEXT, doc->root->span);
	h->heading.level = h->heading.tag_level = 2;
	h->classes = STR("notes-heading");
	text->text = heading;
	doc_append(h, text);
	doc_append(doc->root, h);
	struct node *box = notes_box(doc, NULL);
	for (int i = 0; i < doc->nnotes; i++)
		note_move(doc->notes[i], box);
}

void
doc_place_notes(struct document *doc, bool by_section, struct str heading)
{
	if (!doc->nnotes)
		return;
	if (by_section)
		notes_to_sections(doc);
	else
		notes_to_end(doc, heading);
}
