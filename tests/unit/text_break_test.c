/* Line breaks: where they may be, and which are taken. */
#include "text_fixture.h"

/* ---- places ----------------------------------------------------------- */

static void
check_cands(struct fixture *f, const char *s, const char *want)
{
	struct para *p = fixture_para(f, "Noto Serif", s);
	assert_string_equal(fixture_cands(f, p), want);
}

static void
test_plain_places(void **state)
{
	check_cands(*state, "a bb  ccc", "a |bb  |ccc");
	check_cands(*state, "(a) [b] \"c\" {d}", "(a) |[b] |\"c\" |{d}");
	check_cands(*state, "well-known e-mail T-shirt co-op",
		"well-|known |e-mail |T-shirt |co-|op");
	check_cands(*state,
		"a\xC2\xA0"
		"b c\xE2\x80\xAF"
		"d e\xE2\x81\xA0"
		"f g\xE2\x80\x8Bh",
		"a\xC2\xA0"
		"b |c\xE2\x80\xAF"
		"d |e\xE2\x81\xA0"
		"f |g\xE2\x80\x8B|h");
	check_cands(*state,
		"non\xE2\x80\x91"
		"breaking soft\xC2\xADhyphen",
		"non\xE2\x80\x91"
		"breaking |soft\xC2\xAD|hyphen");
	check_cands(*state, "", "");
	check_cands(*state, "   ", "   ");
	check_cands(*state, "Wait! Really? Yes; no: so.",
		"Wait! |Really? |Yes; |no: |so.");
}

static void
test_dashes(void **state)
{
	check_cands(*state, "one\xE2\x80\x94two three \xE2\x80\x94 four",
		"one\xE2\x80\x94|two |three \xE2\x80\x94 |four");
	check_cands(*state, "one \xE2\x80\x93 two", "one \xE2\x80\x93 |two");
	check_cands(*state,
		"10\xE2\x80\x93"
		"20 and A\xE2\x80\x93Z",
		"10\xE2\x80\x93"
		"20 |and |A\xE2\x80\x93|Z");
	check_cands(*state, "\xE2\x80\x94 Urban Library",
		"\xE2\x80\x94 Urban |Library");
	check_cands(*state, "end. \xE2\x80\x94Urban Library",
		"end. |\xE2\x80\x94Urban |Library");
	check_cands(
		*state, "use --all and -o here", "use |--all |and |-o |here");
	check_cands(*state, "this -- that - other", "this -- |that - |other");
	check_cands(*state,
		"at \xE2\x88\x92"
		"5 or -5 degrees",
		"at |\xE2\x88\x92"
		"5 |or |-5 |degrees");
}

static void
test_units_and_numbers(void **state)
{
	check_cands(*state, "30 % of 5 km, 7 men", "30 % |of |5 km, |7 |men");
	check_cands(*state, "see p. 12, No. 3 or \xC2\xA7 5",
		"see |p. 12, |No. 3 |or |\xC2\xA7 5");
	check_cands(*state, "stop. 12 people", "stop. |12 |people");
	check_cands(*state, "3.1 Design: a step", "3.1 Design: |a |step");
	check_cands(*state, "2018 was 3.1 times", "2018 |was |3.1 |times");
	check_cands(*state, "$ 1,000.50 and 50 \xE2\x82\xAC",
		"$ |1,000.50 |and |50 \xE2\x82\xAC");
}

static void
test_quotes(void **state)
{
	check_cands(*state, "\xC2\xAB oui \xC2\xBB dit-il",
		"\xC2\xAB oui \xC2\xBB |dit-|il");
	check_cands(*state,
		"\xE2\x80\x9EText\xE2\x80\x9C und "
		"\xE2\x80\x9Ctext\xE2\x80\x9D too",
		"\xE2\x80\x9EText\xE2\x80\x9C |und "
		"|\xE2\x80\x9Ctext\xE2\x80\x9D |too");
}

static void
test_slashes_and_addresses(void **state)
{
	check_cands(*state, "and/or his/her work", "and/or |his/her |work");
	check_cands(*state, "see https://example.org/a/bb?c=d&e=ff now",
		"see |https://|example.|org/|a/|bb?|c=|d&|e=ff |now");
	check_cands(*state, "(www.example.org/some_path-x/).",
		"(www.|example.|org/|some_|path-x/).");
	check_cands(*state, "http://x.org/a%20bcd/~name",
		"http://|x.|org/|a|%20bcd/|~name");
	check_cands(*state, "someone@example.org wrote",
		"someone@|example.|org |wrote");
	check_cands(*state, "src/text/break.c is", "src/|text/|break.c |is");
}

