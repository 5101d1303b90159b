/*
 * Outcomes as text: a line each for the numbers, for every input and for
 * every message; fields between tabs, control characters as %XX.  The same
 * lines go from a worker to its parent and into the file that is kept.
 */
#include "batch_priv.h"

#include <stdlib.h>

#define FIELDS_MAX 16

/* ---- fields ---------------------------------------------------------------
 */

void
record_put_text(struct buf *b, struct str s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != 0x7F && c != '%')
			continue;
		buf_str(b, str_sub(s, from, i));
		buf_fmt(b, "%%%02X", (unsigned)c);
		from = i + 1;
	}
	buf_str(b, str_sub(s, from, s.n));
}

static int
hex_digit(int c)
{
	c = ch_lower(c);
	return ch_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str
record_text(struct arena *a, struct str field)
{
	char *p = arena_alloc(a, field.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < field.n; i++) {
		int high = -1, low = -1;
		if (field.p[i] == '%' && i + 2 < field.n) {
			high = hex_digit((unsigned char)field.p[i + 1]);
			low = hex_digit((unsigned char)field.p[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			p[n++] = (char)(high << 4 | low);
			i += 2;
		} else {
			p[n++] = field.p[i];
		}
	}
	return (struct str){p, n};
}

struct str
record_line(struct str *rest)
{
	ptrdiff_t end = str_chr(*rest, '\n');
	size_t n = end < 0 ? rest->n : (size_t)end;
	struct str line = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, end < 0 ? n : n + 1, rest->n);
	return line;
}

int
record_fields(struct str line, struct str *fields, int max)
{
	int n = 0;
	while (n < max) {
		ptrdiff_t tab = str_chr(line, '\t');
		if (tab < 0 || n == max - 1) {
			fields[n++] = line;
			break;
		}
		fields[n++] = str_sub(line, 0, (size_t)tab);
		line = str_sub(line, (size_t)tab + 1, line.n);
	}
	return n;
}

bool
record_int(struct str s, int64_t *out)
{
	bool minus = s.n && s.p[0] == '-';
	uint64_t v = 0;
	for (size_t i = minus; i < s.n; i++) {
		uint64_t digit = (uint64_t)(s.p[i] - '0');
		if (digit > 9 || v > (UINT64_MAX - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*out = minus ? -(int64_t)v : (int64_t)v;
	return s.n > minus;
}

void
record_put_hash(struct buf *b, struct hash h)
{
	buf_fmt(b, "%016llx%016llx", (unsigned long long)h.h[0],
		(unsigned long long)h.h[1]);
}

bool
record_hash(struct str s, struct hash *out)
{
	*out = (struct hash){{0, 0}};
	for (size_t i = 0; i < s.n && i < 32; i++) {
		int d = hex_digit((unsigned char)s.p[i]);
		if (d < 0)
			return false;
		out->h[i / 16] = out->h[i / 16] << 4 | (uint64_t)d;
	}
	return s.n == 32;
}

/* ---- writing --------------------------------------------------------------
 */

static void
put_input(struct buf *b, const struct handout_input *in)
{
	buf_fmt(b, "in\t%d\t%llu\t%llu\t%lld\t", (int)in->kind, in->size,
		in->inode, in->mtime);
	record_put_hash(b, (struct hash){{in->hash[0], in->hash[1]}});
	buf_ch(b, '\t');
	record_put_text(b, str_c(in->path));
	buf_ch(b, '\n');
}

static void
put_message(struct buf *b, const struct handout_message *m)
{
	buf_fmt(b, "say\t%d\t%d\t%d\t%s\t", (int)m->level, m->line, m->column,
		m->slug);
	record_put_text(b, str_c(m->file));
	buf_ch(b, '\t');
	record_put_text(b, str_c(m->text));
	buf_ch(b, '\n');
}

void
record_put(struct buf *b, const struct outcome *o)
{
	buf_fmt(b, "did\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%lld\t", o->made,
		o->exit, o->pages, o->errors, o->warnings, o->styles,
		o->ninputs, o->nlist, (long long)o->micros);
	buf_fmt(b, "%llu\t%llu\t%lld\t", (unsigned long long)o->stamp.size,
		(unsigned long long)o->stamp.inode, (long long)o->stamp.mtime);
	record_put_hash(b, o->hash);
	buf_ch(b, '\n');
	for (int i = 0; i < o->ninputs; i++)
		put_input(b, &o->inputs[i]);
	for (int i = 0; i < o->nlist; i++)
		put_message(b, &o->list[i]);
}

/* ---- reading --------------------------------------------------------------
 */

/* Numbers of a line; false if one is none. */
static bool
take_ints(const struct str *f, int n, int64_t *out)
{
	for (int i = 0; i < n; i++)
		if (!record_int(f[i], &out[i]))
			return false;
	return true;
}

static bool
take_input(struct arena *a, struct str line, struct handout_input *in)
{
	struct str f[FIELDS_MAX];
	int64_t v[4];
	struct hash h;
	if (record_fields(line, f, FIELDS_MAX) != 7 || !str_is(f[0], "in") ||
		!take_ints(f + 1, 4, v) || !record_hash(f[5], &h) || v[0] < 0 ||
		v[0] > HANDOUT_ABSENT)
		return false;
	*in = (struct handout_input){.kind = (enum handout_input_kind)v[0],
		.size = (unsigned long long)v[1],
		.inode = (unsigned long long)v[2],
		.mtime = v[3],
		.hash = {h.h[0], h.h[1]},
		.path = record_text(a, f[6]).p};
	return true;
}

static bool
take_message(struct arena *a, struct str line, struct handout_message *m)
{
	struct str f[FIELDS_MAX];
	int64_t v[3];
	if (record_fields(line, f, FIELDS_MAX) != 7 || !str_is(f[0], "say") ||
		!take_ints(f + 1, 3, v) || v[0] < 0 || v[0] > HANDOUT_ERROR)
		return false;
	*m = (struct handout_message){.level = (enum handout_level)v[0],
		.line = (int)v[1],
		.column = (int)v[2],
		.slug = str_cdup(a, f[4]),
		.file = record_text(a, f[5]).p,
		.text = record_text(a, f[6]).p};
	return true;
}

static bool
take_numbers(struct str line, struct outcome *o)
{
	struct str f[FIELDS_MAX];
	int64_t v[12];
	if (record_fields(line, f, FIELDS_MAX) != 14 || !str_is(f[0], "did") ||
		!take_ints(f + 1, 12, v) || !record_hash(f[13], &o->hash))
		return false;
	o->made = v[0] != 0;
	o->exit = (int)v[1];
	o->pages = (int)v[2];
	o->errors = (int)v[3];
	o->warnings = (int)v[4];
	o->styles = (int)v[5];
	o->ninputs = (int)v[6];
	o->nlist = (int)v[7];
	o->micros = v[8];
	o->stamp = (struct stamp){.size = (uint64_t)v[9],
		.inode = (uint64_t)v[10],
		.mtime = v[11]};
	return true;
}

struct outcome *
record_take(struct arena *a, struct str *rest)
{
	struct outcome *o = ARENA_NEW(a, struct outcome);
	if (!take_numbers(record_line(rest), o) || o->ninputs < 0 ||
		o->nlist < 0 || (size_t)o->ninputs > rest->n ||
		(size_t)o->nlist > rest->n)
		return NULL;
	o->inputs =
		ARENA_ARRAY(a, (size_t)o->ninputs + 1, struct handout_input);
	o->list = ARENA_ARRAY(a, (size_t)o->nlist + 1, struct handout_message);
	for (int i = 0; i < o->ninputs; i++)
		if (!take_input(a, record_line(rest), &o->inputs[i]))
			return NULL;
	for (int i = 0; i < o->nlist; i++)
		if (!take_message(a, record_line(rest), &o->list[i]))
			return NULL;
	return o;
}
