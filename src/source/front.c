/*
 * Front matter: a line `---`, YAML, and a line `---` or `...`.
 *
 * White space before the first line is allowed, for it is not to be seen
 * in an editor.  YAML that libyaml rejects, and text that is no map, goes
 * to recover.c.
 */
#include "source_priv.h"

/* Is the line at `at` nothing but three `mark` and white space? */
static bool
front_is_mark(struct str bytes, size_t at, char mark)
{
	for (size_t i = 0; i < 3; i++)
		if (at + i >= bytes.n || bytes.p[at + i] != mark)
			return false;
	for (at += 3; at < bytes.n && bytes.p[at] != '\n'; at++)
		if (!ch_space((unsigned char)bytes.p[at]))
			return false;
	return true;
}

static size_t
front_line_end(struct str bytes, size_t at)
{
	const char *p = memchr(bytes.p + at, '\n', bytes.n - at);
	return p ? (size_t)(p - bytes.p) + 1 : bytes.n;
}

static size_t
front_skip_space(struct str bytes)
{
	size_t at = 0;
	while (at < bytes.n && ch_space((unsigned char)bytes.p[at]))
		at++;
	return at;
}

bool
front_opens(struct str bytes)
{
	if (str_starts(bytes, "\xEF\xBB\xBF"))
		bytes = str_sub(bytes, 3, bytes.n);
	return front_is_mark(bytes, front_skip_space(bytes), '-');
}

/* The line that closes what opens at `from`, or bytes.n. */
static size_t
front_find_end(struct str bytes, size_t from)
{
	size_t at = from;
	while (at < bytes.n && !front_is_mark(bytes, at, '-') &&
		!front_is_mark(bytes, at, '.'))
		at = front_line_end(bytes, at);
	return at;
}

struct value *
front_read(struct arena *a, int file, struct str bytes, size_t *body,
	struct diag *dg)
{
	*body = 0;
	size_t open = front_skip_space(bytes);
	struct span start = {file, (uint32_t)open};
	if (!front_is_mark(bytes, open, '-'))
		return value_new(a, VALUE_MAP, start);
	size_t from = front_line_end(bytes, open);
	size_t to = front_find_end(bytes, from);
	if (to == bytes.n) {
		diag_report(dg, DIAG_FRONT_UNCLOSED, start, "%s", "");
		return value_new(a, VALUE_MAP, start);
	}
	*body = front_line_end(bytes, to);
	struct yaml_fault fault;
	struct value *v =
		yaml_read(a, file, from, str_sub(bytes, from, to), &fault);
	if (v && v->type == VALUE_MAP)
		return v;
	if (v && v->type == VALUE_NULL)
		return value_new(a, VALUE_MAP, start);
	return front_recover(a, file, bytes, from, to, dg);
}
