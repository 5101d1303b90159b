/* Helpers of the tests of source. */
#include "source_aux.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

static const char scope_yaml[] =
	"page: {title: T, list: [a, b, c], path: a/b.md}\n"
	"site: {baseurl: /base, url: https://ex.org}\n"
	"key: title\n"
	"n: 4\n"
	"sp: \"  \"\n"
	"nl: \"a\\nb\"\n"
	"nums: [3, 1, 2]\n"
	"tags: [b, A, c]\n"
	"tags3: [a, b, c]\n"
	"pair: [x, y]\n"
	"holes: [1, ~, 2]\n"
	"list2: [a, a, b, a]\n"
	"map: {k: 1, l: [true, ~, 1.5]}\n"
	"map2: {a: 1, b: 2}\n"
	"a: false\n"
	"b: 1\n"
	"people:\n"
	"- {name: Bo, age: 20, team: r, likes: [milk]}\n"
	"- {name: Al, age: 40, team: r, likes: [tea, ale], at: {home: x}}\n"
	"- {name: Cy, team: q}\n";

static struct str
shout(struct arena *a, struct str s)
{
	return str_fmt(a, "[%.*s]", STR_ARG(s));
}

struct source_run
source_expand(const char *template)
{
	struct source_run r = {.a = arena_new()};
	assert_non_null(r.a);
	if (setjmp(*arena_jump(r.a)))
		abort();
	r.dg = diag_new(r.a);
	struct str yaml = str_c(scope_yaml);
	int file = diag_add_file(r.dg, STR("scope"), yaml);
	struct value *scope = source_yaml(r.a, file, yaml, 0, yaml.n, r.dg);
	assert_non_null(scope);
	struct source_site *site = ARENA_NEW(r.a, struct source_site);
	site->a = site->work = r.a;
	site->root = STR("/nowhere");
	site->config = value_find(scope, "site");
	file = diag_add_file(r.dg, STR("page.md"), str_c(template));
	r.in = text_of_file(r.a, file, str_c(template), 0);
	r.out = liquid_expand(site, &r.in, scope, shout, r.dg);
	return r;
}

void
source_check_cases(const struct source_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct source_run r = source_expand(cases[i].template);
		if (!str_is(r.out.bytes, cases[i].printed))
			print_error("template: %s\nprinted:  %.*s\n",
				cases[i].template, STR_ARG(r.out.bytes));
		assert_true(str_is(r.out.bytes, cases[i].printed));
		assert_int_equal(r.out.bytes.n && !r.out.nruns, 0);
		arena_free(r.a);
	}
}

bool
source_has_message(struct diag *dg, const char *slug, int line)
{
	int n, at, col;
	const struct diag_entry *e = diag_sorted(dg, &n);
	for (int i = 0; i < n; i++) {
		diag_place(dg, e[i].span, &at, &col);
		if (strcmp(diag_messages[e[i].code].slug, slug) == 0 &&
			(line == 0 || line == at))
			return true;
	}
	return false;
}
