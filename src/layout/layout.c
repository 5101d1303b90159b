/*
 * The way in: flow, paginate, paint.
 */
#include "layout_priv.h"

static struct layout
layout_start(struct arena *a, const struct document *doc,
	const struct layout_options *o, struct diag *dg)
{
	const struct theme *t = o->theme;
	return (struct layout){.a = a,
		.doc = doc,
		.t = t,
		.o = o,
		.words = layout_find_words(doc->lang),
		.dg = dg,
		.paras = ARENA_ARRAY(a, doc->nnodes, struct para_memo),
		.images = map_new(a),
		.has_floats = float_find(doc),
		.base_size = doc->root->style->size,
		.measure = t->paper_w - t->margin_left - t->margin_right,
		.body_height = t->paper_h - t->margin_top - t->margin_bottom,
		.scale = 1000,
		.cell_pad = 1000};
}

struct pages *
layout_pages(struct arena *a, const struct document *doc,
	const struct layout_options *o, struct diag *dg)
{
	struct layout l = layout_start(a, doc, o, dg);
	struct galley g = {0};
	notes_set(&l);
	struct flow f = flow_new(&l, &g, 0, l.measure);
	flow_node(&f, doc->root);
	struct cuts cuts = paginate(&l, &g);
	struct pages *p = emit_pages(&l, &g, &cuts);
	heads_paint(&l, p);
	return p;
}
