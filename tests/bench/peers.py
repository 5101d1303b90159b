"""The same document for the other programs: the tree as HTML with a small
print stylesheet (WeasyPrint), and as Typst's markup.  Paper, margins, fonts,
sizes and spaces are those of handout's default theme; the text is set ragged
and not hyphenated.  Each program has on what it has for good pages."""
import html

PAPERS = {"letter": ("us-letter", 612, 792), "a4": ("a4", 595.276, 841.89)}
TOP, BOTTOM, MEASURE = 68, 72, 446
HEADINGS = {1: (24, 28, 0, 15), 2: (16, 20, 20, 10), 3: (13, 17, 20, 8),
            4: (11, 15, 15, 5), 5: (10.5, 15, 15, 5), 6: (10.5, 15, 15, 5)}


def side(paper):
    return (PAPERS[paper][1] - MEASURE) / 2


# ---- HTML -------------------------------------------------------------------

CSS = """
@page { size: %(width)gpt %(height)gpt;
        margin: %(top)gpt %(side)gpt %(bottom)gpt;
        @footnote { margin-top: 12pt; border-top: .5pt solid #767676;
                    padding-top: 6pt } }
body { font: 10.5pt/15pt "Noto Serif"; margin: 0; orphans: 2; widows: 2;
       hyphens: none; text-align: left }
p, div.plain { margin: 0 } p { margin-bottom: 10pt }
h1, h2, h3, h4, h5, h6 { font-family: "Noto Sans"; break-after: avoid }
%(headings)s
ul, ol { margin: 0 0 10pt; padding-left: 18pt } li { margin-bottom: 4pt }
li ul, li ol { margin-bottom: 0 } li p { margin-bottom: 4pt }
dt { font: bold 10pt/15pt "Noto Sans"; break-after: avoid }
dd { margin: 0 0 5pt 18pt }
.box { background: #f3f5f5; border-left: 3pt solid #767676;
       padding: 10pt 15pt; margin: 12pt 0 }
table { border-collapse: collapse; width: 100%%; margin: 12pt 0;
        font-size: 10pt; line-height: 14pt }
td, th { padding: 6pt 9pt; vertical-align: top; text-align: left;
         border-bottom: .6pt solid #767676 }
th { font: bold 9.5pt/13pt "Noto Sans" }
tr { break-inside: avoid }
pre { font: 8.5pt/12pt "Noto Sans Mono"; white-space: pre-wrap;
      margin: 5pt 0 12pt; background: #f4f4f2; padding: 8pt 10pt }
code { font: .9em "Noto Sans Mono" }
.note { float: footnote; font: 8.5pt/11.5pt "Noto Sans"; text-align: left }
.note::footnote-call, .call { content: attr(data-label);
      font-size: .68em; vertical-align: super; line-height: 0 }
.note::footnote-marker { content: attr(data-label) " "; font-weight: bold }
"""

HTML = {"STRONG": "strong", "EMPH": "em", "CODE": "code", "SUP": "sup",
        "SUB": "sub", "CITE": "cite", "SMALL": "small", "BIG": "span",
        "UNDERLINE": "u", "KBD": "kbd", "PARA": "p", "ITEM": "li",
        "DEFS": "dl", "TERM": "dt", "MEANING": "dd", "TABLE": "table",
        "HEAD": "thead", "BODY": "tbody", "FOOT": "tfoot", "ROW": "tr",
        "CAPTION": "caption", "CODE_BLOCK": "pre", "INLINE_QUOTE": "q",
        "MARK": "mark", "STRIKE": "s", "FIGURE": "figure"}
LEFT_OUT = {"IMAGE", "FIELD", "MEDIA", "RULE", "PAGE_BREAK"}


class Writer:
    def __init__(self, root):
        self.notes = {n.fields.get("label"): n for n in root.walk()
                      if n.kind == "NOTE"}
        self.open = {"QUOTE", "DIV", "DETAILS"}

    def all(self, node):
        return "".join(self.one(c) for c in node.children)

    def one(self, node):
        if node.kind in LEFT_OUT:
            return ""
        special = getattr(self, "on_" + node.kind.lower(), None)
        return special(node) if special else self.plain(node)


