/*
 * kramdown's spans: one pass over a text from left to right.  At each
 * character that can begin something the parsers are tried in kramdown's
 * order; what none takes is text.  Emphasis and links read ahead for
 * their end and give up if there is none, which alone could take
 * quadratic time: so giving up is paid from a budget proportional to the
 * text, and when that is spent, openers are text.  No honest page gets
 * near it.
 */
#include "dialect_span_priv.h"

static const unsigned char special[256] = {
	['*'] = 1,
	['_'] = 1,
	['`'] = 1,
	['<'] = 1,
	['['] = 1,
	['!'] = 1,
	['"'] = 1,
	['\''] = 1,
	['$'] = 1,
	['{'] = 1,
	['&'] = 1,
	['-'] = 1,
	['.'] = 1,
	['>'] = 1,
	['\n'] = 1,
	['\\'] = 1,
	['~'] = 1,
	[']'] = 1,
};

/* ---- pieces ----------------------------------------------------------- */

void
span_add_text(struct span_scan *p, size_t from, size_t to)
{
	struct elem *last = p->el->last;

	if (from >= to)
		return;
	if (last && last->kind == ELEM_TEXT && last->src == p->t &&
		!last->lit.p && last->to == from) {
		last->to = to;
		return;
	}
	struct elem *e = elem_new(p->d, ELEM_TEXT, text_span(p->t, from));
	e->src = p->t;
	e->from = from;
	e->to = to;
	elem_append(p->el, e);
}

struct elem *
span_add_piece(struct span_scan *p, enum elem_kind kind, size_t from, size_t to)
{
	struct elem *e = elem_new(p->d, kind, text_span(p->t, from));

	e->src = p->t;
	e->from = from;
	e->to = to;
	elem_append(p->el, e);
	return e;
}

static void
add_glyph(struct span_scan *p, struct str html, size_t from)
{
	span_add_piece(p, ELEM_GLYPH, from, from)->lit = html;
}

bool
span_starts(const struct span_scan *p, size_t at, const char *what)
{
	size_t n = strlen(what);

	return at + n <= p->s.n && memcmp(p->s.p + at, what, n) == 0;
}

/* Is `el` or what it is in of kind `kind`? */
bool
span_is_inside(const struct elem *el, enum elem_kind kind)
{
	for (; el; el = el->parent)
		if (el->kind == kind)
			return true;
	return false;
}

bool
span_may_look_ahead(const struct span_scan *p)
{
	return p->spent <= p->budget && p->depth < MARKUP_DEPTH;
}

/* An element not yet in the tree: it may still turn out to be text. */
struct elem *
span_try(struct span_scan *p, enum elem_kind kind, size_t at)
{
	struct elem *e = elem_new(p->d, kind, text_span(p->t, at));

	e->parent = p->el;
	return e;
}

/* Reading ahead from `from` was in vain; elements cost more than bytes. */
void
span_give_up(struct span_scan *p, size_t from, size_t made)
{
	p->spent += p->pos - from + 1 + 32 * (p->d->made - made);
}

/* ---- emphasis --------------------------------------------------------- */

static bool
is_letter(uint32_t c)
{
	return c != '_' && !(c >= '0' && c <= '9') && markup_word(c);
}

/* Does a word end right before `at`?  Then "_" is part of it. */
static bool
word_before(struct str s, size_t at)
{
	uint32_t c = markup_char_before(s, at);

	if (c == '-')
		c = markup_char_before(s, at - 1);
	return is_letter(c);
}

static bool
emphasis_read(struct span_scan *p, struct elem **el, char c, int len)
{
	struct stop stop = {.kind = STOP_EM, .delim = c, .len = len};
	size_t from = p->pos, made = p->d->made;

	*el = span_try(p, len == 2 ? ELEM_STRONG : ELEM_EM, from);
	p->pos += (size_t)len;
	if (span_read(p, *el, &stop))
		return true;
	span_give_up(p, from, made);
	p->pos = from;
	return false;
}

