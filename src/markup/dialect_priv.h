/*
 * kramdown's own tree: elements as its parser makes them, before they
 * are written as HTML.
 */
#ifndef HANDOUT_DIALECT_PRIV_H
#define HANDOUT_DIALECT_PRIV_H

#include "markup_priv.h"

enum elem_kind {
	/* blocks */
	ELEM_ROOT,
	ELEM_BLANK,
	ELEM_EOB, /* end of block: marker, or where a definition stood */
	ELEM_PARA,
	ELEM_HEADER,
	ELEM_QUOTE,
	ELEM_CODE,
	ELEM_RULE,
	ELEM_UL,
	ELEM_OL,
	ELEM_ITEM,
	ELEM_DL,
	ELEM_TERM,
	ELEM_MEANING,
	ELEM_TABLE,
	ELEM_THEAD,
	ELEM_TBODY,
	ELEM_TFOOT,
	ELEM_ROW,
	ELEM_CELL,
	ELEM_MATH_BLOCK,
	ELEM_NOTE, /* a footnote's definition */
	/* both */
	ELEM_HTML,
	ELEM_COMMENT, /* an HTML comment, as it is */
	ELEM_RAW,     /* {::nomarkdown}, as it is */
	/* spans */
	ELEM_TEXT,
	ELEM_GLYPH, /* a quote, dash, ellipsis, entity, as HTML in `lit` */
	ELEM_EM,
	ELEM_STRONG,
	ELEM_DEL,
	ELEM_LINK,
	ELEM_IMAGE,
	ELEM_CODE_SPAN,
	ELEM_MATH,
	ELEM_BREAK,
	ELEM_NOTE_REF,
};

/* What an end of block stands for. */
enum eob_kind {
	EOB_MARK,       /* "^": parts blocks */
	EOB_DEFINITION, /* takes an attribute list that follows */
	EOB_LIST        /* an attribute list or option: neither */
};

/* Attributes in the order of writing, classes and id among them. */
struct attr_pair {
	struct str name, value;
	struct attr_pair *next;
};

struct attr_list {
	struct attr_pair *pairs;
	struct str *refs; /* names of other lists, "toc" */
	int nrefs, refs_cap;
};

/* A tag as it stands in a text. */
struct html_tag {
	struct str name;  /* in lower case if known */
	struct str attrs; /* what stands between name and ">" */
	bool closed;      /* "/>" */
	bool mended;      /* no tag to kramdown, but clearly meant as one */
};

enum html_model { MODEL_RAW, MODEL_BLOCK, MODEL_SPAN };

enum html_kinds { HTML_B = 1, HTML_S = 2, HTML_V = 4, HTML_L = 8 };

struct html_element {
	const char *name;
	int kinds; /* enum html_kinds */
	enum html_model model;
};

struct elem {
	enum elem_kind kind;
	struct elem *parent, *first, *last, *prev, *next;
	struct span span;
	struct attr_list attrs; /* of attribute lists */
	/* blocks with text: what is still to be read as spans, or code */
	struct text_builder raw;
	/* spans: a stretch of `src`, or `lit` if that is set */
	const struct text *src;
	size_t from, to;
	struct str lit;
	bool transparent;  /* a paragraph without <p> */
	bool task, ticked; /* an item's first paragraph began with [ ] */
	enum eob_kind eob;
	int level;     /* heading */
	struct str id; /* heading: given or made */
	struct str href, title, lang, name;
	struct html_tag tag;
	enum html_model model;
	bool has_end, in_html, block;
	char *align; /* table: l r c or 0 for each column */
	int ncols;
	int number, uses; /* footnote */
};

/* What belongs to one run of the dialect. */
struct dialect {
	struct arena *a;
	struct diag *dg;
	struct markup_options o;
	struct elem *root;
	struct map lists; /* attribute lists by name: struct attr_list */
	struct map links; /* by normalized id: struct link_def */
	struct map notes; /* by name: struct elem NOTE */
	struct map abbrs; /* by text: struct abbr_def */
	size_t abbr_lengths[64];
	int nabbr_lengths;
	size_t made;         /* elements, to pay for */
	bool too_deep;       /* reported once */
	struct elem *toc;    /* the list that {:toc} stands at */
	struct elem **heads; /* native headings, in order */
	int nheads, heads_cap;
	struct elem **used; /* notes in the order of reference */
	int nused, used_cap;
};

struct link_def {
	struct str href, title;
	struct elem *eob; /* carries the attribute list */
};

struct abbr_def {
	struct str title;
	struct elem *eob;
};

/* One text being read as blocks. */
struct block_scan {
	struct dialect *d;
	const struct text *t;
	struct str s;
	size_t pos;
	struct elem *tree;
	struct attr_list *ahead; /* a list waiting for the next block */
	int depth;
	bool no_comment_end; /* no "-->" from here on */
	bool no_math_end;
	size_t no_fence[2]; /* fences this long or longer never close */
};

