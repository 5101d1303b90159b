/*
 * haru: the objects of the file, on libharu's object layer.
 *
 * haru.c is the only file that knows libharu.  A failure (no memory, a
 * limit) is remembered: from then on every call does nothing and every new
 * object is NULL, and haru_failed tells at the end.  Nothing here jumps
 * while libharu is at work.  Prefix: haru_.
 */
#ifndef HANDOUT_PDF_HARU_H
#define HANDOUT_PDF_HARU_H

#include "base/base.h"

struct haru;
struct haru_dict;
struct haru_array;

/* NULL without memory.  Closed when the arena dies. */
struct haru *haru_open(struct arena *a);
/* libharu's code of the first failure, or 0. */
unsigned haru_failed(const struct haru *h);
bool haru_no_memory(const struct haru *h);

/* A dictionary that is an object of its own; it has its number at once. */
struct haru_dict *haru_dict_new(struct haru *h);
/*
 * A number for an object that save.c is given as it is written; nothing can
 * be put into it here.  For what comes by the thousand.
 */
struct haru_dict *haru_slot_new(struct haru *h);
bool haru_is_slot(const struct haru_dict *d);
/* A dictionary with a stream, `data` as it goes to the file; kept, not copied.
 */
struct haru_dict *haru_stream_new(
	struct haru *h, struct str data, bool deflated);
struct haru_dict *haru_catalog(struct haru *h);
struct haru_dict *haru_info(struct haru *h);
struct haru_dict *haru_page_root(struct haru *h);
int haru_number(const struct haru_dict *d);

struct haru_dict *haru_dict_in(
	struct haru *h, struct haru_dict *d, const char *key);
struct haru_array *haru_array_in(
	struct haru *h, struct haru_dict *d, const char *key);

/* Set an entry; one that is there already is replaced. */
void haru_put_name(
	struct haru *h, struct haru_dict *d, const char *key, const char *name);
void haru_put_int(struct haru *h, struct haru_dict *d, const char *key, int v);
void haru_put_bool(
	struct haru *h, struct haru_dict *d, const char *key, bool v);
void haru_put_ref(struct haru *h, struct haru_dict *d, const char *key,
	struct haru_dict *to);
/* ASCII without NUL. */
void haru_put_ascii(
	struct haru *h, struct haru_dict *d, const char *key, const char *s);
/* UTF-8, written as UTF-16BE. */
void haru_put_text(
	struct haru *h, struct haru_dict *d, const char *key, struct str utf8);
void haru_push_int(struct haru *h, struct haru_array *v, int n);
void haru_push_mpt(struct haru *h, struct haru_array *v, mpt n);
void haru_push_name(struct haru *h, struct haru_array *v, const char *name);
void haru_push_ref(struct haru *h, struct haru_array *v, struct haru_dict *to);
/*
 * What is printed behind the entries of `d`, in PDF's own syntax; kept,
 * not copied.  For whatever there is much of: it costs no memory of
 * libharu's and escapes its limits.
 */
void haru_print(struct haru *h, struct haru_dict *d, struct str syntax);

/* Objects have the numbers 1 to this. */
int haru_count(const struct haru *h);
/*
 * Object `number` in PDF's syntax, good until the next call; `*data` gets
 * its stream, p NULL if it has none.  False after a failure.
 */
bool haru_object(
	struct haru *h, int number, struct str *value, struct str *data);

#endif
