/*
 * kramdown's lists.  An item's first line sets how far its other lines
 * are indented; lines indented that far belong to it, unindented ones run
 * on until a blank line.  Where a nested list begins, the item's text is
 * cut in two, so that the list need not wait for a blank line.  Whether
 * an item's first paragraph is set tight ("transparent") is kramdown's
 * rule: no blank line after it, and for the last item, its elders too.
 */
#include "dialect_priv.h"

/* The lines of one item or meaning while they are being gathered. */
struct item_lines {
	struct elem *item;
	struct text_builder part;
	struct text **parts;
	int nparts, cap;
	int indent;  /* of its lines, in spaces */
	bool nested; /* a list inside has begun */
};

static void
lines_flush(struct dialect *d, struct item_lines *l)
{
	if (!l->part.b.n && l->nparts)
		return;
	ARENA_PUSH(d->a, l->parts, l->nparts, l->cap);
	l->parts[l->nparts++] = block_done(d, &l->part);
	l->part = text_builder_new(d->a);
}

/* Columns of white space at `pos`, tabs to multiples of four. */
static int
indent_width(struct str s, size_t *pos, int column)
{
	int n = 0;

	for (; *pos < s.n; (*pos)++) {
		if (s.p[*pos] == ' ')
			n++;
		else if (s.p[*pos] == '\t')
			n += 4 - (column + n) % 4;
		else
			break;
	}
	return n;
}

/* An attribute list at the start of an item; its end, or `pos`. */
static size_t
item_attrs(struct block_scan *b, struct elem *item, size_t pos, size_t end)
{
	struct str inner = STR0;
	size_t i = pos;

	while (i < end && ch_space(b->s.p[i]))
		i++;
	size_t to = attr_list_at(b->s, i, &inner);
	if (!to || to > end || b->s.p[i + 2] == ':' || b->s.p[i + 2] == '/')
		return pos;
	size_t name = name_end(b->s, i + 2);
	if (name < b->s.n && b->s.p[name] == ':')
		return pos;
	attr_parse(b->d, inner, &item->attrs, block_span(b, i));
	while (to < end && ch_space(b->s.p[to]))
		to++;
	return to;
}

/* The line with the mark, which ends at `mark_end`. */
static void
lines_first(struct block_scan *b, struct item_lines *l, size_t mark_end)
{
	size_t end = line_end(b->s, b->pos), i = mark_end, k;
	int mark = (int)(mark_end - b->pos);
	struct elem probe = {0};

	l->part = text_builder_new(b->d->a);
	l->nparts = 0;
	l->parts = NULL;
	l->cap = 0;
	size_t bare = item_attrs(b, &probe, i, end);
	if (bare > i && (bare >= end || is_blank_line(b->s, bare)))
		l->indent = 4;
	else if (is_blank_line(b->s, i))
		l->indent = 4;
	else
		l->indent = mark + indent_width(b->s, &i, mark);
	while (i < end && ch_space(b->s.p[i]))
		i++;
	i = item_attrs(b, l->item, i, end);
	/* attributes of lists that are defined elsewhere are found later */
	l->nested = list_start_at(b->s, i, 3, false, &k) ||
	            list_start_at(b->s, i, 3, true, &k);
	text_add_from(&l->part, b->t, i, end);
	b->pos = end;
}

/* Is the line at `pos` indented as far as the item's text, and not blank? */
static bool
line_is_inside(struct str s, size_t pos, int indent)
{
	int tabs = indent / 4, spaces = indent % 4;
	size_t i = pos;

	if (is_blank_line(s, pos))
		return false;
	for (int n = 0; n < tabs; n++) {
		size_t next = indent_at(s, i);
		if (next == i)
			return false;
		i = next;
	}
	if (indent_at(s, i) > i)
		return true;
	for (; spaces > 0 && i < s.n && s.p[i] == ' '; spaces--)
		i++;
	return spaces == 0;
}

/* A line that runs on though it is not indented. */
static bool
line_is_lazy(struct str s, size_t pos)
{
	struct str inner = STR0;

	if (is_blank_line(s, pos))
		return false;
	return !block_attr_list_at(s, pos, &inner) &&
	       !html_block_edge_at(s, pos);
}

/* Spaces for the tabs a line begins with, then without its indent. */
static size_t
line_strip(struct block_scan *b, size_t pos, int indent, int *keep, bool *full)
{
	size_t i = pos;
	int width = 0;

	while (i < b->s.n && b->s.p[i] == '\t') {
		width += 4;
		i++;
	}
	while (width < indent && i < b->s.n && b->s.p[i] == ' ') {
		width++;
		i++;
	}
	*full = width >= indent;
	*keep = *full ? width - indent : width;
	return i;
}

