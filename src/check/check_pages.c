/*
 * Rules on what is painted: nothing beyond the sheet's printable part, no
 * text over other text.
 *
 * Both look at the display list only, so they judge what layout did and not
 * what it meant to do.
 */
#include "check_priv.h"

#include <stdlib.h>

#define EDGE PT(18) /* a quarter inch that office printers leave blank */

static struct span
item_place(const struct item *it)
{
	return it->node ? it->node->span : SPAN_NONE;
}

static int
sheet_number(const struct check *c, const struct sheet *s)
{
	return (int)(s - c->pages->v) + 1;
}

struct box {
	mpt x0, y0, x1, y1;
};

/* The area of ink; of text, between cap height and just below the baseline,
 * so that raised figures of the next line don't count as touching. */
static struct box
item_box(const struct item *it)
{
	struct box b = {it->x, it->y, it->x + it->w, it->y + it->h};
	if (it->kind == ITEM_GLYPHS) {
		b.y0 = it->y - mpt_scale(it->glyphs.size, 55, 100);
		b.y1 = it->y + mpt_scale(it->glyphs.size, 5, 100);
	}
	if (b.y0 > b.y1) {
		mpt y = b.y0;
		b.y0 = b.y1;
		b.y1 = y;
	}
	return b;
}

void
check_outside(const struct check *c, const struct sheet *s)
{
	for (int i = 0; i < s->n; i++) {
		const struct item *it = &s->items[i];
		struct box b = item_box(it);
		if (b.x0 >= EDGE && b.y0 >= EDGE && b.x1 <= s->w - EDGE &&
			b.y1 <= s->h - EDGE)
			continue;
		diag_report(c->dg, DIAG_LAYOUT_OUTSIDE, item_place(it),
			"page %d", sheet_number(c, s));
	}
}

struct text_box {
	struct box b;
	const struct item *item;
};

static int
compare_tops(const void *pa, const void *pb)
{
	const struct text_box *a = pa, *b = pb;
	if (a->b.y0 != b->b.y0)
		return a->b.y0 < b->b.y0 ? -1 : 1;
	if (a->b.x0 != b->b.x0)
		return a->b.x0 < b->b.x0 ? -1 : 1;
	return 0;
}

static bool
boxes_touch(const struct box *a, const struct box *b)
{
	const mpt slack = PT(.7);
	return a->x0 + slack < b->x1 && b->x0 + slack < a->x1 &&
	       a->y0 + slack < b->y1 && b->y0 + slack < a->y1;
}

static bool
has_ink(const struct item *it)
{
	return it->kind == ITEM_GLYPHS && it->w > PT(1.5);
}

static struct text_box *
text_boxes(const struct check *c, const struct sheet *s, int *n)
{
	struct text_box *v =
		ARENA_ARRAY(c->a, (size_t)s->n + 1, struct text_box);
	*n = 0;
	for (int i = 0; i < s->n; i++)
		if (has_ink(&s->items[i]))
			v[(*n)++] = (struct text_box){
				item_box(&s->items[i]), &s->items[i]};
	if (*n)
		qsort(v, (size_t)*n, sizeof *v, compare_tops);
	return v;
}

void
check_overlap(const struct check *c, const struct sheet *s)
{
	int n;
	struct text_box *v = text_boxes(c, s, &n);
	for (int i = 0; i < n; i++) {
		for (int k = i + 1; k < n && v[k].b.y0 < v[i].b.y1; k++) {
			if (!boxes_touch(&v[i].b, &v[k].b))
				continue;
			diag_report(c->dg, DIAG_LAYOUT_OVERLAP,
				item_place(v[k].item), "page %d",
				sheet_number(c, s));
		}
	}
}
