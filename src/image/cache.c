/*
 * Pictures as they were packed for an earlier page.
 *
 * Sites use a few pictures on many pages.  What a picture's file holds is
 * known by its hash; its header and its deflated samples are kept for the
 * next page that shows it, up to a sum of bytes.  Nothing is ever dropped
 * while the cache is open, so a render may point into it.
 */
#include "image.h"

#include <stdlib.h>

#define CACHE_BUCKETS 256
#define CACHE_BYTES   ((size_t)64 << 20)

struct image_cache {
	struct image_packed *bucket[CACHE_BUCKETS];
	size_t bytes;
};

struct image_cache *
image_cache_open(void)
{
	return calloc(1, sizeof(struct image_cache));
}

void
image_cache_close(struct image_cache *c)
{
	for (int i = 0; c && i < CACHE_BUCKETS; i++)
		for (struct image_packed *p = c->bucket[i], *next; p;
			p = next) {
			next = p->next;
			free(p);
		}
	free(c);
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
	const struct image_packed *p = c->bucket[cache_bucket(&file)];
	while (p && !(hash_eq(p->file, file) && p->gray == gray))
		p = p->next;
	return p;
}

void
image_cache_keep(struct image_cache *c, const struct image_packed *packed)
{
	size_t n = packed->data.n + packed->alpha.n;
	if (!c || n > CACHE_BYTES - c->bytes ||
		image_cache_find(c, packed->file, packed->gray))
		return;
	struct image_packed *p = malloc(sizeof *p + n);
	if (!p)
		return;
	char *bytes = (char *)(p + 1);
	struct image_packed **at = &c->bucket[cache_bucket(&packed->file)];
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
	p->next = *at;
	*at = p;
	c->bytes += n;
}
