/*
 * layout's inside: the galley, the flow that fills it, and one function
 * per kind of node.
 */
#ifndef HANDOUT_LAYOUT_PRIV_H
#define HANDOUT_LAYOUT_PRIV_H

#include "layout.h"

/* Costs of a break, in demerits. */
enum {
	PENALTY_TIED = 100000000, /* through a cell over several rows */
	PENALTY_NEVER = 10000000, /* only if nothing else is possible */
	PENALTY_WIDOW = 400000,
	PENALTY_HYPHEN = 200000, /* within a word */
	PENALTY_NOTE = 100000,   /* within a note */
	PENALTY_BOX = 60000,     /* through a box that fits on a page */
	PENALTY_LARGE = 4000,    /* through a box of more than half a page */
	PENALTY_ROW = 250,       /* between the rows of a long table */
	PENALTY_SMALL = 900,     /* between those of a small one */
	PENALTY_LEAD = 15000,    /* behind "such as these:" */
	PENALTY_PAGE = 20000     /* a page more */
};

/*
 * A page's shape: the sheet, the body on it, and the columns in the body.
 * There is one for the upright sheet and one for the turned.
 */
struct master {
	mpt w, h;          /* of the sheet */
	mpt left, top;     /* of the body */
	mpt width, height; /* of the body */
	int columns;
	mpt column, gap; /* width of a column, space between two */
};

/* What is repeated where a page or column begins inside a table. */
struct table_head {
	mpt height;
	struct item *items; /* artifacts, relative as a strip's */
	int n;
};

/*
 * A piece of the galley that no page break may cut: a line, a picture, a
 * table row.  Its items are relative to the column's left edge and its top.
 */
struct strip {
	mpt gap;  /* above it, unless it is first on its page */
	mpt soft; /* part of the gap: margins, which may shrink */
	mpt height;
	mpt baseline; /* of its first line, from its top */
	int penalty;  /* demerits for a break after it */
	bool line;    /* a line of text, whose leading may shrink */
	bool first;   /* of its block's lines */
	bool new_page;
	bool across; /* over all columns */
	bool turned; /* on a sheet turned on its side */
	int frame;   /* innermost one around it, or -1 */
	const struct table_head *head;
	/* painted below it if the page ends with it: a cut row's last rule */
	const struct table_head *closing;
	struct item *items;
	int n, cap;
	const struct node **notes; /* notes first referred to here */
	int nnotes, notes_cap;
};

/* A box around strips [first, last]: ground, bar, border. */
struct frame {
	int parent;
	int first, last;
	mpt top, bottom; /* edges above the first strip, below the last */
	mpt x, w;
	const struct style *style;
	int painted; /* number of the area that has it already, from 1 */
};

/* One column without end. */
struct galley {
	struct strip *v;
	int n, cap;
	struct frame *frames;
	int nframes, frames_cap;
	mpt after;       /* space that the last block asks for below itself */
	mpt foot;        /* beside a float: where it ends, else 0 */
	mpt left, right; /* what lines below the foot gain at their sides */
};

/* A note, set; shared by all of layout, by its place in doc->notes. */
struct note_block {
	const struct node *node;
	struct galley galley;
	mpt height;
};

/* A paragraph, and the measure that the pictures in it were sized for. */
struct para_memo {
	struct para *para;
	mpt measure; /* 0: no pictures in it */
};

/* How much tighter than the theme asks, in thousandths taken away. */
struct squeeze {
	int leading, space, type;
	mpt margin; /* off each side */
};

struct layout {
	struct arena *a;    /* of the pages that are laid out */
	struct arena *keep; /* of what is there for all pages of a packet */
	const struct document *doc;
	const struct theme *t;
	const struct layout_options *o;
	const struct layout_words *words;
	struct diag *dg;
	const struct font *fonts[FAMILIES][2][2];
	struct para_memo *paras; /* by node number: shaped once */
	struct map notes;  /* NOTE's number as bytes -> struct note_block */
	struct map images; /* path -> struct picture */
	bool has_floats;
	bool *floated; /* by node number: pictures out of their lines */
	mpt base_size; /* of the theme */
	struct master upright, turned;
	mpt fold;            /* how far upright pages move from the fold */
	struct galley *main; /* the pages' own, not a cell's or note's */
	mpt measure;
	mpt body_height;
	struct squeeze squeeze;
	struct book *book; /* of a packet: its pages' numbers; else NULL */
	int scale;         /* of type, in thousandths: small in wide tables */
	int cell_pad;      /* of cells' side paddings, in thousandths */
};

