/*
 * The command line: verbs, options, inputs.
 *
 * Every input is printed on its own; one that fails does not stop the rest.
 * Exit status: 0 all well, 1 a page has errors (or warnings with --strict),
 * 2 usage, 3 the machine.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "handout/handout.h"
#include "options.h"

enum { EXIT_GOOD, EXIT_FAULTY, EXIT_USAGE, EXIT_MACHINE };

struct run {
	const struct options *o;
	struct handout *h;
	struct handout_options ho;
	int exit;
	bool many;   /* several pages: `-o` names a folder */
	char **made; /* output names so far */
	int nmade;
	int ntold; /* reports on the setting so far */
};

static void
run_worse(struct run *r, int status)
{
	if (status > r->exit)
		r->exit = status;
}

static bool
is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* mkdir -p */
static bool
make_folder(const char *path)
{
	size_t n = strlen(path);
	char *p = malloc(n + 1);
	if (!p)
		return false;
	memcpy(p, path, n + 1);
	bool ok = true;
	for (size_t i = 1; ok && i <= n; i++) {
		if (p[i] != '/' && p[i] != '\0')
			continue;
		char c = p[i];
		p[i] = '\0';
		ok = mkdir(p, 0777) == 0 || errno == EEXIST || is_folder(p);
		p[i] = c;
	}
	free(p);
	return ok;
}

static void
run_report(const struct run *r, const struct handout_result *res)
{
	if (*res->messages)
		fputs(res->messages, stderr);
	(void)r;
}

static void
run_status(struct run *r, const struct handout_result *res)
{
	switch (res->status) {
	case HANDOUT_OK:
		if (r->o->strict && res->warnings)
			run_worse(r, EXIT_FAULTY);
		break;
	case HANDOUT_FAULTY:
	case HANDOUT_FAILED:
		run_worse(r, EXIT_FAULTY);
		break;
	case HANDOUT_USAGE:
		run_worse(r, EXIT_USAGE);
		break;
	case HANDOUT_MACHINE:
		run_worse(r, EXIT_MACHINE);
		break;
	}
}

static void
run_write_failed(struct run *r, const char *path)
{
	int err = errno;
	fprintf(stderr,
		"handout: error: %s cannot be written: %s; check the folder, "
		"its permissions and the disk's space [write-failed]\n",
		path, strerror(err));
	bool full = err == ENOSPC || err == EIO || err == EDQUOT ||
	            err == EFBIG || err == ENOMEM;
	run_worse(r, full ? EXIT_MACHINE : EXIT_FAULTY);
}

/* ---- names of output ------------------------------------------------------
 */

/* Folders that only sort a site's files and say nothing to a reader. */
static bool
is_silent_part(const char *p, size_t n)
{
	static const char *const silent[] = {"modules", "pages", "."};
	if (n == 0 || p[0] == '_')
		return true;
	for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
		if (strlen(silent[i]) == n && memcmp(p, silent[i], n) == 0)
			return true;
	return false;
}

/* The page's path below the input folder, parts joined by '-'. */
static char *
name_from_path(const char *path, size_t skip)
{
	size_t n = strlen(path), len = 0;
	const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
	if (dot && dot > (slash ? slash : path))
		n = (size_t)(dot - path);
	char *out = malloc(n + 8);
	if (!out)
		return NULL;
	for (size_t i = skip < n ? skip : 0; i <= n;) {
		size_t end = i;
		while (end < n && path[end] != '/')
			end++;
		bool last = end >= n;
		if (last || !is_silent_part(path + i, end - i)) {
			if (len)
				out[len++] = '-';
			memcpy(out + len, path + i, end - i);
			len += end - i;
		}
		i = end + 1;
	}
	memcpy(out + len, ".pdf", 5);
	return out;
}

static bool
name_is_taken(const struct run *r, const char *name)
{
	for (int i = 0; i < r->nmade; i++)
		if (strcmp(r->made[i], name) == 0)
			return true;
	return false;
}

/* Remember the name; a second page of the same one gets a number. */
static char *
name_reserve(struct run *r, char *path)
{
	if (!path)
		return NULL;
	char **v = realloc(r->made, ((size_t)r->nmade + 1) * sizeof *v);
	if (!v) {
		free(path);
		return NULL;
	}
	r->made = v;
	size_t n = strlen(path);
	for (int k = 2; name_is_taken(r, path); k++) {
		char *more = malloc(n + 16);
		if (!more)
			break;
		snprintf(more, n + 16, "%.*s-%d.pdf", (int)n - 4, path, k);
		bool taken = name_is_taken(r, more);
		if (!taken) {
			free(path);
			path = more;
			break;
		}
		free(more);
	}
	r->made[r->nmade++] = path;
	return path;
}

static char *
join(const char *folder, const char *name)
{
	size_t a = strlen(folder), b = strlen(name);
	char *p = malloc(a + b + 2);
	if (!p)
		return NULL;
	memcpy(p, folder, a);
	if (a && folder[a - 1] != '/')
		p[a++] = '/';
	memcpy(p + a, name, b + 1);
	return p;
}

static bool
output_is_folder(const struct run *r)
{
	const char *o = r->o->output;
	size_t n = o ? strlen(o) : 0;
	return r->many || (n && o[n - 1] == '/') || (o && is_folder(o));
}

