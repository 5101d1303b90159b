/*
 * The plan as what other machines can do: a command for each job.
 *
 * A job is done by `build` with the output's file, the options that concern
 * one job, and the page; a packet by its name in what the folder makes.  As
 * lines for a shell, as rules for make, or as JSON.
 */
#include "batch_priv.h"

#include <errno.h>

struct words {
	struct arena *a;
	const char **v;
	int n, cap;
};

static void
words_add(struct words *w, const char *word)
{
	ARENA_PUSH(w->a, w->v, w->n, w->cap);
	w->v[w->n++] = word;
}

/* A path that can't be taken for an option. */
static const char *
path_word(struct arena *a, const char *path)
{
	return path[0] == '-' ? str_fmt(a, "./%s", path).p : path;
}

/* All but the program's own name. */
static void
job_words(struct words *w, const struct job *job, const struct batch_options *o)
{
	words_add(w, "build");
	for (int i = 0; o->words && o->words[i]; i++)
		words_add(w, o->words[i]);
	if (job->packet) {
		words_add(w, "--packet");
		words_add(w, o->packet);
		words_add(w, "--only");
		words_add(w, job->name);
	}
	words_add(w, "-o");
	words_add(w, path_word(w->a, job->output));
	words_add(w, path_word(w->a, job->packet ? job->input : job->pages[0]));
}

/* ---- for a shell ----------------------------------------------------------
 */

static bool
is_plain(const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-_./,:+@";
	return *s && s[strspn(s, plain)] == '\0';
}

/* A word between single quotes where that is needed; `dollar` for make. */
static void
put_shell(struct buf *b, const char *s, const char *dollar)
{
	bool quoted = !is_plain(s);
	if (quoted)
		buf_ch(b, '\'');
	for (; *s; s++) {
		if (*s == '\'')
			buf_c(b, "'\\''");
		else if (*s == '$')
			buf_c(b, dollar);
		else
			buf_ch(b, *s);
	}
	if (quoted)
		buf_ch(b, '\'');
}

static void
put_command(struct buf *b, const char *program, const struct words *w,
	const char *dollar)
{
	buf_c(b, program);
	for (int i = 0; i < w->n; i++) {
		buf_ch(b, ' ');
		put_shell(b, w->v[i], dollar);
	}
	buf_ch(b, '\n');
}

static void
print_lines(struct buf *b, const struct plan *p, const struct batch_options *o)
{
	for (int i = 0; i < p->n; i++) {
		struct words w = {.a = p->a};
		job_words(&w, &p->jobs[i], o);
		put_command(b, "handout", &w, "$");
	}
}

/* ---- for make -------------------------------------------------------------
 */

/* A name in a rule; only among the targets a % would be a pattern. */
static void
put_name(struct buf *b, const char *s, bool target)
{
	for (; *s; s++) {
		if (*s == '$')
			buf_ch(b, '$');
		else if (strchr(" \t#:", *s) || (target && *s == '%'))
			buf_ch(b, '\\');
		buf_ch(b, *s);
	}
}

static void
print_make(struct buf *b, const struct plan *p, const struct batch_options *o)
{
	buf_c(b, "# make -j8 -k -f FILE prints what is older than its page;\n"
		 "# includes and pictures are not looked at: make -B for all.\n"
		 "HANDOUT ?= handout\n.PHONY: all\nall:");
	for (int i = 0; i < p->n; i++) {
		buf_c(b, " \\\n\t");
		put_name(b, p->jobs[i].output, false);
	}
	buf_c(b, "\n");
	for (int i = 0; i < p->n; i++) {
		const struct job *job = &p->jobs[i];
		struct words w = {.a = p->a};
		job_words(&w, job, o);
		buf_ch(b, '\n');
		put_name(b, job->output, true);
		buf_ch(b, ':');
		for (int k = 0; k < job->npages; k++) {
			buf_ch(b, ' ');
			put_name(b, job->pages[k], false);
		}
		buf_c(b, "\n\t");
		put_command(b, "$(HANDOUT)", &w, "$$");
	}
}

/* ---- as JSON --------------------------------------------------------------
 */

static void
put_list(struct json *j, const char *key, const char *const *v, int n)
{
	json_open(j, key, '[');
	for (int i = 0; i < n; i++)
		json_str(j, NULL, str_c(v[i]));
	json_close(j, ']');
}

static void
print_json(struct buf *b, const struct plan *p, const struct batch_options *o)
{
	struct json j = {.out = b};
	json_open(&j, NULL, '[');
	for (int i = 0; i < p->n; i++) {
		const struct job *job = &p->jobs[i];
		struct words w = {.a = p->a};
		words_add(&w, "handout");
		job_words(&w, job, o);
		json_open(&j, NULL, '{');
		json_str(&j, "name", str_c(job->name));
		json_str(&j, "output", str_c(job->output));
		put_list(&j, "pages", job->pages, job->npages);
		put_list(&j, "command", w.v, w.n);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	buf_ch(b, '\n');
}

/* ---- all of it ------------------------------------------------------------
 */

static int
plan_print(struct plan *p, struct handout *h, const struct batch_options *o)
{
	static void (*const prints[])(struct buf *, const struct plan *,
		const struct batch_options *) = {
		[BATCH_LINES] = print_lines,
		[BATCH_MAKE] = print_make,
		[BATCH_JSON] = print_json,
	};
	struct buf b = buf_new(p->a), said = buf_new(p->a);
	plan_make(p, h, o);
	for (int i = 0; i < p->nlist; i++)
		message_put(&said, &p->list[i], o->render.color);
	fputs(buf_done(&said).p, stderr);
	prints[o->form](&b, p, o);
	fputs(buf_done(&b).p, stdout);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "handout: error: %s [write-failed]\n",
			strerror(errno));
		return BATCH_MACHINE;
	}
	return p->exit;
}

enum batch_status
batch_plan(struct handout *h, const struct batch_options *o)
{
	struct arena *a = arena_new();
	struct plan p = {.a = a};
	int exit = BATCH_MACHINE;
	if (a && setjmp(*arena_jump(a)) == 0)
		exit = plan_print(&p, h, o);
	else
		fputs("handout: error: out of memory [no-memory]\n", stderr);
	plan_close(&p);
	arena_free(a);
	return (enum batch_status)exit;
}
