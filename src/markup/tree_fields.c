/*
 * What stands beside a field or a video and belongs to it: the label of
 * a field, found by for= or round it, and the minutes under a video.
 */
#include "markup_priv.h"

/* ---- labels ----------------------------------------------------------- */

static struct map
labels_by_id(struct document *doc)
{
	struct map labels = map_new(doc->a);
	struct node *root = doc->root;

	for (struct node *n = root; n; n = doc_next(n, root)) {
		struct str id = n->kind == NODE_SPAN && n->attrs
		                        ? doc_attr_value(n, "for")
		                        : STR0;
		if (id.n)
			map_put(&labels, id, n);
	}
	return labels;
}

static const struct node *
label_round(const struct node *n)
{
	while (n && !(n->kind == NODE_SPAN && doc_has_class(n, "label")))
		n = n->parent;
	return n;
}

static void
label_field(struct document *doc, const struct map *labels, struct node *field)
{
	const struct node *label = NULL;

	if (field->field.label.n)
		return;
	if (field->id.n)
		label = map_find(labels, field->id);
	if (!label)
		label = label_round(field);
	if (label)
		field->field.label = doc_text(doc->a, label);
}

/* ---- minutes ---------------------------------------------------------- */

/* "7:11", "5", "5 min", "5 minutes": without the unit; else empty. */
static struct str
minutes_in(struct str s)
{
	static const char *const units[] = {
		"minutes", "minute", "mins", "min", "min."};
	size_t i = 0;

	s = str_trim(s);
	while (i < s.n && (ch_digit(s.p[i]) || (i && s.p[i] == ':')))
		i++;
	struct str unit = str_trim(str_sub(s, i, s.n));
	if (i == 0 || i > 8)
		return STR0;
	if (!unit.n)
		return str_sub(s, 0, i);
	for (size_t k = 0; k < ARRAY_LEN(units); k++)
		if (str_iis(unit, units[k]))
			return str_sub(s, 0, i);
	return STR0;
}

/* The block that follows in reading order, out of a wrapper if need be. */
static struct node *
block_after(struct node *n, const struct node *root)
{
	while (n->parent && n->parent != root && !n->next)
		n = n->parent;
	return n->next;
}

static void
take_minutes(struct document *doc, struct node *media)
{
	struct node *n = block_after(media, doc->root);

	if (!n || !doc_has_class(n, "videotime"))
		return;
	struct str minutes = minutes_in(doc_text(doc->a, n));
	if (!minutes.n)
		return;
	media->media.minutes = minutes;
	doc_remove(n);
}

void
tree_fields(struct document *doc)
{
	struct map labels = labels_by_id(doc);
	struct node *root = doc->root;

	for (struct node *n = root; n; n = doc_next(n, root))
		if (n->kind == NODE_FIELD)
			label_field(doc, &labels, n);
		else if (n->kind == NODE_MEDIA)
			take_minutes(doc, n);
}
