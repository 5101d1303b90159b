/*
 * Front matter that YAML rejects, read line by line.
 *
 * The text is cut into entries: a line `key: value` and the lines that
 * belong to it, which are indented deeper, blank, or items of its list.
 * Each entry is given to libyaml alone, so that one bad line costs one
 * entry; an entry that fails alone is taken as its author meant it: the
 * rest of the line is the value, deeper lines are a list, a map, or more
 * text.  A nested map or list is cut in the same way, at its own
 * indentation.
 *
 * All works on a copy in which tabs at a line's start are spaces and the
 * dash of a list item can be blanked; offsets stay those of the file.
 */
#include "source_priv.h"

#define RECOVER_DEPTH 16
#define RECOVER_TRIES 10000 /* entries given to libyaml */

struct recovery {
	struct arena *a;
	struct diag *dg;
	int file;
	size_t base; /* offset of text.p[0] in the file */
	char *p;
	size_t n;
	bool reported;
	int tries;
};

/* A line [from, to) without its end; `indent` columns in. */
struct recover_line {
	size_t from, to, next;
	size_t indent;
	bool blank; /* or a comment */
};

static struct recover_line
recover_line(const struct recovery *r, size_t at, size_t end)
{
	const char *nl = memchr(r->p + at, '\n', end - at);
	struct recover_line l = {.from = at};
	l.to = nl ? (size_t)(nl - r->p) : end;
	l.next = nl ? l.to + 1 : end;
	while (at < l.to && r->p[at] == ' ')
		at++;
	l.indent = at - l.from;
	l.blank = at == l.to || r->p[at] == '#';
	return l;
}

static struct span
recover_span(const struct recovery *r, size_t at)
{
	return (struct span){r->file, (uint32_t)(r->base + at)};
}

static void
recover_report(struct recovery *r, size_t at, struct str detail)
{
	r->reported = true;
	diag_report(r->dg, DIAG_FRONT_RECOVERED, recover_span(r, at), "%.*s",
		STR_ARG(detail));
}

static struct str
recover_slice(const struct recovery *r, size_t from, size_t to)
{
	return str_sub((struct str){r->p, r->n}, from, to);
}

static bool
recover_is_item(const struct recovery *r, const struct recover_line *l)
{
	size_t at = l->from + l->indent;
	return at < l->to && r->p[at] == '-' &&
	       (at + 1 == l->to || r->p[at + 1] == ' ');
}

/*
 * The colon that ends the line's key, or l->to.  White space follows it;
 * without that only a plain word is a key, as in `title:My page`, and an
 * address is not.
 */
static size_t
recover_colon(const struct recovery *r, const struct recover_line *l)
{
	size_t from = l->from + l->indent, at = from;
	bool word = true;
	if (recover_is_item(r, l))
		return l->to;
	for (; at < l->to; at++) {
		char c = r->p[at];
		bool ends = at + 1 == l->to || r->p[at + 1] == ' ' ||
		            r->p[at + 1] == '\t';
		if (c == ':' && at > from && ends)
			return at;
		if (c == ':' && at > from && word && r->p[at + 1] != '/')
			return at;
		word &= ch_alnum((unsigned char)c) || c == '_' || c == '-';
	}
	return l->to;
}

/* Without the quotes around it, or a single one that is never closed. */
static struct str
recover_unquote(struct str s)
{
	s = str_trim(s);
	if (!s.n || (s.p[0] != '"' && s.p[0] != '\''))
		return s;
	char q = s.p[0];
	if (s.n > 1 && s.p[s.n - 1] == q)
		return str_sub(s, 1, s.n - 1);
	if (str_chr(str_sub(s, 1, s.n), q) < 0)
		return str_sub(s, 1, s.n);
	return s;
}

static struct value *
recover_str(struct recovery *r, struct str s, size_t at)
{
	return value_new_str(r->a, str_dup(r->a, s), recover_span(r, at));
}

