/*
 * The titles that authors give to their notes, and what they leave behind
 * when these go to the feet of the pages: emptied lines, the heading, a rule
 * or a box that had nothing but notes.
 */
#include "tree_notes_priv.h"

static const char *const headings[] = {"footnotes", "footnote", "endnotes",
	"endnote", "notes", "note", "foot notes", "end notes", "notas",
	"notas al pie", "notas finales", "notas de rodap\xc3\xa9",
	"notes de bas de page", "fu\xc3\x9fnoten", "anmerkungen"};

static const char *const sources[] = {"references", "reference list", "sources",
	"works cited", "bibliography", "citations", "literature cited",
	"referencias", "bibliograf\303\255a", "fuentes", "obras citadas",
	"r\303\251f\303\251rences", "bibliographie", "refer\303\252ncias",
	"fontes", "quellen", "literatur", "literaturverzeichnis",
	"einzelnachweise"};

/* Is it one of these, but for a heading's marks? */
static bool
is_title(struct str s, const char *const *titles, size_t n)
{
	s = str_trim(s);
	while (s.n && (s.p[0] == '#' || ch_space(s.p[0])))
		s = str_sub(s, 1, s.n);
	while (s.n && (s.p[s.n - 1] == ':' || ch_space(s.p[s.n - 1])))
		s.n--;
	for (size_t i = 0; i < n; i++)
		if (str_iis(s, titles[i]))
			return true;
	return false;
}

bool
notes_is_title(struct str s)
{
	return is_title(s, headings, ARRAY_LEN(headings));
}

bool
notes_is_sources(struct str s)
{
	return is_title(s, sources, ARRAY_LEN(sources));
}

static bool
is_notes_heading(struct notes *t, const struct node *n)
{
	if (n->kind != NODE_HEADING && n->kind != NODE_PARA &&
		n->kind != NODE_PLAIN && n->kind != NODE_SUMMARY)
		return false;
	return notes_is_title(doc_text(t->a, n));
}

static bool
is_empty_line(struct notes *t, const struct node *n)
{
	return (n->kind == NODE_PARA || n->kind == NODE_PLAIN) &&
	       !str_trim(doc_text(t->a, n)).n && !n->first;
}

/* Only notes up to the next heading or the end of what holds it. */
static bool
only_notes_follow(const struct node *heading)
{
	const struct node *n = heading->next;

	if (!n)
		return false;
	for (; n && n->kind != NODE_HEADING; n = n->next)
		if (n->kind != NODE_NOTE && n->kind != NODE_RULE)
			return false;
	return true;
}

/* Is there a link to the anchor?  All are known once one is asked for. */
static bool
is_linked(struct notes *t, struct str id)
{
	struct node *root = t->doc->root;

	if (!t->linked.a) {
		t->linked = map_new(t->a);
		for (struct node *n = root; n; n = doc_next(n, root))
			if (n->kind == NODE_LINK && n->link.href.n > 1 &&
				n->link.href.p[0] == '#')
				map_put(&t->linked,
					str_sub(n->link.href, 1,
						n->link.href.n),
					n);
	}
	return id.n && map_find(&t->linked, id);
}

/* The heading goes, and a rule that only led to it; a link finds the notes. */
static void
drop_heading(struct notes *t, struct node *h)
{
	struct node *before = h->prev, *note = h->next;

	if (note->kind == NODE_NOTE && is_linked(t, h->id) &&
		!doc_attr(note, "name"))
		doc_set_attr(t->a, note, STR("name"), h->id, h->span);
	int level = 1;

	for (const struct node *p = before; p; p = p->prev)
		if (p->kind == NODE_HEADING) {
			level = p->heading.level;
			break;
		}
	if (h->kind == NODE_HEADING && h->heading.level > level + 1)
		MARKUP_REPORT(t->dg, DIAG_HEADING_SKIP, h->span,
			"h%d after h%d", h->heading.level, level);
	doc_remove(h);
	if (before && before->kind == NODE_RULE)
		doc_remove(before);
}

/* Does nothing but notes stand behind a rule? */
static bool
rules_off_notes(const struct node *rule)
{
	const struct node *n = rule->next;

	while (n && n->kind == NODE_NOTE)
		n = n->next;
	return rule->kind == NODE_RULE && rule->next && !n;
}

/* A box that had notes alone goes, too. */
static void
drop_details(struct node *box)
{
	if (box->kind != NODE_DETAILS)
		return;
	for (struct node *n = box->last; n; n = box->last) {
		doc_remove(n);
		doc_insert_after(box, n);
	}
	doc_remove(box);
}

/* Under "References" the notes are a list that people read. */
static void
keep_sources(const struct notes *t, const struct node *title)
{
	if (title->kind != NODE_HEADING ||
		!notes_is_sources(doc_text(t->a, title)))
		return;
	for (struct node *n = title->next; n && n->kind == NODE_NOTE;
		n = n->next)
		n->note.placed = true;
}

/* What the notes left behind: emptied lines, then the heading. */
void
notes_clean_up(struct notes *t)
{
	struct node *root = t->doc->root;

	for (struct node *n = root, *next; n; n = next) {
		next = doc_next(n, root);
		if (n->kind != NODE_NOTE)
			continue;
		struct node *p = n->prev;
		if (p && doc_kinds[p->kind].level == LEVEL_PARENT) {
			notes_trim_end(p);
			if (is_empty_line(t, p))
				doc_remove(p);
		}
	}
	for (struct node *n = root, *next; n; n = next) {
		next = doc_next(n, root);
		if (rules_off_notes(n)) {
			doc_remove(n);
			continue;
		}
		keep_sources(t, n);
		if (!doc_is_inline(n) && n->next &&
			n->next->kind == NODE_NOTE && is_notes_heading(t, n) &&
			only_notes_follow(n)) {
			struct node *box =
				n->kind == NODE_SUMMARY ? n->parent : NULL;
			next = n->next;
			drop_heading(t, n);
			if (box)
				drop_details(box);
		}
	}
}
