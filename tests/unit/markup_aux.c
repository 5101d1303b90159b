/*
 * Runs the tables of the tests of markup.  The title that every page gets
 * is left out of the tree, so that a case is what it is about.
 */
#include "markup_aux.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "markup/markup.h"

/* Without the lines of document and title, one level less deep. */
static const char *
body_of(struct arena *a, struct str dump)
{
	struct buf b = buf_new(a);
	int line = 0;

	for (size_t i = 0; i < dump.n; line++) {
		ptrdiff_t nl = str_chr(str_sub(dump, i, dump.n), '\n');
		size_t end = nl < 0 ? dump.n : i + (size_t)nl + 1;
		if (line >= 3)
			buf_str(&b, str_sub(dump, i + 2, end));
		i = end;
	}
	return buf_done(&b).p;
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
check_case(const struct markup_case *c, const char *key, const char *value)
{
	struct arena *a = arena_new();
	struct buf b;

	assert_non_null(a);
	struct diag *dg = diag_new(a);
	struct str bytes = str_c(c->text);
	int file = diag_add_file(dg, STR("page.md"), bytes);
	struct text t = text_of_file(a, file, bytes, 0);
	struct value *front = value_new(a, VALUE_MAP, SPAN_NONE);
	struct value *site = value_new(a, VALUE_MAP, SPAN_NONE);
	value_put(front, STR("title"), value_new_str(a, STR("T"), SPAN_NONE));
	if (key)
		value_put(site, str_c(key),
			value_new_str(a, str_c(value), SPAN_NONE));
	struct document *doc = markup_read(a, &t, front, site, STR("page"), dg);
	b = buf_new(a);
	doc_dump(doc, &b);
	const char *tree = body_of(a, buf_done(&b));
	const char *slugs = slugs_of(a, dg);
	if (strcmp(tree, c->tree) != 0 || strcmp(slugs, c->slugs) != 0)
		print_error("%s:\n%s\n%s\nand not:\n%s\n%s\n", c->name, slugs,
			tree, c->slugs, c->tree);
	assert_string_equal(tree, c->tree);
	assert_string_equal(slugs, c->slugs);
	arena_free(a);
}

void
markup_check_site(const struct markup_case *cases, int n, const char *key,
	const char *value)
{
	for (int i = 0; i < n; i++)
		check_case(&cases[i], key, value);
}

void
markup_check(const struct markup_case *cases, int n)
{
	markup_check_site(cases, n, NULL, NULL);
}
