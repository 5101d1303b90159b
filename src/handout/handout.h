/*
 * handout: course pages become tagged, print-ready PDF.
 *
 * The one public header.  Open once, render many pages, close.  A handle is
 * for one thread at a time; several handles are independent of each other.
 * Nothing is printed and nothing but the named files is read; output is
 * handed back in memory.
 */
#ifndef HANDOUT_H
#define HANDOUT_H

#include <stdbool.h>
#include <stddef.h>

/* Fonts and what else outlives a page. */
struct handout;

/* What is said of the setting beside messages, as the result's text. */
enum handout_report {
	HANDOUT_REPORT_NONE,
	HANDOUT_REPORT_TABLE,
	HANDOUT_REPORT_JSON /* one map */
};

struct handout_options {
	const char *root;  /* the site's folder; NULL: found from the page */
	const char *paper; /* "letter" or "a4"; NULL: the theme's */
	const char *theme; /* path of a theme file; NULL: the default */
	bool color;        /* messages with the terminal's colours */
	bool check_only;   /* messages, but no PDF */
	enum handout_report layout; /* with check_only: look at the setting */
};

enum handout_status {
	HANDOUT_OK,      /* there may be warnings */
	HANDOUT_FAULTY,  /* printed, but something is missing from the page */
	HANDOUT_FAILED,  /* the page could not be printed */
	HANDOUT_MACHINE, /* out of memory */
	HANDOUT_USAGE    /* an option can't be used */
};

struct handout_result {
	enum handout_status status;
	const unsigned char *pdf; /* or the text of a dump or report */
	size_t size;
	int pages;
	int errors, warnings, styles; /* how many messages of each level */
	const char *messages;         /* a line each, "" if none */
	void *memory;                 /* what the above live in */
};

/* NULL when there is no memory. */
struct handout *handout_open(void);
void handout_close(struct handout *h);

/*
 * Print the page at `path`.  The result must be freed in any case.
 */
void handout_render(struct handout *h, const char *path,
	const struct handout_options *o, struct handout_result *out);

/*
 * What one step makes of the page, as text: "source", "markup", "tree",
 * "style", "pages", "tags".  HANDOUT_USAGE if there is no such step.
 */
void handout_dump(struct handout *h, const char *path, const char *step,
	const struct handout_options *o, struct handout_result *out);

void handout_result_free(struct handout_result *r);

/*
 * The pages in a folder, as paths in the order they are printed; an array
 * of `*n` strings to be freed by handout_list_free.  NULL if it has none or
 * can't be read.
 */
char **handout_list_pages(const char *folder, int *n);
void handout_list_free(char **pages, int n);

/*
 * Make `path` hold the bytes, wholly or not at all: written beside it,
 * flushed to the disk, renamed.  False and errno if that fails.
 */
bool handout_write(const char *path, const void *bytes, size_t size);

const char *handout_version(void);

#endif