/* ---- layout.c, fit.c ----------------------------------------------------- */

/* Ready to flow, tighter than the theme by `q`. */
struct layout layout_start(struct arena *a, const struct document *doc,
	const struct layout_options *o, struct diag *dg, struct squeeze q);
/* What the side margins can spare of what is asked for. */
mpt layout_margin_spare(const struct theme *t, mpt asked);
/* Is it the left page of a spread?  `number` counts from 1. */
bool layout_is_verso(const struct layout *l, int number);
/* It will be laid out again: nothing is known of nodes [from, end). */
void layout_forget(struct layout *l, uint32_t from, uint32_t end);
/* The whole document into the pages' galley. */
void layout_flow(struct layout *l, struct galley *g);
/* The least squeeze that sets it on o->fit pages; reported. */
struct squeeze layout_fit(const struct layout *l);

/* Where flow is: the column and what stands between it and the last strip. */
struct flow {
	struct layout *l;
	struct galley *g;
	mpt x, w;
	int frame;
	mpt solid;  /* paddings since the last strip, margins before frames */
	mpt soft;   /* those margins */
	mpt margin; /* margins since then, the largest */
	bool fresh; /* at the start of a frame or column: no margins */
	bool new_page;
	bool across, turned; /* of the strips that follow */
	mpt hung; /* indents of the lists around, within frame and cell */
};

/* ---- galley.c: putting strips into a galley --------------------------- */

struct flow flow_new(struct layout *l, struct galley *g, mpt x, mpt w);
void flow_space(struct flow *f, mpt margin);
/* A new strip with the space that has gathered above it. */
struct strip *flow_strip(struct flow *f, mpt height);
struct item *strip_add(struct layout *l, struct strip *s, enum item_kind kind);
void strip_add_note(struct layout *l, struct strip *s, const struct node *n);
/* Margins, indents and frame of a block; undone by flow_leave. */
struct flow_block {
	mpt x, w, hung;
	int frame;
	int from; /* first strip */
	bool framed;
	const struct style *style;
};
struct flow_block flow_enter(struct flow *f, const struct style *s);
/* Less width, from where lines start; never less than something to write in. */
void flow_indent(struct flow *f, mpt indent, bool rtl);
/* What is left of a block that takes `spare` less than it could have. */
mpt flow_offset(const struct style *s, int align, mpt spare);
void flow_leave(struct flow *f, const struct flow_block *b);
/* Demerits for a break inside what is to be kept on one page. */
int keep_penalty(mpt height, mpt page);
/* Height of all strips with their gaps and frames. */
mpt galley_height(const struct galley *g);
/* Add what frame `fr` paints between y0 and y1; open ends have no border. */
void frame_paint(struct layout *l, struct strip *out, const struct frame *fr,
	mpt x, mpt y0, mpt y1, bool open_top, bool open_bottom);
/* Copy the strips into another at x, where their tops are; no frames. */
void galley_copy(struct layout *l, const struct galley *g, struct strip *out,
	mpt x, const mpt *tops);
/* Copy a whole galley into one strip at x, y. */
void galley_into_strip(
	struct layout *l, struct galley *g, struct strip *out, mpt x, mpt y);

/* ---- flow.c: the tree -------------------------------------------------- */

typedef void (*flow_fn)(struct flow *f, const struct node *n);
void flow_node(struct flow *f, const struct node *n);
void flow_children(struct flow *f, const struct node *n);
/* From `first` on, up to before `end`; NULL: all. */
void flow_siblings(
	struct flow *f, const struct node *first, const struct node *end);

/* ---- para.c, line.c, inline.c: text ------------------------------------ */

