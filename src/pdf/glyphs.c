/*
 * Glyphs in use, and what each stands for.
 *
 * A glyph may stand for different characters in different places.  Its
 * ToUnicode entry is elected by majority (Boyer and Moore's vote: one
 * candidate and a count a glyph); where it means something else, the marks
 * say so with ActualText.  A cluster of several glyphs is said with
 * ActualText too, unless they are letters and accents that the font's cmap
 * has; for readers that know ToUnicode only, its glyphs share its text.
 *
 * Of a packet those pages elect it that are at hand when it first comes up.
 */
#include "pdf_priv.h"

#include <stdlib.h>

/* ---- clusters --------------------------------------------------------- */

static bool
char_is_space(uint32_t c)
{
	return c == 0x20 || c == 0xA0 || c == '\t' || c == '\n' ||
	       (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
	       c == 0x3000;
}

/* May ToUnicode not have it? (14289-1, 7.21.7; 19005-2, 6.2.11.7) */
static bool
char_is_banned(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF ||
	       (c & 0xFFFE) == 0xFFFE || (c >= 0xE000 && c <= 0xF8FF) ||
	       c >= 0xF0000;
}

static struct str
cluster_clean(struct arena *a, struct str s)
{
	struct buf b = buf_new(a);
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		if (char_is_space(c))
			buf_ch(&b, ' ');
		else
			buf_utf8(&b, char_is_banned(c) ? 0xFFFD : c);
	}
	return buf_done(&b);
}

struct str
cluster_text(struct arena *a, const struct item *it, int i)
{
	const struct text_glyph *g = &it->glyphs.g[i];
	struct str s = str_sub(it->glyphs.text, g->at, (size_t)g->at + g->len);
	if (s.n == 1 && (unsigned char)s.p[0] >= 0x20 && s.p[0] != 0x7F)
		return s;
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		if ((c != ' ' && char_is_space(c)) || char_is_banned(c))
			return cluster_clean(a, s);
	}
	return s;
}

bool
glyph_is_space(const struct item *it, const struct text_glyph *g)
{
	struct str s = str_sub(it->glyphs.text, g->at, (size_t)g->at + g->len);
	return str_is(s, " ") || str_is(s, "\xC2\xA0");
}

/* Marks of direction and joining that a font draws as nothing. */
static bool
char_is_unseen(uint32_t c)
{
	return c == 0xAD || c == 0x61C || c == 0x200B || c == 0x200E ||
	       c == 0x200F || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
	       (c >= 0x2066 && c <= 0x2069) || (c >= 0xFE00 && c <= 0xFE0F);
}

bool
glyph_text_is_seen(const struct item *it, const struct text_glyph *g)
{
	size_t at = g->at, end = at + g->len;
	struct str s = str_sub(it->glyphs.text, 0, end);
	while (at < s.n)
		if (!char_is_unseen(utf8_next(s, &at)))
			return true;
	return g->len == 0;
}

bool
item_is_rtl(const struct item *it)
{
	const struct text_glyph *g = it->glyphs.g;
	int i = it->glyphs.n ? cluster_end(it, 0) : 0;
	if (i < it->glyphs.n)
		return g[i].at < g->at;
	/* one cluster: by its script */
	size_t at = it->glyphs.n ? g->at : 0;
	uint32_t c =
		at < it->glyphs.text.n ? utf8_next(it->glyphs.text, &at) : 0;
	return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
	       (c >= 0xFE70 && c <= 0xFEFE);
}

