/*
 * Files within files.
 *
 * The name of an included file and its arguments are markup of their own
 * kind: a name that may hold `{{ }}`, and `key=value` pairs whose texts may
 * escape quotes.  A file is read and parsed once per page, however often it
 * is included, and is known to the diag, so that messages name its lines.
 */
#include "liquid_tag_priv.h"

struct liquid_include {
	struct liquid_piece *name;
	struct liquid_arg *args;
};

/* ---- reading the markup ---- */

static struct liquid_piece *
liquid_lex_piece(struct liquid_lex *l)
{
	struct liquid_piece *p = ARENA_NEW(l->a, struct liquid_piece);
	struct str rest = str_sub(l->s, l->at, l->s.n);
	if (str_starts(rest, "{{")) {
		ptrdiff_t end = str_find(rest, "}}", 2);
		if (end > 0) {
			struct liquid_lex in = liquid_lex_new(
				l->a, str_sub(rest, 2, (size_t)end));
			p->pipe = liquid_lex_pipe(&in);
			l->bad |= in.bad;
			l->at += (size_t)end + 2;
			return p;
		}
	}
	size_t n = 0;
	while (n < rest.n && !ch_space((unsigned char)rest.p[n]) &&
		(n == 0 || !str_starts(str_sub(rest, n, rest.n), "{{")))
		n++;
	p->text = str_sub(rest, 0, n);
	l->at += n;
	return p;
}

struct liquid_piece *
liquid_lex_file(struct liquid_lex *l)
{
	struct liquid_piece *first = NULL, **end = &first;
	liquid_lex_space(l);
	while (l->at < l->s.n && !ch_space((unsigned char)l->s.p[l->at])) {
		*end = liquid_lex_piece(l);
		end = &(*end)->next;
	}
	return first;
}

/* A quoted text in which a backslash keeps the quote behind it. */
static struct liquid_expr *
liquid_lex_escaped(struct liquid_lex *l)
{
	char q = l->s.p[l->at];
	struct buf b = buf_new(l->a);
	size_t i = l->at + 1;
	for (; i < l->s.n && l->s.p[i] != q; i++) {
		if (l->s.p[i] == '\\' && i + 1 < l->s.n && l->s.p[i + 1] == q)
			i++;
		buf_ch(&b, l->s.p[i]);
	}
	if (i == l->s.n)
		return NULL;
	l->at = i + 1;
	struct liquid_expr *e = ARENA_NEW(l->a, struct liquid_expr);
	e->literal = value_new_str(l->a, buf_done(&b), SPAN_NONE);
	return e;
}

static struct liquid_arg *
liquid_lex_include_arg(struct liquid_lex *l)
{
	struct liquid_arg *arg = ARENA_NEW(l->a, struct liquid_arg);
	arg->name = liquid_lex_name(l);
	if (!arg->name.n || (!liquid_lex_ch(l, '=') && !liquid_lex_ch(l, ':')))
		return NULL;
	liquid_lex_space(l);
	if (l->at < l->s.n && strchr("'\"", l->s.p[l->at]))
		arg->expr = liquid_lex_escaped(l);
	else
		arg->expr = liquid_lex_expr(l);
	return arg->expr ? arg : NULL;
}

void *
liquid_include_parse(struct liquid_lex *l, const char *word)
{
	(void)word;
	struct liquid_include *inc = ARENA_NEW(l->a, struct liquid_include);
	struct liquid_arg **end = &inc->args;
	inc->name = liquid_lex_file(l);
	while (!liquid_lex_end(l)) {
		if (liquid_lex_ch(l, ','))
			continue;
		struct liquid_arg *arg = liquid_lex_include_arg(l);
		if (!arg) {
			liquid_lex_skip(l);
			continue;
		}
		*end = arg;
		end = &arg->next;
	}
	return inc;
}

/* ---- finding the file ---- */

