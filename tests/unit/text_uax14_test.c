/*
 * The table of pairs against ICU: wherever it has an answer, it is ICU's.
 * All strings of up to five classes, every character the table knows, and
 * random texts of words and punctuation.  Another ICU may follow another
 * revision of UAX #14, so they are compared with those that are alike.
 */
#include "text_fixture.h"

#include <unicode/uchar.h>
#include <unicode/uvernum.h>

#define CHARS_MAX 64

struct sample {
	uint32_t c[CHARS_MAX], at[CHARS_MAX + 1];
	char utf8[4 * CHARS_MAX];
	int n;
};

static void
sample_put(struct sample *s, uint32_t c)
{
	s->c[s->n] = c;
	s->at[s->n + 1] =
		s->at[s->n] + (uint32_t)utf8_put(c, s->utf8 + s->at[s->n]);
	s->n++;
}

static void
print_sample(const struct sample *s, const uint8_t *pairs, const uint8_t *icu)
{
	for (int i = 0; i < s->n; i++)
		print_error("U+%04X: table %d, ICU %d\n", (unsigned)s->c[i],
			pairs[i], icu[i]);
}

/* False if the table has no answer. */
static bool
check_sample(struct fixture *f, const struct sample *s)
{
	uint8_t pairs[CHARS_MAX], icu[CHARS_MAX];
	if (!uax14_pairs(s->c, s->n, pairs))
		return false;
	uax14_icu(f->fc, (struct str){s->utf8, s->at[s->n]}, s->at, s->n, icu);
	if (memcmp(pairs, icu, (size_t)s->n) != 0) {
		print_sample(s, pairs, icu);
		fail();
	}
	return true;
}

static void
skip_other_icu(void)
{
	if (U_ICU_VERSION_MAJOR_NUM < 70 || U_ICU_VERSION_MAJOR_NUM > 73)
		skip();
}

/* One of each class, a space, a line end, and one that ICU is asked for. */
static const uint32_t classes[] = {'a', '1', ',', '!', '(', ')', '}', '"', '/',
	'-', 0x2013, 0x2014, 0x2026, '$', '%', 0xA0, ' ', '\n', 0xAC00};

static void
test_all_short_strings(void **state)
{
	skip_other_icu();
	int k = ARRAY_LEN(classes), answered = 0, all = 0;
	for (int n = 1, count = k; n <= 5; n++, count *= k) {
		for (int i = 0; i < count; i++, all++) {
			struct sample s = {.n = 0};
			for (int j = 0, rest = i; j < n; j++, rest /= k)
				sample_put(&s, classes[rest % k]);
			answered += check_sample(*state, &s);
		}
	}
	assert_true(answered > all / 2);
	assert_true(answered < all);
}

/* Each character by itself between letters, digits and spaces. */
static void
test_every_character(void **state)
{
	skip_other_icu();
	static const char around[] = "a1 (-.";
	for (uint32_t c = 1; c < 0x3000; c++) {
		for (size_t k = 0; around[k]; k++) {
			for (size_t j = 0; around[j]; j++) {
				struct sample s = {.n = 0};
				sample_put(&s, 'b');
				sample_put(&s, (unsigned char)around[k]);
				sample_put(&s, c);
				sample_put(&s, (unsigned char)around[j]);
				sample_put(&s, 'b');
				check_sample(*state, &s);
			}
		}
	}
}

static uint32_t
draw(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % n;
}

static void
test_random_text(void **state)
{
	skip_other_icu();
	static const uint32_t pool[] = {'a', 'e', 'n', 't', 'S', 0xE9, 0x161,
		' ', ' ', ' ', ' ', '1', '0', '.', ',', ':', ';', '!', '?', '(',
		')', '[', ']', '{', '}', '"', '\'', 0x2018, 0x2019, 0x201C,
		0x201D, '-', '-', '/', '&', '%', '$', '+', '\\', '|', '#', '@',
		'=', '_', '~', '*', 0xA0, 0xAD, 0x2013, 0x2014, 0x2026, '\n'};
	uint32_t seed = 1;
	int answered = 0;
	for (int i = 0; i < 200000; i++) {
		struct sample s = {.n = 0};
		/* half of them mostly words */
		uint32_t from = i % 2 ? 0 : draw(&seed, 30);
		for (int n = (int)draw(&seed, 40) + 1; s.n < n;) {
			uint32_t few = draw(&seed, 3) ? 11 : ARRAY_LEN(pool);
			uint32_t k = draw(&seed, few);
			sample_put(&s, pool[(k + (few > 11 ? from : 0)) %
					       ARRAY_LEN(pool)]);
		}
		answered += check_sample(*state, &s);
	}
	assert_true(answered > 50000);
}

static void
test_prose_is_answered(void **state)
{
	(void)state;
	static const char *const prose[] = {
		"Libraries, museums & schools (see p. 12) \"work\" together.",
		"https://www.example.org/a/b-c?d=e and/or me@example.org",
		"2018-12-06: 3.14, 1,000/2 - well-known!\nNew line; 50% of it.",
	};
	for (size_t k = 0; k < ARRAY_LEN(prose); k++) {
		struct sample s = {.n = 0};
		uint8_t out[CHARS_MAX];
		for (const char *p = prose[k]; *p && s.n < CHARS_MAX; p++)
			sample_put(&s, (unsigned char)*p);
		assert_true(uax14_pairs(s.c, s.n, out));
	}
	uint8_t out[4];
	const uint32_t han[] = {'a', 0x65E5, 0x672C};
	assert_false(uax14_pairs(han, 3, out));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_all_short_strings,
			fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
			test_every_character, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
			test_random_text, fixture_setup, fixture_teardown),
		cmocka_unit_test(test_prose_is_answered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
