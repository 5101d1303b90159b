/*
 * theme: how things look, resolved to a flat style per node.
 *
 * A theme is YAML after asciidoctor-pdf's theme language: categories for
 * elements (`heading`, `quote`, `table` ...), `role` for classes, `page`,
 * `header` and `footer`.  The author's own style= and the old attributes
 * (bgcolor, align, width ...) go through the same table of properties.
 * Knows nothing of measuring.  Prefixes: theme_, style_, css_, color_.
 */
#ifndef HANDOUT_THEME_H
#define HANDOUT_THEME_H

#include "base/base.h"
#include "doc/doc.h"

/* Fonts by their part, as the theme names them. */
enum family { FAMILY_SERIF, FAMILY_SANS, FAMILY_MONO, FAMILIES };

/* LEFT and RIGHT are start or end once the direction is known. */
enum style_align {
	STYLE_START,
	STYLE_END,
	STYLE_CENTER,
	STYLE_JUSTIFY,
	STYLE_LEFT,
	STYLE_RIGHT
};
/* AUTO: words are hyphenated in justified text only. */
enum style_hyphens { HYPHENS_AUTO, HYPHENS_ON, HYPHENS_OFF };
enum style_transform {
	TRANSFORM_NONE,
	TRANSFORM_UPPER,
	TRANSFORM_LOWER,
	TRANSFORM_CAPITALS
};
enum style_valign { VALIGN_TOP, VALIGN_MIDDLE, VALIGN_BOTTOM };
enum style_float { FLOAT_NONE, FLOAT_LEFT, FLOAT_RIGHT };
/* Bits: sides of a border; of `clear`, those on which floats are passed. */
enum style_side {
	SIDE_TOP = 1,
	SIDE_RIGHT = 2,
	SIDE_BOTTOM = 4,
	SIDE_LEFT = 8
};
enum style_underline { LINE_NONE, LINE_UNDER, LINE_THROUGH };
/* Bits; the same numbers as enum text_feature. */
enum style_feature {
	FEATURE_SMALL_CAPS = 1,
	FEATURE_OLD_STYLE = 2,
	FEATURE_TABULAR = 4
};

/* A colour is 0xRRGGBB; COLOR_NONE: none is set. */
#define COLOR_NONE UINT32_MAX

/* How one node looks; shared by nodes of equal look.  Lengths in mpt. */
struct style {
	/* inherited */
	int32_t family; /* enum family */
	mpt size, leading;
	int32_t bold, italic;
	uint32_t color;
	int32_t align, transform, underline, features, hyphens, nowrap, wrap;
	int32_t rtl; /* it reads from right to left, and starts there */
	mpt letter_space, rise;
	uint32_t marker_color, rule_color;
	uint32_t ground; /* the colour behind the text, never NONE */
	/* not inherited */
	uint32_t background, bar_color, border_color;
	mpt margin_top, margin_bottom, indent_left, indent_right;
	mpt pad_top, pad_right, pad_bottom, pad_left;
	mpt bar_width, border_width, item_space;
	/* of a cell, picture or table: > 0 mpt, < 0 thousandths of the
	 * measure, 0 by its content */
	mpt width, max_width; /* max_width 0: none */
	mpt max_height;       /* of a picture; 0: none */
	mpt height;           /* of a picture; as `width` */
	int32_t border_sides; /* that have it, enum style_side; 0: all */
	int32_t block_align;  /* of a block narrower than its column */
	int32_t floats, clear;
	int32_t valign, keep, keep_next, page_before, page_after, span, hidden;
};

/* Thickness of the border at one side. */
static inline mpt
style_edge(const struct style *s, enum style_side side)
{
	return !s->border_sides || (s->border_sides & side) ? s->border_width
	                                                    : 0;
}

/* What stands in a running head or foot; {page} {pages} {title} {module}
 * {section} {site} {licence} {date} are replaced. */
struct furniture {
	struct str left, right;
	struct style style;
	mpt at;        /* baseline's distance from the sheet's edge */
	bool rule;     /* a hairline towards the text */
	bool on_first; /* on the first page too */
};

