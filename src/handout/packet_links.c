/*
 * What the pages of a packet know of each other: where a link from one leads
 * in another, and which belong to one module.
 */
#include "links.h"
#include "render_priv.h"

struct linker {
	struct packet *p;
	struct link_index x; /* data: struct packet_page */
};

/* The first thing that is printed of the page. */
static struct node *
page_start(struct packet_page *pg)
{
	struct node *n = pg->doc->root->first;
	while (n && n->kind != NODE_HEADING)
		n = n->next;
	return n ? n : pg->doc->root->first;
}

static struct node *
page_anchor(struct linker *k, struct packet_page *pg, struct str id)
{
	if (!pg->anchors)
		pg->anchors = link_anchors(k->x.a, pg->doc);
	return link_anchor(k->x.a, pg->anchors, id);
}

static void
link_page(struct linker *k, const struct link_page *on, struct node *link)
{
	struct link_target t;
	if (link->link.target || !link_split(&k->x, link->link.href, &t))
		return;
	struct link_page *page = link_find(&k->x, on, t.path);
	if (!page) {
		link_to_web(&k->x, k->p->r->site, on, link, &t, k->p->r->dg);
		link->link.href = str_dup(k->p->r->a, link->link.href);
		return;
	}
	struct packet_page *to = page->data;
	struct node *target = page_anchor(k, to, t.fragment);
	if (t.fragment.n && !target)
		diag_report(k->p->r->dg, DIAG_LINK_ANCHOR, link->span, "%.*s",
			STR_ARG(link->link.href));
	target = target ? target : page_start(to);
	if (target)
		doc_link_to_page(to->doc, link, target);
}

/* A page that does not say its module's title gets the site's. */
static void
name_module(struct packet_page *pg)
{
	const struct handout_page *listed = pg->listed;
	struct str said = pg->doc->module;
	if (*listed->module_title &&
		(!said.n || str_eq(said, str_c(listed->module))))
		pg->doc->module = str_c(listed->module_title);
}

void
packet_link(struct packet *p)
{
	struct arena *a = p->r->work;
	struct linker k = {.p = p, .x = link_index_new(a, p->r->site->config)};
	struct link_page *pages =
		ARENA_ARRAY(a, (size_t)p->n + 1, struct link_page);
	for (int i = 0; i < p->n; i++) {
		const struct handout_page *listed = p->pages[i].listed;
		pages[i] = (struct link_page){str_c(listed->address),
			str_c(listed->rel), &p->pages[i]};
		link_index_add(&k.x, &pages[i]);
		name_module(&p->pages[i]);
	}
	for (int i = 0; i < p->n; i++) {
		struct node *root = p->pages[i].doc->root;
		for (struct node *n = root; n; n = doc_next(n, root))
			if (n->kind == NODE_LINK)
				link_page(&k, &pages[i], n);
	}
	for (int i = 0; i < p->n; i++)
		p->pages[i].anchors = NULL;
	arena_reset(a);
}
