/*
 * CommonMark by cmark, for sites that ask for it.  cmark's own HTML
 * renderer would lose where things came from, so its tree is walked (by a
 * loop) and written out here; each tag carries the place of its node,
 * text the place cmark gives its line.  Raw HTML passes through.
 * cmark allocates with malloc; the tree is freed when the arena dies.
 */
#include "markup_priv.h"

#include <cmark.h>

struct common {
	struct arena *a;
	const struct text *body;
	size_t *lines; /* offset of each line's start */
	int nlines;
	struct text_builder out;
	int in_image;
	bool hard_wrap;
};

static void
free_tree(void *p)
{
	cmark_node_free(p);
}

static void
index_lines(struct common *c)
{
	struct str s = c->body->bytes;
	int cap = 0;

	ARENA_PUSH(c->a, c->lines, c->nlines, cap);
	c->lines[c->nlines++] = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\n')
			continue;
		ARENA_PUSH(c->a, c->lines, c->nlines, cap);
		c->lines[c->nlines++] = i + 1;
	}
}

/* Where a node stands; inlines that cmark does not place, their block. */
static struct span
node_span(const struct common *c, cmark_node *n)
{
	while (n && cmark_node_get_start_line(n) < 1)
		n = cmark_node_parent(n);
	if (!n)
		return SPAN_NONE;
	int line = cmark_node_get_start_line(n) - 1;
	int col = cmark_node_get_start_column(n) - 1;
	if (line >= c->nlines)
		return SPAN_NONE;
	size_t off = c->lines[line] + (size_t)(col > 0 ? col : 0);
	return text_span(c->body, off < c->body->bytes.n ? off : 0);
}

static void
put(struct common *c, const char *s, struct span span)
{
	text_add(&c->out, str_c(s), span);
}

static void
put_attr(
	struct common *c, const char *name, const char *value, struct span span)
{
	put(c, " ", span);
	put(c, name, span);
	put(c, "=\"", span);
	markup_escape(&c->out, str_c(value), span);
	put(c, "\"", span);
}

/* ---- nodes without children ------------------------------------------- */

static void
put_code_block(struct common *c, cmark_node *n, struct span span)
{
	struct str info = str_c(cmark_node_get_fence_info(n)), lang;

	put(c, "<pre><code", span);
	if (str_next(&info, " \t", &lang))
		put_attr(c, "class",
			str_fmt(c->a, "language-%.*s", STR_ARG(lang)).p, span);
	put(c, ">", span);
	markup_escape(&c->out, str_c(cmark_node_get_literal(n)), span);
	put(c, "</code></pre>\n", span);
}

static void
put_code(struct common *c, cmark_node *n, struct span span)
{
	put(c, "<code>", span);
	markup_escape(&c->out, str_c(cmark_node_get_literal(n)), span);
	put(c, "</code>", span);
}

static void
put_leaf(struct common *c, cmark_node *n, struct span span)
{
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_TEXT:
		markup_escape(&c->out, str_c(cmark_node_get_literal(n)), span);
		break;
	case CMARK_NODE_CODE_BLOCK:
		put_code_block(c, n, span);
		break;
	case CMARK_NODE_CODE:
		put_code(c, n, span);
		break;
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_HTML_INLINE:
		put(c, cmark_node_get_literal(n), span);
		break;
	case CMARK_NODE_LINEBREAK:
		put(c, "<br>\n", span);
		break;
	case CMARK_NODE_SOFTBREAK:
		put(c, c->hard_wrap ? "<br>\n" : "\n", span);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		put(c, "<hr>\n", span);
		break;
	default:
		break;
	}
}

/* ---- nodes with children ---------------------------------------------- */

static bool
is_tight(cmark_node *para)
{
	cmark_node *item = cmark_node_parent(para);
	cmark_node *list = item ? cmark_node_parent(item) : NULL;

	return list && cmark_node_get_type(list) == CMARK_NODE_LIST &&
	       cmark_node_get_list_tight(list);
}

static void
open_list(struct common *c, cmark_node *n, struct span span)
{
	int start = cmark_node_get_list_start(n);

	if (cmark_node_get_list_type(n) == CMARK_BULLET_LIST) {
		put(c, "<ul>\n", span);
		return;
	}
	put(c, "<ol", span);
	if (start != 1)
		put_attr(c, "start", str_fmt(c->a, "%d", start).p, span);
	put(c, ">\n", span);
}

