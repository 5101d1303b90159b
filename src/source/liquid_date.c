/*
 * Dates: read from text, printed by a pattern.
 *
 * A date is a civil date, a time of day and an offset from UTC; text that
 * gives no offset is in UTC, so that the result is the same everywhere.
 * Days are counted by the era method of 400 years (146,097 days).  The
 * clock is never asked: `now` is SOURCE_DATE_EPOCH or nothing.
 */
#include "liquid_filter_priv.h"

#include <stdlib.h>

struct liquid_time {
	int64_t year;
	int month, day; /* from 1 */
	int hour, minute, second;
	int offset; /* minutes east of UTC */
};

static const char *const liquid_months[] = {"January", "February", "March",
	"April", "May", "June", "July", "August", "September", "October",
	"November", "December"};
static const char *const liquid_days[] = {"Sunday", "Monday", "Tuesday",
	"Wednesday", "Thursday", "Friday", "Saturday"};

/* ---- days ---- */

/* Days from 1970-01-01; the year begins in March, so leap days are last. */
static int64_t
liquid_day_number(int64_t year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year =
		(153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

static void
liquid_civil(int64_t days, struct liquid_time *t)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t of_era = days - era * 146097;
	int64_t year =
		(of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
		365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t m = (5 * of_year + 2) / 153;
	t->day = (int)(of_year - (153 * m + 2) / 5 + 1);
	t->month = (int)(m < 10 ? m + 3 : m - 9);
	t->year = year + era * 400 + (t->month <= 2);
}

static int64_t
liquid_floor_div(int64_t a, int64_t b)
{
	int64_t q = a / b;
	return a % b < 0 ? q - 1 : q;
}

static bool
liquid_from_epoch(int64_t seconds, struct liquid_time *t)
{
	if (seconds > INT64_C(253402300799) || seconds < INT64_C(-62135596800))
		return false;
	int64_t days = liquid_floor_div(seconds, 86400);
	int rest = (int)(seconds - days * 86400);
	*t = (struct liquid_time){0};
	liquid_civil(days, t);
	t->hour = rest / 3600;
	t->minute = rest / 60 % 60;
	t->second = rest % 60;
	return true;
}

static int
liquid_weekday(const struct liquid_time *t)
{
	int64_t d = liquid_day_number(t->year, t->month, t->day) + 4;
	return (int)(d - liquid_floor_div(d, 7) * 7);
}

static int
liquid_day_of_year(const struct liquid_time *t)
{
	return (int)(liquid_day_number(t->year, t->month, t->day) -
		       liquid_day_number(t->year, 1, 1)) +
	       1;
}

static int
liquid_days_in_month(int64_t year, int month)
{
	return (int)(liquid_day_number(month == 12 ? year + 1 : year,
			     month == 12 ? 1 : month + 1, 1) -
		     liquid_day_number(year, month, 1));
}

/* ---- reading ---- */

struct liquid_date_lex {
	struct str s;
	size_t at;
};

static int
liquid_date_peek(const struct liquid_date_lex *l)
{
	return l->at < l->s.n ? (unsigned char)l->s.p[l->at] : 0;
}

/* Digits, up to `most`; how many there were. */
static int
liquid_date_digits(struct liquid_date_lex *l, int most, int *v)
{
	int n = 0;
	*v = 0;
	while (n < most && ch_digit(liquid_date_peek(l))) {
		*v = *v * 10 + (l->s.p[l->at++] - '0');
		n++;
	}
	return n;
}

static bool
liquid_date_ch(struct liquid_date_lex *l, char c)
{
	if (liquid_date_peek(l) != c)
		return false;
	l->at++;
	return true;
}

/* `+02:00`, `+0200`, `Z`, `UTC`. */
static void
liquid_date_zone(struct liquid_date_lex *l, struct liquid_time *t)
{
	int hours, minutes = 0;
	while (liquid_date_peek(l) == ' ')
		l->at++;
	int sign = liquid_date_peek(l);
	if (sign != '+' && sign != '-')
		return;
	l->at++;
	if (liquid_date_digits(l, 2, &hours) != 2)
		return;
	liquid_date_ch(l, ':');
	liquid_date_digits(l, 2, &minutes);
	t->offset = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
}

/* `12:30`, `12:30:15.5`, `3:05 pm` */
static bool
liquid_date_clock(struct liquid_date_lex *l, struct liquid_time *t)
{
	size_t start = l->at;
	int fraction;
	if (!liquid_date_digits(l, 2, &t->hour) || !liquid_date_ch(l, ':') ||
		liquid_date_digits(l, 2, &t->minute) != 2) {
		l->at = start;
		t->hour = t->minute = 0;
		return false;
	}
	if (liquid_date_ch(l, ':'))
		liquid_date_digits(l, 2, &t->second);
	if (liquid_date_ch(l, '.'))
		while (liquid_date_digits(l, 6, &fraction))
			;
	while (liquid_date_peek(l) == ' ')
		l->at++;
	struct str rest = str_sub(l->s, l->at, l->s.n);
	if (str_istarts(rest, "pm") && t->hour < 12)
		t->hour += 12;
	if (str_istarts(rest, "am") && t->hour == 12)
		t->hour = 0;
	if (str_istarts(rest, "pm") || str_istarts(rest, "am"))
		l->at += 2;
	liquid_date_zone(l, t);
	return true;
}

/* The month that a word begins with, from 1; 0 if none. */
static int
liquid_month_named(struct str word)
{
	for (int i = 0; word.n >= 3 && i < 12; i++) {
		struct str name = str_c(liquid_months[i]);
		size_t n = word.n < name.n ? word.n : name.n;
		if (str_ieq(str_sub(name, 0, n), str_sub(word, 0, n)))
			return i + 1;
	}
	return 0;
}

/* `2020-01-31` or `2020/1/31`. */
static bool
liquid_date_numeric(struct liquid_date_lex *l, struct liquid_time *t)
{
	size_t start = l->at;
	int year;
	if (liquid_date_digits(l, 4, &year) == 4) {
		char sep = (char)liquid_date_peek(l);
		if ((sep == '-' || sep == '/' || sep == '.') &&
			liquid_date_ch(l, sep) &&
			liquid_date_digits(l, 2, &t->month)) {
			t->year = year;
			t->day = 1;
			if (liquid_date_ch(l, sep))
				liquid_date_digits(l, 2, &t->day);
			return true;
		}
	}
	l->at = start;
	return false;
}

/* One word or number of a date such as `Mon, 3rd January 2020 12:30`. */
static bool
liquid_date_word(struct liquid_date_lex *l, struct liquid_time *t)
{
	int v, digits;
	size_t from = l->at;
	if (liquid_date_clock(l, t))
		return true;
	digits = liquid_date_digits(l, 5, &v);
	if (digits > 4)
		return false;
	if (digits > 2)
		t->year = v;
	else if (digits && !t->day)
		t->day = v;
	else if (digits)
		t->year = v + (v < 69 ? 2000 : 1900);
	while (l->at < l->s.n &&
		(ch_alpha(liquid_date_peek(l)) || liquid_date_peek(l) >= 0x80))
		l->at++;
	int month = digits ? 0 : liquid_month_named(str_sub(l->s, from, l->at));
	if (month)
		t->month = month;
	if (l->at == from)
		l->at++;
	return true;
}

static bool
liquid_date_read_words(struct liquid_date_lex *l, struct liquid_time *t)
{
	while (l->at < l->s.n)
		if (!liquid_date_word(l, t))
			return false;
	if (!t->month || !t->year)
		return false;
	if (!t->day)
		t->day = 1;
	return true;
}

static bool
liquid_date_read(struct str s, struct liquid_time *t)
{
	struct liquid_date_lex l = {str_trim(s), 0};
	*t = (struct liquid_time){0};
	if (liquid_date_numeric(&l, t)) {
		liquid_date_ch(&l, 'T');
		while (liquid_date_peek(&l) == ' ')
			l.at++;
		liquid_date_clock(&l, t);
	} else if (!liquid_date_read_words(&l, t)) {
		return false;
	}
	return t->month >= 1 && t->month <= 12 && t->day >= 1 &&
	       t->day <= liquid_days_in_month(t->year, t->month) &&
	       t->hour <= 24 && t->minute < 60 && t->second <= 60;
}

static bool
liquid_is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ch_digit((unsigned char)s.p[i]))
			return false;
	return s.n > 0;
}

