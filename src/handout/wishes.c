/*
 * What the site (`source_site.wishes`) and a page of it want of handout,
 * obeyed.
 */
#include "handout_priv.h"

/* Paths of pages to leave out stand in the same list. */
static bool
wish_is_path(struct str s)
{
	return str_find(s, "/", 0) >= 0 || str_find(s, ".", 0) >= 0 ||
	       str_find(s, "*", 0) >= 0;
}

/* Where messages are turned off, and whether unknown ones are told. */
struct ignoring {
	struct diag *dg;
	int file; /* 0: everywhere */
	bool tells;
};

static void
wish_ignore(const struct ignoring *w, const struct value *at, struct str slug)
{
	struct span all = {w->file, 0};
	if (wish_is_path(slug))
		return;
	bool known = w->file ? diag_ignore_from(w->dg, slug, all, UINT32_MAX)
	                     : diag_ignore(w->dg, slug);
	if (!known && w->tells)
		diag_report_slug(w->dg, slug, at->span);
}

static void
wish_ignore_list(const struct ignoring *w, const struct value *v)
{
	struct str rest, slug;
	if (!v)
		return;
	if (v->type == VALUE_MAP && w->tells)
		diag_report(w->dg, DIAG_SITE_VALUE, v->span, "%s",
			"ignore: names of messages are expected");
	if (v->type == VALUE_LIST)
		for (const struct value *s = v->first; s; s = s->next)
			wish_ignore(w, s, s->s);
	else if (v->type != VALUE_MAP)
		for (rest = v->s; str_next(&rest, ", ", &slug);)
			wish_ignore(w, v, slug);
}

/* ---- a page's own ------------------------------------------------------ */

static const char *const page_keys[] = {"theme", "ignore", "fit", "max_pages"};

static void
wish_check_key(const struct value *v, struct diag *dg)
{
	for (size_t i = 0; i < ARRAY_LEN(page_keys); i++)
		if (str_is(v->key, page_keys[i]))
			return;
	const char *near = str_nearest(v->key, page_keys, ARRAY_LEN(page_keys));
	diag_report(dg, DIAG_SITE_KEY, v->key_span,
		"%.*s, of a page: theme, ignore, fit, max_pages%s%s%s",
		STR_ARG(v->key), near ? " (did you mean " : "",
		near ? near : "", near ? "?)" : "");
}

void
wishes_page(const struct value *front, int file, struct diag *dg)
{
	const struct value *own = value_find(front, "handout");
	/* without `handout:` it may be meant for someone else, too */
	wish_ignore_list(&(struct ignoring){dg, file, false},
		value_find(front, "ignore"));
	if (!own || own->type == VALUE_NULL)
		return;
	if (own->type != VALUE_MAP) {
		diag_report(dg, DIAG_SITE_VALUE, own->span, "%s",
			"keys and their values are expected");
		return;
	}
	for (const struct value *v = own->first; v; v = v->next)
		wish_check_key(v, dg);
	wish_ignore_list(
		&(struct ignoring){dg, file, true}, value_find(own, "ignore"));
}

/* ---- the site's --------------------------------------------------------- */

void
wishes_ignore(const struct source_site *site, struct diag *dg)
{
	wish_ignore_list(&(struct ignoring){dg, 0, true},
		value_find(site->wishes, "ignore"));
}

const char *
wishes_theme(struct arena *a, const struct source_site *site, const char *given)
{
	struct str own = value_str(site->wishes, "theme");
	if (given || !own.n)
		return given;
	return str_cdup(a, own);
}

bool
wishes_set_paper(const struct source_site *site, struct theme *theme,
	const char *given, struct diag *dg)
{
	if (given)
		return theme_set_paper(theme, str_c(given));
	const struct value *v = value_find(site->wishes, "paper");
	if (v && !theme_set_paper(theme, v->s))
		diag_report(dg, DIAG_SITE_VALUE, v->span,
			"paper: %.*s is none of letter, a4, legal, a5",
			STR_ARG(v->s));
	return true;
}

struct str
wishes_licence(const struct source_site *site)
{
	struct str s = value_str(site->wishes, "licence");
	return s.n ? s : value_str(site->wishes, "license");
}
