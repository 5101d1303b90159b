/*
 * What the tests of pdf share: a document and its pages made by hand, and
 * a reader of the file that comes out.  The reader knows just enough of
 * PDF: the cross-reference stream, object streams, deflate.
 */
#ifndef HANDOUT_PDF_AUX_H
#define HANDOUT_PDF_AUX_H

#include "pdf/pdf_priv.h"

/* Pages being filled: text goes to x, y of the last one. */
struct maker {
	struct arena *a;
	struct diag *dg;
	struct font_cache *fonts;
	struct document doc;
	struct pages *pages;
	struct sheet *sheet;
	struct pdf_options options;
	const char *family;
	mpt x, y, size;
	color color;
};

/* An object of a file that was read. */
struct object {
	struct str value;  /* without the stream */
	struct str stream; /* inflated if it was deflated */
	bool packed;       /* came from an object stream */
};

struct readback {
	struct str file;
	struct object *v; /* by number */
	int n;
};

int maker_setup(void **state);
int maker_teardown(void **state);
struct node *maker_node(
	struct maker *m, struct node *parent, enum node_kind kind);
/* A TEXT in `parent`. */
struct node *maker_text(struct maker *m, struct node *parent, const char *s);
/* A new page. */
void maker_sheet(struct maker *m);
/* Paint `s` for `node` and move on; its last item. */
struct item *maker_put(struct maker *m, const struct node *node, const char *s);
/* The text of a TEXT. */
struct item *maker_show(struct maker *m, const struct node *text);
void maker_line(struct maker *m);
struct item *maker_item(struct maker *m, enum item_kind kind,
	const struct node *node, mpt w, mpt h);
/* An area to click from `from` to where the pen is. */
struct item *maker_link(struct maker *m, const struct node *node, mpt from);
/* Number the nodes, write, and return the bytes. */
struct str maker_write(struct maker *m);
/* The structure tree as text. */
const char *maker_tags(struct maker *m);

/* Read a file back, checking its cross-reference stream on the way. */
struct readback readback_read(struct arena *a, struct str file);
/* Write and read back. */
struct readback maker_readback(struct maker *m);
/* The object whose value contains `part`, from number `from` on, or 0. */
int readback_find(const struct readback *r, const char *part, int from);
/* The number before " 0 R" behind `key` in the value, or 0. */
int readback_ref(const struct readback *r, int number, const char *key);
/* The content stream of a page (from 0), inflated. */
struct str readback_content(const struct readback *r, int page);

#endif
