/*
 * What fonts there are, as one number.
 *
 * Which font a character gets depends on every file of the manifest that is
 * there or not, so all of them are asked for their size and time; reading
 * some hundred megabytes would tell no more.  The same for the dictionaries
 * of hyphenation, and for the libraries that shape and break.
 */
#include "text_priv.h"

#include <unicode/uversion.h>

static void
identity_file(
	struct arena *a, struct buf *b, struct str folder, struct str file)
{
	struct str path =
		str_fmt(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(file));
	struct stamp st;
	if (file_stamp(path.p, &st))
		buf_fmt(b, "%.*s %llu %lld\n", STR_ARG(path),
			(unsigned long long)st.size, (long long)st.mtime);
}

static void
identity_family(struct arena *a, struct buf *b, const struct font_cache *fc,
	struct font_family *fam)
{
	if (!font_read_family(fam))
		return;
	for (int i = 0; i < FONT_STYLES; i++) {
		if (!fam->file[i].n)
			continue;
		identity_file(a, b, font_package_folder(fc, fam), fam->file[i]);
		for (int k = 0; fc->dirs && fc->dirs[k]; k++)
			identity_file(a, b, str_c(fc->dirs[k]), fam->file[i]);
	}
}

static void
identity_dictionaries(struct arena *a, struct buf *b)
{
	int n;
	const struct str *names = file_names(a, HYPHEN_FOLDER, &n);
	for (int i = 0; i < n; i++)
		identity_file(a, b, STR(HYPHEN_FOLDER), names[i]);
}

struct hash
font_cache_identity(struct font_cache *fc, struct arena *a)
{
	struct buf b = buf_new(a);
	buf_fmt(&b, "HarfBuzz %s, ICU %s\n", hb_version_string(),
		U_ICU_VERSION);
	for (int i = 0; i < fc->nfamilies; i++)
		identity_family(a, &b, fc, &fc->families[i]);
	identity_dictionaries(a, &b);
	return hash_of(buf_done(&b));
}
