/*
 * Which way a page reads.  Many pages in Arabic or Persian don't say so, since
 * a style sheet does; then the letters are counted, but for those of code and
 * of what has a direction of its own.
 */
#include "doc.h"

bool
doc_lang_is_rtl(struct str lang)
{
	static const char *const langs[] = {
		"ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"};
	for (size_t i = 0; i < ARRAY_LEN(langs); i++) {
		size_t n = strlen(langs[i]);
		if (str_istarts(lang, langs[i]) &&
			(lang.n == n || lang.p[n] == '-'))
			return true;
	}
	return false;
}

/* Hebrew, Arabic and their neighbours, and their older forms. */
static bool
direction_is_rtl(uint32_t c)
{
	return (c >= 0x5D0 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
	       (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0x10800 && c <= 0x10FFF) ||
	       (c >= 0x1E800 && c <= 0x1EFFF);
}

/* Letters from right to left less those from left to right. */
static int64_t
direction_weigh(struct str s)
{
	int64_t sum = 0;
	for (size_t i = 0; i < s.n;) {
		int b = (unsigned char)s.p[i];
		if (b < 0x80) {
			sum -= ch_alpha(b);
			i++;
		} else {
			sum += direction_is_rtl(utf8_next(s, &i)) ? 1 : -1;
		}
	}
	return sum;
}

static bool
direction_by_letters(const struct node *root)
{
	int64_t sum = 0;
	for (const struct node *n = root; n;) {
		bool apart = n->kind == NODE_CODE_BLOCK ||
		             n->kind == NODE_CODE || doc_attr(n, "dir");
		if (n->kind == NODE_TEXT)
			sum += direction_weigh(n->text);
		n = apart ? doc_next_after(n, root) : doc_next(n, root);
	}
	return sum > 0;
}

static struct str
direction_said(const struct value *map)
{
	static const char *const keys[] = {"dir", "direction"};
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		struct str s = str_trim(value_str(map, keys[i]));
		if (str_iis(s, "rtl") || str_iis(s, "ltr"))
			return s;
	}
	return STR0;
}

void
doc_find_direction(struct document *doc)
{
	struct str said = direction_said(doc->front);
	if (!said.n)
		said = direction_said(doc->site);
	if (said.n)
		doc->rtl = str_iis(said, "rtl");
	else
		doc->rtl = doc_lang_is_rtl(doc->lang) ||
		           direction_by_letters(doc->root);
}
