/*
 * The structure tree into the file (ISO 32000-1, 14.7).
 *
 * An element is printed, and libharu only knows its number: a tagged page
 * has dozens, and as libharu's entries they would take ten times the memory.
 * All get their numbers first, then each is printed.
 *
 * Number and name trees are two levels deep: a root whose Kids are leaves
 * of a few hundred entries, in rising order as they are made.
 */
#include "pdf_priv.h"

#define LEAF 256

/* ---- one element ------------------------------------------------------ */

static void
elem_put_attr(struct buf *b, const struct pdf *pdf, const struct elem *e,
	const struct elem_attr *at)
{
	syntax_name(b, at->key);
	switch (at->type) {
	case ATTR_NAME:
		syntax_name(b, at->name);
		break;
	case ATTR_INT:
		buf_ch(b, ' ');
		buf_int(b, at->i);
		break;
	case ATTR_TEXT:
		syntax_text(b, at->text);
		break;
	case ATTR_BOX:
		syntax_box(b, pdf->page[e->page].h, e->x0, e->y0, e->x1, e->y1);
		break;
	}
}

static void
elem_put_attrs(struct buf *b, const struct pdf *pdf, const struct elem *e)
{
	struct elem_attrs as = elem_attrs(pdf, e);
	const char *owner = NULL;
	for (int i = 0; i < as.n; i++) {
		if (as.v[i].owner && !owner) {
			owner = as.v[i].owner;
			buf_c(b, "/A<</O");
			syntax_name(b, owner);
		}
		elem_put_attr(b, pdf, e, &as.v[i]);
	}
	if (owner)
		buf_c(b, ">>");
}

static void
elem_put_mark(struct buf *b, const struct pdf *pdf, const struct elem *e,
	const struct mark *m)
{
	if (m->page == e->page) {
		buf_int(b, m->mcid);
		return;
	}
	buf_c(b, "<</Type/MCR/Pg ");
	syntax_ref(b, pdf->page[m->page].dict);
	buf_fmt(b, "/MCID %d>>", m->mcid);
}

/* With its page, where the element has none: pdf.js needs it. */
static void
elem_put_link(struct buf *b, const struct pdf *pdf, const struct elem *e,
	const struct link *l)
{
	buf_c(b, "<</Type/OBJR/Obj ");
	syntax_ref(b, l->dict);
	if (l->page != e->page) {
		buf_c(b, "/Pg ");
		syntax_ref(b, pdf->page[l->page].dict);
	}
	buf_c(b, ">>");
}

static void
elem_put_kids(struct buf *b, const struct pdf *pdf, const struct elem *e)
{
	struct elem_walk w = elem_walk(e);
	struct elem *child;
	struct elem_ref *ref;
	int n = 0;
	while (elem_next(&w, &child, &ref))
		n++;
	if (!n)
		return;
	buf_c(b, n > 1 ? "/K[" : "/K ");
	w = elem_walk(e);
	for (int i = 0; elem_next(&w, &child, &ref); i++) {
		if (i)
			buf_ch(b, ' ');
		if (child)
			syntax_ref(b, child->dict);
		else if (ref->mark)
			elem_put_mark(b, pdf, e, ref->mark);
		else
			elem_put_link(b, pdf, e, ref->link);
	}
	if (n > 1)
		buf_ch(b, ']');
}

static void
elem_write(struct pdf *pdf, struct elem *e, const struct haru_dict *parent)
{
	struct buf *b = &pdf->scratch;
	buf_c(b, "/S");
	syntax_name(b, e->role);
	buf_c(b, "/P ");
	syntax_ref(b, parent);
	if (e->page >= 0) {
		buf_c(b, "/Pg ");
		syntax_ref(b, pdf->page[e->page].dict);
	}
	elem_put_attrs(b, pdf, e);
	elem_put_kids(b, pdf, e);
	syntax_print(pdf, e->dict);
}

/* ---- the trees -------------------------------------------------------- */

/* A tree being made: `in` is the leaf's inside. */
struct tree {
	struct pdf *pdf;
	const char *name; /* "Nums" or "Names" */
	struct haru_dict *root;
	struct buf kids, in;
	struct str low, high; /* keys in the leaf, as written */
	int n;
};

static struct tree
tree_begin(struct pdf *pdf, const char *name)
{
	return (struct tree){.pdf = pdf,
		.name = name,
		.root = haru_dict_new(pdf->h),
		.kids = buf_new(pdf->a),
		.in = buf_new(pdf->a)};
}

static void
tree_leaf_end(struct tree *t)
{
	if (!t->n)
		return;
	struct haru_dict *leaf = haru_dict_new(t->pdf->h);
	struct str in = str_fmt(t->pdf->a, "/Limits[%.*s %.*s]/%s[%.*s]",
		STR_ARG(t->low), STR_ARG(t->high), t->name, (int)t->in.n,
		t->in.p);
	haru_print(t->pdf->h, leaf, in);
	syntax_ref(&t->kids, leaf);
	buf_ch(&t->kids, ' ');
	t->in.n = 0;
	t->n = 0;
}

