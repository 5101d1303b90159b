/*
 * Work in a process of its own: whatever ends it (a crash, its time, its
 * memory) ends nothing else, and what it did not give back is gone.  What
 * comes of it stands in memory that both share.
 *
 * The caller waits on a pipe, which closes when the process ends; who may
 * reap it does not matter then.
 */
#define _DEFAULT_SOURCE /* mmap without a file */
#include "image_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS_WORK 3  /* of a processor */
#define SECONDS_WAIT 20 /* of a clock */
#define ASK_EVERY_MS 50 /* whether the caller still wants it */
#define MEMORY_MOST  ((rlim_t)1 << 30)

/* Sanitizers reserve terabytes of addresses: no limit holds there. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_LIMIT false
#else
#define HAS_LIMIT true
#endif

/* ---- memory --------------------------------------------------------------
 */

struct shared {
	void *p;
	size_t n;
};

static void
shared_close(void *p)
{
	struct shared *s = p;
	munmap(s->p, s->n);
}

void *
apart_memory(struct arena *a, size_t n)
{
	struct shared *s = ARENA_NEW(a, struct shared);
	s->n = n;
	s->p = mmap(NULL, n, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (s->p == MAP_FAILED)
		return NULL;
	arena_defer(a, shared_close, s);
	return s->p;
}

void
apart_forget(void *p, size_t n)
{
	madvise(p, n, MADV_REMOVE);
}

/* ---- the process ---------------------------------------------------------
 */

struct apart {
	pid_t pid; /* 0: none, or reaped */
	int from;  /* closed when it ends; -1: no more */
	bool ended;
};

/* It ends, if it has not yet. */
static void
apart_end(void *p)
{
	struct apart *x = p;
	if (x->from >= 0)
		close(x->from);
	x->from = -1;
	if (!x->pid)
		return;
	if (!x->ended) /* else its number may be another's by now */
		kill(x->pid, SIGKILL);
	while (waitpid(x->pid, NULL, 0) < 0 && errno == EINTR)
		;
	x->pid = 0;
}

static void
apart_limit(int what, rlim_t most)
{
	struct rlimit l;
	if (getrlimit(what, &l) != 0)
		return;
	l.rlim_cur = l.rlim_max < most ? l.rlim_max : most;
	l.rlim_max = l.rlim_cur;
	setrlimit(what, &l);
}

/* What a library has to complain of is told by our own message. */
static void
apart_hush(void)
{
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (nowhere >= 0) {
		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
	}
}

static _Noreturn void
apart_child(void (*fn)(void *), void *p)
{
	apart_hush();
	apart_limit(RLIMIT_CORE, 0);
	apart_limit(RLIMIT_CPU, SECONDS_WORK);
	if (HAS_LIMIT)
		apart_limit(RLIMIT_DATA, MEMORY_MOST);
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	fn(p);
	_exit(0);
}

/* Until it has ended; false if that takes too long. */
static bool
apart_wait(struct arena *a, const struct apart *x)
{
	struct pollfd fd = {.fd = x->from, .events = POLLIN};
	for (int ms = 0; ms < SECONDS_WAIT * 1000; ms += ASK_EVERY_MS) {
		int n = poll(&fd, 1, ASK_EVERY_MS);
		if (n > 0 || (n < 0 && errno != EINTR))
			return n > 0;
		arena_check(a);
	}
	return false;
}

bool
apart_run(struct arena *a, void (*fn)(void *), void *p)
{
	int ends[2];
	struct apart *x = ARENA_NEW(a, struct apart);
	x->from = -1;
	arena_defer(a, apart_end, x);
	if (pipe(ends) != 0)
		return false;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	x->from = ends[0];
	x->pid = fork();
	if (x->pid == 0)
		apart_child(fn, p);
	close(ends[1]);
	if (x->pid < 0)
		x->pid = 0;
	x->ended = x->pid && apart_wait(a, x);
	apart_end(x);
	return x->ended;
}
