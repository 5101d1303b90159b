/*
 * Stretches of files that have a kind of message off.  Prefix: silence_.
 */
#ifndef HANDOUT_DIAG_PRIV_H
#define HANDOUT_DIAG_PRIV_H

#include "base.h"

struct silence {
	enum diag_code code;
	int file;
	uint32_t from, to; /* bytes [from, to) */
	uint32_t reach;    /* the largest `to` of those sorted up to here */
};

struct silences {
	struct silence *v;
	int n, cap;
	bool sorted;
};

void silence_add(struct arena *a, struct silences *s, struct silence one);
/* Does one of them hold for the message?  Takes the logarithm of their n. */
bool silence_covers(struct silences *s, const struct diag_entry *e);

#endif
