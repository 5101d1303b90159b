/*
 * Notes without anchors of their own: a line that begins with the raised
 * number which a line before it has behind a word, and a line or superscript
 * with an id that a reference leads to, its number in its text.  They stay
 * where their author has them, under his heading.
 */
#include "tree_notes_priv.h"

/* Is the superscript behind a word or its punctuation? */
static bool
is_behind_word(const struct node *sup)
{
	const struct node *p = sup->prev;

	while (p && p->last)
		p = p->last;
	return p && p->kind == NODE_TEXT && p->text.n &&
	       !ch_space((unsigned char)p->text.p[p->text.n - 1]);
}

void
notes_plain_see(struct notes *t, const struct node *line)
{
	for (const struct node *n = line; n; n = doc_next(n, line)) {
		if (n->kind != NODE_SUP || !is_behind_word(n) ||
			notes_is_power(n))
			continue;
		struct str label = notes_number(doc_text(t->a, n));
		if (label.n && !map_find(&t->plain, label))
			map_put(&t->plain, label, t);
	}
}

bool
notes_plain_begins(struct notes *t, const struct node *sup)
{
	if (sup->kind != NODE_SUP || !sup->next || is_behind_word(sup))
		return false;
	struct str label = notes_number(doc_text(t->a, sup));
	return label.n && map_find(&t->plain, label);
}

/* "[3] ", "3. ", "3) ": the number; `*end` gets where the text goes on. */
static struct str
lead_number(struct str s, size_t *end)
{
	size_t i = 0;

	while (i < s.n && ch_space((unsigned char)s.p[i]))
		i++;
	bool open = i < s.n && strchr("[(", s.p[i]);
	size_t from = i += open;
	while (i < s.n && ch_digit((unsigned char)s.p[i]))
		i++;
	struct str number = str_sub(s, from, i);
	bool closed = i < s.n && strchr(open ? "])" : ".):", s.p[i]);
	*end = i + closed;
	return closed && number.n && number.n <= 4 ? number : STR0;
}

/* What has the id and holds the note: the line, or all that is in it. */
static struct node *
plain_holder(struct notes *t, struct node *line)
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
notes_plain_take(
	struct notes *t, struct node *line, struct str *label, struct str *name)
{
	struct node *holder = plain_holder(t, line);
	struct node *text = holder ? holder->first : NULL;
	size_t end;

	if (!text || text->kind != NODE_TEXT)
		return NULL;
	*label = lead_number(text->text, &end);
	if (!label->n)
		return NULL;
	*name = notes_anchor_name(holder);
	text->text = str_sub(text->text, end, text->text.n);
	struct node *plain = doc_node(t->a, NODE_PLAIN, line->span);
	doc_move_children(holder, plain);
	if (holder != line)
		doc_remove(holder);
	else
		line->id = STR0;
	return plain;
}
