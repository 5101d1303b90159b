/*
 * Outlines into trees, and tables of outlines against their normal form.
 */
#include "doc_aux.h"

#include <stdlib.h>

#include <cmocka.h>

static enum node_kind
kind_named(struct str name)
{
	for (int k = 0; k < NODE_KINDS; k++)
		if (str_is(name, doc_kinds[k].name))
			return (enum node_kind)k;
	fail_msg("no kind %.*s", STR_ARG(name));
	return NODE_DIV;
}

static struct str
plain_text(struct arena *a, struct str s)
{
	struct str t = str_dup(a, s);

	for (size_t i = 0; i < t.n; i++) {
		char *c = (char *)(uintptr_t)t.p + i;
		*c = *c == '~' ? ' ' : *c == '|' ? '\n' : *c;
	}
	return t;
}

static void
set_number(struct node *n, struct str name, struct str value)
{
	int i = 0;

	str_int(value, &i);
	if (str_is(name, "level"))
		n->heading.level = i;
	else if (str_is(name, "colspan"))
		n->cell.colspan = i;
	else if (str_is(name, "rowspan"))
		n->cell.rowspan = i;
	else if (str_is(name, "start"))
		n->list.start = i;
	else if (str_is(name, "value")) {
		n->item.number = i;
		n->item.has_value = true;
	} else {
		fail_msg("no field %.*s", STR_ARG(name));
	}
}

static void
set_word(struct arena *a, struct node *n, struct str w)
{
	ptrdiff_t eq = str_chr(w, '=');

	if (w.p[0] == '#') {
		n->id = str_sub(w, 1, w.n);
	} else if (w.p[0] == '.') {
		doc_add_class(a, n, str_sub(w, 1, w.n));
	} else if (str_is(w, "header")) {
		n->cell.header = true;
	} else if (str_is(w, "ordered")) {
		n->list.ordered = true;
		n->list.start = 1;
	} else if (eq > 0) {
		struct str name = str_sub(w, 0, (size_t)eq);
		struct str value = str_sub(w, (size_t)eq + 1, w.n);
		if (str_is(name, "href"))
			n->link.href = value;
		else if (str_is(name, "src"))
			n->image.src = value;
		else if (str_is(name, "label") && n->kind == NODE_NOTE)
			n->note.label = value;
		else if (str_is(name, "label"))
			n->ref.label = value;
		else if (str_is(name, "name"))
			doc_set_attr(a, n, name, value, SPAN_NONE);
		else
			set_number(n, name, value);
	} else {
		fail_msg("no word %.*s", STR_ARG(w));
	}
}

static struct node *
node_of_line(struct arena *a, struct str line, struct span span)
{
	struct str rest = line, word;

	str_next(&rest, " ", &word);
	struct node *n = doc_node(a, kind_named(word), span);
	if (n->kind == NODE_TEXT) {
		n->text = plain_text(a, str_trim(rest));
		return n;
	}
	while (str_next(&rest, " ", &word))
		set_word(a, n, word);
	return n;
}

struct document *
doc_make(struct arena *a, const char *outline)
{
	struct document *doc = ARENA_NEW(a, struct document);
	struct str s = str_c(outline);
	struct node *at;
	int depth = 0;

	doc->a = a;
	doc->front = doc->site = value_new(a, VALUE_MAP, SPAN_NONE);
	doc->root = at = doc_node(a, NODE_DOCUMENT, SPAN_NONE);
	for (size_t i = 0; i < s.n;) {
		ptrdiff_t nl = str_chr(str_sub(s, i, s.n), '\n');
		size_t end = nl < 0 ? s.n : i + (size_t)nl;
		int spaces = 0;
		while (s.p[i + (size_t)spaces] == ' ')
			spaces++;
		for (; depth > spaces; depth--)
			at = at->parent;
		struct span span = {1, (uint32_t)i};
		struct node *n = node_of_line(
			a, str_sub(s, i + (size_t)spaces, end), span);
		doc_append(at, n);
		at = n;
		depth++;
		i = end + 1;
	}
	return doc;
}

/* ---- cases ------------------------------------------------------------ */

static const char *
tree_of(struct arena *a, const struct document *doc)
{
	struct buf b = buf_new(a), out = buf_new(a);

	doc_dump(doc, &b);
	struct str s = buf_done(&b);
	for (size_t i = (size_t)str_chr(s, '\n') + 1; i < s.n;) {
		size_t end = i + (size_t)str_chr(str_sub(s, i, s.n), '\n') + 1;
		buf_str(&out, str_sub(s, i + 2, end));
		i = end;
	}
	return buf_done(&out).p;
}

static const char *
slugs_of(struct arena *a, struct diag *dg)
{
	struct buf b = buf_new(a);
	int n;
	const struct diag_entry *e = diag_sorted(dg, &n);

	for (int i = 0; i < n; i++) {
		if (i)
			buf_ch(&b, ' ');
		buf_c(&b, diag_messages[e[i].code].slug);
	}
	return buf_done(&b).p;
}

static void
doc_check_case(const struct doc_case *c)
{
	struct arena *a = arena_new();

	assert_non_null(a);
	struct diag *dg = diag_new(a);
	diag_add_file(dg, STR("outline"), str_c(c->outline));
	struct document *doc = doc_make(a, c->outline);
	doc_validate(doc, dg);
	const char *tree = tree_of(a, doc), *slugs = slugs_of(a, dg);
	if (strcmp(tree, c->tree) != 0 || strcmp(slugs, c->slugs) != 0)
		print_error("%s:\n%s\n%s\nand not:\n%s\n%s\n", c->name, slugs,
			tree, c->slugs, c->tree);
	assert_string_equal(tree, c->tree);
	assert_string_equal(slugs, c->slugs);
	/* normal form is what validating it again leaves alone */
	doc_validate(doc, NULL);
	assert_string_equal(tree_of(a, doc), c->tree);
	arena_free(a);
}

void
doc_check(const struct doc_case *cases, int n)
{
	for (int i = 0; i < n; i++)
		doc_check_case(&cases[i]);
}
