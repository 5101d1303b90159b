/*
 * The steps of writing a file, in order; pdf_priv.h has them by name.
 *
 * Pages come all at once or, of a packet, some at a time and in any order.
 * Those at hand are taken in (whose an item is, which glyphs are used),
 * printed, deflated and forgotten; what is left of them are their marks in
 * the structure tree, their links and their streams.  Fonts, structure tree
 * and outline are written at the end.
 */
#include "pdf_priv.h"

/* Pages under one node of the page tree. */
#define PAGES_NODE 128

/* ---- taking in -------------------------------------------------------- */

void
pdf_start(struct pdf *pdf)
{
	struct str lang = pdf->o->lang;
	if (!syntax_is_lang(lang))
		lang = pdf->doc->lang;
	pdf->lang = syntax_is_lang(lang) ? lang : STR("en");
	pdf->pictures = map_new(pdf->a);
	pdf->scratch = buf_new(pdf->a);
	links_start(pdf);
	tags_start(pdf);
}

void
pdf_take(struct pdf *pdf, const struct pages *pages)
{
	pdf->pages = pages;
	pdf->alone = !pages->from;
	links_collect(pdf);
	tags_build(pdf);
	marks_items(pdf);
	glyphs_collect(pdf);
	marks_cut(pdf);
}

/* ---- pages ------------------------------------------------------------ */

/* Room for pages up to before `n`. */
static void
pdf_make_room(struct pdf *pdf, int n)
{
	while (pdf->npages < n) {
		ARENA_PUSH(pdf->a, pdf->page, pdf->npages, pdf->cap_pages);
		pdf->page[pdf->npages++] = (struct pdf_page){.h = 0};
	}
}

static void
pdf_keep_page(struct pdf *pdf, int i)
{
	const struct sheet *s = &pdf->pages->v[i];
	pdf->page[pdf->pages->first + i] =
		(struct pdf_page){.dict = haru_dict_new(pdf->h),
			.h = s->h,
			.label = str_dup(pdf->a, s->label),
			.marks = pdf->marks[i].v,
			.nmarks = pdf->marks[i].n};
}

/* Annots of page `page`; its links begin at `*link`. */
static void
pdf_page_annots(struct pdf *pdf, int page, int *link, struct buf *b)
{
	int first = *link;
	while (*link < pdf->nlinks && pdf->links[*link].page == page) {
		struct link *l = &pdf->links[(*link)++];
		l->dict = haru_slot_new(pdf->h);
		buf_c(b, *link - 1 == first ? "/Annots[" : " ");
		syntax_ref(b, l->dict);
	}
	if (*link > first)
		buf_ch(b, ']');
}

static void
pdf_page(struct pdf *pdf, int i, int *link, struct buf *content)
{
	const struct sheet *s = &pdf->pages->v[i];
	int page = pdf->pages->first + i;
	struct haru_dict *d = pdf->page[page].dict;
	content->n = 0;
	content_page(pdf, i, content);
	struct haru_dict *stream =
		save_content(pdf->save, (struct str){content->p, content->n});
	struct buf *b = &pdf->scratch;
	buf_c(b, "/Type/Page/MediaBox");
	syntax_box(b, s->h, 0, 0, s->w, s->h);
	buf_c(b, "/Resources ");
	syntax_ref(b, pdf->resources);
	buf_c(b, "/Contents ");
	syntax_ref(b, stream);
	buf_c(b, "/StructParents ");
	buf_int(b, page);
	buf_c(b, "/Tabs/S");
	pdf_page_annots(pdf, page, link, b);
	syntax_print(pdf, d);
}

/* The page tree: libharu's root, and under it nodes of PAGES_NODE pages. */
static void
pdf_page_tree(struct pdf *pdf)
{
	struct haru *h = pdf->h;
	struct haru_dict *root = haru_page_root(h);
	struct haru_array *top = haru_array_in(h, root, "Kids");
	int n = pdf->npages;
	haru_put_int(h, root, "Count", n);
	struct haru_dict *node = root;
	struct haru_array *kids = top;
	for (int i = 0; i < n; i++) {
		if (n > PAGES_NODE && i % PAGES_NODE == 0) {
			node = haru_dict_new(h);
			haru_put_name(h, node, "Type", "Pages");
			haru_put_ref(h, node, "Parent", root);
			haru_put_int(h, node, "Count",
				n - i < PAGES_NODE ? n - i : PAGES_NODE);
			haru_push_ref(h, top, node);
			kids = haru_array_in(h, node, "Kids");
		}
		haru_push_ref(h, kids, pdf->page[i].dict);
		haru_put_ref(h, pdf->page[i].dict, "Parent", node);
	}
}