class HtmlWriter(Writer):
    def plain(self, node):
        tag = HTML.get(node.kind)
        return "<%s>%s</%s>\n" % (tag, self.all(node), tag) if tag and \
            node.kind not in ("STRONG", "EMPH") else \
            "<%s>%s</%s>" % (tag, self.all(node), tag) if tag else \
            self.all(node)

    def on_text(self, node):
        return html.escape(node.text)

    on_math = on_text

    def on_break(self, node):
        return "<br>"

    def on_plain(self, node):
        return '<div class="plain">%s</div>\n' % self.all(node)

    def on_heading(self, node):
        level = node.number("level", 1)
        return "<h%d>%s</h%d>\n" % (level, self.all(node), level)

    def boxed(self, node):
        return '<div class="box">%s</div>\n' % self.all(node)

    on_quote = on_div = on_details = boxed

    def on_list(self, node):
        tag = "ol" if "ordered" in node.fields else "ul"
        return '<%s start="%s">\n%s</%s>\n' % (
            tag, node.fields.get("start", "1"), self.all(node), tag)

    def on_cell(self, node):
        tag = "th" if "header" in node.fields else "td"
        return '<%s colspan="%s" rowspan="%s">%s</%s>\n' % (
            tag, node.fields.get("colspan", "1"),
            node.fields.get("rowspan", "1"), self.all(node), tag)

    def on_link(self, node):
        return '<a href="%s">%s</a>' % (
            html.escape(node.fields.get("href", "")), self.all(node))

    def on_note(self, node):
        return ""

    def on_note_ref(self, node):
        label = node.fields["label"]
        note = self.notes.get(label)
        if "first" not in node.fields or not note:
            return '<sup class="call">%s</sup>' % html.escape(label)
        words = " ".join(self.all(c) for c in note.children)
        return '<span class="note" data-label="%s">%s</span>' % (
            html.escape(label), words)


def to_html(root, paper):
    headings = "\n".join(
        "h%d { font-size: %gpt; line-height: %gpt; margin: %gpt 0 %gpt }" % (
            (level,) + sizes) for level, sizes in HEADINGS.items())
    css = CSS % {"width": PAPERS[paper][1], "height": PAPERS[paper][2],
                 "top": TOP, "side": side(paper), "bottom": BOTTOM,
                 "headings": headings}
    return ('<!DOCTYPE html><html lang="en"><meta charset="utf-8">'
            "<title>Page</title><style>%s</style>\n%s</html>\n" % (
                css, HtmlWriter(root).all(root)))


# ---- Typst ------------------------------------------------------------------

# Typst's leading is from the foot of one line to the head of the next; with
# edges 1 em apart a line of 10.5 pt needs 4.5 pt more to stand 15 pt below.
TYPST = """
#set document(title: "Page")
#set page(paper: "%(paper)s", margin: (top: %(top)gpt, bottom: %(bottom)gpt,
  x: %(side)gpt))
#set text(font: "Noto Serif", size: 10.5pt, hyphenate: false, lang: "en",
  top-edge: 0.8em, bottom-edge: -0.2em)
#set par(leading: 4.5pt, spacing: 14.5pt, justify: false,
  linebreaks: "optimized")
#set list(indent: 8pt, body-indent: 6pt, spacing: 8.5pt)
#set enum(indent: 4pt, body-indent: 6pt, spacing: 8.5pt)
#show heading: set text(font: "Noto Sans", weight: "bold")
%(headings)s
#show footnote.entry: set text(font: "Noto Sans", size: 8.5pt)
#show footnote.entry: set par(leading: 3pt)
#set table(inset: (x: 9pt, y: 6pt), stroke: (bottom: .6pt + rgb("#767676")),
  align: left + top)
#set table.cell(breakable: false)
#show table.cell: set text(size: 10pt)
#show table.cell: set par(leading: 4pt)
#show raw: set text(font: "Noto Sans Mono", size: 8.5pt)
#let box-of(body) = block(width: 100%%, inset: (x: 15pt, y: 10pt),
  fill: rgb("#f3f5f5"), stroke: (left: 3pt + rgb("#767676")), body)
#let head(body) = text(font: "Noto Sans", weight: "bold", size: 9.5pt, body)
"""

