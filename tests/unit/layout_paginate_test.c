/*
 * Pagination against a slow, obvious search, and its promises over random
 * galleys: every strip once and in order, no page over-full, notes fit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "layout/layout_priv.h"

static uint32_t seed;

static int
any(int below)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((seed >> 8) % (uint32_t)below);
}

struct world {
	struct theme theme;
	struct style box;
	struct document doc;
	struct layout l;
	struct galley g;
};

static struct world *
world_new(struct arena *a)
{
	struct world *w = ARENA_NEW(a, struct world);
	w->theme = (struct theme){
		.keep_notes = true, .note_gap = PT(6), .note_space = PT(2)};
	w->box.keep = 1;
	w->l = (struct layout){.a = a,
		.t = &w->theme,
		.doc = &w->doc,
		.notes = map_new(a),
		.upright = {.width = PT(220),
			.height = PT(200),
			.columns = 1,
			.column = PT(220)},
		.body_height = PT(200)};
	return w;
}

static void
world_add_note(struct world *w, struct strip *s, int height)
{
	struct arena *a = w->l.a;
	struct node *n = doc_node(a, NODE_NOTE, SPAN_NONE);
	n->num = (uint32_t)(w->g.n * 10 + s->nnotes);
	struct note_block *b = ARENA_NEW(a, struct note_block);
	b->node = n;
	b->height = PT(1) * height;
	uint32_t *key = ARENA_NEW(a, uint32_t);
	*key = n->num;
	map_put(&w->l.notes, (struct str){(const char *)key, sizeof *key}, b);
	strip_add_note(&w->l, s, n);
}

static const int penalties[] = {
	0, 0, 0, PENALTY_ROW, PENALTY_WIDOW, PENALTY_NEVER};

/* Strips of 10 to 59 pt, some in a box, some with a note. */
static void
world_fill(struct world *w, int strips, bool notes)
{
	struct flow f = flow_new(&w->l, &w->g, 0, PT(100));
	for (int i = 0; i < strips; i++) {
		flow_space(&f, PT(1) * any(12));
		struct strip *s = flow_strip(&f, PT(1) * (10 + any(50)));
		s->penalty = penalties[any(ARRAY_LEN(penalties))];
		s->new_page = i && any(12) == 0;
		if (notes && any(4) == 0)
			world_add_note(w, s, 10 + any(20));
	}
}

static mpt
slow_height(const struct world *w, int i, int j)
{
	const struct galley *g = &w->g;
	mpt h = paginate_top(g, i) + paginate_bottom(g, j), notes = 0;
	int n = 0;
	for (int k = i; k <= j; k++) {
		const struct strip *s = &g->v[k];
		h += s->height + (k > i ? s->gap : 0);
		for (int m = 0; m < s->nnotes; m++, n++)
			notes += notes_find((struct layout *)&w->l, s->notes[m])
			                 ->height;
	}
	if (n)
		h += notes + 2 * w->theme.note_gap +
		     (n - 1) * w->theme.note_space;
	return h;
}

/* Can strips [i, j] be a page? */
static bool
slow_fits(const struct world *w, int i, int j)
{
	for (int k = i + 1; k <= j; k++)
		if (w->g.v[k].new_page)
			return false;
	return slow_height(w, i, j) <= w->l.upright.height;
}

/* The lowest break on the page that costs no more than the one after j. */
static int
slow_full(const struct world *w, int i, int j)
{
	int full = j;
	for (int k = j; k < w->g.n && slow_fits(w, i, k); k++)
		if (w->g.v[k].penalty <= w->g.v[j].penalty)
			full = k;
	return full;
}

/* White that has a reason costs by its square, the rest by its height. */
static int64_t
slow_waste(const struct world *w, int i, int j)
{
	mpt room = w->l.upright.height, full = slow_full(w, i, j);
	mpt used = slow_height(w, i, j);
	mpt most = mpt_max(used, slow_height(w, i, full));
	int64_t part = (int64_t)(room - slow_height(w, i, full)) * 1000 / room;
	return (part > 0 ? part * part / 100 : 0) +
	       (int64_t)(most - used) * 12000 / room;
}

