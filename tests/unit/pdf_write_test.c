/*
 * The file as a whole: its frame, its numbers, the same bytes each time,
 * and what happens when memory runs out.
 */
#include "pdf_aux.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* A heading, a paragraph and a running foot on each of `n` pages. */
static void
fill(struct maker *m, int n)
{
	for (int i = 0; i < n; i++) {
		maker_sheet(m);
		struct node *h = maker_node(m, NULL, NODE_HEADING);
		h->heading.level = h->heading.tag_level = i ? 2 : 1;
		maker_show(m, maker_text(m, h, "Heading"));
		maker_line(m);
		struct node *p = maker_node(m, NULL, NODE_PARA);
		maker_show(m, maker_text(m, p, "Office (fine) \\ text"));
		maker_line(m);
		maker_put(m, NULL, "foot")->artifact = ARTIFACT_FOOTER;
	}
}

static void
test_same_input_same_bytes(void **state)
{
	struct maker *m = *state;
	fill(m, 2);
	struct str one = maker_write(m), two = maker_write(m);
	assert_int_equal(one.n, two.n);
	assert_memory_equal(one.p, two.p, one.n);
}

/* Page `i` of what was filled, alone, with the blocks that are on it. */
static void
add_page(struct maker *m, struct pdf *pdf, int i)
{
	const struct node *from = m->doc.root->first;
	for (int k = 0; k < 2 * i; k++)
		from = from->next;
	struct arena *work = arena_child(m->a);
	struct pages one = {.v = m->pages->v + i,
		.n = 1,
		.first = i,
		.from = from,
		.to = from->next};
	pdf_add(pdf, work, &one);
	arena_drop(work);
}

/* What the first element of a type has as its children, by their types. */
static struct str
kids_of(struct maker *m, const struct readback *r, const char *type)
{
	struct buf b = buf_new(m->a);
	int at = readback_find(r, type, 1);
	struct str kids = r->v[at].value, piece;
	kids = str_sub(kids, (size_t)str_find(kids, "/K[", 0) + 3, kids.n);
	for (int kid; str_next(&kids, " ]", &piece);) {
		if (!str_int(piece, &kid) || kid == 0)
			continue;
		struct str s = r->v[kid].value;
		buf_str(&b, str_sub(s, (size_t)str_find(s, "/S/", 0) + 3,
				    (size_t)str_find(s, "/P ", 0)));
		buf_ch(&b, ' ');
	}
	return buf_done(&b);
}

/* Pages that come one by one, in any order, make the same document. */
static void
test_pages_in_any_order(void **state)
{
	struct maker *m = *state;
	static const int orders[][3] = {{0, 1, 2}, {2, 0, 1}, {1, 2, 0}};
	fill(m, 3);
	doc_number(&m->doc);
	m->doc.root->first->next->next->kind = NODE_QUOTE;
	for (size_t k = 0; k < ARRAY_LEN(orders); k++) {
		struct pdf *pdf = pdf_begin(m->a, &m->doc, &m->options, m->dg);
		struct str out;
		for (int i = 0; i < 3; i++)
			add_page(m, pdf, orders[k][i]);
		assert_true(pdf_end(pdf, &out));
		struct readback r = readback_read(m->a, out);
		assert_true(str_is(kids_of(m, &r, "/S/Document"),
			"H1 P BlockQuote P H2 P "));
		int c = readback_find(&r, "/Type /Catalog", 1);
		assert_true(
			str_find(r.v[c].value, "/Nums[0<</S/D/St 1>>]", 0) > 0);
		assert_true(readback_find(&r, "/Count 3", 1) > 0);
	}
}

/* Glyphs that come up later have codes behind those that were there, and the
 * map leads to them; of a file made at once the codes are the subset's own. */
static void
test_codes_as_glyphs_come_up(void **state)
{
	struct maker *m = *state;
	static const char *const texts[] = {"xyz", "abz\xC3\xA9"};
	for (int i = 0; i < 2; i++) {
		maker_sheet(m);
		for (int k = 0; k < 2; k++)
			maker_show(
				m, maker_text(m, maker_node(m, NULL, NODE_PARA),
					   texts[i]));
	}
	doc_number(&m->doc);
	struct pdf *pdf = pdf_begin(m->a, &m->doc, &m->options, m->dg);
	struct str out;
	add_page(m, pdf, 0);
	add_page(m, pdf, 1);
	assert_true(pdf_end(pdf, &out));
	struct readback r = readback_read(m->a, out);
	int font = readback_find(&r, "/CIDFontType2", 1);
	struct str map = r.v[readback_ref(&r, font, "/CIDToGIDMap")].stream;
	const struct face *f = pdf->faces[0];
	static const char order[] = "xyzab";
	assert_int_equal(f->n, 6);
	assert_int_equal(map.n, 2 * 7);
	for (int i = 0; i < f->n; i++) {
		assert_int_equal(f->v[i].code, i + 1);
		assert_int_equal(
			(unsigned char)map.p[2 * i + 3], f->subset.gid_of[i]);
		if (i < 5)
			assert_int_equal(f->v[i].gid,
				font_glyph(f->font, (uint32_t)order[i]));
	}
	r = maker_readback(m);
	assert_true(readback_find(&r, "/CIDToGIDMap /Identity", 1) > 0);
}

static struct str
id_of(struct str file)
{
	ptrdiff_t at = str_find(file, "/ID[<", 0);
	assert_true(at > 0);
	return str_sub(file, (size_t)at + 5, (size_t)at + 37);
}

static void
test_id_is_of_the_content(void **state)
{
	struct maker *m = *state;
	fill(m, 1);
	struct str one = id_of(maker_write(m));
	m->options.title = STR("Another title");
	assert_false(str_eq(one, id_of(maker_write(m))));
}

