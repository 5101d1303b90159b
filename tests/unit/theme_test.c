/* Colours, CSS and rules of themes, contrast. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "doc/doc.h"
#include "source/source.h"
#include "theme/theme.h"

struct fixture {
	struct arena *a;
	struct diag *dg;
};

static int
setup(void **state)
{
	static struct fixture f;
	f.a = arena_new();
	f.dg = diag_new(f.a);
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	arena_free(f->a);
	return 0;
}

static void
test_colors(void **state)
{
	static const struct {
		const char *text;
		bool ok;
		uint32_t rgb;
	} rows[] = {
		{"#E8B2AB", true, 0xE8B2AB},
		{"#fff", true, 0xFFFFFF},
		{"cc3300", true, 0xCC3300},
		{"f00", true, 0xFF0000},
		{"White", true, 0xFFFFFF},
		{"rebeccapurple", true, 0x663399},
		{"rgb(255, 0, 10)", true, 0xFF000A},
		{"rgb(100%, 0%, 0%)", true, 0xFF0000},
		{"rgba(0,0,0,.5)", true, 0x808080},
		{"rgba(0,0,0,0)", true, COLOR_NONE},
		{"hsl(120, 100%, 50%)", true, 0x00FF00},
		{"hsl(0 0% 100%)", true, 0xFFFFFF},
		{"#00000080", true, 0x7F7F7F},
		{"transparent", true, COLOR_NONE},
		{"#12345", false, 0},
		{"#gggggg", false, 0},
		{"nocolour", false, 0},
		{"rgb(1,2)", false, 0},
		{"rgb(", false, 0},
		{"", false, 0},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint32_t c = 1;
		bool ok = color_read(str_c(rows[i].text), &c);
		if (ok != rows[i].ok || (ok && c != rows[i].rgb))
			fail_msg("%s: %d %06x", rows[i].text, ok, c);
	}
}

/* The ratios of the WCAG's own definition. */
static void
test_contrast(void **state)
{
	(void)state;
	assert_int_equal((int)(color_contrast(0, 0xFFFFFF) * 100 + .5), 2100);
	assert_int_equal((int)(color_contrast(0, 0xCC3300) * 100 + .5), 404);
	assert_int_equal(
		(int)(color_contrast(0xFFFFFF, 0xCC3300) * 100 + .5), 520);
	assert_int_equal((int)(color_contrast(0x123456, 0x123456)), 1);
}

static struct theme *
theme_with(struct fixture *f, const char *more)
{
	const struct value *files[2];
	struct str yml = {theme_builtins[THEME_DEFAULT].text,
		*theme_builtins[THEME_DEFAULT].size};
	int file = diag_add_file(f->dg, STR("default.yml"), yml);
	files[0] = source_yaml(f->a, file, yml, 0, yml.n, f->dg);
	assert_non_null(files[0]);
	struct str own = str_c(more);
	file = diag_add_file(f->dg, STR("own.yml"), own);
	files[1] = source_yaml(f->a, file, own, 0, own.n, f->dg);
	assert_non_null(files[1]);
	return theme_read(f->a, files, 2, f->dg);
}

static struct node *
add(struct fixture *f, struct node *parent, enum node_kind kind)
{
	struct node *n = doc_node(f->a, kind, SPAN_NONE);
	if (kind == NODE_TEXT)
		n->text = STR("text");
	doc_append(parent, n);
	return n;
}

static void
set(struct fixture *f, struct node *n, const char *name, const char *value)
{
	doc_set_attr(f->a, n, str_c(name), str_c(value), SPAN_NONE);
}

static struct document *
new_doc(struct fixture *f)
{
	struct document *d = ARENA_NEW(f->a, struct document);
	d->a = f->a;
	d->root = doc_node(f->a, NODE_DOCUMENT, SPAN_NONE);
	return d;
}

static void
test_default_is_clean(void **state)
{
	struct fixture *f = *state;
	struct theme *t = theme_with(f, "{}");
	assert_int_equal(diag_count(f->dg, DIAG_STYLE), 0);
	assert_int_equal(t->paper_w, PT(612));
	assert_int_equal(
		t->paper_w - t->margin_left - t->margin_right, PT(446));
}

static void
test_overlay(void **state)
{
	struct fixture *f = *state;
	struct theme *t = theme_with(f,
		"page: {size: A4, margin: [1in, 2cm]}\n"
		"base: {font_size: 12}\n"
		"heading: {h2: {font_size: 2em}}\n"
		"boxes: {lab: {type: Lab, background_color: '#eee'}}\n");
	assert_int_equal(diag_count(f->dg, DIAG_STYLE), 0);
	assert_int_equal(t->margin_top, PT(72));
	assert_int_equal(t->margin_left, 56693);
	struct document *d = new_doc(f);
	struct node *div = add(f, d->root, NODE_DIV);
	div->classes = STR("lab");
	struct node *h = add(f, div, NODE_HEADING);
	h->heading.level = 2;
	theme_apply(f->a, t, d, f->dg);
	assert_int_equal(h->style->size, PT(24));
	assert_int_equal(div->style->background, 0xEEEEEE);
	assert_int_equal(h->style->ground, 0xEEEEEE);
	assert_int_equal(h->style->background, COLOR_NONE);
	assert_true(str_is(div->role, "Lab"));
}

