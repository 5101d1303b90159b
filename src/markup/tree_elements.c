/*
 * What each HTML element becomes.  Most are a plain node of a kind; the
 * few with a rule of their own have a small function.  Elements that
 * print cannot show give way to what it can: media to a card, forms to
 * things to fill in by pen, inline drawings to their title.
 */
#include "tree_priv.h"

/* ---- plain nodes ------------------------------------------------------ */

static const struct tree_element *
row_of(const GumboNode *g)
{
	return &tree_elements[g->v.element.tag];
}

static void
add_plain(struct tree *t, const GumboNode *g)
{
	const struct tree_element *e = row_of(g);
	struct node *n = tree_add(t, g, e->kind);

	if (e->class_name)
		doc_add_class(t->a, n, str_c(e->class_name));
	tree_children(t, g, n);
}

/* Its content, as if the tag weren't there. */
static void
add_content(struct tree *t, const GumboNode *g)
{
	tree_children(t, g, t->at);
}

/* Elements of HTML that Gumbo is too old for; their content says it all. */
static bool
is_newer(GumboStringPiece name)
{
	static const char *const names[] = {
		"picture", "dialog", "search", "slot"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_iis((struct str){name.data, name.length}, names[i]))
			return true;
	return false;
}

static void
add_unknown(struct tree *t, const GumboNode *g)
{
	GumboStringPiece name = g->v.element.original_tag;

	gumbo_tag_from_original_text(&name);
	if (name.data && is_newer(name)) {
		add_content(t, g);
		return;
	}
	if (name.data)
		MARKUP_REPORT(t->dg, DIAG_HTML_UNKNOWN, tree_span(t, g),
			"<%.*s>", (int)name.length, name.data);
	struct node *n = tree_add(t, g, NODE_SPAN);
	tree_children(t, g, n);
}

static void
add_nothing(struct tree *t, const GumboNode *g)
{
	(void)t;
	(void)g;
}

static void
add_dropped(struct tree *t, const GumboNode *g)
{
	MARKUP_REPORT(t->dg, DIAG_HTML_DROPPED, tree_span(t, g), "<%s>",
		gumbo_normalized_tagname(g->v.element.tag));
}

/* The tags of a document round the page's own content. */
static void
add_page_tag(struct tree *t, const GumboNode *g)
{
	tree_children(t, g, t->at);
}

/* ---- blocks ----------------------------------------------------------- */

static void
add_heading(struct tree *t, const GumboNode *g)
{
	struct node *n = tree_add(t, g, NODE_HEADING);

	n->heading.level = row_of(g)->number;
	tree_children(t, g, n);
}

static void
add_center(struct tree *t, const GumboNode *g)
{
	struct node *n = tree_add(t, g, NODE_DIV);

	doc_set_attr(t->a, n, STR("align"), STR("center"), n->span);
	tree_children(t, g, n);
}

static char
list_type(struct str type, bool ordered)
{
	if (type.n == 1 && strchr("1AaIi", type.p[0]))
		return type.p[0];
	if (ordered)
		return 0;
	return str_iis(type, "disc")     ? 'd'
	       : str_iis(type, "circle") ? 'c'
	       : str_iis(type, "square") ? 's'
	       : str_iis(type, "none")   ? 'n'
	                                 : 0;
}

/* What list-style says, as type="" would. */
static char
list_style(struct str style, bool ordered)
{
	static const struct {
		const char *name, *type;
	} types[] = {{"none", "n"}, {"disc", "d"}, {"circle", "c"},
		{"square", "s"}, {"decimal", "1"}, {"lower-alpha", "a"},
		{"lower-latin", "a"}, {"upper-alpha", "A"},
		{"upper-latin", "A"}, {"lower-roman", "i"},
		{"upper-roman", "I"}};
	struct str value = tree_style_value(style, "list-style-type"), word;

	if (!value.n)
		value = tree_style_value(style, "list-style");
	while (str_next(&value, " ", &word))
		for (size_t i = 0; i < ARRAY_LEN(types); i++)
			if (str_iis(word, types[i].name) &&
				(i == 0 || (i >= 4) == ordered))
				return types[i].type[0];
	return 0;
}

