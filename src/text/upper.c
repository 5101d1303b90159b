/*
 * Upper case.  ASCII in a language without rules of its own for it is done
 * here; ICU does the rest, which knows ß, Turkish i and Greek accents.
 */
#include "text_priv.h"

#include <unicode/ucasemap.h>

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
ascii_upper(struct arena *a, struct str s)
{
	struct str up = str_dup(a, s);
	char *p = (char *)up.p;
	for (size_t i = 0; i < up.n; i++)
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 32);
	return up;
}

struct str
text_upper(struct arena *a, struct str s, struct str lang)
{
	if (s.n == 0 || s.n > INT32_MAX / 3 - 1)
		return s;
	if (is_ascii(s) && !has_own_i(lang))
		return ascii_upper(a, s);
	/* no character grows to more than three times its bytes */
	size_t room = s.n * 3 + 1;
	char *out = arena_alloc(a, room);
	char *locale = str_cdup(a, lang);
	UErrorCode err = U_ZERO_ERROR;
	UCaseMap *map = ucasemap_open(locale, 0, &err);
	int32_t n = ucasemap_utf8ToUpper(
		map, out, (int32_t)room, s.p, (int32_t)s.n, &err);
	ucasemap_close(map);
	return U_SUCCESS(err) ? (struct str){out, (size_t)n} : s;
}
