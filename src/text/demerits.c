/*
 * The search for lines of least total demerits (Knuth and Plass, "Breaking
 * Paragraphs into Lines", 1981).
 *
 * For every place where a line may end the best way to get there is kept,
 * apart for each number of hyphens in a row; a place is reached from those
 * before it that are no further than the measure, so the work grows with
 * the places times what fits into one line.  The window of these is held
 * to a fixed size, against paragraphs of a million zero-width characters.
 *
 * Ragged lines cost the square of what is left over, in thousandths of the
 * measure, and a price for the line itself, which keeps their number down.
 * Justified lines cost what TeX makes them cost.  The last line is free but
 * for being very short.
 */
#include "text_priv.h"

#define COST_LINE     10000       /* a ragged line as such: one 10 % short */
#define COST_SHORT    2000000     /* last line of one or two characters */
#define COST_WIDOW    3600        /* last line of one short word */
#define COST_PAIR     10000       /* a second hyphen in a row */
#define COST_THIRD    10000000000 /* a third one */
#define COST_OVERFULL 1000000000000
#define WINDOW_MAX    800
#define SHORT_CHARS   3
#define RATIO_LOOSE   5000 /* of a justified line; from here on it is bad */
#define RATIO_MAX     30000

/* ---- one line's cost -------------------------------------------------- */

static micro
natural(const struct measure *m, int i, int j, int start)
{
	const struct cand *a = &m->c[i], *b = &m->c[j];
	micro w = b->x_end - a->x_at + (micro)b->hyphen * 1000;
	return i == start ? w + m->indent : w;
}

static micro
spaces(const struct measure *m, int i, int j)
{
	micro s = m->c[j].sp_end - m->c[i].sp_at;
	return s > 0 ? s : 0;
}

static bool
is_justified(const struct measure *m)
{
	return m->align == ALIGN_JUSTIFY;
}

/* Spaces may shrink by a third, as in TeX's fonts. */
static inline bool
width_fits(const struct measure *m, int i, int j, micro w)
{
	if (is_justified(m))
		w -= spaces(m, i, j) / 3;
	return w <= m->width;
}

bool
demerits_fits(const struct measure *m, int i, int j, int start)
{
	return width_fits(m, i, j, natural(m, i, j, start));
}

/* a / b; nearly always in 32 bits, which takes a third of the time. */
static inline micro
divide(micro a, micro b)
{
	if (a >= 0 && a <= UINT32_MAX && b <= UINT32_MAX)
		return (uint32_t)a / (uint32_t)b;
	return a / b;
}

static inline int64_t
ragged_cost(const struct measure *m, micro left)
{
	micro unit = m->width > 0 ? divide(m->width, 1000) : 0;
	micro t = unit > 0 ? divide(left, unit) : 0;
	return COST_LINE + t * t;
}

/*
 * (10 + badness)^2, badness 100 times the cube of the ratio; a space
 * stretches by half its width.  TeX calls all lines beyond a ratio equally
 * bad; here they still differ a little, so that the least bad is found.
 */
static int64_t
justified_cost(micro left, micro sp)
{
	micro room = left >= 0 ? sp / 2 : sp / 3;
	micro r = left >= 0 ? left : -left;
	r = room > 0 ? r * 1000 / room : r ? RATIO_MAX : 0;
	r = r > RATIO_MAX ? RATIO_MAX : r;
	micro cubed = r > RATIO_LOOSE ? RATIO_LOOSE : r;
	micro beyond = r - cubed;
	int64_t bad = 10 + cubed * cubed * cubed / 10000000 + beyond / 10;
	return bad * bad;
}

/* A last line of "it", and one of a single short word. */
static int64_t
last_line_cost(const struct measure *m, int i, int j, micro w)
{
	int chars = m->c[j].ch_end - m->c[i].ch_at;
	if (chars > 0 && chars < SHORT_CHARS)
		return COST_SHORT;
	return j == i + 1 && w * 8 < m->width ? COST_WIDOW : 0;
}

/*
 * The line from place i to place j, where `last` ends the chunk that began
 * at `start`.  In a justified paragraph places cost as in TeX, where 50^2
 * for a hyphen stands against our 22,500.
 */
static inline int64_t
line_cost(const struct measure *m, int i, int j, int start, int last, micro w)
{
	micro left = m->width - w;
	int64_t cost = m->c[j].cost;
	if (j == last) {
		cost += i != start ? last_line_cost(m, i, j, w) : 0;
		if (!is_justified(m))
			return cost + COST_LINE;
		left = left > 0 ? 0 : left;
	}
	if (!is_justified(m))
		return cost + ragged_cost(m, left);
	return cost / 9 + justified_cost(left, spaces(m, i, j));
}

int64_t
demerits_of_line(const struct measure *m, int i, int j, int start, int last)
{
	return line_cost(m, i, j, start, last, natural(m, i, j, start));
}

/* ---- the search ------------------------------------------------------- */

static void
node_try(struct node *to, int k, int64_t total, int from, int run)
{
	if (total >= to->total[k])
		return;
	to->total[k] = total;
	to->from[k] = from;
	to->run[k] = (uint8_t)run;
}

