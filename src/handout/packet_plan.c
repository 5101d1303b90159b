/*
 * Which packets a site makes: one a module, one of all, or those that a
 * file describes.
 *
 * `packets:` in handout.yml is either a map, of what all packets of the site
 * share, or a list of packets with names; a file has one packet, or such a
 * list.  The keys are a table.
 */
#include "packet_priv.h"

#include <errno.h>
#include <unistd.h>

#define PACKET_MAX_BYTES ((size_t)1 << 20)

enum key_type {
	KEY_TEXT,
	KEY_PICTURE,
	KEY_NUMBER,
	KEY_SWITCH,
	KEY_LINKS,
	KEY_CHAPTERS
};

static const struct packet_key {
	const char *name;
	enum key_type type;
	size_t offset;
} packet_keys[] = {
	{"title", KEY_TEXT, offsetof(struct handout_packet, title)},
	{"subtitle", KEY_TEXT, offsetof(struct handout_packet, subtitle)},
	{"prepared_for", KEY_TEXT,
		offsetof(struct handout_packet, prepared_for)},
	{"logo", KEY_PICTURE, offsetof(struct handout_packet, logo)},
	{"version", KEY_TEXT, offsetof(struct handout_packet, version)},
	{"contents", KEY_NUMBER,
		offsetof(struct handout_packet, contents_depth)},
	{"figures", KEY_SWITCH, offsetof(struct handout_packet, figures)},
	{"tables", KEY_SWITCH, offsetof(struct handout_packet, tables)},
	{"links", KEY_LINKS, offsetof(struct handout_packet, one_list)},
	{"chapters", KEY_CHAPTERS, offsetof(struct handout_packet, chapters)},
};

struct planner {
	struct arena *a;
	struct diag *dg;
	const struct handout_site *site;
	struct source_site *source;
	struct packet_index *index;
	const char *prepared_for;     /* wanted by who calls, or NULL */
	struct handout_packet common; /* what the site wants of all */
	struct handout_packet *v;
	const char **names;
	int n, cap, names_cap;
};

/* ---- keys -----------------------------------------------------------------
 */

static bool
set_links(struct str s, bool *one)
{
	*one = str_is(s, "packet");
	return *one || str_is(s, "chapter");
}

static bool
set_chapters(struct str s, enum handout_chapters *out)
{
	static const char *const words[] = {[HANDOUT_CHAPTER_PAGE] = "page",
		[HANDOUT_CHAPTER_RECTO] = "recto",
		[HANDOUT_CHAPTER_RUN_ON] = "run-on"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!str_is(s, words[i]))
			continue;
		*out = (enum handout_chapters)i;
		return true;
	}
	return false;
}

/* A file of the site; what is elsewhere is told when it is printed. */
static bool
set_picture(struct planner *pl, const struct value *v, const char **out)
{
	struct str path = str_fmt(
		pl->a, "%.*s/%.*s", STR_ARG(pl->source->root), STR_ARG(v->s));
	if (!v->s.n ||
		(str_find(v->s, "://", 0) < 0 && access(path.p, R_OK) != 0)) {
		diag_report(pl->dg, DIAG_SITE_VALUE, v->span,
			"logo: %.*s: no such file in the site", STR_ARG(v->s));
		return true;
	}
	*out = str_cdup(pl->a, v->s);
	return true;
}

static bool
set_key(struct planner *pl, struct handout_packet *p,
	const struct packet_key *k, const struct value *v)
{
	void *at = (char *)p + k->offset;
	switch (k->type) {
	case KEY_PICTURE:
		return set_picture(pl, v, at);
	case KEY_TEXT:
		*(const char **)at = str_cdup(pl->a, v->s);
		return v->type != VALUE_MAP && v->type != VALUE_LIST;
	case KEY_NUMBER:
		return str_int(v->s, at) && *(int *)at > 0;
	case KEY_SWITCH:
		*(bool *)at = v->b;
		return v->type == VALUE_BOOL;
	case KEY_LINKS:
		return set_links(v->s, at);
	case KEY_CHAPTERS:
		return set_chapters(v->s, at);
	}
	return false;
}

static const struct packet_key *
find_key(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(packet_keys); i++)
		if (str_is(name, packet_keys[i].name))
			return &packet_keys[i];
	return NULL;
}

