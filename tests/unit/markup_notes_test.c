/*
 * Notes in the forms people write them, one a row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "markup_aux.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* Two numbers in a text, and what becomes of it once their notes are found. */
#define TWO_NUMBERS                                                            \
	"a.<sup>1</sup> b word<sup>2</sup>\n"                                  \
	"\n"
#define TWO_NOTES                                                              \
	"PARA\n"                                                               \
	"  TEXT \"a.\"\n"                                                      \
	"  NOTE_REF label=\"1\" first\n"                                       \
	"  TEXT \" b word\"\n"                                                 \
	"  NOTE_REF label=\"2\" first\n"                                       \
	"NOTE label=\"1\" #fn1\n"                                              \
	"  PLAIN\n"                                                            \
	"    TEXT \"One\"\n"                                                   \
	"NOTE label=\"2\" #fn2\n"                                              \
	"  PLAIN\n"                                                            \
	"    TEXT \"Two\"\n"

static const struct markup_case forms[] = {
	{
		"list_under_title",
		TWO_NUMBERS "## Notes\n"
			    "\n"
			    "1. One\n"
			    "2. Two\n",
		TWO_NOTES,
		"",
	},
	{
		"bullets_in_details",
		TWO_NUMBERS "<details><summary>Footnotes</summary><ul><li>1. "
			    "One</li><li>2. Two</li></ul></details>\n",
		TWO_NOTES,
		"",
	},
	{
		"superscripts_in_front",
		TWO_NUMBERS "---\n"
			    "\n"
			    "<sup>1</sup> One<br>\n"
			    "<sup>2</sup> Two\n",
		TWO_NOTES,
		"",
	},
	{
		"brackets_in_front",
		TWO_NUMBERS "**Notes:**\n"
			    "\n"
			    "\\[1\\] One\n"
			    "\n"
			    "\\[2\\] Two\n",
		TWO_NOTES,
		"",
	},
	{
		"sources_stay",
		"a.<sup>1,2</sup>\n"
		"\n"
		"## References\n"
		"\n"
		"* [1] One\n"
		"* [2] Two\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  SUP\n"
		"    LINK href=\"#ref-1\" target\n"
		"      TEXT \"1\"\n"
		"    TEXT \",\"\n"
		"    LINK href=\"#ref-2\" target\n"
		"      TEXT \"2\"\n"
		"HEADING level=2 #references\n"
		"  TEXT \"References\"\n"
		"LIST ordered\n"
		"  ITEM number=1 #ref-1\n"
		"    PLAIN\n"
		"      TEXT \"One\"\n"
		"  ITEM number=2 #ref-2\n"
		"    PLAIN\n"
		"      TEXT \"Two\"\n",
		"",
	},
	{
		"list_not_of_notes",
		"10 m<sup>2</sup>\n"
		"\n"
		"## Notes\n"
		"\n"
		"1. One\n"
		"2. Two\n",
		"PARA\n"
		"  TEXT \"10 m\"\n"
		"  SUP\n"
		"    TEXT \"2\"\n"
		"HEADING level=2 #notes\n"
		"  TEXT \"Notes\"\n"
		"LIST ordered\n"
		"  ITEM number=1\n"
		"    PLAIN\n"
		"      TEXT \"One\"\n"
		"  ITEM number=2\n"
		"    PLAIN\n"
		"      TEXT \"Two\"\n",
		"",
	},
	{
		"list_elsewhere",
		"a.<sup>1</sup>\n"
		"\n"
		"## Steps\n"
		"\n"
		"1. One\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  SUP\n"
		"    TEXT \"1\"\n"
		"HEADING level=2 #steps\n"
		"  TEXT \"Steps\"\n"
		"LIST ordered\n"
		"  ITEM number=1\n"
		"    PLAIN\n"
		"      TEXT \"One\"\n",
		"note-dangling",
	},
	{
		"plain_number",
		"a.<sup>1</sup>\n"
		"\n"
		"#### Footnotes:\n"
		"\n"
		"<a name=\"fn1\">1</a>:  --Text http://a.org.\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"NOTE label=\"1\" #fn1\n"
		"  PLAIN\n"
		"    TEXT \"Text \"\n"
		"    LINK href=\"http://a.org\"\n"
		"      TEXT \"http://a.org\"\n"
		"    TEXT \".\"\n",
		"heading-skip",
	},
	{
		"two_in_one",
		"a.<sup>1,2</sup>\n"
		"\n"
		"<a name=\"fn1\">1</a>: One<br>\n"
		"<a name=\"fn2\">2</a>: Two *x*\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"  SUP\n"
		"    TEXT \",\"\n"
		"  NOTE_REF label=\"2\" first\n"
		"NOTE label=\"1\" #fn1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n"
		"NOTE label=\"2\" #fn2\n"
		"  PLAIN\n"
		"    TEXT \"Two \"\n"
		"    EMPH\n"
		"      TEXT \"x\"\n",
		"",
	},
	{
		"linked",
		"a.<sup>[1](#fn1)</sup>\n"
		"\n"
		"<a name=\"fn1\">1</a>: One\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"NOTE label=\"1\" #fn1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n",
		"",
	},
	{
		"linked_in_raw_html",
		"<p>a.<sup>[1](#fn1)</sup></p>\n"
		"\n"
		"<a name=\"fn1\">1</a>: One\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"NOTE label=\"1\" #fn1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n",
		"",
	},
	{
		"anchors_both_ways",
		"a.<sup><a href=\"#fn1\" name=\"1\">1</a>, <a href=\"#fn2\" "
		"name=\"2\">2</a></sup>\n"
		"\n"
		"<a name=\"fn1\" href=\"#1\">1</a>: One<br><a name=\"fn2\" "
		"href=\"#2\">2</a>: Two\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first #1\n"
		"  SUP\n"
		"    TEXT \", \"\n"
		"  NOTE_REF label=\"2\" first #2\n"
		"NOTE label=\"1\" #fn1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n"
		"NOTE label=\"2\" #fn2\n"
		"  PLAIN\n"
		"    TEXT \"Two\"\n",
		"",
	},
	{
		"bracketed",
		"a.<sup><a href=\"#1\" name=\"1A\">1</a></sup>\n"
		"\n"
		"[<a name=\"1\" href=\"#1A\">1</a>] One\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first #1A\n"
		"NOTE label=\"1\" #1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n",
		"",
	},
	{
		"malformed_bracket",
		"a.<sup>[2]<#fn2)</sup>\n"
		"\n"
		"<a name=\"fn2\">2</a>: Two\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"2\" first\n"
		"NOTE label=\"2\" #fn2\n"
		"  PLAIN\n"
		"    TEXT \"Two\"\n",
		"note-malformed",
	},
	{
		"malformed_parenthesis",
		"a.<sup>[2])#fn2)</sup> b.<sup>[2]($fn2)</sup> "
		"c.<sup>[2]</sup>\n"
		"\n"
		"<a name=\"fn2\">2</a>: Two\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"2\" first\n"
		"  TEXT \" b.\"\n"
		"  NOTE_REF label=\"2\"\n"
		"  TEXT \" c.\"\n"
		"  NOTE_REF label=\"2\"\n"
		"NOTE label=\"2\" #fn2\n"
		"  PLAIN\n"
		"    TEXT \"Two\"\n",
		"note-malformed note-malformed",
	},
	{
		"comma_in_link",
		"a.<sup>[1,](#fn1)</sup><sup>[2](#fn2)</sup> b.<sup>[3,](#fn3)"
		"</sup>\n"
		"\n"
		"<a name=\"fn1\">1</a>: One<br>\n"
		"<a name=\"fn2\">2</a>: Two\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"  SUP\n"
		"    TEXT \",\"\n"
		"  NOTE_REF label=\"2\" first\n"
		"  TEXT \" b.\"\n"
		"  NOTE_REF label=\"3\" dangling\n"
		"  SUP\n"
		"    TEXT \",\"\n"
		"NOTE label=\"1\" #fn1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n"
		"NOTE label=\"2\" #fn2\n"
		"  PLAIN\n"
		"    TEXT \"Two\"\n",
		"note-dangling",
	},
	{
		"malformed_tag",
		"a.,sup>[1](#fn1)</sup>\n"
		"\n"
		"<a name=\"fn1\">1</a>: One\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"NOTE label=\"1\" #fn1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n",
		"note-malformed",
	},
	{
		"dangling",
		"a.<sup>1</sup> b.<sup>9</sup>\n"
		"\n"
		"<a name=\"fn1\">1</a>: One\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"  TEXT \" b.\"\n"
		"  NOTE_REF label=\"9\" dangling\n"
		"NOTE label=\"1\" #fn1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n",
		"note-dangling",
	},
	{
		"orphan",
		"a\n"
		"\n"
		"<a name=\"fn1\">1</a>: One\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"NOTE label=\"1\" orphan #fn1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n",
		"note-orphan",
	},
	{
		"power",
		"3 m<sup>2</sup> and a.<sup>2</sup>\n"
		"\n"
		"<a name=\"fn2\">2</a>: Two\n",
		"PARA\n"
		"  TEXT \"3 m\"\n"
		"  SUP\n"
		"    TEXT \"2\"\n"
		"  TEXT \" and a.\"\n"
		"  NOTE_REF label=\"2\" first\n"
		"NOTE label=\"2\" #fn2\n"
		"  PLAIN\n"
		"    TEXT \"Two\"\n",
		"",
	},
	{
		"superscript",
		"x<sup>th</sup> 2<sup>10</sup>\n",
		"PARA\n"
		"  TEXT \"x\"\n"
		"  SUP\n"
		"    TEXT \"th\"\n"
		"  TEXT \" 2\"\n"
		"  SUP\n"
		"    TEXT \"10\"\n",
		"",
	},
	{
		"in_a_cell",
		"<table><tr><th>h</th></tr><tr><td>a.<sup>1</sup></td></tr></"
		"table>\n"
		"\n"
		"Notes\n"
		"\n"
		"<a name=\"fn1\">1</a>: One\n",
		"TABLE rows=2 cols=1 head-made\n"
		"  HEAD\n"
		"    ROW\n"
		"      CELL at=0,0 header scope=column\n"
		"        PLAIN\n"
		"          TEXT \"h\"\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=1,0\n"
		"        PLAIN\n"
		"          TEXT \"a.\"\n"
		"          NOTE_REF label=\"1\" first\n"
		"        NOTE label=\"1\" #fn1\n"
		"          PLAIN\n"
		"            TEXT \"One\"\n",
		"",
	},
	{
		"heading_stays",
		"a.<sup>1</sup>\n"
		"\n"
		"## Notes\n"
		"\n"
		"More text\n"
		"\n"
		"<a name=\"fn1\">1</a>: One\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"NOTE label=\"1\" #fn1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n"
		"HEADING level=2 #notes\n"
		"  TEXT \"Notes\"\n"
		"PARA\n"
		"  TEXT \"More text\"\n",
		"",
	},
	{
		"kramdown",
		"a[^1]\n"
		"\n"
		"[^1]: One\n"
		"\n"
		"## Notes\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"NOTE label=\"1\" #fn:1\n"
		"  PARA\n"
		"    TEXT \"One\"\n",
		"",
	},
	{
		"twice",
		"a.<sup>1</sup> b.<sup>1</sup>\n"
		"\n"
		"<a name=\"fn1\">1</a>: One\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"  TEXT \" b.\"\n"
		"  NOTE_REF label=\"1\"\n"
		"NOTE label=\"1\" #fn1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n",
		"",
	},
	{
		"duplicate",
		"a.<sup>1</sup>\n"
		"\n"
		"<a name=\"fn1\">1</a>: One<br><a name=\"fn1\">1</a>: Uno\n",
		"PARA\n"
		"  TEXT \"a.\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"NOTE label=\"1\" #fn1\n"
		"  PLAIN\n"
		"    TEXT \"One\"\n"
		"NOTE label=\"1\" orphan #fn1\n"
		"  PLAIN\n"
		"    TEXT \"Uno\"\n",
		"note-orphan note-duplicate",
	},
	{
		"literal_heading",
		"<div>\n"
		"a.<sup>1</sup>\n"
		"\n"
		"#### Footnotes\n"
		"\n"
		"<a name=\"fn1\">1</a>: --One\n",
		"DIV\n"
		"  PLAIN\n"
		"    TEXT \"a.\"\n"
		"    NOTE_REF label=\"1\" first\n"
		"  NOTE label=\"1\" #fn1\n"
		"    PLAIN\n"
		"      TEXT \"One\"\n",
		"html-stray",
	},
};

static void
test_forms(void **state)
{
	(void)state;
	markup_check(forms, COUNT(forms));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
