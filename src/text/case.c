/*
 * Upper case, lower case, capitals.  ASCII in a language without rules of
 * its own for it is done here; ICU does the rest, which knows ß, Turkish i,
 * Greek accents and final sigmas, and where words begin.
 */
#include "text_priv.h"

#include <unicode/ucasemap.h>
#include <unicode/ustring.h>

/* Languages in which i does not simply become I. */
static bool
has_own_i(struct str lang)
{
	return str_istarts(lang, "tr") || str_istarts(lang, "az") ||
	       str_istarts(lang, "lt");
}

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static struct str
ascii_case(struct arena *a, struct str s, enum text_case c)
{
	char first = c == TEXT_UPPER ? 'a' : 'A';
	struct str out = str_dup(a, s);
	char *p = (char *)out.p;
	for (size_t i = 0; i < out.n; i++)
		if (p[i] >= first && p[i] <= first + 25)
			p[i] ^= 32;
	return out;
}

/* As ucasemap_utf8ToUpper and its sisters. */
static int32_t
icu_case(UCaseMap *map, enum text_case c, char *out, int32_t room, struct str s,
	UErrorCode *err)
{
	int32_t n = (int32_t)s.n;
	switch (c) {
	case TEXT_LOWER:
		return ucasemap_utf8ToLower(map, out, room, s.p, n, err);
	case TEXT_CAPITALS:
		return ucasemap_utf8ToTitle(map, out, room, s.p, n, err);
	default:
		return ucasemap_utf8ToUpper(map, out, room, s.p, n, err);
	}
}

struct str
text_case(struct arena *a, struct str s, struct str lang, enum text_case c)
{
	if (s.n == 0 || s.n > INT32_MAX / 3 - 1)
		return s;
	if (c != TEXT_CAPITALS && is_ascii(s) && !has_own_i(lang))
		return ascii_case(a, s, c);
	/* no character grows to more than three times its bytes */
	size_t room = s.n * 3 + 1;
	char *out = arena_alloc(a, room);
	char *locale = str_cdup(a, lang);
	UErrorCode err = U_ZERO_ERROR;
	UCaseMap *map = ucasemap_open(locale, U_TITLECASE_NO_LOWERCASE, &err);
	int32_t n = icu_case(map, c, out, (int32_t)room, s, &err);
	ucasemap_close(map);
	return U_SUCCESS(err) ? (struct str){out, (size_t)n} : s;
}
