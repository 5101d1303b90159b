/* What the tests of source share: an expansion of a template in memory. */
#ifndef HANDOUT_SOURCE_AUX_H
#define HANDOUT_SOURCE_AUX_H

#include "source/source_priv.h"

/* A template and what it prints. */
struct source_case {
	const char *template, *printed;
};

struct source_run {
	struct arena *a;
	struct diag *dg;
	struct text in, out;
};

/*
 * Expand `template` in a site without files, with variables of all kinds.
 * The arena is the caller's to free.
 */
struct source_run source_expand(const char *template);
/* Run each case and compare; false and a print at the first difference. */
void source_check_cases(const struct source_case *cases, size_t n);
/* Is there a message with this slug?  At `line`, if that is not 0. */
bool source_has_message(struct diag *dg, const char *slug, int line);

#endif
