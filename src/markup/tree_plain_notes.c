/*
 * Notes that have a number and no anchor: <sup>1</sup> in the text, and
 * further down a list, or lines that begin with the number.
 *
 * Under a title like "Notes", and where lines begin with a superscript, each
 * gets an anchor and is then found as all others are.  Under one like
 * "References" the list stays where it is, and the superscripts lead there.
 */
#include "tree_notes_priv.h"

/* Where a note's number stands. */
struct entry {
	struct str label;
	struct node *item; /* of a list; or */
	struct node *mark; /* the SUP or TEXT that a line begins with */
	size_t from, to;   /* the number in that text, or the item's; or 0 */
};

struct plain {
	struct notes *t;
	struct map cited; /* numbers in superscripts that have no note yet */
	struct map known; /* label -> struct node of the entry's anchor */
	struct entry *v;  /* of the section at hand */
	int n, cap;
	bool moved, kept; /* are some to be moved, do some stay? */
};

enum title {
	TITLE_NONE,
	TITLE_NOTES,
	TITLE_SOURCES,
};

/* ---- finding numbers ------------------------------------------------------
 */

/* "1." "1:" "1)" "[1]" "(1)" in front of a text: the digits. */
static bool
leading_number(struct str s, size_t *from, size_t *to)
{
	size_t i = 0;

	while (i < s.n && ch_space(s.p[i]))
		i++;
	bool open = i < s.n && strchr("[(", s.p[i]);
	i += open;
	*from = i;
	while (i < s.n && ch_digit(s.p[i]))
		i++;
	*to = i;
	return i > *from && i - *from <= 3 && i + 1 < s.n &&
	       strchr(open ? "])" : ".:)", s.p[i]) && !ch_digit(s.p[i + 1]);
}

static void
add_entry(struct plain *p, struct entry e)
{
	ARENA_PUSH(p->t->a, p->v, p->n, p->cap);
	p->v[p->n++] = e;
}

static bool
begins_line(const struct node *c)
{
	const struct node *prev = c->prev;

	while (prev && prev->kind == NODE_TEXT && !str_trim(prev->text).n)
		prev = prev->prev;
	return !prev || prev->kind == NODE_BREAK;
}

/* A superscript number that a line begins with. */
static bool
is_mark(const struct plain *p, const struct node *c, struct str *label)
{
	if (c->kind != NODE_SUP || !c->next || !begins_line(c) || !c->first ||
		c->first != c->last || c->first->kind != NODE_TEXT)
		return false;
	*label = notes_number(doc_text(p->t->a, c));
	return label->n > 0;
}

/* The lines of a paragraph that begin with a number. */
static void
entries_of_lines(struct plain *p, struct node *para, bool titled)
{
	for (struct node *c = para->first; c; c = c->next) {
		struct entry e = {.mark = c};
		if (is_mark(p, c, &e.label)) {
			add_entry(p, e);
		} else if (titled && c->kind == NODE_TEXT && begins_line(c) &&
			   leading_number(c->text, &e.from, &e.to)) {
			e.label = str_sub(c->text, e.from, e.to);
			add_entry(p, e);
		}
	}
}

static struct node *
item_text(struct node *item)
{
	struct node *line = item->first;

	if (!line || (line->kind != NODE_PLAIN && line->kind != NODE_PARA))
		return NULL;
	return line->first && line->first->kind == NODE_TEXT ? line->first
	                                                     : NULL;
}

static void
entries_of_list(struct plain *p, struct node *list)
{
	int number = list->list.start;

	for (struct node *c = list->first; c && !list->list.reversed;
		c = c->next) {
		struct entry e = {.item = c};
		struct node *text = item_text(c);
		if (list->list.ordered)
			e.label = str_fmt(p->t->a, "%d", number++);
		else if (text && leading_number(text->text, &e.from, &e.to))
			e.label = str_sub(text->text, e.from, e.to);
		else
			continue;
		add_entry(p, e);
	}
}

/* What has a number up to the next heading, or the end of what holds it. */
static void
entries_behind(struct plain *p, struct node *title)
{
	for (struct node *n = title->next; n && n->kind != NODE_HEADING;
		n = n->next) {
		if (n->kind == NODE_LIST)
			entries_of_list(p, n);
		else if (n->kind == NODE_PARA || n->kind == NODE_PLAIN)
			entries_of_lines(p, n, true);
	}
}

