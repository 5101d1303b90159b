/*
 * handout: course pages become tagged, print-ready PDF.
 *
 * The one public header.  Open once, render many pages, close.  A handle is
 * for one thread at a time; several handles are independent of each other.
 * Nothing is printed, and nothing is read but the named files and the folder
 * of their site; output is handed back in memory.  The caller's locale does
 * not matter.
 */
#ifndef HANDOUT_H
#define HANDOUT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the library shows to others; all else in it is hidden. */
#if defined(__GNUC__)
#define HANDOUT_API __attribute__((visibility("default")))
#else
#define HANDOUT_API
#endif

/* Fonts and what else outlives a page. */
struct handout;

enum handout_level { HANDOUT_STYLE, HANDOUT_WARNING, HANDOUT_ERROR };

struct handout_message {
	enum handout_level level;
	const char *slug;
	const char *file; /* as it was named; "" if it is of no file */
	int line, column; /* from 1; 0: of the file as a whole */
	const char *text; /* what is wrong and, after ';', what to do */
};

/* What is said of the setting beside messages, as the result's text. */
enum handout_report {
	HANDOUT_REPORT_NONE,
	HANDOUT_REPORT_TABLE,
	HANDOUT_REPORT_JSON /* one map */
};

struct handout_options {
	const char *root;  /* the site's folder; NULL: found from the page */
	const char *paper; /* "letter", "a4", "legal", "a5"; NULL: the site's
	                      wish, else the theme's */
	const char *theme; /* path of a theme file; NULL: the site's wish */
	bool large_print;  /* 18 pt, notes at the end */
	bool ink_save;     /* rules instead of filled bars and panels */
	bool grayscale;    /* no colour in the file */
	bool duplex;       /* mirrored margins, for both sides of the paper */
	bool booklet;      /* two half pages a side, to be folded */
	int fit;           /* pages it shall fit on, set tighter; 0: any */
	bool color;        /* messages with the terminal's colours */
	bool check_only;   /* messages, but no PDF; what it learns of a
	                      site's other pages for its links is kept in the
	                      handle until the next handout_site_open */
	enum handout_report layout; /* with check_only: look at the setting */
	/*
	 * Told of each message, in the order of `list`, when all are known
	 * and before the call returns; not if it was cancelled or memory ran
	 * out.  The message is the result's.
	 */
	void (*message)(void *user, const struct handout_message *m);
	/*
	 * Asked every few allocations and between steps, some thousand times
	 * a second, in the thread of the call.  True ends the call, with
	 * HANDOUT_CANCELLED.  Must return, and not use the handle.
	 */
	bool (*cancelled)(void *user);
	void *user;
};

enum handout_status {
	HANDOUT_OK,       /* there may be warnings */
	HANDOUT_FAULTY,   /* printed, but something is missing from the page */
	HANDOUT_FAILED,   /* the page could not be printed */
	HANDOUT_MACHINE,  /* out of memory */
	HANDOUT_USAGE,    /* an option can't be used */
	HANDOUT_CANCELLED /* `cancelled` said so; there is no output */
};

enum handout_input_kind {
	HANDOUT_FILE,
	HANDOUT_FOLDER, /* its names were listed */
	HANDOUT_ABSENT  /* looked for, and not there */
};

/* What the output depends on: one of the files that a render looked at. */
struct handout_input {
	enum handout_input_kind kind;
	const char *path; /* absolute */
	unsigned long long size, inode;
	long long mtime; /* nanoseconds since 1970 */
	unsigned long long hash[2];
};

struct handout_result {
	enum handout_status status;
	const unsigned char *pdf; /* or the text of a dump or report */
	size_t size;
	int pages;
	int errors, warnings, styles; /* how many messages of each level */
	const char *messages;         /* a line each, "" if none */
	const struct handout_message *list; /* the same as data */
	int nlist;
	const struct handout_input *inputs;
	int ninputs;
	void *memory; /* what the above live in */
};

/* NULL when there is no memory. */
HANDOUT_API struct handout *handout_open(void);
HANDOUT_API void handout_close(struct handout *h);

/*
 * Print the page at `path`.  The result must be freed in any case.
 */
HANDOUT_API void handout_render(struct handout *h, const char *path,
	const struct handout_options *o, struct handout_result *out);

