/*
 * Liquid's expressions.
 *
 * Jekyll reads them strictly and, where that fails, by guessing.  Here one
 * reader does both: it follows the grammar, and where the markup does not,
 * it notes so, steps over the word and goes on, which gives what the
 * guessing gives wherever that makes sense.
 */
#include "liquid_priv.h"

#include <stdlib.h>

struct liquid_lex
liquid_lex_new(struct arena *a, struct str s)
{
	return (struct liquid_lex){.a = a, .s = s};
}

void
liquid_lex_space(struct liquid_lex *l)
{
	while (l->at < l->s.n && ch_space((unsigned char)l->s.p[l->at]))
		l->at++;
}

bool
liquid_lex_end(struct liquid_lex *l)
{
	liquid_lex_space(l);
	return l->at == l->s.n;
}

static char
liquid_lex_peek(const struct liquid_lex *l, size_t ahead)
{
	return ahead < l->s.n - l->at ? l->s.p[l->at + ahead] : '\0';
}

bool
liquid_lex_ch(struct liquid_lex *l, char c)
{
	liquid_lex_space(l);
	if (liquid_lex_peek(l, 0) != c || l->at == l->s.n)
		return false;
	l->at++;
	return true;
}

static bool
liquid_is_name(char c)
{
	return ch_alnum((unsigned char)c) || c == '_' || c == '-';
}

struct str
liquid_lex_name(struct liquid_lex *l)
{
	liquid_lex_space(l);
	size_t from = l->at;
	while (l->at < l->s.n && liquid_is_name(l->s.p[l->at]))
		l->at++;
	return str_sub(l->s, from, l->at);
}

bool
liquid_lex_word(struct liquid_lex *l, const char *word)
{
	liquid_lex_space(l);
	size_t at = l->at;
	if (str_is(liquid_lex_name(l), word))
		return true;
	l->at = at;
	return false;
}

void
liquid_lex_skip(struct liquid_lex *l)
{
	l->bad = true;
	liquid_lex_space(l);
	if (l->at < l->s.n)
		l->at++;
	while (l->at < l->s.n && !ch_space((unsigned char)l->s.p[l->at]) &&
		!strchr(",|'\"", l->s.p[l->at]))
		l->at++;
}

static struct liquid_expr *
liquid_expr_new(struct liquid_lex *l, enum liquid_expr_kind kind)
{
	struct liquid_expr *e = ARENA_NEW(l->a, struct liquid_expr);
	e->kind = kind;
	return e;
}

static struct liquid_expr *
liquid_expr_value(struct liquid_lex *l, enum value_type type)
{
	struct liquid_expr *e = liquid_expr_new(l, LIQUID_LITERAL);
	e->literal = value_new(l->a, type, SPAN_NONE);
	return e;
}

/* A quoted text; there are no escapes in it. */
static struct liquid_expr *
liquid_lex_quoted(struct liquid_lex *l)
{
	char q = l->s.p[l->at];
	ptrdiff_t end = str_chr(str_sub(l->s, l->at + 1, l->s.n), q);
	if (end < 0)
		return NULL;
	struct liquid_expr *e = liquid_expr_value(l, VALUE_STR);
	e->literal->s = str_sub(l->s, l->at + 1, l->at + 1 + (size_t)end);
	l->at += (size_t)end + 2;
	return e;
}

/* Length of the number that is next; 0 if there is none. */
static size_t
liquid_number_length(const struct liquid_lex *l, bool *real)
{
	size_t i = liquid_lex_peek(l, 0) == '-';
	size_t digits = i;
	*real = false;
	while (ch_digit(liquid_lex_peek(l, i)))
		i++;
	if (i == digits)
		return 0;
	if (liquid_lex_peek(l, i) == '.' &&
		ch_digit(liquid_lex_peek(l, i + 1))) {
		*real = true;
		for (i++; ch_digit(liquid_lex_peek(l, i));)
			i++;
	}
	return liquid_is_name(liquid_lex_peek(l, i)) ? 0 : i;
}

static struct liquid_expr *
liquid_lex_number(struct liquid_lex *l)
{
	bool real;
	size_t n = liquid_number_length(l, &real);
	if (!n || n > 60)
		return NULL;
	struct liquid_expr *e =
		liquid_expr_value(l, real ? VALUE_REAL : VALUE_INT);
	const char *s = str_cdup(l->a, str_sub(l->s, l->at, l->at + n));
	e->literal->s = str_c(s);
	if (real)
		e->literal->real = strtod(s, NULL);
	else
		e->literal->i = strtoll(s, NULL, 10);
	l->at += n;
	return e;
}

