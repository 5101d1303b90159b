/*
 * Font dictionaries (ISO 32000-1, 9.7 and 9.10): a Type 0 font over a
 * subset, with dense W and ToUnicode.
 *
 * Where all pages are at hand the glyphs are known before anything is
 * written, and the codes in the content streams are the subset's own glyph
 * numbers: that needs no CIDToGIDMap stream, and the two tables become one
 * run each.  Of a packet glyphs get their codes as they come up, and the map
 * is written when all have.
 */
#include "pdf_priv.h"

/* Of a subset's name: letters before the plus sign. */
#define TAG_LETTERS 6

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
face_descriptor(struct pdf *pdf, const struct face *f, const char *name)
{
	struct haru *h = pdf->h;
	const struct font_subset *sub = &f->subset;
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

/* From codes to the subset's glyphs (9.7.4.3). */
static void
face_put_map(struct pdf *pdf, const struct face *f, struct haru_dict *d)
{
	const uint16_t *gids = f->subset.gid_of;
	bool same = true;
	for (int i = 0; i < f->n; i++)
		same &= f->v[i].code == gids[i];
	if (same) {
		haru_put_name(pdf->h, d, "CIDToGIDMap", "Identity");
		return;
	}
	struct buf b = buf_new(pdf->a);
	buf_put(&b, "\0", 2); /* codes are 1, 2, 3 ... */
	for (int i = 0; i < f->n; i++) {
		buf_ch(&b, (char)(gids[i] >> 8));
		buf_ch(&b, (char)gids[i]);
	}
	struct str map = zip_deflate(pdf->z, buf_done(&b));
	haru_put_ref(
		pdf->h, d, "CIDToGIDMap", haru_stream_new(pdf->h, map, true));
}

static struct haru_dict *
face_cidfont(struct pdf *pdf, const struct face *f, const char *name)
{
	struct haru *h = pdf->h;
	const struct font_subset *sub = &f->subset;
	struct haru_dict *d = haru_dict_new(h);
	haru_put_name(h, d, "Type", "Font");
	haru_put_name(
		h, d, "Subtype", sub->cff ? "CIDFontType0" : "CIDFontType2");
	haru_put_name(h, d, "BaseFont", name);
	struct haru_dict *info = haru_dict_in(h, d, "CIDSystemInfo");
	haru_put_ascii(h, info, "Registry", "Adobe");
	haru_put_ascii(h, info, "Ordering", "Identity");
	haru_put_int(h, info, "Supplement", 0);
	haru_put_ref(h, d, "FontDescriptor", face_descriptor(pdf, f, name));
	if (!sub->cff)
		face_put_map(pdf, f, d);
	haru_print(h, d, face_widths(pdf->a, f));
	return d;
}

static void
face_dicts(struct pdf *pdf, struct face *f)
{
	struct haru *h = pdf->h;
	char *name = face_ps_name(pdf->a, f);
	f->dict = haru_dict_new(h);
	haru_put_name(h, f->dict, "Type", "Font");
	haru_put_name(h, f->dict, "Subtype", "Type0");
	haru_put_name(h, f->dict, "BaseFont", name);
	haru_put_name(h, f->dict, "Encoding", "Identity-H");
	struct haru_array *kids = haru_array_in(h, f->dict, "DescendantFonts");
	haru_push_ref(h, kids, face_cidfont(pdf, f, name));
	haru_put_ref(h, f->dict, "ToUnicode", face_tounicode(pdf, f));
}

static bool
face_subset(struct pdf *pdf, struct face *f)
{
	size_t n = (size_t)f->n;
	uint16_t *gids = ARENA_ARRAY(pdf->a, n, uint16_t);
	for (int i = 0; i < f->n; i++)
		gids[i] = f->v[i].gid;
	f->has_subset = true;
	return font_subset(
		pdf->a, f->font, gids, f->n, !pdf->alone, &f->subset);
}

static uint16_t
face_code(const struct face *f, int i)
{
	if (f->has_subset)
		return f->subset.cff ? f->subset.cid_of[i]
		                     : f->subset.gid_of[i];
	return f->font->cff ? font_code(f->font, f->v[i].gid)
	                    : (uint16_t)(i + 1);
}

/* Codes for the new glyphs. */
static bool
face_set_codes(struct pdf *pdf, struct face *f)
{
	if (pdf->alone && !face_subset(pdf, f))
		return false;
	for (int i = f->nfixed; i < f->n; i++) {
		struct glyph *g = &f->v[i];
		g->code = face_code(f, i);
		g->width = (int16_t)font_advance(f->font, g->gid);
	}
	f->nfixed = f->n;
	return true;
}

bool
fonts_set_codes(struct pdf *pdf)
{
	for (int i = 0; i < pdf->nfaces; i++)
		if (!face_set_codes(pdf, pdf->faces[i])) {
			pdf->refused = pdf->faces[i]->font;
			return false;
		}
	return true;
}

bool
fonts_write(struct pdf *pdf)
{
	for (int i = 0; i < pdf->nfaces; i++) {
		struct face *f = pdf->faces[i];
		if (!f->has_subset && !face_subset(pdf, f)) {
			pdf->refused = f->font;
			return false;
		}
		face_dicts(pdf, f);
	}
	return true;
}
