/*
 * One job: its pages are rendered and the output is put in its place.
 */
#include "batch_priv.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void
outcome_tell(
	struct arena *a, struct outcome *o, struct handout_message m, int exit)
{
	struct handout_message *v =
		ARENA_ARRAY(a, (size_t)o->nlist + 1, struct handout_message);
	if (o->nlist)
		memcpy(v, o->list, (size_t)o->nlist * sizeof *v);
	v[o->nlist++] = m;
	o->list = v;
	o->errors++;
	if (exit > o->exit)
		o->exit = exit;
}

/* ---- the output -----------------------------------------------------------
 */

/* Nothing but a PDF is replaced. */
static bool
file_may_go(const char *path)
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
job_save(struct arena *a, struct outcome *o, const char *path, struct str pdf)
{
	o->made = false;
	if (!file_may_go(path)) {
		outcome_tell(a, o,
			message_make(a, DIAG_WRITE_FAILED, "",
				str_fmt(a, "%s is there and is no PDF", path)
					.p),
			BATCH_FAULTY);
		return;
	}
	if (!handout_write(path, pdf.p, pdf.n)) {
		int err = errno;
		outcome_tell(a, o, message_write_failed(a, path, err),
			message_write_exit(err));
		return;
	}
	o->made = file_stamp(path, &o->stamp);
	o->hash = hash_of(pdf);
}

/* ---- the render -----------------------------------------------------------
 */

static const char *
copy_text(struct arena *a, const char *s)
{
	return str_cdup(a, str_c(s));
}

static void
outcome_copy(struct arena *a, struct outcome *o, const struct handout_result *r)
{
	o->nlist = r->nlist;
	o->ninputs = r->ninputs;
	o->list = ARENA_ARRAY(a, (size_t)r->nlist + 1, struct handout_message);
	o->inputs =
		ARENA_ARRAY(a, (size_t)r->ninputs + 1, struct handout_input);
	for (int i = 0; i < r->nlist; i++) {
		o->list[i] = r->list[i];
		o->list[i].file = copy_text(a, r->list[i].file);
		o->list[i].text = copy_text(a, r->list[i].text);
	}
	for (int i = 0; i < r->ninputs; i++) {
		o->inputs[i] = r->inputs[i];
		o->inputs[i].path = copy_text(a, r->inputs[i].path);
	}
}

static int
exit_of(enum handout_status status)
{
	static const int exits[] = {
		[HANDOUT_OK] = BATCH_GOOD,
		[HANDOUT_FAULTY] = BATCH_FAULTY,
		[HANDOUT_FAILED] = BATCH_FAULTY,
		[HANDOUT_MACHINE] = BATCH_MACHINE,
		[HANDOUT_USAGE] = BATCH_USAGE,
		[HANDOUT_CANCELLED] = BATCH_FAULTY,
	};
	return exits[status];
}

struct outcome *
job_run(struct arena *a, struct handout *h, const struct job *job,
	const struct handout_options *o)
{
	struct outcome *out = ARENA_NEW(a, struct outcome);
	struct handout_options own = *o;
	struct handout_result r;
	double began = progress_now();
	own.booklet = job->booklet;
	if (job->packet)
		handout_render_packet(h, job->packet, &own, &r);
	else
		handout_render(h, job->pages[0], &own, &r);
	*out = (struct outcome){.printed = true,
		.exit = exit_of(r.status),
		.pages = r.pages,
		.errors = r.errors,
		.warnings = r.warnings,
		.styles = r.styles};
	outcome_copy(a, out, &r);
	out->made = r.status == HANDOUT_OK || r.status == HANDOUT_FAULTY;
	if (r.status == HANDOUT_MACHINE)
		outcome_tell(a, out,
			message_make(a, DIAG_NO_MEMORY, job->pages[0], ""),
			BATCH_MACHINE);
	if (out->made && job->output)
		job_save(a, out, job->output,
			(struct str){(const char *)r.pdf, r.size});
	handout_result_free(&r);
	out->micros = (int64_t)((progress_now() - began) * 1e6);
	return out;
}

struct outcome *
job_lost(struct arena *a, const struct job *job, int status)
{
	struct outcome *out = ARENA_NEW(a, struct outcome);
	int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	enum diag_code code = DIAG_PAGE_CRASHED;
	const char *why = "";
	if (signal == SIGALRM)
		code = DIAG_PAGE_TIMEOUT;
	else if (signal)
		why = str_fmt(a, "signal %d", signal).p;
	else if (WEXITSTATUS(status) == EXIT_SUCCESS)
		code = DIAG_NO_MEMORY; /* there was not even room to say so */
	else
		why = str_fmt(a, "status %d", WEXITSTATUS(status)).p;
	out->printed = true;
	outcome_tell(a, out, message_make(a, code, job->pages[0], why),
		code == DIAG_NO_MEMORY ? BATCH_MACHINE : BATCH_FAULTY);
	return out;
}
