/*
 * What a structure element says beyond its type (ISO 32000-1, 14.7.5,
 * 14.8.5 and 14.9): language, alternate text, ID, and the attributes of
 * tables, lists, figures and form fields.  One small function a kind of
 * node; elems.c prints the result into the file, dump.c into the dump.
 */
#include "pdf_priv.h"

static void
attr_name(struct elem_attrs *as, const char *owner, const char *key,
	const char *name)
{
	as->v[as->n++] = (struct elem_attr){
		.owner = owner, .key = key, .type = ATTR_NAME, .name = name};
}

static void
attr_int(struct elem_attrs *as, const char *owner, const char *key, int i)
{
	as->v[as->n++] = (struct elem_attr){
		.owner = owner, .key = key, .type = ATTR_INT, .i = i};
}

static void
attr_text(struct elem_attrs *as, const char *owner, const char *key,
	struct str text)
{
	as->v[as->n++] = (struct elem_attr){
		.owner = owner, .key = key, .type = ATTR_TEXT, .text = text};
}

static void
attrs_cell(const struct pdf *pdf, const struct elem *e, struct elem_attrs *as)
{
	static const char *const scopes[] = {[SCOPE_NONE] = "Column",
		[SCOPE_ROW] = "Row",
		[SCOPE_COLUMN] = "Column",
		[SCOPE_BOTH] = "Both"};
	const struct node *n = e->node;
	(void)pdf;
	if (n->cell.header)
		attr_name(as, "Table", "Scope", scopes[n->cell.scope]);
	if (n->cell.colspan > 1)
		attr_int(as, "Table", "ColSpan", n->cell.colspan);
	if (n->cell.rowspan > 1)
		attr_int(as, "Table", "RowSpan", n->cell.rowspan);
}

/* Bullets change with depth when the author did not choose. */
static const char *
list_bullet(const struct node *n)
{
	static const char *const by_depth[] = {"Disc", "Circle", "Square"};
	int depth = 0;
	for (const struct node *p = n->parent; p; p = p->parent)
		depth += p->kind == NODE_LIST && !p->list.ordered;
	return by_depth[depth < 2 ? depth : 2];
}

static void
attrs_list(const struct pdf *pdf, const struct elem *e, struct elem_attrs *as)
{
	static const struct {
		char type;
		const char *name;
	} types[] = {{'1', "Decimal"}, {'A', "UpperAlpha"}, {'a', "LowerAlpha"},
		{'I', "UpperRoman"}, {'i', "LowerRoman"}, {'d', "Disc"},
		{'c', "Circle"}, {'s', "Square"}, {'n', "None"}};
	const struct node *n = e->node;
	const char *name = n->list.ordered ? "Decimal" : list_bullet(n);
	(void)pdf;
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (types[i].type == n->list.type)
			name = types[i].name;
	attr_name(as, "List", "ListNumbering", name);
}

/* Without words of the author's, the file's name is better than nothing. */
static struct str
image_alt(const struct node *n)
{
	struct str alt = str_trim(n->image.alt);
	if (alt.n)
		return alt;
	struct str src = n->image.src;
	size_t from = src.n;
	while (from && src.p[from - 1] != '/')
		from--;
	src = str_trim(str_sub(src, from, src.n));
	return src.n ? src : STR("?");
}

static void
attrs_image(const struct pdf *pdf, const struct elem *e, struct elem_attrs *as)
{
	(void)pdf;
	attr_text(as, NULL, "Alt", image_alt(e->node));
	if (e->page < 0)
		return;
	attr_name(as, "Layout", "Placement",
		e->node->image.alone ? "Block" : "Inline");
	as->v[as->n++] = (struct elem_attr){
		.owner = "Layout", .key = "BBox", .type = ATTR_BOX};
}

static void
attrs_field(const struct pdf *pdf, const struct elem *e, struct elem_attrs *as)
{
	static const char *const roles[] = {[FIELD_CHECKBOX] = "cb",
		[FIELD_RADIO] = "rb",
		[FIELD_LINE] = "tv",
		[FIELD_AREA] = "tv",
		[FIELD_BUTTON] = "pb"};
	const struct node *n = e->node;
	bool ticks =
		n->field.type == FIELD_CHECKBOX || n->field.type == FIELD_RADIO;
	(void)pdf;
	attr_name(as, "PrintField", "Role", roles[n->field.type]);
	if (ticks)
		attr_name(as, "PrintField", "checked",
			n->field.checked ? "on" : "off");
	if (n->field.label.n)
		attr_text(as, "PrintField", "Desc", n->field.label);
}

static void
attrs_note(const struct pdf *pdf, const struct elem *e, struct elem_attrs *as)
{
	/* Of one width, so that their order is the documents' (IDTree). */
	attr_text(as, NULL, "ID",
		str_fmt(pdf->a, "n%08u", (unsigned)e->node->num));
}

static void (*const attrs_kinds[NODE_KINDS])(
	const struct pdf *, const struct elem *, struct elem_attrs *) = {
	[NODE_CELL] = attrs_cell,
	[NODE_LIST] = attrs_list,
	[NODE_IMAGE] = attrs_image,
	[NODE_FIELD] = attrs_field,
	[NODE_NOTE] = attrs_note,
};

/* The language, where it changes. */
static void
attrs_lang(const struct pdf *pdf, const struct elem *e, struct elem_attrs *as)
{
	const struct node *n = e->node;
	if (!n->lang.n || !n->parent || !syntax_is_lang(n->lang))
		return;
	if (!str_ieq(n->lang, doc_lang(pdf->doc, n->parent)))
		attr_text(as, NULL, "Lang", n->lang);
}

struct elem_attrs
elem_attrs(const struct pdf *pdf, const struct elem *e)
{
	struct elem_attrs as = {.n = 0};
	/* A node's Lbl, LBody and Link say nothing more. */
	if (e->parent && e->parent->node == e->node)
		return as;
	attrs_lang(pdf, e, &as);
	if (attrs_kinds[e->node->kind])
		attrs_kinds[e->node->kind](pdf, e, &as);
	return as;
}
