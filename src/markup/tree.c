/*
 * The whole HTML through Gumbo, so that it means what it means in a
 * browser, and Gumbo's tree into ours: one row of `tree_elements` says
 * what an element becomes.  Gumbo allocates in our arena and is never
 * asked to free, which also spares its recursive destructor.  Recursion
 * here is bounded by mend's limit on open tags.
 */
#include "tree_priv.h"

struct span
tree_span(const struct tree *t, const GumboNode *g)
{
	size_t off = 0;

	switch (g->type) {
	case GUMBO_NODE_DOCUMENT:
		return SPAN_NONE;
	case GUMBO_NODE_ELEMENT:
	case GUMBO_NODE_TEMPLATE:
		off = g->v.element.start_pos.offset;
		break;
	default:
		off = g->v.text.start_pos.offset;
	}
	return text_span(t->html, off);
}

struct str
tree_attr(const GumboNode *g, const char *name)
{
	const GumboAttribute *at =
		gumbo_get_attribute(&g->v.element.attributes, name);

	return at ? str_c(at->value) : STR0;
}

bool
tree_has_attr(const GumboNode *g, const char *name)
{
	return gumbo_get_attribute(&g->v.element.attributes, name) != NULL;
}

/* ---- addresses -------------------------------------------------------- */

/* Without line ends and tabs inside, as browsers read addresses. */
struct str
tree_url(struct arena *a, struct str url)
{
	struct buf b = buf_new(a);

	url = str_trim(url);
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] == '\n' || url.p[i] == '\r' || url.p[i] == '\t') {
			buf_put(&b, url.p, i);
			for (; i < url.n; i++)
				if (!strchr("\n\r\t", url.p[i]))
					buf_ch(&b, url.p[i]);
			return buf_done(&b);
		}
	return url;
}

bool
tree_safe_url(struct str url)
{
	static const char *const unsafe[] = {
		"javascript:", "vbscript:", "data:", "file:"};

	while (url.n && (unsigned char)url.p[0] <= ' ') {
		url.p++;
		url.n--;
	}
	for (size_t i = 0; i < ARRAY_LEN(unsafe); i++)
		if (str_istarts(url, unsafe[i]))
			return false;
	return true;
}

/* ---- attributes ------------------------------------------------------- */

/* Words between single spaces. */
static struct str
class_words(struct arena *a, struct str v)
{
	struct buf b = buf_new(a);
	struct str rest = v, word;

	while (str_next(&rest, " \t\r\n\f", &word)) {
		if (b.n)
			buf_ch(&b, ' ');
		buf_str(&b, word);
	}
	return buf_done(&b);
}

/* Attributes that say nothing to a reader of paper. */
static bool
is_dropped(struct str name)
{
	return str_starts(name, "on") || str_starts(name, "data-") ||
	       str_is(name, "markdown") || str_is(name, "target") ||
	       str_is(name, "rel") || str_is(name, "tabindex");
}

/* What a field of the node holds: not kept as an attribute besides. */
static const char *const in_fields[NODE_KINDS] = {
	[NODE_LINK] = "href",
	[NODE_IMAGE] = "src alt",
	[NODE_CELL] = "colspan rowspan scope",
	[NODE_LIST] = "type start reversed",
	[NODE_ITEM] = "value",
	[NODE_ABBR] = "title",
	[NODE_MEDIA] = "src data title",
	[NODE_FIELD] = "type checked size rows title placeholder value",
};

static bool
is_in_field(const struct node *n, const char *name)
{
	const char *list = in_fields[n->kind];

	return list && str_has_word(str_c(list), name);
}

/* Of `rel` only what is said of the link's target as a licence. */
static bool
is_kept(struct str name, struct str value)
{
	return !is_dropped(name) ||
	       (str_is(name, "rel") && str_has_word(value, "license"));
}

static void
copy_attrs(struct tree *t, const GumboNode *g, struct node *n)
{
	const GumboVector *v = &g->v.element.attributes;
	struct attr **end = &n->attrs;

	for (unsigned i = 0; i < v->length; i++) {
		const GumboAttribute *at = v->data[i];
		struct str name = str_c(at->name), value = str_c(at->value);
		if (str_is(name, "class")) {
			n->classes = class_words(t->a, value);
		} else if (str_is(name, "id")) {
			n->id = str_trim(value);
		} else if (str_is(name, "lang") || str_is(name, "xml:lang")) {
			n->lang = str_trim(value);
		} else if (is_kept(name, value) && !is_in_field(n, at->name)) {
			struct attr *copy = ARENA_NEW(t->a, struct attr);
			*copy = (struct attr){.name = name,
				.value = value,
				.span = text_span(
					t->html, at->name_start.offset)};
			*end = copy;
			end = &copy->next;
		}
	}
}

/* ---- nodes ------------------------------------------------------------ */

struct node *
tree_add(struct tree *t, const GumboNode *g, enum node_kind kind)
{
	struct node *n = doc_node(t->a, kind, tree_span(t, g));

	if (g->type == GUMBO_NODE_ELEMENT)
		copy_attrs(t, g, n);
	doc_append(t->at, n);
	return n;
}

struct node *
tree_add_text(struct tree *t, struct str s, struct span span)
{
	struct node *n = doc_node(t->a, NODE_TEXT, span);

	n->text = s;
	doc_append(t->at, n);
	return n;
}

