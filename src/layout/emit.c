/*
 * Strips become pages: grounds first, then rules, then the text in reading
 * order, then the notes.
 *
 * All artifacts of a page are painted before its content, so that a
 * paragraph's lines follow one another without something in between; they
 * then share one piece of marked content.
 */
#include "layout_priv.h"

struct emitter {
	struct layout *l;
	struct galley *g;
	const struct cuts *cuts;
	struct pages *pages;
	struct sheet *sheet;
	mpt *tops; /* of strips on their page */
	mpt left, top, bottom;
	/* notes waiting for room: the one being set, and its next strip */
	const struct node **notes;
	int nnotes, notes_cap, note_at, note_strip;
	mpt content_bottom;
};

static void
emit_item(struct emitter *e, const struct item *from, mpt x, mpt y)
{
	struct item *it = sheet_add(e->pages, e->sheet, from->kind);
	*it = *from;
	it->x += x;
	it->y += y;
}

/* Painted one after the other, whatever strips they are of. */
enum layer {
	LAYER_GROUND,
	LAYER_RULES, /* and underlines, repeated heads */
	LAYER_CONTENT,
	LAYERS
};

static enum layer
item_layer(const struct item *it)
{
	return it->artifact == ARTIFACT_NO           ? LAYER_CONTENT
	       : it->artifact == ARTIFACT_BACKGROUND ? LAYER_GROUND
	                                             : LAYER_RULES;
}

static void
emit_strip(struct emitter *e, const struct strip *s, mpt y, enum layer layer)
{
	mpt shift = 0;
	if (e->cuts->tight && s->line)
		shift = (s->height - strip_height(s, e->cuts->tight)) / 2;
	for (int i = 0; i < s->n; i++)
		if (item_layer(&s->items[i]) == layer)
			emit_item(e, &s->items[i], e->left, y - shift);
}

static void
emit_places(struct emitter *e, const struct cut *c)
{
	int tight = e->cuts->tight;
	const struct strip *first = &e->g->v[c->first];
	mpt y = e->top + paginate_top(e->g, c->first);
	if (first->head)
		y += first->head->height;
	for (int i = c->first; i <= c->last; i++) {
		const struct strip *s = &e->g->v[i];
		if (i > c->first)
			y += strip_gap(s, tight);
		e->tops[i] = y;
		y += strip_height(s, tight);
	}
	e->content_bottom = y + paginate_bottom(e->g, c->last);
}

static void
emit_frame(struct emitter *e, const struct cut *c, const struct frame *fr)
{
	bool open_top = fr->first<c->first, open_bottom = fr->last> c->last;
	int tight = e->cuts->tight;
	mpt y0 = open_top ? e->top : e->tops[fr->first] - fr->top;
	mpt y1 = e->content_bottom;
	if (!open_bottom)
		y1 = e->tops[fr->last] +
		     strip_height(&e->g->v[fr->last], tight) + fr->bottom;
	struct strip out = {0};
	frame_paint(e->l, &out, fr, 0, y0, y1, open_top, open_bottom);
	for (int i = 0; i < out.n; i++)
		emit_item(e, &out.items[i], e->left, 0);
}

static int
compare_ints(const int *v, int n, int x)
{
	int at = n;
	while (at > 0 && v[at - 1] > x)
		at--;
	return at;
}

/* The frames that show on the page, outer ones first. */
static void
emit_frames(struct emitter *e, const struct cut *c)
{
	int *v = NULL, n = 0, cap = 0;
	for (int i = c->first; i <= c->last; i++) {
		int k = e->g->v[i].frame;
		for (; k >= 0; k = e->g->frames[k].parent) {
			struct frame *fr = &e->g->frames[k];
			if (fr->painted == e->pages->n)
				break;
			fr->painted = e->pages->n;
			ARENA_PUSH(e->l->a, v, n, cap);
			int at = compare_ints(v, n, k);
			memmove(v + at + 1, v + at,
				(size_t)(n - at) * sizeof *v);
			v[at] = k;
			n++;
		}
	}
	for (int i = 0; i < n; i++)
		emit_frame(e, c, &e->g->frames[v[i]]);
}

static void
emit_head(struct emitter *e, const struct cut *c, enum layer layer)
{
	const struct table_head *h = e->g->v[c->first].head;
	if (!h)
		return;
	mpt y = e->tops[c->first] - h->height;
	for (int i = 0; i < h->n; i++)
		if (item_layer(&h->items[i]) == layer)
			emit_item(e, &h->items[i], e->left, y);
}

/* ---- notes -------------------------------------------------------------- */

