/*
 * A document in another arena: what reading it took besides can then go.
 */
#include "doc.h"

struct copy {
	struct arena *a;
	uint32_t n;              /* nodes of the document */
	const struct node **old; /* by number */
	struct node **new;
};

static void
copy_str(const struct copy *c, struct str *s)
{
	if (s->n)
		*s = str_dup(c->a, *s);
	else if (s->p)
		s->p = "";
}

static struct attr *
copy_attrs(const struct copy *c, const struct attr *from)
{
	struct attr *first = NULL, **at = &first;
	for (; from; from = from->next, at = &(*at)->next) {
		*at = ARENA_NEW(c->a, struct attr);
		**at = *from;
		copy_str(c, &(*at)->name);
		copy_str(c, &(*at)->value);
		(*at)->next = NULL;
	}
	return first;
}

/* The copy of a node; NULL if it is not in the tree. */
static struct node *
copy_of(const struct copy *c, const struct node *old)
{
	if (!old || old->num >= c->n || c->old[old->num] != old)
		return NULL;
	return c->new[old->num];
}

/* What only nodes of its kind have. */
static void
copy_own(const struct copy *c, struct node *n)
{
	switch (n->kind) {
	case NODE_LINK:
		copy_str(c, &n->link.href);
		n->link.target = copy_of(c, n->link.target);
		break;
	case NODE_NOTE:
		copy_str(c, &n->note.label);
		n->note.first_ref = copy_of(c, n->note.first_ref);
		break;
	case NODE_NOTE_REF:
		copy_str(c, &n->ref.label);
		n->ref.target = copy_of(c, n->ref.target);
		break;
	case NODE_PAGE_REF:
	case NODE_PAGE_NO:
		n->page.target = copy_of(c, n->page.target);
		break;
	case NODE_IMAGE:
		copy_str(c, &n->image.src);
		copy_str(c, &n->image.alt);
		copy_str(c, &n->image.drawing);
		break;
	case NODE_MEDIA:
		copy_str(c, &n->media.src);
		copy_str(c, &n->media.title);
		copy_str(c, &n->media.minutes);
		break;
	case NODE_FIELD:
		copy_str(c, &n->field.label);
		break;
	case NODE_CODE_BLOCK:
		copy_str(c, &n->code.language);
		break;
	case NODE_ABBR:
		copy_str(c, &n->abbr.expansion);
		break;
	case NODE_CHAPTER:
		copy_str(c, &n->chapter.title);
		copy_str(c, &n->chapter.module);
		copy_str(c, &n->chapter.section);
		break;
	default:
		break;
	}
}

/* The nodes themselves, in their places. */
static void
copy_tree(struct copy *c, const struct node *root)
{
	for (const struct node *k = root; k; k = doc_next(k, root)) {
		struct node *n = ARENA_NEW(c->a, struct node);
		*n = *k;
		n->parent = n->first = n->last = n->prev = n->next = NULL;
		copy_str(c, &n->text);
		copy_str(c, &n->id);
		copy_str(c, &n->classes);
		copy_str(c, &n->lang);
		copy_str(c, &n->role);
		n->attrs = copy_attrs(c, k->attrs);
		c->old[k->num] = k;
		c->new[k->num] = n;
		if (k != root)
			doc_append(c->new[k->parent->num], n);
	}
}

static void
copy_notes(const struct copy *c, struct document *doc)
{
	struct node **old = doc->notes;
	int n = doc->nnotes;
	doc->notes = ARENA_ARRAY(c->a, (size_t)n, struct node *);
	doc->notes_cap = n;
	doc->nnotes = 0;
	for (int i = 0; i < n; i++) {
		struct node *note = copy_of(c, old[i]);
		if (note)
			doc->notes[doc->nnotes++] = note;
	}
}

struct document *
doc_copy(struct arena *a, struct arena *work, struct document *from)
{
	doc_number(from);
	struct document *doc = ARENA_NEW(a, struct document);
	struct copy c = {.a = a, .n = from->nnodes};
	c.old = ARENA_ARRAY(work, c.n, const struct node *);
	c.new = ARENA_ARRAY(work, c.n, struct node *);
	*doc = *from;
	doc->a = a;
	doc->ignores = NULL;
	doc->nignores = doc->ignores_cap = 0;
	struct str *texts[] = {&doc->title, &doc->subtitle, &doc->module,
		&doc->section, &doc->lang};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		copy_str(&c, texts[i]);
	copy_tree(&c, from->root);
	for (uint32_t i = 0; i < c.n; i++)
		copy_own(&c, c.new[i]);
	doc->root = c.new[0];
	copy_notes(&c, doc);
	return doc;
}
