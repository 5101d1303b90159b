/*
 * base: what every module stands on.
 *
 * Memory (arena), text (str, buf), lengths (mpt), places in the author's
 * files (span, text), messages (diag), and YAML as plain data (value).
 * Prefixes: arena_ str_ buf_ mpt_ utf8_ json_ diag_ text_ value_ map_ hash_
 * file_.
 */
#ifndef HANDOUT_BASE_H
#define HANDOUT_BASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ---- lengths ---------------------------------------------------------- */

/* A length in thousandths of a point: exact to add and to compare. */
typedef int32_t mpt;

#define MPT_PT  1000
#define MPT_MAX INT32_MAX
/* A constant length from points, e.g. PT(10.5) is 10500. */
#define PT(x) ((mpt)((x)*1000))

/*
 * a * num / den in 64 bits, rounded half away from zero and held within
 * the range of mpt.  `den` must not be 0.
 */
mpt mpt_scale(mpt a, int64_t num, int64_t den);

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

static inline mpt
mpt_max(mpt a, mpt b)
{
	return a > b ? a : b;
}

static inline mpt
mpt_min(mpt a, mpt b)
{
	return a < b ? a : b;
}

/* ---- memory ----------------------------------------------------------- */

/*
 * One arena per render: everything made for it dies with it, at once.
 * arena_new returns NULL when the machine has no memory; every other call
 * never does: it jumps to `*arena_jump(a)`, which the owner has set with
 * setjmp before.  No arena call may be made inside another library's
 * callback, unless that library can be left by longjmp.
 */
struct arena;

struct arena *arena_new(void);
jmp_buf *arena_jump(struct arena *a);
/* Run the deferred closers, newest first, and free everything. */
void arena_free(struct arena *a);
/*
 * An arena for what is needed for a while only.  Without memory it jumps
 * where its parent does; it dies with it at the latest.
 */
struct arena *arena_child(struct arena *parent);
/* All that was made in it is gone; some of its memory is kept for what comes.
 */
void arena_reset(struct arena *a);
/* The same, and nothing is kept. */
void arena_drop(struct arena *a);
/* `n` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *a, size_t n);
/* `count` * `size` zeroed bytes; checks the product. */
void *arena_array(struct arena *a, size_t count, size_t size);
/*
 * Grow an array made here to room for `cap` items.  The old room is gone,
 * and with it all pointers into it.
 */
void *arena_regrow(
	struct arena *a, void *old, size_t count, size_t cap, size_t size);
/*
 * Give back `n` bytes got at `p` (or part of them), for what comes next.
 * What is large goes back to the system, whole: nothing of it may be in use.
 */
void arena_recycle(struct arena *a, void *p, size_t n);
/* Of `n` bytes got at `p` only the first `kept` are still needed. */
void arena_trim(struct arena *a, void *p, size_t n, size_t kept);
/* Call fn(p) when the arena dies; on no memory calls it now and jumps. */
void arena_defer(struct arena *a, void (*fn)(void *), void *p);
/* Bytes handed out so far. */
size_t arena_used(const struct arena *a);
/* Bytes that it has of the system now. */
size_t arena_held(const struct arena *a);
/*
 * Make the next allocations fail: the n-th from now (1: the very next)
 * jumps.  0 switches it off.  For tests of running out of memory.
 */
void arena_fail_after(struct arena *a, size_t n);
/*
 * Ask `stop(user)` at every 8th allocation from now on, and jump when it
 * says so; arena_stopped() then tells that from memory that is out.
 */
void arena_watch(struct arena *a, bool (*stop)(void *), void *user);
/* Ask now, if there is someone to ask. */
void arena_check(struct arena *a);
bool arena_stopped(const struct arena *a);

#define ARENA_NEW(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))
/*
 * Make room for one more item in the array `v` of `n` items and `cap`
 * room; all three are lvalues.
 */
#define ARENA_PUSH(a, v, n, cap)                                               \
	((n) < (cap) ? (void)0                                                 \
		     : (void)((v) = arena_regrow((a), (v), (size_t)(n),        \
				      (size_t)((cap) = (cap) ? (cap)*2 : 8),   \
				      sizeof *(v))))

/* ---- text ------------------------------------------------------------- */

/* A slice of bytes, not ended by NUL; mostly UTF-8.  p may be NULL if n=0. */
struct str {
	const char *p;
	size_t n;
};

#define STR(lit) ((struct str){(lit), sizeof(lit) - 1})
#define STR0     ((struct str){NULL, 0})
/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

