/*
 * The inlines of a paragraph become pieces of text for shaping.
 *
 * Each piece points to its owner: the node it shows and what can be clicked
 * there.  Inline nests at most a hundred deep (markup cuts it), so going
 * down is a plain recursion.
 */
#include "layout_priv.h"

#define SIZE_LEAST PT(7) /* type is made no smaller than this */

const struct font *
layout_font(struct layout *l, const struct style *s)
{
	const struct font **f =
		&l->fonts[s->family][s->bold != 0][s->italic != 0];
	if (!*f)
		*f = font_find(l->o->fonts, l->t->families[s->family], s->bold,
			s->italic, l->dg);
	return *f;
}

mpt
layout_size(const struct layout *l, const struct style *s)
{
	mpt size = mpt_scale(s->size, l->scale, 1000);
	mpt least = mpt_max(SIZE_LEAST, l->t->size_least);
	return mpt_max(size, mpt_min(s->size, least));
}

mpt
layout_leading(const struct layout *l, const struct style *s)
{
	return l->scale == 1000
	               ? s->leading
	               : mpt_scale(s->leading, layout_size(l, s), s->size);
}

/* What holds for a stretch of inlines. */
struct around {
	const struct node *link;
	uint32_t ground;
	bool address;
};

/* TEXT has a style that can be read; the program's own words get one here. */
static struct text_piece *
pieces_push(struct pieces *ps, const struct style *style,
	const struct piece_owner *owner)
{
	struct layout *l = ps->l;
	if (!owner->node || owner->node->kind != NODE_TEXT)
		style = theme_readable(l->a, l->t, style);
	ARENA_PUSH(l->a, ps->v, ps->n, ps->cap);
	struct text_piece *p = &ps->v[ps->n++];
	struct piece_owner *own = ARENA_NEW(l->a, struct piece_owner);
	*own = *owner;
	own->style = style;
	*p = (struct text_piece){.kind = TEXT_CHARS,
		.font = layout_font(l, style),
		.size = layout_size(l, style),
		.rise = mpt_scale(style->rise, l->scale, 1000),
		.letter_space = style->letter_space,
		.features = (unsigned)style->features,
		.no_break = style->nowrap != 0,
		.no_hyphen = style->family == FAMILY_MONO,
		.rtl = style->rtl != 0,
		.lang = owner->node ? doc_lang(l->doc, owner->node)
	                            : l->doc->lang,
		.owner = own};
	return p;
}

/* Bytes at the start of `s` that go on with the word before it. */
static size_t
word_rest(struct str before, struct str s)
{
	size_t n = 0;
	if (before.n && !ch_space((unsigned char)before.p[before.n - 1]))
		while (n < s.n && !ch_space((unsigned char)s.p[n]))
			n++;
	return n;
}

/* A text as its style's case has it; `before` stands in front of it. */
static struct str
pieces_transform(struct layout *l, struct str s, const struct style *style,
	struct str lang, struct str before)
{
	static const enum text_case cases[] = {[TRANSFORM_UPPER] = TEXT_UPPER,
		[TRANSFORM_LOWER] = TEXT_LOWER,
		[TRANSFORM_CAPITALS] = TEXT_CAPITALS};
	if (style->transform == TRANSFORM_NONE)
		return s;
	enum text_case c = cases[style->transform];
	size_t rest = c == TEXT_CAPITALS ? word_rest(before, s) : 0;
	if (!rest)
		return text_case(l->a, s, lang, c);
	struct str end = text_case(l->a, str_sub(s, rest, s.n), lang, c);
	return str_fmt(
		l->a, "%.*s%.*s", STR_ARG(str_sub(s, 0, rest)), STR_ARG(end));
}

void
pieces_add(struct pieces *ps, struct str s, const struct style *style,
	const struct piece_owner *owner, struct span span)
{
	if (!s.n)
		return;
	struct str before = ps->n ? ps->v[ps->n - 1].s : (struct str){NULL, 0};
	struct text_piece *p = pieces_push(ps, style, owner);
	p->s = pieces_transform(ps->l, s, style, p->lang, before);
	p->span = span;
}

static void
pieces_newline(struct pieces *ps, const struct style *style,
	const struct piece_owner *owner)
{
	pieces_push(ps, style, owner)->kind = TEXT_NEWLINE;
}

