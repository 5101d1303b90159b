/*
 * The file around the objects: PDF 1.7 with object streams and a
 * cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).
 *
 * Objects with a stream are written as they are; all others are collected,
 * a few hundred at a time, into object streams, which more than halves a
 * tagged file.  PDF/A-2 (ISO 19005-2, 6.1.7.1) wants an end of line before
 * every `endstream`.  /ID is the hash of all bytes before the
 * cross-reference stream, so the same content is the same file.
 *
 * What is known to be done is written at once, and is not kept beside: pages'
 * streams, structure elements.  libharu's objects follow at the end.
 */
#include "haru_priv.h"
#include "pdf_priv.h"

#include <inttypes.h>

/* Objects a stream holds: many deflate better, few are quicker to seek. */
#define SAVE_PACK 200

/* A row of the cross-reference stream. */
struct save_row {
	unsigned char type; /* 0 free, 1 at an offset, 2 in a stream */
	uint32_t at;        /* the offset, or the stream's number */
	unsigned char index;
};

struct save {
	struct arena *a;
	struct haru *h;
	struct zip *z;
	struct buf out;
	struct save_row *rows; /* by number */
	int cap_rows;
	struct buf heads, bodies; /* of the object stream being filled */
	int packed[SAVE_PACK], npacked;
};

/* Where object `number` is. */
static void
save_row(struct save *s, int number, struct save_row row)
{
	if (number >= s->cap_rows) {
		int cap = number + number / 2 + 64;
		s->rows = arena_regrow(s->a, s->rows, (size_t)s->cap_rows,
			(size_t)cap, sizeof *s->rows);
		s->cap_rows = cap;
	}
	s->rows[number] = row;
}

static bool
save_has(const struct save *s, int number)
{
	return number < s->cap_rows && s->rows[number].type;
}

static void
save_stream(struct save *s, struct str data)
{
	buf_c(&s->out, "stream\n");
	buf_str(&s->out, data);
	buf_c(&s->out, "\nendstream\nendobj\n");
}

/* Begin object `number` here. */
static void
save_begin(struct save *s, int number)
{
	save_row(s, number, (struct save_row){1, (uint32_t)s->out.n, 0});
	buf_int(&s->out, number);
	buf_c(&s->out, " 0 obj\n");
}

/* Write the object stream that has been filled, as a new object. */
static void
save_pack_end(struct save *s)
{
	int n = s->npacked;
	int number = n ? haru_number(haru_slot_new(s->h)) : 0;
	s->npacked = 0;
	if (!number) /* nothing to do, or libharu has failed */
		return;
	for (int i = 0; i < n; i++)
		save_row(s, s->packed[i],
			(struct save_row){
				2, (uint32_t)number, (unsigned char)i});
	size_t first = s->heads.n;
	buf_put(&s->heads, s->bodies.p, s->bodies.n);
	struct str z = zip_deflate(s->z, buf_done(&s->heads));
	save_begin(s, number);
	buf_fmt(&s->out,
		"<</Type/ObjStm/N %d/First %zu/Filter/FlateDecode/Length "
		"%zu>>",
		n, first, z.n);
	save_stream(s, z);
	arena_recycle(s->a, (void *)z.p, z.n);
	s->heads.n = s->bodies.n = 0;
}

static void
save_pack(struct save *s, int number, const struct str *parts, int n)
{
	buf_int(&s->heads, number);
	buf_ch(&s->heads, ' ');
	buf_int(&s->heads, (int64_t)s->bodies.n);
	buf_ch(&s->heads, ' ');
	for (int i = 0; i < n; i++)
		buf_str(&s->bodies, parts[i]);
	buf_ch(&s->bodies, '\n');
	s->packed[s->npacked++] = number;
	if (s->npacked == SAVE_PACK)
		save_pack_end(s);
}

void
save_dict(struct save *s, const struct haru_dict *slot, struct str inside)
{
	struct str parts[] = {STR("<<"), inside, STR(">>")};
	if (slot)
		save_pack(s, haru_number(slot), parts, ARRAY_LEN(parts));
}

