/*
 * The setting, judged on pages made by hand: for each class pages that trip
 * it and pages that don't.
 *
 * Sheets are 300 x 400 pt with margins of 50: a measure of 200, text from 50
 * to 350.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "check/check.h"
#include "doc_aux.h"
#include "theme/theme.h"

#define SIZE  PT(10)
#define GREY  0xBBBBBB
#define WHITE 0xFFFFFF

/*
 * Something painted for the first text in the block named `id`, from the
 * left margin: a line; with "~" for text a line whose word is divided; a
 * head again if id is "+".
 */
struct put {
	int page;
	const char *id;
	int x, y, w;
	const char *text;
};

struct layout_case {
	const char *name, *outline;
	struct put v[14];
	const char *found; /* "page slug", in order, a blank between */
	int columns;
	bool notes_elsewhere;
};

struct world {
	struct arena *a;
	struct diag *dg;
	struct document *doc;
	struct pages *pages;
	struct check_report *report;
};

static struct world w;

static void
world_open(const char *outline)
{
	w = (struct world){.a = arena_new()};
	w.dg = diag_new(w.a);
	diag_add_file(w.dg, STR("outline"), str_c(outline));
	w.doc = doc_make(w.a, outline);
	w.pages = pages_new(w.a);
	doc_number(w.doc);
}

static void
world_close(void)
{
	arena_free(w.a);
}

static struct node *
find_id(const char *id)
{
	struct node *n = w.doc->root;
	while (n && !str_is(n->id, id))
		n = doc_next(n, w.doc->root);
	if (!n)
		fail_msg("no node %s", id);
	return n;
}

static struct node *
find_kind(enum node_kind kind)
{
	struct node *n = w.doc->root;
	while (n && n->kind != kind)
		n = doc_next(n, w.doc->root);
	return n;
}

static struct sheet *
sheet_at(int page)
{
	while (w.pages->n <= page)
		pages_add(w.pages, PT(300), PT(400));
	return &w.pages->v[page];
}

static struct item *
put_text(int page, int x, int y, int width, const char *text)
{
	struct item *it = sheet_add(w.pages, sheet_at(page), ITEM_GLYPHS);
	struct str s = str_c(text ? text : "words and words");
	struct text_glyph *g = ARENA_ARRAY(w.a, s.n, struct text_glyph);
	for (size_t i = 0; i < s.n; i++)
		g[i] = (struct text_glyph){
			.adv = 250, .at = (uint32_t)i, .len = 1};
	it->x = PT(50) + x * 1000;
	it->y = y * 1000;
	it->w = width * 1000;
	it->h = SIZE;
	it->glyphs.size = SIZE;
	it->glyphs.text = s;
	it->glyphs.g = g;
	it->glyphs.n = (int)s.n;
	return it;
}

static const struct node *
text_of(struct node *n)
{
	while (n->first)
		n = n->first;
	return n;
}

static void
put_hyphen(const struct put *p)
{
	struct item *it = put_text(p->page, p->x + p->w, p->y, 3, NULL);
	it->node = text_of(find_id(p->id));
	it->glyphs.text = STR("\xC2\xAD");
	it->glyphs.n = 0;
}

static void
put_down(const struct put *p)
{
	bool divided = p->text && *p->text == '~';
	struct item *it =
		put_text(p->page, p->x, p->y, p->w, divided ? NULL : p->text);
	if (*p->id == '+')
		it->artifact = ARTIFACT_HEADER;
	else
		it->node = text_of(find_id(p->id));
	if (divided)
		put_hyphen(p);
}

/* Notes get their first references as the validated tree has them. */
static void
join_notes(void)
{
	struct node *ref = find_kind(NODE_NOTE_REF);
	struct node *note = find_kind(NODE_NOTE);
	if (!ref || !note)
		return;
	w.doc->notes = ARENA_ARRAY(w.a, 1, struct node *);
	w.doc->notes[w.doc->nnotes++] = note;
	ref->ref.target = note;
	ref->ref.first = true;
	note->note.first_ref = ref;
}

