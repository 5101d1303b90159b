/*
 * Inside Liquid.
 *
 * A template is parsed once into nodes (liquid_parse.c), its markup into
 * expressions (liquid_expr.c), and both are then run (liquid.c, liquid_eval.c
 * and the tags).  Nil is the NULL pointer; values once made are not changed.
 */
#ifndef HANDOUT_LIQUID_PRIV_H
#define HANDOUT_LIQUID_PRIV_H

#include "source_priv.h"

#define LIQUID_DEPTH    100
#define LIQUID_INCLUDES 20
#define LIQUID_ROUNDS   100000
#define LIQUID_OUTPUT   ((size_t)16 << 20)
/* Steps and bytes that one page may cost in all: a second or two. */
#define LIQUID_BUDGET ((size_t)32 << 20)
/* Bytes that it may take from the arena, the output included. */
#define LIQUID_MEMORY ((size_t)96 << 20)
#define LIQUID_ARGS   4

/* ---- expressions ---- */

enum liquid_expr_kind {
	LIQUID_LITERAL,
	LIQUID_LOOKUP,
	LIQUID_RANGE,
	LIQUID_EMPTY,
	LIQUID_BLANK
};

/* `.name`, or `[key]` if there is a key. */
struct liquid_step {
	struct liquid_step *next;
	struct str name;
	struct liquid_expr *key;
};

struct liquid_expr {
	enum liquid_expr_kind kind;
	struct value *literal;          /* NULL is nil */
	struct liquid_step *steps;      /* a lookup, the variable first */
	struct liquid_expr *low, *high; /* a range */
};

struct liquid_arg {
	struct liquid_arg *next;
	struct str name; /* empty: by position */
	struct liquid_expr *expr;
};

struct liquid_call {
	struct liquid_call *next;
	struct str name;
	const struct liquid_filter *filter; /* NULL: unknown */
	struct liquid_arg *args;
};

/* A value and the filters it goes through. */
struct liquid_pipe {
	struct liquid_expr *expr;
	struct liquid_call *calls;
};

enum liquid_op {
	LIQUID_TRUTH, /* no operator: is it there? */
	LIQUID_EQ,
	LIQUID_NE,
	LIQUID_LT,
	LIQUID_GT,
	LIQUID_LE,
	LIQUID_GE,
	LIQUID_CONTAINS
};

/* Comparisons joined from left to right; `and` and `or` weigh the same. */
struct liquid_cond {
	struct liquid_cond *next;
	bool next_is_and;
	struct liquid_expr *left, *right;
	enum liquid_op op;
};

/* A reader of markup; `bad` once something could not be read. */
struct liquid_lex {
	struct arena *a;
	struct str s;
	size_t at;
	int depth;
	bool bad;
};

struct liquid_lex liquid_lex_new(struct arena *a, struct str s);
void liquid_lex_space(struct liquid_lex *l);
bool liquid_lex_end(struct liquid_lex *l); /* nothing but space is left */
/* Step over the byte or word if it is next. */
bool liquid_lex_ch(struct liquid_lex *l, char c);
bool liquid_lex_word(struct liquid_lex *l, const char *word);
/* Letters, digits, `_` and `-`; may be empty. */
struct str liquid_lex_name(struct liquid_lex *l);
/* NULL if nothing like an operand is next. */
struct liquid_expr *liquid_lex_expr(struct liquid_lex *l);
struct liquid_pipe *liquid_lex_pipe(struct liquid_lex *l);
struct liquid_cond *liquid_lex_cond(struct liquid_lex *l);
/* Go on behind what could not be read, at the next space or comma. */
void liquid_lex_skip(struct liquid_lex *l);

/* ---- templates ---- */

enum liquid_node_kind { LIQUID_NODE_TEXT, LIQUID_NODE_OUTPUT, LIQUID_NODE_TAG };

struct liquid_branch {
	struct liquid_branch *next;
	const char *word; /* "if", "elsif", "else" ... */
	void *parsed;     /* what the tag's parse made of the markup */
	struct liquid_node *first, *last;
	bool blank;
};

struct liquid_node {
	struct liquid_node *next;
	enum liquid_node_kind kind;
	size_t from, to; /* a text, the inside of a raw tag; else its place */
	const struct liquid_tag *tag;
	struct liquid_pipe *pipe; /* of an output */
	struct liquid_branch *branches, *last_branch;
};

struct liquid_template {
	struct text text;
	struct str folder; /* of its file, for include_relative */
	struct liquid_node *first;
};

enum liquid_tag_kind { LIQUID_SIMPLE, LIQUID_BLOCK, LIQUID_RAW };

struct liquid;

/*
 * One row per tag.  `words` begin further branches of a block.  A tag that
 * prints nothing by itself is `blank`, and a block of which all branches
 * are blank loses the white space in it if it `strips`.
 */
struct liquid_tag {
	const char *name;
	enum liquid_tag_kind kind;
	const char *words;
	bool blank, strips;
	void *(*parse)(struct liquid_lex *l, const char *word);
	void (*render)(struct liquid *lq, const struct liquid_node *node);
};

const struct liquid_tag *liquid_tag_find(struct str name);
struct liquid_template *liquid_parse(
	struct liquid *lq, const struct text *text, struct str folder);

/* ---- running ---- */

enum liquid_interrupt { LIQUID_GO, LIQUID_BREAK, LIQUID_CONTINUE };

struct liquid_var {
	struct str name;
	struct value *v;
};

