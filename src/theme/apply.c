/*
 * Rules and the author's own look become one flat style per node.
 *
 * The tree is walked from the root.  A node starts with what it inherits
 * from its parent, and its kind's rule, its classes' rules and its
 * attributes are laid over that in this order.  Nodes of equal look share a
 * style: those with the same parent style, kind and classes and no
 * attributes find it in a table, others by what came out; most of a page is
 * made of a few dozen.
 *
 * Contrast is judged where there is text: the colour that reaches a TEXT
 * against the ground it stands on, however far apart in the tree the two
 * were set (a row's background, a cell's colour).
 */
#include "theme_priv.h"

struct apply {
	struct arena *a;
	const struct theme *t;
	struct diag *dg;
	struct map shared; /* key -> struct style */
	struct map equal;  /* its bytes -> struct style */
	struct buf key;
};

static struct style
style_inherit(const struct style *parent)
{
	struct style s = *parent;
	s.background = s.bar_color = s.border_color = COLOR_NONE;
	s.margin_top = s.margin_bottom = 0;
	s.indent_left = s.indent_right = 0;
	s.pad_top = s.pad_right = s.pad_bottom = s.pad_left = 0;
	s.bar_width = s.border_width = s.item_space = 0;
	s.width = s.max_width = s.height = s.max_height = 0;
	s.border_sides = s.block_align = s.floats = s.clear = 0;
	s.valign = VALIGN_TOP;
	s.keep = s.keep_next = s.page_before = s.page_after = 0;
	s.span = s.hidden = 0;
	return s;
}

/* Text within text that is raised already is not raised again. */
static bool
apply_is_raised(const struct node *n, const struct style *parent)
{
	return parent->rise != 0 &&
	       (n->kind == NODE_SUP || n->kind == NODE_SUB ||
		       n->kind == NODE_NOTE_REF);
}

/* A header cell that spans its whole table is the table's title. */
static bool
apply_is_title(const struct node *n)
{
	const struct node *table = n->parent;
	while (table && table->kind != NODE_TABLE)
		table = table->parent;
	return table && table->table.cols > 1 &&
	       n->cell.colspan == table->table.cols;
}

static void
apply_kind(const struct theme_rules *rs, const struct node *n, struct style *s,
	const struct style *parent)
{
	mpt base = parent->size;
	if (!apply_is_raised(n, parent))
		style_set(s, rs->kinds[n->kind], base);
	if (n->kind == NODE_LIST && n->parent->kind == NODE_ITEM)
		style_set(s, rs->nested_list, base);
	if (n->kind == NODE_HEADING)
		style_set(s, rs->headings[n->heading.level - 1], base);
	if (n->kind == NODE_CELL && n->cell.header) {
		style_set(s, rs->header_cell, base);
		if (apply_is_title(n))
			style_set(s, rs->title_cell, base);
	}
}

static void
apply_class(const struct theme_rules *rs, struct str name, struct style *s,
	mpt base)
{
	const struct rule *r = map_find(&rs->roles, name);
	if (r && r->box)
		style_set(s, rs->box, base);
	style_set(s, r, base);
}

/* A row or cell has the ground of a box, not its bar and paddings. */
static void
apply_ground(const struct theme_rules *rs, struct str name, struct style *s,
	mpt base)
{
	struct style box = *s;
	const struct rule *r = map_find(&rs->roles, name);
	style_set(&box, r, base);
	if (r && r->box)
		s->background = box.background;
	else
		*s = box;
}

static void
apply_classes(struct apply *ap, struct node *n, struct style *s, mpt base)
{
	bool part = n->kind == NODE_ROW || n->kind == NODE_CELL;
	struct str rest = n->classes, name;
	while (str_next(&rest, " ", &name))
		(part ? apply_ground : apply_class)(
			ap->t->rules, name, s, base);
}

/* Boxes are marked for the structure tree by the first class that says. */
static void
apply_box_role(struct apply *ap, struct node *n)
{
	struct str rest = n->classes, name;
	while (!n->role.n && str_next(&rest, " ", &name)) {
		const struct rule *r = map_find(&ap->t->rules->roles, name);
		if (r)
			n->role = r->type;
	}
}

static mpt
clamp(mpt v, mpt low, mpt high)
{
	return v < low ? low : v > high ? high : v;
}

