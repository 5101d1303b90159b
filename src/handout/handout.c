/*
 * The chain, from a page's path to the bytes of its PDF.
 *
 * Everything of one render lives in one arena.  Memory that can't be had
 * leaves through the one setjmp here.
 */
#include "handout.h"

#include "handout_priv.h"

#include <errno.h>
#include <stdlib.h>

#include "base/base.h"
#include "check/check.h"
#include "doc/doc.h"
#include "layout/layout.h"
#include "markup/markup.h"
#include "page/page.h"
#include "pdf/pdf.h"
#include "source/source.h"
#include "text/text.h"
#include "theme/theme.h"

#ifndef HANDOUT_DATADIR
#define HANDOUT_DATADIR "/usr/local/share/handout"
#endif
#ifndef HANDOUT_VERSION
#define HANDOUT_VERSION "1.0"
#endif

/* fonts.yml and default.yml, made ready when the program was built. */
extern const char fonts_manifest_yml[];
extern const unsigned long fonts_manifest_yml_size;
extern const struct value_packed fonts_manifest_packed;
extern const struct value_packed theme_default_packed;

struct handout {
	struct arena *a; /* the font manifest */
	struct font_cache *fonts;
	size_t fail_after; /* for tests: which allocation fails */
};

/* One page on its way. */
struct render {
	struct arena *a;
	struct diag *dg;
	struct handout *h;
	const char *path;
	const struct handout_options *o;
	struct source_site *site;
	struct source_page page;
	struct document *doc;
	struct theme *theme;
	struct pages *pages;
	struct pdf_options pdf;
};

const char *
handout_version(void)
{
	return HANDOUT_VERSION;
}

/* ---- opening ------------------------------------------------------------ */

static void
handout_read_fonts(struct handout *h)
{
	static const char *const dirs[] = {HANDOUT_DATADIR "/fonts", NULL};
	struct diag *dg = diag_new(h->a);
	struct str yml = {fonts_manifest_yml, fonts_manifest_yml_size};
	int file = diag_add_file(dg, STR("fonts.yml"), yml);
	h->fonts = font_cache_open(
		value_unpack(h->a, &fonts_manifest_packed, file), dirs);
}

static bool
handout_prepare(struct handout *h)
{
	if (setjmp(*arena_jump(h->a)) == 0)
		handout_read_fonts(h);
	return h->fonts != NULL;
}

struct handout *
handout_open(void)
{
	struct handout *h = calloc(1, sizeof *h);
	if (!h)
		return NULL;
	h->a = arena_new();
	if (h->a && handout_prepare(h))
		return h;
	handout_close(h);
	return NULL;
}

void
handout_close(struct handout *h)
{
	if (!h)
		return;
	if (h->fonts)
		font_cache_close(h->fonts);
	arena_free(h->a);
	free(h);
}

void
handout_fail_after(struct handout *h, size_t n)
{
	h->fail_after = n;
}

/* ---- the steps ---------------------------------------------------------- */

static bool
render_source(struct render *r)
{
	r->site = source_site_open(r->a, r->path, r->o->root, r->dg);
	return r->site &&
	       source_page_read(r->site, r->path, markup_html, &r->page, r->dg);
}

/* Slugs that the author does not want to hear of. */
static void
render_ignore(struct render *r, const struct value *map)
{
	const struct value *v = value_path(map, "handout.ignore");
	if (!v)
		return;
	if (v->type != VALUE_LIST) {
		struct str rest = v->s, slug;
		while (str_next(&rest, ", ", &slug))
			diag_ignore(r->dg, slug);
		return;
	}
	for (const struct value *s = v->first; s; s = s->next)
		diag_ignore(r->dg, s->s);
}

static struct str
path_stem(struct str path)
{
	size_t from = path.n;
	while (from && path.p[from - 1] != '/')
		from--;
	struct str name = str_sub(path, from, path.n);
	size_t dot = name.n;
	while (dot > 1 && name.p[dot - 1] != '.')
		dot--;
	return dot > 1 ? str_sub(name, 0, dot - 1) : name;
}

/* Is there anything on the page beside its title? */
static bool
doc_is_bare(const struct document *doc)
{
	const struct node *n = doc->root->first;
	while (n && doc_has_class(n, "eyebrow"))
		n = n->next;
	return !n || (n->kind == NODE_HEADING && !n->next);
}

static void
render_markup(struct render *r)
{
	r->doc = markup_read(r->a, &r->page.body, r->page.front,
		r->site->config, path_stem(r->page.path), r->dg);
	if (doc_is_bare(r->doc))
		diag_report(r->dg, DIAG_PAGE_EMPTY,
			(struct span){r->page.file, SPAN_WHOLE}, "%s", "");
}

static bool
theme_file(struct render *r, const char *path, const struct value **out)
{
	struct str bytes;
	if (!file_read(r->a, path, (size_t)1 << 20, &bytes)) {
		diag_report(r->dg, DIAG_FILE_MISSING, SPAN_NONE, "%s: %s", path,
			strerror(errno));
		return false;
	}
	int file = diag_add_file(r->dg, str_c(path), bytes);
	*out = source_yaml(r->a, file, bytes, 0, bytes.n, r->dg);
	return *out != NULL;
}

