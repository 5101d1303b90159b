/*
 * Running heads and feet.
 *
 * Their parts stand between " · " in the theme; parts that come out empty
 * are dropped.  What is too long for its side ends in an ellipsis.
 */
#include "layout_priv.h"

#define HEADS_MAX 400 /* bytes of one side */

/* One side of a head or foot, ready to be painted. */
struct side {
	struct para *para;
	struct text_line *line; /* NULL: nothing there */
};

struct heads {
	struct layout *l;
	struct pages *pages;
	struct sheet *sheet;
	int page;        /* of all, from 1 */
	struct map *set; /* text -> struct side, what was set before */
};

/* What is said of the page's own chapter, or of the document. */
static struct str
heads_own(const struct heads *h, struct str name)
{
	const struct document *doc = h->l->doc;
	const struct node *c = h->sheet->chapter;
	if (str_is(name, "title"))
		return c ? c->chapter.title : doc->title;
	if (str_is(name, "module"))
		return c && c->chapter.module.n ? c->chapter.module
		       : c                      ? doc->title
		                                : doc->module;
	if (str_is(name, "section"))
		return c ? c->chapter.section : doc->section;
	return STR0;
}

static struct str
heads_value(const struct heads *h, struct str name)
{
	const struct layout *l = h->l;
	if (str_is(name, "page_of") && !l->book)
		return str_fmt(l->a, l->words->page_of, h->page, h->pages->n);
	if (str_is(name, "page_of") || str_is(name, "page"))
		return h->sheet->label;
	if (str_is(name, "pages"))
		return str_fmt(
			l->a, "%d", l->book ? book_pages(l) : h->pages->n);
	if (str_is(name, "site"))
		return l->o->site;
	if (str_is(name, "licence"))
		return l->o->licence;
	if (str_is(name, "date"))
		return l->o->date;
	return heads_own(h, name);
}

/* One part with its {names} replaced; empty if all of them are. */
static struct str
heads_part(const struct heads *h, struct str part)
{
	struct buf b = buf_new(h->l->a);
	bool named = false, filled = false;
	for (size_t i = 0; i < part.n; i++) {
		ptrdiff_t end = part.p[i] == '{' ? str_find(part, "}", i) : -1;
		if (end < 0) {
			buf_ch(&b, part.p[i]);
			continue;
		}
		struct str v =
			heads_value(h, str_sub(part, i + 1, (size_t)end));
		buf_str(&b, v);
		named = true;
		filled = filled || v.n;
		i = (size_t)end;
	}
	return named && !filled ? STR0 : buf_done(&b);
}

static struct str
heads_expand(const struct heads *h, struct str pattern)
{
	static const char dot[] = " \xC2\xB7 ";
	struct buf b = buf_new(h->l->a);
	while (pattern.n) {
		ptrdiff_t end = str_find(pattern, dot, 0);
		size_t n = end < 0 ? pattern.n : (size_t)end;
		struct str part = heads_part(h, str_sub(pattern, 0, n));
		if (part.n && b.n)
			buf_c(&b, dot);
		buf_str(&b, part);
		pattern = str_sub(pattern,
			end < 0 ? pattern.n : n + sizeof dot - 1, pattern.n);
	}
	return buf_done(&b);
}

/* As much of the text as fits, in one line. */
static struct para *
heads_fit(const struct heads *h, struct str s, const struct style *style,
	const struct piece_owner *own, mpt width)
{
	struct layout *l = h->l;
	/* More than a hundred characters never fit: don't set them. */
	bool cut = s.n > HEADS_MAX;
	if (cut)
		s.n = utf8_check(str_sub(s, 0, HEADS_MAX));
	struct para *p = layout_own_para(l, s, style, own);
	if (!cut && text_max_width(p) <= width)
		return p;
	struct break_options o = {.width = width - PT(10)};
	int n;
	struct text_line *line = text_break(p, &o, &n);
	if (!n)
		return p;
	struct str text = str_trim(str_sub(
		text_para_text(p), (size_t)line->first, (size_t)line->last));
	return layout_own_para(l,
		str_fmt(l->a, "%.*s\xE2\x80\xA6", STR_ARG(text)), style, own);
}

/* The left end at x, whichever way it reads. */
static struct break_options
heads_line(const struct para *p)
{
	bool rtl = text_is_rtl(p);
	return (struct break_options){.width = MPT_MAX / 4,
		.align = rtl ? ALIGN_END : ALIGN_START,
		.rtl = rtl};
}

static struct side
heads_side(const struct heads *h, const struct furniture *fu,
	enum artifact kind, struct str text, mpt width)
{
	if (!text.n || width < PT(20))
		return (struct side){0};
	/* Most heads say the same on every page. */
	struct str key = str_fmt(
		h->l->a, "%d %d %.*s", (int)kind, (int)width, STR_ARG(text));
	struct side *s = map_find(h->set, key);
	if (!s) {
		struct piece_owner own = {
			.artifact = kind, .ground = COLOR_NONE};
		int n;
		s = ARENA_NEW(h->l->a, struct side);
		s->para = heads_fit(h, text, &fu->style, &own, width);
		struct break_options o = heads_line(s->para);
		struct text_line *line = text_break(s->para, &o, &n);
		s->line = n ? line : NULL;
		map_put(h->set, key, s);
	}
	return *s;
}

