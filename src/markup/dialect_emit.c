/*
 * kramdown's tree as HTML.  Before it is written, headings get their ids
 * and footnotes their numbers, in the page's order, because a table of
 * contents may stand before the headings.  Text that looks like a tag
 * kramdown did not take is written as text, unless it can only be markup
 * gone astray (`L` in the table of elements): that goes on to the HTML
 * parser, which knows what a browser would do with it.  Recursion is
 * bounded by the parser's limits on nesting.
 */
#include "dialect_priv.h"

struct emit {
	struct dialect *d;
	struct text_builder out;
	bool in_link_text; /* a heading's text in a table of contents */
	bool notes_written;
	size_t looked; /* bytes searched for end tags */
};

static void emit_elem(struct emit *m, struct elem *e);

static void
put(struct emit *m, const char *s, struct span span)
{
	text_add(&m->out, str_c(s), span);
}

static void
emit_children(struct emit *m, struct elem *e)
{
	for (struct elem *c = e->first; c; c = c->next)
		emit_elem(m, c);
}

/* ---- attributes ------------------------------------------------------- */

/* A value; entities in it stay what they are. */
static void
put_value(struct emit *m, struct str v, struct span span)
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

static void
put_attr(struct emit *m, struct str name, struct str value, struct span span)
{
	put(m, " ", span);
	text_add(&m->out, name, span);
	put(m, "=\"", span);
	put_value(m, value, span);
	put(m, "\"", span);
}

static void
put_attr_list(struct emit *m, const struct elem *e)
{
	for (const struct attr_pair *p = e->attrs.pairs; p; p = p->next)
		put_attr(m, p->name, p->value, e->span);
}

static void
open_tag(struct emit *m, const char *name, const struct elem *e)
{
	put(m, "<", e->span);
	put(m, name, e->span);
	put_attr_list(m, e);
	put(m, ">", e->span);
}

static void
close_tag(struct emit *m, const char *name, const struct elem *e)
{
	put(m, "</", e->span);
	put(m, name, e->span);
	put(m, ">", e->span);
}

static void
wrap(struct emit *m, const char *name, struct elem *e)
{
	open_tag(m, name, e);
	emit_children(m, e);
	close_tag(m, name, e);
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
			put_attr(m, name, value, e ? e->span : SPAN_NONE);
		else {
			put(m, " ", e ? e->span : SPAN_NONE);
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
static void
put_start_tag(struct emit *m, struct elem *e)
{
	if (!e->tag.mended && !e->attrs.pairs) {
		text_add_from(&m->out, e->src, e->from, e->to);
		return;
	}
	if (e->tag.mended)
		report_mended(m, e);
	put(m, "<", e->span);
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
		put_attr_list(m, &copy);
	}
	put(m, ">", e->span);
}

/* ---- text ------------------------------------------------------------- */

/*
 * A bare block tag in a line that nothing closes, as in "the <p> tag":
 * the writer speaks of it.
 */
static bool
is_mention(struct emit *m, struct str s, const struct html_tag *tag, size_t end)
{
	struct str name;

	if (tag->mended || str_trim(tag->attrs).n ||
		!(html_kinds(tag->name) & HTML_B))
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
		is_mention(m, s, &tag, end))
		return 0;
	struct elem e = {.tag = tag,
		.src = src,
		.from = at,
		.to = end,
		.span = text_span(src, at)};
	put_start_tag(m, &e);
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
			put(m, c == '<' ? "&lt;" : "&amp;", span);
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
	put(m, "<abbr", e->span);
	put_attr_list(m, def->eob);
	if (def->title.n)
		put_attr(m, STR("title"), def->title, e->span);
	put(m, ">", e->span);
	put_text(m, e->src, from, from + n);
	put(m, "</abbr>", e->span);
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

static void
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

static void
emit_glyph(struct emit *m, struct elem *e)
{
	text_add(&m->out, e->lit, e->span);
}

static void
emit_as_is(struct emit *m, struct elem *e)
{
	text_add_from(&m->out, e->src, e->from, e->to);
	if (e->block)
		put(m, "\n", e->span);
}

/* ---- spans ------------------------------------------------------------ */

static void
emit_em(struct emit *m, struct elem *e)
{
	wrap(m, "em", e);
}

static void
emit_strong(struct emit *m, struct elem *e)
{
	wrap(m, "strong", e);
}

static void
emit_del(struct emit *m, struct elem *e)
{
	wrap(m, "del", e);
}

static void
emit_break(struct emit *m, struct elem *e)
{
	put(m, "<br>", e->span);
}

static void
put_escaped_source(struct emit *m, const struct elem *e)
{
	struct str s = str_sub(e->src->bytes, e->from, e->to);
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '<' && s.p[i] != '&' && s.p[i] != '>')
			continue;
		text_add_from(&m->out, e->src, e->from + from, e->from + i);
		markup_escape(&m->out, str_sub(s, i, i + 1),
			text_span(e->src, e->from + i));
		from = i + 1;
	}
	text_add_from(&m->out, e->src, e->from + from, e->to);
}

