/*
 * What the planning of packets shares.
 */
#ifndef HANDOUT_PACKET_PRIV_H
#define HANDOUT_PACKET_PRIV_H

#include "render_priv.h"

/* The pages of a site, by all that a description may call them. */
struct packet_index;
struct packet_index *packet_index_new(
	struct arena *a, const struct handout_site *site, struct diag *dg);

/* Modules in the order of their first pages, each with all of its pages. */
int packet_modules(const struct packet_index *x);
const struct handout_page *packet_module(
	const struct packet_index *x, int i, int *n);

/*
 * What `pages:` or else `modules:` of a description name, in that order;
 * all pages if it has neither.  What the site has not is reported.
 */
const struct handout_page *packet_pages(
	struct packet_index *x, const struct value *map, int *n);

#endif
