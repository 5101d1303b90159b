/*
 * Blocks of growing size, cut from front to back.  A block is zero when it
 * is made, so alloc hands out zeroes without touching them again.  Large
 * requests get a block of their own, behind the current one.
 *
 * From the second block on they are mapped, and the kernel is asked for its
 * large pages: one fault for what else takes five hundred.  That is a tenth
 * of the time, on a short page as on a long one.
 *
 * An array that grows while it is the last thing cut goes on where it is;
 * another leaves its old room behind.  That, and what a module gives back
 * with arena_recycle, is kept in lists by the power of two of its size and
 * handed out again, zeroed.  Only requests of some size look there.
 *
 * A child that is reset keeps some of its blocks, zeroed where they were
 * used: that is quicker than new ones of the system, whose zeroes are no
 * cheaper.
 */
#define _DEFAULT_SOURCE /* mmap without a file, madvise */
#include "base.h"

#include <stdalign.h>
#include <stdlib.h>
#include <sys/mman.h>

#define BLOCK_FIRST ((size_t)64 << 10)
#define BLOCK_MAX   ((size_t)8 << 20)
#define LARGE_PAGE  ((size_t)2 << 20) /* and the size of the second block */
#define ALIGN       alignof(max_align_t)
#define ALONE_MIN   ((size_t)256 << 10) /* of a block of its own */
#define SPARE_MIN   128 /* bytes; smaller pieces are not worth a look */
#define SPARE_LISTS 48
#define SPARE_LOOK  8 /* pieces of a list that are tried */
#define ASK_EVERY   8 /* allocations; a page makes some thousand */

/* Of an arena that is reset; AddressSanitizer shall see who still uses it. */
#ifdef __SANITIZE_ADDRESS__
#define KEEP_MAX ((size_t)0)
#undef MADV_HUGEPAGE
#else
#define KEEP_MAX ((size_t)8 << 20)
#endif

struct block {
	struct block *older;
	size_t used, size;
	size_t mapped; /* bytes, this header's too; 0: from malloc */
	bool alone;    /* one large request's */
	alignas(max_align_t) char bytes[];
};

struct closer {
	struct closer *older;
	void (*fn)(void *);
	void *p;
};

/* A piece that can be handed out again; stands in its own first bytes. */
struct spare {
	struct spare *next;
	size_t size;
};

struct arena {
	struct arena *root; /* whose jump, and whose count of allocations */
	struct block *block;
	struct block *kept; /* all zero, for later */
	struct closer *closers;
	struct spare *spare[SPARE_LISTS]; /* [k]: 2^k bytes to 2^(k+1) - 1 */
	int spare_top;                    /* no list above this has any */
	char *last;                       /* cut from `block`, ends at `used` */
	size_t used, next_size;
	size_t due; /* so many allocations until arena_is_over; 0: never */
	bool (*stop)(void *);
	void *user;
	bool stopped;
	jmp_buf jump;
};

/* ---- blocks ----------------------------------------------------------- */

#ifdef MADV_HUGEPAGE
/* A block that begins with a large page, if there are any; or NULL. */
static struct block *
block_map(size_t n)
{
	n = (n + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	char *p = mmap(NULL, n + LARGE_PAGE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	size_t front = (LARGE_PAGE - (uintptr_t)p % LARGE_PAGE) % LARGE_PAGE;
	if (front)
		munmap(p, front);
	munmap(p + front + n, LARGE_PAGE - front);
	struct block *b = (struct block *)(void *)(p + front);
	madvise(b, n, MADV_HUGEPAGE);
	b->mapped = n;
	return b;
}

static void
block_free(struct block *b)
{
	if (b->mapped)
		munmap(b, b->mapped);
	else
		free(b);
}
#else
static struct block *
block_map(size_t n)
{
	(void)n;
	return NULL;
}

static void
block_free(struct block *b)
{
	free(b);
}
#endif

/* ---- arenas ----------------------------------------------------------- */

struct arena *
arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);
	if (!a)
		return NULL;
	a->next_size = BLOCK_FIRST;
	a->root = a;
	return a;
}

/* Never returns: memory is out, or someone says so. */
static _Noreturn void
arena_out(struct arena *a)
{
	longjmp(a->root->jump, 1);
}

jmp_buf *
arena_jump(struct arena *a)
{
	return &a->jump;
}

