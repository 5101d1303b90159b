/*
 * source: finds the site and the page, reads YAML, expands Liquid.
 *
 * Knows nothing of Markdown or HTML; what the `markdownify` filter needs
 * comes in as a function.  Owns libyaml.  Prefixes: source_, liquid_.
 */
#ifndef HANDOUT_SOURCE_H
#define HANDOUT_SOURCE_H

#include "base/base.h"

/* A Jekyll-style folder. */
struct source_site {
	struct arena *a;
	struct arena *work;   /* for a page's body and its making; `a`, or what
	                         is emptied between pages */
	struct str root;      /* absolute path, no slash at the end */
	struct str shown;     /* root as messages name it, with a slash */
	struct value *config; /* `_config.yml`, an empty map if there is none */
	struct value *wishes; /* `handout:` in it and `handout.yml`; a map */
	struct value *data;   /* `_data`, read when first asked for */
	struct value *documents; /* `site.pages` and the like, as asked for */
	bool jekyll;             /* there is a `_config.yml` */
};

struct source_page {
	struct str path;     /* as given */
	struct str rel;      /* within the site's root */
	int file;            /* its number in the diag */
	struct value *front; /* front matter, an empty map if there is none */
	struct text raw;     /* the body before Liquid */
	struct text body;    /* and after it; in the site's `work` */
};

/* Filters that need Markdown: text in, HTML out. */
typedef struct str (*source_markdown_fn)(struct arena *a, struct str text);

/*
 * Read YAML out of bytes[from, to) of the known file `file` as a value
 * with spans.  Returns NULL after reporting yaml-syntax if it is broken;
 * an empty text gives an empty map.  Aliases are followed, with limits on
 * depth (64) and on the number of nodes (100,000).
 */
struct value *source_yaml(struct arena *a, int file, struct str bytes,
	size_t from, size_t to, struct diag *dg);

/*
 * The site that a page or folder belongs to: `root` if given (not NULL),
 * else the nearest folder upwards that has a `_config.yml`, else the
 * page's own folder.  A broken `_config.yml` is reported and empty.
 */
struct source_site *source_site_open(
	struct arena *a, const char *path, const char *root, struct diag *dg);

/*
 * Read one page: bytes (at most 16 MB; BOM dropped, lines ended by LF,
 * NUL and bad UTF-8 mended and reported; the diag knows the mended bytes),
 * front matter with the site's defaults
 * (recovered line by line where YAML rejects it), Liquid expanded.
 * False if the page can't be had at all; that is then reported.
 */
bool source_page_read(struct source_site *site, const char *path,
	source_markdown_fn markdown, struct source_page *out, struct diag *dg);

/* What the site is called: in its configuration, or in _data/course.yml. */
struct str source_site_title(struct source_site *site, struct diag *dg);

/* Where the site has the page of this file; empty if there is none. */
struct str source_file_address(
	struct source_site *site, struct str rel, struct diag *dg);

/*
 * Expand Liquid in `in`.  `scope` is a map with `site`, `page` and what
 * else is visible.  Never fails: what can't be read is reported and leaves
 * nothing.  Limits: 20 includes deep, 100,000 loop rounds, 16 MB.
 */
struct text liquid_expand(struct source_site *site, const struct text *in,
	struct value *scope, source_markdown_fn markdown, struct diag *dg);

enum source_skip {
	SKIP_NOT,
	SKIP_UNPUBLISHED, /* `published: false` */
	SKIP_EXCLUDED,    /* `exclude:` of the site */
	SKIP_IGNORED,     /* `ignore:` of handout.yml */
	SKIP_FOLDER,      /* a folder that the site does not publish */
	SKIP_POST         /* in `_posts`, with no date in its name */
};

/* A page of a site as a list shows it; what is not known is empty. */
struct source_listed {
	struct str path;    /* its file, as whoever named the folder would */
	struct str rel;     /* the same within the site's root */
	struct str address; /* where the site has it: "/modules/lab/" */
	struct str name;    /* the address as a file's name, no extension */
	struct str title, section, date;
	struct str module;       /* what it is a part of, as the site has it */
	struct str module_title; /* the same as people read it */
	enum source_skip skip;
};

struct source_listing {
	struct str folder; /* within the site's root, empty for all of it */
	struct source_listed *pages; /* in the site's own order */
	int n;
	struct source_listed *skipped; /* in the order of their paths */
	int nskipped;
};

/*
 * The pages in `folder`, which is the site's root or in it.  A page is a
 * .md, .markdown or .html file with front matter (outside of a Jekyll site
 * Markdown needs none) in a folder that Jekyll publishes: a plain one,
 * `_posts`, or a collection.  The order: pages of no module; modules as
 * `order:` in handout.yml, `modules:` in _config.yml or `modules` in
 * _data/course.yml name them, others by `order:` or `nav_order:` of their
 * index and by name; in a module the pages that are named there, then the
 * rest by `order:` or `nav_order:` (of a folder: its index's), number of
 * the section, date of a post, name, pages before folders.  None
 * is reported as folder-empty.
 */
struct source_listing source_list(
	struct source_site *site, const char *folder, struct diag *dg);

#endif