static void
place_cells(struct node *table)
{
	int row = 0, cols = 0;
	for (struct node *n = table; n; n = doc_next(n, table)) {
		int col = 0;
		if (n->kind != NODE_ROW)
			continue;
		for (struct node *c = n->first; c; c = c->next) {
			c->cell.row = row;
			c->cell.col = col;
			c->cell.colspan += !c->cell.colspan;
			c->cell.rowspan += !c->cell.rowspan;
			col += c->cell.colspan;
		}
		cols = col > cols ? col : cols;
		table->table.cols = cols;
		table->table.rows = ++row;
	}
}

static void
look(int columns, bool notes_elsewhere)
{
	struct check_frame f = {PT(50), PT(50), PT(50), PT(50), columns, PT(20),
		notes_elsewhere, 4500};
	w.report = check_layout(w.a, w.doc, w.pages, &f, w.dg);
}

static const char *
found(void)
{
	static const char *const slugs[] = {
#define CLASS(name, code, key, title) key,
#include "check/classes.def"
#undef CLASS
	};
	struct buf b = buf_new(w.a);
	for (int i = 0; i < w.report->nfindings; i++)
		buf_fmt(&b, "%s%d %s", i ? " " : "", w.report->v[i].page,
			slugs[w.report->v[i].class]);
	return buf_done(&b).p;
}

static void
check_case(const struct layout_case *c)
{
	world_open(c->outline);
	join_notes();
	if (find_kind(NODE_TABLE))
		place_cells(find_kind(NODE_TABLE));
	for (size_t i = 0; i < ARRAY_LEN(c->v) && c->v[i].id; i++)
		put_down(&c->v[i]);
	look(c->columns, c->notes_elsewhere);
	if (strcmp(found(), c->found) != 0)
		print_error("%s\n", c->name);
	assert_string_equal(found(), c->found);
	world_close();
}

#define PARA "PARA #p\n TEXT words\n"

static const struct layout_case breaks[] = {
	{"two lines on each page", PARA,
		{{0, "p", 0, 320, 190, 0}, {0, "p", 0, 335, 190, 0},
			{1, "p", 0, 60, 190, 0}, {1, "p", 0, 75, 50, 0}},
		"", 1, 0},
	{"a widow", PARA,
		{{0, "p", 0, 320, 190, 0}, {0, "p", 0, 335, 190, 0},
			{1, "p", 0, 60, 50, 0}},
		"1 widows", 1, 0},
	{"an orphan", PARA,
		{{0, "p", 0, 335, 190, 0}, {1, "p", 0, 60, 190, 0},
			{1, "p", 0, 75, 50, 0}},
		"0 orphans", 1, 0},
	{"two lines, one on each page", PARA,
		{{0, "p", 0, 335, 190, 0}, {1, "p", 0, 60, 190, 0}},
		"0 orphans 1 widows", 1, 0},
	{"a column's end is a page's", PARA,
		{{0, "p", 0, 320, 80, 0}, {0, "p", 0, 335, 80, 0},
			{0, "p", 110, 60, 80, 0}},
		"0 widows", 2, 0},
	{"whole columns", PARA,
		{{0, "p", 0, 320, 80, 0}, {0, "p", 0, 335, 80, 0},
			{0, "p", 110, 60, 80, 0}, {0, "p", 110, 75, 80, 0}},
		"", 2, 0},
	{"a line in each of two columns", PARA,
		{{0, "p", 0, 60, 80, 0}, {0, "p", 110, 60, 80, 0}},
		"0 orphans 0 widows", 2, 0},
	{"a raised figure ends a line and begins one", PARA,
		{{0, "p", 0, 320, 150, 0}, {0, "p", 150, 315, 40, 0},
			{0, "p", 0, 330, 10, 0}, {0, "p", 10, 335, 160, 0},
			{1, "p", 0, 60, 190, 0}, {1, "p", 0, 75, 190, 0}},
		"", 1, 0},
	{"three divided words below one another", PARA,
		{{0, "p", 0, 300, 190, "~"}, {0, "p", 0, 315, 190, "~"},
			{0, "p", 0, 330, 190, "~"}, {0, "p", 0, 345, 190, 0}},
		"0 hyphen_runs", 1, 0},
	{"two and two", PARA,
		{{0, "p", 0, 285, 190, "~"}, {0, "p", 0, 300, 190, "~"},
			{0, "p", 0, 315, 190, 0}, {0, "p", 0, 330, 190, "~"},
			{0, "p", 0, 345, 190, "~"}},
		"", 1, 0},
	{"a word over pages", PARA,
		{{0, "p", 0, 320, 190, 0}, {0, "p", 0, 335, 190, "~"},
			{1, "p", 0, 60, 190, 0}, {1, "p", 0, 75, 190, 0}},
		"0 hyphen_runs", 1, 0},
};

