/*
 * What fonts.yml says.
 *
 * Under `families` each family is a map of its own; under `scripts` it is
 * one line of words, because there are many and a page of plain Latin must
 * not pay for them: libyaml's price is by the event.  So the words of an
 * entry are cut only when its family is asked for by name or by character.
 */
#include "text_priv.h"

#include <stdlib.h>

static const char *const style_keys[FONT_STYLES] = {
	"normal", "bold", "italic", "bold_italic"};

/* A hexadecimal number at the start of *s, stepped over. */
static bool
read_hex(struct str *s, uint32_t *out)
{
	uint32_t v = 0;
	size_t i = 0;
	for (; i < s->n && i < 6; i++) {
		int c = ch_lower((unsigned char)s->p[i]);
		if (ch_digit(c))
			v = v * 16 + (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			v = v * 16 + (uint32_t)(c - 'a' + 10);
		else
			break;
	}
	*s = str_sub(*s, i, s->n);
	*out = v;
	return i > 0;
}

/* "600-6FF", or "FFFD" alone. */
static bool
read_range(struct str word, struct font_range *r)
{
	if (!read_hex(&word, &r->from))
		return false;
	r->to = r->from;
	if (word.n == 0)
		return true;
	if (word.p[0] != '-')
		return false;
	word = str_sub(word, 1, word.n);
	return read_hex(&word, &r->to) && word.n == 0;
}

/* Room for the ranges: a word takes two bytes at least. */
static bool
ranges_new(struct font_family *f, struct str words)
{
	f->ranges = malloc((words.n / 2 + 1) * sizeof *f->ranges);
	return f->ranges != NULL;
}

static bool
read_ranges(struct font_family *f, struct str words)
{
	struct str word;
	if (!ranges_new(f, words))
		return false;
	while (str_next(&words, " ", &word))
		if (read_range(word, &f->ranges[f->nranges]))
			f->nranges++;
	return true;
}

/* "serif NotoSerifThai-Regular.ttf NotoSerifThai-Bold.ttf E00-E7F" */
static bool
read_words(struct font_family *f, struct str words)
{
	struct str word;
	int nfiles = 0;
	if (!ranges_new(f, words))
		return false;
	while (str_next(&words, " ", &word)) {
		if (str_is(word, "serif"))
			f->serif = true;
		else if (str_chr(word, '.') >= 0 && nfiles < FONT_STYLES)
			f->file[nfiles++] = word;
		else if (read_range(word, &f->ranges[f->nranges]))
			f->nranges++;
	}
	return true;
}

bool
font_read_family(struct font_family *f)
{
	if (f->words_read)
		return true;
	if (f->v->type == VALUE_MAP) {
		for (int i = 0; i < FONT_STYLES; i++)
			f->file[i] = value_str(f->v, style_keys[i]);
		f->serif = value_bool(f->v, "serif", false);
		f->by_word = value_bool(f->v, "by_word", false);
		if (!read_ranges(f, value_str(f->v, "ranges")))
			return false;
	} else if (!read_words(f, f->v->s)) {
		return false;
	}
	f->words_read = true;
	return true;
}

struct str
font_package_folder(const struct font_cache *fc, const struct font_family *f)
{
	const struct value *all = value_find(fc->manifest, "packages");
	const struct value *one = value_find_str(all, f->package);
	return value_str(one, "folder");
}
