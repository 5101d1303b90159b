/*
 * The display list as text: one line a sheet, one line an item.
 *
 * Goldens compare these lines, so they hold what a reader would miss if it
 * moved: kind, box, colour, whose it is, and what it shows.  Lengths are
 * mpt as they are; pictures are named by size, fonts by PostScript name.
 */
#include "page.h"

static const char *const dump_kinds[] = {
	[ITEM_GLYPHS] = "glyphs",
	[ITEM_RECT] = "rect",
	[ITEM_LINE] = "line",
	[ITEM_PATH] = "path",
	[ITEM_IMAGE] = "image",
	[ITEM_LINK] = "link",
};

static const char *const dump_artifacts[] = {
	[ARTIFACT_NO] = "",
	[ARTIFACT_HEADER] = "header",
	[ARTIFACT_FOOTER] = "footer",
	[ARTIFACT_LAYOUT] = "layout",
	[ARTIFACT_BACKGROUND] = "background",
};

/* Bytes between quotes, with what would break the line escaped. */
static void
dump_quote(struct buf *out, struct str s)
{
	buf_ch(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x20)
			buf_fmt(out, "\\x%02x", c);
		else if (c == '"' || c == '\\')
			buf_fmt(out, "\\%c", c);
		else
			buf_ch(out, (char)c);
	}
	buf_ch(out, '"');
}

/* The characters that the glyphs stand for, in the glyphs' order. */
static void
dump_glyphs(struct buf *out, const struct item *it)
{
	struct buf text = buf_new(out->a);
	for (int i = 0; i < it->glyphs.n; i++) {
		const struct text_glyph *g = &it->glyphs.g[i];
		buf_str(&text, str_sub(it->glyphs.text, g->at,
				       (size_t)g->at + g->len));
	}
	const struct font *f = it->glyphs.font;
	buf_fmt(out, " %s %d ", f && f->ps_name ? f->ps_name : "-",
		(int)it->glyphs.size);
	dump_quote(out, buf_done(&text));
	if (it->glyphs.word_space)
		buf_fmt(out, " words%+d", (int)it->glyphs.word_space);
}

static void
dump_line(struct buf *out, const struct item *it)
{
	buf_fmt(out, " thick %d%s", (int)it->line.thick,
		it->line.dashed ? " dashed" : "");
}

static void
dump_path(struct buf *out, const struct item *it)
{
	buf_fmt(out, " %d steps", it->path.n);
	if (it->path.stroke)
		buf_fmt(out, " stroke %d", (int)it->path.stroke);
}

static void
dump_image(struct buf *out, const struct item *it)
{
	if (it->image)
		buf_fmt(out, " %dx%d%s", it->image->w, it->image->h,
			it->image->has_alpha ? " alpha" : "");
}

static void (*const dump_details[])(struct buf *, const struct item *) = {
	[ITEM_GLYPHS] = dump_glyphs,
	[ITEM_RECT] = NULL,
	[ITEM_LINE] = dump_line,
	[ITEM_PATH] = dump_path,
	[ITEM_IMAGE] = dump_image,
	[ITEM_LINK] = NULL,
};

static void
dump_item(struct buf *out, const struct item *it)
{
	buf_fmt(out, "  %s %d,%d %dx%d", dump_kinds[it->kind], (int)it->x,
		(int)it->y, (int)it->w, (int)it->h);
	if (it->kind != ITEM_LINK && it->kind != ITEM_IMAGE)
		buf_fmt(out, " #%06x", (unsigned)(it->color & 0xFFFFFF));
	if (it->artifact != ARTIFACT_NO)
		buf_fmt(out, " (%s)", dump_artifacts[it->artifact]);
	else if (it->node)
		buf_fmt(out, " %s:%u%s", doc_kinds[it->node->kind].name,
			(unsigned)it->node->num,
			it->part == PART_LABEL ? " label" : "");
	if (dump_details[it->kind])
		dump_details[it->kind](out, it);
	buf_ch(out, '\n');
}

void
pages_dump(const struct pages *p, struct buf *out)
{
	for (int i = 0; i < p->n; i++) {
		const struct sheet *s = &p->v[i];
		buf_fmt(out, "page %.*s %dx%d\n", STR_ARG(s->label), (int)s->w,
			(int)s->h);
		for (int k = 0; k < s->n; k++)
			dump_item(out, &s->items[k]);
	}
}
