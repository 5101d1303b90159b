/*
 * Filters on addresses: Jekyll's own, and encodings.
 */
#include "liquid_filter_priv.h"

/* A scheme, or a host behind two slashes. */
static bool
liquid_is_absolute(struct str s)
{
	size_t i = 0;
	if (!s.n || !ch_alpha((unsigned char)s.p[0]))
		return false;
	while (i < s.n &&
		(ch_alnum((unsigned char)s.p[i]) || strchr("+-.", s.p[i])))
		i++;
	return i < s.n && s.p[i] == ':';
}

static void
liquid_put_part(struct buf *b, struct str s)
{
	if (s.n && s.p[0] != '/')
		buf_ch(b, '/');
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ' ')
			buf_c(b, "%20");
		else
			buf_ch(b, s.p[i]);
}

struct value *
liquid_relative_url(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	if (!in)
		return NULL;
	struct str s = liquid_text(lq, in);
	if (liquid_is_absolute(s))
		return liquid_str(lq, s);
	struct buf b = buf_new(lq->a);
	liquid_put_part(&b, page_baseurl(lq->site));
	liquid_put_part(&b, s);
	return liquid_made(lq, &b);
}

struct value *
liquid_absolute_url(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	if (!in)
		return NULL;
	struct str s = liquid_text(lq, in);
	if (liquid_is_absolute(s))
		return liquid_str(lq, s);
	struct str site = value_str(lq->site->config, "url");
	while (site.n && site.p[site.n - 1] == '/')
		site.n--;
	const struct value *path = liquid_relative_url(lq, in, args);
	struct buf b = buf_new(lq->a);
	buf_str(&b, site);
	buf_str(&b, liquid_text(lq, path));
	return liquid_made(lq, &b);
}

struct value *
liquid_strip_index(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	struct str s = liquid_text(lq, in);
	if (str_ends(s, "/index.html"))
		s.n -= strlen("index.html");
	return in ? liquid_str(lq, s) : NULL;
}

/* ---- percent encoding ---- */

static struct value *
liquid_percent(struct liquid *lq, const struct value *in, const char *kept,
	const char *space)
{
	if (!in)
		return NULL;
	struct str s = liquid_text(lq, in);
	struct buf b = buf_new(lq->a);
	for (size_t i = 0; i < s.n; i++) {
		int c = (unsigned char)s.p[i];
		if (ch_alnum(c) || (c && strchr(kept, c)))
			buf_ch(&b, (char)c);
		else if (c == ' ')
			buf_c(&b, space);
		else
			buf_fmt(&b, "%%%02X", (unsigned)c);
	}
	return liquid_made(lq, &b);
}

struct value *
liquid_url_encode(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_percent(lq, in, "_.-~", "+");
}

struct value *
liquid_uri_escape(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_percent(lq, in, "-._~:/?#[]@!$&'()*+,;=%", "%20");
}

