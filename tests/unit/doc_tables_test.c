/*
 * Tables in normal form.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "doc_aux.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

static const struct doc_case tables[] = {
	{
		"grid",
		"TABLE\n"
		" ROW\n"
		"  CELL header\n"
		"   TEXT a\n"
		"  CELL\n"
		"   TEXT b\n"
		" ROW\n"
		"  CELL header\n"
		"   TEXT c\n",
		"TABLE rows=2 cols=2\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0 header scope=row\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=0,1\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n"
		"    ROW\n"
		"      CELL at=1,0 header scope=row\n"
		"        PLAIN\n"
		"          TEXT \"c\"\n"
		"      CELL at=1,1 filler\n",
		"",
	},
	{
		"title_row",
		"TABLE\n"
		" BODY\n"
		"  ROW .black\n"
		"   CELL header colspan=2\n"
		"    TEXT t\n"
		"  ROW\n"
		"   CELL header\n"
		"    TEXT a\n"
		"   CELL\n"
		"    TEXT b\n",
		"TABLE rows=2 cols=2 head-made\n"
		"  HEAD\n"
		"    ROW .black\n"
		"      CELL at=0,0 colspan=2 header scope=column\n"
		"        PLAIN\n"
		"          TEXT \"t\"\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=1,0 header scope=row\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=1,1\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n",
		"",
	},
	{
		"colspan_cut",
		"TABLE\n"
		" ROW\n"
		"  CELL colspan=100000\n"
		"   TEXT a\n"
		" ROW\n"
		"  CELL\n"
		"   TEXT b\n"
		"  CELL\n"
		"   TEXT c\n",
		"TABLE rows=2 cols=2\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0 colspan=2\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"    ROW\n"
		"      CELL at=1,0\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n"
		"      CELL at=1,1\n"
		"        PLAIN\n"
		"          TEXT \"c\"\n",
		"table-no-head table-too-big",
	},
	{
		"colspan_inside",
		"TABLE\n"
		" ROW\n"
		"  CELL colspan=5\n"
		"   TEXT a\n"
		"  CELL\n"
		"   TEXT b\n"
		" ROW\n"
		"  CELL\n"
		"   TEXT c\n"
		"  CELL\n"
		"   TEXT d\n",
		"TABLE rows=2 cols=3\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0 colspan=2\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=0,2\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n"
		"    ROW\n"
		"      CELL at=1,0\n"
		"        PLAIN\n"
		"          TEXT \"c\"\n"
		"      CELL at=1,1\n"
		"        PLAIN\n"
		"          TEXT \"d\"\n"
		"      CELL at=1,2 filler\n",
		"table-no-head",
	},
	{
		"rowspan",
		"TABLE\n"
		" ROW\n"
		"  CELL rowspan=2\n"
		"   TEXT a\n"
		"  CELL\n"
		"   TEXT b\n"
		" ROW\n"
		"  CELL\n"
		"   TEXT c\n",
		"TABLE rows=2 cols=2\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0 rowspan=2\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=0,1\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n"
		"    ROW\n"
		"      CELL at=1,1\n"
		"        PLAIN\n"
		"          TEXT \"c\"\n",
		"table-no-head",
	},
	{
		"rowspan_cut",
		"TABLE\n"
		" ROW\n"
		"  CELL rowspan=9\n"
		"   TEXT a\n"
		"  CELL\n"
		"   TEXT b\n",
		"TABLE rows=1 cols=2\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=0,1\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n",
		"table-no-head table-span",
	},
	{
		"rowspan_zero",
		"TABLE\n"
		" ROW\n"
		"  CELL rowspan=0\n"
		"   TEXT a\n"
		"  CELL\n"
		"   TEXT b\n"
		" ROW\n"
		"  CELL\n"
		"   TEXT c\n",
		"TABLE rows=2 cols=2\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0 rowspan=2\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=0,1\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n"
		"    ROW\n"
		"      CELL at=1,1\n"
		"        PLAIN\n"
		"          TEXT \"c\"\n",
		"table-no-head",
	},
	{
		"rowspan_meets_colspan",
		"TABLE\n"
		" ROW\n"
		"  CELL\n"
		"   TEXT a\n"
		"  CELL rowspan=2\n"
		"   TEXT b\n"
		" ROW\n"
		"  CELL colspan=2\n"
		"   TEXT c\n",
		"TABLE rows=2 cols=2\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=0,1 rowspan=2\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n"
		"    ROW\n"
		"      CELL at=1,0\n"
		"        PLAIN\n"
		"          TEXT \"c\"\n",
		"table-no-head",
	},
	{
		"head_over_two_rows",
		"TABLE\n"
		" ROW\n"
		"  CELL header rowspan=2\n"
		"   TEXT a\n"
		"  CELL header\n"
		"   TEXT b\n"
		" ROW\n"
		"  CELL header\n"
		"   TEXT c\n"
		" ROW\n"
		"  CELL\n"
		"   TEXT d\n"
		"  CELL\n"
		"   TEXT e\n",
		"TABLE rows=3 cols=2 head-made\n"
		"  HEAD\n"
		"    ROW\n"
		"      CELL at=0,0 rowspan=2 header scope=column\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=0,1 header scope=column\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n"
		"    ROW\n"
		"      CELL at=1,1 header scope=column\n"
		"        PLAIN\n"
		"          TEXT \"c\"\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=2,0\n"
		"        PLAIN\n"
		"          TEXT \"d\"\n"
		"      CELL at=2,1\n"
		"        PLAIN\n"
		"          TEXT \"e\"\n",
		"",
	},
	{
		"head_alone_stays",
		"TABLE\n"
		" ROW\n"
		"  CELL header\n"
		"   TEXT a\n",
		"TABLE rows=1 cols=1\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0 header scope=column\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n",
		"",
	},
	{
		"parts_in_order",
		"TABLE\n"
		" FOOT\n"
		"  ROW\n"
		"   CELL\n"
		"    TEXT f\n"
		" BODY\n"
		"  ROW\n"
		"   CELL header\n"
		"    TEXT b\n"
		" CAPTION\n"
		"  TEXT c\n",
		"TABLE rows=2 cols=1\n"
		"  CAPTION\n"
		"    PLAIN\n"
		"      TEXT \"c\"\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0 header scope=column\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n"
		"  FOOT\n"
		"    ROW\n"
		"      CELL at=1,0\n"
		"        PLAIN\n"
		"          TEXT \"f\"\n",
		"",
	},
	{
		"empty_rows_go",
		"TABLE\n"
		" ROW\n"
		" ROW\n"
		"  CELL header\n"
		"   TEXT a\n"
		"  CELL\n",
		"TABLE rows=1 cols=2\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0 header scope=row\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"      CELL at=0,1\n",
		"",
	},
	{
		"loose_content",
		"TABLE\n"
		" ROW\n"
		"  TEXT a\n"
		" TEXT b\n",
		"TABLE rows=2 cols=1\n"
		"  BODY\n"
		"    ROW\n"
		"      CELL at=0,0\n"
		"        PLAIN\n"
		"          TEXT \"a\"\n"
		"    ROW\n"
		"      CELL at=1,0\n"
		"        PLAIN\n"
		"          TEXT \"b\"\n",
		"table-no-head",
	},
	{
		"stray_cell",
		"DIV\n"
		" CELL\n"
		"  TEXT a\n",
		"DIV\n"
		"  DIV\n"
		"    PLAIN\n"
		"      TEXT \"a\"\n",
		"",
	},
};

static void
test_tables(void **state)
{
	(void)state;
	doc_check(tables, COUNT(tables));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
