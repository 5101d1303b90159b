/*
 * One page: bytes, front matter, defaults of the site, Liquid.
 *
 * What Liquid sees of page and site are maps of their own whose children
 * are copies of the front matter's and the configuration's heads.  They
 * are made only for a body that has Liquid in it.
 */
#include "source_priv.h"

#include <errno.h>
#include <unistd.h>

/* ---- defaults ---- */

/* Does a scope's path hold the page?  `*` stands for part of a name. */
static bool
page_glob(struct str pattern, struct str rel)
{
	size_t p = 0, r = 0, star = SIZE_MAX, mark = 0;
	while (p < pattern.n) {
		if (pattern.p[p] == '*') {
			star = p++;
			mark = r;
		} else if (r < rel.n && pattern.p[p] == rel.p[r]) {
			p++;
			r++;
		} else if (star != SIZE_MAX && mark < rel.n) {
			p = star + 1;
			r = ++mark;
		} else {
			return false;
		}
	}
	return r == rel.n || rel.p[r] == '/' ||
	       (p > 0 && pattern.p[p - 1] == '*');
}

static bool
page_in_scope(const struct value *scope, struct str rel)
{
	struct str path = value_str(scope, "path");
	struct str type = value_str(scope, "type");
	while (path.n && path.p[path.n - 1] == '/')
		path.n--;
	while (path.n && path.p[0] == '/')
		path = str_sub(path, 1, path.n);
	if (type.n && !str_eq(type, page_type(rel)))
		return false;
	return !path.n || page_glob(path, rel);
}

/* The narrower the scope, the more it counts: a longer path, a type. */
static size_t
page_scope_rank(const struct value *scope)
{
	return value_str(scope, "path").n * 2 +
	       (value_str(scope, "type").n > 0);
}

static void
page_apply_default(struct arena *a, struct value *front, const struct value *v,
	size_t rank, struct map *ranks)
{
	size_t *had = map_find(ranks, v->key);
	struct value *old = value_find_str(front, v->key);
	if (old && (!had || *had > rank))
		return;
	if (old) {
		struct value *next = old->next;
		*old = *v;
		old->next = next;
		*had = rank;
		return;
	}
	had = ARENA_NEW(a, size_t);
	*had = rank;
	map_put(ranks, v->key, had);
	value_put(front, v->key, yaml_copy(a, v));
}

struct value *
page_defaults(struct source_site *site, struct str rel, struct value *front)
{
	const struct value *list = value_find(site->config, "defaults");
	if (!list || list->type != VALUE_LIST)
		return front;
	struct map ranks = map_new(site->a);
	for (const struct value *d = list->first; d; d = d->next) {
		const struct value *scope = value_find(d, "scope");
		const struct value *values = value_find(d, "values");
		if (!values || values->type != VALUE_MAP ||
			!page_in_scope(scope, rel))
			continue;
		size_t rank = page_scope_rank(scope);
		for (const struct value *v = values->first; v; v = v->next)
			page_apply_default(site->a, front, v, rank, &ranks);
	}
	return front;
}

/* Set a key, in the place of an older value if there is one. */
static void
page_set(struct arena *a, struct value *map, const char *key, struct str s)
{
	struct value *old = value_find(map, key);
	struct value *v = value_new_str(a, s, map->span);
	if (!old) {
		value_put(map, str_c(key), v);
		return;
	}
	v->next = old->next;
	v->key = old->key;
	*old = *v;
}

struct value *
page_wishes(struct source_site *site, struct str rel, struct value *front)
{
	const struct value *titles = value_find(site->wishes, "titles");
	const struct value *title = value_find_str(titles, rel);
	if (!title)
		title = value_find_str(titles, page_stem(rel));
	if (title && title->s.n)
		page_set(site->a, front, "title", title->s);
	return front;
}

/* ---- what Liquid sees ---- */

