/*
 * Inside text: fonts as HarfBuzz has them, the shaped paragraph, and the
 * places where it may be broken.
 *
 * Distances along a paragraph are summed in `micro`: thousandths of the
 * size times the size in mpt, so that nothing is rounded before a line's
 * or a frag's own length is.
 */
#ifndef TEXT_PRIV_H
#define TEXT_PRIV_H

#include "text.h"

#include <hb.h>
#include <unicode/ubidi.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

typedef int64_t micro;

#define TEXT_OBJECT_CHAR 0xFFFC
#define TEXT_SOFT_HYPHEN 0xAD

/* Rounded half away from zero. */
mpt text_mpt(micro m);

/* ---- fonts ------------------------------------------------------------ */

#define FONT_STYLES 4 /* bold is 1, italic is 2 */
#define FONT_ASCII  128

struct font_priv {
	hb_blob_t *blob;
	hb_face_t *face;
	hb_font_t *hb;
	bool serif, by_word;
	int family; /* in the cache */
	int space;  /* advance of the space */
	/* glyphs of ASCII, filled when opened */
	uint16_t ascii[FONT_ASCII];
	/* gid -> character, filled in two steps; see subset.c */
	uint32_t *char_of;
	uint16_t *cid_of; /* of a CFF font with CIDs, once asked for */
	int cids_known;
	int chars_known;
};

struct font_range {
	uint32_t from, to;
};

/* One family of the manifest; its words are read when it is needed. */
struct font_family {
	struct str name, package;
	const struct value *v; /* a map, or the words of a `scripts` entry */
	bool serif, by_word, words_read;
	struct str file[FONT_STYLES];
	struct font_range *ranges;
	int nranges;
	bool tried[FONT_STYLES], missing[FONT_STYLES];
	struct font *style[FONT_STYLES];
};

#define FONT_RECENT 512

/* What fallback decided lately, by character and style. */
struct font_recent {
	uint32_t c;
	uint32_t style; /* 1 + style and serif; 0 is an empty slot */
	const struct font *font;
};

#define FONT_LANGS 32

/* A language as HarfBuzz has it. */
struct font_lang {
	char tag[16];
	hb_language_t lang;
};

#define FONT_PLANS 32

/* How HarfBuzz shapes words of one kind, looked up once. */
struct font_plan {
	const struct font *font;
	hb_script_t script;
	hb_language_t lang;
	unsigned look;
	hb_shape_plan_t *plan;
};

struct hyphen_dict;
struct words;

struct font_cache {
	const struct value *manifest;
	const char *const *dirs;
	struct font_family *families;
	int nfamilies;
	hb_buffer_t *buf;
	UBreakIterator *lines; /* opened when first used, like the next two */
	UText utext;
	UBiDi *bidi;
	struct font_lang langs[FONT_LANGS];
	struct font_plan plans[FONT_PLANS];
	unsigned planned; /* words shaped by plans */
	struct hyphen_dict *dicts;
	int ndicts;
	struct words *words; /* shaped before; words.c */
	struct font_recent recent[FONT_RECENT];
};

/* Where libhyphen's dictionaries are. */
#define HYPHEN_FOLDER "/usr/share/hyphen"

/* Read what a family's entry says (manifest.c); false: no memory. */
bool font_read_family(struct font_family *f);
struct str font_package_folder(
	const struct font_cache *fc, const struct font_family *f);
/* The family's font in the style nearest to `style`, or NULL. */
const struct font *font_of_family(
	struct font_cache *fc, int family, int style, struct diag *dg);
/*
 * A font that has the `n` characters of a cluster, `like` first; NULL if
 * there is none.
 */
const struct font *font_for_cluster(struct font_cache *fc,
	const struct font *like, const uint32_t *c, int n, struct diag *dg);

/* ---- paragraphs ------------------------------------------------------- */

/* A stretch of one piece in one font, script and direction; or an object
 * or newline, which has no glyphs. */
