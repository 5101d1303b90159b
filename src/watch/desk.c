/*
 * The list of handouts with their messages, for the page on the desk.
 *
 * Each run tells of all outputs, so the list is put together anew and takes
 * the place of the one before when the run is over.  Its version is a hash of
 * it: whoever has seen the same, even of a server before this one, has
 * nothing to fetch.
 */
#include "watch_priv.h"

void
desk_begin(struct desk *d, struct arena *a)
{
	d->next = a;
	d->list = buf_new(a);
	d->said = buf_new(a);
	d->names = map_new(a);
	d->handouts = (struct json){.out = &d->list};
	d->messages = (struct json){.out = &d->said};
	d->title = "";
	json_open(&d->handouts, NULL, '[');
	json_open(&d->messages, NULL, '[');
}

void
desk_title(struct desk *d, const char *title)
{
	d->title = str_cdup(d->next, str_c(title));
}

static void
put_message(struct json *j, const struct handout_message *m)
{
	static const char *const levels[] = {[HANDOUT_STYLE] = "style",
		[HANDOUT_WARNING] = "warning",
		[HANDOUT_ERROR] = "error"};
	json_open(j, NULL, '{');
	json_str(j, "level", str_c(levels[m->level]));
	json_str(j, "slug", str_c(m->slug));
	json_str(j, "file", str_c(m->file));
	json_int(j, "line", m->line);
	json_int(j, "column", m->column);
	json_str(j, "text", str_c(m->text));
	json_close(j, '}');
}

void
desk_messages(struct desk *d, const struct handout_message *list, int n)
{
	for (int i = 0; i < n; i++)
		put_message(&d->messages, &list[i]);
}

void
desk_output(struct desk *d, const struct batch_output *o)
{
	struct json *j = &d->handouts;
	struct str name = str_dup(d->next, str_c(o->name));
	char hash[17];
	snprintf(
		hash, sizeof hash, "%016llx", (unsigned long long)o->hash.h[0]);
	map_put(&d->names, name, str_cdup(d->next, str_c(o->path)));
	json_open(j, NULL, '{');
	json_str(j, "name", name);
	json_str(j, "page", str_c(o->page));
	json_str(j, "title", str_c(o->title));
	json_str(j, "module", str_c(o->module));
	json_bool(j, "made", o->made);
	json_int(j, "pages", o->pages);
	json_str(j, "hash", str_c(o->made ? hash : ""));
	json_open(j, "messages", '[');
	for (int i = 0; i < o->nlist; i++)
		put_message(j, &o->list[i]);
	json_close(j, ']');
	json_close(j, '}');
}

void
desk_show(struct desk *d)
{
	struct buf rest = buf_new(d->next), all = buf_new(d->next);
	json_close(&d->handouts, ']');
	json_close(&d->messages, ']');
	buf_c(&rest, "\"title\":");
	json_quote(&rest, str_c(d->title));
	buf_fmt(&rest, ",\"messages\":%.*s,\"handouts\":%.*s}", (int)d->said.n,
		d->said.p, (int)d->list.n, d->list.p);
	struct hash h = hash_of((struct str){rest.p, rest.n});
	snprintf(d->version, sizeof d->version, "%016llx%016llx",
		(unsigned long long)h.h[0], (unsigned long long)h.h[1]);
	buf_fmt(&all, "{\"version\":\"%s\",", d->version);
	buf_str(&all, (struct str){rest.p, rest.n});
	d->json = buf_done(&all);
	d->files = d->names;
	arena_free(d->a);
	d->a = d->next;
}

void
desk_close(struct desk *d)
{
	arena_free(d->a);
	*d = (struct desk){0};
}
