/*
 * The table of tags, and those that need no file of their own.
 */
#include "liquid_tag_priv.h"

/* ---- conditions ---- */

static bool
liquid_is_else(const char *word)
{
	return strcmp(word, "else") == 0;
}

static void *
liquid_if_parse(struct liquid_lex *l, const char *word)
{
	return liquid_is_else(word) ? NULL : liquid_lex_cond(l);
}

/* The first branch whose condition holds; `flip` turns the first one's. */
static void
liquid_render_if(struct liquid *lq, const struct liquid_node *n, bool flip)
{
	for (const struct liquid_branch *b = n->branches; b; b = b->next) {
		bool holds = !b->parsed || liquid_eval_cond(lq, b->parsed);
		if (holds != (flip && b == n->branches)) {
			liquid_render_branch(lq, b);
			return;
		}
	}
}

static void
liquid_if_render(struct liquid *lq, const struct liquid_node *n)
{
	liquid_render_if(lq, n, false);
}

static void
liquid_unless_render(struct liquid *lq, const struct liquid_node *n)
{
	liquid_render_if(lq, n, true);
}

/* Expressions with commas, or with `or`, between them. */
static struct liquid_arg *
liquid_lex_list(struct liquid_lex *l)
{
	struct liquid_arg *first = NULL, **end = &first;
	while (!liquid_lex_end(l)) {
		struct liquid_expr *e = liquid_lex_expr(l);
		if (!e) {
			liquid_lex_skip(l);
			continue;
		}
		*end = ARENA_NEW(l->a, struct liquid_arg);
		(*end)->expr = e;
		end = &(*end)->next;
		if (!liquid_lex_ch(l, ','))
			liquid_lex_word(l, "or");
	}
	return first;
}

static void *
liquid_case_parse(struct liquid_lex *l, const char *word)
{
	return liquid_is_else(word) ? NULL : liquid_lex_list(l);
}

static bool
liquid_when_matches(struct liquid *lq, const struct liquid_arg *left,
	const struct liquid_arg *when)
{
	struct liquid_cond c = {.op = LIQUID_EQ};
	c.left = left ? left->expr : NULL;
	for (; when; when = when->next) {
		c.right = when->expr;
		if (liquid_eval_cond(lq, &c))
			return true;
	}
	return false;
}

/* All that match are printed; `else` if none did before it. */
static void
liquid_case_render(struct liquid *lq, const struct liquid_node *n)
{
	bool matched = false;
	const struct liquid_branch *b = n->branches->next;
	for (; b; b = b->next) {
		bool is_else = liquid_is_else(b->word);
		if (is_else ? matched
			    : !liquid_when_matches(
				      lq, n->branches->parsed, b->parsed))
			continue;
		matched |= !is_else;
		liquid_render_branch(lq, b);
	}
}

/* ---- variables ---- */

struct liquid_assignment {
	struct str name;
	struct liquid_pipe *pipe;
};

/* A variable's name, perhaps in quotes, perhaps with dots. */
static struct str
liquid_lex_variable(struct liquid_lex *l)
{
	liquid_lex_space(l);
	while (l->at < l->s.n && strchr("'\"", l->s.p[l->at]))
		l->at++;
	size_t from = l->at;
	while (l->at < l->s.n && (ch_alnum((unsigned char)l->s.p[l->at]) ||
					 strchr("_-.[]", l->s.p[l->at])))
		l->at++;
	struct str name = str_sub(l->s, from, l->at);
	while (l->at < l->s.n && strchr("'\"", l->s.p[l->at]))
		l->at++;
	l->bad |= !name.n;
	return name;
}

static void *
liquid_assign_parse(struct liquid_lex *l, const char *word)
{
	(void)word;
	struct liquid_assignment *as =
		ARENA_NEW(l->a, struct liquid_assignment);
	as->name = liquid_lex_variable(l);
	if (!liquid_lex_ch(l, '='))
		l->bad = true;
	if (!l->bad)
		as->pipe = liquid_lex_pipe(l);
	return as;
}

static void
liquid_assign_render(struct liquid *lq, const struct liquid_node *n)
{
	const struct liquid_assignment *as = n->branches->parsed;
	if (as->pipe)
		liquid_set(lq, as->name, liquid_eval_pipe(lq, as->pipe));
}

static void *
liquid_capture_parse(struct liquid_lex *l, const char *word)
{
	(void)word;
	struct liquid_assignment *as =
		ARENA_NEW(l->a, struct liquid_assignment);
	as->name = liquid_lex_variable(l);
	return as;
}

