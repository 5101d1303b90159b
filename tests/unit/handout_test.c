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

struct fixture {
	char dir[64], path[96];
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
	fx.h = handout_open();
	return fx.h && handout_write(fx.path, page, sizeof page - 1) ? 0 : 1;
}

static int
teardown(void **state)
{
	(void)state;
	handout_close(fx.h);
	unlink(fx.path);
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

/* Memory runs out at every allocation in turn: said, and nothing leaks. */
static void
test_no_memory(void **state)
{
	(void)state;
	struct handout_options o = {0};
	struct handout_result r;
	size_t n = 1, failures = 0;
	for (;; n += 1 + n / 40) {
		handout_fail_after(fx.h, n);
		handout_render(fx.h, fx.path, &o, &r);
		enum handout_status status = r.status;
		handout_result_free(&r);
		if (status == HANDOUT_OK)
			break;
		assert_int_equal(status, HANDOUT_MACHINE);
		failures++;
	}
	handout_fail_after(fx.h, 0);
	assert_true(failures > 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_render),
		cmocka_unit_test(test_check_only),
		cmocka_unit_test(test_dumps),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_no_memory),
	};
	return cmocka_run_group_tests_name("handout", tests, setup, teardown);
}
