/*
 * kramdown's tree as HTML.  Before it is written, headings get their ids
 * and footnotes their numbers, in the page's order, because a table of
 * contents may stand before the headings.  Recursion is bounded by the
 * parser's limits on nesting.
 */
#include "dialect_emit_priv.h"

static void
emit_children(struct emit *m, struct elem *e)
{
	for (struct elem *c = e->first; c; c = c->next)
		emit_elem(m, c);
}

static void
wrap(struct emit *m, const char *name, struct elem *e)
{
	emit_open_tag(m, name, e);
	emit_children(m, e);
	emit_close_tag(m, name, e);
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
	emit_put(m, "<br>", e->span);
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
	emit_open_tag(m, "code", e);
	put_escaped_source(m, e);
	emit_close_tag(m, "code", e);
}

static void
emit_math(struct emit *m, struct elem *e)
{
	emit_put(m, "<span class=\"kdmath\">", e->span);
	put_escaped_source(m, e);
	emit_put(m, "</span>", e->span);
}

static void
emit_link(struct emit *m, struct elem *e)
{
	if (m->in_link_text) {
		emit_children(m, e);
		return;
	}
	emit_put(m, "<a", e->span);
	emit_attr_list(m, e);
	emit_attr(m, STR("href"), e->href, e->span);
	if (e->title.n)
		emit_attr(m, STR("title"), e->title, e->span);
	emit_put(m, ">", e->span);
	emit_children(m, e);
	emit_put(m, "</a>", e->span);
}

static void
emit_image(struct emit *m, struct elem *e)
{
	emit_put(m, "<img", e->span);
	emit_attr_list(m, e);
	emit_attr(m, STR("src"), e->href, e->span);
	if (str_trim(e->lit).n) /* without words nobody has said that it needs
	                           none */
		emit_attr(m, STR("alt"), e->lit, e->span);
	if (e->title.n)
		emit_attr(m, STR("title"), e->title, e->span);
	emit_put(m, ">", e->span);
}

static void
emit_note_ref(struct emit *m, struct elem *e)
{
	struct elem *note = map_find(&m->d->notes, e->name);

	if (m->in_link_text || !note)
		return;
	emit_put(m, "<sup class=\"footnote-ref\"><a href=\"#fn:", e->span);
	emit_value(m, e->name, e->span);
	emit_put(m, "\" class=\"footnote\">", e->span);
	text_add(&m->out, str_fmt(m->d->a, "%d", note->number), e->span);
	emit_put(m, "</a></sup>", e->span);
}

/* Styles of a drawing are its own, not the page's. */
static bool
is_in_drawing(const struct elem *e)
{
	for (e = e->parent; e && e->kind == ELEM_HTML; e = e->parent)
		if (str_is(e->tag.name, "svg"))
			return true;
	return false;
}

static void
emit_html(struct emit *m, struct elem *e)
{
	bool empty = (html_kinds(e->tag.name) & HTML_V) != 0;
	bool span = !e->block || e->model != MODEL_RAW;
	bool style = str_is(e->tag.name, "style");
	/* left open, these would swallow the rest of the page */
	bool text = style || str_is(e->tag.name, "script") ||
	            str_is(e->tag.name, "iframe") ||
	            str_is(e->tag.name, "textarea");

	emit_start_tag(m, e);
	if (!style || is_in_drawing(e))
		emit_children(m, e);
	if (!empty && (e->has_end || span || text)) {
		emit_put(m, "</", e->span);
		text_add(&m->out, e->tag.name, e->span);
		emit_put(m, ">", e->span);
	}
	if (e->block && e->parent->kind != ELEM_HTML)
		emit_put(m, "\n", e->span);
}

/* ---- blocks ----------------------------------------------------------- */

static void
emit_block(struct emit *m, const char *name, struct elem *e)
{
	emit_open_tag(m, name, e);
	emit_children(m, e);
	emit_close_tag(m, name, e);
	emit_put(m, "\n", e->span);
}

/* The box of a task, at the start of its first paragraph. */
static void
put_box(struct emit *m, const struct elem *para)
{
	const struct elem *item = para->parent;

	if (item && item->task && para == item->first)
		emit_put(m,
			item->ticked ? "<input type=\"checkbox\" checked> "
				     : "<input type=\"checkbox\"> ",
			para->span);
}

