/*
 * Spans between angle brackets: addresses, tags with what stands in them,
 * comments.
 */
#include "dialect_span_priv.h"

/* ---- tags ------------------------------------------------------------- */

/* The end of "scheme:..." at `from`, no further than addresses go. */
static size_t
scheme_end(struct str s, size_t from)
{
	static const char *const schemes[] = {
		"mailto:", "http:", "https:", "ftp:", "ftps:"};
	struct str rest =
		str_sub(s, from, from + 4096 < s.n ? from + 4096 : s.n);

	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		size_t n = strlen(schemes[i]);
		if (!str_starts(rest, schemes[i]))
			continue;
		while (n < rest.n && rest.p[n] != '>' && rest.p[n] != '\n')
			n++;
		return n > strlen(schemes[i]) ? from + n : from;
	}
	return from;
}

/* The end of "somebody@host" at `from`. */
static size_t
mail_end(struct str s, size_t from)
{
	size_t i = from, at = 0;

	for (; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '@' && !at && i > from)
			at = i;
		else if (!(ch_alnum(c) || c >= 0x80 || c == '-' || c == '_' ||
				 c == '.'))
			break;
	}
	return at && i > at + 1 ? i : from;
}

bool
span_autolink(struct span_scan *p)
{
	struct str s = p->s;
	size_t from = p->pos + 1;

	if (s.p[p->pos] != '<')
		return false;
	size_t end = scheme_end(s, from);
	bool scheme = end > from;
	if (!scheme)
		end = mail_end(s, from);
	if (end == from || end >= s.n || s.p[end] != '>')
		return false;
	struct str href = str_sub(s, from, end);
	struct elem *e = span_add_piece(p, ELEM_LINK, from, end);
	e->href =
		scheme ? href : str_fmt(p->d->a, "mailto:%.*s", STR_ARG(href));
	struct elem *into = p->el;
	p->el = e;
	span_add_text(p, str_starts(href, "mailto:") ? from + 7 : from, end);
	p->el = into;
	p->pos = end + 1;
	return true;
}

/* What is inside an element, up to its end tag or the text's end. */
static void
span_element_content(struct span_scan *p, struct elem *e)
{
	struct stop stop = {.kind = STOP_TAG, .name = e->tag.name};
	bool html_only = p->html_only;

	p->html_only = e->model == MODEL_RAW;
	e->has_end = span_read(p, e, &stop);
	p->html_only = html_only;
	if (!e->has_end) {
		struct elem *into = p->el;
		p->el = e;
		span_add_text(p, p->pos, p->s.n);
		p->el = into;
		p->pos = p->s.n;
	}
}

static enum html_model
span_model(const struct span_scan *p, const struct html_tag *tag)
{
	int asked = html_markdown_attr(tag);
	bool raw = html_model(tag->name) == MODEL_RAW || p->html_only ||
	           !p->d->o.parse_span_html;

	if (asked == MODEL_RAW)
		return MODEL_RAW;
	if (asked == MODEL_SPAN)
		return MODEL_SPAN;
	return raw ? MODEL_RAW : MODEL_SPAN;
}

static bool
span_comment(struct span_scan *p)
{
	if (!span_starts(p, p->pos, "<!--") || p->no_comment_end)
		return false;
	size_t end = html_comment_at(p->s, p->pos);
	if (!end) {
		p->no_comment_end = true;
		return false;
	}
	span_add_piece(p, ELEM_COMMENT, p->pos, end);
	p->pos = end;
	return true;
}

bool
span_html(struct span_scan *p)
{
	size_t from = p->pos, end;
	struct html_tag tag;
	struct str name;

	if (p->s.p[from] != '<')
		return false;
	if (span_comment(p))
		return true;
	if ((end = html_end_tag_at(p->d->a, p->s, from, &name)) != 0) {
		span_add_text(p, from, end);
		p->pos = end;
		return true;
	}
	end = html_tag_at(p->d->a, p->s, from, &tag);
	if (!end)
		return false;
	p->pos = end;
	int kinds = html_kinds(tag.name);
	if ((kinds & HTML_B) || p->depth >= MARKUP_DEPTH) {
		span_add_text(p, from, end);
		return true;
	}
	struct elem *e = span_add_piece(p, ELEM_HTML, from, end);
	e->tag = tag;
	e->model = span_model(p, &tag);
	if (!tag.closed && !(kinds & HTML_V))
		span_element_content(p, e);
	return true;
}
