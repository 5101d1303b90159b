#include "pdf_aux.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>
#include <libdeflate.h>

#include "source/source.h"

extern const char fonts_manifest_yml[];
extern const size_t fonts_manifest_yml_size;

#define LEFT PT(72)

/* ---- making ----------------------------------------------------------- */

int
maker_setup(void **state)
{
	struct maker *m = calloc(1, sizeof *m);
	struct arena *a = m->a = arena_new();
	m->dg = diag_new(a);
	struct str yml = {fonts_manifest_yml, fonts_manifest_yml_size};
	int file = diag_add_file(m->dg, STR("fonts.yml"), yml);
	m->fonts = font_cache_open(
		source_yaml(a, file, yml, 0, yml.n, m->dg), NULL);
	m->doc = (struct document){.a = a,
		.root = doc_node(a, NODE_DOCUMENT, SPAN_NONE),
		.lang = STR("en"),
		.front = value_new(a, VALUE_MAP, SPAN_NONE),
		.site = value_new(a, VALUE_MAP, SPAN_NONE)};
	m->pages = pages_new(a);
	m->options = (struct pdf_options){.title = STR("A title"),
		.lang = STR("en"),
		.producer = STR("handout test"),
		.note_word = STR("Note")};
	m->family = "Noto Sans";
	m->size = PT(10);
	*state = m;
	return 0;
}

int
maker_teardown(void **state)
{
	struct maker *m = *state;
	font_cache_close(m->fonts);
	arena_free(m->a);
	free(m);
	return 0;
}

struct node *
maker_node(struct maker *m, struct node *parent, enum node_kind kind)
{
	struct node *n = doc_node(m->a, kind, SPAN_NONE);
	doc_append(parent ? parent : m->doc.root, n);
	if (kind == NODE_CELL)
		n->cell.colspan = n->cell.rowspan = 1;
	return n;
}

struct node *
maker_text(struct maker *m, struct node *parent, const char *s)
{
	struct node *n = maker_node(m, parent, NODE_TEXT);
	n->text = str_c(s);
	return n;
}

void
maker_sheet(struct maker *m)
{
	m->sheet = pages_add(m->pages, PT(612), PT(792));
	m->sheet->label = str_fmt(m->a, "%d", m->pages->n);
	m->x = LEFT;
	m->y = PT(72);
}

void
maker_line(struct maker *m)
{
	m->x = LEFT;
	m->y += m->size + m->size / 2;
}

struct item *
maker_item(struct maker *m, enum item_kind kind, const struct node *node, mpt w,
	mpt h)
{
	struct item *it = sheet_add(m->pages, m->sheet, kind);
	it->node = node;
	it->x = m->x;
	it->y = m->y;
	it->w = w;
	it->h = h;
	it->color = m->color;
	return it;
}

static struct item *
maker_frag(struct maker *m, const struct node *node, const struct text_frag *f,
	mpt x)
{
	struct item *it = maker_item(m, ITEM_GLYPHS, node, f->width, m->size);
	it->x = x + f->x;
	it->glyphs.font = f->font;
	it->glyphs.size = f->size;
	it->glyphs.g = f->glyphs;
	it->glyphs.n = f->nglyphs;
	it->glyphs.text = f->text;
	it->glyphs.word_space = f->word_space;
	return it;
}

struct item *
maker_put(struct maker *m, const struct node *node, const char *s)
{
	const struct font *font =
		font_find(m->fonts, str_c(m->family), false, false, m->dg);
	if (!font || !str_is(str_c(m->family), font->family))
		skip(); /* not installed */
	struct text_piece piece = {.kind = TEXT_CHARS,
		.s = str_c(s),
		.font = font,
		.size = m->size,
		.lang = STR("en"),
		.span = SPAN_NONE};
	struct para *p = text_shape(m->a, m->fonts, &piece, 1, m->dg);
	struct break_options o = {.width = MPT_MAX / 2, .keep_spaces = true};
	int nlines, nfrags;
	struct text_line *l = text_break(p, &o, &nlines);
	struct text_frag *v = text_line_frags(p, l, &o, &nfrags);
	struct item *it = NULL;
	mpt x = m->x;
	for (int i = 0; i < nfrags; i++) {
		it = maker_frag(m, node, &v[i], x);
		m->x = mpt_max(m->x, it->x + it->w);
	}
	/* Lines come without the space at their end. */
	size_t len = strlen(s);
	if (len && s[len - 1] == ' ')
		m->x += mpt_scale(m->size,
			font_advance(font, font_glyph(font, ' ')), 1000);
	return it;
}

struct item *
maker_show(struct maker *m, const struct node *text)
{
	return maker_put(m, text, str_cdup(m->a, text->text));
}

struct item *
maker_link(struct maker *m, const struct node *node, mpt from)
{
	struct item *it = maker_item(
		m, ITEM_LINK, node, m->x - from, m->size + m->size / 4);
	it->x = from;
	it->y = m->y - m->size;
	return it;
}

struct str
maker_write(struct maker *m)
{
	struct str out;
	doc_number(&m->doc);
	assert_true(
		pdf_write(m->a, &m->doc, m->pages, &m->options, &out, m->dg));
	return out;
}

const char *
maker_tags(struct maker *m)
{
	struct buf b = buf_new(m->a);
	doc_number(&m->doc);
	pdf_dump_tags(m->a, &m->doc, m->pages, &m->options, &b);
	return buf_done(&b).p;
}

/* ---- reading ---------------------------------------------------------- */

