/*
 * The pages of a site, as data.
 *
 * Folders are read sorted, and links to folders are not followed, so that
 * a listing ends and is the same everywhere.  What Jekyll would not publish
 * is left out and remembered.  Of each page only the front matter is read;
 * what is wrong with it is told when the page is printed.
 */
#include "source_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIST_DEPTH 64 /* folders in folders */
/* Front matter is looked for in so many bytes. */
#define LIST_HEAD 32768

struct lister {
	struct arena *a;
	struct source_site *site;
	bool jekyll;       /* then a page has front matter */
	list_file_fn each; /* of list_files: gets the files instead */
	void *ctx;
	struct diag *dg; /* of list_files: folders are inputs */
	struct source_listing out;
	int cap, skipped_cap, fronts_cap;
	struct value **fronts; /* of each page */
};

/* ---- what is left out ------------------------------------------------- */

static bool
list_is_machinery(struct str name)
{
	static const char *const names[] = {"_layouts", "_includes", "_data",
		"_site", "_sass", "vendor", "node_modules"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(name, names[i]))
			return true;
	return name.p[0] == '.';
}

/* Jekyll's way: the start of the path, or a shell pattern. */
static bool
list_matches(struct arena *a, struct str pattern, struct str rel)
{
	while (pattern.n && pattern.p[0] == '/')
		pattern = str_sub(pattern, 1, pattern.n);
	if (!pattern.n)
		return false;
	char *p = str_cdup(a, pattern);
	if (str_starts(rel, p) || fnmatch(p, str_cdup(a, rel), 0) == 0)
		return true;
	return str_ends(pattern, "/") &&
	       str_eq(str_sub(pattern, 0, pattern.n - 1), rel);
}

/* Does a pattern of the list, or the only one, match? */
static bool
list_any(struct arena *a, const struct value *list, struct str rel)
{
	if (!list)
		return false;
	if (list->type != VALUE_LIST)
		return list_matches(a, list->s, rel);
	for (const struct value *v = list->first; v; v = v->next)
		if (list_matches(a, v->s, rel))
			return true;
	return false;
}

/* Of `ignore:` only what has the look of a path. */
static bool
list_ignored(struct lister *l, struct str rel)
{
	const struct value *v = value_find(l->site->wishes, "ignore");
	const struct value *at = v && v->type == VALUE_LIST ? v->first : v;
	for (; at; at = v->type == VALUE_LIST ? at->next : NULL)
		if ((str_find(at->s, "/", 0) >= 0 ||
			    str_find(at->s, ".", 0) >= 0 ||
			    str_find(at->s, "*", 0) >= 0) &&
			list_matches(l->a, at->s, rel))
			return true;
	return false;
}

/* A collection that the site names and does not keep to itself. */
static bool
list_is_collection(const struct source_site *site, struct str label)
{
	const struct value *all = value_find(site->config, "collections");
	for (const struct value *v = all ? all->first : NULL; v; v = v->next)
		if (str_eq(all->type == VALUE_LIST ? v->s : v->key, label))
			return value_bool(v, "output", true);
	return false;
}

static bool
list_is_published(struct lister *l, struct str name, struct str rel)
{
	const struct source_site *site = l->site;
	if (name.p[0] != '_' || !l->jekyll || str_is(name, "_posts"))
		return true;
	return list_any(l->a, value_find(site->config, "include"), rel) ||
	       list_is_collection(site, str_sub(name, 1, name.n));
}

static enum source_skip
list_skips(struct lister *l, struct str rel, bool folder)
{
	const struct source_site *site = l->site;
	if (list_any(l->a, value_find(site->config, "exclude"), rel) &&
		!list_any(l->a, value_find(site->config, "include"), rel))
		return SKIP_EXCLUDED;
	if (!l->each && list_ignored(l, rel))
		return SKIP_IGNORED;
	if (folder && !list_is_published(l, page_name(rel), rel))
		return SKIP_FOLDER;
	return SKIP_NOT;
}

static void
list_skip(struct lister *l, struct source_listed *p, enum source_skip why)
{
	struct source_listing *out = &l->out;
	p->skip = why;
	ARENA_PUSH(l->a, out->skipped, out->nskipped, l->skipped_cap);
	out->skipped[out->nskipped++] = *p;
}

/* ---- one page --------------------------------------------------------- */

static bool
list_is_markdown(struct str name)
{
	return str_ends(name, ".md") || str_ends(name, ".markdown");
}