static void
emit_code_span(struct emit *m, struct elem *e)
{
	open_tag(m, "code", e);
	put_escaped_source(m, e);
	close_tag(m, "code", e);
}

static void
emit_math(struct emit *m, struct elem *e)
{
	put(m, "<span class=\"kdmath\">", e->span);
	put_escaped_source(m, e);
	put(m, "</span>", e->span);
}

static void
emit_link(struct emit *m, struct elem *e)
{
	if (m->in_link_text) {
		emit_children(m, e);
		return;
	}
	put(m, "<a", e->span);
	put_attr_list(m, e);
	put_attr(m, STR("href"), e->href, e->span);
	if (e->title.n)
		put_attr(m, STR("title"), e->title, e->span);
	put(m, ">", e->span);
	emit_children(m, e);
	put(m, "</a>", e->span);
}

static void
emit_image(struct emit *m, struct elem *e)
{
	put(m, "<img", e->span);
	put_attr_list(m, e);
	put_attr(m, STR("src"), e->href, e->span);
	put_attr(m, STR("alt"), e->lit, e->span);
	if (e->title.n)
		put_attr(m, STR("title"), e->title, e->span);
	put(m, ">", e->span);
}

static void
emit_note_ref(struct emit *m, struct elem *e)
{
	struct elem *note = map_find(&m->d->notes, e->name);

	if (m->in_link_text || !note)
		return;
	put(m, "<sup class=\"footnote-ref\"><a href=\"#fn:", e->span);
	put_value(m, e->name, e->span);
	put(m, "\" class=\"footnote\">", e->span);
	text_add(&m->out, str_fmt(m->d->a, "%d", note->number), e->span);
	put(m, "</a></sup>", e->span);
}

static void
emit_html(struct emit *m, struct elem *e)
{
	bool empty = (html_kinds(e->tag.name) & HTML_V) != 0;
	bool span = !e->block || e->model != MODEL_RAW;
	bool code =
		str_is(e->tag.name, "script") || str_is(e->tag.name, "style");
	/* left open, these would swallow the rest of the page */
	bool text = code || str_is(e->tag.name, "iframe") ||
	            str_is(e->tag.name, "textarea");

	put_start_tag(m, e);
	if (!code)
		emit_children(m, e);
	if (!empty && (e->has_end || span || text)) {
		put(m, "</", e->span);
		text_add(&m->out, e->tag.name, e->span);
		put(m, ">", e->span);
	}
	if (e->block && e->parent->kind != ELEM_HTML)
		put(m, "\n", e->span);
}

/* ---- blocks ----------------------------------------------------------- */

static void
emit_block(struct emit *m, const char *name, struct elem *e)
{
	open_tag(m, name, e);
	emit_children(m, e);
	close_tag(m, name, e);
	put(m, "\n", e->span);
}

/* The box of a task, at the start of its first paragraph. */
static void
put_box(struct emit *m, const struct elem *para)
{
	const struct elem *item = para->parent;

	if (item && item->task && para == item->first)
		put(m,
			item->ticked ? "<input type=\"checkbox\" checked> "
				     : "<input type=\"checkbox\"> ",
			para->span);
}

static void
emit_para(struct emit *m, struct elem *e)
{
	if (!e->transparent)
		open_tag(m, "p", e);
	put_box(m, e);
	emit_children(m, e);
	if (!e->transparent)
		close_tag(m, "p", e);
	if (!e->transparent || e->next)
		put(m, "\n", e->span);
}

static void
emit_header(struct emit *m, struct elem *e)
{
	char name[3] = "h1";
	int level = e->level + m->d->o.header_offset;

	level = level < 1 ? 1 : level > 6 ? 6 : level;
	name[1] = (char)('0' + level);
	if (e->id.n && !attr_find(&e->attrs, "id").n)
		attr_set(m->d->a, &e->attrs, STR("id"), e->id);
	emit_block(m, name, e);
}

static void
emit_quote(struct emit *m, struct elem *e)
{
	emit_block(m, "blockquote", e);
}