/* An author's numbers were made for a window: keep them on the paper. */
static void
apply_limits(struct style *s)
{
	s->margin_top = clamp(s->margin_top, 0, PT(72));
	s->margin_bottom = clamp(s->margin_bottom, 0, PT(72));
	s->indent_left = clamp(s->indent_left, 0, PT(72));
	s->indent_right = clamp(s->indent_right, 0, PT(72));
	s->pad_top = clamp(s->pad_top, 0, PT(36));
	s->pad_bottom = clamp(s->pad_bottom, 0, PT(36));
	s->pad_left = clamp(s->pad_left, 0, PT(36));
	s->pad_right = clamp(s->pad_right, 0, PT(36));
	s->bar_width = clamp(s->bar_width, 0, PT(12));
	s->border_width = clamp(s->border_width, 0, PT(6));
	s->letter_space = clamp(s->letter_space, -PT(1), PT(12));
}

/* Type that is too small for the reader grows, and its leading with it. */
static void
apply_size_least(const struct theme *t, struct style *s)
{
	if (s->size >= t->size_least)
		return;
	s->leading = mpt_scale(s->leading, t->size_least, s->size);
	s->size = t->size_least;
}

#define INK_RULE PT(.6)

/* A rule around what would have had a ground, bars no thicker than that. */
static void
apply_ink_save(const struct node *n, struct style *s)
{
	bool box = doc_kinds[n->kind].level != LEVEL_INLINE &&
	           n->kind != NODE_CELL && n->kind != NODE_ROW &&
	           n->kind != NODE_TABLE;
	bool filled = s->background != COLOR_NONE;
	s->background = COLOR_NONE;
	s->bar_width = mpt_min(s->bar_width, INK_RULE);
	if (!filled || !box || s->border_width)
		return;
	s->border_width = INK_RULE;
	s->border_color = s->rule_color;
}

/* What the author says of it himself, or what holds around it. */
static void
apply_direction(const struct rule *own, struct style *s)
{
	for (int i = 0; i < own->n; i++)
		if (own->v[i].prop == PROP_rtl)
			s->rtl = (int32_t)own->v[i].v;
}

static void
swap(mpt *a, mpt *b)
{
	mpt old = *a;
	*a = *b;
	*b = old;
}

/* A theme says left where it means the side on which lines begin. */
static void
apply_mirror(struct style *s)
{
	int32_t sides = s->border_sides & (SIDE_TOP | SIDE_BOTTOM);
	swap(&s->indent_left, &s->indent_right);
	swap(&s->pad_left, &s->pad_right);
	sides |= s->border_sides & SIDE_LEFT ? SIDE_RIGHT : 0;
	sides |= s->border_sides & SIDE_RIGHT ? SIDE_LEFT : 0;
	s->border_sides = sides;
}

/* Left and right as start and end. */
static int32_t
apply_side(int32_t align, bool rtl)
{
	if (align == STYLE_LEFT)
		return rtl ? STYLE_END : STYLE_START;
	if (align == STYLE_RIGHT)
		return rtl ? STYLE_START : STYLE_END;
	return align;
}

static struct style *
apply_make(struct apply *ap, struct node *n, const struct style *parent)
{
	struct style *s = ARENA_NEW(ap->a, struct style);
	struct rule own = {0};
	*s = style_inherit(parent);
	apply_kind(ap->t->rules, n, s, parent);
	apply_classes(ap, n, s, parent->size);
	if (n->attrs)
		css_collect(ap->a, n, &own, ap->dg);
	apply_direction(&own, s);
	if (s->rtl)
		apply_mirror(s);
	if (own.n) {
		style_set(s, &own, parent->size);
		apply_limits(s);
	}
	s->align = apply_side(s->align, s->rtl);
	s->block_align = apply_side(s->block_align, s->rtl);
	apply_size_least(ap->t, s);
	if (ap->t->ink_save)
		apply_ink_save(n, s);
	if (s->background != COLOR_NONE)
		s->ground = s->background;
	return s;
}

/* What decides a style that has no attributes of its own. */
static struct str
apply_key(struct apply *ap, const struct node *n, const struct style *parent)
{
	struct buf *b = &ap->key;
	b->n = 0;
	buf_put(b, (const char *)&parent, sizeof parent);
	buf_int(b, n->kind);
	if (n->kind == NODE_HEADING)
		buf_int(b, n->heading.level);
	if (n->kind == NODE_CELL) {
		buf_ch(b, n->cell.header ? 'h' : 'd');
		buf_ch(b, n->cell.header && apply_is_title(n) ? 't' : '-');
	}
	if (n->kind == NODE_LIST)
		buf_ch(b, n->parent->kind == NODE_ITEM ? 'i' : '-');
	buf_ch(b, ' ');
	buf_str(b, n->classes);
	return (struct str){b->p, b->n};
}