/* `[a, b]` that is not YAML: what stands between the commas. */
static struct value *
recover_flow_list(struct recovery *r, struct str s, size_t at)
{
	struct value *list = value_new(r->a, VALUE_LIST, recover_span(r, at));
	struct str rest = str_sub(s, 1, s.n - 1), piece;
	while (str_next(&rest, ",", &piece)) {
		size_t from = (size_t)(piece.p - r->p);
		value_append(
			list, recover_str(r, recover_unquote(piece), from));
	}
	return list;
}

/* The value on the key's own line, and lines of text behind it. */
static struct value *
recover_scalar(struct recovery *r, size_t from, size_t to, size_t end)
{
	struct str s = str_trim(recover_slice(r, from, to));
	if (s.n && s.p[0] != '"' && s.p[0] != '\'') {
		ptrdiff_t hash = str_find(s, " #", 0);
		if (hash >= 0)
			s = str_trim(str_sub(s, 0, (size_t)hash));
	}
	size_t at = s.p ? (size_t)(s.p - r->p) : from;
	if (s.n > 1 && s.p[0] == '[' && s.p[s.n - 1] == ']')
		return recover_flow_list(r, s, at);
	struct buf b = buf_new(r->a);
	buf_str(&b, s);
	for (size_t i = to; i < end;) {
		struct recover_line l = recover_line(r, i, end);
		struct str more = str_trim(recover_slice(r, l.from, l.to));
		i = l.next;
		if (l.blank)
			continue;
		if (b.n)
			buf_ch(&b, ' ');
		buf_str(&b, more);
	}
	struct str whole = recover_unquote(buf_done(&b));
	return value_new_str(r->a, whole, recover_span(r, at));
}

static struct value *recover_block(
	struct recovery *r, size_t from, size_t to, int depth);

static struct value *
recover_yaml(struct recovery *r, size_t from, size_t to, size_t *fault_at)
{
	struct yaml_fault fault;
	*fault_at = from;
	if (r->tries++ >= RECOVER_TRIES)
		return NULL;
	struct value *v = yaml_read(r->a, r->file, r->base + from,
		recover_slice(r, from, to), &fault);
	*fault_at = v || fault.at < r->base + from ? from : fault.at - r->base;
	if (*fault_at >= to)
		*fault_at = from;
	return v;
}

/* The key from its line, the value from what is left of the entry. */
static void
recover_entry(struct recovery *r, struct value *map,
	const struct recover_line *l, size_t colon, size_t end, int depth)
{
	size_t from = l->from + l->indent, ignored;
	struct str key = recover_unquote(recover_slice(r, from, colon));
	struct str rest = str_trim(recover_slice(r, colon + 1, l->to));
	struct value *v = NULL;
	if (!rest.n && l->next < end) {
		v = recover_yaml(r, l->next, end, &ignored);
		if (!v)
			v = recover_block(r, l->next, end, depth + 1);
	}
	if (!v)
		v = recover_scalar(r, colon + 1, l->to, end);
	v->key_span = recover_span(r, from);
	value_put(map, str_dup(r->a, key), v);
}

/* Does the line belong to the entry that begins with `head`? */
static bool
recover_continues(const struct recovery *r, const struct recover_line *l,
	const struct recover_line *head)
{
	if (l->blank || l->indent > head->indent)
		return true;
	if (recover_is_item(r, head) || l->indent < head->indent)
		return false;
	char c = r->p[l->from + l->indent];
	return recover_is_item(r, l) || c == ']' || c == '}';
}

/* Where the entry or item that begins with `head` ends. */
static size_t
recover_extent(
	const struct recovery *r, const struct recover_line *head, size_t end)
{
	size_t at = head->next;
	while (at < end) {
		struct recover_line l = recover_line(r, at, end);
		if (!recover_continues(r, &l, head))
			break;
		at = l.next;
	}
	return at;
}

