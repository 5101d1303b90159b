/*
 * The display list's containers.
 *
 * Sheets and items stand in growing arrays, so a pointer to a sheet or an
 * item holds only until the next one is added.  An array that has grown
 * leaves its old copy in the arena: never more than what is in use.
 */
#include "page.h"

struct pages *
pages_new(struct arena *a)
{
	struct pages *p = ARENA_NEW(a, struct pages);
	p->a = a;
	return p;
}

struct sheet *
pages_add(struct pages *p, mpt w, mpt h)
{
	ARENA_PUSH(p->a, p->v, p->n, p->cap);
	struct sheet *s = &p->v[p->n++];
	*s = (struct sheet){.w = w, .h = h};
	return s;
}

struct item *
sheet_add(struct pages *p, struct sheet *s, enum item_kind kind)
{
	if (!s->cap) {
		s->cap = 64;
		s->items = ARENA_ARRAY(p->a, 64, struct item);
	}
	ARENA_PUSH(p->a, s->items, s->n, s->cap);
	struct item *it = &s->items[s->n++];
	*it = (struct item){.kind = kind};
	return it;
}

void
sheet_add_box(struct pages *p, struct sheet *s, struct column_box b)
{
	ARENA_PUSH(p->a, s->boxes, s->nboxes, s->boxes_cap);
	s->boxes[s->nboxes++] = b;
}
