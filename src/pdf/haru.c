/*
 * Objects on stock libharu 2.3.0.
 *
 * libharu numbers, owns and prints the objects; the file around them is
 * ours (save.c), because libharu has no object streams.  Streams therefore
 * are plain dictionaries here, with their bytes in a table beside them: a
 * libharu stream would copy them, and costs a second object for its length.
 *
 * The object layer sets a sticky error and calls no handler, so every
 * status is tested; names and reals beyond its limits are stored as
 * garbage with a good status, so they are tested before.  Its printing
 * goes to a buffer of malloc's that only returns codes: the arena is never
 * asked while libharu is on the stack.
 */
#include "haru_priv.h"

#include <stdlib.h>

#include <hpdf.h>

#define NAME_MAX_LEN 127
#define REAL_MAX     32767000

struct haru_stream {
	int number;
	struct str data;
};

/* A dictionary's printed part; libharu keeps the pointer in `attr`. */
struct haru_tail {
	struct str syntax;
};

struct haru {
	struct arena *a;
	HPDF_Doc doc;
	HPDF_Stream sink;
	char *text; /* what the sink has collected */
	size_t n, cap;
	unsigned failed;
	struct haru_stream *streams; /* numbers rise */
	int nstreams, cap_streams, next_stream;
};

static void
haru_close(void *p)
{
	struct haru *h = p;
	if (h->sink)
		HPDF_Stream_Free(h->sink);
	if (h->doc)
		HPDF_Free(h->doc);
	free(h->text);
}

/* Remember the first failure.  True if there has been none. */
static bool
haru_check(struct haru *h, HPDF_STATUS status)
{
	if (status != HPDF_OK && !h->failed)
		h->failed = (unsigned)status;
	return !h->failed;
}

/* The same for what is NULL on failure. */
static void *
haru_made(struct haru *h, void *p)
{
	if (!p && !h->failed) {
		HPDF_STATUS e = HPDF_GetError(h->doc);
		h->failed = e ? (unsigned)e : HPDF_FAILD_TO_ALLOC_MEM;
	}
	return h->failed ? NULL : p;
}

static HPDF_Dict
haru_d(struct haru_dict *d)
{
	return (HPDF_Dict)(void *)d;
}

static HPDF_Array
haru_a(struct haru_array *v)
{
	return (HPDF_Array)(void *)v;
}

static struct haru_dict *
haru_of(void *p)
{
	return p;
}

/* ---- printing --------------------------------------------------------- */

static HPDF_STATUS
haru_sink_write(HPDF_Stream s, const HPDF_BYTE *p, HPDF_UINT n)
{
	struct haru *h = s->attr;
	if (h->cap - h->n < n) {
		size_t cap = (h->n + n) * 2 + 4096;
		char *text = realloc(h->text, cap);
		if (!text)
			return HPDF_FAILD_TO_ALLOC_MEM;
		h->text = text;
		h->cap = cap;
	}
	memcpy(h->text + h->n, p, n);
	h->n += n;
	return HPDF_OK;
}

static HPDF_STATUS
haru_tail_write(HPDF_Dict d, HPDF_Stream s)
{
	const struct haru_tail *t = d->attr;
	return HPDF_Stream_Write(
		s, (const HPDF_BYTE *)t->syntax.p, (HPDF_UINT)t->syntax.n);
}

void
haru_print(struct haru *h, struct haru_dict *d, struct str syntax)
{
	if (h->failed)
		return;
	if (syntax.n > UINT32_MAX) {
		haru_check(h, HPDF_STRING_OUT_OF_RANGE);
		return;
	}
	struct haru_tail *t = ARENA_NEW(h->a, struct haru_tail);
	t->syntax = syntax;
	haru_d(d)->attr = t;
	haru_d(d)->write_fn = haru_tail_write;
}

/* ---- the document ----------------------------------------------------- */

struct haru *
haru_open(struct arena *a)
{
	struct haru *h = ARENA_NEW(a, struct haru);
	h->a = a;
	arena_defer(a, haru_close, h);
	h->doc = HPDF_NewEx(NULL, NULL, NULL, 0, NULL);
	if (!h->doc)
		return NULL;
	/* The list of objects grows by this many: else it is quadratic. */
	h->doc->xref->entries->items_per_block = 1 << 14;
	/* It would count only pages that libharu made. */
	h->doc->root_pages->before_write_fn = NULL;
	h->sink = HPDF_CallbackWriter_New(h->doc->mmgr, haru_sink_write, h);
	return h->sink ? h : NULL;
}

