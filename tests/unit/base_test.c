/* Arena, slices, buffers, maps, lengths, UTF-8, places, messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/base.h"

static void
test_scale(void **state)
{
	(void)state;
	assert_int_equal(mpt_scale(10500, 500, 1000), 5250);
	assert_int_equal(mpt_scale(1, 1, 2), 1);
	assert_int_equal(mpt_scale(-1, 1, 2), -1);
	assert_int_equal(mpt_scale(3, 1, -2), -2);
	assert_int_equal(mpt_scale(INT32_MAX, 1000, 1), MPT_MAX);
	assert_int_equal(mpt_scale(-INT32_MAX, 1000, 1), -MPT_MAX);
}

static void
count_close(void *p)
{
	++*(int *)p;
}

static void
test_arena(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	int closed = 0;
	arena_defer(a, count_close, &closed);
	for (size_t n = 1; n < 400000; n = n * 3 + 1) {
		char *p = arena_alloc(a, n);
		for (size_t i = 0; i < n; i += n / 7 + 1)
			assert_int_equal(p[i], 0);
		memset(p, 'x', n);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
	}
	arena_free(a);
	assert_int_equal(closed, 1);
}

/* A child forgets at a reset, and hands out the same memory, zeroed. */
static void
test_arena_child(void **state)
{
	(void)state;
	struct arena *a = arena_new(), *child = arena_child(a);
	int closed = 0;
	size_t held = 0;
	for (int round = 0; round < 50; round++) {
		arena_defer(child, count_close, &closed);
		for (size_t n = 1; n < 2000000; n = n * 3 + 1) {
			char *p = arena_alloc(child, n);
			for (size_t i = 0; i < n; i += n / 7 + 1)
				assert_int_equal(p[i], 0);
			memset(p, 'x', n);
			arena_recycle(child, p, round % 3 ? 0 : n);
		}
		if (round == 1)
			held = arena_held(child);
		assert_int_equal(closed, round);
		arena_reset(child);
		assert_int_equal(closed, round + 1);
		assert_int_equal(arena_used(child), 0);
	}
	assert_true(held && arena_held(child) <= held);
	arena_drop(child);
	assert_int_equal(arena_held(child), 0);
	arena_defer(child, count_close, &closed);
	arena_free(a);
	assert_int_equal(closed, 51);
}

/* Without memory it jumps where its parent does. */
static void
test_arena_child_fails(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct arena *child = arena_child(a);
	volatile int made = 0;
	if (setjmp(*arena_jump(a)) == 0) {
		arena_fail_after(a, 3);
		for (;;) {
			arena_alloc(made % 2 ? a : child, 10);
			made++;
		}
	}
	assert_int_equal(made, 2);
	arena_free(a);
}

/* What grew keeps its items; what was given back comes again as zeroes. */
static void
test_arena_recycles(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	int *v[3] = {NULL}, n = 0;
	for (int cap = 8; cap < 100000; cap = cap * 3 / 2) {
		for (int k = 0; k < 3; k++) {
			v[k] = arena_regrow(
				a, v[k], (size_t)n, (size_t)cap, sizeof *v[k]);
			for (int i = 0; i < cap; i++)
				assert_int_equal(v[k][i], i < n ? i + k : 0);
			for (int i = 0; i < cap; i++)
				v[k][i] = i + k;
		}
		n = cap;
	}
	char *p = arena_alloc(a, 1000);
	memset(p, 'x', 1000);
	arena_recycle(a, p, 1000);
	char *q = arena_alloc(a, 600), *r = arena_alloc(a, 300);
	for (int i = 0; i < 600; i++)
		assert_int_equal(q[i] | r[i / 2], 0);
	memset(q, 'x', 600);
	assert_int_equal(r[0] | r[299], 0);
	arena_free(a);
}

/* A large request is zero, and so is what comes after it was given back. */
static void
test_arena_gives_large_ones_back(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const size_t n = (size_t)5 << 20;
	char *keep = arena_alloc(a, 100), *other = arena_alloc(a, n);
	memset(keep, 'k', 100);
	memset(other, 'o', n);
	for (int i = 0; i < 20; i++) {
		char *p = arena_alloc(a, n);
		for (size_t k = 0; k < n; k += 1000)
			assert_int_equal(p[k], 0);
		memset(p, 'x', n);
		assert_in_range(arena_held(a), 2 * n, 3 * n);
		arena_recycle(a, p, n);
		assert_in_range(arena_held(a), n, 2 * n);
	}
	assert_int_equal(keep[99], 'k');
	assert_int_equal(other[0], 'o');
	assert_int_equal(other[n - 1], 'o');
	arena_free(a);
}

