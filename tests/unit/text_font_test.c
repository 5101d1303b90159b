/* Fonts: the manifest, styles, fallback, metrics, subsets. */
#include "text_fixture.h"

#include <hb-ot.h>

static void
test_styles(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *family;
		bool bold, italic;
		const char *ps_name;
	} rows[] = {
		{"Noto Serif", false, false, "NotoSerif-Regular"},
		{"Noto Serif", true, false, "NotoSerif-Bold"},
		{"Noto Serif", false, true, "NotoSerif-Italic"},
		{"Noto Serif", true, true, "NotoSerif-BoldItalic"},
		{"noto sans mono", false, false, "NotoSansMono-Regular"},
		{"Noto Sans Mono", true, true, "NotoSansMono-Bold"},
		{"Noto Sans Mono", false, true, "NotoSansMono-Regular"},
		{"Noto Sans Hebrew", true, false, "NotoSansHebrew-Bold"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct font *font =
			font_find(f->fc, str_c(rows[i].family), rows[i].bold,
				rows[i].italic, f->dg);
		assert_non_null(font);
		assert_string_equal(font->ps_name, rows[i].ps_name);
	}
	assert_int_equal(diag_count(f->dg, DIAG_STYLE), 0);
}

static void
test_metrics(void **state)
{
	struct fixture *f = *state;
	const struct font *s = fixture_font(f, "Noto Serif", false, true);
	assert_true(s->italic && !s->bold && !s->cff && !s->mono);
	assert_int_equal(s->units_per_em, 1000);
	assert_in_range(s->ascent, 900, 1200);
	assert_in_range(-s->descent, 200, 400);
	assert_in_range(s->cap_height, 650, 750);
	assert_in_range(s->x_height, 450, 600);
	assert_true(s->bbox[0] < 0 && s->bbox[2] > 1000);
	assert_true(s->italic_angle < 0);
	assert_true(s->underline_at < 0 && s->underline_thick > 0);
	assert_true(fixture_font(f, "Noto Sans Mono", false, false)->mono);
}

static void
test_numbers_do_not_depend_on_order(void **state)
{
	struct fixture *f = *state;
	struct str yaml = {fonts_manifest_yml, fonts_manifest_yml_size};
	struct font_cache *other =
		font_cache_open(fixture_manifest(f, yaml), NULL);
	int serif = fixture_font(f, "Noto Serif", false, false)->number;
	int sans = fixture_font(f, "Noto Sans", true, false)->number;
	const struct font *b =
		font_find(other, STR("Noto Sans"), true, false, f->dg);
	const struct font *a =
		font_find(other, STR("Noto Serif"), false, false, f->dg);
	assert_int_equal(a->number, serif);
	assert_int_equal(b->number, sans);
	font_cache_close(other);
}

static void
test_missing(void **state)
{
	struct fixture *f = *state;
	const char yaml[] =
		"packages: {p: {folder: /nowhere}, q: {folder: "
		"/usr/share/fonts/truetype/noto}}\n"
		"families:\n"
		"- {name: Gone, package: p, normal: Gone.ttf}\n"
		"- {name: Half, package: q, normal: NotoSans-Regular.ttf,"
		" bold: Gone-Bold.ttf}\n"
		"- {name: Text, package: q, normal: ../../../doc}\n";
	struct font_cache *fc =
		font_cache_open(fixture_manifest(f, str_c(yaml)), NULL);
	const struct font *font =
		font_find(fc, STR("Half"), true, false, f->dg);
	if (!font) {
		font_cache_close(fc);
		skip();
	}
	assert_false(font->bold);
	assert_int_equal(diag_count(f->dg, DIAG_ERROR), 1);
	font_find(fc, STR("Half"), true, false, f->dg);
	assert_int_equal(diag_count(f->dg, DIAG_ERROR), 1);
	assert_ptr_equal(font_find(fc, STR("Gone"), false, false, f->dg), font);
	assert_ptr_equal(font_find(fc, STR("Text"), false, false, f->dg), font);
	assert_ptr_equal(
		font_find(fc, STR("Unheard of"), false, false, f->dg), font);
	assert_int_equal(diag_count(f->dg, DIAG_ERROR), 4);
	int n;
	const struct diag_entry *e = diag_sorted(f->dg, &n);
	for (int i = 0; i < n; i++)
		assert_int_equal(e[i].code, DIAG_FONT_MISSING);
	font_cache_close(fc);
}