static void
unknown_key(struct planner *pl, const struct value *v)
{
	const char *names[ARRAY_LEN(packet_keys) + 3] = {
		"name", "pages", "modules"};
	for (size_t i = 0; i < ARRAY_LEN(packet_keys); i++)
		names[i + 3] = packet_keys[i].name;
	const char *near = str_nearest(v->key, names, ARRAY_LEN(names));
	diag_report(pl->dg, DIAG_SITE_KEY, v->key_span, "%.*s%s%s%s",
		STR_ARG(v->key), near ? " (did you mean " : "",
		near ? near : "", near ? "?)" : "");
}

static void
read_keys(struct planner *pl, struct handout_packet *p, const struct value *map)
{
	for (const struct value *v = map->first; v; v = v->next) {
		const struct packet_key *k = find_key(v->key);
		bool own = str_is(v->key, "name") || str_is(v->key, "pages") ||
		           str_is(v->key, "modules");
		if (k && !set_key(pl, p, k, v))
			diag_report(pl->dg, DIAG_SITE_VALUE, v->span,
				"%s: %.*s", k->name, STR_ARG(v->s));
		else if (!k && !own)
			unknown_key(pl, v);
	}
}

/* ---- which pages ----------------------------------------------------------
 */

static void
add_packet(struct planner *pl, struct handout_packet p, const char *name)
{
	struct arena *a = pl->a;
	ARENA_PUSH(a, pl->names, pl->n, pl->names_cap);
	ARENA_PUSH(a, pl->v, pl->n, pl->cap);
	if (pl->prepared_for)
		p.prepared_for = pl->prepared_for;
	pl->names[pl->n] = name;
	pl->v[pl->n++] = p;
}

/* Of the site; else of its start, its only module, its first page with one. */
static const char *
site_title(const struct planner *pl)
{
	const struct handout_site *site = pl->site;
	int n;
	if (*site->title)
		return site->title;
	for (int i = 0; i < site->npages; i++)
		if (strcmp(site->pages[i].address, "/") == 0 &&
			*site->pages[i].title)
			return site->pages[i].title;
	if (packet_modules(pl->index) == 1) {
		const struct handout_page *p = packet_module(pl->index, 0, &n);
		if (n == site->npages)
			return p->module_title;
	}
	for (int i = 0; i < site->npages; i++)
		if (*site->pages[i].title)
			return site->pages[i].title;
	return site->pages[0].name;
}

/* A packet that a file describes; called by its name, or title. */
static void
add_described(struct planner *pl, const struct value *map, const char *name)
{
	struct handout_packet p = pl->common;
	struct str own = value_str(map, "name");
	if (!own.n && !name)
		own = value_str(map, "title");
	read_keys(pl, &p, map);
	p.pages = packet_pages(pl->index, map, &p.npages);
	if (!p.title)
		p.title = site_title(pl);
	if (!name)
		name = "packet";
	if (p.npages)
		add_packet(pl, p, own.n ? str_cdup(pl->a, own) : name);
	else
		diag_report(pl->dg, DIAG_SITE_VALUE, map->span,
			"the packet has no pages");
}

/* ---- the ways to say it ---------------------------------------------------
 */

static void
plan_site(struct planner *pl)
{
	struct handout_packet p = pl->common;
	p.pages = pl->site->pages;
	p.npages = pl->site->npages;
	if (!p.title)
		p.title = site_title(pl);
	add_packet(pl, p, "packet");
}

/* Each module, in the order of the site; pages of none make no packet. */
static void
plan_modules(struct planner *pl)
{
	int n = packet_modules(pl->index);
	for (int i = 0; i < n; i++) {
		struct handout_packet p = pl->common;
		p.pages = packet_module(pl->index, i, &p.npages);
		p.title = p.pages[0].module_title;
		add_packet(pl, p,
			str_fmt(pl->a, "%s-packet", p.pages[0].module).p);
	}
	if (!pl->n)
		plan_site(pl);
}

static void
not_described(struct planner *pl, const struct value *v)
{
	diag_report(pl->dg, DIAG_SITE_VALUE, v->span, "%s",
		"keys and their values are expected");
}

