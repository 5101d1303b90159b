/*
 * What handout.yml says of pages and modules that the site does not have:
 * mostly a name misspelt, and then something is not where its author wants
 * it.
 *
 * All that a list may call a page is put into a map, as `order:` looks it up.
 */
#include "source_priv.h"

struct wished {
	struct arena *a;
	struct diag *dg;
	struct map names;   /* "module\nname" in lower case */
	struct map paths;   /* with and without extension, for titles */
	const char **near;  /* what somebody may have meant: pages first */
	size_t pages, both; /* how many are pages; with the modules */
};

static struct str
wished_key(struct arena *a, struct str module, struct str name)
{
	return str_lower(
		a, str_fmt(a, "%.*s\n%.*s", STR_ARG(module), STR_ARG(name)));
}

static void
wished_put(struct wished *w, struct str module, struct str name)
{
	if (name.n)
		map_put(&w->names, wished_key(w->a, module, name), w);
}

static void
wished_add_page(struct wished *w, const struct source_listed *p)
{
	struct str modules[ORDER_NAMES], names[ORDER_NAMES];
	int nmodules = order_module_names(p, modules);
	int n = order_page_names(w->a, p, false, names);
	for (int i = 0; i < n; i++)
		wished_put(w, STR0, names[i]);
	map_put(&w->paths, p->rel, w);
	map_put(&w->paths, page_stem(p->rel), w);
	n = order_page_names(w->a, p, true, names);
	for (int m = 0; m < nmodules; m++) {
		wished_put(w, STR0, modules[m]);
		for (int i = 0; i < n && modules[m].n; i++)
			wished_put(w, modules[m], names[i]);
	}
}

static struct wished
wished_new(struct arena *a, const struct source_listing *l, struct diag *dg)
{
	struct wished w = {.a = a,
		.dg = dg,
		.names = map_new(a),
		.paths = map_new(a),
		.near = ARENA_ARRAY(a, 2 * (size_t)l->n + 1, const char *)};
	for (int i = 0; i < l->n; i++) {
		wished_add_page(&w, &l->pages[i]);
		w.near[w.pages++] = str_cdup(a, l->pages[i].rel);
	}
	w.both = w.pages;
	for (int i = 0; i < l->n; i++)
		if (i == 0 ||
			!str_eq(l->pages[i].module, l->pages[i - 1].module))
			w.near[w.both++] = str_cdup(a, l->pages[i].module);
	return w;
}

static bool
wished_known(const struct wished *w, struct str module, struct str name)
{
	return map_find(&w->names, wished_key(w->a, module, name)) != NULL;
}

static void
wished_tell(const struct wished *w, const char *key, const struct value *v,
	struct str name, size_t candidates)
{
	const char *near = str_nearest(name, w->near, candidates);
	diag_report(w->dg, DIAG_SITE_VALUE, v->key.n ? v->key_span : v->span,
		"%s: %.*s is no %s of the site%s%s%s", key, STR_ARG(name),
		candidates == w->pages ? "page" : "module or page",
		near ? " (did you mean " : "", near ? near : "",
		near ? "?)" : "");
}

static void
wished_order(const struct wished *w, const struct value *list)
{
	for (const struct value *v = list->first; v; v = v->next) {
		struct str name = order_name(v);
		const struct value *pages = value_find(v, "pages");
		if (!wished_known(w, STR0, name)) {
			wished_tell(w, "order", v, name, w->both);
			continue;
		}
		for (const struct value *p = pages ? pages->first : NULL; p;
			p = p->next)
			if (!wished_known(w, name, order_name(p)))
				diag_report(w->dg, DIAG_SITE_VALUE, p->span,
					"order: %.*s is no page of %.*s",
					STR_ARG(order_name(p)), STR_ARG(name));
	}
}

void
wished_check(struct source_site *site, const struct source_listing *l,
	struct diag *dg)
{
	const struct value *order = value_find(site->wishes, "order");
	const struct value *titles = value_find(site->wishes, "titles");
	if (!order && !titles)
		return;
	struct wished w = wished_new(site->a, l, dg);
	if (order)
		wished_order(&w, order);
	for (const struct value *v = titles ? titles->first : NULL; v;
		v = v->next)
		if (!map_find(&w.paths, v->key))
			wished_tell(&w, "titles", v, v->key, w.pages);
}
