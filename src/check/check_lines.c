/*
 * Lines, read back from the display list.
 *
 * A block's items come in painting order, but in a table row that is cut
 * those of several blocks alternate; so every block has a line of its own
 * that is being filled.  An item belongs to it if it stands about as high
 * and not to the left of what is there: raised figures stand higher by half
 * a line, and a line's end is where x goes back.  Marks of list items and
 * the numbers of notes are no part of a line.
 */
#include "check_priv.h"

#define BOX_SLACK PT(2)

/* ---- where things are ---------------------------------------------------- */

static int
view_columns(const struct check_view *v)
{
	return v->f.columns > 1 ? v->f.columns : 1;
}

static mpt
column_width(const struct check_view *v, int page)
{
	int n = view_columns(v);
	mpt w = v->pages->v[page].w - v->f.left - v->f.right;
	return (w - (n - 1) * v->f.column_gap) / n;
}

/* The box that the sheet itself names for the column, or NULL. */
static const struct column_box *
column_box(const struct check_view *v, int page, int column)
{
	const struct sheet *s = &v->pages->v[page];
	return column < s->nboxes ? &s->boxes[column] : NULL;
}

mpt
check_left(const struct check_view *v, int page, int column)
{
	const struct column_box *b = column_box(v, page, column);
	mpt step = column_width(v, page) + v->f.column_gap;
	return b ? b->x : v->f.left + column * step;
}

mpt
check_right(const struct check_view *v, int page, int column)
{
	const struct column_box *b = column_box(v, page, column);
	return b ? b->x + b->w
	         : check_left(v, page, column) + column_width(v, page);
}

mpt
check_top(const struct check_view *v)
{
	return v->f.top;
}

mpt
check_bottom(const struct check_view *v, int page)
{
	return v->pages->v[page].h - v->f.bottom;
}

static bool
box_holds(const struct column_box *b, mpt x, mpt y)
{
	return x >= b->x - BOX_SLACK && x <= b->x + b->w + BOX_SLACK &&
	       y >= b->y - BOX_SLACK && y <= b->y + b->h + BOX_SLACK;
}

/*
 * The box in which a place is.  Where the sheet names none, the margins'
 * columns; what stands across all of them counts to the first.
 */
static int
column_of(const struct check_view *v, int page, mpt x, mpt y)
{
	const struct sheet *s = &v->pages->v[page];
	for (int i = 0; i < s->nboxes; i++)
		if (box_holds(&s->boxes[i], x, y))
			return i;
	if (s->nboxes)
		return s->nboxes - 1;
	int c = view_columns(v) - 1;
	while (c > 0 && x < check_left(v, page, c) - v->f.column_gap / 2)
		c--;
	return c;
}

bool
check_parted(const struct check_line *a, const struct check_line *b)
{
	bool below = b->box_top && b->box_top >= a->box_bottom - BOX_SLACK;
	return a->page != b->page || (a->column != b->column && !below);
}

const struct node *
check_block(const struct node *n)
{
	while (n->parent && doc_is_inline(n))
		n = n->parent;
	return n;
}

const struct node *
check_note(const struct node *n)
{
	while (n && n->kind != NODE_NOTE)
		n = n->parent;
	return n;
}

/* ---- filling a line ------------------------------------------------------ */

/* About the ink of one item. */
struct ink {
	mpt x0, x1, top, bottom;
};

static struct ink
item_ink(const struct item *it)
{
	struct ink k = {it->x, it->x + it->w, it->y, it->y + it->h};
	if (it->kind == ITEM_GLYPHS) {
		k.top = it->y - mpt_scale(it->glyphs.size, 3, 4);
		k.bottom = it->y + mpt_scale(it->glyphs.size, 1, 4);
	}
	if (k.top > k.bottom) {
		mpt y = k.top;
		k.top = k.bottom;
		k.bottom = y;
	}
	return k;
}

/* Fields and pictures stand a little off the line's ink. */
#define OFF PT(3)

