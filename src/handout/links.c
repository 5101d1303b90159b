/*
 * Where a link leads in a site.
 *
 * A page is known by its address and by its path, both without what web
 * servers add or leave away (index.html, .html, a slash at the end).  What a
 * link names is made absolute by the page it stands on and looked up.
 */
#include "links.h"

/* ---- addresses ------------------------------------------------------------
 */

static struct str
cut_suffix(struct str s, const char *suffix)
{
	return str_ends(s, suffix) ? str_sub(s, 0, s.n - strlen(suffix)) : s;
}

/* "/modules/lab/index.html", "/modules/lab.md" -> "/modules/lab" */
struct str
link_key(struct str path)
{
	static const char *const suffixes[] = {
		".html", ".htm", ".markdown", ".md"};
	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
		path = cut_suffix(path, suffixes[i]);
	path = cut_suffix(path, "/index");
	return cut_suffix(path, "/");
}

/* Without "." and ".."; `path` begins with a slash. */
static struct str
without_dots(struct arena *a, struct str path)
{
	struct buf b = buf_new(a);
	struct str rest = path, part;
	bool folder = str_ends(path, "/");
	while (str_next(&rest, "/", &part)) {
		if (str_is(part, "."))
			continue;
		if (!str_is(part, "..")) {
			buf_ch(&b, '/');
			buf_str(&b, part);
			continue;
		}
		while (b.n && b.p[--b.n] != '/')
			;
	}
	if (folder || !b.n)
		buf_ch(&b, '/');
	return buf_done(&b);
}

/* What `path` means on the page at `address`. */
static struct str
path_join(struct arena *a, struct str address, struct str path)
{
	if (path.n && path.p[0] == '/')
		return without_dots(a, path);
	while (address.n && address.p[address.n - 1] != '/')
		address.n--;
	return without_dots(
		a, str_fmt(a, "%s%.*s%.*s",
			   address.n && address.p[0] == '/' ? "" : "/",
			   STR_ARG(address), STR_ARG(path)));
}

/* Begins with `prefix`, up to a slash or the end? */
static bool
has_prefix(struct str s, struct str prefix)
{
	return prefix.n && s.n >= prefix.n &&
	       str_eq(str_sub(s, 0, prefix.n), prefix) &&
	       (s.n == prefix.n || s.p[prefix.n] == '/');
}

static struct str
cut_prefix(struct str s, struct str prefix)
{
	return has_prefix(s, prefix) ? str_sub(s, prefix.n, s.n) : s;
}

static bool
has_scheme(struct str href)
{
	size_t i = 0;
	while (i < href.n && (ch_alnum(href.p[i]) || href.p[i] == '+' ||
				     href.p[i] == '-' || href.p[i] == '.'))
		i++;
	return (i && i < href.n && href.p[i] == ':') || str_starts(href, "//");
}

/* ---- one link -------------------------------------------------------------
 */

bool
link_split(const struct link_index *x, struct str href, struct link_target *out)
{
	href = cut_prefix(str_trim(href), x->url);
	if (!href.n || href.p[0] == '#' || has_scheme(href))
		return false;
	*out = (struct link_target){.path = href};
	ptrdiff_t hash = str_chr(href, '#');
	if (hash >= 0) {
		out->fragment = str_sub(href, (size_t)hash + 1, href.n);
		out->path = str_sub(href, 0, (size_t)hash);
	}
	ptrdiff_t query = str_chr(out->path, '?');
	if (query >= 0) {
		out->query = str_sub(out->path, (size_t)query, out->path.n);
		out->path = str_sub(out->path, 0, (size_t)query);
	}
	return true;
}

struct str
link_absolute(struct link_index *x, const struct link_page *on, struct str path)
{
	return path_join(x->a, on->address, cut_prefix(path, x->baseurl));
}

struct str
link_absolute_file(
	struct link_index *x, const struct link_page *on, struct str path)
{
	return path_join(x->a, on->rel, cut_prefix(path, x->baseurl));
}

bool
link_leaves(const struct link_index *x, struct str path)
{
	return x->baseurl.n && path.n && path.p[0] == '/' &&
	       !has_prefix(path, x->baseurl);
}

bool
link_climbs(struct str on, struct str path)
{
	int depth = 0;
	struct str part;
	if (path.n && path.p[0] == '/')
		return false;
	for (size_t i = 1; i < on.n; i++) /* the folders it stands in */
		depth += on.p[i] == '/';
	while (str_next(&path, "/", &part) && depth >= 0)
		depth += str_is(part, "..") ? -1 : !str_is(part, ".");
	return depth < 0;
}

static struct link_page *
find_path(struct link_index *x, const struct link_page *on, struct str path)
{
	struct str full[2] = {
		link_absolute(x, on, path), link_absolute_file(x, on, path)};
	for (int i = 0; i < 2; i++) {
		struct link_page *to = map_find(&x->pages, link_key(full[i]));
		if (to)
			return to;
	}
	/* the site may be served from elsewhere than its pages lie */
	struct link_page **to = map_find(&x->tails, link_key(full[0]));
	return to ? *to : NULL;
}

