/*
 * What the file says about itself: Info, XMP, and the catalog's entries
 * that PDF/UA-1 and PDF/A-2a ask for.
 *
 * XMP stays readable, not deflated (19005-2, 6.6.2.1), says the same as
 * Info, and describes the schema of `pdfuaid`, which PDF/A-2 does not know.
 */
#include "pdf_priv.h"

#include <time.h>

/* Characters of XML 1.0 only; white space as single spaces. */
struct str
meta_clean(struct arena *a, struct str s)
{
	struct buf b = buf_new(a);
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		bool space = ch_space((int)c) || c == 0x2028 || c == 0x2029;
		if (space && b.n && b.p[b.n - 1] == ' ')
			continue;
		if (space)
			buf_ch(&b, ' ');
		else if (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0) &&
			 (c & 0xFFFE) != 0xFFFE && c != 0xFEFF)
			buf_utf8(&b, c);
	}
	return str_trim(buf_done(&b));
}

static void
xmp_escape(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '&')
			buf_c(b, "&amp;");
		else if (s.p[i] == '<')
			buf_c(b, "&lt;");
		else if (s.p[i] == '>')
			buf_c(b, "&gt;");
		else
			buf_ch(b, s.p[i]);
	}
}

/* before, text, after: nothing if the text is empty. */
static void
xmp_put(struct buf *b, const char *before, struct str s, const char *after)
{
	if (!s.n)
		return;
	buf_c(b, before);
	xmp_escape(b, s);
	buf_c(b, after);
}

/* What both Info and XMP say. */
struct meta {
	struct str title, author, subject, keywords, producer;
	char info_date[32], xmp_date[32]; /* empty: no date */
};

static const char xmp_head[] =
	"<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
	"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	"<rdf:Description rdf:about=\"\""
	" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
	" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
	" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
	" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
	" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\""
	" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
	" xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
	" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
	"<dc:format>application/pdf</dc:format>\n";

static const char xmp_tail[] =
	"<pdfaid:part>2</pdfaid:part>"
	"<pdfaid:conformance>A</pdfaid:conformance>\n"
	"<pdfuaid:part>1</pdfuaid:part>\n"
	"<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">"
	"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
	"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
	"</pdfaSchema:namespaceURI>"
	"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
	"<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
	"<pdfaProperty:name>part</pdfaProperty:name>"
	"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
	"<pdfaProperty:category>internal</pdfaProperty:category>"
	"<pdfaProperty:description>Part of ISO 14289"
	"</pdfaProperty:description>"
	"</rdf:li></rdf:Seq></pdfaSchema:property>"
	"</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
	"</rdf:Description></rdf:RDF></x:xmpmeta>\n"
	"<?xpacket end=\"r\"?>";

static struct str
meta_xmp(struct pdf *pdf, const struct meta *m)
{
	struct buf b = buf_new(pdf->a);
	buf_c(&b, xmp_head);
	xmp_put(&b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
		m->title, "</rdf:li></rdf:Alt></dc:title>\n");
	xmp_put(&b, "<dc:creator><rdf:Seq><rdf:li>", m->author,
		"</rdf:li></rdf:Seq></dc:creator>\n");
	xmp_put(&b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">",
		m->subject, "</rdf:li></rdf:Alt></dc:description>\n");
	xmp_put(&b, "<dc:language><rdf:Bag><rdf:li>", pdf->lang,
		"</rdf:li></rdf:Bag></dc:language>\n");
	xmp_put(&b, "<pdf:Keywords>", m->keywords, "</pdf:Keywords>\n");
	xmp_put(&b, "<pdf:Producer>", m->producer, "</pdf:Producer>\n");
	struct str date = str_c(m->xmp_date);
	xmp_put(&b, "<xmp:CreateDate>", date, "</xmp:CreateDate>\n");
	xmp_put(&b, "<xmp:ModifyDate>", date, "</xmp:ModifyDate>\n");
	buf_c(&b, xmp_tail);
	return buf_done(&b);
}

