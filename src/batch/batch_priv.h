/*
 * What the files of batch share.
 */
#ifndef HANDOUT_BATCH_PRIV_H
#define HANDOUT_BATCH_PRIV_H

#include "batch.h"
#include "format.h"

/* ---- the plan ------------------------------------------------------------ */

/* What became of a job, now or in an earlier run. */
struct outcome {
	bool made;    /* the output is there; or nothing was to be written */
	bool printed; /* in this run */
	int exit;     /* enum batch_status, --strict apart */
	int pages, errors, warnings, styles;
	int64_t micros;
	struct stamp stamp; /* of the output */
	struct hash hash;
	struct handout_message *list;
	int nlist;
	struct handout_input *inputs;
	int ninputs;
};

/* One output from one page or several. */
struct job {
	const char *const *pages; /* paths */
	int npages;
	const struct handout_page *listed;   /* the first as the site has it */
	const struct handout_site *site;     /* NULL: a page given by itself */
	const struct handout_packet *packet; /* of the site's pages, or NULL */
	const char *input;                   /* the folder that it came of */
	bool booklet;       /* the other job of the same pages: to be folded */
	const char *label;  /* what progress calls it */
	struct hash key;    /* of what else it depends on: program, options */
	const char *output; /* path; NULL: none */
	const char *name;   /* the output within the folder for outputs */
	struct outcome *done;
};

struct plan {
	struct arena *a;
	struct job *jobs;
	int n, cap;
	struct handout_site **sites; /* of folders that were given */
	int nsites, sites_cap;
	struct handout_packets **packets; /* one for each of the sites */
	int npackets, packets_cap;
	const char *folder;           /* for outputs; NULL: there is none */
	const char *packet;           /* which packets it is of, or NULL */
	bool keeps;                   /* the record is kept in `folder` */
	const char *record;           /* the name of its file */
	struct handout_message *list; /* what is wrong with the plan */
	int nlist, list_cap;
	int exit;
};

/*
 * Sites are opened in `p`; to be closed by plan_close.  The folder for
 * outputs is not made.
 */
void plan_make(
	struct plan *p, struct handout *h, const struct batch_options *o);
/* Make it; what is wrong is told, and then there are no jobs. */
void plan_make_folder(struct plan *p);
void plan_close(struct plan *p);
void plan_worse(struct plan *p, int exit);
/* A file in a folder, NULL: the working folder. */
const char *plan_path(struct arena *a, const char *folder, struct str name);

/* `path` can't be written, for the reason in errno; and what that means. */
struct handout_message message_write_failed(
	struct arena *a, const char *path, int err);
int message_write_exit(int err);

/* ---- one job --------------------------------------------------------------
 */

/* Do it here and now. */
struct outcome *job_run(struct arena *a, struct handout *h,
	const struct job *job, const struct handout_options *o);
/* What to say of one whose worker ended, from what wait() said of that. */
struct outcome *job_lost(struct arena *a, const struct job *job, int status);

/* ---- records --------------------------------------------------------------
 */

/* An outcome as lines of text, between processes and from run to run. */
void record_put(struct buf *b, const struct outcome *o);
/* Read one at the start of *rest, stepped over; NULL if it is broken. */
struct outcome *record_take(struct arena *a, struct str *rest);
/* Text for a field of a line; and back. */
void record_put_text(struct buf *b, struct str s);
struct str record_text(struct arena *a, struct str field);
/* Cut a line at its tabs; returns how many fields there are, at most max. */
int record_fields(struct str line, struct str *fields, int max);
/* The line at the start of *rest, without its end, stepped over. */
struct str record_line(struct str *rest);
void record_put_hash(struct buf *b, struct hash h);
bool record_hash(struct str s, struct hash *out);
bool record_int(struct str s, int64_t *out);

/*
 * A file that changed so short before it was read may change again and have
 * the same time: its stamp is not believed.  Nanoseconds; kernels count
 * time in steps of up to ten milliseconds.
 */
#define BATCH_YOUNG 50000000

/* ---- what earlier runs did ------------------------------------------------
 */

struct state_entry {
	struct str name; /* of the output in its folder */
	struct str page; /* path of its first page within the site */
	struct str root; /* of the site */
	struct hash key; /* program, fonts and options */
	struct outcome *done;
	struct str lines; /* all of it as text; empty: to be made */
	bool planned;     /* this run has it, too */
};

