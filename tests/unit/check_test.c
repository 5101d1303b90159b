/* Rules on display lists, each with a list that trips it and one that doesn't.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "check/check.h"

struct world {
	struct arena *a;
	struct diag *dg;
	struct document doc;
	struct pages *pages;
	struct sheet *sheet;
};

static struct world w;

static int
setup(void **state)
{
	(void)state;
	w.a = arena_new();
	w.dg = diag_new(w.a);
	w.doc = (struct document){
		.a = w.a, .root = doc_node(w.a, NODE_DOCUMENT, SPAN_NONE)};
	w.pages = pages_new(w.a);
	w.sheet = pages_add(w.pages, PT(612), PT(792));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(w.a);
	return 0;
}

static void
add_text(mpt x, mpt y, mpt width)
{
	struct item *it = sheet_add(w.pages, w.sheet, ITEM_GLYPHS);
	it->node = w.doc.root;
	it->x = x;
	it->y = y;
	it->w = width;
	it->glyphs.size = PT(10);
}

static bool
finds(enum diag_code code)
{
	int n;
	check_all(w.a, w.pages, w.dg);
	const struct diag_entry *e = diag_sorted(w.dg, &n);
	for (int i = 0; i < n; i++)
		if (e[i].code == code)
			return true;
	return false;
}

static void
test_clean(void **state)
{
	(void)state;
	add_text(PT(83), PT(100), PT(200));
	add_text(PT(83), PT(112), PT(200));  /* the next line */
	add_text(PT(283), PT(100), PT(100)); /* right behind it */
	add_text(PT(90), PT(95), PT(1));     /* thin: a raised point */
	assert_false(finds(DIAG_LAYOUT_OUTSIDE));
	assert_false(finds(DIAG_LAYOUT_OVERLAP));
}

static void
test_overlap(void **state)
{
	(void)state;
	add_text(PT(83), PT(100), PT(200));
	add_text(PT(200), PT(103), PT(200));
	assert_true(finds(DIAG_LAYOUT_OVERLAP));
	assert_false(finds(DIAG_LAYOUT_OUTSIDE));
}

static void
test_outside(void **state)
{
	static const struct {
		mpt x, y, w;
	} rows[] = {{PT(5), PT(100), PT(50)}, {PT(500), PT(100), PT(100)},
		{PT(83), PT(785), PT(50)}, {PT(83), PT(10), PT(50)}};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		add_text(rows[i].x, rows[i].y, rows[i].w);
		assert_true(finds(DIAG_LAYOUT_OUTSIDE));
		teardown(state);
		setup(state);
	}
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_clean),
		TEST(test_overlap),
		TEST(test_outside),
	};
	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