static void
add_list(struct tree *t, const GumboNode *g)
{
	struct node *n = tree_add(t, g, NODE_LIST);
	bool ordered = g->v.element.tag == GUMBO_TAG_OL;
	int start = ordered ? 1 : 0;

	n->list.ordered = ordered;
	n->list.type = list_style(tree_attr(g, "style"), ordered);
	if (!n->list.type)
		n->list.type =
			list_type(str_trim(tree_attr(g, "type")), ordered);
	n->list.reversed = ordered && tree_has_attr(g, "reversed");
	str_int(tree_attr(g, "start"), &start);
	n->list.start = start;
	tree_children(t, g, n);
	if (n->list.reversed && !tree_has_attr(g, "start")) {
		n->list.start = 0;
		for (struct node *c = n->first; c; c = c->next)
			n->list.start += c->kind == NODE_ITEM;
	}
}

static void
add_item(struct tree *t, const GumboNode *g)
{
	struct node *n = tree_add(t, g, NODE_ITEM);

	n->item.has_value =
		str_int(str_trim(tree_attr(g, "value")), &n->item.number);
	tree_children(t, g, n);
}

/* The language of a code block: class="language-x" here or on its code. */
static struct str
code_language(const struct node *n)
{
	struct str rest = n->classes, word;

	while (str_next(&rest, " ", &word))
		if (str_starts(word, "language-"))
			return str_sub(word, 9, word.n);
	return STR0;
}

/* <pre><code> is one block: the inner <code> gives way. */
static void
unwrap_code(struct node *pre)
{
	struct node *code = pre->first;

	if (!code || code->next || code->kind != NODE_CODE)
		return;
	if (!pre->code.language.n)
		pre->code.language = code_language(code);
	doc_remove(code);
	doc_move_children(code, pre);
}

static void
add_pre(struct tree *t, const GumboNode *g)
{
	struct node *n = tree_add(t, g, NODE_CODE_BLOCK);

	n->code.language = code_language(n);
	tree_children(t, g, n);
	unwrap_code(n);
}

/* ---- tables ----------------------------------------------------------- */

static int
span_number(struct str v)
{
	int n = 1;

	if (!str_int(str_trim(v), &n) || n < 0)
		n = str_trim(v).n && ch_digit(str_trim(v).p[0]) ? 100000 : 1;
	return n;
}

static void
add_cell(struct tree *t, const GumboNode *g)
{
	static const struct {
		const char *name;
		enum cell_scope scope;
	} scopes[] = {{"row", SCOPE_ROW}, {"rowgroup", SCOPE_ROW},
		{"col", SCOPE_COLUMN}, {"colgroup", SCOPE_COLUMN}};
	struct node *n = tree_add(t, g, NODE_CELL);
	struct str scope = str_trim(tree_attr(g, "scope"));

	n->cell.header = g->v.element.tag == GUMBO_TAG_TH;
	n->cell.colspan = n->cell.rowspan = 1;
	if (tree_has_attr(g, "colspan"))
		n->cell.colspan = span_number(tree_attr(g, "colspan"));
	if (tree_has_attr(g, "rowspan"))
		n->cell.rowspan = span_number(tree_attr(g, "rowspan"));
	for (size_t i = 0; i < ARRAY_LEN(scopes); i++)
		if (str_iis(scope, scopes[i].name))
			n->cell.scope = scopes[i].scope;
	tree_children(t, g, n);
}

/* ---- inlines ---------------------------------------------------------- */

/* Is there anything in it to be seen or read out? */
static bool
has_content(const struct node *link)
{
	for (const struct node *n = doc_next(link, link); n;
		n = doc_next(n, link)) {
		if (n->kind == NODE_TEXT ? str_trim(n->text).n > 0
					 : n->kind == NODE_IMAGE ||
						   n->kind == NODE_MEDIA ||
						   n->kind == NODE_FIELD ||
						   n->kind == NODE_MATH)
			return true;
	}
	return false;
}

/* As the author wrote it: not what the parser made of an open one. */
static bool
is_whole(const GumboNode *g)
{
	const unsigned made = GUMBO_INSERTION_ADOPTION_AGENCY_CLONED |
	                      GUMBO_INSERTION_ADOPTION_AGENCY_MOVED |
	                      GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT;
	return g->v.element.original_end_tag.length > 0 &&
	       !(g->parse_flags & made);
}

static void
add_link(struct tree *t, const GumboNode *g)
{
	bool link = tree_has_attr(g, "href");
	struct node *n = tree_add(t, g, link ? NODE_LINK : NODE_SPAN);

	if (link) {
		n->link.href = tree_url(t->a, tree_attr(g, "href"));
		if (!tree_safe_url(n->link.href)) {
			MARKUP_REPORT(t->dg, DIAG_LINK_SCHEME, n->span, "%.*s",
				STR_ARG(str_sub(n->link.href, 0, 60)));
			n->kind = NODE_SPAN;
			n->link.href = STR0;
		}
	}
	tree_children(t, g, n);
	if (n->kind == NODE_LINK && n->link.href.n && is_whole(g) && !n->id.n &&
		!doc_attr(n, "name") && !has_content(n))
		MARKUP_REPORT(t->dg, DIAG_LINK_EMPTY, n->span, "%.*s",
			STR_ARG(str_sub(n->link.href, 0, 80)));
}

