/*
 * The chain as a library: results, statuses, and memory that runs out at
 * every place it can.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handout/handout.h"
#include "handout/handout_priv.h"

static const char page[] =
	"---\ntitle: \"A: page\"\nmodule_full_name: Module\n---\n\n"
	"> A quote. -- Somebody\n\n"
	"Text with *emphasis*, a [link](https://example.org/a) and a note."
	"<sup>1</sup>\n\n"
	"- one\n- two\n  1. three\n\n"
	"| a | b |\n|---|---|\n| 1 | 2 |\n\n"
	"<table><tr style=\"background:#000\"><th style=\"color:#fff\" "
	"colspan=\"2\">T</th></tr><tr><th bgcolor=\"#cc3300\">L</th>"
	"<td>{{ page.title }}</td></tr></table>\n\n"
	"```\ncode\n```\n\n"
	"<iframe src=\"https://example.org/v\"></iframe>\n\n"
	"#### Footnotes:\n\n<a name=\"fn1\">1</a>:  --A note.\n";

/* Enough for two pages, set tighter one: in two columns, with a wide table
 * and notes in both. */
static const char columns[] =
	"---\ntitle: Two columns\nhandout: {theme: {page: {columns: 2, bottom: "
	"flush}, footnotes: {across: false}}}\n---\n\n"
	"{% for i in (1..16) %}## Part {{ i }}\n\nA line of words that goes on "
	"in the next one.[^a]\n\n{% endfor %}"
	"| Correspondence | Acknowledgements | Administration | Manufacturing "
	"|\n|---|---|---|---|\n| a | b | c | d[^b] |\n\n"
	"[Page](page.html#x)\n\n[^a]: One note.\n[^b]: Another note.\n";

struct fixture {
	char dir[64], path[96], columns[96];
	struct handout *h;
};

static struct fixture fx;

static int
setup(void **state)
{
	(void)state;
	snprintf(fx.dir, sizeof fx.dir, "/tmp/handout-test-XXXXXX");
	if (!mkdtemp(fx.dir))
		return 1;
	snprintf(fx.path, sizeof fx.path, "%s/page.md", fx.dir);
	snprintf(fx.columns, sizeof fx.columns, "%s/columns.md", fx.dir);
	fx.h = handout_open();
	return fx.h && handout_write(fx.path, page, sizeof page - 1) &&
	                       handout_write(
				       fx.columns, columns, sizeof columns - 1)
	               ? 0
	               : 1;
}

static int
teardown(void **state)
{
	(void)state;
	handout_close(fx.h);
	unlink(fx.path);
	unlink(fx.columns);
	return rmdir(fx.dir);
}

static void
test_render(void **state)
{
	(void)state;
	struct handout_options o = {0};
	struct handout_result a, b;
	handout_render(fx.h, fx.path, &o, &a);
	handout_render(fx.h, fx.path, &o, &b);
	assert_int_equal(a.status, HANDOUT_OK);
	assert_true(a.pages >= 1 && a.size > 1000);
	assert_memory_equal(a.pdf, "%PDF-1.7", 8);
	assert_int_equal(a.size, b.size);
	assert_memory_equal(a.pdf, b.pdf, a.size);
	assert_non_null(strstr(a.messages, "[contrast]"));
	assert_int_equal(a.errors, 0);
	handout_result_free(&a);
	handout_result_free(&b);
}

static void
test_check_only(void **state)
{
	(void)state;
	struct handout_options o = {.check_only = true};
	struct handout_result r;
	handout_render(fx.h, fx.path, &o, &r);
	assert_int_equal(r.status, HANDOUT_OK);
	assert_int_equal(r.size, 0);
	handout_result_free(&r);
}

static void
test_dumps(void **state)
{
	(void)state;
	static const char *const steps[] = {
		"source", "markup", "tree", "style", "pages", "tags"};
	struct handout_options o = {.paper = "a4"};
	struct handout_result r;
	for (int i = 0; i < 6; i++) {
		handout_dump(fx.h, fx.path, steps[i], &o, &r);
		assert_int_equal(r.status, HANDOUT_OK);
		assert_true(r.size > 100);
		handout_result_free(&r);
	}
	handout_dump(fx.h, fx.path, "nonsense", &o, &r);
	assert_int_equal(r.status, HANDOUT_USAGE);
	handout_result_free(&r);
}

