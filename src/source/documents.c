/*
 * `site.pages`, `site.posts`, `site.collections` and each collection by its
 * name: what Jekyll makes of the site's files, as data.
 *
 * They are made when a page names them, so that others do not pay, and a
 * collection costs its own folder only.  Of each file the front matter is
 * read; the rest when it is printed (liquid_document.c).  Lists share their
 * documents: a copy's head has the same children.
 */
#include "source_priv.h"

#include <stdlib.h>

struct documents_entry {
	struct value *v;
	struct str date, rel;
	const struct value *key; /* of the collection's `sort_by:` */
};

struct documents_reader {
	struct source_site *site;
	struct diag *dg;
	struct arena *scratch; /* for one file */
	struct str sort_by;
	struct documents_entry *docs, *pages;
	int n, cap, npages, pages_cap;
	struct value *files; /* those without front matter */
};

/* The first key of each document; known by its place. */
static const char documents_mark[] = "content";

bool
documents_is(const struct value *v)
{
	return v && v->type == VALUE_MAP && v->first &&
	       v->first->key.p == documents_mark;
}

/* ---- one file --------------------------------------------------------- */

static struct value *
documents_string(struct arena *a, struct str s)
{
	return value_new_str(a, s, SPAN_NONE);
}

/* `tag: x` and `tags: x y` as a list, as a document has it. */
static void
documents_set_words(
	struct arena *a, struct value *doc, const char *one, const char *many)
{
	struct value *list = value_new(a, VALUE_LIST, SPAN_NONE);
	struct str single = value_str(doc, one), word;
	const struct value *v = value_find(doc, many);
	if (single.n)
		value_append(list, documents_string(a, single));
	struct str words = v && v->type == VALUE_STR ? v->s : STR0;
	while (str_next(&words, " ", &word))
		if (word.n)
			value_append(list, documents_string(a, word));
	if (v && v->type == VALUE_LIST)
		for (const struct value *c = v->first; c; c = c->next)
			value_append(list, yaml_copy(a, c));
	value_put(doc, str_c(many), list);
}

static struct value *
documents_new(
	struct source_site *site, struct str rel, const struct value *front)
{
	static const char *const later[] = {
		documents_mark, "output", "excerpt"};
	struct arena *a = site->a;
	struct value *doc = value_new(a, VALUE_MAP, SPAN_NONE);
	for (size_t i = 0; i < ARRAY_LEN(later); i++) {
		struct value *v = value_new(a, VALUE_NULL, SPAN_NONE);
		v->s = rel;
		value_put(doc, str_c(later[i]), v);
	}
	const struct value *page = page_value(site, rel, front);
	for (const struct value *v = page->first; v; v = v->next)
		value_put(doc, v->key, yaml_copy(a, v));
	if (str_is(page_type(rel), "pages"))
		return doc;
	struct str url = value_str(doc, "url");
	value_put(doc, STR("relative_path"), documents_string(a, rel));
	value_put(doc, STR("id"), documents_string(a, page_stem(url)));
	documents_set_words(a, doc, "tag", "tags");
	documents_set_words(a, doc, "category", "categories");
	return doc;
}

static void
documents_add_file(struct documents_reader *r, struct str rel)
{
	struct arena *a = r->site->a;
	struct value *v = value_new(a, VALUE_MAP, SPAN_NONE);
	struct str name = page_name(rel), stem = page_stem(name);
	value_put(v, STR("path"),
		documents_string(a, str_fmt(a, "/%.*s", STR_ARG(rel))));
	value_put(v, STR("name"), documents_string(a, name));
	value_put(v, STR("basename"), documents_string(a, stem));
	value_put(v, STR("extname"),
		documents_string(a, str_sub(name, stem.n, name.n)));
	value_append(r->files, v);
}