struct count {
	int made, closed;
};

static void
fail_at(size_t n, struct count *c)
{
	struct arena *a = arena_new();
	if (setjmp(*arena_jump(a)) == 0) {
		arena_fail_after(a, n);
		for (int i = 0; i < 3; i++) {
			arena_alloc(a, 10);
			c->made++;
			arena_defer(a, count_close, &c->closed);
			c->made++;
		}
	}
	arena_free(a);
}

/* Every allocation can fail: it jumps, and nothing leaks. */
static void
test_arena_fails(void **state)
{
	(void)state;
	for (size_t n = 1; n < 6; n++) {
		struct count c = {0};
		fail_at(n, &c);
		assert_int_equal(c.made, (int)n - 1);
		assert_int_equal(c.closed, (int)n / 2);
	}
}

/* What was cut off is handed out again, once, and the rest is as it was. */
static void
test_arena_trims(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	if (setjmp(*arena_jump(a)))
		abort();
	for (int last = 0; last < 2; last++) {
		char *p = arena_alloc(a, 4096);
		if (!last)
			arena_alloc(a, 16);
		memset(p, 'x', 4096);
		arena_trim(a, p, 4096, 1024);
		char *q = arena_alloc(a, 2048), *r = arena_alloc(a, 2048);
		for (int i = 0; i < 1024; i++)
			assert_int_equal(p[i], 'x');
		for (int i = 0; i < 2048; i++)
			assert_int_equal(q[i] | r[i], 0);
		assert_true(q + 2048 <= r || r + 2048 <= q);
		assert_true(q >= p + 1024 && q < p + 4096);
	}
	arena_free(a);
}

static void
test_array_overflow(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	volatile bool jumped = true;
	if (setjmp(*arena_jump(a)) == 0) {
		arena_array(a, SIZE_MAX / 2, 3);
		jumped = false;
	}
	assert_true(jumped);
	arena_free(a);
}

static void
test_str(void **state)
{
	(void)state;
	struct str s = STR("  a, b;;c ");
	struct str piece;
	int n = 0;
	assert_true(str_is(str_trim(s), "a, b;;c"));
	while (str_next(&s, ",;", &piece))
		n++;
	assert_int_equal(n, 3);
	assert_true(str_istarts(STR("HTTPS://x"), "https:"));
	assert_false(str_starts(STR("ht"), "http"));
	assert_int_equal(str_find(STR("abcabc"), "bc", 2), 4);
	assert_int_equal(str_find(STR("abc"), "abcd", 0), -1);
	assert_true(str_has_word(STR("a box-title b"), "box-title"));
	assert_false(str_has_word(STR("box-titles"), "box-title"));
	assert_true(str_cmp(STR("a"), STR("ab")) < 0);
	int v;
	assert_true(str_int(STR(" -12px"), &v) && v == -12);
	assert_false(str_int(STR("99999999999"), &v));
	assert_false(str_int(STR("px"), &v));
	assert_int_equal(str_sub(STR("abc"), 2, 99).n, 1);
	assert_int_equal(str_sub(STR("abc"), 3, 2).n, 0);
}

static void
test_buf(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf b = buf_new(a);
	buf_milli(&b, 12345);
	buf_ch(&b, ' ');
	buf_milli(&b, 500);
	buf_ch(&b, ' ');
	buf_milli(&b, -10);
	buf_ch(&b, ' ');
	buf_milli(&b, 7000);
	buf_ch(&b, ' ');
	buf_int(&b, INT64_MIN);
	assert_string_equal(
		buf_done(&b).p, "12.345 .5 -.01 7 -9223372036854775808");
	struct buf big = buf_new(a);
	for (int i = 0; i < 5000; i++)
		buf_fmt(&big, "%d,", i);
	assert_int_equal(big.n, 10 * 2 + 90 * 3 + 900 * 4 + 4000 * 5);
	arena_free(a);
}

static void
test_map(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct map m = map_new(a);
	static int values[1000];
	assert_null(map_find(&m, STR("x")));
	for (int i = 0; i < 1000; i++)
		map_put(&m, str_fmt(a, "k%d", i), &values[i]);
	map_put(&m, STR(""), &values[7]);
	for (int i = 0; i < 1000; i++)
		assert_ptr_equal(
			map_find(&m, str_fmt(a, "k%d", i)), &values[i]);
	assert_ptr_equal(map_find(&m, STR("")), &values[7]);
	assert_null(map_find(&m, STR("k1000")));
	arena_free(a);
}

