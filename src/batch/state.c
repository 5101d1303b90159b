/*
 * What earlier runs did: `.handout` in the folder of the outputs; a run that
 * is one of several parts, maybe at the same time, has a file of its own.
 *
 *     handout-state 1
 *     job <key> <output> <site's root> <page>
 *     did ...                                   (record.c)
 *     in ...
 *     say ...
 *     end <hash of all lines above>
 *
 * Paths in the site begin with "./", so that a site may move together with
 * its outputs.  Whatever is not as it was written (cut, edited, by another
 * version) is not believed: then everything is made again.
 */
#include "batch_priv.h"

#include <errno.h>
#include <stdlib.h>

#define STATE_HEAD  "handout-state 1"
#define STATE_BYTES ((size_t)1 << 30)
/* Before how packets were asked for and a packet's name, for a page. */
#define PACKET "packet:"

/* ---- reading --------------------------------------------------------------
 */

static struct state_entry *
state_add(struct state *s, struct str name)
{
	int *known = map_find(&s->names, name);
	if (known)
		return &s->v[*known];
	ARENA_PUSH(s->a, s->v, s->n, s->cap);
	int *at = ARENA_NEW(s->a, int);
	*at = s->n;
	map_put(&s->names, name, at);
	s->v[s->n] = (struct state_entry){.name = name};
	return &s->v[s->n++];
}

static bool
state_take(struct state *s, struct str *rest)
{
	struct str f[6], begin = *rest;
	struct hash key;
	if (record_fields(record_line(rest), f, 6) != 5 ||
		!str_is(f[0], "job") || !record_hash(f[1], &key))
		return false;
	struct outcome *done = record_take(s->a, rest);
	if (!done)
		return false;
	struct state_entry *e = state_add(s, record_text(s->a, f[2]));
	e->key = key;
	e->root = record_text(s->a, f[3]);
	e->page = record_text(s->a, f[4]);
	e->done = done;
	e->lines = str_sub(begin, 0, begin.n - rest->n);
	return true;
}

/* The lines between head and end, if both are as they must be. */
static bool
state_is_whole(struct str text, struct str *lines)
{
	struct str f[3], rest = text;
	struct hash end;
	size_t last = text.n > 1 ? text.n - 1 : 0;
	while (last && text.p[last - 1] != '\n')
		last--;
	if (record_fields(str_sub(text, last, text.n - (text.n > 0)), f, 3) !=
			2 ||
		!str_is(f[0], "end") || !record_hash(f[1], &end) ||
		!hash_eq(end, hash_of(str_sub(text, 0, last))))
		return false;
	bool ours = str_is(record_line(&rest), STATE_HEAD);
	*lines = str_sub(text, text.n - rest.n, last);
	return ours;
}

static void
state_forget(struct state *s)
{
	s->n = 0;
	s->names = map_new(s->a);
	s->changed = true;
}

static bool
state_read(struct state *s)
{
	struct str text, rest;
	if (!file_read(s->a, s->path, STATE_BYTES, NULL, &text))
		return errno == ENOENT;
	if (!state_is_whole(text, &rest))
		return false;
	while (rest.n)
		if (!state_take(s, &rest))
			return false;
	return true;
}

void
state_open(struct state *s, struct plan *p, bool force)
{
	s->a = p->a;
	s->packet = p->packet;
	s->names = map_new(p->a);
	if (!p->keeps)
		return;
	s->path = plan_path(p->a, p->folder, str_c(p->record));
	if (!state_read(s)) {
		ARENA_PUSH(p->a, p->list, p->nlist, p->list_cap);
		p->list[p->nlist++] =
			message_make(p->a, DIAG_STATE_BAD, s->path, "");
		state_forget(s);
	}
	for (int i = 0; force && i < s->n; i++)
		s->v[i].key = (struct hash){{0, 0}};
	for (int i = 0; i < p->n; i++) {
		struct state_entry *e = state_find(s, p->jobs[i].name);
		if (e)
			e->planned = true;
	}
}

struct state_entry *
state_find(const struct state *s, const char *name)
{
	const int *at = map_find(&s->names, str_c(name));
	return at ? &s->v[*at] : NULL;
}

/* ---- writing --------------------------------------------------------------
 */

/* A path below `top`, which ends in a slash, begins with "./" instead. */
static const char *
state_shorten(struct arena *a, const char *path, struct str top)
{
	struct str s = str_c(path);
	if (!top.n || s.n <= top.n || memcmp(s.p, top.p, top.n) != 0)
		return path;
	return str_fmt(a, "./%s", path + top.n).p;
}

const char *
state_expand(struct arena *a, const char *path, struct str top)
{
	if (!str_starts(str_c(path), "./"))
		return path;
	return str_fmt(a, "%.*s%s", STR_ARG(top), path + 2).p;
}

/* What paths and messages of the job's site begin with, or empty. */
static struct str
state_top(struct arena *a, const struct job *job)
{
	return job->site ? str_fmt(a, "%s/", job->site->root) : STR0;
}

static struct str
state_shown(const struct job *job)
{
	return str_c(job->site ? job->site->shown : "");
}

/* The outcome with room for other inputs and messages. */
static struct outcome *
state_clone(struct arena *a, const struct outcome *of)
{
	struct outcome *o = ARENA_NEW(a, struct outcome);
	*o = *of;
	o->inputs =
		ARENA_ARRAY(a, (size_t)o->ninputs + 1, struct handout_input);
	o->list = ARENA_ARRAY(a, (size_t)o->nlist + 1, struct handout_message);
	if (o->ninputs)
		memcpy(o->inputs, of->inputs,
			(size_t)o->ninputs * sizeof *o->inputs);
	if (o->nlist)
		memcpy(o->list, of->list, (size_t)o->nlist * sizeof *o->list);
	return o;
}

