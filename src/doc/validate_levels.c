/*
 * The three levels and the content rules.  One walk, children before
 * parents, so that each node sees children that are in order already:
 *
 * - an inline that holds blocks (<b> round paragraphs, <a> round a box)
 *   is pushed down into the lines of those blocks;
 * - a paragraph that holds blocks is cut in pieces around them, a heading
 *   takes their text;
 * - a block wraps loose inlines in PLAIN;
 * - then the rule of its kind: a list holds items, and so on.
 */
#include "validate_priv.h"

static bool
is_block(const struct node *n)
{
	return !doc_is_inline(n);
}

static bool
is_parent(const struct node *n)
{
	return doc_kinds[n->kind].level == LEVEL_PARENT;
}

struct node *
validate_deepest(struct node *n)
{
	while (n->first)
		n = n->first;
	return n;
}

struct node *
validate_next_up(struct node *n, const struct node *root)
{
	if (n == root)
		return NULL;
	return n->next ? validate_deepest(n->next) : n->parent;
}

struct node *
validate_clone(struct arena *a, const struct node *n)
{
	struct node *c = ARENA_NEW(a, struct node);

	*c = *n;
	c->parent = c->first = c->last = c->prev = c->next = NULL;
	c->id = STR0;
	return c;
}

void
validate_replace(struct node *n, struct node *what)
{
	doc_insert_before(n, what);
	doc_remove(n);
}

static bool
is_blank_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (ch_space(s.p[i]))
			continue;
		if (i + 1 < s.n && (unsigned char)s.p[i] == 0xc2 &&
			(unsigned char)s.p[i + 1] == 0xa0) {
			i++; /* no-break space */
			continue;
		}
		return false;
	}
	return true;
}

bool
validate_is_blank(const struct node *root)
{
	for (const struct node *n = root; n; n = doc_next(n, root))
		switch (n->kind) {
		case NODE_TEXT:
			if (!is_blank_text(n->text))
				return false;
			break;
		case NODE_IMAGE:
		case NODE_FIELD:
		case NODE_MATH:
		case NODE_NOTE_REF:
		case NODE_MEDIA:
		case NODE_TABLE:
		case NODE_RULE:
		case NODE_PAGE_BREAK:
			return false;
		default:
			break;
		}
	return true;
}

/* ---- inlines that hold blocks ----------------------------------------- */

static struct node *
block_child(const struct node *n)
{
	struct node *c = n->first;

	while (c && doc_is_inline(c))
		c = c->next;
	return c;
}

/* All that stands in `line` into a copy of the inline `n`. */
static void
push_into_line(struct validate *v, const struct node *n, struct node *line)
{
	if (!line->first)
		return;
	struct node *c = validate_clone(v->a, n);
	doc_move_children(line, c);
	doc_append(line, c);
}

/* The inline `n` into every line of the block `b`. */
static void
push_into_block(struct validate *v, const struct node *n, struct node *b)
{
	struct node *at = b;

	while (at) {
		if (is_parent(at)) {
			push_into_line(v, n, at);
			at = doc_next_after(at, b);
		} else {
			at = doc_next(at, b);
		}
	}
}

static bool
says_nothing(const struct node *n)
{
	return n->kind == NODE_SPAN && !n->id.n && !n->classes.n && !n->attrs &&
	       !n->lang.n;
}

/* `n` becomes copies of itself round inlines, and blocks between them. */
static struct node *
split_inline(struct validate *v, struct node *n)
{
	struct node *run = NULL, *last = n;
	bool plain = says_nothing(n);
	struct str id = n->id;

	while (n->first) {
		struct node *c = n->first;
		doc_remove(c);
		if (is_block(c)) {
			if (!plain)
				push_into_block(v, n, c);
			if (id.n && !c->id.n)
				c->id = id;
			id = STR0;
			doc_insert_after(last, c);
			last = c;
			run = NULL;
		} else if (plain) {
			doc_insert_after(last, c);
			last = c;
		} else {
			if (!run) {
				run = validate_clone(v->a, n);
				run->id = id;
				id = STR0;
				doc_insert_after(last, run);
				last = run;
			}
			doc_append(run, c);
		}
	}
	doc_remove(n);
	return last;
}