static bool
emphasis(struct span_scan *p)
{
	size_t from = p->pos;
	char c = p->s.p[from];
	int len = from + 1 < p->s.n && p->s.p[from + 1] == c ? 2 : 1;
	size_t after = from + (size_t)len;
	enum elem_kind kind = len == 2 ? ELEM_STRONG : ELEM_EM;
	struct elem *el;

	if (c != '*' && c != '_')
		return false;
	bool text = (c == '_' && word_before(p->s, from)) || after >= p->s.n ||
	            ch_space(p->s.p[after]) || span_is_inside(p->el, kind) ||
	            !span_may_look_ahead(p) ||
	            !memchr(p->s.p + after, c, p->s.n - after);
	bool found = !text && emphasis_read(p, &el, c, len);
	if (!text && !found && len == 2 && p->el->kind != ELEM_EM) {
		/* "**a*": an emphasis whose text begins with the second */
		found = emphasis_read(p, &el, c, 1);
	}
	if (found) {
		elem_append(p->el, el);
	} else {
		span_add_text(p, from, after);
		p->pos = after;
	}
	return true;
}

static bool
emphasis_ends(const struct span_scan *p, const struct stop *stop,
	const struct elem *el)
{
	struct str s = p->s;
	size_t at = p->pos, n = (size_t)stop->len;
	char c = stop->delim;

	if (s.p[at] != c || (n == 2 && (at + 1 >= s.n || s.p[at + 1] != c)))
		return false;
	if (!el->first || (at > 0 && ch_space(s.p[at - 1])))
		return false;
	if (n == 1 && at + 1 < s.n && s.p[at + 1] == c &&
		!(at + 2 < s.n && s.p[at + 2] == c))
		return false;
	if (c == '_') {
		uint32_t next = markup_char_at(s, at + n);
		if (next != '_' && markup_word(next))
			return false;
	}
	return true;
}

/* ---- code, math, strikethrough ---------------------------------------- */

static bool
code_span(struct span_scan *p)
{
	size_t from = p->pos, n = 0;

	if (p->s.p[from] != '`')
		return false;
	while (from + n < p->s.n && p->s.p[from + n] == '`')
		n++;
	size_t body = from + n;
	bool space_around = n == 1 &&
	                    (from == 0 || ch_space(p->s.p[from - 1])) &&
	                    body < p->s.n && ch_space(p->s.p[body]);
	ptrdiff_t end = -1;
	if (!space_around && !(p->no_ticks && n >= p->no_ticks)) {
		char *ticks = str_cdup(p->d->a, str_sub(p->s, from, body));
		end = str_find(p->s, ticks, body);
	}
	if (end < 0) {
		if (!space_around)
			p->no_ticks = n;
		span_add_text(p, from, body);
		p->pos = body;
		return true;
	}
	size_t to = (size_t)end;
	p->pos = to + n;
	if (n > 1 && body < to && p->s.p[body] == ' ')
		body++;
	if (n > 1 && body < to && p->s.p[to - 1] == ' ')
		to--;
	span_add_piece(p, ELEM_CODE_SPAN, body, to);
	return true;
}

static bool
inline_math(struct span_scan *p)
{
	size_t from = p->pos;

	if (!span_starts(p, from, "$$") || p->no_math_end)
		return false;
	ptrdiff_t end = str_find(p->s, "$$", from + 2);
	if (end < 0) {
		p->no_math_end = true;
		return false;
	}
	span_add_piece(p, ELEM_MATH, from + 2, (size_t)end);
	p->pos = (size_t)end + 2;
	return true;
}

