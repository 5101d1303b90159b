/*
 * Borders: a width and a colour for all sides that have one; a left one
 * alone is a bar, as boxes of the theme have it.
 *
 * Print draws every style of line solid.  A declaration of one side adds
 * that side, "none" takes it away; what is left is known at the end.
 */
#include "theme_priv.h"

#define ALL_SIDES (SIDE_TOP | SIDE_RIGHT | SIDE_BOTTOM | SIDE_LEFT)

struct border {
	int sides;
	enum prop width, color;
};

static bool
is_none(struct str word)
{
	return str_iis(word, "none") || str_iis(word, "hidden");
}

/* Width, colour and style of a line in any order. */
static void
border_words(struct css *c, const struct border *b, struct str value)
{
	static const struct {
		const char *name, *width;
	} widths[] = {{"thin", "1px"}, {"medium", "3px"}, {"thick", "5px"}};
	struct str word;
	bool none = false, width = false;
	while (css_next(&value, &word)) {
		for (size_t i = 0; i < ARRAY_LEN(widths); i++)
			if (str_iis(word, widths[i].name))
				word = str_c(widths[i].width);
		none = none || is_none(word) || str_iis(word, "0");
		if (css_set(c, b->width, word))
			width = true;
		else
			css_set(c, b->color, word);
	}
	if (none)
		c->sides &= ~b->sides;
	else
		c->sides |= b->sides;
	if (none && (b->width == PROP_bar_width || b->sides == ALL_SIDES))
		css_set(c, b->width, STR("0"));
	else if (!none && !width)
		css_set(c, b->width, STR("3px")); /* medium */
}

/* border-width, border-color, border-style and their like for one side. */
static bool
border_part(struct css *c, const struct border *b, struct str part,
	struct str value)
{
	struct str word;
	if (!css_next(&value, &word))
		return true;
	if (str_iis(part, "color"))
		return css_set(c, b->color, word) || true;
	if (str_iis(part, "width")) {
		if (css_set(c, b->width, word))
			c->sides |= b->sides;
		return true;
	}
	if (str_iis(part, "style")) {
		if (is_none(word))
			c->sides &= ~b->sides;
		return true;
	}
	return false;
}

bool
css_border(struct css *c, struct str name, struct str value)
{
	static const struct {
		const char *name;
		struct border b;
	} rows[] = {
		{"border-top",
			{SIDE_TOP, PROP_border_width, PROP_border_color}},
		{"border-right",
			{SIDE_RIGHT, PROP_border_width, PROP_border_color}},
		{"border-bottom",
			{SIDE_BOTTOM, PROP_border_width, PROP_border_color}},
		{"border-left", {SIDE_LEFT, PROP_bar_width, PROP_bar_color}},
		{"border", {ALL_SIDES, PROP_border_width, PROP_border_color}},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		size_t n = strlen(rows[i].name);
		if (!str_istarts(name, rows[i].name))
			continue;
		if (name.n == n)
			border_words(c, &rows[i].b, value);
		else if (name.p[n] != '-' ||
			 !border_part(c, &rows[i].b,
				 str_sub(name, n + 1, name.n), value))
			continue;
		return true;
	}
	return false;
}

void
css_border_end(struct css *c)
{
	struct setting s = {.prop = PROP_border_sides};
	bool set = false;
	for (int i = 0; i < c->out->n; i++)
		set = set || c->out->v[i].prop == PROP_border_width;
	if (!set)
		return;
	s.v = (uint32_t)(c->sides == ALL_SIDES ? 0 : c->sides);
	rule_add(c->a, c->out, s);
	if (!c->sides)
		css_set(c, PROP_border_width, STR("0"));
}
