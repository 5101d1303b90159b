/* Front matter: found, recovered line by line, and mended bytes. */
#include "source_aux.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

struct front {
	struct arena *a;
	struct diag *dg;
	struct value *map;
	struct str body;
	int file;
};

static struct front
read_front_bytes(struct str raw)
{
	struct front f = {.a = arena_new()};
	assert_non_null(f.a);
	if (setjmp(*arena_jump(f.a)))
		abort();
	f.dg = diag_new(f.a);
	size_t body;
	struct mended m = mend_bytes(f.a, raw);
	f.file = mend_add_file(f.dg, STR("page.md"), &m);
	f.map = front_read(f.a, f.file, m.bytes, &body, f.dg);
	f.body = str_sub(m.bytes, body, m.bytes.n);
	return f;
}

static struct front
read_front(const char *s)
{
	return read_front_bytes(str_c(s));
}

/* The value at `path` as JSON-like text, to compare. */
static void
put_value(struct buf *b, const struct value *v)
{
	if (!v) {
		buf_c(b, "missing");
		return;
	}
	if (v->type != VALUE_LIST && v->type != VALUE_MAP) {
		buf_str(b, v->s);
		return;
	}
	buf_ch(b, v->type == VALUE_MAP ? '{' : '[');
	for (const struct value *c = v->first; c; c = c->next) {
		if (c != v->first)
			buf_c(b, "; ");
		if (v->type == VALUE_MAP) {
			buf_str(b, c->key);
			buf_ch(b, '=');
		}
		put_value(b, c);
	}
	buf_ch(b, v->type == VALUE_MAP ? '}' : ']');
}

struct front_case {
	const char *text, *map, *body, *slug;
	int line;
};

static const struct front_case cases[] = {
	/* as it should be */
	{"---\ntitle: A\n---\nB\n", "{title=A}", "B\n", NULL, 0},
	{"---\r\ntitle: A\r\n---\r\nB\r\n", "{title=A}", "B\n", NULL, 0},
	{"---\rtitle: A\r---\rB\r", "{title=A}", "B\n", NULL, 0},
	{"\xEF\xBB\xBF---\ntitle: A\n---\nB", "{title=A}", "B", NULL, 0},
	{"\n--- \ntitle: A\n...\nB", "{title=A}", "B", NULL, 0},
	{"---\n---\nB", "{}", "B", NULL, 0},
	{"---\ntitle: A\n---", "{title=A}", "", NULL, 0},
	{"no front matter\n---\nx\n---\n", "{}",
		"no front matter\n---\nx\n---\n", NULL, 0},
	{"", "{}", "", NULL, 0},
	{"---\ntitle: \xE2\x80\x9CQ\xE2\x80\x9D\n---\n",
		"{title=\xE2\x80\x9CQ\xE2\x80\x9D}", "", NULL, 0},
	/* never closed */
	{"---\ntitle: A\n\ntext", "{}", "---\ntitle: A\n\ntext",
		"front-unclosed", 1},
	/* recovered */
	{"---\nlayout: p\ntitle: 3.1 Design: A Step\ntags: [a]\n---\nB",
		"{layout=p; title=3.1 Design: A Step; tags=[a]}", "B",
		"front-recovered", 3},
	{"---\ntitle: \"Design\" and more\nx: 1\n---\n",
		"{title=\"Design\" and more; x=1}", "", "front-recovered", 2},
	{"---\ntitle: \"Never closed\nx: 1\n---\n", "{title=Never closed; x=1}",
		"", "front-recovered", 2},
	{"---\na: 1\nquote: \"He said \"no\" twice\"\n---\n",
		"{a=1; quote=He said \"no\" twice}", "", "front-recovered", 3},
	{"---\ntitle: [Draft] A page\nx: 1\n---\n",
		"{title=[Draft] A page; x=1}", "", "front-recovered", 2},
	{"---\ntags: ['a', 'b'c, d]\nx: 1\n---\n", "{tags=[a; 'b'c; d]; x=1}",
		"", "front-recovered", 2},
	{"---\ntitle:\tA\n---\n", "{title=A}", "", NULL, 0},
	{"---\ntitle: A\n\tsub: x\n---\n", "{title=A sub: x}", "",
		"front-recovered", 3},
	{"---\nlist:\n\t- a\n\t- b\nx: 1\n---\n", "{list=[a; b]; x=1}", "",
		"front-recovered", 3},
	{"---\ntitle: A\nstray words\nx: 1\n---\n", "{title=A; x=1}", "",
		"front-recovered", 3},
	{"---\ntitle:No space\nx: 1\n---\n", "{title=No space; x=1}", "",
		"front-recovered", 2},
	{"---\ntitle: A: B # note\n# comment\nx: 1\n---\n", "{title=A: B; x=1}",
		"", "front-recovered", 2},
	{"---\ntitle: A: B\n  and more\nx: 1\n---\n",
		"{title=A: B and more; x=1}", "", "front-recovered", 2},
	{"---\ntitle: A: B\nm:\n  k: v\n  l:\n    - 1\n    - 2\nt: |\n  one\n"
	 "  two\n---\n",
		"{title=A: B; m={k=v; l=[1; 2]}; t=one\ntwo\n}", "",
		"front-recovered", 2},
	{"---\nm:\n  good: 1\n  bad: a: b\n  last: 2\nx: 1\n---\n",
		"{m={good=1; bad=a: b; last=2}; x=1}", "", "front-recovered",
		4},
	{"---\nl:\n- one\n- a: b: c\n- \"x\" y\nx: 1\n---\n",
		"{l=[one; {a=b: c}; \"x\" y]; x=1}", "", "front-recovered", 4},
	{"---\nl:\n- name: A: B\n  age: 3\n- name: C\n---\n",
		"{l=[{name=A: B; age=3}; {name=C}]}", "", "front-recovered", 3},
	{"---\ntitle: @home\nx: %y\n---\n", "{title=@home; x=%y}", "",
		"front-recovered", 2},
	{"---\njust words\n---\nB", "{}", "B", "front-recovered", 2},
};