/* Whose a piece of text is; text_piece.owner points here. */
struct piece_owner {
	const struct node *node;
	enum part part;
	const struct style *style;
	const struct node *link; /* LINK, NOTE_REF or NOTE to click on */
	uint32_t ground;         /* of a marked inline, or COLOR_NONE */
	const struct image *image;
	enum artifact artifact; /* repeated heads, running heads */
};

struct pieces {
	struct layout *l;
	struct text_piece *v;
	int n, cap;
	bool sized; /* something in it was sized for the measure */
	const struct node **letters; /* LINKs of a note, for its end */
	int nletters, letters_cap;
};

const struct font *layout_font(struct layout *l, const struct style *s);
/* Size and leading of a style, scaled. */
mpt layout_size(const struct layout *l, const struct style *s);
mpt layout_leading(const struct layout *l, const struct style *s);
void pieces_add(struct pieces *ps, struct str s, const struct style *style,
	const struct piece_owner *owner, struct span span);
/* All inlines of a PARENT node. */
void pieces_collect(struct pieces *ps, const struct node *parent);
/* The node's paragraph, shaped when first asked for. */
struct para *layout_para(struct layout *l, const struct node *parent);
/* Its lines are painted: give its memory back. */
void layout_para_done(struct layout *l, const struct node *parent);
/* Shape a text of the program's own. */
struct para *layout_own_para(struct layout *l, struct str s,
	const struct style *style, const struct piece_owner *owner);
/* Paint one line: glyphs, links, underlines, notes.  y is the baseline. */
void line_paint(struct layout *l, struct strip *s, struct para *p,
	const struct text_line *line, const struct break_options *o, mpt x,
	mpt baseline);
/*
 * Paint a text of the program's own in one line that begins, or ends, at x;
 * returns its width.  The para is gone afterwards.
 */
mpt own_paint(struct layout *l, struct strip *s, struct para *p, mpt x,
	bool ends, mpt baseline);
/* Baseline below the top of a line set in this style. */
mpt layout_baseline(struct layout *l, const struct style *s);
void flow_lines(struct flow *f, const struct node *n, struct para *p,
	const struct break_options *o);
struct break_options layout_breaks(const struct style *s, mpt width);
void flow_para(struct flow *f, const struct node *n);
void flow_heading(struct flow *f, const struct node *n);
void flow_code(struct flow *f, const struct node *n);

/* ---- the other kinds --------------------------------------------------- */

void flow_box(struct flow *f, const struct node *n);
void flow_rule(struct flow *f, const struct node *n);
void flow_page_break(struct flow *f, const struct node *n);
void flow_list(struct flow *f, const struct node *n);
/* "xiv" or "XIV"; plain figures beyond 3,999. */
struct str list_roman(struct arena *a, int n, bool upper);
void flow_defs(struct flow *f, const struct node *n);
void flow_table(struct flow *f, const struct node *n);
/* Will the table stand across both columns of the page? */
bool table_goes_across(const struct flow *f, const struct node *n);
void flow_figure(struct flow *f, const struct node *n);
void flow_media(struct flow *f, const struct node *n);
void flow_note(struct flow *f, const struct node *n);
/* An IMAGE that is alone in its block; its width may be a part of `measure`. */
void flow_image(struct flow *f, const struct node *n, mpt measure);

void flow_chapter(struct flow *f, const struct node *n);
void flow_entry(struct flow *f, const struct node *n);

/* ---- book.c: packets -------------------------------------------------------
 */

bool layout_is_book(const struct document *doc);
/* Hand all pages to the sink; returns how many there are. */
int layout_book(struct layout *l, const struct layout_sink *sink);
/* The same as one list. */
struct pages *layout_book_pages(struct layout *l);
/* How many pages there are, as far as it is known. */
int book_pages(const struct layout *l);
/* The label of the page on which `target` begins, as far as it is known. */
struct str book_label(const struct layout *l, const struct node *target);
/* Flow, paginate and paint a stretch of the document's own children. */
struct pages *layout_part(
	struct layout *l, const struct node *first, const struct node *last);
/* Margins and running heads, when the pages have their labels. */
void layout_finish(struct layout *l, struct pages *p);

