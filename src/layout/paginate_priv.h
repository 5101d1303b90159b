/*
 * What paginate.c and bands.c share: the galley, measured.
 */
#ifndef HANDOUT_PAGINATE_PRIV_H
#define HANDOUT_PAGINATE_PRIV_H

#include "layout_priv.h"

/* What a page of strips [i, j] would be like. */
struct page_fit {
	bool fits;
	bool over;     /* but for notes, which may run over */
	mpt used;      /* height, with the notes */
	int64_t waste; /* demerits of its empty foot */
	int64_t cost;  /* of the breaks from column to column */
};

struct paginator {
	struct layout *l;
	const struct galley *g;
	struct squeeze squeeze;
	mpt *pos;   /* pos[k]: height of strips before k with their gaps */
	mpt *notes; /* notes[k]: height of the notes before strip k */
	int *nnotes;
	int *breaks; /* demerits for a break after k */
	mpt *carry;  /* notes that run over from the page before k */
	/* While pages that begin with one strip are tried: */
	struct page_fit *fits; /* fits[j]: the page that ends with j */
	int *higher;           /* the next better break above */
};

/* Height that strips [i, j] take in an area of their own, without notes. */
mpt area_height(const struct paginator *p, int i, int j);
/* Height of `n` notes of this height together, with the rule above. */
mpt notes_area(const struct layout *l, mpt height, int n);
/* The same of the notes of strips [i, j]. */
mpt notes_of(const struct paginator *p, int i, int j);
/* Room for strips and notes on a page that begins with strip i. */
mpt page_room(const struct paginator *p, int i);
/* Demerits of an empty foot. */
int64_t page_waste(mpt room, mpt used);
/* Does nothing follow strip j in its column run on the same page? */
bool run_ends(const struct galley *g, int j);

/*
 * Pages of several columns.  A page is a pile of bands: strips that stand
 * across, and runs of strips that fill the columns.  Pages that begin with
 * `first` are tried for growing j.
 */
struct bands {
	const struct paginator *p;
	int first;    /* of the page */
	int band;     /* first strip of the band at work */
	mpt y;        /* its top */
	int64_t cost; /* of the bands above it */
	mpt notes[2]; /* of the bands above, by column */
	int nnotes[2];
	struct area *areas; /* NULL: only tried */
	int nareas;
};

struct bands bands_begin(const struct paginator *p, int first);
/* Try the page [first, j]; j is one more than in the call before. */
struct page_fit bands_try(struct bands *b, int j);
/* The areas of the page [first, last]. */
void bands_place(const struct paginator *p, struct cut *c);

#endif
