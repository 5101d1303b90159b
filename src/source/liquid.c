/*
 * Running a template.
 *
 * Nodes print into a text builder that keeps for each byte where it came
 * from: text its own place, a value the place of its `{{`.  Everything that
 * takes time or room uses up one budget, and when that, the rounds of loops
 * or the size of the output run out, all stops at once and what is printed
 * so far is the result.
 */
#include "liquid_priv.h"

struct span
liquid_here(const struct liquid *lq)
{
	return text_span(&lq->template->text, lq->at);
}

void
liquid_report(struct liquid *lq, enum diag_code code, struct str detail)
{
	diag_report(lq->dg, code, liquid_here(lq), "%.*s", STR_ARG(detail));
}

void
liquid_stop(struct liquid *lq)
{
	if (!lq->stopped)
		liquid_report(lq, DIAG_LIQUID_LIMIT, STR0);
	lq->stopped = true;
}

bool
liquid_spend(struct liquid *lq, size_t n)
{
	if (n >= lq->budget) {
		lq->budget = 0;
		liquid_stop(lq);
	} else {
		lq->budget -= n;
	}
	return !lq->stopped;
}

/* Is there room for `n` more bytes? */
static bool
liquid_has_room(struct liquid *lq, size_t n)
{
	if (n > LIQUID_OUTPUT - lq->out->b.n)
		liquid_stop(lq);
	return !lq->stopped;
}

void
liquid_print(struct liquid *lq, struct str s)
{
	if (liquid_has_room(lq, s.n) && liquid_spend(lq, s.n / 4))
		text_add(lq->out, s, liquid_here(lq));
}

static void
liquid_render_text(struct liquid *lq, const struct liquid_node *n)
{
	size_t size = n->to - n->from;
	if (liquid_has_room(lq, size) && liquid_spend(lq, size / 4))
		text_add_from(lq->out, &lq->template->text, n->from, n->to);
}

static void
liquid_render_node(struct liquid *lq, const struct liquid_node *n)
{
	switch (n->kind) {
	case LIQUID_NODE_TEXT:
		liquid_render_text(lq, n);
		break;
	case LIQUID_NODE_OUTPUT:
		lq->at = n->from;
		liquid_print(
			lq, liquid_text(lq, liquid_eval_pipe(lq, n->pipe)));
		break;
	case LIQUID_NODE_TAG:
		lq->at = n->from;
		n->tag->render(lq, n);
		break;
	}
}

void
liquid_render(struct liquid *lq, const struct liquid_node *first)
{
	for (const struct liquid_node *n = first; n; n = n->next) {
		if (!liquid_spend(lq, 1) || lq->interrupt != LIQUID_GO)
			break;
		if (arena_used(lq->a) - lq->memory > LIQUID_MEMORY)
			liquid_stop(lq);
		liquid_render_node(lq, n);
	}
}

void
liquid_render_branch(struct liquid *lq, const struct liquid_branch *branch)
{
	size_t at = lq->at;
	liquid_render(lq, branch->first);
	lq->at = at;
}

struct text
liquid_capture(struct liquid *lq, const struct liquid_branch *branch)
{
	struct text_builder tb = text_builder_new(lq->a);
	struct text_builder *outer = lq->out;
	lq->out = &tb;
	liquid_render_branch(lq, branch);
	lq->out = outer;
	liquid_spend(lq, tb.b.n);
	return text_builder_done(&tb);
}

void
liquid_set(struct liquid *lq, struct str name, struct value *v)
{
	struct value *copy = v ? yaml_copy(lq->a, v)
	                       : value_new(lq->a, VALUE_NULL, SPAN_NONE);
	map_put(&lq->vars, name, copy);
}

static void
liquid_init(struct liquid *lq)
{
	lq->vars = map_new(lq->a);
	lq->counters = map_new(lq->a);
	lq->cycles = map_new(lq->a);
	lq->offsets = map_new(lq->a);
	lq->templates = map_new(lq->a);
	lq->site_map = value_find(lq->scope, "site");
}

/* The folder of the page, for what it includes beside itself. */
static struct str
liquid_page_folder(const struct value *scope)
{
	struct str path = value_str(value_find(scope, "page"), "path");
	return str_sub(path, 0, path.n - page_name(path).n);
}

static bool
liquid_is_plain(const struct text *in)
{
	return str_find(in->bytes, "{{", 0) < 0 &&
	       str_find(in->bytes, "{%", 0) < 0;
}

/* All of `in` by `lq`, which has its limits and its scope. */
static struct text
liquid_run(struct liquid *lq, const struct text *in)
{
	lq->out = ARENA_NEW(lq->a, struct text_builder);
	*lq->out = text_builder_new(lq->a);
	liquid_init(lq);
	lq->template = liquid_parse(lq, in, liquid_page_folder(lq->scope));
	liquid_render(lq, lq->template->first);
	return text_builder_done(lq->out);
}

struct text
liquid_expand(struct source_site *site, const struct text *in,
	struct value *scope, source_markdown_fn markdown, struct diag *dg)
{
	if (liquid_is_plain(in))
		return *in;
	struct liquid *lq = ARENA_NEW(site->work, struct liquid);
	lq->a = site->work;
	lq->site = site;
	lq->dg = dg;
	lq->markdown = markdown;
	lq->scope = scope;
	lq->rounds = LIQUID_ROUNDS;
	lq->budget = LIQUID_BUDGET;
	lq->memory = arena_used(lq->a);
	return liquid_run(lq, in);
}

struct text
liquid_expand_within(
	struct liquid *outer, const struct text *in, struct value *scope)
{
	if (liquid_is_plain(in))
		return *in;
	if (outer->includes == LIQUID_INCLUDES) {
		liquid_stop(outer);
		return (struct text){0};
	}
	struct liquid *lq = ARENA_NEW(outer->a, struct liquid);
	lq->a = outer->a;
	lq->site = outer->site;
	lq->dg = outer->dg;
	lq->markdown = outer->markdown;
	lq->scope = scope;
	lq->rounds = outer->rounds;
	lq->budget = outer->budget;
	lq->memory = outer->memory;
	lq->includes = outer->includes + 1;
	struct text out = liquid_run(lq, in);
	outer->rounds = lq->rounds;
	outer->budget = lq->budget;
	outer->stopped |= lq->stopped;
	return out;
}