static void
add_spaces(struct text_builder *tb, int n, struct span span)
{
	static const char spaces[] = "                ";

	for (; n > 0; n -= 16)
		text_add(tb, (struct str){spaces, (size_t)(n < 16 ? n : 16)},
			span);
}

/* One more line of the item. */
static void
lines_more(struct block_scan *b, struct item_lines *l, bool list)
{
	size_t end = line_end(b->s, b->pos), k;
	int keep;
	bool full;
	size_t from = line_strip(b, b->pos, l->indent, &keep, &full);
	bool starts = keep <= 3 &&
	              (list_start_at(b->s, from, 3 - keep, false, &k) ||
			      list_start_at(b->s, from, 3 - keep, true, &k));

	if (list && starts && full && !l->nested) {
		lines_flush(b->d, l);
		l->nested = true;
	} else if (list && starts && !full && l->nested) {
		keep += l->indent + 4;
	}
	add_spaces(&l->part, keep, block_span(b, b->pos));
	text_add_from(&l->part, b->t, from, end);
	b->pos = end;
}

static void
lines_parse(struct block_scan *b, struct item_lines *l)
{
	lines_flush(b->d, l);
	for (int i = 0; i < l->nparts; i++)
		block_parse_text(b->d, l->item, l->parts[i], b->depth + 1);
}

/* How far the next mark may stand out, by the indent of the item before. */
static int
mark_space(int indent)
{
	return indent >= 1 && indent <= 3 ? indent - 1 : 3;
}

/* ---- tight and loose -------------------------------------------------- */

static void
elem_remove(struct elem *e)
{
	if (e->prev)
		e->prev->next = e->next;
	else
		e->parent->first = e->next;
	if (e->next)
		e->next->prev = e->prev;
	else
		e->parent->last = e->prev;
}

static struct elem *
item_trailing_blank(struct elem *item)
{
	struct elem *last = item->last;

	if (!last || last->kind != ELEM_BLANK)
		return NULL;
	elem_remove(last);
	return last;
}

/* "[ ] " or "[x] " at the start of an item's first paragraph. */
static void
item_task(struct elem *item)
{
	struct elem *p = item->first;
	struct buf *raw = p ? &p->raw.b : NULL;

	if (!p || p->kind != ELEM_PARA || raw->n < 4 || raw->p[0] != '[' ||
		raw->p[2] != ']' || !ch_space(raw->p[3]) ||
		!strchr(" xX", raw->p[1]))
		return;
	item->task = true;
	item->ticked = raw->p[1] != ' ';
	memset(raw->p, ' ', 3); /* white space at a start goes */
}

/* kramdown's rule for a first paragraph without <p>. */
static bool
item_is_tight(const struct elem *list, const struct elem *item, bool eob,
	bool tight_before)
{
	const struct elem *p = item->first, *second;
	bool last = item == list->last;

	if (!p || p->kind != ELEM_PARA)
		return false;
	second = p->next;
	bool blank_after = second && second->kind == ELEM_BLANK &&
	                   !(last && !second->next && !eob);
	if (blank_after)
		return false;
	return !last || list->first == list->last || tight_before;
}

/* Without <p>; a line break before what follows is one all the same. */
static void
set_tight(struct elem *p)
{
	p->transparent = true;
	if (p->next && p->next->kind != ELEM_BLANK)
		text_add(&p->raw, STR("\n"), p->span);
}

/* Reads the items' texts; returns the blank line that ends the list. */
static struct elem *
list_finish(struct block_scan *b, struct elem *list, bool eob)
{
	struct elem *blank = NULL;
	bool tight = false; /* some item so far is not a loose paragraph */

	for (struct elem *it = list->first; it; it = it->next) {
		struct elem *p = it->first;
		if (!p) {
			tight = true;
			continue;
		}
		if (p->kind == ELEM_PARA && p->next &&
			p->next->kind == ELEM_EOB && p->attrs.pairs)
			elem_remove(p->next);
		if (item_is_tight(list, it, eob, tight))
			set_tight(p);
		if (p->kind != ELEM_PARA || p->transparent)
			tight = true;
		if (b->d->o.gfm)
			item_task(it);
		blank = item_trailing_blank(it);
	}
	return blank;
}

/* ---- bullets and numbers ---------------------------------------------- */

