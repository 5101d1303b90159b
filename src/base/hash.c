/*
 * SipHash-2-4 with a result of 128 bits (Aumasson and Bernstein, 2012).
 *
 * Two files of the same hash are taken for the same file.  A checksum would
 * do for accidents; this one is as small, and a page from somebody else
 * can't be made to pass for another by shuffling its words.
 */
#include "base.h"

struct sip {
	uint64_t v[4];
};

static uint64_t
sip_turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void
sip_rounds(struct sip *s, int n)
{
	uint64_t a = s->v[0], b = s->v[1], c = s->v[2], d = s->v[3];
	while (n--) {
		a += b;
		c += d;
		b = sip_turn(b, 13) ^ a;
		d = sip_turn(d, 16) ^ c;
		a = sip_turn(a, 32);
		c += b;
		a += d;
		b = sip_turn(b, 17) ^ c;
		d = sip_turn(d, 21) ^ a;
		c = sip_turn(c, 32);
	}
	*s = (struct sip){{a, b, c, d}};
}

static void
sip_word(struct sip *s, uint64_t m)
{
	s->v[3] ^= m;
	sip_rounds(s, 2);
	s->v[0] ^= m;
}

static uint64_t
sip_byte(const char *p, int i)
{
	return (uint64_t)(unsigned char)p[i] << (8 * i);
}

/* Eight bytes, the first one lowest; compilers make one load of it. */
static uint64_t
sip_load(const char *p)
{
	return sip_byte(p, 0) | sip_byte(p, 1) | sip_byte(p, 2) |
	       sip_byte(p, 3) | sip_byte(p, 4) | sip_byte(p, 5) |
	       sip_byte(p, 6) | sip_byte(p, 7);
}

static uint64_t
sip_rest(const char *p, size_t n)
{
	uint64_t m = 0;
	for (size_t i = 0; i < n; i++)
		m |= sip_byte(p, (int)i);
	return m;
}

static uint64_t
sip_result(struct sip *s)
{
	sip_rounds(s, 4);
	return s->v[0] ^ s->v[1] ^ s->v[2] ^ s->v[3];
}

struct hash
hash_keyed(struct str bytes, uint64_t k0, uint64_t k1)
{
	struct sip s = {
		{k0 ^ 0x736f6d6570736575U, k1 ^ 0x646f72616e646f6dU ^ 0xee,
			k0 ^ 0x6c7967656e657261U, k1 ^ 0x7465646279746573U}};
	size_t at = 0;
	for (; at + 8 <= bytes.n; at += 8)
		sip_word(&s, sip_load(bytes.p + at));
	sip_word(&s,
		(uint64_t)bytes.n << 56 | sip_rest(bytes.p + at, bytes.n - at));
	struct hash h;
	s.v[2] ^= 0xee;
	h.h[0] = sip_result(&s);
	s.v[1] ^= 0xdd;
	h.h[1] = sip_result(&s);
	return h;
}

struct hash
hash_of(struct str bytes)
{
	return hash_keyed(bytes, 0, 0);
}

bool
hash_eq(struct hash a, struct hash b)
{
	return a.h[0] == b.h[0] && a.h[1] == b.h[1];
}

bool
stamp_eq(struct stamp a, struct stamp b)
{
	return a.size == b.size && a.inode == b.inode && a.mtime == b.mtime;
}
