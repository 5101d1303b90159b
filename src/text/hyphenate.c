/*
 * Hyphenation by libhyphen's patterns.
 *
 * A dictionary is looked for by the language of the piece, as
 * hyph_de_AT.dic, hyph_de.dic, then with the region that the language is
 * at home in; it is opened when the first word of that language is asked
 * about, and stays with the cache.  Older dictionaries are not in UTF-8
 * but in an eight-bit set, so the word goes to them through ICU.
 *
 * Not hyphenated: words under five letters, words with anything but
 * letters in them (addresses, names with figures), words with capitals in
 * them or of code; the last word of a paragraph only if there is no better way.
 */
#include "text_priv.h"

#include <stdlib.h>

#include <hyphen.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>

#define COST_LAST  8 /* times as dear in the last word */
#define DICTS_MAX  32
#define WORD_MIN   5
#define WORD_BYTES 100
#define LEFT_MIN   2
#define RIGHT_MIN  3

/* One language's, NULL if there is none: asked for once. */
struct hyphen_dict {
	struct hyphen_dict *next;
	char lang[16];
	HyphenDict *dict;
};

/* ---- dictionaries ----------------------------------------------------- */

/* Regions of languages whose dictionary has one in its name. */
static const struct {
	char lang[4], region[4];
} homes[] = {
	{"en", "US"},
	{"de", "DE"},
	{"fr", "FR"},
	{"es", "ES"},
	{"it", "IT"},
	{"pt", "PT"},
	{"nl", "NL"},
	{"pl", "PL"},
	{"ru", "RU"},
	{"uk", "UA"},
	{"cs", "CZ"},
	{"sk", "SK"},
	{"sl", "SI"},
	{"sv", "SE"},
	{"da", "DK"},
	{"nb", "NO"},
	{"nn", "NO"},
	{"hu", "HU"},
	{"ro", "RO"},
	{"bg", "BG"},
	{"el", "GR"},
	{"hr", "HR"},
	{"sr", "RS"},
	{"et", "EE"},
	{"lt", "LT"},
	{"lv", "LV"},
	{"af", "ZA"},
	{"zu", "ZA"},
	{"be", "BY"},
	{"is", "IS"},
};

static HyphenDict *
dict_load(const char *lang, const char *region)
{
	char path[128];
	snprintf(path, sizeof path, "%s/hyph_%s%s%s.dic", HYPHEN_FOLDER, lang,
		*region ? "_" : "", region);
	FILE *f = fopen(path, "r");
	HyphenDict *d = f ? hnj_hyphen_load_file(f) : NULL;
	if (f)
		fclose(f);
	return d;
}

/* Two or three letters of `tag` from `at` in one case, "" if not so. */
static void
subtag(struct str tag, size_t at, bool upper, char out[4])
{
	size_t n = 0;
	for (size_t i = at; i < tag.n && ch_alpha(tag.p[i]); i++) {
		if (n == 3) {
			n = 0;
			break;
		}
		int c = ch_lower((unsigned char)tag.p[i]);
		out[n++] = (char)(upper ? c - 32 : c);
	}
	out[n >= 2 ? n : 0] = '\0';
}

static HyphenDict *
dict_search(struct str lang)
{
	char code[4], region[4] = "";
	subtag(lang, 0, false, code);
	if (!*code)
		return NULL;
	if (lang.n > strlen(code))
		subtag(lang, strlen(code) + 1, true, region);
	HyphenDict *d = *region ? dict_load(code, region) : NULL;
	if (!d)
		d = dict_load(code, "");
	for (size_t i = 0; !d && i < ARRAY_LEN(homes); i++)
		if (strcmp(homes[i].lang, code) == 0)
			d = dict_load(code, homes[i].region);
	return d;
}

static HyphenDict *
dict_of(struct font_cache *fc, struct str lang)
{
	struct hyphen_dict *h = fc->dicts;
	if (lang.n == 0 || lang.n >= sizeof h->lang)
		return NULL;
	for (; h; h = h->next)
		if (str_is(lang, h->lang))
			return h->dict;
	if (fc->ndicts >= DICTS_MAX)
		return NULL;
	h = calloc(1, sizeof *h);
	if (!h)
		return NULL;
	fc->ndicts++;
	memcpy(h->lang, lang.p, lang.n);
	h->dict = dict_search(lang);
	h->next = fc->dicts;
	fc->dicts = h;
	return h->dict;
}

void
hyphen_close(struct font_cache *fc)
{
	while (fc->dicts) {
		struct hyphen_dict *next = fc->dicts->next;
		if (fc->dicts->dict)
			hnj_hyphen_free(fc->dicts->dict);
		free(fc->dicts);
		fc->dicts = next;
	}
}

/* ---- one word --------------------------------------------------------- */

