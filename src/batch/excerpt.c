/*
 * The author's line that a message is about, and a mark below its column:
 *
 *	   12 | An ![](picture.png)
 *	      |    ^
 *
 * Messages come sorted by place, so that a file is read once from its start.
 * A line is cut to what a terminal shows, around the column.
 */
#include "format.h"

#include <stdlib.h>

#define EXCERPT_COLUMNS 72
#define EXCERPT_BEFORE  40 /* of them, before the mark in a long line */
#define LINE_MAX_BYTES  ((size_t)1 << 20)

void
excerpts_close(struct excerpts *x)
{
	if (x->f)
		fclose(x->f);
	*x = (struct excerpts){0};
}

static void
excerpts_open(struct excerpts *x, const struct handout_message *m)
{
	if (x->f && x->line <= m->line && strcmp(x->name, m->file) == 0)
		return;
	excerpts_close(x);
	x->f = fopen(m->file, "rb");
	x->name = m->file;
	x->line = 1;
}

/* To behind the line's end, LF, CR LF or CR; false at the file's end. */
static bool
read_line(FILE *f, struct buf *b)
{
	int c, any = 0;
	while ((c = getc(f)) != EOF && c != '\n' && c != '\r') {
		any = 1;
		if (b && c && b->n < LINE_MAX_BYTES)
			buf_ch(b, (char)c);
	}
	if (c == '\r' && (c = getc(f)) != '\n' && c != EOF)
		ungetc(c, f);
	return any || c != EOF;
}

/* The line of the message, or false. */
static bool
find_line(struct excerpts *x, const struct handout_message *m, struct buf *b)
{
	while (x->line < m->line && read_line(x->f, NULL))
		x->line++;
	if (x->line != m->line)
		return false;
	/* several messages may be about one line: it is read again */
	long at = ftell(x->f);
	bool ok =
		at >= 0 && read_line(x->f, b) && fseek(x->f, at, SEEK_SET) == 0;
	if (m->line == 1 && b->n >= 3 && memcmp(b->p, "\xEF\xBB\xBF", 3) == 0) {
		memmove(b->p, b->p + 3, b->n - 3);
		b->n -= 3;
	}
	return ok;
}

/* How many columns of a terminal a character takes. */
static int
char_columns(uint32_t c)
{
	static const struct {
		uint32_t from, to;
		int columns;
	} rows[] = {{0x0300, 0x036F, 0}, {0x1100, 0x115F, 2},
		{0x200B, 0x200F, 0}, {0x2E80, 0xA4CF, 2}, {0xAC00, 0xD7A3, 2},
		{0xF900, 0xFAFF, 2}, {0xFE00, 0xFE0F, 0}, {0xFE30, 0xFE6F, 2},
		{0xFF00, 0xFF60, 2}, {0x1F300, 0x1FAFF, 2},
		{0x20000, 0x3FFFD, 2}};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (c >= rows[i].from && c <= rows[i].to)
			return rows[i].columns;
	return 1;
}

/* Put the line from its `from`-th character on; below it, up to the mark. */
static void
put_window(struct buf *b, struct buf *mark, struct str s, int from, int column)
{
	int at = 1, used = 0;
	for (size_t i = 0; i < s.n && used < EXCERPT_COLUMNS; at++) {
		uint32_t c = utf8_next(s, &i);
		int columns = char_columns(c);
		if (at < from)
			continue;
		if (c < 0x20 || (c >= 0x7F && c < 0xA0))
			c = ' '; /* control characters stay off the terminal */
		buf_utf8(b, c);
		for (int k = 0; k < columns && at < column; k++)
			buf_ch(mark, ' ');
		used += columns;
	}
}

void
excerpt_put(struct excerpts *x, struct arena *a, struct buf *b,
	const struct handout_message *m, bool color)
{
	struct buf line = buf_new(a), mark = buf_new(a);
	if (!m->line || !m->file[0])
		return;
	excerpts_open(x, m);
	if (!x->f || !find_line(x, m, &line))
		return;
	int from = m->column > EXCERPT_COLUMNS - 10 ? m->column - EXCERPT_BEFORE
	                                            : 1;
	const char *cut = from > 1 ? "..." : "";
	buf_fmt(b, "%6d | %s", m->line, cut);
	put_window(b, &mark, (struct str){line.p, line.n}, from, m->column);
	buf_fmt(b, "\n       | %*s%.*s%s^%s\n", (int)strlen(cut), "",
		(int)mark.n, mark.n ? mark.p : "", color ? "\033[1;32m" : "",
		color ? "\033[0m" : "");
	if (line.p)
		arena_recycle(a, line.p, line.cap);
	if (mark.p)
		arena_recycle(a, mark.p, mark.cap);
}
