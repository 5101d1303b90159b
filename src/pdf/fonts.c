/*
 * Fonts: which glyphs are used, what they stand for, and the font
 * dictionaries (ISO 32000-1, 9.7 and 9.10).
 *
 * Everything is laid out before anything is written, so one pass over the
 * items finds each font's glyphs; the font is subset; and the codes in the
 * content streams are the subset's own glyph numbers.  That needs no
 * CIDToGIDMap, and W and ToUnicode become two dense runs.
 *
 * A glyph may stand for different characters in different places.  Its
 * ToUnicode entry is elected by majority (Boyer and Moore's vote: one
 * candidate and a count a glyph); where it means something else, content.c
 * says so with ActualText.
 */
#include "pdf_priv.h"

/* Of a subset's name: letters before the plus sign. */
#define TAG_LETTERS 6

/* ---- clusters --------------------------------------------------------- */

int
cluster_end(const struct item *it, int i)
{
	uint32_t at = it->glyphs.g[i].at;
	int end = i + 1;
	while (end < it->glyphs.n && it->glyphs.g[end].at == at)
		end++;
	return end;
}

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
cluster_text(struct arena *a, const struct item *it, int i, int end)
{
	const struct text_glyph *g = &it->glyphs.g[i];
	size_t len = g->len;
	for (int k = i + 1; k < end && !len; k++)
		len = it->glyphs.g[k].len;
	struct str s = str_sub(it->glyphs.text, g->at, g->at + len);
	if (s.n == 1 && (unsigned char)s.p[0] >= 0x20 && s.p[0] != 0x7F)
		return s;
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		if ((c != ' ' && char_is_space(c)) || char_is_banned(c))
			return cluster_clean(a, s);
	}
	return s;
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
glyph_is_seen(const struct item *it, const struct text_glyph *g)
{
	if (g->gid == 0 || g->gid >= it->glyphs.font->nglyphs)
		return false; /* .notdef is never shown (7.21.8) */
	if (g->adv != 0 || g->dx != 0 || g->len == 0)
		return true;
	size_t at = g->at, end = at + g->len;
	struct str s = str_sub(it->glyphs.text, 0, end);
	while (at < s.n)
		if (!char_is_unseen(utf8_next(s, &at)))
			return true;
	return false;
}

struct face *
fonts_find(const struct pdf *pdf, const struct font *f)
{
	return f->number < pdf->nface_of ? pdf->face_of[f->number] : NULL;
}

struct glyph *
face_glyph(const struct face *f, unsigned gid)
{
	return &f->v[f->slot[gid] - 1];
}

