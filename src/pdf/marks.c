/*
 * Marked content (ISO 32000-1, 14.6): each page's items are cut into
 * stretches that belong to one element, or are artifacts of one type.
 *
 * Items in a row with the same owner share one MCID, whatever their fonts
 * and colours, so a paragraph is as many pieces as it has links, plus one.
 * What paints nothing is left out first: marked content is never empty.
 * A line of right-to-left text comes in visual order; its stretches are put
 * back into the order of the text, which is the order of reading.
 *
 * Where the glyphs' ToUnicode entries do not add up to the characters, the
 * stretch is a mark of its own with ActualText.  Nesting a Span inside the
 * mark would say the same, but poppler then loses the rest of the mark.
 */
#include "pdf_priv.h"

#include <stdlib.h>

static bool
mark_paints(const struct item *it)
{
	switch (it->kind) {
	case ITEM_GLYPHS:
		for (int i = 0; it->glyphs.font && i < it->glyphs.n; i++)
			if (glyph_is_seen(it, &it->glyphs.g[i]))
				return true;
		return false;
	case ITEM_RECT:
		return it->w != 0 && it->h != 0;
	case ITEM_LINE:
		return it->line.thick > 0;
	case ITEM_PATH:
		return it->path.n > 0;
	case ITEM_IMAGE:
		return it->image && it->w > 0 && it->h > 0;
	default:
		return false;
	}
}

/* ---- the order of the text -------------------------------------------- */

struct marks_sort {
	const struct item *it;
	uint32_t at; /* place in its paragraph's text */
	int order;
};

static int
marks_cmp(const void *a, const void *b)
{
	const struct marks_sort *p = a, *q = b;
	if (p->at != q->at)
		return p->at < q->at ? -1 : 1;
	return p->order - q->order;
}

static uint32_t
marks_text_at(const struct item *it)
{
	uint32_t at = UINT32_MAX;
	for (int i = 0; i < it->glyphs.n; i++)
		if (it->glyphs.g[i].at < at)
			at = it->glyphs.g[i].at;
	return at;
}

/* Are two items stretches of one paragraph's content? */
static bool
marks_same_text(const struct item *a, const struct item *b)
{
	return a->kind == ITEM_GLYPHS && b->kind == ITEM_GLYPHS &&
	       a->artifact == ARTIFACT_NO && b->artifact == ARTIFACT_NO &&
	       a->part == b->part && a->y == b->y &&
	       a->glyphs.text.p == b->glyphs.text.p;
}

/* Put the `n` stretches of one line into the order of their text. */
static void
marks_sort_line(struct arena *a, const struct item **v, int n)
{
	bool sorted = true;
	for (int i = 1; i < n && sorted; i++)
		sorted = marks_text_at(v[i - 1]) <= marks_text_at(v[i]);
	if (sorted)
		return;
	struct marks_sort *s = ARENA_ARRAY(a, (size_t)n, struct marks_sort);
	for (int i = 0; i < n; i++)
		s[i] = (struct marks_sort){v[i], marks_text_at(v[i]), i};
	qsort(s, (size_t)n, sizeof *s, marks_cmp);
	for (int i = 0; i < n; i++)
		v[i] = s[i].it;
}

static void
marks_sort(struct arena *a, struct marks *m)
{
	for (int i = 0, k; i < m->nitems; i = k) {
		k = i + 1;
		while (k < m->nitems &&
			marks_same_text(m->items[i], m->items[k]))
			k++;
		if (k - i > 1)
			marks_sort_line(a, m->items + i, k - i);
	}
}

/* ---- spaces between lines --------------------------------------------- */

/* One past the last byte of its text that an item shows. */
static uint32_t
marks_text_end(const struct item *it)
{
	uint32_t end = 0;
	for (int i = 0; i < it->glyphs.n; i++) {
		const struct text_glyph *g = &it->glyphs.g[i];
		if (g->at + g->len > end)
			end = g->at + g->len;
	}
	return end;
}

/* A space behind `it`, where the text has white space that no item shows. */
static const struct item *
marks_space(struct arena *a, const struct item *it, const struct item *next)
{
	if (it->kind != ITEM_GLYPHS || it->artifact != ARTIFACT_NO)
		return NULL;
	uint32_t end = marks_text_end(it);
	unsigned gid = font_glyph(it->glyphs.font, ' ');
	struct str text = it->glyphs.text;
	bool gap = (size_t)end + 1 < text.n && ch_space(text.p[end]);
	if (!gap || !gid ||
		(next && next->glyphs.text.p == text.p &&
			marks_text_at(next) == end))
		return NULL;
	struct text_glyph *g = ARENA_NEW(a, struct text_glyph);
	struct item *space = ARENA_NEW(a, struct item);
	*g = (struct text_glyph){.gid = (uint16_t)gid,
		.adv = (int16_t)font_advance(it->glyphs.font, gid),
		.at = end,
		.len = 1};
	*space = *it;
	space->w = mpt_scale(it->glyphs.size, g->adv, 1000);
	space->x += item_is_rtl(it) ? -space->w : it->w;
	space->glyphs.g = g;
	space->glyphs.n = 1;
	space->glyphs.word_space = 0;
	return space;
}