int64_t
demerits_of_hyphens(int before)
{
	static const int64_t cost[HYPHENS_MAX + 1] = {0, COST_PAIR, COST_THIRD};
	return cost[before < HYPHENS_MAX ? before : HYPHENS_MAX];
}

/*
 * Reach node j from node i by a line of this cost.  Without a hyphen at its
 * end only the best way to i counts.
 */
static inline void
node_extend(
	struct node *nodes, const struct cand *c, int i, int j, int64_t cost)
{
	const struct node *from = &nodes[i];
	if (c[j].kind != CAND_HYPHEN) {
		int64_t total = from->total[from->best];
		if (total != INT64_MAX)
			node_try(&nodes[j], 0, total + cost, i, from->best);
		return;
	}
	for (int k = 0; k <= HYPHENS_MAX; k++) {
		int64_t total = from->total[k];
		if (total == INT64_MAX)
			continue;
		int next = k < HYPHENS_MAX ? k + 1 : k;
		node_try(&nodes[j], next, total + cost + demerits_of_hyphens(k),
			i, k);
	}
}

static void
node_clear(struct node *n, int64_t v)
{
	*n = (struct node){.total = {v, INT64_MAX, INT64_MAX}};
}

/* First place that a line up to j can begin at, not before `lo`. */
static int
window_from(const struct measure *m, int lo, int j, int start)
{
	micro extra = m->indent < 0 ? m->indent : 0;
	while (lo < j - 1) {
		micro w = m->c[j].x_end - m->c[lo].x_at;
		if (is_justified(m))
			w -= spaces(m, lo, j) / 3;
		if (lo == start)
			w += extra;
		if (w <= m->width)
			break;
		lo++;
	}
	return j - lo > WINDOW_MAX ? j - WINDOW_MAX : lo;
}

/* Nothing fits: the shortest line, as the least evil. */
static void
node_overfull(const struct measure *m, struct node *nodes, int j, int start)
{
	micro over = natural(m, j - 1, j, start) - m->width;
	node_extend(nodes, m->c, j - 1, j,
		COST_OVERFULL + (over > 0 ? over / 1000 : 0));
}

/* All ways to a node are known. */
static void
node_settle(struct node *n)
{
	for (int i = 1; i <= HYPHENS_MAX; i++)
		if (n->total[i] < n->total[n->best])
			n->best = (uint8_t)i;
}

/* Follow the best way back; `ends` gets the places, in order. */
static int
trace(const struct node *nodes, int start, int last, int k, int *ends)
{
	int n = 0;
	for (int j = last; j != start; n++) {
		int from = nodes[j].from[k];
		k = nodes[j].run[k];
		ends[n] = j;
		j = from;
	}
	for (int i = 0; i < n / 2; i++) {
		int t = ends[i];
		ends[i] = ends[n - 1 - i];
		ends[n - 1 - i] = t;
	}
	return n;
}

int64_t
demerits_search(const struct measure *m, struct node *nodes, int start,
	int last, int *ends, int *n)
{
	int lo = start;
	node_clear(&nodes[start], 0);
	for (int j = start + 1; j <= last; j++) {
		bool found = false;
		node_clear(&nodes[j], INT64_MAX);
		lo = window_from(m, lo, j, start);
		for (int i = lo; i < j; i++) {
			micro w = natural(m, i, j, start);
			if (!width_fits(m, i, j, w))
				continue;
			found = true;
			node_extend(nodes, m->c, i, j,
				line_cost(m, i, j, start, last, w));
		}
		if (!found)
			node_overfull(m, nodes, j, start);
		node_settle(&nodes[j]);
	}
	int k = nodes[last].best;
	*n = trace(nodes, start, last, k, ends);
	return nodes[last].total[k];
}

/* ---- balance ---------------------------------------------------------- */

/* First fit; stops counting above `max`. */
static int
first_fit(const struct measure *m, int start, int last, int max, int *ends)
{
	int n = 0;
	for (int i = start; i < last && n <= max; n++) {
		int j = i + 1;
		while (j < last && demerits_fits(m, i, j + 1, start))
			j++;
		ends[n] = i = j;
	}
	return n;
}

#define BALANCE_LINES 8
#define BALANCE_STEP  (MPT_PT * 100) /* a tenth of a point, in micro */

/*
 * The same number of lines at the smallest measure that gives it, so that
 * they come out about equally long.
 */
int
demerits_balance(const struct measure *full, int start, int last, int *ends)
{
	struct measure narrow = *full, *m = &narrow;
	micro lo = 0, hi = full->width;
	int n = first_fit(m, start, last, last - start, ends);
	if (n < 2 || n > BALANCE_LINES)
		return 0;
	while (hi - lo > BALANCE_STEP) {
		m->width = lo + (hi - lo) / 2;
		bool wide = first_fit(m, start, last, n, ends) > n;
		for (int i = 0; i < n && !wide; i++)
			wide = !demerits_fits(
				m, i ? ends[i - 1] : start, ends[i], start);
		if (wide)
			lo = m->width;
		else
			hi = m->width;
	}
	m->width = hi;
	return first_fit(m, start, last, n, ends);
}
