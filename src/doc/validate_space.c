/*
 * White space as CSS's white-space: normal makes it: runs become one
 * space, none at the start or end of a line's block, none beside a
 * BREAK; it crosses the borders of inlines, so one walk over a whole
 * block carries the state.  Code keeps its own.  After that, what is
 * empty goes: texts, inlines without content, paragraphs that only made
 * room.
 */
#include "validate_priv.h"

struct space {
	struct arena *a;
	bool at_start;      /* nothing yet, or a BREAK before */
	struct node *ended; /* text whose last character is a space */
};

static bool
needs_work(struct str s, bool at_start)
{
	bool space = at_start;

	for (size_t i = 0; i < s.n; i++) {
		bool is = ch_space(s.p[i]);
		if (is && (space || s.p[i] != ' '))
			return true;
		space = is;
	}
	return false;
}

/* `after`: white space or a block's start stands before it. */
static struct str
collapse(struct arena *a, struct str s, bool after)
{
	struct buf b = buf_new(a);

	if (!needs_work(s, after))
		return s;
	for (size_t i = 0; i < s.n; i++) {
		bool is = ch_space(s.p[i]);
		if (!is)
			buf_ch(&b, s.p[i]);
		else if (!after)
			buf_ch(&b, ' ');
		after = is;
	}
	return buf_done(&b);
}

static void
trim_end(struct space *sp)
{
	if (sp->ended && sp->ended->text.n)
		sp->ended->text.n--;
	sp->ended = NULL;
}

static void
space_text(struct space *sp, struct node *t)
{
	bool after = sp->at_start || sp->ended;

	t->text = collapse(sp->a, t->text, after);
	if (!t->text.n)
		return;
	sp->at_start = false;
	sp->ended = t->text.p[t->text.n - 1] == ' ' ? t : NULL;
}

static bool
is_pre(const struct node *n)
{
	struct str style = doc_attr_value(n, "style");
	ptrdiff_t at = style.n ? str_find(style, "white-space", 0) : -1;

	if (n->kind == NODE_CODE_BLOCK || doc_has_class(n, "pre"))
		return true;
	return at >= 0 && str_find(style, "pre", (size_t)at) >= 0;
}

static void
space_node(struct space *sp, struct node *n)
{
	switch (n->kind) {
	case NODE_TEXT:
		space_text(sp, n);
		break;
	case NODE_BREAK:
		trim_end(sp);
		sp->at_start = true;
		break;
	case NODE_IMAGE:
	case NODE_FIELD:
	case NODE_MATH:
	case NODE_NOTE_REF:
		sp->at_start = false;
		sp->ended = NULL;
		break;
	default:
		break;
	}
}

/* Code: the line's end before the end tag is no line. */
static void
space_pre(struct node *line)
{
	struct node *last = line;

	while (last->last)
		last = last->last;
	while (last->kind == NODE_TEXT && last->text.n &&
		last->text.p[last->text.n - 1] == '\n')
		last->text.n--;
}

static void
space_line(struct validate *v, struct node *line)
{
	struct space sp = {.a = v->a, .at_start = true};

	for (const struct node *p = line; p; p = p->parent)
		if ((p->kind == NODE_CODE_BLOCK || p->attrs || p->classes.n) &&
			is_pre(p)) {
			space_pre(line);
			return;
		}
	for (struct node *n = line->first; n; n = doc_next(n, line))
		space_node(&sp, n);
	trim_end(&sp);
}

/* ---- what is empty ---------------------------------------------------- */

static bool
is_leaf(const struct node *n)
{
	switch (n->kind) {
	case NODE_BREAK:
	case NODE_BREAK_CHANCE:
	case NODE_NOTE_REF:
	case NODE_IMAGE:
	case NODE_FIELD:
	case NODE_MATH:
		return true;
	default:
		return false;
	}
}

static bool
is_empty_inline(const struct node *n)
{
	if (n->kind == NODE_TEXT)
		return n->text.n == 0;
	return !n->first && !is_leaf(n);
}

static bool
is_anchor(const struct node *n)
{
	return n->id.n || doc_attr(n, "name");
}

/* Removes it if it is empty; its place is then `*after`. */
static bool
drop_inline(struct validate *v, struct node *n)
{
	if (!is_empty_inline(n))
		return false;
	if (n->kind == NODE_LINK) {
		VALIDATE_REPORT(v, DIAG_LINK_EMPTY, n->span, "%.*s",
			STR_ARG(str_sub(n->link.href, 0, 80)));
		n->kind = NODE_SPAN;
		n->link.href = STR0;
	}
	return !(n->kind != NODE_TEXT && is_anchor(n));
}

static bool
is_line_block(const struct node *n)
{
	return n->kind == NODE_PARA || n->kind == NODE_PLAIN;
}

/* BREAKs at both ends of a paragraph only make room. */
static void
drop_outer_breaks(struct node *line)
{
	while (line->first && line->first->kind == NODE_BREAK)
		doc_remove(line->first);
	while (line->last && line->last->kind == NODE_BREAK)
		doc_remove(line->last);
}

static bool
has_anchor(const struct node *line)
{
	for (const struct node *n = line; n; n = doc_next(n, line))
		if (is_anchor(n))
			return true;
	return false;
}

/* Anchors alone in their line go to the start of the next one. */
static bool
move_anchors(struct node *line, const struct node *root)
{
	struct node *to = doc_next_after(line, root);

	while (to && (doc_kinds[to->kind].level != LEVEL_PARENT ||
			     to->kind == NODE_CODE_BLOCK))
		to = doc_next(to, root);
	if (!to || line->id.n)
		return false;
	for (struct node *n = line; n; n = doc_next(n, line))
		if (n->kind == NODE_TEXT)
			n->text = STR0; /* only white space */
	while (line->last) {
		struct node *c = line->last;
		doc_remove(c);
		if (to->first)
			doc_insert_before(to->first, c);
		else
			doc_append(to, c);
	}
	return true;
}

static bool
drop_block(struct node *n, const struct node *root)
{
	if (is_line_block(n)) {
		drop_outer_breaks(n);
		return validate_is_blank(n) &&
		       (!has_anchor(n) || move_anchors(n, root));
	}
	/* a list's item and a table's cell may be there to write in */
	return (n->kind == NODE_LIST || n->kind == NODE_DEFS ||
		       n->kind == NODE_TABLE || n->kind == NODE_BODY ||
		       n->kind == NODE_HEAD || n->kind == NODE_FOOT ||
		       n->kind == NODE_ROW) &&
	       !n->first;
}

static void
drop_empty(struct validate *v)
{
	struct node *root = v->doc->root, *n = validate_deepest(root);

	while (n) {
		struct node *next = validate_next_up(n, root);
		bool drop =
			n != root && (doc_is_inline(n) ? drop_inline(v, n)
						       : drop_block(n, root));
		if (drop)
			doc_remove(n);
		n = next;
	}
}

void
validate_space(struct validate *v)
{
	struct node *root = v->doc->root, *n = root;

	while (n) {
		if (doc_kinds[n->kind].level != LEVEL_PARENT) {
			n = doc_next(n, root);
			continue;
		}
		space_line(v, n);
		n = doc_next_after(n, root);
	}
	drop_empty(v);
}
