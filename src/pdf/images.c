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

static struct haru_dict *
image_dict(struct pdf *pdf, const struct image *im, struct str data, bool jpeg,
	const char *space)
{
	struct haru *h = pdf->h;
	struct haru_dict *d = haru_stream_new(
		h, jpeg ? data : zip_deflate(pdf->z, data), !jpeg);
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

/* Samples, filtered if that makes them smaller. */
static struct haru_dict *
image_samples(struct pdf *pdf, const struct image *im, const char *space)
{
	struct str rows = im->data;
	bool filtered = predict_rows(pdf->a, pdf->z, im, &rows);
	struct haru_dict *d = image_dict(pdf, im, rows, false, space);
	if (!filtered)
		return d;
	arena_recycle(pdf->a, (void *)rows.p, rows.n);
	struct haru_dict *parms = haru_dict_in(pdf->h, d, "DecodeParms");
	haru_put_int(pdf->h, parms, "Predictor", 15);
	haru_put_int(pdf->h, parms, "Colors", im->space == IMAGE_GRAY ? 1 : 3);
	haru_put_int(pdf->h, parms, "Columns", im->w);
	return d;
}

/* A picture that has its samples. */
static struct haru_dict *
image_write_full(struct pdf *pdf, const struct image *im)
{
	static const char *const spaces[] = {[IMAGE_GRAY] = "DeviceGray",
		[IMAGE_RGB] = "DeviceRGB",
		[IMAGE_CMYK] = "DeviceCMYK"};
	struct haru *h = pdf->h;
	const char *space = spaces[im->space];
	struct haru_dict *d =
		im->coding == IMAGE_JPEG
			? image_dict(pdf, im, im->data, true, space)
			: image_samples(pdf, im, space);
	if (im->inverted)
		haru_print(h, d, STR("/Decode[1 0 1 0 1 0 1 0]"));
	if (im->alpha.n)
		haru_put_ref(h, d, "SMask",
			image_dict(pdf, im, im->alpha, false, "DeviceGray"));
	return d;
}

static struct haru_dict *
image_write(struct pdf *pdf, const struct image *im)
{
	struct image full;
	if (!image_load(pdf->a, im, &full)) {
		pdf->no_memory = true;
		return NULL;
	}
	const struct image *gray =
		pdf->o->gray ? image_gray(pdf->a, &full) : &full;
	struct haru_dict *d = image_write_full(pdf, gray);
	if (gray != &full && gray->coding == IMAGE_RAW)
		arena_recycle(pdf->a, (void *)gray->data.p, gray->data.n);
	image_unload(pdf->a, &full);
	return d;
}

static void
images_add(struct pdf *pdf, const struct image *im)
{
	struct picture *p = images_find(pdf, im);
	if (p)
		return;
	p = ARENA_NEW(pdf->a, struct picture);
	p->image = im;
	struct str name = str_fmt(pdf->a, "I%d", pdf->npictures);
	memcpy(p->name, name.p, mpt_min((mpt)name.n, sizeof p->name - 1));
	p->dict = image_write(pdf, im);
	map_put(&pdf->pictures, im->sha, p);
	ARENA_PUSH(
		pdf->a, pdf->picture_list, pdf->npictures, pdf->cap_pictures);
	pdf->picture_list[pdf->npictures++] = p;
}

void
images_collect(struct pdf *pdf)
{
	pdf->pictures = map_new(pdf->a);
	for (int i = 0; i < pdf->pages->n; i++)
		for (int k = 0; k < pdf->marks[i].nitems; k++)
			if (pdf->marks[i].items[k]->kind == ITEM_IMAGE)
				images_add(pdf, pdf->marks[i].items[k]->image);
}
