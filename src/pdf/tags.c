/*
 * The structure tree (ISO 32000-1, 14.7 and 14.8), from the document tree.
 *
 * One walk in reading order makes an element for every node that has a role
 * in kinds.def, and notes for every node, role or not, to which element its
 * content goes.  Some nodes make more than one: an item is LI with Lbl and
 * LBody, a note has its Lbl, a reference its Link.  Then the marks arrive
 * page by page; at the end what got no content is dropped, and what an
 * element has is put into the order of the document, so that a note drawn
 * at the foot of a page is read where it belongs.  So are the chapters of a
 * packet, which come in any order.
 *
 * An element's `key` is its node's number: elements are made in rising
 * order, and marks find their place between them by the node they show.
 */
#include "pdf_priv.h"

#include <stdlib.h>

/* ---- which role ------------------------------------------------------- */

/* Types that group and should have no content of their own. */
static bool
role_groups(const char *base)
{
	static const char *const groups[] = {
		"Document", "Part", "Art", "Sect", "Div", "BlockQuote"};
	for (size_t i = 0; i < ARRAY_LEN(groups); i++)
		if (strcmp(base, groups[i]) == 0)
			return true;
	return false;
}

static const char *
role_heading(const struct pdf *pdf, const struct node *n)
{
	static const char *const levels[] = {
		"H1", "H2", "H3", "H4", "H5", "H6"};
	int level = n->heading.tag_level;
	(void)pdf;
	return levels[level < 1 ? 0 : level > 6 ? 5 : level - 1];
}

static const char *
role_cell(const struct pdf *pdf, const struct node *n)
{
	(void)pdf;
	return n->cell.header ? "TH" : "TD";
}

static bool
role_is_standard(struct str role)
{
	static const char *const types[] = {"Document", "Caption", "TOC",
		"TOCI", "Index", "NonStruct", "Private", "P", "H", "H1", "H2",
		"H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table",
		"TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote",
		"Note", "Reference", "BibEntry", "Code", "Link", "Annot",
		"Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure",
		"Formula", "Form"};
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (str_is(role, types[i]))
			return true;
	return false;
}

/*
 * A box: names of the theme's own are mapped to Sect in the RoleMap; a
 * standard type that does not group would be wrong around blocks.
 */
static const char *
role_box(const struct pdf *pdf, const struct node *n)
{
	if (!n->role.n || n->role.n > 100)
		return "";
	return role_is_standard(n->role) ? "Sect" : str_cdup(pdf->a, n->role);
}

static const char *(*const role_special[NODE_KINDS])(
	const struct pdf *, const struct node *) = {
	[NODE_HEADING] = role_heading,
	[NODE_CELL] = role_cell,
	[NODE_DIV] = role_box,
};

/* For a node without a role of its own that has its own language. */
static const char *
role_for_lang(const struct node *n)
{
	static const char *const by_level[] = {[LEVEL_BLOCK] = "Div",
		[LEVEL_PARENT] = "P",
		[LEVEL_INLINE] = "Span"};
	bool own = n->lang.n && n->kind != NODE_TEXT && syntax_is_lang(n->lang);
	return own ? by_level[doc_kinds[n->kind].level] : "";
}

static const char *
role_of(const struct pdf *pdf, const struct node *n, const struct elem *parent)
{
	const char *role = doc_kinds[n->kind].role;
	if (role_special[n->kind])
		role = role_special[n->kind](pdf, n);
	bool figure =
		n->first && n->first == n->last && n->first->kind == NODE_IMAGE;
	if (!*role && n->kind == NODE_PLAIN && !figure &&
		role_groups(parent->base))
		role = "P"; /* loose text between blocks */
	return *role ? role : role_for_lang(n);
}

/* The standard type (14.8.4) that a role stands for. */
static const char *
role_base(const struct node *n, const char *role)
{
	static const char *const own[] = {
		"Part", "Art", "Sect", "Div", "BlockQuote"};
	if (!n->role.n || !str_is(n->role, role))
		return role;
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		if (strcmp(role, own[i]) == 0)
			return own[i];
	return "Sect";
}

/* ---- making ----------------------------------------------------------- */

static struct elem *
elem_add(struct pdf *pdf, struct elem *parent, const struct node *n,
	const char *role)
{
	struct elem *e = ARENA_NEW(pdf->a, struct elem);
	e->node = n;
	e->role = role;
	e->base = role_base(n, role);
	e->key = n->num;
	e->page = -1;
	e->parent = parent;
	if (!parent)
		return e;
	if (parent->last)
		parent->last->next = e;
	else
		parent->first = e;
	parent->last = e;
	return e;
}