static void
test_dirs(void **state)
{
	struct fixture *f = *state;
	const char yaml[] = "packages: {p: {folder: /nowhere}}\n"
			    "families:\n"
			    "- {name: A, package: p, normal: "
			    "NotoSans-Regular.ttf}\n";
	const char *const dirs[] = {
		"/also/nowhere", "/usr/share/fonts/truetype/noto", NULL};
	fixture_font(f, "Noto Sans", false, false);
	struct font_cache *fc =
		font_cache_open(fixture_manifest(f, str_c(yaml)), dirs);
	const struct font *font = font_find(fc, STR("A"), false, false, f->dg);
	assert_non_null(font);
	assert_string_equal(font->path, "/usr/share/fonts/truetype/noto/"
					"NotoSans-Regular.ttf");
	font_cache_close(fc);
}

static void
test_no_fonts_at_all(void **state)
{
	struct fixture *f = *state;
	static const char *const odd[] = {
		"{}",
		"families: x",
		"families: [x, {name: A}, 3]",
		"{families: {a: b}, scripts: [1, 2]}",
		"scripts: {core: {A: serif}}",
		"families: [{name: A, package: z, normal: [], index: x}]",
	};
	for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
		struct font_cache *fc = font_cache_open(
			fixture_manifest(f, str_c(odd[i])), NULL);
		assert_null(font_find(fc, STR("A"), true, true, f->dg));
		struct text_piece p = {.kind = TEXT_CHARS, .s = STR("text")};
		int n;
		struct para *para = text_shape(f->a, fc, &p, 1, f->dg);
		struct break_options o = {.width = PT(100)};
		text_break(para, &o, &n);
		font_cache_close(fc);
	}
}

/* ---- by_word ---------------------------------------------------------- */

/* Glyphs that any lookup of the table looks at. */
static void
collect_all(hb_face_t *face, hb_tag_t table, hb_set_t *glyphs)
{
	hb_set_t *lookups = hb_set_create();
	hb_codepoint_t l = HB_SET_VALUE_INVALID;
	hb_ot_layout_collect_lookups(face, table, NULL, NULL, NULL, lookups);
	while (hb_set_next(lookups, &l))
		hb_ot_layout_lookup_collect_glyphs(
			face, table, l, glyphs, glyphs, glyphs, NULL);
	hb_set_destroy(lookups);
}

