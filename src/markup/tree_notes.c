/*
 * Notes as people write them by hand, and as kramdown makes them.
 *
 * First the notes: an anchor with a number at the start of a line (of a
 * paragraph, or after <br>), and what follows it up to the next such
 * anchor; and the items of kramdown's list of footnotes.  Each becomes a
 * NOTE right there; doc_validate moves it to who cites it.  Then come the
 * references (tree_refs.c).  Last, the notes' own heading goes if nothing
 * but notes stood under it.
 */
#include "tree_notes_priv.h"

/* ---- small pieces ----------------------------------------------------- */

static bool
is_parent(const struct node *n)
{
	return doc_kinds[n->kind].level == LEVEL_PARENT;
}

struct str
notes_number(struct str s)
{
	s = str_trim(s);
	if (s.n > 2 && strchr("[(", s.p[0]) && strchr("])", s.p[s.n - 1]))
		s = str_trim(str_sub(s, 1, s.n - 1));
	if (s.n < 1 || s.n > 4)
		return STR0;
	for (size_t i = 0; i < s.n; i++)
		if (!ch_digit(s.p[i]))
			return STR0;
	return s;
}

struct str
notes_anchor_name(const struct node *n)
{
	struct str name = str_trim(doc_attr_value(n, "name"));

	return name.n ? name : n->id;
}

static bool
plausible_name(struct str name)
{
	if (name.n < 1 || name.n > 16 || str_find(name, "ref", 0) >= 0)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!ch_alnum(name.p[i]) && !strchr("_-:.", name.p[i]))
			return false;
	return true;
}

static bool
is_blank(struct str s)
{
	return str_trim(s).n == 0;
}

/* ---- hand-made notes -------------------------------------------------- */

/* Raw HTML left the notes' own heading as text: "... #### Footnotes". */
static bool
ends_with_title(struct str s)
{
	size_t i = s.n;

	while (i > 0 && s.p[i - 1] != '#')
		i--;
	return i > 0 && notes_is_title(str_sub(s, i, s.n));
}

/* Does `c` stand where a line begins, an opening bracket allowed? */
static bool
at_line_start(const struct node *c)
{
	const struct node *p = c->prev;

	if (p && p->kind == NODE_TEXT) {
		struct str s = str_trim(p->text);
		if (str_ends(s, "["))
			s = str_trim(str_sub(s, 0, s.n - 1));
		if (s.n && !ends_with_title(s))
			return false;
		p = p->prev;
	}
	return !p || p->kind == NODE_BREAK;
}

/* The text behind an anchor says that a note follows. */
static bool
colon_follows(const struct node *c)
{
	if (!c->next || c->next->kind != NODE_TEXT)
		return false;
	struct str s = str_trim(c->next->text);
	return str_starts(s, ":") || str_starts(s, "]");
}

/* Is a superscript's link to `name` what makes it a note? */
static bool
is_cited(struct notes *t, struct str name)
{
	return name.n && map_find(&t->cited, name) != NULL;
}

/* The anchor in `c` that begins a note, or NULL; its number. */
static const struct node *
note_anchor(struct notes *t, const struct node *c, struct str *label)
{
	const struct node *at = c;

	if (c->kind == NODE_SUP && c->first && c->first == c->last &&
		c->first->kind == NODE_SPAN)
		at = c->first;
	struct str name = notes_anchor_name(at);
	/* <b id="f1">1</b> */
	bool other = (at->kind == NODE_STRONG || at->kind == NODE_EMPH ||
			     at->kind == NODE_SUP) &&
	             is_cited(t, name);
	if (at->kind != NODE_SPAN && at->kind != NODE_LINK && !other)
		return NULL;
	if (!plausible_name(name) && !is_cited(t, name))
		return NULL;
	*label = notes_number(doc_text(t->a, at));
	if (!label->n)
		return NULL;
	if (at_line_start(c))
		return at;
	return str_istarts(name, "fn") && colon_follows(c) ? at : NULL;
}

/* Without what stands between a note's number and its text. */
static struct str
strip_lead(struct str s)
{
	static const char *const marks[] = {
		"---", "--", "\xe2\x80\x94", "\xe2\x80\x93"};
	size_t i = 0;

	while (i < s.n && (ch_space(s.p[i]) || strchr(":].)", s.p[i])))
		i++;
	s = str_sub(s, i, s.n);
	for (size_t k = 0; k < ARRAY_LEN(marks); k++)
		if (str_starts(s, marks[k])) {
			s = str_sub(s, strlen(marks[k]), s.n);
			break;
		}
	for (i = 0; i < s.n && ch_space(s.p[i]);)
		i++;
	return str_sub(s, i, s.n);
}

void
notes_trim_end(struct node *line)
{
	struct node *n;

	while ((n = line->last) != NULL) {
		if (n->kind == NODE_TEXT)
			while (n->text.n && ch_space(n->text.p[n->text.n - 1]))
				n->text.n--;
		if (n->kind != NODE_BREAK &&
			!(n->kind == NODE_TEXT && !n->text.n))
			break;
		doc_remove(n);
	}
}

