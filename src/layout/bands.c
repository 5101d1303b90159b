/*
 * Pages of two columns: where the run of strips goes from the first column
 * to the second.
 *
 * A run that ends on the page is balanced: both columns come out about
 * equally high.  One that goes on fills the first column as far as a good
 * break allows, then the second.  Notes take their room either from both
 * columns, across the page's foot, or each column bears its own.
 */
#include "paginate_priv.h"

#define TRIES   24 /* breaks looked at above the lowest that fits */
#define BALANCE 4  /* thousandths of a point that a demerit is worth */

/* Where a run is cut in two, and what comes of it. */
struct split {
	int last; /* of the first column */
	bool fits;
	mpt height;
	int64_t waste, cost;
};

static bool
notes_by_column(const struct bands *b)
{
	return !b->p->l->t->notes_across;
}

/* Height for column `c` of the band if it holds strips [i, k] of a page up
 * to strip j. */
static mpt
column_room(const struct bands *b, int c, int i, int k, int j)
{
	const struct paginator *p = b->p;
	mpt room = page_room(p, b->first) - b->y;
	if (!notes_by_column(b))
		return room - notes_of(p, b->first, j);
	mpt h = b->notes[c];
	int n = b->nnotes[c];
	if (k >= i) {
		h += p->notes[k + 1] - p->notes[i];
		n += p->nnotes[k + 1] - p->nnotes[i];
	}
	return room - notes_area(p->l, h, n);
}

static mpt
column_height(const struct paginator *p, int i, int j)
{
	return j < i ? 0 : area_height(p, i, j);
}

/* Demerits of a first column with nothing but a line or so from the middle of
 * a paragraph. */
static int
split_sliver(const struct bands *b, int m)
{
	const struct strip *v = b->p->g->v;
	if (m - b->band + 1 >= b->p->l->t->widows)
		return 0;
	for (int i = b->band; i <= m + 1; i++)
		if (!v[i].line || v[i].first)
			return 0;
	return PENALTY_WIDOW;
}

/* Both columns of [band, j], the first of which ends with m. */
static struct split
split_at(const struct bands *b, int m, int j)
{
	const struct paginator *p = b->p;
	mpt one = column_height(p, b->band, m);
	mpt two = column_height(p, m + 1, j);
	mpt room1 = column_room(b, 0, b->band, m, j);
	mpt room2 = column_room(b, 1, m + 1, j, j);
	struct split s = {.last = m, .height = mpt_max(one, two)};
	s.fits = one <= room1 && two <= room2;
	s.waste = (page_waste(room1, one) + page_waste(room2, two)) / 2;
	s.cost = m < j ? p->breaks[m] + split_sliver(b, m) : 0;
	return s;
}

/* A run that is over: the lowest columns, but not at any price. */
static struct split
split_balanced(const struct bands *b, int j)
{
	struct split best = {.last = j};
	int64_t least = INT64_MAX;
	for (int m = b->band; m <= j; m++) {
		struct split s = split_at(b, m, j);
		if (!s.fits || s.height + BALANCE * s.cost > least)
			continue;
		least = s.height + BALANCE * s.cost;
		best = s;
	}
	return best;
}

/* The lowest end of the first column that its room allows. */
static int
split_lowest(const struct bands *b, int j)
{
	int lo = b->band, hi = j;
	while (lo < hi) {
		int m = lo + (hi - lo + 1) / 2;
		if (area_height(b->p, b->band, m) <=
			column_room(b, 0, b->band, m, j))
			lo = m;
		else
			hi = m - 1;
	}
	return lo;
}

static struct split
split_filled(const struct bands *b, int j)
{
	struct split best = {.last = j};
	int from = split_lowest(b, j);
	for (int m = from; m >= b->band && m > from - TRIES; m--) {
		struct split s = split_at(b, m, j);
		if (!s.fits && m < from)
			break; /* the second column is too full already */
		if (s.fits && (!best.fits || s.cost + s.waste <
						     best.cost + best.waste))
			best = s;
	}
	return best;
}

