/*
 * The list of the page's web links.  A reader of paper can't click: each
 * address that the text does not show gets a letter, one for the same
 * address, and stands in a list at the document's end.
 */
#include "doc.h"

struct links {
	struct document *doc;
	struct map letters; /* address -> struct node of its first LINK */
	struct node *list;
	int n;
};

static bool
is_web(struct str href)
{
	return str_istarts(href, "http://") || str_istarts(href, "https://") ||
	       str_istarts(href, "mailto:");
}

/* Without scheme and final slash. */
static struct str
bare_address(struct str s)
{
	static const char *const schemes[] = {"http://", "https://", "mailto:"};

	s = str_trim(s);
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
		if (str_istarts(s, schemes[i])) {
			size_t n = strlen(schemes[i]);
			s = str_sub(s, n, s.n);
			break;
		}
	return str_ends(s, "/") ? str_sub(s, 0, s.n - 1) : s;
}

static bool
shows_address(struct arena *a, const struct node *link)
{
	struct str text = doc_text(a, link);

	return str_ieq(bare_address(text), bare_address(link->link.href));
}

static void
list_address(struct links *l, struct node *link)
{
	struct arena *a = l->doc->a;
	struct node *item = doc_node(a, NODE_ITEM, link->span);
	struct node *line = doc_node(a, NODE_PLAIN, link->span);
	struct node *copy = doc_node(a, NODE_LINK, link->span);
	struct node *text = doc_node(a, NODE_TEXT, link->span);

	item->item.number = l->n;
	copy->link.href = link->link.href;
	text->text = link->link.href;
	doc_append(copy, text);
	doc_append(line, copy);
	doc_append(item, line);
	doc_append(l->list, item);
}

static void
letter_link(struct links *l, struct node *link)
{
	struct node *first = map_find(&l->letters, link->link.href);

	if (first) {
		link->link.letter = first->link.letter;
		return;
	}
	link->link.letter = ++l->n;
	map_put(&l->letters, link->link.href, link);
	list_address(l, link);
}

void
doc_links_append(struct document *doc, struct str heading)
{
	struct arena *a = doc->a;
	struct links l = {.doc = doc, .letters = map_new(a)};
	struct node *root = doc->root;

	l.list = doc_node(a, NODE_LIST, root->span);
	l.list->list.ordered = true;
	l.list->list.type = 'a';
	l.list->list.start = 1;
	l.list->classes = STR("links-list");
	for (struct node *n = root; n; n = doc_next(n, root))
		if (n->kind == NODE_LINK && !n->link.target &&
			is_web(n->link.href) && !shows_address(a, n))
			letter_link(&l, n);
	if (l.n) {
		struct node *h = doc_node(a, NODE_HEADING, root->span);
		struct node *text = doc_node(a, NODE_TEXT, root->span);
		h->heading.level = h->heading.tag_level = 2;
		h->classes = STR("links-heading");
		text->text = heading;
		doc_append(h, text);
		doc_append(root, h);
		doc_append(root, l.list);
	}
	doc_number(doc);
}
