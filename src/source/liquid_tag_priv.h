/*
 * The tags' own functions, for the table in liquid_tags.c.
 */
#ifndef HANDOUT_LIQUID_TAG_PRIV_H
#define HANDOUT_LIQUID_TAG_PRIV_H

#include "liquid_priv.h"

/* liquid_loop.c */
void *liquid_for_parse(struct liquid_lex *l, const char *word);
void liquid_for_render(struct liquid *lq, const struct liquid_node *n);
void liquid_tablerow_render(struct liquid *lq, const struct liquid_node *n);

/* A stretch of a file's name, or an output within it. */
struct liquid_piece {
	struct liquid_piece *next;
	struct str text;
	struct liquid_pipe *pipe; /* NULL: the text */
};

/* liquid_include.c */
/* A name up to white space that is not inside of `{{ }}`. */
struct liquid_piece *liquid_lex_file(struct liquid_lex *l);
/* What it says, without quotes around it. */
struct str liquid_piece_text(struct liquid *lq, const struct liquid_piece *p);
void *liquid_include_parse(struct liquid_lex *l, const char *word);
void liquid_include_render(struct liquid *lq, const struct liquid_node *n);
void liquid_include_relative_render(
	struct liquid *lq, const struct liquid_node *n);
/* liquid_link.c */
void *liquid_link_parse(struct liquid_lex *l, const char *word);
void liquid_link_render(struct liquid *lq, const struct liquid_node *n);
void liquid_post_url_render(struct liquid *lq, const struct liquid_node *n);

#endif
