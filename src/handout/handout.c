/*
 * The chain, from a page's path to the bytes of its PDF.
 *
 * Everything of one render lives in one arena.  Memory that can't be had
 * leaves through the one setjmp here.
 */
#include "handout.h"

#include "render_priv.h"

#include <errno.h>
#include <stdlib.h>

#include "check/check.h"
#include "markup/markup.h"

#ifndef HANDOUT_DATADIR
#define HANDOUT_DATADIR "/usr/local/share/handout"
#endif
#ifndef HANDOUT_VERSION
#define HANDOUT_VERSION "1.0"
#endif
#ifndef HANDOUT_SOURCES
#define HANDOUT_SOURCES "" /* a checksum of the sources and libraries */
#endif

/* fonts.yml and default.yml, made ready when the program was built. */
extern const char fonts_manifest_yml[];
extern const unsigned long fonts_manifest_yml_size;
extern const struct value_packed fonts_manifest_packed;

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
	h->locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	h->a = arena_new();
	h->images = image_cache_open();
	if (h->locale && h->a && handout_prepare(h))
		return h;
	handout_close(h);
	return NULL;
}

void
handout_close(struct handout *h)
{
	if (!h)
		return;
	links_forget(h);
	if (h->fonts)
		font_cache_close(h->fonts);
	image_cache_close(h->images);
	arena_free(h->a);
	if (h->locale)
		freelocale(h->locale);
	free(h);
}

void
handout_fail_after(struct handout *h, size_t n)
{
	h->fail_after = n;
}

void
handout_identity(struct handout *h, char out[33])
{
	struct arena *a = arena_new();
	struct hash id = {{0, 0}};
	if (a && setjmp(*arena_jump(a)) == 0) {
		struct hash fonts = font_cache_identity(h->fonts, a);
		const char *epoch = getenv("SOURCE_DATE_EPOCH");
		id = hash_of(str_fmt(a, "%s %s %016llx%016llx %s",
			HANDOUT_VERSION, HANDOUT_SOURCES,
			(unsigned long long)fonts.h[0],
			(unsigned long long)fonts.h[1], epoch ? epoch : ""));
	}
	arena_free(a);
	snprintf(out, 33, "%016llx%016llx", (unsigned long long)id.h[0],
		(unsigned long long)id.h[1]);
}

/* ---- the chain ------------------------------------------------------------
 */

/* All steps up to the pages; false if the page can't be printed. */
static bool
render_pages(struct render *r)
{
	if (!render_source(r))
		return false;
	wishes_ignore(r->site, r->dg);
	wishes_page(r->page.front, 0, r->dg);
	render_markup(r);
	if (r->o->check_only)
		preflight_links(r);
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
		.columns = t->columns,
		.column_gap = t->column_gap,
		.notes_elsewhere = t->notes != NOTES_PAGE,
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

/* Pages that nobody else looks at go straight into the file. */
static bool
render_streams(const struct render *r)
{
	return r->packet && !r->o->booklet && !r->o->check_only;
}

/* All steps up to the pages, or before. */
static bool
render_most(struct render *r)
{
	if (!r->packet)
		return render_pages(r);
	if (!render_packet(r, r->packet))
		return false;
	if (!render_streams(r))
		render_layout(r);
	return true;
}

static bool
render_pdf(struct render *r, struct buf *out)
{
	struct str bytes = STR0;
	if (!render_most(r)) {
		if (r->o->layout == HANDOUT_REPORT_JSON)
			check_json(NULL, str_c(r->path), r->dg, out);
		return false;
	}
	if (r->o->check_only) {
		render_check(r, out);
		return true;
	}
	arena_check(r->a);
	if (render_streams(r) ? !render_stream(r, &bytes)
			      : !pdf_write(r->a, r->doc, r->pages, &r->pdf,
					&bytes, r->dg))
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
	out->list = messages_as_data(r->a, r->dg, &out->nlist);
	out->inputs = inputs_as_data(r->a, r->dg, &out->ninputs);
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
	arena_check(r->a);
	r->dg = diag_new(r->a);
	bool printed = run(r, &bytes);
	result_messages(r, out, printed);
	out->pdf = (const unsigned char *)bytes.p;
	out->size = bytes.n;
	out->pages = r->npages;
}

static void
render_run(struct handout *h, const char *path,
	const struct handout_packet *packet, step_fn run,
	const struct handout_options *o, struct handout_result *out)
{
	*out = (struct handout_result){
		.status = HANDOUT_MACHINE, .messages = "out of memory\n"};
	struct call call;
	if (!call_begin(&call, h, o))
		return;
	struct handout_result made = {.memory = call.a};
	out->memory = call.a;
	struct render r = {
		.a = call.a, .h = h, .path = path, .o = o, .packet = packet};
	if (setjmp(*arena_jump(call.a)) == 0) {
		result_run(&r, run, &made);
		*out = made;
	} else if (call_status(&call) == HANDOUT_CANCELLED) {
		out->status = HANDOUT_CANCELLED;
		out->messages = "";
	}
	call_end(&call);
	messages_tell(o, out->list, out->nlist);
}

void
handout_render(struct handout *h, const char *path,
	const struct handout_options *o, struct handout_result *out)
{
	render_run(h, path, NULL, render_pdf, o, out);
}

void
handout_render_packet(struct handout *h, const struct handout_packet *p,
	const struct handout_options *o, struct handout_result *out)
{
	render_run(h, p->pages[0].path, p, render_pdf, o, out);
}

void
handout_dump(struct handout *h, const char *path, const char *step,
	const struct handout_options *o, struct handout_result *out)
{
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		if (strcmp(step, steps[i].name) == 0) {
			render_run(h, path, NULL, steps[i].run, o, out);
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