enum links_place { LINKS_LIST, LINKS_NONE };
/* Where notes are printed: at the feet of pages, at the ends of sections
 * (before the next heading of level 1 or 2), at the document's end. */
enum notes_place { NOTES_PAGE, NOTES_SECTION, NOTES_END };

struct theme {
	mpt paper_w, paper_h;
	mpt margin_top, margin_right, margin_bottom, margin_left;
	bool mirror;   /* for both sides of the paper: the gutter at the fold */
	mpt gutter;    /* more margin at the fold than at the edge */
	bool ink_save; /* rules for filled grounds */
	mpt size_least; /* no type is smaller */
	int columns;    /* 1 or 2 */
	mpt column_gap;
	bool flush;          /* full pages end at the same height */
	int orphans, widows; /* lines kept together at a page's foot, top */
	bool keep_words;     /* no page ends within a word */
	bool keep_notes;     /* notes stand on the page of their reference */
	struct furniture head, foot;
	enum links_place links;
	enum notes_place notes;
	bool notes_across; /* below both columns, not each below its own */
	/* notes: hairline above them and the space around it */
	mpt note_rule, note_rule_thick, note_gap, note_space;
	uint32_t note_rule_color;
	/* tables */
	mpt table_rule;   /* thickness between rows */
	mpt label_column; /* thousandths of the measure */
	bool table_turn;  /* too wide: on a sheet turned on its side */
	bool table_split; /* rows may be cut though they fit on a page */
	bool head_repeat; /* heads of tables come again on each page */
	/* lists */
	mpt list_indent;
	/* pictures */
	int image_dpi; /* at least */
	mpt qr_size;
	mpt tighten; /* thousandths: how much to save a page, 0 off */
	struct str families[FAMILIES];
	double contrast;      /* least ratio of text to ground, 4.5 */
	bool contrast_adjust; /* text below that gets another colour */
	struct theme_rules *rules;
};

/* The themes built into the program; the others are laid over the first. */
enum theme_builtin {
	THEME_DEFAULT,
	THEME_LARGE_PRINT,
	THEME_INK_SAVE,
	THEME_BOOKLET,
	THEMES
};
struct theme_source {
	const char *name; /* "large-print" */
	const char *text;
	const unsigned long *size;
	const struct value_packed *packed;
};
extern const struct theme_source theme_builtins[THEMES];

/*
 * Make a theme of `n` files, each laid over the ones before it; the first
 * is the default theme.  Unknown keys and unusable values are reported at
 * their place.
 */
struct theme *theme_read(struct arena *a, const struct value *const *files,
	int n, struct diag *dg);

enum theme_paper { PAPER_LETTER, PAPER_A4, PAPER_LEGAL, PAPER_A5, PAPERS };
/* Half of the paper, as a page of a booklet; margins stay. */
void theme_fold_paper(struct theme *t);
/* Side margins change so that the measure stays.  False if there is no such
 * paper. */
bool theme_set_paper(struct theme *t, struct str name);

/*
 * Give every node of the document its style and boxes their role.  Text
 * that would be hard to read on its ground gets black or white instead,
 * and the author is told (contrast).
 */
void theme_apply(struct arena *a, const struct theme *t, struct document *doc,
	struct diag *dg);
/* The same style or, where it can't be read on its ground, black or white. */
const struct style *theme_readable(
	struct arena *a, const struct theme *t, const struct style *s);
/* The style of a class alone, on the base: for furniture and captions. */
const struct style *theme_class_style(
	struct arena *a, const struct theme *t, const char *name);

/* ---- colours ---------------------------------------------------------- */

/*
 * A colour as HTML and CSS write it: #rgb, #rrggbb, rgb(), rgba(), hsl(),
 * names, and the old attributes' bare hex.  False if it isn't one;
 * transparent gives COLOR_NONE.
 */
bool color_read(struct str s, uint32_t *out);
/* Ratio of two colours, 1 to 21 (WCAG 2.1, 1.4.3). */
double color_contrast(uint32_t a, uint32_t b);

/* One node a line with what its style differs in from its parent's. */
void theme_dump(const struct document *doc, struct buf *out);

#endif
