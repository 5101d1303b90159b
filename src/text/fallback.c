/*
 * A font for characters that the wanted one lacks.
 *
 * The manifest gives each family the ranges it serves, so a font is opened
 * only if it can have the character.  Of those that do have it the first
 * of the same make (with serifs or without) wins, else the first.  What
 * was decided is kept in a small table, hashed by character: a page in
 * Japanese asks thousands of times for a few hundred characters.  The
 * table only saves time; the answer never depends on what it holds.
 */
#include "text_priv.h"

/* Fonts without these use the space's glyph, HarfBuzz sets the width. */
static bool
is_wide_space(uint32_t c)
{
	return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
	       c == 0x205F || c == 0x3000;
}

/* Can the font show this character, in its own or another's glyph? */
static bool
font_shows(const struct font *f, uint32_t c)
{
	if (font_glyph(f, c))
		return true;
	if (c == 0x2011) /* text_shape sends another hyphen */
		return font_glyph(f, 0x2010) || font_glyph(f, '-');
	if (is_wide_space(c))
		return font_glyph(f, ' ') != 0;
	return text_is_ignorable(c);
}

/*
 * All of a cluster: a mark may also be there as part of a letter, since
 * HarfBuzz composes where the font has the composed form.
 */
static bool
font_shows_cluster(const struct font *f, const uint32_t *c, int n)
{
	hb_unicode_funcs_t *u = hb_unicode_funcs_get_default();
	hb_codepoint_t base = c[0];
	if (!font_shows(f, base))
		return false;
	for (int i = 1; i < n; i++) {
		hb_codepoint_t both;
		if (hb_unicode_compose(u, base, c[i], &both) &&
			font_glyph(f, both))
			base = both;
		else if (!font_shows(f, c[i]))
			return false;
	}
	return true;
}

static bool
family_serves(const struct font_family *f, uint32_t c)
{
	for (int i = 0; i < f->nranges; i++)
		if (c >= f->ranges[i].from && c <= f->ranges[i].to)
			return true;
	return false;
}

static const struct font *
fallback_search(struct font_cache *fc, const struct font *like,
	const uint32_t *c, int n, struct diag *dg)
{
	int style = like->bold | like->italic << 1;
	const struct font *other = NULL;
	for (int i = 0; i < fc->nfamilies; i++) {
		struct font_family *fam = &fc->families[i];
		if (!font_read_family(fam) || !family_serves(fam, c[0]))
			continue;
		bool same = fam->serif == like->priv->serif;
		if (other && !same)
			continue;
		const struct font *f = font_of_family(fc, i, style, dg);
		if (!f || !font_shows_cluster(f, c, n))
			continue;
		if (same)
			return f;
		other = f;
	}
	return other;
}

/*
 * Files that are missing are reported only where they would have helped:
 * in a second search, after the first found nothing.
 */
static const struct font *
fallback(struct font_cache *fc, const struct font *like, const uint32_t *c,
	int n, struct diag *dg)
{
	const struct font *f = fallback_search(fc, like, c, n, NULL);
	return f ? f : fallback_search(fc, like, c, n, dg);
}

const struct font *
font_for_cluster(struct font_cache *fc, const struct font *like,
	const uint32_t *c, int n, struct diag *dg)
{
	if (font_shows_cluster(like, c, n))
		return like;
	if (n > 1)
		return fallback(fc, like, c, n, dg);
	uint32_t style = 1 + (like->bold | (uint32_t)like->italic << 1 |
				     (uint32_t)like->priv->serif << 2);
	struct font_recent *r =
		&fc->recent[(c[0] * 8 + style) * 2654435761U >> 23];
	if (r->c == c[0] && r->style == style)
		return r->font;
	const struct font *f = fallback(fc, like, c, n, dg);
	if (f)
		*r = (struct font_recent){c[0], style, f};
	return f;
}
