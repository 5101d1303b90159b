/*
 * YAML as data.
 *
 * libyaml's events are gathered on a stack of open lists and maps.  libyaml
 * counts characters where spans count bytes, so a cursor walks along the
 * text with the events.  An alias becomes a copy of its head that shares
 * the children; since whoever walks the value meets them again, they are
 * counted again, and the limit on nodes holds for the walk, too.
 *
 * libyaml's own memory is not the arena's: parser and event sit in a struct
 * that a closer of the arena empties, should a jump pass through here.
 */
#include "source_priv.h"

#include <yaml.h>

#define YAML_DEPTH 64
#define YAML_NODES 100000

/* An open list or map. */
struct yaml_level {
	struct value *v;
	struct value *merge; /* what `<<` brought, a list; or NULL */
	struct str anchor;
	int nodes_before;
	bool has_key;
	struct str key;
	struct span key_span;
	bool key_merges;
};

struct yaml_anchor {
	struct value *v;
	int nodes; /* in it, itself counted */
};

struct yaml_reader {
	yaml_parser_t parser;
	yaml_event_t event;
	bool has_parser, has_event;
	struct arena *a;
	int file;
	size_t base;
	struct str text;
	size_t char_at, byte_at; /* the cursor */
	struct map anchors;
	int nodes;
	struct yaml_level *levels;
	int depth, cap;
	struct value *root;
	struct yaml_fault *fault;
};

static void
yaml_drop_event(struct yaml_reader *r)
{
	if (r->has_event)
		yaml_event_delete(&r->event);
	r->has_event = false;
}

static void
yaml_close(void *p)
{
	struct yaml_reader *r = p;
	yaml_drop_event(r);
	if (r->has_parser)
		yaml_parser_delete(&r->parser);
	r->has_parser = false;
}

static bool
yaml_is_tail(const struct yaml_reader *r, size_t i)
{
	return i < r->text.n && ((unsigned char)r->text.p[i] & 0xC0) == 0x80;
}

/* Offset in the file of libyaml's character number `index`. */
static size_t
yaml_offset(struct yaml_reader *r, size_t index)
{
	while (r->char_at < index && r->byte_at < r->text.n) {
		r->byte_at++;
		while (yaml_is_tail(r, r->byte_at))
			r->byte_at++;
		r->char_at++;
	}
	while (r->char_at > index && r->byte_at > 0) {
		r->byte_at--;
		while (r->byte_at > 0 && yaml_is_tail(r, r->byte_at))
			r->byte_at--;
		r->char_at--;
	}
	return r->base + r->byte_at;
}

static struct span
yaml_span(struct yaml_reader *r, yaml_mark_t mark)
{
	return (struct span){r->file, (uint32_t)yaml_offset(r, mark.index)};
}

static bool
yaml_fail(struct yaml_reader *r, size_t at, const char *what)
{
	r->fault->at = at;
	r->fault->what = str_dup(r->a, str_c(what));
	return false;
}

static bool
yaml_fail_event(struct yaml_reader *r, const char *what)
{
	return yaml_fail(r, yaml_offset(r, r->event.start_mark.index), what);
}

/*
 * Where a quote or bracket is never closed, its beginning says more than
 * the end of the text.
 */
static bool
yaml_fail_parser(struct yaml_reader *r)
{
	const yaml_parser_t *p = &r->parser;
	if (p->error == YAML_READER_ERROR)
		return yaml_fail(r, r->base + p->problem_offset, p->problem);
	if (p->error == YAML_MEMORY_ERROR)
		longjmp(*arena_jump(r->a), 1);
	size_t index = p->problem_mark.index;
	struct str context = str_c(p->context);
	if (str_starts(context, "while scanning a quoted") ||
		str_starts(context, "while parsing a flow"))
		index = p->context_mark.index;
	return yaml_fail(r, yaml_offset(r, index), p->problem);
}

static bool
yaml_count(struct yaml_reader *r, int n)
{
	if (n > YAML_NODES - r->nodes)
		return yaml_fail_event(r, "too much in it");
	r->nodes += n;
	return true;
}

struct value *
yaml_copy(struct arena *a, const struct value *v)
{
	struct value *c = ARENA_NEW(a, struct value);
	*c = *v;
	c->next = NULL;
	c->key = STR0;
	return c;
}

