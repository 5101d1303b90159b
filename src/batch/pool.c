/*
 * Worker processes.
 *
 * A worker gets the number of a job through one pipe and sends the outcome
 * as a record through another: one job at a time, so what ends a worker is
 * known to be that job's.  Then another takes its place.  Time is watched
 * by the worker's own alarm, memory by its limit of address space: both
 * hold even if the parent is gone, whose end of the pipe tells it to stop.
 */
#include "batch_priv.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* Sanitizers reserve terabytes of addresses: no limit holds there. */
#if defined(__SANITIZE_ADDRESS__)
#define POOL_LIMITS 0
#else
#define POOL_LIMITS 1
#endif

struct worker {
	pid_t pid; /* 0: none */
	int to, from;
	struct job *job; /* at work on it, or NULL */
	struct buf in;
};

struct pool {
	struct arena *a;
	const struct pool_options *o;
	struct job **jobs;
	int n, next, done;
	struct worker *v;
	int nworkers;
};

/* ---- in the worker ---------------------------------------------------------
 */

static bool
pipe_write(int fd, const void *bytes, size_t n)
{
	for (const char *p = bytes; n;) {
		ssize_t w = write(fd, p, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return false;
		p += w;
		n -= (size_t)w;
	}
	return true;
}

static bool
pipe_read(int fd, void *bytes, size_t n)
{
	for (char *p = bytes; n;) {
		ssize_t r = read(fd, p, n);
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return false;
		p += r;
		n -= (size_t)r;
	}
	return true;
}

static void
worker_limit(int megabytes)
{
	struct rlimit limit;
	if (!POOL_LIMITS || megabytes <= 0 || getrlimit(RLIMIT_AS, &limit) != 0)
		return;
	rlim_t bytes = (rlim_t)megabytes << 20;
	if (limit.rlim_max == RLIM_INFINITY || bytes < limit.rlim_max)
		limit.rlim_cur = bytes;
	setrlimit(RLIMIT_AS, &limit);
}

static void
worker_alarm(double seconds)
{
	struct itimerval t = {.it_value = {.tv_sec = (time_t)seconds}};
	double rest = seconds - (double)t.it_value.tv_sec;
	t.it_value.tv_usec = (suseconds_t)(rest * 1e6);
	if (seconds > 0 && !t.it_value.tv_sec && !t.it_value.tv_usec)
		t.it_value.tv_usec = 1;
	setitimer(ITIMER_REAL, &t, NULL);
}

/* Memory ran out, or the disk is full: the worker ends with the job. */
static bool
pool_spends(const struct outcome *done)
{
	return done->exit == BATCH_MACHINE;
}

/* One job, and its record sent; false if this worker is of no more use. */
static bool
worker_job(const struct pool *p, const struct job *job, int to)
{
	struct arena *a = arena_new();
	if (!a || setjmp(*arena_jump(a)))
		return false;
	worker_alarm(p->o->timeout);
	const struct outcome *done = job_run(a, p->o->h, job, p->o->render);
	worker_alarm(0);
	struct buf b = buf_new(a);
	record_put(&b, done);
	uint64_t n = b.n;
	bool ok = pipe_write(to, &n, sizeof n) && pipe_write(to, b.p, b.n) &&
	          !pool_spends(done);
	arena_free(a);
	return ok;
}

static _Noreturn void
worker_main(const struct pool *p, int from, int to)
{
	int number;
	signal(SIGALRM, SIG_DFL);
	for (int i = 0; i < p->nworkers; i++) {
		if (!p->v[i].pid)
			continue;
		close(p->v[i].to);
		close(p->v[i].from);
	}
	worker_limit(p->o->memory);
	while (pipe_read(from, &number, sizeof number) &&
		worker_job(p, p->jobs[number], to))
		;
	exit(EXIT_SUCCESS);
}

/* ---- in the parent ---------------------------------------------------------
 */

static bool
worker_start(struct pool *p, struct worker *w)
{
	int down[2], up[2];
	if (pipe(down) != 0)
		return false;
	if (pipe(up) != 0) {
		close(down[0]);
		close(down[1]);
		return false;
	}
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		close(down[1]);
		close(up[0]);
		worker_main(p, down[0], up[1]);
	}
	close(down[0]);
	close(up[1]);
	if (pid < 0) {
		close(down[1]);
		close(up[0]);
		return false;
	}
	*w = (struct worker){
		.pid = pid, .to = down[1], .from = up[0], .in = buf_new(p->a)};
	return true;
}