static void
test_marked_address(void **state)
{
	struct fixture *f = *state;
	struct text_piece p[2] = {
		fixture_piece(f, "Noto Serif", "at "),
		fixture_piece(f, "Noto Serif", "a/bcd-e.fgh"),
	};
	p[1].address = true;
	struct para *para = text_shape(f->a, f->fc, p, 2, f->dg);
	assert_string_equal(fixture_cands(f, para), "at |a/|bcd-|e.|fgh");
}

static void
test_other_scripts(void **state)
{
	struct fixture *f = *state;
	fixture_font(f, "Noto Serif CJK", false, false);
	check_cands(f, "\xE6\x97\xA5\xE6\x9C\xAC\xE3\x80\x82\xE8\xAA\x9E",
		"\xE6\x97\xA5|\xE6\x9C\xAC\xE3\x80\x82|\xE8\xAA\x9E");
	/* Thai words, found by dictionary */
	check_cands(f,
		"\xE0\xB8\xA0\xE0\xB8\xB2\xE0\xB8\xA9\xE0\xB8\xB2"
		"\xE0\xB9\x84\xE0\xB8\x97\xE0\xB8\xA2",
		"\xE0\xB8\xA0\xE0\xB8\xB2\xE0\xB8\xA9\xE0\xB8\xB2|"
		"\xE0\xB9\x84\xE0\xB8\x97\xE0\xB8\xA2");
}

static void
test_kept_and_raised(void **state)
{
	struct fixture *f = *state;
	struct text_piece p[3] = {
		fixture_piece(f, "Noto Serif", "wow!"),
		fixture_piece(f, "Noto Serif", "17"),
		fixture_piece(f, "Noto Serif", " and New York"),
	};
	p[1].rise = PT(4);
	p[2].no_break = true;
	struct para *para = text_shape(f->a, f->fc, p, 3, f->dg);
	assert_string_equal(fixture_cands(f, para), "wow!17 and New York");
	/* too narrow for it all in one line: then it breaks after all */
	struct break_options o = {.width = PT(60)};
	assert_string_equal(fixture_lines(f, para, &o), "wow!17 and|New York");
}

static void
test_objects(void **state)
{
	struct fixture *f = *state;
	struct text_piece p[4] = {
		fixture_piece(f, "Noto Serif", "see "),
		{.kind = TEXT_OBJECT, .w = PT(30), .up = PT(40), .down = PT(5)},
		fixture_piece(f, "Noto Serif", ", then"),
		{.kind = TEXT_NEWLINE},
	};
	struct para *para = text_shape(f->a, f->fc, p, 4, f->dg);
	assert_string_equal(text_para_text(para).p, "see \xEF\xBF\xBC, then\n");
	assert_string_equal(
		fixture_cands(f, para), "see |\xEF\xBF\xBC, |then\n");
	struct break_options o = {.width = PT(60)};
	int n;
	struct text_line *l = text_break(para, &o, &n);
	assert_int_equal(n, 2);
	assert_int_equal(l[0].object_up, PT(40));
	assert_int_equal(l[0].up, PT(40));
	assert_int_equal(l[1].object_up, 0);
	assert_true(l[1].hard);
	struct text_frag *v = text_line_frags(para, &l[0], &o, &n);
	assert_int_equal(n, 3);
	assert_null(v[1].font);
	assert_int_equal(v[1].width, PT(30));
	assert_int_equal(v[2].x, v[1].x + PT(30));
}

/* ---- lines ------------------------------------------------------------ */

static void
test_newlines(void **state)
{
	struct fixture *f = *state;
	struct break_options o = {.width = PT(500)};
	struct para *p =
		fixture_para(f, "Noto Serif", "one \n\ntwo\r\nthree\n");
	int n;
	struct text_line *l = text_break(p, &o, &n);
	assert_int_equal(n, 4);
	for (int i = 0; i < n; i++)
		assert_true(l[i].hard);
	assert_int_equal(l[1].width, 0);
	assert_string_equal(fixture_lines(f, p, &o), "one||two|three");
	assert_int_equal(text_max_width(p), l[3].width);
}

