/*
 * Who said it: the end of a quote's last paragraph, after a dash.
 *
 * Authors write it behind the closing quotation mark or sentence, with two
 * hyphens that the typographic step has made a dash of, or on a line of its
 * own after <br>.  A dash inside a sentence is left alone: what stands
 * before the source must end like a sentence, and the source is short.
 */
#include "doc.h"

#define SOURCE_MAX 160 /* bytes */

static const char *const dashes[] = {
	"\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x95", "---", "--"};

/* Length of the dash at the start of `s`, 0 if there is none. */
static size_t
dash_length(struct str s)
{
	for (size_t i = 0; i < ARRAY_LEN(dashes); i++)
		if (str_starts(s, dashes[i]))
			return strlen(dashes[i]);
	return 0;
}

/* Does the text end as a sentence or a quotation does? */
static bool
ends_sentence(struct str s)
{
	static const char *const ends[] = {"\xE2\x80\x9D", "\xE2\x80\x99", "\"",
		"'", ".", "!", "?", "\xE2\x80\xA6", "\xC2\xBB", ")"};
	s = str_trim(s);
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (str_ends(s, ends[i]))
			return true;
	return false;
}

/* Bytes of text in `n` and its following siblings. */
static size_t
text_after(const struct node *n)
{
	size_t total = 0;
	for (; n; n = n->next)
		for (const struct node *c = n; c; c = doc_next(c, n))
			total += c->kind == NODE_TEXT ? c->text.n : 0;
	return total;
}

/* Where in `text` the last dash stands that begins a source; text.n if none. */
static size_t
find_source(struct str text, bool at_start)
{
	size_t found = text.n;
	for (size_t i = 0; i < text.n; i++) {
		struct str rest = str_sub(text, i, text.n);
		size_t dash = dash_length(rest);
		if (!dash)
			continue;
		bool starts = at_start && i == 0;
		if ((starts || ends_sentence(str_sub(text, 0, i))) &&
			rest.n > dash)
			found = i;
		i += dash - 1;
	}
	return found;
}

/* The text after the dash; a space before what follows the text stays. */
static struct str
source_text(const struct node *text, size_t at)
{
	struct str s = str_sub(text->text, at, text->text.n);
	s = str_sub(s, dash_length(s), s.n);
	if (!text->next)
		return str_trim(s);
	while (s.n && ch_space(s.p[0]))
		s = str_sub(s, 1, s.n);
	return s;
}

/* A new paragraph after `para` with what follows the dash. */
static struct node *
make_source(struct arena *a, struct node *para, struct node *text, size_t at)
{
	struct node *source = doc_node(a, NODE_PARA, text->span);
	struct str rest = source_text(text, at);
	doc_add_class(a, source, STR("attribution"));
	struct node *first = doc_node(a, NODE_TEXT, text->span);
	if (first->span.off != SPAN_WHOLE)
		first->span.off += (uint32_t)at;
	first->text = str_fmt(a, "\xE2\x80\x94 %.*s", STR_ARG(rest));
	doc_append(source, first);
	for (struct node *n = text->next, *next; n; n = next) {
		next = n->next;
		doc_remove(n);
		doc_append(source, n);
	}
	doc_insert_after(para, source);
	return source;
}

/* Cut what is left of the paragraph: no space or <br> at its end. */
static void
trim_end(struct node *para, struct node *text, size_t at)
{
	text->text = str_trim(str_sub(text->text, 0, at));
	if (!text->text.n)
		doc_remove(text);
	while (para->last && para->last->kind == NODE_BREAK)
		doc_remove(para->last);
	if (!para->first)
		doc_remove(para);
}

/* The notes that the source's own references carry follow it. */
static void
set_attribution(struct arena *a, struct node *para)
{
	for (struct node *n = para->last; n; n = n->prev) {
		if (n->kind != NODE_TEXT)
			continue;
		bool at_start = !n->prev || n->prev->kind == NODE_BREAK;
		size_t at = find_source(n->text, at_start);
		if (at == n->text.n)
			continue;
		if (n->text.n - at + text_after(n->next) > SOURCE_MAX)
			return;
		make_source(a, para, n, at);
		trim_end(para, n, at);
		return;
	}
}

static struct node *
last_parent(struct node *quote)
{
	struct node *n = quote->last;
	while (n && n->kind == NODE_NOTE)
		n = n->prev;
	return n && (n->kind == NODE_PARA || n->kind == NODE_PLAIN) ? n : NULL;
}

void
doc_set_attributions(struct document *doc)
{
	for (struct node *n = doc->root; n; n = doc_next(n, doc->root)) {
		if (n->kind != NODE_QUOTE)
			continue;
		struct node *para = last_parent(n);
		if (para)
			set_attribution(doc->a, para);
	}
}
