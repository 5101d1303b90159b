/*
 * Fonts: found through the manifest, mapped, measured.
 *
 * A font's number is family * 4 + style, so it is the same whatever was
 * opened before: output that sorts by it does not depend on the pages
 * printed earlier with this cache.  HarfBuzz gets the scale 1000 and so
 * answers in thousandths of the size, rounded as PDF's W array is; all
 * later sums are made of these rounded advances and never drift from what
 * a viewer adds up.  Metrics come from the tables themselves: six numbers
 * do not need HarfBuzz's general way to them.
 */
#include "text_priv.h"

#include <stdlib.h>

#include <hb-ot.h>

/* ---- reading tables --------------------------------------------------- */

struct table {
	hb_blob_t *blob;
	const uint8_t *p;
	unsigned n;
};

static struct table
table_open(hb_face_t *face, const char *tag)
{
	struct table t = {
		.blob = hb_face_reference_table(
			face, hb_tag_from_string(tag, 4)),
	};
	t.p = (const uint8_t *)hb_blob_get_data(t.blob, &t.n);
	return t;
}

static void
table_close(struct table *t)
{
	hb_blob_destroy(t->blob);
}

static int
table_u16(const struct table *t, unsigned at)
{
	return at + 2 <= t->n ? t->p[at] << 8 | t->p[at + 1] : 0;
}

static int
table_s16(const struct table *t, unsigned at)
{
	return (int16_t)table_u16(t, at);
}

/* Font units to thousandths, rounded half away from zero. */
static int
font_scale(const struct font *f, int v)
{
	return mpt_scale(v, 1000, f->units_per_em);
}

static void
font_read_head(struct font *f, hb_face_t *face)
{
	struct table t = table_open(face, "head");
	for (unsigned i = 0; i < 4; i++)
		f->bbox[i] = font_scale(f, table_s16(&t, 36 + 2 * i));
	table_close(&t);
}

static void
font_read_post(struct font *f, hb_face_t *face)
{
	struct table t = table_open(face, "post");
	f->italic_angle = table_s16(&t, 4);
	f->underline_at = font_scale(f, table_s16(&t, 8));
	f->underline_thick = font_scale(f, table_s16(&t, 10));
	f->mono = table_u16(&t, 12) || table_u16(&t, 14);
	table_close(&t);
	if (f->underline_thick <= 0) {
		f->underline_at = -100;
		f->underline_thick = 50;
	}
}

/* OS/2 has these two from version 2 on; else they are guessed. */
static void
font_read_os2(struct font *f, hb_face_t *face)
{
	struct table t = table_open(face, "OS/2");
	bool v2 = table_u16(&t, 0) >= 2;
	f->x_height = v2 ? font_scale(f, table_s16(&t, 86)) : 0;
	f->cap_height = v2 ? font_scale(f, table_s16(&t, 88)) : 0;
	table_close(&t);
	if (f->x_height <= 0)
		f->x_height = 500;
	if (f->cap_height <= 0)
		f->cap_height = 700;
}

static void
font_read_extents(struct font *f, hb_font_t *hb)
{
	hb_font_extents_t e;
	if (!hb_font_get_h_extents(hb, &e) || e.ascender <= 0) {
		e.ascender = 800;
		e.descender = -200;
	}
	f->ascent = e.ascender;
	f->descent = e.descender > 0 ? -e.descender : e.descender;
}

/* PostScript names are ASCII without blanks; in UTF-16 every other byte. */
static char *
ps_name_copy(const uint8_t *p, unsigned n, bool utf16)
{
	char *name = malloc(n + 1);
	unsigned k = 0;
	for (unsigned i = utf16; name && i < n && k < 63; i += 1 + utf16)
		if (p[i] > 32 && p[i] < 127 && !strchr("[](){}<>/%", p[i]))
			name[k++] = (char)p[i];
	if (name)
		name[k] = '\0';
	return name;
}

/* Name 6 of the name table, Windows' or the Macintosh's. */
static char *
font_read_ps_name(hb_face_t *face)
{
	struct table t = table_open(face, "name");
	unsigned count = (unsigned)table_u16(&t, 2);
	unsigned store = (unsigned)table_u16(&t, 4);
	char *name = NULL;
	for (unsigned i = 0; i < count && !name; i++) {
		unsigned r = 6 + 12 * i;
		if (r + 12 > t.n)
			break;
		int platform = table_u16(&t, r);
		unsigned n = (unsigned)table_u16(&t, r + 8);
		unsigned at = store + (unsigned)table_u16(&t, r + 10);
		bool fits = n > 0 && at + n <= t.n;
		if (table_u16(&t, r + 6) == 6 && fits && platform != 2)
			name = ps_name_copy(t.p + at, n, platform != 1);
	}
	table_close(&t);
	return name ? name : ps_name_copy((const uint8_t *)"Font", 4, false);
}