TYPST_CALLS = {"STRONG": "strong", "EMPH": "emph", "CITE": "emph",
               "SUP": "super", "SUB": "sub", "UNDERLINE": "underline",
               "STRIKE": "strike", "MARK": "highlight", "QUOTE": "box-of",
               "DIV": "box-of", "DETAILS": "box-of"}


def quoted(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"').replace(
        "\n", "\\n")


class TypstWriter(Writer):
    def plain(self, node):
        call = TYPST_CALLS.get(node.kind)
        return "#%s[%s]" % (call, self.all(node)) if call else self.all(node)

    def on_text(self, node):
        return "#" + quoted(node.text)

    on_math = on_text

    def on_break(self, node):
        return "#linebreak()"

    def on_para(self, node):
        return "\n\n%s\n\n" % self.all(node)

    on_plain = on_meaning = on_para

    def on_term(self, node):
        return "\n\n#block(sticky: true)[#head[%s]]\n\n" % self.all(node)

    on_summary = on_term

    def on_heading(self, node):
        return "\n\n#heading(level: %d)[%s]\n\n" % (
            node.number("level", 1), self.all(node))

    def on_code(self, node):
        return "#raw(%s)" % quoted("".join(
            n.text for n in node.walk() if n.text))

    def on_code_block(self, node):
        return "\n\n#raw(block: true, %s)\n\n" % quoted("".join(
            n.text for n in node.walk() if n.text))

    def on_list(self, node):
        ordered = "ordered" in node.fields
        call = "enum(start: %s, " % node.fields.get("start", "1") if \
            ordered else "list("
        items = ", ".join("[%s]" % self.all(c).strip()
                          for c in node.children)
        return "\n\n#%s%s)\n\n" % (call, items)

    def cells(self, part):
        for row in part.children:
            for cell in row.children:
                inside = self.all(cell).strip()
                if "header" in cell.fields:
                    inside = "#head[%s]" % inside
                yield "table.cell(colspan: %s, rowspan: %s)[%s]" % (
                    cell.fields.get("colspan", "1"),
                    cell.fields.get("rowspan", "1"), inside)

    def on_table(self, node):
        captions, parts = "", []
        for part in node.children:
            if part.kind == "CAPTION":
                captions += self.all(part)
                continue
            cells = ", ".join(self.cells(part))
            parts.append("table.header(%s)" % cells
                         if part.kind == "HEAD" else cells)
        return "%s\n\n#table(columns: %s, %s)\n\n" % (
            captions, node.fields["cols"], ", ".join(p for p in parts if p))

    def on_link(self, node):
        href = node.fields.get("href", "")
        if "target" in node.fields or ":" not in href:
            return self.all(node)
        return "#link(%s)[%s]" % (quoted(href), self.all(node))

    def on_note(self, node):
        return ""

    def on_note_ref(self, node):
        label = quoted(node.fields["label"])
        note = self.notes.get(node.fields["label"])
        if "first" not in node.fields or not note:
            return "#super[#%s]" % label
        words = "".join(self.all(c) for c in note.children).strip()
        return "#footnote(numbering: _ => %s)[%s]" % (label, words)


def to_typst(root, paper):
    headings = "\n".join(
        "#show heading.where(level: %d): set text(size: %gpt)\n"
        "#show heading.where(level: %d): set par(leading: %gpt)\n"
        "#show heading.where(level: %d): set block(above: %gpt, "
        "below: %gpt, sticky: true)" % (
            level, size, level, leading - size, level, above, below + 4.5)
        for level, (size, leading, above, below) in HEADINGS.items())
    return TYPST % {"paper": PAPERS[paper][0], "top": TOP, "side": side(paper),
                    "bottom": BOTTOM, "headings": headings} + \
        TypstWriter(root).all(root)
