/*
 * Help, made from the tables: one screen of all, or all of one verb.
 */
#include "options_priv.h"

void
help_put_words(FILE *out, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		fprintf(out, "%s%s", i ? " " : "", words[i]);
}

static void
help_put_option(FILE *out, const struct option *p)
{
	char left[40];
	snprintf(left, sizeof left, "%s%s%s%s%s", p->brief ? p->brief : "",
		p->brief ? ", " : "", p->name, p->value ? " " : "",
		p->value ? p->value : "");
	fprintf(out, "  %-24s %s\n", left, p->help);
}

static void
help_put_options(FILE *out, int bit)
{
	size_t n;
	const struct option *table = options_table(&n);
	for (size_t i = 0; i < n; i++)
		if (table[i].verbs & bit)
			help_put_option(out, &table[i]);
}

void
help_print(FILE *out)
{
	const struct verb_row *verbs = options_verbs();
	fputs("handout turns course pages into tagged, print-ready PDF.\n\n",
		out);
	for (int v = 0; v < VERBS; v++) {
		char left[40];
		snprintf(left, sizeof left, "%s %s", verbs[v].name,
			verbs[v].operands);
		fprintf(out, "  handout %-20s %s\n", left, verbs[v].help);
	}
	fputs("\nAn INPUT is a page (.md, .markdown, .html) or a folder of "
	      "them.  Without a\nverb it is built.  The options used most:\n\n",
		out);
	help_put_options(out, COMMON);
	fputs("\n'handout help VERB' has all options, 'man handout' the "
	      "manual.\n",
		out);
}

void
help_print_verb(FILE *out, enum verb v)
{
	const struct verb_row *row = &options_verbs()[v];
	fprintf(out, "handout %s [OPTION...] %s\n  %s\n", row->name,
		row->operands, row->help);
	if (row->words) {
		fputs("  one of: ", out);
		help_put_words(out, row->words);
		fputs("\n", out);
	}
	fputs("\n", out);
	help_put_options(out, VERB(v));
	fputs("\nExit status: 0 all well, 1 a page has errors, 2 usage, "
	      "3 the machine.\nThe manual: man handout\n",
		out);
}
