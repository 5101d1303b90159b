/* Shaping: clusters, fallback, scripts, directions, features. */
#include "text_fixture.h"

static struct text_frag *
one_line(struct fixture *f, struct para *p, int *n)
{
	struct break_options o = {.width = PT(5000)};
	int lines;
	struct text_line *l = text_break(p, &o, &lines);
	assert_int_equal(lines, 1);
	(void)f;
	return text_line_frags(p, &l[0], &o, n);
}

/* All glyphs of a paragraph of one line and one frag. */
static const struct text_frag *
one_frag(struct fixture *f, const char *family, const char *s)
{
	int n;
	struct text_frag *v = one_line(f, fixture_para(f, family, s), &n);
	assert_int_equal(n, 1);
	return v;
}

static void
check_glyph(const struct text_glyph *g, uint32_t at, int len)
{
	assert_int_equal(g->at, at);
	assert_int_equal(g->len, len);
	assert_int_not_equal(g->gid, 0);
}

static void
test_ligatures(void **state)
{
	struct fixture *f = *state;
	const struct text_frag *v = one_frag(f, "Noto Serif", "office");
	assert_int_equal(v->nglyphs, 4);
	check_glyph(&v->glyphs[1], 1, 3); /* ffi */
	struct text_piece p = fixture_piece(f, "Noto Serif", "office");
	p.features = TEXT_NO_LIGATURES;
	int n;
	v = one_line(f, text_shape(f->a, f->fc, &p, 1, f->dg), &n);
	assert_int_equal(v->nglyphs, 6);
	v = one_frag(f, "Noto Sans Mono", "office");
	assert_int_equal(v->nglyphs, 6);
}

static void
test_letter_space(void **state)
{
	struct fixture *f = *state;
	struct text_piece p = fixture_piece(f, "Noto Serif", "fi e\xCC\x81");
	int n;
	p.letter_space = PT(1);
	const struct text_frag *v =
		one_line(f, text_shape(f->a, f->fc, &p, 1, f->dg), &n);
	assert_int_equal(v->nglyphs, 4);
	assert_int_equal(v->glyphs[0].adv,
		font_advance(v->font, v->glyphs[0].gid) + 100);
	assert_int_equal(v->glyphs[2].adv,
		font_advance(v->font, v->glyphs[2].gid) + 100);
}

static void
test_kerning(void **state)
{
	struct fixture *f = *state;
	const struct text_frag *v = one_frag(f, "Noto Serif", "AV");
	assert_true(v->glyphs[0].adv < font_advance(v->font, v->glyphs[0].gid));
	int sum = v->glyphs[0].adv + v->glyphs[1].adv;
	assert_int_equal(v->width, sum * 10);
}

static void
test_words_come_out_the_same(void **state)
{
	struct fixture *f = *state;
	const char s[] = "AVA office, \xE2\x80\x9Cquoted\xE2\x80\x9D e\xCC\x81";
	for (int i = 0; i < 3; i++) { /* shaped, then remembered twice */
		const struct text_frag *v = one_frag(f, "Noto Serif", s);
		hb_buffer_t *b = hb_buffer_create();
		hb_buffer_add_utf8(b, s, -1, 0, -1);
		hb_buffer_guess_segment_properties(b);
		hb_shape(v->font->priv->hb, b, NULL, 0);
		unsigned n;
		hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n);
		hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, &n);
		assert_int_equal(v->nglyphs, n);
		for (unsigned k = 0; k < n; k++) {
			assert_int_equal(v->glyphs[k].gid, info[k].codepoint);
			assert_int_equal(v->glyphs[k].adv, pos[k].x_advance);
			assert_int_equal(v->glyphs[k].at, info[k].cluster);
		}
		hb_buffer_destroy(b);
	}
}

/* More different words than are remembered at a time. */
static void
test_many_words(void **state)
{
	struct fixture *f = *state;
	struct buf b = buf_new(f->a);
	for (int i = 0; i < 15000; i++)
		buf_fmt(&b, "w%d ", i);
	struct text_piece p = fixture_piece(f, "Noto Sans Mono", "");
	p.s = buf_done(&b);
	struct para *para = text_shape(f->a, f->fc, &p, 1, f->dg);
	assert_int_equal(para->nglyphs, (int)p.s.n);
	for (size_t i = 0; i < p.s.n; i++) {
		assert_int_equal(para->glyphs[i].at, i);
		assert_int_equal(para->glyphs[i].gid,
			font_glyph(p.font, (unsigned char)p.s.p[i]));
	}
}

