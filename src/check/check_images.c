/*
 * Pictures: are there enough pixels for the size they are printed at?
 */
#include "check_priv.h"

#include "image/image.h"

#define COARSE_DPI 100 /* below it, pixels are seen on paper */

static mpt
pixels_per_inch(int pixels, mpt length)
{
	return length > 0 ? mpt_scale(PT(72), pixels, length) : COARSE_DPI;
}

void
check_coarse(const struct check *c, const struct sheet *s)
{
	for (int i = 0; i < s->n; i++) {
		const struct item *it = &s->items[i];
		int w, h;
		if (it->kind != ITEM_IMAGE || !it->node)
			continue;
		image_size(it->image, &w, &h);
		mpt dpi = mpt_min(
			pixels_per_inch(w, it->w), pixels_per_inch(h, it->h));
		if (dpi < COARSE_DPI)
			diag_report(c->dg, DIAG_IMG_COARSE, it->node->span,
				"%.*s, %d dpi as it is printed",
				STR_ARG(str_sub(it->node->image.src, 0, 200)),
				(int)dpi);
	}
}
