/*
 * The search for the best lines, held against all ways there are, and its
 * time against the length.  No fonts: places with random widths.
 */
#include "text_fixture.h"

#include <time.h>

#define PLACES 13

static uint32_t seed = 1;

static int
pick(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((seed >> 8) % (uint32_t)n);
}

/* Places of a paragraph of `n` words; [0] is its begin. */
static void
make_places(struct cand *c, int n)
{
	micro x = 0, sp = 0;
	c[0] = (struct cand){.kind = CAND_HARD};
	for (int i = 1; i <= n; i++) {
		x += PT(pick(40) + 1) * (micro)1000;
		c[i] = (struct cand){.at = i * 10,
			.end = i * 10,
			.ch_at = i * 10,
			.ch_end = c[i - 1].ch_at + 1 + pick(9),
			.x_at = x,
			.x_end = x,
			.sp_at = sp,
			.sp_end = sp};
		int what = pick(4);
		if (i == n) {
			c[i].kind = CAND_HARD;
		} else if (what == 0) {
			c[i].kind = CAND_HYPHEN;
			c[i].hyphen = PT(4);
			c[i].cost = 22500;
		} else if (what > 1) {
			x += PT(3) * (micro)1000;
			sp += PT(3) * (micro)1000;
			c[i].x_at = x;
			c[i].sp_at = sp;
		} else {
			c[i].cost = pick(10000);
		}
	}
}

/* The total of the lines that end at the places in `set`, and the last. */
static int64_t
total_of(const struct measure *m, unsigned set, int last, bool *fits)
{
	int64_t total = 0;
	int from = 0, run = 0;
	*fits = true;
	for (int j = 1; j <= last; j++) {
		if (j != last && !(set >> j & 1))
			continue;
		*fits &= demerits_fits(m, from, j, 0);
		total += demerits_of_line(m, from, j, 0, last);
		if (m->c[j].kind == CAND_HYPHEN)
			total += demerits_of_hyphens(run++);
		else
			run = 0;
		from = j;
	}
	return total;
}

/* The least total of all sets of places; -1 if none fits. */
static int64_t
least_of_all(const struct measure *m, int last)
{
	int64_t least = -1;
	for (unsigned set = 0; set < 1U << last; set += 2) {
		bool fits;
		int64_t t = total_of(m, set, last, &fits);
		if (fits && (least < 0 || t < least))
			least = t;
	}
	return least;
}

static void
test_against_all(void **state)
{
	(void)state;
	int compared = 0;
	for (int round = 0; round < 600; round++) {
		struct cand c[PLACES + 1];
		struct node nodes[PLACES + 1];
		int ends[PLACES + 1], n;
		int last = 2 + pick(PLACES - 2);
		make_places(c, last);
		struct measure m = {.c = c,
			.align = round & 1 ? ALIGN_JUSTIFY : ALIGN_START,
			.width = PT(45 + pick(120)) * (micro)1000,
			.indent = PT(pick(30) - 15) * (micro)1000};
		int64_t want = least_of_all(&m, last);
		int64_t got = demerits_search(&m, nodes, 0, last, ends, &n);
		assert_int_equal(ends[n - 1], last);
		if (want < 0)
			continue;
		compared++;
		assert_true(want == got);
		/* and the lines are those of the total */
		unsigned set = 0;
		bool fits;
		for (int i = 0; i + 1 < n; i++)
			set |= 1U << ends[i];
		assert_true(total_of(&m, set, last, &fits) == got);
		assert_true(fits);
	}
	assert_true(compared > 400);
}

static void
test_overfull_ends(void **state)
{
	(void)state;
	struct cand c[PLACES + 1];
	struct node nodes[PLACES + 1];
	int ends[PLACES + 1], n;
	make_places(c, PLACES);
	struct measure m = {.c = c, .width = 0};
	demerits_search(&m, nodes, 0, PLACES, ends, &n);
	assert_int_equal(n, PLACES);
}

static double
seconds_of(struct fixture *f, int chars, const char *word)
{
	struct buf b = buf_new(f->a);
	while (b.n < (size_t)chars)
		buf_c(&b, word);
	struct text_piece p = fixture_piece(f, "Noto Serif", "");
	p.s = buf_done(&b);
	struct break_options o = {.width = PT(440), .hyphenate = true};
	clock_t start = clock();
	struct para *para = text_shape(f->a, f->fc, &p, 1, f->dg);
	int n, k;
	struct text_line *l = text_break(para, &o, &n);
	for (int i = 0; i < n; i++)
		text_line_frags(para, &l[i], &o, &k);
	text_min_width(para);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Twice the text, twice the time, with room for a busy machine. */
static void
test_linear(void **state)
{
	struct fixture *f = *state;
	static const char *const words[] = {
		"some words ",
		"unbroken",
		"\xE2\x80\x8B",
		"x\n",
		"a/b/",
		"-",
		"\xCC\x81",
		"\xC2\xAD",
		" ",
		"\t",
		"\xD7\x90 ",
		"\xE6\x97\xA5",
		"\" (",
		"\xF0\x9F\x91\xA9\xE2\x80\x8D",
	};
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		double one = seconds_of(f, 50000, words[i]);
		double two = seconds_of(f, 100000, words[i]);
		if (two > 3.2 * one + 0.1)
			fail_msg("%zu: %f %f", i, one, two);
	}
}

int
main(void)
{
#define T(fn)                                                                  \
	cmocka_unit_test_setup_teardown(fn, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_all),
		cmocka_unit_test(test_overfull_ends),
		T(test_linear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
