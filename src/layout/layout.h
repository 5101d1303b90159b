/*
 * layout: the document tree becomes painted pages.
 *
 * Two stages.  flow turns the tree into a galley: one long column of
 * strips, each of which no page break may cut.  paginate cuts the galley
 * into pages at least cost, sets the notes at the feet, repeats table heads
 * and paints it all as a display list.  Owns libqrencode.
 */
#ifndef HANDOUT_LAYOUT_H
#define HANDOUT_LAYOUT_H

#include "base/base.h"
#include "doc/doc.h"
#include "page/page.h"
#include "text/text.h"
#include "theme/theme.h"

/* The program's own words in one language. */
struct layout_words {
	const char *lang;
	const char *page_of;   /* "Page %d of %d" */
	const char *continued; /* "continued" */
	const char *links;     /* "Links on these pages" */
	const char *note, *notes;
	const char *picture;    /* stands for a picture that is not there */
	struct card_words card; /* "Embedded page", "Video", "Audio" */
	const char *page_ref;   /* " (page %s)", after a link within a packet */
	const char *contents, *figures, *tables, *credits;
	const char *prepared; /* "Prepared for %s" */
};

/* The words for a language tag; English where there are none. */
const struct layout_words *layout_find_words(struct str lang);

struct layout_options {
	const struct theme *theme;
	struct font_cache *fonts;
	const char *page_dir; /* folder of the page: relative pictures */
	const char *site_dir; /* root of the site: "/assets/..." */
	struct str baseurl;   /* dropped from the front of picture paths */
	struct str site, licence, date;   /* for running heads and feet */
	const struct image_cache *images; /* pictures packed before, or NULL */
	bool gray;                        /* the file will have no colour */
	/* packets: */
	bool recto;  /* chapters begin on right-hand pages */
	bool run_on; /* or go on on the page of the one before */
	int fit;     /* pages it shall fit on; 0: as many as it takes */
};

/* Takes a packet's pages as they are done. */
struct layout_sink {
	void *user;
	/* Some chapters' pages, in any order; gone afterwards. */
	void (*take)(void *user, struct pages *part);
	/* Pages have other numbers now: all that was taken is void. */
	void (*drop)(void *user);
};

/*
 * Lay the document out.  theme_apply has given it styles.  The pages live
 * in the arena; at least one is made.
 *
 * A document of CHAPTERs is a packet: each begins on a page of its own
 * (`recto`, `run_on`), the covers have no running heads, front matter is
 * numbered in roman, and page numbers in the text and the contents are
 * set anew until none changes, five times at most (pages-unsettled).
 */
struct pages *layout_pages(struct arena *a, const struct document *doc,
	const struct layout_options *o, struct diag *dg);
/*
 * The same for a packet, some pages at a time: they live in `work`, which is
 * reset between.  Returns how many there are.
 */
int layout_packet(struct arena *a, struct arena *work,
	const struct document *doc, const struct layout_options *o,
	const struct layout_sink *sink, struct diag *dg);

#endif
