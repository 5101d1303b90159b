/*
 * pdf: the display list and the document tree become one tagged PDF 1.7
 * file that conforms to PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2).
 *
 * Items are painted page by page into marked content; the structure tree
 * is the document tree, with roles from kinds.def, and collects for each
 * node the marked content of its items from whatever pages they fell on.
 * haru.c, and only it, uses libharu.  Prefixes: pdf_, haru_, tags_.
 */
#ifndef HANDOUT_PDF_H
#define HANDOUT_PDF_H

#include "base/base.h"
#include "doc/doc.h"
#include "page/page.h"

struct pdf_options {
	struct str title, author, subject, keywords;
	struct str lang;     /* of the document, BCP 47 */
	struct str producer; /* "handout 1.0" */
	bool has_date;
	int64_t date;      /* seconds since 1970, UTC; only if has_date */
	bool gray;         /* no colour operator in the file */
	bool duplex, fold; /* to be printed on both sides; and folded */
	struct image_cache *images; /* packed pictures go there; NULL: none */
	struct str note_word; /* "Note", for the alternate text of references */
};

/* A file in the making. */
struct pdf;

/*
 * A file is made from all of its pages at once (pdf_write), or from some at
 * a time, in any order, so that they need not all be there: pdf_begin, then
 * pdf_add for each `struct pages`, whose `from` and `to` say which of the
 * document's children are on them, then pdf_end.  The same input, added in
 * the same order, gives the same bytes; /ID is their hash.
 */

/* It lives in the arena.  NULL after reporting that there is no memory. */
struct pdf *pdf_begin(struct arena *a, const struct document *doc,
	const struct pdf_options *o, struct diag *dg);
/*
 * The sheets, which may be gone afterwards, as may all that was made in
 * `work`.  What fails here is told by pdf_end.
 */
void pdf_add(struct pdf *pdf, struct arena *work, const struct pages *pages);
/*
 * The whole file in `*out`, in the arena.  False after reporting when
 * libharu refuses something (no memory, a limit) or a font may not be
 * embedded.
 */
bool pdf_end(struct pdf *pdf, struct str *out);
/* All three. */
bool pdf_write(struct arena *a, const struct document *doc,
	const struct pages *pages, const struct pdf_options *o, struct str *out,
	struct diag *dg);

/* The structure tree as text, one element a line, with its text. */
void pdf_dump_tags(struct arena *a, const struct document *doc,
	const struct pages *pages, const struct pdf_options *o,
	struct buf *out);

#endif
