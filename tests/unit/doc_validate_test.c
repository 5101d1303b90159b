/*
 * Normal form: levels, white space, headings, lists, boxes, links.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "doc_aux.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

static const struct doc_case levels[] = {
	{
		"inlines_are_wrapped",
		"TEXT a\n"
		"PARA\n"
		" TEXT b\n"
		"TEXT c\n"
		"EMPH\n"
		" TEXT d\n",
		"PLAIN\n"
		"  TEXT \"a\"\n"
		"PARA\n"
		"  TEXT \"b\"\n"
		"PLAIN\n"
		"  TEXT \"c\"\n"
		"  EMPH\n"
		"    TEXT \"d\"\n",
		"",
	},
	{
		"block_in_paragraph",
		"PARA #p\n"
		" TEXT a\n"
		" DIV\n"
		"  TEXT b\n"
		" TEXT c\n",
		"PARA #p\n"
		"  TEXT \"a\"\n"
		"DIV\n"
		"  PLAIN\n"
		"    TEXT \"b\"\n"
		"PARA\n"
		"  TEXT \"c\"\n",
		"",
	},
	{
		"block_in_inline",
		"EMPH .x\n"
		" TEXT a\n"
		" PARA\n"
		"  TEXT b\n"
		" TEXT c\n",
		"PLAIN\n"
		"  EMPH .x\n"
		"    TEXT \"a\"\n"
		"PARA\n"
		"  EMPH .x\n"
		"    TEXT \"b\"\n"
		"PLAIN\n"
		"  EMPH .x\n"
		"    TEXT \"c\"\n",
		"",
	},
	{
		"blocks_deep_in_inlines",
		"EMPH\n"
		" STRONG\n"
		"  DIV\n"
		"   TEXT a\n"
		"   QUOTE\n"
		"    TEXT b\n",
		"DIV\n"
		"  PLAIN\n"
		"    EMPH\n"
		"      STRONG\n"
		"        TEXT \"a\"\n"
		"  QUOTE\n"
		"    PLAIN\n"
		"      EMPH\n"
		"        STRONG\n"
		"          TEXT \"b\"\n",
		"",
	},
	{
		"block_in_heading",
		"HEADING level=2\n"
		" TEXT a\n"
		" DIV\n"
		"  TEXT b\n",
		"HEADING level=2 tag=1 #a-b\n"
		"  TEXT \"a\"\n"
		"  TEXT \" \"\n"
		"  TEXT \"b\"\n",
		"",
	},
	{
		"list_holds_items",
		"LIST\n"
		" TEXT a\n"
		" ITEM\n"
		"  TEXT b\n"
		" LIST\n"
		"  ITEM\n"
		"   TEXT c\n",
		"LIST\n"
		"  ITEM .bare\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"b\"\n"
		"    LIST\n"
		"      ITEM\n"
		"        PLAIN\n"
		"          TEXT \"c\"\n",
		"",
	},
	{
		"items_need_a_list",
		"ITEM\n"
		" TEXT a\n"
		"ITEM\n"
		" TEXT b\n"
		"TEXT c\n",
		"LIST\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"b\"\n"
		"PLAIN\n"
		"  TEXT \"c\"\n",
		"",
	},
	{
		"definitions",
		"DEFS\n"
		" DIV\n"
		"  TERM\n"
		"   TEXT a\n"
		"  MEANING\n"
		"   TEXT b\n"
		" TERM\n"
		"  TEXT c\n"
		" TEXT d\n",
		"DEFS\n"
		"  DEF\n"
		"    TERM\n"
		"      TEXT \"a\"\n"
		"    MEANING\n"
		"      PLAIN\n"
		"        TEXT \"b\"\n"
		"  DEF\n"
		"    TERM\n"
		"      TEXT \"c\"\n"
		"    MEANING\n"
		"      PLAIN\n"
		"        TEXT \"d\"\n",
		"",
	},
	{
		"meaning_alone",
		"MEANING\n"
		" TEXT a\n",
		"DIV\n"
		"  PLAIN\n"
		"    TEXT \"a\"\n",
		"",
	},
	{
		"summary_first",
		"DETAILS\n"
		" TEXT a\n"
		" SUMMARY\n"
		"  TEXT b\n",
		"DETAILS\n"
		"  SUMMARY\n"
		"    TEXT \"b\"\n"
		"  PLAIN\n"
		"    TEXT \"a\"\n",
		"",
	},
	{
		"summary_alone",
		"SUMMARY\n"
		" TEXT a\n",
		"PARA\n"
		"  TEXT \"a\"\n",
		"",
	},
};

static void
test_levels(void **state)
{
	(void)state;
	doc_check(levels, COUNT(levels));
}

static const struct doc_case space[] = {
	{
		"collapsed",
		"PARA\n"
		" TEXT ~a~~b|\n"
		" EMPH\n"
		"  TEXT ~c~\n"
		" TEXT ~d~\n",
		"PARA\n"
		"  TEXT \"a b \"\n"
		"  EMPH\n"
		"    TEXT \"c \"\n"
		"  TEXT \"d\"\n",
		"",
	},
	{
		"beside_breaks",
		"PARA\n"
		" TEXT a~\n"
		" BREAK\n"
		" TEXT ~b\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"  BREAK\n"
		"  TEXT \"b\"\n",
		"",
	},
	{
		"code_keeps_it",
		"CODE_BLOCK\n"
		" TEXT a~~b||c|\n",
		"CODE_BLOCK\n"
		"  TEXT \"a  b\\n\\nc\"\n",
		"",
	},
	{
		"pre_keeps_it",
		"DIV .pre\n"
		" PARA\n"
		"  TEXT a~~b\n",
		"DIV .pre\n"
		"  PARA\n"
		"    TEXT \"a  b\"\n",
		"",
	},
	{
		"empties_go",
		"PARA\n"
		" TEXT ~\n"
		"PARA\n"
		" EMPH\n"
		"LIST\n"
		"PARA\n"
		" BREAK\n"
		" TEXT a\n"
		" BREAK\n",
		"PARA\n"
		"  TEXT \"a\"\n",
		"",
	},
	{
		"empty_item_stays",
		"LIST\n"
		" ITEM\n"
		" ITEM\n"
		"  TEXT a\n",
		"LIST\n"
		"  ITEM\n"
		"  ITEM\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n",
		"",
	},
	{
		"empty_link",
		"PARA\n"
		" TEXT a\n"
		" LINK href=u\n",
		"PARA\n"
		"  TEXT \"a\"\n",
		"link-empty",
	},
	{
		"anchor_moves_on",
		"PARA\n"
		" SPAN name=x\n"
		"PARA\n"
		" TEXT a\n",
		"PARA\n"
		"  SPAN @name=\"x\"\n"
		"  TEXT \"a\"\n",
		"",
	},
};

static void
test_space(void **state)
{
	(void)state;
	doc_check(space, COUNT(space));
}

static const struct doc_case order[] = {
	{
		"headings_without_jumps",
		"HEADING level=1\n"
		" TEXT a\n"
		"HEADING level=4\n"
		" TEXT b\n"
		"HEADING level=2\n"
		" TEXT c\n"
		"HEADING level=3\n"
		" TEXT d\n",
		"HEADING level=1 #a\n"
		"  TEXT \"a\"\n"
		"HEADING level=4 tag=2 #b\n"
		"  TEXT \"b\"\n"
		"HEADING level=2 #c\n"
		"  TEXT \"c\"\n"
		"HEADING level=3 #d\n"
		"  TEXT \"d\"\n",
		"heading-skip",
	},
	{
		"first_heading",
		"HEADING level=3\n"
		" TEXT a\n"
		"HEADING level=2\n"
		" TEXT b\n",
		"HEADING level=3 tag=1 #a\n"
		"  TEXT \"a\"\n"
		"HEADING level=2 tag=1 #b\n"
		"  TEXT \"b\"\n",
		"",
	},
	{
		"empty_heading",
		"HEADING level=2\n"
		" TEXT ~\n"
		"PARA\n"
		" TEXT a\n",
		"PARA\n"
		"  TEXT \"a\"\n",
		"heading-empty",
	},
	{
		"heading_ids",
		"HEADING level=2\n"
		" TEXT A b!\n"
		"HEADING level=2\n"
		" TEXT A b!\n"
		"HEADING level=2 #own\n"
		" TEXT c\n",
		"HEADING level=2 tag=1 #a-b\n"
		"  TEXT \"A b!\"\n"
		"HEADING level=2 tag=1 #a-b-1\n"
		"  TEXT \"A b!\"\n"
		"HEADING level=2 tag=1 #own\n"
		"  TEXT \"c\"\n",
		"",
	},
	{
		"item_numbers",
		"LIST ordered start=3\n"
		" ITEM\n"
		"  TEXT a\n"
		" ITEM value=9\n"
		"  TEXT b\n"
		" ITEM\n"
		"  TEXT c\n",
		"LIST ordered start=3\n"
		"  ITEM number=3\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n"
		"  ITEM number=9\n"
		"    PLAIN\n"
		"      TEXT \"b\"\n"
		"  ITEM number=10\n"
		"    PLAIN\n"
		"      TEXT \"c\"\n",
		"",
	},
	{
		"image_alone",
		"PARA\n"
		" LINK href=u\n"
		"  IMAGE src=a\n"
		"PARA\n"
		" IMAGE src=b\n"
		" TEXT c\n",
		"PARA\n"
		"  LINK href=\"u\"\n"
		"    IMAGE src=\"a\" alone\n"
		"PARA\n"
		"  IMAGE src=\"b\"\n"
		"  TEXT \"c\"\n",
		"img-no-alt img-no-alt",
	},
	{
		"box_empty",
		"DIV .tips\n"
		" PARA .box-title\n"
		"  TEXT Tips\n"
		"DIV .tips\n"
		" PARA .box-title\n"
		"  TEXT Tips\n"
		" PARA\n"
		"  TEXT a\n",
		"DIV .tips\n"
		"  PARA .box-title\n"
		"    TEXT \"Tips\"\n"
		"DIV .tips\n"
		"  PARA .box-title\n"
		"    TEXT \"Tips\"\n"
		"  PARA\n"
		"    TEXT \"a\"\n",
		"box-empty",
	},
	{
		"links",
		"HEADING level=2 #h\n"
		" TEXT a\n"
		"PARA\n"
		" LINK href=#h\n"
		"  TEXT b\n"
		" LINK href=#x\n"
		"  TEXT c\n"
		" LINK href=#n\n"
		"  TEXT d\n"
		" SPAN name=n\n"
		"  TEXT e\n",
		"HEADING level=2 tag=1 #h\n"
		"  TEXT \"a\"\n"
		"PARA\n"
		"  LINK href=\"#h\" target\n"
		"    TEXT \"b\"\n"
		"  LINK href=\"#x\"\n"
		"    TEXT \"c\"\n"
		"  LINK href=\"#n\" target\n"
		"    TEXT \"d\"\n"
		"  SPAN @name=\"n\"\n"
		"    TEXT \"e\"\n",
		"link-anchor",
	},
};

static void
test_order(void **state)
{
	(void)state;
	doc_check(order, COUNT(order));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_space),
		cmocka_unit_test(test_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