#define SECTION "HEADING #h level=2\n TEXT head\n" PARA
#define NEXT    "HEADING #i level=2\n TEXT head\nPARA #q\n TEXT words\n"

static const struct layout_case titles[] = {
	{"two lines below", SECTION,
		{{0, "h", 0, 300, 90, 0}, {0, "p", 0, 320, 190, 0},
			{0, "p", 0, 335, 190, 0}, {1, "p", 0, 60, 190, 0},
			{1, "p", 0, 75, 190, 0}},
		"", 1, 0},
	{"nothing below", SECTION,
		{{0, "h", 0, 340, 90, 0}, {1, "p", 0, 60, 190, 0},
			{1, "p", 0, 75, 190, 0}},
		"0 stranded_headings", 1, 0},
	{"one short paragraph below, then more elsewhere",
		SECTION "PARA #q\n TEXT words\n",
		{{0, "h", 0, 320, 90, 0}, {0, "p", 0, 340, 190, 0},
			{1, "q", 0, 60, 190, 0}},
		"0 stranded_headings", 1, 0},
	{"a section of one line is whole", SECTION NEXT,
		{{0, "h", 0, 320, 90, 0}, {0, "p", 0, 340, 190, 0},
			{1, "i", 0, 60, 90, 0}, {1, "q", 0, 75, 90, 0}},
		"", 1, 0},
	{"cut in itself", SECTION,
		{{0, "h", 0, 340, 190, 0}, {1, "h", 0, 60, 90, 0},
			{1, "p", 0, 75, 190, 0}, {1, "p", 0, 90, 190, 0}},
		"0 stranded_headings", 1, 0},
	{"what follows is in the next column", SECTION,
		{{0, "h", 0, 340, 80, 0}, {0, "p", 110, 60, 80, 0},
			{0, "p", 110, 75, 80, 0}},
		"0 stranded_headings", 2, 0},
	{"the author breaks the page there",
		"HEADING #h level=2\n TEXT head\nPAGE_BREAK\n" PARA,
		{{0, "h", 0, 340, 90, 0}, {1, "p", 0, 60, 190, 0},
			{1, "p", 0, 75, 190, 0}},
		"", 1, 0},
	{"nothing but headings",
		"HEADING #h level=2\n TEXT head\n"
		"HEADING #i level=3\n TEXT head\n",
		{{0, "h", 0, 340, 90, 0}, {1, "i", 0, 60, 90, 0}}, "", 1, 0},
	{"a heading, a heading on the next page, and text",
		"HEADING #h level=2\n TEXT head\n"
		"HEADING #i level=3\n TEXT head\n" PARA,
		{{0, "h", 0, 340, 90, 0}, {1, "i", 0, 60, 90, 0},
			{1, "p", 0, 75, 190, 0}, {1, "p", 0, 90, 190, 0}},
		"0 stranded_headings", 1, 0},
	{"a table's caption",
		"TABLE\n CAPTION\n  PLAIN #h\n   TEXT Table 1\n"
		" BODY\n  ROW\n   CELL\n    PLAIN #p\n"
		"     TEXT words\n",
		{{0, "h", 0, 340, 90, 0}, {1, "p", 0, 60, 90, 0},
			{1, "p", 0, 75, 90, 0}},
		"0 stranded_headings", 1, 0},
};

#define CELL(id, more) "   CELL" more "\n    PLAIN #" id "\n     TEXT words\n"
#define BODY           "TABLE\n BODY\n  ROW\n"
#define TABLE          "TABLE\n HEAD\n  ROW\n" CELL("h", "") CELL("i", "") " BODY\n"
#define ROWS                                                                   \
	TABLE "  ROW\n" CELL("p", "") CELL("q", "") "  ROW\n" CELL("r", "")    \
		CELL("s", "")