/* Returns how it ended, as wait() says it. */
static int
worker_stop(struct worker *w)
{
	int status = 0;
	close(w->to);
	close(w->from);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	w->pid = 0;
	return status;
}

static void
pool_end_job(struct pool *p, struct job *job, struct outcome *done)
{
	done->printed = true;
	job->done = done;
	p->done++;
	p->o->done(p->o->ctx, job);
}

/* Those that are left are no more, if that is wanted. */
static bool
pool_more(struct pool *p)
{
	if (p->next < p->n && p->o->stop(p->o->ctx))
		p->n = p->next;
	return p->next < p->n;
}

/* Hand out the next job; what can't be handed out is noticed by poll. */
static void
pool_feed(struct pool *p, struct worker *w)
{
	if (!pool_more(p))
		return;
	int number = p->next++;
	w->job = p->jobs[number];
	w->in.n = 0;
	p->o->begin(p->o->ctx, w->job);
	pipe_write(w->to, &number, sizeof number);
}

static void
pool_lost(struct pool *p, struct worker *w)
{
	struct job *job = w->job;
	w->job = NULL;
	int status = worker_stop(w);
	if (job)
		pool_end_job(p, job, job_lost(p->a, job, status));
	if (p->next < p->n && worker_start(p, w))
		pool_feed(p, w);
}

/* The record in what has come, NULL if there is more to come. */
static struct outcome *
pool_record(struct pool *p, struct worker *w)
{
	uint64_t n;
	if (w->in.n < sizeof n)
		return NULL;
	memcpy(&n, w->in.p, sizeof n);
	if (w->in.n - sizeof n < n)
		return NULL;
	struct str text = str_dup(p->a, (struct str){w->in.p + sizeof n, n});
	return record_take(p->a, &text);
}

static void
pool_hear(struct pool *p, struct worker *w)
{
	char bytes[16384];
	ssize_t n = read(w->from, bytes, sizeof bytes);
	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		pool_lost(p, w);
		return;
	}
	buf_put(&w->in, bytes, (size_t)n);
	struct outcome *done = pool_record(p, w);
	if (!done)
		return;
	struct job *job = w->job;
	w->job = NULL;
	pool_end_job(p, job, done);
	if (pool_spends(done))
		pool_lost(p, w);
	else
		pool_feed(p, w);
}

/* Wait until some workers have something to say, and hear them. */
static bool
pool_wait(struct pool *p)
{
	struct pollfd *fds =
		ARENA_ARRAY(p->a, (size_t)p->nworkers, struct pollfd);
	int busy = 0;
	for (int i = 0; i < p->nworkers; i++) {
		struct worker *w = &p->v[i];
		fds[i].fd = w->pid && w->job ? w->from : -1;
		fds[i].events = POLLIN;
		busy += fds[i].fd >= 0;
	}
	if (busy && poll(fds, (nfds_t)p->nworkers, -1) >= 0)
		for (int i = 0; i < p->nworkers; i++)
			if (fds[i].fd >= 0 && fds[i].revents)
				pool_hear(p, &p->v[i]);
	arena_recycle(p->a, fds, (size_t)p->nworkers * sizeof *fds);
	return busy > 0;
}

/* No worker could be had: the parent does what is left. */
static void
pool_alone(struct pool *p)
{
	while (pool_more(p)) {
		struct job *job = p->jobs[p->next++];
		p->o->begin(p->o->ctx, job);
		pool_end_job(p, job, job_run(p->a, p->o->h, job, p->o->render));
	}
}

void
pool_run(
	struct arena *a, struct job **jobs, int n, const struct pool_options *o)
{
	struct pool p = {.a = a, .o = o, .jobs = jobs, .n = n};
	p.nworkers = o->workers < n ? o->workers : n;
	p.v = ARENA_ARRAY(a, (size_t)p.nworkers + 1, struct worker);
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL); /* whoever started us may not wait for any */
	for (int i = 0; i < p.nworkers; i++)
		if (worker_start(&p, &p.v[i]))
			pool_feed(&p, &p.v[i]);
	while (pool_wait(&p))
		;
	for (int i = 0; i < p.nworkers; i++)
		if (p.v[i].pid)
			worker_stop(&p.v[i]);
	pool_alone(&p);
	signal(SIGPIPE, before);
}
