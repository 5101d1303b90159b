/*
 * Filters that choose, sort and group the items of a list.
 *
 * Sorting is stable: items that are equal keep their order.  Groups are
 * found through a hash of their names, as is what is there twice, so that
 * neither is quadratic.
 */
#include "liquid_filter_priv.h"

#include <stdlib.h>

/* ---- sorting ---- */

struct liquid_sorted {
	struct value *item, *key;
	struct str lower; /* of the key, if case does not count */
	int at;
	bool nil_first, natural;
};

/* Numbers before texts, texts by bytes; nil at the end that is asked for. */
static int
liquid_sort_compare(const void *pa, const void *pb)
{
	const struct liquid_sorted *a = pa, *b = pb;
	int order = 0;
	if (!a->key || !b->key) {
		order = (a->key != NULL) - (b->key != NULL);
		if (!a->nil_first)
			order = -order;
	} else if (a->natural) {
		order = str_cmp(a->lower, b->lower);
	} else if (!liquid_compare(a->key, b->key, &order)) {
		order = (int)a->key->type - (int)b->key->type;
	}
	return order ? order : a->at - b->at;
}

static struct value *
liquid_sort_by(struct liquid *lq, struct value *in, struct str property,
	bool natural, bool nil_first)
{
	int n;
	struct value **v = liquid_items(lq, in, &n);
	struct value *list = liquid_list(lq);
	if (!n || !liquid_spend(lq, (size_t)n * 16))
		return list;
	struct liquid_sorted *s =
		ARENA_ARRAY(lq->a, (size_t)n, struct liquid_sorted);
	for (int i = 0; i < n; i++) {
		struct value *key = liquid_nil(v[i]);
		if (property.n)
			key = liquid_property(lq, v[i], property);
		s[i] = (struct liquid_sorted){.item = v[i],
			.key = key,
			.at = i,
			.nil_first = nil_first,
			.natural = natural};
		if (natural)
			s[i].lower = str_lower(lq->a, liquid_text(lq, key));
	}
	qsort(s, (size_t)n, sizeof *s, liquid_sort_compare);
	for (int i = 0; i < n && !lq->stopped; i++)
		liquid_push(lq, list, s[i].item);
	return list;
}

/* Without a property nil comes last; with one it comes first, unless told. */
struct value *
liquid_sort(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct str property = liquid_arg_text(lq, args, 0, "");
	struct str nils = liquid_arg_text(lq, args, 1, "first");
	return liquid_sort_by(
		lq, in, property, false, property.n && !str_is(nils, "last"));
}

struct value *
liquid_sort_natural(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	return liquid_sort_by(
		lq, in, liquid_arg_text(lq, args, 0, ""), true, false);
}

/* ---- groups ---- */

struct value *
liquid_uniq(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	struct value **v = liquid_items(lq, in, &n);
	struct str name = liquid_arg_text(lq, args, 0, "");
	struct value *list = liquid_list(lq);
	struct map seen = map_new(lq->a);
	for (int i = 0; i < n && liquid_spend(lq, 10); i++) {
		struct value *by = v[i];
		if (name.n)
			by = liquid_property(lq, v[i], name);
		struct str key = liquid_inspect(lq, by, true);
		if (map_find(&seen, key))
			continue;
		map_put(&seen, key, lq);
		liquid_push(lq, list, v[i]);
	}
	return list;
}

static void
liquid_add_to_group(struct liquid *lq, struct value *list, struct map *groups,
	struct str name, const struct value *item)
{
	struct value *group = map_find(groups, name);
	if (!group) {
		group = value_new(lq->a, VALUE_MAP, SPAN_NONE);
		value_put(group, STR("name"), liquid_str(lq, name));
		value_put(group, STR("items"), liquid_list(lq));
		value_put(group, STR("size"), liquid_int(lq, 0));
		value_append(list, group);
		map_put(groups, name, group);
	}
	liquid_push(lq, value_find(group, "items"), item);
	value_find(group, "size")->i++;
}

struct value *
liquid_group_by(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	struct value **v = liquid_items(lq, in, &n);
	struct str property = liquid_text(lq, args->v[0]);
	struct value *list = liquid_list(lq);
	struct map groups = map_new(lq->a);
	for (int i = 0; i < n && liquid_spend(lq, 20); i++)
		liquid_add_to_group(lq, list, &groups,
			liquid_text(lq, liquid_property(lq, v[i], property)),
			v[i]);
	return list;
}

/* ---- choosing ---- */

/* An expression about one item, given as text, and the item's name in it. */
struct liquid_lambda {
	struct liquid_frame frame;
	struct liquid_cond *cond;
	struct liquid_pipe *pipe;
};

