/*
 * Types of plain scalars.
 *
 * Jekyll reads YAML with Psych, which follows YAML 1.1 with habits of its
 * own: `y` and `n` are text, `1,000` is a number, `1e3` is not, `1:30` is
 * in base 60.  What a page prints depends on them, so they are kept.
 * Dates stay text, for nothing here reckons with them.
 */
#include "source_priv.h"

#include <stdlib.h>

struct scalar_word {
	const char *word;
	enum value_type type;
	bool b;
};

static const struct scalar_word scalar_words[] = {
	{"~", VALUE_NULL, false},
	{"null", VALUE_NULL, false},
	{"true", VALUE_BOOL, true},
	{"yes", VALUE_BOOL, true},
	{"on", VALUE_BOOL, true},
	{"false", VALUE_BOOL, false},
	{"no", VALUE_BOOL, false},
	{"off", VALUE_BOOL, false},
};

static bool
scalar_word(struct value *v)
{
	for (size_t i = 0; i < ARRAY_LEN(scalar_words); i++) {
		if (!str_iis(v->s, scalar_words[i].word))
			continue;
		v->type = scalar_words[i].type;
		v->b = scalar_words[i].b;
		return true;
	}
	return false;
}

/* Digits of `base` with `_` between; false on overflow or other bytes. */
static bool
scalar_digits(struct str s, int base, int64_t *out)
{
	uint64_t v = 0;
	bool any = false;
	for (size_t i = 0; i < s.n; i++) {
		int c = ch_lower((unsigned char)s.p[i]);
		if (c == '_' || (c == ',' && base == 10))
			continue;
		int d = ch_digit(c)              ? c - '0'
		        : (c >= 'a' && c <= 'f') ? c - 'a' + 10
		                                 : 99;
		if (d >= base)
			return false;
		if (v > ((uint64_t)INT64_MAX - (uint64_t)d) / (uint64_t)base)
			return false;
		v = v * (uint64_t)base + (uint64_t)d;
		any = true;
	}
	*out = (int64_t)v;
	return any;
}

static bool
scalar_int(struct str s, int64_t *out)
{
	bool minus = s.n && s.p[0] == '-';
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s = str_sub(s, 1, s.n);
	bool ok;
	if (str_istarts(s, "0x"))
		ok = scalar_digits(str_sub(s, 2, s.n), 16, out);
	else if (str_starts(s, "0b"))
		ok = scalar_digits(str_sub(s, 2, s.n), 2, out);
	else if (s.n > 1 && s.p[0] == '0')
		ok = scalar_digits(s, 8, out);
	else
		ok = s.n && ch_digit((unsigned char)s.p[0]) &&
		     s.p[s.n - 1] != ',' && scalar_digits(s, 10, out);
	if (ok && minus)
		*out = -*out;
	return ok;
}

/* One or two groups of `:59` behind the digits; Psych's own weights. */
static bool
scalar_base60(struct str s, int64_t *out)
{
	static const int64_t weight[] = {3600, 60, 1};
	struct str rest = s, part;
	int n = 0;
	int64_t sum = 0;
	bool minus = s.n && s.p[0] == '-';
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		rest = str_sub(s, 1, s.n);
	if (!rest.n || rest.p[0] == ':' || rest.p[rest.n - 1] == ':')
		return false;
	while (str_next(&rest, ":", &part)) {
		int64_t d;
		if (n == 3 || !scalar_digits(part, 10, &d) ||
			str_chr(part, ',') >= 0 || d > INT32_MAX)
			return false;
		if (n > 0 && (d > 59 || part.n > 2))
			return false;
		sum += d * weight[n++];
	}
	*out = minus ? -sum : sum;
	return n >= 2;
}

/* `12.5`, `.5`, `1_000.0`, `1.5e+3`: a point must be there. */
static bool
scalar_real(struct str s, double *out)
{
	char t[64];
	size_t n = 0, i = 0;
	bool point = false, digit = false;
	if (s.n >= sizeof t)
		return false;
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		t[n++] = s.p[i++];
	for (; i < s.n && !(point && ch_lower(s.p[i]) == 'e'); i++) {
		char c = s.p[i];
		if ((c == '_' || c == ',') && !point && digit)
			continue;
		if (!ch_digit((unsigned char)c) && (c != '.' || point))
			return false;
		digit |= c != '.';
		point |= c == '.';
		t[n++] = c;
	}
	if (!point || !digit)
		return false;
	if (i < s.n) { /* the exponent needs its sign */
		if (s.n - i < 3 || (s.p[i + 1] != '+' && s.p[i + 1] != '-'))
			return false;
		t[n++] = 'e';
		t[n++] = s.p[i + 1];
		for (i += 2; i < s.n; i++) {
			if (!ch_digit((unsigned char)s.p[i]))
				return false;
			t[n++] = s.p[i];
		}
	}
	t[n] = '\0';
	*out = strtod(t, NULL);
	return true;
}

void
yaml_resolve(struct value *v)
{
	struct str s = v->s;
	v->type = VALUE_STR;
	if (!s.n) {
		v->type = VALUE_NULL;
		return;
	}
	int c = (unsigned char)s.p[0];
	if (ch_alpha(c) || c == '~') {
		scalar_word(v);
		return;
	}
	if (!ch_digit(c) && c != '-' && c != '+' && c != '.')
		return;
	if (scalar_int(s, &v->i) || scalar_base60(s, &v->i)) {
		v->type = VALUE_INT;
		v->real = (double)v->i;
	} else if (scalar_real(s, &v->real)) {
		v->type = VALUE_REAL;
	}
}
