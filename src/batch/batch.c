/*
 * A run: plan, find out what changed, do that, say what was done.
 */
#include "batch_priv.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#define SAVE_EVERY 0.1 /* seconds between saves of the record, at least */
#define SAVE_COST  20  /* ... and so many times what a save takes */

struct run {
	struct arena *a;
	struct handout *h;
	const struct batch_options *o;
	struct plan plan;
	struct state state;
	struct fresh fresh;
	struct progress progress;
	struct hash key;
	struct job **todo;
	int ntodo;
	int said; /* jobs of the plan whose turn has been */
	double save_at;
};

/* ---- what is the same for all jobs ------------------------------------------
 */

static int64_t
clock_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static struct hash
run_key(struct run *r)
{
	char id[33];
	const struct handout_options *o = &r->o->render;
	handout_identity(r->h, id);
	return hash_of(str_fmt(r->a, "%s\n%s\n%s\n%d %d%d%d%d\n", id,
		o->paper ? o->paper : "", o->theme ? o->theme : "", o->fit,
		o->large_print, o->ink_save, o->grayscale, o->duplex));
}

static void
put_line(struct buf *b, const char *s)
{
	buf_c(b, s ? s : "");
	buf_ch(b, '\n');
}

/* What a packet is made of beside what its pages say. */
static struct hash
packet_key(struct run *r, const struct handout_packet *p)
{
	struct buf b = buf_new(r->a);
	buf_fmt(&b, "%016llx%016llx %d %d%d%d %d\n",
		(unsigned long long)r->key.h[0],
		(unsigned long long)r->key.h[1], p->contents_depth, p->figures,
		p->tables, p->one_list, (int)p->chapters);
	put_line(&b, p->title);
	put_line(&b, p->subtitle);
	put_line(&b, p->prepared_for);
	put_line(&b, p->logo);
	put_line(&b, p->version);
	for (int i = 0; i < p->npages; i++) {
		put_line(&b, p->pages[i].rel);
		put_line(&b, p->pages[i].address);
		put_line(&b, p->pages[i].module_title);
	}
	return hash_of(buf_done(&b));
}

static struct hash
booklet_key(struct run *r, struct hash key)
{
	return hash_of(str_fmt(r->a, "booklet %016llx%016llx",
		(unsigned long long)key.h[0], (unsigned long long)key.h[1]));
}

static void
run_set_keys(struct run *r)
{
	struct plan *p = &r->plan;
	r->key = run_key(r);
	for (int i = 0; i < p->n; i++) {
		struct job *job = &p->jobs[i];
		job->key = job->packet ? packet_key(r, job->packet) : r->key;
		if (job->booklet)
			job->key = booklet_key(r, job->key);
	}
}

/* ---- what changed
 * ------------------------------------------------------------ */

static void
run_find_changed(struct run *r)
{
	struct plan *p = &r->plan;
	r->todo = ARENA_ARRAY(r->a, (size_t)p->n + 1, struct job *);
	for (int i = 0; i < p->n; i++) {
		struct job *job = &p->jobs[i];
		bool touched = false;
		struct state_entry *e =
			p->keeps ? state_find(&r->state, job->name) : NULL;
		if (e && e->done && hash_eq(e->key, job->key) &&
			fresh_job(&r->fresh, job, e, &touched))
			job->done = state_restore(&r->state, job, e);
		else
			r->todo[r->ntodo++] = job;
		if (touched)
			state_touch(&r->state, e);
	}
}

/* ---- outputs that nothing is behind
 * ------------------------------------------- */

/* Where no page is left at all the folder may be the wrong one. */
static void
run_gone(struct run *r)
{
	struct plan *p = &r->plan;
	bool prune = r->o->prune && p->n > 0;
	struct map labels = map_new(r->a);
	int at = 0;
	for (int i = 0; i < p->n && p->keeps; i++)
		map_put(&labels, state_page(&r->state, &p->jobs[i]), r);
	for (struct state_entry *e;
		(e = state_next_gone(&r->state, p, &labels, &at));) {
		const char *path = plan_path(r->a, p->folder, e->name);
		struct stamp st;
		if (!file_stamp(path, &st) || (prune && unlink(path) == 0)) {
			state_drop(&r->state, e);
			continue;
		}
		ARENA_PUSH(p->a, p->list, p->nlist, p->list_cap);
		p->list[p->nlist++] =
			message_make(r->a, DIAG_OUTPUT_GONE, path, "");
	}
}

