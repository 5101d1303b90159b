/*
 * The cover of a packet.
 */
#include "packet_priv.h"

static void
add_line(struct packet *p, struct node *to, const char *class, struct str s)
{
	if (s.n)
		doc_add_text(p->doc, to, NODE_PARA, 0, class, s);
}

/* The site's title, where it is not the packet's. */
static struct str
cover_site(const struct packet *p)
{
	struct str site = source_site_title(p->r->site, p->r->dg);
	return str_ieq(str_trim(site), str_trim(p->doc->title)) ? STR0 : site;
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
	image->classes = STR("cover-picture");
	image->image.src = str_c(p->wish->logo);
	image->image.alt = source_site_title(p->r->site, p->r->dg);
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
	add_line(p, box, "cover-site", cover_site(p));
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
