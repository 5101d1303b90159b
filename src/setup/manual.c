/*
 * manual: prints handout-messages(7) from the tables of messages.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"

static const char head[] =
	".\\\" Made from src/base/messages.def and reasons.def by `make "
	"manual'.\n"
	".Dd November 25, 2026\n"
	".Dt HANDOUT-MESSAGES 7\n"
	".Os\n"
	".Sh NAME\n"
	".Nm handout-messages\n"
	".Nd what handout says of pages, why, and what to do\n"
	".Sh DESCRIPTION\n"
	"Every message of\n"
	".Xr handout 1\n"
	"ends with a name in brackets, its slug.\n"
	"Here they are by name, with their level, their reason and their "
	"cure.\n"
	"A slug never changes its meaning, and can be turned off as\n"
	".Xr handout 1\n"
	"describes under\n"
	".Sx Turning messages off .\n";

static const char *const parts[] = {[DIAG_ERROR] = "ERRORS",
	[DIAG_WARNING] = "WARNINGS",
	[DIAG_STYLE] = "STYLE"};
static const char *const intros[] = {
	[DIAG_ERROR] = "Something is missing from the page, or the page cannot "
		       "be printed; the exit status is 1.",
	[DIAG_WARNING] = "Something was mended or replaced; look at the page.",
	[DIAG_STYLE] = "Could be better, and prints well."};

/* Does a sentence end at i, and another begin? */
static bool
sentence_ends(struct str s, size_t i)
{
	return i + 2 < s.n && (s.p[i] == '.' || s.p[i] == '?') &&
	       s.p[i + 1] == ' ' && s.p[i + 2] >= 'A' && s.p[i + 2] <= 'Z';
}

/* A line for each sentence, none of which is taken for a request. */
static void
put_text(struct str s)
{
	bool fresh = true;
	for (size_t i = 0; i < s.n; i++) {
		if (fresh && (s.p[i] == '.' || s.p[i] == '\''))
			fputs("\\&", stdout);
		fresh = sentence_ends(s, i);
		if (s.p[i] == '\\')
			fputs("\\e", stdout);
		else if (s.p[i] == '-' || s.p[i] == '~' || s.p[i] == '^')
			printf("\\%s", s.p[i] == '-'   ? "-"
				       : s.p[i] == '~' ? "(ti"
						       : "(ha");
		else
			putchar(s.p[i]);
		if (fresh) {
			putchar('\n');
			i++; /* the space */
		}
	}
	putchar('\n');
}

static int
compare_slugs(const void *a, const void *b)
{
	return strcmp(diag_messages[*(const int *)a].slug,
		diag_messages[*(const int *)b].slug);
}

static void
put_level(enum diag_level level, const int *codes)
{
	printf(".Sh %s\n", parts[level]);
	put_text(str_c(intros[level]));
	puts(".Bl -tag -width Ds");
	for (int i = 0; i < DIAG_CODES; i++) {
		const struct diag_message *m = &diag_messages[codes[i]];
		if (m->level != level)
			continue;
		struct str text = str_c(m->text);
		ptrdiff_t semi = str_chr(text, ';');
		printf(".It Li %s\n", m->slug);
		fputs(".Em ", stdout);
		put_text(str_sub(text, 0, semi < 0 ? text.n : (size_t)semi));
		puts(".Pp");
		put_text(str_c(diag_reasons[codes[i]].reason));
		puts(".Pp");
		put_text(str_c(diag_reasons[codes[i]].cure));
	}
	puts(".El");
}

int
main(void)
{
	int codes[DIAG_CODES];
	for (int i = 0; i < DIAG_CODES; i++) {
		codes[i] = i;
		if (!diag_reasons[i].reason) {
			fprintf(stderr, "reasons.def: %s is missing\n",
				diag_messages[i].slug);
			return EXIT_FAILURE;
		}
	}
	qsort(codes, DIAG_CODES, sizeof *codes, compare_slugs);
	fputs(head, stdout);
	put_level(DIAG_ERROR, codes);
	put_level(DIAG_WARNING, codes);
	put_level(DIAG_STYLE, codes);
	puts(".Sh SEE ALSO\n.Xr handout 1");
	return EXIT_SUCCESS;
}
