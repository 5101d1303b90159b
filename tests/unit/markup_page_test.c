/*
 * Pages as a whole: title and eyebrow, places of messages, languages,
 * the site's options, and input made to hurt.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "markup/markup.h"

struct page {
	struct arena *a;
	struct diag *dg;
	struct value *front, *site;
	struct document *doc;
};

static int
setup(void **state)
{
	struct arena *a = arena_new();
	struct page *p = ARENA_NEW(a, struct page);

	p->a = a;
	p->dg = diag_new(a);
	p->front = value_new(a, VALUE_MAP, SPAN_NONE);
	p->site = value_new(a, VALUE_MAP, SPAN_NONE);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct page *p = *state;

	arena_free(p->a);
	return 0;
}

static void
put(struct page *p, struct value *map, const char *key, const char *value)
{
	value_put(
		map, str_c(key), value_new_str(p->a, str_c(value), SPAN_NONE));
}

static struct node *
read_str(struct page *p, struct str bytes)
{
	int file = diag_add_file(p->dg, STR("page.md"), bytes);
	struct text t = text_of_file(p->a, file, bytes, 0);

	p->doc = markup_read(
		p->a, &t, p->front, p->site, STR("a/3-1-my_page.md"), p->dg);
	return p->doc->root->first;
}

static struct node *
read(struct page *p, const char *text)
{
	return read_str(p, str_c(text));
}

static void
assert_text(struct page *p, const struct node *n, const char *want)
{
	struct str s = doc_text(p->a, n);

	assert_string_equal(str_cdup(p->a, s), want);
}

static bool
reported(struct page *p, enum diag_code code, int line, int col)
{
	int n, l, c;
	const struct diag_entry *e = diag_sorted(p->dg, &n);

	for (int i = 0; i < n; i++) {
		diag_place(p->dg, e[i].span, &l, &c);
		if (e[i].code == code && (!line || (l == line && c == col)))
			return true;
	}
	return false;
}

/* ---- title ------------------------------------------------------------ */

static void
test_title_of_front_matter(void **state)
{
	struct page *p = *state;

	put(p, p->front, "title", "A &#58; B &amp; *C*");
	struct node *h = read(p, "text\n");
	assert_int_equal(h->kind, NODE_HEADING);
	assert_int_equal(h->heading.tag_level, 1);
	assert_text(p, h, "A : B & *C*");
	assert_text(p, h->next, "text");
}

static void
test_title_of_heading(void **state)
{
	struct page *p = *state;
	struct node *h = read(p, "# The *title*\n\ntext\n");

	assert_text(p, h, "The title");
	assert_text(p, h->next, "text");
	assert_false(reported(p, DIAG_FRONT_NO_TITLE, 0, 0));
}

static void
test_title_of_subtitle(void **state)
{
	struct page *p = *state;

	put(p, p->front, "subtitle", "Sub");
	assert_text(p, read(p, "text\n"), "Sub");
}

static void
test_title_of_name(void **state)
{
	struct page *p = *state;

	assert_text(p, read(p, "text\n"), "3 1 my page");
	assert_true(reported(p, DIAG_FRONT_NO_TITLE, 0, 0));
}

static void
test_title_repeated(void **state)
{
	struct page *p = *state;

	put(p, p->front, "title", "Same");
	struct node *h = read(p, "# same\n\n# Other\n");
	assert_text(p, h, "Same");
	assert_text(p, h->next, "Other");
}

static void
test_eyebrow(void **state)
{
	struct page *p = *state;

	put(p, p->front, "title", "T");
	put(p, p->front, "module_full_name", "Partners");
	put(p, p->front, "section", "3. Types");
	struct node *e = read(p, "");
	assert_true(doc_has_class(e, "eyebrow"));
	assert_text(p, e, "Partners \xc2\xb7 3. Types");
	assert_text(p, e->next, "T");
}

static void
test_language(void **state)
{
	struct page *p = *state;

	put(p, p->site, "lang", "pt_BR");
	read(p, "a\n");
	assert_true(str_is(p->doc->lang, "pt-BR"));
}

static void
test_empty(void **state)
{
	struct page *p = *state;

	put(p, p->front, "title", "T");
	assert_text(p, read(p, ""), "T");
	assert_int_equal(p->doc->nnodes, 3);
}

/* ---- places ----------------------------------------------------------- */

static void
test_places(void **state)
{
	struct page *p = *state;

	read(p, "> > a <a href=\"javascript:x\">b</a>\n\n"
		"- c\n\n  d [e](#none)\n\n"
		"<div>\r\n f</i>\n</div>\n\n"
		"| g | <chr> |\n\n"
		"x[^1]\n\n[^1]: h\n\n    [i](data:k)\n");
	assert_true(reported(p, DIAG_LINK_SCHEME, 1, 7));
	assert_true(reported(p, DIAG_LINK_ANCHOR, 5, 5));
	assert_true(reported(p, DIAG_HTML_STRAY, 8, 3));
	assert_true(reported(p, DIAG_HTML_UNKNOWN, 11, 7));
	assert_true(reported(p, DIAG_LINK_SCHEME, 17, 5));
}

static void
test_places_commonmark(void **state)
{
	struct page *p = *state;

	put(p, p->site, "markdown", "CommonMark");
	read(p, "a\n\n- b <a href=\"file:x\">c</a>\n");
	assert_true(reported(p, DIAG_LINK_SCHEME, 3, 5));
}

/* ---- options ---------------------------------------------------------- */