#define OVER "   CELL header colspan=2\n    PLAIN #"
#define TITLED                                                                 \
	"TABLE\n HEAD\n  ROW\n" OVER "h\n     TEXT words\n BODY\n"             \
	"  ROW\n" CELL("p", "")                                                \
		CELL("q", "") "  ROW\n" OVER                                   \
			      "t\n     TEXT words\n  ROW\n" CELL("r", "")      \
				      CELL("s", "")

/* Two titles, and a row of the second's on the next page under `title`. */
#define GOES_ON(title)                                                         \
	TITLED "  ROW\n" CELL("u", "") CELL("v", ""),                          \
	{                                                                      \
		{0, "h", 0, 280, 90, "One"}, {0, "p", 0, 300, 90, 0},          \
			{0, "q", 110, 300, 90, 0},                             \
			{0, "t", 0, 320, 90, "Two"}, {0, "r", 0, 340, 90, 0},  \
			{0, "s", 110, 340, 90, 0}, {1, "+", 0, 60, 90, title}, \
			{1, "u", 0, 75, 90, 0},                                \
		{                                                              \
			1, "v", 110, 75, 90, 0                                 \
		}                                                              \
	}

/* Titles among the rows. */
static const struct layout_case titled_tables[] = {
	{"a title without a row", TITLED,
		{{0, "h", 0, 300, 90, "One"}, {0, "p", 0, 320, 90, 0},
			{0, "q", 110, 320, 90, 0}, {0, "t", 0, 340, 90, "Two"},
			{1, "+", 0, 60, 90, "Two"}, {1, "r", 0, 75, 90, 0},
			{1, "s", 110, 75, 90, 0}},
		"0 split_rows", 1, 0},
	{"a title opens the page", TITLED,
		{{0, "h", 0, 320, 90, "One"}, {0, "p", 0, 340, 90, 0},
			{0, "q", 110, 340, 90, 0}, {1, "t", 0, 60, 90, "Two"},
			{1, "r", 0, 75, 90, 0}, {1, "s", 110, 75, 90, 0}},
		"", 1, 0},
	{"a title again, in place of the head", GOES_ON("Two (continued)"), "",
		1, 0},
	{"the head though a title came between", GOES_ON("One (continued)"),
		"1 split_rows", 1, 0},
};

static const struct layout_case tables[] = {
	{"a row cut", BODY CELL("p", "") CELL("q", ""),
		{{0, "p", 0, 320, 90, 0}, {0, "p", 0, 335, 90, 0},
			{0, "q", 110, 320, 90, 0}, {1, "p", 0, 60, 90, 0},
			{1, "p", 0, 75, 90, 0}},
		"0 split_rows", 1, 0},
	{"a row taller than a page",
		BODY CELL("p", "") "    PLAIN #q\n     TEXT words\n",
		{{0, "p", 0, 60, 90, 0}, {0, "p", 0, 75, 90, 0},
			{0, "q", 0, 330, 90, 0}, {0, "q", 0, 345, 90, 0},
			{1, "q", 0, 60, 90, 0}, {1, "q", 0, 75, 90, 0}},
		"", 1, 0},
	{"a row of most of a page",
		BODY CELL("p", "") "    PLAIN #q\n     TEXT words\n",
		{{0, "p", 0, 100, 90, 0}, {0, "p", 0, 115, 90, 0},
			{0, "q", 0, 330, 90, 0}, {0, "q", 0, 345, 90, 0},
			{1, "q", 0, 60, 90, 0}, {1, "q", 0, 75, 90, 0}},
		"", 1, 0},
	{"a cell over two rows goes on",
		BODY CELL("p", " rowspan=2")
			CELL("q", "") "  ROW\n" CELL("r", ""),
		{{0, "p", 0, 320, 90, 0}, {0, "p", 0, 335, 90, 0},
			{0, "q", 110, 320, 90, 0}, {1, "p", 0, 60, 90, 0},
			{1, "p", 0, 75, 90, 0}, {1, "r", 110, 60, 90, 0}},
		"", 1, 0},
	{"the head again", ROWS,
		{{0, "h", 0, 320, 90, "One Two"},
			{0, "i", 110, 320, 90, "Three"},
			{0, "p", 0, 335, 90, 0}, {0, "q", 110, 335, 90, 0},
			{1, "+", 0, 60, 90, "One  Two (continued)"},
			{1, "+", 110, 60, 90, "Three"}, {1, "r", 0, 75, 90, 0},
			{1, "s", 110, 75, 90, 0}},
		"", 1, 0},
	{"half of the head again", ROWS,
		{{0, "h", 0, 320, 90, "One Two"},
			{0, "i", 110, 320, 90, "Three"},
			{0, "p", 0, 335, 90, 0}, {0, "q", 110, 335, 90, 0},
			{1, "+", 0, 60, 90, "One  Two (continued)"},
			{1, "r", 0, 75, 90, 0}, {1, "s", 110, 75, 90, 0}},
		"1 split_rows", 1, 0},
	{"a running head says the same as the table's", ROWS,
		{{0, "h", 0, 320, 90, "One"}, {0, "i", 110, 320, 90, "Two"},
			{0, "p", 0, 335, 90, 0}, {0, "q", 110, 335, 90, 0},
			{1, "+", 0, 40, 90, "One Two"}, {1, "r", 0, 75, 90, 0},
			{1, "s", 110, 75, 90, 0}},
		"1 split_rows", 1, 0},
	{"a head without a row", TABLE "  ROW\n" CELL("p", "") CELL("q", ""),
		{{0, "h", 0, 340, 90, "One"}, {0, "i", 110, 340, 90, "Two"},
			{1, "+", 0, 60, 90, "One"},
			{1, "+", 110, 60, 90, "Two"}, {1, "p", 0, 75, 90, 0},
			{1, "q", 110, 75, 90, 0}},
		"0 split_rows", 1, 0},
};

