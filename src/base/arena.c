/*
 * Blocks of growing size, cut from front to back.  A block is zeroed by
 * calloc once, so alloc hands out zeroes without touching them again.
 * Large requests get a block of their own, behind the current one.
 */
#include "base.h"

#include <stdalign.h>
#include <stdlib.h>

#define BLOCK_FIRST ((size_t)64 << 10)
#define BLOCK_MAX   ((size_t)1 << 20)
#define ALIGN       alignof(max_align_t)

struct block {
	struct block *older;
	size_t used, size;
	alignas(max_align_t) char bytes[];
};

struct closer {
	struct closer *older;
	void (*fn)(void *);
	void *p;
};

struct arena {
	struct block *block;
	struct closer *closers;
	size_t used, next_size, fail_in;
	jmp_buf jump;
};

struct arena *
arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);
	if (a)
		a->next_size = BLOCK_FIRST;
	return a;
}

jmp_buf *
arena_jump(struct arena *a)
{
	return &a->jump;
}

void
arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct closer *c = a->closers, *older; c; c = older) {
		older = c->older;
		c->fn(c->p);
		free(c);
	}
	for (struct block *b = a->block, *older; b; b = older) {
		older = b->older;
		free(b);
	}
	free(a);
}

/* Never returns: memory is out, or a test says so. */
static _Noreturn void
arena_out(struct arena *a)
{
	longjmp(a->jump, 1);
}

static struct block *
arena_block(struct arena *a, size_t size)
{
	if (size > SIZE_MAX - sizeof(struct block))
		arena_out(a);
	struct block *b = calloc(1, sizeof *b + size);
	if (!b)
		arena_out(a);
	b->size = size;
	return b;
}

/* A block for one large request goes behind the one being cut. */
static void *
arena_alloc_large(struct arena *a, size_t n)
{
	struct block *b = arena_block(a, n);
	b->used = n;
	if (a->block) {
		b->older = a->block->older;
		a->block->older = b;
	} else {
		a->block = b;
	}
	return b->bytes;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	if (a->fail_in && --a->fail_in == 0)
		arena_out(a);
	if (n > SIZE_MAX - ALIGN)
		arena_out(a);
	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	a->used += n;
	struct block *b = a->block;
	if (b && b->size - b->used >= n) {
		void *p = b->bytes + b->used;
		b->used += n;
		return p;
	}
	if (n > a->next_size / 4)
		return arena_alloc_large(a, n);
	b = arena_block(a, a->next_size);
	if (a->next_size < BLOCK_MAX)
		a->next_size *= 2;
	b->older = a->block;
	b->used = n;
	a->block = b;
	return b->bytes;
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		arena_out(a);
	return arena_alloc(a, count * size);
}

void *
arena_regrow(struct arena *a, void *old, size_t count, size_t cap, size_t size)
{
	void *p = arena_array(a, cap, size);
	if (count)
		memcpy(p, old, count * size);
	return p;
}

void
arena_defer(struct arena *a, void (*fn)(void *), void *p)
{
	struct closer *c = NULL;
	bool fails = a->fail_in && --a->fail_in == 0;
	if (!fails)
		c = calloc(1, sizeof *c);
	if (!c) {
		fn(p);
		arena_out(a);
	}
	*c = (struct closer){a->closers, fn, p};
	a->closers = c;
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}

void
arena_fail_after(struct arena *a, size_t n)
{
	a->fail_in = n;
}
