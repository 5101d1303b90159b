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
 * A note takes its room on the page of its reference.  Where that leaves
 * nothing but bad breaks, the last line's notes are begun there and run on.
 *
 * Pages of several columns are tried by bands.c.
 */
#include "paginate_priv.h"

#include <limits.h>

#define REOPEN   PT(6)  /* padding of a frame where a page cuts it */
#define SHORT    PT(30) /* strips that are no more than a line of text */
#define UNFILLED 12000  /* demerits of a page that is empty without need */

mpt
strip_height(const struct strip *s, const struct squeeze *q)
{
	if (!q->leading || !s->line)
		return s->height;
	return s->height - mpt_scale(s->height, q->leading, 1000);
}

mpt
strip_gap(const struct strip *s, const struct squeeze *q)
{
	return q->space ? s->gap - mpt_scale(s->soft, q->space, 1000) : s->gap;
}

const struct master *
strip_master(const struct layout *l, const struct strip *s)
{
	return s->turned ? &l->turned : &l->upright;
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
		p->pos[k + 1] = p->pos[k] + strip_gap(s, &p->squeeze) +
		                strip_height(s, &p->squeeze);
		p->notes[k + 1] = p->notes[k] + strip_notes_height(p->l, s);
		p->nnotes[k + 1] = p->nnotes[k] + s->nnotes;
		if (!p->l->t->keep_notes) /* they go where there is room */
			p->notes[k + 1] = p->nnotes[k + 1] = 0;
		p->breaks[k] = s->penalty;
	}
}

/* Two lines at least of what follows a heading stay with it, also where that
 * is a list of short items, or the rows of a table. */
static void
paginate_keep_headings(struct paginator *p)
{
	const struct strip *v = p->g->v;
	for (int k = 1; k < p->g->n - 1; k++)
		if (v[k - 1].penalty >= PENALTY_NEVER && v[k - 1].line &&
			v[k].height < SHORT && v[k].penalty < PENALTY_WIDOW)
			p->breaks[k] += PENALTY_WIDOW;
}

/* Boxes that fit on a page are not cut, small ones least of all. */
static void
paginate_keep_frames(struct paginator *p)
{
	const struct galley *g = p->g;
	for (int i = 0; i < g->nframes; i++) {
		const struct frame *fr = &g->frames[i];
		if (fr->first < 0 || !fr->style->keep)
			continue;
		mpt page = strip_master(p->l, &g->v[fr->first])->height;
		mpt h = p->pos[fr->last + 1] - p->pos[fr->first];
		int cost = keep_penalty(h, page);
		for (int k = fr->first; k < fr->last; k++)
			p->breaks[k] += cost;
	}
}

mpt
notes_area(const struct layout *l, mpt height, int n)
{
	if (n == 0)
		return 0;
	return 2 * l->t->note_gap + height + (n - 1) * l->t->note_space;
}

mpt
notes_of(const struct paginator *p, int i, int j)
{
	return notes_area(p->l, p->notes[j + 1] - p->notes[i],
		p->nnotes[j + 1] - p->nnotes[i]);
}

mpt
area_height(const struct paginator *p, int i, int j)
{
	const struct strip *first = &p->g->v[i];
	mpt h = p->pos[j + 1] - p->pos[i] - strip_gap(first, &p->squeeze);
	h += paginate_top(p->g, i) + paginate_bottom(p->g, j);
	return first->head ? h + first->head->height : h;
}

/* Notes that run over take at most half of the page they run over to. */
mpt
page_room(const struct paginator *p, int i)
{
	mpt full = strip_master(p->l, &p->g->v[i])->height;
	return full - mpt_min(p->carry[i], full / 2);
}

int64_t
page_waste(mpt room, mpt used)
{
	if (room <= 0)
		return 0;
	int64_t part = (int64_t)(room - used) * 1000 / room;
	return part > 0 ? part * part / 100 : 0;
}

/* Demerits of white that could have been filled. */
static int64_t
page_unfilled(mpt room, mpt left)
{
	return room > 0 && left > 0 ? (int64_t)left * UNFILLED / room : 0;
}

bool
run_ends(const struct galley *g, int j)
{
	return j == g->n - 1 || g->v[j + 1].new_page || g->v[j + 1].across;
}

/* Parts strips [i, j] where a block of text ends among them, and a break costs
 * less than `most`. */