/* A head and a first row of which each is most of a page. */
static const struct layout_case tall_heads[] = {
	{"a head and a row that are more than a page",
		TABLE "  ROW\n" CELL("p", ""),
		{{0, "h", 0, 100, 90, "One"}, {0, "h", 0, 330, 90, "Two"},
			{1, "p", 0, 60, 90, 0}, {1, "p", 0, 300, 90, 0}},
		"", 1, 0},
	{"a head above a row that is cut", TABLE "  ROW\n" CELL("p", ""),
		{{0, "h", 0, 100, 90, "One"}, {0, "h", 0, 330, 90, "Two"},
			{1, "p", 0, 60, 90, 0}, {1, "p", 0, 340, 90, 0},
			{2, "p", 0, 60, 90, 0}, {2, "p", 0, 75, 90, 0}},
		"0 split_rows", 1, 0},
	{"a first row with nothing in it",
		TABLE "  ROW\n   CELL\n  ROW\n" CELL("p", ""),
		{{0, "h", 0, 300, 90, "One"}, {1, "+", 0, 60, 90, "One"},
			{1, "p", 0, 80, 90, 0}},
		"", 1, 0},
};

#define NOTED                                                                  \
	"PARA #p\n TEXT words\nPARA #r\n NOTE_REF\n"                           \
	"NOTE label=1\n PARA #n\n  TEXT words\n"

static const struct layout_case notes[] = {
	{"a note at its page's foot", NOTED,
		{{0, "p", 0, 60, 190, 0}, {0, "r", 0, 75, 5, "1"},
			{0, "n", 0, 330, 190, 0}, {0, "n", 0, 345, 190, 0}},
		"", 1, 0},
	{"on the next page", NOTED,
		{{0, "p", 0, 320, 190, 0}, {0, "r", 0, 335, 5, "1"},
			{1, "n", 0, 340, 190, 0}},
		"1 notes_off_page", 1, 0},
	{"at the end, as the theme has it", NOTED,
		{{0, "p", 0, 320, 190, 0}, {0, "r", 0, 335, 5, "1"},
			{1, "n", 0, 340, 190, 0}},
		"", 1, true},
	{"nowhere", NOTED, {{0, "p", 0, 60, 190, 0}, {0, "r", 0, 75, 5, "1"}},
		"0 notes_off_page", 1, 0},
};

#define PAIR BODY CELL("p", "") CELL("q", "")

