/*
 * Raw HTML among blocks.  A block element runs to its own end tag over
 * blank lines and its content stays as it is, unless markdown="1" (or
 * parse_block_html) says otherwise: then blocks or spans are read inside
 * it.  Elements inside raw content are found too, since one of them may
 * say markdown="1" again.  The raw part is one loop with parent pointers,
 * however deep the elements nest.
 */
#include "dialect_priv.h"

/* The element that a start tag opens, appended to the tree. */
static struct elem *
add_element(struct block_scan *b, struct elem *into, const struct html_tag *tag,
	size_t from, size_t to)
{
	struct elem *e = elem_new(b->d, ELEM_HTML, block_span(b, from));

	e->tag = *tag;
	e->src = b->t;
	e->from = from;
	e->to = to;
	e->block = true;
	elem_append(into, e);
	return e;
}

static void
add_raw_text(struct block_scan *b, struct elem *into, size_t from, size_t to)
{
	if (from >= to)
		return;
	struct elem *last = into->last;
	if (last && last->kind == ELEM_TEXT && last->src == b->t &&
		last->to == from) {
		last->to = to;
		return;
	}
	struct elem *e = elem_new(b->d, ELEM_TEXT, block_span(b, from));
	e->src = b->t;
	e->from = from;
	e->to = to;
	elem_append(into, e);
}

static size_t
trailing_space(struct str s, size_t pos)
{
	size_t i = pos;

	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	return i < s.n && s.p[i] == '\n' ? i + 1 : pos;
}

/* Position of "</name" from `pos`, or s.n. */
static size_t
find_end_tag(struct block_scan *b, struct str name, size_t pos, size_t *after)
{
	struct str s = b->s, found;

	while (pos < s.n) {
		const char *lt = memchr(s.p + pos, '<', s.n - pos);
		if (!lt)
			break;
		pos = (size_t)(lt - s.p);
		*after = html_end_tag_at(b->d->a, s, pos, &found);
		if (*after && str_ieq(found, name))
			return pos;
		pos++;
	}
	*after = s.n;
	return s.n;
}

/* Content of markdown="span": spans up to the end tag, kept as raw text. */
static void
read_span_content(struct block_scan *b, struct elem *e)
{
	size_t after, end = find_end_tag(b, e->tag.name, b->pos, &after);

	text_add_from(&e->raw, b->t, b->pos, end);
	e->has_end = end < b->s.n;
	b->pos = after;
}

/* script and style: no tags inside. */
static void
read_text_content(struct block_scan *b, struct elem *e)
{
	size_t after, end = find_end_tag(b, e->tag.name, b->pos, &after);

	e->model = MODEL_RAW;
	add_raw_text(b, e, b->pos, end);
	e->has_end = true;
	b->pos = after;
}

/*
 * Is what comes next HTML?  After a tag that kramdown does not see the
 * site shows Markdown; but who writes tags inside means HTML.
 */
static bool
tag_follows(const struct block_scan *b)
{
	size_t i = b->pos;

	while (i < b->s.n && ch_space(b->s.p[i]))
		i++;
	return i < b->s.n && b->s.p[i] == '<';
}

static enum html_model
content_model(struct block_scan *b, const struct elem *e, bool in_raw)
{
	int asked = html_markdown_attr(&e->tag);

	if (asked >= 0)
		return (enum html_model)asked;
	if (e->tag.mended && !tag_follows(b))
		return html_model(e->tag.name);
	if (!in_raw && b->d->o.parse_block_html)
		return html_model(e->tag.name);
	return MODEL_RAW;
}

static bool
is_text_element(struct str name)
{
	return str_is(name, "script") || str_is(name, "style");
}

/* Reads what is inside a new element; true if it stays open as raw. */
static bool
open_element(struct block_scan *b, struct elem *e, bool in_raw)
{
	if (is_text_element(e->tag.name)) {
		read_text_content(b, e);
		return false;
	}
	e->model = content_model(b, e, in_raw);
	bool closed = e->tag.closed || (html_kinds(e->tag.name) & HTML_V);
	if (e->model == MODEL_BLOCK)
		b->pos = trailing_space(b->s, b->pos);
	if (closed)
		return false;
	if (e->model == MODEL_BLOCK && b->depth < MARKUP_DEPTH)
		e->has_end = block_parse_inside(b, e);
	else if (e->model == MODEL_SPAN)
		read_span_content(b, e);
	else
		return true;
	return false;
}

