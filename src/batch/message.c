/*
 * Messages of a run that are not of a render.
 */
#include "batch_priv.h"

#include <errno.h>

struct handout_message
message_make(struct arena *a, enum diag_code code, const char *file,
	const char *detail)
{
	static const enum handout_level levels[] = {
		[DIAG_STYLE] = HANDOUT_STYLE,
		[DIAG_WARNING] = HANDOUT_WARNING,
		[DIAG_ERROR] = HANDOUT_ERROR,
	};
	struct diag_entry e = {
		.code = code, .span = SPAN_NONE, .detail = str_c(detail)};
	return (struct handout_message){
		.level = levels[diag_messages[code].level],
		.slug = diag_messages[code].slug,
		.file = file,
		.text = diag_text(diag_new(a), &e).p};
}

void
message_put(struct buf *b, const struct handout_message *m, bool color)
{
	static const enum diag_level levels[] = {
		[HANDOUT_STYLE] = DIAG_STYLE,
		[HANDOUT_WARNING] = DIAG_WARNING,
		[HANDOUT_ERROR] = DIAG_ERROR,
	};
	diag_put_line(b, color, str_c(m->file), m->line, m->column,
		levels[m->level], str_c(m->text), m->slug);
}

struct handout_message
message_write_failed(struct arena *a, const char *path, int err)
{
	return message_make(a, DIAG_WRITE_FAILED, "",
		str_fmt(a, "%s: %s", path, strerror(err)).p);
}

int
message_write_exit(int err)
{
	bool full = err == ENOSPC || err == EIO || err == EDQUOT ||
	            err == EFBIG || err == ENOMEM;
	return full ? BATCH_MACHINE : BATCH_FAULTY;
}
