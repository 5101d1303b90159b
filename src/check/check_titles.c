/*
 * Titles and what they stand over.
 *
 * A heading wants two lines of what follows on its page; other titles (of
 * boxes, of a definition, of a table: whatever the theme keeps with the
 * next block) want one, unless their box has nothing else.  What follows a
 * heading ends with the next one of its level or a higher one: a section of one
 * line is whole.
 */
#include "check_priv.h"

/* A picture is as good as two lines. */
#define LINES_OF_PICTURE 2

struct title {
	struct check_view *v;
	const struct node *node;
	const struct check_line *line; /* its last */
	int wants;                     /* lines below itself */
	int found;
	mpt lowest; /* baseline of the last one found */
	bool parted;
};

/* Is it the last thing in its box? */
static bool
title_ends_box(const struct node *n)
{
	const struct style *box = n->parent ? n->parent->style : NULL;
	return !n->next && box &&
	       (box->background != COLOR_NONE || box->bar_width ||
		       box->border_width);
}

/* How many lines the block wants below itself; 0: it is no title. */
static int
title_wants(const struct node *n)
{
	if (n->kind == NODE_HEADING)
		return 2;
	const struct node *up = n->parent;
	if (up && up->kind == NODE_CAPTION && up->parent->kind == NODE_TABLE)
		return 1;
	return n->style && n->style->keep_next && !title_ends_box(n) ? 1 : 0;
}

/* What follows ends at the latest with this node's end. */
static const struct node *
title_scope(const struct title *t)
{
	const struct node *n = t->node->parent;
	while (n && n->parent && n->kind != NODE_CELL && n->kind != NODE_NOTE)
		n = n->parent;
	return n;
}

/* Does what the title stands over end before `n`? */
static bool
title_ends(const struct title *t, const struct node *n)
{
	if (n->kind == NODE_PAGE_BREAK || (n->style && n->style->page_before))
		return true;
	return n->kind == NODE_HEADING && t->node->kind == NODE_HEADING &&
	       n->heading.level <= t->node->heading.level;
}

/* Do the lines stand on sheets of which one is turned on its side? */
static bool
is_turned(const struct check_view *v, const struct check_line *a,
	const struct check_line *b)
{
	return v->pages->v[a->page].w != v->pages->v[b->page].w;
}

static void
title_count(struct title *t, const struct node *n)
{
	const struct check_view *v = t->v;
	if (n->kind == NODE_HEADING && t->node->kind == NODE_HEADING)
		return;
	for (int i = v->nodes[n->num].first; i >= 0; i = v->lines[i].next) {
		const struct check_line *l = &v->lines[i];
		t->parted = check_parted(t->line, l);
		if (t->parted && is_turned(v, t->line, l))
			t->wants = 1; /* there is no more for its own page */
		if (t->parted || t->found >= t->wants)
			return;
		if (l->baseline <= t->lowest)
			continue;
		t->lowest = l->baseline;
		t->found += l->tall ? LINES_OF_PICTURE : 1;
	}
}

static void
title_follow(struct title *t)
{
	const struct node *scope = title_scope(t);
	const struct node *n = doc_next_after(t->node, scope);
	while (n && !title_ends(t, n)) {
		if (n->kind == NODE_NOTE) {
			n = doc_next_after(n, scope);
			continue;
		}
		title_count(t, n);
		if (t->parted || t->found >= t->wants)
			return;
		n = doc_next(n, scope);
	}
}

static void
title_check(struct check_view *v, const struct check_node *b)
{
	const struct check_line *last = &v->lines[b->last];
	const struct node *n = last->block;
	struct title t = {.v = v,
		.node = n,
		.line = last,
		.wants = title_wants(n),
		.lowest = last->baseline};
	if (!t.wants)
		return;
	if (n->kind == NODE_HEADING &&
		check_parted(&v->lines[b->first], last)) {
		check_find(v, CHECK_STRANDED, n, v->lines[b->first].page,
			"cut in itself");
		return;
	}
	title_follow(&t);
	if (t.parted && t.found < t.wants)
		check_find(v, CHECK_STRANDED, n, last->page,
			"%d of %d lines below it", t.found, t.wants);
}

void
check_titles(struct check_view *v)
{
	for (uint32_t i = 0; i < v->doc->nnodes; i++)
		if (v->nodes[i].nlines)
			title_check(v, &v->nodes[i]);
}
