/*
 * JSON (RFC 8259), written.  Nothing is kept but whether a comma is due, so
 * the callers' brackets must match.
 */
#include "base.h"

static void
json_member(struct json *j, const char *key)
{
	if (j->more)
		buf_c(j->out, ", ");
	j->more = true;
	if (!key)
		return;
	json_quote(j->out, str_c(key));
	buf_c(j->out, ": ");
}

void
json_open(struct json *j, const char *key, char bracket)
{
	json_member(j, key);
	buf_ch(j->out, bracket);
	j->more = false;
}

void
json_close(struct json *j, char bracket)
{
	buf_ch(j->out, bracket);
	j->more = true;
}

void
json_str(struct json *j, const char *key, struct str s)
{
	json_member(j, key);
	json_quote(j->out, s);
}

void
json_int(struct json *j, const char *key, int64_t v)
{
	json_member(j, key);
	buf_int(j->out, v);
}

void
json_milli(struct json *j, const char *key, int64_t v)
{
	static const int steps[] = {100, 10, 1};
	uint64_t all = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	int rest = (int)(all % 1000);
	json_member(j, key);
	if (v < 0)
		buf_ch(j->out, '-');
	buf_int(j->out, (int64_t)(all / 1000));
	if (rest)
		buf_ch(j->out, '.');
	for (size_t i = 0; rest; i++) {
		buf_ch(j->out, (char)('0' + rest / steps[i]));
		rest %= steps[i];
	}
}

void
json_bool(struct json *j, const char *key, bool v)
{
	json_member(j, key);
	buf_c(j->out, v ? "true" : "false");
}

void
json_quote(struct buf *out, struct str s)
{
	static const char from[] = "\"\\\n\r\t\b\f";
	static const char to[] = "\"\\nrtbf";
	buf_ch(out, '"');
	for (size_t i = 0; i < s.n;) {
		uint32_t c = utf8_next(s, &i);
		const char *e = c && c < 0x80 ? strchr(from, (int)c) : NULL;
		if (e)
			buf_fmt(out, "\\%c", to[e - from]);
		else if (c < 0x20)
			buf_fmt(out, "\\u%04x", (unsigned)c);
		else
			buf_utf8(out, c);
	}
	buf_ch(out, '"');
}
