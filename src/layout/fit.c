/*
 * `--fit N`: the handout on at most N pages.
 *
 * The steps go from mild to tight: closer lines, less space between blocks,
 * smaller type down to 9 pt, narrower margins.  Whether it can be done at all
 * shows in the tightest; the mildest that fits is found by halves.  Each is
 * laid out in silence; the author is told what it took.
 */
#include "layout_priv.h"

#define TYPE_LEAST PT(9)

/* In thousandths taken away; the type goes down in shares of what it may. */
static const struct {
	int leading, space, type;
	mpt margin;
} steps[] = {
	{0, 0, 0, 0},
	{20, 120, 0, 0},
	{40, 250, 0, 0},
	{40, 400, 0, 0},
	{40, 400, 250, 0},
	{40, 400, 500, 0},
	{40, 400, 750, 0},
	{40, 400, 1000, 0},
	{40, 400, 1000, PT(12)},
	{40, 400, 1000, PT(24)},
	{60, 450, 1000, PT(36)},
};

/* How much smaller type may get, in thousandths. */
static int
type_most(mpt size)
{
	return size <= TYPE_LEAST ? 0 : (size - TYPE_LEAST) * 1000 / size;
}

static struct squeeze
fit_squeeze(const struct layout *l, size_t step)
{
	int type = type_most(l->base_size) * steps[step].type / 1000;
	return (struct squeeze){.leading = steps[step].leading,
		.space = steps[step].space,
		.type = type,
		.margin = layout_margin_spare(l->t, steps[step].margin)};
}

/* Pages it takes and what is used of the last, without a word. */
static struct cuts
fit_try(const struct layout *l, struct squeeze q)
{
	struct layout trial =
		layout_start(l->a, l->doc, l->o, diag_new(l->a), q);
	struct galley g = {0};
	notes_set(&trial, l->doc->root->first, l->doc->root->last);
	layout_flow(&trial, &g);
	return paginate(&trial, &g);
}

static struct span
fit_place(const struct layout *l)
{
	return (struct span){l->doc->root->span.file, SPAN_WHOLE};
}

static void
fit_report(const struct layout *l, const struct squeeze *q)
{
	mpt size = mpt_scale(l->base_size, 1000 - q->type, 1000);
	diag_report(l->dg, DIAG_LAYOUT_FIT, fit_place(l),
		"%d %s: lines %d %%, spaces %d %%, type %d.%d pt, margins %d "
		"pt narrower",
		l->o->fit, l->o->fit == 1 ? "page" : "pages",
		100 - q->leading / 10, 100 - q->space / 10, size / 1000,
		size / 100 % 10, q->margin / 1000);
}

static void
fit_fail(const struct layout *l, const struct cuts *tightest)
{
	int over = tightest->n - l->o->fit;
	diag_report(l->dg, DIAG_LAYOUT_NO_FIT, fit_place(l),
		"%d pages at the tightest, %d with %d mm on the last more "
		"than %d",
		tightest->n, over, mpt_scale(tightest->last_used, 254, 720000),
		l->o->fit);
}

/* The mildest step that fits, where `loose` does not and `tight` does. */
static size_t
fit_search(const struct layout *l, size_t loose, size_t tight)
{
	while (tight - loose > 1) {
		size_t step = (loose + tight) / 2;
		struct cuts c = fit_try(l, fit_squeeze(l, step));
		if (c.n <= l->o->fit)
			tight = step;
		else
			loose = step;
	}
	return tight;
}

struct squeeze
layout_fit(const struct layout *l)
{
	const size_t tightest = ARRAY_LEN(steps) - 1;
	struct squeeze none = {0};
	if (l->o->fit <= 0 || layout_is_book(l->doc) ||
		fit_try(l, none).n <= l->o->fit)
		return none;
	struct cuts c = fit_try(l, fit_squeeze(l, tightest));
	if (c.n > l->o->fit) {
		fit_fail(l, &c);
		return none;
	}
	size_t step = fit_search(l, 0, tightest);
	struct squeeze q = fit_squeeze(l, step);
	fit_report(l, &q);
	return q;
}
