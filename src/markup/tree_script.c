/*
 * Scripts.  What one shows on the site is not on paper, and that is told;
 * what one only does there (a button, a menu, a count of visitors) nobody
 * misses.  One from elsewhere may write where it stands, unless it says that
 * it comes later; of one in the page its words tell.
 */
#include "tree_priv.h"

/* What shows something, in the language of scripts. */
static const char *const showing[] = {"document.write", "innerHTML",
	"outerHTML", "insertAdjacent", "innerText", "textContent",
	"appendChild", ".append(", ".prepend(", ".html(", ".text(",
	".createElement("};

static bool
is_data(const GumboNode *g)
{
	struct str type = tree_attr(g, "type");
	return type.n && str_find(type, "script", 0) < 0 &&
	       !str_iis(type, "module");
}

static bool
may_show(const GumboNode *g)
{
	if (is_data(g))
		return false;
	if (tree_has_attr(g, "src"))
		return !tree_has_attr(g, "async") && !tree_has_attr(g, "defer");
	const GumboVector *v = &g->v.element.children;
	for (unsigned i = 0; i < v->length; i++) {
		const GumboNode *c = v->data[i];
		for (size_t k = 0; k < ARRAY_LEN(showing); k++)
			if (c->type == GUMBO_NODE_TEXT &&
				strstr(c->v.text.text, showing[k]))
				return true;
	}
	return false;
}

void
tree_add_script(struct tree *t, const GumboNode *g)
{
	if (may_show(g))
		MARKUP_REPORT(t->dg, DIAG_HTML_DROPPED, tree_span(t, g), "%s",
			"<script>");
}