static void
liquid_capture_render(struct liquid *lq, const struct liquid_node *n)
{
	const struct liquid_assignment *as = n->branches->parsed;
	struct text t = liquid_capture(lq, n->branches);
	if (as->name.n)
		liquid_set(lq, as->name, liquid_str(lq, t.bytes));
}

/* The number kept under the tag's name, changed in place. */
static struct value *
liquid_counter(struct liquid *lq, const struct liquid_node *n)
{
	const struct liquid_assignment *as = n->branches->parsed;
	struct value *v = map_find(&lq->counters, as->name);
	if (!v) {
		v = liquid_int(lq, 0);
		map_put(&lq->counters, as->name, v);
	}
	return v;
}

static void
liquid_print_int(struct liquid *lq, int64_t i)
{
	liquid_print(lq, str_fmt(lq->a, "%lld", (long long)i));
}

static void
liquid_increment_render(struct liquid *lq, const struct liquid_node *n)
{
	struct value *v = liquid_counter(lq, n);
	liquid_print_int(lq, v->i++);
}

static void
liquid_decrement_render(struct liquid *lq, const struct liquid_node *n)
{
	struct value *v = liquid_counter(lq, n);
	liquid_print_int(lq, --v->i);
}

static void *
liquid_echo_parse(struct liquid_lex *l, const char *word)
{
	(void)word;
	return liquid_lex_pipe(l);
}

static void
liquid_echo_render(struct liquid *lq, const struct liquid_node *n)
{
	liquid_print(
		lq, liquid_text(lq, liquid_eval_pipe(lq, n->branches->parsed)));
}

/* ---- cycle, ifchanged ---- */

struct liquid_cycle {
	struct liquid_expr *name; /* NULL: the group is the markup */
	struct str markup;
	struct liquid_arg *items;
	int n;
};

static void *
liquid_cycle_parse(struct liquid_lex *l, const char *word)
{
	(void)word;
	struct liquid_cycle *c = ARENA_NEW(l->a, struct liquid_cycle);
	c->markup = str_trim(l->s);
	struct liquid_expr *name = liquid_lex_expr(l);
	if (name && liquid_lex_ch(l, ':'))
		c->name = name;
	else
		l->at = 0;
	c->items = liquid_lex_list(l);
	for (const struct liquid_arg *a = c->items; a; a = a->next)
		c->n++;
	return c;
}

static void
liquid_cycle_render(struct liquid *lq, const struct liquid_node *n)
{
	const struct liquid_cycle *c = n->branches->parsed;
	if (!c->n || !liquid_spend(lq, (size_t)c->n))
		return;
	struct str group = c->markup;
	if (c->name)
		group = str_fmt(lq->a, ":%.*s",
			STR_ARG(liquid_text(lq, liquid_eval(lq, c->name))));
	int *at = map_find(&lq->cycles, group);
	if (!at) {
		at = ARENA_NEW(lq->a, int);
		map_put(&lq->cycles, group, at);
	}
	const struct liquid_arg *item = c->items;
	for (int i = *at % c->n; i > 0; i--)
		item = item->next;
	*at = (*at + 1) % c->n;
	liquid_print(lq, liquid_text(lq, liquid_eval(lq, item->expr)));
}

static void
liquid_ifchanged_render(struct liquid *lq, const struct liquid_node *n)
{
	struct text t = liquid_capture(lq, n->branches);
	if (str_eq(t.bytes, lq->changed))
		return;
	lq->changed = t.bytes;
	if (liquid_spend(lq, t.bytes.n))
		text_add_from(lq->out, &t, 0, t.bytes.n);
}

static void
liquid_break_render(struct liquid *lq, const struct liquid_node *n)
{
	(void)n;
	lq->interrupt = LIQUID_BREAK;
}

static void
liquid_continue_render(struct liquid *lq, const struct liquid_node *n)
{
	(void)n;
	lq->interrupt = LIQUID_CONTINUE;
}

/* ---- text that is not read ---- */

static void
liquid_comment_render(struct liquid *lq, const struct liquid_node *n)
{
	(void)lq;
	(void)n;
}

static void
liquid_raw_render(struct liquid *lq, const struct liquid_node *n)
{
	if (liquid_spend(lq, (n->to - n->from) / 4))
		text_add_from(lq->out, &lq->template->text, n->from, n->to);
}

/* ---- highlight ---- */

static void *
liquid_highlight_parse(struct liquid_lex *l, const char *word)
{
	(void)word;
	struct str *language = ARENA_NEW(l->a, struct str);
	liquid_lex_space(l);
	size_t from = l->at;
	while (l->at < l->s.n && !ch_space((unsigned char)l->s.p[l->at]) &&
		l->s.p[l->at] != '`')
		l->at++;
	*language = str_sub(l->s, from, l->at);
	return language;
}