/* Cost of the page [i, j], or -1 if it can't be. */
static int64_t
slow_page(const struct world *w, int i, int j)
{
	const struct galley *g = &w->g;
	if (j > i && !slow_fits(w, i, j))
		return -1;
	int64_t cost = PENALTY_PAGE;
	if (j < g->n - 1 && !g->v[j + 1].new_page)
		cost += g->v[j].penalty + slow_waste(w, i, j);
	return cost;
}

/* The least cost of all 2^(n-1) ways to cut. */
static int64_t
slow_best(const struct world *w)
{
	int n = w->g.n;
	int64_t best = INT64_MAX;
	for (uint32_t set = 0; set < 1u << (n - 1); set++) {
		int64_t cost = 0;
		int from = 0;
		for (int k = 0; k < n && cost >= 0; k++) {
			if (k < n - 1 && !(set >> k & 1))
				continue;
			int64_t c = slow_page(w, from, k);
			cost = c < 0 ? -1 : cost + c;
			from = k + 1;
		}
		if (cost >= 0 && cost < best)
			best = cost;
	}
	return best;
}

static int64_t
cuts_cost(const struct world *w, const struct cuts *c)
{
	int64_t cost = 0;
	for (int i = 0; i < c->n; i++)
		cost += slow_page(w, c->v[i].first, c->v[i].last);
	return cost;
}

static void
test_least_cost(void **state)
{
	(void)state;
	for (seed = 1; seed < 120; seed++) {
		uint32_t keep = seed;
		struct arena *a = arena_new();
		struct world *w = world_new(a);
		world_fill(w, 2 + any(10), true);
		struct cuts c = paginate(&w->l, &w->g);
		assert_int_equal(cuts_cost(w, &c), slow_best(w));
		arena_free(a);
		seed = keep;
	}
}

static void
check_promises(const struct world *w, const struct cuts *c)
{
	int next = 0;
	for (int i = 0; i < c->n; i++) {
		assert_int_equal(c->v[i].first, next);
		assert_true(c->v[i].last >= c->v[i].first);
		next = c->v[i].last + 1;
		if (c->v[i].last > c->v[i].first)
			assert_true(
				slow_height(w, c->v[i].first, c->v[i].last) <=
				w->l.upright.height);
	}
	assert_int_equal(next, w->g.n);
}

/* Pages of a greedy cut that minds nothing: the fewest possible. */
static int
fewest_pages(const struct world *w)
{
	int pages = 1, from = 0;
	for (int k = 1; k < w->g.n; k++) {
		if (!w->g.v[k].new_page &&
			slow_height(w, from, k) <= w->l.upright.height)
			continue;
		pages++;
		from = k;
	}
	return pages;
}

static void
test_promises(void **state)
{
	(void)state;
	for (seed = 1; seed < 3000; seed++) {
		uint32_t keep = seed;
		struct arena *a = arena_new();
		struct world *w = world_new(a);
		world_fill(w, 1 + any(120), any(2));
		struct cuts c = paginate(&w->l, &w->g);
		check_promises(w, &c);
		arena_free(a);
		seed = keep;
	}
}

/* Plain lines: not a page more than must be. */
static void
test_few_pages(void **state)
{
	(void)state;
	for (seed = 1; seed < 200; seed++) {
		uint32_t keep = seed;
		struct arena *a = arena_new();
		struct world *w = world_new(a);
		struct flow f = flow_new(&w->l, &w->g, 0, PT(100));
		for (int i = 0, n = 1 + any(400); i < n; i++) {
			struct strip *s = flow_strip(&f, PT(15));
			s->penalty = any(9) ? 0 : PENALTY_WIDOW;
		}
		struct cuts c = paginate(&w->l, &w->g);
		check_promises(w, &c);
		int least = fewest_pages(w);
		assert_true(c.n <= least + 1 + least * 3 / 100);
		arena_free(a);
		seed = keep;
	}
}

