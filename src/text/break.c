/*
 * Lines of least total demerits (Knuth and Plass, "Breaking Paragraphs
 * into Lines", 1981).
 *
 * For every place where a line may end the best way to get there is kept,
 * apart for each number of hyphens in a row; a place is reached from those
 * before it that are no further than the measure, so the work grows with
 * the places times what fits into one line.  The window of these is held
 * to a fixed size, against paragraphs of a million zero-width characters.
 *
 * Ragged lines cost the square of what is left over, in thousandths of the
 * measure; a line's own price keeps their number down.  Justified lines
 * cost what TeX makes them cost.  The last line is free but for being very
 * short.  What fits nowhere is cut: first at the places house style
 * forbids, then between clusters, and it costs more than any bad line.
 *
 * Forced breaks make chunks that are broken one by one.
 */
#include "text_priv.h"

#define COST_LINE     10000     /* a ragged line as such */
#define COST_CUT      6000000   /* a place between clusters */
#define COST_SHORT    2000000   /* last line of one or two characters */
#define COST_WIDOW    3600      /* last line of one short word */
#define COST_HYPHENS  100000000 /* a third hyphen in a row */
#define COST_OVERFULL 1000000000000
#define HYPHENS_MAX   2
#define WINDOW_MAX    800
#define SHORT_CHARS   3
#define BALANCE_LINES 8

/* What one paragraph is broken for. */
struct measure {
	struct para *p;
	const struct break_options *o;
	const struct cand *c;
	int n;
	micro width;
	micro indent; /* of the chunk's first line */
};

/* The best way to a place with k hyphens at the ends just before. */
struct node {
	int64_t total[HYPHENS_MAX + 1];
	int from[HYPHENS_MAX + 1];
	uint8_t run[HYPHENS_MAX + 1];
};

struct lines {
	struct text_line *v;
	int n, cap;
};

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
	return m->o->align == ALIGN_JUSTIFY;
}

/* Spaces may shrink by a third, as in TeX's fonts. */
static bool
fits(const struct measure *m, int i, int j, int start)
{
	micro w = natural(m, i, j, start);
	if (is_justified(m))
		w -= spaces(m, i, j) / 3;
	return w <= m->width;
}

static int64_t
ragged_cost(const struct measure *m, micro left)
{
	micro t = m->o->width > 0 ? left / m->o->width : 0;
	return COST_LINE + t * t;
}

/*
 * (10 + badness)^2, badness 100 times the cube of the ratio; a space
 * stretches by half its width.  The ratio is cut at 20: worse is alike.
 */
static int64_t
justified_cost(micro left, micro sp)
{
	micro room = left >= 0 ? sp / 2 : sp / 3;
	micro r = left >= 0 ? left : -left;
	r = room > 0 ? r * 1000 / room : r ? 20000 : 0;
	r = r > 20000 ? 20000 : r;
	int64_t bad = 10 + r * r * r / 10000000;
	return bad * bad;
}

/* A last line of "it", and one of a single short word. */
static int64_t
last_line_cost(const struct measure *m, int i, int j, micro w)
{
	const struct cand *a = &m->c[i], *b = &m->c[j];
	if (b->end - a->at < 4 * SHORT_CHARS) {
		int from = text_char_at(m->p, (uint32_t)a->at);
		int to = text_char_at(m->p, (uint32_t)b->end);
		if (to > from && to - from < SHORT_CHARS)
			return COST_SHORT;
	}
	return j == i + 1 && w * 8 < m->width ? COST_WIDOW : 0;
}

/*
 * The line from place i to place j, where `last` ends the chunk that began
 * at `start`.  In a justified paragraph places cost as in TeX, where 50^2
 * for a hyphen stands against our 22,500.
 */
