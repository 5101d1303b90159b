/*
 * What only tests need of a handle.
 */
#ifndef HANDOUT_PRIV_H
#define HANDOUT_PRIV_H

#include "handout.h"

/* Make the n-th allocation of each render fail; 0 for none. */
void handout_fail_after(struct handout *h, size_t n);

#endif
