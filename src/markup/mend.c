/*
 * The HTML on its way to Gumbo, mended in place so that every byte keeps
 * its origin.  One pass with a stack of open tags: end tags that close
 * nothing are blanked out (a browser would ignore most, but make an empty
 * paragraph of </p>), tags nested too deep go, and both are reported with
 * what is never closed.  Formatting that its block leaves open goes on in
 * the next block, as in a browser; how many such a page may drag along is
 * limited, since each costs a node in every block that follows.
 */
#include "markup_priv.h"

#define LINGER_MAX 4

struct open_tag {
	struct str name;
	int kinds;
	size_t at;
};

struct mend {
	struct diag *dg;
	struct text *html;
	char *p;
	size_t n;
	struct open_tag open[MARKUP_DEPTH];
	int nopen, dropped;
	struct str linger[LINGER_MAX];
	int nlinger;
	size_t wasted; /* bytes searched in vain */
	bool too_deep;
};

/* What the pass has to know of an element. */
enum {
	T_VOID = 1,     /* no content */
	T_TEXT = 2,     /* content is text up to the end tag */
	T_OPTIONAL = 4, /* the end tag may be left out */
	T_FORMAT = 8,   /* goes on in the next block if left open */
	T_INLINE = 16,  /* does not end a paragraph */
	T_ITEM = 32,    /* ended by the next of its kind */
	T_CELL = 64,
	T_ROW = 128,
};

static const struct {
	const char *name;
	int kinds;
} tags[] = {
	{"a", T_FORMAT | T_INLINE},
	{"abbr", T_INLINE},
	{"area", T_VOID | T_INLINE},
	{"b", T_FORMAT | T_INLINE},
	{"base", T_VOID | T_INLINE},
	{"big", T_FORMAT | T_INLINE},
	{"body", T_OPTIONAL},
	{"br", T_VOID | T_INLINE},
	{"button", T_INLINE},
	{"cite", T_INLINE},
	{"code", T_FORMAT | T_INLINE},
	{"col", T_VOID},
	{"colgroup", T_OPTIONAL},
	{"dd", T_OPTIONAL | T_ITEM},
	{"del", T_INLINE},
	{"dfn", T_INLINE},
	{"dt", T_OPTIONAL | T_ITEM},
	{"em", T_FORMAT | T_INLINE},
	{"embed", T_VOID | T_INLINE},
	{"font", T_FORMAT | T_INLINE},
	{"head", T_OPTIONAL},
	{"hr", T_VOID},
	{"html", T_OPTIONAL},
	{"i", T_FORMAT | T_INLINE},
	{"iframe", T_TEXT | T_INLINE},
	{"img", T_VOID | T_INLINE},
	{"input", T_VOID | T_INLINE},
	{"ins", T_INLINE},
	{"kbd", T_INLINE},
	{"keygen", T_VOID | T_INLINE},
	{"label", T_INLINE},
	{"li", T_OPTIONAL | T_ITEM},
	{"link", T_VOID | T_INLINE},
	{"map", T_INLINE},
	{"mark", T_INLINE},
	{"meta", T_VOID | T_INLINE},
	{"nobr", T_FORMAT | T_INLINE},
	{"noembed", T_TEXT},
	{"noframes", T_TEXT},
	{"object", T_INLINE},
	{"option", T_OPTIONAL | T_ITEM | T_INLINE},
	{"p", T_OPTIONAL},
	{"param", T_VOID | T_INLINE},
	{"q", T_INLINE},
	{"rp", T_OPTIONAL | T_INLINE},
	{"rt", T_OPTIONAL | T_INLINE},
	{"ruby", T_INLINE},
	{"s", T_FORMAT | T_INLINE},
	{"samp", T_INLINE},
	{"script", T_TEXT | T_INLINE},
	{"select", T_INLINE},
	{"small", T_FORMAT | T_INLINE},
	{"source", T_VOID | T_INLINE},
	{"span", T_INLINE},
	{"strike", T_FORMAT | T_INLINE},
	{"strong", T_FORMAT | T_INLINE},
	{"style", T_TEXT | T_INLINE},
	{"sub", T_INLINE},
	{"sup", T_INLINE},
	{"svg", T_INLINE},
	{"tbody", T_OPTIONAL | T_ROW},
	{"td", T_OPTIONAL | T_CELL},
	{"textarea", T_TEXT | T_INLINE},
	{"tfoot", T_OPTIONAL | T_ROW},
	{"th", T_OPTIONAL | T_CELL},
	{"thead", T_OPTIONAL | T_ROW},
	{"title", T_TEXT | T_INLINE},
	{"tr", T_OPTIONAL | T_ROW},
	{"track", T_VOID | T_INLINE},
	{"tt", T_FORMAT | T_INLINE},
	{"u", T_FORMAT | T_INLINE},
	{"var", T_INLINE},
	{"wbr", T_VOID | T_INLINE},
	{"xmp", T_TEXT},
};