static bool
band_is_across(const struct bands *b)
{
	return b->p->g->v[b->band].across;
}

static struct split
band_split(const struct bands *b, int j)
{
	if (run_ends(b->p->g, j))
		return split_balanced(b, j);
	return split_filled(b, j);
}

static void
area_add(struct bands *b, int first, int last, int column)
{
	const struct layout *l = b->p->l;
	if (!b->areas || last < first)
		return;
	b->areas[b->nareas++] = (struct area){.first = first,
		.last = last,
		.column = column,
		.x = column * (l->upright.column + l->upright.gap),
		.y = b->y};
}

static void
notes_settle(struct bands *b, int c, int i, int j)
{
	const struct paginator *p = b->p;
	if (j < i)
		return;
	b->notes[c] += p->notes[j + 1] - p->notes[i];
	b->nnotes[c] += p->nnotes[j + 1] - p->nnotes[i];
}

/* The band ends with strip j: its areas are final.  Returns its height. */
static mpt
band_settle(struct bands *b, int j)
{
	if (band_is_across(b)) {
		area_add(b, b->band, j, 0);
		notes_settle(b, 0, b->band, j);
		return area_height(b->p, b->band, j);
	}
	struct split s = band_split(b, j);
	area_add(b, b->band, s.last, 0);
	area_add(b, s.last + 1, j, 1);
	notes_settle(b, 0, b->band, s.last);
	notes_settle(b, 1, s.last + 1, j);
	b->cost += s.cost;
	return s.fits ? s.height : area_height(b->p, b->band, j);
}

/* Strip j stands otherwise than the one before it. */
static void
band_next(struct bands *b, int j)
{
	const struct galley *g = b->p->g;
	mpt h = band_settle(b, j - 1);
	mpt gap = strip_gap(&g->v[j], &b->p->squeeze) - paginate_top(g, j) -
	          paginate_bottom(g, j - 1);
	b->y += h + mpt_max(0, gap);
	b->band = j;
}

struct bands
bands_begin(const struct paginator *p, int first)
{
	return (struct bands){.p = p, .first = first, .band = first};
}

static void
bands_step(struct bands *b, int j)
{
	const struct strip *v = b->p->g->v;
	if (j > b->first && v[j].across != v[j - 1].across)
		band_next(b, j);
}

/* An across band's notes need room beside those of either column. */
static struct page_fit
try_across(const struct bands *b, int j)
{
	const struct paginator *p = b->p;
	mpt h = area_height(p, b->band, j);
	mpt room = mpt_min(column_room(b, 0, b->band, j, j),
		column_room(b, 1, j + 1, j, j));
	mpt full = page_room(p, b->first);
	struct page_fit f = {.fits = h <= room, .used = full - room + h};
	f.cost = b->cost;
	f.waste = page_waste(full, f.used);
	return f;
}

struct page_fit
bands_try(struct bands *b, int j)
{
	const struct paginator *p = b->p;
	bands_step(b, j);
	if (band_is_across(b))
		return try_across(b, j);
	struct split s = band_split(b, j);
	mpt full = page_room(p, b->first);
	struct page_fit f = {.fits = s.fits,
		.used = b->y + s.height + notes_of(p, b->first, j),
		.waste = s.waste,
		.cost = b->cost + s.cost};
	if (!s.fits)
		f.used = mpt_max(full + 1, b->y + area_height(p, b->band, j));
	else if (run_ends(p->g, j))
		f.waste = page_waste(full, f.used);
	return f;
}

void
bands_place(const struct paginator *p, struct cut *c)
{
	struct bands b = bands_begin(p, c->first);
	b.areas = ARENA_ARRAY(
		p->l->a, (size_t)(c->last - c->first + 1) * 2, struct area);
	for (int j = c->first; j <= c->last; j++)
		bands_step(&b, j);
	band_settle(&b, c->last);
	c->areas = b.areas;
	c->nareas = b.nareas;
}
