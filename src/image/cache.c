/*
 * Pictures as they were packed for an earlier page.
 *
 * Sites use a few pictures on many pages.  What a picture's file holds is
 * known by its hash; its header and its deflated samples are kept for the
 * next page that shows it, up to a sum of bytes.  Nothing is ever dropped
 * while the cache is open, so a render may point into it.
 *
 * The cache is a stretch of memory that processes forked later share, at one
 * address: what a worker has packed the others find.  Room is handed out by
 * counting up, and an entry is whole before it is hung into its list; so no
 * lock is needed, and whoever dies at work leaves nothing but lost room.
 */
#define _DEFAULT_SOURCE /* mmap without a file */
#include "image.h"

#include <stdatomic.h>
#include <sys/mman.h>

#define CACHE_BUCKETS 256
#define CACHE_BYTES   ((size_t)32 << 20) /* of addresses, not of memory */
#define CACHE_ALIGN   ((size_t)16)

struct image_cache {
	_Atomic(struct image_packed *) bucket[CACHE_BUCKETS];
	_Atomic size_t used;
};

struct image_cache *
image_cache_open(void)
{
	struct image_cache *c = mmap(NULL, CACHE_BYTES, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (c == MAP_FAILED)
		return NULL;
	atomic_init(&c->used, sizeof *c);
	return c;
}

void
image_cache_close(struct image_cache *c)
{
	if (c)
		munmap(c, CACHE_BYTES);
}

static int
cache_bucket(const struct hash *h)
{
	return (int)(h->h[0] % CACHE_BUCKETS);
}

const struct image_packed *
image_cache_find(const struct image_cache *c, struct hash file, bool gray)
{
	if (!c)
		return NULL;
	const struct image_packed *p = atomic_load_explicit(
		&c->bucket[cache_bucket(&file)], memory_order_acquire);
	while (p && !(hash_eq(p->file, file) && p->gray == gray))
		p = p->next;
	return p;
}

/* Room for `n` bytes, or NULL. */
static void *
cache_room(struct image_cache *c, size_t n)
{
	n = (n + CACHE_ALIGN - 1) / CACHE_ALIGN * CACHE_ALIGN;
	size_t at = atomic_load(&c->used);
	do {
		if (n > CACHE_BYTES - at)
			return NULL;
	} while (!atomic_compare_exchange_weak(&c->used, &at, at + n));
	return (char *)c + at;
}

static void
cache_hang(struct image_cache *c, struct image_packed *p)
{
	_Atomic(struct image_packed *) *at = &c->bucket[cache_bucket(&p->file)];
	p->next = atomic_load(at);
	while (!atomic_compare_exchange_weak_explicit(
		at, &p->next, p, memory_order_release, memory_order_relaxed))
		;
}

void
image_cache_keep(struct image_cache *c, const struct image_packed *packed)
{
	size_t n = packed->data.n + packed->alpha.n;
	if (!c || n > CACHE_BYTES ||
		image_cache_find(c, packed->file, packed->gray))
		return;
	struct image_packed *p = cache_room(c, sizeof *p + n);
	if (!p)
		return;
	char *bytes = (char *)(p + 1);
	*p = *packed;
	if (packed->data.n)
		memcpy(bytes, packed->data.p, packed->data.n);
	if (packed->alpha.n)
		memcpy(bytes + packed->data.n, packed->alpha.p,
			packed->alpha.n);
	p->data.p = bytes;
	p->alpha.p = bytes + packed->data.n;
	p->head.data = p->head.alpha = p->head.file = p->head.sha = STR0;
	p->head.packed = NULL;
	cache_hang(c, p);
}
