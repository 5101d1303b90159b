/*
 * Floats: a picture, figure, box or table at its side, and what follows it
 * set beside it in the narrower measure, down to its foot.
 *
 * A float and the lines beside it become one strip, so no page break can
 * come between them; the lines below its foot are strips of their own in
 * the full measure.  Nothing else has to know of floats: a strip paints what
 * it holds.  Consecutive floats that have room stand side by side.  What
 * stands beside must fit there as a whole if it can't be taken apart (boxes,
 * tables) or needs what follows it (headings); else it comes below.  Where
 * the column is too narrow or the float too high, it stays in line.
 *
 * A picture in a paragraph is taken out of its lines and stands at the
 * paragraph's head; structure and reading order are the document's.
 *
 * A block narrower than its column is set here too.
 */
#include "layout_priv.h"

#define GUTTER       PT(14)
#define LEAST_BESIDE PT(150) /* some thirty letters */
#define GROUP_MAX    8

struct floated {
	const struct node *n;
	mpt w;
	bool right;
};

struct float_group {
	struct flow *f;
	struct floated v[GROUP_MAX];
	int n;
	mpt left, right; /* what the floats take at each side */
	mpt height;
	struct galley beside;
	struct strip out;
};

bool
float_is_taken(const struct layout *l, const struct node *n)
{
	return l->floated && n && l->floated[n->num];
}

/* ---- which they are, and how wide ------------------------------------ */

static bool
node_floats(const struct node *n)
{
	static const bool kinds[NODE_KINDS] = {[NODE_IMAGE] = true,
		[NODE_FIGURE] = true,
		[NODE_DIV] = true,
		[NODE_TABLE] = true,
		[NODE_PARA] = true,
		[NODE_QUOTE] = true,
		[NODE_LIST] = true};
	return kinds[n->kind] && n->style && n->style->floats &&
	       !n->style->hidden;
}

/* `n` itself, or the first in it, of a kind. */
static const struct node *
find_kind(const struct node *n, enum node_kind kind)
{
	const struct node *c = n;
	while (c && c->kind != kind)
		c = doc_next(c, n);
	return c;
}

/* A given width holds, unless a table in the block needs more. */
static mpt
least_width(struct flow *f, const struct node *n)
{
	mpt min, max;
	if (!find_kind(n, NODE_TABLE))
		return PT(36);
	measure_block(f->l, n, &min, &max);
	return mpt_min(min, f->w);
}

/* What has no width of its author's gives way to the text beside it. */
static mpt
image_width(struct flow *f, const struct node *n)
{
	mpt w, h, most = mpt_scale(f->w, 45, 100);
	picture_size(f->l, n, f->w, &w, &h);
	bool given = n->style->width || n->style->max_width;
	return given || w > mpt_scale(f->w, 80, 100) ? w : mpt_min(w, most);
}

/* A width as the author gave it; 0 if none. */
static mpt
given_width(const struct flow *f, const struct style *s)
{
	mpt w = s->width < 0 ? mpt_scale(f->w, -s->width, 1000) : s->width;
	mpt most = s->max_width < 0 ? mpt_scale(f->w, -s->max_width, 1000)
	                            : s->max_width;
	return most && (!w || most < w) ? most : w;
}

static mpt
float_width(struct flow *f, const struct node *n)
{
	mpt min, max, w = n->style->width ? given_width(f, n->style) : 0;
	const struct node *image = find_kind(n, NODE_IMAGE);
	if (n->kind == NODE_IMAGE)
		return image_width(f, n);
	if (w)
		return mpt_max(w, least_width(f, n));
	if (image)
		return image_width(f, image);
	measure_block(f->l, n, &min, &max);
	return max;
}

/* An image of a paragraph that floats, itself or by the link it is in. */
static const struct node *
floating_image(const struct node *c)
{
	while ((c->kind == NODE_LINK || c->kind == NODE_SPAN) && c->first &&
		!c->first->next)
		c = c->first;
	return c->kind == NODE_IMAGE && node_floats(c) ? c : NULL;
}

