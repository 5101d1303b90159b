/*
 * Links that lead to other pages of the site, looked after before printing.
 *
 * What is learned of other pages, which there are and what anchors they
 * have, stays in the handle: a run over all pages of a site reads each of
 * them at most once for its links.  Where that can't be had for lack of
 * memory, nothing is said of links.
 */
#include "links.h"
#include "render_priv.h"

#include <sys/stat.h>

struct site_links {
	struct arena *a;
	struct str root;
	bool jekyll;
	struct link_index x; /* pages; data: struct link_anchors, or NULL */
};

/* What can be linked to on a page. */
struct link_anchors {
	struct map ids;
	bool known; /* false: the page can't be read */
};

/* ---- the pages of the site ------------------------------------------------
 */

static void
links_add_pages(struct site_links *s, const struct source_listed *v, int n)
{
	struct link_page *pages =
		ARENA_ARRAY(s->a, (size_t)n + 1, struct link_page);
	for (int i = 0; i < n; i++) {
		pages[i].address = v[i].address;
		pages[i].rel = v[i].rel;
		if (v[i].skip == SKIP_NOT || v[i].skip == SKIP_IGNORED)
			link_index_add(&s->x, &pages[i]);
	}
}

static void
links_read(struct site_links *s, const struct render *r)
{
	struct diag *dg = diag_new(s->a);
	const char *root = str_cdup(s->a, r->site->root);
	struct source_site *site = source_site_open(s->a, root, root, dg);
	s->root = site->root;
	s->jekyll = site->jekyll;
	s->x = link_index_new(s->a, site->config);
	if (!site->jekyll) /* a page by itself, perhaps in a large folder */
		return;
	struct source_listing list = source_list(site, root, dg);
	links_add_pages(s, list.pages, list.n);
	links_add_pages(s, list.skipped, list.nskipped);
}

void
links_forget(struct handout *h)
{
	if (h->links)
		arena_free(h->links->a);
	h->links = NULL;
}

static struct site_links *
links_new(const struct render *r)
{
	struct arena *a = arena_new();
	if (!a)
		return NULL;
	if (setjmp(*arena_jump(a)) != 0) {
		arena_free(a);
		return NULL;
	}
	struct site_links *s = ARENA_NEW(a, struct site_links);
	s->a = a;
	links_read(s, r);
	return s;
}

/* Those of the render's site, or NULL. */
static struct site_links *
links_open(const struct render *r)
{
	struct handout *h = r->h;
	if (h->links && !str_eq(h->links->root, r->site->root))
		links_forget(h);
	if (!h->links)
		h->links = links_new(r);
	return h->links;
}

/* ---- the anchors of a page ------------------------------------------------
 */

static void
anchors_keep(struct site_links *s, struct link_anchors *to, struct str id)
{
	if (id.n && !map_find(&to->ids, id))
		map_put(&to->ids, str_dup(s->a, id), to);
}

/* False if there is no memory to keep them. */
static bool
anchors_copy(struct site_links *s, struct link_page *page,
	const struct document *doc)
{
	if (setjmp(*arena_jump(s->a)) != 0)
		return false;
	struct link_anchors *to = ARENA_NEW(s->a, struct link_anchors);
	to->ids = map_new(s->a);
	page->data = to;
	if (!doc)
		return true;
	for (struct node *n = doc->root; n; n = doc_next(n, doc->root)) {
		anchors_keep(s, to, n->id);
		if (n->attrs)
			anchors_keep(s, to, doc_attr_value(n, "name"));
	}
	to->known = true;
	return true;
}

static const struct document *
anchors_document(struct render *r)
{
	if (setjmp(*arena_jump(r->a)) != 0)
		return NULL;
	r->dg = diag_new(r->a);
	r->path = str_fmt(r->a, "%s", r->path).p;
	if (!render_source(r))
		return NULL;
	render_markup(r);
	return r->doc;
}

/* Nothing of the render's own arena is had here: none of it may be lost. */
static void
anchors_read(struct site_links *s, struct link_page *page,
	const struct render *of, const char *path)
{
	struct render r = {
		.a = arena_new(), .h = of->h, .o = of->o, .path = path};
	if (!r.a)
		return;
	anchors_copy(s, page, anchors_document(&r));
	arena_free(r.a);
}

/* Does the page lack what the fragment names? */
static bool
anchor_is_missing(struct site_links *s, struct link_page *page,
	const struct render *r, struct str fragment)
{
	struct str path = str_fmt(
		r->a, "%.*s/%.*s", STR_ARG(s->root), STR_ARG(page->rel));
	if (!fragment.n || str_iis(fragment, "top"))
		return false;
	if (!page->data)
		anchors_read(s, page, r, path.p);
	const struct link_anchors *at = page->data;
	return at && at->known && !map_find(&at->ids, fragment) &&
	       !map_find(&at->ids, str_unescape(r->a, fragment));
}

