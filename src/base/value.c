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