struct run {
	enum text_piece_kind kind;
	int piece;
	const struct font *font;
	mpt size, rise;
	int from, to; /* characters */
	int glyph;    /* its first; they end where the next run's begin */
	int cluster;  /* likewise */
	uint8_t level;
	hb_script_t script;
	hb_language_t lang;
};

enum glyph_flag {
	GLYPH_UNSAFE = 1, /* a line can't just begin here */
	GLYPH_STARTS = 2, /* begins a cluster */
};

/* What may not be cut: its first byte, its first glyph, its left edge. */
struct cluster {
	uint32_t at;
	int glyph;
	micro x;
};

enum cand_kind {
	CAND_PLAIN,
	CAND_HYPHEN, /* draws a hyphen when taken */
	CAND_CUT,    /* only if nothing else will do */
	CAND_HARD    /* always taken */
};

/* Where a line may end. */
struct cand {
	int at;            /* next line's first byte */
	int end;           /* this line's last byte and one, before spaces */
	int ch_at, ch_end; /* the same in characters */
	micro x_at, x_end;
	micro sp_at, sp_end; /* sum of the spaces' widths up to there */
	mpt hyphen;          /* width of the hyphen it draws */
	int cost;
	enum cand_kind kind;
};

struct cands {
	struct cand *v;
	int n, cap;
};

struct para {
	struct arena *a;
	struct font_cache *fc;
	struct diag *dg;
	struct text_piece *pieces;
	int npieces;
	int *piece_end; /* in characters */
	struct str text;
	/* the characters and where each begins; [nchars] ends them */
	uint32_t *c, *at;
	int nchars;
	const uint32_t *shaped; /* what HarfBuzz is given for them */
	uint8_t *levels;        /* NULL: all from left to right */
	uint8_t level;          /* of the paragraph */
	bool kana, hangul;
	bool new_run;     /* the next character begins one */
	struct run *runs; /* [nruns] is a sentinel */
	int nruns, runs_cap;
	struct text_glyph *glyphs;
	uint8_t *flags; /* by glyph */
	int nglyphs, glyphs_cap;
	int nreplaced;            /* glyphs put for .notdef */
	struct cluster *clusters; /* [nclusters] is a sentinel */
	int nclusters, clusters_cap;
	struct cands cands, hyphenated;
	bool has_cands, has_hyphenated;
	struct para *mark; /* what begins a continued line, shaped */
	int mark_piece;
};

/* Characters, levels and runs of a new para (itemize.c). */
void text_decode(struct para *p);
void text_itemize(struct para *p);
/* No font has character i: no-glyph. */
void text_report_missing(const struct para *p, int i);
bool text_is_ignorable(uint32_t c);
bool text_is_wide_space(uint32_t c); /* of those from U+0080 on */

/* Is it dropped at a line's end? */
static inline bool
text_is_space(uint32_t c)
{
	return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r')
	                : text_is_wide_space(c);
}

/*
 * Append the glyphs and clusters of characters [from, to) of a run, the
 * left edge being at x; returns the right edge (shape.c).  A word's may
 * come from those shaped before (words.c).
 */
micro text_shape_stretch(
	struct para *p, const struct run *r, int from, int to, micro x);
micro text_shape_word(
	struct para *p, const struct run *r, int from, int to, micro x);
/* Room for `n` more glyphs. */
void text_reserve(struct para *p, int n);

/* A cluster that begins with byte `at` and the next glyph. */
static inline void
text_push_cluster(struct para *p, uint32_t at, micro x)
{
	ARENA_PUSH(p->a, p->clusters, p->nclusters, p->clusters_cap);
	p->clusters[p->nclusters++] =
		(struct cluster){.at = at, .glyph = p->nglyphs, .x = x};
}
void words_close(struct font_cache *fc);
/*
 * The glyphs of characters [from, to) of a run as if nothing stood beside
 * them; in logical order like the para's.
 */
