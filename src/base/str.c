/*
 * Slices of bytes.  Nothing here depends on the locale: case and spaces are
 * those of ASCII, which is all that front matter, HTML and CSS ask for.
 */
#include "base.h"

struct str
str_c(const char *s)
{
	return s ? (struct str){s, strlen(s)} : STR0;
}

bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
str_is(struct str a, const char *b)
{
	return str_eq(a, str_c(b));
}

/* The first `n` bytes are equal but for case. */
static bool
str_isame(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ch_lower((unsigned char)a[i]) !=
			ch_lower((unsigned char)b[i]))
			return false;
	return true;
}

bool
str_ieq(struct str a, struct str b)
{
	return a.n == b.n && str_isame(a.p, b.p, a.n);
}

bool
str_iis(struct str a, const char *b)
{
	return str_ieq(a, str_c(b));
}

bool
str_starts(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);
	return s.n >= n && (n == 0 || memcmp(s.p, prefix, n) == 0);
}

bool
str_istarts(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);
	return s.n >= n && str_isame(s.p, prefix, n);
}

bool
str_ends(struct str s, const char *suffix)
{
	size_t n = strlen(suffix);
	return s.n >= n && (n == 0 || memcmp(s.p + s.n - n, suffix, n) == 0);
}

ptrdiff_t
str_find(struct str s, const char *needle, size_t from)
{
	size_t n = strlen(needle);
	if (n == 0)
		return from <= s.n ? (ptrdiff_t)from : -1;
	while (from < s.n && s.n - from >= n) {
		const char *p =
			memchr(s.p + from, needle[0], s.n - from - n + 1);
		if (!p)
			return -1;
		if (memcmp(p, needle, n) == 0)
			return p - s.p;
		from = (size_t)(p - s.p) + 1;
	}
	return -1;
}

ptrdiff_t
str_chr(struct str s, char c)
{
	const char *p = s.n ? memchr(s.p, c, s.n) : NULL;
	return p ? p - s.p : -1;
}

struct str
str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from >= to)
		return STR0;
	return (struct str){s.p + from, to - from};
}

struct str
str_trim(struct str s)
{
	while (s.n && ch_space((unsigned char)s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && ch_space((unsigned char)s.p[s.n - 1]))
		s.n--;
	return s;
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	if (c != 0)
		return c;
	return a.n < b.n ? -1 : a.n > b.n;
}

struct str
str_dup(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	return (struct str){p, s.n};
}

char *
str_cdup(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

struct str
str_lower(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = (char)ch_lower((unsigned char)s.p[i]);
	return (struct str){p, s.n};
}

struct str
str_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n <= 0)
		return STR0;
	char *p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (struct str){p, (size_t)n};
}

bool
str_next(struct str *rest, const char *seps, struct str *piece)
{
	while (rest->n) {
		size_t i = 0;
		while (i < rest->n && !strchr(seps, rest->p[i]))
			i++;
		*piece = str_trim((struct str){rest->p, i});
		size_t skip = i < rest->n ? i + 1 : i;
		rest->p += skip;
		rest->n -= skip;
		if (piece->n)
			return true;
	}
	return false;
}

bool
str_has_word(struct str list, const char *word)
{
	struct str w;
	while (str_next(&list, " \t\r\n\f", &w))
		if (str_is(w, word))
			return true;
	return false;
}

bool
str_int(struct str s, int *out)
{
	s = str_trim(s);
	size_t i = 0;
	bool minus = s.n && s.p[0] == '-';
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		i++;
	int64_t v = 0;
	size_t from = i;
	for (; i < s.n && ch_digit((unsigned char)s.p[i]); i++) {
		v = v * 10 + (s.p[i] - '0');
		if (v > INT32_MAX)
			return false;
	}
	if (i == from)
		return false;
	*out = (int)(minus ? -v : v);
	return true;
}

uint64_t
str_hash(struct str s)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h;
}

struct str
str_unescape(struct arena *a, struct str s)
{
	static const char hex[] = "0123456789abcdef";
	struct buf b = buf_new(a);
	if (str_chr(s, '%') < 0)
		return s;
	for (size_t i = 0; i < s.n; i++) {
		const char *hi = NULL, *lo = NULL;
		if (s.p[i] == '%' && i + 2 < s.n && s.p[i + 1] && s.p[i + 2]) {
			hi = strchr(hex, ch_lower(s.p[i + 1]));
			lo = strchr(hex, ch_lower(s.p[i + 2]));
		}
		int c = hi && lo ? (int)((hi - hex) * 16 + (lo - hex)) : 0;
		buf_ch(&b, c ? (char)c : s.p[i]);
		i += c ? 2 : 0;
	}
	return buf_done(&b);
}
