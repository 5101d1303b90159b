/*
 * The tags that name another page: link and post_url.
 *
 * The other page's front matter is read, since it may say what the address
 * is.  Posts are called by their date and title alone, so they are looked
 * for in all folders `_posts` of the site; each that was looked into is known
 * to the diag.
 */
#include "liquid_tag_priv.h"

#include <sys/stat.h>

#define LINK_DEPTH 16 /* folders in folders */

/* The name goes on to the end of the tag, and may hold spaces. */
void *
liquid_link_parse(struct liquid_lex *l, const char *word)
{
	(void)word;
	struct liquid_piece *first = NULL, **end = &first;
	while (!liquid_lex_end(l)) {
		if (first) {
			*end = ARENA_NEW(l->a, struct liquid_piece);
			(*end)->text = STR(" ");
			end = &(*end)->next;
		}
		*end = liquid_lex_file(l);
		while (*end)
			end = &(*end)->next;
	}
	return first;
}

/* ---- the address ---- */

static struct str
link_path(struct liquid *lq, struct str rel)
{
	return str_fmt(
		lq->a, "%.*s/%.*s", STR_ARG(lq->site->root), STR_ARG(rel));
}

/* Front matter of another page; an empty map if it can't be had. */
static struct value *
link_front(struct liquid *lq, struct str rel)
{
	size_t body;
	struct str raw = STR0, path = link_path(lq, rel);
	struct str real = site_resolve(lq->a, lq->site->root, path);
	if (!real.n)
		diag_add_absent(lq->dg, path);
	if (!real.n ||
		!file_read(lq->a, real.p, SOURCE_MAX_BYTES, lq->dg, &raw) ||
		!front_opens(raw))
		return page_defaults(
			lq->site, rel, value_new(lq->a, VALUE_MAP, SPAN_NONE));
	struct diag *nobody = diag_new(lq->a); /* told on that page */
	struct mended m = mend_bytes(lq->a, raw);
	int file = diag_add_file(nobody, rel, m.bytes);
	return page_defaults(
		lq->site, rel, front_read(lq->a, file, m.bytes, &body, nobody));
}

static void
link_print(struct liquid *lq, struct str url)
{
	liquid_print(lq, page_baseurl(lq->site));
	liquid_print(lq, url);
}

static bool
link_is_page(struct str path)
{
	return str_ends(path, ".md") || str_ends(path, ".markdown") ||
	       str_ends(path, ".html");
}

/* The address that a page of this path gets; a file that is none keeps it. */
void
liquid_link_render(struct liquid *lq, const struct liquid_node *n)
{
	struct str path = liquid_piece_text(lq, n->branches->parsed);
	if (str_find(path, "://", 0) >= 0) {
		liquid_print(lq, path);
		return;
	}
	while (path.n && path.p[0] == '/')
		path = str_sub(path, 1, path.n);
	struct str url = str_fmt(lq->a, "/%.*s", STR_ARG(path));
	if (link_is_page(path))
		url = page_url(lq->site, path, link_front(lq, path));
	link_print(lq, url);
}

/* ---- posts ---- */

struct post_search {
	struct liquid *lq;
	struct str date, title; /* of the post */
	struct str found;       /* its path, or empty */
};

static bool
post_is(const struct post_search *s, struct str name)
{
	struct str title, date = page_dated(s->lq->a, page_stem(name), &title);
	return date.n && link_is_page(name) && str_eq(date, s->date) &&
	       str_eq(title, s->title);
}

static bool
post_enters(struct str name)
{
	return name.p[0] != '.' && !str_is(name, "node_modules") &&
	       !str_is(name, "_site") && !str_is(name, "vendor");
}

static void
post_look(struct post_search *s, struct str rel, bool posts, int depth)
{
	int n;
	struct arena *a = s->lq->a;
	struct str path = link_path(s->lq, rel);
	const struct str *names = file_names(a, path.p, &n);
	diag_add_folder(s->lq->dg, path, names, n);
	for (int i = 0; i < n && !s->found.n; i++) {
		struct stat st;
		struct str in = rel.n ? str_fmt(a, "%.*s/%.*s", STR_ARG(rel),
						STR_ARG(names[i]))
		                      : names[i];
		if (posts && post_is(s, names[i]))
			s->found = in;
		else if (depth < LINK_DEPTH && post_enters(names[i]) &&
			 lstat(link_path(s->lq, in).p, &st) == 0 &&
			 S_ISDIR(st.st_mode))
			post_look(s, in, posts || str_is(names[i], "_posts"),
				depth + 1);
	}
}

void
liquid_post_url_render(struct liquid *lq, const struct liquid_node *n)
{
	struct str name = liquid_piece_text(lq, n->branches->parsed);
	struct post_search s = {.lq = lq};
	s.date = page_dated(lq->a, page_name(name), &s.title);
	if (s.date.n)
		post_look(&s, STR0, false, 0);
	struct str rel = s.found.n ? s.found
	                           : str_fmt(lq->a, "_posts/%.*s.md",
					     STR_ARG(page_name(name)));
	link_print(lq, page_url(lq->site, rel, link_front(lq, rel)));
}