static bool
str_same(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Is it what the glyphs stand for, each by itself? */
bool
cluster_is_plain(const struct face *f, const struct item *it, int i, int end,
	struct str text)
{
	bool rtl = end - i > 1 && item_is_rtl(it);
	size_t at = 0;
	for (int k = i; k < end; k++) {
		int g = rtl ? end - 1 - (k - i) : k;
		struct str uni = face_glyph(f, it->glyphs.g[g].gid)->uni;
		if (!str_same(str_sub(text, at, at + uni.n), uni))
			return false;
		at += uni.n;
	}
	return at == text.n;
}

/* ---- collecting ------------------------------------------------------- */

static struct face *
fonts_add(struct pdf *pdf, const struct font *f)
{
	if (f->number >= pdf->nface_of) {
		int n = f->number + 16;
		pdf->face_of = arena_regrow(pdf->a, pdf->face_of,
			(size_t)pdf->nface_of, (size_t)n,
			sizeof(struct face *));
		pdf->nface_of = n;
	}
	struct face *face = ARENA_NEW(pdf->a, struct face);
	face->font = f;
	face->slot = ARENA_ARRAY(pdf->a, (size_t)f->nglyphs + 1, uint16_t);
	struct buf name = buf_new(pdf->a);
	buf_fmt(&name, "F%d", pdf->nfaces);
	memcpy(face->name, buf_done(&name).p,
		name.n < sizeof face->name ? name.n : sizeof face->name - 1);
	pdf->face_of[f->number] = face;
	ARENA_PUSH(pdf->a, pdf->faces, pdf->nfaces, pdf->cap_faces);
	pdf->faces[pdf->nfaces++] = face;
	return face;
}

static void
face_use(struct pdf *pdf, struct face *f, uint16_t gid)
{
	if (f->slot[gid])
		return;
	ARENA_PUSH(pdf->a, f->v, f->n, f->cap);
	f->v[f->n] = (struct glyph){.gid = gid};
	f->slot[gid] = (uint16_t)++f->n;
}

static void
glyph_vote(struct glyph *g, struct str uni)
{
	if (g->settled)
		return;
	if (g->votes == 0) {
		g->uni = uni;
		g->votes = 1;
	} else {
		g->votes += str_same(g->uni, uni) ? 1 : -1;
	}
}

/* The text without the first of its characters that is `c`. */
static struct str
text_without(struct arena *a, struct str s, uint32_t c)
{
	for (size_t at = 0, from = 0; at < s.n; from = at) {
		if (utf8_next(s, &at) != c)
			continue;
		struct buf b = buf_new(a);
		buf_put(&b, s.p, from);
		buf_put(&b, s.p + at, s.n - at);
		return buf_done(&b);
	}
	return s;
}

static bool
text_has(struct str s, uint32_t c)
{
	for (size_t at = 0; at < s.n;)
		if (utf8_next(s, &at) == c)
			return true;
	return false;
}

/* The characters of `a` that `b` has too. */
static struct str
text_common(struct arena *arena, struct str a, struct str b)
{
	struct buf both = buf_new(arena);
	for (size_t at = 0; at < a.n;) {
		uint32_t c = utf8_next(a, &at);
		if (text_has(b, c))
			buf_utf8(&both, c);
	}
	return buf_done(&both);
}

/* What a glyph has of a cluster's text, as far as it had that before. */
static void
glyph_part(struct arena *a, struct glyph *g, struct str text)
{
	if (g->settled)
		return;
	if (!g->part.p)
		g->part = text;
	else if (!str_same(g->part, text))
		g->part = text_common(a, g->part, text);
}

/*
 * Share a cluster's text, in the order of reading: a glyph has the
 * character that the font's cmap gives it, if that is in the text.  The
 * first that has none gets the rest; but a letter from right to left
 * leaves what follows it to its marks.
 */
static void
face_share(
	struct arena *a, struct face *f, const struct item *it, int i, int end)
{
	struct str text = cluster_text(a, it, i), rest = text;
	struct glyph *nameless[2] = {NULL, NULL};
	bool rtl = item_is_rtl(it);
	for (int k = i; k < end; k++) {
		const struct text_glyph *tg =
			&it->glyphs.g[rtl ? end - 1 - (k - i) : k];
		if (!glyph_is_seen(it, tg))
			continue;
		struct glyph *g = face_glyph(f, tg->gid);
		uint32_t c = font_char_of(f->font, g->gid);
		char t[4];
		if (c && text_has(text, c)) {
			size_t n = (size_t)utf8_put(c, t);
			glyph_part(a, g, str_dup(a, (struct str){t, n}));
			rest = text_without(a, rest, c);
		} else if (!nameless[1]) {
			nameless[nameless[0] != NULL] = g;
		}
	}
	size_t cut = rtl && nameless[1] ? 0 : rest.n;
	if (cut < rest.n)
		utf8_next(rest, &cut);
	if (nameless[0])
		glyph_part(a, nameless[0], str_sub(rest, 0, cut));
	if (nameless[1] && cut < rest.n)
		glyph_part(a, nameless[1], str_sub(rest, cut, rest.n));
}

/* The usual case: one more glyph that stands for the letter it did before. */
static bool
face_again(struct face *f, const struct item *it, int i, int end)
{
	const struct text_glyph *g = &it->glyphs.g[i];
	if (end - i > 1 || g->len != 1 || g->gid >= f->font->nglyphs ||
		!f->slot[g->gid])
		return false;
	struct glyph *u = face_glyph(f, g->gid);
	if (u->uni.n != 1 || u->uni.p[0] != it->glyphs.text.p[g->at])
		return false;
	u->votes++;
	return true;
}

/* The glyphs of a cluster, and what a lone one stands for. */
static void
face_cluster(
	struct pdf *pdf, struct face *f, const struct item *it, int i, int end)
{
	struct arena *a = pdf->work;
	for (int k = i; k < end; k++)
		if (glyph_is_seen(it, &it->glyphs.g[k]))
			face_use(pdf, f, it->glyphs.g[k].gid);
	const struct text_glyph *g = &it->glyphs.g[i];
	if (end - i > 1)
		face_share(a, f, it, i, end);
	if (end - i > 1 || g->len == 0 || !glyph_is_seen(it, g))
		return;
	glyph_vote(face_glyph(f, g->gid), cluster_text(a, it, i));
}

static void
glyphs_collect_item(struct pdf *pdf, const struct item *it)
{
	if (it->kind != ITEM_GLYPHS)
		return;
	struct face *f = fonts_find(pdf, it->glyphs.font);
	if (!f)
		f = fonts_add(pdf, it->glyphs.font);
	for (int i = 0, end; i < it->glyphs.n; i = end) {
		end = cluster_end(it, i);
		if (!face_again(f, it, i, end))
			face_cluster(pdf, f, it, i, end);
	}
}

/*
 * Every glyph needs an entry (7.21.7), one that is only part of clusters
 * too: its part of them, or the character that the font has for it.  One
 * that adds nothing gets U+200B.
 */
static struct str
glyph_name(struct arena *a, const struct face *f, const struct glyph *g)
{
	struct str uni = g->uni.n ? g->uni : g->part;
	uint32_t c = uni.n ? 0 : font_char_of(f->font, g->gid);
	char t[4] = {0};
	if (uni.n)
		return str_dup(a, uni);
	if (c && !char_is_banned(c))
		return str_dup(a, (struct str){t, (size_t)utf8_put(c, t)});
	return STR("\xE2\x80\x8B");
}

static int
glyph_cmp(const void *a, const void *b)
{
	const struct glyph *p = a, *q = b;
	return p->gid - q->gid;
}

/* The glyphs that are new, by number, as a subset has them. */
static void
face_settle(struct arena *a, struct face *f)
{
	int from = f->nfixed;
	if (f->n == from)
		return;
	qsort(f->v + from, (size_t)(f->n - from), sizeof *f->v, glyph_cmp);
	for (int i = from; i < f->n; i++) {
		f->v[i].uni = glyph_name(a, f, &f->v[i]);
		f->v[i].settled = true;
		f->slot[f->v[i].gid] = (uint16_t)(i + 1);
	}
}

void
glyphs_collect(struct pdf *pdf)
{
	for (int i = 0; i < pdf->pages->n; i++)
		for (int k = 0; k < pdf->marks[i].nitems; k++)
			glyphs_collect_item(pdf, pdf->marks[i].items[k]);
	for (int i = 0; i < pdf->nfaces; i++)
		face_settle(pdf->a, pdf->faces[i]);
}