static void
test_ragged(void **state)
{
	struct fixture *f = *state;
	/* first fit would leave "a" alone in the middle */
	struct para *p = fixture_para(f, "Noto Sans Mono", "aaa bb cc ddddd");
	struct break_options o = {.width = PT(36)}; /* six letters */
	assert_string_equal(fixture_lines(f, p, &o), "aaa|bb cc|ddddd");
	int n;
	struct text_line *l = text_break(p, &o, &n);
	assert_int_equal(l[0].width, PT(18));
	assert_int_equal(l[0].spare, PT(18));
	assert_int_equal(text_min_width(p), PT(30));
	assert_int_equal(text_max_width(p), PT(90));
	for (int i = 0; i < n; i++)
		assert_false(l[i].overfull || l[i].hyphen);
}

static void
test_indent(void **state)
{
	struct fixture *f = *state;
	struct para *p = fixture_para(f, "Noto Sans Mono", "aaa bbb ccc ddd");
	struct break_options o = {.width = PT(42), .first_indent = PT(20)};
	assert_string_equal(fixture_lines(f, p, &o), "aaa|bbb ccc|ddd");
	int n, k;
	struct text_line *l = text_break(p, &o, &n);
	assert_int_equal(l[0].spare, PT(42 - 20 - 18));
	assert_int_equal(text_line_frags(p, &l[0], &o, &k)->x, PT(20));
	assert_int_equal(text_line_frags(p, &l[1], &o, &k)->x, 0);
	o.first_indent = PT(-26);
	assert_string_equal(fixture_lines(f, p, &o), "aaa bbb ccc|ddd");
}

static void
test_short_last_line(void **state)
{
	struct fixture *f = *state;
	struct para *p = fixture_para(f, "Noto Sans Mono", "aaaa bbb ccc dd e");
	struct break_options o = {.width = PT(6 * 15)};
	/* 15 letters fit "aaaa bbb ccc dd", but "e" would stand alone */
	assert_string_equal(fixture_lines(f, p, &o), "aaaa bbb ccc|dd e");
}

static void
test_cuts(void **state)
{
	struct fixture *f = *state;
	struct para *p =
		fixture_para(f, "Noto Sans Mono", "ab incomprehensible cd");
	struct break_options o = {.width = PT(36)};
	int n;
	struct text_line *l = text_break(p, &o, &n);
	for (int i = 0; i < n; i++)
		assert_false(l[i].overfull);
	assert_int_equal(n, 5);
	struct para *figures =
		fixture_para(f, "Noto Sans Mono", "ab 0123456789 cd");
	assert_string_equal(fixture_lines(f, figures, &o), "ab|01234|56789|cd");
	/* nothing fits: one cluster a line, all too wide */
	o.width = PT(3);
	l = text_break(p, &o, &n);
	assert_int_equal(n, 20);
	assert_true(l[0].overfull);
	o.width = PT(-3);
	l = text_break(p, &o, &n);
	assert_int_equal(n, 20);
}

static void
test_soft_hyphen(void **state)
{
	struct fixture *f = *state;
	struct para *p = fixture_para(f, "Noto Sans Mono",
		"ab in\xC2\xAD"
		"com\xC2\xADpre\xC2\xADhen");
	struct break_options o = {.width = PT(54)}; /* nine letters */
	int n, k;
	struct text_line *l = text_break(p, &o, &n);
	assert_int_equal(n, 2);
	assert_true(l[0].hyphen);
	assert_int_equal(l[0].width, PT(54));
	struct text_frag *v = text_line_frags(p, &l[0], &o, &k);
	assert_int_equal(k, 2);
	assert_true(v[1].added && !v[0].added);
	assert_string_equal(
		fixture_visual(f, p, &l[0], &o), "ab incom\xC2\xAD");
	assert_string_equal(fixture_visual(f, p, &l[1], &o), "prehen");
}

/* A word that must be cut is divided where it may be, with a hyphen. */
static void
test_cut_words(void **state)
{
	static const struct {
		const char *text, *lines;
		bool hyphen;
	} rows[] = {
		{"ab incomprehensible cd", "ab|incom|pre|hensi|ble cd", true},
		{"ab 0123456789 cd", "ab|01234|56789|cd", false},
		{"ab inComprehend cd", "ab|inComp|rehend|cd", false},
	};
	struct fixture *f = *state;
	FILE *dic = fopen("/usr/share/hyphen/hyph_en_US.dic", "r");
	if (!dic)
		skip();
	fclose(dic);
	struct break_options o = {.width = PT(36)};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int n;
		struct para *p =
			fixture_para(f, "Noto Sans Mono", rows[i].text);
		struct text_line *l = text_break(p, &o, &n);
		assert_string_equal(fixture_lines(f, p, &o), rows[i].lines);
		assert_int_equal(l[1].hyphen, rows[i].hyphen);
	}
}

