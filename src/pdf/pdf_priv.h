/*
 * What the files of pdf share.  In the order of the work:
 *
 *     links.c    places of nodes, what can be clicked and where it leads
 *     tags.c     the structure tree, from the document tree
 *     marks.c    the items of each page, cut into marked content
 *     glyphs.c   glyphs in use and what they stand for
 *     fonts.c    font dictionaries, subsets
 *     images.c   pictures, each once; predict.c filters for photographs
 *     content.c  the pages' content streams
 *     elems.c    structure elements and their trees, printed
 *     outline.c  bookmarks, page labels
 *     meta.c     catalog, XMP, Info; icc.c the colour profile
 *     save.c     the file; zip.c deflate; syntax.c PDF's own syntax
 */
#ifndef HANDOUT_PDF_PRIV_H
#define HANDOUT_PDF_PRIV_H

#include "haru_priv.h"
#include "pdf.h"

struct zip;
struct elem;

/*
 * Pages are numbered as in the file, from 0, also while only a part of them
 * is at hand.
 */

/* Where a node is painted first. */
struct place {
	int page; /* from 1; 0: nowhere */
	mpt x, y; /* top left */
};

/* An area that can be clicked: one annotation. */
struct link {
	const struct node *node; /* LINK, NOTE_REF, NOTE or MEDIA */
	struct str uri;          /* escaped; empty: to `target` */
	const struct node *target;
	int page;
	mpt x, y, w, h;
	struct elem *elem;
	struct haru_dict *dict;
};

/*
 * A stretch of one page's items that is one piece of marked content.
 * `spoken`: its characters are not what the glyphs' ToUnicode entries add
 * up to, and `said` has them, for ActualText.
 */
struct mark {
	struct elem *elem; /* whose, or NULL: an artifact */
	enum artifact artifact;
	bool plain_text; /* nothing but glyphs */
	bool spoken;
	struct str said;
	int page, first, n; /* items */
	int mcid;
};

/* A page's items as they are painted, and their marks. */
struct marks {
	const struct item **items;
	int nitems, cap_items;
	struct mark *v;
	int n, cap, nmcids;
};

/* Marked content or an annotation of an element. */
struct elem_ref {
	struct elem_ref *next;
	uint32_t key; /* place in the document: a node's number */
	const struct mark *mark;
	const struct link *link; /* if not a mark */
};

/* A structure element. */
struct elem {
	const struct node *node;
	const char *role; /* as written */
	const char *base; /* the standard type behind `role` */
	struct elem *parent, *first, *last, *next;
	struct elem *label; /* of a node with a label: where it goes */
	struct elem_ref *refs, *last_ref;
	uint32_t key;       /* place in the document */
	int page;           /* of its first mark, -1 without */
	bool used;          /* has content, itself or below; or must be there */
	mpt x0, y0, x1, y1; /* the box it paints on that page */
	struct haru_dict *dict;
};

struct tags {
	struct elem *root;
	struct elem **of; /* by node number: where its content goes */
	bool *linked;     /* by node number: it can be clicked */
};

/* What is kept of a page. */
struct pdf_page {
	struct haru_dict *dict;
	mpt h;
	struct str label;
	const struct mark *marks;
	int nmarks;
};

/* A glyph in use. */
struct glyph {
	uint16_t gid, code;
	int16_t width;
	bool settled;    /* its code and what it stands for */
	uint8_t nunit;   /* 0: not yet made */
	char unit[4];    /* the code as it stands in a string */
	struct str uni;  /* what it stands for, as ToUnicode says */
	struct str part; /* of a cluster's text, if that is all we know */
	int votes;
};

/*
 * A font in use.  The first `nfixed` glyphs have their codes and meanings;
 * those behind are of the pages at hand.
 */
struct face {
	const struct font *font;
	uint16_t *slot; /* by gid: index in `v` plus 1 */
	struct glyph *v;
	int n, nfixed, cap;
	bool has_subset; /* made early, as no more glyphs will come */
	struct font_subset subset;
	struct haru_dict *dict;
	char name[8]; /* as a resource */
};

struct picture {
	struct haru_dict *dict;
	char name[12];
};

