/*
 * Subsets to embed, by hb-subset.
 *
 * hb-subset is shown a face that has the outline tables and no others.
 * The glyphs are chosen already, so without GSUB it does not add every
 * glyph it could lead to, and without cmap it does not look up each of the
 * font's thousands of characters (three quarters of its time, measured).
 *
 * The subset is compact.  TrueType is written with the original glyph
 * numbers as CIDs and a CIDToGIDMap, so `gid_of` is the plan's mapping.
 * Of a CFF font the bare table is embedded: when it is CID-keyed (Noto
 * CJK) viewers go from CID to glyph by its charset, so the codes are read
 * from there; when it is name-keyed a CID is the number of the glyph.  Who
 * has to write codes before all glyphs are known takes the font's own CIDs,
 * which stay in the subset, or lets the glyphs keep their numbers.
 */
#include "text_priv.h"

#include <stdlib.h>

#include <hb-subset.h>

/* OS/2 fsType: bits that forbid to embed, or to embed a part. */
#define FSTYPE_RESTRICTED 0x0002
#define FSTYPE_WEAKER     0x000C
#define FSTYPE_NO_SUBSET  0x0100
#define FSTYPE_BITMAP     0x0200

/* The tables of an embedded font: outlines, and the programs' room. */
static const hb_tag_t kept[] = {
	HB_TAG('g', 'l', 'y', 'f'),
	HB_TAG('l', 'o', 'c', 'a'),
	HB_TAG('h', 'e', 'a', 'd'),
	HB_TAG('h', 'h', 'e', 'a'),
	HB_TAG('h', 'm', 't', 'x'),
	HB_TAG('m', 'a', 'x', 'p'),
	HB_TAG('C', 'F', 'F', ' '),
};

/* A face of those tables only; see the head of this file. */
static hb_blob_t *
kept_table(hb_face_t *face, hb_tag_t tag, void *user_data)
{
	(void)face;
	for (size_t i = 0; i < ARRAY_LEN(kept); i++)
		if (kept[i] == tag)
			return hb_face_reference_table(user_data, tag);
	return hb_blob_get_empty();
}

static bool
may_embed(const struct font *f)
{
	hb_blob_t *b = hb_face_reference_table(
		f->priv->face, HB_TAG('O', 'S', '/', '2'));
	unsigned n;
	const uint8_t *p = (const uint8_t *)hb_blob_get_data(b, &n);
	unsigned t = n >= 10 ? (unsigned)p[8] << 8 | p[9] : 0;
	hb_blob_destroy(b);
	if (t & (FSTYPE_NO_SUBSET | FSTYPE_BITMAP))
		return false;
	return !(t & FSTYPE_RESTRICTED) || (t & FSTYPE_WEAKER);
}

static hb_subset_input_t *
input_new(const uint16_t *gids, int n, bool keep)
{
	hb_subset_input_t *in = hb_subset_input_create_or_fail();
	if (!in)
		return NULL;
	hb_set_t *want = hb_subset_input_glyph_set(in);
	for (int i = 0; i < n; i++)
		hb_set_add(want, gids[i]);
	hb_subset_input_set_flags(
		in, HB_SUBSET_FLAGS_NO_HINTING |
			    (keep ? HB_SUBSET_FLAGS_RETAIN_GIDS : 0));
	return in;
}

/* ---- CFF: from glyph to CID ------------------------------------------- */

struct cff {
	const uint8_t *p;
	unsigned n;
};

static unsigned
cff_int(const struct cff *c, unsigned at, unsigned size)
{
	unsigned v = 0;
	if (at > c->n || size > c->n - at)
		return 0;
	for (unsigned i = 0; i < size; i++)
		v = v << 8 | c->p[at + i];
	return v;
}

/* Where the INDEX at `at` ends; [*from, *to) gets its first item. */
static unsigned
cff_index(const struct cff *c, unsigned at, unsigned *from, unsigned *to)
{
	unsigned count = cff_int(c, at, 2), size = cff_int(c, at + 2, 1);
	*from = *to = 0;
	if (count == 0 || size < 1 || size > 4)
		return at + 2;
	unsigned base = at + 2 + (count + 1) * size;
	*from = base + cff_int(c, at + 3, size);
	*to = base + cff_int(c, at + 3 + size, size);
	return base + cff_int(c, at + 3 + count * size, size);
}

