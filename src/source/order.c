/*
 * The order of a site's pages.
 *
 * Sites have no common way to say it, so a page gets a key of what there
 * is: its module's place in the site's list, its own place in the module's,
 * then folder, number of the section, date, name.  Lists are looked up in a
 * map, so a list as long as the site costs no more than a sort.
 */
#include "source_priv.h"

#include <stdlib.h>

#define ORDER_LAST INT64_MAX

struct order_key {
	const struct source_listed *page;
	int64_t group;     /* the module's place, or the page's own */
	struct str module; /* by name, where places are equal */
	int64_t place;     /* in the module */
	struct str folder; /* below the module's */
	bool inner;        /* not the index of its folder */
	int64_t order;     /* as the front matter has it */
	int64_t section;   /* number of the section */
	struct str date;   /* of a post */
};

struct orderer {
	struct arena *a;
	struct map places; /* name in lower case: its place, an int64_t */
	int64_t next;
};

/* ---- lists ------------------------------------------------------------ */

static void
order_place(struct orderer *o, struct str module, struct str name, int64_t at)
{
	struct str key =
		str_fmt(o->a, "%.*s\n%.*s", STR_ARG(module), STR_ARG(name));
	key = str_lower(o->a, key);
	if (map_find(&o->places, key))
		return;
	int64_t *place = ARENA_NEW(o->a, int64_t);
	*place = at;
	map_put(&o->places, key, place);
}

static int64_t
order_find(const struct orderer *o, struct str module, struct str name)
{
	if (!name.n)
		return ORDER_LAST;
	struct str key =
		str_fmt(o->a, "%.*s\n%.*s", STR_ARG(module), STR_ARG(name));
	const int64_t *place = map_find(&o->places, str_lower(o->a, key));
	return place ? *place : ORDER_LAST;
}

/* What an entry of a list is called: its text, its key, or one of its own. */
static struct str
order_name(const struct value *v)
{
	static const char *const keys[] = {
		"name", "slug", "id", "folder", "file", "path", "url", "title"};
	struct str s = v->key;
	if (!s.n && v->type != VALUE_MAP)
		s = v->s;
	for (size_t i = 0; i < ARRAY_LEN(keys) && !s.n; i++)
		s = value_str(v, keys[i]);
	while (s.n && s.p[0] == '/')
		s = str_sub(s, 1, s.n);
	while (s.n && s.p[s.n - 1] == '/')
		s.n--;
	return s;
}

static void
order_add_list(struct orderer *o, const struct value *list)
{
	for (const struct value *v = list->first; v; v = v->next) {
		struct str name = order_name(v);
		const struct value *pages = value_find(v, "pages");
		int64_t at = 0;
		order_place(o, STR0, name, o->next++);
		for (const struct value *p = pages ? pages->first : NULL; p;
			p = p->next)
			order_place(o, name, order_name(p), at++);
	}
}

static bool
order_is_list(const struct value *v)
{
	return v && (v->type == VALUE_LIST || v->type == VALUE_MAP) && v->first;
}

static void
order_read(struct orderer *o, struct source_site *site, struct diag *dg)
{
	const struct value *lists[] = {value_find(site->wishes, "order"),
		value_find(site->config, "modules"), NULL,
		value_find(site->config, "collections")};
	if (site->jekyll && !order_is_list(lists[1]))
		lists[2] = value_find(
			data_find(site, STR("course"), dg), "modules");
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		if (order_is_list(lists[i]))
			order_add_list(o, lists[i]);
}

/* ---- keys ------------------------------------------------------------- */

/* The first number in a text, ORDER_LAST if there is none. */
static int64_t
order_number(struct str s)
{
	int n;
	for (size_t i = 0; i < s.n; i++)
		if (ch_digit((unsigned char)s.p[i]))
			return str_int(str_sub(s, i, s.n), &n) ? n : ORDER_LAST;
	return ORDER_LAST;
}