/* ---- judging them ---------------------------------------------------------
 */

static enum title
title_of(struct plain *p, const struct node *n)
{
	if (n->kind != NODE_HEADING && n->kind != NODE_SUMMARY &&
		n->kind != NODE_PARA && n->kind != NODE_PLAIN)
		return TITLE_NONE;
	struct str s = doc_text(p->t->a, n);
	if (notes_is_title(s))
		return TITLE_NOTES;
	return notes_is_sources(s) ? TITLE_SOURCES : TITLE_NONE;
}

/* Each number stands there once, and some were cited before: how many? */
static int
entries_cited(struct plain *p)
{
	struct map seen = map_new(p->t->a);
	int cited = 0;

	for (int i = 0; i < p->n; i++) {
		struct str label = p->v[i].label;
		if (map_find(&seen, label) || map_find(&p->known, label))
			return 0;
		map_put(&seen, label, &p->v[i]);
		cited += map_find(&p->cited, label) != NULL;
	}
	return cited;
}

static int
number_of(const struct entry *e)
{
	int n = 0;
	str_int(e->label, &n);
	return n;
}

/* Do the numbers that bullets have in front run on by one? */
static bool
bullets_count(const struct plain *p)
{
	for (int i = 0; i < p->n; i++) {
		const struct entry *e = &p->v[i];
		if (!e->item || e->item->parent->list.ordered || !e->item->prev)
			continue;
		if (i == 0 || p->v[i - 1].item != e->item->prev ||
			number_of(e) != number_of(e - 1) + 1)
			return false;
	}
	return true;
}

/* ---- anchors --------------------------------------------------------------
 */

/* The number in `text` becomes a SPAN, which is returned. */
static struct node *
split_number(struct plain *p, struct node *text, size_t from, size_t to)
{
	struct arena *a = p->t->a;
	struct node *span = doc_node(a, NODE_SPAN, text->span);
	struct node *number = doc_node(a, NODE_TEXT, text->span);
	struct node *rest = doc_node(a, NODE_TEXT, text->span);

	number->text = str_sub(text->text, from, to);
	rest->text = str_sub(text->text, to, text->text.n);
	text->text = str_sub(text->text, 0, from);
	doc_append(span, number);
	doc_insert_after(text, span);
	doc_insert_after(span, rest);
	if (!str_trim(text->text).n)
		doc_remove(text);
	return span;
}

static struct node *
anchor_of(struct plain *p, const struct entry *e)
{
	if (e->item)
		return e->item;
	struct node *text = e->mark;
	if (text->kind != NODE_SUP)
		return split_number(p, text, e->from, e->to);
	struct node *span = doc_node(p->t->a, NODE_SPAN, text->span);
	doc_move_children(text, span);
	doc_append(text, span);
	return span;
}

/* Bullets with "1. " in front become a list that counts. */
static void
count_list(const struct entry *e)
{
	struct node *list = e->item->parent, *text = item_text(e->item);

	if (list->list.ordered && !e->to)
		return;
	text->text = str_sub(text->text, e->to + 1, text->text.n);
	if (!e->item->prev) {
		list->list.ordered = true;
		list->list.start = number_of(e);
	}
}

static void
set_anchors(struct plain *p, bool move)
{
	struct notes *t = p->t;
	bool count = bullets_count(p);

	for (int i = 0; i < p->n; i++) {
		const struct entry *e = &p->v[i];
		struct node *at = anchor_of(p, e);
		if (!at->id.n)
			at->id = str_fmt(t->a, "%s%.*s", move ? "fn" : "ref-",
				STR_ARG(e->label));
		map_put(&p->known, e->label, at);
		if (!map_find(&t->anchors, at->id))
			map_put(&t->anchors, at->id, at);
		if (move)
			map_put(&t->cited, at->id, at);
		if (e->item && count)
			count_list(e);
	}
	p->moved = p->moved || move;
	p->kept = p->kept || !move;
}

/* ---- lines with an id -----------------------------------------------------
 */

