/*
 * The patterns on lines that kramdown's block parser asks for, one small
 * matcher each.  All of them look at `s` from `pos`, the start of a line
 * or of what is left of one, and go no further than the line's end unless
 * their name says so; every text ends with '\n'.  kramdown has them as
 * regular expressions; written out they need no engine and never backtrack.
 */
#include "dialect_priv.h"

size_t
line_end(struct str s, size_t pos)
{
	const char *nl = pos < s.n ? memchr(s.p + pos, '\n', s.n - pos) : NULL;

	return nl ? (size_t)(nl - s.p) + 1 : s.n;
}

/* Past spaces, tabs, CR and FF. */
static size_t
skip_inline_space(struct str s, size_t pos)
{
	while (pos < s.n && ch_space(s.p[pos]) && s.p[pos] != '\n')
		pos++;
	return pos;
}

/* Past white space up to and with a line's end; 0 if there is more. */
static size_t
rest_is_blank(struct str s, size_t pos)
{
	pos = skip_inline_space(s, pos);
	if (pos >= s.n)
		return s.n ? s.n : 1;
	return s.p[pos] == '\n' ? pos + 1 : 0;
}

bool
is_blank_line(struct str s, size_t pos)
{
	return pos < s.n && rest_is_blank(s, pos) != 0;
}

size_t
skip_blank_lines(struct str s, size_t pos)
{
	while (is_blank_line(s, pos))
		pos = rest_is_blank(s, pos);
	return pos;
}

size_t
opt_space(struct str s, size_t pos)
{
	size_t n = 0;

	while (n < 3 && pos < s.n && s.p[pos] == ' ') {
		pos++;
		n++;
	}
	return pos;
}

/* Past a tab or four spaces; `pos` itself if there is neither. */
size_t
indent_at(struct str s, size_t pos)
{
	if (pos < s.n && s.p[pos] == '\t')
		return pos + 1;
	if (pos + 4 <= s.n && memcmp(s.p + pos, "    ", 4) == 0)
		return pos + 4;
	return pos;
}

static bool
name_char(int c)
{
	return ch_alnum(c) || c == '_' || c >= 0x80;
}

/* The name of an attribute list: \w[\w-]*. */
size_t
name_end(struct str s, size_t pos)
{
	if (pos >= s.n || !name_char((unsigned char)s.p[pos]))
		return pos;
	while (pos < s.n &&
		(name_char((unsigned char)s.p[pos]) || s.p[pos] == '-'))
		pos++;
	return pos;
}

/* "{:...}" at `pos`; its end or 0. */
size_t
attr_list_at(struct str s, size_t pos, struct str *inner)
{
	if (pos + 3 > s.n || s.p[pos] != '{' || s.p[pos + 1] != ':')
		return 0;
	size_t i = pos + 2;
	while (i < s.n && s.p[i] != '}')
		i += s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == '}' ? 2 : 1;
	if (i >= s.n || i == pos + 2)
		return 0;
	*inner = str_sub(s, pos + 2, i);
	return i + 1;
}

/* A line of its own that is an attribute list for a block. */
size_t
block_attr_list_at(struct str s, size_t pos, struct str *inner)
{
	pos = opt_space(s, pos);
	size_t end = attr_list_at(s, pos, inner);
	if (!end || s.p[pos + 2] == ':' || s.p[pos + 2] == '/')
		return 0;
	return rest_is_blank(s, end);
}

size_t
eob_marker_at(struct str s, size_t pos)
{
	if (pos >= s.n || s.p[pos] != '^')
		return 0;
	return rest_is_blank(s, pos + 1);
}

/*
 * A list's mark: -, * or + or a number with a dot, after at most
 * `max_space` spaces and before a space, tab or "|".
 */
bool
list_start_at(
	struct str s, size_t pos, int max_space, bool ordered, size_t *mark_end)
{
	for (int n = 0; n < max_space && pos < s.n && s.p[pos] == ' '; n++)
		pos++;
	size_t i = pos;
	if (ordered) {
		while (i < s.n && ch_digit(s.p[i]))
			i++;
		if (i == pos || i >= s.n || s.p[i] != '.')
			return false;
		i++;
	} else if (i < s.n &&
		   (s.p[i] == '-' || s.p[i] == '*' || s.p[i] == '+')) {
		i++;
	} else {
		return false;
	}
	if (i >= s.n || (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '|'))
		return false;
	*mark_end = i;
	return true;
}

