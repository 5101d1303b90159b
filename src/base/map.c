/*
 * Open addressing with linear probing, at most half full.
 */
#include "base.h"

struct map_slot {
	struct str key; /* p NULL: free */
	void *value;
};

struct map
map_new(struct arena *a)
{
	return (struct map){.a = a};
}

/* The slot that has `key`, or the free one where it would go. */
static struct map_slot *
map_slot(struct map_slot *slots, size_t cap, struct str key)
{
	size_t i = str_hash(key) & (cap - 1);
	while (slots[i].key.p && !str_eq(slots[i].key, key))
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

void *
map_find(const struct map *m, struct str key)
{
	if (!m->n)
		return NULL;
	return map_slot(m->slots, m->cap, key)->value;
}

static void
map_grow(struct map *m)
{
	size_t cap = m->cap ? m->cap * 2 : 16;
	struct map_slot *slots = ARENA_ARRAY(m->a, cap, struct map_slot);
	for (size_t i = 0; i < m->cap; i++)
		if (m->slots[i].key.p)
			*map_slot(slots, cap, m->slots[i].key) = m->slots[i];
	m->slots = slots;
	m->cap = cap;
}

void
map_put(struct map *m, struct str key, void *value)
{
	if (m->n * 2 >= m->cap)
		map_grow(m);
	if (!key.p)
		key.p = "";
	struct map_slot *s = map_slot(m->slots, m->cap, key);
	if (!s->key.p)
		m->n++;
	s->key = key;
	s->value = value;
}
