/*
 * The tree as text, one node a line, two spaces a level:
 *
 *     HEADING level=2 tag=2 id=a-title .no_toc
 *       TEXT "A title"
 *
 * A line is the kind, then the fields of that kind that are not at their
 * usual value, then id, classes, language and leftover attributes.  One
 * small function a kind, found through a table; places in the source are
 * left out, so that a golden does not change when a line is added above.
 */
#include "doc.h"

static void
dump_quoted(struct buf *out, struct str s)
{
	buf_ch(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"' || c == '\\')
			buf_fmt(out, "\\%c", c);
		else if (c == '\n')
			buf_c(out, "\\n");
		else if (c == '\t')
			buf_c(out, "\\t");
		else if (c < 0x20)
			buf_fmt(out, "\\x%02x", c);
		else
			buf_ch(out, (char)c);
	}
	buf_ch(out, '"');
}

static void
dump_str(struct buf *out, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_fmt(out, " %s=", name);
	dump_quoted(out, value);
}

static void
dump_int(struct buf *out, const char *name, int value, int usual)
{
	if (value != usual)
		buf_fmt(out, " %s=%d", name, value);
}

static void
dump_flag(struct buf *out, const char *name, bool value)
{
	if (value)
		buf_fmt(out, " %s", name);
}

/* ---- the fields of each kind ------------------------------------------ */

static void
dump_heading(struct buf *out, const struct node *n)
{
	dump_int(out, "level", n->heading.level, 0);
	dump_int(out, "tag", n->heading.tag_level, n->heading.level);
}

static void
dump_list(struct buf *out, const struct node *n)
{
	dump_flag(out, "ordered", n->list.ordered);
	dump_flag(out, "reversed", n->list.reversed);
	if (n->list.type)
		buf_fmt(out, " type=%c", n->list.type);
	dump_int(out, "start", n->list.start, n->list.ordered ? 1 : 0);
}

static void
dump_item(struct buf *out, const struct node *n)
{
	dump_int(out, "number", n->item.number, 0);
}

static void
dump_table(struct buf *out, const struct node *n)
{
	buf_fmt(out, " rows=%d cols=%d", n->table.rows, n->table.cols);
	dump_flag(out, "head-made", n->table.head_made);
}

static void
dump_cell(struct buf *out, const struct node *n)
{
	static const char *const scopes[] = {
		[SCOPE_NONE] = NULL,
		[SCOPE_ROW] = "row",
		[SCOPE_COLUMN] = "column",
		[SCOPE_BOTH] = "both",
	};

	buf_fmt(out, " at=%d,%d", n->cell.row, n->cell.col);
	dump_int(out, "colspan", n->cell.colspan, 1);
	dump_int(out, "rowspan", n->cell.rowspan, 1);
	dump_flag(out, "header", n->cell.header);
	dump_flag(out, "filler", n->cell.filler);
	if (scopes[n->cell.scope])
		buf_fmt(out, " scope=%s", scopes[n->cell.scope]);
}

static void
dump_link(struct buf *out, const struct node *n)
{
	dump_str(out, "href", n->link.href);
	dump_flag(out, "target", n->link.target != NULL);
	dump_int(out, "letter", n->link.letter, 0);
}

static void
dump_note(struct buf *out, const struct node *n)
{
	dump_str(out, "label", n->note.label);
	dump_flag(out, "orphan", n->note.orphan);
}

static void
dump_ref(struct buf *out, const struct node *n)
{
	dump_str(out, "label", n->ref.label);
	dump_flag(out, "first", n->ref.first);
	dump_flag(out, "dangling", n->ref.target == NULL);
}

static void
dump_image(struct buf *out, const struct node *n)
{
	dump_str(out, "src", n->image.src);
	dump_str(out, "alt", n->image.alt);
	dump_flag(out, "decorative", n->image.decorative);
	dump_flag(out, "alone", n->image.alone);
}

