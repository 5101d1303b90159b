/*
 * Messages.  They are kept as data and sorted only when they are read, so
 * that every step may report in the order it works in.  Lines are counted
 * when a place is asked for: a table of line starts is made per file then.
 */
#include "diag_priv.h"

#include <stdlib.h>

const struct diag_message diag_messages[DIAG_CODES] = {
#define MSG(code, level, slug, text) [DIAG_##code] = {DIAG_##level, slug, text},
#include "messages.def"
#undef MSG
};

const struct diag_reason diag_reasons[DIAG_CODES] = {
#define WHY(code, reason, cure) [DIAG_##code] = {reason, cure},
#include "reasons.def"
#undef WHY
};

struct diag_file {
	struct str name, bytes;
	uint32_t *lines; /* offset of each line's start */
	int nlines;
};

struct diag {
	struct arena *a;
	struct diag_file *files;
	int nfiles, files_cap;
	struct diag_entry *entries;
	int n, cap;
	bool sorted;
	struct map seen;
	struct input *inputs;
	int ninputs, inputs_cap;
	struct map inputs_seen;
	bool ignored[DIAG_CODES];
	struct silences silences;
};

struct diag *
diag_new(struct arena *a)
{
	struct diag *dg = ARENA_NEW(a, struct diag);
	dg->a = a;
	dg->seen = map_new(a);
	dg->inputs_seen = map_new(a);
	return dg;
}

int
diag_add_file(struct diag *dg, struct str name, struct str bytes)
{
	ARENA_PUSH(dg->a, dg->files, dg->nfiles, dg->files_cap);
	dg->files[dg->nfiles++] = (struct diag_file){
		.name = str_dup(dg->a, name), .bytes = bytes};
	return dg->nfiles;
}

/* The file with this number, or NULL. */
static struct diag_file *
diag_find_file(const struct diag *dg, int file)
{
	return file >= 1 && file <= dg->nfiles ? &dg->files[file - 1] : NULL;
}

struct str
diag_file_name(const struct diag *dg, int file)
{
	const struct diag_file *f = diag_find_file(dg, file);
	return f ? f->name : STR0;
}

static void
diag_count_lines(struct diag_file *f, struct arena *a)
{
	int n = 1;
	for (size_t i = 0; i < f->bytes.n; i++)
		n += f->bytes.p[i] == '\n';
	f->lines = ARENA_ARRAY(a, (size_t)n, uint32_t);
	f->nlines = 1;
	for (size_t i = 0; i < f->bytes.n; i++)
		if (f->bytes.p[i] == '\n')
			f->lines[f->nlines++] = (uint32_t)i + 1;
}

