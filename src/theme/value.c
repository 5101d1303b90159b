/*
 * Values of properties, from theme files and from CSS.
 *
 * A value becomes a setting: a number and what it is relative to.  What
 * is relative to the font size is only reckoned when a node's size is
 * known (style_set).  Floats don't come in: decimals are read as thousandths.
 */
#include "theme_priv.h"

const struct prop_info style_props[PROPS] = {
#define PROP(field, type, inherited, key, css)                                 \
	[PROP_##field] = {TYPE_##type, inherited, key, css,                    \
		offsetof(struct style, field)},
#include "properties.def"
#undef PROP
};

/* A decimal number at the start in thousandths; `*rest` gets what follows. */
static bool
style_read_milli(struct str s, int64_t *out, struct str *rest)
{
	size_t i = 0;
	bool minus = s.n && s.p[0] == '-';
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		i++;
	int64_t v = 0;
	size_t digits = 0;
	for (; i < s.n && ch_digit(s.p[i]); i++, digits++)
		if (v < 1000000000)
			v = v * 10 + (s.p[i] - '0');
	v *= 1000;
	if (i < s.n && s.p[i] == '.') {
		int unit = 100;
		for (i++; i < s.n && ch_digit(s.p[i]); i++, digits++) {
			v += (s.p[i] - '0') * unit;
			unit /= 10;
		}
	}
	*out = minus ? -v : v;
	*rest = str_trim(str_sub(s, i, s.n));
	return digits > 0;
}

struct unit_name {
	const char *name;
	enum unit unit;
	int num, den; /* times thousandths makes mpt, or thousandths */
};

static const struct unit_name unit_names[] = {
	{"pt", UNIT_PLAIN, 1, 1},
	{"px", UNIT_PLAIN, 3, 4},
	{"in", UNIT_PLAIN, 72, 1},
	{"cm", UNIT_PLAIN, 7200, 254},
	{"mm", UNIT_PLAIN, 720, 254},
	{"pc", UNIT_PLAIN, 12, 1},
	{"em", UNIT_EM, 1, 1},
	{"rem", UNIT_PLAIN, 21, 2}, /* of 10.5 pt */
	{"ex", UNIT_EM, 1, 2},
	{"ch", UNIT_EM, 1, 2},
	{"%", UNIT_PART, 1, 100},
	{"vw", UNIT_PART, 1, 100},
};

static void
style_put_number(
	struct setting *out, enum unit unit, int64_t milli, int num, int den)
{
	mpt m = milli > MPT_MAX    ? MPT_MAX
	        : milli < -MPT_MAX ? -MPT_MAX
	                           : (mpt)milli;
	out->unit = unit;
	out->v = (uint32_t)mpt_scale(m, num, den);
}

bool
style_read_length(
	enum style_source source, struct str text, struct setting *out)
{
	int64_t milli;
	struct str rest;
	if (!style_read_milli(str_trim(text), &milli, &rest))
		return false;
	if (rest.n == 0) {
		bool px = source == SOURCE_CSS;
		style_put_number(
			out, UNIT_PLAIN, milli, px ? 3 : 1, px ? 4 : 1);
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(unit_names); i++) {
		const struct unit_name *u = &unit_names[i];
		if (!str_iis(rest, u->name))
			continue;
		style_put_number(out, u->unit, milli, u->num, u->den);
		return true;
	}
	return false;
}

struct word {
	enum prop_type type;
	const char *name;
	enum unit unit;
	int32_t v;
};

