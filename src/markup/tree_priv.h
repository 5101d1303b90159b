/*
 * Building the document from Gumbo's tree.  Gumbo's types stay in tree.c
 * and tree_elements.c.
 */
#ifndef HANDOUT_TREE_PRIV_H
#define HANDOUT_TREE_PRIV_H

#include "markup_priv.h"

#include <gumbo.h>

/* Gumbo's own nesting: ours, and what it adds (html, body, tbody). */
#define TREE_DEPTH (3 * MARKUP_DEPTH)

struct tree {
	struct arena *a;
	struct document *doc;
	struct diag *dg;
	const struct text *html;
	int depth;
	int tables, rows; /* cells so far, against floods */
	struct node *at;  /* where children go */
};

typedef void tree_fn(struct tree *t, const GumboNode *g);

/* One element: what makes its node, and of which kind. */
struct tree_element {
	tree_fn *fn;
	enum node_kind kind;
	const char *class_name; /* added, or NULL */
	int number;
};

extern const struct tree_element tree_elements[GUMBO_TAG_LAST];

void tree_children(struct tree *t, const GumboNode *g, struct node *into);
struct node *tree_add(struct tree *t, const GumboNode *g, enum node_kind kind);
struct node *tree_add_text(struct tree *t, struct str s, struct span span);
struct span tree_span(const struct tree *t, const GumboNode *g);
struct str tree_attr(const GumboNode *g, const char *name);
/* What the declarations of a style attribute say last of `name`. */
struct str tree_style_value(struct str style, const char *name);
/* tree_media.c: <img>, and what is embedded; tree_svg.c: <svg> */
void tree_add_image(struct tree *t, const GumboNode *g);
void tree_add_media(struct tree *t, const GumboNode *g);
void tree_add_svg(struct tree *t, const GumboNode *g);
bool tree_has_attr(const GumboNode *g, const char *name);
/* All text inside, collapsed. */
struct str tree_text(struct tree *t, const GumboNode *g);
/* tree_literal.c: stars that were to make it bold are reported */
void tree_literal_strong(struct tree *t, const GumboNode *g);
/* tree_script.c: <script>, reported if it may show something */
void tree_add_script(struct tree *t, const GumboNode *g);
/* tree_ignore.c: a comment that turns messages off is remembered */
void tree_ignore_add(struct tree *t, struct str comment, struct span span);
struct str tree_url(struct arena *a, struct str url);
bool tree_safe_url(struct str url);

#endif
