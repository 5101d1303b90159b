/*
 * Filters on plain texts.  Characters are Unicode's, and so is their case
 * for the scripts that have it, from a table of ranges.
 */
#include "liquid_filter_priv.h"

/* ---- case ---- */

/*
 * Lower-case letters [from, to] in steps of `step`; the upper-case one is
 * `delta` away.
 */
static const struct liquid_case {
	uint32_t from, to, step;
	int delta;
} liquid_cases[] = {
	{'a', 'z', 1, -32},
	{0xB5, 0xB5, 1, 743},
	{0xDF, 0xDF, 1, 7615},
	{0xE0, 0xF6, 1, -32},
	{0xF8, 0xFE, 1, -32},
	{0xFF, 0xFF, 1, 121},
	{0x101, 0x12F, 2, -1},
	{0x133, 0x137, 2, -1},
	{0x13A, 0x148, 2, -1},
	{0x14B, 0x177, 2, -1},
	{0x17A, 0x17E, 2, -1},
	{0x1CE, 0x1DC, 2, -1},
	{0x1DF, 0x1EF, 2, -1},
	{0x1F9, 0x21F, 2, -1},
	{0x3AC, 0x3AC, 1, -38},
	{0x3AD, 0x3AF, 1, -37},
	{0x3B1, 0x3C1, 1, -32},
	{0x3C3, 0x3CB, 1, -32},
	{0x3CC, 0x3CC, 1, -64},
	{0x3CD, 0x3CE, 1, -63},
	{0x430, 0x44F, 1, -32},
	{0x450, 0x45F, 1, -80},
	{0x461, 0x481, 2, -1},
	{0x48B, 0x4BF, 2, -1},
	{0x4D1, 0x52F, 2, -1},
	{0x561, 0x586, 1, -48},
	{0x1E01, 0x1E95, 2, -1},
	{0x1EA1, 0x1EFF, 2, -1},
};

static uint32_t
liquid_change_case(uint32_t c, bool upper)
{
	if (upper && c == 0x3C2) /* final sigma */
		return 0x3A3;
	for (size_t i = 0; i < ARRAY_LEN(liquid_cases); i++) {
		const struct liquid_case *k = &liquid_cases[i];
		uint32_t low = upper ? c : (uint32_t)((int)c - k->delta);
		if (low >= k->from && low <= k->to &&
			(low - k->from) % k->step == 0)
			return upper ? (uint32_t)((int)c + k->delta) : low;
	}
	return c;
}

/* s[from, ...) in one case; the sharp s becomes two letters. */
static void
liquid_put_case(struct buf *b, struct str s, size_t from, size_t to, bool upper)
{
	while (from < to) {
		uint32_t c = utf8_next(s, &from);
		if (upper && c == 0xDF)
			buf_c(b, "SS");
		else
			buf_utf8(b, liquid_change_case(c, upper));
	}
}

static struct value *
liquid_in_case(struct liquid *lq, const struct value *in, bool upper)
{
	struct str s = liquid_text(lq, in);
	struct buf b = buf_new(lq->a);
	liquid_put_case(&b, s, 0, s.n, upper);
	return liquid_made(lq, &b);
}

struct value *
liquid_upcase(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_in_case(lq, in, true);
}

struct value *
liquid_downcase(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_in_case(lq, in, false);
}

struct value *
liquid_capitalize(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	struct str s = liquid_text(lq, in);
	struct buf b = buf_new(lq->a);
	size_t first = 0;
	if (s.n)
		utf8_next(s, &first);
	liquid_put_case(&b, s, 0, first, true);
	liquid_put_case(&b, s, first, s.n, false);
	return liquid_made(lq, &b);
}

/* ---- joining and stripping ---- */

static struct value *
liquid_join_two(struct liquid *lq, struct str x, struct str y)
{
	if (!liquid_fits(lq, x.n + y.n))
		return NULL;
	struct buf b = buf_new(lq->a);
	buf_str(&b, x);
	buf_str(&b, y);
	return liquid_str(lq, buf_done(&b));
}

struct value *
liquid_append(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	return liquid_join_two(
		lq, liquid_text(lq, in), liquid_arg_text(lq, args, 0, ""));
}

