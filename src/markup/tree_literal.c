/*
 * Markdown that is none, and stands on the site as it was typed: a link whose
 * brackets are parted, list items without a space behind their dash.
 */
#include "markup_priv.h"

#define LITERAL_ITEMS 2 /* so many lines look like a list */

static bool
starts_target(struct str s)
{
	static const char *const starts[] = {
		"http://", "https://", "/", "#", "./", "../", "mailto:"};
	for (size_t i = 0; i < ARRAY_LEN(starts); i++)
		if (str_starts(s, starts[i]))
			return true;
	return false;
}

/* Where "](address" or "] (address" stands, or -1. */
static ptrdiff_t
find_link(struct str s)
{
	ptrdiff_t at = str_chr(s, ']');
	while (at >= 0) {
		size_t i = (size_t)at + 1;
		while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\n'))
			i++;
		if (i < s.n && s.p[i] == '(' &&
			starts_target(str_sub(s, i + 1, s.n)))
			return at;
		at = str_find(s, "]", (size_t)at + 1);
	}
	return -1;
}

/* Lines that begin with a dash and, at once, a letter. */
static int
count_dashed(struct str s, bool begins)
{
	int n = 0;
	for (size_t i = 0; i + 1 < s.n; i++) {
		bool first = i ? s.p[i - 1] == '\n' : begins;
		n += first && s.p[i] == '-' && ch_alpha(s.p[i + 1]);
	}
	return n;
}

static void
look_at_block(const struct node *block, struct diag *dg)
{
	int items = 0;
	bool link = false;
	for (const struct node *n = block->first; n; n = doc_next(n, block)) {
		if (n->kind != NODE_TEXT || n->parent->kind == NODE_CODE)
			continue;
		items += count_dashed(n->text, n == block->first);
		link = link || find_link(n->text) >= 0;
	}
	if (link)
		diag_report(
			dg, DIAG_MARKUP_TEXT, block->span, "%s", "a link, ](");
	if (items >= LITERAL_ITEMS)
		diag_report(dg, DIAG_MARKUP_TEXT, block->span, "%s",
			"a list, without a space behind the dash");
}

void
tree_literal(struct document *doc, struct diag *dg)
{
	for (const struct node *n = doc->root; n; n = doc_next(n, doc->root))
		if (n->kind == NODE_PARA)
			look_at_block(n, dg);
}