struct link_page *
link_find(struct link_index *x, const struct link_page *on, struct str path)
{
	struct link_page *to = find_path(x, on, path);
	return to || str_chr(path, '%') < 0
	               ? to
	               : find_path(x, on, str_unescape(x->a, path));
}

/* ---- anchors --------------------------------------------------------------
 */

struct map *
link_anchors(struct arena *a, const struct document *doc)
{
	struct node *root = doc->root;
	struct map *anchors = ARENA_NEW(a, struct map);
	*anchors = map_new(a);
	for (struct node *n = root; n; n = doc_next(n, root)) {
		struct str names[] = {
			n->id, n->attrs ? doc_attr_value(n, "name") : STR0};
		for (size_t i = 0; i < ARRAY_LEN(names); i++)
			if (names[i].n && !map_find(anchors, names[i]))
				map_put(anchors, names[i], n);
	}
	return anchors;
}

struct node *
link_anchor(struct arena *a, const struct map *anchors, struct str fragment)
{
	fragment = str_unescape(a, fragment);
	return fragment.n ? map_find(anchors, fragment) : NULL;
}

/* ---- on the web -----------------------------------------------------------
 */

/* What can be typed; letters of any script stay, as people read them. */
static struct str
escape_spaces(struct arena *a, struct str s)
{
	struct buf b = buf_new(a);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ' ')
			buf_c(&b, "%20");
		else
			buf_ch(&b, s.p[i]);
	return buf_done(&b);
}

/* Where the web has it: a page is often called by its file. */
static struct str
web_path(struct link_index *x, struct source_site *site,
	const struct link_page *on, struct str path, struct diag *dg)
{
	struct str file = str_unescape(x->a, link_absolute_file(x, on, path));
	struct str address =
		source_file_address(site, str_sub(file, 1, file.n), dg);
	return escape_spaces(
		x->a, address.n ? address : link_absolute(x, on, path));
}

/* The address of the site's root; some have `baseurl` in `url` already. */
static struct str
site_base(const struct link_index *x)
{
	struct str url = x->url, base = x->baseurl;
	if (base.n && url.n > base.n &&
		str_eq(str_sub(url, url.n - base.n, url.n), base))
		return url;
	return str_fmt(x->a, "%.*s%.*s", STR_ARG(url), STR_ARG(base));
}

void
link_to_web(struct link_index *x, struct source_site *site,
	const struct link_page *on, struct node *link,
	const struct link_target *t, struct diag *dg)
{
	if (!x->url.n || !t->path.n)
		return;
	struct str full = web_path(x, site, on, t->path, dg);
	link->link.href = str_fmt(x->a, "%.*s%.*s%.*s%s%.*s",
		STR_ARG(site_base(x)), STR_ARG(full), STR_ARG(t->query),
		t->fragment.n ? "#" : "", STR_ARG(t->fragment));
}

/* ---- the pages ------------------------------------------------------------
 */

/*
 * Where the site is on the web, as the configuration has it; empty for the
 * author's own machine, which nobody else reaches.
 */
static struct str
site_url(struct arena *a, const struct value *config)
{
	static const char *const own[] = {
		"localhost", "127.0.0.1", "0.0.0.0", "[::1]"};
	struct str url = cut_suffix(value_str(config, "url"), "/");
	if (str_starts(url, "//"))
		url = str_fmt(a, "https:%.*s", STR_ARG(url));
	if (!str_istarts(url, "https://") && !str_istarts(url, "http://"))
		return STR0;
	struct str host =
		str_sub(url, (size_t)str_find(url, "//", 0) + 2, url.n);
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		if (str_istarts(host, own[i]))
			return STR0;
	return url;
}

struct link_index
link_index_new(struct arena *a, const struct value *config)
{
	return (struct link_index){.a = a,
		.url = site_url(a, config),
		.baseurl = cut_suffix(value_str(config, "baseurl"), "/"),
		.pages = map_new(a),
		.tails = map_new(a)};
}

/* Ends of the path from its second part on, of two parts at least. */
static void
index_tails(struct link_index *x, struct link_page *page, struct str key)
{
	ptrdiff_t at = str_find(key, "/", 1);
	for (; at > 0; at = str_find(key, "/", (size_t)at + 1)) {
		struct str tail = str_sub(key, (size_t)at, key.n);
		if (str_find(tail, "/", 1) < 0)
			break;
		struct link_page **slot = map_find(&x->tails, tail);
		if (slot) {
			*slot = *slot == page ? page : NULL; /* which one? */
			continue;
		}
		slot = ARENA_NEW(x->a, struct link_page *);
		*slot = page;
		map_put(&x->tails, tail, slot);
	}
}

void
link_index_add(struct link_index *x, struct link_page *page)
{
	struct str keys[2] = {link_key(page->address),
		link_key(str_fmt(x->a, "/%.*s", STR_ARG(page->rel)))};
	for (int i = 0; i < 2; i++)
		if (!map_find(&x->pages, keys[i]))
			map_put(&x->pages, keys[i], page);
	index_tails(x, page, keys[1]);
}