struct word {
	char bytes[WORD_BYTES];
	int n;
	bool utf8; /* else one byte a letter */
};

/*
 * The word, in lower case, as the dictionary has it; false if it cannot
 * be written so.
 */
static bool
word_encode(const HyphenDict *d, const uint32_t *c, int n, struct word *w)
{
	*w = (struct word){.utf8 = d->utf8 != 0};
	for (int i = 0; i < n; i++) {
		uint32_t low = (uint32_t)u_tolower((UChar32)c[i]);
		if (w->n + 4 >= WORD_BYTES)
			return false;
		w->n += utf8_put(low, w->bytes + w->n);
	}
	if (w->utf8)
		return true;
	char out[WORD_BYTES];
	UErrorCode err = U_ZERO_ERROR;
	int32_t k = ucnv_convert(
		d->cset, "UTF-8", out, WORD_BYTES, w->bytes, w->n, &err);
	if (U_FAILURE(err) || k != n)
		return false;
	memcpy(w->bytes, out, (size_t)k);
	w->n = k;
	return memchr(out, 0x1A, (size_t)k) == NULL; /* what ICU can't say */
}

/*
 * Mark points[i] where a hyphen may stand before letter i.  Points where
 * the spelling would change are passed over.
 */
static void
word_hyphenate(HyphenDict *d, const uint32_t *c, int n, bool *points)
{
	struct word w;
	char marks[WORD_BYTES + 5] = "";
	char **rep = NULL;
	int *pos = NULL, *cut = NULL;
	if (!word_encode(d, c, n, &w))
		return;
	if (hnj_hyphen_hyphenate3(d, w.bytes, w.n, marks, NULL, &rep, &pos,
		    &cut, LEFT_MIN, RIGHT_MIN, LEFT_MIN, RIGHT_MIN) == 0)
		for (int i = LEFT_MIN; i + RIGHT_MIN <= n; i++)
			points[i] = (marks[i - 1] & 1) && !(rep && rep[i - 1]);
	for (int i = 0; rep && i < w.n; i++)
		free(rep[i]);
	free(rep);
	free(pos);
	free(cut);
}

/* ---- the paragraph's words -------------------------------------------- */

static bool
is_letter(uint32_t c)
{
	return c < 0x80 ? ch_alpha((int)c) : u_isalpha((UChar32)c);
}

/* Is the word [from, to) one to hyphenate? */
static bool
word_serves(const struct para *p, int from, int to)
{
	bool lower = false, inner = false;
	if (to - from < WORD_MIN || to - from > WORD_BYTES / 4)
		return false;
	for (int i = from; i < to; i++) {
		lower |= u_islower((UChar32)p->c[i]);
		inner |= i > from && u_isupper((UChar32)p->c[i]);
	}
	const struct text_piece *piece = &p->pieces[text_piece_of(p, from)];
	return lower && !inner && !piece->no_break && !piece->no_hyphen &&
	       !piece->address;
}

/* Is [from, to) letters, with an apostrophe among them perhaps? */
static bool
is_word(const struct para *p, int from, int to)
{
	for (int i = from; i < to; i++)
		if (!is_letter(p->c[i]) && p->c[i] != '\'' && p->c[i] != 0x2019)
			return false;
	return word_serves(p, from, to);
}

/* Points inside the letters between two places where lines may end. */
static void
hyphenate_between(
	struct para *p, struct cands *out, int from, int to, bool last)
{
	while (from < to && !is_letter(p->c[from]))
		from++;
	while (to > from && !is_letter(p->c[to - 1]))
		to--;
	if (!is_word(p, from, to))
		return;
	struct str lang = p->pieces[text_piece_of(p, from)].lang;
	HyphenDict *d = dict_of(p->fc, lang);
	bool points[WORD_BYTES] = {false};
	if (!d)
		return;
	word_hyphenate(d, p->c + from, to - from, points);
	for (int i = 1; i < to - from; i++) {
		if (!points[i])
			continue;
		struct cand c = cand_hyphen(p, from + i);
		c.cost *= last ? COST_LAST : 1;
		cand_push(p, out, c);
	}
}

static void
find_hyphenated(struct para *p)
{
	const struct cands *all = text_cands(p);
	struct cands *out = &p->hyphenated;
	*out = cands_new(p, all->n * 2);
	cand_push(p, out, all->v[0]);
	for (int k = 1; k < all->n; k++) {
		const struct cand *a = &all->v[k - 1], *b = &all->v[k];
		hyphenate_between(p, out, a->ch_at, b->ch_end, k + 1 == all->n);
		cand_push(p, out, *b);
	}
}

const struct cands *
text_hyphenated(struct para *p)
{
	if (!p->has_hyphenated)
		find_hyphenated(p);
	p->has_hyphenated = true;
	return &p->hyphenated;
}
