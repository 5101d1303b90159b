/*
 * What modules are called.
 *
 * A module is known by the name of its folder, which is written for
 * programs.  Its title is what one of its pages says in its front matter,
 * the site's list of modules, or the title of its index; where nothing
 * does, the name is made readable.
 */
#include "source_priv.h"

struct module {
	struct str title; /* of a page, or of the list; may be empty */
	struct str index; /* title of the page at the module's own address */
};

static struct module *
module_of(struct arena *a, struct map *all, struct str name)
{
	struct str key = str_lower(a, name);
	struct module *m = map_find(all, key);
	if (!m) {
		m = ARENA_NEW(a, struct module);
		map_put(all, key, m);
	}
	return m;
}

/* What the lists call their modules; the first that does counts. */
static void
module_read_lists(struct source_site *site, struct map *all, struct diag *dg)
{
	static const char *const keys[] = {"title", "full_name"};
	const struct value *lists[ORDER_LISTS];
	int n = order_lists(site, lists, dg);
	for (int i = 0; i < n; i++)
		for (const struct value *v = lists[i]->first; v; v = v->next) {
			struct module *m =
				module_of(site->a, all, order_name(v));
			for (size_t k = 0; k < ARRAY_LEN(keys); k++)
				if (!m->title.n)
					m->title = value_str(v, keys[k]);
		}
}

/* A name with capitals is what its author wants it to be. */
static struct str
module_readable(struct arena *a, struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] >= 'A' && name.p[i] <= 'Z')
			return name;
	return page_titleize(a, name);
}

void
module_titles(struct source_site *site, struct source_listed *pages, int n,
	struct diag *dg)
{
	struct arena *a = site->a;
	struct map all = map_new(a), said = map_new(a);
	module_read_lists(site, &all, dg);
	for (int i = 0; i < n; i++) {
		const struct source_listed *p = &pages[i];
		struct module *m = module_of(a, &all, p->module);
		if (!map_find(&said, p->module) && p->module_title.n)
			map_put(&said, p->module, &pages[i].module_title);
		if (!m->index.n && str_ieq(p->name, p->module))
			m->index = p->title;
	}
	for (int i = 0; i < n; i++) {
		struct source_listed *p = &pages[i];
		const struct module *m = module_of(a, &all, p->module);
		const struct str *own = map_find(&said, p->module);
		if (!p->module.n || p->module_title.n)
			continue;
		p->module_title = own          ? *own
		                  : m->title.n ? m->title
		                  : m->index.n ? m->index
		                               : module_readable(a, p->module);
	}
}
