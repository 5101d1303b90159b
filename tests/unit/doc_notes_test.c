/*
 * Where notes go.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "doc_aux.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

static const struct doc_case notes[] = {
	{
		"behind_its_line",
		"LIST\n"
		" ITEM\n"
		"  PARA\n"
		"   TEXT a\n"
		"   NOTE_REF label=1\n"
		"  PARA\n"
		"   TEXT b\n"
		"NOTE label=1\n"
		" PLAIN\n"
		"  TEXT n\n",
		"LIST\n"
		"  ITEM\n"
		"    PARA\n"
		"      TEXT \"a\"\n"
		"      NOTE_REF label=\"1\" first\n"
		"    NOTE label=\"1\"\n"
		"      PLAIN\n"
		"        TEXT \"n\"\n"
		"    PARA\n"
		"      TEXT \"b\"\n",
		"",
	},
	{
		"in_order_of_reference",
		"PARA\n"
		" NOTE_REF label=2\n"
		" NOTE_REF label=1\n"
		" NOTE_REF label=2\n"
		"NOTE label=1\n"
		" TEXT n1\n"
		"NOTE label=2\n"
		" TEXT n2\n",
		"PARA\n"
		"  NOTE_REF label=\"2\" first\n"
		"  NOTE_REF label=\"1\" first\n"
		"  NOTE_REF label=\"2\"\n"
		"NOTE label=\"2\"\n"
		"  PLAIN\n"
		"    TEXT \"n2\"\n"
		"NOTE label=\"1\"\n"
		"  PLAIN\n"
		"    TEXT \"n1\"\n",
		"",
	},
	{
		"dangling_and_orphan",
		"PARA\n"
		" TEXT a\n"
		" NOTE_REF label=7\n"
		"NOTE label=1\n"
		" TEXT n\n"
		"PARA\n"
		" TEXT b\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"  NOTE_REF label=\"7\" dangling\n"
		"PARA\n"
		"  TEXT \"b\"\n"
		"NOTE label=\"1\" orphan\n"
		"  PLAIN\n"
		"    TEXT \"n\"\n",
		"note-dangling note-orphan",
	},
	{
		"duplicate",
		"PARA\n"
		" NOTE_REF label=1\n"
		"NOTE label=1\n"
		" TEXT n\n"
		"NOTE label=1\n"
		" TEXT m\n",
		"PARA\n"
		"  NOTE_REF label=\"1\" first\n"
		"NOTE label=\"1\"\n"
		"  PLAIN\n"
		"    TEXT \"n\"\n"
		"NOTE label=\"1\" orphan\n"
		"  PLAIN\n"
		"    TEXT \"m\"\n",
		"note-orphan note-duplicate",
	},
	{
		"note_in_note",
		"PARA\n"
		" NOTE_REF label=1\n"
		"NOTE label=1\n"
		" PLAIN\n"
		"  TEXT n\n"
		"  NOTE_REF label=2\n"
		"NOTE label=2\n"
		" TEXT m\n",
		"PARA\n"
		"  NOTE_REF label=\"1\" first\n"
		"NOTE label=\"1\"\n"
		"  PLAIN\n"
		"    TEXT \"n\"\n"
		"    NOTE_REF label=\"2\" first\n"
		"NOTE label=\"2\"\n"
		"  PLAIN\n"
		"    TEXT \"m\"\n",
		"",
	},
	{
		"self_reference",
		"PARA\n"
		" TEXT a\n"
		"NOTE label=1\n"
		" PLAIN\n"
		"  NOTE_REF label=1\n",
		"PARA\n"
		"  TEXT \"a\"\n"
		"NOTE label=\"1\" orphan\n"
		"  PLAIN\n"
		"    NOTE_REF label=\"1\"\n",
		"note-orphan",
	},
	{
		"of_a_term",
		"DEFS\n"
		" TERM\n"
		"  TEXT t\n"
		"  NOTE_REF label=1\n"
		" MEANING\n"
		"  TEXT m\n"
		"NOTE label=1\n"
		" TEXT n\n",
		"DEFS\n"
		"  DEF\n"
		"    TERM\n"
		"      TEXT \"t\"\n"
		"      NOTE_REF label=\"1\" first\n"
		"    MEANING\n"
		"      NOTE label=\"1\"\n"
		"        PLAIN\n"
		"          TEXT \"n\"\n"
		"      PLAIN\n"
		"        TEXT \"m\"\n",
		"",
	},
	{
		"in_a_heading",
		"HEADING level=2\n"
		" TEXT h\n"
		" NOTE_REF label=1\n"
		"PARA\n"
		" TEXT a\n"
		"NOTE label=1\n"
		" TEXT n\n",
		"HEADING level=2 tag=1 #h\n"
		"  TEXT \"h\"\n"
		"  NOTE_REF label=\"1\" first\n"
		"NOTE label=\"1\"\n"
		"  PLAIN\n"
		"    TEXT \"n\"\n"
		"PARA\n"
		"  TEXT \"a\"\n",
		"",
	},
};

static void
test_notes(void **state)
{
	(void)state;
	doc_check(notes, COUNT(notes));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_notes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
