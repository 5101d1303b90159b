/*
 * House style of line breaks: which of the places that UAX #14 allows are
 * not used.  Each rule is a function that sees the last character before
 * the place that is not a space (b), the character after it (i), and
 * whether there is a space between them; it says whether they stay
 * together.
 */
#include "text_priv.h"

#include <unicode/uchar.h>

struct place {
	const struct para *p;
	int b, i;
	uint32_t x, y; /* the characters there */
	bool spaced;
};

typedef bool (*style_rule)(const struct place *w);

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word(uint32_t c)
{
	return c < 0x80 ? ch_alnum((int)c) : u_isalnum((UChar32)c);
}

static bool
is_dash(uint32_t c)
{
	return c >= 0x2012 && c <= 0x2015;
}

static bool
is_hyphen(uint32_t c)
{
	return c == '-' || c == 0x2010;
}

static bool
is_opening(uint32_t c)
{
	if (c == '(' || c == '[' || c == '{' || c == 0xAB || c == 0xA1 ||
		c == 0xBF)
		return true;
	return c == 0x201C || c == 0x2018 || c == 0x201E || c == 0x201A ||
	       c == 0x2039;
}

static bool
is_closing_quote(uint32_t c)
{
	return c == 0xBB || c == 0x203A || c == 0x201D;
}

/* The character at k, or a space beyond the text and at its breaks. */
static uint32_t
char_or_space(const struct para *p, int k)
{
	return k < 0 || k >= p->nchars ? ' ' : p->c[k];
}

static bool
spaced_at(const struct para *p, int k)
{
	uint32_t c = char_or_space(p, k);
	return text_is_space(c) || c == 0xA0 || c == 0x202F;
}

/* A dash before which something begins: at a line's start, after a space. */
static bool
opens_here(const struct place *w)
{
	return spaced_at(w->p, w->b - 1) ||
	       is_opening(char_or_space(w->p, w->b - 1));
}

/* " --x": a hyphen or two that begin a word. */
static bool
rule_option(const struct place *w)
{
	int k = w->b;
	if (w->x != '-' || w->spaced)
		return false;
	while (k > 0 && w->p->c[k - 1] == '-')
		k--;
	return spaced_at(w->p, k - 1) || is_opening(char_or_space(w->p, k - 1));
}

/* After a dash that opens ("(—x"), or that begins an attribution. */
static bool
rule_dash_opens(const struct place *w)
{
	bool first = w->b == 0 || w->p->c[w->b - 1] == '\n';
	return is_dash(w->x) && (w->spaced ? first : opens_here(w));
}

/* Before a dash, unless it opens what follows. */
static bool
rule_dash_closes(const struct place *w)
{
	if (is_dash(w->y))
		return !w->spaced || spaced_at(w->p, w->i + 1);
	if (w->y != '-' || !w->spaced)
		return false;
	int k = w->i + 1 + (char_or_space(w->p, w->i + 1) == '-');
	return spaced_at(w->p, k);
}

/* 10–20 */
static bool
rule_range(const struct place *w)
{
	return w->x == 0x2013 && !w->spaced && is_digit(w->y) &&
	       is_digit(char_or_space(w->p, w->b - 1));
}

/* T-shirt, 3-D: a hyphen with a single letter on a side. */
static bool
rule_short_compound(const struct place *w)
{
	const struct para *p = w->p;
	if (!is_hyphen(w->x) || w->spaced)
		return false;
	return !is_word(char_or_space(p, w->b - 2)) ||
	       !is_word(char_or_space(p, w->i + 1));
}

static bool
rule_slash(const struct place *w)
{
	return w->x == '/' && !w->spaced;
}

/*
 * « x »: the quotes of some languages stand off.  Which side one is for
 * depends on the language, so its other neighbour decides.
 */
static bool
rule_quotes(const struct place *w)
{
	if (!w->spaced)
		return false;
	if (is_opening(w->x) && opens_here(w))
		return true;
	return is_closing_quote(w->y) &&
	       !is_word(char_or_space(w->p, w->i + 1));
}

/* A raised or lowered piece stays with what it is set to. */
static bool
rule_raised(const struct place *w)
{
	if (w->spaced)
		return false;
	int before = text_piece_of(w->p, w->b);
	int after = text_piece_of(w->p, w->i);
	return before != after && w->p->pieces[after].rise != 0 &&
	       w->p->pieces[after].kind == TEXT_CHARS;
}

