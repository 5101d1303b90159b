/*
 * Pages: the galley is cut where the whole document costs least.
 *
 * best[k] is the least cost of setting the strips before k on whole pages;
 * the last page of that solution starts at from[k].  A page costs a fixed
 * amount, so few pages win; its empty foot costs little; what costs is a
 * break where none should be: widows, orphans, heads without their text,
 * boxes that would have fitted.  As a page holds only so many strips, the
 * work is linear in their number.  (Plass 1981, with the penalties of print
 * instead of stretch.)
 *
 * A note takes its room on the page of its reference.  Only where one strip
 * and its notes are more than a page do notes run on to the next.
 */
#include "layout_priv.h"

#include <stdlib.h>

#define REOPEN PT(6) /* padding of a frame where a page cuts it */

struct paginator {
	struct layout *l;
	const struct galley *g;
	int tight;
	mpt *pos;   /* pos[k]: height of strips before k with their gaps */
	mpt *notes; /* notes[k]: height of the notes before strip k */
	int *nnotes;
	int *breaks; /* demerits for a break after k */
	mpt *carry;  /* notes that run over from the strip before k */
};

mpt
strip_height(const struct strip *s, int tight)
{
	if (!tight || !s->line)
		return s->height;
	return s->height - mpt_scale(s->height, tight, 1000);
}

mpt
strip_gap(const struct strip *s, int tight)
{
	return tight ? s->gap - mpt_scale(s->gap, tight * 3, 1000) : s->gap;
}

mpt
paginate_top(const struct galley *g, int i)
{
	mpt top = 0, open = 0;
	for (int k = g->v[i].frame; k >= 0; k = g->frames[k].parent) {
		const struct frame *fr = &g->frames[k];
		if (fr->first == i)
			top = fr->top;
		else
			open += REOPEN;
	}
	return top + open;
}

mpt
paginate_bottom(const struct galley *g, int j)
{
	mpt bottom = 0, open = 0;
	for (int k = g->v[j].frame; k >= 0; k = g->frames[k].parent) {
		const struct frame *fr = &g->frames[k];
		if (fr->last == j)
			bottom = fr->bottom;
		else
			open += REOPEN;
	}
	return bottom + open;
}

static mpt
strip_notes_height(struct layout *l, const struct strip *s)
{
	mpt h = 0;
	for (int i = 0; i < s->nnotes; i++) {
		const struct note_block *b = notes_find(l, s->notes[i]);
		h += b ? b->height : 0;
	}
	return h;
}

static void
paginate_measure(struct paginator *p)
{
	const struct galley *g = p->g;
	for (int k = 0; k < g->n; k++) {
		const struct strip *s = &g->v[k];
		p->pos[k + 1] = p->pos[k] + strip_gap(s, p->tight) +
		                strip_height(s, p->tight);
		p->notes[k + 1] = p->notes[k] + strip_notes_height(p->l, s);
		p->nnotes[k + 1] = p->nnotes[k] + s->nnotes;
		p->breaks[k] = s->penalty;
	}
}

/* Boxes that fit on a page are not cut, small ones least of all. */
static void
paginate_keep_frames(struct paginator *p)
{
	const struct galley *g = p->g;
	mpt page = p->l->body_height;
	for (int i = 0; i < g->nframes; i++) {
		const struct frame *fr = &g->frames[i];
		if (fr->first < 0 || !fr->style->keep)
			continue;
		mpt h = p->pos[fr->last + 1] - p->pos[fr->first];
		int cost = h <= page / 2 ? PENALTY_BOX
		           : h <= page   ? PENALTY_LARGE
		                         : 0;
		for (int k = fr->first; k < fr->last; k++)
			p->breaks[k] += cost;
	}
}

static mpt
notes_area(const struct layout *l, mpt height, int n)
{
	if (n == 0)
		return 0;
	return 2 * l->t->note_gap + height + (n - 1) * l->t->note_space;
}

/* Height that strips [i, j] take on a page of their own. */
static mpt
page_height(const struct paginator *p, int i, int j)
{
	const struct strip *first = &p->g->v[i];
	mpt h = p->pos[j + 1] - p->pos[i] - strip_gap(first, p->tight);
	h += paginate_top(p->g, i) + paginate_bottom(p->g, j);
	if (first->head)
		h += first->head->height;
	return h + notes_area(p->l, p->notes[j + 1] - p->notes[i],
			   p->nnotes[j + 1] - p->nnotes[i]);
}

/* Demerits of the empty foot of a page that is not the last. */
static int64_t
page_waste(mpt room, mpt used)
{
	int64_t part = (int64_t)(room - used) * 1000 / room;
	return part > 0 ? part * part / 100 : 0;
}

/* Try all pages that begin with strip i. */
static void
paginate_from(struct paginator *p, int i, int64_t *best, int *from)
{
	const struct galley *g = p->g;
	mpt room = p->l->body_height - p->carry[i];
	for (int j = i; j < g->n; j++) {
		if (j > i && g->v[j].new_page)
			break;
		mpt used = page_height(p, i, j);
		if (used > room && j > i)
			break;
		int64_t cost = best[i] + PENALTY_PAGE;
		bool last = j == g->n - 1;
		bool forced = !last && g->v[j + 1].new_page;
		if (!last && !forced)
			cost += page_waste(room, used) + p->breaks[j];
		if (cost < best[j + 1]) {
			best[j + 1] = cost;
			from[j + 1] = i;
		}
		if (used > room && !last) /* j == i: notes run over */
			p->carry[i + 1] = mpt_min(
				used - room + PT(20), p->l->body_height / 2);
	}
}

static struct cuts
paginate_collect(struct paginator *p, const int *from)
{
	struct cuts c = {.tight = p->tight};
	for (int k = p->g->n; k > 0; k = from[k])
		c.n++;
	c.v = ARENA_ARRAY(p->l->a, (size_t)c.n, struct cut);
	int i = c.n;
	for (int k = p->g->n; k > 0; k = from[k])
		c.v[--i] = (struct cut){from[k], k - 1};
	if (c.n)
		c.last_used =
			page_height(p, c.v[c.n - 1].first, c.v[c.n - 1].last);
	return c;
}

static struct cuts
paginate_at(struct layout *l, const struct galley *g, int tight)
{
	size_t n = (size_t)g->n + 1;
	struct paginator p = {.l = l,
		.g = g,
		.tight = tight,
		.pos = ARENA_ARRAY(l->a, n, mpt),
		.notes = ARENA_ARRAY(l->a, n, mpt),
		.nnotes = ARENA_ARRAY(l->a, n, int),
		.breaks = ARENA_ARRAY(l->a, n, int),
		.carry = ARENA_ARRAY(l->a, n, mpt)};
	int64_t *best = ARENA_ARRAY(l->a, n, int64_t);
	int *from = ARENA_ARRAY(l->a, n, int);
	for (size_t k = 1; k < n; k++)
		best[k] = INT64_MAX / 2;
	paginate_measure(&p);
	paginate_keep_frames(&p);
	for (int i = 0; i < g->n; i++)
		paginate_from(&p, i, best, from);
	return paginate_collect(&p, from);
}

/* A last page with little on it is saved if setting tighter saves it. */
struct cuts
paginate(struct layout *l, const struct galley *g)
{
	struct cuts c = paginate_at(l, g, 0);
	if (c.n < 2 || !l->t->tighten || c.last_used > l->body_height / 5)
		return c;
	for (int step = 1; step <= 2; step++) {
		struct cuts less = paginate_at(l, g, l->t->tighten * step / 2);
		if (less.n < c.n)
			return less;
	}
	return c;
}
