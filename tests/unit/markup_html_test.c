/*
 * Raw HTML, one construct a row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "markup_aux.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

static const struct markup_case elements[] = {
	{
		"raw_over_blank_lines",
		"<div>\n"
		"*a*\n"
		"\n"
		"**b**\n"
		"</div>\n"
		"\n"
		"*c*\n",
		"DIV\n"
		"  PLAIN\n"
		"    TEXT \"*a* **b**\"\n"
		"PARA\n"
		"  EMPH\n"
		"    TEXT \"c\"\n",
		"markup-text",
	},
	{
		"markdown_one",
		"<div class=\"x\" markdown=\"1\">\n"
		"*a*\n"
		"\n"
		"- b\n"
		"</div>\n",
		"DIV .x\n"
		"  PARA\n"
		"    EMPH\n"
		"      TEXT \"a\"\n"
		"  LIST\n"
		"    ITEM\n"
		"      PLAIN\n"
		"        TEXT \"b\"\n",
		"",
	},
	{
		"markdown_unquoted",
		"<div markdown=1>\n"
		"*a*\n"
		"</div>\n",
		"DIV\n"
		"  PARA\n"
		"    EMPH\n"
		"      TEXT \"a\"\n",
		"",
	},
	{
		"markdown_block_and_span",
		"<td markdown=\"block\">*a*</td>\n"
		"\n"
		"<div markdown=\"span\">*b*</div>\n",
		"PARA\n"
		"  EMPH\n"
		"    TEXT \"a\"\n"
		"DIV\n"
		"  PLAIN\n"
		"    EMPH\n"
		"      TEXT \"b\"\n",
		"html-stray html-stray",
	},
	{
		"inline_keeps_markdown",
		"<span>*a*</span> <kbd>*b*</kbd>\n",
		"PARA\n"
		"  SPAN\n"
		"    EMPH\n"
		"      TEXT \"a\"\n"
		"  TEXT \" \"\n"
		"  KBD\n"
		"    TEXT \"*b*\"\n",
		"",
	},
	{
		"details",
		"<details markdown=\"1\"><summary>More</summary>\n"
		"*a*\n"
		"</details>\n",
		"DETAILS\n"
		"  SUMMARY\n"
		"    TEXT \"More\"\n"
		"  PARA\n"
		"    EMPH\n"
		"      TEXT \"a\"\n",
		"",
	},
	{
		"figure",
		"<figure><img src=\"a.png\" "
		"alt=\"A\"><figcaption>Cap</figcaption></figure>\n",
		"FIGURE\n"
		"  PLAIN\n"
		"    IMAGE src=\"a.png\" alt=\"A\" alone\n"
		"  CAPTION\n"
		"    PLAIN\n"
		"      TEXT \"Cap\"\n",
		"",
	},
	{
		"caption",
		"<table><caption>C</caption><tr><td>a</td></tr></table>\n",
		"TABLE rows=1 cols=1\n"
		"  CAPTION\n"
		"    PLAIN\n"
		"      TEXT \"C\"\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n",
		"table-no-head",
	},
	{
		"definition_list",
		"<dl><dt>T</dt><dd>M</dd></dl>\n",
		"DEFS\n"
		"  DEF\n"
		"    TERM\n"
		"      TEXT \"T\"\n"
		"    MEANING\n"
		"      PLAIN\n"
		"        TEXT \"M\"\n",
		"",
	},
	{
		"inlines",
		"<kbd>k</kbd><sub>b</sub><u>u</u><mark>m</mark><q>q</"
		"q><cite>c</cite><del>d</del><ins>i</ins><abbr "
		"title=\"E\">a</abbr><small>s</small><wbr>\n",
		"PARA\n"
		"  KBD\n"
		"    TEXT \"k\"\n"
		"  SUB\n"
		"    TEXT \"b\"\n"
		"  UNDERLINE\n"
		"    TEXT \"u\"\n"
		"  MARK\n"
		"    TEXT \"m\"\n"
		"  INLINE_QUOTE\n"
		"    TEXT \"q\"\n"
		"  CITE\n"
		"    TEXT \"c\"\n"
		"  DELETED\n"
		"    TEXT \"d\"\n"
		"  INSERTED\n"
		"    TEXT \"i\"\n"
		"  ABBR expansion=\"E\"\n"
		"    TEXT \"a\"\n"
		"  SMALL\n"
		"    TEXT \"s\"\n"
		"  BREAK_CHANCE\n",
		"",
	},
	{
		"address_and_center",
		"<address>A</address>\n"
		"<center>B</center>\n",
		"DIV .address\n"
		"  PLAIN\n"
		"    TEXT \"A\"\n"
		"DIV @align=\"center\"\n"
		"  PLAIN\n"
		"    TEXT \"B\"\n",
		"",
	},
	{
		"font",
		"<p><font color=\"red\" size=\"2\">a</font></p>\n",
		"PARA\n"
		"  SPAN @color=\"red\" @size=\"2\"\n"
		"    TEXT \"a\"\n",
		"",
	},
	{
		"iframe",
		"<p>a</p>\n"
		"<iframe src=\"//youtu.be/x\" title=\"T\"></iframe>\n"
		"<p>b</p>\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"MEDIA src=\"https://youtu.be/x\" title=\"T\"\n"
		"PARA\n"
		"  TEXT \"b\"\n",
		"media-card",
	},
	{
		"video",
		"<video><source src=\"a.mp4\"></video>\n",
		"MEDIA src=\"a.mp4\"\n",
		"media-card",
	},
	{
		"minutes",
		"<iframe src=\"https://youtu.be/x\"></iframe>\n"
		"<p class=\"videotime\">5 minutes</p>\n",
		"MEDIA src=\"https://youtu.be/x\" minutes=\"5\"\n",
		"media-card",
	},
	{
		"form",
		"<form><label for=\"n\">Name</label> <input id=\"n\" "
		"size=\"20\"> <input type=\"checkbox\" checked> <textarea "
		"rows=\"3\">x</textarea> <select><option>o</option></select> "
		"<button>Go</button></form>\n",
		"DIV\n"
		"  PLAIN\n"
		"    SPAN .label @for=\"n\"\n"
		"      TEXT \"Name\"\n"
		"    TEXT \" \"\n"
		"    FIELD type=line size=20 label=\"Name\" #n\n"
		"    TEXT \" \"\n"
		"    FIELD type=checkbox checked\n"
		"    TEXT \" \"\n"
		"    FIELD type=area size=3\n"
		"    SPAN\n"
		"      TEXT \"x\"\n"
		"    TEXT \" \"\n"
		"    FIELD type=line\n"
		"    TEXT \" (o)\"\n"
		"    TEXT \" \"\n"
		"    FIELD type=button label=\"Go\"\n",
		"",
	},
	{
		"svg",
		"<svg><title>Arrow</title><path d=\"M0 0\"/></svg>\n",
		"PLAIN\n"
		"  TEXT \"Arrow\"\n",
		"html-dropped",
	},
	{
		"image_map",
		"<map name=\"m\"><area href=\"http://a.org\" "
		"alt=\"A\"></map>\n",
		"PLAIN\n"
		"  LINK href=\"http://a.org\"\n"
		"    TEXT \"A\"\n",
		"",
	},
	{
		"dropped",
		"<script>x<y</script><style>p{}</style><!-- c "
		"--><noscript>n</noscript>\n"
		"\n"
		"a\n",
		"PARA\n"
		"  TEXT \"a\"\n",
		"",
	},
	{
		"hidden",
		"<p hidden>a</p><p style=\"display: none\">b</p><p>c</p>\n",
		"PARA\n"
		"  TEXT \"c\"\n",
		"",
	},
	{
		"page_breaks",
		"a\n"
		"\n"
		"<!-- pagebreak -->\n"
		"\n"
		"<div style=\"page-break-before: always\">b</div>\n"
		"\n"
		"<div class=\"page-break\"></div>\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"PAGE_BREAK\n"
		"PAGE_BREAK\n"
		"DIV @style=\"page-break-before: always\"\n"
		"  PLAIN\n"
		"    TEXT \"b\"\n"
		"PAGE_BREAK\n",
		"",
	},
	{
		"curly_attributes",
		"<div class=“case_study_box”>\n"
		"<p>a</p>\n"
		"</div>\n",
		"DIV .case_study_box\n"
		"  PARA\n"
		"    TEXT \"a\"\n",
		"html-quotes",
	},
	{
		"stray_tags",
		"<p>a</li></p>\n"
		"</div>\n"
		"\n"
		"b\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"PARA\n"
		"  TEXT \"b\"\n",
		"html-stray html-stray",
	},
	{
		"unclosed",
		"<ul><li>a<li><b>b</ul>\n"
		"<p>c</p>\n",
		"LIST\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      STRONG\n"
		"        TEXT \"b\"\n"
		"PARA\n"
		"  STRONG\n"
		"    TEXT \"c\"\n",
		"html-stray",
	},
	{
		"unknown",
		"a <chr> b\n",
		"PARA\n"
		"  TEXT \"a \"\n"
		"  SPAN\n"
		"    TEXT \"b\"\n",
		"html-unknown",
	},
	{
		"unsafe_link",
		"<a href=\"javascript:x()\">a</a> <a "
		"href=\"http://b.org\">b</a>\n",
		"PARA\n"
		"  SPAN\n"
		"    TEXT \"a\"\n"
		"  TEXT \" \"\n"
		"  LINK href=\"http://b.org\"\n"
		"    TEXT \"b\"\n",
		"link-scheme",
	},
	{
		"mention",
		"The paragraph tag: <p> and <h1>.\n",
		"PARA\n"
		"  TEXT \"The paragraph tag: <p> and <h1>.\"\n",
		"",
	},
	{
		"list_attributes",
		"<ol type=\"A\" start=\"3\"><li>a</li><li "
		"value=\"7\">b</li><li>c</li></ol>\n",
		"LIST ordered type=A start=3\n"
		"  ITEM number=3\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n"
		"  ITEM number=7\n"
		"    PLAIN\n"
		"      TEXT \"b\"\n"
		"  ITEM number=8\n"
		"    PLAIN\n"
		"      TEXT \"c\"\n",
		"",
	},
	{
		"block_in_inline",
		"<b><p>a</p><p>b</p></b>\n",
		"PARA\n"
		"  STRONG\n"
		"    TEXT \"a\"\n"
		"PARA\n"
		"  STRONG\n"
		"    TEXT \"b\"\n",
		"",
	},
	{
		"link_round_block",
		"<a href=\"u\"><div>a</div></a>\n",
		"DIV\n"
		"  PLAIN\n"
		"    LINK href=\"u\"\n"
		"      TEXT \"a\"\n",
		"",
	},
	{
		"nested_list_without_item",
		"<ul><li>a</li><ul><li>b</li></ul></ul>\n",
		"LIST\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n"
		"    LIST\n"
		"      ITEM\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n",
		"",
	},
	{
		"empty_paragraphs",
		"<p>&nbsp;</p>\n"
		"<br>\n"
		"<p>a<br><br></p>\n",
		"PARA\n"
		"  TEXT \"a\"\n",
		"",
	},
	{
		"pre",
		"<pre>\n"
		"a  b\n"
		" c\n"
		"</pre>\n",
		"CODE_BLOCK\n"
		"  TEXT \"a  b\\n c\"\n",
		"",
	},
	{
		"language",
		"<p lang=\"es\">a</p>\n",
		"PARA lang=\"es\"\n"
		"  TEXT \"a\"\n",
		"",
	},
	{
		"ruby",
		"<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>\n",
		"PARA\n"
		"  TEXT \"漢\"\n"
		"  TEXT \" (\"\n"
		"  SPAN\n"
		"    TEXT \"kan\"\n"
		"  TEXT \")\"\n",
		"",
	},
	{
		"anchor_moves_on",
		"<a name=\"x\"></a>\n"
		"\n"
		"## A\n"
		"\n"
		"[to](#x)\n",
		"HEADING level=2 #a\n"
		"  SPAN @name=\"x\"\n"
		"  TEXT \"A\"\n"
		"PARA\n"
		"  LINK href=\"#x\" target\n"
		"    TEXT \"to\"\n",
		"",
	},
	{
		"missing_anchor",
		"[to](#nowhere)\n",
		"PARA\n"
		"  LINK href=\"#nowhere\"\n"
		"    TEXT \"to\"\n",
		"link-anchor",
	},
};

static void
test_elements(void **state)
{
	(void)state;
	markup_check(elements, COUNT(elements));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_elements),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
