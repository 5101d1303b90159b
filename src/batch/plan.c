/*
 * The plan: which outputs, from what, under which names.
 *
 * Pages of a folder are named after their address in the site, a page given
 * by itself after its file.  Two of one name, whatever the case of their
 * letters, are not one file: the second gets a number.
 */
#include "batch_priv.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_MAX_BYTES 200 /* most file systems take 255 */

void
plan_worse(struct plan *p, int exit)
{
	if (exit > p->exit)
		p->exit = exit;
}

static void
plan_tell(struct plan *p, struct handout_message m, int exit)
{
	ARENA_PUSH(p->a, p->list, p->nlist, p->list_cap);
	p->list[p->nlist++] = m;
	plan_worse(p, exit);
}

/* mkdir -p */
static bool
make_folder(struct arena *a, const char *path)
{
	char *p = str_cdup(a, str_c(path));
	bool ok = true;
	for (size_t i = 1, n = strlen(path); ok && i <= n; i++) {
		if (p[i] != '/' && p[i] != '\0')
			continue;
		char c = p[i];
		p[i] = '\0';
		ok = mkdir(p, 0777) == 0 || errno == EEXIST ||
		     file_is_folder(p);
		p[i] = c;
	}
	return ok;
}

/* ---- names ----------------------------------------------------------------
 */

/* What some file system would not take, or would take for a folder. */
static struct str
name_clean(struct arena *a, struct str s)
{
	struct buf b = buf_new(a);
	while (s.n && (s.p[0] == '.' || s.p[0] == '-'))
		s = str_sub(s, 1, s.n);
	for (size_t i = 0; i < s.n && b.n < NAME_MAX_BYTES;) {
		char utf8[4];
		uint32_t c = utf8_next(s, &i);
		bool bad = c < 0x20 || c == 0x7F ||
		           (c < 0x80 && strchr("/\\:*?\"<>|", (int)c));
		int n = utf8_put(bad ? '-' : c, utf8);
		buf_put(&b, utf8, (size_t)n);
	}
	return b.n ? buf_done(&b) : STR("page");
}

/* The name of a file without what is before and behind. */
static struct str
name_of_file(struct str path)
{
	size_t from = path.n, to = path.n;
	while (from && path.p[from - 1] != '/')
		from--;
	for (size_t i = path.n; i > from + 1; i--) {
		if (path.p[i - 1] == '.') {
			to = i - 1;
			break;
		}
	}
	return str_sub(path, from, to);
}

/* The name, with a number if it is taken; *again then. */
static struct str
name_reserve(struct arena *a, struct map *taken, struct str name, bool *again)
{
	struct str key = str_lower(a, name);
	int *next = map_find(taken, key);
	*again = next != NULL;
	if (!next) {
		next = ARENA_NEW(a, int);
		*next = 2;
		map_put(taken, key, next);
		return name;
	}
	for (;;) {
		bool also;
		struct str more =
			str_fmt(a, "%.*s-%d", STR_ARG(name), (*next)++);
		if (!map_find(taken, str_lower(a, more)))
			return name_reserve(a, taken, more, &also);
	}
}

const char *
plan_path(struct arena *a, const char *folder, struct str name)
{
	size_t n = folder ? strlen(folder) : 0;
	bool slash = n && folder[n - 1] != '/';
	return str_fmt(a, "%s%s%.*s", folder ? folder : "", slash ? "/" : "",
		STR_ARG(name))
	        .p;
}

/* ---- jobs -----------------------------------------------------------------
 */

static struct job *
plan_add(struct plan *p, const char *page, const struct handout_site *site,
	const struct handout_page *listed)
{
	const char **pages = ARENA_NEW(p->a, const char *);
	pages[0] = page;
	ARENA_PUSH(p->a, p->jobs, p->n, p->cap);
	struct job *job = &p->jobs[p->n++];
	*job = (struct job){
		.pages = pages, .npages = 1, .site = site, .listed = listed};
	job->label = listed ? listed->rel : page;
	return job;
}