static struct str
inflated(struct arena *a, struct str z)
{
	size_t cap = 64 * z.n + 65536, n = 0;
	char *p = arena_alloc(a, cap);
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result r =
		libdeflate_zlib_decompress(d, z.p, z.n, p, cap, &n);
	libdeflate_free_decompressor(d);
	assert_int_equal(r, LIBDEFLATE_SUCCESS);
	return (struct str){p, n};
}

/* The number behind `key`; -1 without it. */
static int
number_after(struct str s, const char *key)
{
	ptrdiff_t at = str_find(s, key, 0);
	int v = -1;
	if (at >= 0)
		str_int(str_trim(str_sub(s, (size_t)at + strlen(key), s.n)),
			&v);
	return v;
}

/* The object that begins at `at`; its number is checked. */
static struct object
object_at(struct arena *a, struct str file, size_t at, int number)
{
	struct object o = {.value = STR0};
	struct str head = str_fmt(a, "%d 0 obj\n", number);
	assert_true(at + head.n < file.n);
	assert_memory_equal(file.p + at, head.p, head.n);
	ptrdiff_t stream = str_find(file, "stream\n", at);
	assert_true(stream > 0);
	o.value = str_sub(file, at + head.n, (size_t)stream);
	int len = number_after(o.value, "/Length");
	size_t from = (size_t)stream + 7;
	assert_true(len >= 0 && from + (size_t)len + 18 <= file.n);
	o.stream = str_sub(file, from, from + (size_t)len);
	/* The length is exact, and an end of line comes before endstream. */
	assert_memory_equal(file.p + from + len, "\nendstream\nendobj\n", 18);
	if (str_find(o.value, "/FlateDecode", 0) >= 0)
		o.stream = inflated(a, o.stream);
	return o;
}

/* Undo the filter Up of the cross-reference stream's rows. */
static unsigned char *
rows_of(struct arena *a, struct str s, int width, int *n)
{
	*n = (int)(s.n / (size_t)(width + 1));
	assert_int_equal(s.n % (size_t)(width + 1), 0);
	unsigned char *rows = arena_alloc(a, s.n);
	for (int i = 0; i < *n; i++) {
		const char *in = s.p + i * (width + 1);
		assert_int_equal(in[0], 2);
		for (int k = 0; k < width; k++) {
			unsigned up = i ? rows[(i - 1) * width + k] : 0;
			rows[i * width + k] =
				(unsigned char)(up + (unsigned char)in[1 + k]);
		}
	}
	return rows;
}

static struct object
object_packed(const struct readback *r, int in, int index, int number)
{
	const struct object *pack = &r->v[in];
	struct str heads = pack->stream;
	int first = number_after(pack->value, "/First");
	int count = number_after(pack->value, "/N");
	int v[2] = {0, 0}, next = -1;
	assert_true(first > 0 && index < count);
	for (int i = 0; i <= index + 1 && i < count; i++)
		for (int k = 0; k < 2; k++) {
			struct str piece;
			int *to = i > index ? &next : &v[k];
			assert_true(str_next(&heads, " ", &piece));
			assert_true(str_int(piece, to));
		}
	assert_int_equal(v[0], number);
	size_t end = next < 0 ? pack->stream.n : (size_t)(first + next);
	return (struct object){
		.value = str_sub(pack->stream, (size_t)(first + v[1]), end),
		.packed = true};
}

struct readback
readback_read(struct arena *a, struct str file)
{
	struct readback r = {.file = file};
	assert_true(str_starts(file, "%PDF-1.7\n%"));
	assert_true(str_ends(file, "\n%%EOF\n"));
	ptrdiff_t tail = str_find(file, "startxref\n", file.n - 40);
	int start;
	assert_true(tail > 0);
	assert_true(str_int(str_sub(file, (size_t)tail + 10, file.n), &start));
	int self;
	assert_true(str_int(str_sub(file, (size_t)start, file.n), &self));
	struct object xref = object_at(a, file, (size_t)start, self);
	r.n = number_after(xref.value, "/Size");
	assert_int_equal(r.n, self + 1);
	int wide = number_after(xref.value, "/W[1"), n;
	unsigned char *rows = rows_of(a, xref.stream, wide + 2, &n);
	assert_int_equal(n, r.n);
	r.v = ARENA_ARRAY(a, (size_t)n, struct object);
	for (int pass = 1; pass <= 2; pass++)
		for (int i = 1; i < n; i++) {
			const unsigned char *row = rows + i * (wide + 2);
			size_t at = 0;
			for (int k = 0; k < wide; k++)
				at = at << 8 | row[1 + k];
			if (row[0] != pass)
				continue;
			r.v[i] = pass == 1 ? object_at(a, file, at, i)
			                   : object_packed(&r, (int)at,
						     row[wide + 1], i);
		}
	return r;
}

struct readback
maker_readback(struct maker *m)
{
	return readback_read(m->a, maker_write(m));
}

int
readback_find(const struct readback *r, const char *part, int from)
{
	for (int i = from; i < r->n; i++)
		if (str_find(r->v[i].value, part, 0) >= 0)
			return i;
	return 0;
}

int
readback_ref(const struct readback *r, int number, const char *key)
{
	int to = number_after(r->v[number].value, key);
	return to > 0 && to < r->n ? to : 0;
}

struct str
readback_content(const struct readback *r, int page)
{
	int at = 0;
	for (int i = 0; i <= page; i++)
		at = readback_find(r, "/Type/Page/", at + 1);
	assert_true(at > 0);
	return r->v[readback_ref(r, at, "/Contents")].stream;
}