static void
dump_media(struct buf *out, const struct node *n)
{
	dump_str(out, "src", n->media.src);
	dump_str(out, "title", n->media.title);
	dump_str(out, "minutes", n->media.minutes);
}

static void
dump_field(struct buf *out, const struct node *n)
{
	static const char *const types[] = {
		[FIELD_CHECKBOX] = "checkbox",
		[FIELD_RADIO] = "radio",
		[FIELD_LINE] = "line",
		[FIELD_AREA] = "area",
		[FIELD_BUTTON] = "button",
	};

	buf_fmt(out, " type=%s", types[n->field.type]);
	dump_flag(out, "checked", n->field.checked);
	dump_int(out, "size", n->field.size, 0);
	dump_str(out, "label", n->field.label);
}

static void
dump_code(struct buf *out, const struct node *n)
{
	dump_str(out, "language", n->code.language);
}

static void
dump_abbr(struct buf *out, const struct node *n)
{
	dump_str(out, "expansion", n->abbr.expansion);
}

static void
dump_text(struct buf *out, const struct node *n)
{
	buf_ch(out, ' ');
	dump_quoted(out, n->text);
}

typedef void dump_fn(struct buf *out, const struct node *n);

static dump_fn *const dump_fields[NODE_KINDS] = {
	[NODE_HEADING] = dump_heading,
	[NODE_LIST] = dump_list,
	[NODE_ITEM] = dump_item,
	[NODE_TABLE] = dump_table,
	[NODE_CELL] = dump_cell,
	[NODE_LINK] = dump_link,
	[NODE_NOTE] = dump_note,
	[NODE_NOTE_REF] = dump_ref,
	[NODE_IMAGE] = dump_image,
	[NODE_MEDIA] = dump_media,
	[NODE_FIELD] = dump_field,
	[NODE_CODE_BLOCK] = dump_code,
	[NODE_ABBR] = dump_abbr,
	[NODE_TEXT] = dump_text,
	[NODE_MATH] = dump_text,
};

/* ---- the tree --------------------------------------------------------- */

static void
dump_attrs(struct buf *out, const struct node *n)
{
	struct str rest = n->classes, word;

	if (n->id.n)
		buf_fmt(out, " #%.*s", STR_ARG(n->id));
	while (str_next(&rest, " ", &word))
		buf_fmt(out, " .%.*s", STR_ARG(word));
	dump_str(out, "lang", n->lang);
	dump_str(out, "role", n->role);
	for (const struct attr *at = n->attrs; at; at = at->next) {
		buf_fmt(out, " @%.*s=", STR_ARG(at->name));
		dump_quoted(out, at->value);
	}
}

static void
dump_node(struct buf *out, const struct node *n, int depth)
{
	for (int i = 0; i < depth; i++)
		buf_c(out, "  ");
	buf_c(out, doc_kinds[n->kind].name);
	if (dump_fields[n->kind])
		dump_fields[n->kind](out, n);
	dump_attrs(out, n);
	buf_ch(out, '\n');
}

static void
dump_head(struct buf *out, const struct document *doc)
{
	dump_str(out, "title", doc->title);
	dump_str(out, "subtitle", doc->subtitle);
	dump_str(out, "module", doc->module);
	dump_str(out, "section", doc->section);
	dump_str(out, "lang", doc->lang);
	buf_ch(out, '\n');
}

void
doc_dump(const struct document *doc, struct buf *out)
{
	const struct node *n = doc->root;
	int depth = 0;

	buf_c(out, "DOCUMENT");
	dump_head(out, doc);
	while (n) {
		if (n != doc->root)
			dump_node(out, n, depth);
		if (n->first) {
			n = n->first;
			depth++;
			continue;
		}
		while (n != doc->root && !n->next) {
			n = n->parent;
			depth--;
		}
		n = n == doc->root ? NULL : n->next;
	}
}