/* A picture as it is printed. */
struct picture {
	const struct image *image; /* NULL: a placeholder */
	mpt w, h;                  /* natural size */
};
const struct picture *layout_picture(struct layout *l, const struct node *n);
/* Its size within `measure`; the author's width is obeyed. */
void picture_size(
	struct layout *l, const struct node *n, mpt measure, mpt *w, mpt *h);
void picture_paint(struct layout *l, struct strip *s, const struct node *n,
	mpt x, mpt y, mpt w, mpt h);

void field_size(struct layout *l, const struct node *n, mpt measure, mpt *w,
	mpt *up, mpt *down);
void field_paint(struct layout *l, struct strip *s, const struct node *n, mpt x,
	mpt y, mpt w, mpt h);

/* ---- float.c ----------------------------------------------------------- */

bool float_find(const struct document *doc);
/*
 * If `*n` floats, set it and what stands beside it, and move `*n` on to the
 * next block, or NULL.  False if nothing was set.
 */
bool flow_floats(struct flow *f, const struct node **n);
/* A picture that stands beside its paragraph, not in it? */
bool float_is_taken(const struct layout *l, const struct node *n);
/* Below the foot of a float block `n` has the full measure again; the caller
 * puts x, w and the galley's foot back. */
void float_pass(struct flow *f, const struct node *n);
/* Of `n` lines, those that stand beside a float. */
int float_lines_beside(const struct flow *f, mpt leading, int n);
/* A block that is narrower than its column: `f` becomes so. */
void flow_width(struct flow *f, const struct node *n);

/* Least and preferred width of a block's content. */
void measure_block(struct layout *l, const struct node *n, mpt *min, mpt *max);
/* Paddings of a cell, less in tables of many columns. */
mpt cell_left(const struct layout *l, const struct style *s);
mpt cell_right(const struct layout *l, const struct style *s);
/* Widths of a table's columns within `width`. */
void columns_find(
	struct layout *l, const struct node *table, mpt width, mpt *cols);
/* How many columns have words that must be cut at this width. */
int columns_too_narrow(struct layout *l, const struct node *table, mpt width);

/* ---- notes.c ----------------------------------------------------------- */

/* Those in a stretch of the document's own children. */
void notes_set(
	struct layout *l, const struct node *first, const struct node *last);
struct note_block *notes_find(struct layout *l, const struct node *note);

/* ---- wide.c: more than a column ----------------------------------------- */

/* May the block leave its column: nothing is around it but the page. */
bool flow_is_free(const struct flow *f);
/* Height of the strips that are kept with what comes next. */
mpt flow_lead(const struct flow *f);
/* What flow_widen changed, for flow_narrow_again. */
struct flow_wide {
	bool wide;
	mpt w, measure, body_height;
};
/*
 * The strips that follow stand over all columns, or on a turned sheet, with
 * the heads that lead them in; f->w becomes wider.
 */
struct flow_wide flow_widen(struct flow *f, bool turned);
void flow_narrow_again(struct flow *f, const struct flow_wide *w);

/* ---- paginate.c, bands.c, emit.c, heads.c ------------------------------- */

/* Strips one below the other in one column of a page. */
struct area {
	int first, last;
	int column;
	mpt x, y; /* of its top, from the body's */
};

/* Strips [first, last] of the galley make one page of areas. */
struct cut {
	int first, last;
	struct area *areas;
	int nareas;
};

struct cuts {
	struct cut *v;
	int n;
	struct squeeze squeeze;
	mpt last_used; /* height used on the last page */
};

/* Space above strip i when an area begins with it, below j when it ends. */
mpt paginate_top(const struct galley *g, int i);
mpt paginate_bottom(const struct galley *g, int j);
mpt strip_height(const struct strip *s, const struct squeeze *q);
mpt strip_gap(const struct strip *s, const struct squeeze *q);
const struct master *strip_master(
	const struct layout *l, const struct strip *s);
struct cuts paginate(struct layout *l, const struct galley *g);
struct pages *emit_pages(
	struct layout *l, struct galley *g, const struct cuts *cuts);
void heads_paint(struct layout *l, struct pages *p);

#endif