static void
chain_part(struct paginator *p, int i, int j, int most)
{
	const struct strip *v = p->g->v;
	for (int k = i; k < j; k++)
		if (v[k].line && (v[k + 1].first || !v[k + 1].line) &&
			p->breaks[k] < most)
			p->breaks[k] = PENALTY_BOX;
}

/* What is kept with what follows, over and over, may be more than a page: it
 * is then parted between its blocks, not inside of one; behind headings last.
 */
static void
paginate_part_chains(struct paginator *p, int most)
{
	const struct galley *g = p->g;
	for (int i = 0, j; i < g->n; i = j + 1) {
		j = i;
		while (j < g->n - 1 && p->breaks[j] >= PENALTY_WIDOW &&
			!g->v[j + 1].new_page)
			j++;
		mpt page = strip_master(p->l, &g->v[i])->height;
		if (j > i && area_height(p, i, j) + notes_of(p, i, j) > page)
			chain_part(p, i, j, most);
	}
}

/* ---- the search -----------------------------------------------------------
 */

/* The best ways found so far, by the strip after their last page. */
struct reach {
	int64_t *best; /* demerits */
	int *from;     /* first strip of the last page */
};

static struct page_fit
page_try(const struct paginator *p, int i, int j)
{
	mpt room = page_room(p, i);
	mpt used = area_height(p, i, j) + notes_of(p, i, j);
	return (struct page_fit){.fits = used <= room,
		.used = used,
		.waste = page_waste(room, used)};
}

static bool
page_has_columns(const struct paginator *p, int i)
{
	return strip_master(p->l, &p->g->v[i])->columns > 1;
}

/*
 * The strips fit, and all notes before those of `noted`, the last strip that
 * has some; of those at least two lines do.  The rest may run over.
 */
static bool
page_notes_run_over(const struct paginator *p, int i, int noted, int j)
{
	if (noted < i)
		return false;
	const struct strip *s = &p->g->v[noted];
	const struct note_block *b = notes_find(p->l, s->notes[0]);
	if (!b || !b->galley.n)
		return false;
	mpt begun = 2 * b->galley.v[0].height;
	mpt height = p->notes[noted] - p->notes[i] + begun;
	int n = p->nnotes[noted] - p->nnotes[i] + 1;
	return area_height(p, i, j) + notes_area(p->l, height, n) <=
	       page_room(p, i);
}

/* Height of the notes that a page leaves to the next, with their mark. */
static mpt
page_carry(const struct paginator *p, int i, mpt used)
{
	mpt full = strip_master(p->l, &p->g->v[i])->height;
	mpt over = used + p->carry[i] - full;
	return over > 0 ? over + 2 * p->l->t->note_gap + PT(12) : 0;
}

/* The page [i, j] ends the best way to get to strip j + 1, if it does. */
static void
paginate_reach(struct paginator *p, int i, int j, int64_t cost, mpt used,
	struct reach *r)
{
	if (cost >= r->best[j + 1])
		return;
	r->best[j + 1] = cost;
	r->from[j + 1] = i;
	p->carry[j + 1] = page_carry(p, i, used);
}

/* Try all pages that begin with strip i; returns the end of the longest. */
static int
paginate_try(struct paginator *p, int i)
{
	const struct galley *g = p->g;
	bool columns = page_has_columns(p, i);
	struct bands bands = bands_begin(p, i);
	int noted = -1, j;
	for (j = i; j < g->n; j++) {
		if (j > i && g->v[j].new_page)
			break;
		noted = g->v[j].nnotes ? j : noted;
		struct page_fit *f = &p->fits[j];
		*f = columns ? bands_try(&bands, j) : page_try(p, i, j);
		f->over = !f->fits && !columns &&
		          page_notes_run_over(p, i, noted, j);
		if (!f->fits && !f->over && j > i)
			break;
	}
	return j - 1;
}

/*
 * White at a page's foot has a reason if what comes next can't be cut at this
 * price.  What a break lower on the page, and no worse, would have filled has
 * none: it costs by its height.  If it cost as the rest does, two pages with
 * some white would win over one with much of it.
 */
static void
paginate_weigh(struct paginator *p, int i, int last)
{
	while (last > i && !p->fits[last].fits)
		last--;
	if (page_has_columns(p, i))
		return;
	mpt room = page_room(p, i);
	/* The lowest break of all, then the lowest better one, and so on. */
	int top = last;
	for (int j = last - 1; j >= i; j--) {
		p->higher[top] = j;
		int k = last;
		while (k > j && p->breaks[k] > p->breaks[j])
			k = p->higher[k];
		if (k == j)
			top = j;
		struct page_fit *f = &p->fits[j], *full = &p->fits[k];
		if (f->fits && full->fits)
			f->waste = full->waste +
			           page_unfilled(room, full->used - f->used);
	}
}