/* Length of a DICT's operand, and its value where it is an integer. */
static unsigned
cff_operand(const struct cff *c, unsigned at, int *v)
{
	unsigned b = cff_int(c, at, 1);
	*v = 0;
	if (b >= 32 && b <= 246) {
		*v = (int)b - 139;
		return 1;
	}
	if (b >= 247 && b <= 254) {
		unsigned w = cff_int(c, at + 1, 1);
		*v = b < 251 ? (int)((b - 247) * 256 + w + 108)
		             : -(int)((b - 251) * 256 + w + 108);
		return 2;
	}
	if (b == 28 || b == 29) {
		*v = b == 28 ? (int16_t)cff_int(c, at + 1, 2)
		             : (int)cff_int(c, at + 1, 4);
		return b == 28 ? 3 : 5;
	}
	unsigned k = at + 1; /* a real: ends with a nibble of 15 */
	while (k < c->n && (c->p[k] & 15) != 15 && c->p[k] >> 4 != 15)
		k++;
	return k + 1 - at;
}

/* The charset's offset in a CID-keyed font's Top DICT; 0 if it is not. */
static unsigned
cff_cid_charset(const struct cff *c)
{
	unsigned from, to, charset = 0;
	bool ros = false;
	int v = 0;
	unsigned at = cff_index(c, cff_int(c, 2, 1), &from, &to);
	cff_index(c, at, &from, &to);
	for (unsigned k = from; k < to && k < c->n;) {
		unsigned b = c->p[k];
		if (b > 21) {
			k += cff_operand(c, k, &v);
			continue;
		}
		if (b == 12 && cff_int(c, k + 1, 1) == 30)
			ros = true;
		if (b == 15 && v > 2)
			charset = (unsigned)v;
		k += b == 12 ? 2 : 1;
	}
	return ros ? charset : 0;
}

/* cids[g] for the font's `n` glyphs. */
static void
cff_read_charset(const struct cff *c, unsigned at, uint16_t *cids, unsigned n)
{
	unsigned format = cff_int(c, at++, 1);
	cids[0] = 0;
	for (unsigned g = 1; g < n && at < c->n;) {
		unsigned first = cff_int(c, at, 2), left = 0;
		at += 2;
		if (format > 0) {
			left = cff_int(c, at, format == 1 ? 1 : 2);
			at += format == 1 ? 1 : 2;
		}
		for (unsigned k = 0; k <= left && g < n; k++)
			cids[g++] = (uint16_t)(first + k);
	}
}

/* The CIDs of the whole font; NULL if it has none, or without memory. */
static const uint16_t *
font_cids(const struct font *f)
{
	struct font_priv *v = f->priv;
	if (v->cids_known)
		return v->cid_of;
	v->cids_known = 1;
	hb_blob_t *blob =
		hb_face_reference_table(v->face, HB_TAG('C', 'F', 'F', ' '));
	struct cff c;
	c.p = (const uint8_t *)hb_blob_get_data(blob, &c.n);
	unsigned charset = cff_cid_charset(&c);
	if (charset)
		v->cid_of = calloc((size_t)f->nglyphs + 1, sizeof *v->cid_of);
	if (v->cid_of)
		cff_read_charset(&c, charset, v->cid_of, (unsigned)f->nglyphs);
	hb_blob_destroy(blob);
	return v->cid_of;
}

uint16_t
font_code(const struct font *f, unsigned gid)
{
	const uint16_t *cids = font_cids(f);
	return cids && gid < (unsigned)f->nglyphs ? cids[gid] : (uint16_t)gid;
}

/* ---- the subset ------------------------------------------------------- */

/* What hb-subset gave, held while it is copied into the arena. */
struct subset {
	hb_subset_plan_t *plan;
	hb_face_t *face;
	hb_blob_t *blob;
};

static void
subset_close(struct subset *s)
{
	hb_blob_destroy(s->blob);
	hb_face_destroy(s->face);
	hb_subset_plan_destroy(s->plan);
}

static bool
subset_make(const struct font *f, const uint16_t *gids, int n, bool coded,
	struct subset *s)
{
	bool keep = coded && f->cff && !font_cids(f);
	hb_subset_input_t *in = input_new(gids, n, keep);
	*s = (struct subset){0};
	if (!in)
		return false;
	hb_face_t *bare =
		hb_face_create_for_tables(kept_table, f->priv->face, NULL);
	hb_face_set_upem(bare, (unsigned)f->units_per_em);
	s->plan = hb_subset_plan_create_or_fail(bare, in);
	hb_face_destroy(bare);
	hb_subset_input_destroy(in);
	if (s->plan)
		s->face = hb_subset_plan_execute_or_fail(s->plan);
	if (!s->face) {
		subset_close(s);
		return false;
	}
	s->blob = f->cff ? hb_face_reference_table(
				   s->face, HB_TAG('C', 'F', 'F', ' '))
	                 : hb_face_reference_blob(s->face);
	return true;
}

