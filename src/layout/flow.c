/*
 * The tree becomes a galley: a function per kind of node.  Kinds without a
 * row stack their children as a box does, if they are blocks; inlines are
 * laid out by the paragraph that holds them.
 */
#include "layout_priv.h"

static void
flow_nothing(struct flow *f, const struct node *n)
{
	(void)f;
	(void)n;
}

static flow_fn const flows[NODE_KINDS] = {
	[NODE_DOCUMENT] = flow_box,
	[NODE_CHAPTER] = flow_chapter,
	[NODE_CONTENTS] = flow_box,
	[NODE_ENTRY] = flow_entry,
	[NODE_DIV] = flow_box,
	[NODE_QUOTE] = flow_box,
	[NODE_DETAILS] = flow_box,
	[NODE_ITEM] = flow_box,
	[NODE_MEANING] = flow_box,
	[NODE_DEF] = flow_box,
	[NODE_CELL] = flow_box,
	[NODE_LIST] = flow_list,
	[NODE_DEFS] = flow_defs,
	[NODE_TABLE] = flow_table,
	[NODE_FIGURE] = flow_figure,
	[NODE_CAPTION] = flow_box,
	[NODE_NOTE] = flow_note,
	[NODE_PARA] = flow_para,
	[NODE_PLAIN] = flow_para,
	[NODE_TERM] = flow_para,
	[NODE_SUMMARY] = flow_para,
	[NODE_HEADING] = flow_heading,
	[NODE_CODE_BLOCK] = flow_code,
	[NODE_RULE] = flow_rule,
	[NODE_MEDIA] = flow_media,
	[NODE_PAGE_BREAK] = flow_page_break,
	[NODE_HEAD] = flow_nothing, /* parts of a table are flow_table's */
	[NODE_BODY] = flow_nothing,
	[NODE_FOOT] = flow_nothing,
	[NODE_ROW] = flow_nothing,
};

/* Does the block stand across the page's columns?  So do the heads of tables
 * that do. */
static bool
flow_goes_across(const struct flow *f, const struct node *n)
{
	if (f->l->upright.columns == 1 || !n->style || !flow_is_free(f))
		return false;
	const struct node *next = n->next;
	bool heads =
		n->kind == NODE_HEADING && next && next->kind == NODE_TABLE;
	return n->style->span || (heads && table_goes_across(f, next));
}

/* Prose keeps its distance from bare text, which has none of its own. */
static void
flow_apart(struct flow *f, const struct node *n)
{
	static const bool open[NODE_KINDS] = {[NODE_DOCUMENT] = true,
		[NODE_DIV] = true,
		[NODE_QUOTE] = true,
		[NODE_DETAILS] = true};
	bool list = n->kind == NODE_LIST || n->kind == NODE_DEFS;
	if (!n->prev || f->margin)
		return;
	if (n->kind == NODE_PARA || (list && open[n->parent->kind]))
		flow_space(f, n->style->margin_bottom);
}

void
flow_node(struct flow *f, const struct node *n)
{
	struct flow_wide wide = {0};
	const struct style *s = n->style;
	if (!flows[n->kind] || (s && s->hidden))
		return;
	if (flow_goes_across(f, n))
		wide = flow_widen(f, false);
	mpt x = f->x, w = f->w, foot = f->g->foot;
	if (foot)
		float_pass(f, n);
	flow_apart(f, n);
	if (s && (s->width || s->max_width))
		flow_width(f, n);
	flows[n->kind](f, n);
	f->x = x;
	f->w = w;
	f->g->foot = foot;
	flow_narrow_again(f, &wide);
}

void
flow_siblings(struct flow *f, const struct node *first, const struct node *end)
{
	for (const struct node *c = first; c && c != end;) {
		if (flow_floats(f, &c))
			continue;
		flow_node(f, c);
		c = c->next;
	}
}

void
flow_children(struct flow *f, const struct node *n)
{
	flow_siblings(f, n->first, NULL);
}

/* Strips from `from` on stay on one page with the one after them. */
static void
flow_keep_next(struct flow *f, int from)
{
	if (f->g->n > from)
		f->g->v[f->g->n - 1].penalty = PENALTY_NEVER;
}

/* The title of a box that has nothing else leads nothing in; a heading may be
 * that of what comes after its box. */
static void
flow_let_go(struct flow *f, const struct node *box)
{
	const struct node *n = box->last;
	if (n && n->kind != NODE_HEADING && n->style->keep_next)
		f->g->v[f->g->n - 1].penalty = 0;
}

void
flow_box(struct flow *f, const struct node *n)
{
	int from = f->g->n;
	struct flow_block b = flow_enter(f, n->style);
	flow_children(f, n);
	if (b.framed && f->g->n > from)
		flow_let_go(f, n);
	flow_leave(f, &b);
	if (n->style->keep_next)
		flow_keep_next(f, from);
}

void
flow_rule(struct flow *f, const struct node *n)
{
	const struct style *s = n->style;
	flow_space(f, s->margin_top);
	struct strip *st = flow_strip(f, PT(1));
	struct item *it = strip_add(f->l, st, ITEM_LINE);
	it->artifact = ARTIFACT_LAYOUT;
	it->color =
		s->border_color == COLOR_NONE ? s->rule_color : s->border_color;
	it->x = f->x;
	it->y = PT(.5);
	it->w = f->w;
	it->line.thick = s->border_width ? s->border_width : PT(.5);
	flow_space(f, s->margin_bottom);
}

void
flow_page_break(struct flow *f, const struct node *n)
{
	(void)n;
	f->new_page = true;
}

/* Terms stay with the first lines of their meaning. */
void
flow_defs(struct flow *f, const struct node *n)
{
	struct flow_block b = flow_enter(f, n->style);
	for (const struct node *def = n->first; def; def = def->next)
		flow_children(f, def);
	flow_leave(f, &b);
}
