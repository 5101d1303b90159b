/*
 * What every rule gets.
 */
#ifndef HANDOUT_CHECK_PRIV_H
#define HANDOUT_CHECK_PRIV_H

#include "check.h"

struct check {
	struct arena *a;
	const struct pages *pages;
	struct diag *dg;
};

/* check_pages.c */
void check_outside(const struct check *c, const struct sheet *s);
void check_overlap(const struct check *c, const struct sheet *s);

#endif
