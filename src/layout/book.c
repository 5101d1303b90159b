/*
 * Packets: chapters laid out one by one, page numbers that settle.
 *
 * A part is one chapter or, where chapters run on, several; it begins on a
 * new page, so its pages do not depend on what other parts hold, but for the
 * numbers of pages that it names and has.  A part goes to the sink, and is
 * forgotten, as soon as they are known: those that name pages further on
 * wait, and are laid out again, until the others are done.  If a number turns
 * out to be another then, all begins anew with those found so far.
 */
#include "layout_priv.h"

#define ROUNDS       5
#define NODES_A_PAGE 40 /* a first guess */

struct book_part {
	const struct node *first, *last; /* CHAPTERs */
	int sheets;     /* as it was laid out last; 0: not yet */
	int blanks;     /* empty sheets before it */
	int begins;     /* on which sheet of the book, from 0 */
	int number;     /* its first page's, from 1 */
	bool refers;    /* names pages */
	bool taken;     /* by the sink, in this round */
	uint64_t named; /* the numbers that it was laid out with */
};

/* What comes before a part. */
struct book_count {
	int sheets, front, body;
};

struct book {
	struct layout *l;
	const struct layout_sink *sink;
	struct book_part *parts;
	int n, cap;
	int *part_of;  /* by node number: the part it is in */
	int *sheet_of; /* by node number: sheet of its part, -1 unknown */
	struct book_count at;
	uint32_t reached; /* first node of the part at hand */
	int pages;        /* of the whole, as far as it is known */
	bool counted;     /* `pages` is named somewhere */
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
			ARENA_PUSH(b->l->keep, b->parts, b->n, b->cap);
			b->parts[b->n++] = (struct book_part){.first = c};
		}
		b->parts[b->n - 1].last = c;
		part_mark(b, c);
	}
}

/* Its nodes are numbered from its first chapter's to before this. */
static uint32_t
part_end(const struct book *b, const struct book_part *p)
{
	return p->last->next ? p->last->next->num : b->l->doc->nnodes;
}

/* Remember on which sheet each node begins. */
static void
part_find_sheets(
	struct book *b, const struct book_part *p, const struct pages *pages)
{
	for (uint32_t i = p->first->num; i < part_end(b, p); i++)
		b->sheet_of[i] = -1;
	for (int i = 0; i < pages->n; i++) {
		const struct sheet *s = &pages->v[i];
		for (int k = 0; k < s->n; k++) {
			const struct node *n = s->items[k].node;
			for (; n && b->sheet_of[n->num] < 0; n = n->parent)
				b->sheet_of[n->num] = i;
		}
	}
}

static bool
part_is_body(const struct book_part *p)
{
	return p->first->chapter.place == CHAPTER_BODY;
}

/* ---- numbers --------------------------------------------------------------
 */

/* Empty sheets before a part that is to begin on a right-hand page. */
static int
part_blanks(const struct book *b, const struct book_part *p,
	const struct book_count *at)
{
	bool opens_body = part_is_body(p) && !at->body && b->l->t->mirror;
	return b->l->o->recto || opens_body ? at->sheets % 2 : 0;
}

/* Where the part begins, behind what `at` has counted. */
static void
part_place(
	const struct book *b, struct book_part *p, const struct book_count *at)
{
	int count = part_is_body(p) ? at->body : at->front;
	p->blanks = part_blanks(b, p, at);
	p->begins = at->sheets + p->blanks;
	p->number = count + (count ? p->blanks : 0) + 1;
}

static void
part_count(const struct book_part *p, struct book_count *at)
{
	int *count = part_is_body(p) ? &at->body : &at->front;
	at->sheets = p->begins + p->sheets;
	*count = p->number + p->sheets - 1;
}

/* The number of a page that is still to come. */
static int
book_guess(const struct book *b, const struct book_part *p,
	const struct node *target)
{
	uint32_t ahead = target->num - b->reached;
	uint32_t sheets = (uint32_t)b->at.sheets;
	uint32_t pages =
		sheets ? (uint32_t)((uint64_t)ahead * sheets / (b->reached + 1))
		       : ahead / NODES_A_PAGE;
	return (part_is_body(p) ? b->at.body : b->at.front) + 1 + (int)pages;
}

static int
book_number(const struct book *b, const struct node *target)
{
	const struct book_part *p = &b->parts[b->part_of[target->num]];
	int sheet = b->sheet_of[target->num];
	if (!p->sheets)
		return book_guess(b, p, target);
	return p->number + (sheet < 0 ? 0 : sheet);
}

static struct str
part_label(struct arena *a, const struct book_part *p, int number)
{
	return part_is_body(p) ? str_fmt(a, "%d", number)
	                       : list_roman(a, number, false);
}

struct str
book_label(const struct layout *l, const struct node *target)
{
	const struct book *b = l->book;
	if (!b)
		return STR0;
	const struct book_part *p = &b->parts[b->part_of[target->num]];
	return part_label(l->a, p, book_number(b, target));
}

int
book_pages(const struct layout *l)
{
	l->book->counted = true;
	return l->book->pages;
}

