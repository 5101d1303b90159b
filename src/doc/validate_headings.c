/*
 * Headings: empty ones go; each gets a level for the tags that never
 * jumps, from a stack of the levels that are open; each gets an id, as
 * GitHub makes them, if the author gave none.
 */
#include "validate_priv.h"

struct open_level {
	int level, tag;
};

/* Pop what `level` closes, push it; its tag level. */
static int
level_open(struct open_level *stack, int *n, int level, bool *skips)
{
	while (*n && stack[*n - 1].level > level)
		(*n)--;
	*skips = false;
	if (*n && stack[*n - 1].level == level)
		return stack[*n - 1].tag;
	int tag = *n ? stack[*n - 1].tag + 1 : 1;
	*skips = *n && level > stack[*n - 1].level + 1;
	stack[(*n)++] = (struct open_level){level, tag};
	return tag;
}

static bool
drop_heading(struct validate *v, struct node *h)
{
	if (!validate_is_blank(h))
		return false;
	VALIDATE_REPORT(
		v, DIAG_HEADING_EMPTY, h->span, "level %d", h->heading.level);
	return true;
}

/* Lower case, spaces to hyphens, ASCII punctuation out. */
static struct str
make_id(struct arena *a, struct str text)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c == ' ')
			buf_ch(&b, '-');
		else if (ch_alnum(c) || c == '-' || c == '_' || c >= 0x80)
			buf_ch(&b, (char)ch_lower(c));
	}
	return buf_done(&b);
}

static void
give_id(struct validate *v, struct map *used, struct node *h)
{
	struct str id = h->id;

	if (!id.n) {
		struct str base = make_id(v->a, doc_text(v->a, h));
		if (!base.n)
			base = STR("section");
		int *n = map_find(used, base);
		if (!n) {
			n = ARENA_NEW(v->a, int);
			map_put(used, base, n);
			id = base;
		} else {
			id = str_fmt(v->a, "%.*s-%d", STR_ARG(base), ++*n);
		}
		h->id = id;
		return;
	}
	if (!map_find(used, id))
		map_put(used, id, ARENA_NEW(v->a, int));
}

void
validate_headings(struct validate *v)
{
	struct map used = map_new(v->a);
	struct open_level stack[8];
	int n = 0;
	struct node *root = v->doc->root;

	for (struct node *h = root, *next; h; h = next) {
		next = doc_next(h, root);
		if (h->kind != NODE_HEADING)
			continue;
		if (drop_heading(v, h)) {
			next = doc_next_after(h, root);
			doc_remove(h);
			continue;
		}
		bool skips;
		int level = h->heading.level;
		level = level < 1 ? 1 : level > 6 ? 6 : level;
		h->heading.level = level;
		h->heading.tag_level = level_open(stack, &n, level, &skips);
		if (skips)
			VALIDATE_REPORT(v, DIAG_HEADING_SKIP, h->span,
				"h%d after h%d", level, stack[n - 2].level);
		give_id(v, &used, h);
	}
}
