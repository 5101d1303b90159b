/*
 * The links of a page that is printed alone.  What it calls by a path is not
 * in the file: those links lead to the web, if the site says where it is;
 * and those to the page itself stay on it.
 */
#include "links.h"
#include "render_priv.h"

static struct link_page
page_itself(struct render *r)
{
	struct str rel = r->page.rel;
	struct str address = source_file_address(r->site, rel, r->dg);
	return (struct link_page){
		.address = address.n ? address
	                             : str_fmt(r->a, "/%.*s", STR_ARG(rel)),
		.rel = rel};
}

static void
link_out(struct render *r, struct link_index *x, const struct link_page *on,
	struct node *link, const struct link_target *t, struct map **anchors)
{
	if (!t->fragment.n || link_find(x, on, t->path) != on) {
		link_to_web(x, r->site, on, link, t, r->dg);
		return;
	}
	if (!*anchors)
		*anchors = link_anchors(r->a, r->doc);
	link->link.target = link_anchor(r->a, *anchors, t->fragment);
}

void
render_site_links(struct render *r)
{
	struct link_index x = link_index_new(r->a, r->site->config);
	struct link_page on = {0};
	struct link_target t;
	struct map *anchors = NULL;
	struct node *root = r->doc->root;
	for (struct node *n = root; n; n = doc_next(n, root)) {
		if (n->kind != NODE_LINK || n->link.target ||
			!link_split(&x, n->link.href, &t))
			continue;
		if (!on.rel.n) {
			on = page_itself(r);
			link_index_add(&x, &on);
		}
		link_out(r, &x, &on, n, &t, &anchors);
	}
}
