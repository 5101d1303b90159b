/*
 * Blocks that leave their column: over both columns of the page, or on a
 * sheet turned on its side.
 *
 * Only a block that stands free on the page may, not one in a box, list or
 * cell.  The strips right before it that must not be parted from it, such
 * as its heading or caption, go with it.
 */
#include "layout_priv.h"

bool
flow_is_free(const struct flow *f)
{
	return f->g == f->l->main && f->frame < 0 && f->x == 0 &&
	       f->w == f->l->upright.column && !f->across && !f->turned;
}

/* The first of the strips whose blocks are kept with what comes next. */
static int
kept_from(const struct flow *f)
{
	const struct strip *v = f->g->v;
	int i = f->g->n;
	while (i > 0 && v[i - 1].frame < 0 && v[i - 1].turned == f->turned &&
		v[i - 1].penalty >= PENALTY_NEVER) {
		i--;
		while (i > 0 && v[i].line && !v[i].first)
			i--;
	}
	return i;
}

mpt
flow_lead(const struct flow *f)
{
	const struct galley *g = f->g;
	mpt h = 0;
	for (int i = kept_from(f); i < g->n; i++)
		h += g->v[i].gap + g->v[i].height;
	return h + f->solid + mpt_max(f->soft, f->margin);
}

static void
take_along(struct flow *f, bool turned)
{
	struct galley *g = f->g;
	int from = kept_from(f);
	for (int i = from; i < g->n; i++) {
		g->v[i].across = !turned;
		g->v[i].turned = turned;
	}
	if (turned && from < g->n)
		g->v[from].new_page = true;
	else if (turned)
		f->new_page = true;
}

struct flow_wide
flow_widen(struct flow *f, bool turned)
{
	struct layout *l = f->l;
	struct flow_wide w = {true, f->w, l->measure, l->body_height};
	take_along(f, turned);
	f->across = !turned;
	f->turned = turned;
	f->w = turned ? l->turned.width : l->upright.width;
	l->measure = f->w;
	l->body_height = turned ? l->turned.height : l->upright.height;
	return w;
}

void
flow_narrow_again(struct flow *f, const struct flow_wide *w)
{
	if (!w->wide)
		return;
	if (f->turned)
		f->new_page = true;
	f->across = f->turned = false;
	f->w = w->w;
	f->l->measure = w->measure;
	f->l->body_height = w->body_height;
}