static void
meta_dates(struct meta *m, int64_t seconds)
{
	struct tm t;
	time_t at = (time_t)seconds;
	if (!gmtime_r(&at, &t) || t.tm_year < -1900 || t.tm_year > 8099)
		return;
	strftime(m->info_date, sizeof m->info_date, "D:%Y%m%d%H%M%SZ", &t);
	strftime(m->xmp_date, sizeof m->xmp_date, "%Y-%m-%dT%H:%M:%SZ", &t);
}

static struct meta
meta_make(struct pdf *pdf)
{
	const struct pdf_options *o = pdf->o;
	struct arena *a = pdf->a;
	struct meta m = {.title = meta_clean(a, o->title),
		.author = meta_clean(a, o->author),
		.subject = meta_clean(a, o->subject),
		.keywords = meta_clean(a, o->keywords),
		.producer = meta_clean(a, o->producer)};
	if (!m.title.n)
		m.title = meta_clean(a, pdf->doc->title);
	if (!m.title.n)
		m.title = STR("Handout");
	if (!m.producer.n)
		m.producer = STR("handout");
	if (o->has_date)
		meta_dates(&m, o->date);
	return m;
}

static void
meta_info_text(struct pdf *pdf, const char *key, struct str s)
{
	if (s.n)
		haru_put_text(pdf->h, haru_info(pdf->h), key, s);
}

static void
meta_info(struct pdf *pdf, const struct meta *m)
{
	meta_info_text(pdf, "Title", m->title);
	meta_info_text(pdf, "Author", m->author);
	meta_info_text(pdf, "Subject", m->subject);
	meta_info_text(pdf, "Keywords", m->keywords);
	meta_info_text(pdf, "Producer", m->producer);
	if (!m->info_date[0])
		return;
	struct haru_dict *info = haru_info(pdf->h);
	haru_put_ascii(pdf->h, info, "CreationDate", m->info_date);
	haru_put_ascii(pdf->h, info, "ModDate", m->info_date);
}

static void
meta_output_intent(struct pdf *pdf, struct haru_dict *catalog)
{
	struct haru *h = pdf->h;
	struct haru_dict *profile =
		haru_stream_new(h, zip_deflate(pdf->z, icc_srgb(pdf->a)), true);
	haru_put_int(h, profile, "N", 3);
	struct haru_dict *d = haru_dict_new(h);
	haru_put_name(h, d, "Type", "OutputIntent");
	haru_put_name(h, d, "S", "GTS_PDFA1");
	haru_put_ascii(h, d, "OutputConditionIdentifier", "sRGB");
	haru_put_ascii(h, d, "Info", "sRGB IEC61966-2.1");
	haru_put_ref(h, d, "DestOutputProfile", profile);
	haru_push_ref(h, haru_array_in(h, catalog, "OutputIntents"), d);
}

void
meta_write(struct pdf *pdf)
{
	struct haru *h = pdf->h;
	struct haru_dict *c = haru_catalog(h);
	struct meta m = meta_make(pdf);
	meta_info(pdf, &m);
	struct haru_dict *xmp = haru_stream_new(h, meta_xmp(pdf, &m), false);
	haru_put_name(h, xmp, "Type", "Metadata");
	haru_put_name(h, xmp, "Subtype", "XML");
	haru_put_ref(h, c, "Metadata", xmp);
	haru_put_ascii(h, c, "Lang", str_cdup(pdf->a, pdf->lang));
	haru_put_bool(h, haru_dict_in(h, c, "MarkInfo"), "Marked", true);
	struct haru_dict *view = haru_dict_in(h, c, "ViewerPreferences");
	haru_put_bool(h, view, "DisplayDocTitle", true);
	haru_put_name(h, view, "PrintScaling", "None");
	if (pdf->o->duplex)
		haru_put_name(h, view, "Duplex",
			pdf->o->fold ? "DuplexFlipShortEdge"
				     : "DuplexFlipLongEdge");
	if (pdf->doc->rtl)
		haru_put_name(h, view, "Direction", "R2L");
	meta_output_intent(pdf, c);
}
