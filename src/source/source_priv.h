/*
 * What the files of source share.  Prefixes: yaml_ (yaml.c, scalar.c),
 * mend_ (mend.c), front_ (front.c, recover.c), site_ (site.c), data_
 * (data.c), date_ (liquid_date.c), page_ (page.c, url.c), wishes_, list_
 * (listing.c), order_, module_ (modules.c), documents_,
 * wished_.
 */
#ifndef HANDOUT_SOURCE_PRIV_H
#define HANDOUT_SOURCE_PRIV_H

#include "source.h"

#define SOURCE_MAX_BYTES ((size_t)16 << 20)

/* Where and why a text is not YAML. */
struct yaml_fault {
	size_t at; /* byte offset in the file */
	struct str what;
};

/*
 * Read `text`, which starts at byte `base` of `file`.  NULL and `*fault`
 * if it is broken; nothing is reported.
 */
struct value *yaml_read(struct arena *a, int file, size_t base, struct str text,
	struct yaml_fault *fault);
/* Find the type of the plain scalar in v->s as Psych, Jekyll's reader. */
void yaml_resolve(struct value *v);
/* Shallow copy: the children are shared, the key and `next` are gone. */
struct value *yaml_copy(struct arena *a, const struct value *v);

/*
 * Make the bytes of a file fit to read: no BOM, lines ended by LF, no NUL,
 * UTF-8.  The result is what the diag counts lines in, so places stay right.
 */
struct mended {
	struct str bytes;
	bool bad_utf8, nul;
	size_t bad_at, nul_at; /* the first of each, in `bytes` */
};

struct mended mend_bytes(struct arena *a, struct str raw);
/* Make it known to the diag and report what was mended. */
int mend_add_file(struct diag *dg, struct str name, const struct mended *m);

/*
 * The front matter of `bytes`, never NULL; `*body` gets the offset of the
 * text behind it.
 */
struct value *front_read(struct arena *a, int file, struct str bytes,
	size_t *body, struct diag *dg);
/* Read [from, to) of `bytes` line by line, whatever it looks like. */
struct value *front_recover(struct arena *a, int file, struct str bytes,
	size_t from, size_t to, struct diag *dg);
/* Do these bytes open with a front matter line? */
bool front_opens(struct str bytes);

/*
 * The real path of `path` if it is `root` or inside it and can be read;
 * empty if not.
 */
struct str site_resolve(struct arena *a, struct str root, struct str path);
/* What of such a path is behind the root. */
struct str site_rel(struct str root, struct str real);
/* Without slashes at its end. */
struct str site_trim_slash(struct str path);
/* What the site wants of handout, checked; a map. */
struct value *wishes_read(struct source_site *site, struct diag *dg);
/* Put the pages in the order of the site. */
void order_pages(struct source_site *site, struct source_listed *pages, int n,
	struct value **fronts, struct diag *dg);
/* A title for each module that its pages have none for. */
void module_titles(struct source_site *site, struct source_listed *pages, int n,
	struct diag *dg);
/* What an entry of a list of modules or pages calls it. */
struct str order_name(const struct value *v);
/* All that a list may call a page: in a module's list, or in the site's. */
#define ORDER_NAMES 7
int order_page_names(struct arena *a, const struct source_listed *p,
	bool module, struct str names[ORDER_NAMES]);
/* All that it may call the page's module. */
int order_module_names(
	const struct source_listed *p, struct str names[ORDER_NAMES]);
/* Report what handout.yml says of pages that the site does not have. */
void wished_check(struct source_site *site, const struct source_listing *l,
	struct diag *dg);
typedef void (*list_file_fn)(void *ctx, const struct source_listed *p);
/*
 * Give each file in the folder `rel` of a Jekyll site to `each`, but for
 * those that Jekyll leaves alone; in the order of their paths.  Of the
 * listed page only path and rel are filled.  The folders become inputs.
 */
void list_files(struct source_site *site, struct str rel, list_file_fn each,
	void *ctx, struct diag *dg);
/* The lists of modules that the site has, those that count most first. */
#define ORDER_LISTS 3
int order_lists(struct source_site *site,
	const struct value *lists[ORDER_LISTS], struct diag *dg);
/* "my-first-page" as "My First Page". */
struct str page_titleize(struct arena *a, struct str slug);
/* The first folder in the path that says more than "modules" or "_posts". */
struct str page_group(struct str rel);
/* What stands before `_posts/` and the like, folder by folder. */
bool page_is_silent_part(struct str part);
/* A file inside the root as messages name it. */
struct str site_shown(const struct source_site *site, struct str real);
/* `site.data`, its files not yet read. */
struct value *data_open(struct source_site *site, struct diag *dg);
/* Child of `site.data`, its file read now; NULL if there is none. */
struct value *data_find(
	struct source_site *site, struct str key, struct diag *dg);
/* `site.data` as a whole, all files read. */
struct value *data_all(struct source_site *site, struct diag *dg);
/* Rows of comma- or tab-separated values as a list of maps. */
struct value *data_csv(struct arena *a, struct str bytes, char sep);

/*
 * What Jekyll makes of the site's files under this name of `site`: the
 * documents of a collection, `pages`, `posts`, `collections` and the like.
 * NULL: the name means none of these.
 */
struct value *documents_find(
	struct source_site *site, struct str name, struct diag *dg);
/*
 * Is it a page or document of those?  Its children `content`, `excerpt` and
 * `output` are null, their texts the file's path, until somebody asks.
 */
bool documents_is(const struct value *v);

/* A page as Liquid sees it: its front matter, and what its path says. */
struct value *page_value(
	struct source_site *site, struct str rel, const struct value *front);
/* Front matter with the site's `defaults:` behind it. */
struct value *page_defaults(
	struct source_site *site, struct str rel, struct value *front);
/* Front matter with the title that the site wants the page to have. */
struct value *page_wishes(
	struct source_site *site, struct str rel, struct value *front);
/* The address within the site that Jekyll gives the page. */
struct str page_url(
	struct source_site *site, struct str rel, const struct value *front);
/*
 * The same of a page that is not the one at work: its front matter is read,
 * if there is such a file.  A file that is no page keeps its path.
 */
struct str page_address(
	struct source_site *site, struct str rel, struct diag *dg);
/* A page by its name: Markdown or HTML. */
bool page_is_named_so(struct str name);
/* The file of a path within the site. */
struct str page_path(const struct source_site *site, struct str rel);
/* "posts", the name of a collection, or "pages". */
struct str page_type(struct str rel);
/* `site.baseurl` as it goes before an address: no slash at its end. */
struct str page_baseurl(const struct source_site *site);
/* Last part of a path; the same without its extension. */
struct str page_name(struct str rel);
struct str page_stem(struct str name);
/*
 * "2020-1-5-title", the name of a post: its date as "2020-01-05", and what
 * stands behind it; empty if that is no such name.
 */
struct str page_dated(struct arena *a, struct str stem, struct str *title);
/* A date in words or numbers, as Ruby's strftime prints it; or empty. */
struct str date_print(struct arena *a, struct str date, struct str format);

#endif