/* Best place of the page among those that `module`'s list has. */
static int64_t
order_page_place(const struct orderer *o, const struct source_listed *p,
	struct str module)
{
	struct str name = page_name(p->rel), rel = p->rel, url = p->address;
	rel.n -= name.n - page_stem(name).n;
	while (url.n && url.p[0] == '/')
		url = str_sub(url, 1, url.n);
	while (url.n && url.p[url.n - 1] == '/')
		url.n--;
	const struct str names[] = {p->rel, rel, url, p->name,
		module.n ? name : STR0, module.n ? page_stem(name) : STR0};
	int64_t best = ORDER_LAST;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		int64_t at = order_find(o, module, names[i]);
		best = at < best ? at : best;
	}
	return best;
}

static int64_t
order_module_place(const struct orderer *o, const struct source_listed *p,
	struct str *list)
{
	struct str folder = str_sub(p->rel, 0, p->rel.n - page_name(p->rel).n);
	while (folder.n && folder.p[folder.n - 1] == '/')
		folder.n--;
	const struct str names[] = {
		p->module, page_group(p->rel), p->module_title, folder};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		int64_t at = order_find(o, STR0, names[i]);
		*list = names[i];
		if (at != ORDER_LAST)
			return at;
	}
	return p->module.n ? ORDER_LAST : -1;
}

/* Folders below the module's, without those that say nothing. */
static struct str
order_folder(struct arena *a, struct str rel)
{
	struct str group = page_group(rel);
	size_t from = group.n ? (size_t)(group.p - rel.p) + group.n : 0;
	struct str rest = str_sub(rel, from, rel.n - page_name(rel).n), part;
	struct buf b = buf_new(a);
	while (str_next(&rest, "/", &part)) {
		if (page_is_silent_part(part))
			continue;
		buf_str(&b, part);
		buf_ch(&b, '/');
	}
	return buf_done(&b);
}

static struct order_key
order_key_of(const struct orderer *o, const struct source_listed *p,
	const struct value *front)
{
	static const char *const keys[] = {
		"order", "nav_order", "weight", "position"};
	struct str list, stem = page_stem(page_name(p->rel));
	bool post = str_is(page_type(p->rel), "posts");
	struct order_key k = {.page = p,
		.module = p->module,
		.folder = order_folder(o->a, p->rel),
		.inner = !str_is(stem, "index"),
		.order = ORDER_LAST};
	int64_t own = order_page_place(o, p, STR0);
	k.group = order_module_place(o, p, &list);
	k.place = order_page_place(o, p, list);
	if (own != ORDER_LAST)
		k.group = own;
	for (size_t i = 0; i < ARRAY_LEN(keys) && k.order == ORDER_LAST; i++)
		k.order = value_int(front, keys[i], ORDER_LAST);
	k.section = order_number(p->section);
	if (k.section == ORDER_LAST && !post)
		k.section = order_number(stem);
	k.date = post ? p->date : STR0;
	return k;
}

static int
order_int(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
order_compare(const void *pa, const void *pb)
{
	const struct order_key *a = pa, *b = pb;
	const int by[] = {order_int(a->group, b->group),
		str_cmp_natural(a->module, b->module),
		order_int(a->place, b->place),
		str_cmp_natural(a->folder, b->folder),
		order_int(a->inner, b->inner), order_int(a->order, b->order),
		order_int(a->section, b->section), str_cmp(a->date, b->date)};
	for (size_t i = 0; i < ARRAY_LEN(by); i++)
		if (by[i])
			return by[i];
	int c = str_cmp_natural(
		page_name(a->page->rel), page_name(b->page->rel));
	return c ? c : str_cmp(a->page->rel, b->page->rel);
}

void
order_pages(struct source_site *site, struct source_listed *pages, int n,
	struct value **fronts, struct diag *dg)
{
	struct orderer o = {.a = site->a, .places = map_new(site->a)};
	struct order_key *keys =
		ARENA_ARRAY(site->a, (size_t)n + 1, struct order_key);
	struct source_listed *old =
		ARENA_ARRAY(site->a, (size_t)n + 1, struct source_listed);
	order_read(&o, site, dg);
	for (int i = 0; i < n; i++) {
		old[i] = pages[i];
		keys[i] = order_key_of(&o, &old[i], fronts[i]);
	}
	qsort(keys, (size_t)n, sizeof *keys, order_compare);
	for (int i = 0; i < n; i++)
		pages[i] = *keys[i].page;
}
