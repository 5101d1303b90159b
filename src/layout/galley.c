/*
 * The galley: strips one under the other, and frames around stretches of
 * them.
 *
 * Margins between blocks collapse to the larger one, paddings of frames add
 * up.  A frame only notes how far its edges are from its first and last
 * strip; where it is painted is known when the pages are.
 */
#include "layout_priv.h"

struct flow
flow_new(struct layout *l, struct galley *g, mpt x, mpt w)
{
	return (struct flow){
		.l = l, .g = g, .x = x, .w = w, .frame = -1, .fresh = true};
}

void
flow_space(struct flow *f, mpt margin)
{
	if (!f->fresh)
		f->margin = mpt_max(f->margin, margin);
}

struct strip *
flow_strip(struct flow *f, mpt height)
{
	struct galley *g = f->g;
	ARENA_PUSH(f->l->a, g->v, g->n, g->cap);
	struct strip *s = &g->v[g->n++];
	*s = (struct strip){.gap = f->solid + f->margin,
		.soft = f->soft + f->margin,
		.height = height,
		.frame = f->frame,
		.new_page = f->new_page,
		.across = f->across,
		.turned = f->turned};
	for (int i = f->frame; i >= 0; i = g->frames[i].parent) {
		if (g->frames[i].first < 0) {
			g->frames[i].first = g->n - 1;
			g->frames[i].top = s->gap - g->frames[i].top;
		}
		g->frames[i].last = g->n - 1;
	}
	f->solid = f->soft = f->margin = 0;
	f->fresh = f->new_page = false;
	return s;
}

struct item *
strip_add(struct layout *l, struct strip *s, enum item_kind kind)
{
	if (!s->cap) { /* most lines have no more than one or two */
		s->cap = 2;
		s->items = ARENA_ARRAY(l->a, 2, struct item);
	}
	ARENA_PUSH(l->a, s->items, s->n, s->cap);
	struct item *it = &s->items[s->n++];
	*it = (struct item){.kind = kind};
	return it;
}

void
strip_add_note(struct layout *l, struct strip *s, const struct node *n)
{
	ARENA_PUSH(l->a, s->notes, s->nnotes, s->notes_cap);
	s->notes[s->nnotes++] = n;
}

static bool
style_has_frame(const struct style *s)
{
	return s->background != COLOR_NONE || s->bar_width || s->border_width;
}

static void
frame_open(struct flow *f, const struct style *s)
{
	struct galley *g = f->g;
	f->solid += f->margin;
	f->soft += f->margin;
	f->margin = 0;
	ARENA_PUSH(f->l->a, g->frames, g->nframes, g->frames_cap);
	g->frames[g->nframes] = (struct frame){.parent = f->frame,
		.first = -1,
		.last = -1,
		.top = f->solid, /* until the first strip is there */
		.x = f->x,
		.w = f->w,
		.style = s};
	f->frame = g->nframes++;
	f->solid += s->pad_top + style_edge(s, SIDE_TOP);
	f->fresh = true;
}

static void
frame_close(struct flow *f)
{
	struct frame *fr = &f->g->frames[f->frame];
	const struct style *s = fr->style;
	f->margin = 0;
	f->frame = fr->parent;
	if (fr->first < 0) { /* nothing in it: nothing to paint */
		f->solid = fr->top;
		return;
	}
	f->solid += s->pad_bottom + style_edge(s, SIDE_BOTTOM);
	fr->bottom = f->solid;
	f->fresh = false;
}

/* In narrow columns indents give way before the text does. */
static void
flow_narrow(struct flow *f, mpt left, mpt right)
{
	mpt least = mpt_min(f->w, PT(36)), spare = f->w - least;
	if (left + right > spare) {
		mpt both = mpt_max(1, left + right);
		left = mpt_scale(left, spare, both);
		right = mpt_scale(right, spare, both);
	}
	f->x += left;
	f->w -= left + right;
}

void
flow_indent(struct flow *f, mpt indent, bool rtl)
{
	flow_narrow(f, rtl ? 0 : indent, rtl ? indent : 0);
}

/* What the frame's edge takes at a side; the bar is where lines start. */
static mpt
style_side(const struct style *s, enum style_side side)
{
	bool bar = side == (s->rtl ? SIDE_RIGHT : SIDE_LEFT);
	return mpt_max(bar ? s->bar_width : 0, style_edge(s, side));
}

mpt
flow_offset(const struct style *s, int align, mpt spare)
{
	if (align == STYLE_CENTER)
		return spare / 2;
	return (align == STYLE_END) != (s->rtl != 0) ? spare : 0;
}

