/*
 * Values as Liquid sees them: what is true, equal, empty, and how they
 * print.  Numbers print as Ruby prints them, lists as their items in a row.
 * Lists can share items, so that printing one may take longer than making
 * it; the budget bounds that.
 */
#include "liquid_priv.h"

#include <math.h>
#include <stdlib.h>

struct value *
liquid_nil(struct value *v)
{
	return v && v->type != VALUE_NULL ? v : NULL;
}

struct value *
liquid_str(struct liquid *lq, struct str s)
{
	return value_new_str(lq->a, s, SPAN_NONE);
}

struct value *
liquid_int(struct liquid *lq, int64_t i)
{
	struct value *v = value_new(lq->a, VALUE_INT, SPAN_NONE);
	v->i = i;
	v->real = (double)i;
	return v;
}

struct value *
liquid_real(struct liquid *lq, double d)
{
	struct value *v = value_new(lq->a, VALUE_REAL, SPAN_NONE);
	v->real = d;
	return v;
}

struct value *
liquid_bool(struct liquid *lq, bool b)
{
	struct value *v = value_new(lq->a, VALUE_BOOL, SPAN_NONE);
	v->b = b;
	return v;
}

struct value *
liquid_list(struct liquid *lq)
{
	return value_new(lq->a, VALUE_LIST, SPAN_NONE);
}

void
liquid_push(struct liquid *lq, struct value *list, const struct value *v)
{
	if (!liquid_spend(lq, sizeof *v / 2))
		return;
	value_append(list, v ? yaml_copy(lq->a, v)
			     : value_new(lq->a, VALUE_NULL, SPAN_NONE));
}

bool
liquid_true(const struct value *v)
{
	return v && v->type != VALUE_NULL && !(v->type == VALUE_BOOL && !v->b);
}

static bool
liquid_is_number(const struct value *v)
{
	return v && (v->type == VALUE_INT || v->type == VALUE_REAL);
}

static double
liquid_as_real(const struct value *v)
{
	return v->type == VALUE_INT ? (double)v->i : v->real;
}

static bool
liquid_equal_children(struct liquid *lq, const struct value *a,
	const struct value *b, int depth)
{
	if (a->count != b->count)
		return false;
	const struct value *y = b->first;
	for (const struct value *x = a->first; x; x = x->next) {
		if (a->type == VALUE_MAP)
			y = value_find_str(b, x->key);
		if (!y || !liquid_spend(lq, 1) ||
			!liquid_equal(lq, x, y, depth + 1))
			return false;
		y = y->next;
	}
	return true;
}

bool
liquid_equal(struct liquid *lq, const struct value *a, const struct value *b,
	int depth)
{
	bool nil_a = !a || a->type == VALUE_NULL;
	bool nil_b = !b || b->type == VALUE_NULL;
	if (nil_a || nil_b)
		return nil_a && nil_b;
	if (liquid_is_number(a) && liquid_is_number(b))
		return liquid_as_real(a) == liquid_as_real(b);
	if (a->type != b->type || depth > LIQUID_DEPTH)
		return false;
	if (a->type == VALUE_BOOL)
		return a->b == b->b;
	if (a->type == VALUE_STR)
		return str_eq(a->s, b->s);
	return liquid_equal_children(lq, a, b, depth);
}

bool
liquid_compare(const struct value *a, const struct value *b, int *order)
{
	if (liquid_is_number(a) && liquid_is_number(b)) {
		double x = liquid_as_real(a), y = liquid_as_real(b);
		*order = x < y ? -1 : x > y;
		return true;
	}
	if (!a || !b || a->type != VALUE_STR || b->type != VALUE_STR)
		return false;
	*order = str_cmp(a->s, b->s);
	return true;
}

bool
liquid_is_empty(const struct value *v)
{
	if (!v)
		return false;
	if (v->type == VALUE_STR)
		return !v->s.n;
	return (v->type == VALUE_LIST || v->type == VALUE_MAP) && !v->count;
}

bool
liquid_is_blank(const struct value *v)
{
	if (!liquid_true(v) || liquid_is_empty(v))
		return true;
	return v->type == VALUE_STR && !str_trim(v->s).n;
}

