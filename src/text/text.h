/*
 * text: fonts, shaped paragraphs, lines.
 *
 * Runs of text with font, size and language go in; a paragraph comes out,
 * shaped once, which can be broken at any width.  Owns HarfBuzz, hb-subset,
 * ICU and libhyphen; knows neither nodes nor pages.  Glyph measures are in
 * thousandths of the font size (as PDF has them), all other lengths in mpt.
 * Prefixes: text_, font_.
 */
#ifndef HANDOUT_TEXT_H
#define HANDOUT_TEXT_H

#include "base/base.h"

/* ---- fonts ------------------------------------------------------------ */

/*
 * The fonts of fonts.yml: nothing is opened before it is used, and what is
 * open stays mapped until the cache is closed.  It outlives renders; one
 * thread at a time.
 */
struct font_cache;

/* One style of one family: a font file that is mapped when first used. */
struct font {
	int number; /* family * 4 + style in the manifest: always the same */
	const char *path; /* found file */
	const char *family;
	const char *ps_name; /* PostScript name */
	bool bold, italic, cff, mono;
	int units_per_em, nglyphs;
	/* thousandths of the size; descent is negative */
	int ascent, descent, cap_height, x_height;
	int underline_at, underline_thick; /* at: negative is below */
	int bbox[4];
	int italic_angle;
	struct font_priv *priv;
};

/*
 * `manifest`: fonts.yml as a value (it must outlive the cache; strings are
 * not copied).  `dirs`: folders searched after the path that the manifest
 * names, NULL-ended; the installed fonts of `make install` are there.
 * NULL if there is no memory.
 */
struct font_cache *font_cache_open(
	const struct value *manifest, const char *const *dirs);
void font_cache_close(struct font_cache *fc);
/*
 * The fonts, dictionaries and libraries that are there, as one hash: while
 * it is the same, so is whatever is set with them.
 */
struct hash font_cache_identity(struct font_cache *fc, struct arena *a);
/*
 * The font of a family in a style: the nearest style the family has.  A
 * file that is missing is reported (font-missing) and the nearest style
 * that is there taken; a family that is unknown or has no file at all is
 * reported and stands for the first family that has one.  NULL only if no
 * font of the manifest is there.
 */
const struct font *font_find(struct font_cache *fc, struct str family,
	bool bold, bool italic, struct diag *dg);
/* Advance of a glyph as PDF's W array must have it. */
int font_advance(const struct font *f, unsigned gid);
/* The glyph of one character, 0 if the font has none. */
unsigned font_glyph(const struct font *f, uint32_t c);

/* A subset to embed: TrueType, or a bare CFF table. */
struct font_subset {
	struct str bytes;
	bool cff;
	/*
	 * For each of the n glyphs asked for: the code to write in content
	 * streams.  TrueType: CID is the original gid and `gid_of[i]` the
	 * glyph in the subset, for CIDToGIDMap.  CFF: write `cid_of[i]`.
	 */
	const uint16_t *gid_of, *cid_of;
};

/*
 * Subset to the `n` glyphs `gids` (each once, without 0).  `coded`: of a CFF
 * font the codes shall be those of font_code.  False: no memory, a font that
 * may not be embedded, or one that cannot have these codes.
 */
bool font_subset(struct arena *a, const struct font *f, const uint16_t *gids,
	int n, bool coded, struct font_subset *out);
/*
 * The code of a glyph of a CFF font, before it is known which others will be
 * in the subset: its CID, or its number in fonts that have no CIDs.
 */
uint16_t font_code(const struct font *f, unsigned gid);

/* A Unicode character that the font's own cmap gives this glyph, or 0. */
uint32_t font_char_of(const struct font *f, unsigned gid);

/* ---- paragraphs ------------------------------------------------------- */

enum text_feature {
	TEXT_SMALL_CAPS = 1,
	TEXT_OLD_STYLE = 2, /* figures */
	TEXT_TABULAR = 4,   /* figures */
	TEXT_NO_LIGATURES = 8,
	TEXT_SUPERIOR = 16 /* real superior figures, where the font has them */
};

enum text_piece_kind {
	TEXT_CHARS,
	TEXT_OBJECT, /* a picture or box in the line, `w` x (`up`+`down`) */
	TEXT_NEWLINE /* a forced break */
};

/* A stretch of one look. */
struct text_piece {
	enum text_piece_kind kind;
	struct str s;
	const struct font *font;
	mpt size;
	mpt rise;         /* baseline shift, up is positive */
	mpt letter_space; /* added after each character */
	unsigned features;
	struct str lang;  /* BCP 47 */
	bool address;     /* a web address or path: break after / ? & . - _ = */
	bool no_break;    /* keep in one line */
	bool no_hyphen;   /* its words are names: a hyphen would be part of them
	                   */
	bool rtl;         /* of the first: the paragraph reads from the right */
	mpt w, up, down;  /* of an OBJECT */
	struct span span; /* of s.p[0], for messages; bytes advance 1:1 */
	void *owner;      /* whose it is; not looked at */
};