struct outcome *
state_restore(
	struct state *s, const struct job *job, const struct state_entry *e)
{
	struct arena *a = s->a;
	struct outcome *o = state_clone(a, e->done);
	struct str top = state_top(a, job), shown = state_shown(job);
	o->printed = false;
	for (int i = 0; i < o->ninputs; i++)
		o->inputs[i].path = state_expand(a, o->inputs[i].path, top);
	for (int i = 0; i < o->nlist; i++)
		o->list[i].file = state_expand(a, o->list[i].file, shown);
	return o;
}

/* Stamps that may hide a change are set to 0, which no file has. */
static struct outcome *
state_copy(struct state *s, const struct job *job)
{
	struct arena *a = s->a;
	struct outcome *o = state_clone(a, job->done);
	struct str top = state_top(a, job), shown = state_shown(job);
	for (int i = 0; i < o->ninputs; i++) {
		struct handout_input *in = &o->inputs[i];
		in->path = state_shorten(a, in->path, top);
		if (in->mtime > s->began - BATCH_YOUNG)
			in->mtime = 0;
	}
	for (int i = 0; i < o->nlist; i++)
		o->list[i].file = state_shorten(a, o->list[i].file, shown);
	return o;
}

struct str
state_page(const struct state *s, const struct job *job)
{
	return job->packet
	               ? str_fmt(s->a, PACKET "%s:%s", s->packet, job->label)
	               : str_c(job->label);
}

void
state_put(struct state *s, const struct job *job, struct hash key)
{
	if (!s->path)
		return;
	struct state_entry *e = state_add(s, str_c(job->name));
	e->key = job->done->made ? key : (struct hash){{0, 0}};
	e->root = str_c(job->site ? job->site->root : "");
	e->page = state_page(s, job);
	e->done = state_copy(s, job);
	e->lines = STR0;
	e->planned = true;
	s->changed = true;
}

static int
state_compare(const void *pa, const void *pb)
{
	const struct state_entry *const *a = pa, *const *b = pb;
	return str_cmp((*a)->name, (*b)->name);
}

/* Written out once, however often the record is saved. */
static struct str
state_lines(struct state *s, struct state_entry *e)
{
	if (e->lines.n)
		return e->lines;
	struct buf b = buf_new(s->a);
	buf_c(&b, "job\t");
	record_put_hash(&b, e->key);
	const struct str fields[] = {e->name, e->root, e->page};
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		buf_ch(&b, '\t');
		record_put_text(&b, fields[i]);
	}
	buf_ch(&b, '\n');
	record_put(&b, e->done);
	return e->lines = buf_done(&b);
}

bool
state_save(struct state *s)
{
	if (!s->path || !s->changed)
		return true;
	struct state_entry **order =
		ARENA_ARRAY(s->a, (size_t)s->n + 1, struct state_entry *);
	int n = 0;
	for (int i = 0; i < s->n; i++)
		if (s->v[i].done)
			order[n++] = &s->v[i];
	qsort(order, (size_t)n, sizeof *order, state_compare);
	struct buf b = buf_new(s->a);
	buf_c(&b, STATE_HEAD "\n");
	for (int i = 0; i < n; i++)
		buf_str(&b, state_lines(s, order[i]));
	struct hash h = hash_of((struct str){b.p, b.n});
	buf_c(&b, "end\t");
	record_put_hash(&b, h);
	buf_ch(&b, '\n');
	bool ok = file_write(s->a, s->path, (struct str){b.p, b.n});
	s->changed = !ok;
	int err = errno;
	arena_recycle(s->a, b.p, b.cap);
	errno = err;
	return ok;
}

/* ---- outputs whose page is gone -------------------------------------------
 */

/* Would the page have been in this plan, if it were there? */
static bool
state_concerns(const struct plan *p, const struct state_entry *e)
{
	for (int i = 0; i < p->nsites; i++) {
		struct str top = str_c(p->sites[i]->folder), page = e->page;
		if (!str_is(e->root, p->sites[i]->root))
			continue;
		if (!top.n || (page.n > top.n && page.p[top.n] == '/' &&
				      memcmp(page.p, top.p, top.n) == 0))
			return true;
	}
	return false;
}

/*
 * Is it what another run makes of the same pages: packets, or booklets?
 * Where no packets came of what was asked for, that may be a mistake.
 */
static bool
state_is_other(const struct state *s, const struct plan *p,
	const struct map *labels, const struct state_entry *e)
{
	struct str way =
		s->packet ? str_fmt(s->a, PACKET "%s:", s->packet) : STR0;
	if (s->packet && !p->n)
		return true;
	if (way.n ? !str_starts(e->page, way.p) : str_starts(e->page, PACKET))
		return true;
	return map_find(labels, e->page) != NULL;
}

struct state_entry *
state_next_gone(const struct state *s, const struct plan *p,
	const struct map *labels, int *at)
{
	while (*at < s->n) {
		struct state_entry *e = &s->v[(*at)++];
		if (e->done && !e->planned && state_concerns(p, e) &&
			!state_is_other(s, p, labels, e))
			return e;
	}
	return NULL;
}

void
state_touch(struct state *s, struct state_entry *e)
{
	e->lines = STR0;
	s->changed = true;
}

void
state_drop(struct state *s, struct state_entry *e)
{
	e->done = NULL;
	s->changed = true;
}
