/*
 * For the tests of markup: a page in, its tree and messages out.
 */
#ifndef MARKUP_AUX_H
#define MARKUP_AUX_H

/* One construct: what is written, what the tree is, what is reported. */
struct markup_case {
	const char *name, *text, *tree;
	const char *slugs; /* of the messages by place, words */
};

/* Fails the running cmocka test if a case comes out otherwise. */
void markup_check(const struct markup_case *cases, int n);
/* The same with one entry of the site's configuration. */
void markup_check_site(const struct markup_case *cases, int n, const char *key,
	const char *value);

#endif
