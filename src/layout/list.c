/*
 * Lists: marks hang where their items start, aligned towards them, so that
 * numbers of one and two digits stand under each other by their last digit.
 *
 * The indent is the theme's, or what the widest mark needs.  The mark is
 * painted into its item's first strip when that is there.
 */
#include "layout_priv.h"

#define MARK_GAP       PT(6)  /* between a mark and its item */
#define MARK_GAP_LEAST PT(2)  /* in the narrowest columns */
#define ITEM_LEAST     PT(72) /* width of an item in a list in a list */
#define OPEN_PART      2 /* a list is open if one item of so many is tall */

struct marks {
	struct layout *l;
	const struct node *list;
	mpt indent, gap;
	int depth; /* of bullet lists around it */
};

static int
list_depth(const struct node *list)
{
	int depth = 0;
	for (const struct node *n = list->parent; n; n = n->parent)
		depth += n->kind == NODE_LIST && !n->list.ordered;
	return depth;
}

static struct str
mark_bullet(const struct marks *m)
{
	char type = m->list->list.type;
	if (!type)
		type = m->depth == 0 ? 'd' : m->depth == 1 ? '-' : '.';
	switch (type) {
	case 'n':
		return STR0;
	case 'c':
		return STR("\xE2\x97\xA6");
	case 's':
		return STR("\xE2\x96\xAA");
	case '-':
		return STR("\xE2\x80\x93");
	case '.':
		return STR("\xC2\xB7");
	default:
		return STR("\xE2\x80\xA2");
	}
}

/* Numerals up to 3,999; beyond that plain figures. */
struct str
list_roman(struct arena *a, int n, bool upper)
{
	static const struct {
		int value;
		const char *lower, *upper;
	} parts[] = {{1000, "m", "M"}, {900, "cm", "CM"}, {500, "d", "D"},
		{400, "cd", "CD"}, {100, "c", "C"}, {90, "xc", "XC"},
		{50, "l", "L"}, {40, "xl", "XL"}, {10, "x", "X"},
		{9, "ix", "IX"}, {5, "v", "V"}, {4, "iv", "IV"}, {1, "i", "I"}};
	if (n < 1 || n > 3999)
		return str_fmt(a, "%d", n);
	struct buf b = buf_new(a);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		for (; n >= parts[i].value; n -= parts[i].value)
			buf_c(&b, upper ? parts[i].upper : parts[i].lower);
	return buf_done(&b);
}

static struct str
mark_letter(struct arena *a, int n, bool upper)
{
	if (n < 1)
		return str_fmt(a, "%d", n);
	struct str s = doc_letter(a, n);
	return upper ? text_case(a, s, STR("en"), TEXT_UPPER) : s;
}

static struct str
mark_number(const struct marks *m, int n)
{
	struct arena *a = m->l->a;
	struct str s;
	switch (m->list->list.type) {
	case 'n':
		return STR0;
	case 'A':
		s = mark_letter(a, n, true);
		break;
	case 'a':
		s = mark_letter(a, n, false);
		break;
	case 'I':
		s = list_roman(a, n, true);
		break;
	case 'i':
		s = list_roman(a, n, false);
		break;
	default:
		s = str_fmt(a, "%d", n);
		break;
	}
	return str_fmt(a, "%.*s.", STR_ARG(s));
}

/* An item that begins with a box to tick has that for its mark. */
static bool
item_has_box(const struct node *item)
{
	const struct node *n = item->first;
	while (n && n->kind != NODE_FIELD)
		n = n->first;
	return n && (n->field.type == FIELD_CHECKBOX ||
			    n->field.type == FIELD_RADIO);
}

static struct str
mark_text(const struct marks *m, const struct node *item)
{
	if (!m->list->list.ordered && item_has_box(item))
		return STR0;
	return m->list->list.ordered ? mark_number(m, item->item.number)
	                             : mark_bullet(m);
}

/* It stands on the list's ground, beside the item's own. */
static const struct style *
mark_style(struct layout *l, const struct style *list, const struct style *s)
{
	struct style *mark = ARENA_NEW(l->a, struct style);
	*mark = *s;
	mark->transform = TRANSFORM_NONE;
	mark->underline = LINE_NONE;
	mark->ground = list->ground;
	if (s->marker_color != COLOR_NONE &&
		color_contrast(s->marker_color, list->ground) >= 4.5)
		mark->color = s->marker_color;
	return mark;
}

static struct para *
mark_shape(const struct marks *m, const struct node *item)
{
	struct piece_owner own = {
		.node = item, .part = PART_LABEL, .ground = COLOR_NONE};
	struct str text = mark_text(m, item);
	if (!text.n)
		return NULL;
	return layout_own_para(m->l, text,
		mark_style(m->l, m->list->style, item->style), &own);
}

