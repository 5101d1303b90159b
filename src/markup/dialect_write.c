/*
 * Tags, attributes and text as HTML.  Text that looks like a tag kramdown
 * did not take is written as text, unless it can only be markup gone
 * astray (`L` in the table of elements): that goes on to the HTML parser,
 * which knows what a browser would do with it.
 */
#include "dialect_emit_priv.h"

void
emit_put(struct emit *m, const char *s, struct span span)
{
	text_add(&m->out, str_c(s), span);
}

/* ---- attributes ------------------------------------------------------- */

/* A value; entities in it stay what they are. */
void
emit_value(struct emit *m, struct str v, struct span span)
{
	size_t from = 0;

	for (size_t i = 0; i < v.n; i++) {
		size_t end = v.p[i] == '&' ? entity_at(v, i) : 0;
		if (end) {
			markup_escape(&m->out, str_sub(v, from, i), span);
			text_add(&m->out, str_sub(v, i, end), span);
			from = end;
			i = end - 1;
		}
	}
	markup_escape(&m->out, str_sub(v, from, v.n), span);
}

void
emit_attr(struct emit *m, struct str name, struct str value, struct span span)
{
	emit_put(m, " ", span);
	text_add(&m->out, name, span);
	emit_put(m, "=\"", span);
	emit_value(m, value, span);
	emit_put(m, "\"", span);
}

void
emit_attr_list(struct emit *m, const struct elem *e)
{
	for (const struct attr_pair *p = e->attrs.pairs; p; p = p->next)
		emit_attr(m, p->name, p->value, e->span);
}

void
emit_open_tag(struct emit *m, const char *name, const struct elem *e)
{
	emit_put(m, "<", e->span);
	emit_put(m, name, e->span);
	emit_attr_list(m, e);
	emit_put(m, ">", e->span);
}

void
emit_close_tag(struct emit *m, const char *name, const struct elem *e)
{
	emit_put(m, "</", e->span);
	emit_put(m, name, e->span);
	emit_put(m, ">", e->span);
}

/* ---- raw tags --------------------------------------------------------- */

/* The attributes of a tag, without those that `e` states anew. */
static void
put_tag_attrs(struct emit *m, const struct html_tag *tag, struct elem *e)
{
	struct str name, value;
	size_t at = 0;
	bool has;

	while (html_next_attr(tag->attrs, &at, &name, &value, &has)) {
		if (e && str_iis(name, "class") &&
			attr_find(&e->attrs, "class").p) {
			attr_set(m->d->a, &e->attrs, STR("class"), value);
			continue;
		}
		if (has)
			emit_attr(m, name, value, e ? e->span : SPAN_NONE);
		else {
			emit_put(m, " ", e ? e->span : SPAN_NONE);
			text_add(&m->out, name, e ? e->span : SPAN_NONE);
		}
	}
}

/* What was wrong with a tag: curly quotes, or a quote too few. */
static void
report_mended(struct emit *m, const struct elem *e)
{
	size_t to = e->to < e->from + 60 ? e->to : e->from + 60;
	bool curly = str_find(e->tag.attrs, "\xE2\x80\x9C", 0) >= 0 ||
	             str_find(e->tag.attrs, "\xE2\x80\x9D", 0) >= 0;

	MARKUP_REPORT(m->d->dg, curly ? DIAG_HTML_QUOTES : DIAG_HTML_ATTRIBUTE,
		e->span, "%.*s", STR_ARG(str_sub(e->src->bytes, e->from, to)));
}

/* A tag as written, or put together again if it needs more or mending. */
void
emit_start_tag(struct emit *m, struct elem *e)
{
	if (!e->tag.mended && !e->attrs.pairs) {
		text_add_from(&m->out, e->src, e->from, e->to);
		return;
	}
	if (e->tag.mended)
		report_mended(m, e);
	emit_put(m, "<", e->span);
	text_add(&m->out, e->tag.name, e->span);
	if (!e->attrs.pairs) {
		put_tag_attrs(m, &e->tag, NULL);
	} else {
		struct elem copy = *e;
		struct attr_list own = {0};
		struct str name, value;
		size_t at = 0;
		bool has;
		while (html_next_attr(e->tag.attrs, &at, &name, &value, &has))
			attr_set(
				m->d->a, &own, str_lower(m->d->a, name), value);
		attr_merge(m->d->a, &own, &e->attrs);
		copy.attrs = own;
		emit_attr_list(m, &copy);
	}
	emit_put(m, ">", e->span);
}

/* ---- text ------------------------------------------------------------- */

/* Is the element closed in its line, behind other spans than code? */
static bool
closes_in_line(struct emit *m, struct str s, size_t i, struct str tag)
{
	struct str name;
	bool code = false;

	for (; i < s.n && s.p[i] != '\n' && m->looked < s.n * 4 + 65536; i++) {
		m->looked++;
		code ^= s.p[i] == '`';
		if (s.p[i] == '<' && !code &&
			html_end_tag_at(m->d->a, s, i, &name) &&
			str_eq(name, tag))
			return true;
	}
	return false;
}