/* A Link in `e` if an annotation is on the node, else `e` itself. */
static struct elem *
elem_add_link(struct pdf *pdf, struct elem *e, bool linked)
{
	return linked ? elem_add(pdf, e, e->node, "Link") : e;
}

static struct elem *
expand_item(struct pdf *pdf, struct elem *e, bool linked)
{
	(void)linked;
	struct elem *label = elem_add(pdf, e, e->node, "Lbl");
	struct elem *body = elem_add(pdf, e, e->node, "LBody");
	body->label = label;
	return body;
}

static struct elem *
expand_note(struct pdf *pdf, struct elem *e, bool linked)
{
	struct elem *label = elem_add(pdf, e, e->node, "Lbl");
	e->label = elem_add_link(pdf, label, linked);
	return e;
}

/* Kinds that make more than one element: returns where content goes. */
static struct elem *(*const expand[NODE_KINDS])(
	struct pdf *, struct elem *, bool linked) = {
	[NODE_ITEM] = expand_item,
	[NODE_NOTE] = expand_note,
	[NODE_NOTE_REF] = elem_add_link,
	[NODE_PAGE_REF] = elem_add_link,
	[NODE_MEDIA] = elem_add_link,
};

/* Where the content of `n` goes. */
static struct elem *
tags_node(struct pdf *pdf, const struct node *n, bool linked)
{
	struct elem *parent = n->parent ? pdf->tags.of[n->parent->num] : NULL;
	const char *role = parent ? role_of(pdf, n, parent) : "Document";
	if (n->kind == NODE_LINK && !linked)
		role = role_for_lang(n);
	if (!*role)
		return parent;
	struct elem *e = elem_add(pdf, parent, n, role);
	return expand[n->kind] ? expand[n->kind](pdf, e, linked) : e;
}

void
tags_start(struct pdf *pdf)
{
	size_t n = pdf->doc->nnodes;
	const struct node *root = pdf->doc->root;
	pdf->tags.of = ARENA_ARRAY(pdf->a, n + 1, struct elem *);
	pdf->tags.linked = ARENA_ARRAY(pdf->a, n + 1, bool);
	pdf->tags.root = tags_node(pdf, root, false);
	pdf->tags.of[root->num] = pdf->tags.root;
}

void
tags_build(struct pdf *pdf)
{
	struct tags *t = &pdf->tags;
	const struct node *c = pdf->pages->from;
	for (int i = pdf->links_from; i < pdf->nlinks; i++)
		t->linked[pdf->links[i].node->num] = true;
	for (c = c ? c : pdf->doc->root->first; c; c = c->next) {
		for (const struct node *k = c; k; k = doc_next(k, c))
			t->of[k->num] = tags_node(pdf, k, t->linked[k->num]);
		if (c == pdf->pages->to)
			break;
	}
}

/* ---- content ---------------------------------------------------------- */

struct elem *
tags_owner(const struct pdf *pdf, const struct item *it)
{
	const struct node *n = pdf_node(pdf, it->node);
	if (!n)
		return pdf->tags.root;
	struct elem *e = pdf->tags.of[n->num];
	if (!e) /* of pages that are not here */
		return pdf->tags.root;
	if (it->part == PART_LABEL && e->node == n && e->label)
		return e->label;
	return e;
}

static void
tags_add_ref(struct elem *e, struct elem_ref *r)
{
	if (e->last_ref)
		e->last_ref->next = r;
	else
		e->refs = r;
	e->last_ref = r;
}

static void
tags_grow_box(struct elem *e, const struct item *it)
{
	mpt x, y, x1, y1;
	item_box(it, &x, &y, &x1, &y1);
	bool empty = e->x0 == e->x1 && e->y0 == e->y1;
	e->x0 = empty ? x : mpt_min(e->x0, x);
	e->y0 = empty ? y : mpt_min(e->y0, y);
	e->x1 = empty ? x1 : mpt_max(e->x1, x1);
	e->y1 = empty ? y1 : mpt_max(e->y1, y1);
}

void
tags_add_mark(struct pdf *pdf, const struct marks *ms, const struct mark *m,
	uint32_t key)
{
	struct elem *e = m->elem;
	struct elem_ref *r = ARENA_NEW(pdf->a, struct elem_ref);
	r->key = key;
	r->mark = m;
	tags_add_ref(e, r);
	if (e->page < 0)
		e->page = m->page;
	if (e->node->kind != NODE_IMAGE || e->page != m->page)
		return;
	for (int i = m->first; i < m->first + m->n; i++)
		tags_grow_box(e, ms->items[i]);
}