static const struct layout_case measures[] = {
	{"lines that fill the measure", PARA,
		{{0, "p", 0, 60, 200, 0}, {0, "p", 0, 75, 121, 0},
			{0, "p", 0, 90, 20, 0}},
		"", 1, 0},
	{"a line in the margin", PARA, {{0, "p", 0, 60, 202, 0}},
		"0 overfull_lines", 1, 0},
	{"and in the left one", PARA, {{0, "p", -5, 60, 200, 0}},
		"0 overfull_lines", 1, 0},
	{"a line too loose", PARA,
		{{0, "p", 0, 60, 190, 0}, {0, "p", 0, 75, 110, 0},
			{0, "p", 0, 90, 190, 0}},
		"0 loose_lines", 1, 0},
	{"a word over into the next column's text", PAIR,
		{{0, "p", 0, 60, 90, 0}, {0, "p", 0, 75, 115, 0},
			{0, "q", 110, 60, 80, 0}},
		"0 overfull_lines", 1, 0},
	{"cells keep apart", PAIR,
		{{0, "p", 0, 60, 90, 0}, {0, "p", 0, 75, 20, 0},
			{0, "q", 110, 60, 80, 0}},
		"", 1, 0},
	{"the title across two columns", SECTION,
		{{0, "h", 0, 60, 190, 0}, {0, "p", 0, 75, 80, 0},
			{0, "p", 0, 90, 80, 0}, {0, "p", 110, 75, 80, 0},
			{0, "p", 110, 90, 80, 0}},
		"", 2, 0},
	{"a word beyond its column", PARA, {{0, "p", 0, 60, 95, 0}},
		"0 overfull_lines", 2, 0},
};

static const struct layout_case feet[] = {
	{"a page half empty", PARA "PARA #q\n TEXT words\n",
		{{0, "p", 0, 60, 190, 0}, {1, "q", 0, 60, 190, 0}},
		"0 empty_feet", 1, 0},
	{"as the author wants it", PARA "PAGE_BREAK\nPARA #q\n TEXT words\n",
		{{0, "p", 0, 60, 190, 0}, {1, "q", 0, 60, 190, 0}}, "", 1, 0},
	{"filled by notes", NOTED "PARA #q\n TEXT words\n",
		{{0, "p", 0, 60, 190, 0}, {0, "r", 0, 75, 5, "1"},
			{0, "n", 0, 135, 190, 0}, {0, "n", 0, 340, 190, 0},
			{1, "q", 0, 60, 190, 0}},
		"", 1, 0},
};

#define RUN(cases)                                                             \
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)                          \
	check_case(&(cases)[i])

static void
test_cases(void **state)
{
	(void)state;
	RUN(breaks);
	RUN(titles);
	RUN(tables);
	RUN(tall_heads);
	RUN(titled_tables);
	RUN(notes);
	RUN(measures);
	RUN(feet);
}

/* ---- by style, text and colour ------------------------------------------ */

static void
look_and_close(const char *expected)
{
	look(1, false);
	assert_string_equal(found(), expected);
	world_close();
}

/* Word spaces count where text is justified, its fill where it is not. */
static void
test_justified(void **state)
{
	(void)state;
	static const struct style justified = {.align = STYLE_JUSTIFY};
	static const struct {
		mpt word_space;
		const char *found;
	} rows[] = {{1200, ""}, {1300, "0 loose_lines"}};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		world_open(PARA);
		find_id("p")->style = &justified;
		put_down(&(struct put){0, "p", 0, 60, 200, 0});
		put_down(&(struct put){0, "p", 0, 75, 200, 0});
		/* The space is 250 thousandths of 10 pt. */
		w.pages->v[0].items[0].glyphs.word_space = rows[i].word_space;
		w.pages->v[0].items[1].glyphs.word_space = PT(90); /* last */
		look_and_close(rows[i].found);
	}
}

/* A line that the author ends may be short. */
static void
test_forced(void **state)
{
	(void)state;
	static const struct {
		const char *text, *found;
	} rows[] = {{"short\nlonger", ""}, {"short longer", "0 loose_lines"}};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		world_open(PARA);
		const struct node *text = text_of(find_id("p"));
		put_text(0, 0, 60, 60, rows[i].text)->node = text;
		put_text(0, 0, 75, 150, rows[i].text)->node = text;
		struct item *v = w.pages->v[0].items;
		v[1].glyphs.text = v[0].glyphs.text;
		v[0].glyphs.n = 5;
		v[1].glyphs.g += 6;
		v[1].glyphs.n -= 6;
		look_and_close(rows[i].found);
	}
}

