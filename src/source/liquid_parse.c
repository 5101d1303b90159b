/*
 * From text to nodes.
 *
 * The text is cut at `{{` and `{%`; open blocks stand on a stack, and each
 * node goes to the last branch of the innermost.  Where Jekyll would stop
 * with an error, this goes on: a `{{` that is never closed is text, a block
 * that is never closed ends with the template or with the block round it.
 * The search for a closing brace remembers what it found, so that braces
 * without end cost no more than once through the text.
 */
#include "liquid_priv.h"

#define LIQUID_UNCLOSED 100 /* reports of one template, and searches */

struct liquid_parser {
	struct liquid *lq;
	struct liquid_template *t;
	struct str s;
	size_t at;
	size_t brace, tag_end; /* the next `}` and `%}`, once looked for */
	struct liquid_node *open[LIQUID_DEPTH];
	int depth;
	struct liquid_branch top; /* what is in no block */
	struct map unknown;       /* tags that were reported */
	int unclosed;             /* braces that are text after all */
	bool trim;                /* the next text loses its first space */
	bool cut;
};

static struct span
liquid_parse_span(const struct liquid_parser *p, size_t at)
{
	return text_span(&p->t->text, at);
}

static void
liquid_parse_report(struct liquid_parser *p, size_t at, struct str what)
{
	diag_report(p->lq->dg, DIAG_LIQUID_SYNTAX, liquid_parse_span(p, at),
		"%.*s", STR_ARG(what));
}

static struct liquid_branch *
liquid_parse_branch(struct liquid_parser *p)
{
	return p->depth ? p->open[p->depth - 1]->last_branch : &p->top;
}

static struct liquid_node *
liquid_parse_add(struct liquid_parser *p, enum liquid_node_kind kind,
	size_t from, size_t to, bool blank)
{
	struct liquid_branch *b = liquid_parse_branch(p);
	struct liquid_node *n = ARENA_NEW(p->lq->a, struct liquid_node);
	n->kind = kind;
	n->from = from;
	n->to = to;
	if (b->last)
		b->last->next = n;
	else
		b->first = n;
	b->last = n;
	b->blank &= blank;
	return n;
}

static void
liquid_parse_text(struct liquid_parser *p, size_t from, size_t to)
{
	const char *s = p->s.p;
	if (from == to)
		return;
	if (p->trim)
		while (from < to && ch_space((unsigned char)s[from]))
			from++;
	p->trim = false;
	size_t ink = from;
	while (ink < to && ch_space((unsigned char)s[ink]))
		ink++;
	liquid_parse_add(p, LIQUID_NODE_TEXT, from, to, ink == to);
}

/* `{{-` and `{%-` take the space before them, if it is text. */
static void
liquid_parse_trim_before(struct liquid_parser *p)
{
	struct liquid_node *n = liquid_parse_branch(p)->last;
	if (!n || n->kind != LIQUID_NODE_TEXT)
		return;
	while (n->to > n->from && ch_space((unsigned char)p->s.p[n->to - 1]))
		n->to--;
}

/* The markup between the braces, without the dashes of white space. */
static struct str
liquid_parse_markup(struct liquid_parser *p, size_t from, size_t to)
{
	if (from < to && p->s.p[from] == '-') {
		liquid_parse_trim_before(p);
		from++;
	}
	p->trim = from < to && p->s.p[to - 1] == '-';
	return str_sub(p->s, from, to - p->trim);
}

static size_t
liquid_parse_find_brace(struct liquid_parser *p, size_t from)
{
	if (p->brace < from) {
		ptrdiff_t i = str_chr(str_sub(p->s, from, p->s.n), '}');
		p->brace = i < 0 ? p->s.n : from + (size_t)i;
	}
	return p->brace;
}

