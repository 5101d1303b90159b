/*
 * Words that have been shaped before.
 *
 * Most of a page is a few hundred different words, and a packet of pages
 * has hardly more.  Where the manifest says that a font's spaces take no
 * part in its shaping (`by_word`), a word looks the same wherever it
 * stands, so the result is kept with the cache and copied the next time.
 * On a page this halves HarfBuzz's work, over a module it nearly ends it.
 *
 * Kept are the glyphs with byte offsets from the word's begin.  The table
 * has a fixed number of slots and the words a fixed amount of memory; when
 * either is used up all are forgotten.  A result never depends on what the
 * table holds.
 */
#include "text_priv.h"

#include <stdlib.h>

#define WORD_SLOTS  8192
#define WORD_FILL   6000
#define WORD_MEMORY (2 << 20)
#define WORD_CHUNK  (32 << 10)
#define WORD_BYTES  200

struct word {
	const struct font *font;
	hb_language_t lang;
	hb_script_t script;
	unsigned features;
	uint16_t nbytes, nglyphs;
	/* then the glyphs, their flags, the bytes */
};

struct word_chunk {
	struct word_chunk *next;
	size_t used;
	_Alignas(16) char room[WORD_CHUNK];
};

struct words {
	struct word *slots[WORD_SLOTS];
	struct word_chunk *chunks;
	int n;
	size_t memory;
};

static struct text_glyph *
word_glyphs(struct word *w)
{
	return (struct text_glyph *)(void *)(w + 1);
}

static uint8_t *
word_flags(struct word *w)
{
	return (uint8_t *)(word_glyphs(w) + w->nglyphs);
}

static char *
word_bytes(struct word *w)
{
	return (char *)word_flags(w) + w->nglyphs;
}

static bool
word_is(struct word *w, const struct word *key, struct str s)
{
	return w->font == key->font && w->lang == key->lang &&
	       w->script == key->script && w->features == key->features &&
	       w->nbytes == s.n && memcmp(word_bytes(w), s.p, s.n) == 0;
}

static size_t
word_hash(const struct word *key, struct str s)
{
	uint32_t h = (uint32_t)key->font->number * 31 + key->features;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619;
	return (h ^ h >> 15) % WORD_SLOTS;
}

/* The slot of a word, or the empty one where it belongs. */
static struct word **
word_slot(struct words *ws, const struct word *key, struct str s)
{
	size_t i = word_hash(key, s);
	while (ws->slots[i] && !word_is(ws->slots[i], key, s))
		i = (i + 1) % WORD_SLOTS;
	return &ws->slots[i];
}

/* ---- memory ----------------------------------------------------------- */

static void
words_forget(struct words *ws)
{
	while (ws->chunks) {
		struct word_chunk *next = ws->chunks->next;
		free(ws->chunks);
		ws->chunks = next;
	}
	memset(ws, 0, sizeof *ws);
}

static void *
words_alloc(struct words *ws, size_t n)
{
	struct word_chunk *c = ws->chunks;
	n = (n + 15) & ~(size_t)15;
	if (!c || c->used + n > WORD_CHUNK) {
		c = malloc(sizeof *c);
		if (!c)
			return NULL;
		c->next = ws->chunks;
		c->used = 0;
		ws->chunks = c;
		ws->memory += sizeof *c;
	}
	void *p = c->room + c->used;
	c->used += n;
	return p;
}

void
words_close(struct font_cache *fc)
{
	if (fc->words)
		words_forget(fc->words);
	free(fc->words);
}

/* ---- kept and found --------------------------------------------------- */

/* Append the glyphs of a known word that begins at byte `at`. */
static micro
word_use(struct para *p, const struct run *r, struct word *w, uint32_t at,
	micro x)
{
	const struct text_glyph *from = word_glyphs(w);
	const uint8_t *flags = word_flags(w);
	text_reserve(p, w->nglyphs);
	struct text_glyph *g = &p->glyphs[p->nglyphs];
	memcpy(p->flags + p->nglyphs, flags, w->nglyphs);
	for (int i = 0; i < w->nglyphs; i++, g++) {
		*g = from[i];
		g->at += at;
		if (flags[i] & GLYPH_STARTS)
			text_push_cluster(p, g->at, x);
		p->nglyphs++;
		x += (micro)g->adv * r->size;
	}
	return x;
}

/* Keep what was appended to the para from glyph `first` on. */
static void
word_keep(struct words *ws, struct word **slot, const struct word *key,
	struct str s, const struct para *p, int first)
{
	size_t n = (size_t)(p->nglyphs - first);
	struct word *w =
		words_alloc(ws, sizeof *w + n * (sizeof *p->glyphs + 1) + s.n);
	if (!w)
		return;
	*w = *key;
	w->nbytes = (uint16_t)s.n;
	w->nglyphs = (uint16_t)n;
	memcpy(word_glyphs(w), p->glyphs + first, n * sizeof *p->glyphs);
	memcpy(word_flags(w), p->flags + first, n);
	memcpy(word_bytes(w), s.p, s.n);
	for (size_t i = 0; i < n; i++)
		word_glyphs(w)[i].at -= (uint32_t)(s.p - p->text.p);
	*slot = w;
	ws->n++;
}

/* The table with room for one more word; NULL: no memory. */
static struct words *
words_of(struct font_cache *fc)
{
	if (!fc->words)
		fc->words = calloc(1, sizeof *fc->words);
	else if (fc->words->n >= WORD_FILL || fc->words->memory > WORD_MEMORY)
		words_forget(fc->words);
	return fc->words;
}

/* Can it be kept: nothing in it that is drawn as another or not at all? */
static bool
word_is_plain(const struct para *p, int from, int to)
{
	for (int i = from; i < to; i++) {
		uint32_t c = p->c[i];
		if (p->shaped[i] != c ||
			((c < ' ' || c > '~') && text_is_ignorable(c)))
			return false;
	}
	return p->at[to] - p->at[from] <= WORD_BYTES;
}

micro
text_shape_word(struct para *p, const struct run *r, int from, int to, micro x)
{
	struct words *ws = words_of(p->fc);
	struct str s = str_sub(p->text, p->at[from], p->at[to]);
	struct word key = {.font = r->font,
		.lang = r->lang,
		.script = r->script,
		.features = p->pieces[r->piece].features};
	if (!ws || !word_is_plain(p, from, to))
		return text_shape_stretch(p, r, from, to, x);
	struct word **slot = word_slot(ws, &key, s);
	if (*slot)
		return word_use(p, r, *slot, p->at[from], x);
	int first = p->nglyphs, replaced = p->nreplaced;
	x = text_shape_stretch(p, r, from, to, x);
	if (p->nreplaced == replaced && p->nglyphs - first < UINT8_MAX)
		word_keep(ws, slot, &key, s, p, first);
	return x;
}
