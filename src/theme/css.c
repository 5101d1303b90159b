/*
 * The author's own look: style attributes and the attributes of old HTML.
 *
 * Only properties that a row of properties.def names are obeyed; what else
 * CSS knows means nothing on paper and is passed over in silence.
 * Shorthands are taken apart by their words: a border's width and colour,
 * one to four paddings.
 */
#include "theme_priv.h"

struct declaration {
	struct str name, value;
	struct span span;
};

struct css {
	struct arena *a;
	struct rule *out;
	struct diag *dg;
};

/* Set property `p` from `text`; false if that is no value for it. */
static bool
css_set(const struct css *c, enum prop p, struct str text)
{
	struct setting s = {.prop = p};
	if (!style_read_value(style_props[p].type, SOURCE_CSS, text, &s))
		return false;
	rule_add(c->a, c->out, s);
	return true;
}

static bool
css_background(const struct css *c, struct str value)
{
	if (css_set(c, PROP_background, value))
		return true;
	struct str word;
	while (str_next(&value, " ", &word))
		if (css_set(c, PROP_background, word))
			break;
	return true; /* pictures and positions are not printed */
}

/* One to four lengths for top, right, bottom, left. */
static bool
css_sides(const struct css *c, struct str value, const enum prop side[4])
{
	static const int from[4][4] = {
		{0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
	struct str part[4];
	int n = 0;
	while (n < 4 && str_next(&value, " \t", &part[n]))
		n++;
	if (n == 0)
		return false;
	for (int i = 0; i < 4; i++)
		if (side[i] != PROPS &&
			!css_set(c, side[i], part[from[n - 1][i]]))
			return false;
	return true;
}

static bool
css_padding(const struct css *c, struct str value)
{
	static const enum prop side[4] = {
		PROP_pad_top, PROP_pad_right, PROP_pad_bottom, PROP_pad_left};
	return css_sides(c, value, side);
}

static bool
css_margin(const struct css *c, struct str value)
{
	static const enum prop side[4] = {PROP_margin_top, PROP_indent_right,
		PROP_margin_bottom, PROP_indent_left};
	return css_sides(c, value, side);
}

/* Width and colour, in any order, beside a style that is not looked at. */
static void
css_border_words(
	const struct css *c, struct str value, enum prop width, enum prop color)
{
	struct str word;
	while (str_next(&value, " ", &word)) {
		if (str_iis(word, "none") || str_iis(word, "hidden"))
			css_set(c, width, STR("0"));
		else if (!css_set(c, width, word))
			css_set(c, color, word);
	}
}

static bool
css_border(const struct css *c, struct str value)
{
	css_border_words(c, value, PROP_border_width, PROP_border_color);
	return true;
}

static bool
css_border_left(const struct css *c, struct str value)
{
	css_border_words(c, value, PROP_bar_width, PROP_bar_color);
	return true;
}

static bool
css_switch(const struct css *c, enum prop p, bool on)
{
	return css_set(c, p, on ? STR("yes") : STR("no"));
}

/* Is it a break that is always made, whatever side it asks for? */
static bool
css_is_break(struct str value)
{
	static const char *const always[] = {
		"always", "page", "left", "right", "recto", "verso"};
	for (size_t i = 0; i < ARRAY_LEN(always); i++)
		if (str_iis(value, always[i]))
			return true;
	return false;
}

static bool
css_break_before(const struct css *c, struct str value)
{
	return css_switch(c, PROP_page_before, css_is_break(value));
}

/* "avoid" keeps the block with the next one. */
static bool
css_break_after(const struct css *c, struct str value)
{
	if (str_istarts(value, "avoid"))
		return css_switch(c, PROP_keep_next, true);
	return css_switch(c, PROP_page_after, css_is_break(value));
}

static bool
css_break_inside(const struct css *c, struct str value)
{
	return css_switch(c, PROP_keep, str_istarts(value, "avoid"));
}

static bool
css_column_span(const struct css *c, struct str value)
{
	return css_switch(c, PROP_span, str_iis(value, "all"));
}

static bool
css_decoration(const struct css *c, struct str value)
{
	struct str word;
	while (str_next(&value, " ", &word))
		if (css_set(c, PROP_underline, word))
			break;
	return true;
}

/* vertical-align means one thing in a cell and another in a line. */
static bool
css_vertical_align(const struct css *c, struct str value)
{
	if (!css_set(c, PROP_valign, value))
		css_set(c, PROP_rise, value);
	return true;
}

struct css_shorthand {
	const char *name;
	bool (*set)(const struct css *c, struct str value);
};

static const struct css_shorthand css_shorthands[] = {
	{"background", css_background},
	{"background-color", css_background},
	{"padding", css_padding},
	{"margin", css_margin},
	{"border", css_border},
	{"border-left", css_border_left},
	{"page-break-before", css_break_before},
	{"break-before", css_break_before},
	{"page-break-after", css_break_after},
	{"break-after", css_break_after},
	{"column-span", css_column_span},
	{"page-break-inside", css_break_inside},
	{"break-inside", css_break_inside},
	{"text-decoration", css_decoration},
	{"text-decoration-line", css_decoration},
	{"vertical-align", css_vertical_align},
};

/* False if the property is known and its value is not. */
static bool
css_declare(const struct css *c, const struct declaration *d)
{
	if (str_iis(d->value, "inherit") || str_iis(d->value, "initial") ||
		str_iis(d->value, "unset"))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(css_shorthands); i++)
		if (str_iis(d->name, css_shorthands[i].name))
			return css_shorthands[i].set(c, d->value);
	for (int p = 0; p < PROPS; p++)
		if (style_props[p].css && str_iis(d->name, style_props[p].css))
			return css_set(c, (enum prop)p, d->value);
	return true;
}

static void
css_style(const struct css *c, const struct attr *style)
{
	struct str rest = style->value, part;
	while (str_next(&rest, ";", &part)) {
		ptrdiff_t colon = str_chr(part, ':');
		if (colon <= 0)
			continue;
		struct declaration d = {
			.name = str_trim(str_sub(part, 0, (size_t)colon)),
			.value = str_trim(
				str_sub(part, (size_t)colon + 1, part.n)),
			.span = style->span};
		if (!css_declare(c, &d))
			diag_report(c->dg, DIAG_CSS_VALUE, d.span, "%.*s: %.*s",
				STR_ARG(d.name), STR_ARG(d.value));
	}
}

struct css_attribute {
	const char *name;
	enum prop prop;
};

static const struct css_attribute css_attributes[] = {
	{"bgcolor", PROP_background},
	{"color", PROP_color},
	{"align", PROP_align},
	{"valign", PROP_valign},
	{"width", PROP_width},
};

/* <font size="1"> to "7". */
static void
css_font_size(const struct css *c, struct str value)
{
	static const char *const sizes[] = {"x-small", "small", "medium",
		"large", "x-large", "xx-large", "xx-large"};
	int n;
	if (str_int(value, &n) && n >= 1 && n <= 7)
		css_set(c, PROP_size, str_c(sizes[n - 1]));
}

void
css_collect(struct arena *a, const struct node *n, struct rule *out,
	struct diag *dg)
{
	struct css c = {a, out, dg};
	const struct attr *style = NULL;
	for (const struct attr *at = n->attrs; at; at = at->next) {
		if (str_is(at->name, "style"))
			style = at;
		if (str_is(at->name, "size") && n->kind == NODE_SPAN)
			css_font_size(&c, at->value);
		for (size_t i = 0; i < ARRAY_LEN(css_attributes); i++)
			if (str_is(at->name, css_attributes[i].name) &&
				!css_set(&c, css_attributes[i].prop, at->value))
				diag_report(dg, DIAG_CSS_VALUE, at->span,
					"%.*s=\"%.*s\"", STR_ARG(at->name),
					STR_ARG(at->value));
	}
	if (style)
		css_style(&c, style);
}