static void
emit_code(struct emit *m, struct elem *e)
{
	struct text *t = block_done(m->d, &e->raw);
	struct elem all = {.src = t, .to = t->bytes.n};

	open_tag(m, "pre", e);
	put(m, "<code", e->span);
	if (e->lang.n)
		put_attr(m, STR("class"),
			str_fmt(m->d->a, "language-%.*s", STR_ARG(e->lang)),
			e->span);
	put(m, ">", e->span);
	while (all.to > 0 && t->bytes.p[all.to - 1] == '\n')
		all.to--;
	put_escaped_source(m, &all);
	put(m, "</code></pre>\n", e->span);
}

static void
emit_rule(struct emit *m, struct elem *e)
{
	open_tag(m, "hr", e);
}

static void
emit_math_block(struct emit *m, struct elem *e)
{
	struct text *t = block_done(m->d, &e->raw);
	struct elem all = {.src = t, .to = t->bytes.n};

	put(m, "<p class=\"kdmath-block\"><span class=\"kdmath\">", e->span);
	put_escaped_source(m, &all);
	put(m, "</span></p>\n", e->span);
}

static void
emit_item(struct emit *m, struct elem *e)
{
	if (e->task)
		attr_set(m->d->a, &e->attrs, STR("class"),
			STR("task-list-item"));
	open_tag(m, "li", e);
	emit_children(m, e);
	put(m, "</li>\n", e->span);
}

static void emit_toc(struct emit *m, struct elem *list);
static void emit_notes(struct emit *m);

static void
emit_list(struct emit *m, struct elem *e)
{
	bool task = false;

	if (e == m->d->toc) {
		emit_toc(m, e);
		return;
	}
	if (attr_has_ref(&e->attrs, "footnotes") && !m->notes_written) {
		emit_notes(m);
		return;
	}
	for (struct elem *c = e->first; c && !task; c = c->next)
		task = c->task;
	if (task)
		attr_set(m->d->a, &e->attrs, STR("class"), STR("task-list"));
	emit_block(m, e->kind == ELEM_OL ? "ol" : "ul", e);
}

static void
emit_dl(struct emit *m, struct elem *e)
{
	emit_block(m, "dl", e);
}

static void
emit_term(struct emit *m, struct elem *e)
{
	emit_block(m, "dt", e);
}

static void
emit_meaning(struct emit *m, struct elem *e)
{
	emit_block(m, "dd", e);
}

/* ---- tables ----------------------------------------------------------- */

static void
emit_table(struct emit *m, struct elem *e)
{
	emit_block(m, "table", e);
}

static void
emit_thead(struct emit *m, struct elem *e)
{
	emit_block(m, "thead", e);
}

static void
emit_tbody(struct emit *m, struct elem *e)
{
	emit_block(m, "tbody", e);
}

static void
emit_tfoot(struct emit *m, struct elem *e)
{
	emit_block(m, "tfoot", e);
}

static const char *
align_style(const struct elem *table, int col)
{
	char c = table->align && col < table->ncols ? table->align[col] : ' ';

	return c == 'l'   ? " style=\"text-align: left\""
	       : c == 'r' ? " style=\"text-align: right\""
	       : c == 'c' ? " style=\"text-align: center\""
	                  : "";
}

static void
emit_row(struct emit *m, struct elem *e)
{
	const struct elem *table = e->parent->parent;
	bool head = e->parent->kind == ELEM_THEAD;
	int col = 0;

	put(m, "<tr>", e->span);
	for (struct elem *c = e->first; c; c = c->next, col++) {
		put(m, head ? "<th" : "<td", c->span);
		put(m, align_style(table, col), c->span);
		put_attr_list(m, c);
		put(m, ">", c->span);
		emit_children(m, c);
		put(m, head ? "</th>" : "</td>", c->span);
	}
	put(m, "</tr>\n", e->span);
}

/* ---- notes and contents ----------------------------------------------- */

static void
emit_notes(struct emit *m)
{
	m->notes_written = true;
	if (!m->d->nused)
		return;
	put(m, "<div class=\"footnotes\"><ol>\n", m->d->used[0]->span);
	for (int i = 0; i < m->d->nused; i++) {
		struct elem *e = m->d->used[i];
		put(m, "<li id=\"fn:", e->span);
		put_value(m, e->name, e->span);
		put(m, "\">", e->span);
		emit_children(m, e);
		put(m, "</li>\n", e->span);
	}
	put(m, "</ol></div>\n", m->d->used[m->d->nused - 1]->span);
}

