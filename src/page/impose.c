/*
 * Imposition: pages become the sheets of a booklet.
 *
 * Two pages stand side by side on each side of a sheet; printed on both
 * sides, stacked, folded in the middle and stapled, the pages come in their
 * order.  Their number is filled up to a multiple of four with blank ones.
 *
 * What is too thick to be folded and stapled at once becomes signatures of
 * equal size, each folded by itself and laid behind the one before.
 */
#include "page.h"

#define STAPLED_MOST   15 /* sheets that a stapler takes, and a fold */
#define SIGNATURE_MOST 8  /* sheets */

static void
impose_page(struct pages *out, struct sheet *to, const struct pages *from,
	int number, mpt x)
{
	if (number < 0 || number >= from->n)
		return;
	const struct sheet *s = &from->v[number];
	for (int i = 0; i < s->n; i++) {
		struct item *it = sheet_add(out, to, s->items[i].kind);
		*it = s->items[i];
		it->x += x;
	}
	for (int i = 0; i < s->nboxes; i++) {
		struct column_box b = s->boxes[i];
		b.x += x;
		sheet_add_box(out, to, b);
	}
}

int
pages_impose_signature(int n)
{
	int sheets = (n + 3) / 4;
	if (sheets <= STAPLED_MOST)
		return sheets;
	int signatures = (sheets + SIGNATURE_MOST - 1) / SIGNATURE_MOST;
	return (sheets + signatures - 1) / signatures;
}

int
pages_impose_order(int n, int side, bool right)
{
	int sheets = (n + 3) / 4, size = pages_impose_signature(n);
	int first = size ? side / 2 / size * size : 0; /* of its signature */
	int sheet = side / 2 - first;
	int all = 4 * (sheets - first < size ? sheets - first : size);
	bool back = side % 2;
	/* the outer page of the pair counts from the end */
	int low = 2 * sheet + (back ? 1 : 0), high = all - 1 - low;
	int number = 4 * first + (right != back ? low : high);
	return number < n ? number : -1;
}

struct pages *
pages_impose(const struct pages *from)
{
	struct pages *out = pages_new(from->a);
	int sides = (from->n + 3) / 4 * 2;
	mpt w = from->n ? from->v[0].w : 0, h = from->n ? from->v[0].h : 0;
	for (int side = 0; side < sides; side++) {
		struct sheet *s = pages_add(out, 2 * w, h);
		s->label = str_fmt(
			from->a, "%d%s", side / 2 + 1, side % 2 ? " back" : "");
		impose_page(out, s, from,
			pages_impose_order(from->n, side, false), 0);
		impose_page(out, s, from,
			pages_impose_order(from->n, side, true), w);
	}
	return out;
}