static int
liquid_hex(int c)
{
	c = ch_lower(c);
	if (ch_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Bytes that come out of a code need not be UTF-8. */
static struct value *
liquid_decoded(struct liquid *lq, struct buf *b)
{
	if (!liquid_fits(lq, b->n))
		return NULL;
	return liquid_str(lq, mend_bytes(lq->a, buf_done(b)).bytes);
}

struct value *
liquid_url_decode(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	if (!in)
		return NULL;
	struct str s = liquid_text(lq, in);
	struct buf b = buf_new(lq->a);
	for (size_t i = 0; i < s.n; i++) {
		int high = -1, low = -1;
		if (s.p[i] == '%' && i + 2 < s.n) {
			high = liquid_hex((unsigned char)s.p[i + 1]);
			low = liquid_hex((unsigned char)s.p[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			buf_ch(&b, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_ch(&b, s.p[i] == '+' ? ' ' : s.p[i]);
		}
	}
	return liquid_decoded(lq, &b);
}

/* ---- base64, RFC 4648 ---- */

static const char liquid_base64[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static struct value *
liquid_to_base64(struct liquid *lq, const struct value *in, bool url_safe)
{
	struct str s = liquid_text(lq, in);
	struct buf b = buf_new(lq->a);
	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t three = 0;
		for (size_t k = 0; k < 3; k++)
			three = three << 8 |
			        (i + k < s.n ? (unsigned char)s.p[i + k] : 0);
		for (size_t k = 0; k < 4; k++) {
			char c = liquid_base64[three >> (18 - 6 * k) & 63];
			if (url_safe && c == '+')
				c = '-';
			if (url_safe && c == '/')
				c = '_';
			buf_ch(&b, i + k > s.n ? '=' : c);
		}
	}
	return liquid_made(lq, &b);
}

struct value *
liquid_base64_encode(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_to_base64(lq, in, false);
}

struct value *
liquid_base64_url_safe_encode(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_to_base64(lq, in, true);
}

struct value *
liquid_base64_decode(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	struct str s = liquid_text(lq, in);
	struct buf b = buf_new(lq->a);
	uint32_t bits = 0;
	int n = 0;
	for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
		char c = s.p[i] == '-' ? '+' : s.p[i] == '_' ? '/' : s.p[i];
		const char *at = c ? strchr(liquid_base64, c) : NULL;
		if (!at)
			continue;
		bits = bits << 6 | (uint32_t)(at - liquid_base64);
		n += 6;
		if (n >= 8) {
			n -= 8;
			buf_ch(&b, (char)(bits >> n & 0xFF));
		}
	}
	return liquid_decoded(lq, &b);
}

/* ---- slugs ---- */

/* General punctuation, Latin-1 signs and the like are not part of words. */
static bool
liquid_is_letter(uint32_t c)
{
	if (c < 0x80)
		return ch_alnum((int)c);
	if (c < 0xC0)
		return c == 0xAA || c == 0xB5 || c == 0xBA;
	return c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c < 0x2C00) &&
	       !(c >= 0x3000 && c < 0x3005) && !(c >= 0xFE00 && c < 0xFE70) &&
	       !(c >= 0xFF00 && c < 0xFF10) && !(c >= 0x1F000 && c < 0x1FB00);
}

/* Latin letters with marks as the letters alone, U+00C0 to U+017F. */
static const char liquid_latin[] =
	"AAAAAAACEEEEIIIIDNOOOOO OUUUUYTsaaaaaaaceeeeiiiidnooooo ouuuuyty"
	"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
	"lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

enum liquid_slug {
	SLUG_DEFAULT,
	SLUG_RAW,
	SLUG_PRETTY,
	SLUG_ASCII,
	SLUG_LATIN
};

static bool
liquid_slug_keeps(enum liquid_slug mode, uint32_t c)
{
	if (mode == SLUG_RAW)
		return !(c < 0x80 && ch_space((int)c));
	if (mode == SLUG_ASCII)
		return c < 0x80 && ch_alnum((int)c);
	if (mode == SLUG_PRETTY && c < 0x80 && c &&
		strchr("._~!$&'()+,;=@", (int)c))
		return true;
	return liquid_is_letter(c);
}

static struct str
liquid_put_slug(struct liquid *lq, struct str s, enum liquid_slug mode)
{
	struct buf b = buf_new(lq->a);
	bool gap = false;
	for (size_t i = 0; i < s.n;) {
		uint32_t c = utf8_next(s, &i);
		if (mode == SLUG_LATIN && c >= 0xC0 && c < 0x180)
			c = (unsigned char)liquid_latin[c - 0xC0];
		if (!liquid_slug_keeps(mode, c)) {
			gap = b.n > 0;
			continue;
		}
		if (gap)
			buf_ch(&b, '-');
		gap = false;
		buf_utf8(&b, c);
	}
	return buf_done(&b);
}

struct value *
liquid_slugify(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	static const char *const modes[] = {
		[SLUG_DEFAULT] = "default",
		[SLUG_RAW] = "raw",
		[SLUG_PRETTY] = "pretty",
		[SLUG_ASCII] = "ascii",
		[SLUG_LATIN] = "latin",
	};
	if (!in)
		return NULL;
	struct str name = liquid_arg_text(lq, args, 0, "default");
	enum liquid_slug mode = SLUG_DEFAULT;
	for (size_t i = 0; i < ARRAY_LEN(modes); i++)
		if (str_is(name, modes[i]))
			mode = (enum liquid_slug)i;
	struct str s = liquid_text(lq, in);
	if (!str_is(name, "none"))
		s = liquid_put_slug(lq, s, mode);
	if (!liquid_fits(lq, s.n))
		return NULL;
	struct liquid_args none = {0};
	return liquid_downcase(lq, liquid_str(lq, s), &none);
}
