/*
 * watch: builds a site again as its author saves.
 *
 * Folders are watched (inotify); what changed is left to batch, whose record
 * knows what each output was made from.  On request a page on this machine
 * shows handouts and messages.
 * Prefixes: watch_ folders_ desk_ server_.
 */
#ifndef HANDOUT_WATCH_H
#define HANDOUT_WATCH_H

#include "batch/batch.h"

struct watch_options {
	struct batch_options batch; /* one folder, and a folder for outputs */
	bool serve;
	int port; /* 0: any that is free */
};

#define WATCH_PORT 8017

/* Until SIGINT or SIGTERM. */
enum batch_status watch_run(struct handout *h, const struct watch_options *o);

#endif