static void
subset_copy(struct arena *a, const struct font *f, const struct subset *s,
	const uint16_t *gids, int n, uint16_t *codes, struct font_subset *out)
{
	unsigned len;
	const char *p = hb_blob_get_data(s->blob, &len);
	const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(s->plan);
	out->bytes = str_dup(a, (struct str){p, len});
	out->cff = f->cff;
	for (int i = 0; i < n; i++) {
		hb_codepoint_t g = hb_map_get(map, gids[i]);
		codes[i] = g == HB_MAP_VALUE_INVALID ? 0 : (uint16_t)g;
	}
	if (!f->cff) {
		out->gid_of = codes;
		return;
	}
	out->cid_of = codes;
	struct cff c = {(const uint8_t *)out->bytes.p, len};
	unsigned charset = cff_cid_charset(&c);
	if (!charset)
		return;
	unsigned count = hb_face_get_glyph_count(s->face);
	uint16_t *cids = ARENA_ARRAY(a, (size_t)count + 1, uint16_t);
	cff_read_charset(&c, charset, cids, count);
	for (int i = 0; i < n; i++)
		codes[i] = codes[i] < count ? cids[codes[i]] : 0;
}

static void
subset_free(void *p)
{
	subset_close(p);
	free(p);
}

/* Has each glyph the code that was promised? */
static bool
subset_is_coded(const struct font *f, const struct font_subset *s,
	const uint16_t *gids, int n)
{
	for (int i = 0; i < n && f->cff; i++)
		if (s->cid_of[i] != font_code(f, gids[i]))
			return false;
	return true;
}

bool
font_subset(struct arena *a, const struct font *f, const uint16_t *gids, int n,
	bool coded, struct font_subset *out)
{
	*out = (struct font_subset){0};
	if (n <= 0 || !may_embed(f))
		return false;
	uint16_t *codes = ARENA_ARRAY(a, (size_t)n, uint16_t);
	struct subset *s = malloc(sizeof *s);
	if (!s)
		return false;
	if (!subset_make(f, gids, n, coded, s)) {
		free(s);
		return false;
	}
	arena_defer(a, subset_free, s);
	subset_copy(a, f, s, gids, n, codes, out);
	return out->bytes.n > 0 && (!coded || subset_is_coded(f, out, gids, n));
}

/* ---- from glyph to character ------------------------------------------ */

/* What most text is made of; asked of each font before anything else. */
static const struct font_range usual[] = {
	{0x20, 0x7E}, {0xA0, 0x17F}, {0x2010, 0x2044}, {0xFB00, 0xFB06}};

static void
chars_note(const struct font *f, hb_codepoint_t c)
{
	hb_codepoint_t g = 0;
	if (c == TEXT_SOFT_HYPHEN || c == 0xFEFF || c == 0xFFFE)
		return;
	hb_font_get_nominal_glyph(f->priv->hb, c, &g);
	if (g && g < (unsigned)f->nglyphs && !f->priv->char_of[g])
		f->priv->char_of[g] = c;
}

static void
chars_usual(const struct font *f)
{
	for (size_t i = 0; i < ARRAY_LEN(usual); i++)
		for (uint32_t c = usual[i].from; c <= usual[i].to; c++)
			chars_note(f, c);
}

static void
chars_all(const struct font *f)
{
	hb_set_t *all = hb_set_create();
	hb_codepoint_t c = HB_SET_VALUE_INVALID;
	hb_face_collect_unicodes(f->priv->face, all);
	while (hb_set_next(all, &c))
		chars_note(f, c);
	hb_set_destroy(all);
}

/*
 * The lowest of the usual characters, else the lowest of all: those are
 * looked through only when a glyph is not among the usual.
 */
uint32_t
font_char_of(const struct font *f, unsigned gid)
{
	struct font_priv *v = f->priv;
	if (gid == 0 || gid >= (unsigned)f->nglyphs)
		return 0;
	if (!v->char_of) {
		v->char_of = calloc((size_t)f->nglyphs, sizeof *v->char_of);
		if (!v->char_of)
			return 0;
		chars_usual(f);
	}
	if (!v->char_of[gid] && !v->chars_known) {
		chars_all(f);
		v->chars_known = 1;
	}
	return v->char_of[gid];
}
