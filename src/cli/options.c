/*
 * Options are a table: name, kind, target, help.  The help screen is made
 * from it, and a wrong option is answered with the nearest right one.
 */
#include "options.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "handout/handout.h"

#define VERB(v)    (1 << (v))
#define ANY_VERB   (MANY_VERBS | VERB(VERB_DUMP))
#define MANY_VERBS (MAKE_VERBS | VERB(VERB_CHECK))
#define MAKE_VERBS (VERB(VERB_BUILD) | VERB(VERB_WATCH))

struct option {
	const char *name, *brief; /* "--paper", "-p" or NULL */
	const char *value;        /* what its value is called, NULL: a switch */
	size_t target;
	int verbs;
	const char *help;
};

static const struct option table[] = {
	{"--output", "-o", "FILE|DIR", offsetof(struct options, output),
		MAKE_VERBS, "where the PDF goes; several go into DIR"},
	{"--paper", NULL, "SIZE", offsetof(struct options, paper), ANY_VERB,
		"letter (default), a4, legal, a5"},
	{"--fit", NULL, "N", offsetof(struct options, fit), ANY_VERB,
		"set tighter to get the page on N sheets"},
	{"--large-print", NULL, NULL, offsetof(struct options, large_print),
		ANY_VERB,
		"18 point type and nothing smaller, notes at the end"},
	{"--ink-save", NULL, NULL, offsetof(struct options, ink_save), ANY_VERB,
		"rules instead of filled bars and panels"},
	{"--grayscale", NULL, NULL, offsetof(struct options, grayscale),
		ANY_VERB, "no colour"},
	{"--duplex", NULL, NULL, offsetof(struct options, duplex), ANY_VERB,
		"margins for both sides of the paper"},
	{"--booklet", NULL, NULL, offsetof(struct options, booklet), ANY_VERB,
		"two half pages a side, to fold and staple"},
	{"--root", NULL, "DIR", offsetof(struct options, root), ANY_VERB,
		"the site's folder (default: where _config.yml is)"},
	{"--theme", NULL, "FILE", offsetof(struct options, theme), ANY_VERB,
		"a theme laid over the default one"},
	{"--strict", NULL, NULL, offsetof(struct options, strict), ANY_VERB,
		"exit with 1 on warnings too"},
	{"--packet", NULL, "WHICH", offsetof(struct options, packet),
		MANY_VERBS, "module, site, or FILE.yml: pages as one file"},
	{"--prepared-for", NULL, "NAME", offsetof(struct options, prepared_for),
		MANY_VERBS, "on the cover of packets"},
	{"--jobs", "-j", "N", offsetof(struct options, jobs), MANY_VERBS,
		"so many pages at once (default: as many as cores)"},
	{"--force", NULL, NULL, offsetof(struct options, force),
		VERB(VERB_BUILD), "print what has not changed, too"},
	{"--prune", NULL, NULL, offsetof(struct options, prune), MAKE_VERBS,
		"remove handouts whose page is gone"},
	{"--report", NULL, "FILE", offsetof(struct options, report), MANY_VERBS,
		"write what was done, as JSON"},
	{"--timeout", NULL, "SECONDS", offsetof(struct options, timeout),
		MANY_VERBS, "for one page (default: 60; 0: none)"},
	{"--memory", NULL, "MB", offsetof(struct options, memory), MANY_VERBS,
		"for one page (default: 2048; 0: no limit)"},
	{"--quiet", "-q", NULL, offsetof(struct options, quiet), MANY_VERBS,
		"messages only: no progress, no summary"},
	{"--layout", NULL, NULL, offsetof(struct options, layout),
		VERB(VERB_CHECK), "check: judge lines, pages, tables, notes"},
	{"--json", NULL, NULL, offsetof(struct options, json), VERB(VERB_CHECK),
		"the same as JSON on standard output"},
	{"--serve", NULL, "[PORT]", offsetof(struct options, serve),
		VERB(VERB_WATCH), "watch: a page on this machine to look at"},
	{"--help", "-h", NULL, offsetof(struct options, help), ANY_VERB,
		"this"},
	{"--version", NULL, NULL, offsetof(struct options, version), ANY_VERB,
		"the version"},
};

#define NOPTIONS (sizeof table / sizeof *table)

static const char *const verbs[VERBS] = {"build", "check", "dump", "watch"};
static const char *const steps[] = {
	"source", "markup", "tree", "style", "pages", "tags"};