static bool
liquid_date_now(struct liquid_time *t)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	if (!epoch || !liquid_is_digits(str_c(epoch)))
		return false;
	return liquid_from_epoch(strtoll(epoch, NULL, 10), t);
}

static bool
liquid_is_now(const struct value *v)
{
	return v && v->type == VALUE_STR &&
	       (str_iis(v->s, "now") || str_iis(v->s, "today"));
}

static bool
liquid_to_time(const struct value *v, struct liquid_time *t)
{
	if (liquid_is_now(v))
		return liquid_date_now(t);
	if (v && v->type == VALUE_INT)
		return liquid_from_epoch(v->i, t);
	if (!v || v->type != VALUE_STR)
		return false;
	if (liquid_is_digits(v->s) && v->s.n < 18)
		return liquid_from_epoch(liquid_to_int(v), t);
	return liquid_date_read(v->s, t);
}

/* ---- printing ---- */

/* The ISO week, and in *year the year it counts in. */
static int
liquid_iso_week(const struct liquid_time *t, int64_t *year)
{
	struct liquid_time thursday = {0};
	int weekday = (liquid_weekday(t) + 6) % 7; /* Monday is 0 */
	liquid_civil(liquid_day_number(t->year, t->month, t->day) - weekday + 3,
		&thursday);
	*year = thursday.year;
	return (liquid_day_of_year(&thursday) - 1) / 7 + 1;
}

