/*
 * What a run did, as JSON (RFC 8259), for programs.
 */
#include "batch_priv.h"

#include <errno.h>

static void
json_text(struct buf *b, const char *text)
{
	struct str s = str_c(text);
	buf_ch(b, '"');
	for (size_t i = 0; i < s.n;) {
		char utf8[4];
		uint32_t c = utf8_next(s, &i);
		if (c == '"' || c == '\\')
			buf_ch(b, '\\');
		if (c < 0x20)
			buf_fmt(b, "\\u%04x", (unsigned)c);
		else
			buf_put(b, utf8, (size_t)utf8_put(c, utf8));
	}
	buf_ch(b, '"');
}

/* A name and what stands before its value. */
static void
json_key(struct buf *b, const char *before, const char *key)
{
	buf_c(b, before);
	json_text(b, key);
	buf_c(b, ": ");
}

static void
json_member(
	struct buf *b, const char *before, const char *key, const char *text)
{
	json_key(b, before, key);
	json_text(b, text);
}

static void
json_number(struct buf *b, const char *before, const char *key, int64_t v)
{
	json_key(b, before, key);
	buf_int(b, v);
}

static void
json_hash(struct buf *b, const char *before, struct hash h)
{
	json_key(b, before, "hash");
	buf_ch(b, '"');
	record_put_hash(b, h);
	buf_ch(b, '"');
}

static void
json_messages(struct buf *b, const struct handout_message *list, int n)
{
	static const char *const levels[] = {"style", "warning", "error"};
	buf_ch(b, '[');
	for (int i = 0; i < n; i++) {
		const struct handout_message *m = &list[i];
		buf_c(b, i ? ",\n      {" : "\n      {");
		json_member(b, "", "level", levels[m->level]);
		json_member(b, ", ", "slug", m->slug);
		json_member(b, ", ", "file", m->file);
		json_number(b, ", ", "line", m->line);
		json_number(b, ", ", "column", m->column);
		json_member(b, ", ", "text", m->text);
		buf_ch(b, '}');
	}
	buf_ch(b, ']');
}

static void
json_inputs(struct buf *b, const struct outcome *o)
{
	bool first = true;
	buf_ch(b, '[');
	for (int i = 0; i < o->ninputs; i++) {
		const struct handout_input *in = &o->inputs[i];
		if (in->kind != HANDOUT_FILE)
			continue;
		buf_c(b, first ? "\n      {" : ",\n      {");
		json_member(b, "", "path", in->path);
		json_number(b, ", ", "bytes", (int64_t)in->size);
		json_hash(b, ", ", (struct hash){{in->hash[0], in->hash[1]}});
		buf_ch(b, '}');
		first = false;
	}
	buf_ch(b, ']');
}

static void
json_job(struct buf *b, const struct job *job)
{
	const struct outcome *o = job->done;
	json_member(b, "    {", "page", job->pages[0]);
	if (job->listed) {
		json_member(b, ",\n     ", "title", job->listed->title);
		json_member(b, ",\n     ", "address", job->listed->address);
		json_member(b, ",\n     ", "module", job->listed->module);
		json_member(b, ",\n     ", "module_title",
			job->listed->module_title);
	}
	json_member(b, ",\n     ", "output",
		o->made && job->output ? job->output : "");
	json_member(b, ",\n     ", "status",
		!o->made     ? "failed"
		: o->printed ? "printed"
			     : "unchanged");
	json_number(b, ",\n     ", "pages", o->pages);
	json_number(b, ",\n     ", "bytes", (int64_t)o->stamp.size);
	json_hash(b, ",\n     ", o->hash);
	json_key(b, ",\n     ", "seconds");
	buf_fmt(b, "%.6f", (double)o->micros / 1e6);
	json_key(b, ",\n     ", "inputs");
	json_inputs(b, o);
	json_key(b, ",\n     ", "messages");
	json_messages(b, o->list, o->nlist);
	buf_ch(b, '}');
}

static void
json_skipped(struct buf *b, const struct plan *p)
{
	bool first = true;
	buf_ch(b, '[');
	for (int i = 0; i < p->nsites; i++) {
		for (int k = 0; k < p->sites[i]->nskipped; k++) {
			const struct handout_skipped *s =
				&p->sites[i]->skipped[k];
			buf_c(b, first ? "\n    {" : ",\n    {");
			json_member(b, "", "path", s->path);
			json_member(b, ", ", "reason", s->reason);
			buf_ch(b, '}');
			first = false;
		}
	}
	buf_ch(b, ']');
}

bool
report_write(
	struct arena *a, const char *path, const struct plan *p, double seconds)
{
	struct buf b = buf_new(a);
	json_member(&b, "{\n  ", "version", handout_version());
	json_key(&b, ",\n  ", "seconds");
	buf_fmt(&b, "%.6f", seconds);
	json_key(&b, ",\n  ", "messages");
	json_messages(&b, p->list, p->nlist);
	json_key(&b, ",\n  ", "skipped");
	json_skipped(&b, p);
	json_key(&b, ",\n  ", "jobs");
	buf_ch(&b, '[');
	for (int i = 0; i < p->n; i++) {
		buf_c(&b, i ? ",\n" : "\n");
		json_job(&b, &p->jobs[i]);
	}
	buf_c(&b, "]\n}\n");
	return file_write(a, path, (struct str){b.p, b.n});
}