/* Indents and paddings on the right make the measure less. */
static void
test_insets(void **state)
{
	(void)state;
	static const struct style padded = {.pad_right = PT(15)};
	world_open("DIV #d\n PARA #p\n  TEXT words\n");
	put_down(&(struct put){0, "p", 0, 60, 190, 0});
	find_id("d")->style = &padded;
	look_and_close("0 overfull_lines");
}

/* The theme keeps box titles with what follows; one line will do. */
static void
test_kept_title(void **state)
{
	(void)state;
	static const struct style title = {.keep_next = true};
	for (int kept = 0; kept < 2; kept++) {
		world_open(PARA "PARA #q\n TEXT words\n");
		put_down(&(struct put){0, "p", 0, 340, 90, 0});
		put_down(&(struct put){1, "q", 0, 60, 90, 0});
		find_id("p")->style = kept ? &title : NULL;
		look_and_close(kept ? "0 stranded_headings" : "");
	}
}

/* One that is all there is in its box leads nothing in. */
static void
test_title_alone(void **state)
{
	(void)state;
	static const struct style title = {
		.keep_next = true, .background = COLOR_NONE};
	static const struct style box = {
		.background = COLOR_NONE, .bar_width = PT(3)};
	for (int alone = 0; alone < 2; alone++) {
		world_open("DIV #b\n PARA #p\n  TEXT head\n"
			   "DIV\n PARA #q\n  TEXT words\n");
		put_down(&(struct put){0, "p", 0, 340, 90, 0});
		put_down(&(struct put){1, "q", 0, 60, 90, 0});
		find_id("p")->style = &title;
		find_id("b")->style = alone ? &box : &title;
		look_and_close(alone ? "" : "0 stranded_headings");
	}
}

/* A heading with one line, then a page turned on its side. */
static void
test_turned(void **state)
{
	(void)state;
	for (int turned = 0; turned < 2; turned++) {
		world_open(SECTION "PARA #q\n TEXT words\n");
		put_down(&(struct put){0, "h", 0, 60, 90, 0});
		put_down(&(struct put){0, "p", 0, 80, 190, 0});
		put_down(&(struct put){1, "q", 0, 60, 190, 0});
		if (turned) {
			sheet_at(1)->w = PT(400);
			sheet_at(1)->h = PT(300);
		}
		look(1, false);
		assert_int_equal(
			strstr(found(), "stranded_headings") == NULL, turned);
		world_close();
	}
}

/* A table over two pages whose margins are mirrored: its second column
 * stands 20 pt to the right on the first of them. */
static void
test_mirrored(void **state)
{
	(void)state;
	for (int wide = 0; wide < 2; wide++) {
		world_open(BODY CELL("p", "") CELL("q", "") "  ROW\n" CELL(
			"r", "") CELL("s", ""));
		place_cells(find_kind(NODE_TABLE));
		for (int page = 0; page < 2; page++) {
			struct column_box b = {.x = PT(page ? 40 : 60),
				.y = PT(50),
				.w = PT(200),
				.h = PT(300)};
			sheet_add_box(w.pages, sheet_at(page), b);
		}
		put_down(&(struct put){0, "p", 10, 340, wide ? 115 : 95, 0});
		put_down(&(struct put){0, "q", 120, 340, 80, 0});
		put_down(&(struct put){1, "r", -10, 60, 95, 0});
		put_down(&(struct put){1, "s", 100, 60, 80, 0});
		look_and_close(wide ? "0 overfull_lines" : "");
	}
}

static void
put_ground(color c)
{
	struct item *it = sheet_add(w.pages, sheet_at(0), ITEM_RECT);
	it->artifact = ARTIFACT_BACKGROUND;
	it->x = it->y = PT(40);
	it->w = it->h = PT(100);
	it->color = c;
}

