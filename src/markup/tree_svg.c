/*
 * Inline drawings: printed as a frame with what they show in words, their
 * title or else the text in them.  Small ones are signs beside a word:
 * they leave their title in its line, or nothing.
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

	MARKUP_REPORT(t->dg, DIAG_HTML_DROPPED, tree_span(t, g), "<svg>");
	if (!title.n)
		collect_text(g, &b);
	struct str words = title.n ? title : str_trim(buf_done(&b));
	if (is_sign(g)) {
		if (words.n)
			tree_add_text(t, words, tree_span(t, g));
		return;
	}
	if (tree_has_attr(g, "aria-hidden") && !words.n)
		return;
	struct node *n = tree_add(t, g, NODE_IMAGE);
	n->image.alt = words;
	n->image.inside = true;
}
