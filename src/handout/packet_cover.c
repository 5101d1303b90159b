/*
 * What a packet has before and behind its pages: the cover and the credits.
 */
#include "render_priv.h"

static void
add_line(struct packet *p, struct node *to, const char *class, struct str s)
{
	if (s.n)
		doc_add_text(p->doc, to, NODE_PARA, 0, class, s);
}

static struct node *
add_box(struct packet *p, struct node *to, const char *class)
{
	struct node *box = doc_node(p->r->a, NODE_DIV, to->span);
	box->classes = str_c(class);
	doc_append(to, box);
	return box;
}

static void
add_logo(struct packet *p, struct node *to)
{
	if (!p->wish->logo || !*p->wish->logo)
		return;
	struct node *para = doc_node(p->r->a, NODE_PARA, to->span);
	struct node *image = doc_node(p->r->a, NODE_IMAGE, to->span);
	para->classes = STR("cover-logo");
	image->image.src = str_c(p->wish->logo);
	image->image.alt = value_str(p->r->site->config, "title");
	image->image.alone = true;
	doc_append(para, image);
	doc_append(to, para);
}

void
packet_add_cover(struct packet *p)
{
	static const char *const licences[] = {"license", "licence", NULL};
	const struct layout_words *w = layout_find_words(p->doc->lang);
	const struct handout_packet *wish = p->wish;
	struct node *c = doc_add_chapter(p->doc, CHAPTER_COVER, NULL);
	c->chapter.title = p->doc->title;
	c->chapter.dir = str_cdup(p->r->a, p->r->site->root);
	add_logo(p, c);
	struct node *box = add_box(p, c, "cover");
	add_line(p, box, "cover-site", value_str(p->r->site->config, "title"));
	doc_add_text(
		p->doc, box, NODE_HEADING, 1, "cover-title", p->doc->title);
	add_line(p, box, "cover-subtitle", p->doc->subtitle);
	box = add_box(p, c, "cover-foot");
	if (wish->prepared_for && *wish->prepared_for)
		add_line(p, box, "cover-prepared",
			str_fmt(p->r->a, w->prepared, wish->prepared_for));
	add_line(p, box, "cover-version", str_c(wish->version));
	add_line(p, box, "cover-version", first_of(p->r, licences));
}

/* ---- credits --------------------------------------------------------------
 */

static struct str
page_says(const struct packet_page *pg, const char *const *keys)
{
	for (int i = 0; keys[i]; i++) {
		const struct value *v = value_find(pg->source.front, keys[i]);
		if (v && v->s.n)
			return v->s;
	}
	return STR0;
}

/* "Title: Author, Licence" */
static struct str
page_credit(struct packet *p, const struct packet_page *pg)
{
	static const char *const authors[] = {
		"author", "authors", "credit", "credits", NULL};
	static const char *const licences[] = {"license", "licence", NULL};
	struct str who = page_says(pg, authors), how = page_says(pg, licences);
	if (!who.n && !how.n)
		return STR0;
	return str_fmt(p->r->a, "%.*s: %.*s%s%.*s",
		STR_ARG(pg->chapter->chapter.title), STR_ARG(who),
		who.n && how.n ? ", " : "", STR_ARG(how));
}

void
packet_add_credits(struct packet *p)
{
	static const char *const licences[] = {"license", "licence", NULL};
	const struct layout_words *w = layout_find_words(p->doc->lang);
	struct str site = wishes_licence(p->r->site);
	struct node *list = NULL;
	for (int i = 0; !site.n && licences[i]; i++)
		site = value_str(p->r->site->config, licences[i]);
	struct node *c = doc_add_chapter(p->doc, CHAPTER_BODY, NULL);
	c->chapter.title = str_c(w->credits);
	doc_add_text(p->doc, c, NODE_HEADING, 1, "contents-heading",
		str_c(w->credits));
	if (site.n)
		add_line(p, c, "credit",
			str_fmt(p->r->a, "%.*s: %.*s",
				STR_ARG(value_str(p->r->site->config, "title")),
				STR_ARG(site)));
	list = c->last;
	for (int i = 0; i < p->n; i++)
		add_line(p, c, "credit", page_credit(p, &p->pages[i]));
	bool none = !site.n && c->last == list;
	if (none)
		doc_remove(c);
}
