/*
 * The site: where its root is, what is in it.
 *
 * Every file that a page can name goes through site_resolve, which follows
 * links on the disk to their end and refuses what lies outside the root.
 */
#define _XOPEN_SOURCE 700 /* realpath */

#include "source_priv.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

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

struct str
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
site_has(struct arena *a, struct str folder, const char *name, struct diag *dg)
{
	struct str path = str_fmt(a, "%.*s/%s", STR_ARG(folder), name);
	if (access(path.p, R_OK) == 0)
		return true;
	diag_add_absent(dg, path);
	return false;
}

/* The folder to start from: the path itself, or the one it is in. */
static struct str
site_start(struct arena *a, const char *path)
{
	struct str p = str_c(path);
	struct str real = site_real(a, p);
	if (!real.n)
		return site_real(a, site_parent(p));
	return file_is_folder(real.p) ? real : site_parent(real);
}

static struct str
site_find_root(struct arena *a, const char *path, struct diag *dg)
{
	struct str start = site_start(a, path);
	if (!start.n)
		return STR(".");
	struct str likely = start;
	bool found = false;
	for (struct str f = start;; f = site_parent(f)) {
		if (site_has(a, f, "_config.yml", dg))
			return f;
		if (f.n <= 1)
			return likely;
		if (!found && site_has(a, f, "_includes", dg)) {
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
	site->jekyll = access(path.p, F_OK) == 0;
	if (!site->jekyll) {
		diag_add_absent(dg, path);
		return none;
	}
	if (!site_resolve(a, site->root, path).n ||
		!file_read(a, path.p, SOURCE_MAX_BYTES, dg, &raw)) {
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
	site->a = site->work = a;
	site->root =
		root ? site_real(a, str_c(root)) : site_find_root(a, path, dg);
	if (!site->root.n) {
		int file = diag_add_file(dg, str_c(root), STR0);
		diag_report(dg, DIAG_FILE_MISSING,
			(struct span){file, SPAN_WHOLE}, "%s", strerror(errno));
		site->root = str_dup(a, str_c(root));
	}
	site->shown = root ? site_show_root(a, site->root, root)
	                   : site_show_root(a, site->root, path);
	site->config = site_read_config(site, dg);
	site->wishes = wishes_read(site, dg);
	return site;
}

struct str
source_site_title(struct source_site *site, struct diag *dg)
{
	struct str title = value_str(site->config, "title");
	if (title.n || !site->jekyll)
		return title;
	return value_str(data_find(site, STR("course"), dg), "title");
}