/* The start of the file, up to the end of its front matter if it has one. */
static struct str
list_head(struct lister *l, const char *path)
{
	char bytes[LIST_HEAD];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return STR0;
	ssize_t n = read(fd, bytes, sizeof bytes);
	close(fd);
	struct str head = {bytes, n > 0 ? (size_t)n : 0};
	if (!front_opens(head))
		return STR0;
	ptrdiff_t end = str_find(head, "\n---", 4);
	if (end > 0)
		head.n = (size_t)end + strlen("\n---");
	return str_dup(l->a, head);
}

static struct value *
list_front(struct lister *l, struct str rel, struct str head)
{
	struct diag *nobody = diag_new(l->a);
	struct mended m = mend_bytes(l->a, head);
	int file = diag_add_file(nobody, rel, m.bytes);
	size_t body;
	struct value *front = front_read(l->a, file, m.bytes, &body, nobody);
	return page_wishes(l->site, rel, page_defaults(l->site, rel, front));
}

static struct str
list_first(const struct value *front, const char *const *keys)
{
	struct str s = STR0;
	for (int i = 0; keys[i] && !s.n; i++)
		s = value_str(front, keys[i]);
	return s;
}

static bool
list_is_post(struct str rel)
{
	return str_is(page_type(rel), "posts");
}

static struct str
list_post_date(struct arena *a, struct str rel)
{
	struct str title;
	return page_dated(a, page_stem(page_name(rel)), &title);
}

/* "/modules/lab/part-1.html" as "lab-part-1". */
static struct str
list_name(struct arena *a, struct str address)
{
	struct buf b = buf_new(a);
	struct str rest = address, part;
	if (str_ends(rest, "/index.html"))
		rest.n -= strlen("index.html");
	if (str_ends(rest, ".html"))
		rest.n -= strlen(".html");
	struct str last = STR0;
	while (str_next(&rest, "/", &part)) {
		if (last.n && !page_is_silent_part(last)) {
			buf_str(&b, last);
			buf_ch(&b, '-');
		}
		last = part;
	}
	buf_str(&b, last.n ? last : STR("index"));
	return buf_done(&b);
}

static void
list_fill(struct lister *l, struct source_listed *p, const struct value *front)
{
	static const char *const modules[] = {"module_name", "module", NULL};
	static const char *const names[] = {
		"module_full_name", "module_title", NULL};
	p->title = value_str(front, "title");
	p->section = value_str(front, "section");
	p->module_title = list_first(front, names);
	p->module = list_first(front, modules);
	if (!p->module.n)
		p->module = page_group(p->rel);
	p->date = value_str(front, "date");
	if (!p->date.n && list_is_post(p->rel))
		p->date = list_post_date(l->a, p->rel);
	p->address = page_url(l->site, p->rel, front);
	p->name = list_name(l->a, p->address);
}

static void
list_file(struct lister *l, struct source_listed *p)
{
	bool markdown = list_is_markdown(p->rel);
	if (!markdown && !str_ends(p->rel, ".html"))
		return;
	if (!site_resolve(l->a, l->site->root, p->path).n)
		return;
	struct str head = list_head(l, p->path.p);
	if ((!markdown || l->jekyll) && !head.n)
		return;
	enum source_skip skip = list_skips(l, p->rel, false);
	struct value *front = list_front(l, p->rel, head);
	if (!value_bool(front, "published", true))
		skip = SKIP_UNPUBLISHED;
	else if (skip == SKIP_NOT && l->jekyll && list_is_post(p->rel) &&
		 !list_post_date(l->a, p->rel).n)
		skip = SKIP_POST;
	if (skip != SKIP_NOT) {
		list_skip(l, p, skip);
		return;
	}
	list_fill(l, p, front);
	struct source_listing *out = &l->out;
	int n = out->n;
	ARENA_PUSH(l->a, out->pages, out->n, l->cap);
	ARENA_PUSH(l->a, l->fronts, n, l->fronts_cap);
	l->fronts[n] = front;
	out->pages[out->n++] = *p;
}

/* ---- folders ---------------------------------------------------------- */

/* Folder or file?  Links to files count, those to folders don't. */
static bool
list_stat(const char *path, bool *folder)
{
	struct stat st;
	if (lstat(path, &st) != 0)
		return false;
	bool link = S_ISLNK(st.st_mode);
	if (link && stat(path, &st) != 0)
		return false;
	*folder = S_ISDIR(st.st_mode);
	return *folder ? !link : S_ISREG(st.st_mode);
}

/* Jekyll passes over files whose name begins or ends so. */
static bool
list_is_hidden(struct str name)
{
	return strchr("._#~", name.p[0]) || name.p[name.n - 1] == '~';
}