static bool
is_all_floats(const struct node *para)
{
	for (const struct node *c = para->first; c; c = c->next)
		if (c->kind != NODE_BREAK && !floating_image(c) &&
			!(c->kind == NODE_TEXT && str_trim(c->text).n == 0))
			return false;
	return true;
}

/* One more at its side, if there is room. */
static bool
group_add(struct float_group *gr, const struct node *n)
{
	struct flow *f = gr->f;
	bool right = n->style->floats == FLOAT_RIGHT;
	mpt w = float_width(f, n);
	mpt gutter = gr->n ? 0 : GUTTER;
	if (gr->n == GROUP_MAX || gr->left + gr->right + w + gutter > f->w ||
		(gr->n == 0 && f->w - w - GUTTER < LEAST_BESIDE))
		return false;
	gr->v[gr->n++] = (struct floated){n, w, right};
	*(right ? &gr->right : &gr->left) += w;
	return true;
}

/* The images of a paragraph; all or none. */
static bool
group_add_images(struct float_group *gr, const struct node *para)
{
	struct float_group was = *gr;
	for (const struct node *c = para->first; c; c = c->next) {
		const struct node *image = floating_image(c);
		if (image && !group_add(gr, image)) {
			*gr = was;
			return false;
		}
	}
	return gr->n > was.n;
}

static bool
is_text_block(const struct node *n)
{
	return (n->kind == NODE_PARA || n->kind == NODE_PLAIN) &&
	       !node_floats(n);
}

/* Floats from `n` on; the first node that is none, or has text as well. */
static const struct node *
group_collect(struct float_group *gr, const struct node *n)
{
	for (; n; n = n->next) {
		if (gr->n && n->style && n->style->clear)
			break;
		if (n->kind == NODE_NOTE && gr->n)
			continue;
		if (is_text_block(n) && group_add_images(gr, n)) {
			if (is_all_floats(n))
				continue;
			break;
		}
		if (!node_floats(n) || !group_add(gr, n))
			break;
	}
	return n;
}

/* ---- the floats themselves ------------------------------------------- */

/* Two that fill the column give way for the space between them. */
static void
group_narrow(struct float_group *gr)
{
	mpt all = gr->left + gr->right, gaps = (gr->n - 1) * GUTTER;
	mpt room = gr->f->w - gaps;
	if (all > room)
		for (int i = 0; i < gr->n; i++)
			gr->v[i].w = mpt_scale(gr->v[i].w, room, all);
	gr->left = gr->right = 0;
	for (int i = 0; i < gr->n; i++)
		*(gr->v[i].right ? &gr->right : &gr->left) +=
			gr->v[i].w + GUTTER;
}

static void
float_set(struct flow *f, const struct node *n, mpt measure)
{
	if (n->kind == NODE_IMAGE)
		flow_image(f, n, measure);
	else
		flow_node(f, n);
}

/* Set each and paint it into the strip; false if one is too high. */
static bool
group_set(struct float_group *gr)
{
	struct flow *f = gr->f;
	mpt left = f->x, right = f->x + f->w;
	for (int i = 0; i < gr->n; i++) {
		struct floated *v = &gr->v[i];
		struct galley g = {0};
		mpt x = v->right ? right - v->w : left;
		*(v->right ? &right : &left) +=
			v->right ? -v->w - GUTTER : v->w + GUTTER;
		struct flow sub = flow_new(f->l, &g, x, v->w);
		float_set(&sub, v->n, f->w);
		mpt h = galley_height(&g);
		if (h > mpt_scale(f->l->body_height, 60, 100))
			return false;
		gr->height = mpt_max(gr->height, h);
		galley_into_strip(f->l, &g, &gr->out, 0, 0);
	}
	return true;
}

/* ---- beside them ----------------------------------------------------- */

/* The paragraph that the last of the floats stands in, or that float. */
static const struct node *
group_owner(const struct float_group *gr)
{
	const struct node *n = gr->v[gr->n - 1].n;
	while (doc_is_inline(n))
		n = n->parent;
	return n;
}