static void
liquid_lambda_open(struct liquid *lq, struct liquid_lambda *f,
	const struct liquid_args *args, bool cond)
{
	*f = (struct liquid_lambda){.frame.older = lq->frames, .frame.n = 1};
	f->frame.vars[0].name = liquid_text(lq, args->v[0]);
	struct str text = liquid_text(lq, args->v[1]);
	struct liquid_lex l = liquid_lex_new(lq->a, text);
	if (cond)
		f->cond = liquid_lex_cond(&l);
	else
		f->pipe = liquid_lex_pipe(&l);
	if (l.bad)
		liquid_report(lq, DIAG_LIQUID_SYNTAX, text);
	liquid_spend(lq, text.n + 10);
	lq->frames = &f->frame;
}

static void
liquid_lambda_close(struct liquid *lq, const struct liquid_lambda *f)
{
	lq->frames = f->frame.older;
}

/* A map stands for the list of its values. */
static struct value **
liquid_candidates(struct liquid *lq, struct value *in, int *n)
{
	if (!in || in->type != VALUE_MAP)
		return liquid_items(lq, in, n);
	struct value *list = liquid_list(lq);
	for (const struct value *v = in->first; v && !lq->stopped; v = v->next)
		liquid_push(lq, list, v);
	return liquid_items(lq, list, n);
}

/* Equal as texts; a list is if one of its items is. */
static bool
liquid_matches(
	struct liquid *lq, const struct value *property, struct str target)
{
	if (!property)
		return false;
	if (property->type != VALUE_LIST)
		return str_eq(liquid_text(lq, property), target);
	for (const struct value *v = property->first; v; v = v->next)
		if (liquid_spend(lq, 1) && str_eq(liquid_text(lq, v), target))
			return true;
	return false;
}

/* With no target: is the property there and true? */
static bool
liquid_where_holds(
	struct liquid *lq, struct value *item, const struct liquid_args *args)
{
	struct value *p =
		liquid_property(lq, item, liquid_text(lq, args->v[0]));
	if (args->n < 2)
		return liquid_true(p);
	if (!args->v[1])
		return !p;
	return liquid_matches(lq, p, liquid_text(lq, args->v[1]));
}

struct value *
liquid_where(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	if (!in || (in->type != VALUE_LIST && in->type != VALUE_MAP))
		return in;
	struct value **v = liquid_candidates(lq, in, &n);
	struct value *list = liquid_list(lq);
	for (int i = 0; i < n && liquid_spend(lq, 2); i++)
		if (liquid_where_holds(lq, v[i], args))
			liquid_push(lq, list, v[i]);
	return list;
}

struct value *
liquid_find_filter(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	struct value **v = liquid_candidates(lq, in, &n);
	for (int i = 0; i < n && liquid_spend(lq, 2); i++)
		if (liquid_where_holds(lq, v[i], args))
			return v[i];
	return NULL;
}

struct value *
liquid_where_exp(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	if (!in || (in->type != VALUE_LIST && in->type != VALUE_MAP))
		return in;
	struct value **v = liquid_candidates(lq, in, &n);
	struct value *list = liquid_list(lq);
	struct liquid_lambda f;
	liquid_lambda_open(lq, &f, args, true);
	for (int i = 0; i < n && liquid_spend(lq, 2); i++) {
		f.frame.vars[0].v = v[i];
		if (liquid_eval_cond(lq, f.cond))
			liquid_push(lq, list, v[i]);
	}
	liquid_lambda_close(lq, &f);
	return list;
}

struct value *
liquid_find_exp(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	struct value **v = liquid_candidates(lq, in, &n), *found = NULL;
	struct liquid_lambda f;
	liquid_lambda_open(lq, &f, args, true);
	for (int i = 0; i < n && !found && liquid_spend(lq, 2); i++) {
		f.frame.vars[0].v = v[i];
		if (liquid_eval_cond(lq, f.cond))
			found = v[i];
	}
	liquid_lambda_close(lq, &f);
	return found;
}

struct value *
liquid_group_by_exp(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	struct value **v = liquid_candidates(lq, in, &n);
	struct value *list = liquid_list(lq);
	struct map groups = map_new(lq->a);
	struct liquid_lambda f;
	liquid_lambda_open(lq, &f, args, false);
	for (int i = 0; i < n && liquid_spend(lq, 20); i++) {
		f.frame.vars[0].v = v[i];
		struct value *key = liquid_eval_pipe(lq, f.pipe);
		liquid_add_to_group(
			lq, list, &groups, liquid_text(lq, key), v[i]);
	}
	liquid_lambda_close(lq, &f);
	return list;
}