struct flow_block
flow_enter(struct flow *f, const struct style *s)
{
	struct flow_block b = {.x = f->x,
		.w = f->w,
		.hung = f->hung,
		.frame = f->frame,
		.from = f->g->n,
		.framed = style_has_frame(s),
		.style = s};
	if (s->page_before)
		f->new_page = true;
	flow_space(f, s->margin_top);
	flow_narrow(f, s->indent_left, s->indent_right);
	if (b.framed)
		frame_open(f, s);
	else
		f->solid += s->pad_top;
	flow_narrow(f, s->pad_left + style_side(s, SIDE_LEFT),
		s->pad_right + style_side(s, SIDE_RIGHT));
	if (s->rtl ? f->x + f->w != b.x + b.w : f->x != b.x)
		f->hung = 0;
	return b;
}

int
keep_penalty(mpt height, mpt page)
{
	return height <= page / 2 ? PENALTY_BOX
	       : height <= page   ? PENALTY_LARGE
	                          : 0;
}

/* A block without a frame that asks to be kept together. */
static void
keep_strips(struct flow *f, int from)
{
	struct strip *v = f->g->v;
	mpt h = 0;
	for (int i = from; i < f->g->n; i++)
		h += v[i].height + (i > from ? v[i].gap : 0);
	int cost = keep_penalty(h, f->l->body_height);
	for (int i = from; i < f->g->n - 1; i++)
		v[i].penalty += cost;
}

void
flow_leave(struct flow *f, const struct flow_block *b)
{
	if (b->framed)
		frame_close(f);
	else
		f->solid += b->style->pad_bottom;
	if (b->style->keep && !b->framed)
		keep_strips(f, b->from);
	f->x = b->x;
	f->w = b->w;
	f->hung = b->hung;
	if (b->style->page_after)
		f->new_page = true;
	flow_space(f, b->style->margin_bottom);
}

mpt
galley_height(const struct galley *g)
{
	mpt h = 0;
	for (int i = 0; i < g->n; i++)
		h += g->v[i].gap + g->v[i].height;
	return g->n ? h + paginate_bottom(g, g->n - 1) : 0;
}

/* A filled rectangle that is no content. */
static void
paint_rect(struct layout *l, struct strip *out, color c, mpt x, mpt y, mpt w,
	mpt h)
{
	struct item *it = strip_add(l, out, ITEM_RECT);
	it->artifact = ARTIFACT_BACKGROUND;
	it->color = c;
	it->x = x;
	it->y = y;
	it->w = w;
	it->h = h;
}

void
frame_paint(struct layout *l, struct strip *out, const struct frame *fr, mpt x,
	mpt y0, mpt y1, bool open_top, bool open_bottom)
{
	const struct style *s = fr->style;
	mpt b = s->border_width, h = y1 - y0;
	uint32_t edge =
		s->border_color == COLOR_NONE ? s->rule_color : s->border_color;
	x += fr->x;
	if (s->background != COLOR_NONE)
		paint_rect(l, out, s->background, x, y0, fr->w, h);
	if (style_edge(s, SIDE_TOP) && !open_top)
		paint_rect(l, out, edge, x, y0, fr->w, b);
	if (style_edge(s, SIDE_BOTTOM) && !open_bottom)
		paint_rect(l, out, edge, x, y1 - b, fr->w, b);
	if (style_edge(s, SIDE_LEFT))
		paint_rect(l, out, edge, x, y0, b, h);
	if (style_edge(s, SIDE_RIGHT))
		paint_rect(l, out, edge, x + fr->w - b, y0, b, h);
	if (s->bar_width)
		paint_rect(l, out,
			s->bar_color == COLOR_NONE ? edge : s->bar_color,
			s->rtl ? x + fr->w - s->bar_width : x, y0, s->bar_width,
			h);
}

static void
strip_copy_items(struct layout *l, struct strip *out, const struct strip *s,
	mpt x, mpt y)
{
	for (int i = 0; i < s->n; i++) {
		struct item *it = strip_add(l, out, s->items[i].kind);
		*it = s->items[i];
		it->x += x;
		it->y += y;
	}
	for (int i = 0; i < s->nnotes; i++)
		strip_add_note(l, out, s->notes[i]);
}

void
galley_copy(struct layout *l, const struct galley *g, struct strip *out, mpt x,
	const mpt *tops)
{
	for (int i = 0; i < g->n; i++)
		strip_copy_items(l, out, &g->v[i], x, tops[i]);
}

void
galley_into_strip(
	struct layout *l, struct galley *g, struct strip *out, mpt x, mpt y)
{
	mpt *tops = ARENA_ARRAY(l->a, (size_t)g->n + 1, mpt);
	for (int i = 0; i < g->n; i++) {
		tops[i] = y + g->v[i].gap;
		y = tops[i] + g->v[i].height;
	}
	for (int i = 0; i < g->nframes; i++) {
		const struct frame *fr = &g->frames[i];
		if (fr->first >= 0)
			frame_paint(l, out, fr, x, tops[fr->first] - fr->top,
				tops[fr->last] + g->v[fr->last].height +
					fr->bottom,
				false, false);
	}
	galley_copy(l, g, out, x, tops);
}
