/*
 * What the files of markup share between the three steps.
 */
#ifndef HANDOUT_MARKUP_PRIV_H
#define HANDOUT_MARKUP_PRIV_H

#include "markup.h"

/* Elements and containers nested deeper than this are cut. */
#define MARKUP_DEPTH 100

/* How the site wants Markdown read: `markdown:` and `kramdown:`. */
struct markup_options {
	bool commonmark; /* plain CommonMark instead of kramdown */
	bool gfm;        /* kramdown's GFM input */
	bool hard_wrap, auto_ids, parse_block_html, parse_span_html;
	bool typographic;
	unsigned toc_levels; /* bit n: level n */
	int header_offset, first_note;
	struct str quotes[4]; /* left and right single, left and right
	                         double */
};

struct markup_options markup_site_options(
	struct arena *a, const struct value *site);
/* Set one option of kramdown by its name; false if it is none of ours. */
bool markup_set_option(struct arena *a, struct markup_options *o,
	struct str name, struct str value);

/* Step 1 and 2: Markdown and raw HTML to HTML, with its origins. */
struct text dialect_html(struct arena *a, const struct text *body,
	const struct markup_options *o, struct diag *dg);
struct text commonmark_html(struct arena *a, const struct text *body,
	const struct markup_options *o, struct diag *dg);

/*
 * Before step 3: blank out, in place, tags that close nothing or nest too
 * deep, and mend curly quotes; reports what it did.  `html` may be
 * changed only because we made it.
 */
void mend_html(struct arena *a, struct text *html, struct diag *dg);

/* Is it an HTML element's name? */
bool html_is_known(struct str name);
bool html_is_block(struct str name);

/* Step 3: the HTML's nodes appended to `doc->root`. */
void tree_build(struct document *doc, const struct text *html, struct diag *dg);
/* Hand-made and kramdown's notes become NOTE and NOTE_REF. */
void tree_notes(struct document *doc, struct diag *dg);
/* Labels of fields, minutes of videos. */
void tree_fields(struct document *doc);
/*
 * Report Markdown that is printed as it was typed: lists while lines can be
 * told, links when notes have been found.
 */
void tree_literal_lists(struct document *doc, struct diag *dg);
void tree_literal_links(struct document *doc, struct diag *dg);
/* Turn off the messages that the page's comments name. */
void tree_ignore(struct document *doc, struct diag *dg);
/* Is it such a comment?  The slugs in it. */
bool tree_ignore_words(struct str comment, struct str *slugs);
/* Title and eyebrow before what is there. */
void tree_head(struct document *doc, struct str name, struct diag *dg);
/* Bare addresses in text become links. */
void tree_addresses(struct document *doc);

/* diag_report if there is a diag. */
#define MARKUP_REPORT(dg, ...)                                                 \
	do {                                                                   \
		if (dg)                                                        \
			diag_report((dg), __VA_ARGS__);                        \
	} while (0)

/* A letter or digit of any script, or "_"; a guess outside Latin. */
bool markup_word(uint32_t c);
uint32_t markup_lower(uint32_t c);
/* The character before or at `at`; 0 outside. */
uint32_t markup_char_before(struct str s, size_t at);
uint32_t markup_char_at(struct str s, size_t at);

/* Append with &, <, > and " written as entities. */
void markup_escape(struct text_builder *tb, struct str s, struct span span);

#endif
