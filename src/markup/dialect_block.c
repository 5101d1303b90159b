/*
 * kramdown's blocks.  A text is read line by line; at each block's start
 * the parsers are tried in kramdown's own order and the first that takes
 * it wins.  What holds blocks (quotes, items, footnotes) gets its lines
 * copied without their marks into a text of their own, origins and all,
 * and is read the same way one level deeper; elements with markdown="1"
 * are read on in place until their end tag.  Each byte is copied once a
 * level and levels are limited, so work is linear.
 */
#include "dialect_priv.h"

struct elem *
elem_new(struct dialect *d, enum elem_kind kind, struct span span)
{
	struct elem *e = ARENA_NEW(d->a, struct elem);

	e->kind = kind;
	e->span = span;
	e->raw = text_builder_new(d->a);
	d->made++;
	return e;
}

void
elem_append(struct elem *parent, struct elem *child)
{
	child->parent = parent;
	child->prev = parent->last;
	child->next = NULL;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

struct span
block_span(const struct block_scan *b, size_t at)
{
	return text_span(b->t, at);
}

struct text *
block_done(struct dialect *d, struct text_builder *tb)
{
	struct text *t = ARENA_NEW(d->a, struct text);

	*t = text_builder_done(tb);
	return t;
}

/* A new block at the end of the tree; takes the list that waits for it. */
struct elem *
block_add(struct block_scan *b, enum elem_kind kind, size_t at)
{
	struct elem *e = elem_new(b->d, kind, block_span(b, at));

	elem_append(b->tree, e);
	if (b->ahead) {
		e->attrs = *b->ahead;
		b->ahead = NULL;
	}
	return e;
}

bool
block_after_boundary(const struct block_scan *b)
{
	const struct elem *last = b->tree->last;

	return !last || last->kind == ELEM_BLANK ||
	       (last->kind == ELEM_EOB && last->eob == EOB_MARK) || b->ahead;
}

bool
block_before_boundary(const struct block_scan *b)
{
	struct str inner = STR0;

	return b->pos >= b->s.n || is_blank_line(b->s, b->pos) ||
	       eob_marker_at(b->s, b->pos) ||
	       block_attr_list_at(b->s, b->pos, &inner);
}

/* ---- leaves ----------------------------------------------------------- */

static bool
block_blank(struct block_scan *b)
{
	if (!is_blank_line(b->s, b->pos))
		return false;
	if (!b->tree->last || b->tree->last->kind != ELEM_BLANK)
		block_add(b, ELEM_BLANK, b->pos);
	b->pos = skip_blank_lines(b->s, b->pos);
	return true;
}

/* Lines of indented code: one indent less, lazy lines joined. */
static bool
block_code(struct block_scan *b)
{
	if (indent_at(b->s, b->pos) == b->pos)
		return false;
	size_t end = code_block_end(b->s, b->pos);
	struct elem *e = block_add(b, ELEM_CODE, b->pos);
	for (size_t i = b->pos; i < end;) {
		size_t to = line_end(b->s, i);
		size_t from = indent_at(b->s, i);
		bool lazy = from == i && i > b->pos && !is_blank_line(b->s, i);
		if (lazy) {
			e->raw.b.n--; /* the line's end before */
			text_add(&e->raw, STR(" "), block_span(b, i));
		}
		text_add_from(&e->raw, b->t, from, to);
		i = to;
	}
	b->pos = end;
	return true;
}

/* Line that closes a fence of `n` times `c`; its start, or s.n. */
static size_t
fence_close(struct str s, size_t pos, char c, size_t n)
{
	for (; pos < s.n; pos = line_end(s, pos)) {
		size_t i = opt_space(s, pos), k = 0;
		while (i + k < s.n && s.p[i + k] == c)
			k++;
		if (k >= n && is_blank_line(s, i + k))
			return pos;
	}
	return s.n;
}

/* The language behind the fence; false if more than one word stands there. */
static bool
fence_language(struct str info, struct str *lang)
{
	info = str_trim(info);
	for (size_t i = 0; i < info.n; i++)
		if (ch_space(info.p[i]))
			return false;
	ptrdiff_t q = str_chr(info, '?');
	*lang = q > 0 ? str_sub(info, 0, (size_t)q) : info;
	return true;
}

static bool
block_fenced(struct block_scan *b)
{
	struct str s = b->s, lang;
	size_t i = opt_space(s, b->pos), n = 0;

	if (!fence_start_at(s, b->pos))
		return false;
	char c = s.p[i];
	if (!b->d->o.gfm && (c == '`' || i > b->pos))
		return false;
	size_t *never = &b->no_fence[c == '`'];
	while (i + n < s.n && s.p[i + n] == c)
		n++;
	size_t body = line_end(s, i);
	if (n < 3 || (*never && n >= *never) ||
		!fence_language(str_sub(s, i + n, body), &lang))
		return false;
	size_t close = fence_close(s, body, c, n);
	if (close == s.n) {
		*never = n;
		return false;
	}
	struct elem *e = block_add(b, ELEM_CODE, b->pos);
	e->lang = lang;
	text_add_from(&e->raw, b->t, body, close);
	b->pos = line_end(s, close);
	return true;
}

/* "{#id}" at a heading's end: cuts it off `text`. */
static struct str
heading_id(struct str *text)
{
	if (!text->n || text->p[text->n - 1] != '}')
		return STR0;
	size_t i = text->n - 1;
	while (i > 0 && text->p[i] != '{')
		i--;
	struct str id = str_sub(*text, i + 2, text->n - 1);
	if (i == 0 || text->p[i + 1] != '#' || !id.n || ch_digit(id.p[0]) ||
		(text->p[i - 1] != ' ' && text->p[i - 1] != '\t'))
		return STR0;
	for (size_t k = 0; k < id.n; k++)
		if (ch_space(id.p[k]) || strchr("{}\"'<>&=", id.p[k]))
			return STR0;
	*text = str_trim(str_sub(*text, 0, i));
	return id;
}

/* "Title ##": the closing marks go. */
static struct str
heading_without_marks(struct str text, bool gfm)
{
	size_t n = text.n;

	while (n > 0 && text.p[n - 1] == '#')
		n--;
	if (n == text.n || (gfm && (n == 0 || !ch_space(text.p[n - 1]))))
		return text;
	if (n > 0 && text.p[n - 1] == '\\')
		return text;
	return str_trim(str_sub(text, 0, n));
}

static void
add_heading(struct block_scan *b, int level, struct str text, struct str id)
{
	size_t from = (size_t)(text.p - b->s.p);
	struct elem *e = block_add(b, ELEM_HEADER, from);

	e->level = level;
	e->id = id;
	text_add_from(&e->raw, b->t, from, from + text.n);
}

static bool
block_atx(struct block_scan *b)
{
	const struct markup_options *o = &b->d->o;
	size_t i = b->pos;

	if (!atx_at(o, b->s, i) || (!o->gfm && !block_after_boundary(b)))
		return false;
	while (b->s.p[i] == '#' && i - b->pos < 6)
		i++;
	int level = (int)(i - b->pos);
	size_t end = line_end(b->s, i);
	struct str text = str_trim(str_sub(b->s, i, end));
	struct str id = heading_id(&text);
	text = heading_without_marks(text, o->gfm);
	if (!text.n)
		return false;
	add_heading(b, level, text, id);
	b->pos = end;
	return true;
}

static bool
block_setext(struct block_scan *b)
{
	struct str s = b->s;
	size_t i = opt_space(s, b->pos), under = line_end(s, i);

	if (!block_after_boundary(b) || under >= s.n || ch_space(s.p[i]) ||
		(s.p[under] != '-' && s.p[under] != '='))
		return false;
	size_t k = under;
	while (k < s.n && (s.p[k] == '-' || s.p[k] == '='))
		k++;
	if (!is_blank_line(s, k))
		return false;
	struct str text = str_trim(str_sub(s, i, under));
	struct str id = heading_id(&text);
	if (!text.n)
		return false;
	add_heading(b, s.p[under] == '-' ? 2 : 1, text, id);
	b->pos = line_end(s, under);
	return true;
}

static bool
block_rule(struct block_scan *b)
{
	size_t end = rule_at(b->s, b->pos);

	if (!end)
		return false;
	block_add(b, ELEM_RULE, b->pos);
	b->pos = end;
	return true;
}

static bool
block_math(struct block_scan *b)
{
	struct str s = b->s;
	size_t i = opt_space(s, b->pos);

	if (i + 1 >= s.n || s.p[i] != '$' || s.p[i + 1] != '$' ||
		!block_after_boundary(b) || b->no_math_end)
		return false;
	ptrdiff_t end = str_find(s, "$$", i + 2);
	if (end < 0) {
		b->no_math_end = true;
		return false;
	}
	size_t back = b->pos, after = (size_t)end + 2;
	b->pos = is_blank_line(s, after) ? line_end(s, after) : after;
	if (!block_before_boundary(b)) {
		b->pos = back;
		return false;
	}
	struct elem *e = block_add(b, ELEM_MATH_BLOCK, i);
	text_add_from(&e->raw, b->t, i + 2, (size_t)end);
	return true;
}

static bool
block_eob(struct block_scan *b)
{
	size_t end = eob_marker_at(b->s, b->pos);

	if (!end)
		return false;
	block_add(b, ELEM_EOB, b->pos);
	b->pos = end;
	return true;
}

/* ---- paragraphs and quotes -------------------------------------------- */

static void
paragraph_add(struct block_scan *b, size_t from, size_t to)
{
	struct elem *last = b->tree->last;

	while (to > from && ch_space(b->s.p[to - 1]))
		to--;
	if (last && last->kind == ELEM_PARA) {
		/* two spaces before the line's end are still a break */
		bool hard =
			from >= 3 && memcmp(b->s.p + from - 3, "  \n", 3) == 0;
		text_add(&last->raw, hard ? STR("  \n") : STR("\n"),
			block_span(b, from));
	} else {
		while (from < to && ch_space(b->s.p[from]))
			from++;
		last = block_add(b, ELEM_PARA, from);
	}
	text_add_from(&last->raw, b->t, from, to);
}

static bool
block_paragraph(struct block_scan *b)
{
	size_t i = line_end(b->s, b->pos);

	while (!paragraph_end_at(b->d, b->s, i))
		i = line_end(b->s, i);
	paragraph_add(b, b->pos, i);
	b->pos = i;
	return true;
}

static bool
block_quote(struct block_scan *b)
{
	struct text_builder tb = text_builder_new(b->d->a);
	size_t i = b->pos;

	if (!quote_at(b->s, i))
		return false;
	struct elem *e = block_add(b, ELEM_QUOTE, i);
	do {
		size_t end = line_end(b->s, i), from = i;
		if (quote_at(b->s, i)) {
			from = opt_space(b->s, i) + 1;
			if (from < b->s.n && b->s.p[from] == ' ')
				from++;
		}
		text_add_from(&tb, b->t, from, end);
		i = end;
	} while (!lazy_end_at(b->s, i));
	block_parse_text(b->d, e, block_done(b->d, &tb), b->depth + 1);
	b->pos = i;
	return true;
}

/* ---- the loop --------------------------------------------------------- */

typedef bool block_fn(struct block_scan *b);

/* kramdown's order; HTML, which can end the loop, stands between them. */
static block_fn *const before_html[] = {block_blank, block_code, block_fenced,
	block_quote, block_atx, block_rule, block_list, block_definition_list};
static block_fn *const after_html[] = {block_setext, block_math, block_table,
	block_note, block_link, block_abbr, block_extension, block_eob,
	block_paragraph};

static bool
try_all(struct block_scan *b, block_fn *const *fns, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (fns[i](b))
			return true;
	return false;
}

/* True if it stopped at the end tag of the element being read. */
static bool
block_parse(struct block_scan *b)
{
	while (b->pos < b->s.n) {
		bool stop = false;
		if (try_all(b, before_html, ARRAY_LEN(before_html)))
			continue;
		if (block_html(b, &stop)) {
			if (stop)
				return true;
			continue;
		}
		try_all(b, after_html, ARRAY_LEN(after_html));
	}
	return false;
}

bool
block_parse_inside(struct block_scan *b, struct elem *el)
{
	struct elem *tree = b->tree;
	struct attr_list *ahead = b->ahead;

	b->tree = el;
	b->ahead = NULL;
	b->depth++;
	bool found = block_parse(b);
	b->depth--;
	b->tree = tree;
	b->ahead = ahead;
	return found;
}

/* Nested too deep: the text without its quote marks as one paragraph. */
static void
block_cut(struct dialect *d, struct elem *into, const struct text *t)
{
	struct elem *e = elem_new(d, ELEM_PARA, text_span(t, 0));
	size_t i = 0;

	if (!d->too_deep)
		MARKUP_REPORT(d->dg, DIAG_HTML_NESTING, e->span,
			"more than %d levels", MARKUP_DEPTH);
	d->too_deep = true;
	while (i < t->bytes.n &&
		(ch_space(t->bytes.p[i]) || strchr(">-*+", t->bytes.p[i])))
		i++;
	text_add_from(&e->raw, t, i, t->bytes.n);
	elem_append(into, e);
}

void
block_parse_text(
	struct dialect *d, struct elem *into, const struct text *t, int depth)
{
	struct block_scan b = {
		.d = d, .t = t, .s = t->bytes, .tree = into, .depth = depth};

	if (depth > MARKUP_DEPTH)
		block_cut(d, into, t);
	else
		block_parse(&b);
}