static void
recover_take(struct value *map, struct value *from)
{
	for (struct value *v = from->first, *next; v; v = next) {
		next = v->next;
		v->next = NULL;
		value_append(map, v);
	}
}

static void
recover_map_entry(struct recovery *r, struct value *map,
	const struct recover_line *l, size_t end, int depth)
{
	size_t fault_at, colon = recover_colon(r, l);
	struct value *v = recover_yaml(r, l->from, end, &fault_at);
	if (v && v->type == VALUE_MAP) {
		recover_take(map, v);
		return;
	}
	if (v) /* it is YAML, but not what was meant */
		fault_at = l->from + l->indent;
	size_t from = l->from + l->indent;
	recover_report(r, fault_at, recover_slice(r, from, colon));
	if (colon < l->to)
		recover_entry(r, map, l, colon, end, depth);
}

static struct value *
recover_map(struct recovery *r, size_t from, size_t to, int depth)
{
	struct value *map = value_new(r->a, VALUE_MAP, recover_span(r, from));
	while (from < to) {
		struct recover_line l = recover_line(r, from, to);
		size_t end = l.blank ? l.next : recover_extent(r, &l, to);
		if (!l.blank)
			recover_map_entry(r, map, &l, end, depth);
		from = end;
	}
	return map;
}

/* One item of a list: YAML, or a map behind its dash, or text. */
static struct value *
recover_item(
	struct recovery *r, const struct recover_line *l, size_t end, int depth)
{
	size_t fault_at, dash = l->from + l->indent;
	struct value *v = recover_yaml(r, l->from, end, &fault_at);
	if (v && v->type == VALUE_LIST && v->first)
		return v->first;
	recover_report(r, fault_at, STR0);
	r->p[dash] = ' ';
	return recover_block(r, l->from, end, depth + 1);
}

static struct value *
recover_list(struct recovery *r, size_t from, size_t to, int depth)
{
	struct value *list = value_new(r->a, VALUE_LIST, recover_span(r, from));
	while (from < to) {
		struct recover_line l = recover_line(r, from, to);
		size_t end = l.blank ? l.next : recover_extent(r, &l, to);
		if (recover_is_item(r, &l))
			value_append(list, recover_item(r, &l, end, depth));
		from = end;
	}
	return list;
}

/* What the first line that says something makes of the lines. */
static struct value *
recover_block(struct recovery *r, size_t from, size_t to, int depth)
{
	size_t at = from;
	struct recover_line l = {0};
	while (at < to) {
		l = recover_line(r, at, to);
		if (!l.blank)
			break;
		at = l.next;
	}
	if (at < to && depth < RECOVER_DEPTH) {
		if (recover_is_item(r, &l))
			return recover_list(r, at, to, depth);
		if (recover_colon(r, &l) < l.to)
			return recover_map(r, at, to, depth);
	}
	return recover_scalar(r, from, from, to);
}

/* Tabs in the indentation count as one space. */
static void
recover_untab(struct recovery *r)
{
	bool start = true;
	for (size_t i = 0; i < r->n; i++) {
		if (start && r->p[i] == '\t')
			r->p[i] = ' ';
		start = r->p[i] == '\n' || (start && r->p[i] == ' ');
	}
}

struct value *
front_recover(struct arena *a, int file, struct str bytes, size_t from,
	size_t to, struct diag *dg)
{
	struct recovery r = {.a = a,
		.dg = dg,
		.file = file,
		.base = from,
		.p = str_cdup(a, str_sub(bytes, from, to)),
		.n = to - from};
	recover_untab(&r);
	struct value *map = recover_map(&r, 0, r.n, 0);
	if (!r.reported) { /* only together, or for a tab, were they wrong */
		struct yaml_fault fault;
		struct str text = str_sub(bytes, from, to);
		if (!yaml_read(a, file, from, text, &fault))
			recover_report(&r, fault.at - from, STR0);
	}
	return map;
}
