/*
 * The loop: build, say what was done, wait until something is saved.
 *
 * Everything runs in one thread.  Signals come as bytes to be read, like
 * what inotify and the page's server have to say.  A change that comes while
 * a build is under way is found in the queue after it, and leads to another:
 * so what is printed in the end is what a fresh build prints.
 */
#include "watch_priv.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

/* Milliseconds. */
#define WAIT_MOST 60   /* for a file to be whole */
#define LOOK      1000 /* where nothing tells of changes */
#define LOOK_GONE 100  /* whether the site is there again */

/* What a run tells, until it is over. */
struct heard {
	struct arena *a; /* NULL: no memory, nothing is kept */
	struct map said; /* messages, each once */
	struct buf site, pages, root;
	struct map seen; /* folders of inputs */
	struct str *folders;
	int nfolders, folders_cap;
	int all, printed, lost, pages_printed;
	struct str name; /* of what was printed or lost last */
};

struct watch {
	struct arena *a;
	const struct watch_options *o;
	struct batch_options batch;
	struct batch_listener listener;
	const char *folder;
	char *root;
	struct folders folders;
	struct desk desk;
	struct server *server; /* NULL: none */
	struct heard heard;
	struct hash site_said; /* what is wrong with the site, as it was said */
	int signals;
	int64_t since; /* when the first change was noticed */
	bool stopped, began;
	bool gone, blind; /* and that was said */
};

void
watch_say(bool color, enum diag_code code, const char *file, const char *detail)
{
	struct arena *a = arena_new();
	if (a && setjmp(*arena_jump(a)) == 0) {
		struct handout_message m = message_make(a, code, file, detail);
		struct buf b = buf_new(a);
		message_put(&b, &m, color);
		fwrite(b.p, 1, b.n, stderr);
	}
	arena_free(a);
}

static int64_t
now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- what a run tells
 * --------------------------------------------------------
 */

static void
hear_messages(struct watch *w, struct buf *out,
	const struct handout_message *list, int n)
{
	struct heard *h = &w->heard;
	for (int i = 0; i < n; i++) {
		struct buf b = buf_new(h->a);
		message_put(&b, &list[i], w->batch.render.color);
		struct str line = buf_done(&b);
		if (map_find(&h->said, line))
			continue;
		map_put(&h->said, line, h);
		buf_str(out, line);
	}
}

/* Folders of what was read or looked for outside of the site. */
static void
hear_inputs(struct watch *w, const struct batch_output *o)
{
	struct heard *h = &w->heard;
	struct str root = {h->root.p, h->root.n};
	for (int i = 0; i < o->ninputs; i++) {
		struct str path = str_c(o->inputs[i].path);
		if (root.n && str_starts(path, root.p) && path.p[root.n] == '/')
			continue;
		size_t n = path.n;
		while (n && path.p[n - 1] != '/')
			n--;
		struct str folder = str_sub(path, 0, n);
		if (!folder.n || map_find(&h->seen, folder))
			continue;
		folder = str_dup(h->a, folder);
		map_put(&h->seen, folder, h);
		ARENA_PUSH(h->a, h->folders, h->nfolders, h->folders_cap);
		h->folders[h->nfolders++] = folder;
	}
}

static void
on_site(void *ctx, const struct handout_site *site)
{
	struct watch *w = ctx;
	struct heard *h = &w->heard;
	if (!h->a || setjmp(*arena_jump(h->a)))
		return;
	h->root.n = 0;
	buf_c(&h->root, site->root ? site->root : "");
	buf_done(&h->root);
	desk_title(&w->desk, site->title);
}

static void
on_messages(void *ctx, const struct handout_message *list, int n)
{
	struct watch *w = ctx;
	if (!w->heard.a || setjmp(*arena_jump(w->heard.a)))
		return;
	hear_messages(w, &w->heard.site, list, n);
	desk_messages(&w->desk, list, n);
}

static void
on_output(void *ctx, const struct batch_output *o)
{
	struct watch *w = ctx;
	struct heard *h = &w->heard;
	if (w->server)
		server_run(w->server);
	if (!h->a || setjmp(*arena_jump(h->a)))
		return;
	h->all++;
	h->lost += !o->made;
	h->printed += o->made && o->printed;
	h->pages_printed += o->made && o->printed ? o->pages : 0;
	if (o->printed)
		h->name = str_dup(h->a, str_c(o->name));
	if (o->printed || !w->began)
		hear_messages(w, &h->pages, o->list, o->nlist);
	hear_inputs(w, o);
	desk_output(&w->desk, o);
}