/* Its front matter, or NULL if it has none. */
static struct value *
documents_front(struct documents_reader *r, const struct source_listed *p)
{
	struct arena *a = r->site->a;
	struct str raw, real = site_resolve(a, r->site->root, p->path);
	size_t body;
	if (!real.n || !page_is_named_so(p->rel) ||
		!file_read(r->scratch, real.p, SOURCE_MAX_BYTES, r->dg, &raw) ||
		!front_opens(raw))
		return NULL;
	struct diag *nobody = diag_new(r->scratch); /* told on that page */
	struct mended m = mend_bytes(r->scratch, raw);
	int file = diag_add_file(nobody, p->rel, m.bytes);
	front_read(r->scratch, file, m.bytes, &body, nobody);
	struct str head = str_dup(a, str_sub(m.bytes, 0, body));
	struct value *front = front_read(a, file, head, &body, nobody);
	return page_wishes(
		r->site, p->rel, page_defaults(r->site, p->rel, front));
}

static void
documents_take(struct documents_reader *r, struct str rel, struct value *front)
{
	struct arena *a = r->site->a;
	struct str type = page_type(rel);
	struct value *doc = documents_new(r->site, rel, front);
	struct documents_entry e = {.v = doc,
		.date = value_str(doc, "date"),
		.rel = rel,
		.key = value_find_str(doc, r->sort_by)};
	if (str_is(type, "posts") && !e.date.n)
		return;
	if (str_is(type, "pages")) {
		e.date = page_name(rel);
		ARENA_PUSH(a, r->pages, r->npages, r->pages_cap);
		r->pages[r->npages++] = e;
	} else {
		ARENA_PUSH(a, r->docs, r->n, r->cap);
		r->docs[r->n++] = e;
	}
}

static void
documents_file(void *ctx, const struct source_listed *p)
{
	struct documents_reader *r = ctx;
	struct value *front = documents_front(r, p);
	if (!front)
		documents_add_file(r, p->rel);
	else if (value_bool(front, "published", true))
		documents_take(r, p->rel, front);
	arena_reset(r->scratch);
}

/* ---- their order ------------------------------------------------------ */

/* Without the key last; then by it; by date, undated last; by path. */
static int
documents_compare(const void *pa, const void *pb)
{
	const struct documents_entry *a = pa, *b = pb;
	if (a->key || b->key) {
		if (!a->key || !b->key)
			return a->key ? -1 : 1;
		bool numbers =
			a->key->type == VALUE_INT && b->key->type == VALUE_INT;
		int order = numbers ? (a->key->i > b->key->i) -
		                              (a->key->i < b->key->i)
		                    : str_cmp(a->key->s, b->key->s);
		if (order)
			return order;
	}
	if (!a->date.n != !b->date.n)
		return a->date.n ? -1 : 1;
	int order = str_cmp(a->date, b->date);
	return order ? order : str_cmp(a->rel, b->rel);
}

static struct value *
documents_list(struct source_site *site, struct documents_entry *e, int n,
	bool newest_first)
{
	struct value *list = value_new(site->a, VALUE_LIST, SPAN_NONE);
	if (n)
		qsort(e, (size_t)n, sizeof *e, documents_compare);
	for (int i = 0; i < n; i++)
		value_append(list,
			yaml_copy(site->a, e[newest_first ? n - 1 - i : i].v));
	return list;
}

/* ---- what a site has -------------------------------------------------- */

static const struct value *
documents_settings(const struct source_site *site, struct str label)
{
	const struct value *all = value_find(site->config, "collections");
	for (const struct value *v = all ? all->first : NULL; v; v = v->next)
		if (str_eq(all->type == VALUE_LIST ? v->s : v->key, label))
			return v;
	return NULL;
}

static struct documents_reader
documents_reader(struct source_site *site, struct diag *dg)
{
	return (struct documents_reader){.site = site,
		.dg = dg,
		.scratch = arena_child(site->a),
		.files = value_new(site->a, VALUE_LIST, SPAN_NONE)};
}

static struct str
documents_folder(const struct source_site *site, struct str label)
{
	struct str dir = value_str(site->config, "collections_dir");
	return dir.n ? str_fmt(site->a, "%.*s/_%.*s",
			       STR_ARG(site_trim_slash(dir)), STR_ARG(label))
	             : str_fmt(site->a, "_%.*s", STR_ARG(label));
}

static struct value *
documents_read_collection(
	struct source_site *site, struct str label, struct diag *dg)
{
	struct documents_reader r = documents_reader(site, dg);
	r.sort_by = value_str(documents_settings(site, label), "sort_by");
	list_files(site, documents_folder(site, label), documents_file, &r, dg);
	arena_drop(r.scratch);
	return documents_list(site, r.docs, r.n, false);
}