/*
 * Lines come without the space that was broken at.  Readers that take the
 * text from the structure tree would glue the words: give it back.
 */
static void
marks_spaces(struct arena *a, struct marks *m)
{
	const struct item **v =
		ARENA_ARRAY(a, 2 * (size_t)m->nitems, const struct item *);
	int n = 0;
	for (int i = 0; i < m->nitems; i++) {
		const struct item *next =
			i + 1 < m->nitems ? m->items[i + 1] : NULL;
		if (next && next->kind != ITEM_GLYPHS)
			next = NULL;
		v[n++] = m->items[i];
		v[n] = marks_space(a, m->items[i], next);
		n += v[n] != NULL;
	}
	m->items = v;
	m->nitems = n;
}

void
marks_items(struct pdf *pdf)
{
	size_t n = (size_t)pdf->pages->n;
	pdf->marks = ARENA_ARRAY(pdf->work, n, struct marks);
	for (size_t i = 0; i < n; i++) {
		const struct sheet *s = &pdf->pages->v[i];
		struct marks *m = &pdf->marks[i];
		m->items = ARENA_ARRAY(
			pdf->work, (size_t)s->n, const struct item *);
		for (int k = 0; k < s->n; k++)
			if (mark_paints(&s->items[k]))
				m->items[m->nitems++] = &s->items[k];
		marks_sort(pdf->work, m);
		marks_spaces(pdf->work, m);
	}
}

/* ---- what must be said ------------------------------------------------ */

/* Plain clusters between spoken ones that are not worth two more marks. */
#define SPOKEN_GAP 4

/* Does ActualText have to say the cluster at `i`? */
static bool
cluster_is_spoken(const struct pdf *pdf, const struct face *f,
	const struct item *it, int i, int end)
{
	const struct text_glyph *g = &it->glyphs.g[i];
	bool seen = false;
	if (end - i == 1 && g->len == 1 && glyph_is_seen(it, g)) {
		/* the usual case: the letter that it always is */
		struct str uni = face_glyph(f, g->gid)->uni;
		if (uni.n == 1 && uni.p[0] == it->glyphs.text.p[g->at])
			return false;
	}
	for (int k = i; k < end; k++)
		seen |= glyph_is_seen(it, &it->glyphs.g[k]);
	return seen &&
	       !cluster_is_plain(f, it, i, end, cluster_text(pdf->work, it, i));
}

/* A stretch of an item's glyphs. */
struct stretch {
	int i, end;
	bool spoken;
};

/*
 * The item's stretches by turns plain and spoken, in visual order.  Few
 * plain clusters between spoken ones are said with them, but not from
 * right to left: poppler turns ActualText around there.
 */
static struct stretch *
stretches_find(const struct pdf *pdf, const struct item *it, int *n)
{
	struct stretch *v = NULL;
	int cap = 0, gap = item_is_rtl(it) ? 0 : SPOKEN_GAP, clusters = 0;
	const struct face *f = fonts_find(pdf, it->glyphs.font);
	*n = 0;
	for (int i = 0, end; i < it->glyphs.n; i = end) {
		end = cluster_end(it, i);
		bool spoken = cluster_is_spoken(pdf, f, it, i, end);
		if (*n && v[*n - 1].spoken == spoken) {
			v[*n - 1].end = end;
			clusters++;
			continue;
		}
		if (spoken && *n > 1 && clusters <= gap) {
			v[--*n - 1].end = end; /* take the gap in */
			continue;
		}
		ARENA_PUSH(pdf->work, v, *n, cap);
		v[(*n)++] = (struct stretch){i, end, spoken};
		clusters = 1;
	}
	return v;
}

void
item_text(struct arena *a, const struct item *it, struct buf *out)
{
	bool rtl = item_is_rtl(it);
	struct str *v = ARENA_ARRAY(a, (size_t)it->glyphs.n, struct str);
	int n = 0;
	for (int k = 0, next; k < it->glyphs.n; k = next) {
		next = cluster_end(it, k);
		v[n++] = cluster_text(a, it, k);
	}
	for (int k = 0; k < n; k++)
		buf_str(out, v[rtl ? n - 1 - k : k]);
}