static bool
on_stop(void *ctx)
{
	struct watch *w = ctx;
	struct signalfd_siginfo info;
	if (read(w->signals, &info, sizeof info) > 0)
		w->stopped = true;
	return w->stopped;
}

/* ---- a run
 * --------------------------------------------------------------------
 */

static void
say_time(void)
{
	char text[16];
	struct tm tm;
	time_t t = time(NULL);
	localtime_r(&t, &tm);
	strftime(text, sizeof text, "%H:%M:%S", &tm);
	fprintf(stderr, "%s ", text);
}

static const char *
plural(int n)
{
	return n == 1 ? "" : "s";
}

static void
say_run(struct watch *w)
{
	struct heard *h = &w->heard;
	int ms = (int)(now_ms() - w->since);
	say_time();
	if (!w->began)
		fprintf(stderr, "%d handout%s in %s, %d printed", h->all,
			plural(h->all), w->o->batch.output, h->printed);
	else if (h->printed == 1)
		fprintf(stderr, "%.*s, %d page%s", STR_ARG(h->name),
			h->pages_printed, plural(h->pages_printed));
	else if (h->printed)
		fprintf(stderr, "%d handouts, %d pages", h->printed,
			h->pages_printed);
	else
		fprintf(stderr, "%d handout%s", h->all, plural(h->all));
	if (h->lost)
		fprintf(stderr, ", %d not printed", h->lost);
	fprintf(stderr, ", %d ms\n", ms);
	fputs(buf_done(&h->site).p, stderr);
	fputs(buf_done(&h->pages).p, stderr);
}

/* What is wrong with the site as a whole is said when it changes. */
static void
tell_run(struct watch *w)
{
	struct heard *h = &w->heard;
	struct hash site = hash_of((struct str){h->site.p, h->site.n});
	bool news = !hash_eq(site, w->site_said);
	if (!news)
		h->site.n = 0;
	w->site_said = site;
	if (news || h->printed || h->pages.n || !w->began)
		say_run(w);
	for (int i = 0; i < h->nfolders; i++)
		folders_add(&w->folders, h->folders[i]);
	if (h->root.n && (!w->root || !str_is(str_c(w->root), h->root.p))) {
		w->root = str_cdup(w->a, (struct str){h->root.p, h->root.n});
		w->folders.stale = true;
	}
	char version[sizeof w->desk.version];
	memcpy(version, w->desk.version, sizeof version);
	desk_show(&w->desk);
	if (w->server && strcmp(version, w->desk.version) != 0)
		server_wake(w->server);
}

static void
hear_begin(struct watch *w)
{
	struct heard *h = &w->heard;
	*h = (struct heard){.a = arena_new()};
	if (h->a && setjmp(*arena_jump(h->a)) == 0) {
		h->said = map_new(h->a);
		h->seen = map_new(h->a);
		h->site = buf_new(h->a);
		h->pages = buf_new(h->a);
		h->root = buf_new(h->a);
		buf_done(&h->root);
		desk_begin(&w->desk, h->a);
		return;
	}
	arena_free(h->a);
	h->a = NULL;
}

/* False: no memory for what was told; the outputs are as they must be. */
static bool
hear_end(struct watch *w)
{
	struct arena *a = w->heard.a;
	if (!a)
		return false;
	if (setjmp(*arena_jump(a)) == 0) {
		tell_run(w);
		return true;
	}
	arena_free(a);
	return false;
}

static void
watch_build(struct watch *w, struct handout *h)
{
	hear_begin(w);
	batch_run(h, &w->batch);
	w->batch.force = false; /* once is enough */
	if (w->stopped)
		arena_free(w->heard.a);
	else if (!hear_end(w))
		watch_say(w->batch.render.color, DIAG_NO_MEMORY, w->folder, "");
	w->began |= !w->stopped;
}

/* Again, if folders turn up that were not watched before the run. */
static void
watch_build_all(struct watch *w, struct handout *h)
{
	bool again = true;
	if (!file_is_folder(w->folder)) {
		if (!w->gone)
			watch_say(w->batch.render.color, DIAG_SITE_GONE,
				w->folder, "");
		w->gone = true;
		return;
	}
	w->gone = false;
	if (w->folders.stale)
		folders_scan(&w->folders, w->root ? w->root : w->folder,
			w->o->batch.output);
	for (int i = 0; again && i < 4 && !w->stopped; i++) {
		watch_build(w, h);
		again = w->folders.stale &&
		        folders_scan(&w->folders, w->root ? w->root : w->folder,
				w->o->batch.output);
	}
}

