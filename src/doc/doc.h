/*
 * doc: what a page says, as a tree.
 *
 * markup builds it, doc_validate brings it into normal form, and from then
 * on nobody changes it but doc_links_append.  No styles, fonts or pages
 * here.  The tree is also the reading order and becomes the PDF's
 * structure tree: a NOTE stands right after the block that cites it first,
 * though it is drawn at the foot of a page.  Prefix: doc_.
 */
#ifndef HANDOUT_DOC_H
#define HANDOUT_DOC_H

#include "base/base.h"

enum node_level { LEVEL_BLOCK, LEVEL_PARENT, LEVEL_INLINE };

enum node_kind {
#define NODE(kind, level, html, role) NODE_##kind,
#include "kinds.def"
#undef NODE
	NODE_KINDS
};

struct node_info {
	const char *name; /* "PARA" */
	enum node_level level;
	const char *html, *role;
};

extern const struct node_info doc_kinds[NODE_KINDS];

/* An HTML attribute that no field below holds; name in lower case. */
struct attr {
	struct str name, value;
	struct span span;
	struct attr *next;
};

/* Where in a packet a chapter stands, and how its pages are numbered. */
enum chapter_place {
	CHAPTER_COVER, /* no running heads */
	CHAPTER_FRONT, /* roman numbers */
	CHAPTER_BODY   /* 1, 2, 3 ... */
};

enum cell_scope { SCOPE_NONE, SCOPE_ROW, SCOPE_COLUMN, SCOPE_BOTH };

enum field_type {
	FIELD_CHECKBOX,
	FIELD_RADIO,
	FIELD_LINE, /* one line to write on */
	FIELD_AREA, /* several lines */
	FIELD_BUTTON
};

/* What a frame shows is told by its address (doc_set_cards). */
enum media_kind { MEDIA_FRAME, MEDIA_VIDEO, MEDIA_AUDIO, MEDIA_KINDS };

struct node {
	enum node_kind kind;
	uint32_t num; /* place in preorder, set by doc_validate, root is 0 */
	struct node *parent, *first, *last, *prev, *next;
	struct span span;
	/*
	 * TEXT, MATH: the characters, UTF-8, entities decoded.  White space
	 * is collapsed to single spaces as CSS's white-space: normal does,
	 * none at the start or end of a block or beside a BREAK; inside
	 * CODE_BLOCK (and elements of class "pre") it is kept with '\n'.
	 */
	struct str text;
	struct str id, classes; /* classes: words between single spaces */
	struct str lang;        /* BCP 47; empty: as the parent */
	struct attr *attrs;
	struct str role;           /* set by theme for boxes: own PDF type */
	const struct style *style; /* set by theme_apply */
	union {
		struct {
			int level;     /* 1 to 6, the author's */
			int tag_level; /* without jumps, set by doc_validate */
		} heading;
		struct {
			bool ordered, reversed;
			char type; /* 1 A a I i; for bullets: d disc, c circle,
			              s square, n none; 0 by depth */
			int start;
		} list;
		struct {
			int number; /* of ordered lists, set by doc_validate */
			bool has_value; /* the author's value= is in number */
		} item;
		struct {
			int rows, cols; /* of the grid, set by doc_validate */
			bool head_made; /* HEAD is the title row doc_validate
			                   moved there */
		} table;
		struct {
			int row, col; /* place in the grid, from 0 */
			int colspan, rowspan;
			bool header;
			bool filler; /* added by doc_validate to fill the grid
			              */
			enum cell_scope scope;
		} cell;
		struct {
			struct str href;     /* as written, trimmed */
			struct node *target; /* for "#id": the node, or NULL */
			int letter; /* index in the list of links from 1, 0
			               none; set by doc_links_append */
		} link;
		struct {
			struct str label;       /* the author's number, "17" */
			struct node *first_ref; /* NOTE_REF, or NULL */
			bool orphan;            /* nothing refers to it */
			bool placed; /* printed where it stands, not at a
			                page's foot; by doc_place_notes, or
			                as its author has it */
			int refs;    /* how many refer to it */
			bool back;   /* ends with a sign for each, to go back */
		} note;
		struct {
			struct str label;
			struct node *target; /* NOTE, or NULL if dangling */
			bool first;          /* the note's first reference */
		} ref;
		struct {
			struct str src, alt; /* alt empty and decorative false:
			                        the author gave none */
			bool decorative;     /* alt="" */
			bool alone;          /* the only content of its block */
			bool inside; /* drawn in the page itself: no file */
			struct str drawing; /* then: SVG, as XML */
		} image;
		struct {
			enum media_kind kind;
			struct str src, title, minutes;
		} media;
		struct {
			enum field_type type;
			bool checked;
			int size; /* characters, or rows of an AREA; 0: none */
			struct str label;
		} field;
		struct {
			enum chapter_place place;
			/* for running heads; dir: where its pictures are */
			struct str title, module, section;
			const char *dir;
		} chapter;
		struct {
			struct node *target;
		} page; /* of PAGE_REF and PAGE_NO: whose page is meant */
		struct {
			struct str language; /* of the code, "" if none */
		} code;
		struct {
			struct str expansion; /* title=, printed once */
		} abbr;
	};
};

