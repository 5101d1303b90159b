/*
 * Bare addresses in text become links, so that they can be clicked in
 * the PDF.  Outside links and code only; punctuation at the end belongs
 * to the sentence, and so does a bracket that opened before the address.
 * Dashes and ellipses that typography made of hyphens and dots are taken
 * back in the address, not in the text.
 */
#include "markup_priv.h"

static bool
scheme_at(struct str s, size_t i)
{
	struct str rest = str_sub(s, i, s.n);

	return (str_istarts(rest, "http://") && rest.n > 7) ||
	       (str_istarts(rest, "https://") && rest.n > 8);
}

/* Can the character at `i` (`n` bytes) stand in an address? */
static bool
ends_address(struct str s, size_t i, size_t *n)
{
	uint32_t c;
	size_t next = i;

	c = utf8_next(s, &next);
	*n = next - i;
	if (c <= ' ' || c == '<' || c == '>' || c == '"' || c == '`' ||
		c == '|')
		return true;
	/* spaces and curly quotes; not dashes, which may be hyphens */
	return c == 0xa0 || (c >= 0x2000 && c <= 0x200b) || c == 0x2028 ||
	       (c >= 0x2018 && c <= 0x201f) || c == 0x202f || c == 0x3000 ||
	       c == 0x3001 || c == 0x3002 || c == 0xff09 || c == 0xab ||
	       c == 0xbb;
}

/* How many bytes of punctuation end `s`: not part of an address. */
static size_t
trailing(struct str s)
{
	static const char *const marks[] = {
		".", ",", ";", ":", "!", "?", "'", "*", "_", "\xe2\x80\xa6"};

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (str_ends(s, marks[i]))
			return strlen(marks[i]);
	if (!s.n || !strchr(")]}", s.p[s.n - 1]))
		return 0;
	char close = s.p[s.n - 1];
	char open = close == ')' ? '(' : close == ']' ? '[' : '{';
	int depth = 0;
	for (size_t i = 0; i < s.n; i++)
		depth += s.p[i] == open ? 1 : s.p[i] == close ? -1 : 0;
	return depth < 0 ? 1 : 0;
}

static size_t
address_end(struct str s, size_t from)
{
	size_t i = from, n;

	while (i < s.n && !ends_address(s, i, &n))
		i += n;
	/* at most a few marks end an address; more are not worth the walk */
	for (int k = 0; k < 8; k++) {
		n = trailing(str_sub(s, from, i));
		if (!n)
			break;
		i -= n;
	}
	return i;
}

static struct str
without_typography(struct arena *a, struct str s)
{
	static const struct {
		const char *from, *to;
	} back[] = {{"\xe2\x80\x94", "---"}, {"\xe2\x80\x93", "--"},
		{"\xe2\x80\xa6", "..."}};
	struct buf b = buf_new(a);

	if (str_find(s, "\xe2\x80", 0) < 0)
		return s;
	for (size_t i = 0; i < s.n;) {
		size_t k = 0;
		while (k < ARRAY_LEN(back) &&
			!str_starts(str_sub(s, i, s.n), back[k].from))
			k++;
		if (k < ARRAY_LEN(back)) {
			buf_c(&b, back[k].to);
			i += 3;
		} else {
			buf_ch(&b, s.p[i++]);
		}
	}
	return buf_done(&b);
}

static struct node *
text_after(struct document *doc, struct node *where, struct str s)
{
	struct node *t = doc_node(doc->a, NODE_TEXT, where->span);

	t->text = s;
	doc_insert_after(where, t);
	return t;
}

/* Links in one text; returns the last node it became. */
static struct node *
link_text(struct document *doc, struct node *t)
{
	struct str s = t->text;
	size_t i = 0;

	for (;;) {
		ptrdiff_t at = str_find(s, "://", i);
		if (at < 0)
			return t;
		size_t from = (size_t)at;
		while (from > 0 && ch_alpha(s.p[from - 1]) &&
			(size_t)at - from < 5)
			from--;
		if (ch_lower(s.p[from]) != 'h' || !scheme_at(s, from)) {
			i = (size_t)at + 3;
			continue;
		}
		size_t end = address_end(s, from);
		if (end <= (size_t)at + 3) {
			i = (size_t)at + 3;
			continue;
		}
		struct node *link = doc_node(doc->a, NODE_LINK, t->span);
		struct node *text = doc_node(doc->a, NODE_TEXT, t->span);
		text->text = str_sub(s, from, end);
		link->link.href = without_typography(doc->a, text->text);
		doc_append(link, text);
		doc_insert_after(t, link);
		t->text = str_sub(s, 0, from);
		s = str_sub(s, end, s.n);
		if (!t->text.n)
			doc_remove(t);
		if (!s.n)
			return link;
		t = text_after(doc, link, s);
		i = 0;
	}
}

void
tree_addresses(struct document *doc)
{
	struct node *root = doc->root, *n = root;

	while (n) {
		if (n->kind == NODE_LINK || n->kind == NODE_CODE ||
			n->kind == NODE_CODE_BLOCK || n->kind == NODE_KBD) {
			n = doc_next_after(n, root);
			continue;
		}
		if (n->kind == NODE_TEXT && n->text.n > 10)
			n = link_text(doc, n);
		n = n->kind == NODE_LINK ? doc_next_after(n, root)
		                         : doc_next(n, root);
	}
}