static bool
render_theme(struct render *r)
{
	const struct value *files[2];
	int n = 1;
	struct str yml = {theme_default_yml, theme_default_yml_size};
	int file = diag_add_file(r->dg, STR("default.yml"), yml);
	files[0] = value_unpack(r->a, &theme_default_packed, file);
	if (r->o->theme && !theme_file(r, r->o->theme, &files[n++]))
		return false;
	r->theme = theme_read(r->a, files, n, r->dg);
	return !r->o->paper || theme_set_paper(r->theme, str_c(r->o->paper));
}

/* What the page gets for print, and its looks. */
static bool
render_style(struct render *r)
{
	if (!render_theme(r))
		return false;
	const struct layout_words *w = layout_find_words(r->doc->lang);
	doc_set_classes(r->doc);
	doc_set_abbreviations(r->doc);
	doc_set_attributions(r->doc);
	doc_set_cards(r->doc, w->video, w->minutes);
	if (r->theme->links == LINKS_LIST)
		doc_links_append(r->doc, str_c(w->links));
	doc_number(r->doc);
	theme_apply(r->a, r->theme, r->doc, r->dg);
	return true;
}

static struct str
first_of(const struct render *r, const char *const *keys)
{
	for (int i = 0; keys[i]; i++) {
		struct str s = value_str(r->page.front, keys[i]);
		if (!s.n)
			s = value_str(r->site->config, keys[i]);
		if (s.n)
			return s;
	}
	return STR0;
}

static const char *
path_folder(struct arena *a, const char *path)
{
	struct str s = str_c(path);
	while (s.n && s.p[s.n - 1] != '/')
		s.n--;
	return s.n ? str_cdup(a, s) : ".";
}

static void
render_layout(struct render *r)
{
	static const char *const licences[] = {"license", "licence", NULL};
	static const char *const dates[] = {"version", "revised",
		"last_modified", "last_modified_at", "updated", "date", NULL};
	struct layout_options o = {.theme = r->theme,
		.fonts = r->h->fonts,
		.page_dir = path_folder(r->a, r->path),
		.site_dir = str_cdup(r->a, r->site->root),
		.baseurl = value_str(r->site->config, "baseurl"),
		.site = value_str(r->site->config, "title"),
		.licence = first_of(r, licences),
		.date = first_of(r, dates)};
	r->pages = layout_pages(r->a, r->doc, &o, r->dg);
}

/* ---- the PDF ------------------------------------------------------------- */

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
static int64_t
days_from_date(int y, int m, int d)
{
	y -= m <= 2;
	int era = y / 400, year = y - era * 400;
	int day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return (int64_t)era * 146097 + year * 365 + year / 4 - year / 100 +
	       day - 719468;
}

