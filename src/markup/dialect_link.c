/*
 * Links and pictures: text in brackets, then an address in parentheses,
 * an id in brackets, or nothing, if the text itself is an id.  What has
 * neither stays text.
 */
#include "dialect_span_priv.h"

/* Without backslashes before what they escape. */
static struct str
plain_text(struct arena *a, struct str s)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n &&
			strchr("\\.*_+`<>()[]{}#!:|\"'$=-", s.p[i + 1]))
			i++;
		buf_ch(&b, s.p[i]);
	}
	return buf_done(&b);
}

/* "[id]" or "[]" behind the text, after white space; its end or `at`. */
static size_t
link_reference(struct str s, size_t at, struct str *id)
{
	size_t i = at;

	while (i < s.n && ch_space(s.p[i]))
		i++;
	*id = STR0;
	if (i >= s.n || s.p[i] != '[')
		return at;
	ptrdiff_t end = str_chr(str_sub(s, i, s.n), ']');
	if (end < 0)
		return at;
	*id = str_sub(s, i + 1, i + (size_t)end);
	return i + (size_t)end + 1;
}

/* A title and ")"; its end or 0. */
static size_t
link_title_end(struct str s, size_t i, struct str *title)
{
	while (i < s.n && ch_space(s.p[i]))
		i++;
	if (i >= s.n || (s.p[i] != '"' && s.p[i] != '\''))
		return 0;
	char q = s.p[i];
	size_t from = i + 1;
	for (i = from + 1; i < s.n; i++) {
		if (s.p[i] != q)
			continue;
		size_t k = i + 1;
		while (k < s.n && ch_space(s.p[k]))
			k++;
		if (k < s.n && s.p[k] == ')') {
			*title = str_sub(s, from, i);
			return k + 1;
		}
	}
	return 0;
}

/* "(address)" or "(address "title")" at `at`; its end or 0. */
static size_t
link_address(struct str s, size_t at, struct str *href, struct str *title)
{
	size_t i = at;
	int open = 0;

	*title = STR0;
	if (at + 1 < s.n && s.p[at + 1] == '<') {
		ptrdiff_t gt = str_chr(str_sub(s, at, s.n), '>');
		ptrdiff_t nl = str_chr(str_sub(s, at, s.n), '\n');
		if (gt > 0 && (nl < 0 || gt < nl)) {
			i = at + (size_t)gt + 1;
			*href = str_sub(s, at + 2, i - 1);
			if (i < s.n && s.p[i] == ')')
				return i + 1;
			return link_title_end(s, i, title);
		}
	}
	for (; i < s.n; i++) {
		char c = s.p[i];
		if (c == '(') {
			open++;
		} else if (c == ')') {
			if (--open == 0)
				break;
		} else if (ch_space(c) && i + 1 < s.n &&
			   (s.p[i + 1] == '"' || s.p[i + 1] == '\'')) {
			break;
		}
	}
	if (i >= s.n)
		return 0;
	*href = str_trim(str_sub(s, at + 1, i));
	return open == 0 ? i + 1 : link_title_end(s, i, title);
}

/* What the text in brackets refers to; false: it is only text. */
static bool
link_resolve(struct span_scan *p, struct elem *e, struct str text)
{
	struct str s = p->s, id;
	size_t after = link_reference(s, p->pos, &id);

	if (after > p->pos || p->pos >= s.n || s.p[p->pos] != '(') {
		struct link_def *def = map_find(&p->d->links,
			link_normalize_id(p->d->a, id.n ? id : text));
		if (!def)
			return false;
		e->href = def->href;
		e->title = def->title;
		attr_merge(p->d->a, &e->attrs, &def->eob->attrs);
		p->pos = after;
		return true;
	}
	size_t end = link_address(s, p->pos, &e->href, &e->title);
	if (!end) {
		p->spent += s.n - p->pos;
		return false;
	}
	p->pos = end;
	return true;
}

bool
span_link_ends(struct span_scan *p, struct stop *stop, const struct elem *el)
{
	char c = p->s.p[p->pos];
	bool opens = c == '[' || (c == '!' && span_starts(p, p->pos, "!["));

	if (c != ']' && !opens)
		return false;
	stop->open += opens ? 1 : -1;
	return stop->open - el->uses == 0; /* uses: pictures inside */
}

bool
span_link(struct span_scan *p)
{
	size_t from = p->pos;
	bool image = p->s.p[from] == '!';
	size_t text = from + (image ? 2 : 1);
	struct stop stop = {.kind = STOP_BRACKET, .open = 1};

	if (!span_starts(p, from, image ? "![" : "[") || text >= p->s.n ||
		p->s.p[text] == '^')
		return false;
	p->pos = text;
	bool nested = !image && (span_is_inside(p->el, ELEM_LINK) ||
					span_is_inside(p->el, ELEM_IMAGE));
	if (nested || !span_may_look_ahead(p) ||
		!memchr(p->s.p + text, ']', p->s.n - text)) {
		span_add_text(p, from, text);
		return true;
	}
	size_t made = p->d->made;
	struct elem *e = span_try(p, image ? ELEM_IMAGE : ELEM_LINK, from);
	bool found = span_read(p, e, &stop);
	if (found) {
		struct str alt =
			plain_text(p->d->a, str_sub(p->s, text, p->pos));
		p->pos++;
		found = link_resolve(p, e, alt);
		e->lit = alt;
	}
	if (!found) {
		span_give_up(p, from, made);
		p->pos = text;
		span_add_text(p, from, text);
		return true;
	}
	if (image)
		p->el->uses++;
	elem_append(p->el, e);
	return true;
}
