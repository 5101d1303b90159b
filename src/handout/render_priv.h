/*
 * One output on its way through the chain, and the steps that take it
 * there.  Each returns false, after reporting, if it can't be printed.
 */
#ifndef HANDOUT_RENDER_PRIV_H
#define HANDOUT_RENDER_PRIV_H

#include "handout_priv.h"

#include "doc/doc.h"
#include "layout/layout.h"
#include "page/page.h"
#include "pdf/pdf.h"
#include "text/text.h"

struct handout {
	struct arena *a; /* the font manifest */
	struct font_cache *fonts;
	struct image_cache *images; /* what many pages show is packed once */
	struct site_links *links;   /* what check knows of other pages, NULL */
	locale_t locale;            /* "C" */
	size_t fail_after;          /* for tests: which allocation fails */
};

/* One page on its way. */
struct render {
	struct arena *a;
	struct diag *dg;
	struct handout *h;
	const char *path;
	const struct handout_options *o;
	struct source_site *site;
	struct source_page page;
	struct document *doc;
	struct theme *theme;
	struct pages *pages; /* NULL where they went straight to the file */
	int npages;
	struct pdf_options pdf;
	const struct handout_packet *packet; /* NULL: one page */
	struct arena *work; /* of a packet: for a page at a time */
};

/* Find the site of `r->path`, and read the page. */
bool render_site(struct render *r);
bool render_source(struct render *r);
void render_markup(struct render *r);
/* The theme, from all that may ask for something. */
bool render_theme(struct render *r);
/* What is added to a page for print: attributions, cards, placed notes. */
void render_prepare(struct render *r);
/* Links of a page that is printed alone lead to the site on the web. */
void render_site_links(struct render *r);
/* The list of links, if the theme wants one. */
void render_links(struct render *r);
/* Theme, what is added, the list of links, and styles. */
bool render_style(struct render *r);
void render_layout(struct render *r);
/* A packet's pages straight into its file; false after reporting. */
bool render_stream(struct render *r, struct str *out);
void render_meta(struct render *r);

/* Report links to pages, files and anchors that the site does not have. */
void preflight_links(struct render *r);
/* Read the site's pages again when links are next looked after. */
void links_forget(struct handout *h);

/* A name without folder and extension. */
struct str path_stem(struct str path);
/* The folder that a path is in, "." for a bare name. */
const char *path_folder(struct arena *a, const char *path);
/* The first of these keys that the page's front matter or the site has. */
struct str first_of(const struct render *r, const char *const *keys);
/* "2018-12-06" at the start of the text, in seconds since 1970. */
bool read_date(struct str s, int64_t *out);

/* ---- packets ------------------------------------------------------------- */

/* A page of a packet: where it is, and what it says. */
struct packet_page {
	const struct handout_page *listed;
	struct source_page source;
	struct document *doc;
	struct node *chapter;
	struct map *anchors; /* name: node; NULL until a link asks for one */
};

struct packet {
	struct render *r;
	const struct handout_packet *wish;
	struct packet_page *pages;
	int n;
	struct document *doc;
	struct node *front; /* chapter of the contents */
	struct node *first; /* chapter of the first page */
};

/* All steps up to layout. */
bool render_packet(struct render *r, const struct handout_packet *wish);
/*
 * Links from page to page lead within the packet, those to other pages of
 * the site to their web address.  Pages also learn their module's title.
 */
void packet_link(struct packet *p);
void packet_add_cover(struct packet *p);
/* Authors and licences of the pages and the site, if there are any. */
void packet_add_credits(struct packet *p);

#endif
