/*
 * The command line's words, read.
 */
#ifndef HANDOUT_OPTIONS_H
#define HANDOUT_OPTIONS_H

#include <stdbool.h>

enum verb { VERB_BUILD, VERB_CHECK, VERB_DUMP, VERB_WATCH, VERBS };

struct options {
	enum verb verb;
	const char *step; /* of dump */
	const char *output, *paper, *root, *theme, *fit;
	int fit_pages; /* fit, read */
	const char *packet, *prepared_for;
	const char *jobs, *timeout, *memory, *report, *serve;
	bool large_print, ink_save, grayscale, duplex, booklet;
	bool strict, layout, json, quiet, force, prune, help, version;
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

#endif
