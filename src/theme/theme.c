/*
 * A theme file becomes rules.
 *
 * Its keys are flattened as asciidoctor-pdf does: `heading: {h1: {..}}` and
 * `heading_h1: {..}` are the same.  A key that names a property sets it in
 * its category's rule; one that names a field of the theme itself (paper,
 * margins, notes) sets that; `role` holds a rule per class.
 */
#include "theme_priv.h"

enum theme_field_type {
	THEME_LENGTH,
	THEME_MILLI, /* thousandths: 27% or 0.27 */
	THEME_NUMBER,
	THEME_COLOR,
	THEME_SWITCH,
	THEME_STRING,
	THEME_LINKS,
	THEME_NOTES,
	THEME_BOTTOM
};

struct theme_field {
	const char *key;
	enum theme_field_type type;
	size_t offset;
};

static const struct theme_field theme_fields[] = {
	{"font.serif", THEME_STRING,
		offsetof(struct theme, families[FAMILY_SERIF])},
	{"font.sans", THEME_STRING,
		offsetof(struct theme, families[FAMILY_SANS])},
	{"font.mono", THEME_STRING,
		offsetof(struct theme, families[FAMILY_MONO])},
	{"header.left", THEME_STRING, offsetof(struct theme, head.left)},
	{"header.right", THEME_STRING, offsetof(struct theme, head.right)},
	{"header.height", THEME_LENGTH, offsetof(struct theme, head.at)},
	{"header.rule", THEME_SWITCH, offsetof(struct theme, head.rule)},
	{"header.on_first", THEME_SWITCH,
		offsetof(struct theme, head.on_first)},
	{"footer.left", THEME_STRING, offsetof(struct theme, foot.left)},
	{"footer.right", THEME_STRING, offsetof(struct theme, foot.right)},
	{"footer.height", THEME_LENGTH, offsetof(struct theme, foot.at)},
	{"footer.rule", THEME_SWITCH, offsetof(struct theme, foot.rule)},
	{"footer.on_first", THEME_SWITCH,
		offsetof(struct theme, foot.on_first)},
	{"footnotes.rule_length", THEME_LENGTH,
		offsetof(struct theme, note_rule)},
	{"footnotes.rule_width", THEME_LENGTH,
		offsetof(struct theme, note_rule_thick)},
	{"footnotes.rule_color", THEME_COLOR,
		offsetof(struct theme, note_rule_color)},
	{"footnotes.gap", THEME_LENGTH, offsetof(struct theme, note_gap)},
	{"footnotes.space", THEME_LENGTH, offsetof(struct theme, note_space)},
	{"table.row_rule_width", THEME_LENGTH,
		offsetof(struct theme, table_rule)},
	{"table.label_column", THEME_MILLI,
		offsetof(struct theme, label_column)},
	{"list.indent", THEME_LENGTH, offsetof(struct theme, list_indent)},
	{"image.dpi", THEME_NUMBER, offsetof(struct theme, image_dpi)},
	{"qr.size", THEME_LENGTH, offsetof(struct theme, qr_size)},
	{"page.duplex", THEME_SWITCH, offsetof(struct theme, mirror)},
	{"page.gutter", THEME_LENGTH, offsetof(struct theme, gutter)},
	{"page.ink_save", THEME_SWITCH, offsetof(struct theme, ink_save)},
	{"base.font_size_min", THEME_LENGTH,
		offsetof(struct theme, size_least)},
	{"page.columns", THEME_NUMBER, offsetof(struct theme, columns)},
	{"page.column_gap", THEME_LENGTH, offsetof(struct theme, column_gap)},
	{"page.bottom", THEME_BOTTOM, offsetof(struct theme, flush)},
	{"page.orphans", THEME_NUMBER, offsetof(struct theme, orphans)},
	{"page.widows", THEME_NUMBER, offsetof(struct theme, widows)},
	{"footnotes.placement", THEME_NOTES, offsetof(struct theme, notes)},
	{"footnotes.across", THEME_SWITCH,
		offsetof(struct theme, notes_across)},
	{"table.turn", THEME_SWITCH, offsetof(struct theme, table_turn)},
	{"page.keep_words", THEME_SWITCH, offsetof(struct theme, keep_words)},
	{"page.keep_notes", THEME_SWITCH, offsetof(struct theme, keep_notes)},
	{"contrast.adjust", THEME_SWITCH,
		offsetof(struct theme, contrast_adjust)},
	{"table.header_repeat", THEME_SWITCH,
		offsetof(struct theme, head_repeat)},
	{"table.split_rows", THEME_SWITCH, offsetof(struct theme, table_split)},
	{"page.tighten", THEME_MILLI, offsetof(struct theme, tighten)},
	{"link.show_uri", THEME_LINKS, offsetof(struct theme, links)},
};

