/*
 * Sites that ask for plain CommonMark.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "markup_aux.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

static const struct markup_case constructs[] = {
	{
		"emphasis_in_words",
		"foo*bar*baz foo_bar_baz\n",
		"PARA\n"
		"  TEXT \"foo\"\n"
		"  EMPH\n"
		"    TEXT \"bar\"\n"
		"  TEXT \"baz foo_bar_baz\"\n",
		"",
	},
	{
		"no_smart_quotes",
		"\"q\" -- ...\n",
		"PARA\n"
		"  TEXT \"\\\"q\\\" -- ...\"\n",
		"",
	},
	{
		"no_attribute_lists",
		"text\n"
		"{: .a}\n",
		"PARA\n"
		"  TEXT \"text {: .a}\"\n",
		"",
	},
	{
		"html_ends_at_blank_line",
		"<div>\n"
		"*a*\n"
		"\n"
		"*b*\n"
		"</div>\n",
		"DIV\n"
		"  PLAIN\n"
		"    TEXT \"*a*\"\n"
		"  PARA\n"
		"    EMPH\n"
		"      TEXT \"b\"\n",
		"",
	},
	{
		"no_space_heading",
		"#a\n"
		"\n"
		"# b\n",
		"PARA\n"
		"  TEXT \"#a\"\n"
		"HEADING level=1 #b\n"
		"  TEXT \"b\"\n",
		"",
	},
	{
		"nested",
		"> - a\n"
		">   1. b\n"
		">\n"
		"> c\n",
		"QUOTE\n"
		"  LIST\n"
		"    ITEM\n"
		"      PLAIN\n"
		"        TEXT \"a\"\n"
		"      LIST ordered\n"
		"        ITEM number=1\n"
		"          PLAIN\n"
		"            TEXT \"b\"\n"
		"  PARA\n"
		"    TEXT \"c\"\n",
		"",
	},
	{
		"code",
		"```c x\n"
		"if (a < b)\n"
		"```\n"
		"\n"
		"`a`\n",
		"CODE_BLOCK language=\"c\"\n"
		"  TEXT \"if (a < b)\"\n"
		"PARA\n"
		"  CODE\n"
		"    TEXT \"a\"\n",
		"",
	},
	{
		"images_and_links",
		"![*a*](a.png) [b](<c d> \"t\")\n",
		"PARA\n"
		"  IMAGE src=\"a.png\" alt=\"a\"\n"
		"  TEXT \" \"\n"
		"  LINK href=\"c d\" @title=\"t\"\n"
		"    TEXT \"b\"\n",
		"",
	},
	{
		"breaks",
		"a\\\n"
		"b  \n"
		"c\n"
		"d\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"  BREAK\n"
		"  TEXT \"b\"\n"
		"  BREAK\n"
		"  TEXT \"c d\"\n",
		"",
	},
	{
		"curly_attributes",
		"<div class=“a b”>\n"
		"\n"
		"c\n"
		"\n"
		"</div>\n",
		"DIV .a .b\n"
		"  PARA\n"
		"    TEXT \"c\"\n",
		"html-quotes",
	},
	{
		"rule",
		"***\n",
		"RULE\n",
		"",
	},
	{
		"ordered",
		"3. a\n"
		"4. b\n",
		"LIST ordered start=3\n"
		"  ITEM number=3\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n"
		"  ITEM number=4\n"
		"    PLAIN\n"
		"      TEXT \"b\"\n",
		"",
	},
};

static void
test_constructs(void **state)
{
	(void)state;
	markup_check_site(
		constructs, COUNT(constructs), "markdown", "CommonMark");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_constructs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
