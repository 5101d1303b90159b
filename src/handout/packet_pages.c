/*
 * Which pages a packet has, as `pages:` or `modules:` of its description
 * name them.
 *
 * Pages are called by their path, name or address, folders by their path;
 * all are looked up in maps, so a long list costs no more than its pages.
 */
#include "packet_priv.h"

struct page_group {
	struct handout_page *v;
	int n, cap;
};

struct packet_index {
	struct arena *a;
	struct diag *dg;
	const struct handout_site *site;
	struct map pages;          /* path, name, address: const handout_page */
	struct map modules;        /* name or title in lower case: page_group */
	struct page_group *groups; /* in the order of the site */
	const char **names;        /* of the groups */
	int ngroups;
};

/* What is taken so far. */
struct taking {
	struct packet_index *x;
	struct page_group all;
	struct map taken; /* paths */
};

/* ---- the index ------------------------------------------------------------
 */

static void
index_page(struct packet_index *x, const char *key,
	const struct handout_page *page)
{
	if (!map_find(&x->pages, str_c(key)))
		map_put(&x->pages, str_c(key), (void *)(uintptr_t)page);
}

static void
group_add(struct arena *a, struct page_group *g, const struct handout_page *p)
{
	ARENA_PUSH(a, g->v, g->n, g->cap);
	g->v[g->n++] = *p;
}

static void
index_module(struct packet_index *x, const struct handout_page *page)
{
	struct str name = str_lower(x->a, str_c(page->module));
	struct str title = str_lower(x->a, str_c(page->module_title));
	if (!name.n)
		return;
	struct page_group *g = map_find(&x->modules, name);
	if (!g) {
		g = &x->groups[x->ngroups];
		x->names[x->ngroups++] = page->module;
		map_put(&x->modules, name, g);
	}
	if (title.n && !map_find(&x->modules, title))
		map_put(&x->modules, title, g);
	group_add(x->a, g, page);
}

struct packet_index *
packet_index_new(
	struct arena *a, const struct handout_site *site, struct diag *dg)
{
	struct packet_index *x = ARENA_NEW(a, struct packet_index);
	size_t n = (size_t)site->npages + 1;
	*x = (struct packet_index){.a = a,
		.dg = dg,
		.site = site,
		.pages = map_new(a),
		.modules = map_new(a),
		.groups = ARENA_ARRAY(a, n, struct page_group),
		.names = ARENA_ARRAY(a, n, const char *)};
	for (int i = 0; i < site->npages; i++) {
		index_page(x, site->pages[i].rel, &site->pages[i]);
		index_module(x, &site->pages[i]);
	}
	for (int i = 0; i < site->npages; i++) {
		index_page(x, site->pages[i].address, &site->pages[i]);
		index_page(x, site->pages[i].name, &site->pages[i]);
	}
	return x;
}

int
packet_modules(const struct packet_index *x)
{
	return x->ngroups;
}

const struct handout_page *
packet_module(const struct packet_index *x, int i, int *n)
{
	*n = x->groups[i].n;
	return x->groups[i].v;
}

/* ---- lists ----------------------------------------------------------------
 */

static void
take(struct taking *t, const struct handout_page *page)
{
	map_put(&t->taken, str_c(page->rel), t);
	group_add(t->x->a, &t->all, page);
}

static void
tell_unknown(struct taking *t, const struct value *v, const char *what,
	const char *const *names, int n)
{
	const char *near = str_nearest(v->s, names, (size_t)n);
	diag_report(t->x->dg, DIAG_SITE_VALUE, v->span,
		"%.*s is no %s of the site%s%s%s", STR_ARG(v->s), what,
		near ? " (did you mean " : "", near ? near : "",
		near ? "?)" : "");
}

/* All pages in the folder and those in it; how many there are. */
static int
take_folder(struct taking *t, struct str folder)
{
	int n = 0;
	const struct handout_site *site = t->x->site;
	while (folder.n && folder.p[folder.n - 1] == '/')
		folder.n--;
	for (int i = 0; i < site->npages && folder.n; i++) {
		struct str rel = str_c(site->pages[i].rel);
		if (rel.n <= folder.n || rel.p[folder.n] != '/' ||
			!str_eq(str_sub(rel, 0, folder.n), folder))
			continue;
		n++;
		if (!map_find(&t->taken, rel))
			take(t, &site->pages[i]);
	}
	return n;
}

static void
take_page(struct taking *t, const struct value *v)
{
	struct packet_index *x = t->x;
	const struct handout_page *page = map_find(&x->pages, v->s);
	if (!page && take_folder(t, v->s))
		return;
	if (!page) {
		const char **names = ARENA_ARRAY(
			x->a, (size_t)x->site->npages + 1, const char *);
		for (int i = 0; i < x->site->npages; i++)
			names[i] = x->site->pages[i].rel;
		tell_unknown(t, v, "page", names, x->site->npages);
	} else if (map_find(&t->taken, str_c(page->rel))) {
		diag_report(x->dg, DIAG_SITE_VALUE, v->span,
			"%.*s is there twice", STR_ARG(v->s));
	} else {
		take(t, page);
	}
}

static void
take_module(struct taking *t, const struct value *v)
{
	struct packet_index *x = t->x;
	const struct page_group *g =
		map_find(&x->modules, str_lower(x->a, v->s));
	if (!g)
		tell_unknown(t, v, "module", x->names, x->ngroups);
	for (int i = 0; g && i < g->n; i++)
		if (!map_find(&t->taken, str_c(g->v[i].rel)))
			take(t, &g->v[i]);
}

/* What a list has, or the one thing that is not in a list. */
static void
take_all(struct taking *t, const struct value *list,
	void (*one)(struct taking *t, const struct value *v))
{
	if (list->type != VALUE_LIST) {
		one(t, list);
		return;
	}
	for (const struct value *v = list->first; v; v = v->next)
		one(t, v);
}

const struct handout_page *
packet_pages(struct packet_index *x, const struct value *map, int *n)
{
	const struct value *pages = value_find(map, "pages");
	const struct value *modules = value_find(map, "modules");
	struct taking t = {.x = x, .taken = map_new(x->a)};
	if (pages)
		take_all(&t, pages, take_page);
	else if (modules)
		take_all(&t, modules, take_module);
	else {
		*n = x->site->npages;
		return x->site->pages;
	}
	*n = t.all.n;
	return t.all.v;
}
