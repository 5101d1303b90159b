/*
 * A site's pages as data, files written, and what output depends on.
 */
#include "render_priv.h"

#include <stdlib.h>

#include "base/base.h"
#include "source/source.h"
#include "text/text.h"

/* ---- a site ------------------------------------------------------------ */

static const char *
site_text(struct arena *a, struct str s)
{
	return s.n ? str_cdup(a, s) : "";
}

static void
site_fill_pages(struct arena *a, struct handout_site *out,
	const struct source_listing *list)
{
	struct handout_page *pages =
		ARENA_ARRAY(a, (size_t)list->n + 1, struct handout_page);
	for (int i = 0; i < list->n; i++) {
		const struct source_listed *p = &list->pages[i];
		pages[i] = (struct handout_page){.path = site_text(a, p->path),
			.rel = site_text(a, p->rel),
			.address = site_text(a, p->address),
			.name = site_text(a, p->name),
			.title = site_text(a, p->title),
			.section = site_text(a, p->section),
			.date = site_text(a, p->date),
			.module = site_text(a, p->module),
			.module_title = site_text(a, p->module_title)};
	}
	out->pages = pages;
	out->npages = list->n;
}

static void
site_fill_skipped(struct arena *a, struct handout_site *out,
	const struct source_listing *list)
{
	static const char *const reasons[] = {
		[SKIP_UNPUBLISHED] = "unpublished",
		[SKIP_EXCLUDED] = "excluded",
		[SKIP_IGNORED] = "ignored",
		[SKIP_FOLDER] = "no folder of pages",
		[SKIP_POST] = "posts without a date",
	};
	struct handout_skipped *v = ARENA_ARRAY(
		a, (size_t)list->nskipped + 1, struct handout_skipped);
	for (int i = 0; i < list->nskipped; i++)
		v[i] = (struct handout_skipped){
			site_text(a, list->skipped[i].path),
			reasons[list->skipped[i].skip]};
	out->skipped = v;
	out->nskipped = list->nskipped;
}

static void
site_fill(struct arena *a, const char *folder, const struct handout_options *o,
	struct handout_site *out)
{
	struct diag *dg = diag_new(a);
	struct source_site *site = source_site_open(a, folder, o->root, dg);
	wishes_ignore(site, dg);
	struct source_listing list = source_list(site, folder, dg);
	out->root = site_text(a, site->root);
	out->shown = site_text(a, site->shown);
	out->folder = site_text(a, list.folder);
	out->title = site_text(a, source_site_title(site, dg));
	site_fill_pages(a, out, &list);
	site_fill_skipped(a, out, &list);
	out->list = messages_as_data(a, dg, &out->nlist);
	out->status = list.n ? HANDOUT_OK : HANDOUT_FAILED;
}

void
handout_site_open(struct handout *h, const char *folder,
	const struct handout_options *o, struct handout_site *out)
{
	*out = (struct handout_site){.status = HANDOUT_MACHINE};
	links_forget(h);
	struct call call;
	if (!call_begin(&call, h, o))
		return;
	struct handout_site site = {.memory = call.a};
	out->memory = call.a;
	if (setjmp(*arena_jump(call.a)) == 0) {
		site_fill(call.a, folder, o, &site);
		*out = site;
		out->memory = call.a;
	} else {
		out->status = call_status(&call);
	}
	call_end(&call);
	messages_tell(o, out->list, out->nlist);
}

void
handout_site_free(struct handout_site *site)
{
	arena_free(site->memory);
	*site = (struct handout_site){0};
}

/* ---- files -------------------------------------------------------------- */

bool
handout_write(const char *path, const void *bytes, size_t size)
{
	struct arena *a = arena_new();
	const struct str s = {bytes, size};
	bool ok = a && setjmp(*arena_jump(a)) == 0 && file_write(a, path, s);
	arena_free(a);
	return ok;
}
