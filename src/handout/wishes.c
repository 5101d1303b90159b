/*
 * What the site wants of handout (`source_site.wishes`), obeyed.
 */
#include "handout_priv.h"

/* Paths of pages to leave out stand in the same list. */
static bool
wish_is_path(struct str s)
{
	return str_find(s, "/", 0) >= 0 || str_find(s, ".", 0) >= 0 ||
	       str_find(s, "*", 0) >= 0;
}

static void
wish_ignore(const struct value *at, struct str slug, struct diag *dg)
{
	if (!wish_is_path(slug) && !diag_ignore(dg, slug))
		diag_report_slug(dg, slug, at->span);
}

void
wishes_ignore_list(const struct value *v, struct diag *dg)
{
	if (!v)
		return;
	if (v->type != VALUE_LIST) {
		struct str rest = v->s, slug;
		while (str_next(&rest, ", ", &slug))
			wish_ignore(v, slug, dg);
		return;
	}
	for (const struct value *s = v->first; s; s = s->next)
		wish_ignore(s, s->s, dg);
}

void
wishes_ignore(const struct source_site *site, struct diag *dg)
{
	wishes_ignore_list(value_find(site->wishes, "ignore"), dg);
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
