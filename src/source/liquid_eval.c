/*
 * Expressions and conditions run.
 */
#include "liquid_priv.h"

/* A variable: of a loop or include, assigned, counted, or of the page. */
static struct value *
liquid_variable(struct liquid *lq, struct str name)
{
	for (struct liquid_frame *f = lq->frames; f; f = f->older)
		for (int i = 0; i < f->n; i++)
			if (str_eq(f->vars[i].name, name))
				return liquid_nil(f->vars[i].v);
	struct value *v = map_find(&lq->vars, name);
	if (v)
		return liquid_nil(v);
	v = value_find_str(lq->scope, name);
	return liquid_nil(v ? v : map_find(&lq->counters, name));
}

static struct value *
liquid_pair(struct liquid *lq, struct value *v)
{
	struct value *pair = liquid_list(lq);
	value_append(pair, liquid_str(lq, v->key));
	liquid_push(lq, pair, v);
	return pair;
}

/* `size`, `first` and `last` of what has no such key. */
static struct value *
liquid_command(struct liquid *lq, const struct value *of, struct str name)
{
	bool map = of->type == VALUE_MAP, list = of->type == VALUE_LIST;
	if (str_is(name, "size") && (map || list))
		return liquid_int(lq, of->count);
	if (str_is(name, "size") && of->type == VALUE_STR) {
		int64_t n = 0;
		for (size_t i = 0; i < of->s.n; n++)
			utf8_next(of->s, &i);
		return liquid_int(lq, n);
	}
	if (list && str_is(name, "first"))
		return liquid_nil(of->first);
	if (list && str_is(name, "last"))
		return liquid_nil(of->last);
	if (map && of->first && str_is(name, "first"))
		return liquid_pair(lq, of->first);
	return NULL;
}

static struct value *
liquid_find_key(struct liquid *lq, const struct value *map, struct str key)
{
	if (!liquid_spend(lq, (size_t)map->count / 8))
		return NULL;
	return value_find_str(map, key);
}

static struct value *
liquid_at_index(struct liquid *lq, struct value *list, int64_t i)
{
	if (i < 0)
		i += list->count;
	if (i < 0 || i >= list->count || !liquid_spend(lq, (size_t)i / 8))
		return NULL;
	struct value *v = list->first;
	while (i-- > 0)
		v = v->next;
	return liquid_nil(v);
}

struct value *
liquid_member(struct liquid *lq, const struct value *of, struct str name)
{
	if (!of)
		return NULL;
	struct value *v = NULL;
	if (of == lq->site_map)
		v = documents_find(lq->site, name, lq->dg);
	if (v)
		return v;
	if (of == lq->site->data)
		v = data_find(lq->site, name, lq->dg);
	else if (of->type == VALUE_MAP)
		v = liquid_find_key(lq, of, name);
	if (v && documents_is(of))
		liquid_document_fill(lq, of, v);
	return v ? liquid_nil(v) : liquid_command(lq, of, name);
}

static struct value *
liquid_step(struct liquid *lq, struct value *of, const struct liquid_step *s)
{
	if (!s->key)
		return liquid_member(lq, of, s->name);
	struct value *key = liquid_eval(lq, s->key);
	if (!key)
		return NULL;
	if (of->type == VALUE_LIST)
		return key->type == VALUE_INT ? liquid_at_index(lq, of, key->i)
		                              : NULL;
	if (of == lq->site->data)
		return liquid_nil(
			data_find(lq->site, liquid_text(lq, key), lq->dg));
	if (of == lq->site_map || documents_is(of))
		return liquid_member(lq, of, liquid_text(lq, key));
	if (of->type == VALUE_MAP)
		return liquid_nil(
			liquid_find_key(lq, of, liquid_text(lq, key)));
	return NULL;
}

/*
 * `site.data` is not in the map: naming it opens the folder, naming a
 * child of it reads that file, and only taking it as a whole reads all.
 */
static struct value *
liquid_lookup(struct liquid *lq, const struct liquid_expr *e)
{
	const struct liquid_step *s = e->steps;
	struct str name = s->name;
	if (s->key)
		name = liquid_text(lq, liquid_eval(lq, s->key));
	struct value *v = liquid_variable(lq, name);
	for (s = s->next; s && v && liquid_spend(lq, 1); s = s->next) {
		if (v == lq->site_map && str_is(s->name, "data"))
			v = s->next ? data_open(lq->site, lq->dg)
			            : data_all(lq->site, lq->dg);
		else
			v = liquid_step(lq, v, s);
	}
	return v;
}

/* A range as a value is a list; a loop over one does without. */
static struct value *
liquid_range(struct liquid *lq, const struct liquid_expr *e)
{
	int64_t low = liquid_to_int(liquid_eval(lq, e->low));
	int64_t high = liquid_to_int(liquid_eval(lq, e->high));
	struct value *list = liquid_list(lq);
	for (int64_t i = low; i <= high && !lq->stopped; i++) {
		if (list->count == LIQUID_ROUNDS)
			liquid_stop(lq);
		liquid_push(lq, list, liquid_int(lq, i));
	}
	return list;
}