static bool
font_has_table(hb_face_t *face, const char *tag)
{
	struct table t = table_open(face, tag);
	bool has = t.n > 0;
	table_close(&t);
	return has;
}

int
font_advance(const struct font *f, unsigned gid)
{
	return hb_font_get_glyph_h_advance(f->priv->hb, gid);
}

/* ---- opening ---------------------------------------------------------- */

static void
font_close(struct font *f)
{
	if (!f)
		return;
	if (f->priv) {
		hb_font_destroy(f->priv->hb);
		hb_face_destroy(f->priv->face);
		hb_blob_destroy(f->priv->blob);
		free(f->priv->char_of);
		free(f->priv->cid_of);
	}
	free(f->priv);
	free((void *)f->path);
	free((void *)f->family);
	free((void *)f->ps_name);
	free(f);
}

static void
font_fill_ascii(struct font *f)
{
	for (hb_codepoint_t c = 32; c < FONT_ASCII; c++) {
		hb_codepoint_t g = 0;
		hb_font_get_nominal_glyph(f->priv->hb, c, &g);
		f->priv->ascii[c] = (uint16_t)g;
	}
	f->priv->space = font_advance(f, f->priv->ascii[' ']);
}

/* All that is known of a mapped file; false if it is no font. */
static bool
font_read(struct font *f, unsigned index)
{
	struct font_priv *v = f->priv;
	v->face = hb_face_create(v->blob, index);
	v->hb = hb_font_create(v->face);
	hb_font_set_scale(v->hb, 1000, 1000);
	f->nglyphs = (int)hb_face_get_glyph_count(v->face);
	f->units_per_em = (int)hb_face_get_upem(v->face);
	if (f->nglyphs == 0)
		return false;
	font_read_head(f, v->face);
	font_read_post(f, v->face);
	font_read_os2(f, v->face);
	font_read_extents(f, v->hb);
	f->cff = font_has_table(v->face, "CFF ");
	f->ps_name = font_read_ps_name(v->face);
	font_fill_ascii(f);
	return f->ps_name != NULL;
}

static char *
join_path(struct str folder, struct str file)
{
	char *path = malloc(folder.n + file.n + 2);
	if (!path)
		return NULL;
	memcpy(path, folder.p ? folder.p : "", folder.n);
	path[folder.n] = '/';
	memcpy(path + folder.n + 1, file.p, file.n);
	path[folder.n + 1 + file.n] = '\0';
	return path;
}

/* Map the file from `folder`; *path is what the caller frees. */
static hb_blob_t *
font_map(struct str folder, struct str file, char **path)
{
	char *name = join_path(folder, file);
	hb_blob_t *blob = name ? hb_blob_create_from_file_or_fail(name) : NULL;
	if (blob)
		*path = name;
	else
		free(name);
	return blob;
}

static hb_blob_t *
font_search(struct font_cache *fc, const struct font_family *fam,
	struct str file, char **path)
{
	hb_blob_t *b = font_map(font_package_folder(fc, fam), file, path);
	for (int i = 0; !b && fc->dirs && fc->dirs[i]; i++)
		b = font_map(str_c(fc->dirs[i]), file, path);
	return b;
}

static char *
copy_name(struct str s)
{
	char *name = malloc(s.n + 1);
	if (!name)
		return NULL;
	memcpy(name, s.p ? s.p : "", s.n);
	name[s.n] = '\0';
	return name;
}

static unsigned
family_index(const struct font_family *fam)
{
	int64_t i =
		fam->v->type == VALUE_MAP ? value_int(fam->v, "index", 0) : 0;
	return i > 0 && i < 1000 ? (unsigned)i : 0;
}

/* The font of exactly this style, or NULL: no file there, or no font. */
static struct font *
font_open(struct font_cache *fc, int family, int style)
{
	struct font_family *fam = &fc->families[family];
	char *path = NULL;
	hb_blob_t *blob = font_search(fc, fam, fam->file[style], &path);
	if (!blob)
		return NULL;
	struct font *f = calloc(1, sizeof *f);
	struct font_priv *v = calloc(1, sizeof *v);
	if (!f || !v) {
		hb_blob_destroy(blob);
		free(path);
		free(f);
		free(v);
		return NULL;
	}
	v->blob = blob;
	v->serif = fam->serif;
	v->by_word = fam->by_word;
	v->family = family;
	*f = (struct font){.number = family * FONT_STYLES + style,
		.path = path,
		.family = copy_name(fam->name),
		.bold = style & 1,
		.italic = (style & 2) != 0,
		.priv = v};
	if (f->family && font_read(f, family_index(fam)))
		return f;
	font_close(f);
	return NULL;
}

/* ---- finding ---------------------------------------------------------- */

