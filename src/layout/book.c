/*
 * Packets: chapters laid out one by one, page numbers that settle.
 *
 * A part is one chapter or, where chapters run on, several; it begins on a
 * new page, so its pages do not depend on what other parts hold, but for the
 * numbers of pages that it names.  Parts that name some are laid out again
 * until the numbers stay; the others once.
 */
#include "layout_priv.h"

#define ROUNDS 5

struct book_part {
	const struct node *first, *last; /* CHAPTERs */
	struct pages *pages;
	int begins;  /* on which sheet of the book, from 0 */
	int number;  /* its first page's, from 1 */
	bool refers; /* names pages */
};

struct book {
	struct layout *l;
	struct book_part *parts;
	int n, cap;
	int *part_of;  /* by node number: the part it is in */
	int *sheet_of; /* by node number: sheet of its part, -1 unknown */
};

bool
layout_is_book(const struct document *doc)
{
	return doc->root->first && doc->root->first->kind == NODE_CHAPTER;
}

/* ---- parts -------------------------------------------------------------- */

static bool
part_goes_on(const struct book *b, const struct node *chapter)
{
	const struct node *before = chapter->prev;
	return b->l->o->run_on && before &&
	       chapter->chapter.place == CHAPTER_BODY &&
	       before->chapter.place == CHAPTER_BODY;
}

static void
part_mark(struct book *b, const struct node *chapter)
{
	struct book_part *p = &b->parts[b->n - 1];
	const struct node *n = chapter;
	for (; n; n = doc_next(n, chapter)) {
		b->part_of[n->num] = b->n - 1;
		b->sheet_of[n->num] = -1;
		p->refers |= n->kind == NODE_PAGE_NO;
	}
}

static void
book_set_parts(struct book *b)
{
	const struct node *c = b->l->doc->root->first;
	for (; c; c = c->next) {
		if (!b->n || !part_goes_on(b, c)) {
			ARENA_PUSH(b->l->a, b->parts, b->n, b->cap);
			b->parts[b->n++] = (struct book_part){.first = c};
		}
		b->parts[b->n - 1].last = c;
		part_mark(b, c);
	}
}

/* Remember on which sheet each node begins. */
static void
part_find_sheets(struct book *b, const struct book_part *p)
{
	for (int i = 0; i < p->pages->n; i++) {
		const struct sheet *s = &p->pages->v[i];
		for (int k = 0; k < s->n; k++) {
			const struct node *n = s->items[k].node;
			for (; n && b->sheet_of[n->num] < 0; n = n->parent)
				b->sheet_of[n->num] = i;
		}
	}
}

static void
part_forget_sheets(struct book *b, const struct book_part *p)
{
	for (const struct node *c = p->first; c;
		c = c == p->last ? NULL : c->next)
		for (const struct node *n = c; n; n = doc_next(n, c))
			b->sheet_of[n->num] = -1;
}

static void
part_lay_out(struct book *b, struct book_part *p)
{
	p->pages = layout_part(b->l, p->first, p->last);
	part_forget_sheets(b, p);
	part_find_sheets(b, p);
}

/* ---- numbers --------------------------------------------------------------
 */

static bool
part_is_body(const struct book_part *p)
{
	return p->first->chapter.place == CHAPTER_BODY;
}

/* Empty sheets before a part that is to begin on a right-hand page. */
static int
part_blanks(
	const struct book *b, const struct book_part *p, int sheets, int body)
{
	bool opens_body = part_is_body(p) && !body && b->l->t->mirror;
	return b->l->o->recto || opens_body ? sheets % 2 : 0;
}

/* Where the parts begin, and their numbers; true if one is new. */
static bool
book_number(struct book *b)
{
	bool moved = false;
	int sheets = 0, front = 0, body = 0;
	for (int i = 0; i < b->n; i++) {
		struct book_part *p = &b->parts[i];
		int *count = part_is_body(p) ? &body : &front;
		int blanks = part_blanks(b, p, sheets, body);
		sheets += blanks;
		*count += *count ? blanks : 0;
		moved |= p->number != *count + 1;
		p->begins = sheets;
		p->number = *count + 1;
		sheets += p->pages->n;
		*count += p->pages->n;
	}
	return moved;
}

