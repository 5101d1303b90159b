/*
 * References to notes: <sup>17,18</sup>, links to a note's anchor, and the
 * ways of mistyping them.  The notes are known by then, which is what tells
 * a reference from an exponent.
 */
#include "tree_notes_priv.h"

/* ---- what a reference is made of --------------------------------------- */

/* One piece of a superscript: a number, or what stands between. */
struct ref_part {
	struct str label; /* empty: only text */
	struct str text;
	struct str name;   /* of an anchor to come back to */
	struct node *note; /* that its link leads to */
};

struct ref_parts {
	struct ref_part *v;
	int n, cap;
	bool linked, malformed, bracketed;
};

static void
add_part(struct notes *t, struct ref_parts *p, struct ref_part part)
{
	ARENA_PUSH(t->a, p->v, p->n, p->cap);
	p->v[p->n++] = part;
}

/*
 * "(#fn1)" and its misspellings behind a number: "<#fn2)", ")#fn3)",
 * "($fn4)".  Its end, or `i` if there is none.
 */
static size_t
link_tail(struct str s, size_t i, bool *malformed)
{
	size_t k = i;

	if (k < s.n && strchr("(<)", s.p[k]))
		k++;
	if (k >= s.n || k == i || !strchr("#$", s.p[k]))
		return i;
	bool good = s.p[i] == '(' && s.p[k] == '#';
	k++;
	while (k < s.n && (ch_alnum(s.p[k]) || strchr("_-:", s.p[k])))
		k++;
	if (k < s.n && strchr(")>", s.p[k])) {
		good = good && s.p[k] == ')';
		k++;
	} else {
		good = false;
	}
	*malformed = *malformed || !good;
	return k;
}

/* Numbers in the text of a superscript; false if there is more to it. */
static bool
parts_of_text(struct notes *t, struct ref_parts *p, struct str s)
{
	size_t i = 0, from = 0;

	while (i < s.n) {
		if (strchr(",;- &", s.p[i]) ||
			str_starts(str_sub(s, i, s.n), "\xe2\x80\x93")) {
			i += s.p[i] == (char)0xe2 ? 3 : 1;
			continue;
		}
		if (i > from)
			add_part(t, p,
				(struct ref_part){.text = str_sub(s, from, i)});
		bool open = strchr("[(", s.p[i]) != NULL;
		i += open;
		size_t digits = i;
		while (i < s.n && ch_digit(s.p[i]))
			i++;
		if (i == digits || i > digits + 3)
			return false;
		struct str label = str_sub(s, digits, i);
		if (open) {
			p->bracketed = true;
			if (i >= s.n || !strchr("])", s.p[i]))
				return false;
			i++;
		}
		size_t tail = link_tail(s, i, &p->malformed);
		p->linked = p->linked || tail > i;
		i = from = tail;
		add_part(t, p, (struct ref_part){.label = label});
	}
	if (i > from)
		add_part(t, p, (struct ref_part){.text = str_sub(s, from, i)});
	return true;
}

/* The note that an address "#fn1" leads to, or NULL. */
static struct node *
note_of_href(struct notes *t, struct str href)
{
	if (!str_starts(href, "#"))
		return NULL;
	return map_find(&t->by_name, str_sub(href, 1, href.n));
}

/* To something on the page that is no note. */
static bool
leads_elsewhere(struct notes *t, struct str href)
{
	return str_starts(href, "#") &&
	       map_find(&t->anchors, str_sub(href, 1, href.n)) != NULL;
}

static bool
part_of_link(struct notes *t, struct ref_parts *p, const struct node *link)
{
	struct str text = str_trim(doc_text(t->a, link));
	struct node *note = note_of_href(t, link->link.href);

	size_t end = text.n; /* without the comma of "33," */
	while (end && strchr(",;", text.p[end - 1]))
		end--;
	struct str label = notes_number(str_sub(text, 0, end));
	if (note)
		label = note->note.label;
	else if (!label.n || !link->link.href.n ||
		 !strchr("#$", link->link.href.p[0]) ||
		 leads_elsewhere(t, link->link.href))
		return false;
	else if (map_find(&t->by_label, label) && link->link.href.p[0] == '#')
		MARKUP_REPORT(t->dg, DIAG_LINK_ANCHOR, link->span, "%.*s",
			STR_ARG(str_sub(link->link.href, 0, 60)));
	p->linked = true;
	p->malformed = p->malformed || str_starts(link->link.href, "$");
	add_part(t, p,
		(struct ref_part){.label = label,
			.name = notes_anchor_name(link),
			.note = note});
	if (end < text.n)
		add_part(t, p,
			(struct ref_part){.text = str_sub(text, end, text.n)});
	return true;
}