static void
test_contrast(void **state)
{
	(void)state;
	static const struct {
		color ground, text;
		int size;
		bool after; /* the ground comes after the text */
		const char *found;
	} rows[] = {
		{WHITE, 0, 10, false, ""},
		{WHITE, GREY, 10, false, "0 contrast"},
		{0, WHITE, 10, false, ""},
		{0, WHITE, 10, true, "0 contrast"},
		{0, 0, 10, false, "0 contrast"},
		{WHITE, 0x888888, 10, false, "0 contrast"},
		{WHITE, 0x888888, 18, false, ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		world_open(PARA);
		if (!rows[i].after)
			put_ground(rows[i].ground);
		put_down(&(struct put){0, "p", 0, 60, 90, 0});
		struct sheet *s = sheet_at(0);
		s->items[s->n - 1].color = rows[i].text;
		s->items[s->n - 1].glyphs.size = PT(rows[i].size);
		if (rows[i].after)
			put_ground(rows[i].ground);
		look_and_close(rows[i].found);
	}
}

/* ---- reports ------------------------------------------------------------- */

static void
test_messages(void **state)
{
	(void)state;
	int n;
	world_open(PARA);
	diag_report(w.dg, DIAG_LINE_OVERFULL, find_id("p")->span, "told");
	put_down(&(struct put){0, "p", 0, 335, 230, 0});
	put_down(&(struct put){1, "p", 0, 60, 190, 0});
	look(1, false);
	const struct diag_entry *e = diag_sorted(w.dg, &n);
	assert_int_equal(n, 3); /* what layout has told isn't told again */
	assert_int_equal(e[1].code, DIAG_LAYOUT_WIDOW);
	assert_string_equal(e[1].detail.p, "page 2, 1 of 2 lines");
	assert_int_equal(w.report->nfindings, 3);
	world_close();
}

static void
test_json(void **state)
{
	(void)state;
	world_open(PARA);
	struct buf b = buf_new(w.a), failed = buf_new(w.a);
	put_down(&(struct put){0, "p", 0, 60, 202, 0});
	look(1, false);
	check_json(w.report, STR("a \"b\\\n\xFF"), w.dg, &b);
	struct str s = buf_done(&b);
	assert_true(str_starts(s,
		"{\"file\": \"a \\\"b\\\\\\n\xEF\xBF\xBD\", \"printed\": true, "
		"\"lines\": 1, \"counts\": {\"widows\": 0, "));
	assert_true(
		str_find(s, "\"pages\": [{\"page\": 1, \"lines\": 1,", 0) > 0);
	assert_true(str_ends(s,
		"\"findings\": [{\"file\": \"outline\", \"line\": 1, "
		"\"column\": 1, \"page\": 1, \"slug\": \"line-overfull\", "
		"\"level\": \"warning\", \"text\": \"2.0 pt too wide\"}]}"));
	check_json(NULL, STR("x"), w.dg, &failed);
	assert_true(str_is(
		buf_done(&failed), "{\"file\": \"x\", \"printed\": false}"));
	world_close();
}

static void
test_figures(void **state)
{
	(void)state;
	world_open(PARA);
	struct buf b = buf_new(w.a);
	put_down(&(struct put){0, "p", 0, 60, 200, 0});
	put_down(&(struct put){0, "p", 0, 75, 180, 0});
	put_down(&(struct put){0, "p", 0, 90, 20, 0});
	look(1, false);
	const struct check_page *p = &w.report->pages[0];
	assert_int_equal(p->lines, 3);
	assert_int_equal(p->rag.lines, 2);
	assert_int_equal(p->rag.sum, 100);
	assert_int_equal(p->rag.worst, 100);
	assert_true(p->ended);
	assert_int_equal(p->unused, PT(350 - 92.5));
	assert_int_equal(p->contrast, 21000);
	check_print(w.report, STR("x.md"), &b);
	assert_true(str_starts(buf_done(&b), "x.md: 1 pages\n  page lines "));
	world_close();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_justified),
		cmocka_unit_test(test_forced),
		cmocka_unit_test(test_insets),
		cmocka_unit_test(test_kept_title),
		cmocka_unit_test(test_title_alone),
		cmocka_unit_test(test_turned),
		cmocka_unit_test(test_mirrored),
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_figures),
	};
	return cmocka_run_group_tests_name("check_layout", tests, NULL, NULL);
}
