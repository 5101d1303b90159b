/*
 * What the files of watch share.
 */
#ifndef HANDOUT_WATCH_PRIV_H
#define HANDOUT_WATCH_PRIV_H

#include "watch.h"

#include "base/base.h"

/* ---- folders that are watched ---------------------------------------------
 */

/* Of each folder, by inotify's number. */
struct folder {
	int round;    /* the scan that saw it last; 0: it is not watched */
	bool outputs; /* ours are written here */
};

struct folders {
	struct arena *a;
	int fd; /* of inotify, -1: there is none */
	struct folder *v;
	int n, cap;
	int round;
	int fresh;      /* how many this scan found new */
	bool stale;     /* folders have come or gone: scan again */
	bool blind;     /* not all can be watched: look now and then */
	struct map far; /* folders to watch beside the site's */
	struct str *order;
	int nfar, far_cap;
	struct stamp root, out; /* only their inodes count */
};

void folders_open(struct folders *f, struct arena *a);
void folders_close(struct folders *f);
/* Watch a folder by itself, too, from the next scan on. */
void folders_add(struct folders *f, struct str path);
/*
 * Watch all folders of the site but those that hold no author's files, and
 * forget what is gone.  True if some are new: what changed in them before is
 * not known.
 */
bool folders_scan(struct folders *f, const char *root, const char *out);
/* Is the site not the folder that was scanned? */
bool folders_moved(const struct folders *f, const char *root);
/*
 * Read what happened.  Returns for how many milliseconds to wait whether more
 * does, 0 if nothing happened that counts.
 */
int folders_read(struct folders *f);

/* ---- what the page on the desk shows ---------------------------------------
 */

/* The list of handouts as JSON, and their files. */
struct desk {
	struct arena *a; /* of what is shown now; NULL: nothing yet */
	struct str json;
	char version[33]; /* another if anything that is shown is */
	struct map files; /* name -> path */

	struct arena *next; /* of what is being put together */
	struct buf list, said;
	struct json handouts, messages;
	struct map names;
	const char *title;
};

/* Put a new list together in `a`, which becomes the desk's when it is shown. */
void desk_begin(struct desk *d, struct arena *a);
void desk_title(struct desk *d, const char *title);
void desk_messages(struct desk *d, const struct handout_message *list, int n);
void desk_output(struct desk *d, const struct batch_output *output);
/* It takes the place of the list before. */
void desk_show(struct desk *d);
void desk_close(struct desk *d);

/* ---- the page's server ------------------------------------------------------
 */

struct server;

/* NULL after a message on stderr. */
struct server *server_open(const struct desk *desk, int port, bool color);
void server_close(struct server *s);
int server_port(const struct server *s);
/* To be polled; when it is ready or the time is up, server_run. */
int server_fd(const struct server *s);
/* Milliseconds until server_run must be called, -1: any time. */
int server_timeout(const struct server *s);
void server_run(struct server *s);
/* The desk has changed: whoever waits for that is answered. */
void server_wake(struct server *s);

/* A message of messages.def that is of no run. */
void watch_say(
	bool color, enum diag_code code, const char *file, const char *detail);

#endif