/* Text whose line ends count (code). */
static void
pieces_add_lines(struct pieces *ps, struct str s, const struct style *style,
	const struct piece_owner *owner, struct span span)
{
	for (;;) {
		ptrdiff_t nl = str_chr(s, '\n');
		size_t n = nl < 0 ? s.n : (size_t)nl;
		pieces_add(ps, str_sub(s, 0, n), style, owner, span);
		if (nl < 0)
			return;
		pieces_newline(ps, style, owner);
		s = str_sub(s, n + 1, s.n);
		if (span.off != SPAN_WHOLE)
			span.off += (uint32_t)n + 1;
	}
}

static bool
pieces_at_line_start(const struct pieces *ps)
{
	return !ps->n || ps->v[ps->n - 1].kind == TEXT_NEWLINE;
}

/* Is a space here one too many? */
static bool
pieces_after_space(const struct pieces *ps)
{
	if (pieces_at_line_start(ps))
		return true;
	return str_ends(ps->v[ps->n - 1].s, " ");
}

static void
pieces_text(struct pieces *ps, const struct node *n, const struct around *ar)
{
	struct piece_owner own = {
		.node = n, .link = ar->link, .ground = ar->ground};
	int from = ps->n;
	struct str s = n->text;
	if (n->prev && n->prev->kind == NODE_IMAGE && s.n && s.p[0] == ' ' &&
		pieces_after_space(ps))
		s = str_sub(s, 1, s.n);
	pieces_add_lines(ps, s, n->style, &own, n->span);
	for (int i = from; i < ps->n; i++)
		ps->v[i].address = ar->address;
}

/* An object in the line: a picture, a field to fill in. */
static void
pieces_object(struct pieces *ps, const struct node *n, const struct around *ar,
	mpt w, mpt up, mpt down)
{
	struct piece_owner own = {
		.node = n, .link = ar->link, .ground = COLOR_NONE};
	struct text_piece *p = pieces_push(ps, n->style, &own);
	p->kind = TEXT_OBJECT;
	p->w = w;
	p->up = up;
	p->down = down;
	p->span = n->span;
}

/* Does anything that is seen follow in the same block? */
static bool
node_has_more(const struct node *n)
{
	while (!n->next && doc_is_inline(n->parent))
		n = n->parent;
	return n->next && n->next->kind != NODE_BREAK;
}

/* Is the next thing seen on this side of a picture another one? */
static bool
beside_image(const struct node *n, bool after)
{
	while (!(after ? n->next : n->prev) && doc_is_inline(n->parent))
		n = n->parent;
	n = after ? n->next : n->prev;
	while (n && n->kind == NODE_TEXT && !str_trim(n->text).n)
		n = after ? n->next : n->prev;
	while (n && (n->kind == NODE_LINK || n->kind == NODE_SPAN))
		n = after ? n->first : n->last;
	return n && n->kind == NODE_IMAGE;
}

/*
 * A picture among words that is much higher than they gets its own line, or
 * shares it with other pictures.
 */
static void
pieces_image(struct pieces *ps, const struct node *n, const struct around *ar)
{
	struct piece_owner own = {.node = n, .ground = COLOR_NONE};
	mpt w, h;
	if (float_is_taken(ps->l, n))
		return;
	picture_size(ps->l, n, ps->l->measure, &w, &h);
	ps->sized = true;
	bool tall = h > 3 * layout_leading(ps->l, n->style);
	if (tall && !pieces_at_line_start(ps) && !beside_image(n, false))
		pieces_newline(ps, n->style, &own);
	pieces_object(ps, n, ar, w, h, 0);
	if (tall && node_has_more(n) && !beside_image(n, true))
		pieces_newline(ps, n->style, &own);
}

/* A button's words are read on paper, too. */
static void
pieces_button(struct pieces *ps, const struct node *n, const struct around *ar)
{
	struct piece_owner own = {
		.node = n, .link = ar->link, .ground = 0xE8E8E8};
	pieces_add(ps, n->field.label, n->style, &own, n->span);
}

/* Space before a field in the middle of a line: a box belongs to the words
 * after it, not to those before, and buttons don't run together. */
static void
pieces_set_off(struct pieces *ps, const struct node *n, const struct around *ar)
{
	const struct text_piece *before = ps->n ? &ps->v[ps->n - 1] : NULL;
	if (!before || before->kind == TEXT_NEWLINE)
		return;
	const struct piece_owner *words = before->owner;
	struct piece_owner own = {.node = before->s.n ? words->node : n,
		.link = ar->link,
		.ground = ar->ground};
	const struct node *prev = n->prev;
	if (n->field.type == FIELD_CHECKBOX || n->field.type == FIELD_RADIO)
		pieces_add(ps, STR("   "), n->style, &own, n->span);
	else if (n->field.type == FIELD_BUTTON && prev &&
		 prev->kind == NODE_FIELD)
		pieces_add(ps, STR(" "), n->style, &own, n->span);
}