/* Where the PDF of `path` goes; NULL after reporting. */
static char *
output_name(struct run *r, const char *path, size_t skip)
{
	const char *o = r->o->output;
	if (o && !output_is_folder(r))
		return name_reserve(r, join("", o));
	char *name = name_from_path(path, skip);
	if (!name)
		return NULL;
	if (!o)
		return name_reserve(r, name);
	if (!make_folder(o)) {
		run_write_failed(r, o);
		free(name);
		return NULL;
	}
	char *full = join(o, name);
	free(name);
	return name_reserve(r, full);
}

/* ---- pages ------------------------------------------------------------------
 */

static bool
file_is_pdf(const char *path)
{
	struct stat st;
	if (stat(path, &st) != 0 || st.st_size == 0)
		return true; /* nothing to lose */
	FILE *f = fopen(path, "rb");
	char head[5] = {0};
	size_t n = f ? fread(head, 1, sizeof head, f) : 0;
	if (f)
		fclose(f);
	return n == 5 && memcmp(head, "%PDF-", 5) == 0;
}

static void
run_save(struct run *r, const char *path, size_t skip,
	const struct handout_result *res)
{
	const char *out = output_name(r, path, skip);
	if (!out) {
		run_worse(r, EXIT_FAULTY);
		return;
	}
	if (!file_is_pdf(out)) {
		fprintf(stderr,
			"handout: error: %s is there and is no PDF; name "
			"another file with -o [write-failed]\n",
			out);
		run_worse(r, EXIT_FAULTY);
		return;
	}
	if (!handout_write(out, res->pdf, res->size))
		run_write_failed(r, out);
}

/* What is said of the setting; in JSON the pages make a list. */
static void
run_tell(struct run *r, const struct handout_result *res)
{
	if (r->o->json)
		fputs(r->ntold ? ",\n" : "[", stdout);
	fwrite(res->pdf, 1, res->size, stdout);
	r->ntold++;
}

static void
run_page(struct run *r, const char *path, size_t skip)
{
	struct handout_result res;
	if (r->o->verb == VERB_DUMP)
		handout_dump(r->h, path, r->o->step, &r->ho, &res);
	else
		handout_render(r->h, path, &r->ho, &res);
	run_report(r, &res);
	run_status(r, &res);
	bool made = res.status == HANDOUT_OK || res.status == HANDOUT_FAULTY;
	if (r->o->layout && res.size)
		run_tell(r, &res);
	else if (made && r->o->verb == VERB_DUMP)
		fwrite(res.pdf, 1, res.size, stdout);
	else if (made && r->o->verb == VERB_BUILD)
		run_save(r, path, skip, &res);
	handout_result_free(&res);
}

static void
run_folder(struct run *r, const char *folder)
{
	int n;
	char **pages = handout_list_pages(folder, &n);
	if (!n) {
		fprintf(stderr,
			"%s: error: no pages in this folder; give one with "
			".md, .markdown or .html files [folder-empty]\n",
			folder);
		run_worse(r, EXIT_FAULTY);
		return;
	}
	size_t skip = strlen(folder);
	while (skip && folder[skip - 1] == '/')
		skip--;
	bool many = r->many;
	r->many = true;
	for (int i = 0; i < n; i++)
		run_page(r, pages[i], skip + 1);
	r->many = many;
	handout_list_free(pages, n);
}

/* A single page is named after its file alone. */
static size_t
folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? (size_t)(slash - path) + 1 : 0;
}

static int
run_inputs(struct run *r)
{
	const struct options *o = r->o;
	r->many = o->ninputs > 1;
	for (int i = 0; i < o->ninputs; i++) {
		const char *path = o->inputs[i];
		if (is_folder(path))
			run_folder(r, path);
		else
			run_page(r, path, folder_length(path));
	}
	if (o->json)
		fputs(r->ntold ? "]\n" : "[]\n", stdout);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "handout: error: %s [write-failed]\n",
			strerror(errno));
		run_worse(r, EXIT_MACHINE);
	}
	return r->exit;
}

static enum handout_report
wants_report(const struct options *o)
{
	return o->json     ? HANDOUT_REPORT_JSON
	       : o->layout ? HANDOUT_REPORT_TABLE
	                   : HANDOUT_REPORT_NONE;
}

static bool
wants_color(void)
{
	const char *no = getenv("NO_COLOR");
	return isatty(STDERR_FILENO) && !(no && *no);
}

int
main(int argc, char **argv)
{
	struct options o;
	enum options_status status = options_read(&o, argc, argv);
	if (status != OPTIONS_RUN) {
		options_free(&o);
		return status == OPTIONS_DONE ? EXIT_GOOD : EXIT_USAGE;
	}
	struct run r = {.o = &o,
		.h = handout_open(),
		.ho = {.root = o.root,
			.paper = o.paper,
			.theme = o.theme,
			.color = wants_color(),
			.check_only = o.verb == VERB_CHECK,
			.layout = wants_report(&o)}};
	int code = EXIT_MACHINE;
	if (r.h)
		code = run_inputs(&r);
	else
		fputs("handout: error: out of memory [no-memory]\n", stderr);
	handout_close(r.h);
	for (int i = 0; i < r.nmade; i++)
		free(r.made[i]);
	free(r.made);
	options_free(&o);
	return code;
}
