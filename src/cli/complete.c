/*
 * Completion for shells, made from the tables of options and verbs.
 *
 * What an option's value can be: its words, or files or folders if its name
 * for help says so.  A verb is optional, so `build` is what holds without.
 */
#include "options_priv.h"

#include <string.h>

static bool
takes_files(const struct option *p)
{
	return p->value && strstr(p->value, "FILE");
}

static bool
takes_folders(const struct option *p)
{
	return p->value && strcmp(p->value, "DIR") == 0;
}

/* For text between single quotes; `also` gets a backslash before it. */
static void
put_quoted(FILE *out, const char *s, const char *also)
{
	for (; *s; s++) {
		if (*s == '\'')
			fputs("'\\'", out);
		else if (strchr(also, *s))
			fputc('\\', out);
		fputc(*s, out);
	}
}

/* The names of verbs that have the bit; of all for 0. */
static void
put_verbs(FILE *out, int mask, const char *between)
{
	const struct verb_row *verbs = options_verbs();
	const char *sep = "";
	for (int v = 0; v < VERBS; v++) {
		if (!(mask & VERB(v)))
			continue;
		fprintf(out, "%s%s", sep, verbs[v].name);
		sep = between;
	}
}

#define ALL_VERBS (VERB(VERBS) - 1)

/* What the first operand of a verb can be: its words, or a verb's name. */
static void
put_operands(FILE *out, int v)
{
	const struct verb_row *row = &options_verbs()[v];
	if (row->words)
		help_put_words(out, row->words);
	else if (v == VERB_HELP)
		put_verbs(out, ALL_VERBS, " ");
}

/* ---- bash -----------------------------------------------------------------
 */

static void
bash_choice(FILE *out, const char *const *words)
{
	fputs("mapfile -t COMPREPLY < <(compgen -W '", out);
	help_put_words(out, words);
	fputs("' -- \"$cur\")\n\t\t", out);
}

static void
bash_values(FILE *out)
{
	size_t n;
	const struct option *table = options_table(&n);
	fputs("\tcase $prev in\n", out);
	for (size_t i = 0; i < n; i++) {
		const struct option *p = &table[i];
		if (!p->value)
			continue;
		fprintf(out, "\t%s%s%s)\n\t\t", p->brief ? p->brief : "",
			p->brief ? "|" : "", p->name);
		if (options_choices(p))
			bash_choice(out, options_choices(p));
		else if (takes_folders(p))
			fputs("mapfile -t COMPREPLY < <(compgen -d "
			      "-- \"$cur\")\n\t\t",
				out);
		else if (!takes_files(p))
			fputs("compopt +o default\n\t\t", out);
		fputs("return ;;\n", out);
	}
	fputs("\tesac\n", out);
}

static void
bash_words(FILE *out)
{
	size_t n;
	const struct option *table = options_table(&n);
	fputs("\tcase $verb in\n", out);
	for (int v = 0; v < VERBS; v++) {
		fprintf(out, "\t%s)\n\t\toptions='", options_verbs()[v].name);
		for (size_t i = 0; i < n; i++)
			if (table[i].verbs & VERB(v))
				fprintf(out, "%s ", table[i].name);
		fputs("'\n\t\toperands='", out);
		put_operands(out, v);
		fputs("' ;;\n", out);
	}
	fputs("\tesac\n", out);
}

static void
complete_bash(FILE *out)
{
	fputs("# bash completion for handout\n"
	      "_handout() {\n"
	      "\tlocal cur=$2 prev=$3 verb=build at=0 i options operands\n"
	      "\tCOMPREPLY=()\n"
	      "\t[[ $cur == = ]] && cur=\n"
	      "\t[[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD-2]}\n",
		out);
	bash_values(out);
	fputs("\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	      "\t\tcase ${COMP_WORDS[i]} in\n\t\t",
		out);
	put_verbs(out, ALL_VERBS, "|");
	fputs(")\n\t\t\tverb=${COMP_WORDS[i]} at=$i\n\t\t\tbreak ;;\n"
	      "\t\tesac\n\tdone\n",
		out);
	bash_words(out);
	fputs("\tif [[ $cur == -* ]]; then\n"
	      "\t\toperands=$options\n"
	      "\telif ((at == 0 && COMP_CWORD == 1)); then\n"
	      "\t\toperands='",
		out);
	put_verbs(out, ALL_VERBS, " ");
	fputs("'\n\telif ((COMP_CWORD != at + 1)); then\n"
	      "\t\toperands=\n"
	      "\tfi\n"
	      "\tmapfile -t COMPREPLY < <(compgen -W \"$operands\" -- "
	      "\"$cur\")\n"
	      "}\n"
	      "complete -o default -F _handout handout\n",
		out);
}

/* ---- zsh ------------------------------------------------------------------
 */