/* A number `width` wide; flag `-` for no padding, `_` for spaces. */
static void
liquid_put_number(struct buf *b, int64_t v, int width, char pad, char flag)
{
	char t[32];
	if (flag == '_')
		pad = ' ';
	if (flag == '0')
		pad = '0';
	int n = snprintf(t, sizeof t, "%lld", (long long)v);
	for (; flag != '-' && n < width; width--)
		buf_ch(b, pad);
	buf_c(b, t);
}

static void
liquid_put_name(struct buf *b, const char *name, size_t n, char flag)
{
	for (size_t i = 0; i < n && name[i]; i++) {
		char c = name[i];
		buf_ch(b, flag == '^' && c >= 'a' && c <= 'z' ? (char)(c - 32)
							      : c);
	}
}

static void
liquid_put_offset(struct buf *b, const struct liquid_time *t, bool colon)
{
	int m = t->offset < 0 ? -t->offset : t->offset;
	buf_fmt(b, "%c%02d%s%02d", t->offset < 0 ? '-' : '+', m / 60,
		colon ? ":" : "", m % 60);
}

/* Directives that are a number: how to print it. */
static bool
liquid_put_numeric(
	struct buf *b, const struct liquid_time *t, char c, char flag)
{
	int64_t iso_year;
	int week = liquid_iso_week(t, &iso_year);
	int day = liquid_day_of_year(t), weekday = liquid_weekday(t);
	int hour12 = t->hour % 12 ? t->hour % 12 : 12;
	int64_t seconds = liquid_day_number(t->year, t->month, t->day) * 86400 +
	                  t->hour * 3600 + t->minute * 60 + t->second -
	                  t->offset * 60;
	const struct {
		char c;
		int width;
		char pad;
		int64_t v;
	} rows[] = {
		{'Y', 1, '0', t->year},
		{'C', 2, '0', t->year / 100},
		{'y', 2, '0', t->year % 100},
		{'m', 2, '0', t->month},
		{'d', 2, '0', t->day},
		{'e', 2, ' ', t->day},
		{'j', 3, '0', day},
		{'H', 2, '0', t->hour},
		{'k', 2, ' ', t->hour},
		{'I', 2, '0', hour12},
		{'l', 2, ' ', hour12},
		{'M', 2, '0', t->minute},
		{'S', 2, '0', t->second},
		{'L', 3, '0', 0},
		{'N', 9, '0', 0},
		{'u', 1, '0', weekday ? weekday : 7},
		{'w', 1, '0', weekday},
		{'s', 1, '0', seconds},
		{'G', 4, '0', iso_year},
		{'g', 2, '0', iso_year % 100},
		{'V', 2, '0', week},
		{'U', 2, '0', (day - 1 + 7 - weekday) / 7},
		{'W', 2, '0', (day - 1 + 7 - (weekday + 6) % 7) / 7},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].c == c) {
			liquid_put_number(
				b, rows[i].v, rows[i].width, rows[i].pad, flag);
			return true;
		}
	return false;
}

/* Directives that stand for others. */
static const char *
liquid_date_composite(char c)
{
	switch (c) {
	case 'D':
	case 'x':
		return "%m/%d/%y";
	case 'F':
		return "%Y-%m-%d";
	case 'T':
	case 'X':
		return "%H:%M:%S";
	case 'R':
		return "%H:%M";
	case 'r':
		return "%I:%M:%S %p";
	case 'c':
		return "%a %b %e %H:%M:%S %Y";
	case 'v':
		return "%e-%^b-%Y";
	default:
		return NULL;
	}
}

static void liquid_put_time(
	struct buf *b, const struct liquid_time *t, struct str format);