static size_t
liquid_parse_find_end(struct liquid_parser *p, size_t from)
{
	if (p->tag_end < from) {
		ptrdiff_t i = str_find(p->s, "%}", from);
		p->tag_end = i < 0 ? p->s.n : (size_t)i;
	}
	return p->tag_end;
}

/* ---- tags ---- */

static void *
liquid_parse_tag_markup(struct liquid_parser *p, const struct liquid_tag *tag,
	const char *word, struct str markup, size_t at)
{
	struct liquid_lex l = liquid_lex_new(p->lq->a, markup);
	void *parsed = tag->parse ? tag->parse(&l, word) : NULL;
	if (l.bad)
		liquid_parse_report(p, at, str_trim(markup));
	return parsed;
}

static void
liquid_parse_push_branch(struct liquid_parser *p, struct liquid_node *n,
	const char *word, struct str markup, size_t at)
{
	struct liquid_branch *b = ARENA_NEW(p->lq->a, struct liquid_branch);
	b->word = word;
	b->blank = true;
	if (n->last_branch)
		n->last_branch->next = b;
	else
		n->branches = b;
	n->last_branch = b;
	b->parsed = liquid_parse_tag_markup(p, n->tag, word, markup, at);
}

/* Without the white space between tags that print nothing. */
static void
liquid_parse_strip(struct liquid_branch *b)
{
	struct liquid_node **link = &b->first;
	b->last = NULL;
	while (*link) {
		if ((*link)->kind == LIQUID_NODE_TEXT) {
			*link = (*link)->next;
			continue;
		}
		b->last = *link;
		link = &(*link)->next;
	}
}

/* The innermost block is complete. */
static void
liquid_parse_close(struct liquid_parser *p)
{
	struct liquid_node *n = p->open[--p->depth];
	bool blank = true;
	for (struct liquid_branch *b = n->branches; b; b = b->next)
		blank &= b->blank;
	if (blank && n->tag->strips)
		for (struct liquid_branch *b = n->branches; b; b = b->next)
			liquid_parse_strip(b);
	if (!n->tag->blank)
		liquid_parse_branch(p)->blank &= blank;
}

static void
liquid_parse_close_unclosed(struct liquid_parser *p)
{
	const struct liquid_node *n = p->open[p->depth - 1];
	struct str what = str_fmt(p->lq->a, "%s is never closed", n->tag->name);
	liquid_parse_report(p, n->from, what);
	liquid_parse_close(p);
}

/* `{% endif %}`: of the innermost block of that name. */
static void
liquid_parse_end_tag(struct liquid_parser *p, struct str name, size_t at)
{
	struct str of = str_sub(name, 3, name.n);
	int i = p->depth - 1;
	while (i >= 0 && !str_is(of, p->open[i]->tag->name))
		i--;
	if (i < 0) {
		if (!map_find(&p->unknown, of))
			liquid_parse_report(p, at,
				str_fmt(p->lq->a, "%.*s closes nothing",
					STR_ARG(name)));
		return;
	}
	while (p->depth - 1 > i)
		liquid_parse_close_unclosed(p);
	liquid_parse_close(p);
}

/*
 * The `{% endNAME %}` that closes a tag whose inside is not read: raw, and
 * comment, which may be nested.  `*to` gets where the inside ends.  False
 * if there is none.
 */
static bool
liquid_parse_find_raw_end(struct liquid_parser *p, const char *name, size_t *to)
{
	size_t from = p->at;
	bool nests = strcmp(name, "comment") == 0;
	for (int depth = 1; depth > 0;) {
		ptrdiff_t start = str_find(p->s, "{%", from);
		if (start < 0)
			return false;
		size_t end = liquid_parse_find_end(p, (size_t)start + 2);
		if (end == p->s.n)
			return false;
		struct liquid_lex l = liquid_lex_new(
			p->lq->a, str_sub(p->s, (size_t)start + 2, end));
		from = (size_t)start + 2;
		if (liquid_lex_ch(&l, '-'))
			liquid_lex_space(&l);
		struct str word = liquid_lex_name(&l);
		while (word.n && word.p[word.n - 1] == '-')
			word.n--;
		if (nests && str_is(word, name))
			depth++;
		if (!str_starts(word, "end") ||
			!str_is(str_sub(word, 3, word.n), name))
			continue;
		*to = (size_t)start;
		p->at = end + 2;
		p->trim = p->s.p[end - 1] == '-';
		depth--;
	}
	return true;
}

