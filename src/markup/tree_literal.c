/*
 * Markdown that is none, and stands on the site as it was typed: a link whose
 * brackets are parted, list items without a space behind their dash, stars
 * that make nothing bold.
 */
#include "tree_priv.h"

#define LITERAL_ITEMS 2 /* so many lines look like a list */

/* ---- what a link and a list are ---------------------------------------- */

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

/* ---- stars ------------------------------------------------------------ */

static bool
is_code(const GumboNode *g)
{
	for (; g && g->type == GUMBO_NODE_ELEMENT; g = g->parent)
		switch (g->v.element.tag) {
		case GUMBO_TAG_CODE:
		case GUMBO_TAG_PRE:
		case GUMBO_TAG_KBD:
		case GUMBO_TAG_SAMP:
		case GUMBO_TAG_TEXTAREA:
			return true;
		default:
			break;
		}
	return false;
}

/* "\*\*" is meant: the second is not beside the first in the file. */
static bool
is_escaped(const struct tree *t, size_t at)
{
	struct span a = text_span(t->html, at);
	struct span b = text_span(t->html, at + 1);
	return a.file != b.file || b.off != a.off + 1;
}

/* A space, or what opens a quotation or a remark. */
static bool
is_outside(uint32_t c)
{
	if (c >= 0x80)
		return !markup_word(c);
	return c == 0 || strchr(" \t\r\n([\"'>", (int)c);
}

/* "**Word", "**A word" where a word may begin, not "**p < 0.05". */
static bool
stars_open(struct str s, size_t i)
{
	if (!is_outside(markup_char_before(s, i)) ||
		!markup_word(markup_char_at(s, i + 2)))
		return false;
	bool space = i + 3 < s.n && s.p[i + 3] == ' ';
	return markup_word(markup_char_at(s, i + 3 + space));
}

/* "word**" where one may end. */
static bool
stars_close(struct str s, size_t i)
{
	return i + 2 < s.n && ch_space(s.p[i + 2]) && i > 0 &&
	       !ch_space(s.p[i - 1]);
}

/* "**" in a text that looks as if it were to be bold; each text once. */
void
tree_literal_strong(struct tree *t, const GumboNode *g)
{
	struct str html = t->html->bytes;
	size_t from = g->v.text.start_pos.offset;
	size_t to = from + g->v.text.original_text.length;
	struct str s = str_sub(html, from, to);
	ptrdiff_t at = str_find(s, "**", 0);
	if (at < 0 || is_code(g->parent))
		return;
	for (int before = 0; at >= 0; before++) {
		size_t i = (size_t)at;
		bool looks = stars_open(s, i) || (before && stars_close(s, i));
		if (looks && !is_escaped(t, from + i)) {
			diag_report(t->dg, DIAG_MARKUP_TEXT,
				text_span(t->html, from + i), "%s",
				"bold type, **");
			return;
		}
		at = str_find(s, "**", i + 2);
	}
}

/* ---- links ------------------------------------------------------------ */

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
