/*
 * Content streams: where glyphs go, what they stand for, what is an
 * artifact, and that operators are written only when something changes.
 */
#include "pdf_aux.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static bool
has(struct str s, const char *part)
{
	return str_find(s, part, 0) >= 0;
}

static int
count(struct str s, const char *word)
{
	int n = 0;
	for (ptrdiff_t at = 0; (at = str_find(s, word, (size_t)at)) >= 0; at++)
		n++;
	return n;
}

static void
test_state_is_written_once(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	for (int i = 0; i < 4; i++) {
		struct node *p = maker_node(m, NULL, NODE_PARA);
		maker_show(m, maker_text(m, p, "line"));
		maker_line(m);
	}
	struct readback r = maker_readback(m);
	struct str c = readback_content(&r, 0);
	assert_int_equal(count(c, " Tf\n"), 1);
	assert_int_equal(count(c, "BT\n"), 1);
	assert_int_equal(count(c, " g\n"), 0); /* black is the default */
	assert_true(has(c, "72 720 Td\n"));
	assert_true(has(c, "0 -15 TD\n"));
	assert_int_equal(count(c, "T*\n"), 2);
}

static void
test_colors(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	struct node *p = maker_node(m, NULL, NODE_PARA);
	struct node *t = maker_text(m, p, "x");
	m->color = 0xFF0000;
	maker_show(m, t);
	m->color = 0x333333;
	maker_show(m, t);
	struct readback r = maker_readback(m);
	struct str c = readback_content(&r, 0);
	assert_true(has(c, "1 0 0 rg\n"));
	assert_true(has(c, ".2 g\n"));
	/* No colour operator stands inside a string. */
	for (ptrdiff_t at = 0; (at = str_find(c, "g\n", (size_t)at)) >= 0; at++)
		assert_true(c.p[at - 2] != ')');
	m->options.gray = true;
	r = maker_readback(m);
	c = readback_content(&r, 0);
	assert_false(has(c, "rg\n"));
	assert_true(has(c, ".212 g\n"));
}

static void
test_drawings(void **state)
{
	struct maker *m = *state;
	static const struct path_step steps[] = {{'m', {0, 0}},
		{'l', {PT(5), 0}}, {'c', {PT(5), PT(5), 0, PT(5), 0, PT(2)}},
		{'z', {0}}};
	maker_sheet(m);
	maker_item(m, ITEM_RECT, NULL, PT(10), PT(4))->artifact =
		ARTIFACT_LAYOUT;
	struct item *it = maker_item(m, ITEM_LINE, NULL, PT(10), 0);
	it->artifact = ARTIFACT_LAYOUT;
	it->line.thick = PT(0.5);
	it->line.dashed = true;
	it = maker_item(m, ITEM_PATH, NULL, PT(5), PT(5));
	it->artifact = ARTIFACT_LAYOUT;
	it->path.steps = steps;
	it->path.n = 4;
	maker_item(m, ITEM_RECT, NULL, 0, PT(4))->artifact = ARTIFACT_FOOTER;
	struct readback r = maker_readback(m);
	struct str c = readback_content(&r, 0);
	assert_int_equal(count(c, "BDC"), 1); /* one type, and not empty */
	assert_true(has(c, "/Artifact<</Type/Layout>>BDC\n"));
	assert_true(has(c, "72 716 10 4 re f\n"));
	assert_true(has(c, ".5 w\n[1.5 1 ]0 d\n72 720 m 82 720 l S\n"));
	assert_true(has(c, "72 720 m 77 720 l 77 715 72 715 72 718 c h f\n"));
	assert_false(has(c, "BT"));
}

static void
test_artifacts_say_what_they_are(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	maker_put(m, NULL, "head")->artifact = ARTIFACT_HEADER;
	maker_line(m);
	maker_put(m, NULL, "foot")->artifact = ARTIFACT_FOOTER;
	m->x = m->y = 0;
	maker_item(m, ITEM_RECT, NULL, PT(612), PT(792))->artifact =
		ARTIFACT_BACKGROUND;
	struct readback r = maker_readback(m);
	struct str c = readback_content(&r, 0);
	assert_true(has(c, "/Artifact<</Type/Pagination/Subtype/Header"
			   "/Attached[/Top]/BBox[72 "));
	assert_true(has(c, "/Subtype/Footer/Attached[/Bottom]/BBox["));
	assert_true(has(c, "/Artifact<</Type/Background/BBox[0 0 612 792]>>"));
	assert_false(has(c, "/MCID"));
}

static void
test_lines_get_their_space_back(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	struct node *p = maker_node(m, NULL, NODE_PARA);
	struct node *t = maker_text(m, p, "one two");
	struct item *it = maker_show(m, t);
	struct item first = *it;
	/* Cut it as a line break would: "one" and "two". */
	first.glyphs.n = 3;
	it->glyphs.g += 4;
	it->glyphs.n -= 4;
	maker_line(m);
	it->x = m->x;
	it->y = m->y;
	struct item second = *it;
	*it = first;
	*sheet_add(m->pages, m->sheet, ITEM_GLYPHS) = second;
	assert_string_equal(maker_tags(m), "Document\n  P \"one two\"\n");
}