static void
plan_tell_all(struct plan *p, const struct handout_message *list, int n)
{
	for (int i = 0; i < n; i++)
		plan_tell(p, list[i],
			list[i].level == HANDOUT_ERROR ? BATCH_FAULTY
						       : BATCH_GOOD);
}

static void
plan_add_packet(struct plan *p, const struct handout_site *site,
	const struct handout_packet *packet, const char *name,
	const char *input)
{
	struct job *job = plan_add(p, packet->pages[0].path, site, NULL);
	const char **pages =
		ARENA_ARRAY(p->a, (size_t)packet->npages, const char *);
	for (int i = 0; i < packet->npages; i++)
		pages[i] = packet->pages[i].path;
	job->pages = pages;
	job->npages = packet->npages;
	job->input = input;
	job->packet = packet;
	job->label = name;
}

static void
plan_packets(struct plan *p, struct handout *h, const struct handout_site *site,
	const char *folder, const struct batch_options *o)
{
	struct handout_packets *ps = ARENA_NEW(p->a, struct handout_packets);
	handout_packets_open(h, site, o->packet, o->prepared_for, ps);
	ARENA_PUSH(p->a, p->packets, p->npackets, p->packets_cap);
	p->packets[p->npackets++] = ps;
	plan_tell_all(p, ps->list, ps->nlist);
	for (int i = 0; i < ps->n; i++)
		plan_add_packet(p, site, &ps->packets[i], ps->names[i], folder);
}

static void
plan_folder(struct plan *p, struct handout *h, const char *folder,
	const struct batch_options *o)
{
	struct handout_site *site = ARENA_NEW(p->a, struct handout_site);
	handout_site_open(h, folder, &o->render, site);
	ARENA_PUSH(p->a, p->sites, p->nsites, p->sites_cap);
	p->sites[p->nsites++] = site;
	plan_tell_all(p, site->list, site->nlist);
	if (site->status == HANDOUT_MACHINE)
		plan_tell(p, message_make(p->a, DIAG_NO_MEMORY, folder, ""),
			BATCH_MACHINE);
	if (o->packet && site->npages)
		plan_packets(p, h, site, folder, o);
	for (int i = 0; i < site->npages && !o->packet; i++)
		plan_add(p, site->pages[i].path, site, &site->pages[i]);
}

/* Each output has its print file, two pages a side, next to it. */
static void
plan_booklets(struct plan *p)
{
	for (int i = 0, n = p->n; i < n; i++) {
		ARENA_PUSH(p->a, p->jobs, p->n, p->cap);
		struct job *job = &p->jobs[p->n++];
		*job = p->jobs[i];
		job->booklet = true;
	}
}

/* "lab.pdf" -> "lab-booklet.pdf" */
static const char *
booklet_name(struct arena *a, const char *name)
{
	struct str s = str_c(name);
	if (str_ends(s, ".pdf"))
		s.n -= strlen(".pdf");
	return str_fmt(a, "%.*s-booklet.pdf", STR_ARG(s)).p;
}

static void
plan_name_booklet(struct plan *p, struct job *job)
{
	job->name = booklet_name(p->a, job->name);
	if (job->output)
		job->output = booklet_name(p->a, job->output);
}

static void
plan_name(struct plan *p, struct job *job, struct map *taken)
{
	bool again;
	struct str name = job->packet   ? str_c(job->label)
	                  : job->listed ? str_c(job->listed->name)
	                                : name_of_file(str_c(job->pages[0]));
	name = name_reserve(p->a, taken, name_clean(p->a, name), &again);
	job->name = str_fmt(p->a, "%.*s.pdf", STR_ARG(name)).p;
	if (again)
		plan_tell(p,
			message_make(p->a, DIAG_OUTPUT_SAME, job->pages[0],
				job->name),
			BATCH_GOOD);
}

/* ---- a part of the plan ---------------------------------------------------
 */

