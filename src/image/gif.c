/*
 * GIF: the first frame, on the logical screen (GIF89a specification).
 *
 * The decoder of LZW keeps for each code the code before it and its last
 * byte, so a string is written from its end; everything is bounded by 4,096
 * codes and the frame's pixels.  What the frame does not cover, and its
 * transparent colour, is transparent.
 */
#include "image_priv.h"

#define LZW_CODES 4096

struct gif {
	const unsigned char *p;
	size_t n, at;
	int screen_w, screen_h;
	int x, y, w, h; /* of the frame */
	bool interlaced;
	const unsigned char *colors; /* 3 bytes each */
	int ncolors, clear;          /* clear: index, or -1 */
};

static int
gif_u16(const struct gif *g, size_t at)
{
	return g->p[at] | g->p[at + 1] << 8;
}

/* Step over a chain of sub-blocks; false if it does not end. */
static bool
gif_skip(struct gif *g)
{
	while (g->at < g->n) {
		size_t len = g->p[g->at];
		g->at += 1 + len;
		if (!len)
			return true;
	}
	return false;
}

/* Colours at `at` if flag bit 7 says so. */
static bool
gif_colors(struct gif *g, unsigned flags)
{
	if (!(flags & 0x80))
		return true;
	int n = 2 << (flags & 7);
	if (g->n - g->at < 3 * (size_t)n)
		return false;
	g->colors = g->p + g->at;
	g->ncolors = n;
	g->at += 3 * (size_t)n;
	return true;
}

static bool
gif_extension(struct gif *g)
{
	if (g->n - g->at < 8)
		return false;
	const unsigned char *p = g->p + g->at;
	/* Graphic control: its flag bit 0 says that a colour is clear. */
	if (p[1] == 0xF9 && p[2] == 4)
		g->clear = p[3] & 1 ? p[6] : -1;
	g->at += 2;
	return gif_skip(g);
}

/* On to the next frame's data; false if there is none. */
static bool
gif_frame(struct gif *g)
{
	while (g->at < g->n) {
		if (g->p[g->at] == 0x21) {
			if (!gif_extension(g))
				return false;
			continue;
		}
		if (g->p[g->at] != 0x2C || g->n - g->at < 11)
			return false;
		g->x = gif_u16(g, g->at + 1);
		g->y = gif_u16(g, g->at + 3);
		g->w = gif_u16(g, g->at + 5);
		g->h = gif_u16(g, g->at + 7);
		unsigned flags = g->p[g->at + 9];
		g->interlaced = (flags & 0x40) != 0;
		g->at += 10;
		return gif_colors(g, flags) && g->at < g->n;
	}
	return false;
}

/* ---- LZW -------------------------------------------------------------- */

struct lzw {
	struct gif *g;
	size_t block_end;
	uint32_t bits;
	int nbits, width, root, next;
	uint16_t before[LZW_CODES];
	unsigned char last[LZW_CODES], string[LZW_CODES];
};

static int
lzw_byte(struct lzw *z)
{
	struct gif *g = z->g;
	if (g->at == z->block_end) {
		if (g->at >= g->n || g->p[g->at] == 0)
			return -1;
		z->block_end = g->at + 1 + g->p[g->at];
		g->at++;
	}
	return g->at < g->n ? g->p[g->at++] : -1;
}

static int
lzw_code(struct lzw *z)
{
	while (z->nbits < z->width) {
		int c = lzw_byte(z);
		if (c < 0)
			return -1;
		z->bits |= (uint32_t)c << z->nbits;
		z->nbits += 8;
	}
	int code = (int)(z->bits & ((1U << z->width) - 1));
	z->bits >>= z->width;
	z->nbits -= z->width;
	return code;
}

static void
lzw_clear(struct lzw *z)
{
	z->width = z->root + 1;
	z->next = (1 << z->root) + 2;
}

/* The string of `code`, at the end of z->string; its length. */
static int
lzw_string(struct lzw *z, int code)
{
	int n = 0;
	while (code >= 1 << z->root && n < LZW_CODES - 1) {
		z->string[LZW_CODES - ++n] = z->last[code];
		code = z->before[code];
	}
	z->string[LZW_CODES - ++n] = (unsigned char)code;
	return n;
}

