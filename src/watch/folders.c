/*
 * The folders of a site, watched by inotify.
 *
 * What happened is not kept, only that something did: batch finds out what
 * must be printed.  So no path of an event is needed, and a folder that was
 * moved away does no harm.  After folders have come or gone the site is
 * walked again; adding a folder that is watched already changes nothing, and
 * its number tells that the walk was there (symbolic links may go in circles).
 */
#include "watch_priv.h"

#include <errno.h>
#include <limits.h>
#include <sys/inotify.h>
#include <unistd.h>

#define DEPTH 64

#define CAME_OR_WENT (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)
#define ITSELF       (IN_DELETE_SELF | IN_MOVE_SELF)

/*
 * For how many milliseconds the next event may follow.  A file that was
 * closed or has its name is whole; one that is being written, or was moved
 * out of the way, will come soon.
 */
#define WAIT_WHOLE 4
#define WAIT_PART  30

void
folders_open(struct folders *f, struct arena *a)
{
	*f = (struct folders){.a = a,
		.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC),
		.stale = true,
		.far = map_new(a)};
	f->blind = f->fd < 0;
}

void
folders_close(struct folders *f)
{
	if (f->fd >= 0)
		close(f->fd);
}

void
folders_add(struct folders *f, struct str path)
{
	if (map_find(&f->far, path))
		return;
	path = str_dup(f->a, path);
	map_put(&f->far, path, f);
	ARENA_PUSH(f->a, f->order, f->nfar, f->far_cap);
	f->order[f->nfar++] = path;
	f->stale = true;
}

/* ---- the walk ---------------------------------------------------------------
 */

static bool
same_folder(struct stamp a, struct stamp b)
{
	return a.inode == b.inode && a.inode != 0;
}

/* Folders of tools and of their output, which no page needs. */
static bool
folder_is_passed_over(struct str name)
{
	static const char *const names[] = {"node_modules", "_site"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(name, names[i]))
			return true;
	return name.p[0] == '.';
}

/* False if this scan has been there, or it can't be watched. */
static bool
folder_watch(struct folders *f, const char *path, bool outputs)
{
	if (f->fd < 0)
		return false;
	int wd = inotify_add_watch(f->fd, path,
		CAME_OR_WENT | ITSELF | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB |
			IN_ONLYDIR);
	if (wd < 0) {
		f->blind |= errno != ENOENT && errno != ENOTDIR;
		return false;
	}
	while (f->n <= wd) {
		ARENA_PUSH(f->a, f->v, f->n, f->cap);
		f->v[f->n++] = (struct folder){0};
	}
	struct folder *folder = &f->v[wd];
	if (folder->round == f->round)
		return false;
	f->fresh += folder->round == 0;
	*folder = (struct folder){.round = f->round, .outputs = outputs};
	return true;
}

/* `a` is for this scan. */
static void
folder_walk(struct folders *f, struct arena *a, const char *path, int depth)
{
	struct stamp st;
	int n;
	bool top = depth == 0;
	if (!file_stamp(path, &st) || (same_folder(st, f->out) && !top) ||
		!folder_watch(f, path, same_folder(st, f->out)) ||
		depth == DEPTH)
		return;
	const struct str *names = file_names(a, path, &n);
	for (int i = 0; i < n; i++) {
		if (folder_is_passed_over(names[i]))
			continue;
		const char *p = str_fmt(a, "%s/%s", path, names[i].p).p;
		if (file_is_folder(p))
			folder_walk(f, a, p, depth + 1);
	}
}

static void
folders_forget(struct folders *f)
{
	for (int wd = 0; wd < f->n; wd++) {
		if (!f->v[wd].round || f->v[wd].round == f->round)
			continue;
		inotify_rm_watch(f->fd, wd); /* gone by itself, if it is */
		f->v[wd].round = 0;
	}
}

bool
folders_scan(struct folders *f, const char *root, const char *out)
{
	struct arena *a = arena_new();
	f->round++;
	f->fresh = 0;
	f->stale = false;
	f->blind = f->fd < 0;
	f->root = f->out = (struct stamp){0};
	if (a && setjmp(*arena_jump(a)) == 0) {
		file_stamp(root, &f->root);
		file_stamp(out, &f->out);
		folder_walk(f, a, root, 0);
		for (int i = 0; i < f->nfar; i++)
			folder_watch(f, f->order[i].p, false);
		folders_forget(f);
	} else {
		f->blind = true;
	}
	arena_free(a);
	return f->fresh > 0;
}

bool
folders_moved(const struct folders *f, const char *root)
{
	struct stamp st;
	return !file_stamp(root, &st) || !same_folder(st, f->root);
}

/* ---- what happened
 * ------------------------------------------------------------
 */

/* What editors keep beside the file, and what we write. */
static bool
name_is_passed_over(const struct folder *folder, struct str name)
{
	static const char *const endings[] = {
		"~", ".swp", ".swx", ".swo", ".kate-swp"};
	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		if (str_ends(name, endings[i]))
			return true;
	if (str_starts(name, ".#") || str_is(name, "4913")) /* Emacs, vim */
		return true;
	return folder->outputs &&
	       (str_ends(name, ".pdf") || str_starts(name, "."));
}

static int
event_wait(struct folders *f, const struct inotify_event *e)
{
	if (e->mask & IN_Q_OVERFLOW) {
		f->stale = true;
		return WAIT_PART;
	}
	if (e->wd < 0 || e->wd >= f->n || !f->v[e->wd].round)
		return 0;
	if (e->mask & IN_IGNORED) {
		f->v[e->wd].round = 0;
		return 0;
	}
	struct str name = e->len ? str_c(e->name) : STR0;
	if (name.n && name_is_passed_over(&f->v[e->wd], name))
		return 0;
	if (e->mask & (IN_ISDIR | ITSELF))
		f->stale |= (e->mask & (CAME_OR_WENT | ITSELF)) != 0;
	return e->mask & (IN_CLOSE_WRITE | IN_MOVED_TO | IN_ATTRIB) ? WAIT_WHOLE
	                                                            : WAIT_PART;
}

int
folders_read(struct folders *f)
{
	_Alignas(struct inotify_event) char bytes[16384];
	int wait = 0;
	for (ssize_t n; (n = read(f->fd, bytes, sizeof bytes)) > 0;) {
		for (char *p = bytes; p < bytes + n;) {
			struct inotify_event *e = (void *)p;
			int w = event_wait(f, e);
			wait = w ? w : wait;
			p += sizeof *e + e->len;
		}
	}
	return wait;
}