/* dialect_text.c: patterns on lines */
size_t line_end(struct str s, size_t pos);
size_t skip_blank_lines(struct str s, size_t pos);
bool is_blank_line(struct str s, size_t pos);
size_t opt_space(struct str s, size_t pos);
size_t indent_at(struct str s, size_t pos);
size_t name_end(struct str s, size_t pos);
size_t attr_list_at(struct str s, size_t pos, struct str *inner);
size_t block_attr_list_at(struct str s, size_t pos, struct str *inner);
size_t eob_marker_at(struct str s, size_t pos);
bool list_start_at(struct str s, size_t pos, int max_space, bool ordered,
	size_t *mark_end);
bool definition_at(struct str s, size_t pos, int max_space, size_t *mark_end);
bool quote_at(struct str s, size_t pos);
bool fence_start_at(struct str s, size_t pos);
size_t rule_at(struct str s, size_t pos);
bool html_block_edge_at(struct str s, size_t pos);
bool lazy_end_at(struct str s, size_t pos);
bool paragraph_end_at(const struct dialect *d, struct str s, size_t pos);
size_t code_block_end(struct str s, size_t pos);
bool atx_at(const struct markup_options *o, struct str s, size_t pos);

/* dialect_tag.c: tags */
const struct html_element *html_element(struct str name);
int html_kinds(struct str name);
enum html_model html_model(struct str name);
/* Ends of a tag, an end tag, a comment that starts at `pos`; or 0. */
size_t html_tag_at(
	struct arena *a, struct str s, size_t pos, struct html_tag *tag);
size_t html_end_tag_at(
	struct arena *a, struct str s, size_t pos, struct str *name);
size_t html_comment_at(struct str s, size_t pos);
/* Next attribute of what stands in a tag; false at the end. */
bool html_next_attr(struct str attrs, size_t *at, struct str *name,
	struct str *value, bool *has_value);
/* The value of markdown=, -1 if there is none that is known. */
int html_markdown_attr(const struct html_tag *tag);

/* dialect_attr.c: attribute lists */
void attr_parse(struct dialect *d, struct str inner, struct attr_list *out,
	struct span span);
void attr_merge(
	struct arena *a, struct attr_list *to, const struct attr_list *from);
void attr_resolve(struct dialect *d, struct attr_list *list);
struct str attr_find(const struct attr_list *l, const char *name);
void attr_set(struct arena *a, struct attr_list *l, struct str name,
	struct str value);
bool attr_has_ref(const struct attr_list *l, const char *name);

/* dialect_block.c */
struct elem *elem_new(struct dialect *d, enum elem_kind kind, struct span span);
/* A {::comment} that is for handout, as one of HTML; NULL if it is not. */
struct elem *elem_comment(
	struct dialect *d, const struct text *t, size_t from, size_t to);
void elem_append(struct elem *parent, struct elem *child);
struct elem *block_add(struct block_scan *b, enum elem_kind kind, size_t at);
bool block_after_boundary(const struct block_scan *b);
bool block_before_boundary(const struct block_scan *b);
void block_parse_text(
	struct dialect *d, struct elem *into, const struct text *t, int depth);
/* Read on in `b` into `el`; true if its end tag was found. */
bool block_parse_inside(struct block_scan *b, struct elem *el);
struct span block_span(const struct block_scan *b, size_t at);
struct text *block_done(struct dialect *d, struct text_builder *tb);
/* Try one; false if it isn't there. */
bool block_list(struct block_scan *b);
bool block_definition_list(struct block_scan *b);
bool block_table(struct block_scan *b);
bool block_html(struct block_scan *b, bool *stop);
bool block_extension(struct block_scan *b);
bool block_note(struct block_scan *b);
bool block_link(struct block_scan *b);
bool block_abbr(struct block_scan *b);
/* A link's id as it is looked up: white space and case made equal. */
struct str link_normalize_id(struct arena *a, struct str id);

/* dialect_span.c: read all raw text of the tree as spans */
void span_parse_tree(struct dialect *d, struct elem *root);
/* The text of spans as kramdown takes it for ids. */
struct str span_raw_text(struct dialect *d, const struct elem *e);

/* dialect_smart.c: quotes, dashes, ellipses, entities */
struct smart {
	struct str lead; /* text to keep before the first glyph */
	struct str glyphs[2];
	int nglyphs;
	size_t end;
};
bool smart_quote_at(const struct markup_options *o, struct str s, size_t at,
	struct smart *m);
size_t smart_symbol_at(struct str s, size_t at, struct str *html);
size_t entity_at(struct str s, size_t at);

/* dialect_emit.c */
struct text emit_html_text(struct dialect *d);

#endif
