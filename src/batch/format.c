/*
 * Messages as lines for people and for GitHub; the documents are in
 * format_documents.c.
 */
#include "format.h"

#include <errno.h>
#include <unistd.h>

#include "batch_priv.h"

struct format
format_new(struct arena *a, enum batch_format kind, bool color)
{
	if (kind == BATCH_FORMAT_DEFAULT)
		kind = isatty(STDERR_FILENO) ? BATCH_FORMAT_TEXT
		                             : BATCH_FORMAT_PLAIN;
	return (struct format){.a = a, .kind = kind, .color = color};
}

struct str
format_path(struct str path)
{
	while (str_starts(path, "./"))
		path = str_sub(path, 2, path.n);
	return path;
}

/* ---- as GitHub's annotations ----------------------------------------------
 */

/* What would end a property, or the command, as %XX. */
static void
put_escaped(struct buf *b, struct str s, const char *special)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x20 || strchr(special, c))
			buf_fmt(b, "%%%02X", (unsigned)c);
		else
			buf_ch(b, (char)c);
	}
}

static void
put_github(struct buf *b, const struct handout_message *m)
{
	static const char *const commands[] = {[HANDOUT_STYLE] = "notice",
		[HANDOUT_WARNING] = "warning",
		[HANDOUT_ERROR] = "error"};
	buf_fmt(b, "::%s ", commands[m->level]);
	if (m->file[0]) {
		buf_c(b, "file=");
		put_escaped(b, format_path(str_c(m->file)), "%:,");
		buf_ch(b, ',');
	}
	if (m->line)
		buf_fmt(b, "line=%d,col=%d,", m->line, m->column);
	buf_fmt(b, "title=%s::", m->slug);
	put_escaped(b, str_c(m->text), "%");
	buf_ch(b, '\n');
}

/* ---- any ------------------------------------------------------------------
 */

void
format_put(struct format *f, struct buf *b, const struct handout_message *m)
{
	switch (f->kind) {
	case BATCH_FORMAT_JSON:
	case BATCH_FORMAT_SARIF:
		ARENA_PUSH(f->a, f->list, f->n, f->cap);
		f->list[f->n++] = *m;
		break;
	case BATCH_FORMAT_GITHUB:
		put_github(b, m);
		break;
	case BATCH_FORMAT_TEXT:
		message_put(b, m, f->color);
		excerpt_put(&f->from, f->a, b, m, f->color);
		break;
	case BATCH_FORMAT_DEFAULT:
	case BATCH_FORMAT_PLAIN:
		message_put(b, m, f->color);
		break;
	}
}

FILE *
format_out(const struct format *f)
{
	return f->kind == BATCH_FORMAT_GITHUB ? stdout : stderr;
}

bool
format_end(struct format *f)
{
	struct buf b = buf_new(f->a);
	excerpts_close(&f->from);
	if (f->kind == BATCH_FORMAT_JSON)
		format_json(&b, f);
	else if (f->kind == BATCH_FORMAT_SARIF)
		format_sarif(&b, f);
	errno = 0;
	if (b.n)
		fwrite(b.p, 1, b.n, stdout);
	return fflush(stdout) == 0 && !ferror(stdout);
}

void
batch_tell(const struct handout_message *list, int n, enum batch_format kind,
	bool color)
{
	struct arena *a = arena_new();
	if (a && setjmp(*arena_jump(a)) == 0) {
		struct format f = format_new(a, kind, color);
		struct buf b = buf_new(a);
		for (int i = 0; i < n; i++)
			format_put(&f, &b, &list[i]);
		fwrite(b.p ? b.p : "", 1, b.n, format_out(&f));
		excerpts_close(&f.from);
	}
	arena_free(a);
}
