/*
 * PDF's own syntax (ISO 32000-1, 7.3): names, strings, references, boxes.
 *
 * Whatever there is much of is printed here and handed to haru as bytes.
 * Strings are literal, not hexadecimal: half the size, and smaller still
 * when deflated.
 */
#include "pdf_priv.h"

/* How far above a node its destination lies, to show what leads to it. */
#define DEST_ABOVE PT(8)

mpt
syntax_round(mpt v)
{
	return v < 0 ? -((-v + 5) / 10 * 10) : (v + 5) / 10 * 10;
}

void
syntax_ref(struct buf *b, const struct haru_dict *d)
{
	buf_int(b, haru_number(d));
	buf_c(b, " 0 R");
}

void
syntax_name(struct buf *b, const char *name)
{
	buf_ch(b, '/');
	for (const char *p = name; *p; p++) {
		unsigned char c = (unsigned char)*p;
		if (c > 0x20 && c < 0x7F && !strchr("#/()<>[]{}%", c))
			buf_ch(b, (char)c);
		else
			buf_fmt(b, "#%02X", c);
	}
}

/* The byte as it stands in a string; 1 or 2 bytes, room is for 2. */
static inline size_t
syntax_escape(char *out, unsigned char c)
{
	bool special = c == '(' || c == ')' || c == '\\' || c == '\r';
	out[0] = special ? '\\' : (char)c;
	/* A bare carriage return would be read as a line feed. */
	out[1] = c == '\r' ? 'r' : (char)c;
	return special ? 2 : 1;
}

size_t
syntax_unit(char out[4], unsigned unit)
{
	size_t n = syntax_escape(out, (unsigned char)(unit >> 8));
	return n + syntax_escape(out + n, (unsigned char)unit);
}

void
syntax_string(struct buf *b, struct str s)
{
	buf_ch(b, '(');
	buf_room(b, 2 * s.n);
	for (size_t i = 0; i < s.n; i++)
		b->n += syntax_escape(b->p + b->n, (unsigned char)s.p[i]);
	buf_ch(b, ')');
}

void
syntax_text(struct buf *b, struct str utf8)
{
	size_t ascii = 0;
	while (ascii < utf8.n && utf8.p[ascii] >= 0x20 && utf8.p[ascii] < 0x7F)
		ascii++;
	if (ascii == utf8.n) {
		syntax_string(b, utf8);
		return;
	}
	buf_c(b, "(\xFE\xFF");
	for (size_t at = 0; at < utf8.n;) {
		uint32_t c = utf8_next(utf8, &at);
		buf_room(b, 8);
		if (c > 0xFFFF) {
			b->n += syntax_unit(
				b->p + b->n, 0xD800 | (c - 0x10000) >> 10);
			c = 0xDC00 | ((c - 0x10000) & 0x3FF);
		}
		b->n += syntax_unit(b->p + b->n, c);
	}
	buf_ch(b, ')');
}

static void
syntax_hex16(struct buf *b, uint32_t u)
{
	static const char digits[] = "0123456789ABCDEF";
	char t[4] = {digits[u >> 12 & 15], digits[u >> 8 & 15],
		digits[u >> 4 & 15], digits[u & 15]};
	buf_put(b, t, 4);
}

void
syntax_hex(struct buf *b, uint32_t c)
{
	if (c > 0xFFFF) {
		syntax_hex16(b, 0xD800 | (c - 0x10000) >> 10);
		c = 0xDC00 | ((c - 0x10000) & 0x3FF);
	}
	syntax_hex16(b, c);
}

void
syntax_box(struct buf *b, mpt page_h, mpt x, mpt y, mpt x1, mpt y1)
{
	buf_ch(b, '[');
	buf_milli(b, syntax_round(x));
	buf_ch(b, ' ');
	buf_milli(b, syntax_round(page_h - y1));
	buf_ch(b, ' ');
	buf_milli(b, syntax_round(x1));
	buf_ch(b, ' ');
	buf_milli(b, syntax_round(page_h - y));
	buf_ch(b, ']');
}

void
syntax_dest(struct buf *b, const struct pdf *pdf, const struct place *place)
{
	const struct pdf_page *s = &pdf->page[place->page - 1];
	mpt top = mpt_min(s->h, s->h - place->y + DEST_ABOVE);
	buf_ch(b, '[');
	syntax_ref(b, pdf->page[place->page - 1].dict);
	buf_c(b, "/XYZ null ");
	buf_milli(b, syntax_round(top));
	buf_c(b, " null]");
}

void
syntax_print(struct pdf *pdf, struct haru_dict *d)
{
	struct buf *b = &pdf->scratch;
	struct str s = {b->p, b->n};
	if (haru_is_slot(d))
		save_dict(pdf->save, d, s);
	else
		haru_print(pdf->h, d, str_dup(pdf->a, s));
	b->n = 0;
}

bool
syntax_is_lang(struct str s)
{
	int part = 0, len = 0;
	for (size_t i = 0; i < s.n; i++) {
		int c = (unsigned char)s.p[i];
		if (c == '-' && len) {
			part++;
			len = 0;
		} else if (ch_alpha(c) || (part && ch_digit(c))) {
			if (++len > 8)
				return false;
		} else {
			return false;
		}
	}
	return len > 0;
}
