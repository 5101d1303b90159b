/*
 * What a site wants of handout: `handout.yml` beside `_config.yml`, or the
 * same keys under `handout:` in it.  A key in both counts as handout.yml
 * has it.
 */
#include "source_priv.h"

#include <errno.h>

#define WISHES_MAX_BYTES ((size_t)1 << 20)

/* What a key's value may be: a set of these. */
enum wish_form {
	WISH_TEXT = 1,
	WISH_LIST = 2,
	WISH_MAP = 4,
	WISH_NUMBER = 8 /* judged where it is used */
};

static const struct wish_key {
	const char *name;
	int forms;
	const char *expected;
} wishes_keys[] = {
	{"theme", WISH_TEXT | WISH_MAP, "a path in the site is expected"},
	{"paper", WISH_TEXT, "a text is expected"},
	{"packets", WISH_LIST | WISH_MAP, "a list is expected"},
	{"order", WISH_LIST | WISH_MAP, "a list is expected"},
	{"titles", WISH_MAP, "keys and their values are expected"},
	{"licence", WISH_TEXT, "a text is expected"},
	{"license", WISH_TEXT, "a text is expected"},
	{"ignore", WISH_TEXT | WISH_LIST, "a list is expected"},
	{"fit", WISH_NUMBER, ""},
	{"max_pages", WISH_NUMBER, ""},
};

static const struct wish_key *
wishes_find_key(struct str key)
{
	for (size_t i = 0; i < ARRAY_LEN(wishes_keys); i++)
		if (str_is(key, wishes_keys[i].name))
			return &wishes_keys[i];
	return NULL;
}

static bool
wishes_fit(const struct wish_key *k, const struct value *v)
{
	int form = v->type == VALUE_LIST  ? WISH_LIST
	           : v->type == VALUE_MAP ? WISH_MAP
	                                  : WISH_TEXT;
	return v->type == VALUE_NULL || (k->forms & (form | WISH_NUMBER));
}

static void
wishes_unknown(const struct value *v, struct diag *dg)
{
	const char *names[ARRAY_LEN(wishes_keys)];
	for (size_t i = 0; i < ARRAY_LEN(wishes_keys); i++)
		names[i] = wishes_keys[i].name;
	const char *near = str_nearest(v->key, names, ARRAY_LEN(names));
	diag_report(dg, DIAG_SITE_KEY, v->key_span, "%.*s%s%s%s",
		STR_ARG(v->key), near ? " (did you mean " : "",
		near ? near : "", near ? "?)" : "");
}

static void
wishes_add(struct arena *a, struct value *all, const struct value *map,
	struct diag *dg)
{
	for (const struct value *v = map->first; v; v = v->next) {
		const struct wish_key *k = wishes_find_key(v->key);
		if (!k)
			wishes_unknown(v, dg);
		else if (!wishes_fit(k, v))
			diag_report(dg, DIAG_SITE_VALUE, v->span, "%s: %s",
				k->name, k->expected);
		else
			value_put(all, v->key, yaml_copy(a, v));
	}
}

/* A map's wishes are taken; nothing is fine; all else is reported. */
static void
wishes_take(struct arena *a, struct value *all, const struct value *v,
	struct diag *dg)
{
	if (!v || v->type == VALUE_NULL)
		return;
	if (v->type == VALUE_MAP)
		wishes_add(a, all, v, dg);
	else
		diag_report(dg, DIAG_SITE_VALUE, v->span, "%s",
			"keys and their values are expected");
}

static const struct value *
wishes_file(struct source_site *site, struct diag *dg)
{
	struct arena *a = site->a;
	struct str raw,
		path = str_fmt(a, "%.*s/handout.yml", STR_ARG(site->root));
	if (!site_resolve(a, site->root, path).n) {
		diag_add_absent(dg, path);
		return NULL;
	}
	bool ok = file_read(a, path.p, WISHES_MAX_BYTES, dg, &raw);
	struct mended m = mend_bytes(a, ok ? raw : STR0);
	int file = mend_add_file(dg, site_shown(site, path), &m);
	if (!ok)
		diag_report(dg, DIAG_FILE_MISSING,
			(struct span){file, SPAN_WHOLE}, "%s", strerror(errno));
	return ok ? source_yaml(a, file, m.bytes, 0, m.bytes.n, dg) : NULL;
}

/* The theme's path; as all files of a site it must be within. */
static void
wishes_find_theme(struct source_site *site, struct value *all, struct diag *dg)
{
	struct arena *a = site->a;
	struct value *v = value_find(all, "theme");
	if (!v || !v->s.n)
		return;
	struct str path =
		str_fmt(a, "%.*s/%.*s", STR_ARG(site->root), STR_ARG(v->s));
	struct str real = site_resolve(a, site->root, path);
	if (!real.n) {
		diag_add_absent(dg, path);
		diag_report(dg, DIAG_SITE_VALUE, v->span,
			"%.*s: no such file in the site", STR_ARG(v->s));
	}
	v->s = real.n ? site_shown(site, path) : STR0;
}

struct value *
wishes_read(struct source_site *site, struct diag *dg)
{
	struct value *all = value_new(site->a, VALUE_MAP, SPAN_NONE);
	wishes_take(site->a, all, value_find(site->config, "handout"), dg);
	wishes_take(site->a, all, wishes_file(site, dg), dg);
	wishes_find_theme(site, all, dg);
	return all;
}
