/*
 * The tree: nodes with five pointers (parent, first and last child, both
 * neighbours), so that every change is done in constant time and every
 * walk is a loop: nesting deep enough to exhaust the stack is harmless
 * here.  Arrays of children were turned down: notes, captions and head
 * rows move, and a linked child moves without copying its neighbours.
 */
#include "doc.h"

const struct node_info doc_kinds[NODE_KINDS] = {
#define NODE(kind, level, html, role)                                          \
	[NODE_##kind] = {#kind, LEVEL_##level, html, role},
#include "kinds.def"
#undef NODE
};

struct node *
doc_node(struct arena *a, enum node_kind kind, struct span span)
{
	struct node *n = ARENA_NEW(a, struct node);

	n->kind = kind;
	n->span = span;
	if (kind == NODE_CELL)
		n->cell.colspan = n->cell.rowspan = 1;
	return n;
}

void
doc_append(struct node *parent, struct node *child)
{
	child->parent = parent;
	child->prev = parent->last;
	child->next = NULL;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

void
doc_insert_after(struct node *where, struct node *what)
{
	what->parent = where->parent;
	what->prev = where;
	what->next = where->next;
	if (where->next)
		where->next->prev = what;
	else if (where->parent)
		where->parent->last = what;
	where->next = what;
}

void
doc_insert_before(struct node *where, struct node *what)
{
	what->parent = where->parent;
	what->next = where;
	what->prev = where->prev;
	if (where->prev)
		where->prev->next = what;
	else if (where->parent)
		where->parent->first = what;
	where->prev = what;
}

void
doc_remove(struct node *n)
{
	if (n->prev)
		n->prev->next = n->next;
	else if (n->parent)
		n->parent->first = n->next;
	if (n->next)
		n->next->prev = n->prev;
	else if (n->parent)
		n->parent->last = n->prev;
	n->parent = n->prev = n->next = NULL;
}

void
doc_move_children(struct node *from, struct node *to)
{
	while (from->first) {
		struct node *c = from->first;
		doc_remove(c);
		doc_append(to, c);
	}
}

/* ---- walking ---------------------------------------------------------- */

struct node *
doc_next_after(const struct node *n, const struct node *root)
{
	for (; n && n != root; n = n->parent)
		if (n->next)
			return n->next;
	return NULL;
}

struct node *
doc_next(const struct node *n, const struct node *root)
{
	return n->first ? n->first : doc_next_after(n, root);
}

struct node *
doc_ancestor(const struct node *n, enum node_kind kind)
{
	struct node *p = n->parent;

	while (p && p->kind != kind)
		p = p->parent;
	return p;
}

void
doc_number(struct document *doc)
{
	uint32_t num = 0;

	for (struct node *n = doc->root; n; n = doc_next(n, doc->root))
		n->num = num++;
	doc->nnodes = num;
}

/* ---- attributes ------------------------------------------------------- */

bool
doc_has_class(const struct node *n, const char *name)
{
	return n->classes.n && str_has_word(n->classes, name);
}

void
doc_add_class(struct arena *a, struct node *n, struct str name)
{
	struct str rest = name, word;
	struct buf b = buf_new(a);

	buf_str(&b, n->classes);
	while (str_next(&rest, " \t\r\n\f", &word)) {
		struct str have = {b.p, b.n};
		if (b.n && str_has_word(have, str_cdup(a, word)))
			continue;
		if (b.n)
			buf_ch(&b, ' ');
		buf_str(&b, word);
	}
	n->classes = buf_done(&b);
}

const struct attr *
doc_attr(const struct node *n, const char *name)
{
	const struct attr *at = n->attrs;

	while (at && !str_is(at->name, name))
		at = at->next;
	return at;
}

struct str
doc_attr_value(const struct node *n, const char *name)
{
	const struct attr *at = doc_attr(n, name);

	return at ? at->value : STR0;
}

void
doc_set_attr(struct arena *a, struct node *n, struct str name, struct str value,
	struct span span)
{
	struct attr **at = &n->attrs;

	while (*at && !str_eq((*at)->name, name))
		at = &(*at)->next;
	if (!*at) {
		*at = ARENA_NEW(a, struct attr);
		(*at)->name = name;
	}
	(*at)->value = value;
	(*at)->span = span;
}

struct str
doc_lang(const struct document *doc, const struct node *n)
{
	for (; n; n = n->parent)
		if (n->lang.n)
			return n->lang;
	return doc->lang;
}

/* ---- text ------------------------------------------------------------- */

static void
text_gap(struct buf *b)
{
	if (b->n && !ch_space(b->p[b->n - 1]))
		buf_ch(b, ' ');
}

static void
text_of_node(struct buf *b, const struct node *n)
{
	if (n->kind == NODE_TEXT || n->kind == NODE_MATH)
		buf_str(b, n->text);
	else if (n->kind == NODE_IMAGE)
		buf_str(b, n->image.alt);
	else if (n->kind == NODE_MEDIA)
		buf_str(b, n->media.title);
	else if (n->kind == NODE_BREAK || !doc_is_inline(n))
		text_gap(b);
}

struct str
doc_text(struct arena *a, const struct node *n)
{
	struct buf b = buf_new(a);

	for (const struct node *at = n; at; at = doc_next(at, n)) {
		/* what follows a block is apart from it as well */
		if (at != n && at->prev && !doc_is_inline(at->prev))
			text_gap(&b);
		text_of_node(&b, at);
	}
	return str_trim(buf_done(&b));
}

/* ---- letters ---------------------------------------------------------- */

struct str
doc_letter(struct arena *a, int n)
{
	char out[8];
	size_t at = sizeof out;

	/* bijective base 26: there is no digit for zero */
	for (; n > 0 && at > 0; n = (n - 1) / 26)
		out[--at] = (char)('a' + (n - 1) % 26);
	return str_dup(a, (struct str){out + at, sizeof out - at});
}
