/*
 * Typography as kramdown makes it: quotes by its ten rules (the regular
 * expressions of RubyPants, tried in order), dashes, ellipses, guillemets;
 * and entities.  A quote's rules look at the character before it, so the
 * caller asks at that character.
 */
#include "dialect_priv.h"

enum { LSQUO, RSQUO, LDQUO, RDQUO };

static int
byte_at(struct str s, size_t i)
{
	return i < s.n ? (unsigned char)s.p[i] : -1;
}

static bool
is_quote(int c)
{
	return c == '"' || c == '\'';
}

static bool
ascii_word(int c)
{
	return c >= 0 && (ch_alnum(c) || c == '_');
}

static bool
ascii_punct(int c)
{
	return c > ' ' && c < 127 && (!ch_alnum(c));
}

static void
smart_set(const struct markup_options *o, struct smart *m, int a, int b,
	size_t end)
{
	m->glyphs[0] = o->quotes[a];
	m->nglyphs = 1;
	if (b >= 0) {
		m->glyphs[1] = o->quotes[b];
		m->nglyphs = 2;
	}
	m->end = end;
}

/* Is there a word boundary between `i - 1` and `i`? */
static bool
boundary_after(struct str s, size_t i)
{
	return markup_word(markup_char_before(s, i)) !=
	       markup_word(markup_char_at(s, i));
}

/* Rules for a quote that stands at `at` itself. */
static bool
smart_here(const struct markup_options *o, struct str s, size_t at,
	struct smart *m)
{
	int q = byte_at(s, at), c = byte_at(s, at + 1);
	bool single = q == '\'';
	size_t k = at + 1;

	if (!is_quote(q))
		return false;
	/* "*text or '_text: opens */
	while (k < at + 3 && (byte_at(s, k) == '*' || byte_at(s, k) == '_'))
		k++;
	if (k > at + 1 && byte_at(s, k) >= 0 && !ch_space(byte_at(s, k))) {
		smart_set(o, m, single ? LSQUO : LDQUO, -1, at + 1);
		return true;
	}
	/* before punctuation that is not inside a word: closes */
	if (ascii_punct(c) && !boundary_after(s, at + 2) &&
		!(byte_at(s, at + 2) == '.' && byte_at(s, at + 3) == '.')) {
		smart_set(o, m, single ? RSQUO : RDQUO, -1, at + 1);
		return true;
	}
	return false;
}

/* Two quotes together, and the '80s; a space may stand before them. */
static bool
smart_pairs(const struct markup_options *o, struct str s, size_t at,
	struct smart *m)
{
	size_t q = ch_space(byte_at(s, at)) ? at + 1 : at;
	int a = byte_at(s, q), b = byte_at(s, q + 1);

	m->lead = str_sub(s, at, q);
	if (is_quote(a) && is_quote(b) && a != b &&
		ascii_word(byte_at(s, q + 2))) {
		if (a == '"')
			smart_set(o, m, LDQUO, LSQUO, q + 2);
		else
			smart_set(o, m, LSQUO, LDQUO, q + 2);
		return true;
	}
	if (a == '\'' && b >= 0 && ch_digit(b) && byte_at(s, q + 2) >= 0 &&
		ch_digit(byte_at(s, q + 2)) && byte_at(s, q + 3) == 's') {
		smart_set(o, m, RSQUO, -1, q + 1);
		return true;
	}
	m->lead = STR0;
	return false;
}

/* Rules by the character before the quote. */
static bool
smart_after(const struct markup_options *o, struct str s, size_t at,
	struct smart *m)
{
	int c = byte_at(s, at);
	size_t q = at;

	if (c < 0)
		return false;
	utf8_next(s, &q);
	int quote = byte_at(s, q);
	if (!is_quote(quote))
		return false;
	bool single = quote == '\'';
	m->lead = str_sub(s, at, q);
	if (ch_space(c) && ascii_word(byte_at(s, q + 1))) {
		smart_set(o, m, single ? LSQUO : LDQUO, -1, q + 1);
		return true;
	}
	if (!strchr(" \\\t\r\n[{(-", c)) {
		smart_set(o, m, single ? RSQUO : RDQUO, -1, q + 1);
		return true;
	}
	m->lead = STR0;
	return false;
}

/* What is left: closing before white space or an s, else opening. */
static bool
smart_rest(const struct markup_options *o, struct str s, size_t at,
	struct smart *m)
{
	int q = byte_at(s, at), next = byte_at(s, at + 1);

	if (is_quote(q) &&
		(next < 0 || ch_space(next) ||
			(next == 's' && boundary_after(s, at + 2)))) {
		smart_set(o, m, q == '\'' ? RSQUO : RDQUO, -1, at + 1);
		return true;
	}
	size_t k = at;
	if (at < s.n)
		utf8_next(s, &k);
	if (!is_quote(byte_at(s, k)) || (is_quote(q) && q != '"'))
		k = at;
	if (!is_quote(byte_at(s, k)))
		return false;
	m->lead = str_sub(s, at, k);
	smart_set(o, m, s.p[k] == '\'' ? LSQUO : LDQUO, -1, k + 1);
	return true;
}

bool
smart_quote_at(const struct markup_options *o, struct str s, size_t at,
	struct smart *m)
{
	*m = (struct smart){0};
	return smart_here(o, s, at, m) || smart_pairs(o, s, at, m) ||
	       smart_after(o, s, at, m) || smart_rest(o, s, at, m);
}

/* ---- symbols ---------------------------------------------------------- */

static const struct {
	const char *from, *html;
} symbols[] = {
	{"---", "\xe2\x80\x94"},
	{"--", "\xe2\x80\x93"},
	{"...", "\xe2\x80\xa6"},
	{"\\<<", "&lt;&lt;"},
	{"\\>>", "&gt;&gt;"},
	{"<< ", "\xc2\xab\xc2\xa0"},
	{" >>", "\xc2\xa0\xc2\xbb"},
	{"<<", "\xc2\xab"},
	{">>", "\xc2\xbb"},
};

size_t
smart_symbol_at(struct str s, size_t at, struct str *html)
{
	struct str rest = str_sub(s, at, at + 3 < s.n ? at + 3 : s.n);

	for (size_t i = 0; i < ARRAY_LEN(symbols); i++)
		if (str_starts(rest, symbols[i].from)) {
			*html = str_c(symbols[i].html);
			return at + strlen(symbols[i].from);
		}
	return 0;
}

/* "&name;", "&#12;", "&#x1f;" at `at`; its end or 0. */
size_t
entity_at(struct str s, size_t at)
{
	size_t i = at + 1, from;

	if (i < s.n && s.p[i] == '#') {
		bool hex = ++i < s.n && (s.p[i] == 'x' || s.p[i] == 'X');
		from = i += hex;
		while (i < s.n && i < from + 8 &&
			(ch_digit(s.p[i]) || (hex && ch_lower(s.p[i]) >= 'a' &&
						     ch_lower(s.p[i]) <= 'f')))
			i++;
	} else {
		from = i;
		while (i < s.n && i < from + 32 && ch_alnum(s.p[i]))
			i++;
	}
	return i > from && i < s.n && s.p[i] == ';' ? i + 1 : 0;
}