/* One file in the making. */
struct pdf {
	struct arena *a;    /* as long as the file is made */
	struct arena *work; /* as long as the pages at hand are looked at */
	const struct document *doc;
	const struct pages *pages; /* those at hand */
	bool alone;                /* they are all there will be */
	const struct pdf_options *o;
	struct diag *dg;
	struct haru *h;
	struct zip *z;
	struct save *save;
	struct str lang;
	struct place *places; /* by node number */
	struct link *links;
	int nlinks, cap_links;
	int links_from; /* the first on the pages at hand */
	struct tags tags;
	struct marks *marks;   /* of the pages at hand */
	struct pdf_page *page; /* by page */
	int npages, cap_pages;
	struct face **face_of; /* by font number */
	int nface_of;
	const struct font *refused; /* that could not be embedded */
	bool no_memory;             /* for a picture */
	struct face **faces;        /* in order of use */
	int nfaces, cap_faces;
	struct map pictures; /* by sha: struct picture */
	struct picture **picture_list;
	int npictures, cap_pictures;
	struct buf scratch; /* for what is printed and then kept */
	struct haru_dict *resources;
};

/* ---- zip.c, save.c ---- */

struct zip *zip_open(struct arena *a); /* NULL without memory */
struct str zip_deflate(struct zip *z, struct str s);
/* The file, from its first byte; offsets are below 2 GiB. */
struct save;
struct save *save_open(struct arena *a, struct haru *h, struct zip *z);
/* The dictionary `slot` with this inside; not kept. */
void save_dict(struct save *s, const struct haru_dict *slot, struct str inside);
/* A stream of content, deflated here; its slot, NULL after a failure. */
struct haru_dict *save_content(struct save *s, struct str data);
/*
 * All other objects and the end.  False after a failure of libharu, or if
 * the file passes 2 GiB.
 */
bool save_close(struct save *s, struct str *out);

/* ---- syntax.c ---- */

/* A length or coordinate, rounded to a hundredth of a point. */
mpt syntax_round(mpt v);
/* " 0 R" behind the number of `d`. */
void syntax_ref(struct buf *b, const struct haru_dict *d);
void syntax_name(struct buf *b, const char *name);
/* Bytes as a literal string. */
void syntax_string(struct buf *b, struct str s);
/* Two bytes as they stand in a literal string, the high one first; 2 to 4. */
size_t syntax_unit(char out[4], unsigned unit);
/* What the scratch buffer has is the inside of `d`; it is empty then. */
void syntax_print(struct pdf *pdf, struct haru_dict *d);
/* UTF-8 as a text string: as it is if it is ASCII, else UTF-16BE. */
void syntax_text(struct buf *b, struct str utf8);
/* One character as UTF-16BE in hexadecimal. */
void syntax_hex(struct buf *b, uint32_t c);
/* x0 y0 x1 y1 of a box given from the top left, between brackets. */
void syntax_box(struct buf *b, mpt page_h, mpt x, mpt y, mpt x1, mpt y1);
/* A destination above `place`. */
void syntax_dest(
	struct buf *b, const struct pdf *pdf, const struct place *place);
/* Is it a language tag that PDF/UA allows? */
bool syntax_is_lang(struct str s);

/* ---- links.c ---- */

void links_start(struct pdf *pdf);
/* The box an item paints, from the top left; GLYPHS by their font. */
void item_box(const struct item *it, mpt *x, mpt *y, mpt *x1, mpt *y1);
/* Node number of the node itself, if it is one of the document's. */
const struct node *pdf_node(const struct pdf *pdf, const struct node *n);
const struct place *pdf_place(const struct pdf *pdf, const struct node *n);
void links_collect(struct pdf *pdf);
void links_write(struct pdf *pdf);

/* ---- tags.c, marks.c ---- */

void tags_start(struct pdf *pdf);
/* Elements for what the pages at hand show; their links are collected. */
void tags_build(struct pdf *pdf);
/* Which element an item's content belongs to. */
struct elem *tags_owner(const struct pdf *pdf, const struct item *it);
void tags_add_mark(struct pdf *pdf, const struct marks *ms,
	const struct mark *m, uint32_t key);