/*
 * A bare block tag in a line that nothing closes, as in "the <p> tag":
 * the writer speaks of it.
 */
static bool
is_mention(struct emit *m, struct str s, const struct html_tag *tag, size_t end,
	const struct text *src)
{
	struct str name;

	if (tag->mended || str_trim(tag->attrs).n ||
		!(html_kinds(tag->name) & HTML_B))
		return false;
	if (closes_in_line(m, src->bytes, end, tag->name))
		return false;
	while (end < s.n && m->looked < s.n * 4 + 65536) {
		const char *lt = memchr(s.p + end, '<', s.n - end);
		if (!lt)
			break;
		m->looked += (size_t)(lt - s.p) - end + 1;
		end = (size_t)(lt - s.p);
		if (html_end_tag_at(m->d->a, s, end, &name) &&
			str_eq(name, tag->name))
			return false;
		end++;
	}
	return true;
}

/* A tag among text that goes to the HTML parser; its end or 0. */
static size_t
astray_tag(struct emit *m, struct str s, size_t at, const struct text *src)
{
	struct html_tag tag;
	struct str name;
	size_t end = html_end_tag_at(m->d->a, s, at, &name);

	if (end) {
		if (!(html_kinds(name) & HTML_L))
			return 0;
		text_add_from(&m->out, src, at, end);
		return end;
	}
	end = html_tag_at(m->d->a, s, at, &tag);
	if (!end || !(html_kinds(tag.name) & HTML_L) ||
		is_mention(m, s, &tag, end, src))
		return 0;
	struct elem e = {.tag = tag,
		.src = src,
		.from = at,
		.to = end,
		.span = text_span(src, at)};
	emit_start_tag(m, &e);
	return end;
}

static void
put_text(struct emit *m, const struct text *src, size_t from, size_t to)
{
	struct str s = str_sub(src->bytes, 0, to);
	size_t i = from;

	while (i < to) {
		char c = s.p[i];
		if (c != '<' && c != '&') {
			i++;
			continue;
		}
		text_add_from(&m->out, src, from, i);
		struct span span = text_span(src, i);
		size_t end =
			c == '<' ? astray_tag(m, s, i, src) : entity_at(s, i);
		if (c == '&' && end)
			text_add_from(&m->out, src, i, end);
		else if (!end)
			emit_put(m, c == '<' ? "&lt;" : "&amp;", span);
		from = i = end ? end : i + 1;
	}
	text_add_from(&m->out, src, from, to);
}

/* The longest abbreviation that is the word at `i`; its length or 0. */
static size_t
abbr_at(const struct dialect *d, struct str s, size_t i, struct abbr_def **def)
{
	for (int k = 0; k < d->nabbr_lengths; k++) {
		size_t n = d->abbr_lengths[k];
		if (i + n > s.n || (i + n < s.n && (ch_alnum(s.p[i + n]) ||
							   s.p[i + n] == '_')))
			continue;
		*def = map_find(&d->abbrs, str_sub(s, i, i + n));
		if (*def)
			return n;
	}
	return 0;
}

static void
put_abbr(struct emit *m, const struct elem *e, size_t from, size_t n,
	struct abbr_def *def)
{
	emit_put(m, "<abbr", e->span);
	emit_attr_list(m, def->eob);
	if (def->title.n)
		emit_attr(m, STR("title"), def->title, e->span);
	emit_put(m, ">", e->span);
	put_text(m, e->src, from, from + n);
	emit_put(m, "</abbr>", e->span);
}

static void
put_text_with_abbrs(struct emit *m, const struct elem *e)
{
	struct str s = str_sub(e->src->bytes, 0, e->to);
	size_t from = e->from;

	for (size_t i = e->from; i < e->to; i++) {
		struct abbr_def *def;
		unsigned char before =
			i > e->from ? (unsigned char)s.p[i - 1] : ' ';
		if (ch_alnum(before) || before == '_')
			continue;
		size_t n = abbr_at(m->d, s, i, &def);
		if (!n)
			continue;
		put_text(m, e->src, from, i);
		put_abbr(m, e, i, n, def);
		from = i + n;
		i = from - 1;
	}
	put_text(m, e->src, from, e->to);
}

void
emit_text(struct emit *m, struct elem *e)
{
	bool raw = e->parent && e->parent->kind == ELEM_HTML &&
	           e->parent->model == MODEL_RAW;

	if (e->lit.p)
		markup_escape(&m->out, e->lit, e->span);
	else if (m->d->nabbr_lengths && !raw)
		put_text_with_abbrs(m, e);
	else
		put_text(m, e->src, e->from, e->to);
}

void
emit_glyph(struct emit *m, struct elem *e)
{
	text_add(&m->out, e->lit, e->span);
}

void
emit_as_is(struct emit *m, struct elem *e)
{
	text_add_from(&m->out, e->src, e->from, e->to);
	if (e->block)
		emit_put(m, "\n", e->span);
}