static struct liquid_expr *
liquid_lex_range(struct liquid_lex *l)
{
	size_t start = l->at;
	struct liquid_expr *e = liquid_expr_new(l, LIQUID_RANGE);
	l->at++;
	e->low = liquid_lex_expr(l);
	liquid_lex_space(l);
	bool ok = e->low && liquid_lex_ch(l, '.') && liquid_lex_ch(l, '.');
	while (ok && liquid_lex_peek(l, 0) == '.') /* `...` is meant so */
		l->at++;
	e->high = ok ? liquid_lex_expr(l) : NULL;
	if (e->high && liquid_lex_ch(l, ')'))
		return e;
	l->at = start;
	return NULL;
}

static const struct liquid_word {
	const char *word;
	enum liquid_expr_kind kind;
	enum value_type type;
	bool b;
} liquid_words[] = {
	{"nil", LIQUID_LITERAL, VALUE_NULL, false},
	{"null", LIQUID_LITERAL, VALUE_NULL, false},
	{"true", LIQUID_LITERAL, VALUE_BOOL, true},
	{"false", LIQUID_LITERAL, VALUE_BOOL, false},
	{"empty", LIQUID_EMPTY, VALUE_NULL, false},
	{"blank", LIQUID_BLANK, VALUE_NULL, false},
};

/* The expression that a lone name stands for, or NULL. */
static struct liquid_expr *
liquid_expr_word(struct liquid_lex *l, struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(liquid_words); i++) {
		const struct liquid_word *w = &liquid_words[i];
		if (!str_is(name, w->word))
			continue;
		struct liquid_expr *e = liquid_expr_new(l, w->kind);
		if (w->type == VALUE_BOOL) {
			e->literal = value_new(l->a, VALUE_BOOL, SPAN_NONE);
			e->literal->b = w->b;
		}
		return e;
	}
	return NULL;
}

/* `name` or `[key]`; NULL if neither is next. */
static struct liquid_step *
liquid_lex_step(struct liquid_lex *l)
{
	struct liquid_step *s = ARENA_NEW(l->a, struct liquid_step);
	if (liquid_lex_peek(l, 0) == '[') {
		l->at++;
		s->key = liquid_lex_expr(l);
		if (!s->key || !liquid_lex_ch(l, ']'))
			return NULL;
		return s;
	}
	s->name = liquid_lex_name(l);
	if (liquid_lex_peek(l, 0) == '?')
		l->at++;
	return s->name.n ? s : NULL;
}

static struct liquid_expr *
liquid_lex_lookup(struct liquid_lex *l)
{
	struct liquid_expr *e = liquid_expr_new(l, LIQUID_LOOKUP);
	struct liquid_step **end = &e->steps;
	e->steps = liquid_lex_step(l);
	if (!e->steps)
		return NULL;
	while (true) {
		end = &(*end)->next;
		char c = liquid_lex_peek(l, 0), c1 = liquid_lex_peek(l, 1);
		if (c == '.' && (liquid_is_name(c1) || c1 == '['))
			l->at++;
		else if (c != '[')
			break;
		*end = liquid_lex_step(l);
		if (!*end) {
			l->bad = true;
			break;
		}
	}
	struct liquid_expr *word = NULL;
	if (!e->steps->next && !e->steps->key)
		word = liquid_expr_word(l, e->steps->name);
	return word ? word : e;
}

struct liquid_expr *
liquid_lex_expr(struct liquid_lex *l)
{
	liquid_lex_space(l);
	char c = liquid_lex_peek(l, 0);
	struct liquid_expr *e = NULL;
	if (l->at == l->s.n || l->depth == LIQUID_DEPTH)
		return NULL;
	l->depth++;
	if (c == '"' || c == '\'')
		e = liquid_lex_quoted(l);
	else if (c == '(')
		e = liquid_lex_range(l);
	else if (ch_digit(c) || c == '-')
		e = liquid_lex_number(l);
	if (!e && (liquid_is_name(c) || c == '['))
		e = liquid_lex_lookup(l);
	l->depth--;
	return e;
}

