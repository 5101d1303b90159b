/*
 * A growing buffer.  It doubles, so that what is left behind in the arena
 * is never more than what is used.
 */
#include "base.h"

struct buf
buf_new(struct arena *a)
{
	return (struct buf){.a = a};
}

void
buf_grow(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap * 2 : 256;
	while (cap - b->n <= n)
		cap *= 2;
	b->p = arena_regrow(b->a, b->p, b->n, cap, 1);
	b->cap = cap;
}

void
buf_put(struct buf *b, const char *p, size_t n)
{
	if (n == 0)
		return;
	buf_room(b, n);
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void
buf_str(struct buf *b, struct str s)
{
	buf_put(b, s.p, s.n);
}

void
buf_c(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void
buf_utf8(struct buf *b, uint32_t c)
{
	char t[4];
	buf_put(b, t, (size_t)utf8_put(c, t));
}

void
buf_int(struct buf *b, int64_t v)
{
	char t[20];
	int i = sizeof t;
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	do {
		t[--i] = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (v < 0)
		buf_ch(b, '-');
	buf_put(b, t + i, sizeof t - (size_t)i);
}

void
buf_milli(struct buf *b, int64_t v)
{
	if (v < 0) {
		buf_ch(b, '-');
		v = -v;
	}
	int64_t whole = v / 1000;
	int rest = (int)(v % 1000);
	if (whole || !rest)
		buf_int(b, whole);
	if (!rest)
		return;
	char t[4] = {'.', (char)('0' + rest / 100),
		(char)('0' + rest / 10 % 10), (char)('0' + rest % 10)};
	size_t n = 4;
	while (t[n - 1] == '0')
		n--;
	buf_put(b, t, n);
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	char small[256];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if ((size_t)n < sizeof small) {
		buf_put(b, small, (size_t)n);
		return;
	}
	buf_room(b, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

struct str
buf_done(struct buf *b)
{
	buf_room(b, 1);
	b->p[b->n] = '\0';
	return (struct str){b->p, b->n};
}