static void
plan_list(struct planner *pl, const struct value *list, struct str wanted)
{
	for (const struct value *v = list->first; v; v = v->next) {
		struct str name = value_str(v, "name");
		if (v->type != VALUE_MAP)
			not_described(pl, v);
		else if (!wanted.n || str_eq(name, wanted))
			add_described(pl, v, NULL);
	}
}

/* "evening, day", the packets of handout.yml; empty if there are none. */
static struct str
named_packets(struct planner *pl)
{
	struct buf b = buf_new(pl->a);
	const struct value *all = value_find(pl->source->wishes, "packets");
	const struct value *v =
		all && all->type == VALUE_LIST ? all->first : NULL;
	for (; v; v = v->next) {
		struct str name = value_str(v, "name");
		if (name.n && b.n)
			buf_c(&b, ", ");
		buf_str(&b, name);
	}
	return buf_done(&b);
}

static void
no_such_packet(struct planner *pl, const char *path)
{
	int why = errno;
	struct str names = named_packets(pl);
	if (names.n && why == ENOENT)
		diag_report(pl->dg, DIAG_FILE_MISSING, SPAN_NONE,
			"%s: neither a file nor a packet of the site: %.*s",
			path, STR_ARG(names));
	else
		diag_report(pl->dg, DIAG_FILE_MISSING, SPAN_NONE, "%s: %s",
			path, strerror(why));
}

static const char *
file_stem(struct arena *a, const char *path)
{
	return str_cdup(a, path_stem(str_c(path)));
}

static void
plan_file(struct planner *pl, const char *path)
{
	struct str bytes;
	if (!file_read(pl->a, path, PACKET_MAX_BYTES, pl->dg, &bytes)) {
		no_such_packet(pl, path);
		return;
	}
	int file = diag_add_file(pl->dg, str_c(path), bytes);
	const struct value *v =
		source_yaml(pl->a, file, bytes, 0, bytes.n, pl->dg);
	if (v && v->type == VALUE_LIST)
		plan_list(pl, v, STR0);
	else if (v && v->type != VALUE_MAP && v->type != VALUE_NULL)
		not_described(pl, v);
	else if (v)
		add_described(pl, v, file_stem(pl->a, path));
}

/* A packet that handout.yml names. */
static bool
plan_named(struct planner *pl, struct str name)
{
	const struct value *v = value_find(pl->source->wishes, "packets");
	if (!v || v->type != VALUE_LIST)
		return false;
	plan_list(pl, v, name);
	return pl->n > 0;
}

static void
plan_common(struct planner *pl)
{
	const struct value *v = value_find(pl->source->wishes, "packets");
	if (v && v->type == VALUE_MAP)
		read_keys(pl, &pl->common, v);
}

static void
packets_plan(struct arena *a, const struct handout_site *site,
	const char *which, const char *prepared_for,
	struct handout_packets *out)
{
	struct planner pl = {.a = a, .dg = diag_new(a), .site = site};
	pl.source = source_site_open(a, site->root, site->root, pl.dg);
	pl.index = packet_index_new(a, site, pl.dg);
	pl.prepared_for = prepared_for;
	plan_common(&pl);
	if (strcmp(which, "site") == 0)
		plan_site(&pl);
	else if (strcmp(which, "module") == 0)
		plan_modules(&pl);
	else if (!plan_named(&pl, str_c(which)))
		plan_file(&pl, which);
	out->packets = pl.v;
	out->names = pl.names;
	out->n = pl.n;
	out->list = messages_as_data(a, pl.dg, &out->nlist);
	out->status = pl.n ? HANDOUT_OK : HANDOUT_FAILED;
}

void
handout_packets_open(struct handout *h, const struct handout_site *site,
	const char *which, const char *prepared_for,
	struct handout_packets *out)
{
	*out = (struct handout_packets){.status = HANDOUT_MACHINE};
	struct call call;
	if (!call_begin(&call, h, NULL))
		return;
	struct handout_packets p = {.memory = call.a};
	out->memory = call.a;
	if (setjmp(*arena_jump(call.a)) == 0) {
		packets_plan(call.a, site, which, prepared_for, &p);
		*out = p;
	}
	call_end(&call);
}

void
handout_packets_free(struct handout_packets *p)
{
	arena_free(p->memory);
	*p = (struct handout_packets){0};
}
