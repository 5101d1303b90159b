/*
 * The steps from a page's path to its pages.
 */
#include "render_priv.h"

#include <errno.h>

#include "markup/markup.h"

bool
render_site(struct render *r)
{
	r->site = source_site_open(r->a, r->path, r->o->root, r->dg);
	return r->site != NULL;
}

bool
render_source(struct render *r)
{
	return render_site(r) &&
	       source_page_read(r->site, r->path, markup_html, &r->page, r->dg);
}

struct str
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

void
render_markup(struct render *r)
{
	wishes_page(r->page.front, r->page.file, r->dg);
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
	if (!file_read(r->a, path, (size_t)1 << 20, r->dg, &bytes)) {
		diag_report(r->dg, DIAG_FILE_MISSING, SPAN_NONE, "%s: %s", path,
			strerror(errno));
		return false;
	}
	int file = diag_add_file(r->dg, str_c(path), bytes);
	*out = source_yaml(r->a, file, bytes, 0, bytes.n, r->dg);
	return *out != NULL;
}

static const struct value *
theme_builtin(struct render *r, enum theme_builtin which)
{
	const struct theme_source *t = &theme_builtins[which];
	int file = diag_add_file(r->dg, str_fmt(r->a, "%s.yml", t->name),
		(struct str){t->text, *t->size});
	return value_unpack(r->a, t->packed, file);
}

/*
 * The default theme, those of the modes asked for, the named file, and what
 * the site and the page bring under `handout: {theme: ...}`, each over the
 * last.
 */
static bool
render_theme_files(struct render *r, const struct value **files, int *n)
{
	const struct handout_options *o = r->o;
	files[(*n)++] = theme_builtin(r, THEME_DEFAULT);
	if (o->booklet)
		files[(*n)++] = theme_builtin(r, THEME_BOOKLET);
	const char *named = wishes_theme(r->a, r->site, o->theme);
	if (named && !theme_file(r, named, &files[(*n)++]))
		return false;
	const struct value *own[] = {value_find(r->site->wishes, "theme"),
		value_path(r->page.front, "handout.theme")};
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		if (own[i] && own[i]->type == VALUE_MAP)
			files[(*n)++] = own[i];
	if (o->large_print)
		files[(*n)++] = theme_builtin(r, THEME_LARGE_PRINT);
	if (o->ink_save)
		files[(*n)++] = theme_builtin(r, THEME_INK_SAVE);
	return true;
}

bool
render_theme(struct render *r)
{
	const struct value *files[THEMES + 3];
	int n = 0;
	if (!render_theme_files(r, files, &n))
		return false;
	r->theme = theme_read(r->a, files, n, r->dg);
	if (!wishes_set_paper(r->site, r->theme, r->o->paper, r->dg))
		return false;
	if (r->o->booklet) {
		theme_fold_paper(r->theme);
		r->theme->table_turn = false;
	}
	r->theme->mirror |= r->o->duplex || r->o->booklet;
	return true;
}

/* What the page gets for print. */
void
render_prepare(struct render *r)
{
	const struct layout_words *w = layout_find_words(r->doc->lang);
	doc_set_classes(r->doc);
	doc_set_abbreviations(r->doc);
	doc_set_attributions(r->doc);
	doc_set_cards(r->doc, &w->card);
	if (r->theme->notes != NOTES_PAGE)
		doc_place_notes(r->doc, r->theme->notes == NOTES_SECTION,
			str_c(w->notes));
}

void
render_links(struct render *r)
{
	const struct layout_words *w = layout_find_words(r->doc->lang);
	if (r->theme->links == LINKS_LIST)
		doc_links_append(r->doc, str_c(w->links));
}

bool
render_style(struct render *r)
{
	if (!render_theme(r))
		return false;
	render_prepare(r);
	render_site_links(r);
	render_links(r);
	doc_number(r->doc);
	theme_apply(r->a, r->theme, r->doc, r->dg);
	return true;
}

struct str
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

const char *
path_folder(struct arena *a, const char *path)
{
	struct str s = str_c(path);
	while (s.n && s.p[s.n - 1] != '/')
		s.n--;
	return s.n ? str_cdup(a, s) : ".";
}

