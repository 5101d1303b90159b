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

/* What can be typed; letters of any script stay, as people read them. */
static struct str
escape_spaces(struct arena *a, struct str s)
{
	struct buf b = buf_new(a);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ' ')
			buf_c(&b, "%20");
		else
			buf_ch(&b, s.p[i]);
	return buf_done(&b);
}

/* Where the web has it: a page is often called by its file. */
static struct str
web_path(struct linker *k, const struct link_page *on, struct str path)
{
	struct render *r = k->p->r;
	struct str file =
		str_unescape(k->x.a, link_absolute_file(&k->x, on, path));
	struct str address =
		source_file_address(r->site, str_sub(file, 1, file.n), r->dg);
	return address.n ? escape_spaces(k->x.a, address)
	                 : link_absolute(&k->x, on, path);
}

/* On the web the site has what the packet has not. */
static void
link_to_web(struct linker *k, const struct link_page *on, struct node *link,
	const struct link_target *t)
{
	const struct link_index *x = &k->x;
	if (!x->url.n || !t->path.n)
		return;
	struct str full = web_path(k, on, t->path);
	link->link.href = str_fmt(x->a, "%.*s%.*s%.*s%s%.*s", STR_ARG(x->url),
		STR_ARG(x->baseurl), STR_ARG(full), t->fragment.n ? "#" : "",
		STR_ARG(t->fragment));
}

/* Anchors of a page, the first of each name; made when first asked for. */
static struct map *
page_anchors(struct linker *k, struct packet_page *pg)
{
	struct node *root = pg->doc->root;
	if (pg->anchors)
		return pg->anchors;
	pg->anchors = ARENA_NEW(k->x.a, struct map);
	*pg->anchors = map_new(k->x.a);
	for (struct node *n = root; n; n = doc_next(n, root)) {
		struct str names[] = {
			n->id, n->attrs ? doc_attr_value(n, "name") : STR0};
		for (size_t i = 0; i < ARRAY_LEN(names); i++)
			if (names[i].n && !map_find(pg->anchors, names[i]))
				map_put(pg->anchors, names[i], n);
	}
	return pg->anchors;
}

static struct node *
page_anchor(struct linker *k, struct packet_page *pg, struct str id)
{
	id = str_unescape(k->x.a, id);
	return id.n ? map_find(page_anchors(k, pg), id) : NULL;
}

static void
link_page(struct linker *k, const struct link_page *on, struct node *link)
{
	struct link_target t;
	if (link->link.target || !link_split(&k->x, link->link.href, &t))
		return;
	struct link_page *page = link_find(&k->x, on, t.path);
	if (!page) {
		link_to_web(k, on, link, &t);
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
	struct arena *a = p->r->a;
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
}