static bool
has_code(struct fixture *f, enum diag_code code)
{
	int n;
	const struct diag_entry *e = diag_sorted(f->dg, &n);
	for (int i = 0; i < n; i++)
		if (e[i].code == code)
			return true;
	return false;
}

static void
test_unknown_keys(void **state)
{
	struct fixture *f = *state;
	theme_with(f, "headding: {h1: {font_size: 3}}\n");
	assert_true(has_code(f, DIAG_THEME_KEY));
	assert_false(has_code(f, DIAG_THEME_VALUE));
	theme_with(f, "base: {font_size: big}\npage: {size: a99}\n");
	assert_true(has_code(f, DIAG_THEME_VALUE));
}

/* The ground is the row's, the colour the cell's. */
static void
test_row_and_cell(void **state)
{
	struct fixture *f = *state;
	struct theme *t = theme_with(f, "{}");
	struct document *d = new_doc(f);
	struct node *row = add(f, d->root, NODE_ROW);
	struct node *cell = add(f, row, NODE_CELL);
	cell->cell.header = true;
	cell->cell.colspan = 1;
	struct node *text = add(f, add(f, cell, NODE_PLAIN), NODE_TEXT);
	set(f, row, "style", "background-color:#000000");
	set(f, cell, "style", "color: white;");
	theme_apply(f->a, t, d, f->dg);
	assert_int_equal(text->style->color, 0xFFFFFF);
	assert_int_equal(text->style->ground, 0);
	assert_false(has_code(f, DIAG_CONTRAST));
}

/* Black on #cc3300 is 4.04:1: white instead, and the author is told. */
static void
test_unreadable(void **state)
{
	struct fixture *f = *state;
	struct theme *t = theme_with(f, "{}");
	struct document *d = new_doc(f);
	struct node *cell = add(f, add(f, d->root, NODE_ROW), NODE_CELL);
	cell->cell.colspan = 1;
	struct node *text = add(f, add(f, cell, NODE_PLAIN), NODE_TEXT);
	set(f, cell, "bgcolor", "#cc3300");
	theme_apply(f->a, t, d, f->dg);
	assert_int_equal(text->style->color, 0xFFFFFF);
	assert_int_equal(cell->style->background, 0xCC3300);
	assert_true(has_code(f, DIAG_CONTRAST));
}

static void
test_css(void **state)
{
	struct fixture *f = *state;
	struct theme *t = theme_with(f, "{}");
	struct document *d = new_doc(f);
	struct node *p = add(f, d->root, NODE_PARA);
	set(f, p, "style",
		"TEXT-ALIGN: center; padding: 4px 8px; border: 2px solid red;"
		"font: inherit; width: 50%; font-size: 200%; color:rgb(0,0,9)"
		" !important; text-decoration: underline dotted; float:left");
	theme_apply(f->a, t, d, f->dg);
	const struct style *s = p->style;
	assert_int_equal(s->align, STYLE_CENTER);
	assert_int_equal(s->pad_top, PT(3));
	assert_int_equal(s->pad_left, PT(6));
	assert_int_equal(s->border_width, PT(1.5));
	assert_int_equal(s->border_color, 0xFF0000);
	assert_int_equal(s->width, -500);
	assert_int_equal(s->size, PT(21));
	assert_int_equal(s->leading, PT(30));
	assert_int_equal(s->color, 9);
	assert_int_equal(s->underline, LINE_UNDER);
	assert_int_equal(diag_count(f->dg, DIAG_STYLE), 0);
	struct node *bad = add(f, d->root, NODE_PARA);
	set(f, bad, "style", "color: verdigris; margin: 9999px");
	theme_apply(f->a, t, d, f->dg);
	assert_true(has_code(f, DIAG_CSS_VALUE));
	assert_int_equal(bad->style->margin_top, PT(72));
}

/* Nodes of one look share one style, others don't. */
static void
test_sharing(void **state)
{
	struct fixture *f = *state;
	struct theme *t = theme_with(f, "{}");
	struct document *d = new_doc(f);
	struct node *a = add(f, d->root, NODE_PARA);
	struct node *b = add(f, d->root, NODE_PARA);
	struct node *c = add(f, d->root, NODE_PARA);
	c->classes = STR("time");
	theme_apply(f->a, t, d, f->dg);
	assert_ptr_equal(a->style, b->style);
	assert_ptr_not_equal(a->style, c->style);
}

/* A note in a coloured cell stands on the page's ground. */
static void
test_note_in_cell(void **state)
{
	struct fixture *f = *state;
	struct theme *t = theme_with(f, "{}");
	struct document *d = new_doc(f);
	struct node *cell = add(f, add(f, d->root, NODE_ROW), NODE_CELL);
	set(f, cell, "style", "background:#000;color:#fff");
	struct node *note = add(f, cell, NODE_NOTE);
	theme_apply(f->a, t, d, f->dg);
	assert_int_equal(note->style->color, 0);
	assert_int_equal(note->style->ground, 0xFFFFFF);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_colors),
		cmocka_unit_test(test_contrast),
		TEST(test_default_is_clean),
		TEST(test_overlay),
		TEST(test_unknown_keys),
		TEST(test_row_and_cell),
		TEST(test_unreadable),
		TEST(test_css),
		TEST(test_sharing),
		TEST(test_note_in_cell),
	};
	return cmocka_run_group_tests_name("theme", tests, NULL, NULL);
}