static void
test_front(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct front_case *c = &cases[i];
		struct front f = read_front(c->text);
		struct buf b = buf_new(f.a);
		put_value(&b, f.map);
		struct str map = buf_done(&b);
		bool told = c->slug ? source_has_message(f.dg, c->slug, c->line)
		                    : !diag_count(f.dg, DIAG_STYLE);
		if (!told || !str_is(map, c->map) || !str_is(f.body, c->body)) {
			print_error("text: %s\nmap: %.*s\nbody: %.*s\n",
				c->text, STR_ARG(map), STR_ARG(f.body));
			diag_print(f.dg, stderr, false);
		}
		assert_true(told);
		assert_true(str_is(map, c->map));
		assert_true(str_is(f.body, c->body));
		arena_free(f.a);
	}
}

static void
test_places_of_recovered_values(void **state)
{
	(void)state;
	static const char text[] =
		"---\nlayout: p\ntitle: 3.1 Design: A Step\n---\n";
	struct front f = read_front(text);
	int line, col;
	diag_place(f.dg, value_find(f.map, "title")->span, &line, &col);
	assert_int_equal(line, 3);
	assert_int_equal(col, 8);
	diag_place(f.dg, value_find(f.map, "title")->key_span, &line, &col);
	assert_int_equal(line, 3);
	assert_int_equal(col, 1);
	arena_free(f.a);
}

/* Windows-1252 among UTF-8, and NUL: one message each, at its place. */
static void
test_mended_bytes(void **state)
{
	(void)state;
	static const char text[] = "---\ntitle: caf\xE9\n---\n"
				   "\x93so\x94 \xC3\xA9 \x80\0x\0 \x81\n";
	struct front f = read_front_bytes((struct str){text, sizeof text - 1});
	assert_true(str_is(value_str(f.map, "title"), "caf\xC3\xA9"));
	assert_true(str_is(f.body, "\xE2\x80\x9Cso\xE2\x80\x9D \xC3\xA9 "
				   "\xE2\x82\xACx \xEF\xBF\xBD\n"));
	assert_int_equal(diag_count(f.dg, DIAG_STYLE), 2);
	assert_true(source_has_message(f.dg, "utf8", 2));
	assert_true(source_has_message(f.dg, "nul-byte", 4));
	arena_free(f.a);
}

static void
test_sound_bytes_are_not_copied(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct str s = STR("caf\xC3\xA9\n");
	assert_ptr_equal(mend_bytes(a, s).bytes.p, s.p);
	arena_free(a);
}

/* Very many bad lines cost no more than each of them. */
static void
test_many_bad_lines(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf b = buf_new(a);
	buf_c(&b, "---\n");
	for (int i = 0; i < 30000; i++)
		buf_fmt(&b, "k%d: a: b\n", i);
	buf_c(&b, "---\n");
	struct front f = read_front(buf_done(&b).p);
	assert_int_equal(f.map->count, 30000);
	arena_free(f.a);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_front),
		cmocka_unit_test(test_places_of_recovered_values),
		cmocka_unit_test(test_mended_bytes),
		cmocka_unit_test(test_sound_bytes_are_not_copied),
		cmocka_unit_test(test_many_bad_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