static void
pieces_field(struct pieces *ps, const struct node *n, const struct around *ar)
{
	mpt w, up, down;
	ps->sized = true;
	pieces_set_off(ps, n, ar);
	if (n->field.type == FIELD_BUTTON) {
		pieces_button(ps, n, ar);
		return;
	}
	field_size(ps->l, n, ps->l->measure, &w, &up, &down);
	pieces_object(ps, n, ar, w, up, down);
}

static void
pieces_note_ref(
	struct pieces *ps, const struct node *n, const struct around *ar)
{
	struct piece_owner own = {.node = n,
		.link = n->ref.target ? n : ar->link,
		.ground = COLOR_NONE};
	pieces_add(ps, n->ref.label, n->style, &own, n->span);
	if (ps->n)
		ps->v[ps->n - 1].no_break = true;
}

/* The letter under which a link's address is listed. */
static void
pieces_letter(struct pieces *ps, const struct node *n)
{
	struct layout *l = ps->l;
	struct style *s = ARENA_NEW(l->a, struct style);
	*s = *n->style;
	const struct style *letter =
		theme_class_style(l->a, l->t, "link-letter");
	s->size = mpt_scale(s->size, letter->size, l->base_size);
	s->rise = letter->rise;
	s->underline = LINE_NONE;
	struct piece_owner own = {.node = n, .link = n, .ground = COLOR_NONE};
	struct str text = str_fmt(
		l->a, "[%.*s]", STR_ARG(doc_letter(l->a, n->link.letter)));
	pieces_add(ps, text, s, &own, n->span);
	ps->v[ps->n - 1].no_break = true;
}

/* Citations are not broken up by letters: those stand at the note's end. */
static void
pieces_delay_letter(struct pieces *ps, const struct node *n)
{
	ARENA_PUSH(ps->l->a, ps->letters, ps->nletters, ps->letters_cap);
	ps->letters[ps->nletters++] = n;
}

/* The signs at a note's end that lead back to where it is referred to. */
static void
pieces_back(struct pieces *ps, const struct node *parent)
{
	const struct node *note = parent->parent;
	if (!note || note->kind != NODE_NOTE || note->last != parent)
		return;
	struct piece_owner own = {.node = note,
		.part = PART_LABEL,
		.link = note->note.first_ref ? note : NULL,
		.ground = COLOR_NONE};
	for (int i = 0; note->note.back && i < note->note.refs; i++)
		pieces_add(ps, STR(" \xE2\x86\xA9"), note->style, &own,
			note->span);
}

static void pieces_inlines(
	struct pieces *ps, const struct node *parent, struct around ar);

/* Does the link show where it leads? */
static bool
link_is_address(struct layout *l, const struct node *n)
{
	struct str text = doc_text(l->a, n);
	return str_istarts(text, "http") || str_istarts(text, "www.") ||
	       str_eq(text, n->link.href);
}

static void
pieces_link(struct pieces *ps, const struct node *n, struct around ar)
{
	bool leads = n->link.target || n->link.href.n;
	if (leads)
		ar.link = n;
	ar.address = link_is_address(ps->l, n);
	pieces_inlines(ps, n, ar);
	if (!n->link.letter)
		return;
	if (doc_ancestor(n, NODE_NOTE))
		pieces_delay_letter(ps, n);
	else
		pieces_letter(ps, n);
}

/* " (page 12)" behind the text of a link within the packet. */
static void
pieces_page(struct pieces *ps, const struct node *n, const struct around *ar)
{
	struct str label = book_label(ps->l, n->page.target);
	struct piece_owner own = {
		.node = n, .link = ar->link, .ground = ar->ground};
	if (!label.n || n->parent->kind == NODE_PAGE_REF)
		return; /* contents have their numbers at the right */
	pieces_add(ps,
		str_fmt(ps->l->a, ps->l->words->page_ref,
			str_cdup(ps->l->a, label)),
		n->style, &own, n->span);
}

static void
pieces_quoted(struct pieces *ps, const struct node *n, struct around ar)
{
	struct piece_owner own = {
		.node = n, .link = ar.link, .ground = ar.ground};
	pieces_add(ps, STR("\xE2\x80\x9C"), n->style, &own, n->span);
	pieces_inlines(ps, n, ar);
	pieces_add(ps, STR("\xE2\x80\x9D"), n->style, &own, n->span);
}

