/*
 * Loops: for and tablerow.
 *
 * What is looped over is cut to offset and limit first and stands as an
 * array; a range is counted out only as far as the limit says.  Every round
 * is taken from the page's allowance.  `forloop` is one map per loop whose
 * numbers are set anew in each round.
 */
#include "liquid_tag_priv.h"

struct liquid_for {
	struct str name;  /* of the item */
	struct str group; /* for offset:continue */
	struct liquid_expr *in, *limit, *offset, *cols;
	bool reversed, continues;
};

/* The items of one loop, cut and turned. */
struct liquid_segment {
	struct value **v;
	int n, cap;
};

static void
liquid_for_option(struct liquid_lex *l, struct liquid_for *f, struct str name)
{
	bool offset = str_is(name, "offset");
	if (offset && liquid_lex_word(l, "continue")) {
		f->continues = true;
		return;
	}
	struct liquid_expr *e = liquid_lex_expr(l);
	if (!e)
		l->bad = true;
	else if (offset)
		f->offset = e;
	else if (str_is(name, "limit"))
		f->limit = e;
	else if (str_is(name, "cols"))
		f->cols = e;
}

static void
liquid_for_options(struct liquid_lex *l, struct liquid_for *f)
{
	while (!liquid_lex_end(l)) {
		if (liquid_lex_ch(l, ','))
			continue;
		struct str name = liquid_lex_name(l);
		if (str_is(name, "reversed"))
			f->reversed = true;
		else if (name.n && liquid_lex_ch(l, ':'))
			liquid_for_option(l, f, name);
		else
			liquid_lex_skip(l);
	}
}

void *
liquid_for_parse(struct liquid_lex *l, const char *word)
{
	if (strcmp(word, "else") == 0)
		return NULL;
	struct liquid_for *f = ARENA_NEW(l->a, struct liquid_for);
	f->name = liquid_lex_name(l);
	if (!f->name.n || !liquid_lex_word(l, "in")) {
		l->bad = true;
		return f;
	}
	liquid_lex_space(l);
	size_t from = l->at;
	f->in = liquid_lex_expr(l);
	l->bad |= !f->in;
	f->group = str_fmt(l->a, "%.*s-%.*s", STR_ARG(f->name),
		STR_ARG(str_sub(l->s, from, l->at)));
	liquid_for_options(l, f);
	return f;
}

/* ---- what is looped over ---- */

static void
liquid_segment_push(
	struct liquid *lq, struct liquid_segment *s, struct value *v)
{
	if (!liquid_spend(lq, 2))
		return;
	ARENA_PUSH(lq->a, s->v, s->n, s->cap);
	s->v[s->n++] = v;
}

static void
liquid_segment_range(struct liquid *lq, struct liquid_segment *s,
	const struct liquid_expr *e, int64_t from, int64_t to)
{
	int64_t low = liquid_to_int(liquid_eval(lq, e->low));
	int64_t high = liquid_to_int(liquid_eval(lq, e->high));
	if (low > INT64_MAX - from)
		return;
	int64_t i = low + from;
	for (int64_t k = from; i <= high && k < to; i++, k++) {
		if (s->n > LIQUID_ROUNDS)
			return; /* more than can be used */
		liquid_segment_push(lq, s, liquid_int(lq, i));
		if (i == INT64_MAX)
			return;
	}
}

static struct value *
liquid_segment_pair(struct liquid *lq, struct value *v)
{
	struct value *pair = liquid_list(lq);
	liquid_push(lq, pair, liquid_str(lq, v->key));
	liquid_push(lq, pair, v);
	return pair;
}

static void
liquid_segment_value(struct liquid *lq, struct liquid_segment *s,
	struct value *v, int64_t from, int64_t to)
{
	if (!v)
		return;
	if (v->type == VALUE_STR && v->s.n && from == 0 && to > 0)
		liquid_segment_push(lq, s, v);
	if (v->type != VALUE_LIST && v->type != VALUE_MAP)
		return;
	int64_t k = 0;
	for (struct value *c = v->first; c && k < to && !lq->stopped;
		c = c->next, k++)
		if (k >= from)
			liquid_segment_push(lq, s,
				v->type == VALUE_MAP
					? liquid_segment_pair(lq, c)
					: c);
}

