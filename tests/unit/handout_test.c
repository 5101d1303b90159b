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
	};
	return cmocka_run_group_tests_name("handout", tests, setup, teardown);
}