/* Remember what `<<` stands for: a map or a list of maps. */
static void
yaml_add_merge(struct yaml_reader *r, struct yaml_level *l, struct value *v)
{
	if (!l->merge)
		l->merge = value_new(r->a, VALUE_LIST, v->span);
	if (v->type == VALUE_MAP)
		value_append(l->merge, v);
	if (v->type == VALUE_LIST)
		for (const struct value *m = v->first; m; m = m->next)
			if (m->type == VALUE_MAP)
				value_append(l->merge, yaml_copy(r->a, m));
}

/* A finished value goes where it belongs: root, list, key or map. */
static void
yaml_place(struct yaml_reader *r, struct value *v, bool plain)
{
	if (!r->depth) {
		r->root = v;
		return;
	}
	struct yaml_level *l = &r->levels[r->depth - 1];
	if (l->v->type == VALUE_LIST) {
		value_append(l->v, v);
	} else if (!l->has_key) {
		l->has_key = true;
		l->key = v->s;
		l->key_span = v->span;
		l->key_merges = plain && str_is(v->s, "<<");
	} else {
		l->has_key = false;
		v->key_span = l->key_span;
		if (l->key_merges)
			yaml_add_merge(r, l, v);
		else
			value_put(l->v, l->key, v);
	}
}

static void
yaml_set_anchor(
	struct yaml_reader *r, struct str name, struct value *v, int nodes)
{
	if (!name.n)
		return;
	struct yaml_anchor *an = ARENA_NEW(r->a, struct yaml_anchor);
	*an = (struct yaml_anchor){v, nodes};
	map_put(&r->anchors, name, an);
}

static struct str
yaml_str(struct yaml_reader *r, const yaml_char_t *s, size_t n)
{
	return str_dup(r->a, (struct str){(const char *)s, n});
}

/* A scalar's text; a NUL, which an escape can make, is left out. */
static struct str
yaml_text(struct yaml_reader *r)
{
	const yaml_event_t *e = &r->event;
	struct str s = yaml_str(r, e->data.scalar.value, e->data.scalar.length);
	if (str_chr(s, '\0') < 0)
		return s;
	struct buf b = buf_new(r->a);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i])
			buf_ch(&b, s.p[i]);
	return buf_done(&b);
}

static struct str
yaml_name(struct yaml_reader *r, const yaml_char_t *s)
{
	return s ? yaml_str(r, s, strlen((const char *)s)) : STR0;
}

static bool
yaml_scalar(struct yaml_reader *r)
{
	const yaml_event_t *e = &r->event;
	struct span at = yaml_span(r, e->start_mark);
	struct value *v = value_new_str(r->a, yaml_text(r), at);
	bool plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	const char *tag = (const char *)e->data.scalar.tag;
	if (plain && !(tag && strcmp(tag, YAML_STR_TAG) == 0))
		yaml_resolve(v);
	if (!yaml_count(r, 1))
		return false;
	yaml_set_anchor(r, yaml_name(r, e->data.scalar.anchor), v, 1);
	yaml_place(r, v, plain);
	return true;
}

static bool
yaml_alias(struct yaml_reader *r)
{
	struct str name = yaml_name(r, r->event.data.alias.anchor);
	const struct yaml_anchor *an = map_find(&r->anchors, name);
	if (!an)
		return yaml_fail_event(r, "unknown alias");
	if (!yaml_count(r, an->nodes))
		return false;
	yaml_place(r, yaml_copy(r->a, an->v), false);
	return true;
}

static bool
yaml_open(struct yaml_reader *r, enum value_type type, yaml_char_t *anchor)
{
	if (r->depth == YAML_DEPTH)
		return yaml_fail_event(r, "nested too deep");
	if (!yaml_count(r, 1))
		return false;
	struct span at = yaml_span(r, r->event.start_mark);
	ARENA_PUSH(r->a, r->levels, r->depth, r->cap);
	r->levels[r->depth++] = (struct yaml_level){
		.v = value_new(r->a, type, at),
		.anchor = yaml_name(r, anchor),
		.nodes_before = r->nodes - 1,
	};
	return true;
}

