/*
 * Strips become pages: grounds first, then rules, then the text in reading
 * order, then the notes.
 *
 * All artifacts of a page are painted before its content, so that a
 * paragraph's lines follow one another without something in between; they
 * then share one piece of marked content.
 */
#include "emit_priv.h"

void
emit_item(struct emitter *e, const struct item *from, mpt x, mpt y)
{
	struct item *it = sheet_add(e->pages, e->sheet, from->kind);
	*it = *from;
	it->x += x;
	it->y += y;
}

enum layer
item_layer(const struct item *it)
{
	return it->artifact == ARTIFACT_NO           ? LAYER_CONTENT
	       : it->artifact == ARTIFACT_BACKGROUND ? LAYER_GROUND
	                                             : LAYER_RULES;
}

static void
emit_strip(struct emitter *e, const struct strip *s, mpt x, mpt y,
	enum layer layer)
{
	const struct squeeze *q = &e->cuts->squeeze;
	mpt shift = (s->height - strip_height(s, q)) / 2;
	for (int i = 0; i < s->n; i++)
		if (item_layer(&s->items[i]) == layer)
			emit_item(e, &s->items[i], x, y - shift);
}

static mpt
area_left(const struct emitter *e, const struct area *a)
{
	return e->left + a->x;
}

/* Where the strips of the area stand. */
static void
area_places(struct emitter *e, const struct area *a)
{
	const struct squeeze *q = &e->cuts->squeeze;
	const struct strip *first = &e->g->v[a->first];
	mpt y = e->top + a->y + paginate_top(e->g, a->first);
	if (first->head)
		y += first->head->height;
	for (int i = a->first; i <= a->last; i++) {
		const struct strip *s = &e->g->v[i];
		if (i > a->first)
			y += strip_gap(s, q);
		e->tops[i] = y;
		y += strip_height(s, q);
	}
}

/* The lower edge of its content. */
static mpt
area_bottom(const struct emitter *e, const struct area *a)
{
	return e->tops[a->last] +
	       strip_height(&e->g->v[a->last], &e->cuts->squeeze) +
	       paginate_bottom(e->g, a->last);
}

static void
emit_frame(struct emitter *e, const struct area *a, const struct frame *fr)
{
	bool open_top = fr->first<a->first, open_bottom = fr->last> a->last;
	const struct squeeze *q = &e->cuts->squeeze;
	mpt y0 = open_top ? e->top + a->y : e->tops[fr->first] - fr->top;
	mpt y1 = area_bottom(e, a);
	if (!open_bottom)
		y1 = e->tops[fr->last] + strip_height(&e->g->v[fr->last], q) +
		     fr->bottom;
	struct strip out = {0};
	frame_paint(e->l, &out, fr, 0, y0, y1, open_top, open_bottom);
	for (int i = 0; i < out.n; i++)
		emit_item(e, &out.items[i], area_left(e, a), 0);
}

static int
compare_ints(const int *v, int n, int x)
{
	int at = n;
	while (at > 0 && v[at - 1] > x)
		at--;
	return at;
}

/* The frames that show in the area, outer ones first. */
static void
area_frames(struct emitter *e, const struct area *a)
{
	int *v = NULL, n = 0, cap = 0;
	e->area++;
	for (int i = a->first; i <= a->last; i++) {
		int k = e->g->v[i].frame;
		for (; k >= 0; k = e->g->frames[k].parent) {
			struct frame *fr = &e->g->frames[k];
			if (fr->painted == e->area)
				break;
			fr->painted = e->area;
			ARENA_PUSH(e->l->a, v, n, cap);
			int at = compare_ints(v, n, k);
			memmove(v + at + 1, v + at,
				(size_t)(n - at) * sizeof *v);
			v[at] = k;
			n++;
		}
	}
	for (int i = 0; i < n; i++)
		emit_frame(e, a, &e->g->frames[v[i]]);
}

static void
emit_head(struct emitter *e, const struct table_head *h, mpt x, mpt y,
	enum layer layer)
{
	for (int i = 0; h && i < h->n; i++)
		if (item_layer(&h->items[i]) == layer)
			emit_item(e, &h->items[i], x, y);
}

/* What is painted in the area: the repeated head, strips, a last rule. */
static void
area_paint(struct emitter *e, const struct area *a, enum layer layer)
{
	const struct strip *v = e->g->v, *last = &v[a->last];
	const struct table_head *head = v[a->first].head;
	mpt x = area_left(e, a);
	if (head)
		emit_head(e, head, x, e->tops[a->first] - head->height, layer);
	for (int i = a->first; i <= a->last; i++)
		emit_strip(e, &v[i], x, e->tops[i], layer);
	emit_head(e, last->closing, x,
		e->tops[a->last] + strip_height(last, &e->cuts->squeeze),
		layer);
}

/* ---- pages -------------------------------------------------------------- */

static void
emit_sheet(struct emitter *e, const struct master *m)
{
	e->sheet = pages_add(e->pages, m->w, m->h);
	e->master = m;
	e->left = m->left;
	e->top = m->top;
	e->bottom = m->top + m->height;
}

/* The page has copies of what was in it. */
static void
strip_done(struct layout *l, struct strip *s)
{
	arena_recycle(l->a, s->items, (size_t)s->cap * sizeof *s->items);
	s->items = NULL;
	s->n = s->cap = 0;
}

/* The page's columns: where their content ends, and their feet. */
struct emit_page {
	const struct cut *cut;
	mpt bottom[2];
	struct foot foot[2];
	int nfeet;
};