/* By name, which is the same on each machine whatever the other jobs. */
static bool
job_is_chosen(const struct job *job, const struct batch_options *o)
{
	struct str name = str_c(job->name);
	if (o->only)
		return str_is(name, o->only) ||
		       str_eq(str_sub(name, 0, name.n - 4), str_c(o->only));
	return !o->shards || hash_of(name).h[0] % (uint64_t)o->shards + 1 ==
	                             (uint64_t)o->shard;
}

static void
plan_choose(struct plan *p, const struct batch_options *o)
{
	int n = 0;
	for (int i = 0; i < p->n; i++)
		if (job_is_chosen(&p->jobs[i], o))
			p->jobs[n++] = p->jobs[i];
	if (o->only && p->n && !n)
		plan_tell(p,
			message_make(p->a, DIAG_OUTPUT_UNKNOWN, "", o->only),
			BATCH_FAULTY);
	p->n = n;
}

/* ---- where outputs go -----------------------------------------------------
 */

/* Does `-o` name a file? */
static bool
plan_is_file(const struct plan *p, const struct batch_options *o, bool many)
{
	struct str out = str_c(o->output);
	if (!out.n || p->n != 1 || file_is_folder(o->output))
		return false;
	/* one of many is one file, though it comes of a folder */
	bool one = !many || p->jobs[0].packet || o->only;
	if (one && str_ends(str_lower(p->a, out), ".pdf"))
		return true;
	struct stamp st;
	return one && file_stamp(o->output, &st); /* such as a pipe */
}

static void
plan_names(struct plan *p, const struct batch_options *o, bool many)
{
	struct map taken = map_new(p->a);
	for (int i = 0; i < p->n; i++)
		plan_name(p, &p->jobs[i], &taken);
	plan_choose(p, o);
	p->record =
		o->shards
			? str_fmt(p->a, ".handout-%d-%d", o->shard, o->shards).p
			: ".handout";
	if (plan_is_file(p, o, many)) {
		p->jobs[0].output = o->output;
		return;
	}
	p->folder = str_c(o->output).n ? o->output : NULL;
	for (int i = 0; i < p->n; i++)
		p->jobs[i].output =
			plan_path(p->a, p->folder, str_c(p->jobs[i].name));
	p->keeps = p->folder && p->nsites && !o->only;
}

/* The folder that a file is in, NULL for one of the working folder. */
static const char *
folder_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash || slash == path)
		return NULL;
	return str_cdup(a, (struct str){path, (size_t)(slash - path)});
}

void
plan_make_folder(struct plan *p)
{
	if (!p->n || !p->jobs[0].output)
		return;
	const char *folder =
		p->folder ? p->folder : folder_of(p->a, p->jobs[0].output);
	if (!folder || make_folder(p->a, folder))
		return;
	plan_tell(p, message_write_failed(p->a, folder, errno),
		message_write_exit(errno));
	p->n = 0;
}

void
plan_make(struct plan *p, struct handout *h, const struct batch_options *o)
{
	p->packet = o->packet;
	for (int i = 0; i < o->ninputs; i++) {
		if (file_is_folder(o->inputs[i]))
			plan_folder(p, h, o->inputs[i], o);
		else if (o->packet)
			plan_tell(p,
				message_make(p->a, DIAG_PACKET_PAGE,
					o->inputs[i], ""),
				BATCH_FAULTY);
		else
			plan_add(p, o->inputs[i], NULL, NULL);
	}
	if (!o->render.check_only)
		plan_names(p, o, o->ninputs > 1 || p->nsites);
	if (!o->render.booklet)
		return;
	int n = p->n;
	plan_booklets(p);
	for (int i = n; i < p->n && !o->render.check_only; i++)
		plan_name_booklet(p, &p->jobs[i]);
}

void
plan_close(struct plan *p)
{
	for (int i = 0; i < p->nsites; i++)
		handout_site_free(p->sites[i]);
	for (int i = 0; i < p->npackets; i++)
		handout_packets_free(p->packets[i]);
	p->nsites = p->npackets = 0;
}
