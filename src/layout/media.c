/*
 * Embedded media as cards: title, minutes, address, and the address again
 * as a QR code (ISO/IEC 18004, level M, quiet zone of four modules) for
 * those who hold the paper.  The words of the card are the node's children
 * (doc_cards makes them).
 */
#include "layout_priv.h"

#include <qrencode.h>

static void
free_code(void *p)
{
	QRcode_free(p);
}

static struct path_step *
path_push(struct layout *l, struct item *it, int *cap, char op)
{
	struct path_step *v = (struct path_step *)it->path.steps;
	ARENA_PUSH(l->a, v, it->path.n, *cap);
	it->path.steps = v;
	struct path_step *s = &v[it->path.n++];
	*s = (struct path_step){.op = op};
	return s;
}

/* A rectangle of `n` dark modules in a row. */
static void
code_bar(struct layout *l, struct item *it, int *cap, mpt x0, mpt x1, mpt y0,
	mpt y1)
{
	const mpt corner[4][2] = {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
	for (int i = 0; i < 4; i++) {
		struct path_step *s = path_push(l, it, cap, i ? 'l' : 'm');
		s->v[0] = corner[i][0];
		s->v[1] = corner[i][1];
	}
	path_push(l, it, cap, 'z');
}

static void
code_rows(struct layout *l, struct item *it, const QRcode *code, mpt size)
{
	int all = code->width + 8, cap = 0;
	for (int y = 0; y < code->width; y++) {
		const unsigned char *row = code->data + y * code->width;
		for (int x = 0; x < code->width;) {
			int from = x;
			while (x < code->width && (row[x] & 1))
				x++;
			if (x > from)
				code_bar(l, it, &cap,
					mpt_scale(size, from + 4, all),
					mpt_scale(size, x + 4, all),
					mpt_scale(size, y + 4, all),
					mpt_scale(size, y + 5, all));
			x = x > from ? x : x + 1;
		}
	}
}

/* Paint the code of `address` at x, y; false if it is too long for one. */
static bool
code_paint(struct layout *l, struct strip *s, struct str address, mpt x, mpt y,
	mpt size)
{
	if (!address.n || address.n > 600)
		return false;
	QRcode *code = QRcode_encodeData((int)address.n,
		(const unsigned char *)address.p, 0, QR_ECLEVEL_M);
	if (!code)
		return false;
	arena_defer(l->a, free_code, code);
	struct item *ground = strip_add(l, s, ITEM_RECT);
	ground->artifact = ARTIFACT_BACKGROUND;
	ground->color = 0xFFFFFF;
	ground->x = x;
	ground->y = y;
	ground->w = ground->h = size;
	struct item *it = strip_add(l, s, ITEM_PATH);
	it->artifact = ARTIFACT_LAYOUT; /* the link says the same */
	it->x = x;
	it->y = y;
	it->w = it->h = size;
	code_rows(l, it, code, size);
	return true;
}

/* The address of the first link on the card. */
static struct str
card_address(const struct node *n)
{
	const struct node *c = doc_next(n, n);
	for (; c; c = doc_next(c, n))
		if (c->kind == NODE_LINK)
			return c->link.href;
	return STR0;
}

void
flow_media(struct flow *f, const struct node *n)
{
	struct layout *l = f->l;
	struct flow_block b = flow_enter(f, n->style);
	struct str address = card_address(n);
	bool code = str_istarts(address, "http") && address.n <= 600;
	mpt size = l->t->qr_size;
	mpt room = code && f->w > 3 * size ? f->w - size - PT(12) : f->w;
	struct galley g = {0};
	struct flow inner = flow_new(l, &g, 0, room);
	flow_children(&inner, n);
	mpt h = galley_height(&g);
	code = code && room < f->w;
	struct strip *s = flow_strip(f, code ? mpt_max(h, size) : h);
	if (code)
		code_paint(l, s, address, f->x + f->w - size, 0, size);
	galley_into_strip(l, &g, s, f->x, 0);
	flow_leave(f, &b);
}