static void
emit_para(struct emit *m, struct elem *e)
{
	if (!e->transparent)
		emit_open_tag(m, "p", e);
	put_box(m, e);
	emit_children(m, e);
	if (!e->transparent)
		emit_close_tag(m, "p", e);
	if (!e->transparent || e->next)
		emit_put(m, "\n", e->span);
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

	emit_open_tag(m, "pre", e);
	emit_put(m, "<code", e->span);
	if (e->lang.n)
		emit_attr(m, STR("class"),
			str_fmt(m->d->a, "language-%.*s", STR_ARG(e->lang)),
			e->span);
	emit_put(m, ">", e->span);
	while (all.to > 0 && t->bytes.p[all.to - 1] == '\n')
		all.to--;
	put_escaped_source(m, &all);
	emit_put(m, "</code></pre>\n", e->span);
}

static void
emit_rule(struct emit *m, struct elem *e)
{
	emit_open_tag(m, "hr", e);
}

static void
emit_math_block(struct emit *m, struct elem *e)
{
	struct text *t = block_done(m->d, &e->raw);
	struct elem all = {.src = t, .to = t->bytes.n};

	emit_put(m, "<p class=\"kdmath-block\"><span class=\"kdmath\">",
		e->span);
	put_escaped_source(m, &all);
	emit_put(m, "</span></p>\n", e->span);
}

static void
emit_item(struct emit *m, struct elem *e)
{
	if (e->task)
		attr_set(m->d->a, &e->attrs, STR("class"),
			STR("task-list-item"));
	emit_open_tag(m, "li", e);
	emit_children(m, e);
	emit_put(m, "</li>\n", e->span);
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

	emit_put(m, "<tr>", e->span);
	for (struct elem *c = e->first; c; c = c->next, col++) {
		emit_put(m, head ? "<th" : "<td", c->span);
		emit_put(m, align_style(table, col), c->span);
		emit_attr_list(m, c);
		emit_put(m, ">", c->span);
		emit_children(m, c);
		emit_put(m, head ? "</th>" : "</td>", c->span);
	}
	emit_put(m, "</tr>\n", e->span);
}

/* ---- notes and contents ----------------------------------------------- */

static void
emit_notes(struct emit *m)
{
	m->notes_written = true;
	if (!m->d->nused)
		return;
	emit_put(m, "<div class=\"footnotes\"><ol>\n", m->d->used[0]->span);
	for (int i = 0; i < m->d->nused; i++) {
		struct elem *e = m->d->used[i];
		emit_put(m, "<li id=\"fn:", e->span);
		emit_value(m, e->name, e->span);
		emit_put(m, "\">", e->span);
		emit_children(m, e);
		emit_put(m, "</li>\n", e->span);
	}
	emit_put(m, "</ol></div>\n", m->d->used[m->d->nused - 1]->span);
}

static void
emit_toc_entry(struct emit *m, struct elem *h)
{
	struct str own = attr_find(&h->attrs, "id");

	emit_put(m, "<li><a", h->span);
	emit_attr(m, STR("href"),
		str_fmt(m->d->a, "#%.*s", STR_ARG(own.n ? own : h->id)),
		h->span);
	emit_put(m, ">", h->span);
	m->in_link_text = true;
	emit_children(m, h);
	m->in_link_text = false;
	emit_put(m, "</a>", h->span);
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
			emit_put(m, close, list->span);
		emit_put(m, "</li>", list->span);
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
	emit_open_tag(m, ol ? "ol" : "ul", list);
	for (int i = 0; i < m->d->nheads; i++) {
		struct elem *h = m->d->heads[i];
		if (!in_toc(m, h))
			continue;
		n = toc_close(m, list, close, open, n, h->level);
		if (n && !open[n - 1].has_list) {
			emit_put(m, ol ? "<ol>" : "<ul>", list->span);
			open[n - 1].has_list = true;
		}
		emit_toc_entry(m, h);
		open[n++] = (struct toc_level){h->level, false};
	}
	toc_close(m, list, close, open, n, 0);
	emit_put(m, close, list->span);
	emit_put(m, "\n", list->span);
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

void
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