/* Could the block begin beside the floats, at this height? */
static bool
may_begin_beside(struct flow *f, const struct node *n, mpt used)
{
	mpt leading = layout_leading(f->l, n->style);
	mpt needs = n->kind == NODE_HEADING ? 3 * leading : leading / 2;
	return !n->style->clear && !n->style->page_before && !node_floats(n) &&
	       n->kind != NODE_PAGE_BREAK && n->kind != NODE_RULE &&
	       used + needs <= f->g->foot;
}

static bool
may_stand_beside(struct flow *f, const struct node *n)
{
	mpt min, max;
	measure_block(f->l, n, &min, &max);
	return min <= f->w;
}

/* What has to stay whole ends above the foot. */
static bool
is_whole(const struct flow *f, const struct node *n, int from, int from_frame)
{
	const struct galley *g = f->g;
	mpt most = g->foot + PT(12), y = 0;
	bool whole = n->kind == NODE_TABLE || n->kind == NODE_CODE_BLOCK ||
	             n->kind == NODE_MEDIA || n->kind == NODE_FIGURE;
	for (int i = 0; i < g->n; i++) {
		y += g->v[i].gap + g->v[i].height;
		if (y > most && ((i >= from && whole) || g->v[i].new_page))
			return false;
		for (int k = from_frame; y > most && k < g->nframes; k++)
			if (i >= g->frames[k].first && i <= g->frames[k].last)
				return false;
	}
	return true;
}

/* What has a float in it (`owns`) begins beside that anyway. */
static bool
set_beside(struct flow *f, const struct node *n, bool owns)
{
	struct flow was = *f;
	int strips = f->g->n, frames = f->g->nframes;
	if (!owns && !may_begin_beside(f, n, galley_height(f->g) + f->margin))
		return false;
	if (!may_stand_beside(f, n))
		return false;
	flow_node(f, n);
	if (is_whole(f, n, strips, frames))
		return true;
	const struct node *end = doc_next_after(n, f->l->doc->root);
	layout_forget(f->l, n->num, end ? end->num : f->l->doc->nnodes);
	*f = was;
	f->g->n = strips;
	f->g->nframes = frames;
	return false;
}

/* Blocks from `n` on beside the floats; the first that is not. */
static const struct node *
group_beside(struct float_group *gr, const struct node *n, mpt *after)
{
	struct flow *f = gr->f;
	mpt room = f->w - gr->left - gr->right;
	if (room < LEAST_BESIDE)
		return n;
	struct flow sub = flow_new(f->l, &gr->beside, f->x + gr->left, room);
	gr->beside.foot = gr->height;
	gr->beside.left = gr->left;
	gr->beside.right = gr->right;
	while (n && set_beside(&sub, n, n == group_owner(gr)))
		n = n->next;
	*after = sub.solid + sub.margin;
	return n;
}

/* Where the next line would begin; no further down than the foot. */
static mpt
beside_y(const struct flow *f, mpt margin)
{
	const struct galley *g = f->g;
	mpt y = f->solid + mpt_max(f->margin, margin);
	for (int i = 0; i < g->n && y < g->foot; i++)
		y += g->v[i].gap + g->v[i].height;
	return y;
}

void
float_pass(struct flow *f, const struct node *n)
{
	struct galley *g = f->g;
	mpt margin = n->style ? n->style->margin_top : 0;
	if (!g->foot || f->frame >= 0 || beside_y(f, margin) < g->foot)
		return;
	f->x -= g->left;
	f->w += g->left + g->right;
	g->foot = 0;
}

int
float_lines_beside(const struct flow *f, mpt leading, int n)
{
	int fit = 0;
	if (!f->g->foot || f->frame >= 0)
		return n;
	for (mpt y = beside_y(f, 0); fit < n && y < f->g->foot; fit++)
		y += leading;
	return fit;
}

/* ---- into the column -------------------------------------------------- */