static void
add_abbr(struct tree *t, const GumboNode *g)
{
	struct node *n = tree_add(t, g, NODE_ABBR);

	n->abbr.expansion = str_trim(tree_attr(g, "title"));
	tree_children(t, g, n);
}

/* Letters, numbers and signs are as they are in print; TeX is not. */
static void
report_math(struct tree *t, const struct node *n)
{
	for (size_t i = 0; i < n->text.n; i++)
		if (strchr("\\^_{}&", n->text.p[i])) {
			MARKUP_REPORT(t->dg, DIAG_MATH_SOURCE, n->span, "%.*s",
				STR_ARG(str_sub(n->text, 0, 40)));
			return;
		}
}

static void
add_span(struct tree *t, const GumboNode *g)
{
	struct str classes = tree_attr(g, "class");

	if (classes.n && str_has_word(classes, "kdmath")) {
		struct node *n = tree_add(t, g, NODE_MATH);
		n->classes = STR0; /* ours, to tell it by */
		n->text = tree_text(t, g);
		report_math(t, n);
		return;
	}
	add_plain(t, g);
}

static void
add_mathml(struct tree *t, const GumboNode *g)
{
	struct node *n = tree_add(t, g, NODE_MATH);
	struct str alt = tree_attr(g, "alttext");

	n->text = alt.n ? alt : tree_text(t, g);
	report_math(t, n);
}

/* <br clear="all"> ends what stands beside a float: a block without words. */
static void
add_break(struct tree *t, const GumboNode *g)
{
	bool clears = tree_has_attr(g, "clear") ||
	              tree_style_value(tree_attr(g, "style"), "clear").n;

	tree_add(t, g, clears ? NODE_DIV : NODE_BREAK);
}

/* Ruby's reading in parentheses behind its base. */
static void
add_ruby_text(struct tree *t, const GumboNode *g)
{
	tree_add_text(t, STR(" ("), tree_span(t, g));
	add_plain(t, g);
	tree_add_text(t, STR(")"), tree_span(t, g));
}

/* A hot spot of an image map: a link with its alternative text. */
static void
add_area(struct tree *t, const GumboNode *g)
{
	struct str alt = str_trim(tree_attr(g, "alt"));

	if (!tree_has_attr(g, "href") || !alt.n)
		return;
	struct node *at = t->at, *n = tree_add(t, g, NODE_LINK);
	n->link.href = tree_url(t->a, tree_attr(g, "href"));
	if (!tree_safe_url(n->link.href))
		n->kind = NODE_SPAN;
	t->at = n;
	n->attrs = NULL; /* of the spot in the picture, not of the link */
	tree_add_text(t, alt, n->span);
	t->at = at;
	tree_add_text(t, STR(" "), n->span);
}

/* ---- forms ------------------------------------------------------------ */

static struct node *
add_field(struct tree *t, const GumboNode *g, enum field_type type)
{
	struct node *n = tree_add(t, g, NODE_FIELD);
	struct str label = tree_attr(g, "aria-label");

	if (!label.n)
		label = tree_attr(g, "title");
	if (!label.n)
		label = tree_attr(g, "placeholder");
	n->field.type = type;
	n->field.label = str_trim(label);
	return n;
}

static void
add_input(struct tree *t, const GumboNode *g)
{
	static const struct {
		const char *name;
		enum field_type type;
	} types[] = {{"checkbox", FIELD_CHECKBOX}, {"radio", FIELD_RADIO},
		{"submit", FIELD_BUTTON}, {"button", FIELD_BUTTON},
		{"reset", FIELD_BUTTON}};
	struct str type = str_trim(tree_attr(g, "type"));
	enum field_type kind = FIELD_LINE;

	if (str_iis(type, "hidden") || str_iis(type, "image"))
		return;
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (str_iis(type, types[i].name))
			kind = types[i].type;
	struct node *n = add_field(t, g, kind);
	n->field.checked = tree_has_attr(g, "checked");
	if (kind == FIELD_LINE)
		str_int(str_trim(tree_attr(g, "size")), &n->field.size);
	if (kind == FIELD_BUTTON && tree_attr(g, "value").n)
		n->field.label = str_trim(tree_attr(g, "value"));
}