static void
test_missing(void **state)
{
	(void)state;
	struct handout_options o = {0};
	struct handout_result r;
	handout_render(fx.h, "/nonexistent/page.md", &o, &r);
	assert_int_equal(r.status, HANDOUT_FAILED);
	assert_non_null(strstr(r.messages, "[file-missing]"));
	handout_result_free(&r);
}

/* ---- no memory ---------------------------------------------------------- */

typedef void (*render_fn)(
	const struct handout_options *o, struct handout_result *r);

static void
render_page(const struct handout_options *o, struct handout_result *r)
{
	handout_render(fx.h, fx.path, o, r);
}

static void
render_columns(const struct handout_options *o, struct handout_result *r)
{
	handout_render(fx.h, fx.columns, o, r);
}

static void
render_packet_of_both(const struct handout_options *o, struct handout_result *r)
{
	const struct handout_page pages[] = {
		{fx.path, "page.md", "/page.html", "page", "A: page", "1", "",
			"m", "Module"},
		{fx.columns, "columns.md", "/columns.html", "columns",
			"Two columns", "2", "", "m", "Module"}};
	const struct handout_packet p = {.pages = pages,
		.npages = 2,
		.title = "Packet",
		.prepared_for = "Readers",
		.figures = true,
		.tables = true,
		.chapters = HANDOUT_CHAPTER_RECTO};
	handout_render_packet(fx.h, &p, o, r);
}

/* Renders with the n-th allocation failing, for ever higher n: said, and
 * nothing leaks.  Returns how often it failed. */
static size_t
run_out(render_fn render, const struct handout_options *o)
{
	struct handout_result r;
	size_t n = 1, failures = 0;
	for (;; n += 1 + n / 40) {
		handout_fail_after(fx.h, n);
		render(o, &r);
		enum handout_status status = r.status;
		handout_result_free(&r);
		if (status == HANDOUT_OK)
			break;
		assert_int_equal(status, HANDOUT_MACHINE);
		failures++;
	}
	handout_fail_after(fx.h, 0);
	return failures;
}

