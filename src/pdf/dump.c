/*
 * The structure tree as text, made from the very tree that is written:
 *
 *     P
 *       "Text before the "
 *       Link -> https://example.org "link"
 *
 * One element a line, two spaces a level, attributes in the order of the
 * file.  What an element contains stands behind it if that is all it has,
 * else on lines of its own; " / " is a page break in it.
 */
#include "pdf_priv.h"

static void
dump_quote(struct buf *out, struct str s)
{
	buf_ch(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"' || c == '\\')
			buf_ch(out, '\\');
		if (c >= 0x20)
			buf_ch(out, (char)c);
		else
			buf_fmt(out, "\\x%02x", c);
	}
	buf_ch(out, '"');
}

/* The text of a mark; paragraphs in it are joined by a space. */
static struct str
dump_mark_text(struct pdf *pdf, const struct mark *m)
{
	const struct marks *ms = &pdf->marks[m->page];
	struct buf text = buf_new(pdf->work);
	const struct item *last = NULL;
	if (m->spoken)
		return m->said;
	for (int i = m->first; i < m->first + m->n; i++) {
		const struct item *it = ms->items[i];
		if (it->kind != ITEM_GLYPHS)
			continue;
		if (last && it->y - last->y >= it->glyphs.size && text.n &&
			it->glyphs.text.p != last->glyphs.text.p)
			buf_ch(&text, ' ');
		item_text(pdf->work, it, &text);
		last = it;
	}
	return buf_done(&text);
}

static void
dump_attr(struct buf *out, const struct elem_attr *at)
{
	buf_fmt(out, " %s=", at->key);
	if (at->type == ATTR_TEXT)
		dump_quote(out, at->text);
	else if (at->type == ATTR_INT)
		buf_int(out, at->i);
	else
		buf_c(out, at->name);
}

static void
dump_head(struct pdf *pdf, const struct elem *e, struct buf *out)
{
	struct elem_attrs as = elem_attrs(pdf, e);
	buf_c(out, e->role);
	if (strcmp(e->role, e->base) != 0)
		buf_fmt(out, "(%s)", e->base);
	for (int i = 0; i < as.n; i++)
		if (as.v[i].type != ATTR_BOX)
			dump_attr(out, &as.v[i]);
	for (const struct elem_ref *r = e->refs; r; r = r->next) {
		const struct link *l = r->link;
		if (!l)
			continue;
		buf_c(out, " -> ");
		if (l->uri.n)
			buf_str(out, l->uri);
		else
			buf_fmt(out, "%s:%u", doc_kinds[l->target->kind].name,
				(unsigned)l->target->num);
		return;
	}
}

static void
dump_indent(struct buf *out, int depth)
{
	for (int i = 0; i < depth; i++)
		buf_c(out, "  ");
}

/* The text of `m` and the marks right behind it; " / " between pages. */
static struct str
dump_marks(struct pdf *pdf, struct elem_walk *w, const struct mark *m)
{
	struct buf text = buf_new(pdf->work);
	struct elem *child;
	struct elem_ref *ref;
	buf_str(&text, dump_mark_text(pdf, m));
	for (;;) {
		struct elem_walk here = *w;
		if (!elem_next(w, &child, &ref) || child || !ref->mark) {
			*w = here;
			break;
		}
		if (ref->mark->page != m->page)
			buf_c(&text, " / ");
		m = ref->mark;
		buf_str(&text, dump_mark_text(pdf, m));
	}
	return buf_done(&text);
}

static bool
dump_has_child(const struct elem *e)
{
	for (const struct elem *k = e->first; k; k = k->next)
		if (k->used)
			return true;
	return false;
}

static void
dump_elem(struct pdf *pdf, const struct elem *e, int depth, struct buf *out)
{
	struct elem_walk w = elem_walk(e);
	struct elem *child;
	struct elem_ref *ref;
	bool mixed = dump_has_child(e);
	dump_indent(out, depth);
	dump_head(pdf, e, out);
	if (mixed)
		buf_ch(out, '\n');
	while (elem_next(&w, &child, &ref)) {
		if (child) {
			dump_elem(pdf, child, depth + 1, out);
			continue;
		}
		struct str text =
			ref->mark ? dump_marks(pdf, &w, ref->mark) : STR0;
		if (!text.n)
			continue;
		if (mixed)
			dump_indent(out, depth + 1);
		else
			buf_ch(out, ' ');
		dump_quote(out, text);
		if (mixed)
			buf_ch(out, '\n');
	}
	if (!mixed)
		buf_ch(out, '\n');
}

void
pdf_dump_tags(struct arena *a, const struct document *doc,
	const struct pages *pages, const struct pdf_options *o, struct buf *out)
{
	struct pdf pdf = {.a = a, .work = a, .doc = doc, .o = o};
	pdf_start(&pdf);
	pdf_take(&pdf, pages);
	tags_settle(&pdf);
	dump_elem(&pdf, pdf.tags.root, 0, out);
}