static void
emit_toc_entry(struct emit *m, struct elem *h)
{
	struct str own = attr_find(&h->attrs, "id");

	put(m, "<li><a", h->span);
	put_attr(m, STR("href"),
		str_fmt(m->d->a, "#%.*s", STR_ARG(own.n ? own : h->id)),
		h->span);
	put(m, ">", h->span);
	m->in_link_text = true;
	emit_children(m, h);
	m->in_link_text = false;
	put(m, "</a>", h->span);
}

static bool
in_toc(const struct emit *m, const struct elem *h)
{
	struct str classes = attr_find(&h->attrs, "class");

	return (m->d->o.toc_levels >> h->level & 1) &&
	       (h->id.n || attr_find(&h->attrs, "id").n) &&
	       !str_has_word(classes, "no_toc");
}

/* An entry whose <li> is still open. */
struct toc_level {
	int level;
	bool has_list;
};

/* Close the entries at `level` and deeper; how many stay open. */
static int
toc_close(struct emit *m, struct elem *list, const char *close,
	struct toc_level *open, int n, int level)
{
	while (n && open[n - 1].level >= level) {
		if (open[n - 1].has_list)
			put(m, close, list->span);
		put(m, "</li>", list->span);
		n--;
	}
	return n;
}

/* Headings as nested lists; a skipped level makes no list of its own. */
static void
emit_toc(struct emit *m, struct elem *list)
{
	bool ol = list->kind == ELEM_OL;
	const char *close = ol ? "</ol>" : "</ul>";
	struct toc_level open[8];
	int n = 0;

	if (!attr_find(&list->attrs, "id").n)
		attr_set(m->d->a, &list->attrs, STR("id"), STR("markdown-toc"));
	open_tag(m, ol ? "ol" : "ul", list);
	for (int i = 0; i < m->d->nheads; i++) {
		struct elem *h = m->d->heads[i];
		if (!in_toc(m, h))
			continue;
		n = toc_close(m, list, close, open, n, h->level);
		if (n && !open[n - 1].has_list) {
			put(m, ol ? "<ol>" : "<ul>", list->span);
			open[n - 1].has_list = true;
		}
		emit_toc_entry(m, h);
		open[n++] = (struct toc_level){h->level, false};
	}
	toc_close(m, list, close, open, n, 0);
	put(m, close, list->span);
	put(m, "\n", list->span);
}

/* ---- the table -------------------------------------------------------- */

typedef void emit_fn(struct emit *m, struct elem *e);

static emit_fn *const emitters[] = {
	[ELEM_ROOT] = emit_children,
	[ELEM_BLANK] = NULL,
	[ELEM_EOB] = NULL,
	[ELEM_PARA] = emit_para,
	[ELEM_HEADER] = emit_header,
	[ELEM_QUOTE] = emit_quote,
	[ELEM_CODE] = emit_code,
	[ELEM_RULE] = emit_rule,
	[ELEM_UL] = emit_list,
	[ELEM_OL] = emit_list,
	[ELEM_ITEM] = emit_item,
	[ELEM_DL] = emit_dl,
	[ELEM_TERM] = emit_term,
	[ELEM_MEANING] = emit_meaning,
	[ELEM_TABLE] = emit_table,
	[ELEM_THEAD] = emit_thead,
	[ELEM_TBODY] = emit_tbody,
	[ELEM_TFOOT] = emit_tfoot,
	[ELEM_ROW] = emit_row,
	[ELEM_CELL] = emit_children,
	[ELEM_MATH_BLOCK] = emit_math_block,
	[ELEM_NOTE] = emit_children,
	[ELEM_HTML] = emit_html,
	[ELEM_COMMENT] = emit_as_is,
	[ELEM_RAW] = emit_as_is,
	[ELEM_TEXT] = emit_text,
	[ELEM_GLYPH] = emit_glyph,
	[ELEM_EM] = emit_em,
	[ELEM_STRONG] = emit_strong,
	[ELEM_DEL] = emit_del,
	[ELEM_LINK] = emit_link,
	[ELEM_IMAGE] = emit_image,
	[ELEM_CODE_SPAN] = emit_code_span,
	[ELEM_MATH] = emit_math,
	[ELEM_BREAK] = emit_break,
	[ELEM_NOTE_REF] = emit_note_ref,
};

static void
emit_elem(struct emit *m, struct elem *e)
{
	attr_resolve(m->d, &e->attrs);
	if (emitters[e->kind])
		emitters[e->kind](m, e);
}

struct text
emit_html_text(struct dialect *d)
{
	struct emit m = {.d = d, .out = text_builder_new(d->a)};

	emit_elem(&m, d->root);
	if (!m.notes_written)
		emit_notes(&m);
	return text_builder_done(&m.out);
}