/* Where "~~" closes what opens at `at`; 0 if it does not. */
static size_t
strike_end(const struct span_scan *p, size_t at)
{
	size_t i = at + 2;

	if (i >= p->s.n || ch_space(p->s.p[i]) || p->s.p[i] == '~')
		return 0;
	while (i < p->s.n) {
		ptrdiff_t end = str_find(p->s, "~~", i);
		if (end < 0)
			return 0;
		i = (size_t)end;
		if (!ch_space(p->s.p[i - 1]) && p->s.p[i - 1] != '~')
			return i;
		i++;
	}
	return 0;
}

static bool
strikethrough(struct span_scan *p)
{
	size_t from = p->pos;

	if (!p->d->o.gfm || !span_starts(p, from, "~~") ||
		!span_may_look_ahead(p))
		return false;
	size_t end = strike_end(p, from);
	if (!end) {
		p->spent += p->s.n - from;
		return false;
	}
	struct elem *e = span_add_piece(p, ELEM_DEL, from, end);
	struct span_scan in = *p;
	struct stop none = {0};
	in.s.n = end;
	in.pos = from + 2;
	in.depth++;
	span_read(&in, e, &none);
	p->spent = in.spent;
	p->pos = end + 2;
	return true;
}

/* ---- notes, extensions, quotes, breaks --- */

static bool
note_marker(struct span_scan *p)
{
	size_t from = p->pos;

	if (!span_starts(p, from, "[^"))
		return false;
	size_t end = name_end(p->s, from + 2);
	if (end == from + 2 || end >= p->s.n || p->s.p[end] != ']')
		return false;
	struct elem *note =
		map_find(&p->d->notes, str_sub(p->s, from + 2, end));
	if (note) {
		struct elem *e =
			span_add_piece(p, ELEM_NOTE_REF, from, end + 1);
		e->name = note->name;
	} else {
		span_add_text(p, from, end + 1);
		MARKUP_REPORT(p->d->dg, DIAG_NOTE_DANGLING,
			text_span(p->t, from), "%.*s",
			STR_ARG(str_sub(p->s, from, end + 1)));
	}
	p->pos = end + 1;
	return true;
}

/*
 * {::comment}..{:/comment} and {::nomarkdown}..{:/} inside a paragraph, where
 * {::options /} comes too late for its blocks.
 */
static size_t
span_extension_end(struct span_scan *p, struct str inner, size_t body)
{
	struct str rest = str_sub(inner, 1, inner.n);
	size_t n = name_end(rest, 0);
	struct str name = str_sub(rest, 0, n);
	bool raw = str_is(name, "nomarkdown");

	bool note = str_is(name, "comment");
	if (!raw && !note && !str_is(name, "options"))
		return 0;
	if (str_ends(str_trim(rest), "/"))
		return body;
	char *stop =
		str_cdup(p->d->a, str_fmt(p->d->a, "{:/%.*s}", STR_ARG(name)));
	ptrdiff_t named = str_find(p->s, stop, body);
	ptrdiff_t plain = str_find(p->s, "{:/}", body);
	ptrdiff_t end =
		named < 0 || (plain >= 0 && plain < named) ? plain : named;
	if (end < 0)
		return 0;
	struct elem *comment =
		note ? elem_comment(p->d, p->t, body, (size_t)end) : NULL;
	if (raw)
		span_add_piece(p, ELEM_RAW, body, (size_t)end);
	else if (comment)
		elem_append(p->el, comment);
	return (size_t)end + (end == named ? strlen(stop) : 4);
}

static bool
span_extension(struct span_scan *p)
{
	struct str inner = STR0;
	struct elem *last = p->el->last;

	if (!span_starts(p, p->pos, "{:"))
		return false;
	size_t end = attr_list_at(p->s, p->pos, &inner);
	if (!end)
		return false;
	if (inner.p[0] == ':') {
		size_t after = span_may_look_ahead(p)
		                       ? span_extension_end(p, inner, end)
		                       : 0;
		if (!after)
			return false;
		p->pos = after;
		return true;
	}
	if (inner.p[0] == '/' || !last || last->kind == ELEM_TEXT)
		return false;
	attr_parse(p->d, inner, &last->attrs, text_span(p->t, p->pos));
	p->pos = end;
	return true;
}