static void
test_utf8(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t good; /* well-formed bytes at the start */
	} rows[] = {
		{"abc", 3},
		{"\xC3\xA9", 2},
		{"\xE2\x82\xAC", 3},
		{"\xF0\x9F\x98\x80", 4},
		{"a\xC3", 1},
		{"\xC0\x80", 0},
		{"\xE0\x9F\xBF", 0},
		{"\xED\xA0\x80", 0},
		{"\xF4\x90\x80\x80", 0},
		{"\x80", 0},
		{"ab\xFF", 2},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(
			utf8_check(str_c(rows[i].bytes)), rows[i].good);
	for (uint32_t c = 1; c < 0x110000; c += 61) {
		if (c >= 0xD800 && c < 0xE000)
			continue;
		char t[4];
		struct str s = {t, (size_t)utf8_put(c, t)};
		size_t at = 0;
		assert_int_equal(utf8_next(s, &at), c);
		assert_int_equal(at, s.n);
	}
}

static void
test_places(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diag *dg = diag_new(a);
	struct str bytes = STR("one\ntw\xC3\xB6 x\n\nfour");
	int file = diag_add_file(dg, STR("f.md"), bytes), line, col;
	struct text t = text_of_file(a, file, bytes, 4);
	struct text_builder tb = text_builder_new(a);
	text_add_from(&tb, &t, 0, 4);
	text_add(&tb, STR("inserted"), text_span(&t, 5));
	text_add_from(&tb, &t, 4, t.bytes.n);
	struct text out = text_builder_done(&tb);
	assert_int_equal(out.nruns, 3);
	diag_place(dg, text_span(&out, 0), &line, &col);
	assert_true(line == 2 && col == 1);
	diag_place(dg, text_span(&out, 9), &line, &col);
	assert_true(line == 2 && col == 5);
	diag_place(dg, text_span(&out, out.bytes.n - 1), &line, &col);
	assert_true(line == 4 && col == 4);
	diag_place(dg, SPAN_NONE, &line, &col);
	assert_true(line == 0 && col == 0);
	arena_free(a);
}

static void
test_messages(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diag *dg = diag_new(a);
	int file = diag_add_file(dg, STR("f.md"), STR("a\nb\nc\n"));
	diag_report(dg, DIAG_IMG_MISSING, (struct span){file, 4}, "x.png");
	diag_report(dg, DIAG_HEADING_SKIP, (struct span){file, 2}, "h4");
	diag_report(dg, DIAG_HEADING_SKIP, (struct span){file, 2}, "h4");
	diag_ignore(dg, STR("note-orphan"));
	diag_report(dg, DIAG_NOTE_ORPHAN, (struct span){file, 2}, "1");
	int n;
	const struct diag_entry *e = diag_sorted(dg, &n);
	assert_int_equal(n, 2);
	assert_int_equal(e[0].code, DIAG_HEADING_SKIP);
	assert_int_equal(diag_count(dg, DIAG_WARNING), 2);
	assert_int_equal(diag_count(dg, DIAG_ERROR), 1);
	struct buf b = buf_new(a);
	diag_format(dg, &e[1], false, &b);
	assert_true(str_starts(buf_done(&b),
		"f.md:3:1: error: picture is missing: x.png; check"));
	assert_true(str_ends(buf_done(&b), "[img-missing]\n"));
	arena_free(a);
}

/* Slugs are public names: well-formed and each used once. */
static void
test_slugs(void **state)
{
	(void)state;
	for (int i = 0; i < DIAG_CODES; i++) {
		const struct diag_message *m = &diag_messages[i];
		assert_non_null(m->slug);
		assert_non_null(strchr(m->text, ';'));
		for (const char *p = m->slug; *p; p++)
			assert_true(ch_alnum(*p) || *p == '-');
		for (int k = 0; k < i; k++)
			assert_string_not_equal(m->slug, diag_messages[k].slug);
	}
}

