/*
 * The author's own look: style attributes and the attributes of old HTML.
 *
 * Only properties that a row of properties.def names are obeyed; what else
 * CSS knows means nothing on paper and is passed over in silence.
 * Shorthands are taken apart by their words: one to four paddings, a font's
 * style, size and family.  Borders: css_border.c.
 */
#include "theme_priv.h"

struct declaration {
	struct str name, value;
	struct span span;
};

bool
css_set(const struct css *c, enum prop p, struct str text)
{
	struct setting s = {.prop = p};
	if (!style_read_value(style_props[p].type, SOURCE_CSS, text, &s))
		return false;
	rule_add(c->a, c->out, s);
	return true;
}

bool
css_next(struct str *rest, struct str *word)
{
	size_t i = 0, deep = 0;
	*rest = str_trim(*rest);
	for (; i < rest->n && (deep || !ch_space(rest->p[i])); i++) {
		deep += rest->p[i] == '(';
		deep -= deep && rest->p[i] == ')';
	}
	*word = str_sub(*rest, 0, i);
	*rest = str_sub(*rest, i, rest->n);
	return word->n > 0;
}

static bool
css_background(struct css *c, struct str value)
{
	if (css_set(c, PROP_background, value))
		return true;
	struct str word;
	while (css_next(&value, &word))
		if (css_set(c, PROP_background, word))
			break;
	return true; /* pictures and positions are not printed */
}