struct haru_dict *
save_content(struct save *s, struct str data)
{
	struct haru_dict *slot = haru_slot_new(s->h);
	struct str z = zip_deflate(s->z, data);
	if (!slot)
		return NULL;
	save_begin(s, haru_number(slot));
	buf_fmt(&s->out, "<</Filter/FlateDecode/Length %zu>>\n", z.n);
	save_stream(s, z);
	arena_recycle(s->a, (void *)z.p, z.n);
	return slot;
}

static bool
save_objects(struct save *s)
{
	/* also those that were given and are not yet in a stream */
	save_pack_end(s);
	int count = haru_count(s->h);
	for (int i = 1; i <= count; i++) {
		struct str value, data;
		if (save_has(s, i))
			continue;
		if (!haru_object(s->h, i, &value, &data))
			return false;
		if (!data.p) {
			save_pack(s, i, &value, 1);
			continue;
		}
		save_begin(s, i);
		buf_str(&s->out, value);
		buf_ch(&s->out, '\n');
		save_stream(s, data);
	}
	save_pack_end(s);
	return true;
}

/* The rows as bytes, each less the one above it (PNG's filter Up). */
static struct str
save_rows(struct save *s, int n, int width)
{
	struct buf b = buf_new(s->a);
	unsigned char old[6] = {0};
	for (int i = 0; i < n; i++) {
		const struct save_row *r = &s->rows[i];
		unsigned char row[6] = {r->type};
		for (int k = 0; k < width; k++)
			row[1 + k] =
				(unsigned char)(r->at >> (8 * (width - 1 - k)));
		row[1 + width] = r->index;
		buf_ch(&b, 2);
		for (int k = 0; k < width + 2; k++)
			buf_ch(&b, (char)(row[k] - old[k]));
		memcpy(old, row, sizeof old);
	}
	return buf_done(&b);
}

static void
save_id(struct save *s, struct buf *b)
{
	struct hash id = hash_of((struct str){s->out.p, s->out.n});
	buf_c(b, "/ID[");
	for (int twice = 0; twice < 2; twice++)
		buf_fmt(b, "<%016" PRIX64 "%016" PRIX64 ">", id.h[0], id.h[1]);
	buf_ch(b, ']');
}

static bool
save_xref(struct save *s)
{
	struct buf id = buf_new(s->a);
	save_id(s, &id);
	size_t start = s->out.n;
	int self = haru_number(haru_slot_new(s->h));
	if (!self)
		return false;
	save_begin(s, self);
	int width = start > 0xFFFFFF ? 4 : start > 0xFFFF ? 3 : 2;
	struct str z = zip_deflate(s->z, save_rows(s, self + 1, width));
	buf_fmt(&s->out, "<</Type/XRef/Size %d/Root %d 0 R/Info %d 0 R",
		self + 1, haru_number(haru_catalog(s->h)),
		haru_number(haru_info(s->h)));
	buf_str(&s->out, buf_done(&id));
	buf_fmt(&s->out,
		"/W[1 %d 1]/Filter/FlateDecode"
		"/DecodeParms<</Predictor 12/Columns %d>>/Length %zu>>\n",
		width, width + 2, z.n);
	save_stream(s, z);
	buf_fmt(&s->out, "startxref\n%zu\n%%%%EOF\n", start);
	return true;
}

struct save *
save_open(struct arena *a, struct haru *h, struct zip *z)
{
	struct save *s = ARENA_NEW(a, struct save);
	*s = (struct save){.a = a, .h = h, .z = z, .out = buf_new(a)};
	s->heads = buf_new(a);
	s->bodies = buf_new(a);
	/* Four bytes above 127 say that the file is binary. */
	buf_c(&s->out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
	return s;
}

bool
save_close(struct save *s, struct str *out)
{
	if (!save_objects(s) || s->out.n > INT32_MAX || !save_xref(s))
		return false;
	*out = buf_done(&s->out);
	return true;
}