static void
lzw_add(struct lzw *z, int before, unsigned char last)
{
	if (z->next >= LZW_CODES)
		return;
	z->before[z->next] = (uint16_t)before;
	z->last[z->next++] = last;
	if (z->next == 1 << z->width && z->width < 12)
		z->width++;
}

/* Decode up to `n` indexes; how many came. */
static size_t
lzw_read(struct lzw *z, unsigned char *out, size_t n)
{
	int clear = 1 << z->root, old = -1;
	size_t done = 0;
	while (done < n) {
		int code = lzw_code(z);
		if (code < 0 || code == clear + 1)
			break;
		if (code == clear) {
			lzw_clear(z);
			old = -1;
			continue;
		}
		if (code > z->next || (code == z->next && old < 0) ||
			(old < 0 && code >= clear))
			break;
		if (old >= 0) {
			/* A code not there yet is the old string and its
			   first byte. */
			int from = code == z->next ? old : code;
			int len = lzw_string(z, from);
			lzw_add(z, old, z->string[LZW_CODES - len]);
		}
		if (code >= z->next)
			break; /* the table is full */
		size_t len = (size_t)lzw_string(z, code);
		size_t room = n - done < len ? n - done : len;
		memcpy(out + done, z->string + LZW_CODES - len, room);
		done += room;
		old = code;
	}
	return done;
}

/* ---- painting --------------------------------------------------------- */

/* Which row the i-th one of an interlaced frame is. */
static int
gif_row(const struct gif *g, int i)
{
	static const struct {
		int first, step;
	} passes[] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
	if (!g->interlaced)
		return i;
	for (size_t k = 0; k < ARRAY_LEN(passes); k++) {
		int rows = (g->h - passes[k].first + passes[k].step - 1) /
		           passes[k].step;
		if (i < rows)
			return passes[k].first + i * passes[k].step;
		i -= rows > 0 ? rows : 0;
	}
	return 0;
}

static void
gif_paint(const struct gif *g, const unsigned char *index, unsigned char *to)
{
	for (int i = 0; i < g->h; i++) {
		int y = g->y + gif_row(g, i);
		for (int x = 0; x < g->w; x++) {
			int c = *index++;
			if (y >= g->screen_h || g->x + x >= g->screen_w ||
				c == g->clear || c >= g->ncolors)
				continue;
			unsigned char *p =
				to + 4 * ((size_t)y * (size_t)g->screen_w +
						 (size_t)(g->x + x));
			memcpy(p, g->colors + 3 * c, 3);
			p[3] = 255;
		}
	}
}

static enum image_fault
gif_pixels(struct arena *a, struct gif *g, struct image *im)
{
	size_t n = (size_t)g->w * (size_t)g->h;
	struct lzw *z = ARENA_NEW(a, struct lzw);
	unsigned char *index = arena_alloc(a, n);
	z->g = g;
	z->root = g->p[g->at++];
	z->block_end = g->at;
	if (z->root < 1 || z->root > 8)
		return FAULT_BAD;
	lzw_clear(z);
	if (lzw_read(z, index, n) < n)
		return FAULT_BAD;
	unsigned char *rgba = arena_array(a, (size_t)im->w * (size_t)im->h, 4);
	gif_paint(g, index, rgba);
	arena_recycle(a, index, n);
	arena_recycle(a, z, sizeof *z);
	image_settle(a, im, rgba);
	return FAULT_NO;
}

enum image_fault
image_gif(struct arena *a, struct str file, struct image *im, int *frames)
{
	struct gif g = {.p = (const unsigned char *)file.p,
		.n = file.n,
		.at = 13,
		.clear = -1};
	if (file.n < 14)
		return FAULT_BAD;
	g.screen_w = gif_u16(&g, 6);
	g.screen_h = gif_u16(&g, 8);
	if (!gif_colors(&g, g.p[10]) || !gif_frame(&g) || !g.colors)
		return FAULT_BAD;
	enum image_fault fault = image_check(g.screen_w, g.screen_h);
	if (fault == FAULT_NO)
		fault = image_check(g.w, g.h);
	if (fault != FAULT_NO)
		return fault;
	im->w = g.screen_w;
	im->h = g.screen_h;
	size_t data = g.at;
	fault = gif_pixels(a, &g, im);
	g.at = data + 1;
	*frames = fault == FAULT_NO && gif_skip(&g) && gif_frame(&g) ? 2 : 1;
	return fault;
}