static void
test_files(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	char dir[] = "/tmp/handout-base-XXXXXX";
	assert_non_null(mkdtemp(dir));
	struct str path = str_fmt(a, "%s/f", dir), bytes;
	assert_true(file_write(a, path.p, STR("one")));
	assert_true(file_write(a, path.p, STR("second")));
	assert_true(file_read(a, path.p, 100, NULL, &bytes));
	assert_true(str_is(bytes, "second"));
	assert_false(file_read(a, path.p, 5, NULL, &bytes));
	assert_false(file_read(a, dir, 100, NULL, &bytes));
	assert_true(file_is_folder(dir) && !file_is_folder(path.p));
	assert_false(file_is_folder(str_fmt(a, "%s/none", dir).p));
	assert_false(file_write(a, str_fmt(a, "%s/none/f", dir).p, STR("x")));
	unlink(path.p);
	assert_int_equal(rmdir(dir), 0); /* nothing was left beside it */
	arena_free(a);
}

/* The first two test values of the reference, for the key 00 01 ... 0f. */
static void
test_hash(void **state)
{
	(void)state;
	const uint64_t k0 = 0x0706050403020100U, k1 = 0x0f0e0d0c0b0a0908U;
	struct hash h = hash_keyed(STR0, k0, k1);
	assert_true(
		h.h[0] == 0xe6a825ba047f81a3U && h.h[1] == 0x930255c71472f66dU);
	h = hash_keyed((struct str){"\0", 1}, k0, k1);
	assert_true(
		h.h[0] == 0x44af996bd8c187daU && h.h[1] == 0x45fc229b11597634U);
	char bytes[40] = "all lengths";
	for (size_t n = 1; n < sizeof bytes; n++) {
		struct hash all = hash_of((struct str){bytes, n});
		assert_false(hash_eq(all, hash_of((struct str){bytes, n - 1})));
		bytes[n - 1] ^= 1;
		assert_false(hash_eq(all, hash_of((struct str){bytes, n})));
		bytes[n - 1] ^= 1;
	}
}

static void
test_natural_order(void **state)
{
	(void)state;
	static const char *const order[] = {"", "1", "2", "10", "part-2",
		"Part-2-1", "part-10", "Part-10-a", "Q", "q-1"};
	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		for (size_t k = 0; k < ARRAY_LEN(order); k++) {
			int c = str_cmp_natural(
				str_c(order[i]), str_c(order[k]));
			assert_int_equal((c > 0) - (c < 0), (i > k) - (i < k));
		}
	assert_true(str_cmp_natural(STR("a2"), STR("a10")) < 0);
	assert_true(str_cmp_natural(STR("B1"), STR("a2")) > 0);
	assert_true(str_cmp_natural(STR("a02"), STR("a2")) != 0);
	assert_true(str_cmp_natural(STR("a"), STR("A")) != 0);
	assert_true(str_cmp_natural(STR("99999999999999999999"),
			    STR("100000000000000000000")) < 0);
	assert_true(str_cmp_natural(STR("x"), STR("x1")) < 0);
}

/* Stretches that have a message off: next to, in and over one another. */
static void
test_silences(void **state)
{
	(void)state;
	static const struct {
		uint32_t from, to;
	} off[] = {{40, 50}, {10, 30}, {12, 14}, {25, 35}};
	static const struct {
		uint32_t at;
		bool kept;
	} rows[] = {{9, true}, {10, false}, {13, false}, {20, false},
		{29, false}, {34, false}, {35, true}, {39, true}, {40, false},
		{49, false}, {50, true}, {SPAN_WHOLE, true}};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *a = arena_new();
		struct diag *dg = diag_new(a);
		struct str bytes = str_fmt(a, "%60s", "");
		int file = diag_add_file(dg, STR("f.md"), bytes);
		struct span at = {file, rows[i].at};
		diag_report(dg, DIAG_CONTRAST, at, "a");
		diag_report(dg, DIAG_NOTE_ORPHAN, at, "another kind");
		diag_report(dg, DIAG_CONTRAST,
			(struct span){file + 1, rows[i].at}, "another file");
		for (size_t k = 0; k < ARRAY_LEN(off); k++)
			assert_true(diag_ignore_from(dg, STR("contrast"),
				(struct span){file, off[k].from}, off[k].to));
		assert_int_equal(
			diag_count(dg, DIAG_STYLE), rows[i].kept ? 3 : 2);
		assert_false(diag_ignore_from(dg, STR("contrst"), at, 60));
		arena_free(a);
	}
}

