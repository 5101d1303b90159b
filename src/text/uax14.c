/*
 * UAX #14: before which characters a line may, or must, break.
 *
 * ICU knows all of it, at several hundred instructions a word.  What Latin
 * pages are made of needs a table of pairs: two characters, with spaces
 * between them or not, decide.  Three places need more than the class of
 * the character before, and have classes of their own for it: a hyphen that
 * a line may begin with (ICU's LB20), a full stop or slash in a number
 * (LB25).  What still depends on more (a currency sign before a bracket, a
 * comma after a space) and every character not listed here is ICU's: it
 * gets the whole paragraph then.
 *
 * The table is ICU 72's behaviour, tried with all strings of up to six
 * classes; the unit tests repeat that with five.
 *
 * ICU's iterator is opened once for a cache and set anew on each text.
 */
#include "text_priv.h"

enum line_class {
	LINE_AL, /* letters */
	LINE_NU, /* digits */
	LINE_IS, /* , . : ; */
	LINE_EX, /* ! ? */
	LINE_OP, /* ( [ { */
	LINE_CP, /* ) ] */
	LINE_CL, /* } */
	LINE_QU, /* quotes */
	LINE_SY, /* slash */
	LINE_HY, /* hyphen */
	LINE_BA, /* en dash, soft hyphen */
	LINE_B2, /* em dash */
	LINE_IN, /* ellipsis */
	LINE_PR, /* $ + */
	LINE_PO, /* % */
	LINE_GL, /* no-break space */
	LINE_PAIRED,
	/* only as the first of a pair */
	LINE_HB = LINE_PAIRED, /* HY that a line may begin with */
	LINE_NI,               /* IS in a number */
	LINE_NY,               /* SY in a number */
	LINE_BEGIN,            /* of a line */
	LINE_FIRSTS,
	/* apart */
	LINE_SP = LINE_FIRSTS,
	LINE_LF,
	LINE_ASK /* what only ICU knows */
};

/*
 * "x" no break, "/" break, "?" ask ICU.  Columns are the second's class:
 * AL NU IS EX OP CP CL QU SY HY BA B2 IN PR PO GL.
 */
static const char line_close[LINE_FIRSTS][LINE_PAIRED + 1] = {
	[LINE_AL] = "xxxxxxxxxxx/xxxx",
	[LINE_NU] = "xxxxxxxxxxx/xxxx",
	[LINE_IS] = "xxxx/xxxxxx/x//x",
	[LINE_EX] = "//xx/xxxxxx/x//x",
	[LINE_OP] = "xxxxxxxxxxxxxxxx",
	[LINE_CP] = "xxxx/xxxxxx/x??x",
	[LINE_CL] = "//xx/xxxxxx/x??x",
	[LINE_QU] = "xxxxxxxxxxxxxxxx",
	[LINE_SY] = "//xx/xxxxxx/x//x",
	[LINE_HY] = "/xxx/xxxxxx/x///",
	[LINE_BA] = "//xx/xxxxxx/x///",
	[LINE_B2] = "//xx/xxxxxxxx//x",
	[LINE_IN] = "//xx/xxxxxx/x//x",
	[LINE_PR] = "xxxx?xxxxxx/x//x",
	[LINE_PO] = "xxxx?xxxxxx/x//x",
	[LINE_GL] = "xxxxxxxxxxxxxxxx",
	[LINE_HB] = "xxxx/xxxxxx/x///",
	[LINE_NI] = "xxxx/xxxxxx/xxxx",
	[LINE_NY] = "/xxx/xxxxxx/xxxx",
	[LINE_BEGIN] = "????????????????",
};

static const char line_spaced[LINE_FIRSTS][LINE_PAIRED + 1] = {
	[LINE_AL] = "//?x/xx/x///////",
	[LINE_NU] = "//?x/xx/x///////",
	[LINE_IS] = "//?x/xx/x///////",
	[LINE_EX] = "//?x/xx/x///////",
	[LINE_OP] = "xxxxxxxxxxxxxxxx",
	[LINE_CP] = "//?x/xx/x///////",
	[LINE_CL] = "//?x/xx/x///////",
	[LINE_QU] = "//?xxxx/x///////",
	[LINE_SY] = "//?x/xx/x///////",
	[LINE_HY] = "//?x/xx/x///////",
	[LINE_BA] = "//?x/xx/x///////",
	[LINE_B2] = "//?x/xx/x//x////",
	[LINE_IN] = "//?x/xx/x///////",
	[LINE_PR] = "//?x/xx/x///////",
	[LINE_PO] = "//?x/xx/x///////",
	[LINE_GL] = "//?x/xx/x///////",
	[LINE_HB] = "//?x/xx/x///////",
	[LINE_NI] = "//?x/xx/x///////",
	[LINE_NY] = "//?x/xx/x///////",
	[LINE_BEGIN] = "//?x/xx/x///////",
};