static void
test_hyphenation(void **state)
{
	struct fixture *f = *state;
	struct para *p = fixture_para(f, "Noto Sans Mono",
		"the hyphenation of UNESCO representatives, undoubtedly");
	FILE *dic = fopen("/usr/share/hyphen/hyph_en_US.dic", "r");
	if (!dic)
		skip();
	fclose(dic);
	struct break_options o = {.width = PT(60), .hyphenate = true};
	assert_string_equal(fixture_lines(f, p, &o),
		"the hy|phenation|of UNESCO|represen|tatives,|undoubt|edly");
	o.width = PT(66);
	int n;
	struct text_line *l = text_break(p, &o, &n);
	int run = 0;
	for (int i = 0; i < n; i++) {
		run = l[i].hyphen ? run + 1 : 0;
		assert_true(run <= 2 && !l[i].overfull);
	}
	/* no dictionary for this language: as without */
	struct text_piece piece =
		fixture_piece(f, "Noto Sans Mono", "the hyphenation");
	piece.lang = STR("tlh");
	p = text_shape(f->a, f->fc, &piece, 1, f->dg);
	assert_string_equal(fixture_lines(f, p, &o), "the|hyphenation");
}

static void
test_justified(void **state)
{
	struct fixture *f = *state;
	struct para *p = fixture_para(f, "Noto Serif",
		"In olden times when wishing still helped one, there lived a "
		"king whose daughters were all beautiful; and the youngest was "
		"so beautiful that the sun itself, which has seen so much, was "
		"astonished whenever it shone in her face.");
	struct break_options o = {.width = PT(180), .align = ALIGN_JUSTIFY};
	int n;
	struct text_line *l = text_break(p, &o, &n);
	assert_in_range(n, 6, 8);
	for (int i = 0; i + 1 < n; i++) {
		int k;
		assert_in_range(l[i].spare + 20, 0, 40);
		struct text_frag *v = text_line_frags(p, &l[i], &o, &k);
		assert_int_equal(k, 1);
		assert_true(v->word_space > -PT(10) / 10);
		assert_in_range(v->width, PT(180) - 20, PT(180) + 20);
	}
	assert_true(l[n - 1].spare > 0);
}

/* The author's hyphen ends a line only where much would be left empty. */
static void
test_joined(void **state)
{
	struct fixture *f = *state;
	struct break_options o = {.width = PT(6 * 32)};
	struct para *p = fixture_para(f, "Noto Sans Mono",
		"the letters of a line about non-commercial use of it");
	assert_string_equal(fixture_lines(f, p, &o),
		"the letters of a line about|non-commercial use of it");
	p = fixture_para(f, "Noto Sans Mono",
		"the letters of anti-establishmentarian words");
	assert_string_equal(fixture_lines(f, p, &o),
		"the letters of anti-|establishmentarian words");
}

