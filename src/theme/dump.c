/*
 * Styles as text: for each node what it does not simply inherit.
 */
#include "theme_priv.h"

static void
dump_value(struct buf *out, const struct prop_info *p, uint32_t v)
{
	buf_fmt(out, " %s=", p->key);
	if (p->type == TYPE_COLOR && v == COLOR_NONE)
		buf_c(out, "none");
	else if (p->type == TYPE_COLOR)
		buf_fmt(out, "#%06x", v);
	else if (p->type == TYPE_LENGTH || p->type == TYPE_SIZE ||
		 p->type == TYPE_LEADING || p->type == TYPE_RISE)
		buf_milli(out, (int32_t)v);
	else
		buf_int(out, (int32_t)v);
}

static uint32_t
dump_read(const struct style *s, size_t offset)
{
	uint32_t v;
	memcpy(&v, (const char *)s + offset, sizeof v);
	return v;
}

static void
dump_style(struct buf *out, const struct style *s, const struct style *parent)
{
	for (int i = 0; i < PROPS; i++) {
		const struct prop_info *p = &style_props[i];
		uint32_t v = dump_read(s, p->offset);
		uint32_t same = p->inherited ? dump_read(parent, p->offset)
		                : p->type == TYPE_COLOR ? COLOR_NONE
		                                        : 0;
		if (v != same)
			dump_value(out, p, v);
	}
	if (s->ground != parent->ground)
		buf_fmt(out, " ground=#%06x", s->ground);
}

void
theme_dump(const struct document *doc, struct buf *out)
{
	const struct node *root = doc->root;
	for (const struct node *n = root; n; n = doc_next(n, root)) {
		for (const struct node *p = n->parent; p; p = p->parent)
			buf_c(out, "  ");
		buf_c(out, doc_kinds[n->kind].name);
		if (n->classes.n) {
			buf_ch(out, '.');
			buf_str(out, n->classes);
		}
		if (n->style && n->parent)
			dump_style(out, n->style, n->parent->style);
		buf_ch(out, '\n');
	}
}
