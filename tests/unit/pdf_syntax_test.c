/* PDF's own syntax, and the colour profile. */
#include "pdf_aux.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct row {
	const char *in, *out;
};

static void
check(const struct row *rows, size_t n, void (*put)(struct buf *, struct str))
{
	struct arena *a = arena_new();
	for (size_t i = 0; i < n; i++) {
		struct buf b = buf_new(a);
		put(&b, str_c(rows[i].in));
		assert_string_equal(buf_done(&b).p, rows[i].out);
	}
	arena_free(a);
}

static void
put_name(struct buf *b, struct str s)
{
	syntax_name(b, s.p);
}

static void
test_names(void **state)
{
	static const struct row rows[] = {{"CaseStudy", "/CaseStudy"},
		{"A B", "/A#20B"}, {"a/b#c", "/a#2Fb#23c"},
		{"\xC3\xA9", "/#C3#A9"}};
	(void)state;
	check(rows, ARRAY_LEN(rows), put_name);
}

static void
test_strings(void **state)
{
	static const struct row rows[] = {{"plain", "(plain)"},
		{"a(b)c\\", "(a\\(b\\)c\\\\)"}, {"a\rb\n", "(a\\rb\n)"}};
	(void)state;
	check(rows, ARRAY_LEN(rows), syntax_string);
}

static void
test_text_strings(void **state)
{
	struct arena *a = arena_new();
	struct buf b = buf_new(a);
	(void)state;
	syntax_text(&b, STR("as it is (x)"));
	assert_string_equal(buf_done(&b).p, "(as it is \\(x\\))");
	b.n = 0;
	syntax_text(&b, STR("\xC3\xA9\xF0\x9F\x98\x80"));
	assert_int_equal(b.n, 10);
	assert_memory_equal(b.p, "(\xFE\xFF\x00\xE9\xD8\x3D\xDE\x00)", 10);
	b.n = 0;
	syntax_hex(&b, 0x1F600);
	syntax_hex(&b, 'A');
	assert_string_equal(buf_done(&b).p, "D83DDE000041");
	arena_free(a);
}

static void
test_languages(void **state)
{
	static const struct {
		const char *tag;
		bool ok;
	} rows[] = {{"en", true}, {"en-GB", true}, {"zh-Hant-TW", true},
		{"x-klingon", true}, {"de-1996", true}, {"", false},
		{"en_GB", false}, {"en-", false}, {"-en", false},
		{"1en", false}, {"abcdefghi", false}};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(
			syntax_is_lang(str_c(rows[i].tag)), rows[i].ok);
}

static void
test_rounding_is_symmetric(void **state)
{
	(void)state;
	assert_int_equal(syntax_round(1004), 1000);
	assert_int_equal(syntax_round(1005), 1010);
	assert_int_equal(syntax_round(-1005), -1010);
	assert_int_equal(syntax_round(-1004), -1000);
}

static unsigned
u32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (unsigned)u[0] << 24 | (unsigned)u[1] << 16 |
	       (unsigned)u[2] << 8 | u[3];
}

/* Its size, and each tag's data within it and aligned. */
static void
test_profile_is_whole(void **state)
{
	struct arena *a = arena_new();
	struct str icc = icc_srgb(a);
	(void)state;
	assert_int_equal(u32(icc.p), icc.n);
	assert_memory_equal(icc.p + 36, "acsp", 4);
	unsigned tags = u32(icc.p + 128);
	assert_int_equal(tags, 10);
	for (unsigned i = 0; i < tags; i++) {
		unsigned at = u32(icc.p + 132 + 12 * i + 4);
		unsigned n = u32(icc.p + 132 + 12 * i + 8);
		assert_int_equal(at % 4, 0);
		assert_true(at >= 132 + 12 * tags && at + n <= icc.n);
	}
	arena_free(a);
}

static void
test_clean_text_for_xml(void **state)
{
	struct arena *a = arena_new();
	(void)state;
	struct str s = meta_clean(
		a, STR(" a\n\t b\x01\x7F\xEF\xBB\xBF\xEF\xBF\xBE c "));
	assert_true(str_is(s, "a b c"));
	arena_free(a);
}

static void
test_luma(void **state)
{
	(void)state;
	assert_int_equal(color_luma(0xFFFFFF), 255);
	assert_int_equal(color_luma(0), 0);
	assert_int_equal(color_luma(0x808080), 128);
	assert_int_equal(color_luma(0x00FF00), 182);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_text_strings),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_rounding_is_symmetric),
		cmocka_unit_test(test_profile_is_whole),
		cmocka_unit_test(test_clean_text_for_xml),
		cmocka_unit_test(test_luma),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