struct value *
liquid_prepend(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	return liquid_join_two(
		lq, liquid_arg_text(lq, args, 0, ""), liquid_text(lq, in));
}

static struct value *
liquid_strip_sides(
	struct liquid *lq, const struct value *in, bool left, bool right)
{
	struct str s = liquid_text(lq, in);
	while (left && s.n && ch_space((unsigned char)s.p[0]))
		s = str_sub(s, 1, s.n);
	while (right && s.n && ch_space((unsigned char)s.p[s.n - 1]))
		s.n--;
	return liquid_str(lq, s);
}

struct value *
liquid_strip(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_strip_sides(lq, in, true, true);
}

struct value *
liquid_lstrip(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_strip_sides(lq, in, true, false);
}

struct value *
liquid_rstrip(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	return liquid_strip_sides(lq, in, false, true);
}

/* ---- replacing ---- */

/* Replace up to `most` finds of `what`. */
static struct value *
liquid_replace_most(struct liquid *lq, const struct value *in, struct str what,
	struct str by, size_t most)
{
	struct str s = liquid_text(lq, in);
	if (!what.n)
		return liquid_str(lq, s);
	struct liquid_finder f = liquid_finder(lq, s, what);
	struct buf b = buf_new(lq->a);
	size_t from = 0;
	ptrdiff_t at;
	for (; most && (at = liquid_find(&f, from)) >= 0; most--) {
		buf_put(&b, s.p + from, (size_t)at - from);
		buf_str(&b, by);
		from = (size_t)at + what.n;
		if (b.n > LIQUID_OUTPUT) {
			liquid_stop(lq);
			return NULL;
		}
	}
	buf_put(&b, s.p ? s.p + from : "", s.n - from);
	return liquid_made(lq, &b);
}

struct value *
liquid_replace(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	return liquid_replace_most(lq, in, liquid_arg_text(lq, args, 0, ""),
		liquid_arg_text(lq, args, 1, ""), SIZE_MAX);
}

struct value *
liquid_replace_first(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	return liquid_replace_most(lq, in, liquid_arg_text(lq, args, 0, ""),
		liquid_arg_text(lq, args, 1, ""), 1);
}

static struct str
liquid_backwards(struct liquid *lq, struct str s)
{
	char *p = arena_alloc(lq->a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[s.n - 1 - i];
	return (struct str){p, s.n};
}

/* The last find is the first one backwards. */
struct value *
liquid_replace_last(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct str s = liquid_text(lq, in);
	struct str what = liquid_arg_text(lq, args, 0, "");
	struct str by = liquid_arg_text(lq, args, 1, "");
	if (!what.n || !liquid_fits(lq, s.n + what.n + by.n))
		return liquid_str(lq, s);
	struct liquid_finder f = liquid_finder(
		lq, liquid_backwards(lq, s), liquid_backwards(lq, what));
	ptrdiff_t back = liquid_find(&f, 0);
	if (back < 0)
		return liquid_str(lq, s);
	size_t end = s.n - (size_t)back;
	struct buf b = buf_new(lq->a);
	buf_str(&b, str_sub(s, 0, end - what.n));
	buf_str(&b, by);
	buf_str(&b, str_sub(s, end, s.n));
	return liquid_str(lq, buf_done(&b));
}

struct value *
liquid_remove(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct liquid_args what = {{args->v[0]}, 1, NULL};
	return liquid_replace(lq, in, &what);
}

struct value *
liquid_remove_first(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct liquid_args what = {{args->v[0]}, 1, NULL};
	return liquid_replace_first(lq, in, &what);
}

struct value *
liquid_remove_last(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct liquid_args what = {{args->v[0]}, 1, NULL};
	return liquid_replace_last(lq, in, &what);
}

/* ---- words ---- */

static bool
liquid_next_word(struct str s, size_t *at, struct str *word)
{
	while (*at < s.n && ch_space((unsigned char)s.p[*at]))
		++*at;
	size_t from = *at;
	while (*at < s.n && !ch_space((unsigned char)s.p[*at]))
		++*at;
	*word = str_sub(s, from, *at);
	return *at > from;
}

struct value *
liquid_normalize_whitespace(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	struct str s = liquid_text(lq, in), word;
	struct buf b = buf_new(lq->a);
	for (size_t at = 0; liquid_next_word(s, &at, &word);) {
		if (b.n)
			buf_ch(&b, ' ');
		buf_str(&b, word);
	}
	return liquid_made(lq, &b);
}

static bool
liquid_is_cjk(uint32_t c)
{
	return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x4DBF) ||
	       (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) ||
	       (c >= 0x20000 && c <= 0x3FFFF);
}

