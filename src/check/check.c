/*
 * The rules, run over all pages.
 */
#include "check.h"

#include "check_priv.h"

typedef void (*rule_fn)(const struct check *c, const struct sheet *s);

static const rule_fn rules[] = {
#define RULE(code, function) function,
#include "rules.def"
#undef RULE
};

void
check_all(struct arena *a, const struct pages *pages, struct diag *dg)
{
	struct check c = {a, pages, dg};
	for (int p = 0; p < pages->n; p++)
		for (size_t i = 0; i < ARRAY_LEN(rules); i++)
			rules[i](&c, &pages->v[p]);
}
