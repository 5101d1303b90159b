/*
 * What emit.c and feet.c share: the page at work.
 */
#ifndef HANDOUT_EMIT_PRIV_H
#define HANDOUT_EMIT_PRIV_H

#include "layout_priv.h"

/* Painted one after the other, whatever strips they are of. */
enum layer {
	LAYER_GROUND,
	LAYER_RULES, /* and underlines, repeated heads */
	LAYER_CONTENT,
	LAYERS
};

/* A place in the queue of notes: a note, and one of its strips. */
struct note_at {
	int note, strip;
};

/* A stretch of the queue that stands at the foot of a page or column. */
struct foot {
	struct note_at from, to;
	mpt x, w; /* from the body's left */
	mpt height, top;
	struct strip mark; /* "17 (continued)", above all */
};

struct emitter {
	struct layout *l;
	struct galley *g;
	const struct cuts *cuts;
	struct pages *pages;
	struct sheet *sheet;
	mpt *tops; /* of strips on their page */
	const struct master *master;
	mpt left, top, bottom;
	int area; /* number of the one at work, from 1 */
	/* notes in the order of their references, and what is set so far */
	const struct node **notes;
	int nnotes, notes_cap;
	struct note_at at;
};

enum layer item_layer(const struct item *it);
/* Copy an item to the page, moved. */
void emit_item(struct emitter *e, const struct item *from, mpt x, mpt y);

/* Queue the notes of strips [i, j]. */
void feet_collect(struct emitter *e, int i, int j);
/* As much of the queue as fits into `room`. */
struct foot feet_fit(struct emitter *e, mpt x, mpt room);
/* Paint it so that it ends at `bottom`, or from `top` on. */
void feet_paint(struct emitter *e, const struct foot *f, enum layer layer);

#endif
