/*
 * Where a link leads in a site: shared by packets, whose links lead to
 * pages, by single pages, whose links lead to the web, and by the check that
 * looks for pages that are not there.
 */
#ifndef HANDOUT_LINKS_H
#define HANDOUT_LINKS_H

#include "base/base.h"
#include "doc/doc.h"
#include "source/source.h"

/* The pages of a site, by what links call them. */
struct link_index {
	struct arena *a;
	struct str url, baseurl; /* of the site, no slash at the end */
	struct map pages;        /* path -> struct link_page */
	struct map tails;        /* end of a path -> the one page that has it */
};

/* A page, and the one who asks knows it by `data`. */
struct link_page {
	struct str address; /* where the site has it: "/modules/lab/" */
	struct str rel;     /* its path within the site */
	void *data;
};

/* What a link says: a path, a query with its '?', a fragment without '#'. */
struct link_target {
	struct str path, query, fragment;
};

/* No pages yet; `config` is the site's. */
struct link_index link_index_new(struct arena *a, const struct value *config);
/* Make a page known; it must stay. */
void link_index_add(struct link_index *x, struct link_page *page);
/*
 * Cut a link's address.  False if it leads out of the site, or nowhere, or
 * to a place of its own page.
 */
bool link_split(
	const struct link_index *x, struct str href, struct link_target *out);
/* The page that `path` means on the page `on`, or NULL. */
struct link_page *link_find(
	struct link_index *x, const struct link_page *on, struct str path);
/* What `path` means on `on`, from the site's root, by the page's address. */
struct str link_absolute(
	struct link_index *x, const struct link_page *on, struct str path);
/* The same by where the page's file lies. */
struct str link_absolute_file(
	struct link_index *x, const struct link_page *on, struct str path);
/* Does an absolute path lead out of `baseurl`, to others on the server? */
bool link_leaves(const struct link_index *x, struct str path);
/* Does a path lead above the root by its ".."?  `on` is where it stands. */
bool link_climbs(struct str on, struct str path);
/*
 * Let a link lead to what the site has on the web by that name; it stays as
 * it is where the site does not say its `url`.  A file that is a page of the
 * site is called by that page's address, and is then an input.
 */
void link_to_web(struct link_index *x, struct source_site *site,
	const struct link_page *on, struct node *link,
	const struct link_target *t, struct diag *dg);
/* The nodes of a document by the names of their anchors, the first of each. */
struct map *link_anchors(struct arena *a, const struct document *doc);
/* The one that a link's fragment names, or NULL. */
struct node *link_anchor(
	struct arena *a, const struct map *anchors, struct str fragment);
/* A path without what servers add or leave away: "/lab/index.html", "/lab" */
struct str link_key(struct str path);

#endif