bool
definition_at(struct str s, size_t pos, int max_space, size_t *mark_end)
{
	for (int n = 0; n < max_space && pos < s.n && s.p[pos] == ' '; n++)
		pos++;
	if (pos + 1 >= s.n || s.p[pos] != ':')
		return false;
	int c = s.p[pos + 1];
	*mark_end = pos + 1;
	return c == ' ' || c == '\t' || c == '|';
}

bool
quote_at(struct str s, size_t pos)
{
	pos = opt_space(s, pos);
	return pos < s.n && s.p[pos] == '>';
}

bool
fence_start_at(struct str s, size_t pos)
{
	size_t i = opt_space(s, pos), n = 0;

	while (i + n < s.n && (s.p[i + n] == '`' || s.p[i + n] == '~'))
		n++;
	return n >= 3;
}

size_t
rule_at(struct str s, size_t pos)
{
	size_t i = opt_space(s, pos);
	int n = 0;

	if (i >= s.n || (s.p[i] != '*' && s.p[i] != '-' && s.p[i] != '_'))
		return 0;
	char c = s.p[i];
	for (; i < s.n && s.p[i] != '\n'; i++) {
		if (s.p[i] == c)
			n++;
		else if (s.p[i] != ' ' && s.p[i] != '\t')
			return 0;
	}
	return n >= 3 ? line_end(s, i) : 0;
}

/* "<name" or "</name>" of an element that ends a paragraph before it. */
bool
html_block_edge_at(struct str s, size_t pos)
{
	size_t i = opt_space(s, pos);

	if (i + 1 >= s.n || s.p[i] != '<')
		return false;
	bool end = s.p[i + 1] == '/';
	i += end ? 2 : 1;
	size_t from = i;
	if (i >= s.n || !(ch_alpha(s.p[i]) || s.p[i] == '_'))
		return false;
	while (i < s.n && (ch_alnum(s.p[i]) || s.p[i] == '_' || s.p[i] == '-' ||
				  s.p[i] == '.' || s.p[i] == ':'))
		i++;
	struct str name = str_sub(s, from, i);
	if ((html_kinds(name) & HTML_S) || str_iis(name, "script"))
		return false;
	if (!end)
		return true;
	while (i < s.n && ch_space(s.p[i]))
		i++;
	return i < s.n && s.p[i] == '>';
}

/* What ends a paragraph or quote whose lines just run on. */
bool
lazy_end_at(struct str s, size_t pos)
{
	struct str inner = STR0;

	if (pos >= s.n || is_blank_line(s, pos))
		return true;
	size_t i = opt_space(s, pos);
	char c = s.p[i];
	if (c == '{')
		return block_attr_list_at(s, pos, &inner) != 0;
	if (c == '^')
		return eob_marker_at(s, pos) != 0;
	return c == '<' && html_block_edge_at(s, pos);
}

/* "## " and a text, "##text" where the site asks for kramdown's input. */
bool
atx_at(const struct markup_options *o, struct str s, size_t pos)
{
	size_t i = pos;

	while (i < s.n && s.p[i] == '#' && i - pos < 6)
		i++;
	if (i == pos || i >= s.n)
		return false;
	if (o->gfm)
		return s.p[i] == ' ' || s.p[i] == '\t';
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	return i < s.n && s.p[i] != '\n';
}

bool
paragraph_end_at(const struct dialect *d, struct str s, size_t pos)
{
	size_t end;

	if (lazy_end_at(s, pos) || definition_at(s, pos, 3, &end))
		return true;
	if (!d->o.gfm)
		return false;
	return list_start_at(s, pos, 3, false, &end) ||
	       list_start_at(s, pos, 3, true, &end) || atx_at(&d->o, s, pos) ||
	       quote_at(s, pos) || fence_start_at(s, pos);
}

/*
 * End of a stretch of indented code with the blank lines between, and the
 * unindented lines that run on; `pos` if there is no indented line.
 */
size_t
code_block_end(struct str s, size_t pos)
{
	for (;;) {
		size_t i = skip_blank_lines(s, pos);
		if (i >= s.n || indent_at(s, i) == i || is_blank_line(s, i))
			return pos;
		while (i < s.n && indent_at(s, i) != i && !is_blank_line(s, i))
			i = line_end(s, i);
		while (i < s.n && !lazy_end_at(s, i))
			i = line_end(s, i);
		pos = i;
	}
}