/* Words that stand for a value, by the type of the property. */
static const struct word words[] = {
	{TYPE_FAMILY, "serif", UNIT_PLAIN, FAMILY_SERIF},
	{TYPE_FAMILY, "sans", UNIT_PLAIN, FAMILY_SANS},
	{TYPE_FAMILY, "sans-serif", UNIT_PLAIN, FAMILY_SANS},
	{TYPE_FAMILY, "arial", UNIT_PLAIN, FAMILY_SANS},
	{TYPE_FAMILY, "helvetica", UNIT_PLAIN, FAMILY_SANS},
	{TYPE_FAMILY, "verdana", UNIT_PLAIN, FAMILY_SANS},
	{TYPE_FAMILY, "mono", UNIT_PLAIN, FAMILY_MONO},
	{TYPE_FAMILY, "monospace", UNIT_PLAIN, FAMILY_MONO},
	{TYPE_FAMILY, "courier", UNIT_PLAIN, FAMILY_MONO},
	{TYPE_FAMILY, "courier new", UNIT_PLAIN, FAMILY_MONO},
	{TYPE_FAMILY, "georgia", UNIT_PLAIN, FAMILY_SERIF},
	{TYPE_FAMILY, "times", UNIT_PLAIN, FAMILY_SERIF},
	{TYPE_FAMILY, "times new roman", UNIT_PLAIN, FAMILY_SERIF},
	{TYPE_SIZE, "xx-small", UNIT_EM, 750},
	{TYPE_SIZE, "x-small", UNIT_EM, 800},
	{TYPE_SIZE, "small", UNIT_EM, 850},
	{TYPE_SIZE, "smaller", UNIT_EM, 850},
	{TYPE_SIZE, "medium", UNIT_EM, 1000},
	{TYPE_SIZE, "large", UNIT_EM, 1200},
	{TYPE_SIZE, "larger", UNIT_EM, 1200},
	{TYPE_SIZE, "x-large", UNIT_EM, 1500},
	{TYPE_SIZE, "xx-large", UNIT_EM, 2000},
	{TYPE_WEIGHT, "normal", UNIT_PLAIN, 0},
	{TYPE_WEIGHT, "lighter", UNIT_PLAIN, 0},
	{TYPE_WEIGHT, "bold", UNIT_PLAIN, 1},
	{TYPE_WEIGHT, "bolder", UNIT_PLAIN, 1},
	{TYPE_SLANT, "normal", UNIT_PLAIN, 0},
	{TYPE_SLANT, "italic", UNIT_PLAIN, 1},
	{TYPE_SLANT, "oblique", UNIT_PLAIN, 1},
	{TYPE_ALIGN, "start", UNIT_PLAIN, STYLE_START},
	{TYPE_ALIGN, "left", UNIT_PLAIN, STYLE_LEFT},
	{TYPE_ALIGN, "right", UNIT_PLAIN, STYLE_RIGHT},
	{TYPE_ALIGN, "end", UNIT_PLAIN, STYLE_END},
	{TYPE_ALIGN, "center", UNIT_PLAIN, STYLE_CENTER},
	{TYPE_ALIGN, "middle", UNIT_PLAIN, STYLE_CENTER},
	{TYPE_ALIGN, "-webkit-center", UNIT_PLAIN, STYLE_CENTER},
	{TYPE_ALIGN, "-moz-center", UNIT_PLAIN, STYLE_CENTER},
	{TYPE_ALIGN, "justify", UNIT_PLAIN, STYLE_JUSTIFY},
	{TYPE_TRANSFORM, "none", UNIT_PLAIN, TRANSFORM_NONE},
	{TYPE_TRANSFORM, "uppercase", UNIT_PLAIN, TRANSFORM_UPPER},
	{TYPE_TRANSFORM, "lowercase", UNIT_PLAIN, TRANSFORM_LOWER},
	{TYPE_TRANSFORM, "capitalize", UNIT_PLAIN, TRANSFORM_CAPITALS},
	{TYPE_UNDERLINE, "none", UNIT_PLAIN, LINE_NONE},
	{TYPE_UNDERLINE, "underline", UNIT_PLAIN, LINE_UNDER},
	{TYPE_UNDERLINE, "line-through", UNIT_PLAIN, LINE_THROUGH},
	{TYPE_FEATURES, "normal", UNIT_PLAIN, 0},
	{TYPE_FEATURES, "small-caps", UNIT_PLAIN, FEATURE_SMALL_CAPS},
	{TYPE_FEATURES, "old-style", UNIT_PLAIN, FEATURE_OLD_STYLE},
	{TYPE_FEATURES, "tabular", UNIT_PLAIN, FEATURE_TABULAR},
	{TYPE_SWITCH, "true", UNIT_PLAIN, 1},
	{TYPE_SWITCH, "yes", UNIT_PLAIN, 1},
	{TYPE_SWITCH, "always", UNIT_PLAIN, 1},
	{TYPE_SWITCH, "false", UNIT_PLAIN, 0},
	{TYPE_SWITCH, "no", UNIT_PLAIN, 0},
	{TYPE_SWITCH, "auto", UNIT_PLAIN, 0},
	{TYPE_HYPHENS, "auto", UNIT_PLAIN, HYPHENS_AUTO},
	{TYPE_HYPHENS, "true", UNIT_PLAIN, HYPHENS_ON},
	{TYPE_HYPHENS, "yes", UNIT_PLAIN, HYPHENS_ON},
	{TYPE_HYPHENS, "false", UNIT_PLAIN, HYPHENS_OFF},
	{TYPE_HYPHENS, "no", UNIT_PLAIN, HYPHENS_OFF},
	{TYPE_HYPHENS, "none", UNIT_PLAIN, HYPHENS_OFF},
	{TYPE_WRAP, "normal", UNIT_PLAIN, 0},
	{TYPE_WRAP, "nowrap", UNIT_PLAIN, 1},
	{TYPE_WRAP, "pre", UNIT_PLAIN, 0},
	{TYPE_WRAP, "pre-wrap", UNIT_PLAIN, 0},
	{TYPE_WRAP, "pre-line", UNIT_PLAIN, 0},
	{TYPE_RISE, "baseline", UNIT_PLAIN, 0},
	{TYPE_RISE, "super", UNIT_EM, 330},
	{TYPE_RISE, "sub", UNIT_EM, -160},
	{TYPE_WIDTH, "auto", UNIT_PLAIN, 0},
	{TYPE_WIDTH, "none", UNIT_PLAIN, 0},
	{TYPE_WIDTH, "fit-content", UNIT_PLAIN, 0},
	{TYPE_FLOAT, "none", UNIT_PLAIN, FLOAT_NONE},
	{TYPE_FLOAT, "left", UNIT_PLAIN, FLOAT_LEFT},
	{TYPE_FLOAT, "right", UNIT_PLAIN, FLOAT_RIGHT},
	{TYPE_FLOAT, "inline-start", UNIT_PLAIN, FLOAT_LEFT},
	{TYPE_FLOAT, "inline-end", UNIT_PLAIN, FLOAT_RIGHT},
	{TYPE_SIDES, "none", UNIT_PLAIN, 0},
	{TYPE_SIDES, "top", UNIT_PLAIN, SIDE_TOP},
	{TYPE_SIDES, "right", UNIT_PLAIN, SIDE_RIGHT},
	{TYPE_SIDES, "bottom", UNIT_PLAIN, SIDE_BOTTOM},
	{TYPE_SIDES, "left", UNIT_PLAIN, SIDE_LEFT},
	{TYPE_SIDES, "both", UNIT_PLAIN, SIDE_LEFT | SIDE_RIGHT},
	{TYPE_SIDES, "all", UNIT_PLAIN, SIDE_LEFT | SIDE_RIGHT},
	{TYPE_DIRECTION, "ltr", UNIT_PLAIN, 0},
	{TYPE_DIRECTION, "auto", UNIT_PLAIN, 0},
	{TYPE_DIRECTION, "rtl", UNIT_PLAIN, 1},
	{TYPE_LENGTH, "auto", UNIT_PLAIN, 0},
	{TYPE_LENGTH, "normal", UNIT_PLAIN, 0},
	{TYPE_VALIGN, "top", UNIT_PLAIN, VALIGN_TOP},
	{TYPE_VALIGN, "baseline", UNIT_PLAIN, VALIGN_TOP},
	{TYPE_VALIGN, "middle", UNIT_PLAIN, VALIGN_MIDDLE},
	{TYPE_VALIGN, "bottom", UNIT_PLAIN, VALIGN_BOTTOM},
};