static void
liquid_parse_raw(
	struct liquid_parser *p, const struct liquid_tag *tag, size_t at)
{
	size_t from = p->at, to = p->s.n;
	if (!liquid_parse_find_raw_end(p, tag->name, &to)) {
		liquid_parse_report(p, at,
			str_fmt(p->lq->a, "%s is never closed", tag->name));
		p->at = p->s.n;
	}
	bool blank = tag->blank || from == to;
	struct liquid_node *n =
		liquid_parse_add(p, LIQUID_NODE_TAG, from, to, blank);
	n->tag = tag;
}

static void
liquid_parse_open(struct liquid_parser *p, const struct liquid_tag *tag,
	struct str markup, size_t at)
{
	if (tag->kind == LIQUID_RAW) {
		liquid_parse_raw(p, tag, at);
		return;
	}
	if (tag->kind == LIQUID_BLOCK && p->depth == LIQUID_DEPTH) {
		diag_report(p->lq->dg, DIAG_LIQUID_LIMIT,
			liquid_parse_span(p, at), "nested too deep");
		p->cut = true;
		return;
	}
	bool blank = tag->blank || tag->kind == LIQUID_BLOCK;
	struct liquid_node *n =
		liquid_parse_add(p, LIQUID_NODE_TAG, at, at, blank);
	n->tag = tag;
	liquid_parse_push_branch(p, n, tag->name, markup, at);
	if (tag->kind == LIQUID_BLOCK)
		p->open[p->depth++] = n;
}

/* The word as the open block's table has it, if it begins a branch. */
static const char *
liquid_parse_find_word(struct liquid_parser *p, struct str name)
{
	static const char *const words[] = {"else", "elsif", "when"};
	if (!p->depth)
		return NULL;
	const char *allowed = p->open[p->depth - 1]->tag->words;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_is(name, words[i]) &&
			str_has_word(str_c(allowed), words[i]))
			return words[i];
	return NULL;
}

static void
liquid_parse_unknown(struct liquid_parser *p, struct str name, size_t at)
{
	map_put(&p->unknown, name, p);
	diag_report(p->lq->dg, DIAG_LIQUID_TAG, liquid_parse_span(p, at),
		"%.*s", STR_ARG(name));
}

static void
liquid_parse_tag(struct liquid_parser *p, size_t at, struct str inside)
{
	struct liquid_lex l = liquid_lex_new(p->lq->a, inside);
	struct str name = STR("#");
	if (!liquid_lex_ch(&l, '#')) {
		liquid_lex_space(&l);
		size_t from = l.at;
		while (l.at < inside.n &&
			(ch_alnum((unsigned char)inside.p[l.at]) ||
				inside.p[l.at] == '_'))
			l.at++;
		name = str_sub(inside, from, l.at);
	}
	struct str markup = str_sub(inside, l.at, inside.n);
	const char *word = liquid_parse_find_word(p, name);
	const struct liquid_tag *tag = liquid_tag_find(name);
	if (word)
		liquid_parse_push_branch(
			p, p->open[p->depth - 1], word, markup, at);
	else if (tag)
		liquid_parse_open(p, tag, markup, at);
	else if (str_starts(name, "end"))
		liquid_parse_end_tag(p, name, at);
	else if (str_is(name, "else") || str_is(name, "elsif") ||
		 str_is(name, "when") || !name.n)
		liquid_parse_report(p, at, str_trim(inside));
	else
		liquid_parse_unknown(p, name, at);
}

