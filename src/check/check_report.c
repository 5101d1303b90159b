/*
 * What was found, as a table and as JSON.
 */
#include "check.h"

struct class_name {
	const char *key, *title;
	enum diag_code code;
};

static const struct class_name classes[CHECK_CLASSES] = {
#define CLASS(name, code, key, title)                                          \
	[CHECK_##name] = {key, title, DIAG_##code},
#include "classes.def"
#undef CLASS
};

static const char *const levels[] = {"style", "warning", "error"};

static int
rag_mean(const struct check_rag *r)
{
	return r->lines ? (int)(r->sum / r->lines) : 0;
}

/* ---- the table ----------------------------------------------------------- */

static void
print_heads(struct buf *out)
{
	buf_c(out, "  page lines");
	for (int c = 0; c < CHECK_CLASSES; c++)
		buf_fmt(out, " %s", classes[c].title);
	buf_c(out, "  empty pt  ragged mean worst %  least contrast\n");
}

static void
print_page(const struct check_page *p, struct str name, struct buf *out)
{
	buf_fmt(out, "  %4.*s %5d", STR_ARG(name), p->lines);
	for (int c = 0; c < CHECK_CLASSES; c++)
		buf_fmt(out, " %*d", (int)strlen(classes[c].title),
			p->counts[c]);
	int mean = rag_mean(&p->rag);
	buf_fmt(out, " %8d%c %12d.%d %5d.%d %13d.%02d\n",
		(int)(p->unused / MPT_PT), p->ended ? '*' : ' ', mean / 10,
		mean % 10, p->rag.worst / 10, p->rag.worst % 10,
		p->contrast / 1000, p->contrast / 10 % 100);
}

void
check_print(const struct check_report *r, struct str name, struct buf *out)
{
	buf_fmt(out, "%.*s: %d pages\n", STR_ARG(name), r->n);
	print_heads(out);
	for (int i = 0; i < r->n; i++)
		print_page(&r->pages[i], str_fmt(out->a, "%d", i + 1), out);
	print_page(&r->pages[r->n], STR("all"), out);
}

/* ---- JSON ---------------------------------------------------------------- */

static void
json_page(struct json *j, const struct check_page *p)
{
	json_int(j, "lines", p->lines);
	json_open(j, "counts", '{');
	for (int c = 0; c < CHECK_CLASSES; c++)
		json_int(j, classes[c].key, p->counts[c]);
	json_close(j, '}');
	json_milli(j, "unused_pt", p->unused);
	json_open(j, "raggedness", '{');
	json_int(j, "lines", p->rag.lines);
	json_milli(j, "mean", rag_mean(&p->rag));
	json_milli(j, "worst", p->rag.worst);
	json_close(j, '}');
	json_milli(j, "least_contrast", p->contrast);
}

static void
json_pages(struct json *j, const struct check_report *r)
{
	json_open(j, "pages", '[');
	for (int i = 0; i < r->n; i++) {
		json_open(j, NULL, '{');
		json_int(j, "page", i + 1);
		json_page(j, &r->pages[i]);
		json_bool(j, "ended", r->pages[i].ended);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
json_finding(
	struct json *j, const struct check_finding *f, const struct diag *dg)
{
	int line, column;
	diag_place(dg, f->span, &line, &column);
	const struct class_name *c = &classes[f->class];
	const struct diag_message *m = &diag_messages[c->code];
	json_open(j, NULL, '{');
	json_str(j, "file", diag_file_name(dg, f->span.file));
	json_int(j, "line", line);
	json_int(j, "column", column);
	json_int(j, "page", f->page + 1);
	json_str(j, "slug", str_c(m->slug));
	json_str(j, "level", str_c(levels[m->level]));
	json_str(j, "text", f->text);
	json_close(j, '}');
}

static void
json_report(struct json *j, const struct check_report *r, const struct diag *dg)
{
	json_page(j, &r->pages[r->n]);
	json_pages(j, r);
	json_open(j, "findings", '[');
	for (int i = 0; i < r->nfindings; i++)
		json_finding(j, &r->v[i], dg);
	json_close(j, ']');
}

void
check_json(const struct check_report *r, struct str name, const struct diag *dg,
	struct buf *out)
{
	struct json j = {.out = out};
	json_open(&j, NULL, '{');
	json_str(&j, "file", name);
	json_bool(&j, "printed", r != NULL);
	if (r)
		json_report(&j, r, dg);
	json_close(&j, '}');
}