static void
test_marks(void **state)
{
	struct fixture *f = *state;
	/* composed where the font has it; else one cluster of two glyphs */
	const struct text_frag *v =
		one_frag(f, "Noto Serif", "e\xCC\x81x\xCC\x82");
	assert_int_equal(v->nglyphs, 3);
	check_glyph(&v->glyphs[0], 0, 3);
	assert_int_equal(v->glyphs[0].gid, font_glyph(v->font, 0xE9));
	check_glyph(&v->glyphs[1], 3, 3);
	check_glyph(&v->glyphs[2], 3, 0);
	assert_int_equal(v->glyphs[2].adv, 0);
}

static void
test_heap_of_marks(void **state)
{
	struct fixture *f = *state;
	struct buf b = buf_new(f->a);
	buf_ch(&b, 'x');
	for (int i = 0; i < 1000; i++)
		buf_utf8(&b, 0x300 + (uint32_t)(i % 5));
	struct para *p = fixture_para(f, "Noto Serif", buf_done(&b).p);
	size_t covered = 0;
	for (int i = 0; i < p->nglyphs; i++) {
		assert_int_not_equal(p->glyphs[i].gid, 0);
		covered += p->glyphs[i].len;
	}
	assert_int_equal(covered, p->text.n);
}

static void
test_nothing_to_see(void **state)
{
	struct fixture *f = *state;
	const struct text_frag *v = one_frag(f, "Noto Serif",
		"\xEF\xBB\xBF"
		"a\x01"
		"b\xE2\x80\x8B"
		"c\xE2\x80\x8E"
		"d\xC2\xAD"
		"e\xE2\x81\xA0");
	assert_int_equal(v->nglyphs, 5);
	static const uint8_t at[] = {3, 5, 9, 13, 16};
	for (int i = 0; i < 5; i++)
		check_glyph(&v->glyphs[i], at[i], 1);
	assert_int_equal(diag_count(f->dg, DIAG_STYLE), 0);
	int n;
	struct break_options o = {.width = PT(100)};
	struct para *p = fixture_para(f, "Noto Serif", "\xE2\x80\x8B\x02");
	struct text_line *l = text_break(p, &o, &n);
	assert_int_equal(n, 1);
	assert_int_equal(l->width, 0);
	text_line_frags(p, l, &o, &n);
	assert_int_equal(n, 0);
}

static void
test_special_spaces(void **state)
{
	struct fixture *f = *state;
	static const uint32_t chars[] = {0xA0, 0x2002, 0x2003, 0x2009, 0x200A,
		0x202F, 0x205F, 0x2011, 0x2010};
	static const char *const families[] = {
		"Noto Serif", "Noto Sans Mono", "Symbola"};
	for (size_t k = 0; k < ARRAY_LEN(families); k++)
		for (size_t i = 0; i < ARRAY_LEN(chars); i++) {
			char s[8] = "a";
			int n = 1 + utf8_put(chars[i], s + 1);
			memcpy(s + n, "b", 2);
			const struct text_frag *v = one_frag(f, families[k], s);
			assert_int_equal(v->nglyphs, 3);
			check_glyph(&v->glyphs[1], 1, n - 1);
			assert_in_range(v->glyphs[1].adv, 50, 1100);
		}
	assert_int_equal(diag_count(f->dg, DIAG_STYLE), 0);
}

static void
test_no_glyph(void **state)
{
	struct fixture *f = *state;
	const char s[] = "ab \xEE\x84\xA3 c \xF3\xB0\x80\x80";
	int file = diag_add_file(f->dg, STR("page.md"), str_c(s));
	struct text_piece p = fixture_piece(f, "Noto Serif", s);
	p.span = (struct span){file, 0};
	struct para *para = text_shape(f->a, f->fc, &p, 1, f->dg);
	int n;
	const struct diag_entry *e = diag_sorted(f->dg, &n);
	assert_int_equal(n, 2);
	assert_int_equal(e[0].code, DIAG_NO_GLYPH);
	assert_true(str_is(e[0].detail, "U+E123"));
	assert_int_equal(e[0].span.off, 3);
	assert_true(str_is(e[1].detail, "U+F0000"));
	assert_int_equal(e[1].span.off, 9);
	for (int i = 0; i < para->nglyphs; i++)
		assert_int_not_equal(para->glyphs[i].gid, 0);
	check_glyph(&para->glyphs[3], 3, 3);
}

static void
test_emoji(void **state)
{
	struct fixture *f = *state;
	fixture_font(f, "Symbola", false, false);
	/* family by ZWJ; flag; heart with VS16; thumb with a skin tone */
	int n;
	struct para *p = fixture_para(f, "Noto Sans",
		"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"
		"\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA"
		"\xE2\x9D\xA4\xEF\xB8\x8F"
		"\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD");
	struct text_frag *v = one_line(f, p, &n);
	for (int i = 0; i < n; i++)
		for (int k = 0; k < v[i].nglyphs; k++)
			assert_int_not_equal(v[i].glyphs[k].gid, 0);
	assert_string_equal(v[0].font->family, "Symbola");
	check_glyph(&v[0].glyphs[0], 0, 11);
	assert_int_equal(diag_count(f->dg, DIAG_STYLE), 0);
	/* no line ends inside one of them */
	struct break_options o = {.width = PT(1)};
	text_break(p, &o, &n);
	assert_int_equal(n, 4);
}

