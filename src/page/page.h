/*
 * page: what is painted where, and whose it is.
 *
 * Data only: layout writes it, pdf and check read it.  x grows to the
 * right, y down from the top left corner of the sheet, in mpt.
 */
#ifndef HANDOUT_PAGE_H
#define HANDOUT_PAGE_H

#include "base/base.h"
#include "doc/doc.h"
#include "image/image.h"
#include "text/text.h"

/* 0xRRGGBB; equal parts are written as DeviceGray. */
typedef uint32_t color;

/* What is not content (ISO 32000-1, 14.8.2.2). */
enum artifact {
	ARTIFACT_NO,
	ARTIFACT_HEADER, /* Pagination, Header: running head, repeated table
	                    head */
	ARTIFACT_FOOTER, /* Pagination, Footer */
	ARTIFACT_LAYOUT, /* rules, bars */
	ARTIFACT_BACKGROUND
};

/* Which part of a node: a list item and a note have a label and a body. */
enum part { PART_BODY, PART_LABEL };

enum item_kind {
	ITEM_GLYPHS,
	ITEM_RECT, /* filled */
	ITEM_LINE, /* stroked from x,y to x+w,y+h */
	ITEM_PATH, /* filled polygons, e.g. QR codes and svg */
	ITEM_IMAGE,
	ITEM_LINK /* an area that can be clicked; paints nothing */
};

/* m x y, l x y, c x1 y1 x2 y2 x y, z; relative to the item's x, y. */
struct path_step {
	char op; /* m l c z */
	mpt v[6];
};

/*
 * Either `artifact` is not ARTIFACT_NO, or `node` is the one it shows (the
 * innermost: a TEXT, an IMAGE).  x y w h is the box it paints in; of
 * GLYPHS, x y is the baseline's left end and w the width.
 */
struct item {
	enum item_kind kind;
	enum artifact artifact;
	enum part part;
	const struct node *node;
	mpt x, y, w, h;
	color color;
	union {
		struct {
			const struct font *font;
			mpt size;
			const struct text_glyph *g;
			int n;
			struct str text; /* what the glyphs' `at` points into */
			mpt word_space;
		} glyphs;
		struct {
			mpt thick;
			bool dashed;
		} line;
		struct {
			const struct path_step *steps;
			int n;
			mpt stroke; /* 0: fill, else stroke of this width */
		} path;
		const struct image *image;
		/*
		 * ITEM_LINK: where to is in `node`: LINK (href or target),
		 * NOTE_REF (its note), NOTE with PART_LABEL (back to its
		 * first reference).
		 */
	};
};

/* A column of text, a stretch across columns, or notes at a foot. */
struct column_box {
	mpt x, y, w, h;
};

struct sheet {
	mpt w, h;
	struct item *items; /* in painting order */
	int n, cap;
	struct column_box *boxes; /* in which text was set, in its order */
	int nboxes, boxes_cap;
	struct str label; /* "1", "iv" */
	/* of a packet: the chapter that its running heads name, NULL if the
	 * document is none */
	const struct node *chapter;
	bool opens; /* a chapter, or the document: no running head */
	bool bare;  /* a cover or an empty page: no foot either */
};

/*
 * Sheets in a row.  Of a packet they may be a part: the sheets from `first`
 * on, which show the document's children from `from` to `to`.
 */
struct pages {
	struct arena *a;
	struct sheet *v;
	int n, cap;
	int first;                    /* how many sheets come before */
	const struct node *from, *to; /* NULL: all children are here */
};

struct pages *pages_new(struct arena *a);
/* A new sheet; the pointer holds until the next one is added. */
struct sheet *pages_add(struct pages *p, mpt w, mpt h);
/*
 * The sheets of a booklet: two pages a side, to be printed on both sides,
 * folded and stapled.  `from` has pages of one size; its items are shared.
 */
struct pages *pages_impose(const struct pages *from);
/* Sheets that are folded together into a booklet of n pages, or a part. */
int pages_impose_signature(int n);
/*
 * The page, from 0, that stands on the left or right of a side (0: the
 * first sheet's front, 1: its back, ...) of a booklet of n pages; -1: none.
 */
int pages_impose_order(int n, int side, bool right);
void sheet_add_box(struct pages *p, struct sheet *s, struct column_box b);
/* Room for one more item, zeroed; good until the next call. */
struct item *sheet_add(struct pages *p, struct sheet *s, enum item_kind kind);
/* One item a line, for `handout dump pages` and the goldens. */
void pages_dump(const struct pages *p, struct buf *out);

#endif