/* Files that a killed run was writing: ".NAME.XXXXXX". */
static void
run_clean(struct run *r)
{
	int n;
	struct plan *p = &r->plan;
	struct map names = map_new(r->a);
	if (!p->keeps)
		return;
	map_put(&names, str_c(p->record), r);
	for (int i = 0; i < p->n; i++)
		map_put(&names, str_c(p->jobs[i].name), r);
	const struct str *found = file_names(r->a, p->folder, &n);
	for (int i = 0; i < n; i++) {
		struct str s = found[i];
		if (s.n < 9 || s.p[0] != '.' || s.p[s.n - 7] != '.' ||
			!map_find(&names, str_sub(s, 1, s.n - 7)))
			continue;
		unlink(plan_path(r->a, p->folder, s));
	}
}

/* ---- doing it
 * ------------------------------------------------------------------ */

static const char *
text_or(const char *s, const char *otherwise)
{
	return s && *s ? s : otherwise;
}

static void
run_tell_output(struct run *r, const struct job *job)
{
	const struct batch_listener *l = r->o->listener;
	const struct outcome *o = job->done;
	const struct handout_page *page = job->listed;
	l->output(l->ctx,
		&(struct batch_output){.page = job->pages[0],
			.title = job->packet ? text_or(job->packet->title, "")
	                         : page      ? page->title
	                                     : "",
			.module =
				page ? text_or(page->module_title, page->module)
				     : "",
			.path = job->output,
			.name = job->name,
			.made = o->made,
			.printed = o->printed,
			.pages = o->pages,
			.errors = o->errors,
			.warnings = o->warnings,
			.styles = o->styles,
			.hash = o->hash,
			.list = o->list,
			.nlist = o->nlist,
			.inputs = o->inputs,
			.ninputs = o->ninputs});
}

static void
run_tell(struct run *r, const struct handout_message *list, int n)
{
	const struct batch_listener *l = r->o->listener;
	if (l)
		l->messages(l->ctx, list, n);
	else
		progress_messages(&r->progress, r->a, NULL, list, n);
}

/* Say what is to be said of jobs in the order of the plan. */
static void
run_say(struct run *r)
{
	struct plan *p = &r->plan;
	for (; r->said < p->n && p->jobs[r->said].done; r->said++) {
		const struct job *job = &p->jobs[r->said];
		if (r->o->listener)
			run_tell_output(r, job);
		else
			progress_job(&r->progress, r->a, job, r->said + 1);
	}
}

/* The record, now and then: a run that is killed loses little. */
static void
run_save(struct run *r)
{
	double now = progress_now();
	if (now < r->save_at)
		return;
	state_save(&r->state);
	double cost = (progress_now() - now) * SAVE_COST;
	r->save_at = progress_now() + (cost > SAVE_EVERY ? cost : SAVE_EVERY);
}

static void
run_begin_job(void *ctx, struct job *job)
{
	struct run *r = ctx;
	progress_line(&r->progress, job);
}

static void
run_end_job(void *ctx, struct job *job)
{
	struct run *r = ctx;
	r->progress.done++;
	plan_worse(&r->plan, job->done->exit);
	state_put(&r->state, job, job->key);
	run_say(r);
	run_save(r);
}

static bool
run_stops(void *ctx)
{
	const struct run *r = ctx;
	const struct batch_listener *l = r->o->listener;
	return l && l->stop(l->ctx);
}

static int
run_workers(const struct batch_options *o)
{
	long n = o->workers > 0 ? o->workers : sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > 256 ? 256 : (int)n;
}