static void
add_textarea(struct tree *t, const GumboNode *g)
{
	struct node *n = add_field(t, g, FIELD_AREA);

	str_int(str_trim(tree_attr(g, "rows")), &n->field.size);
	if (!tree_text(t, g).n)
		return;
	struct node *text = tree_add(t, g, NODE_SPAN); /* filled in already */
	text->attrs = NULL;
	tree_children(t, g, text);
}

#define CHOICES_MAX 12 /* more are no help on paper */

/* What can be chosen, as "Red / Green / Blue"; empty if it is too much. */
static struct str
select_choices(struct tree *t, const GumboNode *g)
{
	const GumboVector *v = &g->v.element.children;
	struct buf b = buf_new(t->a);
	int n = 0;

	for (unsigned i = 0; i < v->length; i++) {
		const GumboNode *c = v->data[i];
		if (c->type != GUMBO_NODE_ELEMENT ||
			c->v.element.tag != GUMBO_TAG_OPTION)
			continue;
		struct str text = tree_text(t, c);
		if (n++)
			buf_c(&b, " / ");
		buf_str(&b, text);
	}
	return n > CHOICES_MAX ? STR0 : buf_done(&b);
}

static void
add_select(struct tree *t, const GumboNode *g)
{
	struct str choices = select_choices(t, g);

	add_field(t, g, FIELD_LINE);
	if (!choices.n)
		return;
	struct node *text = tree_add(t, g, NODE_TEXT);
	text->text = str_fmt(t->a, " (%.*s)", STR_ARG(choices));
}

static void
add_button(struct tree *t, const GumboNode *g)
{
	struct node *n = add_field(t, g, FIELD_BUTTON);
	struct str text = tree_text(t, g);

	if (text.n)
		n->field.label = text;
}

/* ---- the table -------------------------------------------------------- */

#define PLAIN(tag, k)      [GUMBO_TAG_##tag] = {add_plain, NODE_##k, NULL, 0}
#define CLASSED(tag, k, c) [GUMBO_TAG_##tag] = {add_plain, NODE_##k, c, 0}
#define OWN(tag, f)        [GUMBO_TAG_##tag] = {f, NODE_SPAN, NULL, 0}
#define HEADING(n)         [GUMBO_TAG_H##n] = {add_heading, NODE_HEADING, NULL, n}