/* "2018-12-06" at the start of the text. */
static bool
read_date(struct str s, int64_t *out)
{
	int y, m, d;
	if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	if (!str_int(str_sub(s, 0, 4), &y) || !str_int(str_sub(s, 5, 7), &m) ||
		!str_int(str_sub(s, 8, 10), &d))
		return false;
	if (y < 1970 || m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	*out = days_from_date(y, m, d) * 86400;
	return true;
}

static bool
read_epoch(const char *s, int64_t *out)
{
	if (!s || !*s)
		return false;
	int64_t v = 0;
	for (; ch_digit(*s); s++) {
		if (v > 253402300799) /* the end of year 9999 */
			return false;
		v = v * 10 + (*s - '0');
	}
	*out = v;
	return *s == '\0' && v <= 253402300799;
}

static void
render_meta(struct render *r)
{
	static const char *const authors[] = {"author", "authors", NULL};
	static const char *const subjects[] = {
		"description", "summary", "subtitle", NULL};
	const struct layout_words *w = layout_find_words(r->doc->lang);
	r->pdf = (struct pdf_options){.title = r->doc->title,
		.author = first_of(r, authors),
		.subject = value_str(r->page.front, subjects[0]),
		.lang = r->doc->lang,
		.producer = str_fmt(r->a, "handout %s", handout_version()),
		.note_word = str_c(w->note)};
	r->pdf.has_date =
		read_date(value_str(r->page.front, "date"), &r->pdf.date) ||
		read_epoch(getenv("SOURCE_DATE_EPOCH"), &r->pdf.date);
}

/* All steps up to the pages; false if the page can't be printed. */
static bool
render_pages(struct render *r)
{
	if (!render_source(r))
		return false;
	render_ignore(r, r->site->config);
	render_ignore(r, r->page.front);
	render_markup(r);
	if (!render_style(r))
		return false;
	render_layout(r);
	render_meta(r);
	return true;
}

static void
render_check(struct render *r, struct buf *out)
{
	const struct theme *t = r->theme;
	struct check_frame f = {.left = t->margin_left,
		.right = t->margin_right,
		.top = t->margin_top,
		.bottom = t->margin_bottom,
		.contrast = (int)(t->contrast * 1000)};
	check_all(r->a, r->pages, r->dg);
	if (r->o->layout == HANDOUT_REPORT_NONE)
		return;
	const struct check_report *found =
		check_layout(r->a, r->doc, r->pages, &f, r->dg);
	if (r->o->layout == HANDOUT_REPORT_JSON)
		check_json(found, str_c(r->path), r->dg, out);
	else
		check_print(found, str_c(r->path), out);
}

static bool
render_pdf(struct render *r, struct buf *out)
{
	struct str bytes = STR0;
	if (!render_pages(r)) {
		if (r->o->layout == HANDOUT_REPORT_JSON)
			check_json(NULL, str_c(r->path), r->dg, out);
		return false;
	}
	if (r->o->check_only) {
		render_check(r, out);
		return true;
	}
	if (!pdf_write(r->a, r->doc, r->pages, &r->pdf, &bytes, r->dg))
		return false;
	*out = (struct buf){
		.a = r->a, .p = (char *)bytes.p, .n = bytes.n, .cap = bytes.n};
	return true;
}

/* ---- dumps ----------------------------------------------------------------
 */

static bool
dump_source(struct render *r, struct buf *out)
{
	if (!render_source(r))
		return false;
	buf_str(out, r->page.body.bytes);
	return true;
}

static bool
dump_markup(struct render *r, struct buf *out)
{
	if (!render_source(r))
		return false;
	buf_str(out, markup_dump(r->a, &r->page.body, r->site->config, r->dg));
	return true;
}

static bool
dump_tree(struct render *r, struct buf *out)
{
	if (!render_source(r))
		return false;
	render_markup(r);
	doc_dump(r->doc, out);
	return true;
}

static bool
dump_style(struct render *r, struct buf *out)
{
	if (!render_source(r))
		return false;
	render_markup(r);
	if (!render_style(r))
		return false;
	theme_dump(r->doc, out);
	return true;
}

static bool
dump_pages(struct render *r, struct buf *out)
{
	if (!render_pages(r))
		return false;
	pages_dump(r->pages, out);
	return true;
}

static bool
dump_tags(struct render *r, struct buf *out)
{
	if (!render_pages(r))
		return false;
	pdf_dump_tags(r->a, r->doc, r->pages, &r->pdf, out);
	return true;
}

typedef bool (*step_fn)(struct render *r, struct buf *out);

static const struct step {
	const char *name;
	step_fn run;
} steps[] = {
	{"source", dump_source},
	{"markup", dump_markup},
	{"tree", dump_tree},
	{"style", dump_style},
	{"pages", dump_pages},
	{"tags", dump_tags},
};

/* ---- results --------------------------------------------------------------
 */

static void
result_messages(struct render *r, struct handout_result *out, bool printed)
{
	int n;
	const struct diag_entry *e = diag_sorted(r->dg, &n);
	struct buf b = buf_new(r->a);
	for (int i = 0; i < n; i++)
		diag_format(r->dg, &e[i], r->o->color, &b);
	out->messages = n ? buf_done(&b).p : "";
	out->errors = diag_count(r->dg, DIAG_ERROR);
	out->warnings = diag_count(r->dg, DIAG_WARNING) - out->errors;
	out->styles = n - out->errors - out->warnings;
	out->status = !printed      ? HANDOUT_FAILED
	              : out->errors ? HANDOUT_FAULTY
	                            : HANDOUT_OK;
}

static void
result_run(struct render *r, step_fn run, struct handout_result *out)
{
	struct buf bytes = buf_new(r->a);
	r->dg = diag_new(r->a);
	bool printed = run(r, &bytes);
	result_messages(r, out, printed);
	out->pdf = (const unsigned char *)bytes.p;
	out->size = bytes.n;
	out->pages = r->pages ? r->pages->n : 0;
}

static void
render_run(struct handout *h, const char *path, step_fn run,
	const struct handout_options *o, struct handout_result *out)
{
	*out = (struct handout_result){
		.status = HANDOUT_MACHINE, .messages = "out of memory\n"};
	struct arena *a = arena_new();
	if (!a)
		return;
	out->memory = a;
	arena_fail_after(a, h->fail_after);
	struct render r = {.a = a, .h = h, .path = path, .o = o};
	if (setjmp(*arena_jump(a)) == 0)
		result_run(&r, run, out);
}

void
handout_render(struct handout *h, const char *path,
	const struct handout_options *o, struct handout_result *out)
{
	render_run(h, path, render_pdf, o, out);
}

void
handout_dump(struct handout *h, const char *path, const char *step,
	const struct handout_options *o, struct handout_result *out)
{
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		if (strcmp(step, steps[i].name) == 0) {
			render_run(h, path, steps[i].run, o, out);
			return;
		}
	}
	*out = (struct handout_result){
		.status = HANDOUT_USAGE, .messages = "no such step\n"};
}

void
handout_result_free(struct handout_result *r)
{
	arena_free(r->memory);
	*r = (struct handout_result){.messages = ""};
}