struct value *
liquid_eval(struct liquid *lq, const struct liquid_expr *e)
{
	if (!e)
		return NULL;
	switch (e->kind) {
	case LIQUID_LITERAL:
		return e->literal;
	case LIQUID_LOOKUP:
		return liquid_lookup(lq, e);
	case LIQUID_RANGE:
		return liquid_range(lq, e);
	case LIQUID_EMPTY:
	case LIQUID_BLANK:
		return liquid_str(lq, STR0);
	}
	return NULL;
}

/* ---- filters ---- */

static void
liquid_eval_args(struct liquid *lq, const struct liquid_call *c,
	struct liquid_args *args)
{
	for (const struct liquid_arg *a = c->args; a; a = a->next) {
		struct value *v = liquid_eval(lq, a->expr);
		if (a->name.n) {
			if (!args->named)
				args->named =
					value_new(lq->a, VALUE_MAP, SPAN_NONE);
			value_put(args->named, a->name,
				v ? yaml_copy(lq->a, v)
				  : value_new(lq->a, VALUE_NULL, SPAN_NONE));
		} else if (args->n < LIQUID_ARGS) {
			args->v[args->n++] = v;
		}
	}
}

static struct value *
liquid_apply(struct liquid *lq, struct value *v, const struct liquid_call *c)
{
	const struct liquid_filter *f = c->filter;
	if (!f) {
		liquid_report(lq, DIAG_LIQUID_FILTER, c->name);
		return v;
	}
	struct liquid_args args = {0};
	liquid_eval_args(lq, c, &args);
	if (args.n < f->min) {
		liquid_report(lq, DIAG_LIQUID_SYNTAX,
			str_fmt(lq->a, "%s needs a value after a colon",
				f->name));
		return v;
	}
	if (args.n > f->max)
		args.n = f->max;
	return liquid_spend(lq, 1) ? liquid_nil(f->fn(lq, v, &args)) : NULL;
}

struct value *
liquid_eval_pipe(struct liquid *lq, const struct liquid_pipe *p)
{
	struct value *v = liquid_nil(liquid_eval(lq, p->expr));
	for (const struct liquid_call *c = p->calls; c && !lq->stopped;
		c = c->next)
		v = liquid_apply(lq, v, c);
	return v;
}

/* ---- conditions ---- */

/* `empty` and `blank` are properties, not values, when compared with. */
static bool
liquid_eval_equal(struct liquid *lq, const struct liquid_expr *left,
	const struct liquid_expr *right)
{
	const struct liquid_expr *word = NULL, *other = right;
	if (right && right->kind >= LIQUID_EMPTY) {
		word = right;
		other = left;
	} else if (left && left->kind >= LIQUID_EMPTY) {
		word = left;
	}
	struct value *v = liquid_eval(lq, other);
	if (word && word->kind == LIQUID_EMPTY)
		return liquid_is_empty(v);
	if (word)
		return liquid_is_blank(v);
	return liquid_equal(lq, liquid_eval(lq, left), v, 0);
}

static bool
liquid_contains(struct liquid *lq, struct value *in, struct value *v)
{
	if (!in || !v)
		return false;
	if (in->type == VALUE_STR) {
		struct liquid_finder f =
			liquid_finder(lq, in->s, liquid_text(lq, v));
		return liquid_find(&f, 0) >= 0;
	}
	if (in->type == VALUE_MAP)
		return value_find_str(in, liquid_text(lq, v)) != NULL;
	if (in->type != VALUE_LIST)
		return false;
	for (const struct value *c = in->first; c; c = c->next)
		if (!liquid_spend(lq, 1) || liquid_equal(lq, c, v, 0))
			return !lq->stopped;
	return false;
}

static bool
liquid_eval_order(struct liquid *lq, const struct liquid_cond *c)
{
	int order;
	if (!liquid_compare(liquid_eval(lq, c->left), liquid_eval(lq, c->right),
		    &order))
		return false;
	switch (c->op) {
	case LIQUID_LT:
		return order < 0;
	case LIQUID_GT:
		return order > 0;
	case LIQUID_LE:
		return order <= 0;
	default:
		return order >= 0;
	}
}

static bool
liquid_eval_comparison(struct liquid *lq, const struct liquid_cond *c)
{
	switch (c->op) {
	case LIQUID_TRUTH:
		return liquid_true(liquid_eval(lq, c->left));
	case LIQUID_EQ:
		return liquid_eval_equal(lq, c->left, c->right);
	case LIQUID_NE:
		return !liquid_eval_equal(lq, c->left, c->right);
	case LIQUID_CONTAINS:
		return liquid_contains(lq, liquid_eval(lq, c->left),
			liquid_eval(lq, c->right));
	default:
		return liquid_eval_order(lq, c);
	}
}

/* `a and b or c` is `a and (b or c)`. */
bool
liquid_eval_cond(struct liquid *lq, const struct liquid_cond *c)
{
	bool result = liquid_eval_comparison(lq, c);
	while (c->next && result == c->next_is_and && liquid_spend(lq, 1)) {
		c = c->next;
		result = liquid_eval_comparison(lq, c);
	}
	return result;
}
