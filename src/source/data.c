/*
 * `site.data`: the files of `_data` by name, folders as maps in the map.
 *
 * A site may keep megabytes there of which a page names one file, so a file
 * is read when it is named.  Until then its value is null and its text is
 * the file's path.
 */
#include "source_priv.h"

#include <sys/stat.h>

#define DATA_DEPTH 8

static bool
data_is_file(struct str name)
{
	return str_ends(name, ".yml") || str_ends(name, ".yaml") ||
	       str_ends(name, ".json") || str_ends(name, ".csv") ||
	       str_ends(name, ".tsv");
}

/* The name as a key: letters, digits, `_`, `-`; a space becomes `_`. */
static struct str
data_key(struct arena *a, struct str stem)
{
	struct buf b = buf_new(a);
	for (size_t i = 0; i < stem.n; i++) {
		int c = (unsigned char)stem.p[i];
		if (ch_alnum(c) || c == '_' || c == '-' || c >= 0x80)
			buf_ch(&b, (char)c);
		else if (ch_space(c))
			buf_ch(&b, '_');
	}
	return buf_done(&b);
}

static void
data_list(struct source_site *site, struct value *map, struct str folder,
	int depth, struct diag *dg)
{
	int n;
	struct arena *a = site->a;
	const struct str *names = file_names(a, folder.p, &n);
	diag_add_folder(dg, folder, names, n);
	for (int i = 0; i < n; i++) {
		if (names[i].p[0] == '.')
			continue;
		struct str path = str_fmt(
			a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[i]));
		struct stat st;
		if (lstat(path.p, &st) != 0)
			continue;
		struct value *v = value_new(a, VALUE_NULL, SPAN_NONE);
		struct str key = names[i];
		if (S_ISDIR(st.st_mode) && depth < DATA_DEPTH) {
			v->type = VALUE_MAP;
			data_list(site, v, path, depth + 1, dg);
		} else if (data_is_file(names[i])) {
			v->s = path;
			key = page_stem(names[i]);
		} else {
			continue;
		}
		value_put(map, data_key(a, key), v);
	}
}

struct value *
data_open(struct source_site *site, struct diag *dg)
{
	if (site->data)
		return site->data;
	site->data = value_new(site->a, VALUE_MAP, SPAN_NONE);
	struct str dir = value_str(site->config, "data_dir");
	if (!dir.n)
		dir = STR("_data");
	struct str path = str_fmt(
		site->a, "%.*s/%.*s", STR_ARG(site->root), STR_ARG(dir));
	if (site_resolve(site->a, site->root, path).n)
		data_list(site, site->data, path, 0, dg);
	else
		diag_add_absent(dg, path);
	return site->data;
}

/* One field of a row, quoted or not; `*at` ends behind its separator. */
static struct str
data_csv_field(struct arena *a, struct str s, size_t *at, char sep, bool *last)
{
	struct buf b = buf_new(a);
	size_t i = *at;
	bool quoted = i < s.n && s.p[i] == '"';
	i += quoted;
	while (i < s.n) {
		char c = s.p[i];
		if (quoted && c == '"') {
			if (i + 1 == s.n || s.p[i + 1] != '"') {
				quoted = false;
				i++;
				continue;
			}
			i++;
		} else if (!quoted && (c == sep || c == '\n')) {
			break;
		}
		buf_ch(&b, c);
		i++;
	}
	*last = i >= s.n || s.p[i] == '\n';
	*at = i < s.n ? i + 1 : i;
	return buf_done(&b);
}

struct value *
data_csv(struct arena *a, struct str bytes, char sep)
{
	struct value *rows = value_new(a, VALUE_LIST, SPAN_NONE);
	struct value *head = value_new(a, VALUE_LIST, SPAN_NONE);
	bool last = false;
	size_t at = 0;
	while (!last)
		value_append(
			head, value_new_str(a,
				      data_csv_field(a, bytes, &at, sep, &last),
				      SPAN_NONE));
	while (at < bytes.n) {
		const struct value *name = head->first;
		struct value *row = value_new(a, VALUE_MAP, SPAN_NONE);
		if (bytes.p[at] == '\n') {
			at++;
			continue;
		}
		for (last = false; !last;) {
			struct str f =
				data_csv_field(a, bytes, &at, sep, &last);
			if (!name)
				continue;
			struct value *v = value_new_str(a, f, SPAN_NONE);
			if (!f.n)
				v->type = VALUE_NULL;
			value_put(row, name->s, v);
			name = name->next;
		}
		value_append(rows, row);
	}
	return rows;
}

static struct value *
data_parse(struct source_site *site, struct str path, struct diag *dg)
{
	struct str raw;
	struct arena *a = site->a;
	if (!site_resolve(a, site->root, path).n ||
		!file_read(a, str_cdup(a, path), SOURCE_MAX_BYTES, dg, &raw))
		return NULL;
	struct mended m = mend_bytes(a, raw);
	int file = mend_add_file(dg, site_shown(site, path), &m);
	if (str_ends(path, ".csv"))
		return data_csv(a, m.bytes, ',');
	if (str_ends(path, ".tsv"))
		return data_csv(a, m.bytes, '\t');
	return source_yaml(a, file, m.bytes, 0, m.bytes.n, dg);
}

/* Put what the file holds where its path stands. */
static void
data_load(struct source_site *site, struct value *v, struct diag *dg)
{
	if (v->type != VALUE_NULL || !v->s.n)
		return;
	const struct value *read = data_parse(site, v->s, dg);
	struct value *next = v->next;
	struct str key = v->key;
	v->s = STR0;
	if (!read)
		return;
	*v = *read;
	v->next = next;
	v->key = key;
}

/* Read a file, or all files of a folder and the folders in it. */
static void
data_load_all(
	struct source_site *site, struct value *v, struct diag *dg, int depth)
{
	bool folder = v->type == VALUE_MAP && v->span.file == 0;
	data_load(site, v, dg);
	if (!folder || depth > DATA_DEPTH)
		return;
	for (struct value *c = v->first; c; c = c->next)
		data_load_all(site, c, dg, depth + 1);
}

struct value *
data_find(struct source_site *site, struct str key, struct diag *dg)
{
	struct value *v = value_find_str(data_open(site, dg), key);
	if (v)
		data_load_all(site, v, dg, 1);
	return v;
}

struct value *
data_all(struct source_site *site, struct diag *dg)
{
	data_load_all(site, data_open(site, dg), dg, 0);
	return site->data;
}