static void
heads_paint_side(
	const struct heads *h, const struct side *s, mpt x, mpt baseline)
{
	struct strip out = {0};
	if (!s->line)
		return;
	struct break_options o = heads_line(s->para);
	line_paint(h->l, &out, s->para, s->line, &o, x, baseline);
	for (int i = 0; i < out.n; i++)
		*sheet_add(h->pages, h->sheet, out.items[i].kind) =
			out.items[i];
}

static const struct master *
heads_master(const struct heads *h)
{
	const struct layout *l = h->l;
	return h->sheet->w == l->upright.w ? &l->upright : &l->turned;
}

/* The mirrored margin is at the fold. */
static mpt
heads_left(const struct heads *h)
{
	const struct layout *l = h->l;
	const struct master *m = heads_master(h);
	if (m == &l->turned)
		return m->left;
	return m->left + (layout_is_verso(l, h->page) ? -l->fold : l->fold);
}

static void
heads_rule(const struct heads *h, const struct furniture *fu,
	enum artifact kind, mpt y)
{
	const struct master *m = heads_master(h);
	struct item *it = sheet_add(h->pages, h->sheet, ITEM_LINE);
	it->artifact = kind;
	it->color = fu->style.rule_color;
	it->x = heads_left(h);
	it->y = y;
	it->w = m->width;
	it->line.thick = PT(.5);
}

/* Both sides of a head or foot, set. */
struct heads_pair {
	struct side left, right;
	/* on a verso they change places, as they do from right to left */
	mpt left_x, right_x, baseline;
};

static struct heads_pair
heads_set(const struct heads *h, const struct furniture *fu, enum artifact kind,
	mpt baseline)
{
	const struct master *m = heads_master(h);
	mpt w = m->width;
	mpt most = fu->left.n ? mpt_scale(w, 60, 100) : w;
	struct heads_pair p = {.baseline = baseline};
	struct str left = heads_expand(h, fu->left);
	struct str right = heads_expand(h, fu->right);
	if (str_eq(left, right)) /* said once */
		left = STR0;
	p.right = heads_side(h, fu, kind, right, most);
	mpt used = p.right.line ? p.right.line->width : 0;
	p.left = heads_side(h, fu, kind, left, used ? w - used - PT(18) : w);
	p.left_x = heads_left(h);
	p.right_x = p.left_x + w - used;
	if (layout_is_verso(h->l, h->page) != h->l->doc->rtl) {
		p.right_x = p.left_x;
		p.left_x += w - (p.left.line ? p.left.line->width : 0);
	}
	return p;
}

static void
heads_paint_left(const struct heads *h, const struct heads_pair *p)
{
	heads_paint_side(h, &p->left, p->left_x, p->baseline);
}

static void
heads_paint_right(const struct heads *h, const struct heads_pair *p)
{
	heads_paint_side(h, &p->right, p->right_x, p->baseline);
}

/* Where a line of text begins in the middle of the page's items. */
static int
heads_middle(const struct sheet *s)
{
	int i = s->n / 2;
	while (i > 0 && i < s->n &&
		(s->items[i].kind != ITEM_GLYPHS ||
			s->items[i].artifact != ARTIFACT_NO ||
			s->items[i - 1].y == s->items[i].y))
		i++;
	return i;
}

static void
heads_move(struct layout *l, struct sheet *s, int from, int to)
{
	size_t n = (size_t)(s->n - from), after = (size_t)(from - to);
	struct item *heads = ARENA_ARRAY(l->a, n + 1, struct item);
	memcpy(heads, s->items + from, n * sizeof *heads);
	memmove(s->items + to + n, s->items + to, after * sizeof *heads);
	memcpy(s->items + to, heads, n * sizeof *heads);
}

/*
 * The right side, mostly the page's title, goes into the middle of the
 * content stream.  Readers that know tags pass over running heads anyway;
 * programs that only see lines know them by their standing at the edge of
 * many pages, and would take the title on the first page for one too.
 */
static void
heads_paint_head(const struct heads *h)
{
	const struct furniture *fu = &h->l->t->head;
	struct heads_pair p = heads_set(h, fu, ARTIFACT_HEADER, fu->at);
	int from = h->sheet->n, middle = heads_middle(h->sheet);
	heads_paint_right(h, &p);
	if (h->sheet->n > from)
		heads_move(h->l, h->sheet, from, middle);
	heads_paint_left(h, &p);
	if (fu->rule)
		heads_rule(h, fu, ARTIFACT_HEADER, p.baseline + PT(5));
}

static void
heads_paint_foot(const struct heads *h)
{
	const struct furniture *fu = &h->l->t->foot;
	struct heads_pair p =
		heads_set(h, fu, ARTIFACT_FOOTER, h->sheet->h - fu->at);
	heads_paint_left(h, &p);
	heads_paint_right(h, &p);
	if (fu->rule)
		heads_rule(h, fu, ARTIFACT_FOOTER, p.baseline - PT(12));
}

void
heads_paint(struct layout *l, struct pages *p)
{
	struct map set = map_new(l->a);
	for (int i = 0; i < p->n; i++) {
		struct heads h = {l, p, &p->v[i], p->first + i + 1, &set};
		bool opens = h.sheet->opens;
		if (h.sheet->bare)
			continue;
		if (!opens || l->t->head.on_first)
			heads_paint_head(&h);
		if (!opens || l->t->foot.on_first)
			heads_paint_foot(&h);
	}
}
