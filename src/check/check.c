/*
 * The rules, run over document and pages.
 */
#include "check.h"

#include "check_priv.h"

typedef void (*tree_fn)(const struct check *c);
typedef void (*pages_fn)(const struct check *c, const struct sheet *s);

static const tree_fn tree_rules[] = {
#define RULE_TREE(function) function,
#define RULE_PAGES(function)
#define RULE(code, over, function) RULE_##over(function)
#include "rules.def"
#undef RULE
#undef RULE_TREE
#undef RULE_PAGES
};

static const pages_fn pages_rules[] = {
#define RULE_TREE(function)
#define RULE_PAGES(function)       function,
#define RULE(code, over, function) RULE_##over(function)
#include "rules.def"
#undef RULE
#undef RULE_TREE
#undef RULE_PAGES
};

void
check_all(struct arena *a, const struct document *doc,
	const struct pages *pages, struct diag *dg)
{
	struct check c = {a, doc, pages, dg};
	for (size_t i = 0; i < ARRAY_LEN(tree_rules); i++)
		tree_rules[i](&c);
	for (int p = 0; p < pages->n; p++)
		for (size_t i = 0; i < ARRAY_LEN(pages_rules); i++)
			pages_rules[i](&c, &pages->v[p]);
}
