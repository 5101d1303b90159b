/*
 * Pictures, and what is embedded: films, sounds, frames of other sites
 * become cards.  An <object> or <embed> of a picture is one.
 */
#include "tree_priv.h"

/* src, or the first address of srcset="" where that is all there is. */
static struct str
image_source(const GumboNode *g)
{
	struct str src = str_trim(tree_attr(g, "src"));
	struct str set = tree_attr(g, "srcset"), word;

	if (!src.n)
		src = str_trim(tree_attr(g, "data-src"));
	if (!src.n && str_next(&set, " ,\t\n", &word))
		src = word;
	return src;
}

/* alt, or what else names it. */
static struct str
image_words(const GumboNode *g)
{
	static const char *const names[] = {"alt", "aria-label", "title"};
	struct str s = STR0;

	for (size_t i = 0; i < ARRAY_LEN(names) && !s.n; i++) {
		s = str_trim(tree_attr(g, names[i]));
		if (i == 0 && tree_has_attr(g, names[i]))
			break; /* alt="" says that it needs none */
	}
	return s;
}

void
tree_add_image(struct tree *t, const GumboNode *g)
{
	struct node *n = tree_add(t, g, NODE_IMAGE);

	n->image.src = tree_url(t->a, image_source(g));
	n->image.alt = image_words(g);
	n->image.decorative = tree_has_attr(g, "alt") && !n->image.alt.n;
}

/* src=, data=, or the first <source> inside. */
static struct str
media_source(const GumboNode *g)
{
	const GumboVector *v = &g->v.element.children;
	struct str src = tree_attr(g, "src");

	if (!src.n)
		src = tree_attr(g, "data");
	for (unsigned i = 0; i < v->length && !src.n; i++) {
		const GumboNode *c = v->data[i];
		if (c->type == GUMBO_NODE_ELEMENT &&
			(c->v.element.tag == GUMBO_TAG_SOURCE ||
				c->v.element.tag == GUMBO_TAG_EMBED))
			src = tree_attr(c, "src");
	}
	return src;
}

/* <object> and <embed> may show a picture as <img> does. */
static bool
is_picture(const GumboNode *g, struct str src)
{
	static const char *const ends[] = {
		".svg", ".png", ".jpg", ".jpeg", ".gif"};

	if (g->v.element.tag != GUMBO_TAG_OBJECT &&
		g->v.element.tag != GUMBO_TAG_EMBED)
		return false;
	if (str_istarts(tree_attr(g, "type"), "image/"))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t n = strlen(ends[i]);
		if (src.n > n &&
			str_iis(str_sub(src, src.n - n, src.n), ends[i]))
			return true;
	}
	return false;
}

static void
add_object_picture(struct tree *t, const GumboNode *g, struct str src)
{
	struct node *n = tree_add(t, g, NODE_IMAGE);

	n->image.src = src;
	n->image.alt = image_words(g);
	if (!n->image.alt.n)
		n->image.alt = str_trim(tree_text(t, g));
}

void
tree_add_media(struct tree *t, const GumboNode *g)
{
	struct str src = tree_url(t->a, media_source(g));

	if (is_picture(g, src)) {
		add_object_picture(t, g, src);
		return;
	}
	struct node *n = tree_add(t, g, NODE_MEDIA);
	struct str title = tree_attr(g, "title");

	if (str_starts(src, "//"))
		src = str_fmt(t->a, "https:%.*s", STR_ARG(src));
	if (!title.n)
		title = tree_attr(g, "aria-label");
	if (g->v.element.tag == GUMBO_TAG_VIDEO)
		n->media.kind = MEDIA_VIDEO;
	else if (g->v.element.tag == GUMBO_TAG_AUDIO)
		n->media.kind = MEDIA_AUDIO;
	n->media.src = tree_safe_url(src) ? src : STR0;
	n->media.title = str_trim(title);
	MARKUP_REPORT(t->dg, DIAG_MEDIA_CARD, n->span, "%.*s",
		STR_ARG(str_sub(src, 0, 200)));
}