static void
liquid_segment_reverse(struct liquid_segment *s)
{
	for (int i = 0, j = s->n - 1; i < j; i++, j--) {
		struct value *v = s->v[i];
		s->v[i] = s->v[j];
		s->v[j] = v;
	}
}

static int *
liquid_for_offset(struct liquid *lq, struct str group)
{
	int *at = map_find(&lq->offsets, group);
	if (!at) {
		at = ARENA_NEW(lq->a, int);
		map_put(&lq->offsets, group, at);
	}
	return at;
}

static struct liquid_segment
liquid_for_segment(struct liquid *lq, const struct liquid_for *f)
{
	struct liquid_segment s = {0};
	int *continued = liquid_for_offset(lq, f->group);
	int64_t from = f->continues ? *continued
	                            : liquid_to_int(liquid_eval(lq, f->offset));
	struct value *limit = liquid_eval(lq, f->limit);
	if (from < 0)
		from = 0;
	int64_t to = INT64_MAX;
	if (limit && liquid_to_int(limit) < INT64_MAX - from)
		to = liquid_to_int(limit) + from;
	if (f->in && f->in->kind == LIQUID_RANGE)
		liquid_segment_range(lq, &s, f->in, from, to);
	else
		liquid_segment_value(lq, &s, liquid_eval(lq, f->in), from, to);
	if (f->reversed)
		liquid_segment_reverse(&s);
	*continued = from > INT32_MAX - s.n ? INT32_MAX : (int)from + s.n;
	return s;
}

/* ---- forloop ---- */

enum {
	LOOP_INDEX,
	LOOP_INDEX0,
	LOOP_RINDEX,
	LOOP_RINDEX0,
	LOOP_FIRST,
	LOOP_LAST,
	LOOP_LENGTH,
	LOOP_COL,
	LOOP_COL0,
	LOOP_ROW,
	LOOP_COL_FIRST,
	LOOP_COL_LAST,
	LOOP_FIELDS
};

static const char *const loop_fields[LOOP_FIELDS] = {
	[LOOP_INDEX] = "index",
	[LOOP_INDEX0] = "index0",
	[LOOP_RINDEX] = "rindex",
	[LOOP_RINDEX0] = "rindex0",
	[LOOP_FIRST] = "first",
	[LOOP_LAST] = "last",
	[LOOP_LENGTH] = "length",
	[LOOP_COL] = "col",
	[LOOP_COL0] = "col0",
	[LOOP_ROW] = "row",
	[LOOP_COL_FIRST] = "col_first",
	[LOOP_COL_LAST] = "col_last",
};

struct liquid_loop {
	struct liquid_frame frame; /* the item, and forloop */
	struct value *map, *fields[LOOP_FIELDS];
	struct value *outer;
	int length, cols;
};

static void
liquid_loop_open(struct liquid *lq, struct liquid_loop *loop,
	const struct liquid_for *f, int length, int cols)
{
	*loop = (struct liquid_loop){.length = length, .cols = cols};
	liquid_spend(lq, LOOP_FIELDS * sizeof(struct value) / 2);
	loop->map = value_new(lq->a, VALUE_MAP, SPAN_NONE);
	for (int i = 0; i < (cols ? LOOP_FIELDS : LOOP_COL); i++) {
		bool truth = i == LOOP_FIRST || i == LOOP_LAST ||
		             i == LOOP_COL_FIRST || i == LOOP_COL_LAST;
		loop->fields[i] =
			truth ? liquid_bool(lq, false) : liquid_int(lq, length);
		value_put(loop->map, str_c(loop_fields[i]), loop->fields[i]);
	}
	loop->outer = lq->forloop;
	if (!cols) {
		if (loop->outer)
			value_put(loop->map, STR("parentloop"),
				yaml_copy(lq->a, loop->outer));
		value_put(loop->map, STR("name"), liquid_str(lq, f->group));
		lq->forloop = loop->map;
	}
	loop->frame = (struct liquid_frame){.older = lq->frames, .n = 2};
	loop->frame.vars[0].name = f->name;
	loop->frame.vars[1] = (struct liquid_var){
		cols ? STR("tablerowloop") : STR("forloop"), loop->map};
	lq->frames = &loop->frame;
}