/* With a mode, "cjk" or "auto", every such character is a word. */
struct value *
liquid_number_of_words(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct str s = liquid_text(lq, in), word;
	int64_t n = 0;
	for (size_t at = 0; liquid_next_word(s, &at, &word);) {
		bool other = false;
		for (size_t i = 0; args->n && i < word.n;) {
			bool cjk = liquid_is_cjk(utf8_next(word, &i));
			n += cjk;
			other |= !cjk;
		}
		n += other || !args->n;
	}
	return liquid_int(lq, n);
}

struct value *
liquid_truncatewords(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	if (!in)
		return NULL;
	int64_t most = liquid_arg_int(args, 0, 15);
	struct str s = liquid_text(lq, in), word;
	struct buf b = buf_new(lq->a);
	size_t at = 0;
	if (most < 1)
		most = 1;
	for (int64_t i = 0; i < most; i++) {
		if (!liquid_next_word(s, &at, &word))
			return liquid_str(lq, s);
		if (i)
			buf_ch(&b, ' ');
		buf_str(&b, word);
	}
	if (!liquid_next_word(s, &at, &word))
		return liquid_str(lq, s);
	buf_str(&b, liquid_arg_text(lq, args, 1, "..."));
	return liquid_made(lq, &b);
}

/* ---- characters ---- */

static int64_t
liquid_length(struct str s)
{
	int64_t n = 0;
	for (size_t i = 0; i < s.n; n++)
		utf8_next(s, &i);
	return n;
}

/* Byte offset of character number `i`, or s.n. */
static size_t
liquid_char_at(struct str s, int64_t i)
{
	size_t at = 0;
	while (i-- > 0 && at < s.n)
		utf8_next(s, &at);
	return at;
}

struct value *
liquid_truncate(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	if (!in)
		return NULL;
	struct str s = liquid_text(lq, in);
	struct str more = liquid_arg_text(lq, args, 1, "...");
	int64_t most = liquid_arg_int(args, 0, 50);
	if (liquid_length(s) <= most)
		return liquid_str(lq, s);
	int64_t keep = most - liquid_length(more);
	return liquid_join_two(
		lq, str_sub(s, 0, liquid_char_at(s, keep)), more);
}

/* Without the empty pieces at the end, as in Ruby. */
static struct value *
liquid_drop_empty(struct liquid *lq, struct value *list)
{
	struct value *last = NULL;
	int n = 0, keep = 0;
	for (struct value *v = list->first; v; v = v->next) {
		n++;
		if (v->s.n) {
			last = v;
			keep = n;
		}
	}
	if (!last)
		return liquid_list(lq);
	last->next = NULL;
	list->last = last;
	list->count = keep;
	return list;
}

static void
liquid_add_piece(struct liquid *lq, struct value *list, struct str s)
{
	if (liquid_spend(lq, sizeof *list / 2))
		value_append(list, liquid_str(lq, s));
}

/* At white space for " ", between characters for "". */
struct value *
liquid_split(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct str s = liquid_text(lq, in), word;
	struct str sep = liquid_arg_text(lq, args, 0, "");
	struct value *list = liquid_list(lq);
	size_t at = 0;
	if (str_is(sep, " ")) {
		while (liquid_next_word(s, &at, &word))
			liquid_add_piece(lq, list, word);
		return list;
	}
	if (!sep.n) {
		for (size_t from = 0; at < s.n; from = at) {
			utf8_next(s, &at);
			liquid_add_piece(lq, list, str_sub(s, from, at));
		}
		return list;
	}
	struct liquid_finder f = liquid_finder(lq, s, sep);
	ptrdiff_t next;
	for (; (next = liquid_find(&f, at)) >= 0; at = (size_t)next + sep.n)
		liquid_add_piece(lq, list, str_sub(s, at, (size_t)next));
	liquid_add_piece(lq, list, str_sub(s, at, s.n));
	return liquid_drop_empty(lq, list);
}
