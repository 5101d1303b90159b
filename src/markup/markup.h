/*
 * markup: kramdown, raw HTML and attribute lists become a document tree.
 *
 * Three steps: dialect cuts the body into Markdown and raw HTML as
 * kramdown does; commonmark turns each Markdown stretch into HTML with
 * source positions; tree parses the whole with Gumbo and builds the
 * document.  Owns cmark and Gumbo.  Prefix: markup_, dialect_, tree_.
 */
#ifndef HANDOUT_MARKUP_H
#define HANDOUT_MARKUP_H

#include "base/base.h"
#include "doc/doc.h"

/*
 * Build the document of one page: its title (front matter, else the first
 * h1, else `name`) as first heading, an eyebrow paragraph (class
 * "eyebrow") from module_full_name and section before it, then the body.
 * doc_validate has been called on the result.  `front` and `site` are
 * maps; `site` says which dialect (`markdown:`, `kramdown:`).
 */
struct document *markup_read(struct arena *a, const struct text *body,
	const struct value *front, const struct value *site, struct str name,
	struct diag *dg);

/* A piece of Markdown as HTML, for the filter `markdownify`. */
struct str markup_html(struct arena *a, struct str markdown);

/* The HTML between the second and third step, for `handout dump markup`. */
struct str markup_dump(struct arena *a, const struct text *body,
	const struct value *site, struct diag *dg);

#endif