static void
print_help(FILE *out)
{
	fputs("handout turns course pages into tagged, print-ready PDF.\n\n"
	      "  handout build [-o FILE|DIR] INPUT...   print pages\n"
	      "  handout watch -o DIR SITE              print what is saved\n"
	      "  handout check [--layout] INPUT...      messages only\n"
	      "  handout dump STEP INPUT                what a step makes:\n"
	      "      source markup tree style pages tags\n\n"
	      "An INPUT is a page (.md, .markdown, .html) or a folder.\n\n",
		out);
	for (size_t i = 0; i < NOPTIONS; i++) {
		char left[40];
		snprintf(left, sizeof left, "%s%s%s%s%s",
			table[i].brief ? table[i].brief : "",
			table[i].brief ? ", " : "", table[i].name,
			table[i].value ? " " : "",
			table[i].value ? table[i].value : "");
		fprintf(out, "  %-24s %s\n", left, table[i].help);
	}
	fputs("\nExit status: 0 all well, 1 a page has errors, 2 usage, "
	      "3 the machine.\nThe manual: man handout\n",
		out);
}

static const char *
nearest(const char *word, const char *const *from, size_t n)
{
	return str_nearest(str_c(word), from, n);
}

static enum options_status
wrong(const char *what, const char *word, const char *near)
{
	fprintf(stderr, "handout: %s: %s", what, word);
	if (near)
		fprintf(stderr, "; did you mean %s?", near);
	fputs("\n'handout --help' lists verbs and options.\n", stderr);
	return OPTIONS_WRONG;
}

/* A number that is not negative; with a point if it is a real one. */
static bool
is_number(const char *s, bool real)
{
	size_t n = strspn(s, "0123456789"), m = 0;
	if (real && s[n] == '.')
		m = 1 + strspn(s + n + 1, "0123456789");
	return n + m > 0 && n < 8 && s[n + m] == '\0';
}

static const struct option *
find_option(const char *arg, size_t n)
{
	for (size_t i = 0; i < NOPTIONS; i++) {
		const struct option *p = &table[i];
		if ((strlen(p->name) == n && strncmp(arg, p->name, n) == 0) ||
			(p->brief && strlen(p->brief) == n &&
				strncmp(arg, p->brief, n) == 0))
			return p;
	}
	return NULL;
}

static enum options_status
wrong_option(const char *arg)
{
	const char *names[NOPTIONS];
	for (size_t i = 0; i < NOPTIONS; i++)
		names[i] = table[i].name;
	return wrong("no such option", arg, nearest(arg, names, NOPTIONS));
}

/* Read the option at argv[*i]; steps over its value. */
static enum options_status
read_option(struct options *o, int argc, char **argv, int *i)
{
	const char *arg = argv[*i], *equal = strchr(arg, '=');
	size_t n = equal && arg[1] == '-' ? (size_t)(equal - arg) : strlen(arg);
	const struct option *p = find_option(arg, n);
	const struct option *brief = find_option(arg, 2);
	if (!p && brief && brief->value) { /* -j2 */
		p = brief;
		n = 2;
	}
	if (!p)
		return wrong_option(arg);
	void *target = (char *)o + p->target;
	if (!p->value) {
		*(bool *)target = true;
		return OPTIONS_RUN;
	}
	const char *value = p->value[0] == '[' ? "" : NULL;
	bool optional = value != NULL;
	if (arg[n] == '=')
		value = arg + n + 1;
	else if (arg[n])
		value = arg + n;
	else if (*i + 1 < argc && (!optional || is_number(argv[*i + 1], false)))
		value = argv[++*i];
	if (!value || (!optional && !*value))
		return wrong("the option needs a value", p->name, NULL);
	*(const char **)target = value;
	return OPTIONS_RUN;
}

static int
find_word(const char *word, const char *const *from, int n)
{
	int i = 0;
	while (i < n && strcmp(word, from[i]) != 0)
		i++;
	return i;
}

/* A verb is optional: without one, pages are built. */
static void
take_verb(struct options *o)
{
	int v = o->ninputs ? find_word(o->inputs[0], verbs, VERBS) : VERBS;
	if (v == VERBS)
		return;
	o->verb = (enum verb)v;
	o->inputs++;
	o->ninputs--;
}

