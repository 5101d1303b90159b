/*
 * The closing page of a packet: who made its pages, and what others may do
 * with them.
 *
 * It is collected from the front matter, and from what the pages say: the
 * block around a link to a licence, and blocks whose class says that they
 * are credits.  Pages that say the same are named in one line; what all say
 * needs no names, and what the site has said already no line.
 */
#include "packet_priv.h"

#define CREDIT_MAX 240 /* bytes; what is longer is a text about licences */

/* Pages that say the same. */
struct credit {
	struct str text;
	struct buf titles; /* of the pages, with commas between */
	int pages;
	const struct packet_page *last; /* the page that said it last */
};

struct credits {
	struct packet *p;
	struct map seen; /* text: struct credit */
	struct credit **v;
	int n, cap;
};

static const char *const licence_keys[] = {"license", "licence", NULL};

static void
credits_add(struct credits *c, const struct packet_page *pg, struct str text)
{
	struct arena *a = c->p->r->a;
	struct credit *k = text.n ? map_find(&c->seen, text) : NULL;
	if (!text.n || (k && k->last == pg))
		return;
	if (!k) {
		k = ARENA_NEW(a, struct credit);
		*k = (struct credit){.text = text, .titles = buf_new(a)};
		map_put(&c->seen, text, k);
		ARENA_PUSH(a, c->v, c->n, c->cap);
		c->v[c->n++] = k;
	}
	k->pages++;
	k->last = pg;
	if (k->titles.n)
		buf_c(&k->titles, ", ");
	buf_str(&k->titles, pg->chapter->chapter.title);
}

/* ---- front matter ---------------------------------------------------------
 */

/* A name, or that of a map: `{name: Ann, url: ...}`. */
static struct str
credit_name(const struct value *v)
{
	return v->type == VALUE_MAP ? value_str(v, "name") : v->s;
}

/* What the first of the keys has: a name, or names with commas between. */
static struct str
front_says(struct arena *a, const struct value *front, const char *const *keys)
{
	struct buf b = buf_new(a);
	for (int i = 0; keys[i] && !b.n; i++) {
		const struct value *v = value_find(front, keys[i]);
		bool list = v && v->type == VALUE_LIST;
		for (const struct value *one = list ? v->first : v; one;
			one = list ? one->next : NULL) {
			struct str name = credit_name(one);
			if (b.n && name.n)
				buf_c(&b, ", ");
			buf_str(&b, name);
		}
	}
	return buf_done(&b);
}

/* "Author, Licence" */
static struct str
front_credit(struct arena *a, const struct value *front)
{
	static const char *const authors[] = {
		"author", "authors", "credit", "credits", NULL};
	struct str who = front_says(a, front, authors);
	struct str how = front_says(a, front, licence_keys);
	return str_fmt(a, "%.*s%s%.*s", STR_ARG(who),
		who.n && how.n ? ", " : "", STR_ARG(how));
}

/* ---- what the page says ---------------------------------------------------
 */

static bool
is_licence_link(const struct node *n)
{
	struct str href = n->kind == NODE_LINK ? n->link.href : STR0;
	return n->kind == NODE_LINK &&
	       (str_find(href, "creativecommons.org/licenses/", 0) >= 0 ||
		       str_find(href, "creativecommons.org/publicdomain/", 0) >=
			       0 ||
		       (n->attrs && str_has_word(doc_attr_value(n, "rel"),
					    "license")));
}

static bool
is_credit_block(const struct node *n)
{
	static const char *const classes[] = {"made-by", "license", "licence",
		"credit", "credits", "attribution-license"};
	bool is = false;
	for (size_t i = 0; i < ARRAY_LEN(classes) && n->classes.n; i++)
		is = is || doc_has_class(n, classes[i]);
	return is && !doc_is_inline(n);
}

/* The block that an inline node is in. */
static const struct node *
block_around(const struct node *n)
{
	while (n->parent && doc_is_inline(n))
		n = n->parent;
	return n;
}

/* Is it in the list of links, which says nothing of its own? */
static bool
is_listed(const struct node *n)
{
	while (n && !doc_has_class(n, "links-list"))
		n = n->parent;
	return n != NULL;
}

static void
page_says(struct credits *c, const struct packet_page *pg)
{
	struct arena *a = c->p->r->a;
	const struct node *top = pg->chapter;
	for (const struct node *n = top; n; n = doc_next(n, top)) {
		bool link = is_licence_link(n);
		if ((!link && !is_credit_block(n)) || is_listed(n))
			continue;
		struct str text =
			doc_text(a, link ? block_around(n->parent) : n);
		if (link && text.n > CREDIT_MAX)
			text = doc_text(a, n);
		if (text.n <= CREDIT_MAX)
			credits_add(c, pg, text);
	}
}

/* ---- the page -------------------------------------------------------------
 */

/* "**Title:** credit" */
static void
credits_line(struct credits *c, struct node *to, struct str what, struct str s)
{
	struct arena *a = c->p->r->a;
	struct node *line =
		doc_add_text(c->p->doc, to, NODE_PARA, 0, "credit", s);
	if (!what.n)
		return;
	struct node *strong = doc_node(a, NODE_STRONG, to->span);
	struct node *title = doc_node(a, NODE_TEXT, to->span);
	title->text = str_fmt(a, "%.*s:", STR_ARG(what));
	line->first->text = str_fmt(a, " %.*s", STR_ARG(s));
	doc_append(strong, title);
	doc_insert_before(line->first, strong);
}

static struct str
site_licence(const struct packet *p)
{
	struct str s = wishes_licence(p->r->site);
	return s.n ? s : front_says(p->r->a, p->r->site->config, licence_keys);
}

void
packet_add_credits(struct packet *p)
{
	const struct layout_words *w = layout_find_words(p->doc->lang);
	struct str site = site_licence(p);
	struct credits c = {.p = p, .seen = map_new(p->r->a)};
	for (int i = 0; i < p->n; i++) {
		const struct packet_page *pg = &p->pages[i];
		credits_add(&c, pg, front_credit(p->r->a, pg->source.front));
		page_says(&c, pg);
	}
	if (!site.n && !c.n)
		return;
	struct node *to = doc_add_chapter(p->doc, CHAPTER_BODY, NULL);
	to->chapter.title = str_c(w->credits);
	doc_add_text(p->doc, to, NODE_HEADING, 1, "contents-heading",
		str_c(w->credits));
	if (site.n)
		credits_line(
			&c, to, source_site_title(p->r->site, p->r->dg), site);
	for (int i = 0; i < c.n; i++)
		if (!str_eq(c.v[i]->text, site))
			credits_line(&c, to,
				c.v[i]->pages == p->n && p->n > 1
					? STR0
					: buf_done(&c.v[i]->titles),
				c.v[i]->text);
}
