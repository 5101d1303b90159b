/*
 * threads SITE SITE: each site's pages by two threads with a handle of their
 * own, twice, beside each other; every PDF must be the same again.
 * Meanwhile a fifth thread begins renders that the main one cancels.
 * Compiled with the sources by -fsanitize=thread; see suite_install.py.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handout/handout.h"

#define ROUNDS 2

struct work {
	const char *site;
	unsigned long sums[ROUNDS];
	int pages, told;
	bool failed;
};

static atomic_bool stop, over;
static atomic_int cancelled;

static void
count(void *user, const struct handout_message *m)
{
	struct work *w = user;
	w->told += m->text != NULL;
}

static unsigned long
sum_page(struct handout *h, struct work *w, const char *path)
{
	struct handout_options o = {.message = count, .user = w};
	struct handout_result r;
	unsigned long sum = 5381;
	handout_render(h, path, &o, &r);
	w->failed |= r.status > HANDOUT_FAULTY;
	w->pages += r.pages;
	for (size_t i = 0; i < r.size; i++)
		sum = sum * 33 + r.pdf[i];
	handout_result_free(&r);
	return sum;
}

static void *
print_site(void *user)
{
	struct work *w = user;
	struct handout_options o = {0};
	struct handout_site site;
	struct handout *h = handout_open();
	handout_site_open(h, w->site, &o, &site);
	w->failed = site.status != HANDOUT_OK;
	for (int k = 0; k < ROUNDS; k++)
		for (int i = 0; i < site.npages; i++)
			w->sums[k] = w->sums[k] * 31 +
			             sum_page(h, w, site.pages[i].path);
	handout_site_free(&site);
	handout_close(h);
	return NULL;
}

static bool
asked(void *user)
{
	(void)user;
	return atomic_load(&stop);
}

static void *
begin_and_stop(void *site)
{
	struct handout_options o = {.cancelled = asked};
	struct handout *h = handout_open();
	while (!atomic_load(&over)) {
		struct handout_site s;
		struct handout_result r;
		atomic_store(&stop, false);
		handout_site_open(h, site, &o, &s);
		for (int i = 0; i < s.npages; i++) {
			handout_render(h, s.pages[i].path, &o, &r);
			cancelled += r.status == HANDOUT_CANCELLED;
			handout_result_free(&r);
		}
		handout_site_free(&s);
	}
	handout_close(h);
	return NULL;
}

int
main(int argc, char **argv)
{
	struct work w[4] = {0};
	pthread_t t[4], canceller;
	if (argc != 3)
		return 2;
	pthread_create(&canceller, NULL, begin_and_stop, argv[1]);
	for (int i = 0; i < 4; i++) {
		w[i].site = argv[1 + i % 2];
		pthread_create(&t[i], NULL, print_site, &w[i]);
	}
	/* some come while the site is opened, some while a page is printed */
	for (int i = 0; i < 100; i++) {
		usleep(1000 * (1 + i % 50));
		atomic_store(&stop, true);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	atomic_store(&over, true);
	atomic_store(&stop, true);
	pthread_join(canceller, NULL);
	bool same = true;
	for (int i = 0; i < 4; i++)
		for (int k = 0; k < ROUNDS; k++)
			same = same && !w[i].failed && w[i].pages &&
			       w[i].sums[k] == w[i % 2].sums[0];
	printf("pages %d told %d cancelled %d same %d\n",
		w[0].pages + w[1].pages, w[0].told + w[1].told, cancelled,
		same);
	return same && cancelled ? 0 : 1;
}
