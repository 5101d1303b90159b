/*
 * Filters that make, cut and print lists.  No list is ever changed: what
 * comes out is a new one with copies of the items' heads.
 */
#include "liquid_filter_priv.h"

struct value *
liquid_property(struct liquid *lq, struct value *item, struct str name)
{
	struct value *whole = liquid_member(lq, item, name);
	if (whole || str_chr(name, '.') < 0)
		return whole;
	struct str part;
	while (item && str_next(&name, ".", &part))
		item = liquid_member(lq, item, part);
	return item;
}

static struct value *
liquid_list_of(struct liquid *lq, struct value **v, int from, int to)
{
	struct value *list = liquid_list(lq);
	for (int i = from; i < to && !lq->stopped; i++)
		liquid_push(lq, list, v[i]);
	return list;
}

struct value *
liquid_first(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	if (!in || in->type == VALUE_STR)
		return NULL;
	return liquid_member(lq, in, STR("first"));
}

struct value *
liquid_last(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)lq;
	(void)args;
	return in && in->type == VALUE_LIST ? in->last : NULL;
}

struct value *
liquid_size(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	if (in && in->type == VALUE_MAP)
		return liquid_int(lq, in->count);
	struct value *n = liquid_member(lq, in, STR("size"));
	return n ? n : liquid_int(lq, 0);
}

/* Items joined; the glue is a space unless told. */
static struct value *
liquid_join_items(struct liquid *lq, struct value **v, int n, struct str glue,
	struct str last_glue)
{
	struct buf b = buf_new(lq->a);
	for (int i = 0; i < n; i++) {
		if (i)
			buf_str(&b, i == n - 1 ? last_glue : glue);
		buf_str(&b, liquid_text(lq, v[i]));
		if (b.n > LIQUID_OUTPUT || lq->stopped) {
			liquid_stop(lq);
			return NULL;
		}
	}
	return liquid_made(lq, &b);
}

struct value *
liquid_join(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	struct value **v = liquid_items(lq, in, &n);
	struct str glue = liquid_arg_text(lq, args, 0, " ");
	return liquid_join_items(lq, v, n, glue, glue);
}

struct value *
liquid_array_to_sentence_string(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	struct value **v = liquid_items(lq, in, &n);
	struct str word = liquid_arg_text(lq, args, 0, "and");
	struct str last =
		str_fmt(lq->a, n == 2 ? " %.*s " : ", %.*s ", STR_ARG(word));
	return liquid_join_items(lq, v, n, STR(", "), last);
}

struct value *
liquid_reverse(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	int n;
	struct value **v = liquid_items(lq, in, &n);
	struct value *list = liquid_list(lq);
	while (n-- > 0 && !lq->stopped)
		liquid_push(lq, list, v[n]);
	return list;
}

struct value *
liquid_concat(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n, m;
	struct value **v = liquid_items(lq, in, &n);
	struct value **w = liquid_items(lq, args->v[0], &m);
	struct value *list = liquid_list_of(lq, v, 0, n);
	for (int i = 0; i < m && !lq->stopped; i++)
		liquid_push(lq, list, w[i]);
	return list;
}

/* The items as they are: unlike liquid_items this opens no inner lists. */
static struct value *
liquid_copy_list(struct liquid *lq, const struct value *in)
{
	struct value *list = liquid_list(lq);
	if (!in || in->type != VALUE_LIST) {
		if (in)
			liquid_push(lq, list, in);
		return list;
	}
	for (const struct value *v = in->first; v && !lq->stopped; v = v->next)
		liquid_push(lq, list, v);
	return list;
}

struct value *
liquid_push_filter(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct value *list = liquid_copy_list(lq, in);
	liquid_push(lq, list, args->v[0]);
	return list;
}

struct value *
liquid_unshift(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct value *list = liquid_list(lq);
	liquid_push(lq, list, args->v[0]);
	const struct value *rest = liquid_copy_list(lq, in);
	for (const struct value *v = rest->first; v && !lq->stopped;
		v = v->next)
		liquid_push(lq, list, v);
	return list;
}

/* Items number [from, to) of a list. */
static struct value *
liquid_cut(struct liquid *lq, const struct value *in, int64_t from, int64_t to)
{
	struct value *list = liquid_list(lq);
	int64_t i = 0;
	if (!in || in->type != VALUE_LIST)
		return list;
	for (const struct value *v = in->first; v && i < to && !lq->stopped;
		v = v->next, i++)
		if (i >= from)
			liquid_push(lq, list, v);
	return list;
}

struct value *
liquid_pop(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int64_t n = liquid_arg_int(args, 0, 1);
	if (!in || in->type != VALUE_LIST)
		return in;
	return liquid_cut(lq, in, 0, n < 0 ? 0 : in->count - n);
}

struct value *
liquid_shift(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	if (!in || in->type != VALUE_LIST)
		return in;
	return liquid_cut(lq, in, liquid_arg_int(args, 0, 1), INT64_MAX);
}

/* From an index, which may count from the end, so many; of n in all. */
static bool
liquid_slice_range(
	const struct liquid_args *args, int64_t n, int64_t *from, int64_t *to)
{
	int64_t length = liquid_arg_int(args, 1, 1);
	if (args->n > 1 && !args->v[1])
		length = 1;
	*from = liquid_to_int(args->v[0]);
	if (*from < 0)
		*from += n;
	if (*from < 0 || *from > n || length < 0)
		return false;
	*to = length > n - *from ? n : *from + length;
	return true;
}

struct value *
liquid_slice(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int64_t from, to;
	if (in && in->type == VALUE_LIST) {
		if (!liquid_slice_range(args, in->count, &from, &to))
			return liquid_list(lq);
		return liquid_cut(lq, in, from, to);
	}
	struct str s = liquid_text(lq, in);
	int64_t n = 0;
	for (size_t i = 0; i < s.n; n++)
		utf8_next(s, &i);
	if (!liquid_slice_range(args, n, &from, &to))
		return liquid_str(lq, STR0);
	size_t start = 0;
	for (; from > 0; from--, to--)
		utf8_next(s, &start);
	size_t end = start;
	for (; to > 0; to--)
		utf8_next(s, &end);
	return liquid_str(lq, str_sub(s, start, end));
}

struct value *
liquid_map(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	struct value **v = liquid_items(lq, in, &n);
	struct str name = liquid_text(lq, args->v[0]);
	struct value *list = liquid_list(lq);
	for (int i = 0; i < n && !lq->stopped; i++)
		liquid_push(lq, list, liquid_property(lq, v[i], name));
	return list;
}

struct value *
liquid_compact(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	struct value **v = liquid_items(lq, in, &n);
	struct str name = liquid_arg_text(lq, args, 0, "");
	struct value *list = liquid_list(lq);
	for (int i = 0; i < n && !lq->stopped; i++)
		if (liquid_nil(name.n ? liquid_property(lq, v[i], name) : v[i]))
			liquid_push(lq, list, v[i]);
	return list;
}

struct value *
liquid_default(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	bool allow_false = value_bool(args->named, "allow_false", false);
	bool missing = allow_false ? !in : !liquid_true(in);
	if (!missing && !liquid_is_empty(in))
		return in;
	return args->n ? args->v[0] : liquid_str(lq, STR0);
}

struct value *
liquid_jsonify(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	struct str s = liquid_inspect(lq, in, true);
	return liquid_fits(lq, s.n) ? liquid_str(lq, s) : NULL;
}

struct value *
liquid_inspect_filter(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct str s = liquid_inspect(lq, in, false);
	return liquid_xml_escape(lq, liquid_str(lq, s), args);
}
