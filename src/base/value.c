/*
 * YAML as data.  Maps in front matter are short, so they are searched from
 * front to back; a key given twice counts as its last value, as YAML
 * readers of the field do.
 */
#include "base.h"

struct value *
value_new(struct arena *a, enum value_type t, struct span span)
{
	struct value *v = ARENA_NEW(a, struct value);
	v->type = t;
	v->span = span;
	return v;
}

struct value *
value_new_str(struct arena *a, struct str s, struct span span)
{
	struct value *v = value_new(a, VALUE_STR, span);
	v->s = s;
	return v;
}

void
value_append(struct value *list, struct value *item)
{
	if (list->last)
		list->last->next = item;
	else
		list->first = item;
	list->last = item;
	list->count++;
}

void
value_put(struct value *map, struct str key, struct value *item)
{
	item->key = key;
	value_append(map, item);
}

struct value *
value_find_str(const struct value *map, struct str key)
{
	struct value *found = NULL;
	if (!map || map->type != VALUE_MAP)
		return NULL;
	for (struct value *v = map->first; v; v = v->next)
		if (str_eq(v->key, key))
			found = v;
	return found;
}

struct value *
value_find(const struct value *map, const char *key)
{
	return value_find_str(map, str_c(key));
}

struct value *
value_path(const struct value *map, const char *path)
{
	struct str rest = str_c(path), name;
	struct value *v = NULL;
	while (str_next(&rest, ".", &name)) {
		v = value_find_str(v ? v : map, name);
		if (!v)
			return NULL;
	}
	return v;
}

struct str
value_str(const struct value *map, const char *key)
{
	const struct value *v = value_find(map, key);
	if (!v || v->type == VALUE_NULL || v->type == VALUE_LIST ||
		v->type == VALUE_MAP)
		return STR0;
	return v->s;
}

bool
value_bool(const struct value *map, const char *key, bool otherwise)
{
	const struct value *v = value_find(map, key);
	return v && v->type == VALUE_BOOL ? v->b : otherwise;
}

int64_t
value_int(const struct value *map, const char *key, int64_t otherwise)
{
	const struct value *v = value_find(map, key);
	return v && v->type == VALUE_INT ? v->i : otherwise;
}

static void
value_unpack_one(struct value *v, const struct value_record *r,
	const struct value_packed *p, int file)
{
	v->type = (enum value_type)r->type;
	v->span = (struct span){file, r->off};
	v->key_span = (struct span){file, r->key_off};
	v->key = (struct str){p->pool + r->key, r->key_n};
	v->s = (struct str){p->pool + r->s, r->s_n};
	v->b = r->b;
	v->i = r->i;
	v->real = r->real;
}

/* A parent waits on the stack until it has all its children. */
struct value *
value_unpack(struct arena *a, const struct value_packed *p, int file)
{
	struct {
		struct value *v;
		int left;
	} stack[64];
	int depth = 0;
	struct value *all = ARENA_ARRAY(a, (size_t)p->n, struct value);
	for (int i = 0; i < p->n; i++) {
		value_unpack_one(&all[i], &p->v[i], p, file);
		if (depth) {
			value_append(stack[depth - 1].v, &all[i]);
			stack[depth - 1].left--;
		}
		if (p->v[i].count && depth < (int)ARRAY_LEN(stack)) {
			stack[depth].v = &all[i];
			stack[depth++].left = p->v[i].count;
		}
		while (depth && !stack[depth - 1].left)
			depth--;
	}
	return all;
}