static bool
line_meets(const struct check_line *l, struct ink k)
{
	return k.top <= l->bottom + OFF && k.bottom >= l->top - OFF;
}

/* Does the text go on in this line? */
static bool
line_takes_text(const struct check_line *l, const struct item *it)
{
	if (!l->size)
		return line_meets(l, item_ink(it));
	mpt down = it->y - l->baseline;
	mpt most = mpt_scale(mpt_max(l->size, it->glyphs.size), 4, 5);
	bool back = it->x < l->x1 - PT(.5);
	return down < most && down > -most && !(back && down > PT(1));
}

static bool
line_takes(const struct check_view *v, const struct check_line *l,
	const struct item *it, int page)
{
	if (l->page != page || l->column != column_of(v, page, it->x, it->y))
		return false;
	if (it->kind == ITEM_GLYPHS)
		return line_takes_text(l, it);
	return it->node == l->last->node ||
	       (it->x >= l->x1 - PT(.5) && line_meets(l, item_ink(it)));
}

static bool
item_is_hyphen(const struct item *it)
{
	return it->kind == ITEM_GLYPHS && str_is(it->glyphs.text, "\xC2\xAD");
}

static void
line_add(struct check_line *l, const struct item *it)
{
	struct ink k = item_ink(it);
	l->x0 = mpt_min(l->x0, k.x0);
	l->x1 = mpt_max(l->x1, k.x1);
	l->top = mpt_min(l->top, k.top);
	l->bottom = mpt_max(l->bottom, k.bottom);
	l->last = it;
	l->hyphen = l->hyphen || item_is_hyphen(it);
	/* The words that stand for a missing picture fill its box. */
	if (it->kind != ITEM_GLYPHS || it->node->kind == NODE_IMAGE)
		l->tall = l->tall || k.bottom - k.top > PT(30) ||
		          it->kind == ITEM_GLYPHS;
	if (it->kind != ITEM_GLYPHS)
		return;
	if (it->glyphs.size > l->size) {
		l->size = it->glyphs.size;
		l->baseline = it->y;
	}
}

static struct check_line *
line_new(struct check_view *v, const struct node *block, const struct item *it,
	int page)
{
	struct check_node *n = &v->nodes[block->num];
	struct ink k = item_ink(it);
	ARENA_PUSH(v->a, v->lines, v->nlines, v->lines_cap);
	struct check_line *l = &v->lines[v->nlines];
	int column = column_of(v, page, it->x, it->y);
	const struct column_box *box = column_box(v, page, column);
	*l = (struct check_line){.block = block,
		.page = page,
		.column = column,
		.box_top = box ? box->y : 0,
		.box_bottom = box ? box->y + box->h : 0,
		.x0 = k.x0,
		.x1 = k.x1,
		.top = k.top,
		.bottom = k.bottom,
		.baseline = k.bottom,
		.first = it,
		.next = -1};
	if (n->first < 0)
		n->first = v->nlines;
	else
		v->lines[n->last].next = v->nlines;
	n->last = v->nlines++;
	n->nlines++;
	return l;
}

/* ---- reading ------------------------------------------------------------- */

/* The block whose text the item is, or NULL if it is none's. */
static const struct node *
item_block(const struct check_view *v, const struct item *it)
{
	if (it->artifact != ARTIFACT_NO || !it->node || it->kind == ITEM_LINK)
		return NULL;
	if (it->part == PART_BODY)
		return check_block(it->node);
	/* The signs at a note's end are part of its last line. */
	if (it->node->kind != NODE_NOTE || !v->nlines)
		return NULL;
	const struct node *block = v->lines[v->nlines - 1].block;
	return check_note(block) == it->node ? block : NULL;
}

