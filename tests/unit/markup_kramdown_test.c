/*
 * What kramdown makes of Markdown, one construct a row.
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
		"heading_atx",
		"## Two {#own}\n"
		"\n"
		"text\n"
		"# One #\n",
		"HEADING level=2 #own\n"
		"  TEXT \"Two\"\n"
		"PARA\n"
		"  TEXT \"text\"\n"
		"HEADING level=1 #one\n"
		"  TEXT \"One\"\n",
		"",
	},
	{
		"heading_setext",
		"Title *a*\n"
		"-----\n"
		"\n"
		"Next\n"
		"==\n",
		"HEADING level=2 #title-a\n"
		"  TEXT \"Title \"\n"
		"  EMPH\n"
		"    TEXT \"a\"\n"
		"HEADING level=1 #next\n"
		"  TEXT \"Next\"\n",
		"",
	},
	{
		"heading_needs_space",
		"#no heading\n",
		"PARA\n"
		"  TEXT \"#no heading\"\n",
		"",
	},
	{
		"heading_ids",
		"## A b!\n"
		"\n"
		"## A b!\n",
		"HEADING level=2 #a-b\n"
		"  TEXT \"A b!\"\n"
		"HEADING level=2 #a-b-1\n"
		"  TEXT \"A b!\"\n",
		"",
	},
	{
		"quote_without_space",
		">“Said” -- Who\n"
		"runs on\n",
		"QUOTE\n"
		"  PARA\n"
		"    TEXT \"“Said” – Who runs on\"\n",
		"",
	},
	{
		"quote_nested_list",
		"> * a\n"
		"> * b\n"
		"{: .callout}\n",
		"QUOTE .callout\n"
		"  LIST\n"
		"    ITEM\n"
		"      PLAIN\n"
		"        TEXT \"a\"\n"
		"    ITEM\n"
		"      PLAIN\n"
		"        TEXT \"b\"\n",
		"",
	},
	{
		"attributes_before_and_after",
		"{: .a}\n"
		"{: #i}\n"
		"text\n"
		"{: .b title=\"t\"}\n",
		"PARA #i .a .b @title=\"t\"\n"
		"  TEXT \"text\"\n",
		"",
	},
	{
		"attributes_curly",
		"text\n"
		"{: .a title=“t x”}\n",
		"PARA .a @title=\"t x\"\n"
		"  TEXT \"text\"\n",
		"",
	},
	{
		"attributes_in_quotes",
		"> ## Head\n"
		"> text\n"
		"> {: .inner}\n"
		"{: .outer}\n",
		"QUOTE .outer\n"
		"  HEADING level=2 #head\n"
		"    TEXT \"Head\"\n"
		"  PARA .inner\n"
		"    TEXT \"text\"\n",
		"",
	},
	{
		"attributes_defined",
		"{:box: .a .b}\n"
		"\n"
		"text\n"
		"{: box}\n",
		"PARA .a .b\n"
		"  TEXT \"text\"\n",
		"",
	},
	{
		"attributes_span",
		"[a](u){:target=\"_blank\" .ext} *b*{: .c}\n",
		"PARA\n"
		"  LINK href=\"u\" .ext\n"
		"    TEXT \"a\"\n"
		"  TEXT \" \"\n"
		"  EMPH .c\n"
		"    TEXT \"b\"\n",
		"",
	},
	{
		"list_tight",
		"- a\n"
		"- b\n"
		"    - c\n"
		"- d\n",
		"LIST\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"b\"\n"
		"    LIST\n"
		"      ITEM\n"
		"        PLAIN\n"
		"          TEXT \"c\"\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"d\"\n",
		"",
	},
	{
		"list_loose",
		"- a\n"
		"\n"
		"- b\n",
		"LIST\n"
		"  ITEM\n"
		"    PARA\n"
		"      TEXT \"a\"\n"
		"  ITEM\n"
		"    PARA\n"
		"      TEXT \"b\"\n",
		"",
	},
	{
		"list_paragraphs",
		"1. a\n"
		"\n"
		"   b\n"
		"2. c\n",
		"LIST ordered\n"
		"  ITEM number=1\n"
		"    PARA\n"
		"      TEXT \"a\"\n"
		"    PARA\n"
		"      TEXT \"b\"\n"
		"  ITEM number=2\n"
		"    PARA\n"
		"      TEXT \"c\"\n",
		"",
	},
	{
		"list_starts_in_paragraph",
		"text\n"
		"- a\n",
		"PARA\n"
		"  TEXT \"text\"\n"
		"LIST\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n",
		"",
	},
	{
		"list_ends_at_rule",
		"- a\n"
		"\n"
		"* * *\n",
		"LIST\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n"
		"RULE\n",
		"",
	},
	{
		"list_end_marker",
		"- a\n"
		"^\n"
		"- b\n",
		"LIST\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n"
		"LIST\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"b\"\n",
		"",
	},
	{
		"tasks",
		"- [ ] a\n"
		"- [x] b\n",
		"LIST .task-list\n"
		"  ITEM .task-list-item\n"
		"    PLAIN\n"
		"      FIELD type=checkbox\n"
		"      TEXT \" a\"\n"
		"  ITEM .task-list-item\n"
		"    PLAIN\n"
		"      FIELD type=checkbox checked\n"
		"      TEXT \" b\"\n",
		"",
	},
	{
		"definitions",
		"Term\n"
		": one\n"
		": two\n"
		"\n"
		"Other\n"
		"\n"
		": three\n",
		"DEFS\n"
		"  DEF\n"
		"    TERM\n"
		"      TEXT \"Term\"\n"
		"    MEANING\n"
		"      PLAIN\n"
		"        TEXT \"one\"\n"
		"    MEANING\n"
		"      PLAIN\n"
		"        TEXT \"two\"\n"
		"  DEF\n"
		"    TERM\n"
		"      TEXT \"Other\"\n"
		"    MEANING\n"
		"      PARA\n"
		"        TEXT \"three\"\n",
		"",
	},
	{
		"code_fenced",
		"```python\n"
		"a  b\n"
		"\n"
		"<c>\n"
		"```\n",
		"CODE_BLOCK language=\"python\"\n"
		"  TEXT \"a  b\\n\\n<c>\"\n",
		"",
	},
	{
		"code_tildes",
		"~~~\n"
		"a\n"
		"~~~\n"
		"{: .output}\n",
		"CODE_BLOCK .output\n"
		"  TEXT \"a\"\n",
		"",
	},
	{
		"code_indented",
		"    a\n"
		"     b\n",
		"CODE_BLOCK\n"
		"  TEXT \"a\\n b\"\n",
		"",
	},
	{
		"code_unclosed",
		"```\n"
		"a\n",
		"PARA\n"
		"  TEXT \"``` a\"\n",
		"",
	},
	{
		"table_pipes",
		"a | b\n"
		":-:|--:\n"
		"x | `y|z`\n",
		"TABLE rows=2 cols=2\n"
		"  HEAD\n"
		"    ROW\n"
		"      CELL at=0,0 header scope=column @style=\"text-align: "
		"center\"\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=0,1 header scope=column @style=\"text-align: "
		"right\"\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=1,0 @style=\"text-align: center\"\n"
		"        PLAIN\n"
		"          TEXT \"x\"\n"
		"      CELL at=1,1 @style=\"text-align: right\"\n"
		"        PLAIN\n"
		"          CODE\n"
		"            TEXT \"y|z\"\n",
		"",
	},
	{
		"table_outer_pipes",
		"| a | b |\n"
		"|---|---|\n"
		"| x\\|y | |\n",
		"TABLE rows=2 cols=2\n"
		"  HEAD\n"
		"    ROW\n"
		"      CELL at=0,0 header scope=column\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=0,1 header scope=column\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=1,0\n"
		"        PLAIN\n"
		"          TEXT \"x|y\"\n"
		"      CELL at=1,1\n",
		"",
	},
	{
		"table_without_head",
		"| a | b |\n"
		"| c | d |\n",
		"TABLE rows=2 cols=2\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=0,1\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n"
		"    ROW\n"
		"      CELL at=1,0\n"
		"        PLAIN\n"
		"          TEXT \"c\"\n"
		"      CELL at=1,1\n"
		"        PLAIN\n"
		"          TEXT \"d\"\n",
		"table-no-head",
	},
	{
		"math_block",
		"$$\n"
		"x^2\n"
		"$$\n"
		"\n"
		"inline $$y$$ and $z$\n",
		"PARA .kdmath-block\n"
		"  MATH \"x^2\"\n"
		"PARA\n"
		"  TEXT \"inline \"\n"
		"  MATH \"y\"\n"
		"  TEXT \" and $z$\"\n",
		"math-source",
	},
	{
		"footnotes",
		"a[^x] b[^y] c[^x]\n"
		"\n"
		"[^y]: Two\n"
		"[^x]: One\n"
		"\n"
		"    more\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"  TEXT \" b\"\n"
		"  NOTE_REF label=\"2\" first\n"
		"  TEXT \" c\"\n"
		"  NOTE_REF label=\"1\"\n"
		"NOTE label=\"1\" #fn:x\n"
		"  PARA\n"
		"    TEXT \"One\"\n"
		"  PARA\n"
		"    TEXT \"more\"\n"
		"NOTE label=\"2\" #fn:y\n"
		"  PARA\n"
		"    TEXT \"Two\"\n",
		"",
	},
	{
		"abbreviations",
		"The HTML and XHTML\n"
		"\n"
		"*[HTML]: Hypertext Markup\n",
		"PARA\n"
		"  TEXT \"The \"\n"
		"  ABBR expansion=\"Hypertext Markup\"\n"
		"    TEXT \"HTML\"\n"
		"  TEXT \" and XHTML\"\n",
		"",
	},
	{
		"contents",
		"* x\n"
		"{:toc}\n"
		"\n"
		"## A\n"
		"\n"
		"### B\n"
		"\n"
		"## C\n"
		"{: .no_toc}\n",
		"LIST #markdown-toc\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      LINK href=\"#a\" target\n"
		"        TEXT \"A\"\n"
		"    LIST\n"
		"      ITEM\n"
		"        PLAIN\n"
		"          LINK href=\"#b\" target\n"
		"            TEXT \"B\"\n"
		"HEADING level=2 #a\n"
		"  TEXT \"A\"\n"
		"HEADING level=3 #b\n"
		"  TEXT \"B\"\n"
		"HEADING level=2 #c .no_toc\n"
		"  TEXT \"C\"\n",
		"",
	},
	{
		"comment_extension",
		"a\n"
		"\n"
		"{::comment}\n"
		"hidden\n"
		"{:/comment}\n"
		"\n"
		"b{::comment}x{:/comment}c\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"PARA\n"
		"  TEXT \"bc\"\n",
		"",
	},
	{
		"nomarkdown",
		"{::nomarkdown}\n"
		"<p>*a*</p>\n"
		"{:/nomarkdown}\n",
		"PARA\n"
		"  TEXT \"*a*\"\n",
		"",
	},
	{
		"options in a paragraph",
		"a {::options auto_ids=\"false\" /}b\n"
		"{::options parse_block_html=\"false\" /}\n",
		"PARA\n"
		"  TEXT \"a b\"\n",
		"",
	},
	{
		"options",
		"{::options parse_block_html=\"true\" /}\n"
		"\n"
		"<div>\n"
		"*a*\n"
		"</div>\n",
		"DIV\n"
		"  PARA\n"
		"    EMPH\n"
		"      TEXT \"a\"\n",
		"",
	},
	{
		"typography",
		"a -- b --- c... \"q\" 'r' it's <<s>> '80s\n",
		"PARA\n"
		"  TEXT \"a – b — c… “q” ‘r’ it’s «s» ’80s\"\n",
		"",
	},
	{
		"emphasis",
		"*a* __b__ foo_bar_baz ***c*** 2 * 3 * 4 **d*\n",
		"PARA\n"
		"  EMPH\n"
		"    TEXT \"a\"\n"
		"  TEXT \" \"\n"
		"  STRONG\n"
		"    TEXT \"b\"\n"
		"  TEXT \" foo_bar_baz \"\n"
		"  STRONG\n"
		"    EMPH\n"
		"      TEXT \"c\"\n"
		"  TEXT \" 2 * 3 * 4 \"\n"
		"  EMPH\n"
		"    TEXT \"*d\"\n",
		"",
	},
	{
		"escapes",
		"\\*a\\* \\_b \\[c]\n",
		"PARA\n"
		"  TEXT \"*a* _b [c]\"\n",
		"",
	},
	{
		"line_breaks",
		"a  \n"
		"b\\\\\n"
		"c\\\n"
		"d\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"  BREAK\n"
		"  TEXT \"b\"\n"
		"  BREAK\n"
		"  TEXT \"c\"\n"
		"  BREAK\n"
		"  TEXT \"d\"\n",
		"",
	},
	{
		"links",
		"[a](u \"t\") [b][r] [r] [c](<x y>) [d] (e)\n"
		"\n"
		"[r]: http://r.org\n",
		"PARA\n"
		"  LINK href=\"u\" @title=\"t\"\n"
		"    TEXT \"a\"\n"
		"  TEXT \" \"\n"
		"  LINK href=\"http://r.org\"\n"
		"    TEXT \"b\"\n"
		"  TEXT \" [r] \"\n"
		"  LINK href=\"x y\"\n"
		"    TEXT \"c\"\n"
		"  TEXT \" [d] (e)\"\n",
		"",
	},
	{
		"link_over_lines",
		"[a](http://x.org/\n"
		"b)\n",
		"PARA\n"
		"  LINK href=\"http://x.org/b\"\n"
		"    TEXT \"a\"\n",
		"",
	},
	{
		"autolink",
		"<http://a.org> <me@b.org>\n",
		"PARA\n"
		"  LINK href=\"http://a.org\"\n"
		"    TEXT \"http://a.org\"\n"
		"  TEXT \" \"\n"
		"  LINK href=\"mailto:me@b.org\"\n"
		"    TEXT \"me@b.org\"\n",
		"",
	},
	{
		"bare_addresses",
		"See http://a.org/x_y--z. (https://b.org/(c)), "
		"`http://d.org`\n",
		"PARA\n"
		"  TEXT \"See \"\n"
		"  LINK href=\"http://a.org/x_y--z\"\n"
		"    TEXT \"http://a.org/x_y–z\"\n"
		"  TEXT \". (\"\n"
		"  LINK href=\"https://b.org/(c)\"\n"
		"    TEXT \"https://b.org/(c)\"\n"
		"  TEXT \"), \"\n"
		"  CODE\n"
		"    TEXT \"http://d.org\"\n",
		"",
	},
	{
		"strikethrough",
		"~~a~~ b\n",
		"PARA\n"
		"  DELETED\n"
		"    TEXT \"a\"\n"
		"  TEXT \" b\"\n",
		"",
	},
	{
		"code_spans",
		"`a` ``b`c`` `*d*`\n",
		"PARA\n"
		"  CODE\n"
		"    TEXT \"a\"\n"
		"  TEXT \" \"\n"
		"  CODE\n"
		"    TEXT \"b`c\"\n"
		"  TEXT \" \"\n"
		"  CODE\n"
		"    TEXT \"*d*\"\n",
		"",
	},
	{
		"images",
		"![alt](a.png) ![](b.png)\n"
		"\n"
		"![c](c.png)\n",
		"PARA\n"
		"  IMAGE src=\"a.png\" alt=\"alt\"\n"
		"  TEXT \" \"\n"
		"  IMAGE src=\"b.png\"\n"
		"PARA\n"
		"  IMAGE src=\"c.png\" alt=\"c\" alone\n",
		"img-no-alt",
	},
	{
		"entities",
		"&nbsp;x &amp; &copy; &unknown; AT&T\n",
		"PARA\n"
		"  TEXT \" x & © &unknown; AT&T\"\n",
		"",
	},
};

static void
test_constructs(void **state)
{
	(void)state;
	markup_check(constructs, COUNT(constructs));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_constructs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