/* The mark before its item, in the room beside it. */
static void
mark_paint(struct flow *f, struct para *p, struct strip *s, mpt room)
{
	bool narrow = text_max_width(p) + MARK_GAP > room;
	bool rtl = text_is_rtl(p);
	mpt gap = narrow ? room : MARK_GAP;
	mpt x = rtl ? f->x + f->w + gap : f->x - gap;
	own_paint(f->l, s, p, x, rtl == narrow, s->baseline);
	/* The mark is read before what it marks. */
	int made = 0;
	while (made < s->n && s->items[s->n - 1 - made].part == PART_LABEL)
		made++;
	struct item mark[8];
	if (made == 0 || made > (int)ARRAY_LEN(mark) || made == s->n)
		return;
	memcpy(mark, &s->items[s->n - made], (size_t)made * sizeof *mark);
	memmove(&s->items[made], s->items,
		(size_t)(s->n - made) * sizeof *mark);
	memcpy(s->items, mark, (size_t)made * sizeof *mark);
}

static void
list_item(struct flow *f, const struct node *item, struct para *mark, mpt room)
{
	int from = f->g->n;
	mpt x = f->x, w = f->w, foot = f->g->foot;
	if (foot)
		float_pass(f, item);
	flow_box(f, item);
	if (f->g->n == from && mark) { /* an empty item still has its mark */
		struct strip *s =
			flow_strip(f, layout_leading(f->l, item->style));
		s->baseline = layout_baseline(f->l, item->style);
	}
	if (f->g->n > from && mark)
		mark_paint(f, mark, &f->g->v[from], room);
	f->x = x;
	f->w = w;
	f->g->foot = foot;
}

/* Have half of its items more than a line? */
static bool
list_is_open(const int *starts, int n)
{
	int tall = 0;
	for (int i = 0; i < n; i++)
		tall += starts[i + 1] - starts[i] > 1;
	return tall * OPEN_PART >= n;
}

/* Then all get some air around them; if few have, none do: the same distance
 * is between all items of a list. */
static void
list_space_items(struct flow *f, const int *starts, int n, mpt space)
{
	if (!list_is_open(starts, n))
		return;
	for (int i = 1; i < n; i++) {
		struct strip *s = &f->g->v[starts[i]];
		mpt more = space - s->gap;
		if (starts[i + 1] > starts[i] && more > 0) {
			s->gap += more;
			s->soft += more;
		}
	}
}

/* No item alone at a page's foot or head, if there are several. */
static void
list_keep_ends(struct flow *f, const int *starts, int n)
{
	if (n < 3)
		return;
	const int ends[] = {starts[1] - 1, starts[n - 1] - 1};
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (ends[i] >= starts[0])
			f->g->v[ends[i]].penalty += PENALTY_SMALL * 2;
}

static mpt
list_widest(struct para **marks, int n)
{
	mpt w = 0;
	for (int i = 0; i < n; i++)
		if (marks[i])
			w = mpt_max(w, text_max_width(marks[i]));
	return w;
}

/* Nested so deep that the column has no room left, a list goes back to where
 * the outermost one began. */
static void
list_go_back(struct flow *f, mpt indent, bool rtl)
{
	if (f->w - indent >= ITEM_LEAST)
		return;
	f->x -= rtl ? 0 : f->hung;
	f->w += f->hung;
	f->hung = 0;
}

/* Room for the marks; in columns that have none to give, a bare minimum.
 * Returns it. */
static mpt
list_indent(struct flow *f, mpt indent, mpt widest, bool rtl)
{
	mpt w = f->w;
	flow_indent(f, indent, rtl);
	mpt more = widest + MARK_GAP_LEAST - (w - f->w);
	more = mpt_min(more, f->w / 2);
	if (more > 0) {
		f->x += rtl ? 0 : more;
		f->w -= more;
	}
	f->hung += w - f->w;
	return w - f->w;
}

static int
count_children(const struct node *n)
{
	int count = 0;
	for (const struct node *c = n->first; c; c = c->next)
		count++;
	return count;
}

void
flow_list(struct flow *f, const struct node *n)
{
	struct layout *l = f->l;
	struct flow_block b = flow_enter(f, n->style);
	struct marks m = {.l = l, .list = n, .depth = list_depth(n)};
	int count = count_children(n), i = 0;
	struct para **marks = ARENA_ARRAY(l->a, (size_t)count, struct para *);
	int *starts = ARENA_ARRAY(l->a, (size_t)count + 1, int);
	for (const struct node *c = n->first; c; c = c->next)
		marks[i++] = mark_shape(&m, c);
	mpt widest = list_widest(marks, count);
	mpt indent = widest ? mpt_max(l->t->list_indent, widest + MARK_GAP) : 0;
	bool rtl = n->style->rtl;
	list_go_back(f, indent, rtl);
	mpt room = widest ? list_indent(f, indent, widest, rtl) : 0;
	i = 0;
	for (const struct node *c = n->first; c; c = c->next, i++) {
		starts[i] = f->g->n;
		list_item(f, c, marks[i], room);
	}
	starts[count] = f->g->n;
	list_space_items(f, starts, count, n->style->item_space);
	list_keep_ends(f, starts, count);
	flow_leave(f, &b);
}
