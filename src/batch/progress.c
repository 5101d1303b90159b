/*
 * What a run says while it works: on a terminal a line that changes, else a
 * line for each output; the messages of a page together; at the end where
 * everything is.
 */
#include "batch_priv.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

double
progress_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
progress_begin(struct progress *p, struct arena *a, int all, bool on,
	const struct batch_options *o)
{
	const char *term = getenv("TERM");
	bool dumb = !term || strcmp(term, "dumb") == 0;
	*p = (struct progress){.out = stderr,
		.on = on,
		.terminal = isatty(STDERR_FILENO) && !dumb,
		.all = all,
		.format = format_new(a, o->format, o->render.color),
		.began = p->began,
		.said = map_new(a)};
}

/* Take the line away before anything else is said. */
static void
progress_clear(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", p->out);
	p->shown = false;
}

static void
put_count(struct progress *p, int n, const char *what)
{
	fprintf(p->out, "%d %s%s", n, what, n == 1 ? "" : "s");
}

static const char *
job_label(const struct job *job)
{
	return job->label;
}

void
progress_line(struct progress *p, const struct job *job)
{
	if (!p->on || !p->terminal)
		return;
	double gone = progress_now() - p->began;
	progress_clear(p);
	fprintf(p->out, "[%d/%d] %.60s", p->done, p->all, job_label(job));
	int worked = p->done - p->unchanged;
	if (worked && gone > 1)
		fprintf(p->out, ", %.0f s left",
			gone / worked * (p->all - p->done));
	if (p->errors) {
		fputs(", ", p->out);
		put_count(p, p->errors, "error");
	}
	if (p->warnings) {
		fputs(", ", p->out);
		put_count(p, p->warnings, "warning");
	}
	fflush(p->out);
	p->shown = true;
}

/* What an include is told of may be its page's fault: which it was. */
static struct handout_message
message_seen(struct arena *a, const struct handout_message *m, const char *page)
{
	struct handout_message seen = *m;
	if (page && strstr(m->file, "_includes/"))
		seen.text = str_fmt(a, "%s (seen in %s)", m->text, page).p;
	return seen;
}

void
progress_messages(struct progress *p, struct arena *a, const char *page,
	const struct handout_message *list, int n)
{
	struct buf b = buf_new(a), line = buf_new(a);
	for (int i = 0; i < n; i++) {
		line.n = 0;
		message_put(&line, &list[i], false);
		struct str key = {line.p, line.n};
		if (map_find(&p->said, key))
			continue;
		map_put(&p->said, str_dup(a, key), p);
		struct handout_message seen = message_seen(a, &list[i], page);
		format_put(&p->format, &b, &seen);
		p->errors += list[i].level == HANDOUT_ERROR;
		p->warnings += list[i].level == HANDOUT_WARNING;
	}
	if (line.p)
		arena_recycle(a, line.p, line.cap);
	if (!b.n)
		return;
	progress_clear(p);
	FILE *out = format_out(&p->format);
	fwrite(b.p, 1, b.n, out);
	fflush(out);
	arena_recycle(a, b.p, b.cap);
}

void
progress_job(
	struct progress *p, struct arena *a, const struct job *job, int number)
{
	const struct outcome *o = job->done;
	p->pages += o->made ? o->pages : 0;
	p->printed += o->made && o->printed;
	p->kept += o->made && !o->printed;
	p->lost += !o->made;
	progress_messages(
		p, a, job->packet ? NULL : job->pages[0], o->list, o->nlist);
	if (!p->on || p->terminal || !job->output || !o->made || !o->printed)
		return;
	fprintf(p->out, "[%d/%d] %s, %d page%s\n", number, p->all, job->output,
		o->pages, o->pages == 1 ? "" : "s");
}

/* ---- the end ----------------------------------------------------------------
 */

static void
put_skipped(struct progress *p, const struct plan *plan)
{
	static const char *const reasons[] = {"unpublished", "excluded",
		"ignored", "no folder of pages", "posts without a date"};
	for (size_t r = 0; r < ARRAY_LEN(reasons); r++) {
		int n = 0;
		for (int i = 0; i < plan->nsites; i++)
			for (int k = 0; k < plan->sites[i]->nskipped; k++)
				n += strcmp(plan->sites[i]->skipped[k].reason,
					     reasons[r]) == 0;
		if (n)
			fprintf(p->out, ", %d %s", n, reasons[r]);
	}
}

static void
put_summary(struct progress *p, const struct plan *plan)
{
	bool prints = plan->n && plan->jobs[0].output;
	put_count(p, p->printed + p->kept, prints ? "handout" : "page");
	if (prints) {
		fputs(", ", p->out);
		put_count(p, p->pages, "page");
		fprintf(p->out, ", in %s: %d printed, %d unchanged",
			plan->folder ? plan->folder : ".", p->printed, p->kept);
	} else {
		fputs(" checked", p->out);
	}
	if (p->lost)
		fprintf(p->out, ", %d not printed", p->lost);
	put_skipped(p, plan);
	fputs("; ", p->out);
	put_count(p, p->errors, "error");
	fputs(", ", p->out);
	put_count(p, p->warnings, "warning");
	fprintf(p->out, "; %.2f s\n", progress_now() - p->began);
}

bool
progress_end(struct progress *p, const struct plan *plan)
{
	progress_clear(p);
	bool ok = format_end(&p->format);
	if (p->on)
		put_summary(p, plan);
	return ok;
}
