/*
 * Attribute lists: {: #id .class key="value" name}.  kramdown's grammar,
 * and besides it curly quotes, which word processors make of straight
 * ones.  A list keeps its attributes in order; classes add up, the rest
 * is overwritten.  A bare name refers to a list defined elsewhere and is
 * looked up only when all lists are known.
 */
#include "dialect_priv.h"

/* More than anybody writes by hand; keeps work linear. */
#define ATTRS_MAX 64
#define LIST_MAX  4096

void
attr_set(
	struct arena *a, struct attr_list *l, struct str name, struct str value)
{
	struct attr_pair **at = &l->pairs;
	int n = 0;

	for (; *at && !str_eq((*at)->name, name); n++)
		at = &(*at)->next;
	if (*at ? (*at)->value.n > LIST_MAX : n == ATTRS_MAX)
		return;
	if (!*at) {
		*at = ARENA_NEW(a, struct attr_pair);
		(*at)->name = name;
		(*at)->value = value;
	} else if (str_is(name, "class")) {
		(*at)->value = str_fmt(
			a, "%.*s %.*s", STR_ARG((*at)->value), STR_ARG(value));
	} else {
		(*at)->value = value;
	}
}

struct str
attr_find(const struct attr_list *l, const char *name)
{
	for (const struct attr_pair *p = l->pairs; p; p = p->next)
		if (str_is(p->name, name))
			return p->value;
	return STR0;
}

bool
attr_has_ref(const struct attr_list *l, const char *name)
{
	for (int i = 0; i < l->nrefs; i++)
		if (str_is(l->refs[i], name))
			return true;
	return false;
}

static void
attr_add_ref(struct arena *a, struct attr_list *l, struct str name)
{
	ARENA_PUSH(a, l->refs, l->nrefs, l->refs_cap);
	l->refs[l->nrefs++] = name;
}

void
attr_merge(struct arena *a, struct attr_list *to, const struct attr_list *from)
{
	for (int i = 0; i < from->nrefs; i++)
		attr_add_ref(a, to, from->refs[i]);
	for (const struct attr_pair *p = from->pairs; p; p = p->next)
		attr_set(a, to, p->name, p->value);
}

void
attr_resolve(struct dialect *d, struct attr_list *list)
{
	for (int i = 0; i < list->nrefs; i++) {
		struct attr_list *l = map_find(&d->lists, list->refs[i]);
		if (l && l != list)
			for (struct attr_pair *p = l->pairs; p; p = p->next)
				attr_set(d->a, list, p->name, p->value);
	}
}

/* ---- reading ---------------------------------------------------------- */

/* Past the closing quote that matches what opened at `i`; 0 if none. */
static size_t
quoted_value(struct str s, size_t i, struct str *value)
{
	static const struct {
		const char *open;
		const char *close[2];
	} quotes[] = {
		{"\"", {"\"", "\""}},
		{"'", {"'", "'"}},
		{"\xe2\x80\x9c", {"\xe2\x80\x9d", "\xe2\x80\x9c"}},
		{"\xe2\x80\x9d", {"\xe2\x80\x9d", "\xe2\x80\x9c"}},
		{"\xe2\x80\x98", {"\xe2\x80\x99", "\xe2\x80\x98"}},
		{"\xe2\x80\x99", {"\xe2\x80\x99", "\xe2\x80\x98"}},
	};
	struct str rest = str_sub(s, i, s.n);

	for (size_t q = 0; q < ARRAY_LEN(quotes); q++) {
		size_t n = strlen(quotes[q].open);
		if (!str_starts(rest, quotes[q].open))
			continue;
		for (size_t k = n; k < rest.n; k++) {
			struct str at = str_sub(rest, k, rest.n);
			if (at.p[0] == '\\') {
				k++;
				continue;
			}
			if (str_starts(at, quotes[q].close[0]) ||
				str_starts(at, quotes[q].close[1])) {
				*value = str_sub(rest, n, k);
				return i + k + n;
			}
		}
	}
	return 0;
}

/* Without the backslashes before "}" and quotes. */
static struct str
unescape_value(struct arena *a, struct str v)
{
	struct buf b = buf_new(a);

	if (str_chr(v, '\\') < 0)
		return v;
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] == '\\' && i + 1 < v.n &&
			(v.p[i + 1] == '}' || v.p[i + 1] == '"' ||
				v.p[i + 1] == '\''))
			i++;
		buf_ch(&b, v.p[i]);
	}
	return buf_done(&b);
}

/* ".class" and "#id", any number of them run together. */
static size_t
read_shorthands(
	struct dialect *d, struct str s, size_t i, struct attr_list *out)
{
	while (i < s.n && (s.p[i] == '.' || s.p[i] == '#')) {
		bool id = s.p[i] == '#';
		size_t from = ++i;
		while (i < s.n && !ch_space(s.p[i]) && s.p[i] != '.' &&
			s.p[i] != '#')
			i++;
		if (i > from)
			attr_set(d->a, out, id ? STR("id") : STR("class"),
				str_sub(s, from, i));
	}
	return i;
}

/* key="value" or a name at `i`; 0 if it is neither. */
static size_t
read_named(struct dialect *d, struct str s, size_t i, struct attr_list *out)
{
	size_t end = name_end(s, i);

	if (end == i)
		return 0;
	struct str name = str_sub(s, i, end), value;
	if (end < s.n && s.p[end] == '=') {
		size_t to = quoted_value(s, end + 1, &value);
		if (!to) { /* without quotes: to the next space */
			to = end + 1;
			while (to < s.n && !ch_space(s.p[to]))
				to++;
			value = str_sub(s, end + 1, to);
			if (!value.n)
				return 0;
		}
		attr_set(d->a, out, name, unescape_value(d->a, value));
		return to;
	}
	if (end < s.n && !ch_space(s.p[end]))
		return 0;
	attr_add_ref(d->a, out, name);
	return end;
}

void
attr_parse(struct dialect *d, struct str s, struct attr_list *out,
	struct span span)
{
	size_t i = 0;
	bool bad = false;

	s = str_trim(s);
	if (s.n > LIST_MAX) {
		s.n = LIST_MAX;
		bad = true;
	}
	while (i < s.n) {
		if (ch_space(s.p[i])) {
			i++;
			continue;
		}
		size_t to = s.p[i] == '.' || s.p[i] == '#'
		                    ? read_shorthands(d, s, i, out)
		                    : read_named(d, s, i, out);
		if (to > i) {
			i = to;
			continue;
		}
		bad = bad || s.p[i] != ':';
		while (i < s.n && !ch_space(s.p[i]))
			i++;
	}
	if (bad)
		MARKUP_REPORT(d->dg, DIAG_ATTR_LIST, span, "%.*s",
			STR_ARG(str_sub(s, 0, 60)));
}