static void
test_nearest(void **state)
{
	(void)state;
	static const char *const words[] = {"paper", "theme", "titles"};
	assert_string_equal(str_nearest(STR("papre"), words, 3), "paper");
	assert_string_equal(str_nearest(STR("title"), words, 3), "titles");
	assert_null(str_nearest(STR("something else"), words, 3));
	char many[100];
	memset(many, 'x', sizeof many);
	assert_null(str_nearest((struct str){many, sizeof many}, words, 3));
}

/* What was looked at, once each, whether it was there or not. */
static void
test_inputs(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	char dir[] = "/tmp/handout-base-XXXXXX";
	if (setjmp(*arena_jump(a)) || !mkdtemp(dir))
		abort();
	struct diag *dg = diag_new(a);
	struct str path = str_fmt(a, "%s/file", dir), bytes;
	int n;
	assert_false(file_read(a, path.p, 100, dg, &bytes));
	assert_true(file_write(a, path.p, STR("bytes")));
	assert_true(file_read(a, path.p, 100, diag_new(a), &bytes));
	struct diag *later = diag_new(a);
	assert_true(file_read(a, path.p, 100, later, &bytes));
	assert_true(file_read(a, path.p, 100, later, &bytes));
	assert_false(file_read(a, dir, 100, later, &bytes));
	const struct input *in = diag_inputs(dg, &n);
	assert_true(n == 1 && in[0].kind == INPUT_ABSENT);
	in = diag_inputs(later, &n);
	assert_true(n == 2 && in[0].kind == INPUT_FILE &&
		    in[0].stamp.size == 5 && in[0].stamp.mtime > 0);
	assert_true(hash_eq(in[0].hash, hash_of(STR("bytes"))));
	assert_true(in[1].kind == INPUT_FILE && str_is(in[1].path, dir));
	struct hash h;
	assert_true(
		file_hash(a, INPUT_FILE, path.p, &h) && hash_eq(h, in[0].hash));
	assert_true(file_hash(a, INPUT_FOLDER, dir, &h));
	const struct str *names = file_names(a, dir, &n);
	assert_true(n == 1 && str_is(names[0], "file"));
	diag_add_folder(later, STR("names"), names, n);
	assert_true(hash_eq(diag_inputs(later, &n)[2].hash, h));
	unlink(path.p);
	rmdir(dir);
	arena_free(a);
}

static void
test_json(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf b = buf_new(a);
	struct json j = {.out = &b};
	json_open(&j, NULL, '{');
	json_str(&j, "a\"", STR("\\ \"\b\f\n\r\t\x01/\x7F\xC3\xA4\xC3"));
	json_open(&j, "v", '[');
	json_int(&j, NULL, INT64_MIN);
	json_int(&j, NULL, 7);
	json_open(&j, NULL, '[');
	json_close(&j, ']');
	json_bool(&j, NULL, false);
	json_close(&j, ']');
	json_bool(&j, "b", true);
	json_close(&j, '}');
	assert_string_equal(buf_done(&b).p,
		"{\"a\\\"\": \"\\\\ \\\"\\b\\f\\n\\r\\t\\u0001/\x7F\xC3\xA4"
		"\xEF\xBF\xBD\", "
		"\"v\": [-9223372036854775808, 7, [], false], \"b\": true}");
	arena_free(a);
}

static void
test_json_milli(void **state)
{
	(void)state;
	static const struct {
		int64_t v;
		const char *s;
	} rows[] = {{0, "0"}, {5, "0.005"}, {500, "0.5"}, {-1250, "-1.25"},
		{2000, "2"}, {-1, "-0.001"}, {10010, "10.01"},
		{INT64_MIN, "-9223372036854775.808"}};
	struct arena *a = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf b = buf_new(a);
		struct json j = {.out = &b};
		json_milli(&j, NULL, rows[i].v);
		assert_string_equal(buf_done(&b).p, rows[i].s);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scale),
		cmocka_unit_test(test_arena_child),
		cmocka_unit_test(test_arena_child_fails),
		cmocka_unit_test(test_arena),
		cmocka_unit_test(test_arena_fails),
		cmocka_unit_test(test_arena_recycles),
		cmocka_unit_test(test_arena_gives_large_ones_back),
		cmocka_unit_test(test_arena_trims),
		cmocka_unit_test(test_array_overflow),
		cmocka_unit_test(test_str),
		cmocka_unit_test(test_buf),
		cmocka_unit_test(test_map),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_slugs),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_natural_order),
		cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_silences),
		cmocka_unit_test(test_inputs),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_milli),
	};
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