static void
notes_collect(struct emitter *e, const struct cut *c)
{
	for (int i = c->first; i <= c->last; i++) {
		const struct strip *s = &e->g->v[i];
		for (int k = 0; k < s->nnotes; k++) {
			ARENA_PUSH(e->l->a, e->notes, e->nnotes, e->notes_cap);
			e->notes[e->nnotes++] = s->notes[k];
		}
	}
}

/* A stretch of waiting notes that goes on this page. */
struct note_run {
	int note, strip; /* where it ends */
	mpt height;
};

static struct note_run
notes_fit(struct emitter *e, mpt room)
{
	struct note_run r = {e->note_at, e->note_strip, 0};
	bool any = false;
	while (r.note < e->nnotes) {
		const struct note_block *b = notes_find(e->l, e->notes[r.note]);
		mpt gap = any && r.strip == 0 ? e->l->t->note_space : 0;
		if (!b || r.strip >= b->galley.n) {
			r.note++;
			r.strip = 0;
			continue;
		}
		mpt h = gap + b->galley.v[r.strip].height;
		if (r.strip)
			h += b->galley.v[r.strip].gap;
		if (r.height + h > room)
			break;
		r.height += h;
		r.strip++;
		any = true;
	}
	return r;
}

static void
notes_paint_rule(struct emitter *e, mpt y)
{
	const struct theme *t = e->l->t;
	struct item *it = sheet_add(e->pages, e->sheet, ITEM_LINE);
	it->artifact = ARTIFACT_LAYOUT;
	it->color = t->note_rule_color;
	it->x = e->left;
	it->y = y;
	it->w = t->note_rule;
	it->line.thick = t->note_rule_thick;
}

static void
notes_paint(
	struct emitter *e, const struct note_run *r, mpt y, enum layer layer)
{
	int note = e->note_at, strip = e->note_strip;
	bool any = false;
	while (note < r->note || (note == r->note && strip < r->strip)) {
		const struct note_block *b = notes_find(e->l, e->notes[note]);
		if (!b || strip >= b->galley.n) {
			note++;
			strip = 0;
			continue;
		}
		const struct strip *s = &b->galley.v[strip];
		y += any && strip == 0 ? e->l->t->note_space : 0;
		y += strip ? s->gap : 0;
		for (int i = 0; i < s->n; i++)
			if (item_layer(&s->items[i]) == layer)
				emit_item(e, &s->items[i], e->left, y);
		y += s->height;
		strip++;
		any = true;
	}
}

/* ---- pages -------------------------------------------------------------- */

static void
emit_sheet(struct emitter *e)
{
	const struct theme *t = e->l->t;
	e->sheet = pages_add(e->pages, t->paper_w, t->paper_h);
	e->sheet->label = str_fmt(e->l->a, "%d", e->pages->n);
	e->left = t->margin_left;
	e->top = t->margin_top;
	e->bottom = t->paper_h - t->margin_bottom;
}

/* The page has copies of what was in it. */
static void
strip_done(struct layout *l, struct strip *s)
{
	arena_recycle(l->a, s->items, (size_t)s->cap * sizeof *s->items);
	s->items = NULL;
	s->n = s->cap = 0;
}

static void
emit_page(struct emitter *e, const struct cut *c)
{
	emit_sheet(e);
	emit_places(e, c);
	emit_frames(e, c);
	notes_collect(e, c);
	mpt gap = e->l->t->note_gap;
	struct note_run r =
		notes_fit(e, e->bottom - e->content_bottom - 2 * gap);
	mpt notes_top = e->bottom - r.height;
	if (r.height)
		notes_paint_rule(e, notes_top - gap);
	for (int layer = 0; layer < LAYERS; layer++) {
		emit_head(e, c, layer);
		for (int i = c->first; i <= c->last; i++)
			emit_strip(e, &e->g->v[i], e->tops[i], layer);
		notes_paint(e, &r, notes_top, layer);
	}
	e->note_at = r.note;
	e->note_strip = r.strip;
	for (int i = c->first; i <= c->last; i++)
		strip_done(e->l, &e->g->v[i]);
}

/* Pages with nothing but notes that found no room before. */
static void
emit_notes_left(struct emitter *e)
{
	for (;;) {
		mpt gap = e->l->t->note_gap;
		mpt top = e->l->t->margin_top;
		mpt room = e->l->body_height - 2 * gap;
		struct note_run r = notes_fit(e, room);
		if (!r.height)
			return;
		emit_sheet(e);
		notes_paint_rule(e, top + gap);
		for (int layer = 0; layer < LAYERS; layer++)
			notes_paint(e, &r, top + 2 * gap, layer);
		e->note_at = r.note;
		e->note_strip = r.strip;
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
		emit_sheet(&e);
	return e.pages;
}