/* All marks are made: what is used, in which order. */
void tags_settle(struct pdf *pdf);
/* What is painted, in the order of reading. */
void marks_items(struct pdf *pdf);
/* The characters of a GLYPHS item, in the order of reading. */
void item_text(struct arena *a, const struct item *it, struct buf *out);
/* Cut it into marks; ToUnicode is settled. */
void marks_cut(struct pdf *pdf);
/* Everything up to here: what pdf_add and pdf_dump_tags share. */
void pdf_start(struct pdf *pdf);
void pdf_take(struct pdf *pdf, const struct pages *pages);
/* The next element in preorder, used or not, or NULL. */
struct elem *elem_after(struct elem *e);
/* The next of an element's children and references in reading order. */
struct elem_walk {
	struct elem *elem;
	struct elem_ref *ref;
};
struct elem_walk elem_walk(const struct elem *e);
/* Sets one of the two; false at the end. */
bool elem_next(struct elem_walk *w, struct elem **child, struct elem_ref **ref);

/* ---- elems.c ---- */

/* The attributes of an element beyond its type, one at a time. */
enum elem_attr_type { ATTR_NAME, ATTR_INT, ATTR_TEXT, ATTR_BOX };

struct elem_attr {
	const char *owner; /* "Table"; NULL: an entry of the element itself */
	const char *key;
	enum elem_attr_type type;
	const char *name;
	int i;
	struct str text; /* UTF-8 */
};

/* Those with an owner come last and have the same one. */
struct elem_attrs {
	struct elem_attr v[6];
	int n;
};

struct elem_attrs elem_attrs(const struct pdf *pdf, const struct elem *e);
void elems_write(struct pdf *pdf);

/* ---- glyphs.c, fonts.c ---- */

void glyphs_collect(struct pdf *pdf);
/* False if a font cannot be embedded; it is `pdf->refused` then. */
bool fonts_write(struct pdf *pdf);
/* Give the codes of the glyphs at hand; false as fonts_write. */
bool fonts_set_codes(struct pdf *pdf);
/* What is known of a font in use; NULL if it is not. */
static inline struct face *
fonts_find(const struct pdf *pdf, const struct font *f)
{
	return f->number < pdf->nface_of ? pdf->face_of[f->number] : NULL;
}
/* What is known of a glyph in use. */
static inline struct glyph *
face_glyph(const struct face *f, unsigned gid)
{
	return &f->v[f->slot[gid] - 1];
}
/* Is the item read from right to left? */
bool item_is_rtl(const struct item *it);
/*
 * The end of the cluster that begins with glyph `i` of the item: the first
 * glyph of a cluster has its text, the others have none.
 */
static inline int
cluster_end(const struct item *it, int i)
{
	int end = i + 1;
	while (end < it->glyphs.n && it->glyphs.g[end].len == 0)
		end++;
	return end;
}
/* What it stands for: clean, white space as U+0020. */
struct str cluster_text(struct arena *a, const struct item *it, int i);
/* Do the glyphs' own meanings add up to `text`? */
bool cluster_is_plain(const struct face *f, const struct item *it, int i,
	int end, struct str text);
bool glyph_is_space(const struct item *it, const struct text_glyph *g);
/* Is there more than marks of direction in its text? */
bool glyph_text_is_seen(const struct item *it, const struct text_glyph *g);
/* Is there anything to paint?  .notdef never is (14289-1, 7.21.8). */
static inline bool
glyph_is_seen(const struct item *it, const struct text_glyph *g)
{
	return g->gid != 0 && g->gid < it->glyphs.font->nglyphs &&
	       (g->adv != 0 || g->dx != 0 || glyph_text_is_seen(it, g));
}

/* ---- images.c, content.c, outline.c, meta.c, icc.c ---- */

void images_collect(struct pdf *pdf);
struct picture *images_find(const struct pdf *pdf, const struct image *im);
/*
 * The rows of a RAW picture through PNG's filters; false if that would not
 * make it smaller.
 */
bool predict_rows(struct arena *a, struct zip *z, const struct image *im,
	struct str *out);
/* The content stream of a page at hand, by index; not yet deflated. */
void content_page(struct pdf *pdf, int i, struct buf *out);
void outline_write(struct pdf *pdf);
void meta_write(struct pdf *pdf);
struct str icc_srgb(struct arena *a);
/* Without characters that XML and text strings do not have. */
struct str meta_clean(struct arena *a, struct str s);
/* 0xRRGGBB as the brightness it has, 0 to 255. */
unsigned color_luma(color c);

#endif
