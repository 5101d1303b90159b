/*
 * The site: where its root is, what is in it.
 *
 * Every file that a page can name goes through site_resolve, which follows
 * links on the disk to their end and refuses what lies outside the root.
 * Folders are read sorted, and links to folders are not followed, so that
 * a listing ends and is the same everywhere.
 */
#define _XOPEN_SOURCE 700 /* realpath */

#include "source_priv.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SITE_DEPTH 64 /* folders in folders */
#define SITE_PAGES 100000

static bool
site_is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The real path, or empty. */
static struct str
site_real(struct arena *a, struct str path)
{
	char real[PATH_MAX];
	if (!realpath(str_cdup(a, path), real))
		return STR0;
	return str_dup(a, str_c(real));
}

struct str
site_resolve(struct arena *a, struct str root, struct str path)
{
	struct str real = site_real(a, path);
	if (!real.n || str_is(root, "/"))
		return real;
	bool inside = real.n >= root.n && memcmp(real.p, root.p, root.n) == 0 &&
	              (real.n == root.n || real.p[root.n] == '/');
	return inside ? real : STR0;
}

/* Without slashes at its end. */
static struct str
site_trim_slash(struct str path)
{
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	return path;
}

struct str
site_rel(struct str root, struct str real)
{
	return str_sub(real, str_is(root, "/") ? 1 : root.n + 1, real.n);
}

static struct str
site_parent(struct str path)
{
	size_t n = path.n;
	while (n > 0 && path.p[n - 1] != '/')
		n--;
	while (n > 1 && path.p[n - 1] == '/')
		n--;
	return n ? str_sub(path, 0, n) : STR(".");
}

static bool
site_has(struct arena *a, struct str folder, const char *name)
{
	struct str path = str_fmt(a, "%.*s/%s", STR_ARG(folder), name);
	return access(path.p, R_OK) == 0;
}

/* The folder to start from: the path itself, or the one it is in. */
static struct str
site_start(struct arena *a, const char *path)
{
	struct str p = str_c(path);
	struct str real = site_real(a, p);
	if (!real.n)
		return site_real(a, site_parent(p));
	return site_is_folder(real.p) ? real : site_parent(real);
}

static struct str
site_find_root(struct arena *a, const char *path)
{
	struct str start = site_start(a, path);
	if (!start.n)
		return STR(".");
	struct str likely = start;
	bool found = false;
	for (struct str f = start;; f = site_parent(f)) {
		if (site_has(a, f, "_config.yml"))
			return f;
		if (f.n <= 1)
			return likely;
		if (!found && site_has(a, f, "_includes")) {
			likely = f; /* a site without a configuration */
			found = true;
		}
	}
}

struct str
site_shown(const struct source_site *site, struct str real)
{
	return str_fmt(site->a, "%.*s%.*s", STR_ARG(site->shown),
		STR_ARG(site_rel(site->root, real)));
}

/*
 * The root in the words of whoever named a path in it: what stands before
 * the path's part within the site; or upwards from the path's folder.
 */
static struct str
site_show_root(struct arena *a, struct str root, const char *path)
{
	struct str given = str_c(path), real = site_real(a, given);
	struct str rel = real.n ? site_rel(root, real) : STR0;
	if (real.n && !rel.n)
		return str_fmt(a, "%.*s/", STR_ARG(site_trim_slash(given)));
	if (str_ends(given, str_cdup(a, rel)))
		return str_sub(given, 0, given.n - rel.n);
	struct buf b = buf_new(a);
	size_t n = given.n;
	while (n > 0 && given.p[n - 1] != '/')
		n--;
	buf_put(&b, given.p, n);
	for (size_t i = 0; i < rel.n; i++)
		if (rel.p[i] == '/')
			buf_c(&b, "../");
	return buf_done(&b);
}

static struct value *
site_read_config(struct source_site *site, struct diag *dg)
{
	struct arena *a = site->a;
	struct value *none = value_new(a, VALUE_MAP, SPAN_NONE);
	struct str raw,
		path = str_fmt(a, "%.*s/_config.yml", STR_ARG(site->root));
	if (access(path.p, F_OK) != 0)
		return none;
	if (!site_resolve(a, site->root, path).n ||
		!file_read(a, path.p, SOURCE_MAX_BYTES, &raw)) {
		int file = diag_add_file(dg, path, STR0);
		diag_report(dg, DIAG_FILE_MISSING,
			(struct span){file, SPAN_WHOLE}, "%s", strerror(errno));
		return none;
	}
	struct mended m = mend_bytes(a, raw);
	int file = mend_add_file(dg, site_shown(site, path), &m);
	struct value *v = source_yaml(a, file, m.bytes, 0, m.bytes.n, dg);
	return v && v->type == VALUE_MAP ? v : none;
}

