/*
 * Text against the ground that is painted behind it: the last filled
 * rectangle before it that holds the middle of its ink.  Large text may be
 * paler (WCAG 2.1, 1.4.3).
 */
#include "check_priv.h"

#define WHITE       0xFFFFFF
#define LARGE       PT(18)
#define LARGE_BOLD  PT(14)
#define LARGE_RATIO 3000 /* thousandths */

struct grounds {
	const struct item **v;
	int n, cap;
};

static bool
rect_holds(const struct item *r, mpt x, mpt y)
{
	return x >= r->x && x < r->x + r->w && y >= r->y && y < r->y + r->h;
}

static color
ground_of(const struct grounds *g, const struct item *it)
{
	mpt x = it->x + it->w / 2;
	mpt y = it->y - mpt_scale(it->glyphs.size, 1, 3);
	for (int i = g->n - 1; i >= 0; i--)
		if (rect_holds(g->v[i], x, y))
			return g->v[i]->color;
	return WHITE;
}

static bool
is_large(const struct item *it)
{
	const struct font *f = it->glyphs.font;
	return it->glyphs.size >= LARGE ||
	       (f && f->bold && it->glyphs.size >= LARGE_BOLD);
}

static bool
has_ink(const struct item *it)
{
	for (int i = 0; i < it->glyphs.n; i++)
		if (it->glyphs.g[i].len == 0 ||
			!ch_space(it->glyphs.text.p[it->glyphs.g[i].at]))
			return true;
	return false;
}

static void
contrast_note(struct check_page *p, int ratio)
{
	if (!p->contrast || ratio < p->contrast)
		p->contrast = ratio;
}

static void
text_check(struct check_view *v, const struct grounds *g, const struct item *it,
	int page)
{
	color ground = ground_of(g, it);
	int ratio = (int)(color_contrast(it->color, ground) * 1000 + .5);
	int least = is_large(it) ? LARGE_RATIO : v->f.contrast;
	contrast_note(&v->report->pages[page], ratio);
	contrast_note(check_totals(v), ratio);
	if (ratio < least)
		check_find(v, CHECK_CONTRAST,
			it->node ? check_block(it->node) : NULL, page,
			"#%06x on #%06x, %d.%02d:1", (unsigned)it->color,
			(unsigned)ground, ratio / 1000, ratio / 10 % 100);
}

static void
sheet_check(struct check_view *v, int page)
{
	const struct sheet *s = &v->pages->v[page];
	struct grounds g = {0};
	for (int i = 0; i < s->n; i++) {
		const struct item *it = &s->items[i];
		if (it->kind == ITEM_RECT) {
			ARENA_PUSH(v->a, g.v, g.n, g.cap);
			g.v[g.n++] = it;
		} else if (it->kind == ITEM_GLYPHS && has_ink(it)) {
			text_check(v, &g, it, page);
		}
	}
}

void
check_contrast(struct check_view *v)
{
	for (int p = 0; p < v->pages->n; p++)
		sheet_check(v, p);
}