static void
test_catalog_says_what_pdfua_asks(void **state)
{
	struct maker *m = *state;
	static const char *const parts[] = {"/Lang (en-GB)", "/Marked true",
		"/DisplayDocTitle true", "/PrintScaling /None",
		"/OutputIntents", "/Metadata", "/StructTreeRoot", "/Outlines",
		"/Nums[0<</S/D/St 1>>]"};
	m->options.lang = STR("en-GB");
	fill(m, 3);
	struct readback r = maker_readback(m);
	int c = readback_find(&r, "/Type /Catalog", 1);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		assert_true(str_find(r.v[c].value, parts[i], 0) >= 0);
	assert_true(r.v[c].packed);
}

static void
test_metadata_is_escaped_and_readable(void **state)
{
	struct maker *m = *state;
	m->options.title = STR("A <b> & \"c\"\x01\n d");
	m->options.author = STR("Ann");
	m->options.has_date = true;
	m->options.date = 1700000000;
	fill(m, 1);
	struct readback r = maker_readback(m);
	assert_true(str_find(r.file,
			    "x-default\">A &lt;b&gt; &amp; \"c\" d</rdf:li>",
			    0) > 0);
	assert_true(str_find(r.file, "<rdf:li>Ann</rdf:li>", 0) > 0);
	assert_true(str_find(r.file, "2023-11-14T22:13:20Z", 0) > 0);
	assert_true(readback_find(&r, "(D:20231114221320Z)", 1) > 0);
	assert_true(str_find(r.file, "<pdfuaid:part>1<", 0) > 0);
	assert_true(str_find(r.file, "<pdfaid:part>2<", 0) > 0);
}

static void
test_no_date_unless_given(void **state)
{
	struct maker *m = *state;
	fill(m, 1);
	struct readback r = maker_readback(m);
	assert_int_equal(readback_find(&r, "/CreationDate", 1), 0);
	assert_true(str_find(r.file, "CreateDate", 0) < 0);
}

static void
test_outline_is_nested(void **state)
{
	struct maker *m = *state;
	fill(m, 3);
	struct readback r = maker_readback(m);
	int root = readback_find(&r, "/Type/Outlines", 1);
	assert_true(str_find(r.v[root].value, "/Count 3", 0) > 0);
	int h1 = readback_ref(&r, root, "/First");
	assert_true(str_find(r.v[h1].value, "/Count 2", 0) > 0);
	assert_true(str_find(r.v[h1].value, "/Title(Heading)", 0) > 0);
	int h2 = readback_ref(&r, h1, "/First");
	assert_int_equal(readback_ref(&r, h2, "/Parent"), h1);
	assert_int_equal(
		readback_ref(&r, h2, "/Next"), readback_ref(&r, h1, "/Last"));
}

static void
test_many_pages_have_a_tree(void **state)
{
	struct maker *m = *state;
	fill(m, 300);
	struct readback r = maker_readback(m);
	int kids = 0;
	for (int i = 0; (i = readback_find(&r, "/Type /Pages", i + 1)) > 0;)
		kids++;
	assert_int_equal(kids, 4);
	assert_true(readback_find(&r, "/Count 300", 1) > 0);
	assert_true(readback_find(&r, "/Count 44", 1) > 0);
	/* 300 pages are more than one leaf of the parent tree. */
	assert_true(readback_find(&r, "/Limits[0 255]/Nums[0 [", 1) > 0);
	assert_true(readback_find(&r, "/Limits[256 299]/Nums[256 [", 1) > 0);
}

static void
test_picture_is_stored_once(void **state)
{
	struct maker *m = *state;
	static char px[4];
	struct image one = {.w = 2,
		.h = 2,
		.turn = 1,
		.space = IMAGE_GRAY,
		.data = {px, 4},
		.sha = STR("s")};
	struct image two = one;
	maker_sheet(m);
	struct node *p = maker_node(m, NULL, NODE_PARA);
	for (int i = 0; i < 2; i++) {
		struct node *n = maker_node(m, p, NODE_IMAGE);
		n->image.alt = STR("x");
		maker_item(m, ITEM_IMAGE, n, PT(9), PT(9))->image =
			i ? &two : &one;
	}
	struct readback r = maker_readback(m);
	int x = readback_find(&r, "/Subtype /Image", 1);
	assert_true(x > 0);
	assert_int_equal(readback_find(&r, "/Subtype /Image", x + 1), 0);
}

/* Each allocation in turn fails; nothing is left behind, nothing crashes. */
static void
test_memory_runs_out(void **state)
{
	struct maker *m = *state;
	fill(m, 1);
	doc_number(&m->doc);
	volatile int jumps = 0;
	volatile bool done = false;
	for (volatile size_t n = 1; !done && n < 5000; n += 1 + n / 8) {
		struct arena *a = arena_new();
		struct str out;
		if (setjmp(*arena_jump(a))) {
			jumps++;
		} else {
			struct diag *dg = diag_new(a);
			arena_fail_after(a, n);
			done = pdf_write(
				a, &m->doc, m->pages, &m->options, &out, dg);
		}
		arena_free(a);
	}
	assert_true(done);
	assert_true(jumps > 10);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, maker_setup, maker_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_same_input_same_bytes),
		TEST(test_pages_in_any_order),
		TEST(test_codes_as_glyphs_come_up),
		TEST(test_id_is_of_the_content),
		TEST(test_catalog_says_what_pdfua_asks),
		TEST(test_metadata_is_escaped_and_readable),
		TEST(test_no_date_unless_given),
		TEST(test_outline_is_nested),
		TEST(test_many_pages_have_a_tree),
		TEST(test_picture_is_stored_once),
		TEST(test_memory_runs_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