/* A box that fits on half a page is not cut; a longer one may be. */
static void
test_box(void **state)
{
	(void)state;
	for (int lines = 2; lines < 30; lines++) {
		struct arena *a = arena_new();
		struct world *w = world_new(a);
		w->box.background = 0xEEEEEE;
		w->box.bar_color = w->box.border_color = COLOR_NONE;
		w->box.pad_top = w->box.pad_bottom = PT(5);
		struct flow f = flow_new(&w->l, &w->g, 0, PT(100));
		for (int i = 0; i < 10; i++)
			flow_strip(&f, PT(15));
		struct flow_block b = flow_enter(&f, &w->box);
		for (int i = 0; i < lines; i++)
			flow_strip(&f, PT(10));
		flow_leave(&f, &b);
		struct cuts c = paginate(&w->l, &w->g);
		const struct frame *fr = &w->g.frames[0];
		bool cut = false;
		for (int i = 0; i < c.n; i++)
			cut = cut || (c.v[i].last >= fr->first &&
					     c.v[i].last < fr->last);
		if (lines * 10 + 10 <= 100)
			assert_false(cut);
		if (lines * 10 + 10 > 200)
			assert_true(cut);
		check_promises(w, &c);
		arena_free(a);
	}
}

/* A block of lines that stay together. */
static void
world_add_block(struct world *w, struct flow *f, int lines, int penalty)
{
	for (int i = 0; i < lines; i++) {
		struct strip *s = flow_strip(f, PT(15));
		s->line = true;
		s->first = i == 0;
		s->penalty = i + 1 < lines ? PENALTY_WIDOW : penalty;
	}
	(void)w;
}

/* Blocks all kept with the next are parted between two. */
static void
test_chain(void **state)
{
	(void)state;
	for (int blocks = 2; blocks < 60; blocks++) {
		struct arena *a = arena_new();
		struct world *w = world_new(a);
		struct flow f = flow_new(&w->l, &w->g, 0, PT(100));
		for (int i = 0; i < blocks; i++)
			world_add_block(w, &f, 1 + i % 3, PENALTY_NEVER);
		struct cuts c = paginate(&w->l, &w->g);
		check_promises(w, &c);
		for (int i = 1; i < c.n; i++)
			assert_true(w->g.v[c.v[i].first].first);
		arena_free(a);
	}
}

/* Titles over a line each are a chain, too, but no title is left alone. */
static void
test_chain_of_titles(void **state)
{
	(void)state;
	for (int blocks = 2; blocks < 60; blocks++) {
		struct arena *a = arena_new();
		struct world *w = world_new(a);
		struct flow f = flow_new(&w->l, &w->g, 0, PT(100));
		for (int i = 0; i < blocks; i++) {
			world_add_block(w, &f, 1, PENALTY_NEVER);
			world_add_block(w, &f, 1, 0);
		}
		struct cuts c = paginate(&w->l, &w->g);
		check_promises(w, &c);
		for (int i = 0; i < c.n; i++)
			assert_int_equal(c.v[i].last % 2, 1);
		arena_free(a);
	}
}

/* A title and a head above tied rows: if that is more than a page, what is
 * tied stays together. */
static void
test_tied(void **state)
{
	(void)state;
	for (int height = 20; height <= 80; height++) {
		struct arena *a = arena_new();
		struct world *w = world_new(a);
		struct flow f = flow_new(&w->l, &w->g, 0, PT(100));
		world_add_block(w, &f, 2, PENALTY_NEVER);
		flow_strip(&f, PT(50))->penalty = PENALTY_NEVER;
		flow_strip(&f, PT(1) * height)->penalty = PENALTY_TIED;
		flow_strip(&f, PT(1) * height);
		struct cuts c = paginate(&w->l, &w->g);
		check_promises(w, &c);
		for (int i = 1; i < c.n; i++)
			assert_true(c.v[i].first < 4);
		assert_int_equal(c.n, 80 + 2 * height > 200 ? 2 : 1);
		arena_free(a);
	}
}

/* ---- two columns -------------------------------------------------------- */

static struct world *
world_of_columns(struct arena *a, bool notes_across)
{
	struct world *w = world_new(a);
	w->theme.notes_across = notes_across;
	w->l.upright.columns = 2;
	w->l.upright.column = PT(100);
	w->l.upright.gap = PT(20);
	return w;
}