/* The numbers that the part names, as one; `*all`: none is a guess. */
static uint64_t
part_names(const struct book *b, const struct book_part *p, bool *all)
{
	uint64_t h = 0;
	*all = true;
	for (const struct node *c = p->first; c && p->refers;
		c = c == p->last ? NULL : c->next)
		for (const struct node *n = c; n; n = doc_next(n, c)) {
			if (n->kind != NODE_PAGE_NO)
				continue;
			const struct node *t = n->page.target;
			*all &= b->parts[b->part_of[t->num]].sheets > 0;
			h = h * 0x100000001B3u + (uint64_t)book_number(b, t);
		}
	return h;
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

/* Empty pages; they are numbered like those before them, if these are. */
static void
part_bind_blanks(
	const struct book *b, const struct book_part *p, struct pages *out)
{
	const struct master *m = &b->l->upright;
	for (int i = p->blanks; i > 0; i--) {
		struct sheet *s = pages_add(out, m->w, m->h);
		s->bare = true;
		if (part_is_body(p) && p->number > i)
			s->label = part_label(b->l->a, p, p->number - i);
	}
}

static struct pages *
part_bind(const struct book *b, const struct book_part *p,
	const struct pages *pages)
{
	struct pages *out = pages_new(b->l->a);
	bool cover = p->first->chapter.place == CHAPTER_COVER;
	out->first = p->begins - p->blanks;
	out->from = p->first;
	out->to = p->last;
	part_bind_blanks(b, p, out);
	for (int i = 0; i < pages->n; i++) {
		struct sheet *s = pages_add(out, 0, 0);
		*s = pages->v[i];
		s->label = part_label(b->l->a, p, p->number + i);
		s->chapter = sheet_chapter(p, s);
		s->opens = i == 0;
		s->bare = cover;
	}
	layout_finish(b->l, out);
	return out;
}

/* ---- rounds ---------------------------------------------------------------
 */

/* Forget its pages, and what was shaped for them. */
static void
part_done(struct book *b, const struct book_part *p)
{
	struct layout *l = b->l;
	layout_forget(l, p->first->num, part_end(b, p));
	if (l->a == l->keep)
		return;
	arena_reset(l->a);
	l->images = map_new(l->a);
}

/*
 * Lay the part out; it is taken if all the numbers that it names are known,
 * or `now`.
 */
static void
part_lay_out(struct book *b, struct book_part *p, bool now)
{
	bool all;
	p->named = part_names(b, p, &all);
	struct pages *pages = layout_part(b->l, p->first, p->last);
	p->sheets = pages->n;
	part_find_sheets(b, p, pages);
	p->taken = now || (all && p->named == part_names(b, p, &all));
	if (p->taken)
		b->sink->take(b->sink->user, part_bind(b, p, pages));
	part_done(b, p);
}

/* Are the pages where they were taken to be, and named by their numbers? */
static bool
book_is_settled(struct book *b)
{
	bool same = true, all;
	b->at = (struct book_count){0};
	for (int i = 0; i < b->n; i++) {
		struct book_part *p = &b->parts[i];
		int begins = p->begins, number = p->number;
		part_place(b, p, &b->at);
		part_count(p, &b->at);
		same &= p->begins == begins && p->number == number;
	}
	for (int i = 0; i < b->n && same; i++)
		same = part_names(b, &b->parts[i], &all) == b->parts[i].named;
	same &= !b->counted || b->pages == b->at.sheets;
	b->pages = b->at.sheets;
	return same;
}

/*
 * In the `last` round each part is taken as it comes, so that they follow
 * upon each other whatever they name.
 */
static bool
book_round(struct book *b, bool last)
{
	b->at = (struct book_count){0};
	for (int i = 0; i < b->n; i++) {
		struct book_part *p = &b->parts[i];
		b->reached = p->first->num;
		part_place(b, p, &b->at);
		part_lay_out(b, p, last);
		part_count(p, &b->at);
	}
	for (int i = 0; i < b->n; i++)
		if (!b->parts[i].taken)
			part_lay_out(b, &b->parts[i], true);
	return book_is_settled(b);
}

int
layout_book(struct layout *l, const struct layout_sink *sink)
{
	size_t nodes = (size_t)l->doc->nnodes + 1;
	struct book *b = ARENA_NEW(l->keep, struct book);
	*b = (struct book){.l = l,
		.sink = sink,
		.part_of = ARENA_ARRAY(l->keep, nodes, int),
		.sheet_of = ARENA_ARRAY(l->keep, nodes, int)};
	l->book = b;
	book_set_parts(b);
	bool settled = book_round(b, false);
	for (int round = 1; !settled && round < ROUNDS; round++) {
		sink->drop(sink->user);
		settled = book_round(b, round == ROUNDS - 1);
	}
	if (!settled)
		diag_report(l->dg, DIAG_PAGES_UNSETTLED, SPAN_NONE, "%s", "");
	return b->pages;
}

/* ---- as one list ----------------------------------------------------------
 */

static void
list_take(void *user, struct pages *part)
{
	struct pages *all = user;
	while (all->n < part->first + part->n)
		pages_add(all, 0, 0);
	memcpy(all->v + part->first, part->v,
		(size_t)part->n * sizeof *part->v);
}

static void
list_drop(void *user)
{
	struct pages *all = user;
	all->n = 0;
}

struct pages *
layout_book_pages(struct layout *l)
{
	struct pages *all = pages_new(l->a);
	struct layout_sink sink = {all, list_take, list_drop};
	layout_book(l, &sink);
	return all;
}
