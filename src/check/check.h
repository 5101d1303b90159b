/*
 * check: rules on the finished pages.
 *
 * Never changes anything, only reports.  Rules stand in rules.def.
 */
#ifndef HANDOUT_CHECK_H
#define HANDOUT_CHECK_H

#include "base/base.h"
#include "page/page.h"

/* Run all rules; what they find is reported at the nodes' places. */
void check_all(struct arena *a, const struct pages *pages, struct diag *dg);

#endif
