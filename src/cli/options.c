/*
 * Options are a table: name, kind, target, help.  The help screens and the
 * shells' completion are made from it, and a wrong option is answered with
 * the nearest right one.
 */
#include "options_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "handout/handout.h"

#define MAKE_VERBS (VERB(VERB_BUILD) | VERB(VERB_WATCH))
#define OUTPUTS    (MAKE_VERBS | VERB(VERB_PLAN))
#define MANY_VERBS (OUTPUTS | VERB(VERB_CHECK))
#define ANY_VERB   (MANY_VERBS | VERB(VERB_DUMP))
#define PARTS      (VERB(VERB_BUILD) | VERB(VERB_PLAN))
#define EACH_VERB  (VERB(VERBS) - 1)

static const char *const papers[] = {"letter", "a4", "legal", "a5", NULL};
static const char *const packets[] = {"module", "site", NULL};
static const char *const steps[] = {
	"source", "markup", "tree", "style", "pages", "tags", NULL};
static const char *const shells[] = {"bash", "zsh", "fish", NULL};

static const struct option table[] = {
	{"--output", "-o", "FILE|DIR", offsetof(struct options, output),
		OUTPUTS | COMMON | WHOLE,
		"FILE.pdf or a folder; - is standard output"},
	{"--paper", NULL, "SIZE", offsetof(struct options, paper),
		ANY_VERB | COMMON, "letter (default), a4, legal, a5"},
	{"--fit", NULL, "N", offsetof(struct options, fit), ANY_VERB | COMMON,
		"set tighter to get the page on N sheets"},
	{"--large-print", NULL, NULL, offsetof(struct options, large_print),
		ANY_VERB | COMMON,
		"18 point type and nothing smaller, notes at the end"},
	{"--ink-save", NULL, NULL, offsetof(struct options, ink_save),
		ANY_VERB | COMMON, "rules instead of filled bars and panels"},
	{"--grayscale", NULL, NULL, offsetof(struct options, grayscale),
		ANY_VERB, "no colour"},
	{"--duplex", NULL, NULL, offsetof(struct options, duplex), ANY_VERB,
		"margins for both sides of the paper"},
	{"--booklet", NULL, NULL, offsetof(struct options, booklet),
		ANY_VERB | COMMON, "two half pages a side, to fold and staple"},
	{"--root", NULL, "DIR", offsetof(struct options, root), ANY_VERB,
		"the site's folder (default: where _config.yml is)"},
	{"--theme", NULL, "FILE", offsetof(struct options, theme), ANY_VERB,
		"a theme laid over the default one"},
	{"--strict", NULL, NULL, offsetof(struct options, strict),
		ANY_VERB | COMMON, "exit with 1 on warnings too"},
	{"--packet", NULL, "WHICH", offsetof(struct options, packet),
		MANY_VERBS | COMMON | WHOLE,
		"module, site, or FILE.yml: pages as one file"},
	{"--prepared-for", NULL, "NAME", offsetof(struct options, prepared_for),
		MANY_VERBS, "on the cover of packets"},
	{"--jobs", "-j", "N", offsetof(struct options, jobs),
		MAKE_VERBS | VERB(VERB_CHECK) | WHOLE,
		"so many pages at once (default: as many as cores)"},
	{"--force", NULL, NULL, offsetof(struct options, force),
		VERB(VERB_BUILD) | WHOLE, "print what has not changed, too"},
	{"--prune", NULL, NULL, offsetof(struct options, prune),
		MAKE_VERBS | WHOLE, "remove handouts whose page is gone"},
	{"--shard", NULL, "I/N", offsetof(struct options, shard), PARTS | WHOLE,
		"the I-th of N parts of all handouts"},
	{"--only", NULL, "NAME", offsetof(struct options, only), PARTS | WHOLE,
		"of all handouts the one of this name"},
	{"--make", NULL, NULL, offsetof(struct options, make), VERB(VERB_PLAN),
		"a makefile, a rule for each handout"},
	{"--report", NULL, "FILE", offsetof(struct options, report),
		VERB(VERB_BUILD) | VERB(VERB_CHECK) | WHOLE,
		"write what was done, as JSON"},
	{"--timeout", NULL, "SECONDS", offsetof(struct options, timeout),
		MANY_VERBS, "for one page (default: 60; 0: none)"},
	{"--memory", NULL, "MB", offsetof(struct options, memory), MANY_VERBS,
		"for one page (default: 2048; 0: no limit)"},
	{"--format", NULL, "FORM", offsetof(struct options, format),
		VERB(VERB_BUILD) | VERB(VERB_CHECK) | WHOLE,
		"of messages: plain, text, json, sarif, github"},
	{"--quiet", "-q", NULL, offsetof(struct options, quiet), MANY_VERBS,
		"messages only: no progress, no summary"},
	{"--layout", NULL, NULL, offsetof(struct options, layout),
		VERB(VERB_CHECK), "judge lines, pages, tables, notes"},
	{"--json", NULL, NULL, offsetof(struct options, json),
		VERB(VERB_CHECK) | VERB(VERB_PLAN),
		"as JSON on standard output"},
	{"--serve", NULL, "[PORT]", offsetof(struct options, serve),
		VERB(VERB_WATCH), "a page on this machine to look at"},
	{"--help", "-h", NULL, offsetof(struct options, help), EACH_VERB,
		"this"},
	{"--version", NULL, NULL, offsetof(struct options, version), EACH_VERB,
		"the version"},
};