static void
test_cjk(void **state)
{
	struct fixture *f = *state;
	fixture_font(f, "Noto Serif CJK", false, false);
	int n;
	const struct text_frag *v = one_line(f,
		fixture_para(f, "Noto Serif",
			"in \xE6\x9D\xB1\xE4\xBA\xAC\xE3\x80\x81\xEA\xB0\x80"),
		&n);
	assert_int_equal(n, 2);
	assert_true(v[1].font->cff);
	assert_int_equal(v[1].glyphs[0].adv, 1000);
	/* the forms of one and the same character differ by language */
	static const char *const langs[] = {"ja", "zh-Hans", "zh-Hant", "ko"};
	unsigned gids[4];
	for (int i = 0; i < 4; i++) {
		struct text_piece p =
			fixture_piece(f, "Noto Serif", "\xE7\x9B\xB4");
		p.lang = str_c(langs[i]);
		v = one_line(f, text_shape(f->a, f->fc, &p, 1, f->dg), &n);
		gids[i] = v->glyphs[0].gid;
	}
	assert_int_not_equal(gids[0], gids[1]);
	/* kana tell Japanese where no language is given */
	v = one_line(f,
		fixture_para(f, "Noto Serif", "\xE7\x9B\xB4\xE3\x81\xAE"), &n);
	assert_int_equal(v->glyphs[0].gid, gids[0]);
}

static void
test_arabic(void **state)
{
	struct fixture *f = *state;
	fixture_font(f, "Noto Naskh Arabic", false, false);
	/* lam, alef: a ligature; beh joins seen */
	const char s[] = "\xD9\x84\xD8\xA7 \xD8\xA8\xD8\xB3";
	int n;
	struct para *p = fixture_para(f, "Noto Serif", s);
	assert_true(text_is_rtl(p));
	const struct text_frag *v = one_line(f, p, &n);
	assert_int_equal(n, 1);
	/* from left to right: seen, (dots of) beh, space, lam-alef */
	const struct text_glyph *last = &v->glyphs[v->nglyphs - 1];
	assert_int_equal(v->glyphs[0].at, 7);
	assert_true(last->at == 0 || last->at == 2);
	assert_int_not_equal(v->glyphs[0].gid, font_glyph(v->font, 0x633));
}

static void
test_bidi_lines(void **state)
{
	struct fixture *f = *state;
	fixture_font(f, "Noto Serif Hebrew", false, false);
	/* abc ALEF-BET (12) GIMEL, then Latin again */
	struct para *p = fixture_para(
		f, "Noto Serif", "abc \xD7\x90\xD7\x91 (12) \xD7\x92 xyz");
	struct break_options o = {.width = PT(500)};
	int n;
	struct text_line *l = text_break(p, &o, &n);
	assert_false(text_is_rtl(p));
	assert_string_equal(fixture_visual(f, p, l, &o),
		"abc \xD7\x92 )12( \xD7\x91\xD7\x90 xyz");
	/* from right to left, with a word from left to right in it */
	p = fixture_para(f, "Noto Serif", "\xD7\x90\xD7\x91 ab cd \xD7\x92.");
	assert_true(text_is_rtl(p));
	l = text_break(p, &o, &n);
	assert_string_equal(fixture_visual(f, p, l, &o),
		".\xD7\x92 ab cd \xD7\x91\xD7\x90");
	/* in two lines, each turned on its own, spaces at the ends gone */
	o.width = PT(30);
	l = text_break(p, &o, &n);
	assert_true(n > 1);
	assert_string_equal(
		fixture_visual(f, p, &l[0], &o), "ab \xD7\x91\xD7\x90");
	int k;
	struct text_frag *v = text_line_frags(p, &l[0], &o, &k);
	for (int i = 1; i < k; i++)
		assert_int_equal(v[i].x, v[i - 1].x + v[i - 1].width);
}

static void
test_cut_ligature(void **state)
{
	struct fixture *f = *state;
	/* the break falls between the f's: each part is shaped again */
	struct para *p = fixture_para(f, "Noto Serif",
		"of\xC2\xAD"
		"fice of\xC2\xAD"
		"fice");
	struct break_options o = {.width = PT(18)};
	int n, k;
	struct text_line *l = text_break(p, &o, &n);
	assert_true(l[0].hyphen);
	assert_string_equal(fixture_visual(f, p, &l[0], &o), "of\xC2\xAD");
	struct text_frag *v = text_line_frags(p, &l[1], &o, &k);
	check_glyph(&v->glyphs[0], 4, 2); /* fi */
	int width = 0;
	for (int i = 0; i < v->nglyphs; i++)
		width += v->glyphs[i].adv;
	assert_int_equal(l[1].width, width * 10);
}

