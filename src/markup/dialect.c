/*
 * kramdown, from text to HTML.  Three passes over its own tree: blocks
 * first, because definitions may stand behind their use; then the spans
 * of all texts; then ids of headings and numbers of footnotes, and the
 * HTML.  cmark was not made to bend to kramdown's rules: the two disagree
 * about nearly every block's end and about emphasis, so the dialect has
 * its own parser, and cmark reads the sites that ask for CommonMark.
 */
#include "dialect_priv.h"

/* Lines end with "\n" alone, the last one too. */
static const struct text *
normalize_lines(struct arena *a, const struct text *body)
{
	struct text_builder tb = text_builder_new(a);
	struct str s = body->bytes;
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\r')
			continue;
		text_add_from(&tb, body, from, i);
		if (i + 1 >= s.n || s.p[i + 1] != '\n')
			text_add(&tb, STR("\n"), text_span(body, i));
		from = i + 1;
	}
	text_add_from(&tb, body, from, s.n);
	if (s.n && (!tb.b.n || tb.b.p[tb.b.n - 1] != '\n'))
		text_add(&tb, STR("\n"), text_span(body, s.n - 1));
	struct text *t = ARENA_NEW(a, struct text);
	*t = text_builder_done(&tb);
	return t;
}

/* ---- ids -------------------------------------------------------------- */

/* GitHub's ids: lower case, letters, digits, hyphens; spaces to hyphens. */
static struct str
github_id(struct arena *a, struct str text)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < text.n;) {
		uint32_t c = markup_lower(utf8_next(text, &i));
		if (c == ' ' || c == '\t')
			buf_ch(&b, '-');
		else if (c == '-' || markup_word(c))
			buf_utf8(&b, c);
	}
	return buf_done(&b);
}

/* kramdown's own: ASCII only, beginning with a letter. */
static struct str
plain_id(struct arena *a, struct str text)
{
	struct buf b = buf_new(a);
	size_t i = 0;

	while (i < text.n && !ch_alpha(text.p[i]))
		i++;
	for (; i < text.n; i++) {
		char c = text.p[i];
		if (c == ' ')
			buf_ch(&b, '-');
		else if (ch_alnum(c) || c == '-')
			buf_ch(&b, (char)ch_lower(c));
	}
	struct str id = buf_done(&b);
	return id.n ? id : STR("section");
}

/* The id, with "-1" and so on where it was used before. */
static struct str
unique_id(struct dialect *d, struct map *used, struct str id)
{
	int *n = map_find(used, id);

	if (!n) {
		n = ARENA_NEW(d->a, int);
		map_put(used, id, n);
		return id;
	}
	return str_fmt(d->a, "%.*s-%d", STR_ARG(id), ++*n);
}

static void
number_heading(
	struct dialect *d, struct elem *h, bool in_html, struct map *used)
{
	ARENA_PUSH(d->a, d->heads, d->nheads, d->heads_cap);
	d->heads[d->nheads++] = h;
	if (h->id.n || attr_find(&h->attrs, "id").n || !d->o.auto_ids)
		return;
	struct str text = span_raw_text(d, h);
	bool github = d->o.gfm && !in_html;
	h->id = unique_id(
		d, used, github ? github_id(d->a, text) : plain_id(d->a, text));
}

static void
number_note(struct dialect *d, struct elem *ref)
{
	struct elem *note = map_find(&d->notes, ref->name);

	if (!note || note->number)
		return;
	note->number = d->o.first_note + d->nused;
	ARENA_PUSH(d->a, d->used, d->nused, d->used_cap);
	d->used[d->nused++] = note;
}

static bool
is_list(const struct elem *e)
{
	return e->kind == ELEM_UL || e->kind == ELEM_OL;
}

/* Headings, references and the place of a table of contents, in order. */
static void
number_tree(struct dialect *d, struct elem *root, struct map *used)
{
	struct elem *e = root;
	int in_html = 0;

	while (e) {
		if (e->kind == ELEM_HEADER)
			number_heading(d, e, in_html > 0, used);
		else if (e->kind == ELEM_NOTE_REF)
			number_note(d, e);
		else if (is_list(e) && !d->toc &&
			 attr_has_ref(&e->attrs, "toc"))
			d->toc = e;
		if (e->first) {
			in_html += e->kind == ELEM_HTML;
			e = e->first;
			continue;
		}
		while (e != root && !e->next) {
			e = e->parent;
			in_html -= e->kind == ELEM_HTML;
		}
		e = e == root ? NULL : e->next;
	}
}

static void
number_all(struct dialect *d)
{
	struct map used = map_new(d->a);

	number_tree(d, d->root, &used);
	/* notes may refer to notes: the list grows as it is walked */
	for (int i = 0; i < d->nused; i++) {
		span_parse_tree(d, d->used[i]);
		number_tree(d, d->used[i], &used);
	}
}

struct text
dialect_html(struct arena *a, const struct text *body,
	const struct markup_options *o, struct diag *dg)
{
	struct dialect d = {.a = a, .dg = dg, .o = *o};

	d.lists = map_new(a);
	d.links = map_new(a);
	d.notes = map_new(a);
	d.abbrs = map_new(a);
	d.root = elem_new(&d, ELEM_ROOT, SPAN_NONE);
	block_parse_text(&d, d.root, normalize_lines(a, body), 0);
	span_parse_tree(&d, d.root);
	number_all(&d);
	return emit_html_text(&d);
}