/* A comment that turns messages off. */
struct ignore {
	struct span span;
	struct str slugs;    /* between spaces or commas */
	struct node *within; /* the paragraph or the like that it stands in */
};

/* One page of the site, as it will be printed. */
struct document {
	struct arena *a;
	struct node *root;
	struct str title, subtitle, module, section, lang;
	const struct value *front; /* never NULL, may be an empty map */
	const struct value *site;  /* never NULL, `_config.yml` */
	struct node **notes;       /* in order of their first reference, then
	                              those that have none */
	int nnotes, notes_cap;
	struct ignore *ignores; /* obeyed by markup_read */
	int nignores, ignores_cap;
	bool parts;      /* a packet of several modules: parts of it */
	bool rtl;        /* it reads from right to left; doc_find_direction */
	uint32_t nnodes; /* after doc_validate: nums are below it */
};

struct node *doc_node(struct arena *a, enum node_kind kind, struct span span);
void doc_append(struct node *parent, struct node *child);
void doc_insert_after(struct node *where, struct node *what);
void doc_insert_before(struct node *where, struct node *what);
void doc_remove(struct node *n);
/* Put what stands between `first` and `last` (siblings) into `parent`. */
void doc_move_children(struct node *from, struct node *to);

/* Next node in preorder within `root`, or NULL. */
struct node *doc_next(const struct node *n, const struct node *root);
/* The same, passing over what is inside `n`. */
struct node *doc_next_after(const struct node *n, const struct node *root);

bool doc_has_class(const struct node *n, const char *name);
void doc_add_class(struct arena *a, struct node *n, struct str name);
const struct attr *doc_attr(const struct node *n, const char *name);
struct str doc_attr_value(const struct node *n, const char *name);
void doc_set_attr(struct arena *a, struct node *n, struct str name,
	struct str value, struct span span);
/* All text inside, images by their alt, no notes' numbers; spaces between
   blocks. */
struct str doc_text(struct arena *a, const struct node *n);
struct node *doc_ancestor(const struct node *n, enum node_kind kind);
/* The language that holds at `n`. */
struct str doc_lang(const struct document *doc, const struct node *n);
/* Is the language written from right to left? */
bool doc_lang_is_rtl(struct str lang);
/*
 * Set doc->rtl: as `dir:` of the page or the site says, else by its language,
 * else by what most of its letters are.
 */
void doc_find_direction(struct document *doc);
static inline bool
doc_is_inline(const struct node *n)
{
	return doc_kinds[n->kind].level == LEVEL_INLINE;
}