static void
test_hard_wrap(void **state)
{
	struct page *p = *state;
	struct value *k = value_new(p->a, VALUE_MAP, SPAN_NONE);

	put(p, k, "hard_wrap", "true");
	value_put(p->site, STR("kramdown"), k);
	struct node *n = read(p, "a\nb\n")->next;
	assert_int_equal(n->first->next->kind, NODE_BREAK);
}

static void
test_kramdown_input(void **state)
{
	struct page *p = *state;
	struct value *k = value_new(p->a, VALUE_MAP, SPAN_NONE);

	put(p, k, "input", "kramdown");
	put(p, k, "smart_quotes", "apos,apos,quot,quot");
	value_put(p->site, STR("kramdown"), k);
	struct node *n = read(p, "\"a\"\n- b\n\n#c\n")->next;
	assert_text(p, n, "\"a\" - b");
	assert_int_equal(n->next->kind, NODE_HEADING);
}

static void
test_markdownify(void **state)
{
	struct page *p = *state;
	struct str html = markup_html(p->a, STR("*a* -- b"));

	assert_string_equal(html.p, "<p><em>a</em> \xe2\x80\x93 b</p>\n");
}

static void
test_dump(void **state)
{
	struct page *p = *state;
	struct str body = STR("<p>a</li></p>\n");
	struct text t = text_of_file(p->a, 0, body, 0);
	struct str html = markup_dump(p->a, &t, p->site, p->dg);

	assert_string_equal(html.p, "<p>a     </p>\n");
}

/* ---- input made to hurt ----------------------------------------------- */

static struct str
repeat(struct arena *a, const char *s, int n, const char *tail)
{
	struct buf b = buf_new(a);

	for (int i = 0; i < n; i++)
		buf_c(&b, s);
	buf_c(&b, tail);
	return buf_done(&b);
}

static const struct {
	const char *piece;
	int n;
	const char *tail;
	enum diag_code code; /* DIAG_CODES: none is promised */
} floods[] = {
	{"[", 200000, "", DIAG_CODES},
	{"[a](", 50000, "", DIAG_CODES},
	{"![", 50000, "]", DIAG_CODES},
	{">", 10000, " x\n", DIAG_HTML_NESTING},
	{"- ", 10000, "x\n", DIAG_HTML_NESTING},
	{"*", 1000000, "", DIAG_CODES},
	{"*a _b ", 100000, "", DIAG_CODES},
	{"<div>", 100000, "", DIAG_HTML_NESTING},
	{"<b>", 100000, "", DIAG_HTML_NESTING},
	{"<p><b>x</p>\n", 10000, "", DIAG_CODES},
	{"<table><tr><td>", 10000, "", DIAG_HTML_NESTING},
	{"<a href=\"", 50000, "", DIAG_CODES},
	{"<!--", 100000, "", DIAG_CODES},
	{"<script>", 50000, "", DIAG_CODES},
	{"{: .a}\n", 50000, "", DIAG_CODES},
	{"~~a ", 100000, "", DIAG_CODES},
	{"``a`", 100000, "", DIAG_CODES},
	{"$$a", 50000, "", DIAG_CODES},
	{"\"", 500000, "", DIAG_CODES},
	{"<tr><td colspan=100000>x</td><td>y</td></tr>", 2000, "", DIAG_CODES},
	{"| a ", 5000, "|\n", DIAG_TABLE_TOO_BIG},
};

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Sanitizers and coverage are slow: the limit only tells apart powers. */
static void
test_floods(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(floods); i++) {
		teardown(state);
		setup(state);
		struct page *p = *state;
		double start = seconds();
		read_str(p, repeat(p->a, floods[i].piece, floods[i].n,
				    floods[i].tail));
		double took = seconds() - start;
		if (took > 8)
			fail_msg("%s: %.1f s", floods[i].piece, took);
		if (floods[i].code != DIAG_CODES)
			assert_true(reported(p, floods[i].code, 0, 0));
	}
}

static const char small_page[] =
	"# a\n\n- b *c* [d](e)\n\n<div>f<sup>1</sup></div>\n\n"
	"<a name=\"fn1\">1</a>: g\n\na|b\n-|-\nc|d\n";

static void
read_until_memory_fails(struct arena *a, size_t n)
{
	struct diag *dg = diag_new(a);
	struct str bytes = str_c(small_page);
	int file = diag_add_file(dg, STR("p"), bytes);
	struct text t = text_of_file(a, file, bytes, 0);

	arena_fail_after(a, n);
	markup_read(a, &t, NULL, NULL, STR("p"), dg);
}

/* Every way of running out of memory is left by the arena's jump. */
static void
test_no_memory(void **state)
{
	(void)state;
	for (volatile size_t n = 1; n < 4000; n += 7) {
		struct arena *volatile a = arena_new();
		assert_non_null(a);
		if (setjmp(*arena_jump(a)) == 0)
			read_until_memory_fails(a, n);
		arena_free(a);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_title_of_front_matter),
		TEST(test_title_of_heading),
		TEST(test_title_of_subtitle),
		TEST(test_title_of_name),
		TEST(test_title_repeated),
		TEST(test_eyebrow),
		TEST(test_language),
		TEST(test_empty),
		TEST(test_places),
		TEST(test_places_commonmark),
		TEST(test_hard_wrap),
		TEST(test_kramdown_input),
		TEST(test_markdownify),
		TEST(test_dump),
		TEST(test_floods),
		TEST(test_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