/* The pages that begin with strip i, each as the last one so far. */
static void
paginate_from(struct paginator *p, int i, struct reach *r)
{
	const struct galley *g = p->g;
	int last = paginate_try(p, i);
	paginate_weigh(p, i, last);
	for (int j = i; j <= last; j++) {
		const struct page_fit *f = &p->fits[j];
		int64_t cost = r->best[i] + PENALTY_PAGE + f->cost;
		if (j < g->n - 1 && !g->v[j + 1].new_page)
			cost += f->waste + p->breaks[j];
		cost += f->over ? PENALTY_NOTE : 0;
		paginate_reach(p, i, j, cost, f->used, r);
	}
}

/* The one column of a page, or its bands. */
static void
cut_place(const struct paginator *p, struct cut *c)
{
	if (page_has_columns(p, c->first)) {
		bands_place(p, c);
		return;
	}
	c->areas = ARENA_NEW(p->l->a, struct area);
	c->areas[0] = (struct area){.first = c->first, .last = c->last};
	c->nareas = 1;
}

static mpt
cut_used(const struct paginator *p, const struct cut *c)
{
	mpt used = 0;
	for (int i = 0; i < c->nareas; i++) {
		const struct area *a = &c->areas[i];
		used = mpt_max(used, a->y + area_height(p, a->first, a->last));
	}
	return used + notes_of(p, c->first, c->last);
}

static struct cuts
paginate_collect(struct paginator *p, const int *from)
{
	struct cuts c = {.squeeze = p->squeeze};
	for (int k = p->g->n; k > 0; k = from[k])
		c.n++;
	c.v = ARENA_ARRAY(p->l->a, (size_t)c.n, struct cut);
	int i = c.n;
	for (int k = p->g->n; k > 0; k = from[k]) {
		c.v[--i] = (struct cut){.first = from[k], .last = k - 1};
		cut_place(p, &c.v[i]);
	}
	if (c.n)
		c.last_used = cut_used(p, &c.v[c.n - 1]);
	return c;
}

static struct cuts
paginate_at(struct layout *l, const struct galley *g, struct squeeze squeeze)
{
	size_t n = (size_t)g->n + 1;
	struct paginator p = {.l = l,
		.g = g,
		.squeeze = squeeze,
		.pos = ARENA_ARRAY(l->a, n, mpt),
		.notes = ARENA_ARRAY(l->a, n, mpt),
		.nnotes = ARENA_ARRAY(l->a, n, int),
		.breaks = ARENA_ARRAY(l->a, n, int),
		.carry = ARENA_ARRAY(l->a, n, mpt),
		.fits = ARENA_ARRAY(l->a, n, struct page_fit),
		.higher = ARENA_ARRAY(l->a, n, int)};
	struct reach r = {.best = ARENA_ARRAY(l->a, n, int64_t),
		.from = ARENA_ARRAY(l->a, n, int)};
	for (size_t k = 1; k < n; k++)
		r.best[k] = INT64_MAX / 2;
	paginate_measure(&p);
	paginate_keep_frames(&p);
	paginate_keep_headings(&p);
	paginate_part_chains(&p, PENALTY_NEVER);
	paginate_part_chains(&p, INT_MAX);
	for (int i = 0; i < g->n; i++)
		paginate_from(&p, i, &r);
	return paginate_collect(&p, r.from);
}

/*
 * A last page with little on it is saved if setting tighter saves it: up to
 * the theme's part of the leading, and three times that of the spaces.
 */
struct cuts
paginate(struct layout *l, const struct galley *g)
{
	struct cuts c = paginate_at(l, g, l->squeeze);
	mpt full = c.n ? strip_master(l, &g->v[c.v[c.n - 1].first])->height : 0;
	if (c.n < 2 || !l->t->tighten || c.last_used > full / 4)
		return c;
	for (int step = 1; step <= 2; step++) {
		struct squeeze q = l->squeeze;
		int part = l->t->tighten * step / 2;
		if (q.leading >= part)
			continue;
		q.leading = part;
		q.space = part * 3 > q.space ? part * 3 : q.space;
		struct cuts less = paginate_at(l, g, q);
		if (less.n < c.n)
			return less;
	}
	return c;
}