/*
 * What one step makes of the page, as text: "source", "markup", "tree",
 * "style", "pages", "tags".  HANDOUT_USAGE if there is no such step.
 */
HANDOUT_API void handout_dump(struct handout *h, const char *path,
	const char *step, const struct handout_options *o,
	struct handout_result *out);

HANDOUT_API void handout_result_free(struct handout_result *r);

/* A page of a site, as its listing has it; what is not known is "". */
struct handout_page {
	const char *path;    /* to be given to handout_render */
	const char *rel;     /* its path within the site */
	const char *address; /* where the site has it: "/modules/lab/" */
	const char *name;    /* the address as a file's name, no extension */
	const char *title, *section, *date;
	const char *module;       /* what it is a part of, as the site has it */
	const char *module_title; /* the same as people read it */
};

/* A page or folder that is not printed, and why. */
struct handout_skipped {
	const char *path, *reason; /* "unpublished", "excluded", ... */
};

struct handout_site {
	enum handout_status status;
	const char *root;   /* absolute, no slash at the end */
	const char *folder; /* what was listed, within the root; "": all */
	const char *shown;  /* the root as paths and messages begin with it */
	const char *title;
	const struct handout_page *pages; /* in the order of the site */
	int npages;
	const struct handout_skipped *skipped;
	int nskipped;
	const struct handout_message *list; /* what is wrong with the site */
	int nlist;
	void *memory; /* what the above live in */
};

/*
 * The pages in `folder`, which is a site's root, or in it, or a folder of
 * Markdown that is no site.  Must be freed in any case.  HANDOUT_FAILED if
 * it has no pages or can't be read.
 */
HANDOUT_API void handout_site_open(struct handout *h, const char *folder,
	const struct handout_options *o, struct handout_site *out);
HANDOUT_API void handout_site_free(struct handout_site *site);

enum handout_chapters {
	HANDOUT_CHAPTER_PAGE,  /* each begins on a new page */
	HANDOUT_CHAPTER_RECTO, /* on a new right-hand page */
	HANDOUT_CHAPTER_RUN_ON /* where the one before ends */
};

/* Several pages of one site as one file; strings may be NULL. */
struct handout_packet {
	const struct handout_page *pages; /* in their order, at least one */
	int npages;
	const char *title, *subtitle;
	const char *prepared_for; /* on the cover */
	const char *logo;         /* a picture in the site's folder */
	const char *version;      /* or date, on the cover */
	int contents_depth;       /* of headings; 0: what fits on a page */
	bool figures, tables;     /* lists of those that have captions */
	bool one_list;            /* of links, not one a chapter */
	enum handout_chapters chapters;
};

/* Packets that a site makes, and the names of their files. */
struct handout_packets {
	enum handout_status status;
	const struct handout_packet *packets;
	const char *const *names; /* no extension */
	int n;
	const struct handout_message *list; /* what is wrong with them */
	int nlist;
	void *memory; /* what the above live in, but for the site's pages */
};

/*
 * `which` is "module", "site", the name of a packet in handout.yml, or the
 * path of a file that describes one or a list.  `prepared_for` may be NULL.
 * The site must stay open.  Must be freed in any case.
 */
HANDOUT_API void handout_packets_open(struct handout *h,
	const struct handout_site *site, const char *which,
	const char *prepared_for, struct handout_packets *out);
HANDOUT_API void handout_packets_free(struct handout_packets *p);

/* Print the packet.  The result must be freed in any case. */
HANDOUT_API void handout_render_packet(struct handout *h,
	const struct handout_packet *p, const struct handout_options *o,
	struct handout_result *out);

/*
 * Make `path` hold the bytes, wholly or not at all: written beside it,
 * flushed to the disk, renamed.  False and errno if that fails.
 */
HANDOUT_API bool handout_write(
	const char *path, const void *bytes, size_t size);

HANDOUT_API const char *handout_version(void);
/*
 * What all output depends on beside the files it was made from: the
 * program, its libraries, the fonts that are installed.  The same text, the
 * same bytes.  32 digits and a NUL.
 */
HANDOUT_API void handout_identity(struct handout *h, char out[33]);

#ifdef __cplusplus
}
#endif

#endif