/* The element that an annotation belongs to: the Link that was made. */
static struct elem *
tags_link_elem(const struct pdf *pdf, const struct link *l)
{
	struct elem *e = pdf->tags.of[l->node->num];
	return l->node->kind == NODE_NOTE ? e->label : e;
}

/* Annotations come behind all content of their Link. */
static void
tags_add_links(struct pdf *pdf)
{
	for (int i = 0; i < pdf->nlinks; i++) {
		struct link *l = &pdf->links[i];
		struct elem_ref *r = ARENA_NEW(pdf->a, struct elem_ref);
		l->elem = tags_link_elem(pdf, l);
		r->key = UINT32_MAX;
		r->link = l;
		tags_add_ref(l->elem, r);
	}
}

/* ---- order and use ---------------------------------------------------- */

struct tags_sort {
	struct elem_ref *ref;
	int at;
};

static int
tags_cmp(const void *a, const void *b)
{
	const struct tags_sort *p = a, *q = b;
	if (p->ref->key != q->ref->key)
		return p->ref->key < q->ref->key ? -1 : 1;
	return p->at - q->at;
}

/* The document's blocks, which came with their pages, into its order. */
static void
tags_sort_root(struct elem *root)
{
	struct elem *sorted = NULL, *last = NULL;
	for (struct elem *e = root->first, *next; e; e = next) {
		next = e->next;
		/* mostly they are in order: begin with the last one put */
		struct elem **at =
			last && last->key <= e->key ? &last->next : &sorted;
		while (*at && (*at)->key <= e->key)
			at = &(*at)->next;
		e->next = *at;
		*at = e;
		last = e;
	}
	root->first = sorted;
	while (sorted && sorted->next)
		sorted = sorted->next;
	root->last = sorted;
}

/* By place in the document; those of one place as they were painted. */
static void
tags_sort_refs(struct arena *a, struct elem *e)
{
	int n = 0;
	bool sorted = true;
	for (struct elem_ref *r = e->refs; r; r = r->next, n++)
		sorted = sorted && (!r->next || r->key <= r->next->key);
	if (sorted)
		return;
	struct tags_sort *v = ARENA_ARRAY(a, (size_t)n, struct tags_sort);
	n = 0;
	for (struct elem_ref *r = e->refs; r; r = r->next, n++)
		v[n] = (struct tags_sort){r, n};
	qsort(v, (size_t)n, sizeof *v, tags_cmp);
	e->refs = v[0].ref;
	for (int i = 0; i < n; i++)
		v[i].ref->next = i + 1 < n ? v[i + 1].ref : NULL;
	e->last_ref = v[n - 1].ref;
}

/* An element that has content makes all around it used. */
static void
tags_use(struct elem *e)
{
	for (; e && !e->used; e = e->parent)
		e->used = true;
}

/* In a table that is used, rows and empty cells stay: the grid is whole. */
static bool
tags_is_grid(const struct elem *e)
{
	enum node_kind k = e->node->kind;
	return k == NODE_BODY || k == NODE_HEAD || k == NODE_FOOT ||
	       k == NODE_ROW || k == NODE_CELL;
}

struct elem *
elem_after(struct elem *e)
{
	if (e->first)
		return e->first;
	while (e && !e->next)
		e = e->parent;
	return e ? e->next : NULL;
}

void
tags_settle(struct pdf *pdf)
{
	tags_add_links(pdf);
	tags_sort_root(pdf->tags.root);
	pdf->tags.root->used = true;
	for (struct elem *e = pdf->tags.root; e; e = elem_after(e)) {
		tags_sort_refs(pdf->a, e);
		if (e->refs)
			tags_use(e);
	}
	for (struct elem *e = pdf->tags.root; e; e = elem_after(e))
		if (e->parent && e->parent->used && tags_is_grid(e))
			e->used = true;
}

struct elem_walk
elem_walk(const struct elem *e)
{
	return (struct elem_walk){e->first, e->refs};
}

bool
elem_next(struct elem_walk *w, struct elem **child, struct elem_ref **ref)
{
	*child = NULL;
	*ref = NULL;
	while (w->elem && !w->elem->used)
		w->elem = w->elem->next;
	if (w->ref && (!w->elem || w->ref->key < w->elem->key)) {
		*ref = w->ref;
		w->ref = w->ref->next;
		return true;
	}
	if (!w->elem)
		return false;
	*child = w->elem;
	w->elem = w->elem->next;
	return true;
}
