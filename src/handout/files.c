/*
 * Pages of a folder, and files written.
 */
#include "handout.h"

#include <stdlib.h>

#include "base/base.h"
#include "source/source.h"

static char **
list_copy(const struct str *pages, int n)
{
	char **v = calloc((size_t)n + 1, sizeof *v);
	for (int i = 0; v && i < n; i++) {
		v[i] = malloc(pages[i].n + 1);
		if (!v[i]) {
			handout_list_free(v, i);
			return NULL;
		}
		memcpy(v[i], pages[i].p, pages[i].n);
		v[i][pages[i].n] = '\0';
	}
	return v;
}

char **
handout_list_pages(const char *folder, int *n)
{
	struct arena *a = arena_new();
	char **v = NULL;
	*n = 0;
	if (!a)
		return NULL;
	if (setjmp(*arena_jump(a)) == 0) {
		int count;
		struct str *pages =
			source_folder_pages(a, folder, &count, diag_new(a));
		if (pages && count > 0 && (v = list_copy(pages, count)))
			*n = count;
	}
	arena_free(a);
	return v;
}

void
handout_list_free(char **pages, int n)
{
	for (int i = 0; pages && i < n; i++)
		free(pages[i]);
	free(pages);
}

bool
handout_write(const char *path, const void *bytes, size_t size)
{
	struct arena *a = arena_new();
	const struct str s = {bytes, size};
	bool ok = a && setjmp(*arena_jump(a)) == 0 && file_write(a, path, s);
	arena_free(a);
	return ok;
}
