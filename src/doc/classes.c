/*
 * Titles of boxes are often a <span class="box-title"> alone in its line.
 * Space above and below is a block's, so the class is given to the block.
 */
#include "doc.h"

static bool
is_text_block(const struct node *n)
{
	return n->kind == NODE_PARA || n->kind == NODE_PLAIN;
}

/* The only inline of a block, if it is a SPAN with a class. */
static struct node *
lone_span(const struct node *n)
{
	struct node *c = n->first;
	if (!c || c->next || c->kind != NODE_SPAN || !c->classes.n)
		return NULL;
	return c;
}

void
doc_set_classes(struct document *doc)
{
	for (struct node *n = doc->root; n; n = doc_next(n, doc->root)) {
		struct node *span = is_text_block(n) ? lone_span(n) : NULL;
		struct str rest = span ? span->classes : STR0, name;
		while (str_next(&rest, " ", &name))
			doc_add_class(doc->a, n, name);
		if (span)
			span->classes = STR0;
	}
}
