/*
 * The command line: verbs, options, inputs.
 *
 * Exit status: 0 all well, 1 a page has errors (or warnings with --strict),
 * 2 usage, 3 the machine.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch/batch.h"
#include "handout/handout.h"
#include "options.h"
#include "watch/watch.h"

static bool
wants_color(void)
{
	const char *no = getenv("NO_COLOR");
	return isatty(STDERR_FILENO) && !(no && *no);
}

static enum handout_report
wants_report(const struct options *o)
{
	return o->json     ? HANDOUT_REPORT_JSON
	       : o->layout ? HANDOUT_REPORT_TABLE
	                   : HANDOUT_REPORT_NONE;
}

static enum batch_format
format_of(const struct options *o)
{
	return (enum batch_format)o->format_number;
}

static const char *
output_of(const struct options *o)
{
	bool dash = o->output && strcmp(o->output, "-") == 0;
	return dash ? "/dev/stdout" : o->output;
}

static struct batch_options
batch_options_of(const struct options *o)
{
	return (struct batch_options){.inputs = o->inputs,
		.ninputs = o->ninputs,
		.output = output_of(o),
		.report = o->report,
		.packet = o->packet,
		.prepared_for = o->prepared_for,
		.only = o->only,
		.shard = o->shard_index,
		.shards = o->shards,
		.form = o->make   ? BATCH_MAKE
	                : o->json ? BATCH_JSON
	                          : BATCH_LINES,
		.render = {.root = o->root,
			.paper = o->paper,
			.theme = o->theme,
			.fit = o->fit_pages,
			.large_print = o->large_print,
			.ink_save = o->ink_save,
			.grayscale = o->grayscale,
			.duplex = o->duplex,
			.booklet = o->booklet,
			.color = wants_color(),
			.check_only = o->verb == VERB_CHECK,
			.layout = wants_report(o)},
		.workers = o->jobs ? (int)strtol(o->jobs, NULL, 10) : 0,
		.timeout = o->timeout ? strtod(o->timeout, NULL) : -1,
		.memory = o->memory ? (int)strtol(o->memory, NULL, 10) : -1,
		.format = format_of(o),
		.strict = o->strict,
		.quiet = o->quiet,
		.force = o->force,
		.prune = o->prune};
}

/* ---- what goes to standard output -----------------------------------------
 */

/* Dumps and reports on the setting, page by page. */
struct teller {
	struct handout *h;
	const struct options *o;
	const struct handout_options *ho;
	int exit;
	int told; /* so far */
};

static void
tell_page(struct teller *t, const char *path)
{
	static const int exits[] = {[HANDOUT_OK] = BATCH_GOOD,
		[HANDOUT_FAULTY] = BATCH_FAULTY,
		[HANDOUT_FAILED] = BATCH_FAULTY,
		[HANDOUT_MACHINE] = BATCH_MACHINE,
		[HANDOUT_USAGE] = BATCH_USAGE,
		[HANDOUT_CANCELLED] = BATCH_FAULTY};
	struct handout_result r;
	if (t->o->verb == VERB_DUMP)
		handout_dump(t->h, path, t->o->word, t->ho, &r);
	else
		handout_render(t->h, path, t->ho, &r);
	if (r.nlist)
		batch_tell(r.list, r.nlist, format_of(t->o), wants_color());
	else
		fputs(r.messages, stderr);
	if (r.size && t->o->json)
		fputs(t->told++ ? ",\n" : "[", stdout);
	if (r.size)
		fwrite(r.pdf, 1, r.size, stdout);
	int exit = exits[r.status];
	if (r.status == HANDOUT_OK && t->o->strict && r.warnings)
		exit = BATCH_FAULTY;
	t->exit = exit > t->exit ? exit : t->exit;
	handout_result_free(&r);
}

/* A folder is all of its pages; nothing is dumped of one without any. */
static void
tell_folder(struct teller *t, const char *path)
{
	struct handout_site site;
	handout_site_open(t->h, path, t->ho, &site);
	for (int i = 0; i < site.npages; i++)
		tell_page(t, site.pages[i].path);
	batch_tell(site.list, site.nlist, format_of(t->o), wants_color());
	if (!site.npages && t->exit < BATCH_FAULTY)
		t->exit = BATCH_FAULTY;
	handout_site_free(&site);
}

static int
tell_inputs(struct handout *h, const struct options *o,
	const struct handout_options *ho)
{
	struct teller t = {h, o, ho, BATCH_GOOD, 0};
	for (int i = 0; i < o->ninputs; i++) {
		if (o->verb == VERB_CHECK && file_is_folder(o->inputs[i]))
			tell_folder(&t, o->inputs[i]);
		else
			tell_page(&t, o->inputs[i]);
	}
	if (o->json)
		fputs(t.told ? "]\n" : "[]\n", stdout);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "handout: error: %s [write-failed]\n",
			strerror(errno));
		t.exit = BATCH_MACHINE;
	}
	return t.exit;
}

static int
plan(struct handout *h, const struct options *o, struct batch_options *bo)
{
	const char **words = options_words(o);
	bo->words = words;
	int code = words ? (int)batch_plan(h, bo) : BATCH_MACHINE;
	free((void *)words);
	return code;
}

static int
watch_site(struct handout *h, const struct options *o,
	const struct batch_options *bo)
{
	const struct watch_options wo = {.batch = *bo,
		.serve = o->serve != NULL,
		.port = o->serve && *o->serve ? (int)strtol(o->serve, NULL, 10)
	                                      : WATCH_PORT};
	if (!file_is_folder(o->inputs[0])) {
		fprintf(stderr, "handout: watch needs a folder: %s\n",
			o->inputs[0]);
		return BATCH_USAGE;
	}
	return watch_run(h, &wo);
}

int
main(int argc, char **argv)
{
	struct options o;
	enum options_status status = options_read(&o, argc, argv);
	if (status != OPTIONS_RUN) {
		options_free(&o);
		return status == OPTIONS_DONE ? BATCH_GOOD : BATCH_USAGE;
	}
	struct handout *h = handout_open();
	struct batch_options bo = batch_options_of(&o);
	int code = BATCH_MACHINE;
	if (!h)
		fputs("handout: error: out of memory [no-memory]\n", stderr);
	else if (o.verb == VERB_PLAN)
		code = plan(h, &o, &bo);
	else if (o.verb == VERB_DUMP || o.layout)
		code = tell_inputs(h, &o, &bo.render);
	else if (o.verb == VERB_WATCH)
		code = watch_site(h, &o, &bo);
	else
		code = batch_run(h, &bo);
	handout_close(h);
	options_free(&o);
	return code;
}
