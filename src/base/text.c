/*
 * Bytes with origins.  The runs are sorted by `at`, so a place is found by
 * halving; neighbouring runs that continue one another are joined.
 */
#include "base.h"

/* The run that holds the byte at `off`. */
static int
text_find_run(const struct text *t, size_t off)
{
	int low = 0, high = t->nruns - 1;
	while (low < high) {
		int mid = low + (high - low + 1) / 2;
		if (t->runs[mid].at <= off)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

static struct span
text_run_span(const struct text_run *r, size_t off)
{
	struct span s = r->span;
	if (r->linear && s.off != SPAN_WHOLE)
		s.off += (uint32_t)(off - r->at);
	return s;
}

struct span
text_span(const struct text *t, size_t off)
{
	if (t->nruns == 0)
		return SPAN_NONE;
	return text_run_span(&t->runs[text_find_run(t, off)], off);
}

struct text
text_of_file(struct arena *a, int file, struct str bytes, size_t skip)
{
	struct text_run *r = ARENA_NEW(a, struct text_run);
	*r = (struct text_run){0, true, {file, (uint32_t)skip}};
	return (struct text){str_sub(bytes, skip, bytes.n), r, 1};
}

struct text_builder
text_builder_new(struct arena *a)
{
	return (struct text_builder){.b = buf_new(a)};
}

static void
text_add_run(struct text_builder *tb, bool linear, struct span span)
{
	if (tb->nruns) {
		struct text_run *r = &tb->runs[tb->nruns - 1];
		struct span next = text_run_span(r, tb->b.n);
		if (r->linear == linear && next.file == span.file &&
			next.off == span.off)
			return;
	}
	ARENA_PUSH(tb->b.a, tb->runs, tb->nruns, tb->cap);
	tb->runs[tb->nruns++] =
		(struct text_run){(uint32_t)tb->b.n, linear, span};
}

void
text_add_from(
	struct text_builder *tb, const struct text *t, size_t from, size_t to)
{
	if (to > t->bytes.n)
		to = t->bytes.n;
	if (from >= to)
		return;
	int i = t->nruns ? text_find_run(t, from) : 0;
	while (from < to) {
		size_t end = i + 1 < t->nruns ? t->runs[i + 1].at : to;
		if (end > to)
			end = to;
		if (t->nruns)
			text_add_run(tb, t->runs[i].linear,
				text_run_span(&t->runs[i], from));
		else
			text_add_run(tb, false, SPAN_NONE);
		buf_put(&tb->b, t->bytes.p + from, end - from);
		from = end;
		i++;
	}
}

void
text_add(struct text_builder *tb, struct str s, struct span span)
{
	if (!s.n)
		return;
	text_add_run(tb, false, span);
	buf_str(&tb->b, s);
}

struct text
text_builder_done(struct text_builder *tb)
{
	struct text t = {buf_done(&tb->b), tb->runs, tb->nruns};
	return t;
}
