/*
 * Normal form, in passes that each rely on the ones before: levels and
 * white space first, then tables, headings, notes (which move), links
 * (which look for what has moved), and last the counting.  Every pass is
 * a loop over the tree.  Running it twice changes nothing the second
 * time.
 */
#include "validate_priv.h"

/* ---- lists ------------------------------------------------------------ */

static void
number_items(struct node *list)
{
	int n = list->list.start, step = list->list.reversed ? -1 : 1;

	for (struct node *c = list->first; c; c = c->next) {
		if (c->kind != NODE_ITEM)
			continue;
		if (c->item.has_value)
			n = c->item.number;
		c->item.number = list->list.ordered ? n : 0;
		/* far from the ends of int: no list is that long */
		if (n < 1000000000 && n > -1000000000)
			n += step;
	}
}

/* ---- pictures --------------------------------------------------------- */

static void
mark_alone(struct validate *v, struct node *image)
{
	struct node *n = image;

	if (!image->image.alt.n && !image->image.decorative)
		VALIDATE_REPORT(v, DIAG_IMG_NO_ALT, image->span, "%.*s",
			STR_ARG(str_sub(image->image.src, 0, 200)));

	image->image.alone = false;
	while (!n->prev && !n->next && n->parent && doc_is_inline(n->parent))
		n = n->parent;
	if (!n->prev && !n->next && n->parent && !doc_is_inline(n->parent))
		image->image.alone = true;
}

/* ---- boxes ------------------------------------------------------------ */

static bool
is_box_title(const struct node *n)
{
	if (n->kind == NODE_HEADING || doc_has_class(n, "box-title"))
		return true;
	return (n->kind == NODE_PARA || n->kind == NODE_PLAIN) && n->first &&
	       n->first == n->last && doc_has_class(n->first, "box-title");
}

/* Not a box but what stands round a title: "page-header", "card__title". */
static bool
is_round_title(const struct node *n)
{
	struct str classes = n->classes, word;
	while (str_next(&classes, " ", &word))
		if (str_find(word, "head", 0) >= 0 ||
			str_find(word, "title", 0) >= 0)
			return true;
	return false;
}

static void
check_box(struct validate *v, const struct node *box)
{
	if (!box->classes.n || is_round_title(box) || !box->first ||
		box->first != box->last || !is_box_title(box->first))
		return;
	struct str title = doc_text(v->a, box);
	VALIDATE_REPORT(v, DIAG_BOX_EMPTY, box->span, "%.*s", STR_ARG(title));
}

static void
validate_rest(struct validate *v)
{
	struct node *root = v->doc->root;

	for (struct node *n = root; n; n = doc_next(n, root)) {
		if (n->kind == NODE_LIST)
			number_items(n);
		else if (n->kind == NODE_IMAGE)
			mark_alone(v, n);
		else if (n->kind == NODE_DIV)
			check_box(v, n);
	}
}

void
doc_normalize(struct document *doc)
{
	struct validate v = {.a = doc->a, .doc = doc};

	validate_levels(&v);
	validate_space(&v);
}

void
doc_validate(struct document *doc, struct diag *dg)
{
	struct validate v = {.a = doc->a, .doc = doc, .dg = dg};

	validate_levels(&v);
	validate_space(&v);
	validate_tables(&v);
	validate_headings(&v);
	validate_notes(&v);
	validate_links(&v);
	validate_rest(&v);
	doc_number(doc);
}
