/*
 * Tags as kramdown's HTML parser reads them: strict about attributes, so
 * that "a<b" stays text.  What it rejects it prints as text; where such a
 * thing can only be a tag gone wrong (curly quotes, a stray bracket, a
 * quote that never closes) it is read as a browser would and said to be
 * mended.  The table of elements is searched by halving.
 */
#include "dialect_priv.h"

#define B         HTML_B
#define S         HTML_S
#define V         HTML_V
#define L         HTML_L
#define RAW       MODEL_RAW
#define BLOCK     MODEL_BLOCK
#define SPAN      MODEL_SPAN
#define CURLY_MAX 3

static const struct html_element elements[] = {
#define ELEMENT(name, kinds, model) {name, kinds, model},
#include "dialect_elements.def"
#undef ELEMENT
};

#undef B
#undef S
#undef V
#undef L
#undef RAW
#undef BLOCK
#undef SPAN

static int
name_cmp(const char *known, struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		int k = (unsigned char)known[i];
		int c = ch_lower((unsigned char)name.p[i]);
		if (k != c)
			return k < c ? -1 : 1;
	}
	return known[name.n] ? 1 : 0;
}

const struct html_element *
html_element(struct str name)
{
	size_t low = 0, high = ARRAY_LEN(elements);

	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = name_cmp(elements[mid].name, name);
		if (c == 0)
			return &elements[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

bool
html_is_known(struct str name)
{
	return html_element(name) != NULL;
}

int
html_kinds(struct str name)
{
	const struct html_element *e = html_element(name);

	return e ? e->kinds : 0;
}

bool
html_is_block(struct str name)
{
	return (html_kinds(name) & HTML_B) != 0;
}

enum html_model
html_model(struct str name)
{
	const struct html_element *e = html_element(name);

	return e ? e->model : MODEL_RAW;
}

/* ---- small pieces ----------------------------------------------------- */

static size_t
skip_space(struct str s, size_t i)
{
	while (i < s.n && ch_space(s.p[i]))
		i++;
	return i;
}

/* An XML name with at most one colon; `i` if there is none. */
static size_t
xml_name_end(struct str s, size_t i)
{
	if (i >= s.n || !(ch_alpha(s.p[i]) || s.p[i] == '_' ||
				(unsigned char)s.p[i] >= 0xc3))
		return i;
	/* U+2000 to U+2FFF are no letters: no name begins with a quote */
	if ((unsigned char)s.p[i] == 0xe2)
		return i;
	while (i < s.n) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == 0xe2 || !(ch_alnum(c) || c == '_' || c == '-' ||
					 c == '.' || c == ':' || c >= 0x80))
			break;
		i++;
	}
	return i;
}

/* A word as an unquoted value. */
static size_t
word_end(struct str s, size_t i)
{
	while (i < s.n) {
		size_t next = i;
		if (!markup_word(utf8_next(s, &next)))
			break;
		i = next;
	}
	return i;
}

static const char *const curly[] = {"\xe2\x80\x9c", "\xe2\x80\x9d",
	"\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\xb3", "\xe2\x80\xb2"};

static bool
curly_at(struct str s, size_t i)
{
	if (i + CURLY_MAX > s.n || (unsigned char)s.p[i] != 0xe2)
		return false;
	for (size_t k = 0; k < ARRAY_LEN(curly); k++)
		if (memcmp(s.p + i, curly[k], CURLY_MAX) == 0)
			return true;
	return false;
}

static struct str
known_name(struct arena *a, struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] >= 'A' && name.p[i] <= 'Z')
			return html_element(name) ? str_lower(a, name) : name;
	return name;
}

/* ---- attributes ------------------------------------------------------- */

/* A value that a curly quote at `i` opens; sets `*at` behind it. */
static struct str
curly_value(struct str s, size_t i, size_t *at)
{
	size_t to = i + CURLY_MAX;

	while (to < s.n && !curly_at(s, to) && s.p[to] != '"')
		to++;
	*at = curly_at(s, to) ? to + CURLY_MAX : to < s.n ? to + 1 : to;
	return str_sub(s, i + CURLY_MAX, to);
}

/* Where a value that opened straight was closed by a curly quote, or 0. */
static size_t
curly_close(struct str s, size_t from, size_t to)
{
	for (size_t i = from; i + CURLY_MAX < to; i++)
		if (curly_at(s, i) && ch_space(s.p[i + CURLY_MAX]))
			return i;
	return 0;
}

/* The value at `*at`, behind "=" and spaces; sets `*at` behind it. */
static struct str
attr_value(struct str s, size_t *at)
{
	size_t i = *at;

	if (i < s.n && (s.p[i] == '"' || s.p[i] == '\'')) {
		ptrdiff_t end = str_chr(str_sub(s, i + 1, s.n), s.p[i]);
		size_t to = end < 0 ? s.n : i + 1 + (size_t)end;
		bool clean =
			to < s.n && (to + 1 == s.n || ch_space(s.p[to + 1]) ||
					    s.p[to + 1] == '/');
		size_t early = clean ? 0 : curly_close(s, i + 1, to);
		*at = early ? early + CURLY_MAX : to < s.n ? to + 1 : s.n;
		return str_sub(s, i + 1, early ? early : to);
	}
	if (curly_at(s, i))
		return curly_value(s, i, at);
	while (i < s.n && !ch_space(s.p[i]))
		i++;
	struct str v = str_sub(s, *at, i);
	*at = i;
	return v;
}