static bool
style_read_word(enum prop_type type, struct str text, struct setting *out)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (words[i].type != type || !str_iis(text, words[i].name))
			continue;
		out->unit = words[i].unit;
		out->v = (uint32_t)words[i].v;
		return true;
	}
	return false;
}

/* The first family of a list that has a known part. */
static bool
style_read_family(struct str text, struct setting *out)
{
	struct str name;
	while (str_next(&text, ",", &name)) {
		while (name.n && strchr("'\"", name.p[0]))
			name = str_sub(name, 1, name.n);
		while (name.n && strchr("'\"", name.p[name.n - 1]))
			name.n--;
		if (style_read_word(TYPE_FAMILY, name, out))
			return true;
	}
	return false;
}

static bool
style_read_leading(struct str text, struct setting *out)
{
	if (!style_read_length(SOURCE_THEME, text, out))
		return false;
	/* A small bare number is a multiple of the size. */
	if (out->unit == UNIT_PLAIN && (int32_t)out->v < PT(5))
		out->unit = UNIT_EM;
	return true;
}

/* A CSS weight in hundreds. */
static bool
style_read_weight(struct str text, struct setting *out)
{
	int weight;
	if (!str_int(text, &weight))
		return false;
	out->unit = UNIT_PLAIN;
	out->v = weight >= 600;
	return true;
}

