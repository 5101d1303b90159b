/*
 * The command line's words, read.
 */
#ifndef HANDOUT_OPTIONS_H
#define HANDOUT_OPTIONS_H

#include <stdbool.h>

enum verb {
	VERB_BUILD,
	VERB_CHECK,
	VERB_WATCH,
	VERB_PLAN,
	VERB_DUMP,
	VERB_COMPLETION,
	VERB_HELP,
	VERBS
};

struct options {
	enum verb verb;
	const char *word;   /* a step of dump, a shell */
	unsigned long used; /* a bit for each row of the table */
	const char *output, *paper, *root, *theme, *fit;
	int fit_pages; /* fit, read */
	const char *format;
	int format_number; /* 0: the default; else as in `format` */
	const char *packet, *prepared_for, *only;
	const char *shard;
	int shard_index, shards; /* shard, read; from 1 */
	const char *jobs, *timeout, *memory, *report, *serve;
	bool large_print, ink_save, grayscale, duplex, booklet;
	bool strict, make, layout, json, quiet, force, prune, help, version;
	const char **all;    /* the words that are no options */
	const char **inputs; /* of those, the pages and folders */
	int ninputs;
};

enum options_status {
	OPTIONS_RUN,
	OPTIONS_DONE, /* --help or --version has been printed */
	OPTIONS_WRONG /* and why has been printed */
};

enum options_status options_read(struct options *o, int argc, char **argv);
void options_free(struct options *o);
/*
 * The options given that each job of a plan must have, too; NULL-ended.
 * NULL if there is no memory; else to be freed.
 */
const char **options_words(const struct options *o);

#endif