static void
shape_as(hb_font_t *font, hb_buffer_t *b, const char *s, bool ccmp)
{
	hb_feature_t no = {HB_TAG('c', 'c', 'm', 'p'), 0,
		HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
	hb_buffer_clear_contents(b);
	hb_buffer_add_utf8(b, s, -1, 0, -1);
	hb_buffer_guess_segment_properties(b);
	hb_shape(font, b, &no, ccmp ? 0 : 1);
}

/* What fonts.yml claims of a font by `by_word` is true of it. */
static void
test_by_word(void **state)
{
	struct fixture *f = *state;
	hb_buffer_t *with = hb_buffer_create(), *without = hb_buffer_create();
	for (int i = 0; i < f->fc->nfamilies * FONT_STYLES; i++) {
		const struct font *font = font_of_family(
			f->fc, i / FONT_STYLES, i % FONT_STYLES, NULL);
		if (!font || !font->priv->by_word || font->number != i)
			continue;
		hb_set_t *used = hb_set_create();
		collect_all(font->priv->face, HB_OT_TAG_GSUB, used);
		collect_all(font->priv->face, HB_OT_TAG_GPOS, used);
		assert_false(hb_set_has(used, font_glyph(font, ' ')));
		hb_set_destroy(used);
		for (uint32_t c = 33; c < 0x2028; c++) {
			if (c == 0x250)
				c = 0x2010;
			char s[16];
			int n = utf8_put(c, s);
			s[n++] = 'j';
			n += utf8_put(c, s + n);
			memcpy(s + n, "fi", 3);
			shape_as(font->priv->hb, with, s, true);
			shape_as(font->priv->hb, without, s, false);
			assert_int_equal(hb_buffer_diff(with, without,
						 (hb_codepoint_t)-1, 0),
				HB_BUFFER_DIFF_FLAG_EQUAL);
		}
	}
	hb_buffer_destroy(with);
	hb_buffer_destroy(without);
}

/* ---- fallback --------------------------------------------------------- */

/* No font's ranges promise a block of which it has not one character. */
static void
test_ranges(void **state)
{
	struct fixture *f = *state;
	for (int i = 0; i < f->fc->nfamilies; i++) {
		const struct font *font = font_of_family(f->fc, i, 0, NULL);
		const struct font_family *fam = &f->fc->families[i];
		if (!font)
			continue;
		for (int k = 0; k < fam->nranges; k++) {
			uint32_t c = fam->ranges[k].from;
			assert_true(c <= fam->ranges[k].to);
			while (c <= fam->ranges[k].to && !font_glyph(font, c))
				c++;
			if (c > fam->ranges[k].to)
				fail_msg("%s: %X-%X", font->family,
					fam->ranges[k].from, fam->ranges[k].to);
		}
	}
}

static void
test_fallback(void **state)
{
	struct fixture *f = *state;
	static const struct {
		uint32_t c;
		const char *from, *to;
	} rows[] = {
		{'a', "Noto Serif", "Noto Serif"},
		{0x5D0, "Noto Serif", "Noto Serif Hebrew"},
		{0x5D0, "Noto Sans", "Noto Sans Hebrew"},
		{0x627, "Noto Serif", "Noto Naskh Arabic"},
		{0x905, "Noto Sans Mono", "Noto Sans Devanagari"},
		{0x2190, "Noto Serif", "Noto Sans Math"},
		{0x2502, "Noto Serif", "Noto Sans Mono"},
		{0x13A0, "Noto Serif", "Noto Sans Cherokee"},
		{0x4E2D, "Noto Serif", "Noto Serif CJK"},
		{0xAC00, "Noto Sans", "Noto Sans CJK"},
		{0x1F600, "Noto Sans", "Symbola"},
		{0x2713, "Noto Sans", "Noto Sans Symbols 2"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct font *from =
			fixture_font(f, rows[i].from, false, false);
		fixture_font(f, rows[i].to, false, false);
		const struct font *to =
			font_for_cluster(f->fc, from, &rows[i].c, 1, f->dg);
		assert_non_null(to);
		assert_string_equal(to->family, rows[i].to);
		/* and again, now that it is remembered */
		assert_ptr_equal(
			font_for_cluster(f->fc, from, &rows[i].c, 1, f->dg),
			to);
	}
	uint32_t none = 0xE123;
	assert_null(font_for_cluster(f->fc,
		fixture_font(f, "Noto Sans", false, false), &none, 1, f->dg));
}

/* ---- advances and subsets --------------------------------------------- */

static void
test_advances(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = {
		"Noto Serif", "Noto Sans Mono", "Symbola", "Noto Sans CJK"};
	for (size_t k = 0; k < ARRAY_LEN(names); k++) {
		const struct font *font = fixture_font(f, names[k], 0, 0);
		hb_font_t *plain = hb_font_create(font->priv->face);
		for (unsigned g = 0; g < 500; g++) {
			int64_t adv = hb_font_get_glyph_h_advance(plain, g);
			int64_t w =
				(adv * 1000 * 2 / font->units_per_em + 1) / 2;
			assert_int_equal(font_advance(font, g), w);
		}
		hb_font_destroy(plain);
	}
}

/* The subset as a font of its own. */
static hb_face_t *
open_subset(const struct font_subset *s)
{
	hb_blob_t *b = hb_blob_create(s->bytes.p, (unsigned)s->bytes.n,
		HB_MEMORY_MODE_READONLY, NULL, NULL);
	hb_face_t *face = hb_face_create(b, 0);
	hb_blob_destroy(b);
	return face;
}

static void
test_subset_truetype(void **state)
{
	struct fixture *f = *state;
	const struct font *font = fixture_font(f, "Noto Serif", false, false);
	uint16_t gids[4];
	static const char letters[] = "AQe!";
	int n = 0;
	for (unsigned g = 1; g < 3000 && n < 4; g++)
		for (int k = 0; k < 4; k++)
			if (font_glyph(font, (unsigned char)letters[k]) == g)
				gids[n++] = (uint16_t)g;
	assert_int_equal(n, 4);
	struct font_subset s;
	assert_true(font_subset(f->a, font, gids, n, false, &s));
	assert_false(s.cff);
	assert_in_range(s.bytes.n, 500, 6000);
	hb_face_t *face = open_subset(&s);
	assert_int_equal(hb_face_get_glyph_count(face), 5);
	hb_font_t *hb = hb_font_create(face);
	hb_font_set_scale(hb, 1000, 1000);
	for (int i = 0; i < n; i++) {
		hb_glyph_extents_t a, b;
		assert_int_equal(hb_font_get_glyph_h_advance(hb, s.gid_of[i]),
			font_advance(font, gids[i]));
		hb_font_get_glyph_extents(hb, s.gid_of[i], &a);
		hb_font_get_glyph_extents(font->priv->hb, gids[i], &b);
		assert_memory_equal(&a, &b, sizeof a);
	}
	hb_font_destroy(hb);
	hb_face_destroy(face);
}

/* Composite glyphs take their parts along. */
static void
test_subset_composite(void **state)
{
	struct fixture *f = *state;
	const struct font *font = fixture_font(f, "Noto Sans", false, false);
	uint16_t gid = (uint16_t)font_glyph(font, 0xE9);
	struct font_subset s;
	assert_true(font_subset(f->a, font, &gid, 1, false, &s));
	hb_face_t *face = open_subset(&s);
	assert_true(hb_face_get_glyph_count(face) >= 2);
	hb_font_t *hb = hb_font_create(face);
	hb_glyph_extents_t e;
	assert_true(hb_font_get_glyph_extents(hb, s.gid_of[0], &e));
	assert_true(e.height != 0);
	hb_font_destroy(hb);
	hb_face_destroy(face);
}

static void
test_subset_cid(void **state)
{
	struct fixture *f = *state;
	const struct font *font = fixture_font(f, "Noto Sans CJK", 0, 0);
	assert_true(font->cff);
	uint16_t a = (uint16_t)font_glyph(font, 0x65E5);
	uint16_t b = (uint16_t)font_glyph(font, 0x672C);
	uint16_t gids[2] = {a < b ? a : b, a < b ? b : a};
	struct font_subset s;
	assert_true(font_subset(f->a, font, gids, 2, false, &s));
	assert_true(s.cff);
	assert_int_equal(s.bytes.p[0], 1); /* a bare CFF table */
	assert_in_range(s.bytes.n, 300, 10000);
	/* in Noto CJK the CID is the glyph's number */
	assert_int_equal(s.cid_of[0], gids[0]);
	assert_int_equal(s.cid_of[1], gids[1]);
}

/* Codes that hold for a subset of any glyphs. */
static void
test_codes_before_subset(void **state)
{
	struct fixture *f = *state;
	static const char manifest[] =
		"packages: {urw: {folder: /usr/share/fonts/opentype/"
		"urw-base35, debian: fonts-urw-base35, licence: AGPL-3.0}}\n"
		"families: [{name: C059, package: urw, normal: C059-Roman.otf, "
		"ranges: 20-7E}]\n";
	struct font_cache *urw =
		font_cache_open(fixture_manifest(f, STR(manifest)), NULL);
	const struct font *named =
		font_find(urw, STR("C059"), false, false, f->dg);
	const struct font *fonts[] = {
		fixture_font(f, "Noto Serif CJK", false, false), named};
	for (size_t i = 0; i < ARRAY_LEN(fonts) && fonts[i]; i++) {
		const struct font *font = fonts[i];
		uint16_t gids[2] = {(uint16_t)font_glyph(font, 'Q'),
			(uint16_t)font_glyph(font, 'a')};
		struct font_subset s;
		assert_true(font->cff && gids[0] && gids[1]);
		assert_true(font_subset(f->a, font, gids, 2, true, &s));
		assert_int_equal(s.cid_of[0], font_code(font, gids[0]));
		assert_int_equal(s.cid_of[1], font_code(font, gids[1]));
	}
	font_cache_close(urw);
	if (!named)
		skip(); /* fonts without CIDs are not installed */
}

static void
test_char_of(void **state)
{
	struct fixture *f = *state;
	const struct font *font = fixture_font(f, "Noto Serif", false, false);
	static const uint32_t chars[] = {
		' ', 'a', '-', '~', 0xE9, 0x2014, 0x201C, 0x3A9, 0x416};
	for (size_t i = 0; i < ARRAY_LEN(chars); i++)
		assert_int_equal(font_char_of(font, font_glyph(font, chars[i])),
			chars[i]);
	assert_int_equal(font_char_of(font, 0), 0);
	assert_int_equal(font_char_of(font, 65535), 0);
}

int
main(void)
{
#define T(fn)                                                                  \
	cmocka_unit_test_setup_teardown(fn, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(test_styles),
		T(test_metrics),
		T(test_numbers_do_not_depend_on_order),
		T(test_missing),
		T(test_dirs),
		T(test_no_fonts_at_all),
		T(test_by_word),
		T(test_ranges),
		T(test_fallback),
		T(test_advances),
		T(test_subset_truetype),
		T(test_subset_composite),
		T(test_subset_cid),
		T(test_codes_before_subset),
		T(test_char_of),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