/* The same at both ends of a note's line, and its lead. */
static void
trim_line(struct node *line)
{
	struct node *n = line->first;

	while (n && n->kind == NODE_TEXT) {
		n->text = strip_lead(n->text);
		if (n->text.n)
			break;
		struct node *next = n->next;
		doc_remove(n);
		n = next;
	}
	notes_trim_end(line);
}

static void
know_note(struct notes *t, struct node *note, struct str name)
{
	if (name.n && !map_find(&t->by_name, name))
		map_put(&t->by_name, name, note);
	if (!map_find(&t->by_label, note->note.label))
		map_put(&t->by_label, note->note.label, note);
	t->n++;
}

/* A number given twice by mistake: the one that the anchor's name has. */
static struct str
free_label(struct notes *t, struct str label, struct str name)
{
	size_t i = name.n;

	while (i > 0 && ch_digit(name.p[i - 1]))
		i--;
	struct str other = str_sub(name, i, name.n);
	if (!map_find(&t->by_label, label) || !other.n || other.n > 4 ||
		map_find(&t->by_label, other) || !is_cited(t, name))
		return label;
	MARKUP_REPORT(t->dg, DIAG_NOTE_DUPLICATE,
		((struct node *)map_find(&t->anchors, name))->span, "%.*s",
		STR_ARG(label));
	return other;
}

static struct node *
new_note(struct notes *t, struct str label, struct str name, struct span span)
{
	struct node *note = doc_node(t->a, NODE_NOTE, span);

	note->note.label = free_label(t, label, name);
	note->id = name;
	know_note(t, note, name);
	return note;
}

/* An opening bracket before the anchor belongs to it. */
static void
drop_bracket(struct node *c)
{
	struct node *p = c->prev;

	if (!p || p->kind != NODE_TEXT)
		return;
	while (p->text.n && ch_space(p->text.p[p->text.n - 1]))
		p->text.n--;
	if (str_ends(p->text, "["))
		p->text.n--;
}

/* "#### Footnotes" that raw HTML left as text before the first note. */
static void
drop_literal_title(struct node *c)
{
	struct node *p = c->prev;

	if (!p || p->kind != NODE_TEXT)
		return;
	struct str s = str_trim(p->text);
	size_t i = s.n;
	while (i > 0 && s.p[i - 1] != '#')
		i--;
	while (i > 0 && s.p[i - 1] == '#')
		i--;
	if (i == s.n || s.p[i] != '#' || !notes_is_title(str_sub(s, i, s.n)))
		return;
	p->text = str_sub(s, 0, i);
}

/* "#fnref1", a class that says so, or nothing but an arrow. */
static bool
is_back_link(struct notes *t, const struct node *n)
{
	static const char *const signs[] = {"\xe2\x86\xa9", "\xe2\x86\x91",
		"\xe2\xa4\xb4", "\xe2\x8f\x8e", "^"};

	if (n->kind != NODE_LINK || !str_starts(n->link.href, "#"))
		return false;
	if (str_starts(n->link.href, "#fnref") ||
		doc_has_class(n, "reversefootnote") ||
		doc_has_class(n, "footnote-backref"))
		return true;
	struct str s = str_trim(doc_text(t->a, n));
	if (str_ends(s, "\xef\xb8\x8e")) /* as text, not as a picture */
		s.n -= 3;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (str_is(s, signs[i]))
			return true;
	return false;
}

/* Links back to the references; layout puts signs of its own. */
static bool
drop_back_links(struct notes *t, struct node *item)
{
	bool any = false;

	for (struct node *n = item, *next; n; n = next) {
		next = doc_next(n, item);
		if (!is_back_link(t, n))
			continue;
		next = doc_next_after(n, item);
		doc_remove(n);
		any = true;
	}
	return any;
}

/* A line that is a note by its id. */
static bool
note_of_line(struct notes *t, struct node *at)
{
	struct str label, name;
	struct node *line = notes_take_line(t, at, &label, &name);

	if (!line)
		return false;
	struct node *note = new_note(t, label, name, at->span);
	doc_append(note, line);
	doc_insert_after(at, note);
	note->note.back = drop_back_links(t, note);
	trim_line(line);
	return true;
}

/* All notes that begin in the line `at` move out of it, behind it. */
static void
notes_of_line(struct notes *t, struct node *at)
{
	struct node *line = NULL, *last = at;

	for (struct node *c = at->first, *next; c; c = next) {
		struct str label = STR0;
		const struct node *anchor = note_anchor(t, c, &label);
		next = c->next;
		if (anchor) {
			struct node *note = new_note(
				t, label, notes_anchor_name(anchor), c->span);
			if (line)
				trim_line(line);
			else
				drop_literal_title(c);
			drop_bracket(c);
			line = doc_node(t->a, NODE_PLAIN, c->span);
			doc_append(note, line);
			doc_insert_after(last, note);
			last = note;
			doc_remove(c);
		} else if (line) {
			doc_remove(c);
			doc_append(line, c);
		}
	}
	if (!line)
		return;
	for (struct node *n = at->next; n && n != last->next; n = n->next)
		if (n->kind == NODE_NOTE)
			n->note.back = drop_back_links(t, n);
	trim_line(line);
}

