/*
 * What the PDF says of itself: title, author, date.
 */
#include "render_priv.h"

#include <stdlib.h>

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
static int64_t
days_from_date(int y, int m, int d)
{
	y -= m <= 2;
	int era = y / 400, year = y - era * 400;
	int day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return (int64_t)era * 146097 + year * 365 + year / 4 - year / 100 +
	       day - 719468;
}

bool
read_date(struct str s, int64_t *out)
{
	int y, m, d;
	if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	if (!str_int(str_sub(s, 0, 4), &y) || !str_int(str_sub(s, 5, 7), &m) ||
		!str_int(str_sub(s, 8, 10), &d))
		return false;
	if (y < 1970 || m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	*out = days_from_date(y, m, d) * 86400;
	return true;
}

static bool
read_epoch(const char *s, int64_t *out)
{
	if (!s || !*s)
		return false;
	int64_t v = 0;
	for (; ch_digit(*s); s++) {
		if (v > 253402300799) /* the end of year 9999 */
			return false;
		v = v * 10 + (*s - '0');
	}
	*out = v;
	return *s == '\0' && v <= 253402300799;
}

void
render_meta(struct render *r)
{
	static const char *const authors[] = {"author", "authors", NULL};
	static const char *const subjects[] = {
		"description", "summary", "subtitle", NULL};
	const struct layout_words *w = layout_find_words(r->doc->lang);
	r->pdf = (struct pdf_options){.title = r->doc->title,
		.author = first_of(r, authors),
		.subject = value_str(r->page.front, subjects[0]),
		.lang = r->doc->lang,
		.gray = r->o->grayscale,
		.images = r->h->images,
		.duplex = r->theme->mirror,
		.fold = r->o->booklet,
		.producer = str_fmt(r->a, "handout %s", handout_version()),
		.note_word = str_c(w->note)};
	r->pdf.has_date =
		read_date(value_str(r->page.front, "date"), &r->pdf.date) ||
		read_epoch(getenv("SOURCE_DATE_EPOCH"), &r->pdf.date);
}
