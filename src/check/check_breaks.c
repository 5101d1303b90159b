/*
 * Where a page or column ends inside a block: widows, orphans, and words
 * divided there or too often in a row.
 */
#include "check_priv.h"

#define HYPHENS_IN_A_ROW 2

/* How many of the block's lines from `i` on stand together; *next gets the
 * first that doesn't, or -1. */
static int
stretch_length(const struct check_view *v, int i, int *next)
{
	int n = 0, at = i;
	while (at >= 0 && !check_parted(&v->lines[i], &v->lines[at])) {
		n++;
		at = v->lines[at].next;
	}
	*next = at;
	return n;
}

/* A line of text alone; a picture may stand alone. */
static bool
is_lone_line(const struct check_view *v, int i, int n)
{
	return n == 1 && v->lines[i].size && !v->lines[i].tall;
}

static void
block_ends(struct check_view *v, const struct check_node *b)
{
	int next, i = b->first;
	int n = stretch_length(v, i, &next);
	if (next < 0)
		return;
	const struct node *block = v->lines[i].block;
	if (is_lone_line(v, i, n))
		check_find(v, CHECK_ORPHAN, block, v->lines[i].page,
			"1 of %d lines", b->nlines);
	while (next >= 0) {
		i = next;
		n = stretch_length(v, i, &next);
	}
	if (is_lone_line(v, i, n))
		check_find(v, CHECK_WIDOW, block, v->lines[i].page,
			"1 of %d lines", b->nlines);
}

static void
block_hyphens(struct check_view *v, const struct check_node *b)
{
	int run = 0;
	for (int i = b->first, next; i >= 0; i = next) {
		const struct check_line *l = &v->lines[i];
		next = l->next;
		run = l->hyphen ? run + 1 : 0;
		bool ends = next < 0 || !v->lines[next].hyphen;
		if (run > HYPHENS_IN_A_ROW && ends)
			check_find(v, CHECK_HYPHENS, l->block, l->page,
				"%d lines in a row", run);
		if (l->hyphen && next >= 0 && check_parted(l, &v->lines[next]))
			check_find(v, CHECK_HYPHENS, l->block, l->page,
				"the last line of the page");
	}
}

void
check_breaks(struct check_view *v)
{
	for (uint32_t i = 0; i < v->doc->nnodes; i++) {
		const struct check_node *b = &v->nodes[i];
		if (b->nlines < 2)
			continue;
		if (v->lines[b->first].block->kind != NODE_HEADING)
			block_ends(v, b);
		block_hyphens(v, b);
	}
}