bool
style_read_value(enum prop_type type, enum style_source source, struct str text,
	struct setting *out)
{
	text = str_trim(text);
	ptrdiff_t bang = source == SOURCE_CSS ? str_chr(text, '!') : -1;
	if (bang >= 0) /* !important */
		text = str_trim(str_sub(text, 0, (size_t)bang));
	out->unit = UNIT_PLAIN;
	switch (type) {
	case TYPE_FAMILY:
		return style_read_family(text, out);
	case TYPE_COLOR:
		return color_read(text, &out->v);
	case TYPE_LEADING:
		return style_read_leading(text, out);
	case TYPE_WEIGHT:
		return style_read_word(type, text, out) ||
		       style_read_weight(text, out);
	case TYPE_SIZE:
	case TYPE_LENGTH:
	case TYPE_WIDTH:
	case TYPE_RISE:
		return style_read_word(type, text, out) ||
		       style_read_length(source, text, out);
	default:
		return style_read_word(type, text, out);
	}
}

void
rule_add(struct arena *a, struct rule *r, struct setting s)
{
	ARENA_PUSH(a, r->v, r->n, r->cap);
	r->v[r->n++] = s;
}

static void
style_put(struct style *s, enum prop p, uint32_t v)
{
	memcpy((char *)s + style_props[p].offset, &v, sizeof v);
}

/* Sizes keep within what can be read and printed. */
static mpt
style_limit_size(mpt size)
{
	return mpt_max(PT(4), mpt_min(PT(96), size));
}

/* The font size first: other lengths may be relative to it. */
static void
style_set_size(struct style *s, const struct rule *r, mpt parent_size)
{
	for (int i = 0; i < r->n; i++) {
		const struct setting *t = &r->v[i];
		if (t->prop != PROP_size)
			continue;
		mpt old = s->size;
		mpt v = (mpt)t->v;
		if (t->unit != UNIT_PLAIN)
			v = mpt_scale(parent_size, v, 1000);
		s->size = style_limit_size(v);
		if (old)
			s->leading = mpt_scale(s->leading, s->size, old);
	}
}

void
style_set(struct style *s, const struct rule *r, mpt parent_size)
{
	if (!r)
		return;
	style_set_size(s, r, parent_size);
	for (int i = 0; i < r->n; i++) {
		const struct setting *t = &r->v[i];
		mpt v = (mpt)t->v;
		if (t->prop == PROP_size)
			continue;
		if (t->unit == UNIT_EM)
			v = mpt_scale(s->size, v, 1000);
		else if (t->unit == UNIT_PART &&
			 style_props[t->prop].type == TYPE_WIDTH)
			v = -v;
		else if (t->unit == UNIT_PART)
			v = mpt_scale(s->size, v, 1000);
		style_put(s, t->prop, (uint32_t)v);
	}
}
