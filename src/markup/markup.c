/*
 * The three steps in a row, and the site's word on how to read Markdown.
 */
#include "markup_priv.h"

/* ---- options ---------------------------------------------------------- */

/* The entities that kramdown's smart_quotes names. */
static const struct {
	const char *name, *text;
} quote_names[] = {
	{"lsquo", "\xe2\x80\x98"},
	{"rsquo", "\xe2\x80\x99"},
	{"ldquo", "\xe2\x80\x9c"},
	{"rdquo", "\xe2\x80\x9d"},
	{"sbquo", "\xe2\x80\x9a"},
	{"bdquo", "\xe2\x80\x9e"},
	{"lsaquo", "\xe2\x80\xb9"},
	{"rsaquo", "\xe2\x80\xba"},
	{"laquo", "\xc2\xab"},
	{"raquo", "\xc2\xbb"},
	{"apos", "&#39;"},
	{"quot", "&quot;"},
};

static void
set_quotes(struct markup_options *o, struct str value)
{
	struct str name;

	for (int i = 0; i < 4 && str_next(&value, ", []\"'", &name); i++)
		for (size_t k = 0; k < ARRAY_LEN(quote_names); k++)
			if (str_is(name, quote_names[k].name))
				o->quotes[i] = str_c(quote_names[k].text);
}

/* "1..6", "2,3", "[1, 2]" as bits. */
static void
set_toc_levels(struct markup_options *o, struct str value)
{
	unsigned bits = 0;
	int last = 0;
	bool range = str_find(value, "..", 0) >= 0;

	for (size_t i = 0; i < value.n; i++) {
		if (!ch_digit(value.p[i]))
			continue;
		int n = value.p[i] - '0';
		for (int k = range && last ? last : n; k <= n; k++)
			bits |= 1u << k;
		last = n;
	}
	if (bits)
		o->toc_levels = bits;
}

static void
set_input(struct markup_options *o, struct str value)
{
	o->gfm = !str_iis(value, "kramdown");
}

static bool
truth(struct str value)
{
	return str_iis(value, "true") || str_iis(value, "yes");
}

bool
markup_set_option(struct arena *a, struct markup_options *o, struct str name,
	struct str value)
{
	struct {
		const char *name;
		bool *at;
	} flags[] = {
		{"hard_wrap", &o->hard_wrap},
		{"auto_ids", &o->auto_ids},
		{"parse_block_html", &o->parse_block_html},
		{"parse_span_html", &o->parse_span_html},
	};

	(void)a;
	value = str_trim(value);
	for (size_t i = 0; i < ARRAY_LEN(flags); i++)
		if (str_is(name, flags[i].name)) {
			*flags[i].at = truth(value);
			return true;
		}
	if (str_is(name, "toc_levels"))
		set_toc_levels(o, value);
	else if (str_is(name, "smart_quotes"))
		set_quotes(o, value);
	else if (str_is(name, "input"))
		set_input(o, value);
	else if (str_is(name, "header_offset"))
		str_int(value, &o->header_offset);
	else if (str_is(name, "footnote_nr"))
		str_int(value, &o->first_note);
	else if (str_is(name, "gfm_quirks"))
		o->typographic = str_find(value, "no_auto_typographic", 0) < 0;
	else
		return false;
	return true;
}

/* A list's items as one text with commas. */
static struct str
flat_value(struct arena *a, const struct value *v)
{
	struct buf b = buf_new(a);

	if (v->type != VALUE_LIST)
		return v->s;
	for (const struct value *c = v->first; c; c = c->next) {
		if (b.n)
			buf_ch(&b, ',');
		buf_str(&b, c->s);
	}
	return buf_done(&b);
}

struct markup_options
markup_site_options(struct arena *a, const struct value *site)
{
	struct markup_options o = {.gfm = true,
		.auto_ids = true,
		.parse_span_html = true,
		.typographic = true,
		.toc_levels = 0x7e,
		.first_note = 1};
	struct str engine = site ? value_str(site, "markdown") : STR0;
	const struct value *k = site ? value_find(site, "kramdown") : NULL;

	set_quotes(&o, STR("lsquo,rsquo,ldquo,rdquo"));
	o.commonmark =
		str_istarts(engine, "commonmark") || str_iis(engine, "gfm");
	if (k && k->type == VALUE_MAP)
		for (const struct value *c = k->first; c; c = c->next)
			markup_set_option(a, &o, c->key, flat_value(a, c));
	return o;
}

/* ---- the steps -------------------------------------------------------- */

static struct text
to_html(struct arena *a, const struct text *body,
	const struct markup_options *o, struct diag *dg)
{
	return o->commonmark ? commonmark_html(a, body, o, dg)
	                     : dialect_html(a, body, o, dg);
}

static const struct value *
map_or_empty(struct arena *a, const struct value *v)
{
	return v ? v : value_new(a, VALUE_MAP, SPAN_NONE);
}

struct document *
markup_read(struct arena *a, const struct text *body, const struct value *front,
	const struct value *site, struct str name, struct diag *dg)
{
	struct document *doc = ARENA_NEW(a, struct document);
	struct markup_options o = markup_site_options(a, site);

	doc->a = a;
	doc->front = map_or_empty(a, front);
	doc->site = map_or_empty(a, site);
	doc->root = doc_node(a, NODE_DOCUMENT, text_span(body, 0));
	struct text html = to_html(a, body, &o, dg);
	mend_html(a, &html, dg);
	tree_build(doc, &html, dg);
	tree_literal_lists(doc, dg);
	doc_normalize(doc);
	tree_ignore(doc, dg);
	tree_fields(doc);
	tree_notes(doc, dg);
	tree_literal_links(doc, dg);
	tree_addresses(doc);
	tree_head(doc, name, dg);
	doc_find_direction(doc);
	doc_validate(doc, dg);
	return doc;
}

struct str
markup_html(struct arena *a, struct str markdown)
{
	struct text_builder tb = text_builder_new(a);
	struct markup_options o = markup_site_options(a, NULL);

	text_add(&tb, markdown, SPAN_NONE);
	struct text t = text_builder_done(&tb);
	return to_html(a, &t, &o, NULL).bytes;
}

struct str
markup_dump(struct arena *a, const struct text *body, const struct value *site,
	struct diag *dg)
{
	struct markup_options o = markup_site_options(a, site);
	struct text html = to_html(a, body, &o, dg);

	mend_html(a, &html, dg);
	return html.bytes;
}
