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

/* liquid_include.c */
void *liquid_include_parse(struct liquid_lex *l, const char *word);
void liquid_include_render(struct liquid *lq, const struct liquid_node *n);
void liquid_include_relative_render(
	struct liquid *lq, const struct liquid_node *n);
void *liquid_link_parse(struct liquid_lex *l, const char *word);
void liquid_link_render(struct liquid *lq, const struct liquid_node *n);
void liquid_post_url_render(struct liquid *lq, const struct liquid_node *n);

#endif
