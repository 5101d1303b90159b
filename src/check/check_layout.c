/*
 * The setting, looked at: lines are read back, then each file's rules run.
 */
#include "check_priv.h"

static const enum diag_code codes[CHECK_CLASSES] = {
#define CLASS(name, code, key, title) [CHECK_##name] = DIAG_##code,
#include "classes.def"
#undef CLASS
};

struct check_page *
check_totals(const struct check_view *v)
{
	return &v->report->pages[v->report->n];
}

static struct str
place_key(struct check_view *v, struct span s)
{
	return str_fmt(v->a, "%d %u", s.file, (unsigned)s.off);
}

/* Lines too wide that layout has told the author of already. */
static void
view_read_told(struct check_view *v)
{
	int n;
	const struct diag_entry *e = diag_sorted(v->dg, &n);
	v->told = map_new(v->a);
	for (int i = 0; i < n; i++)
		if (e[i].code == DIAG_LINE_OVERFULL)
			map_put(&v->told, place_key(v, e[i].span), v);
}

static void
finding_report(struct check_view *v, const struct check_finding *f)
{
	if (f->class == CHECK_OVERFULL &&
		map_find(&v->told, place_key(v, f->span)))
		return;
	diag_report(v->dg, codes[f->class], f->span, "page %d, %.*s",
		f->page + 1, STR_ARG(f->text));
}

void
check_find(struct check_view *v, enum check_class class, const struct node *at,
	int page, const char *fmt, ...)
{
	char text[200];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	struct check_report *r = v->report;
	ARENA_PUSH(v->a, r->v, r->nfindings, r->cap);
	struct check_finding *f = &r->v[r->nfindings++];
	*f = (struct check_finding){class, at ? at->span : SPAN_NONE, page,
		str_dup(v->a, str_c(text))};
	r->pages[page].counts[class]++;
	check_totals(v)->counts[class]++;
	finding_report(v, f);
}

static void
count_lines(struct check_view *v)
{
	for (int i = 0; i < v->nlines; i++)
		v->report->pages[v->lines[i].page].lines++;
	struct check_page *all = check_totals(v);
	all->lines = v->nlines;
}

struct check_report *
check_layout(struct arena *a, const struct document *doc,
	const struct pages *pages, const struct check_frame *f, struct diag *dg)
{
	struct check_report *r = ARENA_NEW(a, struct check_report);
	r->n = pages->n;
	r->pages = ARENA_ARRAY(a, (size_t)pages->n + 1, struct check_page);
	struct check_view v = {.a = a,
		.doc = doc,
		.pages = pages,
		.f = *f,
		.dg = dg,
		.report = r};
	view_read_told(&v);
	check_read_lines(&v);
	count_lines(&v);
	check_breaks(&v);
	check_titles(&v);
	check_tables(&v);
	if (!f->notes_elsewhere)
		check_notes(&v);
	check_measure(&v);
	check_space(&v);
	check_contrast(&v);
	return r;
}