static void
page_places(struct emitter *e, struct emit_page *pg)
{
	for (int i = 0; i < pg->cut->nareas; i++) {
		const struct area *a = &pg->cut->areas[i];
		area_places(e, a);
		mpt y = area_bottom(e, a);
		for (int c = 0; c < 2; c++)
			if (c == a->column || e->g->v[a->first].across)
				pg->bottom[c] = mpt_max(pg->bottom[c], y);
	}
}

static void
page_foot(struct emitter *e, struct emit_page *pg, mpt x, mpt content)
{
	mpt room = e->bottom - content - 2 * e->l->t->note_gap;
	struct foot *f = &pg->foot[pg->nfeet++];
	*f = feet_fit(e, x, room);
	f->top = e->bottom - f->height;
	e->at = f->to;
}

static void
page_feet(struct emitter *e, struct emit_page *pg)
{
	const struct cut *c = pg->cut;
	if (e->master->columns == 1 || e->l->t->notes_across) {
		feet_collect(e, c->first, c->last);
		page_foot(e, pg, 0, mpt_max(pg->bottom[0], pg->bottom[1]));
		return;
	}
	for (int k = 0; k < 2; k++) {
		for (int i = 0; i < c->nareas; i++)
			if (c->areas[i].column == k)
				feet_collect(
					e, c->areas[i].first, c->areas[i].last);
		page_foot(e, pg, k * (e->master->column + e->master->gap),
			pg->bottom[k]);
	}
}

/* Does the text go on on the next page, without a forced break? */
static bool
page_goes_on(const struct emitter *e, const struct cut *c)
{
	const struct galley *g = e->g;
	return c->last + 1 < g->n && !g->v[c->last + 1].new_page;
}

/* Spread what is left of the column over the spaces between its blocks; none
 * gets more than double. */
static void
area_stretch(struct emitter *e, const struct area *a, mpt left)
{
	mpt soft = 0, moved = 0;
	for (int i = a->first + 1; i <= a->last; i++)
		soft += e->g->v[i].soft;
	if (left <= 0 || left > soft)
		return;
	for (int i = a->first + 1; i <= a->last; i++) {
		moved += mpt_scale(left, e->g->v[i].soft, soft);
		e->tops[i] += mpt_min(moved, left);
	}
}

/* `page.bottom: flush`: full pages end at the same height. */
static void
page_flush(struct emitter *e, const struct emit_page *pg)
{
	const struct cut *c = pg->cut;
	if (!e->l->t->flush || !page_goes_on(e, c))
		return;
	for (int i = 0; i < c->nareas; i++) {
		const struct area *a = &c->areas[i];
		const struct foot *f = &pg->foot[pg->nfeet > 1 ? a->column : 0];
		mpt bottom = e->bottom;
		if (f->height)
			bottom = f->top - 2 * e->l->t->note_gap;
		if (pg->bottom[a->column] == area_bottom(e, a))
			area_stretch(e, a, bottom - area_bottom(e, a));
	}
}

static void
foot_box(struct emitter *e, const struct foot *f, mpt width)
{
	struct column_box b = {
		.x = e->left + f->x, .y = f->top, .w = width, .h = f->height};
	if (f->height)
		sheet_add_box(e->pages, e->sheet, b);
}

/* Where text is set on the page, for whoever looks at it later. */
static void
page_boxes(struct emitter *e, const struct emit_page *pg)
{
	for (int i = 0; i < pg->cut->nareas; i++) {
		const struct area *a = &pg->cut->areas[i];
		bool across = e->g->v[a->first].across;
		struct column_box b = {.x = area_left(e, a),
			.y = e->top + a->y,
			.w = across ? e->master->width : e->master->column};
		b.h = area_bottom(e, a) - b.y;
		sheet_add_box(e->pages, e->sheet, b);
	}
	for (int i = 0; i < pg->nfeet; i++)
		foot_box(e, &pg->foot[i],
			pg->nfeet > 1 ? e->master->column : e->master->width);
}

static void
emit_page(struct emitter *e, const struct cut *c)
{
	struct emit_page pg = {.cut = c};
	emit_sheet(e, strip_master(e->l, &e->g->v[c->first]));
	page_places(e, &pg);
	page_feet(e, &pg);
	page_flush(e, &pg);
	page_boxes(e, &pg);
	for (int i = 0; i < c->nareas; i++)
		area_frames(e, &c->areas[i]);
	for (int layer = 0; layer < LAYERS; layer++) {
		for (int i = 0; i < c->nareas; i++)
			area_paint(e, &c->areas[i], layer);
		for (int i = 0; i < pg.nfeet; i++)
			feet_paint(e, &pg.foot[i], layer);
	}
	for (int i = c->first; i <= c->last; i++)
		strip_done(e->l, &e->g->v[i]);
}

/* Pages with nothing but notes that found no room before. */
static void
emit_notes_left(struct emitter *e)
{
	mpt gap = e->l->t->note_gap;
	for (;;) {
		struct foot f = feet_fit(e, 0, e->l->upright.height - 2 * gap);
		if (!f.height)
			return;
		emit_sheet(e, &e->l->upright);
		f.top = e->top + 2 * gap;
		foot_box(e, &f, e->master->width);
		for (int layer = 0; layer < LAYERS; layer++)
			feet_paint(e, &f, layer);
		e->at = f.to;
	}
}

struct pages *
emit_pages(struct layout *l, struct galley *g, const struct cuts *cuts)
{
	struct emitter e = {.l = l, .g = g, .cuts = cuts};
	e.pages = pages_new(l->a);
	e.tops = ARENA_ARRAY(l->a, (size_t)g->n + 1, mpt);
	for (int i = 0; i < cuts->n; i++)
		emit_page(&e, &cuts->v[i]);
	emit_notes_left(&e);
	if (!e.pages->n)
		emit_sheet(&e, &l->upright);
	return e.pages;
}