/* ---- printing ---- */

/* The shortest digits that read back as `d`, as d.ddde+x. */
static void
liquid_shortest(double d, char t[40])
{
	for (int precision = 0; precision < 17; precision++) {
		snprintf(t, 40, "%.*e", precision, d);
		if (strtod(t, NULL) == d)
			return;
	}
}

/* Plain between 0.0001 and 1e16, else with an exponent; always a point. */
static void
liquid_put_real(struct buf *b, double d)
{
	char t[40];
	if (isnan(d) || isinf(d)) {
		buf_c(b, isnan(d) ? "NaN" : d < 0 ? "-Infinity" : "Infinity");
		return;
	}
	liquid_shortest(d, t);
	char *e = strchr(t, 'e');
	int exponent = (int)strtol(e + 1, NULL, 10);
	bool minus = t[0] == '-';
	char digits[40];
	int n = 0;
	for (const char *p = t; p < e; p++)
		if (ch_digit((unsigned char)*p))
			digits[n++] = *p;
	if (minus)
		buf_ch(b, '-');
	if (exponent < -4 || exponent >= 16) {
		buf_ch(b, digits[0]);
		buf_ch(b, '.');
		buf_put(b, n > 1 ? digits + 1 : "0", n > 1 ? (size_t)n - 1 : 1);
		buf_fmt(b, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
		return;
	}
	if (exponent < 0)
		buf_c(b, "0.");
	for (int i = exponent + 1; i < 0; i++)
		buf_ch(b, '0');
	for (int i = 0; i < n || i <= exponent; i++) {
		if (i && i == exponent + 1)
			buf_ch(b, '.');
		buf_ch(b, i < n ? digits[i] : '0');
	}
	if (n <= exponent + 1)
		buf_c(b, ".0");
}

static void liquid_put_inspect(struct liquid *lq, struct buf *b,
	const struct value *v, bool json, int depth);

static void
liquid_put(struct liquid *lq, struct buf *b, const struct value *v, int depth)
{
	if (!v || depth > LIQUID_DEPTH || !liquid_spend(lq, 1 + v->s.n))
		return;
	switch (v->type) {
	case VALUE_NULL:
		break;
	case VALUE_BOOL:
		buf_c(b, v->b ? "true" : "false");
		break;
	case VALUE_INT:
		buf_int(b, v->i);
		break;
	case VALUE_REAL:
		liquid_put_real(b, v->real);
		break;
	case VALUE_STR:
		buf_str(b, v->s);
		break;
	case VALUE_LIST:
		for (const struct value *c = v->first; c; c = c->next)
			liquid_put(lq, b, c, depth + 1);
		break;
	case VALUE_MAP:
		if (documents_is(v))
			buf_str(b, liquid_document_text(lq, v));
		else
			liquid_put_inspect(lq, b, v, false, depth);
		break;
	}
}

struct str
liquid_text(struct liquid *lq, const struct value *v)
{
	if (!v)
		return STR0;
	if (v->type == VALUE_STR)
		return v->s;
	struct buf b = buf_new(lq->a);
	liquid_put(lq, &b, v, 0);
	return buf_done(&b);
}

static void
liquid_put_children(struct liquid *lq, struct buf *b, const struct value *v,
	bool json, int depth)
{
	bool map = v->type == VALUE_MAP;
	buf_ch(b, map ? '{' : '[');
	for (const struct value *c = v->first; c; c = c->next) {
		if (c != v->first)
			buf_c(b, json ? "," : ", ");
		if (map) {
			json_quote(b, c->key);
			buf_c(b, json ? ":" : "=>");
		}
		liquid_put_inspect(lq, b, c, json, depth + 1);
	}
	buf_ch(b, map ? '}' : ']');
}

static void
liquid_put_inspect(struct liquid *lq, struct buf *b, const struct value *v,
	bool json, int depth)
{
	if (!v || v->type == VALUE_NULL)
		buf_c(b, json ? "null" : "nil");
	else if (depth > LIQUID_DEPTH || !liquid_spend(lq, 1 + v->s.n))
		return;
	else if (v->type == VALUE_STR)
		json_quote(b, v->s);
	else if (v->type == VALUE_LIST || v->type == VALUE_MAP)
		liquid_put_children(lq, b, v, json, depth);
	else
		liquid_put(lq, b, v, depth);
}

struct str
liquid_inspect(struct liquid *lq, const struct value *v, bool json)
{
	struct buf b = buf_new(lq->a);
	liquid_put_inspect(lq, &b, v, json, 0);
	return buf_done(&b);
}

/* ---- numbers ---- */

/* Text is a real if it is nothing but one; else its first digits count. */
static struct value
liquid_number_of_text(struct str s)
{
	struct value n = {.type = VALUE_INT};
	char t[64];
	s = str_trim(s);
	if (s.n >= sizeof t)
		s.n = sizeof t - 1;
	if (s.n)
		memcpy(t, s.p, s.n);
	t[s.n] = '\0';
	size_t i = t[0] == '-', digits = i;
	while (ch_digit((unsigned char)t[i]))
		i++;
	bool real =
		i > digits && t[i] == '.' && ch_digit((unsigned char)t[i + 1]);
	if (real)
		for (i++; ch_digit((unsigned char)t[i]);)
			i++;
	if (real && i == s.n) {
		n.type = VALUE_REAL;
		n.real = strtod(t, NULL);
		return n;
	}
	n.i = strtoll(t, NULL, 10);
	n.real = (double)n.i;
	return n;
}

struct value
liquid_number(const struct value *v)
{
	if (liquid_is_number(v))
		return *v;
	if (v && v->type == VALUE_STR)
		return liquid_number_of_text(v->s);
	return (struct value){.type = VALUE_INT};
}

int64_t
liquid_to_int(const struct value *v)
{
	struct value n = liquid_number(v);
	if (n.type == VALUE_INT)
		return n.i;
	if (!(n.real > -9e18 && n.real < 9e18))
		return 0;
	return (int64_t)n.real;
}

/* ---- searching ---- */

struct liquid_finder
liquid_finder(struct liquid *lq, struct str hay, struct str needle)
{
	struct liquid_finder f = {hay, needle, NULL};
	if (!liquid_spend(lq, hay.n / 8 + needle.n * 4 + 1))
		f.hay = STR0;
	f.border = ARENA_ARRAY(lq->a, needle.n + 1, uint32_t);
	for (uint32_t i = 1, k = 0; i < needle.n; i++) {
		while (k && needle.p[i] != needle.p[k])
			k = f.border[k - 1];
		k += needle.p[i] == needle.p[k];
		f.border[i] = k;
	}
	return f;
}

ptrdiff_t
liquid_find(const struct liquid_finder *f, size_t from)
{
	struct str hay = f->hay, needle = f->needle;
	size_t k = 0;
	if (!needle.n)
		return from <= hay.n ? (ptrdiff_t)from : -1;
	for (size_t i = from; i < hay.n; i++) {
		if (k == 0) { /* the machine finds the first byte faster */
			ptrdiff_t skip =
				str_chr(str_sub(hay, i, hay.n), needle.p[0]);
			if (skip < 0)
				return -1;
			i += (size_t)skip;
		}
		while (k && hay.p[i] != needle.p[k])
			k = f->border[k - 1];
		k += hay.p[i] == needle.p[k];
		if (k == needle.n)
			return (ptrdiff_t)(i + 1 - k);
	}
	return -1;
}

/* ---- lists ---- */

struct liquid_array {
	struct value **v;
	int n, cap;
};

static void
liquid_flatten(
	struct liquid *lq, struct liquid_array *out, struct value *v, int depth)
{
	if (!liquid_spend(lq, 2) || depth > LIQUID_DEPTH)
		return;
	if (v->type != VALUE_LIST) {
		ARENA_PUSH(lq->a, out->v, out->n, out->cap);
		out->v[out->n++] = v;
		return;
	}
	for (struct value *c = v->first; c; c = c->next)
		liquid_flatten(lq, out, c, depth + 1);
}

struct value **
liquid_items(struct liquid *lq, struct value *v, int *n)
{
	struct liquid_array out = {0};
	if (liquid_nil(v))
		liquid_flatten(lq, &out, v, 0);
	*n = out.n;
	return out.v;
}
