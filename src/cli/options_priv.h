/*
 * The tables of options and verbs, and what is made of them: help screens,
 * completion, the words of a job.  Prefixes: options_, help_, complete_.
 */
#ifndef HANDOUT_OPTIONS_PRIV_H
#define HANDOUT_OPTIONS_PRIV_H

#include <stddef.h>
#include <stdio.h>

#include "options.h"

#define VERB(v) (1 << (v))
#define COMMON  (1 << 30) /* on the screen of `handout --help` */
#define WHOLE   (1 << 29) /* of a run, not of one of its jobs */

struct option {
	const char *name, *brief; /* "--paper", "-p" or NULL */
	const char *value;        /* what its value is called, NULL: a switch */
	size_t target;            /* in struct options */
	int verbs;                /* that have it, and the bits above */
	const char *help;
};

struct verb_row {
	const char *name, *operands, *help;
	const char *const *words; /* one must come first; or NULL */
};

const struct option *options_table(size_t *n);
/* What an option's value can be, NULL-ended; NULL if there is no list. */
const char *const *options_choices(const struct option *p);
/* By enum verb. */
const struct verb_row *options_verbs(void);

/* Words, with a space between. */
void help_put_words(FILE *out, const char *const *words);
void help_print(FILE *out);
/* All options of a verb. */
void help_print_verb(FILE *out, enum verb v);

/* The script for "bash", "zsh" or "fish", which is one of these. */
void complete_print(FILE *out, const char *shell);

#endif