static void
pdf_resources(struct pdf *pdf)
{
	struct haru *h = pdf->h;
	if (pdf->nfaces) {
		struct haru_dict *d = haru_dict_in(h, pdf->resources, "Font");
		for (int i = 0; i < pdf->nfaces; i++)
			haru_put_ref(
				h, d, pdf->faces[i]->name, pdf->faces[i]->dict);
	}
	if (pdf->npictures) {
		struct haru_dict *d =
			haru_dict_in(h, pdf->resources, "XObject");
		for (int i = 0; i < pdf->npictures; i++)
			haru_put_ref(h, d, pdf->picture_list[i]->name,
				pdf->picture_list[i]->dict);
	}
}

/* ---- all -------------------------------------------------------------- */

struct pdf *
pdf_begin(struct arena *a, const struct document *doc,
	const struct pdf_options *o, struct diag *dg)
{
	struct pdf *pdf = ARENA_NEW(a, struct pdf);
	*pdf = (struct pdf){.a = a, .doc = doc, .o = o, .dg = dg};
	pdf->h = haru_open(a);
	pdf->z = zip_open(a);
	if (!pdf->h || !pdf->z) {
		diag_report(dg, DIAG_NO_MEMORY, SPAN_NONE, "%s", "");
		return NULL;
	}
	pdf->save = save_open(a, pdf->h, pdf->z);
	pdf->resources = haru_dict_new(pdf->h);
	pdf_start(pdf);
	return pdf;
}

/* Nothing went wrong so far. */
static bool
pdf_is_well(const struct pdf *pdf)
{
	return !pdf->no_memory && !pdf->refused && !haru_failed(pdf->h);
}

void
pdf_add(struct pdf *pdf, struct arena *work, const struct pages *pages)
{
	if (!pdf_is_well(pdf))
		return;
	struct buf content = buf_new(work);
	pdf->work = work;
	pdf_take(pdf, pages);
	pdf_make_room(pdf, pages->first + pages->n);
	for (int i = 0; i < pages->n; i++)
		pdf_keep_page(pdf, i);
	images_collect(pdf);
	if (!fonts_set_codes(pdf))
		return;
	int link = pdf->links_from;
	for (int i = 0; i < pages->n; i++)
		pdf_page(pdf, i, &link, &content);
}

static bool
pdf_write_rest(struct pdf *pdf, struct str *out)
{
	if (!pdf_is_well(pdf) || !fonts_write(pdf))
		return false;
	tags_settle(pdf);
	pdf_resources(pdf);
	elems_write(pdf);
	pdf_page_tree(pdf);
	links_write(pdf);
	outline_write(pdf);
	meta_write(pdf);
	return save_close(pdf->save, out);
}

bool
pdf_end(struct pdf *pdf, struct str *out)
{
	if (pdf_write_rest(pdf, out))
		return true;
	struct diag *dg = pdf->dg;
	if (pdf->no_memory || haru_no_memory(pdf->h))
		diag_report(dg, DIAG_NO_MEMORY, SPAN_NONE, "%s", "");
	else if (pdf->refused)
		diag_report(dg, DIAG_WRITE_FAILED, SPAN_NONE,
			"PDF (%s may not be embedded)", pdf->refused->path);
	else
		diag_report(dg, DIAG_WRITE_FAILED, SPAN_NONE,
			"PDF (libharu 0x%04X)", haru_failed(pdf->h));
	return false;
}

bool
pdf_write(struct arena *a, const struct document *doc,
	const struct pages *pages, const struct pdf_options *o, struct str *out,
	struct diag *dg)
{
	struct pdf *pdf = pdf_begin(a, doc, o, dg);
	if (!pdf)
		return false;
	pdf_add(pdf, a, pages);
	return pdf_end(pdf, out);
}