static bool
smart_quote(struct span_scan *p)
{
	struct smart m;
	size_t at = p->pos, next = at;

	if (p->s.p[at] != '"' && p->s.p[at] != '\'') {
		if (p->s.p[at] == '\\')
			return false;
		utf8_next(p->s, &next);
		if (next >= p->s.n ||
			(p->s.p[next] != '"' && p->s.p[next] != '\''))
			return false;
	}
	if (!smart_quote_at(&p->d->o, p->s, at, &m))
		return false;
	span_add_text(p, at, at + m.lead.n);
	for (int i = 0; i < m.nglyphs; i++)
		add_glyph(p, m.glyphs[i], at + m.lead.n);
	p->pos = m.end;
	return true;
}

static bool
entity(struct span_scan *p)
{
	size_t end = p->s.p[p->pos] == '&' ? entity_at(p->s, p->pos) : 0;

	if (!end)
		return false;
	add_glyph(p, str_sub(p->s, p->pos, end), p->pos);
	p->pos = end;
	return true;
}

static bool
symbol(struct span_scan *p)
{
	struct str html;
	size_t end =
		p->d->o.typographic ? smart_symbol_at(p->s, p->pos, &html) : 0;

	if (!end)
		return false;
	add_glyph(p, html, p->pos);
	p->pos = end;
	return true;
}

/* Two spaces, "\\" or (GFM) "\" before a line's end. */
static bool
line_break(struct span_scan *p)
{
	size_t at = p->pos, n = 0;

	if (span_starts(p, at, "  \n") || span_starts(p, at, "\\\\\n"))
		n = 2;
	else if (p->d->o.gfm && span_starts(p, at, "\\\n"))
		n = 1;
	else if (!(p->d->o.hard_wrap && p->s.p[at] == '\n'))
		return false;
	if (at + n + 1 < p->s.n || n == 2)
		span_add_piece(p, ELEM_BREAK, at, at + n);
	p->pos = at + n;
	if (n == 0) {
		span_add_text(p, at, at + 1);
		p->pos++;
	}
	return true;
}

static bool
escape(struct span_scan *p)
{
	const char *set = p->d->o.gfm ? "\\.*_+`<>()[]{}#!:|\"'$=-~"
	                              : "\\.*_+`<>()[]{}#!:|\"'$=-";
	size_t at = p->pos;

	if (p->s.p[at] != '\\' || at + 1 >= p->s.n || !p->s.p[at + 1] ||
		!strchr(set, p->s.p[at + 1]))
		return false;
	/* no glyph, so that an attribute list behind it stays text */
	struct elem *e = span_add_piece(p, ELEM_TEXT, at + 1, at + 2);
	e->lit = str_sub(p->s, at + 1, at + 2);
	p->pos = at + 2;
	return true;
}

/* ---- the loop --------------------------------------------------------- */

typedef bool span_fn(struct span_scan *p);

/* kramdown's order. */
static span_fn *const parsers[] = {emphasis, code_span, span_autolink,
	span_html, note_marker, span_link, smart_quote, inline_math,
	span_extension, entity, symbol, line_break, escape, strikethrough};

static bool
stops_here(struct span_scan *p, struct stop *stop, struct elem *el)
{
	struct str name;
	size_t end;

	switch (stop->kind) {
	case STOP_EM:
		if (!emphasis_ends(p, stop, el))
			return false;
		p->pos += (size_t)stop->len;
		return true;
	case STOP_BRACKET:
		return span_link_ends(p, stop, el);
	case STOP_TAG:
		if (p->s.p[p->pos] != '<')
			return false;
		end = html_end_tag_at(p->d->a, p->s, p->pos, &name);
		if (!end || !str_ieq(name, stop->name))
			return false;
		p->pos = end;
		return true;
	case STOP_NONE:
		break;
	}
	return false;
}