/* ---- lines that hold blocks ------------------------------------------- */

static void
add_space(struct validate *v, struct node *into)
{
	struct node *t = doc_node(v->a, NODE_TEXT, into->span);

	t->text = STR(" ");
	doc_append(into, t);
}

/* Headings and the like take the text of blocks inside them. */
static struct node *
flatten_line(struct validate *v, struct node *n)
{
	struct node *old = validate_clone(v->a, n), *after = n;

	doc_move_children(n, old);
	for (struct node *c = old->first, *next; c; c = next) {
		next = c->first ? c->first : doc_next_after(c, old);
		if (c->kind == NODE_MEDIA) {
			next = doc_next_after(c, old);
			doc_remove(c);
			doc_insert_after(after, c);
			after = c;
		} else if (doc_is_inline(c)) {
			next = doc_next_after(c, old);
			doc_remove(c);
			doc_append(n, c);
		} else {
			add_space(v, n);
		}
	}
	return after;
}

static struct node *
split_line(struct validate *v, struct node *n)
{
	struct node *line = NULL, *last = n;
	struct str id = n->id;

	while (n->first) {
		struct node *c = n->first;
		doc_remove(c);
		if (is_block(c)) {
			doc_insert_after(last, c);
			last = c;
			line = NULL;
			continue;
		}
		if (!line) {
			line = validate_clone(v->a, n);
			line->id = id;
			id = STR0;
			doc_insert_after(last, line);
			last = line;
		}
		doc_append(line, c);
	}
	doc_remove(n);
	return last;
}

/* ---- blocks ----------------------------------------------------------- */

/* A run of inlines without anything to see: its anchors move on. */
static void
drop_run(struct node *from, struct node *end)
{
	struct str id = STR0;

	while (from && from != end) {
		struct node *next = from->next;
		for (struct node *n = from; n && !id.n; n = doc_next(n, from)) {
			id = n->id;
			if (!id.n)
				id = doc_attr_value(n, "name");
		}
		doc_remove(from);
		from = next;
	}
	if (id.n && end && !end->id.n)
		end->id = id;
}

static bool
run_is_blank(const struct node *from, const struct node *end)
{
	for (; from && from != end; from = from->next)
		if (!validate_is_blank(from))
			return false;
	return true;
}

/* Anchors in a run that is dropped must not be lost: is there a taker? */
static bool
run_has_anchor(const struct node *from, const struct node *end)
{
	for (; from && from != end; from = from->next)
		for (const struct node *n = from; n; n = doc_next(n, from))
			if (n->id.n || doc_attr(n, "name"))
				return true;
	return false;
}

static void
wrap_loose(struct validate *v, struct node *n)
{
	for (struct node *c = n->first; c;) {
		if (is_block(c)) {
			c = c->next;
			continue;
		}
		struct node *end = c;
		while (end && doc_is_inline(end))
			end = end->next;
		if (run_is_blank(c, end) &&
			(!run_has_anchor(c, end) || (end && !end->id.n))) {
			drop_run(c, end);
		} else {
			struct node *line = doc_node(v->a, NODE_PLAIN, c->span);
			doc_insert_before(c, line);
			while (line->next && line->next != end) {
				struct node *in = line->next;
				doc_remove(in);
				doc_append(line, in);
			}
		}
		c = end;
	}
}

static void
rule_list(struct validate *v, struct node *list)
{
	for (struct node *c = list->first, *next; c; c = next) {
		next = c->next;
		if (c->kind == NODE_ITEM)
			continue;
		struct node *item = c->prev;
		if (!item) {
			item = doc_node(v->a, NODE_ITEM, c->span);
			item->classes = STR("bare");
			doc_insert_before(c, item);
		}
		doc_remove(c);
		doc_append(item, c);
	}
}

