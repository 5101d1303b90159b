/*
 * What stands between blocks and is not printed where it stands:
 * footnotes, link and abbreviation definitions, attribute lists, and
 * kramdown's extensions {::comment}, {::nomarkdown}, {::options}.
 * Definitions go to maps and leave an end-of-block mark behind, so that
 * an attribute list after them finds what it belongs to.
 */
#include "dialect_priv.h"

static struct elem *
add_definition(struct block_scan *b, size_t at)
{
	struct elem *e = block_add(b, ELEM_EOB, at);

	e->eob = EOB_DEFINITION;
	return e;
}

/* ---- footnotes -------------------------------------------------------- */

bool
block_note(struct block_scan *b)
{
	struct str s = b->s;
	size_t i = opt_space(s, b->pos);

	if (i + 4 >= s.n || s.p[i] != '[' || s.p[i + 1] != '^')
		return false;
	size_t end = name_end(s, i + 2);
	if (end == i + 2 || end + 1 >= s.n || s.p[end] != ']' ||
		s.p[end + 1] != ':')
		return false;
	struct str name = str_sub(s, i + 2, end);
	struct text_builder tb = text_builder_new(b->d->a);
	size_t from = end + 2, line = line_end(s, from);
	size_t stop = code_block_end(s, line);
	while (from < line && (s.p[from] == ' ' || s.p[from] == '\t'))
		from++;
	text_add_from(&tb, b->t, from, line);
	for (size_t k = line; k < stop; k = line_end(s, k))
		text_add_from(&tb, b->t, indent_at(s, k), line_end(s, k));
	struct elem *note = elem_new(b->d, ELEM_NOTE, block_span(b, i));
	note->name = name;
	block_parse_text(b->d, note, block_done(b->d, &tb), b->depth + 1);
	map_put(&b->d->notes, name, note);
	add_definition(b, i);
	b->pos = stop;
	return true;
}

/* ---- links ------------------------------------------------------------ */

struct str
link_normalize_id(struct arena *a, struct str id)
{
	struct buf out = buf_new(a);

	for (size_t i = 0; i < id.n;) {
		if (ch_space(id.p[i])) {
			buf_ch(&out, ' ');
			while (i < id.n && ch_space(id.p[i]))
				i++;
			continue;
		}
		buf_utf8(&out, markup_lower(utf8_next(id, &i)));
	}
	return buf_done(&out);
}

/* A title in quotes that fills the rest of its line; its end or 0. */
static size_t
link_title(struct str s, size_t i, struct str *title)
{
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	if (i >= s.n || (s.p[i] != '"' && s.p[i] != '\''))
		return 0;
	size_t end = line_end(s, i), to = end;
	while (to > i && ch_space(s.p[to - 1]))
		to--;
	if (to < i + 3 || s.p[to - 1] != s.p[i])
		return 0;
	*title = str_sub(s, i + 1, to - 1);
	return end;
}

/* Titles are looked for only so far behind an address. */
#define TARGET_MAX 4096