/* One back-tick more than the longest run in the code, at least three. */
static size_t
liquid_fence_length(struct str code)
{
	size_t longest = 2, run = 0;
	for (size_t i = 0; i < code.n; i++) {
		run = code.p[i] == '`' ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	return longest + 1;
}

static void
liquid_print_fence(struct liquid *lq, size_t n, struct str language)
{
	struct buf b = buf_new(lq->a);
	for (; n; n--)
		buf_ch(&b, '`');
	buf_str(&b, language);
	buf_ch(&b, '\n');
	liquid_print(lq, buf_done(&b));
}

/*
 * Code becomes a fenced block: that is what Markdown has for it.  Like
 * Jekyll it loses the empty lines at both ends.
 */
static void
liquid_highlight_render(struct liquid *lq, const struct liquid_node *n)
{
	const struct str *language = n->branches->parsed;
	struct text t = liquid_capture(lq, n->branches);
	size_t from = 0, to = t.bytes.n;
	while (from < to && strchr("\r\n", t.bytes.p[from]))
		from++;
	while (to > from && strchr("\r\n", t.bytes.p[to - 1]))
		to--;
	size_t ticks = liquid_fence_length(t.bytes);
	liquid_print(lq, STR("\n"));
	liquid_print_fence(lq, ticks, *language);
	if (liquid_spend(lq, to - from))
		text_add_from(lq->out, &t, from, to);
	liquid_print(lq, STR("\n"));
	liquid_print_fence(lq, ticks, STR0);
}

/* ---- the table ---- */

static const struct liquid_tag liquid_tags[] = {
	{"assign", LIQUID_SIMPLE, NULL, true, false, liquid_assign_parse,
		liquid_assign_render},
	{"break", LIQUID_SIMPLE, NULL, false, false, NULL, liquid_break_render},
	{"capture", LIQUID_BLOCK, NULL, true, false, liquid_capture_parse,
		liquid_capture_render},
	{"case", LIQUID_BLOCK, "when else", false, true, liquid_case_parse,
		liquid_case_render},
	{"comment", LIQUID_RAW, NULL, true, false, NULL, liquid_comment_render},
	{"continue", LIQUID_SIMPLE, NULL, false, false, NULL,
		liquid_continue_render},
	{"cycle", LIQUID_SIMPLE, NULL, false, false, liquid_cycle_parse,
		liquid_cycle_render},
	{"decrement", LIQUID_SIMPLE, NULL, false, false, liquid_capture_parse,
		liquid_decrement_render},
	{"echo", LIQUID_SIMPLE, NULL, false, false, liquid_echo_parse,
		liquid_echo_render},
	{"for", LIQUID_BLOCK, "else", false, true, liquid_for_parse,
		liquid_for_render},
	{"highlight", LIQUID_BLOCK, NULL, false, false, liquid_highlight_parse,
		liquid_highlight_render},
	{"if", LIQUID_BLOCK, "elsif else", false, true, liquid_if_parse,
		liquid_if_render},
	{"ifchanged", LIQUID_BLOCK, NULL, false, false, NULL,
		liquid_ifchanged_render},
	{"include", LIQUID_SIMPLE, NULL, false, false, liquid_include_parse,
		liquid_include_render},
	{"include_cached", LIQUID_SIMPLE, NULL, false, false,
		liquid_include_parse, liquid_include_render},
	{"include_relative", LIQUID_SIMPLE, NULL, false, false,
		liquid_include_parse, liquid_include_relative_render},
	{"increment", LIQUID_SIMPLE, NULL, false, false, liquid_capture_parse,
		liquid_increment_render},
	{"link", LIQUID_SIMPLE, NULL, false, false, liquid_link_parse,
		liquid_link_render},
	{"post_url", LIQUID_SIMPLE, NULL, false, false, liquid_link_parse,
		liquid_post_url_render},
	{"raw", LIQUID_RAW, NULL, false, false, NULL, liquid_raw_render},
	{"tablerow", LIQUID_BLOCK, NULL, false, false, liquid_for_parse,
		liquid_tablerow_render},
	{"unless", LIQUID_BLOCK, "elsif else", false, true, liquid_if_parse,
		liquid_unless_render},
	{"#", LIQUID_SIMPLE, NULL, true, false, NULL, liquid_comment_render},
};

const struct liquid_tag *
liquid_tag_find(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(liquid_tags); i++)
		if (str_is(name, liquid_tags[i].name))
			return &liquid_tags[i];
	return NULL;
}