/* <div> round dt and dd is allowed and says nothing. */
static void
unwrap_defs(struct node *defs)
{
	for (struct node *c = defs->first, *next; c; c = next) {
		next = c->next;
		if (c->kind != NODE_DIV)
			continue;
		next = c->first ? c->first : next;
		while (c->first) {
			struct node *in = c->last;
			doc_remove(in);
			doc_insert_after(c, in);
		}
		doc_remove(c);
	}
}

static void
rule_defs(struct validate *v, struct node *defs)
{
	struct node *def = NULL;

	unwrap_defs(defs);
	for (struct node *c = defs->first, *next; c; c = next) {
		next = c->next;
		if (c->kind == NODE_DEF)
			continue;
		bool starts = c->kind == NODE_TERM && def && def->last &&
		              def->last->kind == NODE_MEANING;
		if (!def || starts) {
			def = doc_node(v->a, NODE_DEF, c->span);
			doc_insert_before(c, def);
		}
		doc_remove(c);
		if (c->kind == NODE_TERM || c->kind == NODE_MEANING) {
			doc_append(def, c);
			continue;
		}
		if (!def->last || def->last->kind != NODE_MEANING)
			doc_append(def, doc_node(v->a, NODE_MEANING, c->span));
		doc_append(def->last, c);
	}
}

static void
rule_row(struct validate *v, struct node *row)
{
	for (struct node *c = row->first, *next; c; c = next) {
		next = c->next;
		if (c->kind == NODE_CELL)
			continue;
		struct node *cell = c->prev;
		if (!cell) {
			cell = doc_node(v->a, NODE_CELL, c->span);
			doc_insert_before(c, cell);
		}
		doc_remove(c);
		doc_append(cell, c);
	}
}

static void
rule_group(struct validate *v, struct node *group)
{
	for (struct node *c = group->first, *next; c; c = next) {
		next = c->next;
		if (c->kind == NODE_ROW)
			continue;
		struct node *row = doc_node(v->a, NODE_ROW, c->span);
		doc_insert_before(c, row);
		doc_remove(c);
		if (c->kind == NODE_CELL) {
			doc_append(row, c);
			continue;
		}
		struct node *cell = doc_node(v->a, NODE_CELL, c->span);
		doc_append(row, cell);
		doc_append(cell, c);
	}
}

static bool
is_table_part(const struct node *n)
{
	return n->kind == NODE_HEAD || n->kind == NODE_BODY ||
	       n->kind == NODE_FOOT || n->kind == NODE_CAPTION;
}

/* Parts in their order; what is none of them goes into a row. */
static void
rule_table(struct validate *v, struct node *table)
{
	static const enum node_kind order[] = {
		NODE_CAPTION, NODE_HEAD, NODE_BODY, NODE_FOOT};
	struct node *body = NULL, *parts = validate_clone(v->a, table);

	for (struct node *c = table->first, *next; c; c = next) {
		next = c->next;
		if (is_table_part(c)) {
			body = NULL;
			continue;
		}
		if (!body) {
			body = doc_node(v->a, NODE_BODY, c->span);
			doc_insert_before(c, body);
		}
		doc_remove(c);
		doc_append(body, c);
		rule_group(v, body);
	}
	doc_move_children(table, parts);
	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		for (struct node *c = parts->first, *next; c; c = next) {
			next = c->next;
			/* a second head or foot is a body */
			bool extra = table->last &&
			             table->last->kind == c->kind &&
			             c->kind != NODE_BODY;
			if (c->kind != order[i])
				continue;
			doc_remove(c);
			if (extra && c->kind == NODE_CAPTION) {
				doc_move_children(c, table->last);
				continue;
			}
			if (extra)
				c->kind = NODE_BODY;
			doc_append(table, c);
		}
}