/* A number that the page's front matter, or else the site, has; 0: none. */
static int
render_number(const struct render *r, const char *path)
{
	int n = 0;
	const char *key = path + strlen("handout.");
	const struct value *v = value_path(r->page.front, path);
	if (!v)
		v = value_find(r->site->wishes, key);
	if (v && (!str_int(v->s, &n) || n < 0)) {
		diag_report(r->dg, DIAG_SITE_VALUE, v->span,
			"%s: %.*s is no number of pages", key, STR_ARG(v->s));
		n = 0;
	}
	return n;
}

/* What was asked for, or what the page's front matter asks for. */
static int
render_fit(const struct render *r)
{
	return r->o->fit ? r->o->fit : render_number(r, "handout.fit");
}

/* A packet has as many pages as its chapters need. */
static void
render_count(const struct render *r)
{
	int most = r->packet ? 0 : render_number(r, "handout.max_pages");
	if (most && r->pages->n > most)
		diag_report(r->dg, DIAG_PAGES_OVER,
			(struct span){r->page.file, SPAN_WHOLE}, "%d, not %d",
			r->pages->n, most);
}

/* Of a date with a time of day, as posts have it, the date. */
static struct str
render_day(struct str s)
{
	int64_t seconds;
	bool timed = s.n > 11 && (s.p[10] == ' ' || s.p[10] == 'T') &&
	             ch_digit((unsigned char)s.p[11]);
	return timed && read_date(s, &seconds) ? str_sub(s, 0, 10) : s;
}

static struct layout_options
render_layout_options(const struct render *r)
{
	static const char *const licences[] = {"license", "licence", NULL};
	static const char *const dates[] = {"version", "revised",
		"last_modified", "last_modified_at", "updated", "date", NULL};
	struct layout_options o = {.theme = r->theme,
		.fonts = r->h->fonts,
		.images = r->h->images,
		.gray = r->o->grayscale,
		.page_dir = path_folder(r->a, r->path),
		.site_dir = str_cdup(r->a, r->site->root),
		.baseurl = value_str(r->site->config, "baseurl"),
		.site = value_str(r->site->config, "title"),
		.licence = first_of(r, licences),
		.date = render_day(first_of(r, dates)),
		.fit = render_fit(r)};
	if (r->packet) {
		o.recto = r->packet->chapters == HANDOUT_CHAPTER_RECTO;
		o.run_on = r->packet->chapters == HANDOUT_CHAPTER_RUN_ON;
		o.date = str_c(r->packet->version);
	}
	if (wishes_licence(r->site).n)
		o.licence = wishes_licence(r->site);
	return o;
}

void
render_layout(struct render *r)
{
	struct layout_options o = render_layout_options(r);
	arena_check(r->a);
	r->pages = layout_pages(r->a, r->doc, &o, r->dg);
	render_count(r);
	/* what is checked is what will be read, in its order */
	if (r->o->booklet && !r->o->check_only)
		r->pages = pages_impose(r->pages);
	r->npages = r->pages->n;
}

/* ---- packets, some pages at a time ----------------------------------------
 */

struct stream {
	struct render *r;
	struct arena *a; /* of the file */
	struct pdf *pdf; /* NULL: there was no memory for it */
};

static void
stream_take(void *user, struct pages *part)
{
	struct stream *s = user;
	if (s->pdf)
		pdf_add(s->pdf, s->r->work, part);
}

static void
stream_begin(void *user)
{
	struct stream *s = user;
	arena_reset(s->a);
	s->pdf = pdf_begin(s->a, s->r->doc, &s->r->pdf, s->r->dg);
}

bool
render_stream(struct render *r, struct str *out)
{
	struct layout_options o = render_layout_options(r);
	struct stream s = {.r = r, .a = arena_child(r->a)};
	struct layout_sink sink = {&s, stream_take, stream_begin};
	arena_check(r->a);
	stream_begin(&s);
	r->npages = layout_packet(r->a, r->work, r->doc, &o, &sink, r->dg);
	arena_drop(r->work);
	return s.pdf && pdf_end(s.pdf, out);
}