static int64_t
line_cost(const struct measure *m, int i, int j, int start, int last)
{
	micro w = natural(m, i, j, start);
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

/* Reach node j from node i by a line of this cost. */
static void
node_extend(
	struct node *nodes, const struct cand *c, int i, int j, int64_t cost)
{
	bool hyphen = c[j].kind == CAND_HYPHEN;
	for (int k = 0; k <= HYPHENS_MAX; k++) {
		int64_t total = nodes[i].total[k];
		if (total == INT64_MAX)
			continue;
		total += cost;
		if (hyphen && k == HYPHENS_MAX)
			node_try(&nodes[j], k, total + COST_HYPHENS, i, k);
		else
			node_try(&nodes[j], hyphen ? k + 1 : 0, total, i, k);
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

static void
search(const struct measure *m, struct node *nodes, int start, int last)
{
	int lo = start;
	node_clear(&nodes[start], 0);
	for (int j = start + 1; j <= last; j++) {
		bool found = false;
		node_clear(&nodes[j], INT64_MAX);
		lo = window_from(m, lo, j, start);
		for (int i = lo; i < j; i++) {
			if (!fits(m, i, j, start))
				continue;
			found = true;
			node_extend(nodes, m->c, i, j,
				line_cost(m, i, j, start, last));
		}
		if (!found)
			node_overfull(m, nodes, j, start);
	}
}

/* Follow the best way back; `ends` gets the places, in order. */
static int
trace(const struct node *nodes, int start, int last, int *ends)
{
	int k = 0, n = 0;
	for (int i = 1; i <= HYPHENS_MAX; i++)
		if (nodes[last].total[i] < nodes[last].total[k])
			k = i;
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

/* ---- balance ---------------------------------------------------------- */

/* First fit; stops counting above `max`. */
static int
first_fit(const struct measure *m, int start, int last, int max, int *ends)
{
	int n = 0;
	for (int i = start; i < last && n <= max; n++) {
		int j = i + 1;
		while (j < last && fits(m, i, j + 1, start))
			j++;
		ends[n] = i = j;
	}
	return n;
}

/*
 * The same number of lines at the smallest measure that gives it, so that
 * they come out about equally long.
 */
static int
balance(struct measure *m, int start, int last, int *ends)
{
	micro full = m->width, lo = 0, hi = full;
	int n = first_fit(m, start, last, last - start, ends);
	if (n < 2 || n > BALANCE_LINES)
		return 0;
	while (hi - lo > MPT_PT * 100) {
		m->width = lo + (hi - lo) / 2;
		bool wide = first_fit(m, start, last, n, ends) > n;
		for (int i = 0; i < n && !wide; i++)
			wide = !fits(
				m, i ? ends[i - 1] : start, ends[i], start);
		if (wide)
			lo = m->width;
		else
			hi = m->width;
	}
	m->width = hi;
	n = first_fit(m, start, last, n, ends);
	m->width = full;
	return n;
}

/* ---- places for one measure ------------------------------------------- */

/* Cut places between the clusters from place a on and before place b. */
static void
push_clusters(struct para *p, struct cands *cs, const struct cand *a,
	const struct cand *b)
{
	int k = text_cluster_at(p, (uint32_t)a->at) + 1;
	for (; k < p->nclusters && (int)p->clusters[k].at < b->end; k++) {
		struct cand c = {.at = (int)p->clusters[k].at,
			.end = (int)p->clusters[k].at,
			.x_at = p->clusters[k].x,
			.x_end = p->clusters[k].x,
			.cost = COST_CUT,
			.kind = CAND_CUT};
		cand_push(p, cs, c);
	}
}

static bool
too_wide(const struct cand *a, const struct cand *b, micro width)
{
	return b->x_end - a->x_at + (micro)b->hyphen * 1000 > width;
}

/*
 * The strong places between `from` and `to` do not do: take the weak ones
 * there, and where they don't do either, every cluster.
 */
static void
push_weak(struct para *p, struct cands *cs, const struct cands *all, int from,
	int to, micro width)
{
	struct cand a = all->v[from];
	for (int k = from + 1; k <= to; k++) {
		const struct cand *b = &all->v[k];
		if (too_wide(&a, b, width))
			push_clusters(p, cs, &a, b);
		if (k < to)
			cand_push(p, cs, *b);
		a = *b;
	}
}

/* The places to break at for this measure; [0] is the paragraph's begin. */
static struct cands
choose(struct para *p, const struct cands *all, micro width)
{
	struct cands cs = {0};
	int strong = 0;
	cand_push(p, &cs, all->v[0]);
	for (int k = 1; k < all->n; k++) {
		const struct cand *c = &all->v[k];
		if (c->kind == CAND_CUT)
			continue;
		if (too_wide(&all->v[strong], c, width))
			push_weak(p, &cs, all, strong, k, width);
		cand_push(p, &cs, *c);
		strong = k;
	}
	return cs;
}

/* Sums of spaces up to each place: what justified lines spread. */
static void
sum_spaces(const struct para *p, struct cands *cs)
{
	int ch = 0;
	micro sum = 0;
	for (int k = 0; k < cs->n; k++) {
		struct cand *c = &cs->v[k];
		for (; ch < p->nchars && (int)p->at[ch] < c->at; ch++) {
			if ((int)p->at[ch] == c->end)
				c->sp_end = sum;
			if (p->c[ch] == ' ')
				sum += text_x(p, p->at[ch + 1]) -
				       text_x(p, p->at[ch]);
		}
		if (c->end == c->at)
			c->sp_end = sum;
		c->sp_at = sum;
	}
}

/* ---- lines ------------------------------------------------------------ */

static struct text_line *
line_push(struct para *p, struct lines *ls, const struct cand *a,
	const struct cand *b)
{
	ARENA_PUSH(p->a, ls->v, ls->n, ls->cap);
	ls->v[ls->n] = (struct text_line){.first = a->at,
		.last = b->at,
		.hard = b->kind == CAND_HARD,
		.hyphen = b->kind == CAND_HYPHEN};
	return &ls->v[ls->n++];
}

static void
break_chunk(struct measure *m, struct node *nodes, int *ends, int start,
	int last, struct lines *ls)
{
	int n = 0;
	if (fits(m, start, last, start)) {
		ends[0] = last;
		n = 1;
	} else if (m->o->balance) {
		n = balance(m, start, last, ends);
	}
	if (n == 0) {
		search(m, nodes, start, last);
		n = trace(nodes, start, last, ends);
	}
	for (int i = 0; i < n; i++) {
		line_push(m->p, ls, &m->c[start], &m->c[ends[i]]);
		start = ends[i];
	}
}

/* Prose. */
static void
break_text(struct para *p, const struct break_options *o, struct lines *ls)
{
	const struct cands *all =
		o->hyphenate ? text_hyphenated(p) : text_cands(p);
	mpt least = mpt_min(o->width, o->width - o->first_indent);
	struct cands cs = choose(p, all, (micro)least * 1000);
	if (o->align == ALIGN_JUSTIFY)
		sum_spaces(p, &cs);
	struct measure m = {.p = p,
		.o = o,
		.c = cs.v,
		.n = cs.n,
		.width = (micro)o->width * 1000,
		.indent = (micro)o->first_indent * 1000};
	struct node *nodes = ARENA_ARRAY(p->a, (size_t)cs.n, struct node);
	int *ends = ARENA_ARRAY(p->a, (size_t)cs.n, int);
	for (int i = 1, start = 0; i < cs.n; i++) {
		if (cs.v[i].kind != CAND_HARD)
			continue;
		break_chunk(&m, nodes, ends, start, i, ls);
		m.indent = 0;
		start = i;
	}
}

/* Code: from byte `first`, the last cluster that still fits. */
static int
code_cut(const struct para *p, int first, int end, micro width)
{
	int k = text_cluster_at(p, (uint32_t)first);
	micro x0 = text_x(p, (uint32_t)first);
	for (k++; k <= p->nclusters; k++) {
		const struct cluster *next = &p->clusters[k];
		if ((int)next->at >= end)
			break;
		micro right = k < p->nclusters ? next[1].x : next->x;
		if (right - x0 > width)
			return (int)next->at;
	}
	return end;
}

/* Code: lines as they are, cut at the measure. */
static void
break_code(struct para *p, const struct break_options *o, struct lines *ls)
{
	const struct cands *all = text_cands(p);
	struct cand a = all->v[0];
	for (int i = 1; i < all->n; i++) {
		struct cand b = all->v[i];
		if (b.kind != CAND_HARD)
			continue;
		bool marked = false;
		for (;;) {
			int ch = text_char_at(p, (uint32_t)a.at);
			struct para *mark = marked ? text_mark(p, o, ch) : NULL;
			mpt w = o->width - (mark ? text_max_width(mark) : 0);
			struct cand c = {.kind = CAND_CUT};
			c.at = code_cut(p, a.at, b.end, (micro)w * 1000);
			if (c.at == b.end)
				c = b;
			line_push(p, ls, &a, &c)->marked = mark != NULL;
			a = c;
			if (c.at == b.at)
				break;
			marked = true;
		}
	}
}

struct text_line *
text_break(struct para *p, const struct break_options *o, int *n)
{
	struct lines ls = {0};
	if (p->text.n == 0) {
		*n = 0;
		return NULL;
	}
	if (o->keep_spaces)
		break_code(p, o, &ls);
	else
		break_text(p, o, &ls);
	for (int i = 0; i < ls.n; i++)
		text_measure_line(p, o, &ls.v[i]);
	*n = ls.n;
	return ls.v;
}

/* ---- widths ----------------------------------------------------------- */

mpt
text_min_width(struct para *p)
{
	const struct cands *cs = text_cands(p);
	micro w = 0;
	int strong = 0;
	for (int k = 1; k < cs->n; k++) {
		const struct cand *a = &cs->v[strong], *b = &cs->v[k];
		if (b->kind == CAND_CUT)
			continue;
		micro one = b->x_end - a->x_at + (micro)b->hyphen * 1000;
		w = one > w ? one : w;
		strong = k;
	}
	return text_mpt(w + 999 / 2);
}

mpt
text_max_width(struct para *p)
{
	const struct cands *cs = text_cands(p);
	micro w = 0;
	int start = 0;
	for (int k = 1; k < cs->n; k++) {
		if (cs->v[k].kind != CAND_HARD)
			continue;
		micro one = cs->v[k].x_end - cs->v[start].x_at;
		w = one > w ? one : w;
		start = k;
	}
	return text_mpt(w + 999 / 2);
}
