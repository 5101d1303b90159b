/*
 * What stands above the page: the eyebrow (module and section) and the
 * title, from front matter, else from the first heading of level 1, else
 * the file's name.  A first heading that only repeats the title goes.
 */
#include "tree_priv.h"

/* Plain text of a front matter value: entities decoded, spaces collapsed. */
static struct str
plain_value(struct arena *a, const struct value *front, const char *key)
{
	struct str s = str_trim(value_str(front, key));
	struct text_builder tb = text_builder_new(a);
	struct document scratch = {.a = a};

	if (str_chr(s, '&') < 0 && str_chr(s, '<') < 0 && str_chr(s, '\n') < 0)
		return s;
	text_add(&tb, s, SPAN_NONE);
	struct text html = text_builder_done(&tb);
	mend_html(a, &html, NULL);
	scratch.root = doc_node(a, NODE_DOCUMENT, SPAN_NONE);
	tree_build(&scratch, &html, NULL);
	doc_normalize(&scratch);
	return doc_text(a, scratch.root);
}

static bool
is_title_heading(const struct node *n)
{
	return n->kind == NODE_HEADING && n->heading.level == 1;
}

static struct node *
first_title_heading(const struct document *doc)
{
	struct node *n = doc->root;

	while (n && !is_title_heading(n))
		n = doc_next(n, doc->root);
	return n;
}

/* The first block that shows something. */
static struct node *
first_block(const struct document *doc)
{
	struct node *n = doc->root->first;

	while (n && n->kind == NODE_PAGE_BREAK)
		n = n->next;
	return n;
}

static struct span
value_place(const struct value *front, const char *key)
{
	const struct value *v = value_find(front, key);

	return v ? v->span : front->span;
}

static struct node *
line_of(struct document *doc, enum node_kind kind, struct str s,
	struct span span)
{
	struct node *n = doc_node(doc->a, kind, span);
	struct node *t = doc_node(doc->a, NODE_TEXT, span);

	t->text = s;
	doc_append(n, t);
	return n;
}

static void
put_first(struct document *doc, struct node *n)
{
	if (doc->root->first)
		doc_insert_before(doc->root->first, n);
	else
		doc_append(doc->root, n);
}

/* The file's name as a title: "3-1-museums" is "3 1 museums". */
static struct str
title_of_name(struct arena *a, struct str name)
{
	struct str s = str_dup(a, name);
	ptrdiff_t slash = -1;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '/')
			slash = (ptrdiff_t)i;
	s = str_sub(s, (size_t)(slash + 1), s.n);
	char *p = (char *)(uintptr_t)s.p;
	for (size_t i = s.n; i-- > 1;)
		if (s.p[i] == '.') {
			s.n = i;
			break;
		}
	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '-' || p[i] == '_')
			p[i] = ' ';
	return str_trim(s);
}

/* A title for a page without one; the heading it came from, or NULL. */
static struct node *
find_title(struct document *doc, struct str name, struct diag *dg)
{
	struct node *h = first_title_heading(doc);
	struct span front = doc->front->span;

	if (h)
		doc->title = doc_text(doc->a, h);
	else if (doc->subtitle.n)
		doc->title = doc->subtitle;
	else
		doc->title = title_of_name(doc->a, name);
	if (!h)
		MARKUP_REPORT(dg, DIAG_FRONT_NO_TITLE,
			front.file ? front : doc->root->span, "%.*s",
			STR_ARG(name));
	return h;
}

/* The body's own first heading stands for the title if it says the same. */
static void
drop_repeated(struct document *doc)
{
	struct node *n = first_block(doc);

	while (n && n->kind == NODE_DIV && n->first)
		n = n->first;
	if (n && is_title_heading(n) &&
		str_ieq(doc_text(doc->a, n), doc->title))
		doc_remove(n);
}

static void
add_eyebrow(struct document *doc)
{
	struct str s = doc->module;

	if (s.n && doc->section.n)
		s = str_fmt(doc->a, "%.*s \xc2\xb7 %.*s", STR_ARG(s),
			STR_ARG(doc->section));
	else if (!s.n)
		s = doc->section;
	if (!s.n)
		return;
	struct node *n = line_of(doc, NODE_PARA, s,
		value_place(doc->front,
			doc->module.n ? "module_full_name" : "section"));
	n->classes = STR("eyebrow");
	put_first(doc, n);
}

static struct str
language(struct document *doc)
{
	static const char *const keys[] = {"lang", "locale", "language"};
	struct str s = STR0;

	for (size_t i = 0; i < ARRAY_LEN(keys) && !s.n; i++)
		s = str_trim(value_str(doc->front, keys[i]));
	for (size_t i = 0; i < ARRAY_LEN(keys) && !s.n; i++)
		s = str_trim(value_str(doc->site, keys[i]));
	if (!s.n)
		return STR("en");
	struct str tag = str_dup(doc->a, s);
	for (size_t i = 0; i < tag.n; i++)
		if (tag.p[i] == '_')
			((char *)(uintptr_t)tag.p)[i] = '-';
	return tag;
}

static bool
has_letters(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ch_digit(s.p[i]) && !ch_space(s.p[i]))
			return true;
	return false;
}

static struct str
module_name(struct document *doc)
{
	static const char *const keys[] = {
		"module_full_name", "module", "course_name"};
	struct str s = STR0;

	for (size_t i = 0; i < ARRAY_LEN(keys) && !s.n; i++)
		s = plain_value(doc->a, doc->front, keys[i]);
	/* "7" alone says nothing to who holds the paper */
	return has_letters(s) ? s : STR0;
}

void
tree_head(struct document *doc, struct str name, struct diag *dg)
{
	struct arena *a = doc->a;
	struct node *h = NULL;

	doc->lang = language(doc);
	doc->subtitle = plain_value(a, doc->front, "subtitle");
	doc->module = module_name(doc);
	doc->section = plain_value(a, doc->front, "section");
	doc->title = plain_value(a, doc->front, "title");
	if (!doc->title.n)
		h = find_title(doc, name, dg);
	drop_repeated(doc);
	struct node *title = line_of(doc, NODE_HEADING, doc->title,
		h ? h->span : value_place(doc->front, "title"));
	title->heading.level = 1;
	title->classes = STR("title");
	put_first(doc, title);
	add_eyebrow(doc);
}
