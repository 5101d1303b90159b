/*
 * Places and links.
 *
 * A place is where a node, or anything in it, is painted first: what links
 * and bookmarks lead to.  One pass over all items finds them; a node that
 * is known has ancestors that are known, so the climb is short.
 *
 * A link's area becomes one annotation a line, all of one node under one
 * Link element: readers that ignore QuadPoints (most do) would otherwise
 * make the whole box around two lines clickable.  Only addresses of web,
 * mail and telephone are let through; neither PDF/UA nor PDF/A forbids a
 * link to `javascript:`.
 *
 * A link to a chapter whose pages are not at hand is taken to lead somewhere;
 * if its target turns out to paint nothing, to what follows it.
 */
#include "pdf_priv.h"

/* Areas of one link on one line nearer than this are one. */
#define LINK_GAP PT(6)

/* ---- places ----------------------------------------------------------- */

void
item_box(const struct item *it, mpt *x, mpt *y, mpt *x1, mpt *y1)
{
	*x = it->x + mpt_min(it->w, 0);
	*y = it->y + mpt_min(it->h, 0);
	*x1 = it->x + mpt_max(it->w, 0);
	*y1 = it->y + mpt_max(it->h, 0);
	if (it->kind != ITEM_GLYPHS || !it->glyphs.font)
		return;
	const struct font *f = it->glyphs.font;
	*y = it->y - mpt_scale(it->glyphs.size, f->ascent, 1000);
	*y1 = it->y - mpt_scale(it->glyphs.size, f->descent, 1000);
}

const struct node *
pdf_node(const struct pdf *pdf, const struct node *n)
{
	while (n && n != pdf->doc->root &&
		(n->num == 0 || n->num >= pdf->doc->nnodes))
		n = n->parent;
	return n;
}

const struct place *
pdf_place(const struct pdf *pdf, const struct node *n)
{
	if (!n || n->num >= pdf->doc->nnodes || !pdf->places[n->num].page)
		return NULL;
	return &pdf->places[n->num];
}

static void
places_add(struct pdf *pdf, const struct item *it, int page)
{
	mpt x, y, x1, y1;
	item_box(it, &x, &y, &x1, &y1);
	const struct node *n = pdf_node(pdf, it->node);
	for (; n && !pdf->places[n->num].page; n = n->parent)
		pdf->places[n->num] = (struct place){page + 1, x, y};
}

void
links_start(struct pdf *pdf)
{
	pdf->places =
		ARENA_ARRAY(pdf->a, (size_t)pdf->doc->nnodes + 1, struct place);
}

static void
places_find(struct pdf *pdf)
{
	for (int i = 0; i < pdf->pages->n; i++) {
		const struct sheet *s = &pdf->pages->v[i];
		for (int k = 0; k < s->n; k++)
			if (s->items[k].artifact == ARTIFACT_NO &&
				s->items[k].kind != ITEM_LINK)
				places_add(pdf, &s->items[k],
					pdf->pages->first + i);
	}
}

/* ---- addresses -------------------------------------------------------- */

static bool
link_scheme_ok(struct str href)
{
	static const char *const schemes[] = {
		"http://", "https://", "mailto:", "tel:", "ftp://"};
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
		if (str_istarts(href, schemes[i]) &&
			href.n > strlen(schemes[i]))
			return true;
	return false;
}

static bool
link_is_hex(struct str s, size_t i)
{
	return i < s.n &&
	       (ch_digit(s.p[i]) ||
		       (ch_lower(s.p[i]) >= 'a' && ch_lower(s.p[i]) <= 'f'));
}

/* Seven-bit (ISO 32000-1, 12.6.4.7); escapes that are there are kept. */
static struct str
link_escape(struct arena *a, struct str href)
{
	struct buf b = buf_new(a);
	for (size_t i = 0; i < href.n; i++) {
		unsigned char c = (unsigned char)href.p[i];
		bool bare = c == '%' && !(link_is_hex(href, i + 1) &&
						link_is_hex(href, i + 2));
		if (c == '\n' || c == '\t' || c == '\r')
			continue; /* as browsers do */
		if (c <= 0x20 || c >= 0x7F || bare || strchr("\"<>\\^`{|}", c))
			buf_fmt(&b, "%%%02X", c);
		else
			buf_ch(&b, (char)c);
	}
	return buf_done(&b);
}

static struct str
link_href(const struct node *n)
{
	if (n->kind == NODE_LINK && !n->link.target)
		return n->link.href;
	if (n->kind == NODE_MEDIA)
		return n->media.src;
	return STR0;
}

static const struct node *
link_target(const struct node *n)
{
	switch (n->kind) {
	case NODE_LINK:
		return n->link.target;
	case NODE_PAGE_REF:
		return n->page.target;
	case NODE_NOTE_REF:
		return n->ref.target;
	case NODE_NOTE:
		return n->note.first_ref;
	default:
		return NULL;
	}
}

/* Which of the document's children it is in. */
static const struct node *
link_block(const struct pdf *pdf, const struct node *n)
{
	while (n && n->parent != pdf->doc->root)
		n = n->parent;
	return n;
}

/* Is it on pages that may still come? */
static bool
link_is_ahead(const struct pdf *pdf, const struct link *l)
{
	return !pdf->alone &&
	       link_block(pdf, l->node) != link_block(pdf, l->target);
}

