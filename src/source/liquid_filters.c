/*
 * The table of filters, and what all filters use.
 */
#include "liquid_filter_priv.h"

static const struct liquid_filter liquid_filters[] = {
#define FILTER(name, min, max, fn) {name, min, max, fn},
#include "liquid_filters.def"
#undef FILTER
};

const struct liquid_filter *
liquid_filter_find(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(liquid_filters); i++)
		if (str_is(name, liquid_filters[i].name))
			return &liquid_filters[i];
	return NULL;
}

struct str
liquid_arg_text(struct liquid *lq, const struct liquid_args *args, int i,
	const char *otherwise)
{
	if (i >= args->n)
		return str_c(otherwise);
	return liquid_text(lq, args->v[i]);
}

int64_t
liquid_arg_int(const struct liquid_args *args, int i, int64_t otherwise)
{
	return i < args->n ? liquid_to_int(args->v[i]) : otherwise;
}

bool
liquid_fits(struct liquid *lq, size_t n)
{
	if (n > LIQUID_OUTPUT) {
		liquid_stop(lq);
		return false;
	}
	return liquid_spend(lq, n);
}

struct value *
liquid_made(struct liquid *lq, struct buf *b)
{
	if (!liquid_fits(lq, b->n))
		return NULL;
	return liquid_str(lq, buf_done(b));
}
