/*
 * Messages and inputs of a render as the public header has them.
 */
#include "handout_priv.h"

#include <limits.h>
#include <unistd.h>

const struct handout_message *
messages_as_data(struct arena *a, struct diag *dg, int *n)
{
	static const enum handout_level levels[] = {
		[DIAG_STYLE] = HANDOUT_STYLE,
		[DIAG_WARNING] = HANDOUT_WARNING,
		[DIAG_ERROR] = HANDOUT_ERROR,
	};
	const struct diag_entry *e = diag_sorted(dg, n);
	struct handout_message *v =
		ARENA_ARRAY(a, (size_t)*n + 1, struct handout_message);
	for (int i = 0; i < *n; i++) {
		const struct diag_message *m = &diag_messages[e[i].code];
		v[i].level = levels[m->level];
		v[i].slug = m->slug;
		v[i].file = str_cdup(a, diag_file_name(dg, e[i].span.file));
		diag_place(dg, e[i].span, &v[i].line, &v[i].column);
		v[i].text = str_cdup(a, diag_text(dg, &e[i]));
	}
	return v;
}

/* A path from the root of the disk, whatever it was given as. */
static const char *
input_path(struct arena *a, struct str path, struct str here)
{
	if (path.n && path.p[0] == '/')
		return str_cdup(a, path);
	return str_fmt(a, "%.*s/%.*s", STR_ARG(here), STR_ARG(path)).p;
}

const struct handout_input *
inputs_as_data(struct arena *a, const struct diag *dg, int *n)
{
	static const enum handout_input_kind kinds[] = {
		[INPUT_FILE] = HANDOUT_FILE,
		[INPUT_FOLDER] = HANDOUT_FOLDER,
		[INPUT_ABSENT] = HANDOUT_ABSENT,
	};
	char here[PATH_MAX];
	if (!getcwd(here, sizeof here))
		here[0] = '\0';
	const struct input *in = diag_inputs(dg, n);
	struct handout_input *v =
		ARENA_ARRAY(a, (size_t)*n + 1, struct handout_input);
	for (int i = 0; i < *n; i++)
		v[i] = (struct handout_input){.kind = kinds[in[i].kind],
			.path = input_path(a, in[i].path, str_c(here)),
			.size = in[i].stamp.size,
			.inode = in[i].stamp.inode,
			.mtime = in[i].stamp.mtime,
			.hash = {in[i].hash.h[0], in[i].hash.h[1]}};
	return v;
}