/* Where the link leads; false if nowhere that a PDF can lead to. */
static bool
link_resolve(struct pdf *pdf, struct link *l)
{
	l->target = link_target(l->node);
	if (l->target)
		return pdf_place(pdf, l->target) || link_is_ahead(pdf, l);
	struct str href = str_trim(link_href(l->node));
	struct str https = STR0;
	if (str_starts(href, "//"))
		https = str_fmt(pdf->a, "https:%.*s", STR_ARG(href));
	href = https.n ? https : href;
	if (!link_scheme_ok(href))
		return false;
	l->uri = link_escape(pdf->a, href);
	return true;
}

/* ---- areas ------------------------------------------------------------ */

/* Does `it` only continue the area of `l`, on the same line? */
static bool
link_joins(const struct link *l, const struct item *it, int page)
{
	if (l->node != it->node || l->page != page)
		return false;
	mpt top = mpt_max(l->y, it->y);
	mpt foot = mpt_min(l->y + l->h, it->y + it->h);
	mpt gap = mpt_max(l->x, it->x) - mpt_min(l->x + l->w, it->x + it->w);
	return 2 * (int64_t)(foot - top) > mpt_min(l->h, it->h) &&
	       gap < LINK_GAP;
}

static void
link_join(struct link *l, const struct item *it)
{
	mpt x1 = mpt_max(l->x + l->w, it->x + it->w);
	mpt y1 = mpt_max(l->y + l->h, it->y + it->h);
	l->x = mpt_min(l->x, it->x);
	l->y = mpt_min(l->y, it->y);
	l->w = x1 - l->x;
	l->h = y1 - l->y;
}

static void
link_add(struct pdf *pdf, const struct item *it, int page)
{
	if (it->artifact != ARTIFACT_NO || !it->node || it->w <= 0 ||
		it->h <= 0)
		return;
	if (pdf->nlinks > pdf->links_from &&
		link_joins(&pdf->links[pdf->nlinks - 1], it, page)) {
		link_join(&pdf->links[pdf->nlinks - 1], it);
		return;
	}
	struct link l = {.node = it->node,
		.page = page,
		.x = it->x,
		.y = it->y,
		.w = it->w,
		.h = it->h};
	if (pdf_node(pdf, l.node) != l.node || !link_resolve(pdf, &l))
		return;
	ARENA_PUSH(pdf->a, pdf->links, pdf->nlinks, pdf->cap_links);
	pdf->links[pdf->nlinks++] = l;
}

void
links_collect(struct pdf *pdf)
{
	places_find(pdf);
	pdf->links_from = pdf->nlinks;
	for (int i = 0; i < pdf->pages->n; i++) {
		const struct sheet *s = &pdf->pages->v[i];
		for (int k = 0; k < s->n; k++)
			if (s->items[k].kind == ITEM_LINK)
				link_add(pdf, &s->items[k],
					pdf->pages->first + i);
	}
}

/* ---- annotations ------------------------------------------------------ */

/* What a reader hears instead of the annotation (7.18.5-2). */
static struct str
link_contents(const struct pdf *pdf, const struct link *l)
{
	const struct node *n = l->node;
	struct str word = pdf->o->note_word.n ? pdf->o->note_word : STR("Note");
	if (n->kind == NODE_NOTE_REF || n->kind == NODE_NOTE)
		return str_fmt(pdf->a, "%.*s %.*s", STR_ARG(word),
			STR_ARG(n->kind == NODE_NOTE ? n->note.label
						     : n->ref.label));
	struct str text =
		n->kind == NODE_MEDIA ? n->media.title : doc_text(pdf->a, n);
	text = str_trim(text);
	struct str uri = l->uri;
	if (!uri.n || str_eq(text, uri))
		return text.n ? text : str_trim(doc_text(pdf->a, l->target));
	if (!text.n)
		return uri;
	return str_fmt(pdf->a, "%.*s (%.*s)", STR_ARG(text), STR_ARG(uri));
}

/* By node number: where the node is, or else what follows it, or NULL. */
static const struct place **
places_next(const struct pdf *pdf)
{
	uint32_t n = pdf->doc->nnodes;
	const struct place **next =
		ARENA_ARRAY(pdf->a, (size_t)n + 1, const struct place *);
	while (n-- > 0)
		next[n] = pdf->places[n].page ? &pdf->places[n] : next[n + 1];
	return next;
}

static void
link_write(struct pdf *pdf, struct link *l, int key, const struct place **next)
{
	struct buf *b = &pdf->scratch;
	mpt page_h = pdf->page[l->page].h;
	buf_c(b, "/Type/Annot/Subtype/Link/Rect");
	syntax_box(b, page_h, l->x, l->y, l->x + l->w, l->y + l->h);
	buf_c(b, "/Border[0 0 0]/F 4/StructParent ");
	buf_int(b, key);
	struct str contents = link_contents(pdf, l);
	buf_c(b, "/Contents");
	syntax_text(b, contents.n ? contents : STR("#"));
	if (l->uri.n) {
		buf_c(b, "/A<</S/URI/URI");
		syntax_string(b, l->uri);
		buf_c(b, ">>");
	} else {
		buf_c(b, "/Dest");
		uint32_t at = l->target->num;
		const struct place *to =
			at < pdf->doc->nnodes ? next[at] : NULL;
		syntax_dest(b, pdf, to ? to : pdf_place(pdf, l->node));
	}
	syntax_print(pdf, l->dict);
}

/* Their objects exist already: pages and structure tree refer to them. */
void
links_write(struct pdf *pdf)
{
	const struct place **next = pdf->nlinks ? places_next(pdf) : NULL;
	for (int i = 0; i < pdf->nlinks; i++)
		link_write(pdf, &pdf->links[i], pdf->npages + i, next);
}
