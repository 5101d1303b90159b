/*
 * The structure tree: which elements, in which order, with what in them;
 * and that the file says the same as the dump.
 */
#include "pdf_aux.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void
test_paragraph_over_two_pages_is_one(void **state)
{
	struct maker *m = *state;
	struct node *p = maker_node(m, NULL, NODE_PARA);
	struct node *t = maker_text(m, p, "ignored");
	maker_sheet(m);
	maker_put(m, t, "one");
	maker_sheet(m);
	maker_put(m, t, "two");
	assert_string_equal(maker_tags(m), "Document\n"
					   "  P \"one / two\"\n");
	struct readback r = maker_readback(m);
	int e = readback_find(&r, "/S/P/P ", 1);
	assert_true(e > 0);
	assert_int_equal(readback_find(&r, "/S/P/P ", e + 1), 0);
	assert_true(str_find(r.v[e].value, "/K[0 <</Type/MCR/Pg ", 0) > 0);
}

static void
test_note_is_read_after_its_block(void **state)
{
	struct maker *m = *state;
	struct node *p = maker_node(m, NULL, NODE_PARA);
	struct node *t = maker_text(m, p, "Said");
	struct node *ref = maker_node(m, p, NODE_NOTE_REF);
	struct node *note = maker_node(m, NULL, NODE_NOTE);
	struct node *np = maker_node(m, note, NODE_PARA);
	struct node *nt = maker_text(m, np, "Who said it.");
	struct node *q = maker_node(m, NULL, NODE_PARA);
	struct node *u = maker_text(m, q, "After");
	ref->ref.label = note->note.label = STR("17");
	ref->ref.target = note;
	note->note.first_ref = ref;
	maker_sheet(m);
	maker_show(m, t);
	mpt from = m->x;
	maker_put(m, ref, "17");
	maker_link(m, ref, from);
	maker_line(m);
	maker_show(m, u);
	m->y = PT(700);
	m->x = PT(72);
	from = m->x;
	maker_put(m, note, "17")->part = PART_LABEL;
	maker_link(m, note, from)->part = PART_LABEL;
	maker_show(m, nt);
	assert_string_equal(maker_tags(m), "Document\n"
					   "  P\n"
					   "    \"Said\"\n"
					   "    Reference\n"
					   "      Link -> NOTE:4 \"17\"\n"
					   "  Note ID=\"n00000004\"\n"
					   "    Lbl\n"
					   "      Link -> NOTE_REF:3 \"17\"\n"
					   "    P \"Who said it.\"\n"
					   "  P \"After\"\n");
	struct readback r = maker_readback(m);
	assert_true(readback_find(&r, "/Contents(Note 17)", 1) > 0);
	assert_true(readback_find(&r, "/Names[(n00000004) ", 1) > 0);
	assert_true(readback_find(&r, "/Type/OBJR/Obj ", 1) > 0);
}

static struct node *
cell(struct maker *m, struct node *row, const char *s)
{
	struct node *c = maker_node(m, row, NODE_CELL);
	struct node *plain = maker_node(m, c, NODE_PLAIN);
	if (*s)
		maker_show(m, maker_text(m, plain, s));
	m->x = (m->x / PT(100) + 1) * PT(100);
	return c;
}

static void
test_table_keeps_its_grid(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	struct node *t = maker_node(m, NULL, NODE_TABLE);
	struct node *head = maker_node(m, t, NODE_HEAD);
	struct node *c = cell(m, maker_node(m, head, NODE_ROW), "BAR");
	c->cell.header = true;
	c->cell.scope = SCOPE_COLUMN;
	c->cell.colspan = 2;
	maker_line(m);
	struct node *body = maker_node(m, t, NODE_BODY);
	struct node *row = maker_node(m, body, NODE_ROW);
	c = cell(m, row, "Row");
	c->cell.header = true;
	c->cell.scope = SCOPE_ROW;
	c->cell.rowspan = 2;
	cell(m, row, "");
	maker_line(m);
	row = maker_node(m, body, NODE_ROW);
	cell(m, row, "x");
	assert_string_equal(maker_tags(m),
		"Document\n"
		"  Table\n"
		"    THead\n"
		"      TR\n"
		"        TH Scope=Column ColSpan=2 \"BAR\"\n"
		"    TBody\n"
		"      TR\n"
		"        TH Scope=Row RowSpan=2 \"Row\"\n"
		"        TD\n"
		"      TR\n"
		"        TD \"x\"\n");
	struct readback r = maker_readback(m);
	assert_true(readback_find(&r, "/A<</O/Table/Scope/Column/ColSpan 2>>",
			    1) > 0);
}

static void
test_table_not_painted_is_not_there(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	struct node *t = maker_node(m, NULL, NODE_TABLE);
	struct node *body = maker_node(m, t, NODE_BODY);
	cell(m, maker_node(m, body, NODE_ROW), "");
	maker_node(m, NULL, NODE_RULE);
	assert_string_equal(maker_tags(m), "Document\n");
}

