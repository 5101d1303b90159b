/*
 * Words as people see them: in the order they would count them, and the one
 * that a misspelt word was meant to be.
 */
#include "base.h"

#define WORD_MAX 31

/* The digits at s[*at], without the zeroes before them, stepped over. */
static struct str
natural_number(struct str s, size_t *at)
{
	while (*at < s.n && s.p[*at] == '0')
		(*at)++;
	size_t from = *at;
	while (*at < s.n && ch_digit((unsigned char)s.p[*at]))
		(*at)++;
	return str_sub(s, from, *at);
}

static int
natural_numbers(struct str a, size_t *i, struct str b, size_t *k)
{
	struct str x = natural_number(a, i), y = natural_number(b, k);
	if (x.n != y.n)
		return x.n < y.n ? -1 : 1;
	return str_cmp(x, y);
}

int
str_cmp_natural(struct str a, struct str b)
{
	size_t i = 0, k = 0;
	while (i < a.n && k < b.n) {
		int x = (unsigned char)a.p[i], y = (unsigned char)b.p[k];
		if (ch_digit(x) && ch_digit(y)) {
			int c = natural_numbers(a, &i, b, &k);
			if (c)
				return c;
			continue;
		}
		if (ch_lower(x) != ch_lower(y))
			return ch_lower(x) < ch_lower(y) ? -1 : 1;
		i++;
		k++;
	}
	if (a.n - i != b.n - k)
		return a.n - i < b.n - k ? -1 : 1;
	return str_cmp(a, b);
}

/* Letters to change, add or take away between two words. */
static int
word_distance(struct str a, struct str b)
{
	int row[WORD_MAX + 2];
	if (a.n > WORD_MAX || b.n > WORD_MAX)
		return 99;
	for (size_t k = 0; k <= b.n; k++)
		row[k] = (int)k;
	for (size_t i = 0; i < a.n; i++) {
		int diagonal = row[0];
		row[0] = (int)i + 1;
		for (size_t k = 0; k < b.n; k++) {
			int change = diagonal + (a.p[i] != b.p[k]);
			diagonal = row[k + 1];
			int least = diagonal < row[k] ? diagonal : row[k];
			row[k + 1] = least + 1 < change ? least + 1 : change;
		}
	}
	return row[b.n];
}

const char *
str_nearest(struct str word, const char *const *from, size_t n)
{
	const char *best = NULL;
	int least = 4;
	for (size_t i = 0; i < n; i++) {
		int d = word_distance(word, str_c(from[i]));
		if (d < least) {
			least = d;
			best = from[i];
		}
	}
	return best;
}