static void
item_see(struct check_view *v, const struct item *it, int page)
{
	const struct node *note;
	if (it->artifact != ARTIFACT_NO || !it->node || it->kind == ITEM_LINK)
		return;
	if (it->node->kind == NODE_NOTE_REF && v->nodes[it->node->num].seen < 0)
		v->nodes[it->node->num].seen = page;
	note = check_note(it->node);
	if (note && v->nodes[note->num].seen < 0)
		v->nodes[note->num].seen = page;
}

static void
item_read(struct check_view *v, const struct item *it, int page)
{
	const struct node *block = item_block(v, it);
	item_see(v, it, page);
	if (!block)
		return;
	int last = v->nodes[block->num].last;
	struct check_line *l = last < 0 ? NULL : &v->lines[last];
	if (!l || !line_takes(v, l, it, page))
		l = line_new(v, block, it, page);
	line_add(l, it);
}

static void
nodes_read(struct check_view *v)
{
	int page_breaks = 0;
	v->nodes = ARENA_ARRAY(
		v->a, (size_t)v->doc->nnodes + 1, struct check_node);
	const struct node *root = v->doc->root;
	for (const struct node *n = root; n; n = doc_next(n, root)) {
		page_breaks += n->kind == NODE_PAGE_BREAK;
		v->nodes[n->num] = (struct check_node){.first = -1,
			.last = -1,
			.seen = -1,
			.page_breaks = page_breaks};
	}
}

void
check_read_lines(struct check_view *v)
{
	nodes_read(v);
	for (int p = 0; p < v->pages->n; p++) {
		const struct sheet *s = &v->pages->v[p];
		for (int i = 0; i < s->n; i++)
			item_read(v, &s->items[i], p);
	}
}

/* ---- asking -------------------------------------------------------------- */

/* The stretch of the paragraph's text that a line shows. */
struct shown {
	struct str text; /* of the paragraph */
	size_t from, to;
};

static void
shown_add(struct shown *s, const struct item *it)
{
	for (int i = 0; i < it->glyphs.n; i++) {
		const struct text_glyph *g = &it->glyphs.g[i];
		size_t to = (size_t)g->at + g->len;
		s->from = g->at < s->from ? g->at : s->from;
		s->to = to > s->to ? to : s->to;
	}
	s->text = it->glyphs.text;
}

static struct shown
line_shown(const struct check_line *l)
{
	struct shown s = {STR0, SIZE_MAX, 0};
	for (const struct item *it = l->first; it <= l->last; it++)
		if (it->kind == ITEM_GLYPHS && it->artifact == ARTIFACT_NO &&
			!item_is_hyphen(it) &&
			check_block(it->node) == l->block)
			shown_add(&s, it);
	return s;
}

bool
check_line_is_hard(const struct check_line *a, const struct check_line *b)
{
	const struct node *block = a->block;
	if (block->kind == NODE_CODE_BLOCK || doc_has_class(block, "pre"))
		return true; /* its lines are the author's */
	/* A decorative picture is no content: only its room is seen. */
	if (!check_parted(a, b) && b->top - a->bottom > a->size * 2)
		return true;
	if (a->tall || b->tall)
		return true;
	struct shown s = line_shown(a), t = line_shown(b);
	if (s.text.p != t.text.p || s.to > t.from || t.from > t.text.n)
		return false;
	return str_chr(str_sub(s.text, s.to, t.from), '\n') >= 0;
}

void
check_item_text(const struct item *it, struct buf *out)
{
	if (it->kind != ITEM_GLYPHS || item_is_hyphen(it))
		return;
	for (int i = 0; i < it->glyphs.n; i++) {
		const struct text_glyph *g = &it->glyphs.g[i];
		struct str s =
			str_sub(it->glyphs.text, g->at, (size_t)g->at + g->len);
		if (!(s.n == 1 && ch_space(s.p[0])))
			buf_str(out, s);
	}
}

void
check_line_text(const struct check_line *l, struct buf *out)
{
	for (const struct item *it = l->first; it <= l->last; it++)
		if (it->artifact == ARTIFACT_NO && it->node &&
			check_block(it->node) == l->block)
			check_item_text(it, out);
}