struct reader {
	struct arena *a;
	struct theme *t;
	struct diag *dg;
};

static struct rule *
rules_find(struct map *m, struct arena *a, struct str key)
{
	struct rule *r = map_find(m, key);
	if (!r) {
		r = ARENA_NEW(a, struct rule);
		map_put(m, key, r);
	}
	return r;
}

static const struct theme_field *
theme_find_field(struct str key)
{
	for (size_t i = 0; i < ARRAY_LEN(theme_fields); i++)
		if (str_is(key, theme_fields[i].key))
			return &theme_fields[i];
	return NULL;
}

static bool
theme_has_fields(struct str category)
{
	for (size_t i = 0; i < ARRAY_LEN(theme_fields); i++) {
		const char *key = theme_fields[i].key;
		if (strncmp(key, category.p, category.n) == 0 &&
			key[category.n] == '.')
			return true;
	}
	return false;
}

static bool
theme_set_milli(struct str s, mpt *out)
{
	struct setting t;
	if (!style_read_length(SOURCE_THEME, s, &t))
		return false;
	*out = (mpt)t.v;
	return t.unit == UNIT_PART || t.unit == UNIT_PLAIN;
}

static bool
theme_set_links(struct str s, enum links_place *out)
{
	if (str_is(s, "list"))
		*out = LINKS_LIST;
	else if (str_is(s, "none"))
		*out = LINKS_NONE;
	else
		return false;
	return true;
}

static bool
theme_set_notes(struct str s, enum notes_place *out)
{
	static const char *const places[] = {[NOTES_PAGE] = "page",
		[NOTES_SECTION] = "section",
		[NOTES_END] = "end"};
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		if (!str_is(s, places[i]))
			continue;
		*out = (enum notes_place)i;
		return true;
	}
	return false;
}

static bool
theme_set_bottom(struct str s, bool *flush)
{
	*flush = str_is(s, "flush");
	return *flush || str_is(s, "ragged");
}

static bool
theme_set_length(struct str s, mpt *out)
{
	struct setting t;
	if (!style_read_length(SOURCE_THEME, s, &t) || t.unit != UNIT_PLAIN)
		return false;
	*out = (mpt)t.v;
	return true;
}

static bool
theme_set_field(
	struct theme *t, const struct theme_field *f, const struct value *v)
{
	void *at = (char *)t + f->offset;
	switch (f->type) {
	case THEME_LENGTH:
		return theme_set_length(v->s, at);
	case THEME_MILLI:
		return theme_set_milli(v->s, at);
	case THEME_NUMBER:
		return str_int(v->s, at);
	case THEME_COLOR:
		return color_read(v->s, at);
	case THEME_SWITCH:
		*(bool *)at = v->b;
		return v->type == VALUE_BOOL;
	case THEME_STRING:
		*(struct str *)at = v->s;
		return true;
	case THEME_LINKS:
		return theme_set_links(v->s, at);
	case THEME_NOTES:
		return theme_set_notes(v->s, at);
	case THEME_BOTTOM:
		return theme_set_bottom(v->s, at);
	}
	return false;
}