/* What `<<` brings goes behind the map's own keys, which come first. */
static void
yaml_merge(struct yaml_reader *r, struct yaml_level *l)
{
	if (!l->merge)
		return;
	struct map seen = map_new(r->a);
	for (struct value *v = l->v->first; v; v = v->next)
		map_put(&seen, v->key, v);
	for (const struct value *m = l->merge->first; m; m = m->next)
		for (const struct value *v = m->first; v; v = v->next) {
			if (map_find(&seen, v->key))
				continue;
			struct value *c = yaml_copy(r->a, v);
			value_put(l->v, v->key, c);
			map_put(&seen, v->key, c);
		}
}

/* A key given twice keeps its first place and its last value. */
static void
yaml_unite_keys(struct yaml_reader *r, struct value *map)
{
	if (map->count < 2)
		return;
	struct map seen = map_new(r->a);
	struct value *prev = NULL;
	for (struct value *v = map->first; v; v = v->next) {
		struct value *old = map_find(&seen, v->key);
		if (!old) {
			map_put(&seen, v->key, v);
			prev = v;
			continue;
		}
		prev->next = v->next;
		struct value *next = old->next;
		if (map->last == v)
			map->last = prev;
		*old = *v;
		old->next = next;
		map->count--;
		v = prev;
	}
}

static void
yaml_shut(struct yaml_reader *r)
{
	struct yaml_level *l = &r->levels[--r->depth];
	if (l->v->type == VALUE_MAP) {
		yaml_unite_keys(r, l->v);
		yaml_merge(r, l);
	}
	yaml_set_anchor(r, l->anchor, l->v, r->nodes - l->nodes_before);
	yaml_place(r, l->v, false);
}

/* One event; false at the end or after a fault. */
static bool
yaml_step(struct yaml_reader *r)
{
	switch (r->event.type) {
	case YAML_SCALAR_EVENT:
		return yaml_scalar(r);
	case YAML_ALIAS_EVENT:
		return yaml_alias(r);
	case YAML_SEQUENCE_START_EVENT:
		return yaml_open(
			r, VALUE_LIST, r->event.data.sequence_start.anchor);
	case YAML_MAPPING_START_EVENT:
		return yaml_open(
			r, VALUE_MAP, r->event.data.mapping_start.anchor);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		yaml_shut(r);
		return true;
	case YAML_DOCUMENT_END_EVENT:
	case YAML_STREAM_END_EVENT:
		return false;
	default:
		return true;
	}
}

static void
yaml_run(struct yaml_reader *r)
{
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&r->parser, (const unsigned char *)r->text.p, r->text.n);
	bool more = true;
	while (more) {
		if (!yaml_parser_parse(&r->parser, &r->event)) {
			yaml_fail_parser(r);
			return;
		}
		r->has_event = true;
		more = yaml_step(r);
		yaml_drop_event(r);
	}
}

struct value *
yaml_read(struct arena *a, int file, size_t base, struct str text,
	struct yaml_fault *fault)
{
	struct yaml_reader *r = ARENA_NEW(a, struct yaml_reader);
	if (!text.p)
		text.p = "";
	r->a = a;
	r->file = file;
	r->base = base;
	r->text = text;
	r->anchors = map_new(a);
	r->fault = fault;
	*fault = (struct yaml_fault){0, STR0};
	r->has_parser = yaml_parser_initialize(&r->parser) != 0;
	arena_defer(a, yaml_close, r);
	if (!r->has_parser)
		longjmp(*arena_jump(a), 1);
	yaml_run(r);
	yaml_close(r);
	if (fault->what.n)
		return NULL;
	if (!r->root)
		return value_new(
			a, VALUE_MAP, (struct span){file, (uint32_t)base});
	return r->root;
}

struct value *
source_yaml(struct arena *a, int file, struct str bytes, size_t from, size_t to,
	struct diag *dg)
{
	struct yaml_fault fault;
	struct str text = str_sub(bytes, from, to);
	struct value *v = yaml_read(a, file, from, text, &fault);
	if (!v)
		diag_report(dg, DIAG_YAML_SYNTAX,
			(struct span){file, (uint32_t)fault.at}, "%.*s",
			STR_ARG(fault.what));
	return v;
}
