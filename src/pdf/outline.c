/*
 * Bookmarks from the headings (ISO 32000-1, 12.3.3), and page labels
 * (12.4.2).
 *
 * Headings come in reading order with levels that never jump, so one pass
 * with the last entry of each level builds the hierarchy.  Two levels are
 * open: an entry of the first counts its children, others are closed.
 */
#include "pdf_priv.h"

#define OUTLINE_DEPTH 6
#define OUTLINE_OPEN  2

struct entry {
	const struct node *node;
	struct entry *parent, *first, *last, *prev, *next, *later;
	int depth, children;
	struct haru_dict *dict;
};

static struct entry *
outline_add(struct pdf *pdf, struct entry *root, struct entry **open,
	const struct node *n)
{
	int depth = n->heading.tag_level;
	depth = depth < 1 ? 1 : depth > OUTLINE_DEPTH ? OUTLINE_DEPTH : depth;
	struct entry *e = ARENA_NEW(pdf->a, struct entry);
	struct entry *up = root;
	for (int i = 1; i < depth; i++)
		up = open[i] ? open[i] : up;
	for (int i = depth; i <= OUTLINE_DEPTH; i++)
		open[i] = NULL;
	open[depth] = e;
	e->node = n;
	e->depth = up->depth + 1;
	e->parent = up;
	e->prev = up->last;
	if (up->last)
		up->last->next = e;
	else
		up->first = e;
	up->last = e;
	up->children++;
	e->dict = haru_slot_new(pdf->h);
	return e;
}

static void
outline_ref(struct buf *b, const char *key, const struct entry *to)
{
	if (!to)
		return;
	buf_c(b, key);
	syntax_ref(b, to->dict);
}

/* How many entries show below it, negative if it is closed. */
static int
outline_count(const struct entry *e)
{
	int n = e->children;
	if (e->depth >= OUTLINE_OPEN)
		return -n;
	for (const struct entry *k = e->first; k; k = k->next)
		n += mpt_max(0, outline_count(k));
	return n;
}

static void
outline_print(struct pdf *pdf, const struct entry *e)
{
	struct buf *b = &pdf->scratch;
	if (e->node) {
		struct str title = doc_text(pdf->a, e->node);
		buf_c(b, "/Title");
		syntax_text(b, meta_clean(pdf->a, title));
		buf_c(b, "/Dest");
		syntax_dest(b, pdf, pdf_place(pdf, e->node));
	} else {
		buf_c(b, "/Type/Outlines");
	}
	outline_ref(b, "/Parent ", e->parent);
	outline_ref(b, "/Prev ", e->prev);
	outline_ref(b, "/Next ", e->next);
	outline_ref(b, "/First ", e->first);
	outline_ref(b, "/Last ", e->last);
	if (e->first)
		buf_fmt(b, "/Count %d", outline_count(e));
	syntax_print(pdf, e->dict);
}

static void
outline_headings(struct pdf *pdf)
{
	struct entry root = {.depth = 0}, *last = &root;
	struct entry *open[OUTLINE_DEPTH + 1] = {NULL};
	const struct node *top = pdf->doc->root;
	for (const struct node *n = top; n; n = doc_next(n, top)) {
		if (n->kind != NODE_HEADING || !pdf_place(pdf, n))
			continue;
		if (last == &root)
			root.dict = haru_dict_new(pdf->h);
		last->later = outline_add(pdf, &root, open, n);
		last = last->later;
	}
	if (last == &root)
		return;
	for (const struct entry *e = &root; e; e = e->later)
		outline_print(pdf, e);
	haru_put_ref(pdf->h, haru_catalog(pdf->h), "Outlines", root.dict);
}

/* ---- page labels ------------------------------------------------------ */

/* A label that is a plain number, or 0. */
static int
label_number(struct str label)
{
	int n = 0;
	for (size_t i = 0; i < label.n; i++)
		if (!ch_digit(label.p[i]))
			return 0;
	if (label.n == 0 || label.p[0] == '0' || !str_int(label, &n))
		return 0;
	return n;
}

static void
labels_write(struct pdf *pdf)
{
	struct buf *b = &pdf->scratch;
	bool any = false;
	int expected = 0;
	buf_c(b, "/Nums[");
	for (int i = 0; i < pdf->npages; i++, expected++) {
		struct str label = pdf->page[i].label;
		int n = label_number(label);
		any |= label.n > 0;
		if (i && n && n == expected)
			continue;
		expected = n ? n : INT32_MIN;
		buf_fmt(b, "%d<<", i);
		if (n) {
			buf_fmt(b, "/S/D/St %d>>", n);
			continue;
		}
		buf_c(b, "/P");
		syntax_text(b, label);
		buf_c(b, ">>");
	}
	buf_ch(b, ']');
	if (!any) {
		b->n = 0;
		return;
	}
	struct haru_dict *d =
		haru_dict_in(pdf->h, haru_catalog(pdf->h), "PageLabels");
	syntax_print(pdf, d);
}

void
outline_write(struct pdf *pdf)
{
	outline_headings(pdf);
	labels_write(pdf);
}