bool
block_list(struct block_scan *b)
{
	struct item_lines l = {0};
	size_t mark;
	bool ordered = false, eob = false, blank = false;
	int space = 3;

	if (!list_start_at(b->s, b->pos, 3, false, &mark)) {
		ordered = true;
		if (!list_start_at(b->s, b->pos, 3, true, &mark))
			return false;
	}
	struct elem *list = block_add(b, ordered ? ELEM_OL : ELEM_UL, b->pos);
	while (b->pos < b->s.n) {
		size_t end;
		if (blank && rule_at(b->s, b->pos))
			break;
		if ((end = eob_marker_at(b->s, b->pos)) != 0) {
			b->pos = end;
			eob = true;
			break;
		}
		if (list_start_at(b->s, b->pos, space, ordered, &mark)) {
			if (l.item)
				lines_parse(b, &l);
			l.item = elem_new(
				b->d, ELEM_ITEM, block_span(b, b->pos));
			elem_append(list, l.item);
			lines_first(b, &l, mark);
			space = mark_space(l.indent);
			blank = false;
		} else if (line_is_inside(b->s, b->pos, l.indent) ||
			   (!blank && line_is_lazy(b->s, b->pos))) {
			lines_more(b, &l, true);
			blank = false;
		} else if (is_blank_line(b->s, b->pos)) {
			size_t to = skip_blank_lines(b->s, b->pos);
			text_add_from(&l.part, b->t, b->pos, to);
			b->pos = to;
			l.nested = blank = true;
		} else {
			break;
		}
	}
	lines_parse(b, &l);
	struct elem *rest = list_finish(b, list, eob);
	if (rest && !eob)
		elem_append(b->tree, rest);
	return true;
}

/* ---- definitions ------------------------------------------------------ */

/* The paragraph before the first meaning, a blank line between allowed. */
static struct elem *
definition_terms(struct block_scan *b, bool *loose)
{
	struct elem *last = b->tree->last;

	*loose = false;
	if (last && last->kind == ELEM_BLANK) {
		*loose = true;
		last = last->prev;
	}
	return last && last->kind == ELEM_PARA ? last : NULL;
}

static void
add_terms(struct block_scan *b, struct elem *list, struct elem *para)
{
	struct text *t = block_done(b->d, &para->raw);

	for (size_t i = 0; i < t->bytes.n;) {
		size_t end = line_end(t->bytes, i), to = end;
		struct elem *term = elem_new(b->d, ELEM_TERM, text_span(t, i));
		struct block_scan line = *b;
		line.t = t;
		line.s = t->bytes;
		i = item_attrs(&line, term, i, end);
		while (to > i && ch_space(t->bytes.p[to - 1]))
			to--;
		text_add_from(&term->raw, t, i, to);
		elem_append(list, term);
		i = end;
	}
	list->attrs = para->attrs;
}

/* Terms and meanings join a list that stands right before. */
static struct elem *
definition_target(struct block_scan *b)
{
	struct elem *last = b->tree->last;

	if (last && last->kind == ELEM_BLANK && last->prev &&
		last->prev->kind == ELEM_DL) {
		elem_remove(last);
		last = b->tree->last;
	}
	return last && last->kind == ELEM_DL ? last : NULL;
}

static void
meaning_finish(struct block_scan *b, struct item_lines *l, bool loose)
{
	if (!l->item)
		return;
	lines_parse(b, l);
	struct elem *p = l->item->first;
	if (p && p->kind == ELEM_PARA && !loose)
		set_tight(p);
}

bool
block_definition_list(struct block_scan *b)
{
	struct item_lines l = {0};
	size_t mark;
	bool loose, blank = false, first_loose = false;
	int space = 3;

	if (!definition_at(b->s, b->pos, 3, &mark))
		return false;
	struct elem *para = definition_terms(b, &loose);
	if (!para)
		return false;
	if (b->tree->last->kind == ELEM_BLANK)
		elem_remove(b->tree->last);
	elem_remove(para);
	struct elem *list = definition_target(b);
	if (!list)
		list = block_add(b, ELEM_DL, b->pos);
	add_terms(b, list, para);
	while (b->pos < b->s.n) {
		if (definition_at(b->s, b->pos, space, &mark)) {
			meaning_finish(b, &l, first_loose);
			l = (struct item_lines){0};
			l.item = elem_new(
				b->d, ELEM_MEANING, block_span(b, b->pos));
			elem_append(list, l.item);
			lines_first(b, &l, mark);
			space = mark_space(l.indent);
			first_loose = loose;
			loose = blank = false;
		} else if (eob_marker_at(b->s, b->pos)) {
			break;
		} else if (line_is_inside(b->s, b->pos, l.indent) ||
			   (!blank && line_is_lazy(b->s, b->pos))) {
			lines_more(b, &l, false);
			loose = blank = false;
		} else if (is_blank_line(b->s, b->pos)) {
			size_t to = skip_blank_lines(b->s, b->pos);
			text_add_from(&l.part, b->t, b->pos, to);
			b->pos = to;
			loose = blank = true;
		} else {
			break;
		}
	}
	meaning_finish(b, &l, first_loose);
	struct elem *rest = item_trailing_blank(l.item);
	if (rest)
		elem_append(b->tree, rest);
	return true;
}
