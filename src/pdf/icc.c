/*
 * The output intent's colour profile: sRGB (IEC 61966-2-1) as a display
 * profile of ICC.1:2004-10 (version 4.2) with a matrix and one parametric
 * curve for all three channels.  Computed from its few numbers, because
 * the profiles that systems carry are six times the size and differ.
 */
#include "pdf_priv.h"

#define TAG(a, b, c, d)                                                        \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 |      \
		(uint32_t)(d))

#define ICC_HEADER 128
#define ICC_TAGS   10

static void
icc_u32(struct buf *b, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_ch(b, (char)(v >> shift));
}

static void
icc_numbers(struct buf *b, const int32_t *v, int n)
{
	for (int i = 0; i < n; i++)
		icc_u32(b, (uint32_t)v[i]);
}

/* Where the data of the next tag begins is the end of those before. */
static void
icc_tag(struct buf *head, const struct buf *data, uint32_t name, uint32_t size)
{
	uint32_t base = ICC_HEADER + 4 + 12 * ICC_TAGS;
	icc_u32(head, name);
	icc_u32(head, base + (uint32_t)data->n - size);
	icc_u32(head, size);
}

static void
icc_text(struct buf *head, struct buf *data, uint32_t name, const char *text)
{
	size_t n = strlen(text), start = data->n;
	icc_u32(data, TAG('m', 'l', 'u', 'c'));
	icc_u32(data, 0);
	icc_u32(data, 1);  /* one record */
	icc_u32(data, 12); /* of this size */
	icc_u32(data, TAG('e', 'n', 'U', 'S'));
	icc_u32(data, (uint32_t)(2 * n));
	icc_u32(data, 28);
	for (size_t i = 0; i < n; i++) {
		buf_ch(data, 0);
		buf_ch(data, text[i]);
	}
	while (data->n % 4)
		buf_ch(data, 0);
	icc_tag(head, data, name, (uint32_t)(data->n - start));
}

static void
icc_fixed(struct buf *head, struct buf *data, uint32_t name, uint32_t type,
	const int32_t *v, int n)
{
	icc_u32(data, type);
	icc_u32(data, 0);
	icc_numbers(data, v, n);
	icc_tag(head, data, name, 8 + 4 * (uint32_t)n);
}

/* Numbers in 65,536ths, adapted to D50 after Bradford. */
static const int32_t icc_white[] = {0xF6D6, 0x10000, 0xD32D};
static const int32_t icc_red[] = {0x6FA2, 0x38F5, 0x0390};
static const int32_t icc_green[] = {0x6299, 0xB785, 0x18DA};
static const int32_t icc_blue[] = {0x24A0, 0x0F84, 0xB6CF};
static const int32_t icc_adapt[] = {
	0x10C42, 0x5DE, -0xCDB, 0x793, 0xFD90, -0x45F, -0x25E, 0x3DC, 0xC06E};
/* Type 3; gamma 2.4, 1/1.055, .055/1.055, 1/12.92, .04045 */
static const int32_t icc_curve[] = {
	0x30000, 0x26666, 0xF2A7, 0xD59, 0x13D0, 0xA5B};

static void
icc_tags(struct buf *head, struct buf *data)
{
	const uint32_t xyz = TAG('X', 'Y', 'Z', ' ');
	icc_u32(head, ICC_TAGS);
	icc_text(head, data, TAG('d', 'e', 's', 'c'), "sRGB");
	icc_text(head, data, TAG('c', 'p', 'r', 't'), "Public domain");
	icc_fixed(head, data, TAG('w', 't', 'p', 't'), xyz, icc_white, 3);
	icc_fixed(head, data, TAG('c', 'h', 'a', 'd'), TAG('s', 'f', '3', '2'),
		icc_adapt, 9);
	icc_fixed(head, data, TAG('r', 'X', 'Y', 'Z'), xyz, icc_red, 3);
	icc_fixed(head, data, TAG('g', 'X', 'Y', 'Z'), xyz, icc_green, 3);
	icc_fixed(head, data, TAG('b', 'X', 'Y', 'Z'), xyz, icc_blue, 3);
	icc_fixed(head, data, TAG('r', 'T', 'R', 'C'), TAG('p', 'a', 'r', 'a'),
		icc_curve, 6);
	icc_tag(head, data, TAG('g', 'T', 'R', 'C'), 32);
	icc_tag(head, data, TAG('b', 'T', 'R', 'C'), 32);
}

struct str
icc_srgb(struct arena *a)
{
	struct buf b = buf_new(a), head = buf_new(a), data = buf_new(a);
	icc_tags(&head, &data);
	icc_u32(&b, (uint32_t)(ICC_HEADER + head.n + data.n));
	icc_u32(&b, 0);
	icc_u32(&b, 0x04200000);
	icc_u32(&b, TAG('m', 'n', 't', 'r'));
	icc_u32(&b, TAG('R', 'G', 'B', ' '));
	icc_u32(&b, TAG('X', 'Y', 'Z', ' '));
	icc_u32(&b, 2004 << 16 | 10); /* the standard's date */
	icc_u32(&b, 1 << 16);
	icc_u32(&b, 0);
	icc_u32(&b, TAG('a', 'c', 's', 'p'));
	while (b.n < 68)
		buf_ch(&b, 0);
	icc_numbers(&b, icc_white, 3);
	while (b.n < ICC_HEADER)
		buf_ch(&b, 0);
	buf_put(&b, head.p, head.n);
	buf_put(&b, data.p, data.n);
	return buf_done(&b);
}
