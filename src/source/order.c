/*
 * The order of a site's pages.
 *
 * Sites have no common way to say it, so a page gets a key of what there
 * is: its module's place in the site's list, its own place in the module's,
 * then step by step the way to it: for each folder below the module's and
 * for the page itself a number, from the front matter (a folder has its
 * index's), then number of the section, date, name.  Lists are looked up in
 * a map, so a list as long as the site costs no more than a sort.
 */
#include "source_priv.h"

#include <stdlib.h>

#define ORDER_LAST INT64_MAX

/* A folder below the module's, or at the end of the way the page. */
struct order_step {
	struct str folder; /* empty: the page */
	bool inner;        /* not the index of its folder */
	int64_t order;     /* as the front matter has it, in thousandths */
};

struct order_key {
	const struct source_listed *page;
	const struct value *front;
	int64_t group;        /* the module's place, or the page's own */
	int64_t module_order; /* that of the module's index */
	struct str module;    /* by name, where places are equal */
	int64_t place;        /* in the module */
	struct order_step *way;
	int steps;
	struct str sorted; /* what the collection is sorted by, if text */
	int64_t section;   /* number of the section */
	struct str date;   /* of a post */
};

struct orderer {
	struct arena *a;
	const struct source_site *site;
	struct map places; /* name in lower case: its place, an int64_t */
	struct map orders; /* module and folder: its index's order */
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

/* Its text, its key, or one of its own. */
struct str
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
		if (!pages)
			pages = value_find(v, "order"); /* collections */
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

int
order_lists(struct source_site *site, const struct value *lists[ORDER_LISTS],
	struct diag *dg)
{
	int n = 0;
	const struct value *modules = value_find(site->config, "modules");
	if (site->jekyll && !order_is_list(modules))
		modules = value_find(
			data_find(site, STR("course"), dg), "modules");
	const struct value *all[ORDER_LISTS] = {
		value_find(site->wishes, "order"), modules,
		value_find(site->config, "collections")};
	for (int i = 0; i < ORDER_LISTS; i++)
		if (order_is_list(all[i]))
			lists[n++] = all[i];
	return n;
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

/* A number with up to three digits behind its point, in thousandths. */
static int64_t
order_decimal(struct str s)
{
	struct str rest = s, whole;
	int v, part = 0;
	if (!str_next(&rest, ".", &whole) || !str_int(whole, &v))
		return ORDER_LAST;
	for (size_t i = 0; i < 3; i++) {
		bool digit = i < rest.n && ch_digit((unsigned char)rest.p[i]);
		part = part * 10 + (digit ? rest.p[i] - '0' : 0);
	}
	return (int64_t)v * 1000 + (s.p[0] == '-' ? -part : part);
}

/* Path below the module's folder, without folders that say nothing. */
static struct str
order_inside(struct arena *a, struct str rel, struct str end)
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
	buf_str(&b, end);
	return buf_done(&b);
}

int
order_page_names(struct arena *a, const struct source_listed *p, bool module,
	struct str names[ORDER_NAMES])
{
	struct str name = page_name(p->rel), rel = p->rel, url = p->address;
	rel.n -= name.n - page_stem(name).n;
	while (url.n && url.p[0] == '/')
		url = str_sub(url, 1, url.n);
	while (url.n && url.p[url.n - 1] == '/')
		url.n--;
	const struct str all[ORDER_NAMES] = {p->rel, rel, url, p->name, name,
		page_stem(name), order_inside(a, p->rel, name)};
	memcpy(names, all, sizeof all);
	return module ? ORDER_NAMES : 4;
}

int
order_module_names(const struct source_listed *p, struct str names[ORDER_NAMES])
{
	struct str folder = str_sub(p->rel, 0, p->rel.n - page_name(p->rel).n);
	names[0] = p->module;
	names[1] = page_group(p->rel);
	names[2] = p->module_title;
	names[3] = site_trim_slash(folder);
	return 4;
}

/* Best place of the page among those that `module`'s list has. */
static int64_t
order_page_place(const struct orderer *o, const struct source_listed *p,
	struct str module)
{
	struct str names[ORDER_NAMES];
	int n = order_page_names(o->a, p, module.n > 0, names);
	int64_t best = ORDER_LAST;
	for (int i = 0; i < n; i++) {
		int64_t at = order_find(o, module, names[i]);
		best = at < best ? at : best;
	}
	return best;
}

/* The first of its module's names that a list has, and its place there. */
static int64_t
order_module_place(const struct orderer *o, const struct source_listed *p,
	struct str *list)
{
	struct str names[ORDER_NAMES];
	int n = order_module_names(p, names);
	for (int i = 0; i < n; i++) {
		int64_t at = order_find(o, STR0, names[i]);
		*list = names[i];
		if (at != ORDER_LAST)
			return at;
	}
	return p->module.n ? ORDER_LAST : -1;
}

/* What its collection is sorted by, or one of the names in use. */
static struct str
order_wanted(const struct orderer *o, const struct source_listed *p,
	const struct value *front, struct str *sorted)
{
	static const char *const keys[] = {
		"order", "nav_order", "weight", "position"};
	const struct value *all = value_find(o->site->config, "collections");
	struct str by =
		value_str(value_find_str(all, page_type(p->rel)), "sort_by");
	struct str s = STR0;
	if (by.n) {
		const struct value *v = value_find_str(front, by);
		*sorted = v ? v->s : STR0;
		return *sorted;
	}
	for (size_t i = 0; i < ARRAY_LEN(keys) && !s.n; i++)
		s = value_str(front, keys[i]);
	return s;
}

/* The page's own step; the folders' come when all indexes are known. */
static void
order_own_step(struct orderer *o, struct order_key *k)
{
	const struct source_listed *p = k->page;
	struct str stem = page_stem(page_name(p->rel));
	struct order_step own = {.inner = !str_is(stem, "index"),
		.order = order_decimal(
			order_wanted(o, p, k->front, &k->sorted))};
	int depth = 1;
	for (size_t i = 0; i < p->rel.n; i++)
		depth += p->rel.p[i] == '/';
	k->way = ARENA_ARRAY(o->a, (size_t)depth, struct order_step);
	k->way[0] = own;
	if (own.inner || own.order == ORDER_LAST)
		return;
	int64_t *order = ARENA_NEW(o->a, int64_t);
	*order = own.order;
	map_put(&o->orders,
		str_fmt(o->a, "%.*s\n%.*s", STR_ARG(k->module),
			STR_ARG(order_inside(o->a, p->rel, STR0))),
		order);
}

/* Order of the index of the module's folder that `way` ends at. */
static int64_t
order_of_index(const struct orderer *o, struct str module, struct str way)
{
	const int64_t *order = map_find(&o->orders,
		str_fmt(o->a, "%.*s\n%.*s", STR_ARG(module), STR_ARG(way)));
	return order ? *order : ORDER_LAST;
}

static void
order_walk(const struct orderer *o, struct order_key *k)
{
	struct order_step own = k->way[0];
	struct str way = order_inside(o->a, k->page->rel, STR0);
	k->module_order = order_of_index(o, k->module, STR0);
	for (size_t from = 0, i = 0; i < way.n; i++) {
		if (way.p[i] != '/')
			continue;
		k->way[k->steps++] =
			(struct order_step){.folder = str_sub(way, from, i),
				.inner = true,
				.order = order_of_index(
					o, k->module, str_sub(way, 0, i + 1))};
		from = i + 1;
	}
	k->way[k->steps++] = own;
}

static struct order_key
order_key_of(struct orderer *o, const struct source_listed *p,
	const struct value *front)
{
	struct str list, stem = page_stem(page_name(p->rel));
	bool post = str_is(page_type(p->rel), "posts");
	struct order_key k = {.page = p, .front = front, .module = p->module};
	int64_t own = order_page_place(o, p, STR0);
	k.group = order_module_place(o, p, &list);
	k.place = order_page_place(o, p, list);
	if (own != ORDER_LAST)
		k.group = own;
	k.section = order_number(p->section);
	if (k.section == ORDER_LAST && !post)
		k.section = order_number(stem);
	if (post)
		k.date = date_print(o->a, p->date, STR("%Y-%m-%d %H:%M:%S"));
	order_own_step(o, &k);
	return k;
}

static int
order_int(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* At the first step that differs; pages come before folders. */
static int
order_compare_ways(const struct order_key *a, const struct order_key *b)
{
	int i = 0;
	while (a->way[i].folder.n && str_eq(a->way[i].folder, b->way[i].folder))
		i++;
	const struct order_step *x = &a->way[i], *y = &b->way[i];
	int c = order_int(x->inner, y->inner);
	if (!c)
		c = order_int(x->order, y->order);
	if (!c)
		c = order_int(x->folder.n > 0, y->folder.n > 0);
	return c ? c : str_cmp_natural(x->folder, y->folder);
}

static int
order_compare(const void *pa, const void *pb)
{
	const struct order_key *a = pa, *b = pb;
	const int by[] = {order_int(a->group, b->group),
		order_int(a->module_order, b->module_order),
		str_cmp_natural(a->module, b->module),
		order_int(a->place, b->place), order_compare_ways(a, b),
		str_cmp_natural(a->sorted, b->sorted),
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
	struct orderer o = {.a = site->a,
		.site = site,
		.places = map_new(site->a),
		.orders = map_new(site->a)};
	struct order_key *keys =
		ARENA_ARRAY(site->a, (size_t)n + 1, struct order_key);
	struct source_listed *old =
		ARENA_ARRAY(site->a, (size_t)n + 1, struct source_listed);
	const struct value *lists[ORDER_LISTS];
	int nlists = order_lists(site, lists, dg);
	for (int i = 0; i < nlists; i++)
		order_add_list(&o, lists[i]);
	for (int i = 0; i < n; i++) {
		old[i] = pages[i];
		keys[i] = order_key_of(&o, &old[i], fronts[i]);
	}
	for (int i = 0; i < n; i++)
		order_walk(&o, &keys[i]);
	qsort(keys, (size_t)n, sizeof *keys, order_compare);
	for (int i = 0; i < n; i++)
		pages[i] = *keys[i].page;
}