static void
open_link(struct common *c, cmark_node *n, struct span span)
{
	const char *title = cmark_node_get_title(n);

	put(c, "<a", span);
	put_attr(c, "href", cmark_node_get_url(n), span);
	if (title && *title)
		put_attr(c, "title", title, span);
	put(c, ">", span);
}

/* Next node in preorder within `root`; no iterator, none to be leaked. */
static cmark_node *
next_within(cmark_node *n, cmark_node *root)
{
	if (cmark_node_first_child(n))
		return cmark_node_first_child(n);
	while (n != root && !cmark_node_next(n))
		n = cmark_node_parent(n);
	return n == root ? NULL : cmark_node_next(n);
}

/* A picture's alternative text is what stands inside, without markup. */
static void
put_image(struct common *c, cmark_node *image, struct span span)
{
	struct buf alt = buf_new(c->a);

	for (cmark_node *n = image; n; n = next_within(n, image)) {
		const char *s = cmark_node_get_literal(n);
		if (s)
			buf_c(&alt, s);
	}
	put(c, "<img", span);
	put_attr(c, "src", cmark_node_get_url(image), span);
	if (str_trim((struct str){alt.p, alt.n}).n)
		put_attr(c, "alt", buf_done(&alt).p, span);
	put(c, ">", span);
}

static const char *const names[] = {
	[CMARK_NODE_BLOCK_QUOTE] = "blockquote",
	[CMARK_NODE_ITEM] = "li",
	[CMARK_NODE_PARAGRAPH] = "p",
	[CMARK_NODE_EMPH] = "em",
	[CMARK_NODE_STRONG] = "strong",
};

static const char *
node_name(struct common *c, cmark_node *n)
{
	cmark_node_type t = cmark_node_get_type(n);

	if (t == CMARK_NODE_HEADING)
		return str_fmt(c->a, "h%d", cmark_node_get_heading_level(n)).p;
	return (size_t)t < ARRAY_LEN(names) ? names[t] : NULL;
}

static void
enter(struct common *c, cmark_node *n, struct span span)
{
	cmark_node_type t = cmark_node_get_type(n);
	const char *name = node_name(c, n);

	if (t == CMARK_NODE_LIST)
		open_list(c, n, span);
	else if (t == CMARK_NODE_LINK)
		open_link(c, n, span);
	else if (!name)
		put_leaf(c, n, span);
	else if (t != CMARK_NODE_PARAGRAPH || !is_tight(n))
		put(c, str_fmt(c->a, "<%s>", name).p, span);
}

static void
leave(struct common *c, cmark_node *n, struct span span)
{
	cmark_node_type t = cmark_node_get_type(n);
	const char *name = node_name(c, n);
	bool inline_node = t >= CMARK_NODE_FIRST_INLINE;

	if (t == CMARK_NODE_LIST)
		name = cmark_node_get_list_type(n) == CMARK_BULLET_LIST ? "ul"
		                                                        : "ol";
	else if (t == CMARK_NODE_LINK)
		name = "a";
	if (!name)
		return;
	if (t != CMARK_NODE_PARAGRAPH || !is_tight(n))
		put(c, str_fmt(c->a, "</%s>", name).p, span);
	if (!inline_node)
		put(c, "\n", span);
}

static void
put_tree(struct common *c, cmark_node *root)
{
	cmark_node *n = root;

	while (n) {
		bool image = cmark_node_get_type(n) == CMARK_NODE_IMAGE;
		if (image)
			put_image(c, n, node_span(c, n));
		else
			enter(c, n, node_span(c, n));
		if (!image && cmark_node_first_child(n)) {
			n = cmark_node_first_child(n);
			continue;
		}
		if (!image)
			leave(c, n, node_span(c, n));
		while (n != root && !cmark_node_next(n)) {
			n = cmark_node_parent(n);
			leave(c, n, node_span(c, n));
		}
		n = n == root ? NULL : cmark_node_next(n);
	}
}

struct text
commonmark_html(struct arena *a, const struct text *body,
	const struct markup_options *o, struct diag *dg)
{
	struct common c = {.a = a, .body = body, .hard_wrap = o->hard_wrap};

	(void)dg;
	c.out = text_builder_new(a);
	index_lines(&c);
	cmark_node *root =
		cmark_parse_document(body->bytes.p ? body->bytes.p : "",
			body->bytes.n, CMARK_OPT_DEFAULT);
	arena_defer(a, free_tree, root);
	put_tree(&c, root);
	return text_builder_done(&c.out);
}
