/*
 * Many pages become one document: chapters, contents, and references to
 * pages.
 *
 * Each page was read and brought into normal form on its own, so that its
 * notes and anchors are its own; here its tree moves below a CHAPTER.
 */
#include "doc.h"

struct node *
doc_add_text(struct document *doc, struct node *parent, enum node_kind kind,
	int level, const char *classes, struct str text)
{
	struct node *n = doc_node(doc->a, kind, parent->span);
	struct node *t = doc_node(doc->a, NODE_TEXT, parent->span);
	if (kind == NODE_HEADING)
		n->heading.level = n->heading.tag_level = level;
	n->classes = str_c(classes);
	t->text = text;
	doc_append(n, t);
	doc_append(parent, n);
	return n;
}

static void
take_notes(struct document *packet, const struct document *page)
{
	struct arena *a = packet->a;
	int n = packet->nnotes + page->nnotes;
	if (!page->nnotes)
		return;
	if (n > packet->notes_cap) {
		int cap = n * 2;
		struct node **v = ARENA_ARRAY(a, (size_t)cap, struct node *);
		if (packet->nnotes)
			memcpy(v, packet->notes,
				(size_t)packet->nnotes * sizeof *v);
		packet->notes = v;
		packet->notes_cap = cap;
	}
	memcpy(packet->notes + packet->nnotes, page->notes,
		(size_t)page->nnotes * sizeof *page->notes);
	packet->nnotes = n;
}

struct node *
doc_add_chapter(struct document *packet, enum chapter_place place,
	struct document *page)
{
	struct node *c = doc_node(packet->a, NODE_CHAPTER,
		page ? page->root->span : packet->root->span);
	c->chapter.place = place;
	doc_append(packet->root, c);
	if (!page)
		return c;
	c->chapter.title = page->title;
	if (page->rtl != packet->rtl)
		doc_set_attr(packet->a, c, STR("dir"),
			page->rtl ? STR("rtl") : STR("ltr"), page->root->span);
	c->chapter.module = page->module;
	c->chapter.section = page->section;
	c->lang = page->lang;
	doc_move_children(page->root, c);
	take_notes(packet, page);
	return c;
}

/* ---- contents ----------------------------------------------------------- */

static struct node *
page_number(struct document *doc, struct node *target)
{
	struct node *n = doc_node(doc->a, NODE_PAGE_NO, target->span);
	n->page.target = target;
	return n;
}

static void
add_entry(struct document *doc, struct node *contents, struct node *target,
	struct str class, struct str text)
{
	struct node *e = doc_node(doc->a, NODE_ENTRY, target->span);
	struct node *ref = doc_node(doc->a, NODE_PAGE_REF, target->span);
	struct node *t = doc_node(doc->a, NODE_TEXT, target->span);
	e->classes = class;
	ref->page.target = target;
	t->text = text;
	doc_append(ref, t);
	doc_append(ref, page_number(doc, target));
	doc_append(e, ref);
	doc_append(contents, e);
}

static struct node *
add_list(struct document *doc, struct node *chapter, struct str heading)
{
	struct node *list = doc_node(doc->a, NODE_CONTENTS, chapter->span);
	doc_add_text(
		doc, chapter, NODE_HEADING, 1, "contents-heading", heading);
	doc_append(chapter, list);
	return list;
}

/* The contents' lists, one in the other, by depth. */
#define CONTENTS_DEPTH 6

struct contents {
	struct document *doc;
	struct node *list[CONTENTS_DEPTH + 1];
	bool flat; /* all entries are of one depth */
};

static void
contents_add(struct contents *c, struct node *n, int depth, struct str text)
{
	int up = depth;
	while (up > 0 && !c->list[up])
		up--;
	if (!c->list[depth]) {
		c->list[depth] = doc_node(c->doc->a, NODE_CONTENTS, n->span);
		doc_append(c->list[up], c->list[depth]);
	}
	for (int i = depth + 1; i <= CONTENTS_DEPTH; i++)
		c->list[i] = NULL;
	struct str class = c->flat ? STR("entry-flat")
	                           : str_fmt(c->doc->a, "entry-%d", depth);
	add_entry(c->doc, c->list[depth], n, class, text);
}

static bool
is_own_heading(const struct node *n)
{
	return n->kind == NODE_HEADING && !doc_has_class(n, "links-heading") &&
	       !doc_has_class(n, "notes-heading");
}

/* Headings of the chapter, whose own depth is `at`, below its title. */
static void
contents_headings(struct contents *c, struct node *chapter, int at, int depth)
{
	for (struct node *n = chapter; n; n = doc_next(n, chapter)) {
		int level = n->kind == NODE_HEADING ? n->heading.tag_level : 0;
		int below = at + level - 1;
		if (level > 1 && level <= depth && below <= CONTENTS_DEPTH &&
			is_own_heading(n))
			contents_add(c, n, below, doc_text(c->doc->a, n));
	}
}

void
doc_add_contents(struct document *packet, struct node *chapter,
	const struct node *first, int depth, struct str heading)
{
	struct contents c = {.doc = packet};
	struct str part = STR0;
	c.list[0] = add_list(packet, chapter, heading);
	depth = depth > CONTENTS_DEPTH ? CONTENTS_DEPTH : depth;
	c.flat = depth == 1 && !packet->parts;
	for (struct node *n = (struct node *)first; n; n = n->next) {
		if (n->chapter.place != CHAPTER_BODY)
			continue;
		if (n->chapter.module.n && !str_eq(n->chapter.module, part) &&
			packet->parts)
			contents_add(&c, n, 0, n->chapter.module);
		part = n->chapter.module;
		int at = packet->parts && part.n; /* else it is of no part */
		contents_add(&c, n, at, n->chapter.title);
		contents_headings(&c, n, at, depth);
	}
}

/* What a captioned picture or table is called. */
static struct str
caption_of(struct arena *a, const struct node *n)
{
	for (const struct node *c = n->first; c; c = c->next)
		if (c->kind == NODE_CAPTION)
			return doc_text(a, c);
	return STR0;
}

bool
doc_add_captions(struct document *packet, struct node *chapter,
	const struct node *first, enum node_kind kind, struct str heading)
{
	struct node *list = NULL;
	for (const struct node *c = first; c; c = c->next)
		for (const struct node *n = c; n; n = doc_next(n, c)) {
			struct str text = n->kind == kind
			                          ? caption_of(packet->a, n)
			                          : STR0;
			if (!text.n)
				continue;
			if (!list)
				list = add_list(packet, chapter, heading);
			add_entry(packet, list, (struct node *)n,
				STR("entry-flat"), text);
		}
	return list != NULL;
}

void
doc_link_to_page(struct document *doc, struct node *link, struct node *target)
{
	link->link.target = target;
	doc_append(link, page_number(doc, target));
}
