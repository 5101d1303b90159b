/*
 * Packets: the pages of a module or a site as one file.
 *
 * Each page is read as if it were alone, so that its notes, anchors and
 * links are its own; the trees then become the chapters of one document,
 * behind a cover and the contents.  The site's theme holds for all; what a
 * page asks for itself under `handout:` holds for its own handout only.
 */
#include "render_priv.h"

#include "markup/markup.h"

#define CONTENTS_MOST 42 /* entries that fit on a page */

static bool
packet_read_page(struct packet *p, struct packet_page *pg)
{
	struct render *r = p->r;
	struct arena *a = r->a;
	if (!source_page_read(
		    r->site, pg->listed->path, markup_html, &pg->source, r->dg))
		return false;
	r->page = pg->source;
	r->path = pg->listed->path;
	r->a = r->work; /* takes five times what comes of it */
	render_markup(r);
	render_prepare(r);
	r->a = a;
	pg->doc = doc_copy(a, r->work, r->doc);
	arena_reset(r->work);
	return true;
}

/* Pages that can't be read are reported and left out. */
static void
packet_read(struct packet *p)
{
	const struct handout_packet *w = p->wish;
	p->pages =
		ARENA_ARRAY(p->r->a, (size_t)w->npages + 1, struct packet_page);
	for (int i = 0; i < w->npages; i++) {
		struct packet_page *pg = &p->pages[p->n];
		*pg = (struct packet_page){.listed = &w->pages[i]};
		p->n += packet_read_page(p, pg);
	}
}

/* ---- the document ---------------------------------------------------------
 */

static struct document *
packet_document(struct packet *p)
{
	struct render *r = p->r;
	struct document *d = ARENA_NEW(r->a, struct document);
	struct span span = {p->pages[0].source.file, SPAN_WHOLE};
	d->a = r->a;
	d->root = doc_node(r->a, NODE_DOCUMENT, span);
	d->title = str_c(p->wish->title);
	d->subtitle = str_c(p->wish->subtitle);
	d->lang = p->pages[0].doc->lang;
	d->rtl = p->pages[0].doc->rtl;
	d->front = value_new(r->a, VALUE_MAP, SPAN_NONE);
	d->site = r->site->config;
	for (int i = 1; i < p->n; i++)
		d->parts |= !str_eq(
			p->pages[i].doc->module, p->pages[0].doc->module);
	return d;
}

/* The page's tree becomes a chapter. */
static void
packet_add_page(struct packet *p, struct packet_page *pg)
{
	struct render *r = p->r;
	struct node *c = doc_add_chapter(p->doc, CHAPTER_BODY, pg->doc);
	c->chapter.dir = path_folder(r->a, pg->listed->path);
	if (str_eq(c->lang, p->doc->lang))
		c->lang = STR0;
	pg->chapter = c;
	if (!p->first)
		p->first = c;
}

/* Chapters and the headings below them that would be in the contents. */
static int
packet_entries(const struct packet *p)
{
	int n = 0;
	const struct node *root = p->doc->root;
	for (const struct node *k = root; k; k = doc_next(k, root))
		n += k->kind == NODE_CHAPTER ||
		     (k->kind == NODE_HEADING && k->heading.tag_level == 2);
	return n;
}

static void
packet_add_contents(struct packet *p)
{
	const struct layout_words *w = layout_find_words(p->doc->lang);
	const struct handout_packet *wish = p->wish;
	int depth = wish->contents_depth;
	if (depth == 0)
		depth = packet_entries(p) <= CONTENTS_MOST ? 2 : 1;
	doc_add_contents(p->doc, p->front, p->first, depth, str_c(w->contents));
	if (wish->figures)
		doc_add_captions(p->doc, p->front, p->first, NODE_FIGURE,
			str_c(w->figures));
	if (wish->tables)
		doc_add_captions(p->doc, p->front, p->first, NODE_TABLE,
			str_c(w->tables));
}

/* The lists of links stand in the chapters, or in one at the end. */
static void
packet_add_links(struct packet *p)
{
	struct render *r = p->r;
	for (int i = 0; i < p->n && !p->wish->one_list; i++) {
		r->doc = p->pages[i].doc;
		render_links(r);
	}
}

static void
packet_add_one_list(struct packet *p)
{
	struct render *r = p->r;
	struct document *d = p->doc;
	struct node *before = d->root->last;
	if (!p->wish->one_list)
		return;
	r->doc = d;
	render_links(r);
	if (d->root->last == before)
		return;
	struct node *c = doc_add_chapter(d, CHAPTER_BODY, NULL);
	c->chapter.title = d->title;
	while (before->next != c) {
		struct node *n = before->next;
		doc_remove(n);
		doc_append(c, n);
	}
}

static void
packet_build(struct packet *p)
{
	struct render *r = p->r;
	p->doc = packet_document(p);
	packet_add_cover(p);
	p->front = doc_add_chapter(p->doc, CHAPTER_FRONT, NULL);
	p->front->chapter.title = p->doc->title;
	packet_add_links(p);
	for (int i = 0; i < p->n; i++)
		packet_add_page(p, &p->pages[i]);
	packet_add_one_list(p);
	packet_add_credits(p);
	packet_add_contents(p);
	r->doc = p->doc;
	r->page.front = value_new(r->a, VALUE_MAP, SPAN_NONE);
	doc_number(p->doc);
	theme_apply(r->a, r->theme, p->doc, r->dg);
}

bool
render_packet(struct render *r, const struct handout_packet *wish)
{
	struct packet p = {.r = r, .wish = wish};
	r->path = wish->pages[0].path;
	r->work = arena_child(r->a);
	r->page.front = value_new(r->a, VALUE_MAP, SPAN_NONE);
	if (!render_site(r))
		return false;
	r->site->work = r->work;
	wishes_ignore(r->site, r->dg);
	if (!render_theme(r))
		return false;
	packet_read(&p);
	if (!p.n)
		return false;
	packet_link(&p);
	packet_build(&p);
	render_meta(r);
	return true;
}