/* What a superscript is made of; false if it is no reference. */
static bool
parts_of_sup(struct notes *t, struct ref_parts *p, const struct node *sup)
{
	for (const struct node *c = sup->first; c; c = c->next) {
		bool ok = false;
		if (c->kind == NODE_TEXT)
			ok = parts_of_text(t, p, c->text);
		else if (c->kind == NODE_LINK)
			ok = part_of_link(t, p, c);
		else if (c->kind == NODE_SPAN && c->first &&
			 c->first == c->last && c->first->kind == NODE_TEXT)
			ok = parts_of_text(t, p, c->first->text);
		if (!ok)
			return false;
	}
	for (int i = 0; i < p->n; i++)
		if (p->v[i].label.n)
			return true;
	return false;
}

/* ---- exponents -------------------------------------------------------- */

/* The character before a node on its line, 0 at the start. */
static struct str
text_before(const struct node *n)
{
	while (!n->prev && n->parent && doc_is_inline(n->parent))
		n = n->parent;
	n = n->prev;
	while (n && n->last)
		n = n->last;
	return n && n->kind == NODE_TEXT ? n->text : STR0;
}

static const char units[] = "m cm mm km dm nm ft in mi yd s x y n r R e M";

/* "10" or "km" before it: a power, not a reference. */
static bool
is_power(struct str before)
{
	size_t i = before.n;

	while (i > 0 && ch_alnum(before.p[i - 1]))
		i--;
	struct str word = str_sub(before, i, before.n);
	if (!word.n || word.n > 3)
		return false;
	if (ch_digit(word.p[word.n - 1]))
		return true;
	struct str rest = str_c(units), unit;
	while (str_next(&rest, " ", &unit))
		if (str_eq(unit, word))
			return true;
	return false;
}

/* A sentence or its quotation ends before it: clearly a reference. */
static bool
ends_sentence(struct str before)
{
	static const char *const ends[] = {".", ",", ";", ":", "!", "?", ")",
		"\"", "'", "\xe2\x80\x9d", "\xe2\x80\x99"};

	before = str_trim(before);
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (str_ends(before, ends[i]))
			return true;
	return false;
}

/* ---- making references ------------------------------------------------ */

static struct node *
add_ref(struct notes *t, struct node *last, const struct ref_part *part,
	struct span span)
{
	struct node *n;

	if (part->label.n) {
		n = doc_node(t->a, NODE_NOTE_REF, span);
		n->ref.label = part->label;
		n->ref.target = part->note;
		n->id = part->name;
	} else {
		n = doc_node(t->a, NODE_SUP, span);
		struct node *text = doc_node(t->a, NODE_TEXT, span);
		text->text = part->text;
		doc_append(n, text);
	}
	doc_insert_after(last, n);
	return n;
}

static void
replace_sup(struct notes *t, struct node *sup, const struct ref_parts *p)
{
	struct node *last = sup;

	if (!p->v[0].name.n)
		p->v[0].name = notes_anchor_name(sup);
	for (int i = 0; i < p->n; i++)
		last = add_ref(t, last, &p->v[i], sup->span);
	doc_remove(sup);
	if (p->malformed)
		MARKUP_REPORT(t->dg, DIAG_NOTE_MALFORMED, sup->span, "%.*s",
			STR_ARG(doc_text(t->a, sup)));
}

static bool
any_known(struct notes *t, const struct ref_parts *p)
{
	for (int i = 0; i < p->n; i++)
		if (p->v[i].label.n && map_find(&t->by_label, p->v[i].label))
			return true;
	return false;
}

/* A word of some length before it, which a power has not. */
static bool
follows_word(struct str before)
{
	size_t i = before.n;

	while (i > 0 && (ch_alpha(before.p[i - 1]) || (before.p[i - 1] & 0x80)))
		i--;
	return before.n - i >= 4;
}