#define NOPTIONS (sizeof table / sizeof *table)

static const struct verb_row verbs[VERBS] = {
	[VERB_BUILD] = {"build", "INPUT...", "print each page as a PDF", NULL},
	[VERB_CHECK] = {"check", "INPUT...", "say what is wrong, write nothing",
		NULL},
	[VERB_WATCH] = {"watch", "SITE", "build, and again what is saved",
		NULL},
	[VERB_PLAN] = {"plan", "INPUT...", "what build would do, as commands",
		NULL},
	[VERB_DUMP] = {"dump", "STEP INPUT", "what a step makes of a page",
		steps},
	[VERB_COMPLETION] = {"completion", "SHELL", "completion for a shell",
		shells},
	[VERB_HELP] = {"help", "[VERB]", "all options of a verb", NULL},
};

/* As enum batch_format has them, from 1. */
static const char *const formats[] = {
	"plain", "text", "json", "sarif", "github", NULL};

const char *const *
options_choices(const struct option *p)
{
	static const struct {
		const char *name;
		const char *const *words;
	} rows[] = {{"--paper", papers}, {"--packet", packets},
		{"--format", formats}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(p->name, rows[i].name) == 0)
			return rows[i].words;
	return NULL;
}

const struct option *
options_table(size_t *n)
{
	*n = NOPTIONS;
	return table;
}

const struct verb_row *
options_verbs(void)
{
	return verbs;
}

/* ---- what is wrong ----------------------------------------------------- */

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
	o->used |= 1UL << (p - table);
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

/* Is it one of the words, NULL-ended?  Else what is wrong is said. */
static bool
is_one_of(const char *word, const char *const *words, const char *what)
{
	size_t n = 0;
	for (; words[n]; n++)
		if (strcmp(word, words[n]) == 0)
			return true;
	wrong(what, word, nearest(word, words, n));
	return false;
}

static int
find_verb(const char *word)
{
	int v = 0;
	while (v < VERBS && strcmp(word, verbs[v].name) != 0)
		v++;
	return v;
}

static enum options_status
wrong_verb(const char *what, const char *word)
{
	const char *names[VERBS];
	for (int v = 0; v < VERBS; v++)
		names[v] = verbs[v].name;
	return wrong(what, word, nearest(word, names, VERBS));
}

/* A verb is optional: without one, pages are built. */
static void
take_verb(struct options *o)
{
	int v = o->ninputs ? find_verb(o->inputs[0]) : VERBS;
	if (v == VERBS)
		return;
	o->verb = (enum verb)v;
	o->inputs++;
	o->ninputs--;
}

