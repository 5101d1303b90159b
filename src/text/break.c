/*
 * Paragraphs into lines: which places are looked at, and what the lines
 * found are.
 *
 * Forced breaks make chunks that are searched one by one.  What fits
 * nowhere is cut: first at the places that a no-break piece hides, then
 * where words are hyphenated, then between clusters; such places are only
 * offered where they are needed, and the last cost more than any bad line. Code
 * is not searched: its lines stay as they are and are cut at the measure, or
 * before it where a word or bracket ends.
 */
#include "text_priv.h"

#define COST_CUT 6000000 /* a place between clusters */

struct lines {
	struct text_line *v;
	int n, cap;
};

/* ---- places for one measure ------------------------------------------- */

/* What kerning with the next letter takes from the cluster before `at`: a
 * line that ends there does without. */
static micro
lost_kern(const struct para *p, uint32_t at)
{
	int k = text_cluster_at(p, at) - 1;
	if (k < 0 || p->clusters[k + 1].at != at ||
		p->clusters[k + 1].glyph != p->clusters[k].glyph + 1)
		return 0;
	const struct run *r =
		text_run_of(p, text_char_at(p, p->clusters[k].at));
	const struct text_glyph *g = &p->glyphs[p->clusters[k].glyph];
	if (r->kind != TEXT_CHARS || !r->font)
		return 0;
	int own = font_advance(r->font, g->gid);
	return own > g->adv ? (micro)(own - g->adv) * r->size : 0;
}

/* A cut place between clusters. */
static struct cand
cut_at(const struct para *p, uint32_t at)
{
	micro x = text_x(p, at);
	struct cand c = {.at = (int)at,
		.end = (int)at,
		.x_at = x,
		.x_end = x + lost_kern(p, at),
		.cost = COST_CUT,
		.kind = CAND_CUT};
	c.ch_at = c.ch_end = text_char_at(p, at);
	return c;
}

/* Cut places between the clusters from place a on and before place b. */
static void
push_clusters(struct para *p, struct cands *cs, const struct cand *a,
	const struct cand *b)
{
	int k = text_cluster_at(p, (uint32_t)a->at) + 1;
	for (; k < p->nclusters && (int)p->clusters[k].at < b->end; k++) {
		cand_push(p, cs, cut_at(p, p->clusters[k].at));
	}
}

static bool
too_wide(const struct cand *a, const struct cand *b, micro width)
{
	return b->x_end - a->x_at + (micro)b->hyphen * 1000 > width;
}

/* The first of the places behind byte `at`. */
static int
cands_behind(const struct cands *cs, int at)
{
	int lo = 0, hi = cs->n;
	while (lo < hi) {
		int k = lo + (hi - lo) / 2;
		if (cs->v[k].at > at)
			hi = k;
		else
			lo = k + 1;
	}
	return lo;
}

/* Places from a on and before b, between which there is too much. */
static void
push_cuts(struct para *p, struct cands *cs, const struct cand *a,
	const struct cand *b, micro width)
{
	const struct cands *all = text_hyphenated(p);
	struct cand from = *a;
	for (int k = cands_behind(all, a->at);
		k < all->n && all->v[k].at < b->end; k++) {
		const struct cand *c = &all->v[k];
		if (c->kind != CAND_HYPHEN || too_wide(&from, c, width))
			continue;
		cand_push(p, cs, *c);
		from = *c;
	}
	if (too_wide(&from, b, width))
		push_clusters(p, cs, &from, b);
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
			push_cuts(p, cs, &a, b, width);
		if (k < to)
			cand_push(p, cs, *b);
		a = *b;
	}
}