/* ---- painted pages ------------------------------------------------------- */

static void
paint_node(struct world *w, struct strip *s, const struct node *n)
{
	struct item *it = strip_add(&w->l, s, ITEM_RECT);
	it->node = n;
	it->w = it->h = PT(5);
}

/* Each strip and each note paints a node of its own; notes have one strip. */
static void
world_paint(struct world *w)
{
	struct arena *a = w->l.a;
	for (int i = 0; i < w->g.n; i++) {
		struct strip *s = &w->g.v[i];
		if (s->nnotes > 1)
			s->nnotes = 1;
		paint_node(w, s, doc_node(a, NODE_PARA, SPAN_NONE));
		if (!s->nnotes)
			continue;
		struct note_block *b = notes_find(&w->l, s->notes[0]);
		struct flow f = flow_new(&w->l, &b->galley, 0, PT(100));
		paint_node(w, flow_strip(&f, b->height), s->notes[0]);
	}
}

static int
page_of(const struct pages *p, const struct node *n)
{
	for (int i = 0; i < p->n; i++)
		for (int k = 0; k < p->v[i].n; k++)
			if (p->v[i].items[k].node == n)
				return i;
	return -1;
}

/* Every note is on the page of its reference, below all of the text. */
static void
test_notes_on_their_pages(void **state)
{
	(void)state;
	for (seed = 1; seed < 1000; seed++) {
		uint32_t keep = seed;
		struct arena *a = arena_new();
		struct world *w =
			any(3) ? world_new(a) : world_of_columns(a, any(2));
		world_fill(w, 1 + any(80), true);
		world_paint(w);
		const struct node **text =
			ARENA_ARRAY(a, (size_t)w->g.n, const struct node *);
		for (int i = 0; i < w->g.n; i++)
			text[i] = w->g.v[i].items[0].node;
		struct cuts c = paginate(&w->l, &w->g);
		struct pages *p = emit_pages(&w->l, &w->g, &c);
		for (int i = 0, last = 0; i < w->g.n; i++) {
			int page = page_of(p, text[i]);
			assert_true(page >= last);
			last = page;
			if (w->g.v[i].nnotes)
				assert_int_equal(
					page_of(p, w->g.v[i].notes[0]), page);
		}
		arena_free(a);
		seed = keep;
	}
}

/* ---- two columns -------------------------------------------------------- */

static mpt
area_foot(const struct world *w, const struct area *a)
{
	const struct galley *g = &w->g;
	mpt h = a->y + paginate_top(g, a->first) + paginate_bottom(g, a->last);
	for (int k = a->first; k <= a->last; k++)
		h += g->v[k].height + (k > a->first ? g->v[k].gap : 0);
	return h;
}

/* Height of the notes that stand below column `c`. */
static mpt
column_notes(const struct world *w, const struct cut *cut, int c)
{
	mpt h = 0;
	int n = 0;
	for (int i = 0; i < cut->nareas; i++)
		for (int k = cut->areas[i].first; k <= cut->areas[i].last;
			k++) {
			const struct strip *s = &w->g.v[k];
			if (!w->theme.notes_across && cut->areas[i].column != c)
				continue;
			for (int m = 0; m < s->nnotes; m++, n++)
				h += notes_find(
					(struct layout *)&w->l, s->notes[m])
				             ->height;
		}
	return n ? h + 2 * w->theme.note_gap + (n - 1) * w->theme.note_space
	         : 0;
}

/* Every strip in one area, in order; columns and their notes fit. */
static void
check_areas(const struct world *w, const struct cuts *c)
{
	int next = 0;
	for (int i = 0; i < c->n; i++) {
		const struct cut *cut = &c->v[i];
		for (int k = 0; k < cut->nareas; k++) {
			const struct area *a = &cut->areas[k];
			assert_int_equal(a->first, next);
			assert_true(a->last >= a->first);
			for (int s = a->first; s <= a->last; s++)
				assert_int_equal(w->g.v[s].across,
					w->g.v[a->first].across);
			next = a->last + 1;
			if (cut->first == cut->last)
				continue;
			assert_true(area_foot(w, a) +
					    column_notes(w, cut, a->column) <=
				    w->l.upright.height);
		}
		assert_int_equal(next, cut->last + 1);
	}
	assert_int_equal(next, w->g.n);
}