/* Glyphs that stand for more, for less, or for something else. */
static void
test_what_glyphs_stand_for(void **state)
{
	struct maker *m = *state;
	static const char *const texts[] = {
		"office", "a\xC2\xA0z a z", "n\xCC\x88", "\xE2\x80\x91"};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		maker_sheet(m);
		struct node *p = maker_node(m, NULL, NODE_PARA);
		maker_show(m, maker_text(m, p, texts[i]));
	}
	struct str tags = str_c(maker_tags(m));
	assert_true(has(tags, "  P \"office\"\n"));
	assert_true(has(tags, "  P \"a z a z\"\n"));
	assert_true(has(tags, "  P \"n\xCC\x88\"\n"));
	assert_true(has(tags, "  P \"\xE2\x80\x91\"\n"));
	struct readback r = maker_readback(m);
	int cmap = readback_ref(
		&r, readback_find(&r, "/ToUnicode", 1), "/ToUnicode");
	struct str u = r.v[cmap].stream;
	assert_true(has(u, "beginbfrange\n<0001>"));
	assert_true(has(u, "<0020>"));
	assert_false(has(u, "<00A0>"));
}

/* A glyph used as one character mostly, and once as another. */
static void
test_the_minority_is_spoken(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	struct node *p = maker_node(m, NULL, NODE_PARA);
	maker_show(m, maker_text(m, p, "a-b-c-d"));
	struct item *it = maker_put(m, p, "-");
	it->glyphs.text = STR("\xC2\xAD");
	struct text_glyph g = it->glyphs.g[0];
	g.len = 2;
	it->glyphs.g = &g;
	struct readback r = maker_readback(m);
	struct str c = readback_content(&r, 0);
	assert_true(
		has(c, "/Span<</MCID 1/ActualText(\xFE\xFF\\000\xAD)>>BDC") ||
		str_find(c, "/Span<</MCID 1/ActualText(\xFE\xFF", 0) > 0);
	assert_int_equal(count(c, "ActualText"), 1);
	assert_int_equal(count(c, "/MCID"), 2);
}

static void
test_right_to_left_is_in_order(void **state)
{
	struct maker *m = *state;
	m->family = "Noto Sans Hebrew";
	maker_sheet(m);
	struct node *p = maker_node(m, NULL, NODE_PARA);
	maker_show(m, maker_text(m, p, "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"));
	assert_string_equal(maker_tags(m),
		"Document\n  P \"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D\"\n");
	struct readback r = maker_readback(m);
	struct str c = readback_content(&r, 0);
	assert_int_equal(count(c, "ActualText"), 0);
	assert_true(has(c, "[-")); /* to the right end first */
}

/* ---- where the pen goes ----------------------------------------------- */

/* The byte of a literal string at *at, and over it. */
static int
string_byte(struct str s, size_t *at)
{
	int c = (unsigned char)s.p[(*at)++];
	if (c != '\\')
		return c;
	c = (unsigned char)s.p[(*at)++];
	return c == 'r' ? '\r' : c;
}

static int
width_of(const struct face *f, unsigned code)
{
	for (int i = 0; i < f->n; i++)
		if (f->v[i].code == code)
			return f->v[i].width;
	fail();
	return 0;
}

/* How far the strings and numbers of one TJ array carry the pen. */
static int64_t
array_width(struct str s, const struct face *f, mpt size)
{
	int64_t x = 0;
	for (size_t at = 0; at < s.n;) {
		if (s.p[at] == '(') {
			at++;
			while (s.p[at] != ')') {
				int hi = string_byte(s, &at);
				int lo = string_byte(s, &at);
				x += width_of(f, (unsigned)(hi << 8 | lo));
			}
			at++;
			continue;
		}
		char *end;
		x -= strtol(s.p + at, &end, 10);
		at = (size_t)(end - s.p);
	}
	return x * size;
}

/* A long line, kerned, with spread words: the end is where layout says. */
static void
test_nothing_drifts(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	m->size = 10937;
	struct node *p = maker_node(m, NULL, NODE_PARA);
	struct item *it =
		maker_show(m, maker_text(m, p,
				      "AVAST To. Watt Type, Yes. LTA AVAST To. "
				      "Watt Type, Yes. LTA"));
	it->glyphs.word_space = 1234;
	doc_number(&m->doc);
	struct pdf pdf = {.a = m->a,
		.doc = &m->doc,
		.work = m->a,
		.o = &m->options,
		.h = haru_open(m->a),
		.z = zip_open(m->a)};
	pdf_start(&pdf);
	pdf_take(&pdf, m->pages);
	assert_true(fonts_set_codes(&pdf));
	struct buf b = buf_new(m->a);
	content_page(&pdf, 0, &b);
	struct str c = buf_done(&b);
	ptrdiff_t from = str_find(c, "[", (size_t)str_find(c, "Td", 0));
	ptrdiff_t to = str_find(c, "]TJ", (size_t)from);
	int64_t got = array_width(str_sub(c, (size_t)from + 1, (size_t)to),
		pdf.faces[0], m->size);
	int64_t want = 0;
	for (int i = 0; i < it->glyphs.n; i++) {
		bool space = glyph_is_space(it, &it->glyphs.g[i]);
		want += (int64_t)it->glyphs.g[i].adv * m->size +
		        (space ? 1234000 : 0);
	}
	/* To half a thousandth of the size, and the last glyph's kerning. */
	assert_true(llabs(got - want) <= (int64_t)m->size * 60);
	const struct text_glyph *last = &it->glyphs.g[it->glyphs.n - 1];
	int64_t kern = (int64_t)last->adv * m->size -
	               (int64_t)width_of(pdf.faces[0],
			       face_glyph(pdf.faces[0], last->gid)->code) *
	                       m->size;
	assert_true(llabs(got + kern - want) <= m->size);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, maker_setup, maker_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_state_is_written_once),
		TEST(test_colors),
		TEST(test_drawings),
		TEST(test_artifacts_say_what_they_are),
		TEST(test_lines_get_their_space_back),
		TEST(test_what_glyphs_stand_for),
		TEST(test_the_minority_is_spoken),
		TEST(test_right_to_left_is_in_order),
		TEST(test_nothing_drifts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