/*
 * Normal form, after which later steps need no special cases:
 *
 * - LEVEL_BLOCK nodes hold only blocks (loose inlines were wrapped in
 *   PLAIN), LEVEL_PARENT nodes only inlines, inlines only inlines;
 * - LIST holds only ITEM, DEFS only DEF, DEF only TERM and MEANING, TABLE
 *   an optional CAPTION first and then HEAD?, BODY+, FOOT?, those only
 *   ROW, ROW only CELL;
 * - a table is a full grid: spans cut to the table, missing cells added,
 *   every cell knows its place; header cells have a scope (a header first
 *   in its row: ROW; in the first row or HEAD, or spanning: COLUMN); a
 *   first row of header cells only becomes the HEAD;
 * - headings have a tag_level without jumps (reported: heading-skip), the
 *   first is 1; empty ones are removed (heading-empty);
 * - every NOTE with a reference stands right after the PARENT block of its
 *   first one, inside the same cell, item or box; notes nobody refers to
 *   (note-orphan) stand at the end of the document;
 * - ITEM numbers are counted; images alone in their block are marked;
 * - boxes with nothing but a title are reported (box-empty);
 * - nodes are numbered.
 */
void doc_validate(struct document *doc, struct diag *dg);
/* Its first two steps alone: levels, content rules, white space. */
void doc_normalize(struct document *doc);
/* Number the nodes again, after a change. */
void doc_number(struct document *doc);
/*
 * The document with all its texts in arena `a`; front matter and site are
 * shared.  `from` gets new numbers.
 */
struct document *doc_copy(
	struct arena *a, struct arena *work, struct document *from);

/*
 * Collect the web links whose text is not their address, letter them in
 * order (a, b, ..., z, aa, ...; one letter for one address), and append
 * heading and list of their addresses to the document's end.
 */
void doc_links_append(struct document *doc, struct str heading);
/*
 * Move the notes to the ends of their sections (before the next heading of
 * level 1 or 2 on the document's own level) or, below a heading, to the
 * document's end.  doc_number is due afterwards.
 */
void doc_place_notes(struct document *doc, bool by_section, struct str heading);
/*
 * Put the source of a quote ("... -- Urban Library", or what follows a last
 * <br> and a dash) into a paragraph of its own, class "attribution", after
 * an em dash.  doc_number is due afterwards.
 */
void doc_set_attributions(struct document *doc);
/*
 * A paragraph that is nothing but one <span class="..."> has the look of
 * that class as a block: the class moves up to it.
 */
void doc_set_classes(struct document *doc);
/* Keep the expansion of the first of each ABBR only. */
void doc_set_abbreviations(struct document *doc);
struct card_words {
	const char *titles[MEDIA_KINDS]; /* of one that has none */
	const char *minutes;             /* a format with one %s */
};
/*
 * Give every MEDIA its words: title, minutes and a LINK to where people can
 * see it.  doc_number is due afterwards.
 */
void doc_set_cards(struct document *doc, const struct card_words *words);
/*
 * A chapter at the end of `packet`, with all that is in `page`, whose notes
 * become the packet's.  Numbers are due afterwards (doc_number).
 */
struct node *doc_add_chapter(struct document *packet, enum chapter_place place,
	struct document *page);
/*
 * Contents of the packet's chapters from `first` on, and of their headings
 * down to `depth`, at the end of `chapter`; below `heading`.
 */
void doc_add_contents(struct document *packet, struct node *chapter,
	const struct node *first, int depth, struct str heading);
/* The same of pictures or tables that have captions; false: there are none. */
bool doc_add_captions(struct document *packet, struct node *chapter,
	const struct node *first, enum node_kind kind, struct str heading);
/* "(page 12)" at the end of a LINK that leads within the packet. */
void doc_link_to_page(
	struct document *doc, struct node *link, struct node *target);
/* A paragraph, heading (level > 0) or item of one text, at the end. */
struct node *doc_add_text(struct document *doc, struct node *parent,
	enum node_kind kind, int level, const char *classes, struct str text);
/* "a" for 1, "z" for 26, "aa" for 27. */
struct str doc_letter(struct arena *a, int n);

/* The tree, one node a line, for `handout dump tree` and the goldens. */
void doc_dump(const struct document *doc, struct buf *out);

#endif
