/* YAML as data: types as Psych sees them, places, aliases, limits. */
#include "source_aux.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

struct fixture {
	struct arena *a;
	struct diag *dg;
};

static struct fixture
fixture_new(void)
{
	struct fixture f = {.a = arena_new()};
	assert_non_null(f.a);
	if (setjmp(*arena_jump(f.a)))
		abort();
	f.dg = diag_new(f.a);
	return f;
}

static struct value *
read_yaml(struct fixture *f, const char *yaml)
{
	struct str s = str_c(yaml);
	int file = diag_add_file(f->dg, STR("x.yml"), s);
	return source_yaml(f->a, file, s, 0, s.n, f->dg);
}

struct scalar_case {
	const char *text;
	enum value_type type;
	int64_t i;
	double real;
};

static const struct scalar_case scalars[] = {
	{"", VALUE_NULL, 0, 0},
	{"~", VALUE_NULL, 0, 0},
	{"null", VALUE_NULL, 0, 0},
	{"Null", VALUE_NULL, 0, 0},
	{"true", VALUE_BOOL, 1, 0},
	{"Yes", VALUE_BOOL, 1, 0},
	{"on", VALUE_BOOL, 1, 0},
	{"no", VALUE_BOOL, 0, 0},
	{"OFF", VALUE_BOOL, 0, 0},
	{"y", VALUE_STR, 0, 0},
	{"n", VALUE_STR, 0, 0},
	{"12", VALUE_INT, 12, 0},
	{"-12", VALUE_INT, -12, 0},
	{"+3", VALUE_INT, 3, 0},
	{"0", VALUE_INT, 0, 0},
	{"010", VALUE_INT, 8, 0},
	{"08", VALUE_STR, 0, 0},
	{"0x1F", VALUE_INT, 31, 0},
	{"0b101", VALUE_INT, 5, 0},
	{"1_000", VALUE_INT, 1000, 0},
	{"1,000", VALUE_INT, 1000, 0},
	{"1:30", VALUE_INT, 5400, 0},
	{"12345678901234567890", VALUE_STR, 0, 0},
	{"1.5", VALUE_REAL, 0, 1.5},
	{".5", VALUE_REAL, 0, .5},
	{"-1.5e+3", VALUE_REAL, 0, -1500},
	{"1e3", VALUE_STR, 0, 0},
	{"3.1.2", VALUE_STR, 0, 0},
	{"2020-01-31", VALUE_STR, 0, 0},
	{"2.1 Title", VALUE_STR, 0, 0},
	{"-x", VALUE_STR, 0, 0},
	{"'12'", VALUE_STR, 0, 0},
	{"\"true\"", VALUE_STR, 0, 0},
	{"!!str 12", VALUE_STR, 0, 0},
};

static void
test_scalars(void **state)
{
	(void)state;
	struct fixture f = fixture_new();
	for (size_t i = 0; i < ARRAY_LEN(scalars); i++) {
		const struct scalar_case *c = &scalars[i];
		struct str yaml = str_fmt(f.a, "k: %s\n", c->text);
		struct value *v = value_find(read_yaml(&f, yaml.p), "k");
		if (!v || v->type != c->type)
			print_error("scalar: %s\n", c->text);
		assert_non_null(v);
		assert_int_equal(v->type, c->type);
		if (v->type == VALUE_BOOL)
			assert_int_equal(v->b, c->i);
		if (v->type == VALUE_INT)
			assert_int_equal(v->i, c->i);
		if (v->type == VALUE_REAL)
			assert_true(v->real == c->real);
	}
	arena_free(f.a);
}

static void
test_text_is_kept(void **state)
{
	(void)state;
	struct fixture f = fixture_new();
	struct value *m = read_yaml(&f, "a: 010\nb: Yes\nc: \"x\\0y\"\n");
	assert_true(str_is(value_str(m, "a"), "010"));
	assert_true(str_is(value_str(m, "b"), "Yes"));
	assert_true(str_is(value_str(m, "c"), "xy"));
	arena_free(f.a);
}

/* libyaml counts characters; places count bytes. */
static void
test_places(void **state)
{
	(void)state;
	struct fixture f = fixture_new();
	static const char yaml[] = "\xC3\xA9\xE2\x82\xAC: \xF0\x9F\x98\x80\n"
				   "b:\n- \xC3\xA9x\n- {k: v}\n";
	struct value *m = read_yaml(&f, yaml);
	struct value *b = value_find(m, "b");
	assert_int_equal(m->first->key_span.off, 0);
	assert_int_equal(m->first->span.off, 7);
	assert_int_equal(b->key_span.off, strchr(yaml, 'b') - yaml);
	assert_int_equal(b->first->span.off, strchr(yaml, 'x') - 2 - yaml);
	assert_int_equal(
		value_find(b->last, "k")->span.off, strchr(yaml, 'v') - yaml);
	arena_free(f.a);
}

