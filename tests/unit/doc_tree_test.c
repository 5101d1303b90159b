/*
 * The tree's own operations: moving nodes, walking, attributes, text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "doc_aux.h"

static int
setup(void **state)
{
	*state = arena_new();
	return *state ? 0 : -1;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static void
assert_str(struct str s, const char *want)
{
	struct str w = str_c(want);

	assert_int_equal(s.n, w.n);
	assert_memory_equal(s.p ? s.p : "", want, w.n);
}

/* Every row of kinds.def has all its columns. */
static void
test_kinds(void **state)
{
	(void)state;
	for (int k = 0; k < NODE_KINDS; k++) {
		assert_non_null(doc_kinds[k].name);
		assert_non_null(doc_kinds[k].html);
		assert_non_null(doc_kinds[k].role);
	}
}

static void
test_moves(void **state)
{
	struct arena *a = *state;
	struct node *p = doc_node(a, NODE_PARA, SPAN_NONE);
	struct node *x = doc_node(a, NODE_TEXT, SPAN_NONE);
	struct node *y = doc_node(a, NODE_TEXT, SPAN_NONE);
	struct node *z = doc_node(a, NODE_TEXT, SPAN_NONE);

	doc_append(p, y);
	doc_insert_before(y, x);
	doc_insert_after(y, z);
	assert_ptr_equal(p->first, x);
	assert_ptr_equal(p->last, z);
	assert_ptr_equal(x->next, y);
	assert_ptr_equal(z->prev, y);
	doc_remove(y);
	assert_ptr_equal(x->next, z);
	assert_ptr_equal(z->prev, x);
	assert_null(y->parent);
	doc_remove(x);
	doc_remove(z);
	assert_null(p->first);
	assert_null(p->last);
}

static void
test_move_children(void **state)
{
	struct document *doc = doc_make(*state, "DIV\n PARA\n PARA\nQUOTE\n");
	struct node *div = doc->root->first, *quote = div->next;

	doc_move_children(div, quote);
	assert_null(div->first);
	assert_ptr_equal(quote->first->next, quote->last);
	assert_ptr_equal(quote->first->parent, quote);
}

static void
test_walk(void **state)
{
	struct document *doc = doc_make(
		*state, "DIV\n PARA\n  TEXT a\n  TEXT b\n PARA\n  TEXT c\n");
	struct node *div = doc->root->first;
	int n = 0;

	for (struct node *at = div; at; at = doc_next(at, div))
		n++;
	assert_int_equal(n, 6);
	assert_ptr_equal(doc_next_after(div->first, div), div->last);
	assert_null(doc_next_after(div->last, div));
	assert_null(doc_next_after(div, div));
	assert_ptr_equal(doc_ancestor(div->first->first, NODE_DIV), div);
	assert_null(doc_ancestor(div, NODE_LIST));
	doc_number(doc);
	assert_int_equal(doc->nnodes, 7);
	assert_int_equal(div->last->first->num, 6);
}

static void
test_attributes(void **state)
{
	struct arena *a = *state;
	struct node *n = doc_node(a, NODE_DIV, SPAN_NONE);

	doc_add_class(a, n, STR("one two"));
	doc_add_class(a, n, STR("two three"));
	assert_str(n->classes, "one two three");
	assert_true(doc_has_class(n, "two"));
	assert_false(doc_has_class(n, "tw"));
	doc_set_attr(a, n, STR("width"), STR("1"), SPAN_NONE);
	doc_set_attr(a, n, STR("align"), STR("left"), SPAN_NONE);
	doc_set_attr(a, n, STR("width"), STR("2"), SPAN_NONE);
	assert_str(doc_attr_value(n, "width"), "2");
	assert_str(doc_attr_value(n, "none"), "");
	assert_null(doc_attr(n, "none"));
	assert_null(n->attrs->next->next);
}

static void
test_text(void **state)
{
	struct arena *a = *state;
	struct document *doc = doc_make(a,
		"PARA\n TEXT a\n STRONG\n  TEXT b\nLIST\n ITEM\n  PLAIN\n"
		"   TEXT c\n   NOTE_REF label=1\nPARA\n TEXT d\n BREAK\n"
		" TEXT e\n");

	assert_str(doc_text(a, doc->root), "ab c d e");
	doc->root->first->first->kind = NODE_IMAGE;
	doc->root->first->first->image.alt = STR("alt");
	assert_str(doc_text(a, doc->root->first), "altb");
}

static void
test_language(void **state)
{
	struct document *doc = doc_make(*state, "DIV\n PARA\nPARA\n");
	struct node *div = doc->root->first;

	doc->lang = STR("en");
	div->lang = STR("es");
	assert_str(doc_lang(doc, div->first), "es");
	assert_str(doc_lang(doc, div->next), "en");
}