static void
list_entry(struct lister *l, struct source_listed *p)
{
	if (!l->each)
		list_file(l, p);
	else if (!list_is_hidden(page_name(p->rel)) &&
		 list_skips(l, p->rel, false) == SKIP_NOT)
		l->each(l->ctx, p);
}

static void
list_folder(struct lister *l, struct str path, struct str rel, int depth)
{
	int n;
	const struct str *names = file_names(l->a, path.p, &n);
	if (l->dg)
		diag_add_folder(l->dg, path, names, n);
	for (int i = 0; i < n; i++) {
		struct source_listed p = {
			.path = str_fmt(l->a, "%.*s/%.*s", STR_ARG(path),
				STR_ARG(names[i])),
			.rel = rel.n ? str_fmt(l->a, "%.*s/%.*s", STR_ARG(rel),
					       STR_ARG(names[i]))
		                     : names[i]};
		bool folder;
		if (list_is_machinery(names[i]) ||
			!list_stat(p.path.p, &folder))
			continue;
		if (!folder) {
			list_entry(l, &p);
			continue;
		}
		enum source_skip skip = depth < LIST_DEPTH
		                                ? list_skips(l, p.rel, true)
		                                : SKIP_FOLDER;
		if (skip != SKIP_NOT)
			list_skip(l, &p, skip);
		else
			list_folder(l, p.path, p.rel, depth + 1);
	}
}

void
list_files(struct source_site *site, struct str rel, list_file_fn each,
	void *ctx, struct diag *dg)
{
	struct lister l = {.a = site->a,
		.site = site,
		.jekyll = site->jekyll,
		.each = each,
		.ctx = ctx,
		.dg = dg};
	struct str path =
		rel.n ? page_path(site, rel) : str_dup(site->a, site->root);
	if (!site_resolve(site->a, site->root, path).n)
		diag_add_absent(dg, path);
	else
		list_folder(&l, path, rel, 0);
}

static void
list_report(struct diag *dg, enum diag_code code, struct str folder,
	const char *why)
{
	int file = diag_add_file(dg, folder, STR0);
	diag_report(dg, code, (struct span){file, SPAN_WHOLE}, "%s", why);
}

static void
list_read(struct lister *l, struct str path, struct diag *dg)
{
	struct source_listing *out = &l->out;
	list_folder(l, path, out->folder, 0);
	order_pages(l->site, out->pages, out->n, l->fronts, dg);
	module_titles(l->site, out->pages, out->n, dg);
	if (!out->folder.n) /* of a part it can't be known */
		wished_check(l->site, out, dg);
	if (!out->n)
		list_report(dg, DIAG_FOLDER_EMPTY, path, "");
}

static struct source_listed *
list_keep(struct arena *a, const struct source_listed *v, int n)
{
	struct source_listed *kept =
		ARENA_ARRAY(a, (size_t)n + 1, struct source_listed);
	for (int i = 0; i < n; i++) {
		struct source_listed *k = &kept[i];
		*k = v[i];
		struct str *texts[] = {&k->path, &k->rel, &k->address, &k->name,
			&k->title, &k->section, &k->date, &k->module,
			&k->module_title};
		for (size_t t = 0; t < ARRAY_LEN(texts); t++)
			*texts[t] = str_dup(a, *texts[t]);
	}
	return kept;
}

/*
 * All is read and ordered in an arena that goes at the end: front matter, of
 * which the list keeps a few lines, and the data that order it.
 */
struct source_listing
source_list(struct source_site *site, const char *folder, struct diag *dg)
{
	struct arena *a = arena_child(site->a);
	if (site->jekyll) /* messages show the lines of data */
		data_find(site, STR("course"), dg);
	struct source_site own = *site;
	struct lister l = {.a = a, .site = &own, .jekyll = site->jekyll};
	own.a = own.work = a;
	struct str path = str_dup(a, site_trim_slash(str_c(folder)));
	struct str real = site_resolve(a, site->root, path);
	if (!real.n || !file_is_folder(path.p)) {
		list_report(dg, DIAG_FILE_MISSING, path,
			real.n || errno ? strerror(errno ? errno : ENOTDIR)
					: "outside the site's folder");
		return l.out;
	}
	l.out.folder = site_rel(site->root, real);
	list_read(&l, path, dg);
	struct source_listing *out = &l.out;
	out->folder = str_dup(site->a, out->folder);
	out->pages = list_keep(site->a, out->pages, out->n);
	out->skipped = list_keep(site->a, out->skipped, out->nskipped);
	arena_drop(a);
	return l.out;
}
