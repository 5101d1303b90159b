/*
 * theme's inside: properties, settings, rules.
 */
#ifndef HANDOUT_THEME_PRIV_H
#define HANDOUT_THEME_PRIV_H

#include "theme.h"

enum prop_type {
	TYPE_FAMILY,
	TYPE_SIZE,
	TYPE_WEIGHT,
	TYPE_SLANT,
	TYPE_COLOR,
	TYPE_LEADING,
	TYPE_ALIGN,
	TYPE_TRANSFORM,
	TYPE_UNDERLINE,
	TYPE_LENGTH,
	TYPE_FEATURES,
	TYPE_SWITCH,
	TYPE_HYPHENS,
	TYPE_WRAP,
	TYPE_RISE,
	TYPE_WIDTH,
	TYPE_VALIGN,
	TYPE_SIDES,
	TYPE_FLOAT,
	TYPE_DIRECTION,
	PROP_TYPES
};

enum prop {
#define PROP(field, type, inherited, key, css) PROP_##field,
#include "properties.def"
#undef PROP
	PROPS
};

struct prop_info {
	enum prop_type type;
	bool inherited;
	const char *key, *css;
	size_t offset;
};

extern const struct prop_info style_props[PROPS];

/* How `v` of a setting is meant. */
enum unit {
	UNIT_PLAIN, /* mpt, a colour, a member of an enum */
	UNIT_EM,    /* thousandths of the font size */
	UNIT_PART   /* thousandths of what is around: parent's size, measure */
};

struct setting {
	enum prop prop;
	enum unit unit;
	uint32_t v; /* or an int32_t in the same bits */
};

struct rule {
	struct setting *v;
	int n, cap;
	bool box;        /* of a class: laid over the rule of all boxes */
	struct str type; /* of a box: its PDF type */
};

struct theme_rules {
	struct arena *a;
	struct map by_key; /* "heading.h1" -> struct rule */
	struct map roles;  /* class -> struct rule */
	struct style base;
	/* the same as in by_key, found once */
	const struct rule *kinds[NODE_KINDS];
	const struct rule *headings[6];
	const struct rule *header_cell, *title_cell, *nested_list, *box;
};

/* Which words a value may use: a theme file's or CSS's. */
enum style_source { SOURCE_THEME, SOURCE_CSS };

/* Read one value; false if it is none of the property's type. */
bool style_read_value(enum prop_type type, enum style_source source,
	struct str text, struct setting *out);
/* A length with unit; bare numbers are pt in themes and px in CSS. */
bool style_read_length(
	enum style_source source, struct str text, struct setting *out);

void rule_add(struct arena *a, struct rule *r, struct setting s);
/* Set what the rule says; `parent` is what em of font-size refers to. */
void style_set(struct style *s, const struct rule *r, mpt parent_size);

/* What is gathered from one node's attributes. */
struct css {
	struct arena *a;
	struct rule *out;
	struct diag *dg;
	int sides;      /* with a border, enum style_side */
	int auto_sides; /* whose margin is auto */
};

/* Set property `p` from `text`; false if that is no value for it. */
bool css_set(const struct css *c, enum prop p, struct str text);
/* Next word of a value; rgb(1, 2, 3) is one. */
bool css_next(struct str *rest, struct str *word);
/* border, border-top, border-left-color ...; false if `name` is none. */
bool css_border(struct css *c, struct str name, struct str value);
/* After the last declaration: the sides that have a border. */
void css_border_end(struct css *c);

/*
 * What style=, bgcolor=, align=, width= ... of a node say, as settings in
 * `out`.  What can't be read is reported (css-value).
 */
void css_collect(struct arena *a, const struct node *n, struct rule *out,
	struct diag *dg);

#endif