/* Address and title behind "]:"; where they end, or 0. */
static size_t
link_target(struct str s, size_t i, struct str *href, struct str *title)
{
	size_t end = line_end(s, i), after;

	while (i < end && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	if (i >= end || s.p[i] == '\n')
		return 0;
	struct str line = str_sub(s, i, end);
	ptrdiff_t gt = s.p[i] == '<' ? str_chr(line, '>') : -1;
	size_t to = gt > 0 ? i + (size_t)gt + 1 : end;
	if (gt < 0) {
		/* up to a title on the same line, if it is one */
		for (size_t k = i; k < end && k < i + TARGET_MAX; k++)
			if (ch_space(s.p[k]) && link_title(s, k, title)) {
				*href = str_trim(str_sub(s, i, k));
				return end;
			}
	} else if ((after = link_title(s, to, title)) != 0) {
		*href = str_sub(s, i + 1, to - 1);
		return after;
	} else if (!is_blank_line(s, to)) {
		gt = -1;
		to = end;
	}
	*href = gt > 0 ? str_sub(s, i + 1, to - 1)
	               : str_trim(str_sub(s, i, to));
	after = link_title(s, line_end(s, i), title);
	return after ? after : line_end(s, i);
}

bool
block_link(struct block_scan *b)
{
	struct str s = b->s, href, title = STR0;
	size_t i = opt_space(s, b->pos), end = i + 1;

	if (i >= s.n || s.p[i] != '[')
		return false;
	while (end < s.n && s.p[end] != ']' && s.p[end] != '\n')
		end++;
	if (end == i + 1 || end + 1 >= s.n || s.p[end] != ']' ||
		s.p[end + 1] != ':')
		return false;
	size_t after = link_target(s, end + 2, &href, &title);
	if (!after)
		return false;
	for (size_t k = 0; k + 1 < href.n; k++)
		if (ch_space(href.p[k]) && strchr("\"'", href.p[k + 1]))
			return false;
	struct link_def *def = ARENA_NEW(b->d->a, struct link_def);
	def->href = href;
	def->title = title;
	def->eob = add_definition(b, i);
	map_put(&b->d->links,
		link_normalize_id(b->d->a, str_sub(s, i + 1, end)), def);
	b->pos = after;
	return true;
}

/* ---- abbreviations ---------------------------------------------------- */

static void
abbr_note_length(struct dialect *d, size_t n)
{
	int i = 0;

	while (i < d->nabbr_lengths && d->abbr_lengths[i] > n)
		i++;
	if ((i < d->nabbr_lengths && d->abbr_lengths[i] == n) ||
		d->nabbr_lengths == (int)ARRAY_LEN(d->abbr_lengths))
		return;
	memmove(d->abbr_lengths + i + 1, d->abbr_lengths + i,
		(size_t)(d->nabbr_lengths - i) * sizeof *d->abbr_lengths);
	d->abbr_lengths[i] = n;
	d->nabbr_lengths++;
}

bool
block_abbr(struct block_scan *b)
{
	struct str s = b->s;
	size_t i = opt_space(s, b->pos), end = line_end(s, i);

	if (i + 4 >= s.n || s.p[i] != '*' || s.p[i + 1] != '[')
		return false;
	ptrdiff_t close = str_find(str_sub(s, 0, end), "]:", i + 3);
	if (close < 0)
		return false;
	struct abbr_def *def = ARENA_NEW(b->d->a, struct abbr_def);
	struct str name = str_sub(s, i + 2, (size_t)close);
	def->title = str_trim(str_sub(s, (size_t)close + 2, end));
	def->eob = add_definition(b, i);
	map_put(&b->d->abbrs, name, def);
	abbr_note_length(b->d, name.n);
	b->pos = end;
	return true;
}

/* ---- extensions ------------------------------------------------------- */

/* "{:/}" or "{:/name}" on a line of its own; its end or 0. */
static size_t
stop_tag_at(struct str s, size_t pos, struct str name)
{
	size_t i = opt_space(s, pos);

	if (i + 3 >= s.n || memcmp(s.p + i, "{:/", 3) != 0)
		return 0;
	i += 3;
	if (str_eq(str_sub(s, i, i + name.n), name))
		i += name.n;
	if (i >= s.n || s.p[i] != '}' || !is_blank_line(s, i + 1))
		return 0;
	return line_end(s, i);
}

static void
set_options(struct dialect *d, const struct attr_list *l)
{
	for (const struct attr_pair *p = l->pairs; p; p = p->next)
		markup_set_option(d->a, &d->o, p->name, p->value);
}

struct elem *
elem_comment(struct dialect *d, const struct text *t, size_t from, size_t to)
{
	struct str words, s = str_sub(t->bytes, from, to);
	if (!tree_ignore_words(s, &words) || str_find(s, "--", 0) >= 0)
		return NULL;
	struct elem *e = elem_new(d, ELEM_COMMENT, text_span(t, from));
	struct text_builder tb = text_builder_new(d->a);
	struct text *src = ARENA_NEW(d->a, struct text);
	text_add(&tb, STR("<!--"), e->span);
	text_add_from(&tb, t, from, to);
	text_add(&tb, STR("-->"), e->span);
	*src = text_builder_done(&tb);
	e->src = src;
	e->to = src->bytes.n;
	return e;
}

/* False for an extension that kramdown does not know. */
static bool
extension_run(struct block_scan *b, struct str name,
	const struct attr_list *attrs, size_t from, size_t to)
{
	if (str_is(name, "options")) {
		set_options(b->d, attrs);
		block_add(b, ELEM_EOB, b->pos)->eob = EOB_LIST;
		return true;
	}
	if (str_is(name, "comment")) {
		struct elem *c = elem_comment(b->d, b->t, from, to);
		if (c) {
			c->block = true;
			elem_append(b->tree, c);
		}
		return true;
	}
	if (!str_is(name, "nomarkdown"))
		return false;
	struct str type = attr_find(attrs, "type");
	if (type.n && !str_has_word(type, "html"))
		return true;
	struct elem *e = elem_new(b->d, ELEM_RAW, block_span(b, from));
	e->src = b->t;
	e->from = from;
	e->to = to;
	e->block = true;
	elem_append(b->tree, e);
	return true;
}

/* {::name attributes} ... {:/name}, or {::name attributes /}. */
static bool
block_extension_tag(struct block_scan *b, size_t i)
{
	struct str s = b->s, inner = STR0;
	struct attr_list attrs = {0};
	size_t end = attr_list_at(s, i, &inner);

	if (!end || s.p[i + 2] != ':' || !is_blank_line(s, end))
		return false;
	inner = str_sub(inner, 1, inner.n);
	size_t n = name_end(inner, 0);
	struct str name = str_sub(inner, 0, n);
	struct str rest = str_trim(str_sub(inner, n, inner.n));
	bool closed = str_ends(rest, "/");
	if (closed)
		rest.n--;
	attr_parse(b->d, rest, &attrs, block_span(b, i));
	size_t body = line_end(s, end), stop = body, after = body;
	for (; !closed && stop < s.n; stop = line_end(s, stop))
		if ((after = stop_tag_at(s, stop, name)) != 0)
			break;
	if ((!closed && stop >= s.n) ||
		!extension_run(b, name, &attrs, body, stop))
		return false;
	b->pos = after;
	return true;
}

/* ---- attribute lists -------------------------------------------------- */

/* {:name: ...} */
static bool
block_named_list(struct block_scan *b, size_t i)
{
	struct str s = b->s, inner = STR0;
	size_t end = attr_list_at(s, i, &inner), n = name_end(inner, 0);

	if (!end || n == 0 || n >= inner.n || inner.p[n] != ':' ||
		!is_blank_line(s, end))
		return false;
	struct str name = str_sub(inner, 0, n);
	struct attr_list *l = map_find(&b->d->lists, name);
	if (!l) {
		l = ARENA_NEW(b->d->a, struct attr_list);
		map_put(&b->d->lists, name, l);
	}
	attr_parse(b->d, str_sub(inner, n + 1, inner.n), l, block_span(b, i));
	block_add(b, ELEM_EOB, i)->eob = EOB_LIST;
	b->pos = line_end(s, end);
	return true;
}

/* {: ...} for the block before, or for the next if a blank line parts them */
static bool
block_attr_line(struct block_scan *b, size_t i)
{
	struct elem *last = b->tree->last;
	struct str inner, ignored;
	size_t end = block_attr_list_at(b->s, b->pos, &inner);

	if (!end)
		return false;
	b->pos = end;
	if (last && last->kind != ELEM_BLANK &&
		(last->kind != ELEM_EOB || last->eob == EOB_DEFINITION)) {
		attr_parse(b->d, inner, &last->attrs, block_span(b, i));
		if (!block_attr_list_at(b->s, end, &ignored))
			block_add(b, ELEM_EOB, i)->eob = EOB_LIST;
		return true;
	}
	if (!b->ahead)
		b->ahead = ARENA_NEW(b->d->a, struct attr_list);
	attr_parse(b->d, inner, b->ahead, block_span(b, i));
	return true;
}

bool
block_extension(struct block_scan *b)
{
	size_t i = opt_space(b->s, b->pos);

	if (i + 2 >= b->s.n || b->s.p[i] != '{' || b->s.p[i + 1] != ':')
		return false;
	return block_named_list(b, i) || block_extension_tag(b, i) ||
	       block_attr_line(b, i);
}