/* Begin the entry of `key`, which follows all before it. */
static struct buf *
tree_key(struct tree *t, struct str key)
{
	if (t->n == LEAF)
		tree_leaf_end(t);
	if (!t->n++)
		t->low = key;
	t->high = key;
	buf_str(&t->in, key);
	buf_ch(&t->in, ' ');
	return &t->in;
}

/* A tree of one leaf is that leaf, without limits. */
static struct haru_dict *
tree_end(struct tree *t)
{
	struct buf *b = &t->in;
	const char *name = t->name;
	if (t->kids.n) {
		tree_leaf_end(t);
		b = &t->kids;
		name = "Kids";
	}
	haru_print(t->pdf->h, t->root,
		str_fmt(t->pdf->a, "/%s[%.*s]", name, (int)b->n,
			b->p ? b->p : ""));
	return t->root;
}

static struct str
tree_number(struct pdf *pdf, int n)
{
	return str_fmt(pdf->a, "%d", n);
}

/* From a page's MCIDs, and from annotations, to their elements (14.7.4.4). */
static struct haru_dict *
elems_parent_tree(struct pdf *pdf)
{
	struct tree t = tree_begin(pdf, "Nums");
	for (int i = 0; i < pdf->npages; i++) {
		struct buf *b = tree_key(&t, tree_number(pdf, i));
		const struct pdf_page *p = &pdf->page[i];
		buf_ch(b, '[');
		for (int k = 0; k < p->nmarks; k++) {
			if (!p->marks[k].elem)
				continue;
			syntax_ref(b, p->marks[k].elem->dict);
			buf_ch(b, ' ');
		}
		buf_ch(b, ']');
	}
	for (int i = 0; i < pdf->nlinks; i++) {
		struct buf *b = tree_key(&t, tree_number(pdf, pdf->npages + i));
		syntax_ref(b, pdf->links[i].elem->dict);
		buf_ch(b, ' ');
	}
	return tree_end(&t);
}

static const struct elem_attr *
attrs_find(const struct elem_attrs *as, const char *key)
{
	for (int i = 0; i < as->n; i++)
		if (strcmp(as->v[i].key, key) == 0)
			return &as->v[i];
	return NULL;
}

/* From IDs to elements; NULL without any. */
static struct haru_dict *
elems_id_tree(struct pdf *pdf)
{
	struct tree t = {.n = 0};
	for (struct elem *e = pdf->tags.root; e; e = elem_after(e)) {
		if (!e->used || e->node->kind != NODE_NOTE)
			continue;
		struct elem_attrs as = elem_attrs(pdf, e);
		const struct elem_attr *id = attrs_find(&as, "ID");
		if (!id)
			continue;
		if (!t.root)
			t = tree_begin(pdf, "Names");
		if (!t.root)
			return NULL;
		struct str key = str_fmt(pdf->a, "(%.*s)", STR_ARG(id->text));
		syntax_ref(tree_key(&t, key), e->dict);
		buf_ch(&t.in, ' ');
	}
	return t.root ? tree_end(&t) : NULL;
}

/* Own types to standard ones (14.7.3). */
static void
elems_role_map(struct pdf *pdf, struct haru_dict *root)
{
	struct map seen = map_new(pdf->a);
	struct buf b = buf_new(pdf->a);
	for (struct elem *e = pdf->tags.root; e; e = elem_after(e)) {
		struct str role = str_c(e->role);
		if (!e->used || strcmp(e->role, e->base) == 0 ||
			map_find(&seen, role))
			continue;
		map_put(&seen, role, e);
		syntax_name(&b, e->role);
		syntax_name(&b, e->base);
	}
	if (b.n)
		haru_print(pdf->h, root,
			str_fmt(pdf->a, "/RoleMap<<%.*s>>", (int)b.n, b.p));
}

void
elems_write(struct pdf *pdf)
{
	struct haru *h = pdf->h;
	struct haru_dict *root = haru_dict_new(h);
	struct elem *first = pdf->tags.root;
	for (struct elem *e = first; e; e = elem_after(e))
		if (e->used)
			e->dict = haru_slot_new(h);
	for (struct elem *e = first; e; e = elem_after(e))
		if (e->used)
			elem_write(pdf, e, e->parent ? e->parent->dict : root);
	haru_put_name(h, root, "Type", "StructTreeRoot");
	haru_put_ref(h, root, "K", first->dict);
	haru_put_ref(h, root, "ParentTree", elems_parent_tree(pdf));
	haru_put_int(h, root, "ParentTreeNextKey", pdf->npages + pdf->nlinks);
	struct haru_dict *ids = elems_id_tree(pdf);
	if (ids)
		haru_put_ref(h, root, "IDTree", ids);
	elems_role_map(pdf, root);
	haru_put_ref(h, haru_catalog(h), "StructTreeRoot", root);
}