const struct tree_element tree_elements[GUMBO_TAG_LAST] = {
	OWN(HTML, add_page_tag),
	OWN(HEAD, add_nothing),
	OWN(TITLE, add_nothing),
	OWN(BASE, add_nothing),
	OWN(LINK, add_nothing),
	OWN(META, add_nothing),
	OWN(STYLE, add_nothing), /* the theme has the looks */
	OWN(SCRIPT, tree_add_script),
	OWN(NOSCRIPT, add_nothing),
	OWN(TEMPLATE, add_nothing),
	OWN(BODY, add_page_tag),
	PLAIN(ARTICLE, DIV),
	PLAIN(SECTION, DIV),
	PLAIN(NAV, DIV),
	CLASSED(ASIDE, DIV, "aside"),
	HEADING(1),
	HEADING(2),
	HEADING(3),
	HEADING(4),
	HEADING(5),
	HEADING(6),
	PLAIN(HGROUP, DIV),
	PLAIN(HEADER, DIV),
	PLAIN(FOOTER, DIV),
	CLASSED(ADDRESS, DIV, "address"),
	PLAIN(P, PARA),
	PLAIN(HR, RULE),
	OWN(PRE, add_pre),
	PLAIN(BLOCKQUOTE, QUOTE),
	OWN(OL, add_list),
	OWN(UL, add_list),
	OWN(LI, add_item),
	PLAIN(DL, DEFS),
	PLAIN(DT, TERM),
	PLAIN(DD, MEANING),
	PLAIN(FIGURE, FIGURE),
	PLAIN(FIGCAPTION, CAPTION),
	PLAIN(MAIN, DIV),
	PLAIN(DIV, DIV),
	OWN(A, add_link),
	PLAIN(EM, EMPH),
	PLAIN(STRONG, STRONG),
	PLAIN(SMALL, SMALL),
	PLAIN(S, STRIKE),
	PLAIN(CITE, CITE),
	PLAIN(Q, INLINE_QUOTE),
	PLAIN(DFN, EMPH),
	OWN(ABBR, add_abbr),
	PLAIN(DATA, SPAN),
	PLAIN(TIME, SPAN),
	PLAIN(CODE, CODE),
	PLAIN(VAR, EMPH),
	PLAIN(SAMP, CODE),
	PLAIN(KBD, KBD),
	PLAIN(SUB, SUB),
	PLAIN(SUP, SUP),
	PLAIN(I, EMPH),
	PLAIN(B, STRONG),
	PLAIN(U, UNDERLINE),
	PLAIN(MARK, MARK),
	OWN(RUBY, add_content),
	OWN(RT, add_ruby_text),
	OWN(RP, add_nothing),
	PLAIN(BDI, SPAN),
	PLAIN(BDO, SPAN),
	OWN(SPAN, add_span),
	OWN(BR, add_break),
	PLAIN(WBR, BREAK_CHANCE),
	PLAIN(INS, INSERTED),
	PLAIN(DEL, DELETED),
	OWN(IMAGE, tree_add_image),
	OWN(IMG, tree_add_image),
	OWN(IFRAME, tree_add_media),
	OWN(EMBED, tree_add_media),
	OWN(OBJECT, tree_add_media),
	OWN(PARAM, add_nothing),
	OWN(VIDEO, tree_add_media),
	OWN(AUDIO, tree_add_media),
	OWN(SOURCE, add_nothing),
	OWN(TRACK, add_nothing),
	OWN(CANVAS, add_dropped),
	OWN(MAP, add_content),
	OWN(AREA, add_area),
	OWN(MATH, add_mathml),
	OWN(MI, add_content),
	OWN(MO, add_content),
	OWN(MN, add_content),
	OWN(MS, add_content),
	OWN(MTEXT, add_content),
	OWN(MGLYPH, add_nothing),
	OWN(MALIGNMARK, add_nothing),
	OWN(ANNOTATION_XML, add_nothing),
	OWN(SVG, tree_add_svg),
	OWN(FOREIGNOBJECT, add_content),
	OWN(DESC, add_content),
	PLAIN(TABLE, TABLE),
	PLAIN(CAPTION, CAPTION),
	OWN(COLGROUP, add_nothing),
	OWN(COL, add_nothing),
	PLAIN(TBODY, BODY),
	PLAIN(THEAD, HEAD),
	PLAIN(TFOOT, FOOT),
	PLAIN(TR, ROW),
	OWN(TD, add_cell),
	OWN(TH, add_cell),
	PLAIN(FORM, DIV),
	CLASSED(FIELDSET, DIV, "fieldset"),
	CLASSED(LEGEND, PARA, "legend"),
	CLASSED(LABEL, SPAN, "label"),
	OWN(INPUT, add_input),
	OWN(BUTTON, add_button),
	OWN(SELECT, add_select),
	OWN(DATALIST, add_nothing),
	OWN(OPTGROUP, add_content),
	OWN(OPTION, add_content),
	OWN(TEXTAREA, add_textarea),
	OWN(KEYGEN, add_nothing),
	PLAIN(OUTPUT, SPAN),
	PLAIN(PROGRESS, SPAN),
	PLAIN(METER, SPAN),
	PLAIN(DETAILS, DETAILS),
	PLAIN(SUMMARY, SUMMARY),
	OWN(MENU, add_list),
	OWN(MENUITEM, add_content),
	OWN(APPLET, tree_add_media),
	OWN(ACRONYM, add_abbr),
	OWN(BGSOUND, add_nothing),
	OWN(DIR, add_list),
	OWN(FRAME, tree_add_media),
	OWN(FRAMESET, add_content),
	OWN(NOFRAMES, add_nothing),
	OWN(ISINDEX, add_nothing),
	PLAIN(LISTING, CODE_BLOCK),
	PLAIN(XMP, CODE_BLOCK),
	OWN(NEXTID, add_nothing),
	OWN(NOEMBED, add_nothing),
	PLAIN(PLAINTEXT, CODE_BLOCK),
	PLAIN(RB, SPAN),
	PLAIN(STRIKE, STRIKE),
	OWN(BASEFONT, add_nothing),
	PLAIN(BIG, BIG),
	PLAIN(BLINK, SPAN),
	OWN(CENTER, add_center),
	PLAIN(FONT, SPAN),
	PLAIN(MARQUEE, SPAN),
	PLAIN(MULTICOL, DIV),
	PLAIN(NOBR, SPAN),
	OWN(SPACER, add_nothing),
	PLAIN(TT, CODE),
	OWN(RTC, add_ruby_text),
	OWN(UNKNOWN, add_unknown),
};
