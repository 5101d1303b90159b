/*
 * Comments that turn messages off:
 *
 *	<!-- handout: ignore contrast, img-no-alt -->
 *
 * Such a comment holds from where it stands to the end of the next block of
 * the same file, with all that is in it; one inside a paragraph, heading or
 * the like, to the end of that.
 */
#include "tree_priv.h"

#include <stdlib.h>

bool
tree_ignore_words(struct str comment, struct str *slugs)
{
	static const char *const parts[] = {"handout:", "ignore"};
	struct str s = str_trim(comment);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!str_starts(s, parts[i]))
			return false;
		s = str_trim(str_sub(s, strlen(parts[i]), s.n));
	}
	if (str_starts(s, ":"))
		s = str_sub(s, 1, s.n);
	*slugs = s;
	return true;
}

void
tree_ignore_add(struct tree *t, struct str comment, struct span span)
{
	struct document *doc = t->doc;
	struct ignore one = {.span = span, .within = t->at};
	if (!t->dg || !tree_ignore_words(comment, &one.slugs))
		return;
	while (one.within && doc_kinds[one.within->kind].level != LEVEL_PARENT)
		one.within = one.within->parent;
	one.slugs = str_dup(t->a, one.slugs);
	ARENA_PUSH(t->a, doc->ignores, doc->nignores, doc->ignores_cap);
	doc->ignores[doc->nignores++] = one;
}

/* ---- how far they hold ------------------------------------------------ */

static int
compare_spans(struct span a, struct span b)
{
	if (a.file != b.file)
		return a.file < b.file ? -1 : 1;
	return a.off < b.off ? -1 : a.off > b.off;
}

/* Of those at one place the outer one first. */
static int
compare_blocks(const void *pa, const void *pb)
{
	const struct node *a = *(struct node *const *)pa;
	const struct node *b = *(struct node *const *)pb;
	int order = compare_spans(a->span, b->span);
	return order ? order : a->num < b->num ? -1 : a->num > b->num;
}

struct blocks {
	struct node **v; /* by place */
	int n, cap;
};

static struct blocks
list_blocks(struct document *doc)
{
	struct blocks b = {0};
	uint32_t num = 0;
	for (struct node *n = doc->root; n; n = doc_next(n, doc->root)) {
		n->num = num++;
		if (n == doc->root || doc_is_inline(n))
			continue;
		ARENA_PUSH(doc->a, b.v, b.n, b.cap);
		b.v[b.n++] = n;
	}
	if (b.n)
		qsort(b.v, (size_t)b.n, sizeof *b.v, compare_blocks);
	return b;
}

/* The first block at or behind a place, in its file; or NULL. */
static struct node *
block_behind(const struct blocks *b, struct span span)
{
	int low = 0, high = b->n;
	while (low < high) {
		int mid = low + (high - low) / 2;
		if (compare_spans(b->v[mid]->span, span) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	struct node *n = low < b->n ? b->v[low] : NULL;
	return n && n->span.file == span.file ? n : NULL;
}

/* Where what follows the block begins; the file's end if nothing does. */
static uint32_t
block_end(const struct document *doc, const struct node *block)
{
	const struct span at = block->span;
	const struct node *n = doc_next_after(block, doc->root);
	while (n && (n->span.file != at.file || n->span.off <= at.off))
		n = doc_next(n, doc->root);
	return n ? n->span.off : SPAN_WHOLE;
}

void
tree_ignore(struct document *doc, struct diag *dg)
{
	if (!doc->nignores)
		return;
	struct blocks blocks = list_blocks(doc);
	for (int i = 0; i < doc->nignores; i++) {
		const struct ignore *g = &doc->ignores[i];
		const struct node *block =
			g->within && g->within->first && g->within->parent
				? g->within
				: block_behind(&blocks, g->span);
		uint32_t end = block ? block_end(doc, block) : SPAN_WHOLE;
		struct str rest = g->slugs, slug;
		while (str_next(&rest, ", ", &slug))
			if (!diag_ignore_from(dg, slug, g->span, end))
				diag_report_slug(dg, slug, g->span);
	}
}
