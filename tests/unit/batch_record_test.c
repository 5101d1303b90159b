/*
 * Outcomes as text and back, and text that is none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "batch/batch_priv.h"

static struct handout_input inputs[] = {
	{HANDOUT_FILE, "/a b/\tc\n%41%.md", 12, UINT64_MAX, 99,
		{1, UINT64_MAX}},
	{HANDOUT_ABSENT, "", 0, 0, 0, {0, 0}},
	{HANDOUT_FOLDER, "./\x7F\xC3\xBC", 1, 2, -3, {4, 5}},
};
static struct handout_message list[] = {
	{HANDOUT_ERROR, "img-missing", "p.md", 3, 4, "what\twent wrong; do"},
	{HANDOUT_STYLE, "media-card", "", 0, 0, ""},
};
static const struct outcome whole = {.made = true,
	.exit = 1,
	.pages = 7,
	.errors = 1,
	.styles = 1,
	.micros = 1234567,
	.stamp = {UINT64_MAX, 17, 1795612169833705900},
	.hash = {{0x0123456789abcdefU, 3}},
	.list = list,
	.nlist = 2,
	.inputs = inputs,
	.ninputs = 3};

static void
test_round_trip(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	if (setjmp(*arena_jump(a)))
		abort();
	struct buf b = buf_new(a), again = buf_new(a);
	record_put(&b, &whole);
	record_put(&b, &whole);
	struct str rest = {b.p, b.n};
	const struct outcome *o = record_take(a, &rest);
	assert_non_null(o);
	assert_int_equal(rest.n, b.n / 2);
	assert_true(o->made && o->exit == 1 && o->pages == 7);
	assert_true(stamp_eq(o->stamp, whole.stamp));
	assert_true(hash_eq(o->hash, whole.hash));
	assert_string_equal(o->inputs[0].path, inputs[0].path);
	assert_true(o->inputs[0].inode == UINT64_MAX);
	assert_string_equal(o->inputs[2].path, inputs[2].path);
	assert_string_equal(o->list[0].text, list[0].text);
	assert_string_equal(o->list[1].file, "");
	record_put(&again, o);
	assert_memory_equal(again.p, b.p, again.n);
	arena_free(a);
}

/* Cut anywhere, or with any byte changed, it is read or refused. */
static void
test_broken(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	if (setjmp(*arena_jump(a)))
		abort();
	struct buf b = buf_new(a);
	record_put(&b, &whole);
	for (size_t n = 0; n + 2 < b.n; n++) {
		struct str cut = str_dup(a, (struct str){b.p, n});
		const struct outcome *o = record_take(a, &cut);
		assert_true(!o || n > b.n - 16);
	}
	for (size_t i = 0; i < b.n; i++) {
		char was = b.p[i];
		for (int c = 0; c < 256; c += 7) {
			b.p[i] = (char)c;
			struct str text = {b.p, b.n};
			record_take(a, &text);
		}
		b.p[i] = was;
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_broken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