struct str
liquid_piece_text(struct liquid *lq, const struct liquid_piece *p)
{
	struct buf b = buf_new(lq->a);
	for (; p; p = p->next)
		buf_str(&b,
			p->pipe ? liquid_text(lq, liquid_eval_pipe(lq, p->pipe))
				: p->text);
	struct str s = str_trim(buf_done(&b));
	if (s.n > 1 && strchr("'\"", s.p[0]) && s.p[s.n - 1] == s.p[0])
		s = str_sub(s, 1, s.n - 1);
	return s;
}

static struct str
liquid_includes_folder(const struct liquid *lq)
{
	struct str dir = value_str(lq->site->config, "includes_dir");
	return dir.n ? dir : STR("_includes");
}

/* The folder part of a path within the site. */
static struct str
liquid_folder_of(struct str rel)
{
	return str_sub(rel, 0, rel.n - page_name(rel).n);
}

/* The template of `folder`/`name`, parsed now or before; NULL if missing. */
static struct liquid_template *
liquid_include_find(struct liquid *lq, struct str folder, struct str name)
{
	struct str root = lq->site->root;
	struct arena *kept = lq->site->a; /* messages show its lines */
	struct str path = str_fmt(lq->a, "%.*s/%.*s/%.*s", STR_ARG(root),
		STR_ARG(folder), STR_ARG(name));
	struct liquid_template *t = map_find(&lq->templates, path);
	if (t)
		return t;
	struct str raw, real = site_resolve(lq->a, root, path);
	if (!real.n)
		diag_add_absent(lq->dg, path);
	if (!name.n || !real.n ||
		!file_read(kept, real.p, SOURCE_MAX_BYTES, lq->dg, &raw) ||
		!liquid_spend(lq, raw.n))
		return NULL;
	struct mended m = mend_bytes(kept, raw);
	int file = mend_add_file(lq->dg, site_shown(lq->site, path), &m);
	struct text text = text_of_file(lq->a, file, m.bytes, 0);
	struct str rel = site_rel(root, real);
	t = liquid_parse(lq, &text, liquid_folder_of(rel));
	map_put(&lq->templates, path, t);
	return t;
}

/* ---- running it ---- */

static struct value *
liquid_include_args(struct liquid *lq, const struct liquid_include *inc)
{
	struct value *map = value_new(lq->a, VALUE_MAP, SPAN_NONE);
	for (const struct liquid_arg *a = inc->args; a; a = a->next) {
		struct value *v = liquid_eval(lq, a->expr);
		value_put(map, a->name,
			v ? yaml_copy(lq->a, v)
			  : value_new(lq->a, VALUE_NULL, SPAN_NONE));
	}
	return map;
}

static void
liquid_include_run(
	struct liquid *lq, const struct liquid_template *t, struct value *args)
{
	const struct liquid_template *outer = lq->template;
	size_t at = lq->at;
	struct liquid_frame frame = {.older = lq->frames, .n = 1};
	frame.vars[0] = (struct liquid_var){STR("include"), args};
	lq->frames = &frame;
	lq->template = t;
	lq->includes++;
	liquid_render(lq, t->first);
	lq->includes--;
	lq->template = outer;
	lq->frames = frame.older;
	lq->at = at;
}

static void
liquid_include_from(
	struct liquid *lq, const struct liquid_node *n, struct str folder)
{
	const struct liquid_include *inc = n->branches->parsed;
	struct str name = liquid_piece_text(lq, inc->name);
	if (lq->includes == LIQUID_INCLUDES) {
		liquid_stop(lq);
		return;
	}
	const struct liquid_template *t = liquid_include_find(lq, folder, name);
	if (t)
		liquid_include_run(lq, t, liquid_include_args(lq, inc));
	else if (!lq->stopped)
		liquid_report(lq, DIAG_LIQUID_INCLUDE, name);
}

void
liquid_include_render(struct liquid *lq, const struct liquid_node *n)
{
	liquid_include_from(lq, n, liquid_includes_folder(lq));
}

void
liquid_include_relative_render(struct liquid *lq, const struct liquid_node *n)
{
	liquid_include_from(lq, n, lq->template->folder);
}