static void
test_list_has_labels_and_bodies(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	struct node *l = maker_node(m, NULL, NODE_LIST);
	l->list.ordered = true;
	l->list.type = 'a';
	struct node *li = maker_node(m, l, NODE_ITEM);
	maker_put(m, li, "a.")->part = PART_LABEL;
	maker_show(m, maker_text(m, maker_node(m, li, NODE_PLAIN), "first"));
	struct node *in = maker_node(m, li, NODE_LIST);
	struct node *ii = maker_node(m, in, NODE_ITEM);
	maker_line(m);
	maker_put(m, ii, "\xE2\x80\xA2")->part = PART_LABEL;
	maker_show(m, maker_text(m, maker_node(m, ii, NODE_PLAIN), "inner"));
	assert_string_equal(maker_tags(m), "Document\n"
					   "  L ListNumbering=LowerAlpha\n"
					   "    LI\n"
					   "      Lbl \"a.\"\n"
					   "      LBody\n"
					   "        \"first\"\n"
					   "        L ListNumbering=Disc\n"
					   "          LI\n"
					   "            Lbl \"\xE2\x80\xA2\"\n"
					   "            LBody \"inner\"\n");
}

static void
test_boxes_are_mapped_to_sect(void **state)
{
	struct maker *m = *state;
	static const struct {
		const char *role, *line;
	} cases[] = {{"CaseStudy", "  CaseStudy(Sect)\n"}, {"Sect", "  Sect\n"},
		{"Table", "  Sect\n"}};
	maker_sheet(m);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct node *box = maker_node(m, NULL, NODE_DIV);
		box->role = str_c(cases[i].role);
		struct node *plain = maker_node(m, box, NODE_PLAIN);
		maker_show(m, maker_text(m, plain, "x"));
		maker_line(m);
	}
	struct str tags = str_c(maker_tags(m));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_true(str_find(tags, cases[i].line, 0) > 0);
	struct readback r = maker_readback(m);
	assert_true(readback_find(&r, "/RoleMap<</CaseStudy/Sect>>", 1) > 0);
}

static void
test_language_makes_an_element(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	struct node *p = maker_node(m, NULL, NODE_PARA);
	struct node *span = maker_node(m, p, NODE_EMPH);
	span->lang = STR("fr");
	maker_show(m, maker_text(m, span, "chez nous"));
	struct node *same = maker_node(m, p, NODE_EMPH);
	same->lang = STR("not a language");
	maker_show(m, maker_text(m, same, " said"));
	assert_string_equal(maker_tags(m), "Document\n"
					   "  P\n"
					   "    Span Lang=\"fr\" "
					   "\"chez nous\"\n"
					   "    \" said\"\n");
}

static void
test_link_without_annotation_has_no_element(void **state)
{
	struct maker *m = *state;
	static const char *const hrefs[] = {"javascript:alert(1)", "other.html",
		"#nowhere", "file:///etc/passwd", "http://"};
	maker_sheet(m);
	struct node *p = maker_node(m, NULL, NODE_PARA);
	for (size_t i = 0; i < ARRAY_LEN(hrefs); i++) {
		struct node *l = maker_node(m, p, NODE_LINK);
		l->link.href = str_c(hrefs[i]);
		mpt from = m->x;
		maker_show(m, maker_text(m, l, "x"));
		maker_link(m, l, from);
	}
	assert_string_equal(maker_tags(m), "Document\n  P \"xxxxx\"\n");
	struct readback r = maker_readback(m);
	assert_int_equal(readback_find(&r, "/Annot", 1), 0);
}

static void
test_link_over_two_lines(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	struct node *p = maker_node(m, NULL, NODE_PARA);
	struct node *l = maker_node(m, p, NODE_LINK);
	l->link.href = STR("https://example.org/a b?\xC3\xBC=%20%");
	struct node *t = maker_text(m, l, "the example");
	mpt from = m->x;
	maker_put(m, t, "the");
	maker_link(m, l, from);
	maker_line(m);
	from = m->x;
	maker_put(m, t, "exam");
	maker_link(m, l, from);
	from = m->x;
	maker_put(m, t, "ple");
	maker_link(m, l, from); /* joins the one before */
	struct readback r = maker_readback(m);
	int first = readback_find(&r,
		"/A<</S/URI/URI(https://example.org/a%20b?%C3%BC=%20%25)>>", 1);
	assert_true(first > 0);
	int second = readback_find(&r, "/A<</S/URI", first + 1);
	assert_true(second > 0);
	assert_int_equal(readback_find(&r, "/A<</S/URI", second + 1), 0);
	assert_true(str_find(r.v[first].value, "/F 4", 0) > 0);
	int e = readback_find(&r, "/S/Link", 1);
	assert_true(str_find(r.v[e].value, "/Type/OBJR", 0) > 0);
	assert_int_equal(readback_find(&r, "/S/Link", e + 1), 0);
}