static void
arena_close(struct arena *a)
{
	for (struct closer *c = a->closers, *older; c; c = older) {
		older = c->older;
		c->fn(c->p);
		free(c);
	}
	a->closers = NULL;
}

static void
blocks_free(struct block *b)
{
	for (struct block *older; b; b = older) {
		older = b->older;
		block_free(b);
	}
}

void
arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_close(a);
	blocks_free(a->block);
	blocks_free(a->kept);
	free(a);
}

static void
child_free(void *p)
{
	arena_free(p);
}

struct arena *
arena_child(struct arena *parent)
{
	struct arena *a = arena_new();
	if (!a)
		arena_out(parent);
	arena_defer(parent, child_free, a);
	a->root = parent->root;
	a->next_size = LARGE_PAGE;
	return a;
}

/* The block as it was when new, if it is worth that; else it is freed. */
static void
block_keep(struct arena *a, struct block *b, size_t *room)
{
	if (b->alone || b->size > *room) {
		block_free(b);
		return;
	}
	memset(b->bytes, 0, b->used);
	*room -= b->size;
	b->used = 0;
	b->older = a->kept;
	a->kept = b;
}

static void
arena_empty(struct arena *a, size_t room)
{
	arena_close(a);
	for (struct block *b = a->kept; b; b = b->older)
		room -= b->size;
	for (struct block *b = a->block, *older; b; b = older) {
		older = b->older;
		block_keep(a, b, &room);
	}
	a->block = NULL;
	a->last = NULL;
	memset(a->spare, 0, sizeof a->spare);
	a->spare_top = 0;
	a->used = 0;
}

void
arena_reset(struct arena *a)
{
	arena_empty(a, KEEP_MAX);
}

void
arena_drop(struct arena *a)
{
	blocks_free(a->kept);
	a->kept = NULL;
	arena_empty(a, 0);
}

/* One more allocation: is it the one that a test wants to fail, or the end? */
static inline bool
arena_is_over(struct arena *a)
{
	a = a->root;
	if (!a->due || --a->due)
		return false;
	if (!a->stop)
		return true;
	a->due = ASK_EVERY;
	a->stopped = a->stop(a->user);
	return a->stopped;
}

/* NULL if there is no memory. */
static struct block *
block_new(size_t size)
{
	size_t all = sizeof(struct block) + size;
	struct block *b = all >= LARGE_PAGE ? block_map(all) : NULL;
	if (!b)
		b = calloc(1, all);
	if (b)
		b->size = size;
	return b;
}

static struct block *
arena_block(struct arena *a, size_t size)
{
	if (size > SIZE_MAX / 2)
		arena_out(a);
	struct block *b = block_new(size);
	if (!b)
		arena_out(a);
	return b;
}

/* A block for one large request goes behind the one being cut. */
static void *
arena_alloc_large(struct arena *a, size_t n)
{
	struct block *b = arena_block(a, n);
	b->used = n;
	b->alone = true;
	if (a->block) {
		b->older = a->block->older;
		a->block->older = b;
	} else {
		a->block = b;
	}
	return b->bytes;
}

/* ---- pieces handed out again ------------------------------------------ */

static int
spare_list(size_t n)
{
	int k = 0;
	while (n >>= 1)
		k++;
	return k < SPARE_LISTS ? k : SPARE_LISTS - 1;
}

static void
spare_put(struct arena *a, void *p, size_t n)
{
	n -= n % ALIGN;
	if (n < SPARE_MIN)
		return;
	int k = spare_list(n);
	struct spare *s = p;
	*s = (struct spare){a->spare[k], n};
	a->spare[k] = s;
	a->spare_top = k > a->spare_top ? k : a->spare_top;
}

/* Is it a block of its own?  That goes back to the system. */
static bool
block_drop(struct arena *a, const void *p)
{
	struct block **at = a->block ? &a->block->older : NULL;
	for (; at && *at; at = &(*at)->older) {
		struct block *b = *at;
		if (b->bytes != p || !b->alone)
			continue;
		*at = b->older;
		block_free(b);
		return true;
	}
	return false;
}

/* The first of a few pieces that is large enough; its rest is kept. */
static void *
spare_take(struct arena *a, size_t n)
{
	for (int k = spare_list(n); k <= a->spare_top; k++) {
		struct spare **at = &a->spare[k];
		for (int i = 0; *at && i < SPARE_LOOK; i++) {
			struct spare *s = *at;
			if (s->size < n) {
				at = &s->next;
				continue;
			}
			*at = s->next;
			spare_put(a, (char *)s + n, s->size - n);
			return memset(s, 0, n);
		}
	}
	return NULL;
}