static enum prop
theme_find_prop(struct str key)
{
	int p = 0;
	while (p < PROPS && !str_is(key, style_props[p].key))
		p++;
	return (enum prop)p;
}

/* `font_style: bold_italic` sets two properties at once. */
static bool
theme_font_style(struct reader *rd, struct rule *r, struct str v)
{
	bool bold = str_starts(v, "bold"), italic = str_ends(v, "italic");
	if (!bold && !italic && !str_is(v, "normal"))
		return false;
	rule_add(rd->a, r, (struct setting){PROP_bold, UNIT_PLAIN, bold});
	rule_add(rd->a, r, (struct setting){PROP_italic, UNIT_PLAIN, italic});
	return true;
}

/* `padding: [6, 9]`: one to four sides, as in CSS. */
static bool
theme_padding(struct reader *rd, struct rule *r, const struct value *v)
{
	static const int from[4][4] = {
		{0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
	struct setting part[4];
	int n = 0;
	const struct value *side = v->type == VALUE_LIST ? v->first : v;
	for (; side && n < 4; side = v->type == VALUE_LIST ? side->next : NULL)
		if (!style_read_length(SOURCE_THEME, side->s, &part[n++]))
			return false;
	if (n == 0)
		return false;
	for (int i = 0; i < 4; i++) {
		struct setting s = part[from[n - 1][i]];
		s.prop = (enum prop)(PROP_pad_top + i);
		rule_add(rd->a, r, s);
	}
	return true;
}

/* One key of a rule.  False if it is no property at all. */
static bool
theme_read_prop(struct reader *rd, struct rule *r, const struct value *v)
{
	bool ok;
	enum prop p = theme_find_prop(v->key);
	if (str_is(v->key, "font_style")) {
		ok = theme_font_style(rd, r, v->s);
	} else if (str_is(v->key, "padding")) {
		ok = theme_padding(rd, r, v);
	} else if (p == PROPS) {
		return false;
	} else {
		struct setting s = {.prop = p};
		ok = style_read_value(
			style_props[p].type, SOURCE_THEME, v->s, &s);
		if (ok)
			rule_add(rd->a, r, s);
	}
	if (!ok)
		diag_report(rd->dg, DIAG_THEME_VALUE, v->span, "%.*s: %.*s",
			STR_ARG(v->key), STR_ARG(v->s));
	return true;
}

/* What kinds.def and the theme's own parts know as categories. */
static bool
theme_known_category(struct str key)
{
	static const char *const more[] = {"base", "box", "heading.h1",
		"heading.h2", "heading.h3", "heading.h4", "heading.h5",
		"heading.h6", "list.nested", "table.header_cell",
		"table.title_cell", "header", "footer"};
	static const char *const slots[] = {
#define SLOT(name, k, kind) k,
#include "slots.def"
#undef SLOT
	};
	for (size_t i = 0; i < ARRAY_LEN(more); i++)
		if (str_is(key, more[i]))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(slots); i++)
		if (str_is(key, slots[i]))
			return true;
	return false;
}

static void
theme_unknown(struct reader *rd, const struct value *v, struct str category)
{
	diag_report(rd->dg, DIAG_THEME_KEY, v->key_span, "%.*s in %.*s",
		STR_ARG(v->key), STR_ARG(category));
}

/* The fields of the theme itself that this category has, as "list.indent". */
static bool
theme_read_field(struct reader *rd, struct str category, const struct value *v)
{
	char key[64];
	int n = snprintf(key, sizeof key, "%.*s.%.*s", STR_ARG(category),
		STR_ARG(v->key));
	if (n < 0 || (size_t)n >= sizeof key)
		return false;
	const struct theme_field *f =
		theme_find_field((struct str){key, (size_t)n});
	if (f && !theme_set_field(rd->t, f, v))
		diag_report(rd->dg, DIAG_THEME_VALUE, v->span, "%s: %.*s", key,
			STR_ARG(v->s));
	return f != NULL;
}

static void theme_read_category(
	struct reader *rd, struct str category, const struct value *map);

/* A category within another: `heading: {h1: {...}}`. */
static void
theme_read_below(struct reader *rd, struct str category, const struct value *v)
{
	struct str key =
		str_fmt(rd->a, "%.*s.%.*s", STR_ARG(category), STR_ARG(v->key));
	theme_read_category(rd, key, v);
}

static void
theme_read_category(
	struct reader *rd, struct str category, const struct value *map)
{
	struct rule *r =
		theme_known_category(category)
			? rules_find(&rd->t->rules->by_key, rd->a, category)
			: NULL;
	bool fields = theme_has_fields(category);
	for (const struct value *v = map->first; v; v = v->next) {
		if (v->type == VALUE_MAP)
			theme_read_below(rd, category, v);
		else if (!(fields && theme_read_field(rd, category, v)) &&
			 !(r && theme_read_prop(rd, r, v)))
			theme_unknown(rd, v, category);
	}
}

/*
 * Classes.  A box begins with what all boxes share; its `type` is its name
 * in the structure tree.
 */
static void
theme_read_classes(struct reader *rd, const struct value *map, bool boxes)
{
	for (const struct value *c = map->first; c; c = c->next) {
		struct rule *r =
			rules_find(&rd->t->rules->roles, rd->a, c->key);
		r->box = r->box || boxes;
		for (const struct value *v = c->first; v; v = v->next) {
			if (boxes && str_is(v->key, "type"))
				r->type = v->s;
			else if (!theme_read_prop(rd, r, v))
				theme_unknown(rd, v, c->key);
		}
	}
}

#define SIDE_LEAST PT(48) /* of the margins left and right */

static const struct paper {
	const char *name;
	mpt w, h;
} papers[PAPERS] = {
	[PAPER_LETTER] = {"letter", PT(612), PT(792)},
	[PAPER_A4] = {"a4", 595276, 841890},
	[PAPER_LEGAL] = {"legal", PT(612), PT(1008)},
	[PAPER_A5] = {"a5", 419528, 595276},
};

/* The measure stays as it is, as far as the paper is wide enough. */
static void
theme_keep_measure(struct theme *t, mpt width)
{
	mpt measure = t->paper_w - t->margin_left - t->margin_right;
	mpt gutter = t->margin_left - t->margin_right;
	mpt side = mpt_max(SIDE_LEAST, (width - measure) / 2);
	t->margin_left = side + gutter / 2;
	t->margin_right = side - gutter / 2;
}

bool
theme_set_paper(struct theme *t, struct str name)
{
	for (int i = 0; i < PAPERS; i++) {
		if (!str_iis(name, papers[i].name))
			continue;
		if (t->paper_w)
			theme_keep_measure(t, papers[i].w);
		t->paper_w = papers[i].w;
		t->paper_h = papers[i].h;
		return true;
	}
	return false;
}

void
theme_fold_paper(struct theme *t)
{
	mpt w = t->paper_h / 2;
	t->paper_h = t->paper_w;
	t->paper_w = w;
}

static bool
theme_read_margins(struct theme *t, const struct value *v)
{
	static const int from[4][4] = {
		{0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
	mpt part[4];
	int n = 0;
	const struct value *side = v->type == VALUE_LIST ? v->first : v;
	for (; side && n < 4; side = v->type == VALUE_LIST ? side->next : NULL)
		if (!theme_set_length(side->s, &part[n++]))
			return false;
	if (n == 0)
		return false;
	t->margin_top = part[from[n - 1][0]];
	t->margin_right = part[from[n - 1][1]];
	t->margin_bottom = part[from[n - 1][2]];
	t->margin_left = part[from[n - 1][3]];
	return true;
}

static void
theme_read_page(struct reader *rd, const struct value *map)
{
	for (const struct value *v = map->first; v; v = v->next) {
		struct str key = str_fmt(rd->a, "page.%.*s", STR_ARG(v->key));
		const struct theme_field *f = theme_find_field(key);
		bool ok = true;
		if (f)
			ok = theme_set_field(rd->t, f, v);
		else if (str_is(v->key, "size"))
			ok = theme_set_paper(rd->t, v->s);
		else if (str_is(v->key, "margin"))
			ok = theme_read_margins(rd->t, v);
		else
			theme_unknown(rd, v, STR("page"));
		if (!ok)
			diag_report(rd->dg, DIAG_THEME_VALUE, v->span,
				"%.*s: %.*s", STR_ARG(key), STR_ARG(v->s));
	}
}

static void
theme_index_rules(struct theme_rules *rs)
{
	static const struct {
		enum node_kind kind;
		const char *key;
	} slots[] = {
#define SLOT(name, key, kind) {kind, key},
#include "slots.def"
#undef SLOT
	};
	for (size_t i = 0; i < ARRAY_LEN(slots); i++)
		rs->kinds[slots[i].kind] =
			map_find(&rs->by_key, str_c(slots[i].key));
	for (int i = 0; i < 6; i++) {
		char key[] = "heading.h1";
		key[sizeof key - 2] = (char)('1' + i);
		rs->headings[i] = map_find(&rs->by_key, str_c(key));
	}
	rs->header_cell = map_find(&rs->by_key, STR("table.header_cell"));
	rs->title_cell = map_find(&rs->by_key, STR("table.title_cell"));
	rs->nested_list = map_find(&rs->by_key, STR("list.nested"));
	rs->box = map_find(&rs->by_key, STR("box"));
}

static struct theme_rules *
theme_new_rules(struct arena *a)
{
	struct theme_rules *rs = ARENA_NEW(a, struct theme_rules);
	rs->a = a;
	rs->by_key = map_new(a);
	rs->roles = map_new(a);
	rs->base = (struct style){.size = PT(10),
		.leading = PT(14),
		.ground = 0xFFFFFF,
		.background = COLOR_NONE,
		.bar_color = COLOR_NONE,
		.border_color = COLOR_NONE,
		.marker_color = COLOR_NONE,
		.rule_color = 0x767676};
	return rs;
}

/* The running head's and foot's own styles, on the base. */
static void
theme_set_furniture(struct theme *t)
{
	struct theme_rules *rs = t->rules;
	t->head.style = t->foot.style = rs->base;
	style_set(&t->head.style, map_find(&rs->by_key, STR("header")),
		rs->base.size);
	style_set(&t->foot.style, map_find(&rs->by_key, STR("footer")),
		rs->base.size);
}

static void
theme_read_file(struct reader *rd, const struct value *yaml)
{
	for (const struct value *v = yaml->first; v; v = v->next) {
		if (v->type != VALUE_MAP)
			theme_unknown(rd, v, STR("theme"));
		else if (str_is(v->key, "page"))
			theme_read_page(rd, v);
		else if (str_is(v->key, "role"))
			theme_read_classes(rd, v, false);
		else if (str_is(v->key, "boxes"))
			theme_read_classes(rd, v, true);
		else
			theme_read_category(rd, v->key, v);
	}
}

struct theme *
theme_read(struct arena *a, const struct value *const *files, int n,
	struct diag *dg)
{
	struct theme *t = ARENA_NEW(a, struct theme);
	struct reader rd = {a, t, dg};
	t->rules = theme_new_rules(a);
	t->contrast = 4.5;
	for (int i = 0; i < n; i++)
		theme_read_file(&rd, files[i]);
	struct theme_rules *rs = t->rules;
	style_set(&rs->base, map_find(&rs->by_key, STR("base")), PT(10));
	theme_index_rules(rs);
	theme_set_furniture(t);
	return t;
}
