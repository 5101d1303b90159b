/*
 * Marked content (ISO 32000-1, 14.6): each page's items are cut into
 * stretches that belong to one element, or are artifacts of one type.
 *
 * Items in a row with the same owner share one MCID, whatever their fonts
 * and colours, so a paragraph is as many pieces as it has links, plus one.
 * What paints nothing is left out first: marked content is never empty.
 * A line of right-to-left text comes in visual order; its stretches are put
 * back into the order of the text, which is the order of reading.
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

/* ---- cutting ---------------------------------------------------------- */

static void
marks_items(struct pdf *pdf, const struct sheet *s, struct marks *m)
{
	m->items = ARENA_ARRAY(pdf->a, (size_t)s->n, const struct item *);
	for (int i = 0; i < s->n; i++)
		if (mark_paints(&s->items[i]))
			m->items[m->nitems++] = &s->items[i];
	marks_sort(pdf->a, m);
}

static struct elem *
marks_owner(const struct pdf *pdf, const struct item *it)
{
	return it->artifact == ARTIFACT_NO ? tags_owner(pdf, it) : NULL;
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

static void
marks_page(struct pdf *pdf, int page)
{
	struct marks *ms = &pdf->marks[page];
	int cap = 0;
	marks_items(pdf, &pdf->pages->v[page], ms);
	for (int i = 0; i < ms->nitems; i++) {
		const struct item *it = ms->items[i];
		struct elem *e = marks_owner(pdf, it);
		struct mark *last = ms->n ? &ms->v[ms->n - 1] : NULL;
		if (!last || last->elem != e ||
			last->artifact != it->artifact) {
			ARENA_PUSH(pdf->a, ms->v, ms->n, cap);
			last = &ms->v[ms->n++];
			*last = (struct mark){.elem = e,
				.artifact = it->artifact,
				.plain_text = true,
				.page = page,
				.first = i,
				.mcid = e ? ms->nmcids++ : -1};
		}
		last->n++;
		last->plain_text &= it->kind == ITEM_GLYPHS;
	}
	for (int i = 0; i < ms->n; i++)
		if (ms->v[i].elem)
			tags_add_mark(
				pdf, &ms->v[i], marks_key(pdf, ms, &ms->v[i]));
}

void
marks_build(struct pdf *pdf)
{
	size_t n = (size_t)pdf->pages->n;
	pdf->marks = ARENA_ARRAY(pdf->a, n, struct marks);
	for (int i = 0; i < pdf->pages->n; i++)
		marks_page(pdf, i);
}