static int
tag_cmp(const char *known, struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		int c = ch_lower((unsigned char)name.p[i]);
		if ((unsigned char)known[i] != c)
			return (unsigned char)known[i] < c ? -1 : 1;
	}
	return known[name.n] ? 1 : 0;
}

static int
tag_kinds(struct str name)
{
	size_t low = 0, high = ARRAY_LEN(tags);

	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = tag_cmp(tags[mid].name, name);
		if (c == 0)
			return tags[mid].kinds;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

/* ---- reporting and blanking ------------------------------------------- */

static struct span
mend_span(const struct mend *m, size_t at)
{
	return text_span(m->html, at);
}

static void
blank(struct mend *m, size_t from, size_t to)
{
	memset(m->p + from, ' ', to - from);
}

static void
report_stray(struct mend *m, size_t at, const char *mark, struct str name)
{
	MARKUP_REPORT(m->dg, DIAG_HTML_STRAY, mend_span(m, at), "<%s%.*s>",
		mark, STR_ARG(name));
}

/* ---- the stack -------------------------------------------------------- */

static void
linger(struct mend *m, const struct open_tag *t)
{
	if ((t->kinds & T_FORMAT) && m->nlinger < LINGER_MAX)
		m->linger[m->nlinger++] = t->name;
}

/* Was it left open by a block before?  Then the end tag has its use. */
static bool
linger_ends(struct mend *m, struct str name)
{
	for (int i = m->nlinger; i-- > 0;)
		if (str_ieq(m->linger[i], name)) {
			m->linger[i] = m->linger[--m->nlinger];
			return true;
		}
	return false;
}

/* Close what is open above `depth` and was never closed. */
static void
pop_to(struct mend *m, int depth)
{
	while (m->nopen > depth) {
		struct open_tag *t = &m->open[--m->nopen];
		linger(m, t);
		/* unknown elements are reported as such later on */
		if (!(t->kinds & T_OPTIONAL) &&
			(t->kinds || html_is_known(t->name)))
			report_stray(m, t->at, "", t->name);
	}
}

static void
pop_if(struct mend *m, int kinds)
{
	while (m->nopen && (m->open[m->nopen - 1].kinds & kinds))
		m->nopen--;
}

static bool
top_is(const struct mend *m, const char *name)
{
	return m->nopen && str_iis(m->open[m->nopen - 1].name, name);
}

/* A start tag that ends an open paragraph. */
static bool
ends_paragraph(struct str name, int kinds)
{
	if (kinds & T_INLINE)
		return false;
	return html_is_block(name) || str_iis(name, "center") ||
	       str_iis(name, "details") || str_iis(name, "dialog") ||
	       str_iis(name, "dir");
}

/* What a start tag ends without saying so. */
static void
close_implied(struct mend *m, struct str name, int kinds)
{
	if (top_is(m, "p") && ends_paragraph(name, kinds))
		m->nopen--;
	if ((kinds & T_ITEM) && m->nopen &&
		(m->open[m->nopen - 1].kinds & T_ITEM))
		m->nopen--;
	else if (kinds & T_CELL)
		pop_if(m, T_CELL);
	else if (str_iis(name, "tr")) {
		pop_if(m, T_CELL);
		if (top_is(m, "tr"))
			m->nopen--;
	} else if (kinds & T_ROW) {
		pop_if(m, T_CELL | T_ROW);
	}
}

/* ---- tags ------------------------------------------------------------- */

/* A search from `i` to the end was in vain: only so many of them. */
static size_t
in_vain(struct mend *m, size_t i)
{
	m->wasted += m->n - i;
	return 0;
}

static bool
may_search(const struct mend *m)
{
	return m->wasted <= 8 * m->n + 65536;
}

/* Past the ">" that ends the tag at `i`, quotes minded; 0 if none. */
static size_t
tag_end(struct mend *m, size_t i)
{
	char quote = 0, last = 0;
	size_t from = i;

	for (; i < m->n && may_search(m); i++) {
		char c = m->p[i];
		if (quote) {
			if (c == quote)
				quote = 0;
		} else if ((c == '"' || c == '\'') && last == '=') {
			quote = c;
		} else if (c == '>') {
			return i + 1;
		}
		if (!ch_space(c))
			last = c;
	}
	return in_vain(m, from);
}

/* Curly quotes around values become straight ones with spaces. */
static void
mend_quotes(struct mend *m, size_t from, size_t to)
{
	bool open = false, seen = false;
	char last = 0;

	for (size_t i = from; i + 3 <= to; i++) {
		unsigned char *c = (unsigned char *)m->p + i;
		bool curly = c[0] == 0xe2 && c[1] == 0x80 &&
		             (c[2] == 0x9c || c[2] == 0x9d || c[2] == 0xb3);
		if (curly && (open || last == '=')) {
			memcpy(c, open ? "\"  " : "  \"", 3);
			open = !open;
			seen = true;
			i += 2;
		}
		if (!ch_space(m->p[i]))
			last = m->p[i];
	}
	if (seen)
		MARKUP_REPORT(m->dg, DIAG_HTML_QUOTES, mend_span(m, from),
			"%.*s", (int)(to - from > 60 ? 60 : to - from),
			m->p + from);
}

/* Past the content of script and the like; 0 if it never ends. */
static size_t
skip_text_content(struct mend *m, struct str name, size_t i)
{
	struct str s = {m->p, m->n};
	size_t from = i;

	for (;;) {
		ptrdiff_t at = may_search(m) ? str_find(s, "</", i) : -1;
		if (at < 0)
			return in_vain(m, from);
		i = (size_t)at + 2;
		if (str_ieq(str_sub(s, i, i + name.n), name))
			return (size_t)at;
	}
}

/* In drawings and formulas "/>" closes; in HTML it says nothing. */
static bool
is_foreign(const struct mend *m, struct str name)
{
	if (str_iis(name, "svg") || str_iis(name, "math"))
		return true;
	for (int i = m->nopen; i-- > 0;)
		if (str_iis(m->open[i].name, "svg") ||
			str_iis(m->open[i].name, "math"))
			return true;
	return false;
}

/* "<a href="..">text<a/>": the second was to be the end of the first. */
static bool
is_wrong_end(const struct mend *m, size_t at, struct str name, size_t end)
{
	return end - at == name.n + strlen("</>") && m->p[end - 2] == '/' &&
	       m->nopen && str_ieq(m->open[m->nopen - 1].name, name) &&
	       (m->open[m->nopen - 1].kinds & T_INLINE) && !is_foreign(m, name);
}

/* kramdown has ended it and the first already; else it becomes an end. */
static bool
mend_wrong_end(struct mend *m, size_t at, struct str name, size_t end)
{
	struct str rest = {m->p + end, m->n - end};

	report_stray(m, at, "", (struct str){name.p, name.n + 1});
	if (str_starts(rest, "</") &&
		str_ieq(str_sub(rest, 2, 2 + name.n), name))
		return false;
	memmove(m->p + at + 2, m->p + at + 1, name.n);
	m->p[at + 1] = '/';
	m->nopen--;
	return true;
}

static size_t
start_tag(struct mend *m, size_t at, struct str name, size_t end)
{
	int kinds = tag_kinds(name);

	mend_quotes(m, at, end);
	if (is_wrong_end(m, at, name, end) && mend_wrong_end(m, at, name, end))
		return end;
	close_implied(m, name, kinds);
	if (kinds & T_VOID)
		return end;
	if (kinds & T_TEXT) {
		size_t to = skip_text_content(m, name, end);
		if (!to) { /* it would swallow the rest of the page */
			report_stray(m, at, "", name);
			blank(m, at, end);
			return end;
		}
		to = tag_end(m, to + 2);
		return to ? to : m->n;
	}
	bool drags = (kinds & T_FORMAT) && m->nlinger == LINGER_MAX;
	if (m->nopen == MARKUP_DEPTH || drags) {
		if (!m->too_deep)
			MARKUP_REPORT(m->dg, DIAG_HTML_NESTING,
				mend_span(m, at), "more than %d levels",
				MARKUP_DEPTH);
		m->too_deep = true;
		m->dropped += !drags;
		blank(m, at, end);
		return end;
	}
	if (m->p[end - 2] == '/' && is_foreign(m, name))
		return end;
	m->open[m->nopen++] = (struct open_tag){name, kinds, at};
	return end;
}

/* "sup>[1](#fn1)</sup>", without its "<": told with the note's reference. */
static bool
is_mistyped(const struct mend *m, size_t at, struct str name)
{
	size_t i = at, n = 3;

	if (!str_iis(name, "sup"))
		return false;
	while (i > n && m->p[i - 1] != '\n' && at - i < 200)
		if (memcmp(m->p + --i - n, "sup>", n + 1) == 0)
			return i == n || !strchr("</", m->p[i - n - 1]);
	return false;
}

static size_t
end_tag(struct mend *m, size_t at, struct str name, size_t end)
{
	int i = m->nopen - 1;

	if (m->dropped) {
		m->dropped--;
		blank(m, at, end);
		return end;
	}
	while (i >= 0 && !str_ieq(m->open[i].name, name))
		i--;
	if (i >= 0) {
		pop_to(m, i + 1);
		m->nopen = i;
		return end;
	}
	if (linger_ends(m, name))
		return end;
	if (!is_foreign(m, name) && /* "<path/>" is ended by kramdown again */
		!is_mistyped(m, at, name))
		report_stray(m, at, "/", name);
	blank(m, at, end);
	return end;
}

static size_t
name_length(const struct mend *m, size_t i)
{
	size_t from = i;

	while (i < m->n && !ch_space(m->p[i]) && m->p[i] != '>' &&
		m->p[i] != '/')
		i++;
	return i - from;
}

/* One "<"; where to go on. */
static size_t
mend_markup(struct mend *m, size_t at)
{
	struct str s = {m->p, m->n};
	size_t i = at + 1, end;

	if (str_starts(str_sub(s, at, s.n), "<!--")) {
		ptrdiff_t to = may_search(m) ? str_find(s, "-->", at + 4) : -1;
		if (to >= 0)
			return (size_t)to + 3;
		in_vain(m, at);
		blank(m, at, at + 4);
		return at + 4;
	}
	bool closes = i < m->n && m->p[i] == '/';
	i += closes;
	if (i >= m->n || !ch_alpha(m->p[i])) {
		if (i < m->n && (closes || m->p[i] == '!' || m->p[i] == '?')) {
			end = tag_end(m, i);
			return end ? end : m->n;
		}
		return at + 1;
	}
	struct str name = str_sub(s, i, i + name_length(m, i));
	end = tag_end(m, i);
	if (!end) {
		blank(m, at, at + 1);
		return at + 1;
	}
	return closes ? end_tag(m, at, name, end) : start_tag(m, at, name, end);
}

void
mend_html(struct arena *a, struct text *html, struct diag *dg)
{
	struct mend *m = ARENA_NEW(a, struct mend);

	*m = (struct mend){.dg = dg, .html = html, .n = html->bytes.n};
	m->p = (char *)(uintptr_t)html->bytes.p;
	for (size_t i = 0; i < m->n;) {
		const char *lt = memchr(m->p + i, '<', m->n - i);
		if (!lt)
			break;
		i = mend_markup(m, (size_t)(lt - m->p));
	}
	pop_to(m, 0);
}
