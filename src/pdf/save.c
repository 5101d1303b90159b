/*
 * The file around the objects: PDF 1.7 with object streams and a
 * cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).
 *
 * Objects with a stream are written as they are; all others are collected,
 * a few hundred at a time, into object streams, which more than halves a
 * tagged file.  PDF/A-2 (ISO 19005-2, 6.1.7.1) wants an end of line before
 * every `endstream`.  /ID is the MD5 of all bytes before the
 * cross-reference stream, so the same content is the same file.
 */
#include "haru_priv.h"
#include "pdf_priv.h"

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
	struct save_row *rows;
	int n; /* rows in use: one past the highest object number */
	struct buf heads, bodies; /* of the object stream being filled */
	int packed[SAVE_PACK], npacked;
};

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
	s->rows[number] = (struct save_row){.type = 1, (uint32_t)s->out.n, 0};
	buf_int(&s->out, number);
	buf_c(&s->out, " 0 obj\n");
}

/* Write the object stream that has been filled, as a new object. */
static void
save_pack_end(struct save *s)
{
	if (!s->npacked)
		return;
	int number = s->n++;
	for (int i = 0; i < s->npacked; i++)
		s->rows[s->packed[i]] = (struct save_row){
			2, (uint32_t)number, (unsigned char)i};
	size_t first = s->heads.n;
	buf_put(&s->heads, s->bodies.p, s->bodies.n);
	struct str z = zip_deflate(s->z, buf_done(&s->heads));
	save_begin(s, number);
	buf_fmt(&s->out,
		"<</Type/ObjStm/N %d/First %zu/Filter/FlateDecode/Length "
		"%zu>>",
		s->npacked, first, z.n);
	save_stream(s, z);
	s->heads.n = s->bodies.n = 0;
	s->npacked = 0;
}

static void
save_pack(struct save *s, int number, struct str value)
{
	buf_int(&s->heads, number);
	buf_ch(&s->heads, ' ');
	buf_int(&s->heads, (int64_t)s->bodies.n);
	buf_ch(&s->heads, ' ');
	buf_str(&s->bodies, value);
	buf_ch(&s->bodies, '\n');
	s->packed[s->npacked++] = number;
	if (s->npacked == SAVE_PACK)
		save_pack_end(s);
}

static bool
save_objects(struct save *s)
{
	int count = haru_count(s->h);
	for (int i = 1; i <= count; i++) {
		struct str value, data;
		if (!haru_object(s->h, i, &value, &data))
			return false;
		if (!data.p) {
			save_pack(s, i, value);
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
save_rows(struct save *s, int width)
{
	struct buf b = buf_new(s->a);
	unsigned char old[6] = {0};
	for (int i = 0; i < s->n; i++) {
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
	unsigned char digest[16];
	haru_md5((struct str){s->out.p, s->out.n}, digest);
	buf_c(b, "/ID[");
	for (int twice = 0; twice < 2; twice++) {
		buf_ch(b, '<');
		for (int i = 0; i < 16; i++)
			buf_fmt(b, "%02X", digest[i]);
		buf_ch(b, '>');
	}
	buf_ch(b, ']');
}

static void
save_xref(struct save *s)
{
	struct buf id = buf_new(s->a);
	save_id(s, &id);
	size_t start = s->out.n;
	save_begin(s, s->n++);
	int width = start > 0xFFFFFF ? 4 : start > 0xFFFF ? 3 : 2;
	struct str z = zip_deflate(s->z, save_rows(s, width));
	buf_fmt(&s->out, "<</Type/XRef/Size %d/Root %d 0 R/Info %d 0 R", s->n,
		haru_number(haru_catalog(s->h)), haru_number(haru_info(s->h)));
	buf_str(&s->out, buf_done(&id));
	buf_fmt(&s->out,
		"/W[1 %d 1]/Filter/FlateDecode"
		"/DecodeParms<</Predictor 12/Columns %d>>/Length %zu>>\n",
		width, width + 2, z.n);
	save_stream(s, z);
	buf_fmt(&s->out, "startxref\n%zu\n%%%%EOF\n", start);
}

bool
save_file(struct arena *a, struct haru *h, struct zip *z, struct str *out)
{
	int count = haru_count(h);
	struct save s = {.a = a, .h = h, .z = z, .out = buf_new(a)};
	s.heads = buf_new(a);
	s.bodies = buf_new(a);
	s.n = count + 1;
	s.rows = ARENA_ARRAY(
		a, (size_t)s.n + (size_t)s.n / SAVE_PACK + 3, struct save_row);
	/* Four bytes above 127 say that the file is binary. */
	buf_c(&s.out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
	if (!save_objects(&s) || s.out.n > INT32_MAX)
		return false;
	save_xref(&s);
	*out = buf_done(&s.out);
	return true;
}