/* Where the next character stands that may begin something. */
static size_t
next_special(const struct span_scan *p)
{
	size_t i = p->pos;

	if (p->html_only) {
		const char *lt = memchr(p->s.p + i, '<', p->s.n - i);
		return lt ? (size_t)(lt - p->s.p) : p->s.n;
	}
	while (i < p->s.n && !special[(unsigned char)p->s.p[i]])
		i++;
	if (i >= p->s.n || i == p->pos)
		return i;
	/* quotes, breaks and " >>" begin a character earlier */
	char c = p->s.p[i];
	if (c == '"' || c == '\'') {
		do
			i--;
		while (i > p->pos && (p->s.p[i] & 0xc0) == 0x80);
	} else if (c == '\n' && i >= p->pos + 2 && p->s.p[i - 1] == ' ' &&
		   p->s.p[i - 2] == ' ') {
		i -= 2;
	} else if (c == '>' && p->s.p[i - 1] == ' ' &&
		   span_starts(p, i, ">>")) {
		i--;
	}
	return i;
}

static bool
try_parsers(struct span_scan *p)
{
	if (p->html_only)
		return span_html(p);
	for (size_t i = 0; i < ARRAY_LEN(parsers); i++)
		if (parsers[i](p))
			return true;
	return false;
}

/* Read into `el` up to `stop`; false if the text ends before. */
bool
span_read(struct span_scan *p, struct elem *el, struct stop *stop)
{
	struct elem *into = p->el;
	bool found = false;

	p->el = el;
	p->depth++;
	while (p->pos < p->s.n) {
		size_t at = next_special(p);
		span_add_text(p, p->pos, at);
		p->pos = at;
		if (at >= p->s.n)
			break;
		if ((found = stops_here(p, stop, el)))
			break;
		if (!try_parsers(p)) {
			size_t next = p->pos;
			utf8_next(p->s, &next);
			span_add_text(p, p->pos, next);
			p->pos = next;
		}
	}
	p->depth--;
	p->el = into;
	return found;
}

/* ---- the tree --------------------------------------------------------- */

static void
spans_of(struct dialect *d, struct elem *e)
{
	struct text *t = block_done(d, &e->raw);
	struct stop none = {0};
	struct span_scan p = {.d = d, .t = t, .s = t->bytes};

	p.budget = 4 * t->bytes.n + 65536;
	e->first = e->last = NULL;
	span_read(&p, e, &none);
}

static bool
has_spans(const struct elem *e)
{
	switch (e->kind) {
	case ELEM_PARA:
	case ELEM_HEADER:
	case ELEM_TERM:
	case ELEM_CELL:
		return true;
	case ELEM_HTML:
		return e->block && e->model == MODEL_SPAN;
	default:
		return false;
	}
}

void
span_parse_tree(struct dialect *d, struct elem *root)
{
	struct elem *e = root;

	while (e) {
		if (has_spans(e))
			spans_of(d, e);
		else if (e->first) {
			e = e->first;
			continue;
		}
		while (e != root && !e->next)
			e = e->parent;
		e = e == root ? NULL : e->next;
	}
}

struct str
span_raw_text(struct dialect *d, const struct elem *root)
{
	struct buf b = buf_new(d->a);
	const struct elem *e = root->first;

	while (e) {
		if (e->kind == ELEM_TEXT || e->kind == ELEM_CODE_SPAN ||
			e->kind == ELEM_MATH)
			buf_str(&b, str_sub(e->src->bytes, e->from, e->to));
		else if (e->kind == ELEM_GLYPH && e->lit.p[0] != '&')
			buf_str(&b, e->lit);
		if (e->first && e->kind != ELEM_IMAGE) {
			e = e->first;
			continue;
		}
		while (e->parent != root && !e->next)
			e = e->parent;
		e = e->next;
	}
	return buf_done(&b);
}