/* Glyphs [i, end) of an item as an item. */
static const struct item *
item_part(struct arena *a, const struct item *it, int i, int end)
{
	if (i == 0 && end == it->glyphs.n)
		return it;
	struct item *part = ARENA_NEW(a, struct item);
	int64_t before = 0;
	*part = *it;
	for (int k = 0; k < end; k++) {
		const struct text_glyph *g = &it->glyphs.g[k];
		mpt wide = glyph_is_space(it, g) ? it->glyphs.word_space : 0;
		int64_t adv = (int64_t)g->adv * it->glyphs.size +
		              (int64_t)wide * 1000;
		if (k == i)
			part->x = it->x + (mpt)(before / 1000);
		before += adv;
	}
	part->w = it->x + (mpt)(before / 1000) - part->x;
	part->glyphs.g = it->glyphs.g + i;
	part->glyphs.n = end - i;
	return part;
}

/* ---- cutting ---------------------------------------------------------- */

/* The mark that takes an item of `e`: the last, or a new one. */
static struct mark *
marks_take(struct pdf *pdf, struct marks *ms, const struct item *it,
	struct elem *e, bool spoken)
{
	struct mark *last = ms->n ? &ms->v[ms->n - 1] : NULL;
	if (last && last->elem == e && last->artifact == it->artifact &&
		last->spoken == spoken)
		return last;
	ARENA_PUSH(pdf->work, ms->v, ms->n, ms->cap);
	last = &ms->v[ms->n++];
	*last = (struct mark){.elem = e,
		.artifact = it->artifact,
		.plain_text = true,
		.spoken = spoken,
		.page = pdf->pages->first + (int)(ms - pdf->marks),
		.first = ms->nitems,
		.mcid = e ? ms->nmcids++ : -1};
	return last;
}

static void
marks_add(struct pdf *pdf, struct marks *ms, const struct item *it,
	struct elem *e, bool spoken)
{
	struct mark *m = marks_take(pdf, ms, it, e, spoken);
	ARENA_PUSH(pdf->work, ms->items, ms->nitems, ms->cap_items);
	ms->items[ms->nitems++] = it;
	m->n++;
	m->plain_text &= it->kind == ITEM_GLYPHS;
	if (!spoken)
		return;
	struct buf said = buf_new(pdf->work);
	buf_str(&said, m->said);
	size_t before = said.n;
	item_text(pdf->work, it, &said);
	if (said.n == before) /* only a hyphen of ours has no text */
		buf_c(&said, "\xC2\xAD");
	m->said = buf_done(&said);
}

/* Text: the stretches that speak for themselves, and those that do not. */
static void
marks_add_glyphs(struct pdf *pdf, struct marks *ms, const struct item *it,
	struct elem *e)
{
	int n;
	struct stretch *v = stretches_find(pdf, it, &n);
	bool rtl = item_is_rtl(it);
	for (int k = 0; k < n; k++) {
		const struct stretch *s = &v[rtl ? n - 1 - k : k];
		marks_add(pdf, ms, item_part(pdf->work, it, s->i, s->end), e,
			s->spoken);
	}
}

/* The place in the document of what a mark shows first. */
static uint32_t
marks_key(const struct pdf *pdf, const struct marks *ms, const struct mark *m)
{
	uint32_t key = UINT32_MAX - 1;
	for (int i = m->first; i < m->first + m->n; i++) {
		const struct node *n = pdf_node(pdf, ms->items[i]->node);
		if (n && n->num < key)
			key = n->num;
	}
	return key;
}

/* The marks outlive their items: their elements refer to them. */
static void
marks_keep(struct pdf *pdf, struct marks *ms)
{
	struct mark *kept = ARENA_ARRAY(pdf->a, (size_t)ms->n, struct mark);
	if (ms->n)
		memcpy(kept, ms->v, (size_t)ms->n * sizeof *kept);
	for (int i = 0; i < ms->n; i++)
		if (kept[i].elem)
			tags_add_mark(pdf, ms, &kept[i],
				marks_key(pdf, ms, &kept[i]));
	ms->v = kept;
}

static void
marks_cut_page(struct pdf *pdf, struct marks *ms)
{
	const struct item **items = ms->items;
	int n = ms->nitems;
	ms->items = ARENA_ARRAY(pdf->work, (size_t)n, const struct item *);
	ms->cap_items = n;
	ms->nitems = 0;
	for (int i = 0; i < n; i++) {
		const struct item *it = items[i];
		if (it->artifact != ARTIFACT_NO)
			marks_add(pdf, ms, it, NULL, false);
		else if (it->kind == ITEM_GLYPHS)
			marks_add_glyphs(pdf, ms, it, tags_owner(pdf, it));
		else
			marks_add(pdf, ms, it, tags_owner(pdf, it), false);
	}
	marks_keep(pdf, ms);
}

void
marks_cut(struct pdf *pdf)
{
	for (int i = 0; i < pdf->pages->n; i++)
		marks_cut_page(pdf, &pdf->marks[i]);
}