/* The word that a verb wants before its inputs. */
static enum options_status
take_word(struct options *o)
{
	const struct verb_row *row = &verbs[o->verb];
	if (!row->words)
		return OPTIONS_RUN;
	if (!o->ninputs)
		return wrong("the verb needs one word more", row->name, NULL);
	if (!is_one_of(o->inputs[0], row->words, "no such word for the verb"))
		return OPTIONS_WRONG;
	o->word = o->inputs[0];
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

/* I/N, I from 1 to N. */
static bool
options_shard(struct options *o)
{
	char first[8];
	const char *slash = strchr(o->shard, '/');
	size_t n = slash ? (size_t)(slash - o->shard) : sizeof first;
	if (n >= sizeof first)
		return false;
	memcpy(first, o->shard, n);
	first[n] = '\0';
	return options_number(first, &o->shard_index) &&
	       options_number(slash + 1, &o->shards) &&
	       o->shard_index <= o->shards;
}

/* Options that the verb has not; told with the verbs that have them. */
static enum options_status
check_options(const struct options *o)
{
	for (size_t i = 0; i < NOPTIONS; i++) {
		if (!(o->used >> i & 1) || table[i].verbs & VERB(o->verb))
			continue;
		fprintf(stderr, "handout: %s has no option %s; it is one of",
			verbs[o->verb].name, table[i].name);
		for (int v = 0; v < VERBS; v++)
			if (table[i].verbs & VERB(v))
				fprintf(stderr, " %s", verbs[v].name);
		fprintf(stderr, "\n'handout help %s' lists its options.\n",
			verbs[o->verb].name);
		return OPTIONS_WRONG;
	}
	return OPTIONS_RUN;
}

static bool
options_format(struct options *o)
{
	if (!is_one_of(o->format, formats, "no such format"))
		return false;
	while (strcmp(formats[o->format_number], o->format) != 0)
		o->format_number++;
	o->format_number++; /* from 1 */
	if (!o->layout || o->format_number <= 2)
		return true;
	wrong("the format does not go with --layout", o->format, NULL);
	return false;
}

static enum options_status
check_watch(struct options *o)
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
		o->output = "handouts";
	return OPTIONS_RUN;
}

static enum options_status
check_values(struct options *o)
{
	if (o->paper && !is_one_of(o->paper, papers, "no such paper"))
		return OPTIONS_WRONG;
	if (o->format && !options_format(o))
		return OPTIONS_WRONG;
	if (o->fit && !options_number(o->fit, &o->fit_pages))
		return wrong("--fit needs a number of pages", o->fit, NULL);
	if (o->shard && !options_shard(o))
		return wrong("--shard needs I/N, such as 2/8", o->shard, NULL);
	if (o->verb == VERB_CHECK && o->json && !o->layout)
		return wrong("the option goes with --layout, messages have "
			     "--format json",
			"--json", NULL);
	if (!o->ninputs)
		return wrong("the verb needs a page or a folder",
			verbs[o->verb].name, NULL);
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
	return wrong_verb("no such verb or page", o->inputs[0]);
}

static enum options_status
show_help(const struct options *o, bool named)
{
	if (o->verb != VERB_HELP || !o->ninputs) {
		if (named && o->verb != VERB_HELP)
			help_print_verb(stdout, o->verb);
		else
			help_print(stdout);
		return OPTIONS_DONE;
	}
	int v = find_verb(o->inputs[0]);
	if (v == VERBS)
		return wrong_verb("no such verb", o->inputs[0]);
	help_print_verb(stdout, (enum verb)v);
	return OPTIONS_DONE;
}

/* All words are there: what do they amount to? */
static enum options_status
options_settle(struct options *o)
{
	int before = o->ninputs;
	if (o->version) {
		printf("handout %s\n", handout_version());
		return OPTIONS_DONE;
	}
	take_verb(o);
	bool named = before != o->ninputs;
	if (o->help || o->verb == VERB_HELP)
		return show_help(o, named);
	if (!named && !o->ninputs) {
		help_print(stderr);
		return OPTIONS_WRONG;
	}
	enum options_status s = check_verb(o, named);
	if (s == OPTIONS_RUN)
		s = check_options(o);
	if (s == OPTIONS_RUN)
		s = take_word(o);
	if (s == OPTIONS_RUN && o->verb == VERB_COMPLETION) {
		complete_print(stdout, o->word);
		return OPTIONS_DONE;
	}
	return s == OPTIONS_RUN ? check_values(o) : s;
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
	return options_settle(o);
}

/* ---- the words of a job ------------------------------------------------ */

const char **
options_words(const struct options *o)
{
	const char **words = calloc(2 * NOPTIONS + 1, sizeof *words);
	size_t n = 0;
	for (size_t i = 0; words && i < NOPTIONS; i++) {
		const struct option *p = &table[i];
		if (!(o->used >> i & 1) || p->verbs & WHOLE ||
			!(p->verbs & VERB(VERB_BUILD)))
			continue;
		words[n++] = p->name;
		if (p->value)
			words[n++] = *(const char *const *)(const void
					*)((const char *)o + p->target);
	}
	return words;
}

void
options_free(struct options *o)
{
	free((void *)o->all);
}