static struct value *
page_copy_map(struct arena *a, const struct value *map)
{
	struct value *c = value_new(a, VALUE_MAP, map->span);
	for (const struct value *v = map->first; v; v = v->next)
		value_put(c, v->key, yaml_copy(a, v));
	return c;
}

static void
page_set_missing(
	struct arena *a, struct value *map, const char *key, struct str s)
{
	if (!value_find(map, key))
		page_set(a, map, key, s);
}

struct str
page_titleize(struct arena *a, struct str slug)
{
	struct buf b = buf_new(a);
	struct str word;
	while (str_next(&slug, "-_", &word)) {
		if (b.n)
			buf_ch(&b, ' ');
		size_t at = b.n;
		buf_str(&b, word);
		if (b.p[at] >= 'a' && b.p[at] <= 'z')
			b.p[at] = (char)(b.p[at] - 'a' + 'A');
	}
	return buf_done(&b);
}

/* Pages of collections know more of themselves: their name says it. */
static void
page_set_document(struct source_site *site, struct value *page, struct str rel)
{
	struct arena *a = site->a;
	struct str stem = page_stem(page_name(rel)), type = page_type(rel);
	if (str_is(type, "pages"))
		return;
	struct str date = page_dated(a, stem, &stem);
	if (date.n)
		page_set_missing(a, page, "date", date);
	page_set_missing(a, page, "collection", type);
	page_set_missing(a, page, "slug", stem);
	page_set_missing(a, page, "title", page_titleize(a, stem));
}

struct value *
page_value(struct source_site *site, struct str rel, const struct value *front)
{
	struct arena *a = site->a;
	struct value *page = page_copy_map(a, front);
	struct str name = page_name(rel);
	if (str_is(page_type(rel), "pages"))
		page_set(a, page, "name", name);
	else /* there it may be a person's */
		page_set_missing(a, page, "name", name);
	page_set(a, page, "path", rel);
	page_set(a, page, "url", page_url(site, rel, front));
	page_set(a, page, "dir",
		str_fmt(a, "/%.*s", (int)(rel.n - name.n), rel.n ? rel.p : ""));
	page_set_document(site, page, rel);
	return page;
}

static struct value *
page_scope(struct source_site *site, const struct source_page *p)
{
	struct arena *a = site->a;
	struct value *scope = value_new(a, VALUE_MAP, SPAN_NONE);
	struct value *all = page_copy_map(a, site->config);
	if (str_is(value_str(all, "baseurl"), "/"))
		page_set(a, all, "baseurl", STR0);
	value_put(scope, STR("site"), all);
	value_put(scope, STR("page"), page_value(site, p->rel, p->front));
	return scope;
}

/* ---- other pages ---- */

struct str
page_path(const struct source_site *site, struct str rel)
{
	return str_fmt(site->a, "%.*s/%.*s", STR_ARG(site->root), STR_ARG(rel));
}

bool
page_is_named_so(struct str name)
{
	return str_ends(name, ".md") || str_ends(name, ".markdown") ||
	       str_ends(name, ".html");
}

/* Front matter of another page; that of none if it can't be had. */
static struct value *
page_front(struct source_site *site, struct str rel, struct diag *dg)
{
	size_t body;
	struct arena *a = site->a;
	struct str raw = STR0, path = page_path(site, rel);
	struct str real = site_resolve(a, site->root, path);
	if (!real.n)
		diag_add_absent(dg, path);
	if (!real.n || !file_read(a, real.p, SOURCE_MAX_BYTES, dg, &raw) ||
		!front_opens(raw))
		return page_defaults(
			site, rel, value_new(a, VALUE_MAP, SPAN_NONE));
	struct diag *nobody = diag_new(a); /* told on that page */
	struct mended m = mend_bytes(a, raw);
	int file = diag_add_file(nobody, rel, m.bytes);
	return page_defaults(
		site, rel, front_read(a, file, m.bytes, &body, nobody));
}