struct str str_c(const char *s); /* NULL makes the empty slice */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *b);
/* Equal but for the case of ASCII letters. */
bool str_ieq(struct str a, struct str b);
bool str_iis(struct str a, const char *b);
bool str_starts(struct str s, const char *prefix);
bool str_istarts(struct str s, const char *prefix);
bool str_ends(struct str s, const char *suffix);
/* Position of the first `needle` at or after `from`, or -1. */
ptrdiff_t str_find(struct str s, const char *needle, size_t from);
/* Position of the first byte `c`, or -1. */
ptrdiff_t str_chr(struct str s, char c);
struct str str_sub(struct str s, size_t from, size_t to);
/* Without white space (space, tab, CR, LF, FF) at both ends. */
struct str str_trim(struct str s);
int str_cmp(struct str a, struct str b);
/* Copy; the copy has a NUL behind it that `n` does not count. */
struct str str_dup(struct arena *a, struct str s);
char *str_cdup(struct arena *a, struct str s);
struct str str_lower(struct arena *a, struct str s); /* ASCII letters */
struct str str_fmt(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/*
 * Next piece of `*rest` up to a byte of `seps`, trimmed; false at the end.
 * Empty pieces are passed over.
 */
bool str_next(struct str *rest, const char *seps, struct str *piece);
/* Is `word` one of the white-space-separated words of `list`? */
bool str_has_word(struct str list, const char *word);
/* Decimal number at the start; false if there is none or it is too big. */
bool str_int(struct str s, int *out);
uint64_t str_hash(struct str s);
/*
 * By the numbers in them and then by letters of either case, as people
 * count: "part 2" before "Part 10".  Equal only for equal bytes.
 */
int str_cmp_natural(struct str a, struct str b);
/* Of `n` words the nearest to a misspelt one, or NULL if none is near. */
const char *str_nearest(struct str word, const char *const *from, size_t n);
/* An address with its %20 and the like decoded, but for %00. */
struct str str_unescape(struct arena *a, struct str s);

static inline bool
ch_space(int c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static inline bool
ch_digit(int c)
{
	return c >= '0' && c <= '9';
}

static inline bool
ch_alpha(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
ch_alnum(int c)
{
	return ch_alpha(c) || ch_digit(c);
}

static inline int
ch_lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

/*
 * Decode the character at s.p[*at] and step over it.  Malformed bytes
 * come out as U+FFFD, one at a time.
 */
uint32_t utf8_next(struct str s, size_t *at);
/* Encode; returns 1 to 4 bytes. */
int utf8_put(uint32_t c, char out[4]);
/* First malformed byte, or s.n. */
size_t utf8_check(struct str s);

/* A growing run of bytes in an arena. */
struct buf {
	struct arena *a;
	char *p;
	size_t n, cap;
};

struct buf buf_new(struct arena *a);
/* Make room for `n` bytes and one more; buf_room is what is called. */
void buf_grow(struct buf *b, size_t n);
void buf_put(struct buf *b, const char *p, size_t n);
void buf_str(struct buf *b, struct str s);
void buf_c(struct buf *b, const char *s);
void buf_utf8(struct buf *b, uint32_t c);
void buf_int(struct buf *b, int64_t v);
/* `v` thousandths as a decimal number: 12345 prints 12.345, 500 prints .5 */
void buf_milli(struct buf *b, int64_t v);
void buf_fmt(struct buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* What is in it, with a NUL behind. */
struct str buf_done(struct buf *b);

/* Room for `n` bytes at b->p + b->n, for what writes them itself. */
static inline void
buf_room(struct buf *b, size_t n)
{
	if (b->cap - b->n <= n)
		buf_grow(b, n);
}

static inline void
buf_ch(struct buf *b, char c)
{
	buf_room(b, 1);
	b->p[b->n++] = c;
}

/*
 * JSON, put into a buffer member by member: commas, quotes and escapes are
 * seen to.  Bytes that are no UTF-8 come out as U+FFFD.  In a list `key` is
 * NULL.
 */
struct json {
	struct buf *out;
	bool more; /* a member stands before, in the same list or map */
};

void json_open(struct json *j, const char *key, char bracket); /* [ or { */
void json_close(struct json *j, char bracket);                 /* ] or } */
void json_str(struct json *j, const char *key, struct str s);
void json_int(struct json *j, const char *key, int64_t v);
/* `v` thousandths: 1250 is written 1.25. */
void json_milli(struct json *j, const char *key, int64_t v);
void json_bool(struct json *j, const char *key, bool v);
/* A text alone, between its quotes. */
void json_quote(struct buf *out, struct str s);

/* A hash table from str to pointer; keys are kept, not copied. */
struct map {
	struct arena *a;
	struct map_slot *slots;
	size_t n, cap;
};

struct map map_new(struct arena *a);
void *map_find(const struct map *m, struct str key); /* or NULL */
void map_put(struct map *m, struct str key, void *value);

/* ---- places ----------------------------------------------------------- */

/*
 * A place in an author's file: the file's number in the diag and the byte
 * offset in it.  Line and column are counted only when a message prints.
 * file 0: no place at all.  off SPAN_WHOLE: the file as a whole.
 */
struct span {
	int file;
	uint32_t off;
};

#define SPAN_WHOLE UINT32_MAX
#define SPAN_NONE  ((struct span){0, SPAN_WHOLE})

/*
 * Bytes, and for each of them where it came from.  Run i says where
 * bytes from runs[i].at up to runs[i+1].at come from: byte at+k from
 * span.off+k if `linear`, all of them from span.off if not (the value of
 * a variable, an inserted tag).  runs[0].at is 0; `at` rises.
 */
struct text_run {
	uint32_t at;
	bool linear;
	struct span span;
};

struct text {
	struct str bytes;
	struct text_run *runs;
	int nruns;
};

/* Where the byte at `off` comes from. */
struct span text_span(const struct text *t, size_t off);
/* A whole file's bytes from `skip` on as text. */
struct text text_of_file(
	struct arena *a, int file, struct str bytes, size_t skip);

/* A text being put together from pieces with different origins. */
struct text_builder {
	struct buf b;
	struct text_run *runs;
	int nruns, cap;
};

struct text_builder text_builder_new(struct arena *a);
/* Append t.bytes[from, to) with its origins. */
void text_add_from(
	struct text_builder *tb, const struct text *t, size_t from, size_t to);
/* Append bytes that all come from `span`. */
void text_add(struct text_builder *tb, struct str s, struct span span);
struct text text_builder_done(struct text_builder *tb);

/* ---- what a render looked at ------------------------------------------ */

/* Identity of some bytes: SipHash-2-4 with 128 bits and a key of zeroes. */
struct hash {
	uint64_t h[2];
};

struct hash hash_of(struct str s);
/* With a key, as the published test values are. */
struct hash hash_keyed(struct str s, uint64_t k0, uint64_t k1);
bool hash_eq(struct hash a, struct hash b);

/* What changes on the disk when a file does, without reading it. */
struct stamp {
	uint64_t size, inode;
	int64_t mtime; /* nanoseconds since 1970 */
};

bool stamp_eq(struct stamp a, struct stamp b);

enum input_kind {
	INPUT_FILE,
	INPUT_FOLDER, /* the hash is that of the names in it, sorted */
	INPUT_ABSENT  /* looked for, and not there */
};

struct input {
	enum input_kind kind;
	struct str path;
	struct stamp stamp;
	struct hash hash;
};

/* ---- messages --------------------------------------------------------- */

/* In rising order; the worst one decides the exit status. */
enum diag_level { DIAG_STYLE, DIAG_WARNING, DIAG_ERROR };

enum diag_code {
#define MSG(code, level, slug, text) DIAG_##code,
#include "messages.def"
#undef MSG
	DIAG_CODES
};

struct diag_message {
	enum diag_level level;
	const char *slug; /* public name, as in "[img-no-alt]" */
	const char *text; /* what is wrong, and after ';' what to do */
};

extern const struct diag_message diag_messages[DIAG_CODES];

/* Of a message: why it matters, and what to do, in sentences. */
struct diag_reason {
	const char *reason, *cure;
};

extern const struct diag_reason diag_reasons[DIAG_CODES];

struct diag_entry {
	enum diag_code code;
	struct span span;
	struct str detail; /* may be empty */
};

/*
 * The messages of one render, in the order of reporting; and the files
 * that spans point into.  diag_report copies what it is given.  One and
 * the same message is kept once.  Lives in the arena.
 */
struct diag;

struct diag *diag_new(struct arena *a);
/* Make a file known; its bytes must stay.  Returns its number, from 1. */
int diag_add_file(struct diag *dg, struct str name, struct str bytes);
struct str diag_file_name(const struct diag *dg, int file);
/* Line and column (in characters), both from 1; 0 0 if there is none. */
void diag_place(const struct diag *dg, struct span s, int *line, int *col);
void diag_report(struct diag *dg, enum diag_code code, struct span span,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int diag_count(struct diag *dg, enum diag_level at_least);
/* The entries sorted by place; `*n` gets how many. */
const struct diag_entry *diag_sorted(struct diag *dg, int *n);
/*
 * Print all as `file:line:col: level: text: detail [slug]`, sorted by
 * place; with `color` in the terminal's colours.
 */
void diag_print(struct diag *dg, FILE *out, bool color);
/* One entry as diag_print prints it, into a buffer. */
void diag_format(struct diag *dg, const struct diag_entry *e, bool color,
	struct buf *out);
/* What is wrong, the detail, and what to do about it, without the place. */
struct str diag_text(struct diag *dg, const struct diag_entry *e);
/* The same line from its parts; `file` empty: of no file. */
void diag_put_line(struct buf *out, bool color, struct str file, int line,
	int col, enum diag_level level, struct str text, const char *slug);
/*
 * Messages off by slug, from front matter or site (`ignore:`); false if
 * there is none of this slug.
 */
bool diag_ignore(struct diag *dg, struct str slug);
/* The same for what is reported of bytes [from, to) of a file. */
bool diag_ignore_from(
	struct diag *dg, struct str slug, struct span from, uint32_t to);
/* Report a slug that there is none of, with the nearest that there is. */
void diag_report_slug(struct diag *dg, struct str slug, struct span span);
/* The message of this slug, or DIAG_CODES. */
enum diag_code diag_find(struct str slug);
/*
 * Remember that a file was looked at; each path once.  file_read does so
 * by itself.
 */
void diag_add_input(struct diag *dg, const struct input *in);
/*
 * ... that a path was looked for and is not there, or can't be used as it
 * is: then it is a file without a hash.
 */
void diag_add_absent(struct diag *dg, struct str path);
/* ... that a folder's `n` names, sorted, were read. */
void diag_add_folder(
	struct diag *dg, struct str path, const struct str *names, int n);
/* All of them, in the order they were looked at. */
const struct input *diag_inputs(const struct diag *dg, int *n);

/* ---- YAML as data ----------------------------------------------------- */

enum value_type {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_INT,
	VALUE_REAL,
	VALUE_STR,
	VALUE_LIST,
	VALUE_MAP
};

/*
 * A piece of YAML: scalars keep their text in `s` whatever their type;
 * lists and maps are chains of children in order.  In a map each child
 * has its `key`.
 */
struct value {
	enum value_type type;
	struct span span;
	struct str key;
	struct span key_span;
	struct str s;
	bool b;
	int64_t i;
	double real;
	struct value *first, *last, *next;
	int count;
};

struct value *value_new(struct arena *a, enum value_type t, struct span span);
struct value *value_new_str(struct arena *a, struct str s, struct span span);
void value_append(struct value *list, struct value *item);
void value_put(struct value *map, struct str key, struct value *item);
/* The child named `key`, the last one if there are several, or NULL. */
struct value *value_find(const struct value *map, const char *key);
struct value *value_find_str(const struct value *map, struct str key);
/* Follow "a.b.c"; NULL where it ends. */
struct value *value_path(const struct value *map, const char *path);
/* The scalar's text under `key`; empty if there is none. */
struct str value_str(const struct value *map, const char *key);
bool value_bool(const struct value *map, const char *key, bool otherwise);
int64_t value_int(const struct value *map, const char *key, int64_t otherwise);

/*
 * YAML that is known when the program is built, made ready by src/setup/pack:
 * values in preorder, each with the number of its children; texts by place
 * in a pool.
 */
struct value_record {
	uint8_t type;
	bool b;
	uint16_t key_n;
	uint32_t key, s, s_n; /* places in the pool */
	uint32_t off, key_off;
	int32_t count;
	int64_t i;
	double real;
};

struct value_packed {
	const struct value_record *v;
	int n;
	const char *pool;
};

/* The tree again, its spans in `file`; texts point into the pool. */
struct value *value_unpack(
	struct arena *a, const struct value_packed *p, int file);

/* ---- files ------------------------------------------------------------ */

/*
 * A whole file, in the arena.  False and errno if it can't be read, is
 * not a regular file, or is larger than `max` bytes (EFBIG).  The diag, if
 * there is one, remembers the file as an input either way.
 */
bool file_read(struct arena *a, const char *path, size_t max, struct diag *dg,
	struct str *out);
/* The stamp of a file or folder; false and errno if there is none. */
bool file_stamp(const char *path, struct stamp *out);
/* Is it a folder, or a link to one? */
bool file_is_folder(const char *path);
/* Hash of a file's or folder's content as inputs have it; false: absent. */
bool file_hash(struct arena *a, enum input_kind kind, const char *path,
	struct hash *out);
/* The names in a folder, sorted, without "." and ".."; NULL: none. */
struct str *file_names(struct arena *a, const char *path, int *n);
/*
 * Make `path` hold `bytes`, wholly or not at all: written to a new file
 * beside it, flushed to the disk, renamed.  What a link points to is
 * replaced, not the link; a pipe or device is written to.  False and errno
 * on failure.
 */
bool file_write(struct arena *a, const char *path, struct str bytes);

#endif
