/*
 * The steps of writing a file, in order; pdf_priv.h has them by name.
 *
 * Everything that decides what is written (whose an item is, which glyphs
 * are used) comes before the first byte, so each page can be printed,
 * deflated and forgotten by itself.
 */
#include "pdf_priv.h"

/* Pages under one node of the page tree. */
#define PAGES_NODE 128

void
pdf_prepare(struct pdf *pdf)
{
	struct str lang = pdf->o->lang;
	if (!syntax_is_lang(lang))
		lang = pdf->doc->lang;
	pdf->lang = syntax_is_lang(lang) ? lang : STR("en");
	links_collect(pdf);
	tags_build(pdf);
	marks_items(pdf);
	glyphs_collect(pdf);
	marks_cut(pdf);
	tags_settle(pdf);
}

/* ---- pages ------------------------------------------------------------ */

static void
pdf_make_pages(struct pdf *pdf)
{
	size_t n = (size_t)pdf->pages->n;
	pdf->page_dicts = ARENA_ARRAY(pdf->a, n, struct haru_dict *);
	for (size_t i = 0; i < n; i++)
		pdf->page_dicts[i] = haru_dict_new(pdf->h);
}

/* Annots of page `page`; its links begin at `*link`. */
static void
pdf_page_annots(struct pdf *pdf, int page, int *link, struct buf *b)
{
	int first = *link;
	while (*link < pdf->nlinks && pdf->links[*link].page == page) {
		buf_c(b, *link == first ? "/Annots[" : " ");
		syntax_ref(b, pdf->links[(*link)++].dict);
	}
	if (*link > first)
		buf_ch(b, ']');
}

static void
pdf_page(struct pdf *pdf, int page, int *link, struct buf *content)
{
	struct haru *h = pdf->h;
	const struct sheet *s = &pdf->pages->v[page];
	struct haru_dict *d = pdf->page_dicts[page];
	content->n = 0;
	content_page(pdf, page, content);
	struct str z =
		zip_deflate(pdf->z, (struct str){content->p, content->n});
	haru_put_name(h, d, "Type", "Page");
	struct haru_array *box = haru_array_in(h, d, "MediaBox");
	haru_push_int(h, box, 0);
	haru_push_int(h, box, 0);
	haru_push_mpt(h, box, s->w);
	haru_push_mpt(h, box, s->h);
	haru_put_ref(h, d, "Resources", pdf->resources);
	haru_put_ref(h, d, "Contents", haru_stream_new(h, z, true));
	haru_put_int(h, d, "StructParents", page);
	haru_put_name(h, d, "Tabs", "S");
	pdf_page_annots(pdf, page, link, &pdf->scratch);
	syntax_print(pdf, d);
}

/* The page tree: libharu's root, and under it nodes of PAGES_NODE pages. */
static void
pdf_page_tree(struct pdf *pdf)
{
	struct haru *h = pdf->h;
	struct haru_dict *root = haru_page_root(h);
	struct haru_array *top = haru_array_in(h, root, "Kids");
	int n = pdf->pages->n;
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
		haru_push_ref(h, kids, pdf->page_dicts[i]);
		haru_put_ref(h, pdf->page_dicts[i], "Parent", node);
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

static bool
pdf_write_all(struct pdf *pdf, struct str *out)
{
	pdf_prepare(pdf);
	pdf->resources = haru_dict_new(pdf->h);
	pdf_make_pages(pdf);
	images_collect(pdf);
	if (pdf->no_memory || !fonts_write(pdf))
		return false;
	pdf_resources(pdf);
	elems_write(pdf);
	struct buf content = buf_new(pdf->a);
	int link = 0;
	for (int i = 0; i < pdf->pages->n; i++)
		pdf_page(pdf, i, &link, &content);
	pdf_page_tree(pdf);
	links_write(pdf);
	outline_write(pdf);
	meta_write(pdf);
	return save_file(pdf->a, pdf->h, pdf->z, out);
}

bool
pdf_write(struct arena *a, const struct document *doc,
	const struct pages *pages, const struct pdf_options *o, struct str *out,
	struct diag *dg)
{
	struct pdf pdf = {.a = a, .doc = doc, .pages = pages, .o = o};
	pdf.scratch = buf_new(a);
	pdf.h = haru_open(a);
	pdf.z = zip_open(a);
	if (!pdf.h || !pdf.z) {
		diag_report(dg, DIAG_NO_MEMORY, SPAN_NONE, "%s", "");
		return false;
	}
	if (pdf_write_all(&pdf, out))
		return true;
	if (pdf.no_memory || haru_no_memory(pdf.h))
		diag_report(dg, DIAG_NO_MEMORY, SPAN_NONE, "%s", "");
	else if (pdf.refused)
		diag_report(dg, DIAG_WRITE_FAILED, SPAN_NONE,
			"PDF (%s may not be embedded)", pdf.refused->path);
	else
		diag_report(dg, DIAG_WRITE_FAILED, SPAN_NONE,
			"PDF (libharu 0x%04X)", haru_failed(pdf.h));
	return false;
}