/* ---- filters ---- */

/* `name: value` or `value`. */
static struct liquid_arg *
liquid_lex_arg(struct liquid_lex *l)
{
	struct liquid_arg *arg = ARENA_NEW(l->a, struct liquid_arg);
	liquid_lex_space(l);
	size_t start = l->at;
	struct str name = liquid_lex_name(l);
	if (name.n && liquid_lex_ch(l, ':'))
		arg->name = name;
	else
		l->at = start;
	arg->expr = liquid_lex_expr(l);
	return arg->expr ? arg : NULL;
}

/* Step over words up to the next filter. */
static void
liquid_lex_to_pipe(struct liquid_lex *l)
{
	while (!liquid_lex_end(l) && liquid_lex_peek(l, 0) != '|') {
		char c = liquid_lex_peek(l, 0);
		l->bad = true;
		if ((c != '"' && c != '\'') || !liquid_lex_quoted(l))
			liquid_lex_skip(l);
	}
}

static struct liquid_call *
liquid_lex_call(struct liquid_lex *l)
{
	struct liquid_call *c = ARENA_NEW(l->a, struct liquid_call);
	struct liquid_arg **end = &c->args;
	c->name = liquid_lex_name(l);
	c->filter = liquid_filter_find(c->name);
	while (liquid_lex_ch(l, ':') || liquid_lex_ch(l, ',')) {
		*end = liquid_lex_arg(l);
		if (!*end) {
			l->bad = true;
			break;
		}
		end = &(*end)->next;
	}
	liquid_lex_to_pipe(l);
	return c;
}

struct liquid_pipe *
liquid_lex_pipe(struct liquid_lex *l)
{
	struct liquid_pipe *p = ARENA_NEW(l->a, struct liquid_pipe);
	struct liquid_call **end = &p->calls;
	if (liquid_lex_end(l))
		return p;
	p->expr = liquid_lex_expr(l);
	l->bad |= !p->expr;
	liquid_lex_to_pipe(l);
	while (liquid_lex_ch(l, '|')) {
		*end = liquid_lex_call(l);
		if ((*end)->name.n)
			end = &(*end)->next;
		else
			*end = NULL;
	}
	return p;
}

/* ---- conditions ---- */

static const struct liquid_op_word {
	const char *word;
	enum liquid_op op;
} liquid_ops[] = {
	{"==", LIQUID_EQ}, {"!=", LIQUID_NE}, {"<>", LIQUID_NE},
	{"<=", LIQUID_LE}, {">=", LIQUID_GE}, {"<", LIQUID_LT},
	{">", LIQUID_GT},
	{"=", LIQUID_EQ}, /* not Liquid, but what is meant is plain */
};

static enum liquid_op
liquid_lex_op(struct liquid_lex *l)
{
	liquid_lex_space(l);
	struct str rest = str_sub(l->s, l->at, l->s.n);
	for (size_t i = 0; i < ARRAY_LEN(liquid_ops); i++)
		if (str_starts(rest, liquid_ops[i].word)) {
			size_t n = strlen(liquid_ops[i].word);
			l->bad |= str_is(str_sub(rest, 0, n), "=");
			l->at += n;
			return liquid_ops[i].op;
		}
	return liquid_lex_word(l, "contains") ? LIQUID_CONTAINS : LIQUID_TRUTH;
}

static struct liquid_cond *
liquid_lex_comparison(struct liquid_lex *l)
{
	struct liquid_cond *c = ARENA_NEW(l->a, struct liquid_cond);
	c->left = liquid_lex_expr(l);
	if (!c->left) {
		liquid_lex_skip(l);
		return c;
	}
	c->op = liquid_lex_op(l);
	if (c->op != LIQUID_TRUTH) {
		c->right = liquid_lex_expr(l);
		l->bad |= !c->right;
	}
	return c;
}

struct liquid_cond *
liquid_lex_cond(struct liquid_lex *l)
{
	struct liquid_cond *first = liquid_lex_comparison(l), *last = first;
	while (!liquid_lex_end(l)) {
		bool is_and = liquid_lex_word(l, "and");
		if (!is_and && !liquid_lex_word(l, "or")) {
			liquid_lex_skip(l);
			continue;
		}
		last->next_is_and = is_and;
		last->next = liquid_lex_comparison(l);
		last = last->next;
	}
	return first;
}
