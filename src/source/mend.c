/*
 * Bytes made fit to read.
 *
 * Most files need nothing and are handed on as they are.  Others are copied
 * once: CR and CR LF become LF, NUL goes, bytes that are not UTF-8 are read
 * as Windows-1252, which is what editors wrote before.  The copy, not the
 * file, is made known to the diag: it has the same lines and the same
 * characters in them, so that no map between the two is needed.
 */
#include "source_priv.h"

/* Windows-1252, 0x80 to 0x9F; the rest is as in Unicode. */
static const uint16_t mend_cp1252[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E,
	0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
	0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013,
	0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

static void
mend_byte(struct mended *m, struct buf *b, unsigned char c)
{
	if (!m->bad_utf8)
		m->bad_at = b->n;
	m->bad_utf8 = true;
	buf_utf8(b, c >= 0x80 && c < 0xA0 ? mend_cp1252[c - 0x80] : c);
}

/* Copy raw[*at ...] up to the next NUL, CR or malformed byte. */
static void
mend_copy_good(struct str raw, size_t *at, struct buf *b)
{
	size_t from = *at, i = from;
	while (i < raw.n && raw.p[i] != '\0' && raw.p[i] != '\r') {
		size_t next = i;
		if ((unsigned char)raw.p[i] < 0x80)
			next++;
		else if (utf8_next(raw, &next) == 0xFFFD && next == i + 1)
			break;
		i = next;
	}
	buf_put(b, raw.p + from, i - from);
	*at = i;
}

static void
mend_copy(struct mended *m, struct arena *a, struct str raw)
{
	struct buf b = buf_new(a);
	size_t i = 0;
	while (true) {
		mend_copy_good(raw, &i, &b);
		if (i == raw.n)
			break;
		unsigned char c = (unsigned char)raw.p[i++];
		if (c == '\r') {
			if (i == raw.n || raw.p[i] != '\n')
				buf_ch(&b, '\n');
		} else if (c == '\0') {
			if (!m->nul)
				m->nul_at = b.n;
			m->nul = true;
		} else {
			mend_byte(m, &b, c);
		}
	}
	m->bytes = buf_done(&b);
}

struct mended
mend_bytes(struct arena *a, struct str raw)
{
	if (str_starts(raw, "\xEF\xBB\xBF"))
		raw = str_sub(raw, 3, raw.n);
	struct mended m = {.bytes = raw};
	if (str_chr(raw, '\r') >= 0 || str_chr(raw, '\0') >= 0 ||
		utf8_check(raw) < raw.n)
		mend_copy(&m, a, raw);
	return m;
}

int
mend_add_file(struct diag *dg, struct str name, const struct mended *m)
{
	int file = diag_add_file(dg, name, m->bytes);
	if (m->bad_utf8)
		diag_report(dg, DIAG_UTF8,
			(struct span){file, (uint32_t)m->bad_at}, "%s", "");
	if (m->nul)
		diag_report(dg, DIAG_NUL_BYTE,
			(struct span){file, (uint32_t)m->nul_at}, "%s", "");
	return file;
}
