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

static void
link_print(struct liquid *lq, struct str url)
{
	liquid_print(lq, page_baseurl(lq->site));
	liquid_print(lq, url);
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
	link_print(lq, page_address(lq->site, path, lq->dg));
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
	return date.n && page_is_named_so(name) && str_eq(date, s->date) &&
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
	struct str path = page_path(s->lq->site, rel);
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
			 lstat(page_path(s->lq->site, in).p, &st) == 0 &&
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
	link_print(lq, page_address(lq->site, rel, lq->dg));
}
