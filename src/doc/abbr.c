/*
 * An abbreviation is explained where it is first met; kramdown marks every
 * place at which it stands.
 */
#include "doc.h"

void
doc_set_abbreviations(struct document *doc)
{
	struct map seen = map_new(doc->a);
	for (struct node *n = doc->root; n; n = doc_next(n, doc->root)) {
		if (n->kind != NODE_ABBR || !n->abbr.expansion.n)
			continue;
		struct str key = str_fmt(doc->a, "%.*s=%.*s",
			STR_ARG(doc_text(doc->a, n)),
			STR_ARG(n->abbr.expansion));
		if (map_find(&seen, key))
			n->abbr.expansion = STR0;
		else
			map_put(&seen, key, n);
	}
}