bool
notes_cited_plainly(struct notes *t, struct node *sup, struct map *labels)
{
	struct ref_parts p = {0};
	struct str before = text_before(sup);
	if (!parts_of_sup(t, &p, sup) || p.linked ||
		!(p.bracketed || ends_sentence(before) || follows_word(before)))
		return false;
	for (int i = 0; i < p.n; i++)
		if (p.v[i].label.n && !map_find(&t->by_label, p.v[i].label))
			map_put(labels, p.v[i].label, sup);
	return true;
}

static void
ref_of_sup(struct notes *t, struct node *sup)
{
	struct ref_parts p = {0};
	struct str before = text_before(sup);

	if (!parts_of_sup(t, &p, sup))
		return;
	bool known = any_known(t, &p);
	bool clear = p.linked || p.bracketed;
	if (!clear && is_power(before))
		return;
	if (known || p.linked || (t->n && (clear || ends_sentence(before)))) {
		replace_sup(t, sup, &p);
		return;
	}
	if (clear || ends_sentence(before))
		MARKUP_REPORT(t->dg, DIAG_NOTE_DANGLING, sup->span, "%.*s",
			STR_ARG(doc_text(t->a, sup)));
}

/* A link to a note, outside of <sup>: "[1](#fn1)", Word's "[1]". */
static bool
ref_of_link(struct notes *t, struct node *link)
{
	struct node *note = note_of_href(t, link->link.href);

	if (!note || !notes_number(doc_text(t->a, link)).n)
		return false;
	struct ref_part part = {.label = note->note.label,
		.name = notes_anchor_name(link),
		.note = note};
	add_ref(t, link, &part, link->span);
	doc_remove(link);
	return true;
}

/* ",sup>" before a link to a note: what is left of a mistyped tag. */
static void
drop_mistyped_tag(struct notes *t, struct node *link)
{
	static const char *const tags[] = {",sup>", "sup>", "<sup"};
	struct node *p = link->prev;

	if (!p || p->kind != NODE_TEXT)
		return;
	for (size_t i = 0; i < ARRAY_LEN(tags); i++)
		if (str_ends(p->text, tags[i])) {
			p->text.n -= strlen(tags[i]);
			MARKUP_REPORT(t->dg, DIAG_NOTE_MALFORMED, link->span,
				"%s", tags[i]);
			return;
		}
}

/* "[16](#fn16)" as text in raw HTML: where it starts, or -1. */
static ptrdiff_t
literal_ref(struct notes *t, struct str s, size_t *end, struct str *label)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t k = i + 1;
		if (s.p[i] != '[')
			continue;
		while (k < s.n && ch_digit(s.p[k]))
			k++;
		if (k == i + 1 || k > i + 5 || k >= s.n || s.p[k] != ']' ||
			!str_starts(str_sub(s, k + 1, s.n), "(#"))
			continue;
		bool bad = false;
		*label = str_sub(s, i + 1, k);
		*end = link_tail(s, k + 1, &bad);
		struct str href = str_sub(s, k + 2, *end - 1);
		if (*end > k + 1 &&
			(note_of_href(t, href) || str_starts(href, "#fn")))
			return (ptrdiff_t)i;
	}
	return -1;
}

static void
refs_of_text(struct notes *t, struct node *text)
{
	struct ref_part part = {0};
	size_t end;
	ptrdiff_t at;

	while ((at = literal_ref(t, text->text, &end, &part.label)) >= 0) {
		struct str s = text->text;
		struct node *ref = add_ref(t, text, &part, text->span);
		struct node *rest = doc_node(t->a, NODE_TEXT, text->span);
		text->text = str_sub(s, 0, (size_t)at);
		drop_mistyped_tag(t, ref);
		rest->text = str_sub(s, end, s.n);
		doc_insert_after(ref, rest);
		text = rest;
	}
}

void
notes_find_refs(struct notes *t)
{
	struct node *root = t->doc->root;

	for (struct node *n = root, *next; n; n = next) {
		next = doc_next(n, root);
		switch (n->kind) {
		case NODE_SUP:
			next = doc_next_after(n, root);
			ref_of_sup(t, n);
			break;
		case NODE_LINK:
			if (str_starts(n->link.href, "#") &&
				note_of_href(t, n->link.href)) {
				drop_mistyped_tag(t, n);
				next = doc_next_after(n, root);
				ref_of_link(t, n);
			}
			break;
		case NODE_TEXT:
			if (t->n)
				refs_of_text(t, n);
			break;
		case NODE_CODE:
		case NODE_CODE_BLOCK:
			next = doc_next_after(n, root);
			break;
		default:
			break;
		}
	}
}
