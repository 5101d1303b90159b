/*
 * Links from one page of a site to another.
 *
 * A page is known by its address and by its path, both without what web
 * servers add or leave away (index.html, .html, a slash at the end).  What a
 * link names is made absolute by the page it stands on and looked up.
 */
#include "render_priv.h"

struct linker {
	struct packet *p;
	struct arena *a;
	struct str url, baseurl;
	struct map pages; /* path -> struct packet_page */
	struct map tails; /* end of a path -> the one page that has it */
};

/* ---- addresses ------------------------------------------------------------
 */

static struct str
cut_suffix(struct str s, const char *suffix)
{
	return str_ends(s, suffix) ? str_sub(s, 0, s.n - strlen(suffix)) : s;
}

/* "/modules/lab/index.html", "/modules/lab.md" -> "/modules/lab" */
static struct str
page_key(struct str path)
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

struct target {
	struct str path, fragment; /* fragment without its '#' */
};

static struct target
split_href(struct str href)
{
	struct target t = {.path = href};
	ptrdiff_t hash = str_chr(href, '#');
	if (hash >= 0) {
		t.fragment = str_sub(href, (size_t)hash + 1, href.n);
		t.path = str_sub(href, 0, (size_t)hash);
	}
	ptrdiff_t query = str_chr(t.path, '?');
	if (query >= 0)
		t.path = str_sub(t.path, 0, (size_t)query);
	return t;
}

static struct packet_page *
find_page(struct linker *k, const struct packet_page *on, struct str path)
{
	struct str at[2] = {str_c(on->listed->address), str_c(on->listed->rel)};
	struct str from_root = cut_prefix(path, k->baseurl);
	for (int i = 0; i < 2; i++) {
		struct str full = path_join(k->a, at[i], from_root);
		struct packet_page *to = map_find(&k->pages, page_key(full));
		if (to)
			return to;
	}
	/* the site may be served from elsewhere than its pages lie */
	struct str full = path_join(k->a, at[0], from_root);
	struct packet_page **to = map_find(&k->tails, page_key(full));
	return to ? *to : NULL;
}

static struct node *
find_anchor(struct packet_page *pg, struct str id)
{
	struct node *root = pg->doc->root;
	for (struct node *n = root; n && id.n; n = doc_next(n, root))
		if (str_eq(n->id, id) ||
			(n->attrs && str_eq(doc_attr_value(n, "name"), id)))
			return n;
	return NULL;
}

/* The first thing that is printed of the page. */
static struct node *
page_start(struct packet_page *pg)
{
	struct node *n = pg->doc->root->first;
	while (n && n->kind != NODE_HEADING)
		n = n->next;
	return n ? n : pg->doc->root->first;
}

/* On the web the site has what the packet has not. */
static void
link_to_web(struct linker *k, const struct packet_page *on, struct node *link,
	struct str path)
{
	struct str at = str_c(on->listed->address);
	if (!k->url.n || !path.n)
		return;
	struct str full = path_join(k->a, at, cut_prefix(path, k->baseurl));
	struct target t = split_href(link->link.href);
	link->link.href = str_fmt(k->a, "%.*s%.*s%.*s%s%.*s", STR_ARG(k->url),
		STR_ARG(k->baseurl), STR_ARG(full), t.fragment.n ? "#" : "",
		STR_ARG(t.fragment));
}

static void
link_page(struct linker *k, const struct packet_page *on, struct node *link)
{
	struct str href = cut_prefix(str_trim(link->link.href), k->url);
	if (link->link.target || !href.n || href.p[0] == '#' ||
		has_scheme(href))
		return;
	struct target t = split_href(href);
	struct packet_page *to = find_page(k, on, t.path);
	if (!to) {
		link_to_web(k, on, link, t.path);
		return;
	}
	struct node *target = find_anchor(to, t.fragment);
	if (t.fragment.n && !target)
		diag_report(k->p->r->dg, DIAG_LINK_ANCHOR, link->span, "%.*s",
			STR_ARG(link->link.href));
	target = target ? target : page_start(to);
	if (target)
		doc_link_to_page(to->doc, link, target);
}

/* ---- all of them ----------------------------------------------------------
 */

/* Ends of the path from its second part on, of two parts at least. */
static void
linker_know_tails(struct linker *k, struct packet_page *pg, struct str key)
{
	ptrdiff_t at = str_find(key, "/", 1);
	for (; at > 0; at = str_find(key, "/", (size_t)at + 1)) {
		struct str tail = str_sub(key, (size_t)at, key.n);
		if (str_find(tail, "/", 1) < 0)
			break;
		struct packet_page **slot = map_find(&k->tails, tail);
		if (slot) {
			*slot = *slot == pg ? pg : NULL; /* which is meant? */
			continue;
		}
		slot = ARENA_NEW(k->a, struct packet_page *);
		*slot = pg;
		map_put(&k->tails, tail, slot);
	}
}

static void
linker_know(struct linker *k, struct packet_page *pg)
{
	struct str rel = str_c(pg->listed->rel);
	struct str keys[2] = {page_key(str_c(pg->listed->address)),
		page_key(str_fmt(k->a, "/%.*s", STR_ARG(rel)))};
	for (int i = 0; i < 2; i++)
		if (!map_find(&k->pages, keys[i]))
			map_put(&k->pages, keys[i], pg);
	linker_know_tails(k, pg, keys[1]);
}

void
packet_link(struct packet *p)
{
	const struct value *config = p->r->site->config;
	struct linker k = {.p = p,
		.a = p->r->a,
		.url = cut_suffix(value_str(config, "url"), "/"),
		.baseurl = cut_suffix(value_str(config, "baseurl"), "/"),
		.pages = map_new(p->r->a),
		.tails = map_new(p->r->a)};
	for (int i = 0; i < p->n; i++)
		linker_know(&k, &p->pages[i]);
	for (int i = 0; i < p->n; i++) {
		struct node *root = p->pages[i].doc->root;
		for (struct node *n = root; n; n = doc_next(n, root))
			if (n->kind == NODE_LINK)
				link_page(&k, &p->pages[i], n);
	}
}
