/*
 * Filters on texts with markup in them: escaping, stripping, quotes.
 */
#include "liquid_filter_priv.h"

static const char *
liquid_entity(char c, bool apostrophe)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return apostrophe ? "&#39;" : NULL;
	default:
		return NULL;
	}
}

/* Length of the `&name;` or `&#1;` that begins the text, or 0. */
static size_t
liquid_entity_length(struct str s)
{
	size_t i = 1;
	if (i < s.n && s.p[i] == '#') {
		size_t digits = ++i;
		while (i < s.n && ch_digit((unsigned char)s.p[i]))
			i++;
		return i > digits && i < s.n && s.p[i] == ';' ? i + 1 : 0;
	}
	while (i < s.n && ch_alpha((unsigned char)s.p[i]))
		i++;
	return i > 1 && i < s.n && s.p[i] == ';' ? i + 1 : 0;
}

static struct value *
liquid_escape_text(
	struct liquid *lq, const struct value *in, bool apostrophe, bool once)
{
	if (!in)
		return NULL;
	struct str s = liquid_text(lq, in);
	struct buf b = buf_new(lq->a);
	for (size_t i = 0; i < s.n; i++) {
		const char *e = liquid_entity(s.p[i], apostrophe);
		size_t n = once && s.p[i] == '&'
		                   ? liquid_entity_length(str_sub(s, i, s.n))
		                   : 0;
		if (e && !n)
			buf_c(&b, e);
		else
			buf_ch(&b, s.p[i]);
	}
	return liquid_made(lq, &b);
}

struct value *
liquid_escape(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_escape_text(lq, in, true, false);
}

struct value *
liquid_escape_once(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_escape_text(lq, in, true, true);
}

struct value *
liquid_xml_escape(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_escape_text(lq, in, false, false);
}

/* ---- stripping ---- */

struct liquid_block {
	const char *open, *close;
};

/* Elements that go with all that is in them. */
static const struct liquid_block liquid_blocks[] = {
	{"<script", "</script>"},
	{"<!--", "-->"},
	{"<style", "</style>"},
};

/* End of the block that begins at `at`, or 0; `none` remembers misses. */
static size_t
liquid_block_end(struct str s, size_t at, bool none[3])
{
	for (size_t k = 0; k < ARRAY_LEN(liquid_blocks); k++) {
		const struct liquid_block *l = &liquid_blocks[k];
		if (none[k] || !str_starts(str_sub(s, at, s.n), l->open))
			continue;
		ptrdiff_t end = str_find(s, l->close, at + strlen(l->open));
		if (end >= 0)
			return (size_t)end + strlen(l->close);
		none[k] = true;
	}
	return 0;
}

static struct str
liquid_strip_blocks(struct liquid *lq, struct str s)
{
	struct buf b = buf_new(lq->a);
	bool none[ARRAY_LEN(liquid_blocks)] = {false};
	for (size_t i = 0; i < s.n;) {
		size_t end = s.p[i] == '<' ? liquid_block_end(s, i, none) : 0;
		if (end)
			i = end;
		else
			buf_ch(&b, s.p[i++]);
	}
	return buf_done(&b);
}

struct value *
liquid_strip_html(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	struct str s = liquid_strip_blocks(lq, liquid_text(lq, in));
	struct buf b = buf_new(lq->a);
	for (size_t i = 0; i < s.n;) {
		ptrdiff_t end = -1;
		if (s.p[i] == '<')
			end = str_chr(str_sub(s, i, s.n), '>');
		if (s.p[i] == '<' && end < 0) {
			buf_str(&b, str_sub(s, i, s.n));
			break;
		}
		if (end >= 0)
			i += (size_t)end + 1;
		else
			buf_ch(&b, s.p[i++]);
	}
	return liquid_made(lq, &b);
}

/* Every line end as `by`; a CR before it goes, too. */
static struct value *
liquid_line_ends(struct liquid *lq, const struct value *in, const char *by)
{
	struct str s = liquid_text(lq, in);
	struct buf b = buf_new(lq->a);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			continue;
		if (s.p[i] == '\n')
			buf_c(&b, by);
		else
			buf_ch(&b, s.p[i]);
	}
	return liquid_made(lq, &b);
}

struct value *
liquid_strip_newlines(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_line_ends(lq, in, "");
}

struct value *
liquid_newline_to_br(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_line_ends(lq, in, "<br />\n");
}

struct value *
liquid_markdownify(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	struct str s = liquid_text(lq, in);
	if (!lq->markdown)
		return liquid_str(lq, s);
	s = lq->markdown(lq->a, s);
	return liquid_fits(lq, s.n) ? liquid_str(lq, s) : NULL;
}

/* ---- typographic quotes ---- */

static const struct liquid_dash {
	const char *from, *to;
} liquid_dashes[] = {
	{"---", "\xE2\x80\x94"},
	{"--", "\xE2\x80\x93"},
	{"...", "\xE2\x80\xA6"},
};

/* A quote opens at the start and behind a space, bracket or dash. */
static bool
liquid_quote_opens(struct str s, size_t at)
{
	return at == 0 || ch_space((unsigned char)s.p[at - 1]) ||
	       strchr("([{-\"'", s.p[at - 1]);
}

static const char *
liquid_smart(struct str s, size_t at, size_t *n)
{
	struct str rest = str_sub(s, at, s.n);
	for (size_t i = 0; i < ARRAY_LEN(liquid_dashes); i++)
		if (str_starts(rest, liquid_dashes[i].from)) {
			*n = strlen(liquid_dashes[i].from);
			return liquid_dashes[i].to;
		}
	*n = 1;
	if (s.p[at] == '"')
		return liquid_quote_opens(s, at) ? "\xE2\x80\x9C"
		                                 : "\xE2\x80\x9D";
	if (s.p[at] == '\'')
		return liquid_quote_opens(s, at) ? "\xE2\x80\x98"
		                                 : "\xE2\x80\x99";
	return NULL;
}

struct value *
liquid_smartify(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	struct str s = liquid_text(lq, in);
	struct buf b = buf_new(lq->a);
	for (size_t i = 0, n; i < s.n; i += n) {
		const char *by = liquid_smart(s, i, &n);
		if (by)
			buf_c(&b, by);
		else
			buf_ch(&b, s.p[i]);
	}
	return liquid_made(lq, &b);
}
