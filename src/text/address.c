/*
 * Where web addresses, mail addresses and paths break.
 *
 * The author's markup says what is an address (piece.address); in running
 * text a word of twelve characters or more is taken for one if it has a
 * scheme, begins with www., has a mail address's @ and dot, or two slashes,
 * or a slash and a dot.  ICU's opinion does not count inside an address,
 * and no hyphen is ever drawn in one.
 *
 * A break comes after a separator, never between two of them, so that
 * "://" stays whole and the next line does not begin with one; before % and
 * ~, which belong to what follows (%20, ~name).
 */
#include "text_priv.h"

#define ADDRESS_MIN  12
#define ADDRESS_TAIL 2 /* characters that don't go to a line of their own */

/* Costs in the measure of text_break. */
#define COST_SLASH  2500
#define COST_QUERY  3600
#define COST_OTHER  6400
#define COST_SCHEME 40000 /* a scheme alone at a line's end says nothing */

static bool
is_separator(uint32_t c)
{
	return c < 0x80 && c && strchr("/?&._-=:#+,@;", (int)c);
}

static inline bool
ends_word(uint32_t c)
{
	if (c < 0x80)
		return text_is_space(c);
	return text_is_space(c) || c == 0xA0 || c == 0x202F ||
	       c == TEXT_OBJECT_CHAR;
}

static bool
is_wrapping(uint32_t c)
{
	return (c < 0x80 && c && strchr("()[]<>{}\"'.,;:!?", (int)c)) ||
	       (c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB;
}

static bool
has_scheme(const uint32_t *c, int n)
{
	for (int i = 1; i + 2 < n; i++)
		if (c[i] == ':' && c[i + 1] == '/' && c[i + 2] == '/')
			return true;
	return (c[0] | 32) == 'w' && (c[1] | 32) == 'w' && (c[2] | 32) == 'w' &&
	       c[3] == '.';
}

static bool
looks_like_address(const uint32_t *c, int n)
{
	int slashes = 0, dots = 0, at = 0;
	if (n < ADDRESS_MIN)
		return false;
	for (int i = 0; i < n; i++) {
		slashes += c[i] == '/';
		dots += c[i] == '.';
		at += c[i] == '@';
	}
	if (!slashes && !at && !dots)
		return false;
	return slashes >= 2 || ((slashes || at) && dots) || has_scheme(c, n);
}

/* Without brackets, quotes and full stops around it. */
static bool
bare_address(const struct para *p, int *from, int *to)
{
	while (*from < *to && is_wrapping(p->c[*from]))
		++*from;
	while (*to > *from && is_wrapping(p->c[*to - 1]))
		--*to;
	return looks_like_address(p->c + *from, *to - *from);
}

/* Is character i in a marked piece?  *piece is at or before i's. */
static inline bool
is_marked(const struct para *p, int i, int *piece)
{
	while (p->piece_end[*piece] <= i)
		++*piece;
	return p->pieces[*piece].address;
}

bool
address_next(const struct para *p, int i, int *from, int *to)
{
	int piece = 0;
	if (i < p->nchars)
		piece = text_piece_of(p, i);
	while (i < p->nchars) {
		if (ends_word(p->c[i])) {
			i++;
			continue;
		}
		bool marked = is_marked(p, i, &piece);
		*from = i;
		while (i < p->nchars && !ends_word(p->c[i]) &&
			(i < p->piece_end[piece] ||
				is_marked(p, i, &piece) == marked))
			i++;
		*to = i;
		if (marked)
			return true;
		if (i - *from >= ADDRESS_MIN && bare_address(p, from, to))
			return true;
	}
	return false;
}

/* Does "://" end before character i? */
static bool
after_scheme(const struct para *p, int from, int i)
{
	return i - from > 3 && p->c[i - 1] == '/' && p->c[i - 2] == '/' &&
	       p->c[i - 3] == ':';
}

bool
address_breaks(const struct para *p, int from, int to, int i, int *cost)
{
	uint32_t x = p->c[i - 1], y = p->c[i];
	if (i - from < ADDRESS_TAIL || to - i <= ADDRESS_TAIL ||
		is_separator(y))
		return false;
	if (after_scheme(p, from, i))
		*cost = COST_SCHEME;
	else if (is_separator(x))
		*cost = x == '/'                 ? COST_SLASH
		        : strchr("?&#=", (int)x) ? COST_QUERY
		                                 : COST_OTHER;
	else if (y == '%' || y == '~')
		*cost = COST_OTHER;
	else
		return false;
	return true;
}