/* Which styles do for which, the nearest first. */
static const uint8_t nearest[FONT_STYLES][FONT_STYLES] = {
	[0] = {0, 1, 2, 3},
	[1] = {1, 3, 0, 2},
	[2] = {2, 0, 3, 1},
	[3] = {3, 1, 2, 0},
};

static const struct font *
font_exactly(struct font_cache *fc, int family, int style, struct diag *dg)
{
	struct font_family *fam = &fc->families[family];
	if (!fam->tried[style] && fam->file[style].n) {
		fam->style[style] = font_open(fc, family, style);
		fam->missing[style] = !fam->style[style];
	}
	fam->tried[style] = true;
	if (fam->missing[style] && dg)
		diag_report(dg, DIAG_FONT_MISSING, SPAN_NONE, "%.*s (%.*s)",
			STR_ARG(fam->file[style]), STR_ARG(fam->name));
	return fam->style[style];
}

const struct font *
font_of_family(struct font_cache *fc, int family, int style, struct diag *dg)
{
	if (!font_read_family(&fc->families[family]))
		return NULL;
	for (int i = 0; i < FONT_STYLES; i++) {
		const struct font *f =
			font_exactly(fc, family, nearest[style][i], dg);
		if (f)
			return f;
	}
	return NULL;
}

static const struct font *
font_first(struct font_cache *fc, int style)
{
	const struct font *f = NULL;
	for (int i = 0; i < fc->nfamilies && !f; i++)
		f = font_of_family(fc, i, style, NULL);
	return f;
}

const struct font *
font_find(struct font_cache *fc, struct str family, bool bold, bool italic,
	struct diag *dg)
{
	int style = bold | italic << 1;
	for (int i = 0; i < fc->nfamilies; i++) {
		if (!str_ieq(fc->families[i].name, family))
			continue;
		const struct font *f = font_of_family(fc, i, style, dg);
		return f ? f : font_first(fc, style);
	}
	if (dg)
		diag_report(dg, DIAG_FONT_MISSING, SPAN_NONE, "%.*s",
			STR_ARG(family));
	return font_first(fc, style);
}

unsigned
font_glyph(const struct font *f, uint32_t c)
{
	if (c < FONT_ASCII)
		return f->priv->ascii[c];
	hb_codepoint_t g = 0;
	hb_font_get_nominal_glyph(f->priv->hb, c, &g);
	return g;
}

unsigned
text_hyphen_glyph(const struct font *f)
{
	unsigned g = font_glyph(f, 0x2010);
	return g ? g : font_glyph(f, '-');
}

/* ---- the cache -------------------------------------------------------- */

static int
count_families(const struct value *manifest)
{
	const struct value *list = value_find(manifest, "families");
	const struct value *scripts = value_find(manifest, "scripts");
	int n = list ? list->count : 0;
	for (const struct value *p = scripts ? scripts->first : NULL; p;
		p = p->next)
		n += p->count;
	return n;
}

static void
add_families(struct font_cache *fc)
{
	const struct value *list = value_find(fc->manifest, "families");
	for (const struct value *v = list ? list->first : NULL; v; v = v->next)
		if (v->type == VALUE_MAP)
			fc->families[fc->nfamilies++] = (struct font_family){
				.name = value_str(v, "name"),
				.package = value_str(v, "package"),
				.v = v};
}

static void
add_scripts(struct font_cache *fc)
{
	const struct value *all = value_find(fc->manifest, "scripts");
	for (const struct value *p = all ? all->first : NULL; p; p = p->next)
		for (const struct value *v = p->first; v; v = v->next)
			fc->families[fc->nfamilies++] = (struct font_family){
				.name = v->key, .package = p->key, .v = v};
}

struct font_cache *
font_cache_open(const struct value *manifest, const char *const *dirs)
{
	struct font_cache *fc = calloc(1, sizeof *fc);
	if (!fc)
		return NULL;
	size_t n = (size_t)count_families(manifest);
	fc->manifest = manifest;
	fc->dirs = dirs;
	fc->utext = (UText)UTEXT_INITIALIZER;
	fc->families = calloc(n + 1, sizeof *fc->families);
	fc->buf = hb_buffer_create();
	if (!fc->families || !hb_buffer_allocation_successful(fc->buf)) {
		font_cache_close(fc);
		return NULL;
	}
	add_families(fc);
	add_scripts(fc);
	return fc;
}

void
font_cache_close(struct font_cache *fc)
{
	if (!fc)
		return;
	plans_close(fc);
	for (int i = 0; i < fc->nfamilies; i++) {
		for (int k = 0; k < FONT_STYLES; k++)
			font_close(fc->families[i].style[k]);
		free(fc->families[i].ranges);
	}
	free(fc->families);
	hb_buffer_destroy(fc->buf);
	if (fc->lines)
		ubrk_close(fc->lines);
	utext_close(&fc->utext);
	if (fc->bidi)
		ubidi_close(fc->bidi);
	hyphen_close(fc);
	words_close(fc);
	free(fc);
}
