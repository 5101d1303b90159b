/*
 * kramdown's pipe tables: lines that hold a pipe outside code spans, with
 * separator lines (a head above the first), footer lines of "=", and
 * alignment from the first separator's colons.  A run of lines becomes a
 * table only if a blank line or an attribute list follows.
 */
#include "dialect_priv.h"

/* No row has more cells: HTML's own limit on colspan. */
#define CELLS_MAX 1000

/* Column by column while the lines are read. */
struct table_rows {
	struct elem *table, *group;
	bool has_footer, aligned, any_body;
	int cols;
};

static bool
only_of(struct str line, const char *set, char must)
{
	bool seen = false;

	for (size_t i = 0; i < line.n; i++) {
		if (!strchr(set, line.p[i]))
			return false;
		seen = seen || line.p[i] == must;
	}
	return seen;
}

static bool
is_separator(struct str line)
{
	return only_of(line, "+|: \t-", '-');
}

static bool
is_footer_line(struct str line)
{
	return only_of(line, "+|: \t=", '=');
}

/* Past a code span or <code> element that starts at `i`; `i` if none. */
static size_t
code_end(struct str line, size_t i)
{
	if (line.p[i] == '`') {
		size_t n = 1;
		while (i + n < line.n && line.p[i + n] == '`')
			n++;
		for (size_t k = i + n; k + n <= line.n; k++)
			if (memcmp(line.p + k, line.p + i, n) == 0)
				return k + n;
		return i;
	}
	if (line.p[i] == '<' && str_starts(str_sub(line, i, line.n), "<code")) {
		ptrdiff_t end = str_find(line, "</code>", i);
		return end < 0 ? i : (size_t)end + 7;
	}
	return i;
}

/* Next pipe that parts cells, from `i`; line.n if there is none. */
static size_t
next_pipe(struct str line, size_t i)
{
	while (i < line.n) {
		if (line.p[i] == '\\' && i + 1 < line.n) {
			i += 2;
			continue;
		}
		if (line.p[i] == '|')
			return i;
		size_t end = code_end(line, i);
		if (end > i)
			i = end;
		else if (line.p[i] == '`') /* an unclosed run: past it all */
			while (i < line.n && line.p[i] == '`')
				i++;
		else
			i++;
	}
	return line.n;
}

static void
add_group(struct block_scan *b, struct table_rows *r, size_t at)
{
	r->group = elem_new(b->d, r->has_footer ? ELEM_TFOOT : ELEM_TBODY,
		block_span(b, at));
	elem_append(r->table, r->group);
	r->any_body = r->any_body || !r->has_footer;
}

/* A cell's text without "\" before pipes. */
static void
add_cell(struct block_scan *b, struct elem *row, size_t from, size_t to)
{
	while (from < to && ch_space(b->s.p[from]))
		from++;
	while (to > from && ch_space(b->s.p[to - 1]))
		to--;
	struct elem *c = elem_new(b->d, ELEM_CELL, block_span(b, from));
	for (size_t i = from; i < to; i++)
		if (b->s.p[i] == '\\' && i + 1 < to && b->s.p[i + 1] == '|') {
			text_add_from(&c->raw, b->t, from, i);
			from = i + 1;
			i++;
		}
	text_add_from(&c->raw, b->t, from, to);
	elem_append(row, c);
}

static bool
is_space_between(struct str s, size_t from, size_t to)
{
	while (from < to && ch_space(s.p[from]))
		from++;
	return from == to;
}

static void
report_wide(struct block_scan *b, size_t at)
{
	MARKUP_REPORT(b->d->dg, DIAG_TABLE_TOO_BIG, block_span(b, at),
		"more than %d columns", CELLS_MAX);
}

static void
add_row(struct block_scan *b, struct table_rows *r, struct str line,
	bool leading_pipe)
{
	size_t base = (size_t)(line.p - b->s.p), i = 0;
	int n = 0;

	if (!r->group)
		add_group(b, r, base);
	struct elem *row = elem_new(b->d, ELEM_ROW, block_span(b, base));
	elem_append(r->group, row);
	for (bool first = true;; first = false) {
		size_t end = next_pipe(line, i);
		bool blank = is_space_between(line, i, end);
		if (!(first && leading_pipe && blank) &&
			!(end == line.n && blank)) {
			if (n++ == CELLS_MAX) {
				report_wide(b, base + i);
				break;
			}
			add_cell(b, row, base + i, base + end);
		}
		if (end >= line.n)
			break;
		i = end + 1;
	}
	if (n > r->cols)
		r->cols = n;
}

