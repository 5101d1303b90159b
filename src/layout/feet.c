/*
 * Notes at the feet of pages and columns.
 *
 * They wait in a queue, in the order of their references, and each foot
 * takes what it has room for.  pagination has seen to it that this is all;
 * where a line's notes alone are more than a page, the rest goes on at the
 * next foot, below its number and "(continued)".
 */
#include "emit_priv.h"

void
feet_collect(struct emitter *e, int i, int j)
{
	for (; i <= j; i++) {
		const struct strip *s = &e->g->v[i];
		for (int k = 0; k < s->nnotes; k++) {
			ARENA_PUSH(e->l->a, e->notes, e->nnotes, e->notes_cap);
			e->notes[e->nnotes++] = s->notes[k];
		}
	}
}

/* The strip at a place in the queue, or NULL where a note ends. */
static const struct strip *
feet_strip(const struct emitter *e, struct note_at at)
{
	const struct note_block *b = notes_find(e->l, e->notes[at.note]);
	return b && at.strip < b->galley.n ? &b->galley.v[at.strip] : NULL;
}

/* Height of the strip with the space above it. */
static mpt
feet_height(const struct emitter *e, struct note_at at, bool first)
{
	const struct strip *s = feet_strip(e, at);
	mpt gap = at.strip ? s->gap : e->l->t->note_space;
	return s->height + (first ? 0 : gap);
}

/* "17 (continued)" */
static void
feet_mark(struct emitter *e, struct foot *f)
{
	struct layout *l = e->l;
	const struct node *n = e->notes[f->from.note];
	struct piece_owner own = {
		.artifact = ARTIFACT_LAYOUT, .ground = COLOR_NONE};
	struct para *p = layout_own_para(l,
		str_fmt(l->a, "%.*s (%s)", STR_ARG(n->note.label),
			l->words->continued),
		n->style, &own);
	f->mark.height = layout_leading(l, n->style);
	own_paint(l, &f->mark, p, 0, false, layout_baseline(l, n->style));
	f->height += f->mark.height;
}

struct foot
feet_fit(struct emitter *e, mpt x, mpt room)
{
	struct foot f = {.from = e->at, .to = e->at, .x = x};
	bool any = false;
	if (e->at.note < e->nnotes && e->at.strip && feet_strip(e, e->at))
		feet_mark(e, &f);
	mpt mark = f.height;
	while (f.to.note < e->nnotes) {
		if (!feet_strip(e, f.to)) {
			f.to = (struct note_at){f.to.note + 1, 0};
			continue;
		}
		mpt h = feet_height(e, f.to, !any);
		if (f.height + h > room)
			break;
		f.height += h;
		f.to.strip++;
		any = true;
	}
	if (!any && mark)
		f.height = 0;
	return f;
}

static void
feet_rule(struct emitter *e, mpt x, mpt y)
{
	const struct theme *t = e->l->t;
	struct item rule = {.kind = ITEM_LINE,
		.artifact = ARTIFACT_LAYOUT,
		.color = t->note_rule_color,
		.w = mpt_min(t->note_rule, e->master->column)};
	rule.line.thick = t->note_rule_thick;
	if (e->l->doc->rtl)
		x += e->master->column - rule.w;
	emit_item(e, &rule, x, y);
}

static void
feet_items(struct emitter *e, const struct strip *s, mpt x, mpt y,
	enum layer layer)
{
	for (int i = 0; i < s->n; i++)
		if (item_layer(&s->items[i]) == layer)
			emit_item(e, &s->items[i], x, y);
}

void
feet_paint(struct emitter *e, const struct foot *f, enum layer layer)
{
	struct note_at at = f->from;
	mpt x = e->left + f->x, y = f->top;
	bool first = true;
	if (!f->height)
		return;
	if (layer == LAYER_RULES)
		feet_rule(e, x, y - e->l->t->note_gap);
	feet_items(e, &f->mark, x, y, layer);
	y += f->mark.height;
	while (at.note < f->to.note || at.strip < f->to.strip) {
		const struct strip *s = feet_strip(e, at);
		if (!s) {
			at = (struct note_at){at.note + 1, 0};
			continue;
		}
		y += feet_height(e, at, first) - s->height;
		feet_items(e, s, x, y, layer);
		y += s->height;
		at.strip++;
		first = false;
	}
}