static void
test_features(void **state)
{
	struct fixture *f = *state;
	struct text_piece p = fixture_piece(f, "Noto Sans", "Figures 1903");
	int n;
	const struct text_frag *v =
		one_line(f, text_shape(f->a, f->fc, &p, 1, f->dg), &n);
	unsigned plain = v->glyphs[8].gid;
	p.features = TEXT_OLD_STYLE;
	v = one_line(f, text_shape(f->a, f->fc, &p, 1, f->dg), &n);
	if (v->glyphs[8].gid == plain)
		skip(); /* this version has none */
	assert_int_not_equal(v->glyphs[9].gid, font_glyph(v->font, '9'));
}

static void
test_case(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *s, *lang, *want;
		enum text_case how;
	} rows[] = {
		{"Title a-z", "en", "TITLE A-Z", TEXT_UPPER},
		{"stra\xC3\x9F"
		 "e",
			"de", "STRASSE", TEXT_UPPER},
		{"i", "tr", "\xC4\xB0", TEXT_UPPER},
		{"\xCE\xAC\xCF\x83\xCF\x82", "el", "\xCE\x91\xCE\xA3\xCE\xA3",
			TEXT_UPPER},
		{"caf\xC3\xA9", "fr", "CAF\xC3\x89", TEXT_UPPER},
		{"", "en", "", TEXT_UPPER},
		{"x", "not a language at all !!", "X", TEXT_UPPER},
		{"TITLE a-Z @[", "en", "title a-z @[", TEXT_LOWER},
		{"\xCE\x91\xCE\xA3", "el", "\xCE\xB1\xCF\x82", TEXT_LOWER},
		{"I", "tr", "\xC4\xB1", TEXT_LOWER},
		{"the iPad isn't a PC", "en", "The IPad Isn't A PC",
			TEXT_CAPITALS},
		{"ijsland", "nl", "IJsland", TEXT_CAPITALS},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str up = text_case(f->a, str_c(rows[i].s),
			str_c(rows[i].lang), rows[i].how);
		assert_true(str_is(up, rows[i].want));
	}
}

static void
test_bad_utf8(void **state)
{
	struct fixture *f = *state;
	struct para *p = fixture_para(
		f, "Noto Serif", "a\xFF\xC3(\xED\xA0\x80 b\xF4\x90\x80\x80");
	for (int i = 0; i < p->nglyphs; i++)
		assert_int_not_equal(p->glyphs[i].gid, 0);
	assert_string_equal(fixture_cands(f, p),
		"a\xFF\xC3(\xED\xA0\x80 |b\xF4\x90\x80\x80");
}

/* Whatever allocation fails, the next try works and nothing is lost. */
static void
test_no_memory(void **state)
{
	struct fixture *f = *state;
	const struct font *font = fixture_font(f, "Noto Serif", false, false);
	volatile bool done = false;
	for (volatile size_t n = 1; !done && n < 500; n++) {
		struct arena *a = arena_new();
		if (setjmp(*arena_jump(a)) == 0) {
			struct diag *dg = diag_new(a);
			struct text_piece p = {.kind = TEXT_CHARS,
				.s = STR("Of\xC2\xAD"
					 "fice \xD7\x90\xD7\x91 again"),
				.font = font,
				.size = PT(10),
				.lang = STR("en")};
			arena_fail_after(a, n);
			struct para *para = text_shape(a, f->fc, &p, 1, dg);
			struct break_options o = {
				.width = PT(22), .hyphenate = true};
			int lines, k;
			struct text_line *l = text_break(para, &o, &lines);
			for (int i = 0; i < lines; i++)
				text_line_frags(para, &l[i], &o, &k);
			text_case(
				a, STR("stra\xC3\x9F"), STR("de"), TEXT_UPPER);
			uint16_t gid = 36;
			struct font_subset sub;
			font_subset(a, font, &gid, 1, false, &sub);
			done = true;
		}
		arena_free(a);
	}
	assert_true(done);
}

int
main(void)
{
#define T(fn)                                                                  \
	cmocka_unit_test_setup_teardown(fn, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(test_ligatures),
		T(test_letter_space),
		T(test_kerning),
		T(test_words_come_out_the_same),
		T(test_many_words),
		T(test_marks),
		T(test_heap_of_marks),
		T(test_nothing_to_see),
		T(test_special_spaces),
		T(test_no_glyph),
		T(test_emoji),
		T(test_cjk),
		T(test_arabic),
		T(test_bidi_lines),
		T(test_cut_ligature),
		T(test_features),
		T(test_case),
		T(test_bad_utf8),
		T(test_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