/* Those of ASCII that are no letters and count as none. */
static const uint8_t line_ascii[128] = {
	['0'] = LINE_NU,
	['1'] = LINE_NU,
	['2'] = LINE_NU,
	['3'] = LINE_NU,
	['4'] = LINE_NU,
	['5'] = LINE_NU,
	['6'] = LINE_NU,
	['7'] = LINE_NU,
	['8'] = LINE_NU,
	['9'] = LINE_NU,
	[','] = LINE_IS,
	['.'] = LINE_IS,
	[':'] = LINE_IS,
	[';'] = LINE_IS,
	['!'] = LINE_EX,
	['?'] = LINE_EX,
	['('] = LINE_OP,
	['['] = LINE_OP,
	['{'] = LINE_OP,
	[')'] = LINE_CP,
	[']'] = LINE_CP,
	['}'] = LINE_CL,
	['"'] = LINE_QU,
	['\''] = LINE_QU,
	['/'] = LINE_SY,
	['-'] = LINE_HY,
	['|'] = LINE_BA,
	['$'] = LINE_PR,
	['+'] = LINE_PR,
	['\\'] = LINE_PR,
	['%'] = LINE_PO,
	[' '] = LINE_SP,
};

static enum line_class
line_class(uint32_t c)
{
	if (c < ' ' || c == 0x7F)
		return c == '\n' ? LINE_LF : LINE_ASK;
	if (c < 0x7F)
		return line_ascii[c];
	if (c >= 0xC0 && c < 0x250)
		return c == 0xD7 || c == 0xF7 ? LINE_ASK : LINE_AL;
	switch (c) {
	case 0xA0:
		return LINE_GL;
	case 0xAD:
	case 0x2013:
		return LINE_BA;
	case 0x2014:
		return LINE_B2;
	case 0x2018:
	case 0x2019:
	case 0x201C:
	case 0x201D:
		return LINE_QU;
	case 0x2026:
		return LINE_IN;
	default:
		return LINE_ASK;
	}
}

/* The class of a character as the first of the next pair. */
static enum line_class
line_first(
	enum line_class before, enum line_class now, bool spaced, bool broken)
{
	bool number = !spaced && (before == LINE_NU || before == LINE_NI ||
					 before == LINE_NY);
	if (now == LINE_HY && broken)
		return LINE_HB;
	if (number && now == LINE_IS)
		return LINE_NI;
	return number && now == LINE_SY ? LINE_NY : now;
}

bool
uax14_pairs(const uint32_t *c, int n, uint8_t *out)
{
	enum line_class before = LINE_BEGIN;
	bool spaced = false, begins = true;
	memset(out, UAX14_NONE, (size_t)n);
	for (int i = 0; i < n; i++) {
		/* most of it: letters after a letter */
		bool word = before == LINE_AL && !spaced;
		while (word && i < n && (c[i] | 32) - 'a' < 26)
			i++;
		if (i == n)
			break;
		enum line_class now = line_class(c[i]);
		if (begins && i > 0)
			out[i] = UAX14_HARD;
		if (now == LINE_ASK)
			return false;
		if (now == LINE_SP || now == LINE_LF) {
			spaced = now == LINE_SP;
			begins = now == LINE_LF;
			before = begins ? LINE_BEGIN : before;
			continue;
		}
		if (!begins) {
			char pair = (spaced ? line_spaced
					    : line_close)[before][now];
			if (pair == '?')
				return false;
			out[i] = pair == '/' ? UAX14_SOFT : UAX14_NONE;
		}
		before = line_first(before, now, spaced, begins || out[i]);
		spaced = begins = false;
	}
	return true;
}

/* ---- ICU -------------------------------------------------------------- */

static bool
open_iterator(struct font_cache *fc, struct str s)
{
	UErrorCode err = U_ZERO_ERROR;
	if (!fc->lines)
		fc->lines = ubrk_open(UBRK_LINE, "", NULL, 0, &err);
	utext_openUTF8(&fc->utext, s.p, (int64_t)s.n, &err);
	if (U_SUCCESS(err))
		ubrk_setUText(fc->lines, &fc->utext, &err);
	return U_SUCCESS(err);
}

void
uax14_icu(struct font_cache *fc, struct str s, const uint32_t *at, int n,
	uint8_t *out)
{
	memset(out, UAX14_NONE, (size_t)n);
	int now = open_iterator(fc, s) ? ubrk_first(fc->lines) : UBRK_DONE;
	for (int i = 1; i < n; i++) {
		while (now != UBRK_DONE && (uint32_t)now < at[i])
			now = ubrk_next(fc->lines);
		if (now == (int)at[i])
			out[i] = ubrk_getRuleStatus(fc->lines) >= UBRK_LINE_HARD
			                 ? UAX14_HARD
			                 : UAX14_SOFT;
	}
}

uint8_t *
uax14_breaks(struct para *p)
{
	uint8_t *out = ARENA_ARRAY(p->a, (size_t)p->nchars + 1, uint8_t);
	if (!uax14_pairs(p->c, p->nchars, out))
		uax14_icu(p->fc, p->text, p->at, p->nchars, out);
	return out;
}
