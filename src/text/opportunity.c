/*
 * Where lines may end: the breaks of UAX #14, thinned by house style, with
 * an address's own in their place.  They are found once for a paragraph and
 * serve every width it is broken at.  Each knows the distance up to it from
 * the paragraph's begin, so that the width of a line between two of them is
 * one subtraction.
 */
#include "text_priv.h"

#define CHARS_WORD  4     /* between two places, about */
#define COST_HYPHEN 22500 /* as bad as a line 15 % short */
#define COST_DASH   2500  /* after a dash without a space */
/*
 * After the author's hyphen, well-known: as bad as a line a fifth short,
 * for what copies lines takes it for the breaker's and drops it.
 */
#define COST_JOINED 40000
#define COST_KEPT   4000000 /* inside what should keep in one line */

void
cand_push(struct para *p, struct cands *cs, struct cand c)
{
	if (cs->n) {
		const struct cand *last = &cs->v[cs->n - 1];
		if (c.end < last->at) {
			c.end = last->at;
			c.x_end = last->x_at;
			c.ch_end = last->ch_at;
		}
	}
	ARENA_PUSH(p->a, cs->v, cs->n, cs->cap);
	cs->v[cs->n++] = c;
}

struct cands
cands_new(struct para *p, int n)
{
	return (struct cands){ARENA_ARRAY(p->a, (size_t)n, struct cand), 0, n};
}

void
cands_free(struct para *p, struct cands *cs)
{
	arena_recycle(p->a, cs->v, (size_t)cs->cap * sizeof *cs->v);
	*cs = (struct cands){0};
}

void
text_forget_cands(struct para *p)
{
	cands_free(p, &p->cands);
	cands_free(p, &p->hyphenated);
	p->has_cands = p->has_hyphenated = false;
}

static int
last_at(const struct cands *cs)
{
	return cs->n ? cs->v[cs->n - 1].at : 0;
}

static mpt
hyphen_width(const struct para *p, int i)
{
	const struct run *r = text_run_of(p, i - 1);
	if (!r->font)
		return 0;
	unsigned g = text_hyphen_glyph(r->font);
	return text_mpt((micro)font_advance(r->font, g) * r->size);
}

static micro
reshaped_width(struct para *p, const struct run *r, int from, int to)
{
	int n;
	micro sum = 0;
	struct text_glyph *g = text_reshape(p, r, from, to, &n);
	for (int i = 0; i < n; i++)
		sum += g[i].adv;
	arena_recycle(p->a, g, (size_t)n * sizeof *g);
	return sum * r->size;
}

/*
 * A place inside a cluster, a ligature: each half is as wide as it will be
 * when the line is shaped again.
 */
static void
split_cluster(struct para *p, int i, struct cand *c)
{
	int k = text_cluster_at(p, p->at[i]);
	const struct cluster *cl = &p->clusters[k];
	if (cl->at == p->at[i] || k == p->nclusters)
		return;
	int from = text_char_at(p, cl->at), to = text_char_at(p, cl[1].at);
	const struct run *r = text_run_of(p, from);
	if (r->kind != TEXT_CHARS || to > r->to)
		return;
	c->x_end = cl->x + reshaped_width(p, r, from, i);
	c->x_at = cl[1].x - reshaped_width(p, r, i, to);
}

/* A candidate before character i; spaces back to `limit` are trailing. */
static struct cand
cand_new(struct para *p, int i, int limit)
{
	int e = i;
	while (e > 0 && (int)p->at[e] > limit && text_is_space(p->c[e - 1]))
		e--;
	struct cand c = {.at = (int)p->at[i],
		.end = (int)p->at[e],
		.ch_at = i,
		.ch_end = e};
	c.x_at = text_x(p, p->at[i]);
	c.x_end = e == i ? c.x_at : text_x(p, p->at[e]);
	if (e == i)
		split_cluster(p, i, &c);
	return c;
}

struct cand
cand_hyphen(struct para *p, int i)
{
	struct cand c = cand_new(p, i, (int)p->at[i]);
	c.kind = CAND_HYPHEN;
	c.hyphen = hyphen_width(p, i);
	c.cost = COST_HYPHEN;
	return c;
}

/* Are both sides of the place in one piece that keeps together? */
static bool
both_kept(const struct para *p, int i)
{
	int piece = text_piece_of(p, i);
	return p->pieces[piece].no_break && text_piece_of(p, i - 1) == piece;
}

/* A place that UAX #14 allows, by house style and by what stands there. */
static void
push_plain(struct para *p, struct cands *cs, int i, bool kept)
{
	if (!style_allows(p, i))
		return;
	struct cand c = cand_new(p, i, last_at(cs));
	uint32_t x = p->c[i - 1];
	if (x == TEXT_SOFT_HYPHEN) {
		c = cand_hyphen(p, i);
	} else if (x == '-' || x == 0x2010) {
		c.cost = COST_JOINED;
	} else if (x == 0x2013) {
		c.cost = COST_DASH;
	}
	if (kept && both_kept(p, i)) {
		c.kind = CAND_CUT;
		c.cost = COST_KEPT;
	}
	cand_push(p, cs, c);
}

/* Does a piece that keeps together end here, and another one begin? */
static bool
kept_meet(const struct para *p, int i)
{
	int before = text_piece_of(p, i - 1), after = text_piece_of(p, i);
	return before != after && p->pieces[before].no_break &&
	       p->pieces[after].no_break;
}

/* A place for want of a better one. */
static void
push_meeting(struct para *p, struct cands *cs, int i)
{
	struct cand c = cand_new(p, i, last_at(cs));
	c.kind = CAND_CUT;
	c.cost = COST_JOINED;
	cand_push(p, cs, c);
}

static bool
any_kept(const struct para *p)
{
	for (int i = 0; i < p->npieces; i++)
		if (p->pieces[i].no_break)
			return true;
	return false;
}

static void
find_cands(struct para *p, struct cands *cs)
{
	int from = 0, to = 0, cost = 0;
	bool address = address_next(p, 0, &from, &to);
	bool kept = any_kept(p);
	uint8_t *breaks = uax14_breaks(p);
	*cs = cands_new(p, p->nchars / CHARS_WORD + 8);
	cand_push(p, cs, (struct cand){.kind = CAND_HARD}); /* the begin */
	for (int i = 1; i < p->nchars; i++) {
		if (address && i >= to)
			address = address_next(p, to, &from, &to);
		if (breaks[i] == UAX14_HARD) {
			struct cand c = cand_new(p, i, last_at(cs));
			c.kind = CAND_HARD;
			cand_push(p, cs, c);
		} else if (address && i > from && i < to) {
			if (!address_breaks(p, from, to, i, &cost))
				continue;
			struct cand c = cand_new(p, i, last_at(cs));
			c.cost = cost;
			cand_push(p, cs, c);
		} else if (breaks[i] ||
			   (p->c[i - 1] == ' ' && style_adds(p, i))) {
			push_plain(p, cs, i, kept);
		} else if (kept && kept_meet(p, i)) {
			push_meeting(p, cs, i);
		}
	}
	struct cand end = cand_new(p, p->nchars, last_at(cs));
	end.kind = CAND_HARD;
	cand_push(p, cs, end);
	arena_recycle(p->a, breaks, (size_t)p->nchars + 1);
}

const struct cands *
text_cands(struct para *p)
{
	if (!p->has_cands)
		find_cands(p, &p->cands);
	p->has_cands = true;
	return &p->cands;
}
