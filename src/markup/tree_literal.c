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

void
tree_literal_lists(struct document *doc, struct diag *dg)
{
	for (const struct node *p = doc->root; p; p = doc_next(p, doc->root)) {
		int items = 0;
		if (p->kind != NODE_PARA)
			continue;
		for (const struct node *n = p->first; n; n = doc_next(n, p))
			if (n->kind == NODE_TEXT)
				items += count_dashed(n->text, n == p->first);
		if (items >= LITERAL_ITEMS)
			diag_report(dg, DIAG_MARKUP_TEXT, p->span, "%s",
				"a list, without a space behind the dash");
	}
}

void
tree_literal_links(struct document *doc, struct diag *dg)
{
	const struct node *root = doc->root, *n = root;
	while (n) {
		if (n->kind == NODE_CODE || n->kind == NODE_CODE_BLOCK ||
			n->kind == NODE_KBD || n->kind == NODE_MATH) {
			n = doc_next_after(n, root);
			continue;
		}
		if (n->kind == NODE_TEXT && find_link(n->text) >= 0)
			diag_report(dg, DIAG_MARKUP_TEXT, n->span, "%s",
				"a link, ](");
		n = doc_next(n, root);
	}
}