static bool
liquid_put_directive(
	struct buf *b, const struct liquid_time *t, char c, char flag)
{
	const char *more = liquid_date_composite(c);
	const char *month = liquid_months[t->month - 1];
	const char *day = liquid_days[liquid_weekday(t)];
	if (more)
		liquid_put_time(b, t, str_c(more));
	else if (c == 'B')
		liquid_put_name(b, month, SIZE_MAX, flag);
	else if (c == 'b' || c == 'h')
		liquid_put_name(b, month, 3, flag);
	else if (c == 'A')
		liquid_put_name(b, day, SIZE_MAX, flag);
	else if (c == 'a')
		liquid_put_name(b, day, 3, flag);
	else if (c == 'p')
		buf_c(b, (t->hour < 12) == (flag != '#') ? "AM" : "PM");
	else if (c == 'P')
		buf_c(b, t->hour < 12 ? "am" : "pm");
	else if (c == 'z')
		liquid_put_offset(b, t, flag == ':');
	else if (c == 'Z')
		buf_c(b, "UTC");
	else if (c == 'n' || c == 't')
		buf_ch(b, c == 'n' ? '\n' : '\t');
	else if (c == '%')
		buf_ch(b, '%');
	else
		return liquid_put_numeric(b, t, c, flag);
	return true;
}

static void
liquid_put_time(struct buf *b, const struct liquid_time *t, struct str format)
{
	for (size_t i = 0; i < format.n; i++) {
		size_t at = i + 1;
		char flag = '\0';
		if (format.p[i] != '%' || at >= format.n) {
			buf_ch(b, format.p[i]);
			continue;
		}
		while (at + 1 < format.n && strchr("-_0^#:", format.p[at]))
			flag = format.p[at++];
		if (liquid_put_directive(b, t, format.p[at], flag))
			i = at;
		else
			buf_ch(b, '%');
	}
}

struct str
date_print(struct arena *a, struct str date, struct str format)
{
	struct liquid_time t;
	struct buf b = buf_new(a);
	if (!liquid_date_read(date, &t))
		return STR0;
	liquid_put_time(&b, &t, format);
	return buf_done(&b);
}

/* ---- the filters ---- */

static struct value *
liquid_format(struct liquid *lq, const struct liquid_time *t, struct str format)
{
	struct buf b = buf_new(lq->a);
	liquid_put_time(&b, t, format);
	return liquid_made(lq, &b);
}

/* What is no date is printed as it is; the time of day is not known. */
static struct value *
liquid_date_by(struct liquid *lq, struct value *in, struct str format)
{
	struct liquid_time t;
	if (liquid_to_time(in, &t))
		return liquid_format(lq, &t, format);
	return liquid_is_now(in) ? NULL : in;
}

struct value *
liquid_date(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct str format = liquid_text(lq, args->v[0]);
	return format.n ? liquid_date_by(lq, in, format) : in;
}

static const char *
liquid_ordinal(int day)
{
	if (day >= 11 && day <= 13)
		return "th";
	return day % 10 == 1   ? "st"
	       : day % 10 == 2 ? "nd"
	       : day % 10 == 3 ? "rd"
	                       : "th";
}

/* `7 Nov 2008`, `7th Nov 2008`, `Nov 7th, 2008`. */
static struct value *
liquid_date_string(struct liquid *lq, struct value *in,
	const struct liquid_args *args, const char *month)
{
	struct liquid_time t;
	if (!liquid_to_time(in, &t) ||
		!str_is(liquid_arg_text(lq, args, 0, ""), "ordinal"))
		return liquid_date_by(
			lq, in, str_fmt(lq->a, "%%d %s %%Y", month));
	bool us = str_is(liquid_arg_text(lq, args, 1, ""), "US");
	return liquid_format(lq, &t,
		us ? str_fmt(lq->a, "%s %%-d%s, %%Y", month,
			     liquid_ordinal(t.day))
		   : str_fmt(lq->a, "%%-d%s %s %%Y", liquid_ordinal(t.day),
			     month));
}

struct value *
liquid_date_to_string(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	return liquid_date_string(lq, in, args, "%b");
}

struct value *
liquid_date_to_long_string(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	return liquid_date_string(lq, in, args, "%B");
}

struct value *
liquid_date_to_rfc822(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_date_by(lq, in, STR("%a, %d %b %Y %H:%M:%S %z"));
}

struct value *
liquid_date_to_xmlschema(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_date_by(lq, in, STR("%Y-%m-%dT%H:%M:%S%:z"));
}
