/*
 * Notes and links within the page.  References find their note by its
 * label; a note then moves right behind the line that cites it first, so
 * that the tree reads as a reader does.  Where that line's block may not
 * hold a note (a term, a heading of a definition), it goes to the nearest
 * place after it that may.  Links "#id" find their node by id or name.
 */
#include "validate_priv.h"

/* ---- notes ------------------------------------------------------------ */

static struct map
collect_notes(struct validate *v)
{
	struct map notes = map_new(v->a);
	struct node *root = v->doc->root;

	for (struct node *n = root; n; n = doc_next(n, root)) {
		if (n->kind != NODE_NOTE)
			continue;
		n->note.first_ref = NULL;
		n->note.orphan = false;
		n->note.refs = 0;
		if (!n->note.label.n)
			continue;
		if (map_find(&notes, n->note.label))
			VALIDATE_REPORT(v, DIAG_NOTE_DUPLICATE, n->span, "%.*s",
				STR_ARG(n->note.label));
		else
			map_put(&notes, n->note.label, n);
	}
	return notes;
}

static void
list_note(struct validate *v, struct node *note, int *cap)
{
	struct document *doc = v->doc;

	ARENA_PUSH(v->a, doc->notes, doc->nnotes, *cap);
	doc->notes[doc->nnotes++] = note;
}

/* The block behind which a note cited at `ref` stands. */
static struct node *
note_place(struct node *ref)
{
	struct node *at = ref;

	while (at->parent && doc_kinds[at->kind].level != LEVEL_PARENT)
		at = at->parent;
	/* a note in a note: behind the outer one */
	for (struct node *p = at; p; p = p->parent)
		if (p->kind == NODE_NOTE)
			at = p;
	return at;
}

/* Where the note before went: the next one of the same line follows it. */
struct placed {
	struct node *at, *note;
};

/* Behind a term stands only its meaning: in there, at the start. */
static void
place_in_meaning(struct validate *v, struct node *note, struct node *term)
{
	struct node *m = term->next;

	while (m && m->kind != NODE_MEANING)
		m = m->next;
	if (!m) {
		m = doc_node(v->a, NODE_MEANING, term->span);
		doc_append(term->parent, m);
	}
	if (m->first)
		doc_insert_before(m->first, note);
	else
		doc_append(m, note);
}

static void
place_note(struct validate *v, struct node *note, struct node *at,
	struct placed *before)
{
	doc_remove(note);
	if (before->at == at)
		doc_insert_after(before->note, note);
	else if (at->kind == NODE_TERM)
		place_in_meaning(v, note, at);
	else
		doc_insert_after(at, note);
	*before = (struct placed){at, note};
}

static bool
is_within(const struct node *n, const struct node *outer)
{
	for (; n; n = n->parent)
		if (n == outer)
			return true;
	return false;
}

static void
resolve_refs(struct validate *v, const struct map *notes, int *cap)
{
	struct node *root = v->doc->root;
	struct node **refs = NULL;
	struct placed before = {0};
	int nrefs = 0, room = 0;

	/* in reading order as the author has it, before notes move */
	for (struct node *n = root; n; n = doc_next(n, root))
		if (n->kind == NODE_NOTE_REF) {
			ARENA_PUSH(v->a, refs, nrefs, room);
			refs[nrefs++] = n;
		}
	for (int i = 0; i < nrefs; i++) {
		struct node *ref = refs[i];
		struct node *note = ref->ref.target; /* by its anchor */
		if (!note)
			note = map_find(notes, ref->ref.label);
		ref->ref.target = note;
		ref->ref.first = false;
		if (!note) {
			VALIDATE_REPORT(v, DIAG_NOTE_DANGLING, ref->span,
				"%.*s", STR_ARG(ref->ref.label));
			continue;
		}
		note->note.refs++;
		if (note->note.first_ref || is_within(ref, note))
			continue;
		note->note.first_ref = ref;
		ref->ref.first = true;
		if (note->note.placed)
			continue;
		place_note(v, note, note_place(ref), &before);
		list_note(v, note, cap);
	}
}

/* Notes nobody refers to go to the end, in their order. */
static void
place_orphans(struct validate *v, int *cap)
{
	struct node *root = v->doc->root, *end = root->last;

	for (struct node *n = root, *next; n; n = next) {
		next = doc_next(n, root);
		if (n->kind != NODE_NOTE || n->note.first_ref || n->note.orphan)
			continue;
		next = doc_next_after(n, root);
		n->note.orphan = true;
		VALIDATE_REPORT(v, DIAG_NOTE_ORPHAN, n->span, "%.*s",
			STR_ARG(n->note.label));
		list_note(v, n, cap);
		if (n == end)
			break;
		doc_remove(n);
		doc_append(root, n);
	}
}

/* Shorter ones ("Ibid., p. 12.") may well come again. */
#define SAME_WORDS 4

static bool
is_worth_comparing(struct str s)
{
	struct str word;
	int n = 0;
	while (n < SAME_WORDS && str_next(&s, " ", &word))
		n++;
	return n == SAME_WORDS;
}

/* Notes that say the same under different numbers. */
static void
report_same(struct validate *v)
{
	struct map texts = map_new(v->a);

	for (int i = 0; i < v->doc->nnotes; i++) {
		struct node *n = v->doc->notes[i];
		struct str s = str_trim(doc_text(v->a, n));
		if (!is_worth_comparing(s))
			continue;
		struct node *before = map_find(&texts, s);
		if (!before)
			map_put(&texts, s, n);
		else if (!str_eq(before->note.label, n->note.label))
			VALIDATE_REPORT(v, DIAG_NOTE_SAME, n->span,
				"%.*s and %.*s", STR_ARG(before->note.label),
				STR_ARG(n->note.label));
	}
}

void
validate_notes(struct validate *v)
{
	struct map notes = collect_notes(v);
	int cap = 0;

	v->doc->notes = NULL;
	v->doc->nnotes = 0;
	resolve_refs(v, &notes, &cap);
	place_orphans(v, &cap);
	report_same(v);
}

/* ---- links ------------------------------------------------------------ */

static void
put_once(struct map *ids, struct str id, struct node *n)
{
	if (id.n && !map_find(ids, id))
		map_put(ids, id, n);
}

void
validate_links(struct validate *v)
{
	struct map ids = map_new(v->a);
	struct node *root = v->doc->root;

	for (struct node *n = root; n; n = doc_next(n, root)) {
		put_once(&ids, n->id, n);
		if (n->attrs)
			put_once(&ids, doc_attr_value(n, "name"), n);
	}
	for (struct node *n = root; n; n = doc_next(n, root)) {
		if (n->kind != NODE_LINK || n->link.href.n < 1 ||
			n->link.href.p[0] != '#')
			continue;
		struct str id = str_sub(n->link.href, 1, n->link.href.n);
		n->link.target = id.n ? map_find(&ids, id) : root;
		if (!n->link.target)
			n->link.target = map_find(&ids, str_unescape(v->a, id));
		if (!n->link.target && !str_iis(id, "top"))
			VALIDATE_REPORT(v, DIAG_LINK_ANCHOR, n->span, "#%.*s",
				STR_ARG(str_sub(id, 0, 60)));
	}
}