static void
pieces_abbr(struct pieces *ps, const struct node *n, struct around ar)
{
	pieces_inlines(ps, n, ar);
	if (!n->abbr.expansion.n)
		return;
	struct piece_owner own = {
		.node = n, .link = ar.link, .ground = ar.ground};
	struct str s = str_fmt(ps->l->a, " (%.*s)", STR_ARG(n->abbr.expansion));
	pieces_add(ps, s, n->style, &own, n->span);
}

/* Signs of formulas and code don't change places with the text around. */
static void
pieces_isolated(struct pieces *ps, const struct node *n, struct around ar)
{
	struct piece_owner own = {
		.node = n, .link = ar.link, .ground = ar.ground};
	pieces_add(ps, STR("\xE2\x81\xA6"), n->style, &own, n->span);
	if (n->kind == NODE_MATH)
		pieces_text(ps, n, &ar);
	else
		pieces_inlines(ps, n, ar);
	pieces_add(ps, STR("\xE2\x81\xA9"), n->style, &own, n->span);
}

static void
pieces_node(struct pieces *ps, const struct node *n, struct around ar)
{
	struct piece_owner own = {.node = n, .ground = ar.ground};
	if (n->style->hidden)
		return;
	if (n->kind != NODE_TEXT && n->style->background != COLOR_NONE)
		ar.ground = n->style->background;
	if (n->style->rtl && (n->kind == NODE_MATH || n->kind == NODE_CODE)) {
		pieces_isolated(ps, n, ar);
		return;
	}
	switch (n->kind) {
	case NODE_TEXT:
	case NODE_MATH:
		pieces_text(ps, n, &ar);
		break;
	case NODE_BREAK:
		pieces_newline(ps, n->style, &own);
		break;
	case NODE_BREAK_CHANCE:
		pieces_add(ps, STR("\xE2\x80\x8B"), n->style, &own, n->span);
		break;
	case NODE_IMAGE:
		pieces_image(ps, n, &ar);
		break;
	case NODE_FIELD:
		pieces_field(ps, n, &ar);
		break;
	case NODE_NOTE_REF:
		pieces_note_ref(ps, n, &ar);
		break;
	case NODE_LINK:
		pieces_link(ps, n, ar);
		break;
	case NODE_PAGE_NO:
		pieces_page(ps, n, &ar);
		break;
	case NODE_INLINE_QUOTE:
		pieces_quoted(ps, n, ar);
		break;
	case NODE_ABBR:
		pieces_abbr(ps, n, ar);
		break;
	default:
		pieces_inlines(ps, n, ar);
		break;
	}
}

static void
pieces_inlines(struct pieces *ps, const struct node *parent, struct around ar)
{
	for (const struct node *n = parent->first; n; n = n->next)
		pieces_node(ps, n, ar);
}

void
pieces_collect(struct pieces *ps, const struct node *parent)
{
	struct around ar = {.ground = COLOR_NONE};
	pieces_inlines(ps, parent, ar);
	for (int i = 0; i < ps->nletters; i++)
		pieces_letter(ps, ps->letters[i]);
	pieces_back(ps, parent);
}

struct para *
layout_para(struct layout *l, const struct node *parent)
{
	struct para_memo *m = &l->paras[parent->num];
	if (!m->para || (m->measure && m->measure != l->measure)) {
		struct pieces ps = {.l = l};
		pieces_collect(&ps, parent);
		m->para = text_shape(l->a, l->o->fonts, ps.v, ps.n, l->dg);
		m->measure = ps.sized ? l->measure : 0;
		arena_recycle(l->a, ps.v, (size_t)ps.cap * sizeof *ps.v);
	}
	return m->para;
}

void
layout_para_done(struct layout *l, const struct node *parent)
{
	struct para_memo *m = &l->paras[parent->num];
	if (m->para)
		text_done(m->para);
	m->para = NULL;
}

struct para *
layout_own_para(struct layout *l, struct str s, const struct style *style,
	const struct piece_owner *owner)
{
	struct pieces ps = {.l = l};
	pieces_add(&ps, s, style, owner, SPAN_NONE);
	struct para *p = text_shape(l->a, l->o->fonts, ps.v, ps.n, l->dg);
	arena_recycle(l->a, ps.v, (size_t)ps.cap * sizeof *ps.v);
	return p;
}
