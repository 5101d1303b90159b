/*
 * Reading spans: the state that the parsers of dialect_span.c,
 * dialect_span_tag.c and dialect_link.c share.
 */
#ifndef HANDOUT_DIALECT_SPAN_PRIV_H
#define HANDOUT_DIALECT_SPAN_PRIV_H

#include "dialect_priv.h"

enum stop_kind { STOP_NONE, STOP_EM, STOP_BRACKET, STOP_TAG };

/* What ends the spans being read. */
struct stop {
	enum stop_kind kind;
	char delim; /* EM: * or _ */
	int len;    /* EM: 1 or 2 */
	struct str name;
	int open; /* BRACKET: brackets still open */
};

struct span_scan {
	struct dialect *d;
	const struct text *t;
	struct str s;
	size_t pos;
	struct elem *el; /* being filled */
	bool html_only;  /* only tags are read */
	int depth;
	size_t spent, budget;
	size_t no_ticks; /* back-ticks this many or more never close */
	bool no_comment_end, no_math_end;
};

/* Append bytes as text, joined to text before. */
void span_add_text(struct span_scan *p, size_t from, size_t to);
/* A new element made of these bytes. */
struct elem *span_add_piece(
	struct span_scan *p, enum elem_kind kind, size_t from, size_t to);
bool span_starts(const struct span_scan *p, size_t at, const char *what);
/* Is `el` or what it is in of kind `kind`? */
bool span_is_inside(const struct elem *el, enum elem_kind kind);
bool span_may_look_ahead(const struct span_scan *p);
/* An element not yet in the tree: it may still turn out to be text. */
struct elem *span_try(struct span_scan *p, enum elem_kind kind, size_t at);
/* Reading ahead from `from` was in vain; elements cost more than bytes. */
void span_give_up(struct span_scan *p, size_t from, size_t made);
/* Read into `el` up to `stop`; false if the text ends before. */
bool span_read(struct span_scan *p, struct elem *el, struct stop *stop);

bool span_link(struct span_scan *p);
/* <http://a.org>, <me@a.org>; a tag, its content and end, a comment. */
bool span_autolink(struct span_scan *p);
bool span_html(struct span_scan *p);
/* Does the bracket at `p->pos` end the text of the link `el`? */
bool span_link_ends(
	struct span_scan *p, struct stop *stop, const struct elem *el);

#endif