unsigned
haru_failed(const struct haru *h)
{
	return h->failed;
}

bool
haru_no_memory(const struct haru *h)
{
	return h->failed == HPDF_FAILD_TO_ALLOC_MEM;
}

struct haru_dict *
haru_catalog(struct haru *h)
{
	return haru_of(h->doc->catalog);
}

struct haru_dict *
haru_info(struct haru *h)
{
	return haru_of(h->doc->info);
}

struct haru_dict *
haru_page_root(struct haru *h)
{
	return haru_of(h->doc->root_pages);
}

int
haru_number(const struct haru_dict *d)
{
	const HPDF_Obj_Header *head = (const void *)d;
	return head ? (int)(head->obj_id & 0x00FFFFFF) : 0;
}

/* ---- making ----------------------------------------------------------- */

struct haru_dict *
haru_dict_new(struct haru *h)
{
	if (h->failed)
		return NULL;
	HPDF_Dict d = haru_made(h, HPDF_Dict_New(h->doc->mmgr));
	if (!d || !haru_check(h, HPDF_Xref_Add(h->doc->xref, d)))
		return NULL;
	return haru_of(d);
}

bool
haru_is_slot(const struct haru_dict *d)
{
	const HPDF_Obj_Header *head = (const void *)d;
	return head && (head->obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_NULL;
}

/* To libharu it is a null. */
struct haru_dict *
haru_slot_new(struct haru *h)
{
	if (h->failed)
		return NULL;
	HPDF_Null n = haru_made(h, HPDF_Null_New(h->doc->mmgr));
	if (!n || !haru_check(h, HPDF_Xref_Add(h->doc->xref, n)))
		return NULL;
	return haru_of(n);
}

struct haru_dict *
haru_stream_new(struct haru *h, struct str data, bool deflated)
{
	ARENA_PUSH(h->a, h->streams, h->nstreams, h->cap_streams);
	struct haru_dict *d = haru_dict_new(h);
	if (!d)
		return NULL;
	if (data.n > INT32_MAX)
		haru_check(h, HPDF_STRING_OUT_OF_RANGE);
	if (!data.p)
		data.p = "";
	h->streams[h->nstreams++] = (struct haru_stream){haru_number(d), data};
	haru_put_int(h, d, "Length", (int)data.n);
	if (deflated)
		haru_put_name(h, d, "Filter", "FlateDecode");
	return d;
}

struct haru_dict *
haru_dict_in(struct haru *h, struct haru_dict *d, const char *key)
{
	if (h->failed)
		return NULL;
	HPDF_Dict in = haru_made(h, HPDF_Dict_New(h->doc->mmgr));
	if (!in || !haru_check(h, HPDF_Dict_Add(haru_d(d), key, in)))
		return NULL;
	return haru_of(in);
}

struct haru_array *
haru_array_in(struct haru *h, struct haru_dict *d, const char *key)
{
	if (h->failed)
		return NULL;
	HPDF_Array in = haru_made(h, HPDF_Array_New(h->doc->mmgr));
	if (!in || !haru_check(h, HPDF_Dict_Add(haru_d(d), key, in)))
		return NULL;
	return (struct haru_array *)(void *)in;
}

/* ---- entries ---------------------------------------------------------- */

/* Is `name` one that libharu writes right? */
static bool
haru_name_ok(struct haru *h, const char *name)
{
	size_t n = strlen(name);
	if (n == 0 || n > NAME_MAX_LEN || strchr(name, ' '))
		return haru_check(h, HPDF_NAME_OUT_OF_RANGE);
	return !h->failed;
}

void
haru_put_name(
	struct haru *h, struct haru_dict *d, const char *key, const char *name)
{
	if (haru_name_ok(h, name))
		haru_check(h, HPDF_Dict_AddName(haru_d(d), key, name));
}

void
haru_put_int(struct haru *h, struct haru_dict *d, const char *key, int v)
{
	if (!h->failed)
		haru_check(h, HPDF_Dict_AddNumber(haru_d(d), key, v));
}

void
haru_put_bool(struct haru *h, struct haru_dict *d, const char *key, bool v)
{
	if (!h->failed)
		haru_check(h, HPDF_Dict_AddBoolean(haru_d(d), key, v));
}

void
haru_put_ref(struct haru *h, struct haru_dict *d, const char *key,
	struct haru_dict *to)
{
	if (!h->failed)
		haru_check(h, HPDF_Dict_Add(haru_d(d), key, to));
}

void
haru_put_ascii(
	struct haru *h, struct haru_dict *d, const char *key, const char *s)
{
	if (h->failed)
		return;
	HPDF_String v = haru_made(h, HPDF_String_New(h->doc->mmgr, s, NULL));
	if (v)
		haru_check(h, HPDF_Dict_Add(haru_d(d), key, v));
}

/* UTF-16BE with its mark, cut at what libharu holds. */
static struct str
haru_utf16(struct arena *a, struct str s)
{
	struct buf b = buf_new(a);
	buf_put(&b, "\xFE\xFF", 2);
	for (size_t at = 0; at < s.n && b.n < HPDF_LIMIT_MAX_STRING_LEN - 4;) {
		uint32_t c = utf8_next(s, &at);
		if (c > 0xFFFF) {
			uint32_t high = 0xD800 | (c - 0x10000) >> 10;
			buf_ch(&b, (char)(high >> 8));
			buf_ch(&b, (char)high);
			c = 0xDC00 | ((c - 0x10000) & 0x3FF);
		}
		buf_ch(&b, (char)(c >> 8));
		buf_ch(&b, (char)c);
	}
	return buf_done(&b);
}

void
haru_put_text(
	struct haru *h, struct haru_dict *d, const char *key, struct str utf8)
{
	struct str s = haru_utf16(h->a, utf8);
	if (h->failed)
		return;
	HPDF_Binary v = haru_made(h, HPDF_Binary_New(h->doc->mmgr,
					     (HPDF_BYTE *)s.p, (HPDF_UINT)s.n));
	if (v)
		haru_check(h, HPDF_Dict_Add(haru_d(d), key, v));
}

void
haru_push_int(struct haru *h, struct haru_array *v, int n)
{
	if (!h->failed)
		haru_check(h, HPDF_Array_AddNumber(haru_a(v), n));
}

void
haru_push_mpt(struct haru *h, struct haru_array *v, mpt n)
{
	if (n > REAL_MAX || n < -REAL_MAX)
		haru_check(h, HPDF_REAL_OUT_OF_RANGE);
	if (n % MPT_PT == 0)
		haru_push_int(h, v, n / MPT_PT);
	else if (!h->failed)
		haru_check(h,
			HPDF_Array_AddReal(haru_a(v), (HPDF_REAL)(n / 1000.0)));
}

void
haru_push_name(struct haru *h, struct haru_array *v, const char *name)
{
	if (haru_name_ok(h, name))
		haru_check(h, HPDF_Array_AddName(haru_a(v), name));
}

void
haru_push_ref(struct haru *h, struct haru_array *v, struct haru_dict *to)
{
	if (!h->failed)
		haru_check(h, HPDF_Array_Add(haru_a(v), to));
}

/* ---- reading back ----------------------------------------------------- */

int
haru_count(const struct haru *h)
{
	return (int)h->doc->xref->entries->count - 1;
}

/* The stream of object `number`; they are asked for in rising order. */
static struct str
haru_stream_of(struct haru *h, int number)
{
	int i = h->next_stream;
	if (i >= h->nstreams || h->streams[i].number > number)
		i = 0;
	while (i < h->nstreams && h->streams[i].number < number)
		i++;
	h->next_stream = i;
	if (i < h->nstreams && h->streams[i].number == number)
		return h->streams[i].data;
	return STR0;
}

bool
haru_object(struct haru *h, int number, struct str *value, struct str *data)
{
	if (h->failed)
		return false;
	HPDF_XrefEntry e = haru_made(
		h, HPDF_List_ItemAt(h->doc->xref->entries, (HPDF_UINT)number));
	if (!e)
		return false;
	h->n = 0;
	if (!haru_check(h, HPDF_Obj_WriteValue(e->obj, h->sink, NULL)))
		return false;
	*value = (struct str){h->text, h->n};
	*data = haru_stream_of(h, number);
	return true;
}