static void
zsh_option(FILE *out, const struct option *p)
{
	fputs(" \\\n\t\t\t", out);
	if (p->brief)
		fprintf(out, "'(%s %s)'{%s,%s}'[", p->brief, p->name, p->brief,
			p->name);
	else
		fprintf(out, "'%s[", p->name);
	put_quoted(out, p->help, "[]:");
	fputs("]", out);
	if (p->value) {
		fputs(":", out);
		put_quoted(out, p->value, ":");
		fputs(":", out);
		if (options_choices(p)) {
			fputs("(", out);
			help_put_words(out, options_choices(p));
			fputs(")", out);
		} else if (takes_folders(p))
			fputs("_files -/", out);
		else if (takes_files(p))
			fputs("_files", out);
	}
	fputs("'", out);
}

static void
complete_zsh(FILE *out)
{
	size_t n;
	const struct option *table = options_table(&n);
	const struct verb_row *verbs = options_verbs();
	fputs("#compdef handout\n"
	      "_handout() {\n"
	      "\tlocal verb=build w\n"
	      "\tlocal -a verbs=(\n",
		out);
	for (int v = 0; v < VERBS; v++) {
		fprintf(out, "\t\t'%s:", verbs[v].name);
		put_quoted(out, verbs[v].help, ":");
		fputs("'\n", out);
	}
	fputs("\t)\n\tfor w in ${words[2,CURRENT-1]}; do\n"
	      "\t\tcase $w in\n\t\t(",
		out);
	put_verbs(out, ALL_VERBS, "|");
	fputs(") verb=$w; break ;;\n\t\tesac\n\tdone\n"
	      "\tif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
	      "\t\t_describe verb verbs\n\t\t_files\n\t\treturn\n\tfi\n"
	      "\tcase $verb in\n",
		out);
	for (int v = 0; v < VERBS; v++) {
		fprintf(out, "\t(%s)\n\t\t_arguments", verbs[v].name);
		for (size_t i = 0; i < n; i++)
			if (table[i].verbs & VERB(v))
				zsh_option(out, &table[i]);
		if (verbs[v].words || v == VERB_HELP) {
			fputs(" \\\n\t\t\t'2:word:(", out);
			put_operands(out, v);
			fputs(")'", out);
		}
		fputs(" \\\n\t\t\t'*:input:_files' ;;\n", out);
	}
	fputs("\tesac\n}\n_handout \"$@\"\n", out);
}

/* ---- fish -----------------------------------------------------------------
 */

/* When an option is there; a verb is optional, so build is the rest. */
static void
fish_condition(FILE *out, int mask)
{
	int not = ALL_VERBS & ~mask;
	if (!not )
		return;
	bool built = mask & VERB(VERB_BUILD);
	fprintf(out, " -n '%s__fish_seen_subcommand_from ",
		built ? "not " : "");
	put_verbs(out, built ? not : mask, " ");
	fputs("'", out);
}

static void
complete_fish(FILE *out)
{
	size_t n;
	const struct option *table = options_table(&n);
	const struct verb_row *verbs = options_verbs();
	fputs("# fish completion for handout\n", out);
	for (int v = 0; v < VERBS; v++) {
		fprintf(out,
			"complete -c handout -n __fish_use_subcommand "
			"-a %s -d '",
			verbs[v].name);
		put_quoted(out, verbs[v].help, "");
		fputs("'\n", out);
		if (!verbs[v].words && v != VERB_HELP)
			continue;
		fprintf(out,
			"complete -c handout -n "
			"'__fish_seen_subcommand_from %s' -a '",
			verbs[v].name);
		put_operands(out, v);
		fputs("'\n", out);
	}
	for (size_t i = 0; i < n; i++) {
		const struct option *p = &table[i];
		fputs("complete -c handout", out);
		fish_condition(out, p->verbs);
		fprintf(out, " -l %s", p->name + 2);
		if (p->brief)
			fprintf(out, " -s %s", p->brief + 1);
		if (options_choices(p)) {
			fputs(takes_files(p) ? " -r -F -a '" : " -x -a '", out);
			help_put_words(out, options_choices(p));
			fputs("'", out);
		} else if (takes_folders(p))
			fputs(" -x -a '(__fish_complete_directories)'", out);
		else if (p->value)
			fputs(takes_files(p) ? " -r -F" : " -x", out);
		fputs(" -d '", out);
		put_quoted(out, p->help, "");
		fputs("'\n", out);
	}
}

void
complete_print(FILE *out, const char *shell)
{
	static const struct {
		const char *shell;
		void (*print)(FILE *out);
	} rows[] = {{"bash", complete_bash}, {"zsh", complete_zsh},
		{"fish", complete_fish}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(shell, rows[i].shell) == 0)
			rows[i].print(out);
}
