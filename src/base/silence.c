/*
 * Where authors have turned messages off for a while.  Sorted by kind, file
 * and start when first asked; as stretches may overlap, each knows how far
 * those before it reach.
 */
#include "diag_priv.h"

#include <stdlib.h>

void
silence_add(struct arena *a, struct silences *s, struct silence one)
{
	ARENA_PUSH(a, s->v, s->n, s->cap);
	s->v[s->n++] = one;
	s->sorted = false;
}

static int
silence_compare_place(
	const struct silence *x, enum diag_code code, int file, uint32_t from)
{
	if (x->code != code)
		return x->code < code ? -1 : 1;
	if (x->file != file)
		return x->file < file ? -1 : 1;
	return x->from < from ? -1 : x->from > from;
}

static int
silence_compare(const void *pa, const void *pb)
{
	const struct silence *b = pb;
	return silence_compare_place(pa, b->code, b->file, b->from);
}

static void
silence_sort(struct silences *s)
{
	if (s->n)
		qsort(s->v, (size_t)s->n, sizeof *s->v, silence_compare);
	for (int i = 0; i < s->n; i++) {
		struct silence *x = &s->v[i], *before = x - 1;
		x->reach = x->to;
		if (i && before->code == x->code && before->file == x->file &&
			before->reach > x->reach)
			x->reach = before->reach;
	}
	s->sorted = true;
}

bool
silence_covers(struct silences *s, const struct diag_entry *e)
{
	if (!s->n || e->span.off == SPAN_WHOLE)
		return false;
	if (!s->sorted)
		silence_sort(s);
	int low = 0, high = s->n; /* the first that begins behind it */
	while (low < high) {
		int mid = low + (high - low) / 2;
		if (silence_compare_place(&s->v[mid], e->code, e->span.file,
			    e->span.off) <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	const struct silence *x = low ? &s->v[low - 1] : NULL;
	return x && x->code == e->code && x->file == e->span.file &&
	       x->reach > e->span.off;
}