struct text_glyph {
	uint16_t gid;
	int16_t adv, dx, dy; /* thousandths of the size; letter space is in */
	/*
	 * The characters it stands for: para text [at, at+len).  The first
	 * glyph of a cluster has them all, the others len 0.
	 */
	uint32_t at;
	uint8_t len;
};

/* A paragraph: text, pieces and glyphs in logical order.  Opaque. */
struct para;

enum text_align { ALIGN_START, ALIGN_END, ALIGN_CENTER, ALIGN_JUSTIFY };

struct break_options {
	mpt width;
	mpt first_indent; /* may be negative */
	enum text_align align;
	bool rtl; /* the start is at the right */
	bool hyphenate;
	bool keep_spaces; /* code: lines as they are, cut when too long */
	struct str mark;  /* code: what begins a continued line, or empty */
	int from;         /* set what follows this break; 0: all */
	bool balance;     /* headings: lines of about equal length */
	bool whole_words; /* what fits nowhere is not cut, but too wide */
};

struct text_line {
	int first,
		last; /* breaks: positions in the para's text, [first,last) */
	mpt width;    /* as set, without the space at its end */
	mpt spare;    /* room left to the measure */
	bool hard;    /* ends with a forced break or the paragraph */
	bool hyphen;  /* a hyphen is drawn at its end */
	bool marked;  /* begins with the continuation mark */
	bool overfull;
	/* The largest font ascent and descent (positive) and object in it. */
	mpt up, down;
	mpt size; /* of the largest type in it */
	/* The tallest OBJECT in it alone; 0 0 if there is none. */
	mpt object_up, object_down;
};

/*
 * Shape.  Characters that a piece's font lacks come from the fallback fonts
 * of the cache's manifest; one that no font has is reported (no-glyph) and
 * gets a visible substitute.  Control characters and U+FEFF leave nothing.
 */
struct para *text_shape(struct arena *a, struct font_cache *fc,
	const struct text_piece *pieces, int n, struct diag *dg);

/* The text of all pieces; an OBJECT is U+FFFC, a NEWLINE U+000A. */
struct str text_para_text(const struct para *p);
/* Width of the widest stretch that no line may cut, and of the text in one
 * line (the longest, if there are forced breaks). */
mpt text_min_width(struct para *p);
mpt text_max_width(struct para *p);

/*
 * Break into lines no wider than `o->width`: least total demerits over the
 * paragraph (Knuth and Plass 1981), ragged or justified, at the positions of
 * UAX #14 filtered by house style.  `*n` gets the number; at least one line
 * unless the text is empty.  A stretch that fits nowhere is cut between
 * clusters (an address without a hyphen).
 */
struct text_line *text_break(
	struct para *p, const struct break_options *o, int *n);

/*
 * The paragraph is set: gives its memory back but for what the frags of its
 * lines point to.
 */
void text_done(struct para *p);

/* A stretch of a line in one font, in visual order from left to right. */
struct text_frag {
	mpt x; /* from the line's left end; a first line's indent is in */
	mpt width;
	const struct font *font; /* NULL for an OBJECT */
	mpt size, rise;
	const struct text_glyph *glyphs;
	int nglyphs;
	struct str text; /* the para's text, into which glyphs point */
	mpt word_space;  /* to add at each U+0020 and U+00A0 (justified) */
	int piece;       /* index of the piece */
	void *owner;
	/*
	 * The breaker's hyphen (its text is U+00AD) or mark, no text of the
	 * author's.
	 */
	bool added;
};

/*
 * The frags of one line, alignment to be done by the caller (`spare`), but
 * justified lines come spread out.  `*n` gets the number.
 */
struct text_frag *text_line_frags(struct para *p, const struct text_line *l,
	const struct break_options *o, int *n);

enum text_case { TEXT_UPPER, TEXT_LOWER, TEXT_CAPITALS };
/* Upper or lower case, or each word's first letter as a capital, by the
 * rules of the language (ICU). */
struct str text_case(
	struct arena *a, struct str s, struct str lang, enum text_case c);
/* Does the paragraph read from right to left?  As its first piece says, or
 * by its first letter. (UAX #9, P2 and P3; HL1) */
bool text_is_rtl(const struct para *p);
/* Where the piece begins in the para's text. */
int text_piece_begin(const struct para *p, int piece);

#endif