/* `{{ site.tags }}`: the posts by each word. */
static struct value *
documents_by_word(
	struct source_site *site, const struct value *posts, const char *key)
{
	struct value *map = value_new(site->a, VALUE_MAP, SPAN_NONE);
	struct map lists = map_new(site->a);
	for (const struct value *p = posts->first; p; p = p->next) {
		const struct value *words = value_find(p, key);
		const struct value *w = words ? words->first : NULL;
		for (; w; w = w->next) {
			struct value *list = map_find(&lists, w->s);
			if (!list) {
				list = value_new(
					site->a, VALUE_LIST, SPAN_NONE);
				map_put(&lists, w->s, list);
				value_put(map, w->s, list);
			}
			value_append(list, yaml_copy(site->a, p));
		}
	}
	return map;
}

/* What only a look at the whole site tells. */
static void
documents_read_all(
	struct source_site *site, struct value *known, struct diag *dg)
{
	struct documents_reader r = documents_reader(site, dg);
	list_files(site, STR0, documents_file, &r, dg);
	arena_drop(r.scratch);
	int nposts = 0;
	struct documents_entry *posts =
		ARENA_ARRAY(site->a, (size_t)r.n + 1, struct documents_entry);
	for (int i = 0; i < r.n; i++)
		if (str_is(page_type(r.docs[i].rel), "posts"))
			posts[nposts++] = r.docs[i];
	struct value *list = documents_list(site, posts, nposts, true);
	value_put(known, STR("posts"), list);
	value_put(known, STR("tags"), documents_by_word(site, list, "tags"));
	value_put(known, STR("categories"),
		documents_by_word(site, list, "categories"));
	value_put(known, STR("documents"),
		documents_list(site, r.docs, r.n, false));
	list = documents_list(site, r.pages, r.npages, false);
	value_put(known, STR("html_pages"), list);
	value_put(known, STR("pages"), yaml_copy(site->a, list));
	value_put(known, STR("static_files"), r.files);
}

static struct value *
documents_collection(
	struct source_site *site, const struct value *settings, struct diag *dg)
{
	struct arena *a = site->a;
	struct value *map = value_new(a, VALUE_MAP, SPAN_NONE);
	bool named = settings->key.n > 0;
	struct str label = named ? settings->key : settings->s;
	if (named && settings->type == VALUE_MAP)
		for (const struct value *v = settings->first; v; v = v->next)
			value_put(map, v->key, yaml_copy(a, v));
	value_put(map, STR("label"), documents_string(a, label));
	value_put(map, STR("relative_directory"),
		documents_string(a, documents_folder(site, label)));
	struct value *docs = documents_find(site, label, dg);
	value_put(map, STR("docs"), yaml_copy(a, docs));
	return map;
}

static struct value *
documents_collections(struct source_site *site, struct diag *dg)
{
	const struct value *all = value_find(site->config, "collections");
	struct value *list = value_new(site->a, VALUE_LIST, SPAN_NONE);
	for (const struct value *v = all ? all->first : NULL; v; v = v->next)
		value_append(list, documents_collection(site, v, dg));
	return list;
}

static bool
documents_is_of_all(struct str name)
{
	static const char *const names[] = {"pages", "posts", "html_pages",
		"static_files", "documents", "tags", "categories"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

struct value *
documents_find(struct source_site *site, struct str name, struct diag *dg)
{
	bool of_all = documents_is_of_all(name);
	bool list = str_is(name, "collections");
	const struct value *settings = documents_settings(site, name);
	if (str_is(name, "posts"))
		settings = NULL;
	if (!of_all && !list && !settings)
		return NULL;
	if (!site->documents)
		site->documents = value_new(site->a, VALUE_MAP, SPAN_NONE);
	struct value *v = value_find_str(site->documents, name);
	if (v)
		return v;
	if (!site->jekyll)
		v = value_new(site->a, VALUE_LIST, SPAN_NONE);
	else if (settings)
		v = documents_read_collection(site, name, dg);
	else if (list)
		v = documents_collections(site, dg);
	else
		documents_read_all(site, site->documents, dg);
	if (v)
		value_put(site->documents, name, v);
	return v ? v : value_find_str(site->documents, name);
}
