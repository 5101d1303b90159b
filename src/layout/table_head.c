/*
 * What a page begins with on which a table goes on: the table's head, made a
 * second time as an artifact.
 *
 * A title among the rows is repeated too, below the head.  If the head is
 * nothing but a title itself, the later one takes its place.
 */
#include "table_priv.h"

bool
row_is_title(const struct table_box *tb, int row)
{
	const struct row_box *r = &tb->rows[row];
	const struct node *c = tb->cells[r->first].node;
	int cols = tb->node->table.cols;
	return r->ncells == 1 && !r->tied && cols > 1 && c->cell.header &&
	       c->cell.colspan == cols;
}

static int
head_rows(const struct table_box *tb)
{
	int n = 0;
	while (n < tb->nrows && tb->rows[n].head)
		n++;
	return n;
}

mpt
table_head_height(const struct table_box *tb)
{
	int n = head_rows(tb);
	return n ? rows_height(tb, 0, n - 1) : 0;
}

bool
table_repeats(const struct table_box *tb, mpt height)
{
	return tb->l->t->head_repeat && height < tb->l->body_height / 3;
}

static void
items_make_artifacts(struct strip *s)
{
	int kept = 0;
	for (int i = 0; i < s->n; i++) {
		struct item it = s->items[i];
		if (it.kind == ITEM_LINK)
			continue;
		if (it.artifact == ARTIFACT_NO) {
			it.artifact = ARTIFACT_HEADER;
			it.node = NULL;
		}
		s->items[kept++] = it;
	}
	s->n = kept;
}

/* The title cell's text with "(continued)" after it. */
static void
title_set_continued(struct table_box *tb, struct cell_box *c)
{
	struct layout *l = tb->l;
	const struct node *n = c->node->first;
	if (!n || doc_kinds[n->kind].level != LEVEL_PARENT)
		return;
	struct style *s = ARENA_NEW(l->a, struct style);
	const struct style *plain = theme_class_style(l->a, l->t, "continued");
	*s = *n->style;
	s->color =
		n->first && n->first->style ? n->first->style->color : s->color;
	s->bold = plain->bold;
	s->transform = plain->transform;
	s->letter_space = plain->letter_space;
	struct pieces ps = {.l = l};
	pieces_collect(&ps, n);
	struct piece_owner own = {.node = n, .ground = COLOR_NONE};
	pieces_add(&ps, str_fmt(l->a, " (%s)", l->words->continued), s, &own,
		SPAN_NONE);
	struct para *p = text_shape(l->a, l->o->fonts, ps.v, ps.n, l->dg);
	c->g = (struct galley){0};
	struct flow f = flow_new(l, &c->g, 0, cell_room(tb->l, c));
	struct break_options o = layout_breaks(n->style, f.w);
	flow_lines(&f, n, p, &o);
	c->content = galley_height(&c->g);
}

static void
title_continue(struct table_box *tb, int row)
{
	struct row_box *r = &tb->rows[row];
	struct cell_box *c = &tb->cells[r->first];
	title_set_continued(tb, c);
	r->h = mpt_max(r->h, cell_height(c));
}

/* The row below what is in `s` already. */
static mpt
head_add_row(struct table_box *tb, struct strip *s, int row, mpt y)
{
	struct strip one = {0};
	paint_row(tb, &one, row);
	if (y == 0 && row > 0)
		paint_rule(tb, &one, 0, 0, table_width(tb), 0);
	items_make_artifacts(&one);
	for (int k = 0; k < one.n; k++) {
		struct item *it = strip_add(tb->l, s, one.items[k].kind);
		*it = one.items[k];
		it->y += y;
	}
	return tb->rows[row].h;
}

/* The first `n` rows, and the row `title` unless it is -1.  Without either,
 * or if that is too much, the rule that tables begin with. */
static const struct table_head *
head_make(struct table_box *tb, int n, int title)
{
	struct strip s = {0};
	mpt h = 0;
	for (int i = 0; i < n; i++)
		h += head_add_row(tb, &s, i, h);
	if (title >= 0) {
		title_continue(tb, title);
		h += head_add_row(tb, &s, title, h);
	}
	if (!h || !table_repeats(tb, h)) {
		h = 0;
		s = (struct strip){0};
		paint_rule(tb, &s, 0, 0, table_width(tb), 0);
	}
	struct table_head *head = ARENA_NEW(tb->l->a, struct table_head);
	*head = (struct table_head){h, s.items, s.n};
	return head;
}

/* Strips of the rows begin a page below the head, and the title among the
 * rows that they belong to. */
void
table_repeat_head(struct table_box *tb)
{
	struct galley *g = tb->f->g;
	int n = head_rows(tb);
	bool cut = n && tied_last(tb, 0) >= n; /* into the body */
	if (cut || !table_repeats(tb, table_head_height(tb)))
		n = 0;
	if (n && row_is_title(tb, 0))
		title_continue(tb, 0);
	int above = n == 1 && row_is_title(tb, 0) ? 0 : n;
	const struct table_head *head = head_make(tb, n, -1);
	int below = head_rows(tb) ? head_rows(tb) : 1;
	for (int r = below; r < tb->nrows; r++) {
		bool title = row_is_title(tb, r);
		if (title)
			head = head_make(tb, above, -1);
		int end = r + 1 < tb->nrows ? tb->rows[r + 1].strip : g->n;
		for (int i = tb->rows[r].strip; i < end; i++)
			g->v[i].head = head;
		if (title)
			head = head_make(tb, above, r);
	}
}