/* ---- waiting
 * ------------------------------------------------------------------
 */

static int
less_of(int a, int b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

/* Until something happens, or `timeout`; false: nothing that counts did. */
static int
watch_poll(struct watch *w, int timeout)
{
	struct pollfd fds[] = {{.fd = w->signals, .events = POLLIN},
		{.fd = w->folders.fd, .events = POLLIN},
		{.fd = w->server ? server_fd(w->server) : -1,
			.events = POLLIN}};
	if (w->server)
		timeout = less_of(timeout, server_timeout(w->server));
	poll(fds, ARRAY_LEN(fds), timeout);
	on_stop(w);
	if (w->server)
		server_run(w->server);
	return fds[1].revents ? folders_read(&w->folders) : 0;
}

/* Something has changed: until it has settled. */
static void
watch_settle(struct watch *w, int wait)
{
	int64_t now = w->since = now_ms(), until = now + wait;
	while (!w->stopped && now < until) {
		int more = watch_poll(w, (int)(until - now));
		now = now_ms();
		if (more)
			until = now + more;
		if (until > w->since + WAIT_MOST)
			until = w->since + WAIT_MOST;
	}
}

/* Until something has changed, or must be looked for. */
static void
watch_wait(struct watch *w)
{
	const char *root = w->root ? w->root : w->folder;
	while (!w->stopped) {
		int wait = watch_poll(w, w->gone ? LOOK_GONE : LOOK);
		if (wait)
			watch_settle(w, wait);
		else
			w->since = now_ms();
		bool moved = !w->gone && folders_moved(&w->folders, root);
		bool back = w->gone && file_is_folder(w->folder);
		w->folders.stale |= moved || back;
		if (wait || moved || back || w->folders.blind)
			return;
	}
}

/* ---- begin and end
 * --------------------------------------------------------------
 */

static int
signals_open(sigset_t *before)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, before);
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

/* A folder by its name alone, so that it is one though nothing is there. */
static const char *
folder_name(struct arena *a, const char *path)
{
	struct str s = str_c(path);
	return str_ends(s, "/") ? path : str_fmt(a, "%s/", path).p;
}

static enum batch_status
watch_all(struct watch *w, struct handout *h)
{
	const struct watch_options *o = w->o;
	bool color = o->batch.render.color;
	folders_open(&w->folders, w->a);
	w->batch.output = folder_name(w->a, o->batch.output);
	/* A limit means a worker: a page that ends it doesn't end the watch. */
	if (w->batch.timeout < 0)
		w->batch.timeout = BATCH_TIMEOUT;
	if (o->serve) {
		w->server = server_open(&w->desk, o->port, color);
		if (!w->server)
			return BATCH_MACHINE;
		fprintf(stderr, "handout: http://127.0.0.1:%d/\n",
			server_port(w->server));
	}
	w->since = now_ms();
	while (!w->stopped) {
		watch_build_all(w, h);
		if (w->folders.blind && !w->blind)
			watch_say(color, DIAG_WATCH_BLIND, w->folder, "");
		w->blind = w->folders.blind;
		watch_wait(w);
	}
	return BATCH_GOOD;
}

static enum batch_status
watch_guarded(struct watch *w, struct handout *h)
{
	if (setjmp(*arena_jump(w->a)) == 0)
		return watch_all(w, h);
	watch_say(w->batch.render.color, DIAG_NO_MEMORY, w->folder, "");
	return BATCH_MACHINE;
}

enum batch_status
watch_run(struct handout *h, const struct watch_options *o)
{
	sigset_t before;
	struct watch w = {.a = arena_new(),
		.o = o,
		.batch = o->batch,
		.folder = o->batch.inputs[0],
		.folders = {.fd = -1},
		.signals = signals_open(&before)};
	w.listener = (struct batch_listener){
		&w, on_site, on_messages, on_output, on_stop};
	w.batch.listener = &w.listener;
	enum batch_status status = w.a ? watch_guarded(&w, h) : BATCH_MACHINE;
	server_close(w.server);
	desk_close(&w.desk);
	folders_close(&w.folders);
	arena_free(w.a);
	close(w.signals);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}