struct state {
	struct arena *a;
	const char *path;   /* NULL: nothing is kept */
	const char *packet; /* which packets the run is of, or NULL */
	struct state_entry *v;
	int n, cap;
	struct map names;
	bool changed;
	int64_t began; /* when this run did, nanoseconds since 1970 */
};

/*
 * Read the record of earlier runs in the plan's folder.  One that can't be
 * used is reported, into the plan, and empty.
 */
void state_open(struct state *s, struct plan *p, bool force);
struct state_entry *state_find(const struct state *s, const char *name);
/* Its outcome, with paths as this run names them. */
struct outcome *state_restore(
	struct state *s, const struct job *job, const struct state_entry *e);
/* A path of the record; those in the site are below `top`, with its slash. */
const char *state_expand(struct arena *a, const char *path, struct str top);
/* Put the job's outcome into the record, in the place of an older one. */
void state_put(struct state *s, const struct job *job, struct hash key);
/* Write it if it has changed; false and errno if that fails. */
bool state_save(struct state *s);
/* Its stamps have changed. */
void state_touch(struct state *s, struct state_entry *e);
/* What stands for a job's page in the record. */
struct str state_page(const struct state *s, const struct job *job);
/*
 * An output whose page is gone, after *at; NULL at the end.  `labels` has
 * the plan's state_page()s: what other runs make of them, or of packets
 * that are asked for otherwise, is not gone.
 */
struct state_entry *state_next_gone(const struct state *s, const struct plan *p,
	const struct map *labels, int *at);
void state_drop(struct state *s, struct state_entry *e);

/* ---- what changed ---------------------------------------------------------
 */

/* What the disk says of each path, asked once a run. */
struct fresh {
	struct arena *a;
	struct map looks;
	int64_t began; /* files changed since are not to be trusted */
};

/*
 * Is the output as it was made, and would the job make it again?  Brings
 * the stamps up to date where the contents are the same; *touched then.
 */
bool fresh_job(struct fresh *f, const struct job *job,
	const struct state_entry *e, bool *touched);

/* ---- workers --------------------------------------------------------------
 */

/* Called in the parent as each job ends. */
typedef void (*pool_done_fn)(void *ctx, struct job *job);
/* ... and as it begins. */
typedef void (*pool_begin_fn)(void *ctx, struct job *job);
/* Shall jobs that have not begun be left undone? */
typedef bool (*pool_stop_fn)(void *ctx);

struct pool_options {
	struct handout *h;
	const struct handout_options *render;
	int workers;
	double timeout;
	int memory;
	pool_begin_fn begin;
	pool_done_fn done;
	pool_stop_fn stop; /* asked before each job */
	void *ctx;
};

/* Do all jobs, each in a worker, until `stop`; outcomes live in `a`. */
void pool_run(struct arena *a, struct job **jobs, int n,
	const struct pool_options *o);

/* ---- what is said ---------------------------------------------------------
 */

struct progress {
	FILE *out;
	bool on;       /* anything but messages */
	bool terminal; /* one line that changes */
	bool shown;    /* the line stands there now */
	int all, done;
	int unchanged; /* of `done`, before the work began */
	int printed, kept, lost, pages, errors, warnings;
	double began;
	struct map said; /* messages, each once */
	struct format format;
};

/* `began` has been set before. */
void progress_begin(struct progress *p, struct arena *a, int all, bool on,
	const struct batch_options *o);
/* A job has begun or ended: the line of a terminal. */
void progress_line(struct progress *p, const struct job *job);
/* Messages and a plain line of a job, when its turn in the plan is there. */
void progress_job(
	struct progress *p, struct arena *a, const struct job *job, int number);
/*
 * What many pages have to say of one place, in an include or in the site's
 * own files, is said once; of an include with the first such `page`, if it
 * is not NULL.
 */
void progress_messages(struct progress *p, struct arena *a, const char *page,
	const struct handout_message *list, int n);
/* False and errno if messages can't be written. */
bool progress_end(struct progress *p, const struct plan *plan);
double progress_now(void);

/* What was done, as JSON; false and errno if it can't be written. */
bool report_write(struct arena *a, const char *path, const struct plan *p,
	double seconds);

#endif
