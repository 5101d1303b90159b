/*
 * A paragraph's text cut into runs that HarfBuzz can shape.
 *
 * The pieces' bytes become one array of characters, an object is U+FFFC
 * and a forced break U+000A, so that ICU and HarfBuzz see the context
 * across pieces.  A run ends where the piece, the font, the script or the
 * direction changes.  Fonts are chosen for clusters, not for characters:
 * what belongs together (letter and marks, the parts of an emoji) must be
 * drawn by one font.  Characters of no script of their own join the run
 * they stand in.
 *
 * The bidirectional algorithm (UAX #9) only runs if a character can read
 * from right to left, or all of the paragraph does; it is given U+2028 for
 * U+000A, so that the whole paragraph has one direction, whatever forced breaks
 * are in it.
 */
#include "text_priv.h"

#include <unicode/uchar.h>

#define CHAR_ZWJ    0x200D
#define CLUSTER_MAX 64 /* characters; shaping marks is quadratic */

/* ---- characters ------------------------------------------------------- */

bool
text_is_ignorable(uint32_t c)
{
	if (c < 0x300)
		return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD;
	if (c == 0x2028 || c == 0x2029 || c == 0xFFF9 || c == 0xFFFA ||
		c == 0xFFFB)
		return true;
	return u_hasBinaryProperty(
		(UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool
text_is_wide_space(uint32_t c)
{
	return c == 0x85 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200B && c != 0x2007) || c == 0x2028 ||
	       c == 0x2029 || c == 0x205F || c == 0x3000;
}

/* Can it make text read from right to left? */
static bool
is_rtl(uint32_t c)
{
	if (c < 0x590)
		return false;
	return c <= 0x8FF || c == 0x200F || c == 0x202B || c == 0x202E ||
	       c == 0x2067 || (c >= 0xFB1D && c <= 0xFDFF) ||
	       (c >= 0xFE70 && c <= 0xFEFF) || (c >= 0x10800 && c <= 0x10FFF) ||
	       (c >= 0x1E800 && c <= 0x1EFFF);
}

/* Does it belong to the character before it? */
static bool
extends_cluster(uint32_t c, uint32_t before)
{
	if (c < 0x300)
		return false;
	if (c == CHAR_ZWJ || (c >= 0x1F3FB && c <= 0x1F3FF))
		return true;
	if (before == CHAR_ZWJ)
		return u_hasBinaryProperty(
			(UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC);
	return U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK ||
	       u_hasBinaryProperty((UChar32)c, UCHAR_GRAPHEME_EXTEND);
}

static bool
is_flag_letter(uint32_t c)
{
	return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/* End of the cluster that begins at character i, not beyond `end`. */
static int
cluster_end(const uint32_t *c, int i, int end)
{
	int j = i + 1;
	if (j < end && is_flag_letter(c[i]) && is_flag_letter(c[j]))
		j++;
	while (j < end && j - i < CLUSTER_MAX &&
		extends_cluster(c[j], c[j - 1]))
		j++;
	return j;
}

/* ---- decoding --------------------------------------------------------- */

static size_t
piece_bytes(const struct text_piece *piece)
{
	if (piece->kind == TEXT_CHARS)
		return piece->s.n;
	return piece->kind == TEXT_OBJECT ? 3 : 1;
}

static void
join_pieces(struct para *p)
{
	struct buf b = buf_new(p->a);
	size_t n = 1;
	for (int i = 0; i < p->npieces; i++)
		n += piece_bytes(&p->pieces[i]);
	b.p = arena_alloc(p->a, n + 1);
	b.cap = n + 1;
	for (int i = 0; i < p->npieces; i++) {
		const struct text_piece *piece = &p->pieces[i];
		if (piece->kind == TEXT_CHARS)
			buf_str(&b, piece->s);
		else if (piece->kind == TEXT_OBJECT)
			buf_utf8(&b, TEXT_OBJECT_CHAR);
		else
			buf_ch(&b, '\n');
	}
	p->text = buf_done(&b);
}

/* What text_shape has to know of a character before it goes on. */
static void
note_char(struct para *p, uint32_t c, bool *rtl)
{
	if (c < 0x590)
		return;
	*rtl |= is_rtl(c);
	p->kana |= c >= 0x3040 && c <= 0x30FF;
	p->hangul |= c >= 0xAC00 && c <= 0xD7A3;
}

/* Levels by ICU, which wants UTF-16. */
static void
find_levels(struct para *p)
{
	struct font_cache *fc = p->fc;
	UChar *u = arena_array(p->a, (size_t)p->nchars, 2 * sizeof *u);
	int32_t n = 0;
	for (int i = 0; i < p->nchars; i++) {
		uint32_t c = p->c[i] == '\n' ? 0x2028 : p->c[i];
		U16_APPEND_UNSAFE(u, n, c);
	}
	uint8_t *levels = ARENA_ARRAY(p->a, (size_t)p->nchars, uint8_t);
	UErrorCode err = U_ZERO_ERROR;
	if (!fc->bidi)
		fc->bidi = ubidi_open();
	if (!fc->bidi)
		return;
	UBiDiLevel base = p->pieces[0].rtl ? UBIDI_RTL : UBIDI_DEFAULT_LTR;
	ubidi_setPara(fc->bidi, u, n, base, NULL, &err);
	const UBiDiLevel *found = ubidi_getLevels(fc->bidi, &err);
	if (U_FAILURE(err))
		return;
	p->level = ubidi_getParaLevel(fc->bidi);
	int32_t k = 0;
	for (int i = 0; i < p->nchars; i++) {
		levels[i] = found[k];
		k += U16_LENGTH(p->c[i] == '\n' ? 0x2028 : p->c[i]);
	}
	arena_recycle(p->a, u, (size_t)p->nchars * 2 * sizeof *u);
	p->levels = levels;
}

/* The end of each piece in characters, once the characters are known. */
static void
count_pieces(struct para *p)
{
	size_t byte = 0;
	int ch = 0;
	p->piece_end = ARENA_ARRAY(p->a, (size_t)p->npieces + 1, int);
	for (int i = 0; i < p->npieces; i++) {
		byte += piece_bytes(&p->pieces[i]);
		while (ch < p->nchars && p->at[ch] < byte)
			ch++;
		p->piece_end[i] = ch;
	}
}

void
text_decode(struct para *p)
{
	join_pieces(p);
	bool rtl = p->npieces && p->pieces[0].rtl;
	size_t at = 0;
	p->c = ARENA_ARRAY(p->a, p->text.n + 1, uint32_t);
	p->at = ARENA_ARRAY(p->a, p->text.n + 1, uint32_t);
	while (at < p->text.n) {
		unsigned char b = (unsigned char)p->text.p[at];
		p->at[p->nchars] = (uint32_t)at;
		if (b < 0x80)
			p->c[p->nchars] = p->text.p[at++];
		else
			note_char(p, p->c[p->nchars] = utf8_next(p->text, &at),
				&rtl);
		p->nchars++;
	}
	p->at[p->nchars] = (uint32_t)p->text.n;
	p->shaped = p->c;
	count_pieces(p);
	if (rtl)
		find_levels(p);
}

/* ---- runs ------------------------------------------------------------- */

/* What shapes with any script: Common, Inherited, Unknown. */
static hb_script_t
char_script(uint32_t c)
{
	if (c < 0x80)
		return ch_alpha((int)c) ? HB_SCRIPT_LATIN : HB_SCRIPT_COMMON;
	hb_script_t s = hb_unicode_script(hb_unicode_funcs_get_default(), c);
	if (s == HB_SCRIPT_INHERITED || s == HB_SCRIPT_UNKNOWN)
		return HB_SCRIPT_COMMON;
	return s;
}

/* The para's own copy of the characters, to put others in for some. */
static uint32_t *
shaped_own(struct para *p)
{
	if (p->shaped == p->c) {
		uint32_t *own = ARENA_ARRAY(p->a, p->text.n + 1, uint32_t);
		memcpy(own, p->c, (size_t)p->nchars * sizeof *own);
		p->shaped = own;
	}
	return (uint32_t *)p->shaped;
}

void
text_report_missing(const struct para *p, int i)
{
	int piece = text_piece_of(p, i);
	struct span span = p->pieces[piece].span;
	uint32_t start = p->at[piece ? p->piece_end[piece - 1] : 0];
	if (span.off != SPAN_WHOLE)
		span.off += p->at[i] - start;
	diag_report(p->dg, DIAG_NO_GLYPH, span, "U+%04X", (unsigned)p->c[i]);
}

/*
 * No font has it: say so, and show U+FFFD of a font that has that, or a
 * question mark.
 */
static const struct font *
substitute(struct para *p, int i, int piece)
{
	const struct font *want = p->pieces[piece].font;
	uint32_t instead = 0xFFFD;
	text_report_missing(p, i);
	const struct font *f = font_for_cluster(p->fc, want, &instead, 1, NULL);
	if (!f) {
		instead = '?';
		f = font_for_cluster(p->fc, want, &instead, 1, NULL);
	}
	shaped_own(p)[i] = instead;
	return f ? f : want;
}

/* Invisible, but drawn by HarfBuzz if the font does not have it. */
static bool
is_filler(uint32_t c)
{
	return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0;
}

/* Characters that are shaped as others. */
static void
put_instead(struct para *p, const struct font *f, int i)
{
	uint32_t c = p->c[i];
	if (c == '\t')
		shaped_own(p)[i] = ' ';
	else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 ||
		 c == 0x2029 || (c >= 0xFFF9 && c <= 0xFFFB) ||
		 (is_filler(c) && !font_glyph(f, c)))
		shaped_own(p)[i] = 0x200B;
	else if (c == 0x2011 && !font_glyph(f, c))
		shaped_own(p)[i] = font_glyph(f, 0x2010) ? 0x2010 : '-';
}

static struct run *
run_push(struct para *p)
{
	ARENA_PUSH(p->a, p->runs, p->nruns, p->runs_cap);
	p->runs[p->nruns] = (struct run){.kind = TEXT_CHARS};
	return &p->runs[p->nruns++];
}

/* The run that the characters [i, j) belong to: the last, or a new one. */
static void
run_add(struct para *p, int piece, const struct font *f, int i, int j)
{
	const struct text_piece *pc = &p->pieces[piece];
	struct run *r = p->nruns ? &p->runs[p->nruns - 1] : NULL;
	hb_script_t script = char_script(p->c[i]);
	uint8_t level = p->levels ? p->levels[i] : 0;
	bool same = r && r->piece == piece && r->font == f &&
	            r->level == level && p->c[i - 1] != '\n' && !p->new_run;
	p->new_run = false;
	if (same && script != r->script && script != HB_SCRIPT_COMMON) {
		same = r->script == HB_SCRIPT_COMMON;
		if (same)
			r->script = script;
	}
	if (!same) {
		r = run_push(p);
		*r = (struct run){.kind = TEXT_CHARS,
			.piece = piece,
			.font = f,
			.size = pc->size,
			.rise = pc->rise,
			.from = i,
			.level = level,
			.script = script};
	}
	r->to = j;
}

/*
 * A space between words of a fallback font is that font's own, or each
 * word would be a run.  Not in code, where columns have to stand.
 */
static const struct font *
font_for_space(const struct para *p, int piece, const struct font *f)
{
	const struct run *r = p->nruns ? &p->runs[p->nruns - 1] : NULL;
	bool stay = r && r->piece == piece && r->font != f && !f->mono &&
	            r->script != HB_SCRIPT_COMMON && font_glyph(r->font, ' ');
	return stay ? r->font : f;
}

/* One cluster: a font for all of it, or one for each character. */
static void
itemize_cluster(struct para *p, int piece, int i, int j)
{
	const struct font *want = p->pieces[piece].font;
	const struct run *last = p->nruns ? &p->runs[p->nruns - 1] : NULL;
	if (text_is_ignorable(p->c[i]) && p->c[i] != '\t' && last &&
		last->piece == piece)
		want = last->font;
	const struct font *f =
		font_for_cluster(p->fc, want, &p->c[i], j - i, p->dg);
	for (int k = i; k < j; k++) {
		const struct font *one = f;
		if (!f)
			one = font_for_cluster(p->fc, want, &p->c[k], 1, p->dg);
		if (!one)
			one = substitute(p, k, piece);
		put_instead(p, one, k);
		if (k == i || !f)
			run_add(p, piece, one, k, f ? j : k + 1);
	}
}

/*
 * The usual case: ASCII goes on in the run that the piece's font has begun.
 * Returns where that ends, from `i` on.
 */
static int
itemize_ascii(struct para *p, int piece, int i, int to)
{
	const struct font *want = p->pieces[piece].font;
	struct run *r = p->nruns ? &p->runs[p->nruns - 1] : NULL;
	if (!r || r->piece != piece || r->font != want || p->levels ||
		p->new_run || p->c[i - 1] == '\n' ||
		(r->script != HB_SCRIPT_COMMON && r->script != HB_SCRIPT_LATIN))
		return i;
	bool letters = false;
	for (; i < to; i++) {
		uint32_t c = p->c[i];
		if (c < ' ' || c >= FONT_ASCII || !want->priv->ascii[c] ||
			(i + 1 < to && p->c[i + 1] >= 0x300))
			break;
		letters |= ch_alpha((int)c);
	}
	if (letters)
		r->script = HB_SCRIPT_LATIN;
	r->to = i > r->to ? i : r->to;
	return i;
}

static void
itemize_chars(struct para *p, int piece, int from, int to)
{
	const struct font *want = p->pieces[piece].font;
	for (int i = from, j; i < to; i = j) {
		j = itemize_ascii(p, piece, i, to);
		if (j > i)
			continue;
		uint32_t c = p->c[i];
		j = i + 1;
		bool plain = c < FONT_ASCII && want->priv->ascii[c];
		if (j < to && (p->c[j] >= 0x300 || c >= 0x300))
			j = cluster_end(p->c, i, to);
		if (plain && j == i + 1)
			run_add(p, piece,
				c == ' ' ? font_for_space(p, piece, want)
					 : want,
				i, j);
		else
			itemize_cluster(p, piece, i, j);
		p->new_run = j - i == CLUSTER_MAX;
	}
}

static void
itemize_object(struct para *p, int piece, int i)
{
	const struct text_piece *pc = &p->pieces[piece];
	struct run *r = run_push(p);
	*r = (struct run){.kind = pc->kind,
		.piece = piece,
		.size = pc->size,
		.rise = pc->rise,
		.from = i,
		.to = i + 1,
		.level = p->levels ? p->levels[i] : 0,
		.script = HB_SCRIPT_COMMON};
}

void
text_itemize(struct para *p)
{
	int from = 0;
	for (int k = 0; k < p->npieces; k++) {
		int to = p->piece_end[k];
		if (p->pieces[k].kind != TEXT_CHARS)
			itemize_object(p, k, from);
		else if (p->pieces[k].font)
			itemize_chars(p, k, from, to);
		from = to;
	}
	struct run *end = run_push(p);
	*end = (struct run){.from = p->nchars, .to = p->nchars};
	p->nruns--;
}
