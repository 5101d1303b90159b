/*
 * The empty foot of each page: from its lowest content to the notes or the
 * margin.  The last page may end anywhere, and so may one after which the
 * author wants a new page.
 */
#include "check_priv.h"

#define MOST_EMPTY 250 /* of the text block, thousandths */

struct foot {
	mpt content; /* lowest edge of what is no note */
	mpt notes;   /* upper edge of the notes */
	const struct check_line *first, *last; /* lines that are no notes */
};

static void
foot_add(struct foot *f, const struct check_line *l)
{
	if (check_note(l->block)) {
		f->notes = mpt_min(f->notes, l->top);
		return;
	}
	f->content = mpt_max(f->content, l->bottom);
	f->first = f->first ? f->first : l;
	f->last = l;
}

/* Grounds and bars of boxes reach lower than the text in them. */
static void
foot_add_grounds(struct foot *f, const struct sheet *s, mpt bottom)
{
	for (int i = 0; i < s->n; i++) {
		const struct item *it = &s->items[i];
		if (it->artifact == ARTIFACT_BACKGROUND &&
			it->y + it->h <= bottom)
			f->content = mpt_max(f->content, it->y + it->h);
	}
}

/* Does the author want a new page between the two lines? */
static bool
is_forced(const struct check_view *v, const struct check_line *a,
	const struct check_line *b)
{
	const struct node *n = b->block;
	if (v->nodes[n->num].page_breaks > v->nodes[a->block->num].page_breaks)
		return true;
	for (; n && n->num > a->block->num; n = n->parent)
		if (n->style && n->style->page_before)
			return true;
	return false;
}

static void
page_check(struct check_view *v, const struct foot *f, int page)
{
	struct check_page *p = &v->report->pages[page];
	mpt room = check_bottom(v, page) - check_top(v);
	p->unused = mpt_max(0, mpt_min(f->notes, check_bottom(v, page)) -
				       mpt_max(f->content, check_top(v)));
	p->ended = page == v->pages->n - 1 || !f->last || !f[1].first ||
	           is_forced(v, f->last, f[1].first);
	if (p->ended)
		return;
	check_totals(v)->unused = mpt_max(check_totals(v)->unused, p->unused);
	if (p->unused > mpt_scale(room, MOST_EMPTY, 1000))
		check_find(v, CHECK_SPACE, f[1].first->block, page, "%d pt",
			(int)(p->unused / MPT_PT));
}

void
check_space(struct check_view *v)
{
	struct foot *feet =
		ARENA_ARRAY(v->a, (size_t)v->pages->n + 1, struct foot);
	for (int p = 0; p < v->pages->n; p++)
		feet[p].notes = MPT_MAX;
	for (int i = 0; i < v->nlines; i++)
		foot_add(&feet[v->lines[i].page], &v->lines[i]);
	for (int p = 0; p < v->pages->n; p++) {
		foot_add_grounds(&feet[p], &v->pages->v[p], check_bottom(v, p));
		page_check(v, &feet[p], p);
	}
}