/* The style that was made before with the same look, or this one. */
static struct style *
apply_share(struct apply *ap, struct style *s)
{
	struct str bytes = {(const char *)s, sizeof *s};
	struct style *before = map_find(&ap->equal, bytes);
	if (!before) {
		map_put(&ap->equal, bytes, s);
		return s;
	}
	arena_recycle(ap->a, s, sizeof *s);
	return before;
}

static const struct style *
apply_style(struct apply *ap, struct node *n, const struct style *parent)
{
	if (n->kind == NODE_TEXT || n->kind == NODE_BREAK)
		return parent;
	if (n->attrs)
		return apply_share(ap, apply_make(ap, n, parent));
	struct str key = apply_key(ap, n, parent);
	struct style *s = map_find(&ap->shared, key);
	if (!s) {
		key = str_dup(ap->a, key);
		s = apply_make(ap, n, parent);
		map_put(&ap->shared, key, s);
	}
	return s;
}

static bool
style_is_large(const struct style *s)
{
	return s->size >= PT(18) || (s->bold && s->size >= PT(14));
}

/* The nearest node whose author set a colour or ground, or NULL. */
static const struct node *
apply_find_colored(const struct node *n)
{
	for (; n; n = n->parent) {
		if (!n->attrs || !n->parent)
			continue;
		const struct style *p = n->parent->style;
		if (n->style->ground != p->ground ||
			n->style->color != p->color)
			return n;
	}
	return NULL;
}

const struct style *
theme_readable(struct arena *a, const struct theme *t, const struct style *s)
{
	double least = style_is_large(s) ? 3 : t->contrast;
	if (!t->contrast_adjust || color_contrast(s->color, s->ground) >= least)
		return s;
	bool white = color_contrast(0xFFFFFF, s->ground) >
	             color_contrast(0, s->ground);
	struct style *fixed = ARENA_NEW(a, struct style);
	*fixed = *s;
	fixed->color = white ? 0xFFFFFF : 0;
	return fixed;
}

/*
 * The author is told, but a link's accent gives way to the colour of the text
 * around it without a word.
 */
static const struct style *
apply_contrast(struct apply *ap, struct node *text, const struct style *s)
{
	const struct style *fixed = theme_readable(ap->a, ap->t, s);
	if (fixed == s)
		return s;
	double is = color_contrast(s->color, s->ground);
	const struct node *where = apply_find_colored(text->parent);
	bool accent = s->underline && !(where && where->kind == NODE_LINK);
	if (where && !accent && !ap->t->ink_save)
		diag_report(ap->dg, DIAG_CONTRAST, where->span,
			"#%06x on #%06x is %d.%02d:1, now #%06x", s->color,
			s->ground, (int)is, (int)(is * 100) % 100,
			fixed->color);
	return fixed;
}

static bool
apply_has_ink(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ch_space((unsigned char)s.p[i]))
			return true;
	return false;
}

void
theme_apply(struct arena *a, const struct theme *t, struct document *doc,
	struct diag *dg)
{
	struct apply ap = {.a = a,
		.t = t,
		.dg = dg,
		.shared = map_new(a),
		.equal = map_new(a),
		.key = buf_new(a)};
	struct node *root = doc->root;
	struct style *base = ARENA_NEW(a, struct style);
	*base = t->rules->base;
	base->rtl |= doc->rtl;
	root->style = base;
	for (struct node *n = doc_next(root, root); n; n = doc_next(n, root)) {
		/* A note stands at the foot of the page, not in its box. */
		const struct style *parent =
			n->kind == NODE_NOTE ? root->style : n->parent->style;
		n->style = apply_style(&ap, n, parent);
		if (n->kind == NODE_TEXT && apply_has_ink(n->text))
			n->style = apply_contrast(&ap, n, parent);
		else if (n->kind == NODE_DIV)
			apply_box_role(&ap, n);
	}
}

const struct style *
theme_class_style(struct arena *a, const struct theme *t, const char *name)
{
	struct style *s = ARENA_NEW(a, struct style);
	*s = style_inherit(&t->rules->base);
	apply_class(t->rules, str_c(name), s, s->size);
	return s;
}