/* Is the ASCII of [from, to) one of the words of `list`, in any case? */
static bool
is_listed(const struct para *p, int from, int to, const char *list)
{
	char word[16];
	size_t n = 0;
	if (from >= to || to - from >= (int)sizeof word)
		return false;
	for (int k = from; k < to; k++) {
		if (p->c[k] >= 0x80)
			return false;
		word[n++] = (char)ch_lower((int)p->c[k]);
	}
	word[n] = '\0';
	return str_has_word(str_c(list), word);
}

/* 30 %, 5 km */
static bool
rule_unit(const struct place *w)
{
	static const char units[] =
		"km m cm mm ft mi yd kg g mg lb lbs oz l ml dl ha h hr hrs min "
		"s sec ms kb mb gb tb px pt dpi hz khz mhz ghz w kw kwh mph "
		"km/h";
	const struct para *p = w->p;
	if (!w->spaced || !is_digit(w->x))
		return false;
	if (w->y == '%' || w->y == 0x2030 || w->y == 0xB0 || w->y == 0x20AC)
		return true;
	int to = w->i;
	while (to < p->nchars && (is_word(p->c[to]) || p->c[to] == '/'))
		to++;
	return is_listed(p, w->i, to, units);
}

/* p. 12, No. 3, § 5 */
static bool
rule_numbered(const struct place *w)
{
	static const char words[] =
		"p. pp. no. nos. nr. vol. vols. ch. chap. fig. figs. sec. "
		"sect. art. n. nn. c. ca. abb. tab. bd. eq.";
	const struct para *p = w->p;
	if (!w->spaced || !is_digit(w->y))
		return false;
	if (w->x == 0xA7 || w->x == 0xB6 || w->x == 0x2116)
		return true;
	int from = w->b;
	while (from > 0 && w->b - from < 8 && is_word(p->c[from - 1]))
		from--;
	return w->x == '.' && is_listed(p, from, w->b + 1, words);
}

/* "3.1 Design": the number a heading begins with. */
static bool
rule_heading_number(const struct place *w)
{
	bool dot = false, digit = false;
	if (!w->spaced || w->b > 12)
		return false;
	for (int k = w->b; k >= 0 && w->p->c[k] != '\n'; k--) {
		if (w->p->c[k] == '.')
			dot = true;
		else if (is_digit(w->p->c[k]))
			digit = true;
		else
			return false;
	}
	return dot && digit;
}

static const style_rule rules[] = {
	rule_option,
	rule_dash_opens,
	rule_dash_closes,
	rule_range,
	rule_short_compound,
	rule_slash,
	rule_quotes,
	rule_raised,
	rule_unit,
	rule_numbered,
	rule_heading_number,
};

/* Between words, after a letter or a comma, no rule has anything to say. */
static bool
is_plain_gap(const struct para *p, int i)
{
	if (i < 2 || p->c[i - 1] != ' ')
		return false;
	uint32_t x = p->c[i - 2], y = p->c[i];
	return x < 0x80 && y < 0x80 && (ch_alpha((int)x) || x == ',') &&
	       ch_alpha((int)y);
}

bool
style_allows(const struct para *p, int i)
{
	if (is_plain_gap(p, i))
		return true;

	struct place w = {.p = p, .i = i, .b = i - 1, .y = p->c[i]};
	while (w.b >= 0 && text_is_space(p->c[w.b]) && p->c[w.b] != '\n')
		w.b--;
	if (w.b < 0 || p->c[w.b] == '\n')
		return false; /* nothing but spaces before it */
	w.x = p->c[w.b];
	w.spaced = w.b != i - 1;
	for (size_t k = 0; k < ARRAY_LEN(rules); k++)
		if (rules[k](&w))
			return false;
	return true;
}

/*
 * UAX #14 of ICU 72 keeps a quote, spaces and an opening bracket together
 * (LB15, since withdrawn); after a quote that closes that is not wanted.
 */
bool
style_adds(const struct para *p, int i)
{
	uint32_t y = p->c[i];
	if (p->c[i - 1] != ' ' || (y != '(' && y != '[' && y != '{'))
		return false;
	int b = i - 1;
	while (b > 0 && p->c[b] == ' ')
		b--;
	uint32_t x = p->c[b];
	bool quote = x == '"' || x == '\'' || x == 0xBB || x == 0x203A ||
	             (x >= 0x2018 && x <= 0x201F);
	return quote && b > 0 && !spaced_at(p, b - 1) &&
	       !is_opening(p->c[b - 1]);
}