static void
test_letters(void **state)
{
	struct arena *a = *state;

	assert_str(doc_letter(a, 1), "a");
	assert_str(doc_letter(a, 26), "z");
	assert_str(doc_letter(a, 27), "aa");
	assert_str(doc_letter(a, 52), "az");
	assert_str(doc_letter(a, 53), "ba");
	assert_str(doc_letter(a, 703), "aaa");
	assert_str(doc_letter(a, 0), "");
}

static void
test_links(void **state)
{
	struct document *doc = doc_make(*state,
		"PARA\n LINK href=http://a.org\n  TEXT one\n"
		" LINK href=http://b.org/\n  TEXT b.org\n"
		" LINK href=http://a.org\n  TEXT again\n"
		" LINK href=#x\n  TEXT here\n LINK href=other.html\n  TEXT o\n"
		" LINK href=mailto:me@c.org\n  TEXT me\n"
		"NOTE label=1\n PLAIN\n  LINK href=https://d.org\n"
		"   TEXT https://d.org\n");
	struct node *l = doc->root->first->first;

	doc_links_append(doc, STR("Links"));
	assert_int_equal(l->link.letter, 1);
	assert_int_equal(l->next->link.letter, 0);
	assert_int_equal(l->next->next->link.letter, 1);
	struct node *list = doc->root->last, *h = list->prev;
	assert_int_equal(list->kind, NODE_LIST);
	assert_int_equal(list->list.type, 'a');
	assert_true(doc_has_class(list, "links-list"));
	assert_true(doc_has_class(h, "links-heading"));
	assert_int_equal(h->heading.level, 2);
	assert_str(doc_text(*state, h), "Links");
	assert_str(doc_text(*state, list), "http://a.org mailto:me@c.org");
	assert_int_equal(list->last->item.number, 2);
}

static void
test_no_links(void **state)
{
	struct document *doc = doc_make(*state, "PARA\n TEXT a\n");

	doc_links_append(doc, STR("Links"));
	assert_ptr_equal(doc->root->first, doc->root->last);
}

static void
test_dump(void **state)
{
	struct document *doc = doc_make(
		*state, "PARA #i .c\n TEXT a\n LINK href=u\n  TEXT q\"\\\n");
	struct buf b = buf_new(*state);

	doc->title = STR("T");
	doc_dump(doc, &b);
	assert_string_equal(buf_done(&b).p, "DOCUMENT title=\"T\"\n"
					    "  PARA #i .c\n"
					    "    TEXT \"a\"\n"
					    "    LINK href=\"u\"\n"
					    "      TEXT \"q\\\"\\\\\"\n");
}

/* A copy needs nothing of where the document was. */
static void
test_copy(void **state)
{
	struct arena *a = arena_new(), *there = arena_child(a);
	(void)state;
	struct document *doc = doc_make(there,
		"HEADING #top .a level=1\n TEXT Title\n"
		"PARA\n LINK href=https://example.org/\n  TEXT out\n"
		" LINK href=#top\n  TEXT up\n NOTE_REF label=7\n"
		"NOTE label=7\n PARA\n  TEXT said\n"
		"TABLE\n BODY\n  ROW\n   CELL header colspan=2\n"
		"    PLAIN\n     TEXT cell\n"
		"LIST ordered start=3\n ITEM\n  PARA\n"
		"   IMAGE src=a.png\n");
	doc->title = str_dup(there, STR("Title"));
	doc_number(doc);
	struct node *top = doc->root->first, *link = top->next->first->next;
	link->link.target = top;
	struct node *ref = link->next, *note = top->next->next;
	ref->ref.target = note;
	note->note.first_ref = ref;
	doc->notes = &note;
	doc->nnotes = 1;
	struct buf before = buf_new(a), after = buf_new(a);
	doc_dump(doc, &before);
	struct document *copy = doc_copy(a, there, doc);
	arena_drop(there);
	doc_dump(copy, &after);
	assert_string_equal(buf_done(&before).p, buf_done(&after).p);
	assert_true(str_is(copy->title, "Title"));
	top = copy->root->first;
	assert_ptr_equal(top->next->first->next->link.target, top);
	assert_ptr_equal(copy->notes[0], top->next->next);
	assert_ptr_equal(
		copy->notes[0]->note.first_ref->ref.target, copy->notes[0]);
	arena_free(a);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copy),
		TEST(test_kinds),
		TEST(test_moves),
		TEST(test_move_children),
		TEST(test_walk),
		TEST(test_attributes),
		TEST(test_text),
		TEST(test_language),
		TEST(test_letters),
		TEST(test_links),
		TEST(test_no_links),
		TEST(test_dump),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