/* Variables of a loop or an include, above those that are assigned. */
struct liquid_frame {
	struct liquid_frame *older;
	struct liquid_var vars[2];
	int n;
};

struct liquid {
	struct arena *a;
	struct source_site *site;
	struct diag *dg;
	source_markdown_fn markdown;
	struct value *scope; /* `site`, `page` ... */
	struct value *site_map;
	struct map vars;     /* assigned; nil is a VALUE_NULL */
	struct map counters; /* increment and decrement: struct value * */
	struct map cycles;   /* int * by group */
	struct map offsets;  /* int * by loop, for offset:continue */
	struct map templates;
	struct str changed; /* what ifchanged printed last */
	struct liquid_frame *frames;
	struct value *forloop; /* the innermost one */
	struct text_builder *out;
	const struct liquid_template *template;
	size_t at; /* of the tag that runs, in the template */
	int includes, rounds, depth;
	size_t budget;
	size_t memory; /* of the arena in use before */
	enum liquid_interrupt interrupt;
	bool stopped;
};

struct span liquid_here(const struct liquid *lq);
void liquid_report(struct liquid *lq, enum diag_code code, struct str detail);
void liquid_stop(struct liquid *lq);
/* Use up the budget; false if there is none left. */
bool liquid_spend(struct liquid *lq, size_t n);
void liquid_render(struct liquid *lq, const struct liquid_node *first);
void liquid_render_branch(
	struct liquid *lq, const struct liquid_branch *branch);
/* Run a branch and take what it prints. */
struct text liquid_capture(
	struct liquid *lq, const struct liquid_branch *branch);
void liquid_print(struct liquid *lq, struct str s);
void liquid_set(struct liquid *lq, struct str name, struct value *v);

/*
 * Expand another text of the site with a scope of its own; limits count on.
 */
struct text liquid_expand_within(
	struct liquid *outer, const struct text *in, struct value *scope);

/* ---- documents (liquid_document.c) ---- */

/* Make `v`, a child of `doc` that waits for it, the text that it stands for. */
void liquid_document_fill(
	struct liquid *lq, const struct value *doc, struct value *v);
/* As it prints: its content in its layout. */
struct str liquid_document_text(struct liquid *lq, const struct value *doc);

struct value *liquid_eval(struct liquid *lq, const struct liquid_expr *e);
struct value *liquid_eval_pipe(struct liquid *lq, const struct liquid_pipe *p);
bool liquid_eval_cond(struct liquid *lq, const struct liquid_cond *c);
/* The child of a map or list; nil if there is none. */
struct value *liquid_member(
	struct liquid *lq, const struct value *of, struct str name);

/* ---- values (liquid_value.c) ---- */

struct value *liquid_nil(struct value *v); /* VALUE_NULL as NULL */
struct value *liquid_str(struct liquid *lq, struct str s);
struct value *liquid_int(struct liquid *lq, int64_t i);
struct value *liquid_real(struct liquid *lq, double d);
struct value *liquid_bool(struct liquid *lq, bool b);
struct value *liquid_list(struct liquid *lq);
/* Append a copy of the head of `v`. */
void liquid_push(struct liquid *lq, struct value *list, const struct value *v);
bool liquid_true(const struct value *v);
bool liquid_equal(struct liquid *lq, const struct value *a,
	const struct value *b, int depth);
/* Order of numbers and of texts; false if the two can't be compared. */
bool liquid_compare(const struct value *a, const struct value *b, int *order);
bool liquid_is_empty(const struct value *v);
bool liquid_is_blank(const struct value *v);
/* As it prints. */
struct str liquid_text(struct liquid *lq, const struct value *v);
/* With quotes and brackets, as Ruby or as JSON shows it. */
struct str liquid_inspect(struct liquid *lq, const struct value *v, bool json);
int64_t liquid_to_int(const struct value *v);
/* A number as filters reckon with it; text by the digits it starts with. */
struct value liquid_number(const struct value *v);
/* The items of a list as an array: a map is one item, a text too. */
struct value **liquid_items(struct liquid *lq, struct value *v, int *n);

/*
 * A text and what to look for in it.  The search is Knuth, Morris and
 * Pratt's: linear, whatever the page makes of the two.
 */
struct liquid_finder {
	struct str hay, needle;
	uint32_t *border; /* of each prefix of the needle */
};

struct liquid_finder liquid_finder(
	struct liquid *lq, struct str hay, struct str needle);
/* Offset of the next one at or after `from`, or -1. */
ptrdiff_t liquid_find(const struct liquid_finder *f, size_t from);

/* ---- filters ---- */

struct liquid_args {
	struct value *v[LIQUID_ARGS];
	int n;
	struct value *named; /* a map, or NULL */
};

typedef struct value *(*liquid_filter_fn)(
	struct liquid *lq, struct value *in, const struct liquid_args *args);

struct liquid_filter {
	const char *name;
	int min, max; /* arguments besides the input */
	liquid_filter_fn fn;
};

const struct liquid_filter *liquid_filter_find(struct str name);
/* The i-th argument as text, or `otherwise` if there is none. */
struct str liquid_arg_text(struct liquid *lq, const struct liquid_args *args,
	int i, const char *otherwise);
int64_t liquid_arg_int(
	const struct liquid_args *args, int i, int64_t otherwise);
/* May a filter make `n` more bytes?  Uses up the budget for them. */
bool liquid_fits(struct liquid *lq, size_t n);
/* What a filter has made, as a value. */
struct value *liquid_made(struct liquid *lq, struct buf *b);

#endif
