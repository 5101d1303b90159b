/*
 * Chapters, and the cover among them: its title stands below the first
 * quarter of the page, its last block at the foot.
 */
#include "layout_priv.h"

#define COVER_TOP  24     /* hundredths of the page above the title */
#define COVER_FOOT PT(24) /* room for what frames take below their text */

static void
cover_space(struct flow *f, mpt height)
{
	if (height > 0)
		flow_strip(f, height)->penalty = PENALTY_NEVER;
}

static mpt
strips_height(const struct galley *g, int from)
{
	mpt h = 0;
	for (int i = from; i < g->n; i++)
		h += g->v[i].gap + g->v[i].height;
	return h;
}

/* Height of a block, tried out. */
static mpt
block_height(struct flow *f, const struct node *n)
{
	struct galley g = {0}, *main = f->l->main;
	struct flow trial = flow_new(f->l, &g, f->x, f->w);
	f->l->main = &g;
	flow_node(&trial, n);
	f->l->main = main;
	return galley_height(&g);
}

static void
flow_cover(struct flow *f, const struct node *n)
{
	int from = f->g->n;
	mpt page = f->l->upright.height;
	for (const struct node *c = n->first; c; c = c->next) {
		if (doc_has_class(c, "cover"))
			cover_space(f, mpt_scale(page, COVER_TOP, 100) -
					       strips_height(f->g, from));
		mpt foot =
			doc_has_class(c, "cover-foot") ? block_height(f, c) : 0;
		if (foot)
			cover_space(f, page - strips_height(f->g, from) - foot -
					       COVER_FOOT);
		flow_node(f, c);
	}
	for (int i = from; i + 1 < f->g->n; i++)
		f->g->v[i].penalty = PENALTY_NEVER;
}

void
flow_chapter(struct flow *f, const struct node *n)
{
	if (n->chapter.place == CHAPTER_COVER)
		flow_cover(f, n);
	else
		flow_box(f, n);
}