static enum options_status
take_step(struct options *o)
{
	const int n = sizeof steps / sizeof *steps;
	if (o->verb != VERB_DUMP)
		return OPTIONS_RUN;
	if (!o->ninputs)
		return wrong("dump needs a step", "none given", NULL);
	if (find_word(o->inputs[0], steps, n) == n)
		return wrong("no such step", o->inputs[0],
			nearest(o->inputs[0], steps, (size_t)n));
	o->step = o->inputs[0];
	o->inputs++;
	o->ninputs--;
	return OPTIONS_RUN;
}

/* A whole number from 1 to 9999. */
static bool
options_number(const char *s, int *out)
{
	int n = 0;
	for (; *s >= '0' && *s <= '9' && n < 1000; s++)
		n = n * 10 + (*s - '0');
	*out = n;
	return !*s && n > 0;
}

static enum options_status
check_numbers(const struct options *o)
{
	const struct {
		const char *name, *value;
		bool real;
	} rows[] = {{"--jobs", o->jobs, false}, {"--timeout", o->timeout, true},
		{"--memory", o->memory, false},
		{"--serve", o->serve && *o->serve ? o->serve : NULL, false}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].value && !is_number(rows[i].value, rows[i].real))
			return wrong("the option needs a number", rows[i].name,
				NULL);
	return OPTIONS_RUN;
}

static enum options_status
check_watch(const struct options *o)
{
	if (o->serve && o->verb != VERB_WATCH)
		return wrong("only watch has this option", "--serve", NULL);
	if (o->serve && strtol(o->serve, NULL, 10) > 65535)
		return wrong("no such port", o->serve, NULL);
	if (o->verb != VERB_WATCH)
		return OPTIONS_RUN;
	if (o->ninputs != 1)
		return wrong("watch needs one folder", o->inputs[1], NULL);
	if (!o->output)
		return wrong("watch needs a folder for its handouts",
			"-o FOLDER is missing", NULL);
	return OPTIONS_RUN;
}

static enum options_status
check_values(struct options *o)
{
	static const char *const papers[] = {"letter", "a4", "legal", "a5"};
	const int n = sizeof papers / sizeof *papers;
	if (o->paper && find_word(o->paper, papers, n) == n)
		return wrong("no such paper", o->paper,
			nearest(o->paper, papers, (size_t)n));
	if (o->fit && !options_number(o->fit, &o->fit_pages))
		return wrong("--fit needs a number of pages", o->fit, NULL);
	if (o->verb != VERB_CHECK && (o->layout || o->json))
		return wrong("only check has this option",
			o->layout ? "--layout" : "--json", NULL);
	if (o->json && !o->layout)
		return wrong("the option goes with --layout", "--json", NULL);
	if (!o->ninputs) {
		fputs("handout: no page given\n", stderr);
		print_help(stderr);
		return OPTIONS_WRONG;
	}
	enum options_status s = check_numbers(o);
	return s == OPTIONS_RUN ? check_watch(o) : s;
}

/* A word that is neither verb nor file was meant as a verb. */
static enum options_status
check_verb(const struct options *o, bool named)
{
	if (named || !o->ninputs || strpbrk(o->inputs[0], "./"))
		return OPTIONS_RUN;
	FILE *f = fopen(o->inputs[0], "r");
	if (f) {
		fclose(f);
		return OPTIONS_RUN;
	}
	return wrong("no such verb or page", o->inputs[0],
		nearest(o->inputs[0], verbs, VERBS));
}

enum options_status
options_read(struct options *o, int argc, char **argv)
{
	*o = (struct options){0};
	o->inputs = o->all = calloc((size_t)argc + 1, sizeof *o->all);
	if (!o->inputs)
		return OPTIONS_WRONG;
	bool only_inputs = false;
	for (int i = 1; i < argc; i++) {
		enum options_status s = OPTIONS_RUN;
		if (!only_inputs && strcmp(argv[i], "--") == 0)
			only_inputs = true;
		else if (!only_inputs && argv[i][0] == '-' && argv[i][1])
			s = read_option(o, argc, argv, &i);
		else
			o->inputs[o->ninputs++] = argv[i];
		if (s != OPTIONS_RUN)
			return s;
	}
	if (o->help) {
		print_help(stdout);
		return OPTIONS_DONE;
	}
	if (o->version) {
		printf("handout %s\n", handout_version());
		return OPTIONS_DONE;
	}
	int before = o->ninputs;
	take_verb(o);
	enum options_status s = take_step(o);
	if (s == OPTIONS_RUN)
		s = check_verb(o, before != o->ninputs);
	return s == OPTIONS_RUN ? check_values(o) : s;
}

void
options_free(struct options *o)
{
	free((void *)o->all);
}