struct text_glyph *text_reshape(
	struct para *p, const struct run *r, int from, int to, int *n);

/* The last character that begins at or before byte `at`. */
int text_char_at(const struct para *p, uint32_t at);
int text_cluster_at(const struct para *p, uint32_t at);
/* Left edge of byte `at` within the whole paragraph in one line. */
micro text_x(const struct para *p, uint32_t at);
int text_piece_of(const struct para *p, int ch);
/* The run of a character. */
const struct run *text_run_of(const struct para *p, int ch);
/* The glyph that is drawn for a hyphen in a font, 0 if there is none. */
unsigned text_hyphen_glyph(const struct font *f);

/* Before a character, by UAX #14 (uax14.c). */
enum uax14 { UAX14_NONE, UAX14_SOFT, UAX14_HARD };

/* For each character of the para, `enum uax14`; nchars + 1 bytes. */
uint8_t *uax14_breaks(struct para *p);
/*
 * The two ways to it, for the `n` characters c that begin at the bytes `at`
 * of `s`.  uax14_pairs is false if it can't tell.
 */
bool uax14_pairs(const uint32_t *c, int n, uint8_t *out);
void uax14_icu(struct font_cache *fc, struct str s, const uint32_t *at, int n,
	uint8_t *out);

/* Where lines may end (opportunity.c, hyphenate.c). */
const struct cands *text_cands(struct para *p);
const struct cands *text_hyphenated(struct para *p);
/* Give back what these two hold; they are found again if asked for. */
void text_forget_cands(struct para *p);
struct cands cands_new(struct para *p, int n); /* with room for n */
void cands_free(struct para *p, struct cands *cs);
void cand_push(struct para *p, struct cands *cs, struct cand c);
/* One before character `i` that draws a hyphen. */
struct cand cand_hyphen(struct para *p, int i);
/* Does house style allow a break before character i, where ICU does? */
bool style_allows(const struct para *p, int i);
/* Does house style want one there, where ICU does not? */
bool style_adds(const struct para *p, int i);
/* The characters [from, to) of the address at or after `i`; false: none. */
bool address_next(const struct para *p, int i, int *from, int *to);
/* May the address [from, to) break before character i?  At what cost? */
bool address_breaks(const struct para *p, int from, int to, int i, int *cost);
void hyphen_close(struct font_cache *fc);
void plans_close(struct font_cache *fc);

/*
 * What lines are searched for (demerits.c): places, the measure, and the
 * indent of the first line, from c[start] on.
 */
struct measure {
	const struct cand *c;
	enum text_align align;
	micro width, indent;
};

#define HYPHENS_MAX 2

/* The best way to a place with k hyphens at the ends just before. */
struct node {
	int64_t total[HYPHENS_MAX + 1];
	int from[HYPHENS_MAX + 1];
	uint8_t run[HYPHENS_MAX + 1];
	uint8_t best; /* k of the least total, once all are known */
};

/* Is the line from place i to place j no wider than the measure? */
bool demerits_fits(const struct measure *m, int i, int j, int start);
/* Its cost, if `last` ends the chunk that begins at `start`. */
int64_t demerits_of_line(
	const struct measure *m, int i, int j, int start, int last);
/* Of a hyphen after `before` lines that end with one. */
int64_t demerits_of_hyphens(int before);
/*
 * The best lines from `start` to `last`; `nodes` has room for each place.
 * `ends` gets the places where the *n lines end.  Returns the total.
 */
int64_t demerits_search(const struct measure *m, struct node *nodes, int start,
	int last, int *ends, int *n);
/* Lines of about the same length; 0 if there are one or too many. */
int demerits_balance(const struct measure *m, int start, int last, int *ends);

/* The mark's para for continued lines, or NULL. */
struct para *text_mark(struct para *p, const struct break_options *o, int ch);
/* Sets width, up, down of a line whose ends are known. */
void text_measure_line(
	struct para *p, const struct break_options *o, struct text_line *l);

#endif
