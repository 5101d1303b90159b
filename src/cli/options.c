/*
 * Options are a table: name, kind, target, help.  The help screen is made
 * from it, and a wrong option is answered with the nearest right one.
 */
#include "options.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handout/handout.h"

#define VERB(v)  (1 << (v))
#define ANY_VERB (VERB(VERB_BUILD) | VERB(VERB_CHECK) | VERB(VERB_DUMP))

struct option {
	const char *name, *brief; /* "--paper", "-p" or NULL */
	const char *value;        /* what its value is called, NULL: a switch */
	size_t target;
	int verbs;
	const char *help;
};

static const struct option table[] = {
	{"--output", "-o", "FILE|DIR", offsetof(struct options, output),
		VERB(VERB_BUILD), "where the PDF goes; several go into DIR"},
	{"--paper", NULL, "letter|a4", offsetof(struct options, paper),
		ANY_VERB, "the paper (default: letter)"},
	{"--root", NULL, "DIR", offsetof(struct options, root), ANY_VERB,
		"the site's folder (default: where _config.yml is)"},
	{"--theme", NULL, "FILE", offsetof(struct options, theme), ANY_VERB,
		"a theme laid over the default one"},
	{"--strict", NULL, NULL, offsetof(struct options, strict), ANY_VERB,
		"exit with 1 on warnings too"},
	{"--layout", NULL, NULL, offsetof(struct options, layout),
		VERB(VERB_CHECK), "check: judge lines, pages, tables, notes"},
	{"--json", NULL, NULL, offsetof(struct options, json), VERB(VERB_CHECK),
		"the same as JSON on standard output"},
	{"--help", "-h", NULL, offsetof(struct options, help), ANY_VERB,
		"this"},
	{"--version", NULL, NULL, offsetof(struct options, version), ANY_VERB,
		"the version"},
};

#define NOPTIONS (sizeof table / sizeof *table)

static const char *const verbs[VERBS] = {"build", "check", "dump"};
static const char *const steps[] = {
	"source", "markup", "tree", "style", "pages", "tags"};

static void
print_help(FILE *out)
{
	fputs("handout turns course pages into tagged, print-ready PDF.\n\n"
	      "  handout build [-o FILE|DIR] INPUT...   print pages\n"
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

/* Letters to change, add or take away between two words, at most 31 long. */
static int
word_distance(const char *a, const char *b)
{
	int row[33];
	size_t n = strlen(b);
	if (n > 31 || strlen(a) > 31)
		return 99;
	for (size_t j = 0; j <= n; j++)
		row[j] = (int)j;
	for (size_t i = 0; a[i]; i++) {
		int diagonal = row[0];
		row[0] = (int)i + 1;
		for (size_t j = 0; j < n; j++) {
			int change = diagonal + (a[i] != b[j]);
			diagonal = row[j + 1];
			int least = diagonal < row[j] ? diagonal : row[j];
			row[j + 1] = least + 1 < change ? least + 1 : change;
		}
	}
	return row[n];
}

/* The nearest of `n` words, or NULL if none is near. */
static const char *
nearest(const char *word, const char *const *from, size_t n)
{
	const char *best = NULL;
	int least = 4;
	for (size_t i = 0; i < n; i++) {
		int d = word_distance(word, from[i]);
		if (d < least) {
			least = d;
			best = from[i];
		}
	}
	return best;
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
	if (!p)
		return wrong_option(arg);
	void *target = (char *)o + p->target;
	if (!p->value) {
		*(bool *)target = true;
		return OPTIONS_RUN;
	}
	const char *value = NULL;
	if (arg[n] == '=')
		value = arg + n + 1;
	else if (*i + 1 < argc)
		value = argv[++*i];
	if (!value || !*value)
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

static enum options_status
check_values(const struct options *o)
{
	static const char *const papers[] = {"letter", "a4", "legal", "a5"};
	const int n = sizeof papers / sizeof *papers;
	if (o->paper && find_word(o->paper, papers, n) == n)
		return wrong("no such paper", o->paper,
			nearest(o->paper, papers, (size_t)n));
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
	return OPTIONS_RUN;
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