/* ---- kramdown's footnotes --------------------------------------------- */

static struct node *
footnote_list(struct node *box)
{
	struct node *c = box->first;

	while (c && !(c->kind == NODE_LIST && c->list.ordered))
		c = c->next;
	return c;
}

/* An item's anchor: its id, or an empty one where it begins. */
static struct node *
item_anchor(struct notes *t, struct node *item)
{
	if (item->id.n)
		return item;
	struct node *n = item->first;
	while (n && is_parent(n) && n->first)
		n = n->first;
	bool anchor = n && (n->kind == NODE_SPAN || n->kind == NODE_LINK) &&
	              notes_anchor_name(n).n && is_blank(doc_text(t->a, n));
	return anchor ? n : NULL;
}

/* Each item of the list becomes a note behind `last`. */
static void
notes_of_items(struct notes *t, struct node *list, struct node *last, bool back)
{
	int number = list->list.start;

	for (struct node *c = list->first, *next; c; c = next) {
		next = c->next;
		struct node *anchor = item_anchor(t, c);
		struct str id = anchor ? notes_anchor_name(anchor) : STR0;
		/* the number that its references show, if they show one */
		struct node *note =
			new_note(t, str_fmt(t->a, "%d", number++), id, c->span);
		if (anchor && anchor != c)
			doc_remove(anchor);
		note->note.back = drop_back_links(t, c) || back;
		doc_move_children(c, note);
		doc_insert_after(last, note);
		last = note;
		doc_remove(c);
	}
}

static void
notes_of_box(struct notes *t, struct node *box)
{
	struct node *list = footnote_list(box);

	if (!list)
		return;
	notes_of_items(t, list, box, true);
	doc_remove(list);
	if (!box->first)
		doc_remove(box);
}

/* A list made by hand, each item with an anchor, one at least cited. */
static bool
is_list_of_notes(struct notes *t, const struct node *list)
{
	bool any = false;

	if (!list->list.ordered || !list->first)
		return false;
	for (struct node *c = list->first; c; c = c->next) {
		const struct node *anchor = item_anchor(t, c);
		if (!anchor)
			return false;
		any = any || is_cited(t, notes_anchor_name(anchor));
	}
	return any;
}

static void
notes_of_list(struct notes *t, struct node *list)
{
	notes_of_items(t, list, list, false);
	doc_remove(list);
}

/* "#fn1" of a link that is a superscript, or in one. */
static void
collect_cited(struct notes *t, struct node *link)
{
	bool sup = link->first && link->first == link->last &&
	           link->first->kind == NODE_SUP;

	if (!str_starts(link->link.href, "#") ||
		!(sup || doc_ancestor(link, NODE_SUP)) ||
		!notes_number(doc_text(t->a, link)).n)
		return;
	struct str name = str_sub(link->link.href, 1, link->link.href.n);
	if (name.n && !map_find(&t->cited, name))
		map_put(&t->cited, name, link);
}

static void
collect_anchors(struct notes *t)
{
	struct node *root = t->doc->root;

	for (struct node *n = root; n; n = doc_next(n, root)) {
		struct str name =
			n->id.n || n->attrs ? notes_anchor_name(n) : STR0;
		if (name.n && !map_find(&t->anchors, name))
			map_put(&t->anchors, name, n);
		if (n->kind == NODE_LINK)
			collect_cited(t, n);
	}
}

static void
find_notes(struct notes *t)
{
	struct node *root = t->doc->root;

	for (struct node *n = root, *next; n; n = next) {
		next = doc_next(n, root);
		if (n->kind == NODE_DIV && doc_has_class(n, "footnotes")) {
			next = doc_next_after(n, root);
			notes_of_box(t, n);
		} else if (n->kind == NODE_LIST && is_list_of_notes(t, n)) {
			next = doc_next_after(n, root);
			notes_of_list(t, n);
		} else if (n->kind == NODE_PARA || n->kind == NODE_PLAIN) {
			next = doc_next_after(n, root);
			if (!note_of_line(t, n))
				notes_of_line(t, n);
		} else if (is_parent(n)) {
			next = doc_next_after(n, root);
		}
	}
}

void
tree_notes(struct document *doc, struct diag *dg)
{
	struct notes t = {.a = doc->a, .doc = doc, .dg = dg};

	t.by_name = map_new(doc->a);
	t.by_label = map_new(doc->a);
	t.cited = map_new(doc->a);
	t.anchors = map_new(doc->a);
	collect_anchors(&t);
	find_notes(&t);
	if (notes_find_plain(&t))
		find_notes(&t);
	notes_find_refs(&t);
	if (t.n)
		notes_clean_up(&t);
	notes_of_margins(&t);
}