static void
test_no_memory(void **state)
{
	(void)state;
	static const struct {
		render_fn render;
		struct handout_options o;
	} rows[] = {
		{render_page, {0}},
		{render_page, {.large_print = true, .duplex = true}},
		{render_columns, {.fit = 1}},
		{render_columns, {.booklet = true, .grayscale = true}},
		{render_columns,
			{.check_only = true, .layout = HANDOUT_REPORT_JSON}},
		{render_packet_of_both, {0}},
		{render_packet_of_both, {.booklet = true, .ink_save = true}},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_true(run_out(rows[i].render, &rows[i].o) > 100);
}

/* Each is as many pages as it should be. */
static void
test_modes(void **state)
{
	(void)state;
	struct handout_result r;
	render_columns(&(struct handout_options){0}, &r);
	int pages = r.pages;
	handout_result_free(&r);
	render_columns(&(struct handout_options){.fit = 1}, &r);
	assert_int_equal(r.status, HANDOUT_OK);
	assert_true(pages > 1 && r.pages == 1);
	handout_result_free(&r);
	render_packet_of_both(&(struct handout_options){0}, &r);
	assert_int_equal(r.status, HANDOUT_OK);
	assert_true(r.pages >= 4 + pages); /* cover, contents, one page each */
	handout_result_free(&r);
}

/* ---- cancelling, and messages by callback -------------------------------- */

struct patience {
	long asked, until; /* how often one may ask; 0: for ever */
};

static bool
out_of_patience(void *user)
{
	struct patience *p = user;
	return ++p->asked == p->until;
}

/* Cancelled at each moment that is asked at: no output, and nothing leaks. */
static void
test_cancel(void **state)
{
	(void)state;
	struct patience p = {0};
	struct handout_options o = {.cancelled = out_of_patience, .user = &p};
	struct handout_result r;
	handout_render(fx.h, fx.path, &o, &r);
	assert_int_equal(r.status, HANDOUT_OK);
	size_t size = r.size;
	long all = p.asked;
	handout_result_free(&r);
	assert_true(all > 100);
	for (long n = 1; n <= all; n += 1 + n / 40) {
		p = (struct patience){.until = n};
		handout_render(fx.h, fx.path, &o, &r);
		assert_int_equal(r.status, HANDOUT_CANCELLED);
		assert_int_equal(p.asked, n);
		assert_true(!r.pdf && !r.size && !r.nlist);
		handout_result_free(&r);
	}
	p = (struct patience){0};
	handout_render(fx.h, fx.path, &o, &r);
	assert_int_equal(r.size, size);
	handout_result_free(&r);
}

static void
test_cancel_site(void **state)
{
	(void)state;
	struct patience p = {.until = 1};
	struct handout_options o = {.cancelled = out_of_patience, .user = &p};
	struct handout_site site;
	handout_site_open(fx.h, fx.dir, &o, &site);
	assert_int_equal(site.status, HANDOUT_CANCELLED);
	assert_int_equal(site.npages, 0);
	handout_site_free(&site);
}

struct told {
	int n;
	char slugs[256];
};

static void
hear(void *user, const struct handout_message *m)
{
	struct told *t = user;
	t->n++;
	strncat(t->slugs, m->slug, sizeof t->slugs - strlen(t->slugs) - 1);
}

/* Each message of the list, once and in its order. */
static void
test_message(void **state)
{
	(void)state;
	struct told t = {0}, expected = {0};
	struct handout_options o = {.message = hear, .user = &t};
	struct handout_result r;
	handout_render(fx.h, fx.path, &o, &r);
	for (int i = 0; i < r.nlist; i++)
		hear(&expected, &r.list[i]);
	assert_true(t.n > 0);
	assert_int_equal(t.n, r.nlist);
	assert_string_equal(t.slugs, expected.slugs);
	handout_result_free(&r);
	handout_render(fx.h, "/nonexistent/page.md", &o, &r);
	assert_int_equal(t.n, expected.n + 1);
	handout_result_free(&r);
}

/* The same for a site's listing; and what one that is there says. */
static void
test_site(void **state)
{
	(void)state;
	struct handout_options o = {0};
	struct handout_site s;
	size_t n = 1, failures = 0;
	for (;; n++) {
		handout_fail_after(fx.h, n);
		handout_site_open(fx.h, fx.dir, &o, &s);
		if (s.status == HANDOUT_OK)
			break;
		assert_int_equal(s.status, HANDOUT_MACHINE);
		handout_site_free(&s);
		failures++;
	}
	handout_fail_after(fx.h, 0);
	assert_true(failures > 20);
	assert_int_equal(s.npages, 2);
	assert_string_equal(s.pages[1].path, fx.path);
	assert_string_equal(s.pages[1].rel, "page.md");
	assert_string_equal(s.pages[1].address, "/page.html");
	assert_string_equal(s.pages[1].name, "page");
	assert_string_equal(s.pages[1].title, "A: page");
	assert_string_equal(s.pages[1].module_title, "Module");
	handout_site_free(&s);
	handout_site_open(fx.h, "/nonexistent", &o, &s);
	assert_int_equal(s.status, HANDOUT_FAILED);
	assert_int_equal(s.nlist, 1);
	assert_string_equal(s.list[0].slug, "file-missing");
	handout_site_free(&s);
}

/* What a page was made from, and its messages as data. */
static void
test_result_data(void **state)
{
	(void)state;
	struct handout_options o = {0};
	struct handout_result r;
	bool page_there = false, config_absent = false;
	handout_render(fx.h, fx.path, &o, &r);
	for (int i = 0; i < r.ninputs; i++) {
		const struct handout_input *in = &r.inputs[i];
		assert_true(in->path[0] == '/');
		page_there |= strstr(in->path, "/page.md") &&
		              in->kind == HANDOUT_FILE &&
		              in->size == sizeof page - 1 && in->hash[0];
		config_absent |= strstr(in->path, "/_config.yml") &&
		                 in->kind == HANDOUT_ABSENT;
	}
	assert_true(page_there && config_absent);
	assert_int_equal(r.nlist, r.errors + r.warnings + r.styles);
	for (int i = 0; i < r.nlist; i++)
		assert_non_null(strstr(r.messages, r.list[i].text));
	handout_result_free(&r);
}

static void
test_identity(void **state)
{
	(void)state;
	char a[33], b[33], dated[33];
	handout_identity(fx.h, a);
	handout_identity(fx.h, b);
	setenv("SOURCE_DATE_EPOCH", "1000000000", 1);
	handout_identity(fx.h, dated);
	unsetenv("SOURCE_DATE_EPOCH");
	assert_string_equal(a, b);
	assert_string_not_equal(a, dated);
	assert_int_equal(strlen(a), 32);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_render),
		cmocka_unit_test(test_check_only),
		cmocka_unit_test(test_dumps),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_no_memory),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_cancel_site),
		cmocka_unit_test(test_message),
		cmocka_unit_test(test_site),
		cmocka_unit_test(test_result_data),
		cmocka_unit_test(test_identity),
	};
	return cmocka_run_group_tests_name("handout", tests, setup, teardown);
}
