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

static bool
wants_color(void)
{
	const char *no = getenv("NO_COLOR");
	return isatty(STDERR_FILENO) && !(no && *no);
}

static struct batch_options
batch_options_of(const struct options *o)
{
	return (struct batch_options){.inputs = o->inputs,
		.ninputs = o->ninputs,
		.output = o->output,
		.report = o->report,
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
			.check_only = o->verb == VERB_CHECK},
		.workers = o->jobs ? (int)strtol(o->jobs, NULL, 10) : 0,
		.timeout = o->timeout ? strtod(o->timeout, NULL) : -1,
		.memory = o->memory ? (int)strtol(o->memory, NULL, 10) : -1,
		.strict = o->strict,
		.quiet = o->quiet,
		.force = o->force,
		.prune = o->prune};
}

/* ---- dumps ----------------------------------------------------------------
 */

static int
dump_page(struct handout *h, const char *path, const struct options *o,
	const struct handout_options *ho)
{
	static const int exits[] = {[HANDOUT_OK] = BATCH_GOOD,
		[HANDOUT_FAULTY] = BATCH_FAULTY,
		[HANDOUT_FAILED] = BATCH_FAULTY,
		[HANDOUT_MACHINE] = BATCH_MACHINE,
		[HANDOUT_USAGE] = BATCH_USAGE};
	struct handout_result r;
	handout_dump(h, path, o->step, ho, &r);
	fputs(r.messages, stderr);
	if (r.size)
		fwrite(r.pdf, 1, r.size, stdout);
	int exit = exits[r.status];
	if (r.status == HANDOUT_OK && o->strict && r.warnings)
		exit = BATCH_FAULTY;
	handout_result_free(&r);
	return exit;
}

static int
dump_inputs(struct handout *h, const struct options *o,
	const struct handout_options *ho)
{
	int worst = BATCH_GOOD;
	for (int i = 0; i < o->ninputs; i++) {
		int exit = dump_page(h, o->inputs[i], o, ho);
		worst = exit > worst ? exit : worst;
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "handout: error: %s [write-failed]\n",
			strerror(errno));
		worst = BATCH_MACHINE;
	}
	return worst;
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
	else if (o.verb == VERB_DUMP)
		code = dump_inputs(h, &o, &bo.render);
	else
		code = batch_run(h, &bo);
	handout_close(h);
	options_free(&o);
	return code;
}