/* The alignments that a separator line states. */
static void
read_align(struct block_scan *b, struct elem *table, struct str line)
{
	struct buf out = buf_new(b->d->a);

	for (size_t i = 0; i < line.n;) {
		if (line.p[i] != '-') {
			i++;
			continue;
		}
		bool left = i > 0 && line.p[i - 1] == ':';
		while (i < line.n && line.p[i] == '-')
			i++;
		bool right = i < line.n && line.p[i] == ':';
		buf_ch(&out, left && right ? 'c'
			     : left        ? 'l'
			     : right       ? 'r'
					   : ' ');
	}
	table->ncols = (int)out.n;
	table->align = buf_done(&out).n ? out.p : NULL;
}

static void
separator(struct block_scan *b, struct table_rows *r, struct str line)
{
	if (!r->group && r->table->first == NULL)
		return; /* a line above all rows says nothing */
	if (!r->aligned && !r->has_footer && r->table->first == r->group &&
		r->group && r->group->first) {
		r->group->kind = ELEM_THEAD;
		r->any_body = false;
		read_align(b, r->table, line);
		r->aligned = true;
		r->group = NULL;
	} else if (!r->has_footer) {
		r->group = NULL;
	}
}

static bool
table_line(struct block_scan *b, struct table_rows *r, struct str line,
	bool leading_pipe)
{
	if (next_pipe(line, 0) == line.n && str_chr(line, '|') < 0)
		return false;
	if (is_separator(line)) {
		separator(b, r, line);
	} else if (is_footer_line(line)) {
		r->has_footer = true;
		r->group = NULL;
	} else {
		add_row(b, r, line, leading_pipe);
	}
	return true;
}

/* Past an inline element, however many lines it has; `i` if there is none. */
static size_t
element_end(struct block_scan *b, size_t i, size_t to)
{
	struct html_tag tag;
	struct str s = str_sub(b->s, 0, to), name;
	size_t end = html_tag_at(b->d->a, s, i, &tag);

	if (!end || (html_kinds(tag.name) & HTML_B))
		return i;
	if (tag.closed || (html_kinds(tag.name) & HTML_V))
		return end;
	while (end < to) {
		size_t after = s.p[end] == '<'
		                       ? html_end_tag_at(b->d->a, s, end, &name)
		                       : 0;
		if (after && str_ieq(name, tag.name))
			return after;
		end++;
	}
	return to;
}

/*
 * Has each line a pipe that parts cells, outside code and elements?
 * (Else it is no table.)
 */
static bool
pipes_part(struct block_scan *b, size_t from, size_t to)
{
	struct str s = str_sub(b->s, 0, to);
	bool pipe = false;

	for (size_t i = from; i < to;) {
		if (s.p[i] == '\n') {
			if (!pipe)
				return false;
			pipe = false;
			i++;
			continue;
		}
		if (s.p[i] == '|' && (i == from || s.p[i - 1] != '\\'))
			pipe = true;
		size_t end = s.p[i] == '`'   ? code_end(s, i)
		             : s.p[i] == '<' ? element_end(b, i, to)
		                             : i;
		i = end > i ? end : i + 1;
	}
	return true;
}

bool
block_table(struct block_scan *b)
{
	size_t start = opt_space(b->s, b->pos), i = b->pos, end = i;

	if (!block_after_boundary(b) || ch_space(b->s.p[start]))
		return false;
	struct str first = str_sub(b->s, b->pos, line_end(b->s, b->pos));
	if (str_chr(first, '|') < 0)
		return false;
	while (end < b->s.n) {
		size_t to = line_end(b->s, end);
		if (!memchr(b->s.p + end, '|', to - end))
			break;
		end = to;
	}
	b->pos = end;
	bool ok = block_before_boundary(b) && pipes_part(b, i, end);
	b->pos = i;
	if (!ok)
		return false;
	struct table_rows r = {0};
	struct elem *tree = b->tree,
		    *keep = elem_new(b->d, ELEM_ROOT, SPAN_NONE);
	struct attr_list *ahead = b->ahead;
	b->tree = keep;
	r.table = block_add(b, ELEM_TABLE, i);
	b->tree = tree;
	bool leading = b->s.p[start] == '|';
	for (; i < end; i = line_end(b->s, i)) {
		size_t to = line_end(b->s, i);
		table_line(b, &r,
			str_sub(b->s, i, b->s.p[to - 1] == '\n' ? to - 1 : to),
			leading);
	}
	if (!r.any_body) {
		b->ahead = ahead;
		return false;
	}
	if (r.table->ncols > r.cols)
		r.table->ncols = r.cols;
	r.table->number = r.cols;
	elem_append(tree, r.table);
	b->pos = end;
	return true;
}
