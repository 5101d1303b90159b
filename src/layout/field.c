/*
 * Fields of forms, to be filled in by pen: a box to tick, a line or some
 * lines to write on.
 */
#include "layout_priv.h"

#define FIELD_BOX_GAP     PT(5)  /* between a box and its text */
#define FIELD_LINE_HEIGHT PT(24) /* 8.5 mm: a line of handwriting */

void
field_size(struct layout *l, const struct node *n, mpt measure, mpt *w, mpt *up,
	mpt *down)
{
	mpt size = layout_size(l, n->style);
	*up = mpt_scale(size, 78, 100);
	*down = mpt_scale(size, 8, 100);
	switch (n->field.type) {
	case FIELD_CHECKBOX:
	case FIELD_RADIO:
		*w = *up + *down + FIELD_BOX_GAP;
		break;
	case FIELD_AREA:
		*w = measure;
		*down = PT(4);
		*up = FIELD_LINE_HEIGHT *
		      (n->field.size > 0 && n->field.size < 12 ? n->field.size
							       : 3);
		break;
	default:
		*w = n->field.size > 0 && n->field.size < 80
		             ? PT(6) * n->field.size
		             : PT(150);
		*up = PT(14);
		*down = PT(4);
		break;
	}
	*w = mpt_min(*w, measure);
}

static void
field_line(struct layout *l, struct strip *s, const struct node *n, mpt x,
	mpt y, mpt w, mpt h)
{
	const struct style *st = n->style;
	struct item *it = strip_add(l, s, ITEM_LINE);
	it->node = n;
	it->color = st->border_color == COLOR_NONE ? st->rule_color
	                                           : st->border_color;
	it->x = x;
	it->y = y;
	it->w = w;
	it->h = h;
	it->line.thick = st->border_width ? st->border_width : PT(.6);
}

static void
field_frame(struct layout *l, struct strip *s, const struct node *n, mpt x,
	mpt y, mpt w, mpt h)
{
	field_line(l, s, n, x, y, w, 0);
	field_line(l, s, n, x, y + h, w, 0);
	field_line(l, s, n, x, y, 0, h);
	field_line(l, s, n, x + w, y, 0, h);
}

static void
field_tick(struct layout *l, struct strip *s, const struct node *n, mpt x,
	mpt y, mpt w, mpt h)
{
	field_line(l, s, n, x + w / 5, y + h / 2, w / 5, h / 4);
	field_line(l, s, n, x + w * 2 / 5, y + h * 3 / 4, w * 2 / 5, -h / 2);
}

void
field_paint(struct layout *l, struct strip *s, const struct node *n, mpt x,
	mpt y, mpt w, mpt h)
{
	switch (n->field.type) {
	case FIELD_CHECKBOX:
	case FIELD_RADIO:
		w -= FIELD_BOX_GAP;
		x += n->style->rtl ? FIELD_BOX_GAP : 0;
		field_frame(l, s, n, x, y, w, h);
		if (n->field.checked)
			field_tick(l, s, n, x, y, w, h);
		break;
	case FIELD_AREA:
		for (mpt at = y + FIELD_LINE_HEIGHT; at <= y + h;
			at += FIELD_LINE_HEIGHT)
			field_line(l, s, n, x, at, w, 0);
		break;
	default:
		field_line(l, s, n, x, y + h - PT(4), w, 0);
		break;
	}
}