static struct str
part_label(const struct book *b, const struct book_part *p, int sheet)
{
	struct arena *a = b->l->a;
	return part_is_body(p) ? str_fmt(a, "%d", p->number + sheet)
	                       : list_roman(a, p->number + sheet, false);
}

struct str
book_label(const struct layout *l, const struct node *target)
{
	const struct book *b = l->book;
	if (!b)
		return STR0;
	const struct book_part *p = &b->parts[b->part_of[target->num]];
	int sheet = b->sheet_of[target->num];
	if (!p->number)
		return STR("00"); /* as wide as most will be */
	return part_label(b, p, sheet < 0 ? 0 : sheet);
}

/* The sheets that the part's nodes begin on, as one number. */
static uint64_t
part_sheets(const struct book *b, const struct book_part *p)
{
	uint64_t h = (uint64_t)p->pages->n;
	for (const struct node *c = p->first; c;
		c = c == p->last ? NULL : c->next)
		for (const struct node *n = c; n; n = doc_next(n, c))
			h = h * 0x100000001B3u + (uint64_t)b->sheet_of[n->num];
	return h;
}

/* Another round for the parts that name pages; true if anything moved. */
static bool
book_lay_out_again(struct book *b)
{
	bool moved = false;
	for (int i = 0; i < b->n; i++) {
		struct book_part *p = &b->parts[i];
		if (!p->refers)
			continue;
		uint64_t before = part_sheets(b, p);
		part_lay_out(b, p);
		moved |= part_sheets(b, p) != before;
	}
	return book_number(b) || moved;
}

static void
book_settle(struct book *b)
{
	for (int i = 0; i < b->n; i++)
		part_lay_out(b, &b->parts[i]);
	bool moved = book_number(b);
	for (int round = 0; moved && round < ROUNDS; round++)
		moved = book_lay_out_again(b);
	if (moved)
		diag_report(
			b->l->dg, DIAG_PAGES_UNSETTLED, SPAN_NONE, "%s", "");
}

/* ---- binding --------------------------------------------------------------
 */

/* The chapter whose text begins the sheet. */
static const struct node *
sheet_chapter(const struct book_part *p, const struct sheet *s)
{
	for (int i = 0; i < s->n; i++)
		if (s->items[i].node && s->items[i].artifact == ARTIFACT_NO)
			return doc_ancestor(s->items[i].node, NODE_CHAPTER);
	return p->first;
}

static void
book_bind_blank(struct book *b, struct pages *out)
{
	const struct master *m = &b->l->upright;
	struct sheet *s = pages_add(out, m->w, m->h);
	s->bare = true;
}

static void
book_bind_part(struct book *b, struct book_part *p, struct pages *out)
{
	bool cover = p->first->chapter.place == CHAPTER_COVER;
	while (out->n < p->begins)
		book_bind_blank(b, out);
	for (int i = 0; i < p->pages->n; i++) {
		struct sheet *s = pages_add(out, 0, 0);
		*s = p->pages->v[i];
		s->label = part_label(b, p, i);
		s->chapter = sheet_chapter(p, s);
		s->opens = i == 0;
		s->bare = cover;
	}
}

/* Blank pages are numbered like the one before them. */
static void
book_label_blanks(struct book *b, struct pages *out)
{
	for (int i = 1; i < out->n; i++) {
		int n;
		if (out->v[i].label.n)
			continue;
		if (str_int(out->v[i - 1].label, &n))
			out->v[i].label = str_fmt(b->l->a, "%d", n + 1);
	}
}

struct pages *
layout_book(struct layout *l)
{
	size_t nodes = (size_t)l->doc->nnodes + 1;
	struct book *b = ARENA_NEW(l->a, struct book);
	struct pages *out = pages_new(l->a);
	*b = (struct book){.l = l,
		.part_of = ARENA_ARRAY(l->a, nodes, int),
		.sheet_of = ARENA_ARRAY(l->a, nodes, int)};
	l->book = b;
	book_set_parts(b);
	book_settle(b);
	for (int i = 0; i < b->n; i++)
		book_bind_part(b, &b->parts[i], out);
	book_label_blanks(b, out);
	return out;
}
