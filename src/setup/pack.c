/*
 * pack FILE SYMBOL: a file as C, for what the program carries inside.
 *
 * Prints its text (SYMBOL, SYMBOL_size).  Of a YAML file these are
 * SYMBOL_yml and SYMBOL_yml_size, for messages, and its values are printed
 * (SYMBOL_packed, struct value_packed), so that nothing is parsed at start.
 * Runs while the program is built.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"
#include "source/source.h"

struct packer {
	struct buf pool, rows;
	int n;
};

static uint32_t
pack_text(struct packer *p, struct str s)
{
	uint32_t at = (uint32_t)p->pool.n;
	buf_str(&p->pool, s);
	return at;
}

static void
pack_value(struct packer *p, const struct value *v)
{
	uint32_t key = pack_text(p, v->key), s = pack_text(p, v->s);
	buf_fmt(&p->rows,
		"\t{%d, %d, %zu, %u, %u, %zu, %uu, %uu, %d, %lld, %a},\n",
		(int)v->type, (int)v->b, v->key.n, key, s, v->s.n, v->span.off,
		v->key_span.off, v->count, (long long)v->i, v->real);
	p->n++;
	for (const struct value *c = v->first; c; c = c->next)
		pack_value(p, c);
}

/* A C string of any bytes, some to a line. */
static void
print_string(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (i % 64 == 0)
			fputs(i ? "\"\n\t\"" : "\t\"", stdout);
		if (ch_alnum(c) || c == ' ')
			putchar(c);
		else
			printf("\\%03o", c);
	}
	puts(s.n ? "\"" : "\t\"\"");
}

static void
print_text(struct str text, const char *symbol, const char *ending)
{
	printf("extern const char %s%s[];\n"
	       "extern const unsigned long %s%s_size;\n"
	       "const char %s%s[] =\n",
		symbol, ending, symbol, ending, symbol, ending);
	print_string(text);
	printf(";\nconst unsigned long %s%s_size = %zu;\n", symbol, ending,
		text.n);
}

static void
print_values(const struct packer *p, const char *symbol)
{
	puts("#include \"base/base.h\"\n");
	printf("extern const struct value_packed %s_packed;\n", symbol);
	puts("static const char pool[] =");
	print_string((struct str){p->pool.p, p->pool.n});
	printf(";\nstatic const struct value_record rows[] = {\n%.*s};\n",
		(int)p->rows.n, p->rows.p);
	printf("const struct value_packed %s_packed = {rows, %d, pool};\n",
		symbol, p->n);
}

static bool
pack_yaml(struct arena *a, const char *path, struct str text, const char *symbol)
{
	struct diag *dg = diag_new(a);
	int file = diag_add_file(dg, str_c(path), text);
	const struct value *v = source_yaml(a, file, text, 0, text.n, dg);
	if (!v) {
		diag_print(dg, stderr, false);
		return false;
	}
	struct packer p = {.pool = buf_new(a), .rows = buf_new(a)};
	pack_value(&p, v);
	print_text(text, symbol, "_yml");
	print_values(&p, symbol);
	return true;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	if (argc != 3 || !a || setjmp(*arena_jump(a)))
		return EXIT_FAILURE;
	struct str text;
	if (!file_read(a, argv[1], (size_t)1 << 20, NULL, &text)) {
		perror(argv[1]);
		return EXIT_FAILURE;
	}
	bool ok = true;
	if (str_ends(str_c(argv[1]), ".yml"))
		ok = pack_yaml(a, argv[1], text, argv[2]);
	else
		print_text(text, argv[2], "");
	arena_free(a);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