/* A line of code that is too long ends behind a word or bracket. */
static void
test_code_pause(void **state)
{
	struct fixture *f = *state;
	struct break_options o = {.width = PT(6 * 16), .keep_spaces = true};
	static const char *const cases[][2] = {
		{"int a_function(void)", "int a_function(|void)"},
		{"alphabeta gam delta", "alphabeta gam|delta"},
		{"f(alpha, beta, gamma)", "f(alpha, beta,|gamma)"},
		{"abcdefgh,klmnopqrst", "abcdefgh,klmnopq|rst"},
		{"abcdefghijkl,mnopqrst", "abcdefghijkl,|mnopqrst"},
		{"abcdefghijklm(n);op", "abcdefghijklm(|n);op"},
		{"abcdefghijklmnopqrst", "abcdefghijklmnop|qrst"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct para *p = fixture_para(f, "Noto Sans Mono", cases[i][0]);
		assert_string_equal(fixture_lines(f, p, &o), cases[i][1]);
	}
}

static void
test_balance(void **state)
{
	struct fixture *f = *state;
	struct para *p = fixture_para(
		f, "Noto Sans Mono", "aaa bbb ccc ddd eee fff ggg");
	struct break_options o = {.width = PT(6 * 23)};
	assert_string_equal(
		fixture_lines(f, p, &o), "aaa bbb ccc ddd eee fff|ggg");
	o.balance = true;
	assert_string_equal(
		fixture_lines(f, p, &o), "aaa bbb ccc ddd|eee fff ggg");
	int n;
	struct text_line *l = text_break(p, &o, &n);
	assert_int_equal(l[0].spare, PT(6 * 23) - l[0].width);
}

static void
test_code(void **state)
{
	struct fixture *f = *state;
	struct para *p = fixture_para(
		f, "Noto Sans Mono", "  if (x)\n\treturn the_longest;\n\n}");
	struct break_options o = {
		.width = PT(6 * 14), .keep_spaces = true, .mark = STR("> ")};
	int n, k;
	struct text_line *l = text_break(p, &o, &n);
	assert_int_equal(n, 5);
	assert_true(!l[1].marked && l[2].marked && !l[3].marked);
	assert_true(l[0].hard && !l[1].hard && l[2].hard);
	assert_int_equal(l[3].width, 0);
	struct text_frag *v = text_line_frags(p, &l[0], &o, &k);
	assert_int_equal(v->width, PT(6 * 8)); /* its own indent is in */
	v = text_line_frags(p, &l[2], &o, &k);
	assert_int_equal(k, 2);
	assert_true(v[0].added && !v[1].added);
	assert_string_equal(fixture_visual(f, p, &l[2], &o), "> the_longest;");
	assert_int_equal(v[1].x, PT(12));
	/* the tab is four columns wide here */
	v = text_line_frags(p, &l[1], &o, &k);
	assert_int_equal(v->glyphs[0].adv, 4 * 600);
	for (o.width = PT(30); o.width < PT(100); o.width += 700) {
		l = text_break(p, &o, &n);
		for (int i = 0; i < n; i++)
			assert_false(l[i].overfull);
	}
}

static void
test_tabs(void **state)
{
	struct fixture *f = *state;
	struct para *p =
		fixture_para(f, "Noto Sans Mono", "a\tbcd\te\n\tf\tghijk\tl");
	struct break_options o = {.width = PT(600), .keep_spaces = true};
	int n, k;
	struct text_line *l = text_break(p, &o, &n);
	assert_int_equal(n, 2);
	struct text_frag *v = text_line_frags(p, &l[0], &o, &k);
	assert_int_equal(v->width, PT(6 * 9)); /* a...bcd.e */
	v = text_line_frags(p, &l[1], &o, &k);
	assert_int_equal(v->width, PT(6 * 17)); /* ....f...ghijk...l */
}

/* From any line's end on in another measure: nothing is lost or set twice. */
static void
test_from(void **state)
{
	struct fixture *f = *state;
	static const char words[] =
		"a hyphenation representative of Donaudampfschifffahrts"
		"elektrizit\xC3\xA4tenhauptbetriebswerk, and then some words";
	struct para *p = fixture_para(f, "Noto Serif", words);
	struct break_options narrow = {.width = PT(50), .hyphenate = true};
	int n;
	struct text_line *l = text_break(p, &narrow, &n);
	assert_true(n > 5);
	for (int i = 0; i + 1 < n; i++) {
		struct break_options wide = {
			.width = PT(200), .hyphenate = true, .from = l[i].last};
		int rest;
		struct text_line *w = text_break(p, &wide, &rest);
		assert_true(rest > 0 && rest < n - i);
		assert_int_equal(w[0].first, l[i].last);
		for (int k = 1; k < rest; k++)
			assert_int_equal(w[k].first, w[k - 1].last);
		assert_int_equal(w[rest - 1].last, l[n - 1].last);
	}
}

int
main(void)
{
#define T(fn)                                                                  \
	cmocka_unit_test_setup_teardown(fn, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(test_plain_places),
		T(test_dashes),
		T(test_units_and_numbers),
		T(test_quotes),
		T(test_slashes_and_addresses),
		T(test_marked_address),
		T(test_other_scripts),
		T(test_kept_and_raised),
		T(test_objects),
		T(test_newlines),
		T(test_ragged),
		T(test_indent),
		T(test_short_last_line),
		T(test_cuts),
		T(test_soft_hyphen),
		T(test_joined),
		T(test_code_pause),
		T(test_cut_words),
		T(test_hyphenation),
		T(test_justified),
		T(test_balance),
		T(test_code),
		T(test_tabs),
		T(test_from),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