/* A page alone needs no worker, unless a limit is asked for. */
static void
run_jobs(struct run *r)
{
	const struct batch_options *o = r->o;
	struct pool_options pool = {.h = r->h,
		.render = &o->render,
		.workers = run_workers(o),
		.timeout = o->timeout < 0 ? BATCH_TIMEOUT : o->timeout,
		.memory = o->memory < 0 ? BATCH_MEMORY : o->memory,
		.begin = run_begin_job,
		.done = run_end_job,
		.stop = run_stops,
		.ctx = r};
	if (r->ntodo < 2 && o->timeout < 0 && o->memory < 0)
		pool.workers = 0;
	pool_run(r->a, r->todo, r->ntodo, &pool);
}

static int
run_exit(const struct run *r)
{
	int exit = r->plan.exit;
	for (int i = 0; i < r->plan.n; i++)
		if (r->plan.jobs[i].done && r->plan.jobs[i].done->exit > exit)
			exit = r->plan.jobs[i].done->exit;
	if (exit == BATCH_GOOD && r->o->strict && r->progress.warnings)
		return BATCH_FAULTY;
	return exit;
}

static void
run_finish(struct run *r)
{
	struct plan *p = &r->plan;
	int told = p->nlist;
	if (!state_save(&r->state)) {
		ARENA_PUSH(p->a, p->list, p->nlist, p->list_cap);
		p->list[p->nlist++] =
			message_write_failed(r->a, r->state.path, errno);
		plan_worse(p, message_write_exit(errno));
	}
	double seconds = progress_now() - r->progress.began;
	bool whole = r->said == p->n; /* nothing was left undone */
	if (r->o->report && whole &&
		!report_write(r->a, r->o->report, p, seconds)) {
		ARENA_PUSH(p->a, p->list, p->nlist, p->list_cap);
		p->list[p->nlist++] =
			message_write_failed(r->a, r->o->report, errno);
		plan_worse(p, message_write_exit(errno));
	}
	run_tell(r, p->list + told, p->nlist - told);
	if (!progress_end(&r->progress, p)) {
		fprintf(stderr, "handout: error: %s [write-failed]\n",
			strerror(errno));
		plan_worse(p, message_write_exit(errno));
	}
}

static int
run_all(struct run *r)
{
	struct plan *p = &r->plan;
	int64_t began = clock_now();
	r->progress.began = progress_now();
	plan_make(p, r->h, r->o);
	plan_make_folder(p);
	state_open(&r->state, p, r->o->force);
	r->state.began = began;
	r->fresh = (struct fresh){
		.a = r->a, .looks = map_new(r->a), .began = began};
	progress_begin(&r->progress, r->a, p->n,
		!r->o->quiet && !r->o->listener &&
			(p->n > 1 || (p->n && p->nsites)),
		r->o);
	if (p->keeps)
		run_set_keys(r);
	run_clean(r);
	run_find_changed(r);
	run_gone(r);
	for (int i = 0; r->o->listener && i < p->nsites; i++)
		r->o->listener->site(r->o->listener->ctx, p->sites[i]);
	run_tell(r, p->list, p->nlist);
	r->progress.done = r->progress.unchanged = p->n - r->ntodo;
	r->save_at = progress_now() + SAVE_EVERY;
	run_say(r);
	run_jobs(r);
	run_finish(r);
	return run_exit(r);
}

/* All memory is had in this frame: none of it means jumping back here. */
static int
run_guarded(struct run *r)
{
	if (setjmp(*arena_jump(r->a)) == 0)
		return run_all(r);
	fputs("handout: error: not enough memory; close other programs "
	      "[no-memory]\n",
		stderr);
	return BATCH_MACHINE;
}

enum batch_status
batch_run(struct handout *h, const struct batch_options *o)
{
	struct arena *a = arena_new();
	struct run r = {.a = a, .h = h, .o = o, .plan = {.a = a}};
	int exit = a ? run_guarded(&r) : BATCH_MACHINE;
	plan_close(&r.plan);
	arena_free(a);
	return (enum batch_status)exit;
}