/* What has the id and holds the note: the line, or all that is in it. */
static struct node *
note_holder(struct notes *t, struct node *line)
{
	struct node *c = line->first;

	if (line->id.n && map_find(&t->cited, line->id))
		return line;
	bool kind = c && (c->kind == NODE_SUP || c->kind == NODE_SMALL ||
				 c->kind == NODE_SPAN);
	if (!kind || c->next)
		return NULL;
	struct str name = notes_anchor_name(c);
	return name.n && map_find(&t->cited, name) ? c : NULL;
}

struct node *
notes_take_line(
	struct notes *t, struct node *line, struct str *label, struct str *name)
{
	struct node *holder = note_holder(t, line);
	struct node *text = holder ? holder->first : NULL;
	size_t from, to;

	if (!text || text->kind != NODE_TEXT ||
		!leading_number(text->text, &from, &to))
		return NULL;
	*label = str_sub(text->text, from, to);
	*name = notes_anchor_name(holder);
	text->text = str_sub(text->text, to + 1, text->text.n);
	struct node *plain = doc_node(t->a, NODE_PLAIN, line->span);
	doc_move_children(holder, plain);
	if (holder != line)
		doc_remove(holder);
	else
		line->id = STR0;
	return plain;
}

/* ---- the page -------------------------------------------------------------
 */

static void
read_section(struct plain *p, struct node *title, enum title kind)
{
	p->n = 0;
	entries_behind(p, title);
	int cited = entries_cited(p);
	if (kind == TITLE_SOURCES && cited > 0)
		set_anchors(p, false);
	if (kind == TITLE_NOTES && cited > 0 && 2 * cited >= p->n &&
		bullets_count(p))
		set_anchors(p, true);
}

/* Lines without a title above: all of them, and all were cited. */
static void
read_lines(struct plain *p, struct node *para)
{
	p->n = 0;
	entries_of_lines(p, para, false);
	if (p->n > 0 && begins_line(p->v[0].mark) &&
		p->v[0].mark == para->first && entries_cited(p) == p->n)
		set_anchors(p, true);
}

static void
read_node(struct plain *p, struct node *n)
{
	struct str label;
	enum title title = title_of(p, n);

	if (title != TITLE_NONE)
		read_section(p, n, title);
	else if (n->kind == NODE_PARA || n->kind == NODE_PLAIN)
		read_lines(p, n);
	else if (n->kind == NODE_SUP && !is_mark(p, n, &label))
		notes_cited_plainly(p->t, n, &p->cited);
}

/* "1,2" in a superscript: links to those that are known. */
static void
link_numbers(struct plain *p, struct node *text)
{
	struct arena *a = p->t->a;
	struct str s = text->text;
	struct node *last = text;

	text->text = STR0;
	for (size_t i = 0, from = 0; i < s.n; from = i) {
		bool digit = ch_digit(s.p[i]);
		while (i < s.n && ch_digit(s.p[i]) == digit)
			i++;
		struct node *part = doc_node(a, NODE_TEXT, text->span);
		part->text = str_sub(s, from, i);
		const struct node *to = map_find(&p->known, part->text);
		if (to) {
			struct node *link = doc_node(a, NODE_LINK, text->span);
			link->link.href = str_fmt(a, "#%.*s", STR_ARG(to->id));
			doc_append(link, part);
			part = link;
		}
		doc_insert_after(last, part);
		last = part;
	}
	doc_remove(text);
}

static void
link_superscripts(struct plain *p)
{
	struct node *root = p->t->doc->root;
	struct map labels = map_new(p->t->a);

	for (struct node *n = root, *next; n; n = next) {
		next = doc_next(n, root);
		if (n->kind != NODE_SUP)
			continue;
		next = doc_next_after(n, root);
		if (n->first && n->first == n->last &&
			n->first->kind == NODE_TEXT &&
			notes_cited_plainly(p->t, n, &labels))
			link_numbers(p, n->first);
	}
}

bool
notes_find_plain(struct notes *t)
{
	struct node *root = t->doc->root;
	struct plain p = {.t = t};

	p.cited = map_new(t->a);
	p.known = map_new(t->a);
	for (struct node *n = root; n; n = doc_next(n, root))
		if (p.cited.n || n->kind == NODE_SUP)
			read_node(&p, n);
	if (p.kept)
		link_superscripts(&p);
	return p.moved;
}