static void
liquid_parse_output(struct liquid_parser *p, size_t at, struct str markup)
{
	struct liquid_lex l = liquid_lex_new(p->lq->a, markup);
	struct liquid_node *n =
		liquid_parse_add(p, LIQUID_NODE_OUTPUT, at, at, false);
	n->pipe = liquid_lex_pipe(&l);
	if (l.bad)
		liquid_parse_report(p, at, str_trim(markup));
}

/*
 * The end of an output whose first `}` is not doubled: it may stand in
 * quotes.  Looked for nearby only, or braces would cost too much.
 */
static size_t
liquid_parse_quoted_end(struct liquid_parser *p, size_t at)
{
	size_t end = p->s.n - at > 500 ? at + 500 : p->s.n;
	char quote = '\0';
	if (p->unclosed >= LIQUID_UNCLOSED)
		return p->s.n;
	for (size_t i = at + 2; i + 1 < end; i++) {
		char c = p->s.p[i];
		if (quote ? c == quote : c == '"' || c == '\'')
			quote = quote ? '\0' : c;
		else if (!quote && c == '}' && p->s.p[i + 1] == '}')
			return i;
		else if (!quote && c == '{')
			break;
	}
	return p->s.n;
}

/* Where the markup that begins at `at` ends; p->s.n if nowhere. */
static size_t
liquid_parse_close_of(struct liquid_parser *p, size_t at)
{
	if (p->s.p[at + 1] == '%')
		return liquid_parse_find_end(p, at + 2);
	size_t end = liquid_parse_find_brace(p, at + 2);
	if (end + 1 < p->s.n && p->s.p[end + 1] == '}')
		return end;
	return end == p->s.n ? end : liquid_parse_quoted_end(p, at);
}

/*
 * What begins with a brace at `at`, where the text since `from` ends.
 * False if it is text after all.
 */
static bool
liquid_parse_braces(struct liquid_parser *p, size_t from, size_t at)
{
	bool tag = p->s.p[at + 1] == '%';
	size_t end = liquid_parse_close_of(p, at);
	if (end == p->s.n) {
		if (p->unclosed++ < LIQUID_UNCLOSED)
			liquid_parse_report(p, at, STR("never closed"));
		return false;
	}
	liquid_parse_text(p, from, at);
	struct str markup = liquid_parse_markup(p, at + 2, end);
	p->at = end + 2;
	if (tag)
		liquid_parse_tag(p, at, markup);
	else
		liquid_parse_output(p, at, markup);
	return true;
}

/* The next `{{` or `{%`, or the end. */
static size_t
liquid_parse_next(const struct liquid_parser *p, size_t from)
{
	while (from + 1 < p->s.n) {
		const char *b = memchr(p->s.p + from, '{', p->s.n - from - 1);
		if (!b)
			break;
		if (b[1] == '{' || b[1] == '%')
			return (size_t)(b - p->s.p);
		from = (size_t)(b - p->s.p) + 1;
	}
	return p->s.n;
}

struct liquid_template *
liquid_parse(struct liquid *lq, const struct text *text, struct str folder)
{
	struct liquid_parser *p = ARENA_NEW(lq->a, struct liquid_parser);
	p->lq = lq;
	p->t = ARENA_NEW(lq->a, struct liquid_template);
	p->t->text = *text;
	p->t->folder = folder;
	p->s = text->bytes;
	p->unknown = map_new(lq->a);
	size_t from = 0, at = 0;
	while ((at = liquid_parse_next(p, at)) < p->s.n && !p->cut) {
		if (liquid_parse_braces(p, from, at))
			at = from = p->at;
		else
			at += 2;
	}
	if (!p->cut)
		liquid_parse_text(p, from, p->s.n);
	while (p->depth)
		liquid_parse_close_unclosed(p);
	p->t->first = p->top.first;
	return p->t;
}
