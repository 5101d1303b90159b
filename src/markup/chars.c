/*
 * Letters of all scripts, as far as Markdown needs to know them: to see
 * that "_" stands inside a word, and to make ids of headings.  A short
 * list of what is no letter above ASCII does; Unicode's own tables are
 * text's matter.
 */
#include "markup_priv.h"

struct range {
	uint32_t from, to;
};

/* Punctuation, symbols and spaces above ASCII, by blocks. */
static const struct range no_letters[] = {
	{0x80, 0xa9},
	{0xab, 0xb1},
	{0xb4, 0xb4},
	{0xb6, 0xb8},
	{0xbb, 0xbb},
	{0xbf, 0xbf},
	{0xd7, 0xd7},
	{0xf7, 0xf7},
	{0x2c2, 0x2c5},
	{0x2000, 0x203e},
	{0x2041, 0x2053},
	{0x2055, 0x2070},
	{0x207a, 0x207e},
	{0x208a, 0x208e},
	{0x20a0, 0x20cf},
	{0x2100, 0x2101},
	{0x2190, 0x245f},
	{0x249c, 0x24b5},
	{0x2500, 0x2bff},
	{0x3000, 0x3004},
	{0x3008, 0x3020},
	{0x3030, 0x3030},
	{0xfe10, 0xfe1f},
	{0xfe30, 0xfe6f},
	{0xff00, 0xff0f},
	{0xff1a, 0xff20},
	{0xff3b, 0xff40},
	{0xff5b, 0xff65},
	{0xffe0, 0xffff},
	{0xe000, 0xf8ff},
	{0x1f000, 0x1faff},
};

bool
markup_word(uint32_t c)
{
	if (c < 0x80)
		return ch_alnum((int)c) || c == '_';
	for (size_t i = 0; i < ARRAY_LEN(no_letters); i++)
		if (c >= no_letters[i].from && c <= no_letters[i].to)
			return false;
	return true;
}

uint32_t
markup_lower(uint32_t c)
{
	if (c < 0x80)
		return (uint32_t)ch_lower((int)c);
	if ((c >= 0xc0 && c <= 0xde && c != 0xd7) ||
		(c >= 0x391 && c <= 0x3ab) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if ((c >= 0x100 && c <= 0x12f) || (c >= 0x132 && c <= 0x137) ||
		(c >= 0x14a && c <= 0x177) || (c >= 0x460 && c <= 0x481) ||
		(c >= 0x48a && c <= 0x4bf) || (c >= 0x1e00 && c <= 0x1e95) ||
		(c >= 0x1ea0 && c <= 0x1eff))
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c & 1 ? c + 1 : c;
	return c;
}

uint32_t
markup_char_at(struct str s, size_t at)
{
	return at < s.n ? utf8_next(s, &at) : 0;
}

uint32_t
markup_char_before(struct str s, size_t at)
{
	if (at == 0 || at > s.n)
		return 0;
	at--;
	while (at > 0 && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at--;
	return markup_char_at(s, at);
}

static const char *const escapes[256] = {
	['&'] = "&amp;",
	['<'] = "&lt;",
	['>'] = "&gt;",
	['"'] = "&quot;",
};

void
markup_escape(struct text_builder *tb, struct str s, struct span span)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *e = escapes[(unsigned char)s.p[i]];
		if (!e)
			continue;
		text_add(tb, str_sub(s, from, i), span);
		text_add(tb, str_c(e), span);
		from = i + 1;
	}
	text_add(tb, str_sub(s, from, s.n), span);
}