/* What began above the foot goes into the floats' strip. */
static int
group_join(struct float_group *gr)
{
	struct galley *g = &gr->beside;
	int all = g->n, k = 0;
	mpt y = 0;
	while (k < all && (k == 0 || y + g->v[k].gap < gr->height)) {
		y += g->v[k].gap + g->v[k].height;
		k++;
	}
	if (k) {
		g->n = k;
		gr->height = mpt_max(gr->height, galley_height(g));
		gr->out.baseline = g->v[0].baseline;
		gr->out.penalty = g->v[k - 1].penalty;
		galley_into_strip(gr->f->l, g, &gr->out, 0, 0);
		g->n = all;
	}
	return k;
}

static void
put_strip(struct flow *f, const struct strip *s)
{
	struct strip *to = flow_strip(f, s->height);
	struct strip made = *to;
	*to = *s;
	to->gap = made.gap;
	to->frame = made.frame;
	to->new_page = made.new_page;
}

static void
group_put(struct float_group *gr, mpt after)
{
	struct flow *f = gr->f;
	int k = group_join(gr);
	gr->out.height = gr->height;
	put_strip(f, &gr->out);
	for (; k < gr->beside.n; k++) {
		flow_space(f, gr->beside.v[k].gap);
		put_strip(f, &gr->beside.v[k]);
	}
	flow_space(f, mpt_max(after, GUTTER / 2));
}

/* The pictures of these are not in their paragraphs' lines. */
static void
group_mark(const struct float_group *gr, bool taken)
{
	struct layout *l = gr->f->l;
	if (!l->floated)
		l->floated = ARENA_ARRAY(l->keep, l->doc->nnodes, bool);
	for (int i = 0; i < gr->n; i++) {
		const struct node *n = gr->v[i].n;
		if (n->kind != NODE_IMAGE)
			continue;
		l->floated[n->num] = taken;
		while (doc_is_inline(n))
			n = n->parent;
		l->paras[n->num].para = NULL;
	}
}

/* Above a block and all that begin with it. */
static mpt
outer_margin(const struct node *n)
{
	mpt margin = 0;
	for (; n && !doc_is_inline(n); n = n->first)
		margin = mpt_max(margin, n->style->margin_top);
	return margin;
}

bool
flow_floats(struct flow *f, const struct node **n)
{
	struct float_group gr = {.f = f};
	mpt after = 0;
	if (!f->l->has_floats || f->w < 2 * LEAST_BESIDE)
		return false;
	const struct node *next = group_collect(&gr, *n);
	if (!gr.n)
		return false;
	group_narrow(&gr);
	if (!group_set(&gr))
		return false;
	group_mark(&gr, true);
	flow_space(f, outer_margin(*n));
	*n = group_beside(&gr, next, &after);
	group_put(&gr, after);
	if (*n == group_owner(&gr)) { /* no room beside its own pictures */
		flow_node(f, *n);
		*n = (*n)->next;
	}
	return true;
}

bool
float_find(const struct document *doc)
{
	const struct node *root = doc->root;
	for (const struct node *n = root; n; n = doc_next(n, root))
		if (n->style && n->style->floats)
			return true;
	return false;
}

/* ---- blocks of a width ------------------------------------------------ */

void
flow_width(struct flow *f, const struct node *n)
{
	static const bool kinds[NODE_KINDS] = {[NODE_DIV] = true,
		[NODE_PARA] = true,
		[NODE_QUOTE] = true,
		[NODE_FIGURE] = true,
		[NODE_DETAILS] = true,
		[NODE_LIST] = true,
		[NODE_RULE] = true,
		[NODE_HEADING] = true,
		[NODE_CODE_BLOCK] = true};
	const struct style *s = n->style;
	if (!kinds[n->kind] || s->floats)
		return;
	mpt w = given_width(f, s);
	if (w <= 0 || w >= f->w)
		return;
	w = mpt_max(w, least_width(f, n));
	int align = n->kind == NODE_RULE ? STYLE_CENTER : s->block_align;
	f->x += flow_offset(s, align, f->w - w);
	f->w = w;
}
