/*
 * What a page or document of the site holds, once somebody asks for it:
 * `doc.content` and `doc.excerpt` are HTML, `{{ doc }}` and `doc.output` are
 * that in the layout which the site has for it.
 *
 * It is expanded as Jekyll would, by a run of its own with its own `page`,
 * which lives on what the page at work has left of its limits.  While that
 * runs the value is an empty text, so that documents which show each other
 * come to an end.
 */
#include "liquid_priv.h"

static struct value *
liquid_document_scope(struct liquid *lq, const struct value *doc)
{
	struct value *scope = value_new(lq->a, VALUE_MAP, SPAN_NONE);
	if (lq->site_map)
		value_put(scope, STR("site"), lq->site_map);
	value_put(scope, STR("page"), yaml_copy(lq->a, doc));
	return scope;
}

/* The file's text behind its front matter; what that says comes along. */
static bool
liquid_document_read(struct liquid *lq, struct str rel, struct text *out,
	struct value **front)
{
	size_t body;
	struct arena *kept = lq->site->a; /* messages show its lines */
	struct str raw, path = page_path(lq->site, rel);
	struct str real = site_resolve(lq->a, lq->site->root, path);
	if (!real.n)
		diag_add_absent(lq->dg, path);
	if (!real.n ||
		!file_read(kept, real.p, SOURCE_MAX_BYTES, lq->dg, &raw) ||
		!liquid_spend(lq, raw.n))
		return false;
	struct mended m = mend_bytes(kept, raw);
	int file = mend_add_file(lq->dg, site_shown(lq->site, path), &m);
	*front = front_read(lq->a, file, m.bytes, &body, lq->dg);
	*out = text_of_file(lq->a, file, m.bytes, body);
	return true;
}

static struct str
liquid_document_content(
	struct liquid *lq, const struct value *doc, struct str rel)
{
	struct text text;
	struct value *front;
	if (!liquid_document_read(lq, rel, &text, &front))
		return STR0;
	if (value_bool(doc, "render_with_liquid", true))
		text = liquid_expand_within(
			lq, &text, liquid_document_scope(lq, doc));
	bool html = str_ends(rel, ".html") || str_ends(rel, ".htm");
	if (html || !str_trim(text.bytes).n || lq->stopped)
		return text.bytes;
	return lq->markdown(lq->a, text.bytes);
}

/* Around `content`, the layout that the site has under this name. */
static struct str
liquid_document_layout(struct liquid *lq, const struct value *doc,
	struct str layout, struct str content)
{
	struct text text;
	struct value *front;
	for (int i = 0; i < LIQUID_INCLUDES && layout.n && !lq->stopped; i++) {
		struct str rel =
			str_fmt(lq->a, "_layouts/%.*s.html", STR_ARG(layout));
		if (!liquid_document_read(lq, rel, &text, &front))
			break;
		struct value *scope = liquid_document_scope(lq, doc);
		value_put(scope, STR("content"), liquid_str(lq, content));
		value_put(scope, STR("layout"), yaml_copy(lq->a, front));
		content = liquid_expand_within(lq, &text, scope).bytes;
		layout = value_str(front, "layout");
	}
	return content;
}

/* The first block, or what stands before the separator. */
static struct str
liquid_document_excerpt(
	struct liquid *lq, const struct value *doc, struct str content)
{
	struct str sep = value_str(doc, "excerpt_separator");
	if (!sep.n)
		sep = value_str(lq->site->config, "excerpt_separator");
	ptrdiff_t end = sep.n ? str_find(content, str_cdup(lq->a, sep), 0)
	                      : str_find(content, "</p>", 0);
	if (end < 0)
		return content;
	return str_sub(content, 0, (size_t)end + (sep.n ? 0 : strlen("</p>")));
}

static struct str
liquid_document_make(struct liquid *lq, const struct value *doc, struct str key,
	struct str rel)
{
	if (str_is(key, "content"))
		return liquid_document_content(lq, doc, rel);
	struct str content =
		liquid_text(lq, liquid_member(lq, doc, STR("content")));
	if (str_is(key, "excerpt"))
		return liquid_document_excerpt(lq, doc, content);
	return liquid_document_layout(
		lq, doc, value_str(doc, "layout"), content);
}

void
liquid_document_fill(
	struct liquid *lq, const struct value *doc, struct value *v)
{
	struct str rel = v->s;
	if (v->type != VALUE_NULL || !rel.n)
		return;
	v->type = VALUE_STR;
	v->s = STR0;
	v->s = str_dup(/* for the pages of a packet that come later, too */
		lq->site->a, liquid_document_make(lq, doc, v->key, rel));
}

struct str
liquid_document_text(struct liquid *lq, const struct value *doc)
{
	return liquid_text(lq, liquid_member(lq, doc, STR("output")));
}
