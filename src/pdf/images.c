/*
 * Pictures as image XObjects (ISO 32000-1, 8.9), each once however often
 * it is painted: their identity is `sha`.  JPEG goes in as it is; samples
 * are deflated, and large ones loaded only for that.  Transparency becomes a
 * soft mask, so a picture looks right on a tinted box.
 */
#include "pdf_priv.h"

struct picture *
images_find(const struct pdf *pdf, const struct image *im)
{
	return map_find(&pdf->pictures, im->sha);
}

/* ---- packing --------------------------------------------------------------
 */

/* Samples, filtered if that makes them smaller. */
static struct str
pack_samples(struct pdf *pdf, const struct image *im, bool *filtered)
{
	struct str rows = im->data;
	*filtered = predict_rows(pdf->a, pdf->z, im, &rows);
	struct str packed = zip_deflate(pdf->z, rows);
	if (*filtered)
		arena_recycle(pdf->a, (void *)rows.p, rows.n);
	return packed;
}

/* A picture that has its samples, as it goes into the file. */
static struct image_packed
pack_full(struct pdf *pdf, const struct image *im)
{
	struct image_packed p = {.file = im->hash,
		.gray = pdf->o->gray,
		.head = *im,
		.space = im->space};
	if (im->coding == IMAGE_JPEG)
		p.data = im->data;
	else
		p.data = pack_samples(pdf, im, &p.filtered);
	if (im->alpha.n)
		p.alpha = zip_deflate(pdf->z, im->alpha);
	return p;
}

/* What the file will point to: the handle's copy, or one of the file's own. */
static void
pack_keep(struct pdf *pdf, struct image_packed *p)
{
	struct image_cache *c = pdf->o->images;
	image_cache_keep(c, p);
	const struct image_packed *kept = image_cache_find(c, p->file, p->gray);
	if (!kept) {
		if (p->head.coding == IMAGE_JPEG)
			p->data = str_dup(pdf->a, p->data);
		return;
	}
	if (p->head.coding != IMAGE_JPEG)
		arena_recycle(pdf->a, (void *)p->data.p, p->data.n);
	*p = *kept;
}

static bool
pack(struct pdf *pdf, const struct image *im, struct image_packed *out)
{
	struct image full;
	if (!image_load(pdf->a, im, &full))
		return false;
	const struct image *gray =
		pdf->o->gray ? image_gray(pdf->a, &full) : &full;
	*out = pack_full(pdf, gray);
	if (gray != &full && gray->coding == IMAGE_RAW)
		arena_recycle(pdf->a, (void *)gray->data.p, gray->data.n);
	image_unload(pdf->a, &full);
	pack_keep(pdf, out);
	return true;
}

/* ---- writing --------------------------------------------------------------
 */

static struct haru_dict *
image_dict(struct pdf *pdf, const struct image *im, struct str data, bool jpeg,
	const char *space)
{
	struct haru *h = pdf->h;
	struct haru_dict *d = haru_stream_new(h, data, !jpeg);
	if (jpeg)
		haru_put_name(h, d, "Filter", "DCTDecode");
	haru_put_name(h, d, "Type", "XObject");
	haru_put_name(h, d, "Subtype", "Image");
	haru_put_int(h, d, "Width", im->w);
	haru_put_int(h, d, "Height", im->h);
	haru_put_name(h, d, "ColorSpace", space);
	haru_put_int(h, d, "BitsPerComponent", 8);
	return d;
}

static void
image_put_filter(
	struct pdf *pdf, struct haru_dict *d, const struct image_packed *p)
{
	struct haru_dict *parms = haru_dict_in(pdf->h, d, "DecodeParms");
	haru_put_int(pdf->h, parms, "Predictor", 15);
	haru_put_int(pdf->h, parms, "Colors", p->space == IMAGE_GRAY ? 1 : 3);
	haru_put_int(pdf->h, parms, "Columns", p->head.w);
}

static struct haru_dict *
image_put(struct pdf *pdf, const struct image_packed *p)
{
	static const char *const spaces[] = {[IMAGE_GRAY] = "DeviceGray",
		[IMAGE_RGB] = "DeviceRGB",
		[IMAGE_CMYK] = "DeviceCMYK"};
	const struct image *im = &p->head;
	bool jpeg = im->coding == IMAGE_JPEG;
	struct haru_dict *d =
		image_dict(pdf, im, p->data, jpeg, spaces[p->space]);
	if (p->filtered)
		image_put_filter(pdf, d, p);
	if (im->inverted)
		haru_print(pdf->h, d, STR("/Decode[1 0 1 0 1 0 1 0]"));
	if (p->alpha.n)
		haru_put_ref(pdf->h, d, "SMask",
			image_dict(pdf, im, p->alpha, false, "DeviceGray"));
	return d;
}

static struct haru_dict *
image_write(struct pdf *pdf, const struct image *im)
{
	struct image_packed p;
	if (im->packed)
		return image_put(pdf, im->packed);
	if (!pack(pdf, im, &p)) {
		pdf->no_memory = true;
		return NULL;
	}
	return image_put(pdf, &p);
}

static void
images_add(struct pdf *pdf, const struct image *im)
{
	struct picture *p = images_find(pdf, im);
	if (p)
		return;
	p = ARENA_NEW(pdf->a, struct picture);
	struct str name = str_fmt(pdf->a, "I%d", pdf->npictures);
	memcpy(p->name, name.p, mpt_min((mpt)name.n, sizeof p->name - 1));
	p->dict = image_write(pdf, im);
	map_put(&pdf->pictures, str_dup(pdf->a, im->sha), p);
	ARENA_PUSH(
		pdf->a, pdf->picture_list, pdf->npictures, pdf->cap_pictures);
	pdf->picture_list[pdf->npictures++] = p;
}

void
images_collect(struct pdf *pdf)
{
	for (int i = 0; i < pdf->pages->n; i++)
		for (int k = 0; k < pdf->marks[i].nitems; k++)
			if (pdf->marks[i].items[k]->kind == ITEM_IMAGE)
				images_add(pdf, pdf->marks[i].items[k]->image);
}
