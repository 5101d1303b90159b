/*
 * batch: many pages in one run.
 *
 * A plan of jobs, each one output from its inputs; worker processes that do
 * them, so that a page that fails fails alone; and a record of what each
 * output was made from, so that only what changed is made again.
 * Prefixes: plan_ job_ record_ state_ fresh_ pool_ progress_ report_ message_
 * batch_.
 */
#ifndef HANDOUT_BATCH_H
#define HANDOUT_BATCH_H

#include "handout/handout.h"

#include "base/base.h"

enum batch_status { BATCH_GOOD, BATCH_FAULTY, BATCH_USAGE, BATCH_MACHINE };

/* How messages are said. */
enum batch_format {
	BATCH_FORMAT_DEFAULT, /* text on a terminal, else plain */
	BATCH_FORMAT_PLAIN,   /* a line each */
	BATCH_FORMAT_TEXT,    /* with the author's line and a mark in it */
	BATCH_FORMAT_JSON,    /* one document on standard output */
	BATCH_FORMAT_SARIF,   /* the same, as SARIF 2.1.0 */
	BATCH_FORMAT_GITHUB   /* annotations, on standard output */
};

enum batch_form {
	BATCH_LINES, /* a command a line, for a shell */
	BATCH_MAKE,
	BATCH_JSON
};

/* What became of one output, printed in this run or before. */
struct batch_output {
	const char *page;        /* its first page, as it was named */
	const char *title;       /* "" if it is not known */
	const char *module;      /* title of what it is a part of, or "" */
	const char *path, *name; /* of the file, and within its folder */
	bool made;               /* it is there */
	bool printed;            /* in this run */
	int pages, errors, warnings, styles;
	struct hash hash; /* of its bytes */
	const struct handout_message *list;
	int nlist;
	const struct handout_input *inputs;
	int ninputs;
};

/*
 * Whoever wants to hear of a run what else would go to stderr; what is told
 * lasts as long as the call.
 */
struct batch_listener {
	void *ctx;
	void (*site)(void *ctx, const struct handout_site *site);
	/* what is wrong with the run or a site as a whole */
	void (*messages)(void *ctx, const struct handout_message *list, int n);
	/* each output, in the order of the plan */
	void (*output)(void *ctx, const struct batch_output *output);
	/* asked between jobs: shall those that are left be left undone? */
	bool (*stop)(void *ctx);
};

struct batch_options {
	const char *const *inputs; /* pages and folders */
	int ninputs;
	const char *output;       /* file or folder; NULL: the working folder */
	const char *packet;       /* which packets, not pages; or NULL */
	const char *prepared_for; /* on their covers, or NULL */
	const char *only;  /* of all outputs the one of this name; or NULL */
	int shard, shards; /* of `shards` parts the one to do, from 1; 0: all */
	enum batch_form form;     /* of a plan */
	const char *const *words; /* options for each job, NULL-ended */
	const char *report; /* where to write what was done, as JSON, or NULL */
	struct handout_options render;
	int workers;    /* 0: as many as the machine has cores */
	double timeout; /* seconds for a job; 0: none, < 0: the default */
	int memory;     /* MB for a worker; 0: no limit, < 0: the default */
	enum batch_format format;
	bool strict, quiet, force, prune;
	const struct batch_listener *listener; /* or NULL */
};

#define BATCH_TIMEOUT 60.0 /* seconds */
#define BATCH_MEMORY  2048 /* MB */

/*
 * Print the inputs, or only check them (`render.check_only`).  Messages go
 * to stderr in the order of the plan, whatever the number of workers; so
 * does progress, but for `quiet`.  If an input and `output` are folders,
 * `output`/.handout keeps what each file was made from.
 */
enum batch_status batch_run(struct handout *h, const struct batch_options *o);

/* Say messages that are not of a run; not as a document. */
void batch_tell(const struct handout_message *list, int n,
	enum batch_format format, bool color);

/*
 * Print what batch_run would do, as a command for each output, to standard
 * output.  Nothing is made.
 */
enum batch_status batch_plan(struct handout *h, const struct batch_options *o);

/* A message of a file, from messages.def; `file` may be "". */
struct handout_message message_make(struct arena *a, enum diag_code code,
	const char *file, const char *detail);
/* As a line of text; with `color` in the terminal's colours. */
void message_put(struct buf *b, const struct handout_message *m, bool color);

#endif