/* ---- files of the site ----------------------------------------------------
 */

/* What stands for an address on the disk, and outside of Jekyll for a page's.
 */
static const char *const file_ends[] = {
	"", ".html", ".htm", "/index.html", "/README.md", NULL};
static const char *const page_ends[] = {
	".md", ".markdown", "/index.md", "/index.markdown", NULL};

static bool
is_file(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool
has_file(const struct site_links *s, struct arena *a, struct str path,
	const char *const *ends)
{
	while (path.n && path.p[path.n - 1] == '/')
		path.n--;
	if (!path.n) /* the site itself */
		return true;
	for (size_t i = 0; ends[i]; i++)
		if (is_file(str_fmt(a, "%.*s%.*s%s", STR_ARG(s->root),
			    STR_ARG(path), ends[i])
				    .p))
			return true;
	return false;
}

static bool
file_is_there(const struct site_links *s, struct arena *a, struct str path)
{
	return has_file(s, a, path, file_ends) ||
	       (!s->jekyll && has_file(s, a, link_key(path), page_ends));
}

/* What plugins of Jekyll put into every site that has them. */
static bool
file_is_made(const struct render *r, struct str path)
{
	static const struct {
		const char *plugin, *path;
	} rows[] = {{"jekyll-feed", "/feed.xml"},
		{"jekyll-sitemap", "/sitemap.xml"},
		{"jekyll-sitemap", "/robots.txt"}};
	static const char *const keys[] = {"plugins", "gems"};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (!str_is(path, rows[i].path))
			continue;
		for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
			const struct value *list =
				value_find(r->site->config, keys[k]);
			for (const struct value *v = list ? list->first : NULL;
				v; v = v->next)
				if (str_is(v->s, rows[i].plugin))
					return true;
		}
	}
	return false;
}

static bool
path_is_there(const struct site_links *s, struct link_index *x,
	const struct link_page *on, const struct render *r, struct str path)
{
	struct str at[2] = {
		link_absolute(x, on, path), link_absolute_file(x, on, path)};
	for (int i = 0; i < 2; i++)
		if (file_is_there(s, r->a, at[i]) || file_is_made(r, at[i]))
			return true;
	return false;
}

/* ---- one link -------------------------------------------------------------
 */

/* Can nobody tell from the site's folder what is there? */
static bool
link_is_elsewhere(const struct site_links *s, const struct link_index *x,
	const struct link_page *on, struct str path)
{
	if (!s->jekyll)
		return path.p[0] == '/' || link_climbs(on->rel, path);
	return link_leaves(x, path) ||
	       (x->baseurl.n && link_climbs(on->address, path));
}

static void
check_link(struct site_links *s, struct link_index *x,
	const struct link_page *on, struct render *r, const struct node *link)
{
	struct link_target t;
	if (link->link.target || !link_split(x, link->link.href, &t) ||
		!t.path.n)
		return;
	struct str path = str_unescape(r->a, t.path);
	struct link_page *to = link_find(x, on, t.path);
	if (to && anchor_is_missing(s, to, r, t.fragment))
		diag_report(r->dg, DIAG_LINK_ANCHOR, link->span, "%.*s",
			STR_ARG(str_sub(link->link.href, 0, 200)));
	if (to || path_is_there(s, x, on, r, t.path) ||
		path_is_there(s, x, on, r, path) ||
		link_is_elsewhere(s, x, on, path))
		return;
	diag_report(r->dg, DIAG_LINK_PAGE, link->span, "%.*s",
		STR_ARG(str_sub(link->link.href, 0, 200)));
}

/* The page itself as the site knows it. */
static struct link_page
page_itself(const struct site_links *s, struct link_index *x,
	const struct render *r)
{
	struct link_page on = {
		.address = str_fmt(x->a, "/%.*s", STR_ARG(r->page.rel)),
		.rel = r->page.rel};
	const struct link_page *listed =
		link_find(x, &(struct link_page){0}, on.address);
	if (s->jekyll && listed && str_eq(listed->rel, on.rel))
		return *listed;
	return on;
}

void
preflight_links(struct render *r)
{
	const struct node *root = r->doc->root;
	struct site_links *s = links_open(r);
	if (!s)
		return;
	struct link_index x = s->x;
	x.a = r->a;
	struct link_page on = page_itself(s, &x, r);
	for (const struct node *n = root; n; n = doc_next(n, root))
		if (n->kind == NODE_LINK)
			check_link(s, &x, &on, r, n);
}