struct source_site *
source_site_open(
	struct arena *a, const char *path, const char *root, struct diag *dg)
{
	struct source_site *site = ARENA_NEW(a, struct source_site);
	site->a = a;
	site->root = root ? site_real(a, str_c(root)) : site_find_root(a, path);
	if (!site->root.n) {
		int file = diag_add_file(dg, str_c(root), STR0);
		diag_report(dg, DIAG_FILE_MISSING,
			(struct span){file, SPAN_WHOLE}, "%s", strerror(errno));
		site->root = str_dup(a, str_c(root));
	}
	site->shown = root ? site_show_root(a, site->root, root)
	                   : site_show_root(a, site->root, path);
	site->config = site_read_config(site, dg);
	return site;
}

/* ---- the pages of a folder ---- */

struct site_listing {
	struct arena *a;
	struct str top; /* real path: nothing outside it is listed */
	bool jekyll;    /* then a page has front matter */
	struct str *paths;
	int n, cap;
};

struct site_entry {
	struct str name;
	bool folder;
};

static bool
site_skips_folder(struct str name)
{
	static const char *const skipped[] = {"_layouts", "_includes", "_data",
		"_site", "_sass", "vendor", "node_modules"};
	for (size_t i = 0; i < ARRAY_LEN(skipped); i++)
		if (str_is(name, skipped[i]))
			return true;
	return false;
}

static bool
site_is_markdown(struct str name)
{
	return str_ends(name, ".md") || str_ends(name, ".markdown");
}

/* Front matter is looked for in the file's first bytes. */
static bool
site_file_opens(const char *path)
{
	char head[256];
	FILE *f = fopen(path, "rb");
	if (!f)
		return false;
	size_t n = fread(head, 1, sizeof head, f);
	fclose(f);
	return front_opens((struct str){head, n});
}

static bool
site_is_page(struct site_listing *l, struct str path)
{
	bool markdown = site_is_markdown(path);
	if (!markdown && !str_ends(path, ".html"))
		return false;
	if (!site_resolve(l->a, l->top, path).n)
		return false;
	return (markdown && !l->jekyll) || site_file_opens(path.p);
}

static int
site_compare(const void *pa, const void *pb)
{
	const struct site_entry *a = pa, *b = pb;
	return str_cmp(a->name, b->name);
}

static void
site_close_folder(void *p)
{
	DIR **dir = p;
	if (*dir)
		closedir(*dir);
	*dir = NULL;
}

/* What is in a folder, sorted; links to folders are left out. */
static struct site_entry *
site_read_folder(struct site_listing *l, struct str folder, int *n)
{
	struct site_entry *entries = NULL;
	int cap = 0;
	*n = 0;
	DIR **dir = ARENA_NEW(l->a, DIR *);
	arena_defer(l->a, site_close_folder, dir);
	*dir = opendir(folder.p);
	if (!*dir)
		return NULL;
	for (struct dirent *d; (d = readdir(*dir));) {
		struct str name = str_c(d->d_name);
		if (name.p[0] == '.' || site_skips_folder(name))
			continue;
		struct str path =
			str_fmt(l->a, "%.*s/%s", STR_ARG(folder), d->d_name);
		struct stat st;
		bool is_link;
		if (lstat(path.p, &st) != 0)
			continue;
		is_link = S_ISLNK(st.st_mode);
		if (is_link && stat(path.p, &st) != 0)
			continue;
		bool is_folder = S_ISDIR(st.st_mode);
		if ((is_folder && is_link) ||
			(!is_folder && !S_ISREG(st.st_mode)))
			continue;
		ARENA_PUSH(l->a, entries, *n, cap);
		entries[(*n)++] = (struct site_entry){path, is_folder};
	}
	site_close_folder(dir);
	if (*n)
		qsort(entries, (size_t)*n, sizeof *entries, site_compare);
	return entries;
}

static void
site_list(struct site_listing *l, struct str folder, int depth)
{
	int n;
	struct site_entry *e = site_read_folder(l, folder, &n);
	for (int i = 0; i < n && l->n < SITE_PAGES; i++) {
		if (e[i].folder && depth < SITE_DEPTH)
			site_list(l, e[i].name, depth + 1);
		if (e[i].folder || !site_is_page(l, e[i].name))
			continue;
		ARENA_PUSH(l->a, l->paths, l->n, l->cap);
		l->paths[l->n++] = e[i].name;
	}
}

struct str *
source_folder_pages(
	struct arena *a, const char *folder, int *n, struct diag *dg)
{
	struct str root = site_find_root(a, folder);
	struct site_listing l = {.a = a,
		.top = site_real(a, str_c(folder)),
		.jekyll = site_has(a, root, "_config.yml")};
	struct str start = str_dup(a, site_trim_slash(str_c(folder)));
	if (!site_is_folder(start.p)) {
		int file = diag_add_file(dg, start, STR0);
		diag_report(dg, DIAG_FILE_MISSING,
			(struct span){file, SPAN_WHOLE}, "%s",
			strerror(errno ? errno : ENOTDIR));
	} else {
		site_list(&l, start, 0);
		if (!l.n)
			diag_report(dg, DIAG_FOLDER_EMPTY,
				(struct span){diag_add_file(dg, start, STR0),
					SPAN_WHOLE},
				"%s", "");
	}
	*n = l.n;
	return l.paths;
}
