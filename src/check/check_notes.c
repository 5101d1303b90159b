/*
 * Notes stand on the page that refers to them first.
 */
#include "check_priv.h"

static void
note_check(struct check_view *v, const struct node *n)
{
	if (!n->note.first_ref)
		return;
	int at = v->nodes[n->num].seen;
	int cited = v->nodes[n->note.first_ref->num].seen;
	if (cited < 0 || at == cited)
		return;
	if (at < 0)
		check_find(v, CHECK_NOTE, n, cited, "note %.*s is nowhere",
			STR_ARG(n->note.label));
	else
		check_find(v, CHECK_NOTE, n, at,
			"note %.*s is cited on page %d", STR_ARG(n->note.label),
			cited + 1);
}

void
check_notes(struct check_view *v)
{
	for (int i = 0; i < v->doc->nnotes; i++)
		note_check(v, v->doc->notes[i]);
}