struct str
page_address(struct source_site *site, struct str rel, struct diag *dg)
{
	if (!page_is_named_so(rel))
		return str_fmt(site->a, "/%.*s", STR_ARG(rel));
	return page_url(site, rel, page_front(site, rel, dg));
}

struct str
source_file_address(struct source_site *site, struct str rel, struct diag *dg)
{
	struct str path = page_path(site, rel);
	if (!page_is_named_so(rel))
		return STR0;
	if (!site_resolve(site->a, site->root, path).n) {
		diag_add_absent(dg, path);
		return STR0;
	}
	return page_address(site, rel, dg);
}

/* ---- reading ---- */

static bool
page_is_page(struct str path)
{
	static const char *const exts[] = {".md", ".markdown", ".mkd", ".mkdn",
		".mkdown", ".html", ".htm"};
	struct str name = page_name(path);
	struct str ext = str_sub(name, page_stem(name).n, name.n);
	for (size_t i = 0; i < ARRAY_LEN(exts); i++)
		if (str_iis(ext, exts[i]))
			return true;
	return false;
}

static bool
page_refuse(
	struct diag *dg, enum diag_code code, const char *path, const char *why)
{
	int file = diag_add_file(dg, str_c(path), STR0);
	diag_report(dg, code, (struct span){file, SPAN_WHOLE}, "%s",
		why ? why : "");
	return false;
}

static bool
page_load(struct source_site *site, const char *path, struct str *raw,
	struct source_page *out, struct diag *dg)
{
	struct arena *a = site->a;
	struct str real = site_resolve(a, site->root, str_c(path));
	if (!real.n && access(path, F_OK) == 0)
		return page_refuse(dg, DIAG_FILE_MISSING, path,
			"outside the site's folder");
	if (!file_read(a, real.n ? real.p : path, SOURCE_MAX_BYTES, dg, raw)) {
		enum diag_code code = errno == EFBIG ? DIAG_PAGE_TOO_BIG
		                      : errno == EISDIR || errno == EINVAL
		                              ? DIAG_FILE_TYPE
		                              : DIAG_FILE_MISSING;
		return page_refuse(dg, code, path,
			code == DIAG_FILE_MISSING ? strerror(errno) : NULL);
	}
	if (str_starts(*raw, "%PDF-"))
		return page_refuse(dg, DIAG_FILE_TYPE, path,
			"a PDF, which handout makes and does not read");
	if (!page_is_page(str_c(path)))
		return page_refuse(dg, DIAG_FILE_TYPE, path, NULL);
	out->rel = site_rel(site->root, real);
	return true;
}

static struct text
page_expand(struct source_site *site, const struct source_page *p,
	source_markdown_fn markdown, struct diag *dg)
{
	bool liquid = str_find(p->raw.bytes, "{{", 0) >= 0 ||
	              str_find(p->raw.bytes, "{%", 0) >= 0;
	if (!liquid || !value_bool(p->front, "render_with_liquid", true))
		return p->raw;
	struct source_site own = *site; /* nothing of the scope is kept */
	own.a = site->work;
	return liquid_expand(site, &p->raw, page_scope(&own, p), markdown, dg);
}

bool
source_page_read(struct source_site *site, const char *path,
	source_markdown_fn markdown, struct source_page *out, struct diag *dg)
{
	struct arena *a = site->a;
	struct str raw;
	size_t body;
	*out = (struct source_page){.path = str_dup(a, str_c(path))};
	if (!page_load(site, path, &raw, out, dg))
		return false;
	struct mended m = mend_bytes(a, raw);
	out->file = mend_add_file(dg, out->path, &m);
	out->front = front_read(a, out->file, m.bytes, &body, dg);
	out->front = page_defaults(site, out->rel, out->front);
	out->front = page_wishes(site, out->rel, out->front);
	out->raw = text_of_file(site->work, out->file, m.bytes, body);
	out->body = page_expand(site, out, markdown, dg);
	return true;
}