/* The places to break at for this measure; [0] is the paragraph's begin. */
static struct cands
choose(struct para *p, const struct cands *all, micro width, bool whole)
{
	struct cands cs = cands_new(p, all->n + 4);
	int strong = 0;
	cand_push(p, &cs, all->v[0]);
	for (int k = 1; k < all->n; k++) {
		const struct cand *c = &all->v[k];
		if (c->kind == CAND_CUT)
			continue;
		if (!whole && too_wide(&all->v[strong], c, width))
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
			if (p->c[ch] == ' ' || p->c[ch] == 0xA0)
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
break_chunk(struct para *p, const struct measure *m, bool balance,
	struct node *nodes, int *ends, int start, int last, struct lines *ls)
{
	int n = 0;
	if (demerits_fits(m, start, last, start)) {
		ends[0] = last;
		n = 1;
	} else if (balance) {
		n = demerits_balance(m, start, last, ends);
	}
	if (n == 0)
		demerits_search(m, nodes, start, last, ends, &n);
	for (int i = 0; i < n; i++) {
		line_push(p, ls, &m->c[start], &m->c[ends[i]]);
		start = ends[i];
	}
}

/* The place at `from`, where lines of another measure ended. */
static int
start_at(const struct para *p, struct cands *cs, int from)
{
	int k = 0;
	while (k < cs->n - 1 && cs->v[k + 1].at <= from)
		k++;
	if (cs->v[k].at != from) /* a place this measure has no need of */
		cs->v[k] = cut_at(p, (uint32_t)from);
	return k;
}

/* Prose. */
static void
break_text(struct para *p, const struct break_options *o, struct lines *ls)
{
	const struct cands *all =
		o->hyphenate ? text_hyphenated(p) : text_cands(p);
	mpt least = mpt_min(o->width, o->width - o->first_indent);
	struct cands cs = choose(p, all, (micro)least * 1000, o->whole_words);
	if (o->align == ALIGN_JUSTIFY)
		sum_spaces(p, &cs);
	struct measure m = {.c = cs.v,
		.align = o->align,
		.width = (micro)o->width * 1000,
		.indent = (micro)o->first_indent * 1000};
	struct node *nodes = ARENA_ARRAY(p->a, (size_t)cs.n, struct node);
	int *ends = ARENA_ARRAY(p->a, (size_t)cs.n, int);
	int start = o->from ? start_at(p, &cs, o->from) : 0;
	for (int i = start + 1; i < cs.n; i++) {
		if (cs.v[i].kind != CAND_HARD)
			continue;
		break_chunk(p, &m, o->balance, nodes, ends, start, i, ls);
		m.indent = 0;
		start = i;
	}
	arena_recycle(p->a, nodes, (size_t)cs.n * sizeof *nodes);
	arena_recycle(p->a, ends, (size_t)cs.n * sizeof *ends);
	cands_free(p, &cs);
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

static bool
is_one_of(uint32_t c, const char *set)
{
	return c < 0x80 && c && strchr(set, (int)c);
}

/* May code be cut before character i? */
static bool
code_pauses(const struct para *p, int i)
{
	int k = text_cluster_at(p, p->at[i]);
	return p->clusters[k].at == p->at[i] &&
	       is_one_of(p->c[i - 1], " \t,;([{)]}") &&
	       !is_one_of(p->c[i], " \t,;)]}");
}

/* The last such place in the third of the line before `cut`, or `cut`. */
static int
code_pause(const struct para *p, int first, int cut, micro width)
{
	micro from = text_x(p, (uint32_t)first) + width * 2 / 3;
	for (int i = text_char_at(p, (uint32_t)cut);
		(int)p->at[i] > first && text_x(p, p->at[i]) >= from; i--)
		if (code_pauses(p, i))
			return (int)p->at[i];
	return cut;
}

/* With the space at its end, unlike text_max_width. */
static mpt
mark_width(const struct para *mark)
{
	return mark ? text_mpt(mark->clusters[mark->nclusters].x) : 0;
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
			mpt w = o->width - mark_width(mark);
			w -= a.at == 0 ? o->first_indent : 0;
			struct cand c = {.kind = CAND_CUT};
			c.at = code_cut(p, a.at, b.end, (micro)w * 1000);
			if (c.at == b.end)
				c = b;
			else
				c.at = code_pause(
					p, a.at, c.at, (micro)w * 1000);
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
	text_forget_cands(p);
	arena_trim(p->a, ls.v, (size_t)ls.cap * sizeof *ls.v,
		(size_t)ls.n * sizeof *ls.v);
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
