/*
 * All messages of a run as one document: JSON, or SARIF 2.1.0 (OASIS), whose
 * rules are the messages that there are with their reasons and cures.
 */
#include "format.h"

static const struct {
	const char *json, *sarif;
} levels[] = {[DIAG_STYLE] = {"style", "note"},
	[DIAG_WARNING] = {"warning", "warning"},
	[DIAG_ERROR] = {"error", "error"}};

/* What messages.def says behind the ';'. */
static struct str
message_cure(enum diag_code code)
{
	struct str text = str_c(diag_messages[code].text);
	ptrdiff_t at = str_chr(text, ';');
	return at < 0 ? STR0 : str_trim(str_sub(text, (size_t)at + 1, text.n));
}

static struct str
message_what(enum diag_code code)
{
	struct str text = str_c(diag_messages[code].text);
	ptrdiff_t at = str_chr(text, ';');
	return at < 0 ? text : str_sub(text, 0, (size_t)at);
}

static const struct diag_message *
message_row(const struct handout_message *m, enum diag_code *code)
{
	*code = diag_find(str_c(m->slug));
	return &diag_messages[*code];
}

/* ---- JSON -----------------------------------------------------------------
 */

static void
json_put_message(struct json *j, const struct handout_message *m)
{
	enum diag_code code;
	const struct diag_message *row = message_row(m, &code);
	buf_ch(j->out, '\n');
	json_open(j, NULL, '{');
	json_str(j, "level", str_c(levels[row->level].json));
	json_str(j, "slug", str_c(m->slug));
	json_str(j, "file", str_c(m->file));
	json_int(j, "line", m->line);
	json_int(j, "column", m->column);
	json_str(j, "text", str_c(m->text));
	json_str(j, "cure", message_cure(code));
	json_close(j, '}');
}

void
format_json(struct buf *b, const struct format *f)
{
	static const char *const keys[] = {"styles", "warnings", "errors"};
	struct json j = {.out = b};
	int counts[3] = {0};
	json_open(&j, NULL, '{');
	json_str(&j, "version", str_c(handout_version()));
	json_open(&j, "messages", '[');
	for (int i = 0; i < f->n; i++) {
		enum diag_code code;
		counts[message_row(&f->list[i], &code)->level]++;
		json_put_message(&j, &f->list[i]);
	}
	json_close(&j, ']');
	for (int i = 2; i >= 0; i--)
		json_int(&j, keys[i], counts[i]);
	json_close(&j, '}');
	buf_ch(b, '\n');
}

/* ---- SARIF ----------------------------------------------------------------
 */

static void
sarif_text(struct json *j, const char *key, struct str s)
{
	json_open(j, key, '{');
	json_str(j, "text", s);
	json_close(j, '}');
}

static void
sarif_rule(struct json *j, int code)
{
	const struct diag_message *m = &diag_messages[code];
	const struct diag_reason *why = &diag_reasons[code];
	buf_ch(j->out, '\n');
	json_open(j, NULL, '{');
	json_str(j, "id", str_c(m->slug));
	sarif_text(j, "shortDescription", message_what((enum diag_code)code));
	sarif_text(j, "fullDescription", str_c(why->reason));
	sarif_text(j, "help", str_c(why->cure));
	json_open(j, "defaultConfiguration", '{');
	json_str(j, "level", str_c(levels[m->level].sarif));
	json_close(j, '}');
	json_close(j, '}');
}

/* A path as an address, relative as it was given. */
static struct str
sarif_uri(struct arena *a, struct str path)
{
	struct buf b = buf_new(a);
	path = format_path(path);
	if (str_starts(path, "/"))
		buf_c(&b, "file://");
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		if (ch_alnum(c) || (c && strchr("/-._~", c)))
			buf_ch(&b, (char)c);
		else
			buf_fmt(&b, "%%%02X", (unsigned)c);
	}
	return buf_done(&b);
}

static void
sarif_location(struct json *j, struct arena *a, const struct handout_message *m)
{
	json_open(j, "locations", '[');
	json_open(j, NULL, '{');
	json_open(j, "physicalLocation", '{');
	json_open(j, "artifactLocation", '{');
	json_str(j, "uri", sarif_uri(a, str_c(m->file)));
	json_close(j, '}');
	if (m->line) {
		json_open(j, "region", '{');
		json_int(j, "startLine", m->line);
		json_int(j, "startColumn", m->column);
		json_close(j, '}');
	}
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, ']');
}

static void
sarif_result(struct json *j, struct arena *a, const struct handout_message *m)
{
	enum diag_code code;
	const struct diag_message *row = message_row(m, &code);
	buf_ch(j->out, '\n');
	json_open(j, NULL, '{');
	json_str(j, "ruleId", str_c(m->slug));
	json_int(j, "ruleIndex", code);
	json_str(j, "level", str_c(levels[row->level].sarif));
	sarif_text(j, "message", str_c(m->text));
	if (m->file[0])
		sarif_location(j, a, m);
	json_close(j, '}');
}

static void
sarif_driver(struct json *j)
{
	json_open(j, "tool", '{');
	json_open(j, "driver", '{');
	json_str(j, "name", STR("handout"));
	json_str(j, "version", str_c(handout_version()));
	json_open(j, "rules", '[');
	for (int i = 0; i < DIAG_CODES; i++)
		sarif_rule(j, i);
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, '}');
}

void
format_sarif(struct buf *b, const struct format *f)
{
	struct json j = {.out = b};
	json_open(&j, NULL, '{');
	json_str(&j, "$schema",
		STR("https://json.schemastore.org/sarif-2.1.0.json"));
	json_str(&j, "version", STR("2.1.0"));
	json_open(&j, "runs", '[');
	json_open(&j, NULL, '{');
	sarif_driver(&j);
	json_str(&j, "columnKind", STR("unicodeCodePoints"));
	json_open(&j, "results", '[');
	for (int i = 0; i < f->n; i++)
		sarif_result(&j, f->a, &f->list[i]);
	json_close(&j, ']');
	json_close(&j, '}');
	json_close(&j, ']');
	json_close(&j, '}');
	buf_ch(b, '\n');
}