static void
test_aliases_and_merges(void **state)
{
	(void)state;
	struct fixture f = fixture_new();
	struct value *m = read_yaml(&f,
		"base: &b {x: 1, y: 2}\nl: [*b, &s t, *s]\n"
		"m:\n  <<: *b\n  y: 3\nn: {<<: [*b, {z: 4}], z: 5}\n");
	assert_int_equal(value_find(m, "l")->count, 3);
	assert_true(str_is(value_find(m, "l")->last->s, "t"));
	struct value *merged = value_find(m, "m");
	assert_int_equal(merged->count, 2);
	assert_int_equal(value_int(merged, "x", 0), 1);
	assert_int_equal(value_int(merged, "y", 0), 3);
	merged = value_find(m, "n");
	assert_int_equal(merged->count, 3);
	assert_int_equal(value_int(merged, "z", 0), 5);
	assert_int_equal(value_int(value_find(m, "base"), "y", 0), 2);
	arena_free(f.a);
}

static void
test_last_of_a_key_wins(void **state)
{
	(void)state;
	struct fixture f = fixture_new();
	struct value *m = read_yaml(&f, "a: 1\na: 2\nb: 3\nc: 4\nb: 5\na: 6\n");
	assert_int_equal(m->count, 3);
	assert_true(str_is(m->first->key, "a"));
	assert_int_equal(m->first->i, 6);
	assert_int_equal(value_int(m, "b", 0), 5);
	assert_true(str_is(m->last->key, "c"));
	value_put(m, STR("d"), value_new_str(f.a, STR("x"), SPAN_NONE));
	assert_true(str_is(value_str(m, "d"), "x"));
	arena_free(f.a);
}

static void
test_empty_and_broken(void **state)
{
	(void)state;
	struct fixture f = fixture_new();
	struct value *m = read_yaml(&f, "");
	assert_int_equal(m->type, VALUE_MAP);
	assert_int_equal(m->count, 0);
	assert_int_equal(read_yaml(&f, "# only\n")->type, VALUE_MAP);
	assert_int_equal(diag_count(f.dg, DIAG_STYLE), 0);
	assert_null(read_yaml(&f, "a: 1\nb: c: d\n"));
	assert_true(source_has_message(f.dg, "yaml-syntax", 2));
	assert_null(read_yaml(&f, "a: 1\n\nb: \"never closed\nc: 2\n"));
	assert_true(source_has_message(f.dg, "yaml-syntax", 3));
	assert_null(read_yaml(&f, "a: *none\n"));
	arena_free(f.a);
}

/* Each level ten times the one before: ten thousand million in all. */
static void
test_limits(void **state)
{
	(void)state;
	struct fixture f = fixture_new();
	struct buf b = buf_new(f.a);
	buf_c(&b, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
	for (int i = 1; i < 10; i++) {
		buf_fmt(&b, "a%d: &a%d [", i, i);
		for (int k = 0; k < 10; k++)
			buf_fmt(&b, "%s*a%d", k ? "," : "", i - 1);
		buf_c(&b, "]\n");
	}
	assert_null(read_yaml(&f, buf_done(&b).p));
	b = buf_new(f.a);
	for (int i = 0; i < 200000; i++)
		buf_ch(&b, '[');
	assert_null(read_yaml(&f, buf_done(&b).p));
	b = buf_new(f.a);
	for (int i = 0; i < 100001; i++)
		buf_c(&b, "- x\n");
	assert_null(read_yaml(&f, buf_done(&b).p));
	arena_free(f.a);
}

/* Read with the n-th allocation failing. */
static void
read_without_memory(size_t n)
{
	struct arena *a = arena_new();
	assert_non_null(a);
	if (!setjmp(*arena_jump(a))) {
		struct fixture f = {a, diag_new(a)};
		arena_fail_after(a, n);
		read_yaml(&f, "a: &x [1, {b: c}]\nd: *x\n");
	}
	arena_free(a);
}

/* No memory at any point: nothing may stay behind. */
static void
test_no_memory(void **state)
{
	(void)state;
	for (size_t n = 1; n < 60; n++)
		read_without_memory(n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scalars),
		cmocka_unit_test(test_text_is_kept),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_aliases_and_merges),
		cmocka_unit_test(test_last_of_a_key_wins),
		cmocka_unit_test(test_empty_and_broken),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