/* One to four lengths for top, right, bottom, left. */
static bool
css_sides(struct css *c, struct str value, const enum prop side[4])
{
	static const int from[4][4] = {
		{0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
	struct str part[4];
	int n = 0;
	while (n < 4 && css_next(&value, &part[n]))
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
css_padding(struct css *c, struct str value)
{
	static const enum prop side[4] = {
		PROP_pad_top, PROP_pad_right, PROP_pad_bottom, PROP_pad_left};
	return css_sides(c, value, side);
}

static bool
css_margin(struct css *c, struct str value)
{
	static const enum prop side[4] = {PROP_margin_top, PROP_indent_right,
		PROP_margin_bottom, PROP_indent_left};
	struct str rest = value, word;
	int autos[4] = {0}, n = 0;
	while (n < 4 && css_next(&rest, &word))
		autos[n++] = str_iis(word, "auto");
	c->auto_sides = (n == 4 ? autos[3] : autos[n > 1]) * SIDE_LEFT |
	                autos[n > 1] * SIDE_RIGHT;
	return css_sides(c, value, side);
}

static bool
css_margin_side(
	struct css *c, struct str value, enum prop p, enum style_side side)
{
	c->auto_sides &= ~(int)side;
	if (str_istarts(value, "auto"))
		c->auto_sides |= (int)side;
	return css_set(c, p, value);
}

static bool
css_margin_left(struct css *c, struct str value)
{
	return css_margin_side(c, value, PROP_indent_left, SIDE_LEFT);
}

static bool
css_margin_right(struct css *c, struct str value)
{
	return css_margin_side(c, value, PROP_indent_right, SIDE_RIGHT);
}

/* Style and weight, the size with its leading, then the families. */
static bool
css_font(struct css *c, struct str value)
{
	struct str word;
	while (css_next(&value, &word)) {
		ptrdiff_t slash = str_chr(word, '/');
		if (css_set(c, PROP_italic, word) ||
			css_set(c, PROP_bold, word))
			continue;
		if (slash > 0)
			word = str_sub(word, 0, (size_t)slash);
		if (css_set(c, PROP_size, word))
			break;
	}
	css_set(c, PROP_family, value);
	return true; /* "font: menu" and the like say nothing on paper */
}

static bool
css_switch(struct css *c, enum prop p, bool on)
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
css_break_before(struct css *c, struct str value)
{
	return css_switch(c, PROP_page_before, css_is_break(value));
}

/* "avoid" keeps the block with the next one. */
static bool
css_break_after(struct css *c, struct str value)
{
	if (str_istarts(value, "avoid"))
		return css_switch(c, PROP_keep_next, true);
	return css_switch(c, PROP_page_after, css_is_break(value));
}

static bool
css_break_inside(struct css *c, struct str value)
{
	return css_switch(c, PROP_keep, str_istarts(value, "avoid"));
}

static bool
css_column_span(struct css *c, struct str value)
{
	return css_switch(c, PROP_span, str_iis(value, "all"));
}

static bool
css_decoration(struct css *c, struct str value)
{
	struct str word;
	while (str_next(&value, " ", &word))
		if (css_set(c, PROP_underline, word))
			break;
	return true;
}

/* vertical-align means one thing in a cell and another in a line. */
static bool
css_vertical_align(struct css *c, struct str value)
{
	if (!css_set(c, PROP_valign, value))
		css_set(c, PROP_rise, value);
	return true;
}

struct css_shorthand {
	const char *name;
	bool (*set)(struct css *c, struct str value);
};

static const struct css_shorthand css_shorthands[] = {
	{"background", css_background},
	{"background-color", css_background},
	{"padding", css_padding},
	{"margin", css_margin},
	{"margin-left", css_margin_left},
	{"margin-right", css_margin_right},
	{"font", css_font},
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
css_declare(struct css *c, const struct declaration *d)
{
	static const char *const from_around[] = {
		"inherit", "initial", "unset", "revert", "currentcolor"};
	for (size_t i = 0; i < ARRAY_LEN(from_around); i++)
		if (str_iis(d->value, from_around[i]))
			return true;
	if (css_border(c, d->name, d->value))
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
css_style(struct css *c, const struct attr *style)
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
	{"valign", PROP_valign},
	{"width", PROP_width},
	{"clear", PROP_clear},
	{"dir", PROP_rtl},
};

/* Elements whose width="" browsers obey. */
static bool
css_has_width(const struct node *n)
{
	return n->kind == NODE_IMAGE || n->kind == NODE_TABLE ||
	       n->kind == NODE_CELL || n->kind == NODE_RULE ||
	       n->kind == NODE_MEDIA || n->kind == NODE_CODE_BLOCK;
}

/* align= moves the text in a block, but a picture or table itself. */
static void
css_align(const struct css *c, const struct node *n, struct str value)
{
	bool object = n->kind == NODE_IMAGE || n->kind == NODE_TABLE ||
	              n->kind == NODE_MEDIA;
	if (!object)
		css_set(c, PROP_align, value);
	else if (!css_set(c, PROP_floats, value))
		css_set(c, PROP_block_align, value);
}

/* <font size="1"> to "7", "+1" and "-1" from 3. */
static void
css_font_size(struct css *c, struct str value)
{
	static const char *const sizes[] = {"x-small", "small", "medium",
		"large", "x-large", "xx-large", "xx-large"};
	int n;
	if (!str_int(value, &n))
		return;
	value = str_trim(value);
	if (value.p[0] == '+' || value.p[0] == '-')
		n = n < -2 ? 1 : n > 4 ? 7 : 3 + n;
	if (n >= 1 && n <= 7)
		css_set(c, PROP_size, str_c(sizes[n - 1]));
}

void
css_collect(struct arena *a, const struct node *n, struct rule *out,
	struct diag *dg)
{
	struct css c = {.a = a, .out = out, .dg = dg};
	const struct attr *style = NULL;
	for (const struct attr *at = n->attrs; at; at = at->next) {
		if (str_is(at->name, "style"))
			style = at;
		if (str_is(at->name, "align"))
			css_align(&c, n, at->value);
		if (str_is(at->name, "size") && n->kind == NODE_SPAN)
			css_font_size(&c, at->value);
		for (size_t i = 0; i < ARRAY_LEN(css_attributes); i++)
			if (str_is(at->name, css_attributes[i].name) &&
				(css_attributes[i].prop != PROP_width ||
					css_has_width(n)) &&
				!css_set(&c, css_attributes[i].prop, at->value))
				diag_report(dg, DIAG_CSS_VALUE, at->span,
					"%.*s=\"%.*s\"", STR_ARG(at->name),
					STR_ARG(at->value));
	}
	if (style)
		css_style(&c, style);
	css_border_end(&c);
	if (c.auto_sides & SIDE_LEFT)
		css_set(&c, PROP_block_align,
			c.auto_sides & SIDE_RIGHT ? STR("center")
						  : STR("right"));
}