/* Bands lie below one another. */
static void
check_bands(const struct world *w, const struct cuts *c)
{
	for (int i = 0; i < c->n; i++) {
		const struct cut *cut = &c->v[i];
		mpt floor = 0, low = 0;
		for (int k = 0; k < cut->nareas; k++) {
			const struct area *a = &cut->areas[k];
			if (k && a->y != a[-1].y)
				floor = low;
			assert_true(a->y >= floor);
			low = mpt_max(low, area_foot(w, a));
		}
	}
}

static void
test_columns(void **state)
{
	(void)state;
	for (seed = 1; seed < 1500; seed++) {
		uint32_t keep = seed;
		struct arena *a = arena_new();
		struct world *w = world_of_columns(a, any(2));
		world_fill(w, 1 + any(120), any(2));
		for (int i = 0; i < w->g.n; i++)
			w->g.v[i].across = any(8) == 0;
		struct cuts c = paginate(&w->l, &w->g);
		check_areas(w, &c);
		check_bands(w, &c);
		arena_free(a);
		seed = keep;
	}
}

/* Equal lines on one page: the columns differ by no more than a line. */
static void
test_balance(void **state)
{
	(void)state;
	for (int lines = 2; lines <= 26; lines++) {
		struct arena *a = arena_new();
		struct world *w = world_of_columns(a, true);
		struct flow f = flow_new(&w->l, &w->g, 0, PT(100));
		for (int i = 0; i < lines; i++)
			flow_strip(&f, PT(15));
		struct cuts c = paginate(&w->l, &w->g);
		assert_int_equal(c.n, 1);
		assert_int_equal(c.v[0].nareas, 2);
		const struct area *v = c.v[0].areas;
		int one = v[0].last - v[0].first, two = v[1].last - v[1].first;
		assert_true(one - two == 0 || one - two == 1);
		arena_free(a);
	}
}

/* Columns that go on are filled; no page more than must be. */
static void
test_filled(void **state)
{
	(void)state;
	for (int lines = 27; lines < 300; lines += 7) {
		struct arena *a = arena_new();
		struct world *w = world_of_columns(a, true);
		struct flow f = flow_new(&w->l, &w->g, 0, PT(100));
		for (int i = 0; i < lines; i++)
			flow_strip(&f, PT(15));
		struct cuts c = paginate(&w->l, &w->g);
		check_areas(w, &c);
		assert_int_equal(c.n, (lines + 25) / 26); /* 13 a column */
		arena_free(a);
	}
}

/* The last lines of a paragraph, balanced: no column has one alone. */
static void
test_slivers(void **state)
{
	(void)state;
	for (int lines = 4; lines < 120; lines++) {
		struct arena *a = arena_new();
		struct world *w = world_of_columns(a, true);
		w->theme.widows = 2;
		struct flow f = flow_new(&w->l, &w->g, 0, PT(100));
		for (int i = 0; i < lines; i++) {
			struct strip *s = flow_strip(&f, PT(15));
			s->line = true;
			s->first = i == 0;
			if (i == 0 || i == lines - 2)
				s->penalty = PENALTY_WIDOW;
		}
		struct cuts c = paginate(&w->l, &w->g);
		check_areas(w, &c);
		for (int i = 0; i < c.n; i++)
			for (int k = 0; k < c.v[i].nareas; k++)
				assert_true(c.v[i].areas[k].last >
					    c.v[i].areas[k].first);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_least_cost),
		cmocka_unit_test(test_promises),
		cmocka_unit_test(test_few_pages),
		cmocka_unit_test(test_box),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_chain_of_titles),
		cmocka_unit_test(test_tied),
		cmocka_unit_test(test_notes_on_their_pages),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_balance),
		cmocka_unit_test(test_filled),
		cmocka_unit_test(test_slivers),
	};
	return cmocka_run_group_tests_name("paginate", tests, NULL, NULL);
}