static void
rule_details(struct validate *v, struct node *details)
{
	(void)v;
	for (struct node *c = details->first; c; c = c->next)
		if (c->kind == NODE_SUMMARY) {
			doc_remove(c);
			if (details->first)
				doc_insert_before(details->first, c);
			else
				doc_append(details, c);
			return;
		}
}

typedef void rule_fn(struct validate *v, struct node *n);

static rule_fn *const rules[NODE_KINDS] = {
	[NODE_LIST] = rule_list,
	[NODE_DEFS] = rule_defs,
	[NODE_TABLE] = rule_table,
	[NODE_HEAD] = rule_group,
	[NODE_BODY] = rule_group,
	[NODE_FOOT] = rule_group,
	[NODE_ROW] = rule_row,
	[NODE_DETAILS] = rule_details,
};

/* ---- parts without their whole ---------------------------------------- */

/* Where a part belongs, and what it is elsewhere. */
static const struct {
	enum node_kind part, whole, whole2, otherwise;
} homes[] = {
	{NODE_TERM, NODE_DEF, NODE_DEFS, NODE_PARA},
	{NODE_MEANING, NODE_DEF, NODE_DEFS, NODE_DIV},
	{NODE_DEF, NODE_DEFS, NODE_DEFS, NODE_DIV},
	{NODE_CELL, NODE_ROW, NODE_ROW, NODE_DIV},
	{NODE_SUMMARY, NODE_DETAILS, NODE_DETAILS, NODE_PARA},
	{NODE_CAPTION, NODE_TABLE, NODE_FIGURE, NODE_DIV},
};

static bool
is_group_kind(enum node_kind k)
{
	return k == NODE_HEAD || k == NODE_BODY || k == NODE_FOOT;
}

/* A kind of its own for parts that lost their whole. */
static void
find_home(struct node *n)
{
	const struct node *p = n->parent;

	if (!p)
		return;
	if (n->kind == NODE_ROW && !is_group_kind(p->kind) &&
		p->kind != NODE_TABLE)
		n->kind = NODE_DIV;
	if (is_group_kind(n->kind) && p->kind != NODE_TABLE)
		n->kind = NODE_DIV;
	for (size_t i = 0; i < ARRAY_LEN(homes); i++)
		if (n->kind == homes[i].part && p->kind != homes[i].whole &&
			p->kind != homes[i].whole2 &&
			!(p->kind == NODE_DIV && p->parent &&
				p->parent->kind == NODE_DEFS))
			n->kind = homes[i].otherwise;
}

/* Items outside of lists, one after the other, become a list. */
static void
wrap_items(struct validate *v, struct node *n)
{
	struct node *list = NULL;

	for (struct node *c = n->first, *next; c; c = next) {
		next = c->next;
		if (c->kind != NODE_ITEM) {
			list = NULL;
			continue;
		}
		if (!list) {
			list = doc_node(v->a, NODE_LIST, c->span);
			doc_insert_before(c, list);
		}
		doc_remove(c);
		doc_append(list, c);
	}
}

/* ---- the walk --------------------------------------------------------- */

/* Brings `n` in order; returns the node to go on after. */
static struct node *
levels_of(struct validate *v, struct node *n)
{
	find_home(n);
	if (doc_is_inline(n))
		return block_child(n) ? split_inline(v, n) : n;
	if (is_parent(n)) {
		if (!block_child(n))
			return n;
		bool splits = n->kind == NODE_PARA || n->kind == NODE_PLAIN;
		return splits ? split_line(v, n) : flatten_line(v, n);
	}
	wrap_loose(v, n);
	if (n->kind != NODE_LIST)
		wrap_items(v, n);
	if (rules[n->kind])
		rules[n->kind](v, n);
	return n;
}

void
validate_levels(struct validate *v)
{
	struct node *root = v->doc->root, *n = validate_deepest(root);

	while (n)
		n = validate_next_up(levels_of(v, n), root);
}