static bool
str_same(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/*
 * One glyph that stands for it all; or as many as characters, each with
 * the meaning that the font's cmap gives it (base letter and accents).
 */
bool
cluster_is_plain(const struct face *f, const struct item *it, int i, int end,
	struct str text)
{
	if (end - i == 1)
		return str_same(text, face_glyph(f, it->glyphs.g[i].gid)->uni);
	size_t at = 0;
	for (; i < end && at < text.n; i++) {
		size_t from = at;
		utf8_next(text, &at);
		if (!str_same(str_sub(text, from, at),
			    face_glyph(f, it->glyphs.g[i].gid)->uni))
			return false;
	}
	return i == end && at == text.n;
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
face_use(struct arena *a, struct face *f, uint16_t gid)
{
	if (f->slot[gid])
		return;
	ARENA_PUSH(a, f->v, f->n, f->cap);
	f->v[f->n] = (struct glyph){.gid = gid};
	f->slot[gid] = (uint16_t)++f->n;
}

static void
glyph_vote(struct glyph *g, struct str uni)
{
	if (g->votes == 0) {
		g->uni = uni;
		g->votes = 1;
	} else {
		g->votes += str_same(g->uni, uni) ? 1 : -1;
	}
}

/* The glyphs of a cluster, and what a lone one stands for. */
static void
face_cluster(
	struct arena *a, struct face *f, const struct item *it, int i, int end)
{
	for (int k = i; k < end; k++)
		if (glyph_is_seen(it, &it->glyphs.g[k]))
			face_use(a, f, it->glyphs.g[k].gid);
	const struct text_glyph *g = &it->glyphs.g[i];
	if (end - i > 1 || g->len == 0 || !glyph_is_seen(it, g))
		return;
	glyph_vote(face_glyph(f, g->gid), cluster_text(a, it, i, end));
}

static void
fonts_collect_item(struct pdf *pdf, const struct item *it)
{
	if (it->kind != ITEM_GLYPHS)
		return;
	struct face *f = fonts_find(pdf, it->glyphs.font);
	if (!f)
		f = fonts_add(pdf, it->glyphs.font);
	for (int i = 0, end; i < it->glyphs.n; i = end) {
		end = cluster_end(it, i);
		face_cluster(pdf->a, f, it, i, end);
	}
}

/* Every glyph needs an entry, one that is only part of a cluster too. */
static void
face_name_rest(struct arena *a, struct face *f)
{
	for (int i = 0; i < f->n; i++) {
		struct glyph *g = &f->v[i];
		if (g->uni.n)
			continue;
		uint32_t c = font_char_of(f->font, g->gid);
		char t[4];
		bool banned = c == 0 || char_is_banned(c);
		int n = utf8_put(banned ? 0xFFFD : c, t);
		g->uni = str_dup(a, (struct str){t, (size_t)n});
	}
}

/* By glyph number, as the subset has them. */
static void
face_sort(struct arena *a, struct face *f)
{
	struct glyph *v = ARENA_ARRAY(a, (size_t)f->n, struct glyph);
	int n = 0;
	for (int gid = 0; gid < f->font->nglyphs; gid++) {
		if (!f->slot[gid])
			continue;
		v[n++] = *face_glyph(f, (unsigned)gid);
		f->slot[gid] = (uint16_t)n;
	}
	f->v = v;
}

void
fonts_collect(struct pdf *pdf)
{
	for (int i = 0; i < pdf->pages->n; i++)
		for (int k = 0; k < pdf->marks[i].nitems; k++)
			fonts_collect_item(pdf, pdf->marks[i].items[k]);
	for (int i = 0; i < pdf->nfaces; i++) {
		face_name_rest(pdf->a, pdf->faces[i]);
		face_sort(pdf->a, pdf->faces[i]);
	}
}

/* ---- dictionaries ----------------------------------------------------- */

/* "ABCDEF+Name": the letters are a hash of name and glyphs. */
static char *
face_ps_name(struct arena *a, const struct face *f)
{
	struct buf b = buf_new(a);
	const char *ps = f->font->ps_name ? f->font->ps_name : "Font";
	uint64_t h = str_hash(str_c(ps));
	for (int i = 0; i < f->n; i++)
		h = (h ^ f->v[i].gid) * 1099511628211U;
	h ^= h >> 32;
	for (int i = 0; i < TAG_LETTERS; i++, h /= 26)
		buf_ch(&b, (char)('A' + h % 26));
	buf_ch(&b, '+');
	for (; *ps && b.n < 100; ps++)
		if (ch_alnum(*ps) || *ps == '-' || *ps == '_' || *ps == '.')
			buf_ch(&b, *ps);
	return str_cdup(a, buf_done(&b));
}

/*
 * ToUnicode (9.10.3).  Codes run from 1 without a gap, mostly, so a range
 * with an array of all meanings is shortest; a range must stay within one
 * high byte.
 */
static struct haru_dict *
face_tounicode(struct pdf *pdf, const struct face *f)
{
	struct buf b = buf_new(pdf->a);
	buf_c(&b, "/CIDInit/ProcSet findresource begin\n12 dict begin\n"
		  "begincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)"
		  "/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n"
		  "/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\n"
		  "endcodespacerange\n");
	for (int i = 0, end; i < f->n; i = end) {
		unsigned code = f->v[i].code;
		end = i + 1;
		while (end < f->n && f->v[end].code == code + (end - i) &&
			f->v[end].code >> 8 == code >> 8)
			end++;
		buf_c(&b, "1 beginbfrange\n<");
		syntax_hex(&b, code);
		buf_c(&b, "><");
		syntax_hex(&b, code + (unsigned)(end - i - 1));
		buf_c(&b, ">[");
		for (int k = i; k < end; k++) {
			buf_ch(&b, '<');
			for (size_t at = 0; at < f->v[k].uni.n;)
				syntax_hex(&b, utf8_next(f->v[k].uni, &at));
			buf_ch(&b, '>');
		}
		buf_c(&b, "]\nendbfrange\n");
	}
	buf_c(&b, "endcmap\nCMapName currentdict/CMap defineresource pop\n"
		  "end\nend");
	return haru_stream_new(pdf->h, zip_deflate(pdf->z, buf_done(&b)), true);
}

/* The commonest width, which W need not list. */
static int
face_common_width(const struct face *f)
{
	int best = 0, most = 0;
	for (int i = 0; i < f->n && i < 256; i++) {
		int n = 0;
		for (int k = 0; k < f->n && k < 256; k++)
			n += f->v[k].width == f->v[i].width;
		if (n > most) {
			most = n;
			best = f->v[i].width;
		}
	}
	return best;
}

/* DW and W (9.7.4.3): runs of codes, those of the common width left out. */
static struct str
face_widths(struct arena *a, const struct face *f)
{
	struct buf b = buf_new(a);
	int common = face_common_width(f);
	bool open = false;
	buf_fmt(&b, "/DW %d/W[", common);
	for (int i = 0; i < f->n; i++) {
		bool joins = open && f->v[i].code == f->v[i - 1].code + 1;
		bool listed = f->v[i].width != common;
		if (open && (!joins || !listed)) {
			buf_ch(&b, ']');
			open = false;
		}
		if (!listed)
			continue;
		if (open)
			buf_ch(&b, ' ');
		else
			buf_fmt(&b, "%u[", f->v[i].code);
		open = true;
		buf_int(&b, f->v[i].width);
	}
	buf_c(&b, open ? "]]" : "]");
	return buf_done(&b);
}

static struct haru_dict *
face_descriptor(struct pdf *pdf, const struct face *f, const char *name,
	const struct font_subset *sub)
{
	struct haru *h = pdf->h;
	const struct font *font = f->font;
	struct haru_dict *file =
		haru_stream_new(h, zip_deflate(pdf->z, sub->bytes), true);
	if (sub->cff)
		haru_put_name(h, file, "Subtype", "CIDFontType0C");
	else
		haru_put_int(h, file, "Length1", (int)sub->bytes.n);
	struct haru_dict *d = haru_dict_new(h);
	haru_put_name(h, d, "Type", "FontDescriptor");
	haru_put_name(h, d, "FontName", name);
	/* Symbolic (its codes are its own), fixed pitch, italic. */
	haru_put_int(h, d, "Flags",
		4 | (font->mono ? 1 : 0) | (font->italic ? 64 : 0));
	struct haru_array *box = haru_array_in(h, d, "FontBBox");
	for (int i = 0; i < 4; i++)
		haru_push_int(h, box, font->bbox[i]);
	haru_put_int(h, d, "ItalicAngle", font->italic_angle);
	haru_put_int(h, d, "Ascent", font->ascent);
	haru_put_int(h, d, "Descent", font->descent);
	haru_put_int(h, d, "CapHeight", font->cap_height);
	haru_put_int(h, d, "StemV", font->bold ? 140 : 80);
	haru_put_ref(h, d, sub->cff ? "FontFile3" : "FontFile2", file);
	return d;
}

static struct haru_dict *
face_cidfont(struct pdf *pdf, const struct face *f, const char *name,
	const struct font_subset *sub)
{
	struct haru *h = pdf->h;
	struct haru_dict *d = haru_dict_new(h);
	haru_put_name(h, d, "Type", "Font");
	haru_put_name(
		h, d, "Subtype", sub->cff ? "CIDFontType0" : "CIDFontType2");
	haru_put_name(h, d, "BaseFont", name);
	struct haru_dict *info = haru_dict_in(h, d, "CIDSystemInfo");
	haru_put_ascii(h, info, "Registry", "Adobe");
	haru_put_ascii(h, info, "Ordering", "Identity");
	haru_put_int(h, info, "Supplement", 0);
	haru_put_ref(
		h, d, "FontDescriptor", face_descriptor(pdf, f, name, sub));
	if (!sub->cff)
		haru_put_name(h, d, "CIDToGIDMap", "Identity");
	haru_print(h, d, face_widths(pdf->a, f));
	return d;
}

static void
face_dicts(struct pdf *pdf, struct face *f, const struct font_subset *sub)
{
	struct haru *h = pdf->h;
	char *name = face_ps_name(pdf->a, f);
	f->dict = haru_dict_new(h);
	haru_put_name(h, f->dict, "Type", "Font");
	haru_put_name(h, f->dict, "Subtype", "Type0");
	haru_put_name(h, f->dict, "BaseFont", name);
	haru_put_name(h, f->dict, "Encoding", "Identity-H");
	struct haru_array *kids = haru_array_in(h, f->dict, "DescendantFonts");
	haru_push_ref(h, kids, face_cidfont(pdf, f, name, sub));
	haru_put_ref(h, f->dict, "ToUnicode", face_tounicode(pdf, f));
}

static bool
face_write(struct pdf *pdf, struct face *f)
{
	size_t n = (size_t)f->n;
	uint16_t *gids = ARENA_ARRAY(pdf->a, n, uint16_t);
	for (int i = 0; i < f->n; i++)
		gids[i] = f->v[i].gid;
	struct font_subset sub;
	if (!font_subset(pdf->a, f->font, gids, f->n, &sub))
		return false;
	for (int i = 0; i < f->n; i++) {
		f->v[i].code = sub.cff ? sub.cid_of[i] : sub.gid_of[i];
		f->v[i].width = (int16_t)font_advance(f->font, gids[i]);
	}
	face_dicts(pdf, f, &sub);
	return true;
}

bool
fonts_write(struct pdf *pdf)
{
	for (int i = 0; i < pdf->nfaces; i++)
		if (!face_write(pdf, pdf->faces[i]))
			return false;
	return true;
}
