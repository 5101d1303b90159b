/*
 * Rules on what the page says.
 */
#include "check_priv.h"

static bool
table_has_header(const struct node *table)
{
	for (const struct node *n = doc_next(table, table); n;
		n = doc_next(n, table))
		if (n->kind == NODE_CELL && n->cell.header)
			return true;
	return false;
}

void
check_table_heads(const struct check *c)
{
	const struct node *root = c->doc->root;
	for (const struct node *n = root; n; n = doc_next(n, root))
		if (n->kind == NODE_TABLE && n->table.rows > 1 &&
			n->table.cols > 1 && !table_has_header(n))
			diag_report(
				c->dg, DIAG_TABLE_NO_HEAD, n->span, "%s", "");
}