struct str
tree_style_value(struct str style, const char *name)
{
	struct str decl, value = STR0;

	while (str_next(&style, ";", &decl)) {
		ptrdiff_t colon = str_chr(decl, ':');
		if (colon <= 0)
			continue;
		if (str_iis(str_trim(str_sub(decl, 0, (size_t)colon)), name))
			value = str_trim(
				str_sub(decl, (size_t)colon + 1, decl.n));
	}
	return value;
}

/* The declaration `name` of a style attribute is `value`. */
static bool
style_is(struct str style, const char *name, const char *value)
{
	return str_istarts(tree_style_value(style, name), value);
}

static bool
is_hidden(const GumboNode *g)
{
	struct str style = tree_attr(g, "style");

	return tree_has_attr(g, "hidden") ||
	       (style.n && (style_is(style, "display", "none") ||
				   style_is(style, "visibility", "hidden")));
}

/* Does `which` ("before", "after") of it break the page? */
static bool
breaks_page(const GumboNode *g, const char *which)
{
	static const char *const names[] = {"page-break-", "break-"};
	static const char *const values[] = {
		"always", "page", "left", "right", "recto", "verso"};
	struct str style = tree_attr(g, "style");
	char name[24];

	for (size_t i = 0; style.n && i < ARRAY_LEN(names); i++) {
		snprintf(name, sizeof name, "%s%s", names[i], which);
		for (size_t k = 0; k < ARRAY_LEN(values); k++)
			if (style_is(style, name, values[k]))
				return true;
	}
	struct str classes = tree_attr(g, "class");
	if (!classes.n)
		return false;
	snprintf(name, sizeof name, "page-break-%s", which);
	return str_has_word(classes, name);
}

static void
add_page_break(struct tree *t, const GumboNode *g)
{
	doc_append(t->at, doc_node(t->a, NODE_PAGE_BREAK, tree_span(t, g)));
}

/* An element that is nothing but a page break. */
static bool
is_page_break(const GumboNode *g)
{
	struct str classes = tree_attr(g, "class");

	return g->v.element.children.length == 0 && classes.n &&
	       (str_has_word(classes, "page-break") ||
		       str_has_word(classes, "pagebreak"));
}

static void
add_comment(struct tree *t, const GumboNode *g)
{
	static const char *const words[] = {
		"pagebreak", "page-break", "page break", "newpage"};
	struct str s = str_trim(str_c(g->v.text.text));

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_iis(s, words[i]))
			add_page_break(t, g);
	tree_ignore_add(t, s, tree_span(t, g));
}

/* ---- walking ---------------------------------------------------------- */

static void
add_element(struct tree *t, const GumboNode *g)
{
	GumboTag tag = g->v.element.tag;

	if (is_hidden(g) || tag >= GUMBO_TAG_LAST)
		return;
	bool after =
		g->v.element.attributes.length > 0 && breaks_page(g, "after");
	if (g->v.element.attributes.length > 0) {
		if (is_page_break(g)) {
			add_page_break(t, g);
			return;
		}
		if (breaks_page(g, "before"))
			add_page_break(t, g);
	}
	t->depth++;
	if (t->depth < TREE_DEPTH)
		tree_elements[tag].fn(t, g);
	t->depth--;
	if (after)
		add_page_break(t, g);
}

static void
add_node(struct tree *t, const GumboNode *g)
{
	switch (g->type) {
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_CDATA:
	case GUMBO_NODE_WHITESPACE:
		tree_add_text(t, str_c(g->v.text.text), tree_span(t, g));
		tree_literal_strong(t, g);
		break;
	case GUMBO_NODE_COMMENT:
		add_comment(t, g);
		break;
	case GUMBO_NODE_ELEMENT:
		add_element(t, g);
		break;
	case GUMBO_NODE_DOCUMENT:
	case GUMBO_NODE_TEMPLATE:
		break;
	}
}

void
tree_children(struct tree *t, const GumboNode *g, struct node *into)
{
	const GumboVector *v = &g->v.element.children;
	struct node *at = t->at;

	t->at = into;
	for (unsigned i = 0; i < v->length; i++)
		add_node(t, v->data[i]);
	t->at = at;
}

struct str
tree_text(struct tree *t, const GumboNode *g)
{
	struct node *n = doc_node(t->a, NODE_DIV, SPAN_NONE);

	tree_children(t, g, n);
	return doc_text(t->a, n);
}

/* ---- Gumbo ------------------------------------------------------------ */

static void *
gumbo_alloc(void *arena, size_t n)
{
	/* Gumbo may be left by the arena's jump: all it has is in there */
	return arena_alloc(arena, n);
}

static void
gumbo_free(void *arena, void *p)
{
	(void)arena;
	(void)p;
}

void
tree_build(struct document *doc, const struct text *html, struct diag *dg)
{
	struct tree t = {.a = doc->a,
		.doc = doc,
		.dg = dg,
		.html = html,
		.at = doc->root};
	GumboOptions o = kGumboDefaultOptions;

	o.allocator = gumbo_alloc;
	o.deallocator = gumbo_free;
	o.userdata = doc->a;
	o.max_errors = 0;
	o.fragment_context = GUMBO_TAG_BODY;
	GumboOutput *out = gumbo_parse_with_options(
		&o, html->bytes.p ? html->bytes.p : "", html->bytes.n);
	tree_children(&t, out->root, doc->root);
}