static void
liquid_loop_round(struct liquid_loop *loop, int i, struct value *item)
{
	loop->frame.vars[0].v = item;
	loop->fields[LOOP_INDEX]->i = i + 1;
	loop->fields[LOOP_INDEX0]->i = i;
	loop->fields[LOOP_RINDEX]->i = loop->length - i;
	loop->fields[LOOP_RINDEX0]->i = loop->length - i - 1;
	loop->fields[LOOP_FIRST]->b = i == 0;
	loop->fields[LOOP_LAST]->b = i == loop->length - 1;
	if (!loop->cols)
		return;
	loop->fields[LOOP_COL]->i = i % loop->cols + 1;
	loop->fields[LOOP_COL0]->i = i % loop->cols;
	loop->fields[LOOP_ROW]->i = i / loop->cols + 1;
	loop->fields[LOOP_COL_FIRST]->b = i % loop->cols == 0;
	loop->fields[LOOP_COL_LAST]->b = i % loop->cols == loop->cols - 1;
}

static void
liquid_loop_close(struct liquid *lq, struct liquid_loop *loop)
{
	lq->frames = loop->frame.older;
	lq->forloop = loop->outer;
}

/* May there be one more round? */
static bool
liquid_loop_allowed(struct liquid *lq)
{
	if (lq->rounds-- <= 0)
		liquid_stop(lq);
	return !lq->stopped;
}

/* After a round: `break` ends the loop, `continue` only ended the round. */
static bool
liquid_loop_broken(struct liquid *lq)
{
	bool broken = lq->interrupt == LIQUID_BREAK;
	lq->interrupt = LIQUID_GO;
	return broken;
}

void
liquid_for_render(struct liquid *lq, const struct liquid_node *n)
{
	const struct liquid_branch *body = n->branches;
	struct liquid_segment s = liquid_for_segment(lq, body->parsed);
	if (!s.n) {
		if (body->next)
			liquid_render_branch(lq, body->next);
		return;
	}
	struct liquid_loop loop;
	liquid_loop_open(lq, &loop, body->parsed, s.n, 0);
	for (int i = 0; i < s.n && liquid_loop_allowed(lq); i++) {
		liquid_loop_round(&loop, i, s.v[i]);
		liquid_render_branch(lq, body);
		if (liquid_loop_broken(lq))
			break;
	}
	liquid_loop_close(lq, &loop);
}

void
liquid_tablerow_render(struct liquid *lq, const struct liquid_node *n)
{
	const struct liquid_for *f = n->branches->parsed;
	struct liquid_segment s = liquid_for_segment(lq, f);
	int64_t cols = liquid_to_int(liquid_eval(lq, f->cols));
	if (cols <= 0 || cols > s.n)
		cols = s.n ? s.n : 1;
	struct liquid_loop loop;
	liquid_print(lq, STR("<tr class=\"row1\">\n"));
	liquid_loop_open(lq, &loop, f, s.n, (int)cols);
	for (int i = 0; i < s.n && liquid_loop_allowed(lq); i++) {
		liquid_loop_round(&loop, i, s.v[i]);
		if (i && i % cols == 0)
			liquid_print(lq,
				str_fmt(lq->a, "</tr>\n<tr class=\"row%d\">",
					i / (int)cols + 1));
		liquid_print(lq, str_fmt(lq->a, "<td class=\"col%d\">",
					 i % (int)cols + 1));
		liquid_render_branch(lq, n->branches);
		liquid_print(lq, STR("</td>"));
		if (liquid_loop_broken(lq))
			break;
	}
	liquid_loop_close(lq, &loop);
	liquid_print(lq, STR("</tr>\n"));
}
