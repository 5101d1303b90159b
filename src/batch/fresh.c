/*
 * Is an output still what the job would make?
 *
 * Size, time and number of a file unchanged: it is, and nothing is read.
 * Else its content is hashed, once a run however many pages use it.
 */
#include "batch_priv.h"

/* What the disk says of a path. */
struct look {
	bool there, hashed, readable;
	struct stamp stamp;
	struct hash hash;
};

static struct look *
fresh_look(struct fresh *f, struct str path)
{
	struct look *l = map_find(&f->looks, path);
	if (l)
		return l;
	l = ARENA_NEW(f->a, struct look);
	l->there = file_stamp(path.p, &l->stamp);
	map_put(&f->looks, path, l);
	return l;
}

static bool
fresh_content(struct look *l, enum input_kind kind, const char *path,
	struct hash hash)
{
	if (!l->hashed) {
		struct arena *a = arena_new();
		l->readable = a && setjmp(*arena_jump(a)) == 0 &&
		              file_hash(a, kind, path, &l->hash);
		arena_free(a);
		l->hashed = true;
	}
	return l->readable && hash_eq(l->hash, hash);
}

static bool
fresh_input(struct fresh *f, struct handout_input *in, struct str top,
	bool *touched)
{
	struct str path = str_c(state_expand(f->a, in->path, top));
	struct look *l = fresh_look(f, path);
	if (in->kind == HANDOUT_ABSENT || !l->there)
		return in->kind == HANDOUT_ABSENT && !l->there;
	struct stamp was = {in->size, in->inode, in->mtime};
	if (in->mtime != 0 && stamp_eq(was, l->stamp))
		return true;
	if (in->kind == HANDOUT_FILE && in->size != l->stamp.size)
		return false;
	struct hash hash = {{in->hash[0], in->hash[1]}};
	enum input_kind kind =
		in->kind == HANDOUT_FILE ? INPUT_FILE : INPUT_FOLDER;
	if (!fresh_content(l, kind, path.p, hash))
		return false;
	if (l->stamp.mtime > f->began - BATCH_YOUNG)
		return true;
	in->size = l->stamp.size;
	in->inode = l->stamp.inode;
	in->mtime = l->stamp.mtime;
	*touched = true;
	return true;
}

static bool
fresh_output(
	struct fresh *f, const char *path, struct outcome *o, bool *touched)
{
	struct look *l = fresh_look(f, str_c(path));
	if (!l->there)
		return false;
	if (stamp_eq(l->stamp, o->stamp))
		return true;
	if (l->stamp.size != o->stamp.size ||
		!fresh_content(l, INPUT_FILE, path, o->hash))
		return false;
	o->stamp = l->stamp;
	*touched = true;
	return true;
}

bool
fresh_job(struct fresh *f, const struct job *job, const struct state_entry *e,
	bool *touched)
{
	struct outcome *o = e->done;
	struct str top =
		job->site ? str_fmt(f->a, "%s/", job->site->root) : STR0;
	bool same = fresh_output(f, job->output, o, touched);
	for (int i = 0; same && i < o->ninputs; i++)
		same = fresh_input(f, &o->inputs[i], top, touched);
	return same;
}
