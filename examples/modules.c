/*
 * Every page of a site as a PDF in a folder, and what is wrong with it:
 *
 *     cc -o modules modules.c $(pkg-config --cflags --libs handout)
 *     ./modules path/to/site handouts
 */
#include <handout.h>
#include <stdio.h>

static void
tell(void *user, const struct handout_message *m)
{
	(void)user;
	printf("%s:%d: %s [%s]\n", m->file, m->line, m->text, m->slug);
}

static void
print(struct handout *h, const struct handout_page *page, const char *folder)
{
	struct handout_options o = {.paper = "a4", .message = tell};
	struct handout_result r;
	char name[4096];
	snprintf(name, sizeof name, "%s/%s.pdf", folder, page->name);
	handout_render(h, page->path, &o, &r);
	if (r.size && handout_write(name, r.pdf, r.size))
		printf("%s: %d pages: %s\n", name, r.pages, page->title);
	handout_result_free(&r);
}

int
main(int argc, char **argv)
{
	struct handout_options o = {.message = tell};
	struct handout_site site;
	struct handout *h = argc == 3 ? handout_open() : NULL;
	if (!h)
		return 2;
	handout_site_open(h, argv[1], &o, &site);
	for (int i = 0; i < site.npages; i++)
		print(h, &site.pages[i], argv[2]);
	handout_site_free(&site);
	handout_close(h);
	return 0;
}
