/*
 * kramdown's tree as HTML: what the writer of elements (dialect_emit.c) and
 * the writer of tags and text (dialect_write.c) share.
 */
#ifndef HANDOUT_DIALECT_EMIT_PRIV_H
#define HANDOUT_DIALECT_EMIT_PRIV_H

#include "dialect_priv.h"

struct emit {
	struct dialect *d;
	struct text_builder out;
	bool in_link_text; /* a heading's text in a table of contents */
	bool notes_written;
	size_t looked; /* bytes searched for end tags */
};

/* An element and all in it. */
void emit_elem(struct emit *m, struct elem *e);
void emit_put(struct emit *m, const char *s, struct span span);
/* A value; entities in it stay what they are. */
void emit_value(struct emit *m, struct str v, struct span span);
void emit_attr(
	struct emit *m, struct str name, struct str value, struct span span);
void emit_attr_list(struct emit *m, const struct elem *e);
void emit_open_tag(struct emit *m, const char *name, const struct elem *e);
void emit_close_tag(struct emit *m, const char *name, const struct elem *e);
/* A tag as written, or put together again if it needs more or mending. */
void emit_start_tag(struct emit *m, struct elem *e);
void emit_text(struct emit *m, struct elem *e);
void emit_glyph(struct emit *m, struct elem *e);
void emit_as_is(struct emit *m, struct elem *e);

#endif
