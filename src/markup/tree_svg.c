/*
 * Inline drawings: a picture whose alternative text is what they show in
 * words, their title or else the text in them.  Small ones are signs beside a
 * word: they leave their title in its line, or nothing.
 *
 * HTML is loose about drawings; they are written anew, as the XML that
 * readers of SVG want, from what Gumbo made of them.
 */
#include "tree_priv.h"

#define SIGN_MOST 64 /* px */

static bool
is_named(const GumboNode *g, const char *name)
{
	GumboStringPiece tag = g->v.element.original_tag;

	gumbo_tag_from_original_text(&tag);
	return str_iis((struct str){tag.data, tag.data ? tag.length : 0}, name);
}

/* Text in the drawing, word by word; not its style or title. */
static void
collect_text(const GumboNode *g, struct buf *out)
{
	const GumboVector *v = &g->v.element.children;

	if (is_named(g, "style") || is_named(g, "script") ||
		is_named(g, "title") || is_named(g, "desc") ||
		is_named(g, "defs") || is_named(g, "metadata"))
		return;
	for (unsigned i = 0; i < v->length; i++) {
		const GumboNode *c = v->data[i];
		if (c->type == GUMBO_NODE_ELEMENT)
			collect_text(c, out);
		if (c->type != GUMBO_NODE_TEXT)
			continue;
		if (out->n)
			buf_ch(out, ' ');
		buf_str(out, str_trim(str_c(c->v.text.text)));
	}
}

static struct str
svg_title(struct tree *t, const GumboNode *g)
{
	const GumboVector *v = &g->v.element.children;
	struct str title = str_trim(tree_attr(g, "aria-label"));

	for (unsigned i = 0; i < v->length && !title.n; i++) {
		const GumboNode *c = v->data[i];
		if (c->type == GUMBO_NODE_ELEMENT &&
			(c->v.element.tag == GUMBO_TAG_TITLE ||
				c->v.element.tag == GUMBO_TAG_DESC))
			title = str_trim(tree_text(t, c));
	}
	return title;
}

/* ---- as XML ------------------------------------------------------------- */

static void
xml_escape(struct buf *out, struct str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		if (c == '&')
			buf_c(out, "&amp;");
		else if (c == '<')
			buf_c(out, "&lt;");
		else if (c == '"')
			buf_c(out, "&quot;");
		else if (c >= 0x20 || c == '\n' || c == '\t')
			buf_utf8(out, c);
	}
}

/* A name without a prefix, which would be of an editor's own. */
static bool
xml_is_name(struct str s)
{
	bool ok = s.n && (ch_alpha(s.p[0]) || s.p[0] == '_');

	for (size_t i = 0; i < s.n; i++)
		ok = ok && (ch_alnum(s.p[i]) || strchr("_-.", s.p[i]));
	return ok;
}

/* As SVG spells it; empty if it is not to be drawn. */
static struct str
xml_name(const GumboNode *g)
{
	GumboStringPiece tag = g->v.element.original_tag;

	gumbo_tag_from_original_text(&tag);
	const char *svg = gumbo_normalize_svg_tagname(&tag);
	struct str name = svg ? str_c(svg) : (struct str){tag.data, tag.length};
	if (!tag.data || !xml_is_name(name) || str_iis(name, "script") ||
		str_iis(name, "foreignObject"))
		return STR0;
	return name;
}

static void
xml_attr(const GumboAttribute *a, struct buf *out)
{
	static const char *const prefixes[] = {[GUMBO_ATTR_NAMESPACE_NONE] = "",
		[GUMBO_ATTR_NAMESPACE_XLINK] = "xlink:",
		[GUMBO_ATTR_NAMESPACE_XML] = "xml:"};
	struct str name = str_c(a->name);

	if ((size_t)a->attr_namespace >= ARRAY_LEN(prefixes) ||
		!xml_is_name(name) || str_is(name, "xmlns"))
		return;
	buf_fmt(out, " %s%s=\"", prefixes[a->attr_namespace], a->name);
	xml_escape(out, str_c(a->value));
	buf_ch(out, '"');
}

static void
xml_element(const GumboNode *g, struct buf *out, const char *spaces)
{
	const GumboElement *e = &g->v.element;
	struct str name = xml_name(g);

	if (!name.n)
		return;
	buf_fmt(out, "<%.*s%s", STR_ARG(name), spaces);
	for (unsigned i = 0; i < e->attributes.length; i++)
		xml_attr(e->attributes.data[i], out);
	buf_ch(out, '>');
	for (unsigned i = 0; i < e->children.length; i++) {
		const GumboNode *c = e->children.data[i];
		if (c->type == GUMBO_NODE_ELEMENT)
			xml_element(c, out, "");
		else if (c->type == GUMBO_NODE_TEXT ||
			 c->type == GUMBO_NODE_WHITESPACE ||
			 c->type == GUMBO_NODE_CDATA)
			xml_escape(out, str_c(c->v.text.text));
	}
	buf_fmt(out, "</%.*s>", STR_ARG(name));
}

static struct str
svg_drawing(struct tree *t, const GumboNode *g)
{
	struct buf b = buf_new(t->a);

	xml_element(g, &b,
		" xmlns=\"http://www.w3.org/2000/svg\""
		" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
	return buf_done(&b);
}

/* ---- what it is --------------------------------------------------------- */

/* Of the size of a letter or two, or of unknown size and without viewBox. */
static bool
is_sign(const GumboNode *g)
{
	struct str w = tree_attr(g, "width");
	int px;

	if (!w.n)
		w = tree_style_value(tree_attr(g, "style"), "width");
	if (str_ends(w, "em"))
		return true;
	if (!w.n || str_ends(w, "%") || !str_int(w, &px))
		return !tree_has_attr(g, "viewBox") &&
		       !tree_has_attr(g, "viewbox");
	return px < SIGN_MOST;
}

void
tree_add_svg(struct tree *t, const GumboNode *g)
{
	struct buf b = buf_new(t->a);
	struct str title = svg_title(t, g);

	if (!title.n)
		collect_text(g, &b);
	struct str words = title.n ? title : str_trim(buf_done(&b));
	if (is_sign(g)) {
		MARKUP_REPORT(
			t->dg, DIAG_HTML_DROPPED, tree_span(t, g), "<svg>");
		if (words.n)
			tree_add_text(t, words, tree_span(t, g));
		return;
	}
	if (tree_has_attr(g, "aria-hidden") && !words.n)
		return;
	struct node *n = tree_add(t, g, NODE_IMAGE);
	n->image.alt = words;
	n->image.inside = true;
	n->image.drawing = svg_drawing(t, g);
}