/* The last line that starts at or before `off`. */
static int
diag_find_line(const struct diag_file *f, uint32_t off)
{
	int low = 0, high = f->nlines - 1;
	while (low < high) {
		int mid = low + (high - low + 1) / 2;
		if (f->lines[mid] <= off)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

void
diag_place(const struct diag *dg, struct span s, int *line, int *col)
{
	*line = *col = 0;
	struct diag_file *f = diag_find_file(dg, s.file);
	if (!f || s.off == SPAN_WHOLE)
		return;
	if (!f->lines)
		diag_count_lines(f, dg->a);
	uint32_t off = s.off <= f->bytes.n ? s.off : (uint32_t)f->bytes.n;
	int i = diag_find_line(f, off);
	*line = i + 1;
	*col = 1;
	for (uint32_t at = f->lines[i]; at < off; at++)
		*col += ((unsigned char)f->bytes.p[at] & 0xC0) != 0x80;
}

enum diag_code
diag_find(struct str slug)
{
	int i = 0;
	while (i < DIAG_CODES && !str_is(slug, diag_messages[i].slug))
		i++;
	return (enum diag_code)i;
}

bool
diag_ignore(struct diag *dg, struct str slug)
{
	enum diag_code code = diag_find(slug);
	if (code < DIAG_CODES)
		dg->ignored[code] = true;
	return code < DIAG_CODES;
}

bool
diag_ignore_from(
	struct diag *dg, struct str slug, struct span from, uint32_t to)
{
	enum diag_code code = diag_find(slug);
	if (code == DIAG_CODES)
		return false;
	struct silence one = {code, from.file, from.off, to, 0};
	silence_add(dg->a, &dg->silences, one);
	dg->sorted = false;
	return true;
}

void
diag_report_slug(struct diag *dg, struct str slug, struct span span)
{
	const char *slugs[DIAG_CODES];
	for (int i = 0; i < DIAG_CODES; i++)
		slugs[i] = diag_messages[i].slug;
	const char *near = str_nearest(slug, slugs, DIAG_CODES);
	diag_report(dg, DIAG_SITE_VALUE, span,
		"ignore: no message is called %.*s%s%s%s", STR_ARG(slug),
		near ? " (did you mean " : "", near ? near : "",
		near ? "?)" : "");
}

void
diag_report(struct diag *dg, enum diag_code code, struct span span,
	const char *fmt, ...)
{
	if (dg->ignored[code])
		return;
	char detail[512];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(detail, sizeof detail, fmt, ap);
	va_end(ap);
	size_t len = n < 0 ? 0 : (size_t)n;
	if (len >= sizeof detail)
		len = sizeof detail - 1;
	struct str key = str_fmt(dg->a, "%d %d %u %.*s", (int)code, span.file,
		(unsigned)span.off, (int)len, detail);
	if (map_find(&dg->seen, key))
		return;
	map_put(&dg->seen, key, dg);
	ARENA_PUSH(dg->a, dg->entries, dg->n, dg->cap);
	dg->entries[dg->n++] = (struct diag_entry){
		code, span, str_sub(key, key.n - len, key.n)};
	dg->sorted = false;
}

/* By file, place and code; what has no place comes first. */
static int
diag_compare(const void *pa, const void *pb)
{
	const struct diag_entry *a = pa, *b = pb;
	if (a->span.file != b->span.file)
		return a->span.file < b->span.file ? -1 : 1;
	uint32_t x = a->span.off + 1, y = b->span.off + 1; /* WHOLE: 0 */
	if (x != y)
		return x < y ? -1 : 1;
	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	return str_cmp(a->detail, b->detail);
}

/* Drop what authors silenced, and sort the rest. */
static void
diag_settle(struct diag *dg)
{
	int kept = 0;
	if (dg->sorted)
		return;
	for (int i = 0; i < dg->n; i++)
		if (!silence_covers(&dg->silences, &dg->entries[i]))
			dg->entries[kept++] = dg->entries[i];
	dg->n = kept;
	if (dg->n)
		qsort(dg->entries, (size_t)dg->n, sizeof *dg->entries,
			diag_compare);
	dg->sorted = true;
}

int
diag_count(struct diag *dg, enum diag_level at_least)
{
	int n = 0;
	diag_settle(dg);
	for (int i = 0; i < dg->n; i++)
		n += diag_messages[dg->entries[i].code].level >= at_least;
	return n;
}

const struct diag_entry *
diag_sorted(struct diag *dg, int *n)
{
	diag_settle(dg);
	*n = dg->n;
	return dg->entries;
}

/* Control characters of a page must not reach the terminal. */
static void
diag_put_clean(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		buf_ch(b, c < 0x20 || c == 0x7F ? ' ' : (char)c);
	}
}

struct str
diag_text(struct diag *dg, const struct diag_entry *e)
{
	struct str text = str_c(diag_messages[e->code].text);
	ptrdiff_t semi = str_chr(text, ';');
	size_t cut = semi < 0 ? text.n : (size_t)semi;
	struct buf b = buf_new(dg->a);
	buf_str(&b, str_sub(text, 0, cut));
	if (e->detail.n) {
		buf_c(&b, ": ");
		diag_put_clean(&b, e->detail);
	}
	buf_str(&b, str_sub(text, cut, text.n));
	return buf_done(&b);
}

void
diag_put_line(struct buf *b, bool color, struct str file, int line, int col,
	enum diag_level level, struct str text, const char *slug)
{
	static const char *const names[] = {"style", "warning", "error"};
	static const char *const colors[] = {
		"\033[36m", "\033[1;35m", "\033[1;31m"};
	if (color)
		buf_c(b, "\033[1m");
	diag_put_clean(b, file);
	if (line)
		buf_fmt(b, ":%d:%d", line, col);
	buf_c(b, file.n ? ": " : "handout: ");
	if (color)
		buf_fmt(b, "\033[0m%s", colors[level]);
	buf_fmt(b, "%s: ", names[level]);
	if (color)
		buf_c(b, "\033[0m");
	buf_str(b, text);
	buf_fmt(b, " [%s]\n", slug);
}

void
diag_format(
	struct diag *dg, const struct diag_entry *e, bool color, struct buf *b)
{
	const struct diag_message *m = &diag_messages[e->code];
	int line, col;
	diag_place(dg, e->span, &line, &col);
	diag_put_line(b, color, diag_file_name(dg, e->span.file), line, col,
		m->level, diag_text(dg, e), m->slug);
}

void
diag_print(struct diag *dg, FILE *out, bool color)
{
	int n;
	const struct diag_entry *e = diag_sorted(dg, &n);
	struct buf b = buf_new(dg->a);
	for (int i = 0; i < n; i++)
		diag_format(dg, &e[i], color, &b);
	if (b.n)
		fwrite(b.p, 1, b.n, out);
}

/* ---- what was looked at ----------------------------------------------- */

void
diag_add_input(struct diag *dg, const struct input *in)
{
	if (map_find(&dg->inputs_seen, in->path))
		return;
	ARENA_PUSH(dg->a, dg->inputs, dg->ninputs, dg->inputs_cap);
	struct input *kept = &dg->inputs[dg->ninputs++];
	*kept = *in;
	kept->path = str_dup(dg->a, in->path);
	map_put(&dg->inputs_seen, kept->path, dg);
}

void
diag_add_absent(struct diag *dg, struct str path)
{
	struct input in = {.kind = INPUT_ABSENT, .path = path};
	if (file_stamp(str_cdup(dg->a, path), &in.stamp))
		in.kind = INPUT_FILE;
	diag_add_input(dg, &in);
}

void
diag_add_folder(
	struct diag *dg, struct str path, const struct str *names, int n)
{
	struct input in = {.kind = INPUT_FOLDER, .path = path};
	struct buf b = buf_new(dg->a);
	for (int i = 0; i < n; i++) {
		buf_str(&b, names[i]);
		buf_ch(&b, '\0');
	}
	in.hash = hash_of((struct str){b.p, b.n});
	file_stamp(str_cdup(dg->a, path), &in.stamp);
	diag_add_input(dg, &in);
}

const struct input *
diag_inputs(const struct diag *dg, int *n)
{
	*n = dg->ninputs;
	return dg->inputs;
}