bool
html_next_attr(struct str s, size_t *at, struct str *name, struct str *value,
	bool *has_value)
{
	size_t i = *at;

	for (;;) {
		i = skip_space(s, i);
		size_t end = xml_name_end(s, i);
		if (end > i) {
			*name = str_sub(s, i, end);
			i = end;
			break;
		}
		if (i >= s.n)
			return false;
		i++; /* what is no name */
	}
	size_t eq = skip_space(s, i);
	*value = STR0;
	*has_value = eq < s.n && s.p[eq] == '=';
	if (*has_value) {
		i = skip_space(s, eq + 1);
		*value = attr_value(s, &i);
	}
	*at = i;
	return true;
}

int
html_markdown_attr(const struct html_tag *tag)
{
	struct str name, value;
	size_t at = 0;
	bool has;

	if (str_find(tag->attrs, "markdown", 0) < 0)
		return -1;
	while (html_next_attr(tag->attrs, &at, &name, &value, &has)) {
		if (!str_iis(name, "markdown"))
			continue;
		if (str_is(value, "1"))
			return (int)html_model(tag->name);
		if (str_is(value, "block"))
			return MODEL_BLOCK;
		if (str_is(value, "span"))
			return MODEL_SPAN;
		return str_is(value, "0") ? MODEL_RAW : -1;
	}
	return -1;
}

/* ---- tags ------------------------------------------------------------- */

/* Past the attributes that kramdown reads; stops at what it doesn't. */
static size_t
strict_attrs_end(struct str s, size_t i)
{
	for (;;) {
		size_t from = skip_space(s, i);
		size_t end = xml_name_end(s, from);
		if (from == i || end == from)
			return i;
		i = end;
		size_t eq = skip_space(s, i);
		if (eq >= s.n || s.p[eq] != '=')
			continue;
		size_t v = skip_space(s, eq + 1);
		size_t to;
		if (v < s.n && (s.p[v] == '"' || s.p[v] == '\'')) {
			const char *q =
				memchr(s.p + v + 1, s.p[v], s.n - v - 1);
			if (!q)
				return i;
			to = (size_t)(q - s.p) + 1;
		} else {
			to = word_end(s, v);
			if (to == v)
				return i;
		}
		i = to;
	}
}

/* Where a tag that kramdown rejects ends to a browser; 0: nowhere near. */
static size_t
loose_attrs_end(struct str s, size_t i)
{
	char quote = 0;
	size_t first_gt = 0;

	for (; i < s.n; i++) {
		char c = s.p[i];
		if (c == '\n' && i + 1 < s.n && s.p[i + 1] == '\n')
			return first_gt;
		if (c == '>' && !first_gt)
			first_gt = i;
		if (c == '<')
			return first_gt;
		if (quote) {
			if (c == quote)
				quote = 0;
		} else if (c == '>') {
			return i;
		} else if ((c == '"' || c == '\'') && s.p[i - 1] == '=') {
			quote = c;
		}
	}
	return first_gt;
}

/* Has a mended tag a quote that never closes?  Then only its value ends. */
static size_t
html_tag_loose(struct str s, size_t i, struct html_tag *tag)
{
	if (!(html_kinds(tag->name) & HTML_L))
		return 0;
	if (i < s.n && !ch_space(s.p[i]) && s.p[i] != '/')
		return 0;
	size_t end = loose_attrs_end(s, i);
	if (!end)
		return 0;
	tag->attrs = str_sub(s, i, end);
	tag->closed = end > i && s.p[end - 1] == '/';
	tag->mended = true;
	return end + 1;
}

size_t
html_tag_at(struct arena *a, struct str s, size_t pos, struct html_tag *tag)
{
	if (pos >= s.n || s.p[pos] != '<')
		return 0;
	size_t i = xml_name_end(s, pos + 1);
	if (i == pos + 1)
		return 0;
	*tag = (struct html_tag){.name = str_sub(s, pos + 1, i)};
	tag->name = known_name(a, tag->name);
	size_t end = strict_attrs_end(s, i);
	size_t gt = skip_space(s, end);
	if (gt < s.n && s.p[gt] == '/') {
		tag->closed = true;
		gt++;
	}
	if (gt < s.n && s.p[gt] == '>') {
		tag->attrs = str_sub(s, i, end);
		return gt + 1;
	}
	return html_tag_loose(s, i, tag);
}

size_t
html_end_tag_at(struct arena *a, struct str s, size_t pos, struct str *name)
{
	if (pos + 2 >= s.n || s.p[pos] != '<' || s.p[pos + 1] != '/')
		return 0;
	size_t i = xml_name_end(s, pos + 2);
	if (i == pos + 2)
		return 0;
	*name = known_name(a, str_sub(s, pos + 2, i));
	i = skip_space(s, i);
	return i < s.n && s.p[i] == '>' ? i + 1 : 0;
}

size_t
html_comment_at(struct str s, size_t pos)
{
	if (pos + 7 > s.n || memcmp(s.p + pos, "<!--", 4) != 0)
		return 0;
	ptrdiff_t end = str_find(s, "-->", pos + 4);
	return end < 0 ? 0 : (size_t)end + 3;
}