void
arena_recycle(struct arena *a, void *p, size_t n)
{
	if (!p)
		return;
	if (p != a->last) {
		if (n < ALONE_MIN || !block_drop(a, p))
			spare_put(a, p, n);
		return;
	}
	struct block *b = a->block;
	size_t from = (size_t)(a->last - b->bytes);
	memset(p, 0, b->used - from);
	b->used = from;
	a->last = NULL;
}

void
arena_trim(struct arena *a, void *p, size_t n, size_t kept)
{
	kept = (kept + ALIGN - 1) / ALIGN * ALIGN;
	if (!p || kept >= n || n >= ALONE_MIN)
		return;
	if (p != a->last) {
		spare_put(a, (char *)p + kept, n - kept);
		return;
	}
	struct block *b = a->block;
	size_t end = (size_t)(a->last - b->bytes) + kept;
	memset(b->bytes + end, 0, b->used - end);
	b->used = end;
}

/* The next block to cut from, with room for a quarter of its size at least. */
static struct block *
arena_next_block(struct arena *a)
{
	struct block *b = a->kept;
	if (b) {
		a->kept = b->older;
		return b;
	}
	b = arena_block(a, a->next_size - sizeof *b);
	if (a->next_size < LARGE_PAGE)
		a->next_size = LARGE_PAGE;
	else if (a->next_size < BLOCK_MAX && a->root == a)
		a->next_size *= 2;
	return b;
}

/* ---- handing out ------------------------------------------------------ */

void *
arena_alloc(struct arena *a, size_t n)
{
	if (arena_is_over(a))
		arena_out(a);
	if (n > SIZE_MAX - ALIGN)
		arena_out(a);
	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	a->used += n;
	void *again = n >= SPARE_MIN ? spare_take(a, n) : NULL;
	if (again)
		return again;
	struct block *b = a->block;
	if (b && b->size - b->used >= n) {
		a->last = b->bytes + b->used;
		b->used += n;
		return a->last;
	}
	if (n >= ALONE_MIN || n > a->next_size / 4)
		return arena_alloc_large(a, n);
	b = arena_next_block(a);
	b->older = a->block;
	b->used = n;
	a->block = b;
	return a->last = b->bytes;
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		arena_out(a);
	return arena_alloc(a, count * size);
}

/* Let the last thing cut reach to `n` bytes, if its block has them. */
static bool
arena_extend(struct arena *a, const void *old, size_t n)
{
	struct block *b = a->block;
	if (!old || old != a->last)
		return false;
	size_t from = (size_t)(a->last - b->bytes);
	if (n > b->size - from || n > SIZE_MAX - ALIGN)
		return false;
	n = from + (n + ALIGN - 1) / ALIGN * ALIGN;
	n = n < b->size ? n : b->size;
	if (n > b->used) {
		a->used += n - b->used;
		b->used = n;
	}
	return true;
}

void *
arena_regrow(struct arena *a, void *old, size_t count, size_t cap, size_t size)
{
	if ((!a->root->due || a->root->stop) &&
		(!size || cap <= SIZE_MAX / size) &&
		arena_extend(a, old, cap * size))
		return old;
	void *p = arena_array(a, cap, size);
	if (count)
		memcpy(p, old, count * size);
	arena_recycle(a, old, count * size);
	return p;
}

void
arena_defer(struct arena *a, void (*fn)(void *), void *p)
{
	struct closer *c = NULL;
	if (!arena_is_over(a))
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

size_t
arena_held(const struct arena *a)
{
	size_t n = 0;
	for (const struct block *b = a->block; b; b = b->older)
		n += b->size;
	for (const struct block *b = a->kept; b; b = b->older)
		n += b->size;
	return n;
}

void
arena_fail_after(struct arena *a, size_t n)
{
	a->due = n;
	a->stop = NULL;
}

void
arena_watch(struct arena *a, bool (*stop)(void *), void *user)
{
	a->due = stop ? ASK_EVERY : 0;
	a->stop = stop;
	a->user = user;
}

void
arena_check(struct arena *a)
{
	a = a->root;
	if (!a->stop)
		return;
	a->stopped = a->stop(a->user);
	if (a->stopped)
		arena_out(a);
}

bool
arena_stopped(const struct arena *a)
{
	return a->root->stopped;
}
