/*
 * The filters' own functions, as the table in liquid_filters.def names them.
 */
#ifndef HANDOUT_LIQUID_FILTER_PRIV_H
#define HANDOUT_LIQUID_FILTER_PRIV_H

#include "liquid_priv.h"

#define FILTER(name, min, max, fn)                                             \
	struct value *fn(struct liquid *lq, struct value *in,                  \
		const struct liquid_args *args);
#include "liquid_filters.def"
#undef FILTER

/* The property of an item; `a.b` goes deeper. */
struct value *liquid_property(
	struct liquid *lq, struct value *item, struct str name);

#endif