static void
test_picture_has_words(void **state)
{
	struct maker *m = *state;
	static char px[3 * 4];
	struct image im = {.w = 2,
		.h = 2,
		.turn = 1,
		.space = IMAGE_RGB,
		.data = {px, sizeof px},
		.alpha = {px, 4},
		.sha = STR("one")};
	maker_sheet(m);
	struct node *p = maker_node(m, NULL, NODE_PLAIN);
	struct node *n = maker_node(m, p, NODE_IMAGE);
	n->image.alt = STR("Two by two");
	n->image.alone = true;
	maker_item(m, ITEM_IMAGE, n, PT(20), PT(10))->image = &im;
	struct node *q = maker_node(m, NULL, NODE_PARA);
	struct node *none = maker_node(m, q, NODE_IMAGE);
	none->image.src = STR("img/a.png");
	maker_item(m, ITEM_IMAGE, none, PT(20), PT(10))->image = &im;
	assert_string_equal(maker_tags(m),
		"Document\n"
		"  Figure Alt=\"Two by two\" Placement=Block\n"
		"  P\n"
		"    Figure Alt=\"a.png\" Placement=Inline\n");
	struct readback r = maker_readback(m);
	int x = readback_find(&r, "/SMask", 1);
	assert_true(x > 0);
	assert_int_equal(readback_find(&r, "/SMask", x + 1), 0);
	assert_true(readback_find(&r, "/BBox[72 710 92 720]", 1) > 0);
}

static void
test_field_says_what_it_is(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	struct node *p = maker_node(m, NULL, NODE_PARA);
	struct node *f = maker_node(m, p, NODE_FIELD);
	f->field.type = FIELD_CHECKBOX;
	f->field.checked = true;
	f->field.label = STR("Agreed");
	maker_item(m, ITEM_RECT, f, PT(8), PT(8));
	assert_string_equal(maker_tags(m),
		"Document\n"
		"  P\n"
		"    Form Role=cb checked=on Desc=\"Agreed\"\n");
}

/* A paragraph whose link is drawn first, as in a line of mixed direction. */
static void
test_order_is_the_documents(void **state)
{
	struct maker *m = *state;
	maker_sheet(m);
	struct node *p = maker_node(m, NULL, NODE_PARA);
	struct node *a = maker_text(m, p, "a");
	struct node *l = maker_node(m, p, NODE_LINK);
	struct node *b = maker_text(m, l, "b");
	struct node *c = maker_text(m, p, "c");
	l->link.href = STR("https://example.org");
	maker_show(m, c);
	mpt from = m->x;
	maker_show(m, b);
	maker_link(m, l, from);
	maker_show(m, a);
	assert_string_equal(maker_tags(m),
		"Document\n"
		"  P\n"
		"    \"a\"\n"
		"    Link -> https://example.org \"b\"\n"
		"    \"c\"\n");
}

/* How often `word` stands in `s`. */
static int
count(struct str s, const char *word)
{
	int n = 0;
	for (ptrdiff_t at = 0; (at = str_find(s, word, (size_t)at)) >= 0; at++)
		n++;
	return n;
}

/* Every MCID of a page is in the parent tree, and once in an element. */
static void
test_parent_tree_has_every_mark(void **state)
{
	struct maker *m = *state;
	for (int i = 0; i < 3; i++) {
		maker_sheet(m);
		for (int k = 0; k < 5; k++) {
			struct node *p = maker_node(m, NULL, NODE_PARA);
			maker_show(m, maker_text(m, p, "text"));
			maker_line(m);
		}
	}
	struct readback r = maker_readback(m);
	int tree = readback_ref(
		&r, readback_find(&r, "/ParentTree ", 1), "/ParentTree");
	struct str nums = r.v[tree].value;
	assert_int_equal(count(nums, " 0 R"), 15);
	for (int page = 0; page < 3; page++) {
		struct str c = readback_content(&r, page);
		assert_int_equal(count(c, "/MCID"), 5);
		assert_int_equal(count(c, "BDC"), count(c, "EMC"));
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, maker_setup, maker_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_paragraph_over_two_pages_is_one),
		TEST(test_note_is_read_after_its_block),
		TEST(test_table_keeps_its_grid),
		TEST(test_table_not_painted_is_not_there),
		TEST(test_list_has_labels_and_bodies),
		TEST(test_boxes_are_mapped_to_sect),
		TEST(test_language_makes_an_element),
		TEST(test_link_without_annotation_has_no_element),
		TEST(test_link_over_two_lines),
		TEST(test_picture_has_words),
		TEST(test_field_says_what_it_is),
		TEST(test_order_is_the_documents),
		TEST(test_parent_tree_has_every_mark),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