/* The tag goes, what is inside stays. */
static struct elem *
too_deep(struct block_scan *b, struct elem *in, size_t at)
{
	if (!b->d->too_deep)
		MARKUP_REPORT(b->d->dg, DIAG_HTML_NESTING, block_span(b, at),
			"more than %d levels", MARKUP_DEPTH);
	b->d->too_deep = true;
	return in;
}

/* One "<" in raw content.  Returns the element to go on in. */
static struct elem *
raw_markup(struct block_scan *b, struct elem *top, struct elem *in)
{
	struct html_tag tag;
	struct str name;
	size_t from = b->pos, end = 0;

	if (!b->no_comment_end && (end = html_comment_at(b->s, from)) != 0) {
		struct elem *c =
			elem_new(b->d, ELEM_COMMENT, block_span(b, from));
		c->src = b->t;
		c->from = from;
		c->to = end;
		elem_append(in, c);
		b->pos = end;
		return in;
	}
	if ((end = html_tag_at(b->d->a, b->s, from, &tag)) != 0) {
		b->pos = end;
		if (in->level >= MARKUP_DEPTH)
			return too_deep(b, in, from);
		struct elem *e = add_element(b, in, &tag, from, end);
		e->level = in->level + 1;
		return open_element(b, e, true) ? e : in;
	}
	if ((end = html_end_tag_at(b->d->a, b->s, from, &name)) != 0) {
		b->pos = end;
		if (str_eq(name, in->tag.name)) {
			in->has_end = true;
			return in == top ? NULL : in->parent;
		}
		add_raw_text(b, in, from, end);
		return in;
	}
	add_raw_text(b, in, from, from + 1);
	b->pos = from + 1;
	return in;
}

/* Raw content of `top` up to its end tag or the end of the text. */
static void
read_raw_content(struct block_scan *b, struct elem *top)
{
	struct elem *in = top;

	while (in && b->pos < b->s.n) {
		const char *lt = memchr(b->s.p + b->pos, '<', b->s.n - b->pos);
		size_t to = lt ? (size_t)(lt - b->s.p) : b->s.n;
		add_raw_text(b, in, b->pos, to);
		b->pos = to;
		if (lt)
			in = raw_markup(b, top, in);
	}
}

static bool
block_comment(struct block_scan *b)
{
	size_t end;

	if (b->s.p[b->pos] != '<' || b->no_comment_end ||
		b->pos + 3 >= b->s.n || b->s.p[b->pos + 1] != '!')
		return false;
	end = html_comment_at(b->s, b->pos);
	if (!end) {
		b->no_comment_end = str_find(b->s, "-->", b->pos) < 0;
		return false;
	}
	struct elem *e = elem_new(b->d, ELEM_COMMENT, block_span(b, b->pos));
	e->src = b->t;
	e->from = b->pos;
	e->to = end;
	e->block = true;
	elem_append(b->tree, e);
	b->pos = trailing_space(b->s, end);
	return true;
}

/* Which end tags end an element inside which it is looked for. */
static bool
block_end_tag(struct block_scan *b, size_t at, bool *stop)
{
	struct str name;
	size_t end = html_end_tag_at(b->d->a, b->s, at, &name);

	if (!end || b->tree->kind != ELEM_HTML ||
		!str_eq(b->tree->tag.name, name))
		return false;
	b->pos = end;
	*stop = true;
	return true;
}

bool
block_html(struct block_scan *b, bool *stop)
{
	struct html_tag tag;
	size_t at = opt_space(b->s, b->pos), end;

	if (at >= b->s.n || b->s.p[at] != '<')
		return false;
	if (block_comment(b))
		return true;
	end = html_tag_at(b->d->a, b->s, at, &tag);
	if (!end)
		return block_end_tag(b, at, stop);
	if (html_kinds(tag.name) & HTML_S)
		return false;
	struct elem *e = add_element(b, b->tree, &tag, at, end);
	if (b->ahead) {
		e->attrs = *b->ahead;
		b->ahead = NULL;
	}
	b->pos = end;
	if (open_element(b, e, false))
		read_raw_content(b, e);
	b->pos = trailing_space(b->s, b->pos);
	return true;
}
