/*
 * Messages in the forms that people and programs read.
 */
#ifndef HANDOUT_FORMAT_H
#define HANDOUT_FORMAT_H

#include "batch.h"

#include "base/base.h"

/* The source files that messages are about, read as messages ask. */
struct excerpts {
	FILE *f;
	const char *name; /* of the file */
	int line;         /* the next one to be read */
};

/* One way to say messages, begun, fed and ended. */
struct format {
	struct arena *a;
	enum batch_format kind;
	bool color;
	struct handout_message *list; /* of a document */
	int n, cap;
	struct excerpts from;
};

/* BATCH_FORMAT_DEFAULT becomes text on a terminal, else plain. */
struct format format_new(struct arena *a, enum batch_format kind, bool color);
/* Say it into `b`, or keep it for the document; `m`'s strings must stay. */
void format_put(
	struct format *f, struct buf *b, const struct handout_message *m);
/* Where what format_put says goes. */
FILE *format_out(const struct format *f);
/* Write the document, if it is one; false and errno if that fails. */
bool format_end(struct format *f);

/* The line of a message and a mark below its column, if it can be read. */
void excerpt_put(struct excerpts *x, struct arena *a, struct buf *b,
	const struct handout_message *m, bool color);
void excerpts_close(struct excerpts *x);

/* A path as other programs know it: without "./" before it. */
struct str format_path(struct str path);

/* Documents, from all messages of the run. */
void format_json(struct buf *b, const struct format *f);
void format_sarif(struct buf *b, const struct format *f);

#endif
