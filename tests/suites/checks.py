"""What every PDF that handout writes must be, as checks on class Pdf.

A check is a function of a Pdf that yields what is wrong, one string a
fault.  Each has a partner, `trip`, that spoils a good PDF's data so that
the check must find it: a check that can't fail proves nothing.
"""
import re
import xml.etree.ElementTree as ET

from pdf import Element

CHECKS = []


class Check:
    def __init__(self, function):
        self.name = function.__name__.replace("_", "-")
        self.function, self.spoil = function, None
        self.__doc__ = function.__doc__
        CHECKS.append(self)

    def __call__(self, pdf):
        return list(self.function(pdf))

    def trip(self, function):
        self.spoil = function
        return function


# ---- helpers ----------------------------------------------------------------

def shown(element, limit=40):
    text = " ".join(element.text().split())
    return "%s '%s'" % (element.type, text[:limit])


def segments(pdf, page):
    """Runs of glyphs that stand together, spaces left out:
    (box, text, first glyph, place in painting order)."""
    found, last = [], None
    for place, p in enumerate(pdf.read[page].painted):
        if p.kind != "text" or not p.text.strip():
            last = None
            continue
        together = (last and last[2].font == p.font and
                    abs(last[2].size - p.size) < 0.01 and
                    abs(last[0][1] - p.box[1]) < 0.01 and
                    -0.2 * p.size < p.box[0] - last[0][2] < 0.3 * p.size)
        if together:
            last[0][2] = p.box[2]
            last[1] += p.text
        else:
            last = [list(p.box), p.text, p, place]
            found.append(last)
    return found


def overlap(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    return w * h if w > 0 and h > 0 else 0.0


def area(box):
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def inside(box, outer, slack=0.01):
    return (box[0] >= outer[0] - slack and box[1] >= outer[1] - slack and
            box[2] <= outer[2] + slack and box[3] <= outer[3] + slack)


def luminance(color):
    parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4
             for v in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a, b):
    a, b = sorted((luminance(a), luminance(b)))
    return (b + 0.05) / (a + 0.05)


def ground(painted, place, box):
    """The colour under the middle of a box painted at this place."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    color = "#FFFFFF"
    for p in painted[:place]:
        if p.kind == "fill" and p.box[0] <= x <= p.box[2] and \
                p.box[1] <= y <= p.box[3]:
            color = p.color
    return color


def note_number(element):
    label = element.first("Lbl")
    return re.sub(r"\W", "", (label or element).text())


def references(pdf):
    """(number, Reference) in reading order."""
    for reference in pdf.root.all("Reference"):
        number = re.sub(r"\W", "", reference.text())
        if number.isdigit():
            yield number, reference


def remove(element):
    """Take an element out of the tree."""
    element.parent.kids.remove(element)
    element.parent.content.remove(element)


# ---- the file as a whole ----------------------------------------------------

@Check
def catalog(pdf):
    """Marked, with a language, a title to show, colours with a meaning."""
    c = pdf.catalog
    if pdf.get(c.get("/MarkInfo", {})).get("/Marked") is not True:
        yield "not /Marked"
    if not re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
                        pdf.string(c.get("/Lang")) or ""):
        yield "no /Lang"
    view = pdf.get(c.get("/ViewerPreferences", {}))
    if view.get("/DisplayDocTitle") is not True:
        yield "no /DisplayDocTitle"
    for key in ("/StructTreeRoot", "/Metadata", "/OutputIntents",
                "/PageLabels", "/Outlines"):
        if not pdf.get(c.get(key)):
            yield "no " + key
    if "/ID" not in pdf.trailer:
        yield "no /ID"


@catalog.trip
def _(pdf):
    del pdf.catalog["/Lang"]


@Check
def metadata(pdf):
    """XMP says what Info says, and which standards the file follows."""
    xmp = pdf.xmp()
    body = re.sub(r"<\?.*?\?>", "", xmp, flags=re.S).strip()
    texts = {}
    for node in ET.fromstring(body).iter():
        value = "".join(node.itertext()).strip()
        texts.setdefault(re.sub(r"\{.*\}", "", node.tag), value)
        for key, v in node.attrib.items():
            texts.setdefault(re.sub(r"\{.*\}", "", key), v)
    info = pdf.info()
    pairs = [("Title", "title"), ("Author", "creator"),
             ("Subject", "description"), ("Producer", "Producer"),
             ("Keywords", "Keywords"), ("Creator", "CreatorTool")]
    for key, name in pairs:
        if info.get(key) and info[key] != texts.get(name):
            yield "Info %s is '%s', XMP has '%s'" % (
                key, info[key], texts.get(name))
    if not info.get("Title"):
        yield "no title"
    dates = [("CreationDate", "CreateDate"), ("ModDate", "ModifyDate")]
    for key, name in dates:
        ours = re.sub(r"\D", "", info.get(key, ""))[:14]
        if ours != re.sub(r"\D", "", texts.get(name, ""))[:14]:
            yield "%s differs from XMP's" % key
    if '<pdfuaid:part>1<' not in xmp and 'pdfuaid:part="1"' not in xmp:
        yield "XMP does not claim PDF/UA-1"
    if not re.search(r"conformance(>|=\")A", xmp):
        yield "XMP does not claim PDF/A-2a"


@metadata.trip
def _(pdf):
    pdf.get(pdf.trailer["/Info"])["/Title"] = "u:Another"


@Check
def fonts(pdf):
    """All embedded, cut down to what is used, every glyph with its text."""
    for font in pdf.fonts.values():
        files = {"/FontFile", "/FontFile2", "/FontFile3"}
        if not files & set(font.descriptor or {}):
            yield font.base + " is not embedded"
        if not re.match(r"[A-Z]{6}\+", font.base):
            yield font.base + " is no subset"
    lost = {p.font for p in pdf.painted
            if p.kind == "text" and ("\ufffd" in p.text or not p.text)}
    for name in sorted(lost):
        yield name + " shows glyphs that ToUnicode does not know"


@fonts.trip
def _(pdf):
    for key in [k for k in next(iter(pdf.fonts.values())).descriptor
                if k.startswith("/FontFile")]:
        del next(iter(pdf.fonts.values())).descriptor[key]


# ---- what is painted --------------------------------------------------------

@Check
def marked_content(pdf):
    """Everything painted is content or artifact, never both or neither."""
    for number, page in enumerate(pdf.read):
        for fault in page.loose:
            yield "page %d: %s" % (number + 1, fault)
    for p in pdf.painted:
        if (p.mcid is None) == (p.artifact is None):
            yield "page %d: %s %s is %s" % (
                p.page + 1, p.kind, p.text, "neither content nor artifact"
                if p.mcid is None else "both content and artifact")
            return


@marked_content.trip
def _(pdf):
    pdf.painted[-1].marks = []


@Check
def tree_and_pages_agree(pdf):
    """Each MCID is in the tree once, and the parent tree points back."""
    listed = list(pdf.root.all_marked())
    seen = set()
    for mark in listed:
        if mark in seen:
            yield "page %d, MCID %d is in the tree twice" % (
                mark[0] + 1, mark[1])
        seen.add(mark)
    for mark in pdf.by_mark:
        if mark not in seen:
            yield "page %d, MCID %d is not in the tree" % (
                mark[0] + 1, mark[1])
    parents = number_tree(pdf, pdf.tree.get("/ParentTree"))
    for element in pdf.root.walk():
        for page, mcid in element.marked:
            key = pdf.pages[page].get("/StructParents")
            row = pdf.get(parents.get(key)) or []
            if mcid >= len(row) or pdf.get(row[mcid]) is not element.value:
                yield "parent tree: page %d, MCID %d is not %s's" % (
                    page + 1, mcid, element.type)
        for annotation in element.objects:
            key = annotation.get("/StructParent")
            if pdf.get(parents.get(key)) is not element.value:
                yield "parent tree: annotation is not %s's" % element.type


def number_tree(pdf, node):
    node, found = pdf.get(node) or {}, {}
    numbers = pdf.get(node.get("/Nums", []))
    found.update(zip(numbers[::2], numbers[1::2]))
    for kid in pdf.get(node.get("/Kids", [])):
        found.update(number_tree(pdf, kid))
    return found


@tree_and_pages_agree.trip
def _(pdf):
    element = next(e for e in pdf.root.walk() if e.marked)
    element.content.append(element.marked[0])


@Check
def inside_the_page(pdf):
    """Nothing is painted off the page, no text outside printers' reach."""
    for p in pdf.painted:
        if not inside(p.box, pdf.box(p.page), 0.1):
            yield "page %d: %s %s at %s" % (
                p.page + 1, p.kind, p.text,
                tuple(round(v, 1) for v in p.box))
    for number in range(len(pdf.pages)):
        x0, y0, x1, y1 = pdf.box(number)
        safe = (x0 + 25.2, y0 + 25.2, x1 - 25.2, y1 - 25.2)
        for box, text, _, _ in segments(pdf, number):
            if not inside(box, safe):
                yield "page %d: '%s' is closer than 0.35 in to the edge" % (
                    number + 1, text)


@inside_the_page.trip
def _(pdf):
    p = next(p for p in pdf.painted if p.kind == "text")
    p.box = (600, p.box[1], 660, p.box[3])


@Check
def text_over_text(pdf):
    """No words on top of other words."""
    for number in range(len(pdf.pages)):
        found = []
        for box, text, first, _ in segments(pdf, number):
            trim = 0.12 * first.size
            found.append(((box[0], box[1] + trim, box[2], box[3] - trim),
                          text))
        found.sort(key=lambda s: s[0][1])
        for i, (a, text) in enumerate(found):
            for b, other in found[i + 1:]:
                if b[1] >= a[3]:
                    break
                if overlap(a, b) > 0.1 * min(area(a), area(b)):
                    yield "page %d: '%s' over '%s'" % (
                        number + 1, text, other)


@text_over_text.trip
def _(pdf):
    page = pdf.read[0].painted
    texts = [p for p in page if p.kind == "text" and p.text.strip()]
    texts[-1].box = tuple(v + 1 for v in texts[0].box)


@Check
def text_covered(pdf):
    """No fill or picture on top of words painted before."""
    for number, page in enumerate(pdf.read):
        words = segments(pdf, number)
        for place, p in enumerate(page.painted):
            if p.kind not in ("fill", "image"):
                continue
            for box, text, _, before in words:
                if before < place and \
                        overlap(box, p.box) > 0.3 * area(box):
                    yield "page %d: '%s' is under a %s" % (
                        number + 1, text, p.kind)


@text_covered.trip
def _(pdf):
    cover = next(p for p in pdf.painted if p.kind in ("fill", "stroke"))
    cover.kind, cover.box = "fill", pdf.box(0)
    pdf.read[cover.page].painted.remove(cover)
    pdf.read[0].painted.append(cover)


@Check
def text_contrast(pdf):
    """Text reads on its ground: WCAG 2.1's 4.5 to 1, large type 3 to 1."""
    for number, page in enumerate(pdf.read):
        for box, text, first, place in segments(pdf, number):
            under = ground(page.painted, place, box)
            needed = 3.0 if first.size >= 18 or (
                first.size >= 14 and "Bold" in first.font) else 4.5
            ratio = contrast(first.color, under)
            if ratio < needed:
                yield "page %d: '%s' %s on %s is %.2f to 1" % (
                    number + 1, text, first.color, under, ratio)


@text_contrast.trip
def _(pdf):
    next(p for p in pdf.painted if p.kind == "text").color = "#EEEEEE"


@Check
def running_feet(pdf):
    """Page n of N on every page, in some language, as an artifact of type
    Pagination."""
    for number in range(len(pdf.pages)):
        text = "".join(p.text for p in pdf.painted if p.page == number and
                       p.kind == "text" and p.artifact is not None and
                       p.artifact.get("Subtype") == "Footer")
        wanted = r"[^\W\d]+ %d [^\W\d]+ %d(?!\d)" % (
            number + 1, len(pdf.pages))
        if not re.search(wanted, text):
            yield "page %d: no footer 'Page %d of %d' but '%s'" % (
                number + 1, number + 1, len(pdf.pages), text)


@running_feet.trip
def _(pdf):
    for p in pdf.painted:
        if p.artifact is not None:
            p.marks = [("Artifact", {"Type": "Layout"})]


@Check
def running_heads(pdf):
    """From page 2 on a head with the title; none on page 1."""
    title = pdf.info().get("Title") or ""
    for number in range(len(pdf.pages)):
        top = pdf.box(number)[3]
        text = "".join(p.text for p in pdf.painted if p.page == number and
                       p.kind == "text" and p.artifact is not None and
                       p.artifact.get("Subtype") == "Header" and
                       p.box[1] > top - 90)
        if number == 0 and text:
            yield "page 1 has the head '%s'" % text
        elif number > 0 and title[:20] not in text:
            yield "page %d: '%s' is not in the head '%s'" % (
                number + 1, title, text)


@running_heads.trip
def _(pdf):
    pdf.get(pdf.trailer["/Info"])["/Title"] = "u:Something that no head has"
    for p in pdf.painted:
        if p.page == 0 and p.artifact is not None:
            p.marks = [("Artifact", {"Subtype": "Header"})]
            p.box = (100, 750, 110, 760)


# ---- the structure tree -----------------------------------------------------

KIDS = {
    "StructTreeRoot": {"Document"},
    "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
    "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "Caption", "L"}, "LI": {"Lbl", "LBody"},
    "TOC": {"TOC", "TOCI", "Caption"},
}
STANDARD = set("""Document Part Art Sect Div BlockQuote Caption TOC TOCI Index
    NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD
    THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby
    Warichu Figure Formula Form""".split())


@Check
def grammar(pdf):
    """Standard types, and each only where ISO 32000-1, 14.8.4 has it."""
    for element in pdf.root.walk():
        role = element.role
        if element.parent and role not in STANDARD:
            yield element.type + " is no standard type and not mapped"
        allowed = KIDS.get(role)
        for kid in element.kids:
            if allowed and kid.role not in allowed:
                yield "%s in %s" % (shown(kid), role)
            if kid.role in ("TR", "TH", "TD", "LI", "LBody") and \
                    kid.role not in (allowed or ()):
                yield "%s in %s" % (shown(kid), role)
        if allowed and element.marked:
            yield "%s has text of its own" % shown(element)


@grammar.trip
def _(pdf):
    table = pdf.root.first("Table")
    paragraph = pdf.root.first("P")
    table.kids.append(paragraph)


@Check
def headings(pdf):
    """H1 first, no level skipped, none empty, none alone at a page's foot."""
    level, last = 0, None
    for element in pdf.root.walk():
        if re.fullmatch(r"H[1-6]", element.role):
            now = int(element.role[1])
            if now > level + 1:
                yield "%s after H%d" % (shown(element), level)
            if not element.text().strip():
                yield "empty " + element.role
            level, last = now, element
        elif last and element.marked and element.parent is not last and \
                not within(element, last):
            if element.marked[0][0] != last.pages()[-1]:
                yield "%s is alone at the foot of page %d" % (
                    shown(last), last.pages()[-1] + 1)
            last = None


def within(element, outer):
    while isinstance(element, Element):
        if element is outer:
            return True
        element = element.parent
    return False


@headings.trip
def _(pdf):
    pdf.root.first("H1").value["/S"] = "/H3"
    pdf.root.first("H1") or None
    for e in pdf.root.walk():
        if e.type == "H1":
            e.type = "H3"


def grid(table):
    """Cells of the table by row and column; faults found on the way."""
    cells, faults, y = {}, [], 0
    for row in table.all("TR"):
        x = 0
        for cell in row.kids:
            while (y, x) in cells:
                x += 1
            w = int(cell.attribute("ColSpan") or 1)
            h = int(cell.attribute("RowSpan") or 1)
            for dy in range(h):
                for dx in range(w):
                    if (y + dy, x + dx) in cells:
                        faults.append("cells overlap at row %d" % (y + 1))
                    cells[y + dy, x + dx] = cell
            x += w
        y += 1
    return cells, faults


@Check
def tables(pdf):
    """A full grid; where the author has header cells, every TD has one."""
    for table in pdf.root.all("Table"):
        cells, faults = grid(table)
        yield from (shown(table) + ": " + f for f in faults)
        if not cells:
            yield "empty table"
            continue
        rows = 1 + max(y for y, _ in cells)
        cols = 1 + max(x for _, x in cells)
        if len(cells) != rows * cols:
            yield "%s: %d cells in a grid of %d by %d" % (
                shown(table), len(cells), rows, cols)
        for cell in table.all("TH"):
            if cell.attribute("Scope") not in ("/Row", "/Column", "/Both"):
                yield shown(cell) + " has no Scope"
        heads = [p for p, c in cells.items() if c.role == "TH"]
        for (y, x), cell in cells.items() if heads else ():
            if cell.role == "TD" and not any(
                    hy == y and cells[hy, hx].attribute("Scope") != "/Column"
                    or hx == x and cells[hy, hx].attribute("Scope") != "/Row"
                    for hy, hx in heads):
                yield shown(cell) + " has no header cell"


@tables.trip
def _(pdf):
    for cell in pdf.root.all("TH"):
        cell.value.pop("/A", None)


@Check
def lists(pdf):
    """Items have a body; marks are labels; the list says of which kind."""
    for item in pdf.root.all("LI"):
        if item.own_text("Lbl").strip() and \
                not [k for k in item.kids if k.role == "LBody"]:
            yield shown(item) + " has no LBody"
    for one in pdf.root.all("L"):
        marks = [k for item in one.kids for k in item.kids
                 if k.role == "Lbl" and len(k.text().strip()) <= 4]
        if marks and not one.attribute("ListNumbering"):
            yield shown(one) + " has no ListNumbering"


@lists.trip
def _(pdf):
    for item in pdf.root.all("LI"):
        item.kids = []


@Check
def notes(pdf):
    """After the block that cites them, on its page, linked both ways."""
    cited = {}
    there = {note_number(note) for note in pdf.root.all("Note")}
    for number, reference in references(pdf):
        cited.setdefault(number, reference)
        if number in there and not [k for k in reference.kids
                                    if k.role == "Link" and k.objects]:
            yield "reference %s is not Reference > Link" % number
    seen = set()
    for note in pdf.root.all("Note"):
        number, name = note_number(note), pdf.string(note.value.get("/ID"))
        if not name or name in seen:
            yield "note %s has no /ID of its own" % number
        seen.add(name)
        if number not in cited:
            continue
        yield from note_place(number, note, cited[number])
        if not [a for e in note.walk() for a in e.objects
                if "/Dest" in a or "/A" in a]:
            yield "note %s has no link back" % number


INLINE = {"Reference", "Link", "Span", "Code", "Quote", "Form", "Figure"}


def citing_block(note):
    """The block before a note, other notes left out; or, where text stands
    in a cell or an item without a block of its own, what of it comes before
    the note: a list of elements and of marked content."""
    around = note.parent.content
    before = [e for e in around[:around.index(note)]
              if not (isinstance(e, Element) and e.role == "Note")]
    block = []
    while before and (not isinstance(before[-1], Element) or
                      before[-1].role in INLINE):
        block.insert(0, before.pop())
    return block or before[-1:]


def is_placed(note):
    """It stands among other notes alone: at the end of a section or of the
    document, not at the foot of a page."""
    kids = note.parent.kids
    return (note.parent.role in ("Div", "Sect") and
            all(k.role == "Note" for k in kids) and
            not note.parent.marked)


def note_place(number, note, reference):
    if is_placed(note):
        return
    if not any(within(reference, e) for e in citing_block(note)):
        yield "note %s is not after the block that cites it" % number
    here, there = note.pages(), reference.pages()
    if here and there and here[0] != there[0]:
        yield "note %s is on page %d, its reference on page %d" % (
            number, here[0] + 1, there[0] + 1)


@notes.trip
def _(pdf):
    note = pdf.root.first("Note")
    if note is None:
        return
    remove(note)
    note.parent.kids.insert(0, note)
    note.parent.content.insert(0, note)


@Check
def links(pdf):
    """In a Link element, over its text, with a safe address, explained."""
    owned = {id(a) for e in pdf.root.walk() if e.role in ("Link", "Annot")
             for a in e.objects}
    for page, annotation, _ in pdf.annotations():
        if annotation.get("/Subtype") != "/Link":
            yield "an annotation %s" % annotation.get("/Subtype")
            continue
        where = "page %d: link '%s'" % (
            page + 1, pdf.string(annotation.get("/Contents")))
        if id(annotation) not in owned:
            yield where + " is in no Link element"
        if not pdf.string(annotation.get("/Contents")):
            yield where + " has no /Contents"
        if annotation.get("/F") != 4:
            yield where + " would not be printed"
        rect = [float(v) for v in pdf.get(annotation["/Rect"])]
        if not [p for p in pdf.read[page].painted
                if overlap(p.box, rect) > 0.3 * area(p.box)]:
            yield where + " has nothing under it"
    for page, address, _ in pdf.uris():
        if not re.match(r"(https?://|mailto:|tel:)[^\s]+$", address):
            yield "page %d: address %r" % (page + 1, address)


@links.trip
def _(pdf):
    for _, annotation, _ in pdf.annotations():
        annotation.pop("/Contents", None)


@Check
def pictures(pdf):
    """A figure has an alternative text, and a picture in it."""
    for figure in pdf.root.all("Figure", "Formula"):
        text = pdf.string(figure.value.get("/Alt")) or \
            pdf.string(figure.value.get("/ActualText"))
        if not (text or "").strip():
            yield "figure without /Alt"


@pictures.trip
def _(pdf):
    figure = pdf.root.first("Figure")
    if figure is None:
        figure = Element(pdf, {"/S": "/Figure"}, pdf.root)
        pdf.root.kids.append(figure)
    figure.value.pop("/Alt", None)


@Check
def outline(pdf):
    """The bookmarks are the headings."""
    titles, stack = [], [pdf.get(pdf.catalog.get("/Outlines")) or {}]
    while stack:
        entry = stack.pop()
        if "/Title" in entry:
            titles.append(pdf.string(entry["/Title"]))
        for key in ("/Next", "/First"):
            if key in entry:
                stack.append(pdf.get(entry[key]))
    wanted = [" ".join(e.own_text("Reference", "Note").split())
              for e in pdf.root.all("H1", "H2", "H3", "H4", "H5", "H6")]
    squeezed = [re.sub(r"\W", "", t).casefold() for t in titles]
    for heading in wanted:
        heading = re.sub(r"\[[a-z]{1,2}\]", "", heading)  # a link's letter
        if re.sub(r"\W", "", heading).casefold() not in squeezed:
            yield "no bookmark for '%s'" % heading


@outline.trip
def _(pdf):
    pdf.catalog["/Outlines"] = {}


# ---- as other programs read it ------------------------------------------------

# What says more about the reader than about the file: Debian's MuPDF is
# built without ICC profiles; poppler's table of attributes lacks those of
# PrintField (ISO 32000-1, table 348).
EXCUSED = re.compile("ICC support is not available|"
                     "Wrong Attribute '(Role|checked|Desc)' in element Form")


def judged_by_others(env, path):
    """qpdf finds it sound; poppler and MuPDF read it without complaint."""
    faults = []
    for argv in (["qpdf", "--check", path], ["pdftotext", path, "-"],
                 ["pdfinfo", "-struct-text", path],
                 ["mutool", "draw", "-q", "-F", "txt", "-o", "/dev/null",
                  path]):
        ran = env.run(*argv)
        told = [line for line in ran.err.splitlines()
                if line.strip() and not EXCUSED.search(line)]
        if ran.status != 0 or told:
            faults.append("%s: %s" % (argv[0], "\n".join(told)[:300]))
    ran = env.run("pdffonts", path)
    for line in ran.out.splitlines()[2:]:
        embedded, subset, unicode = line.split()[-5:-2]
        if (embedded, subset, unicode) != ("yes", "yes", "yes"):
            faults.append("pdffonts: " + line)
    return faults


def same_text(env, path, pdf):
    """poppler takes the same letters from the pages as we do."""
    ran = env.run("pdftotext", "-raw", path, "-")
    theirs = sorted(re.sub(r"[\s\u00ad]", "", ran.out))
    ours = sorted(re.sub(r"[\s\u00ad]", "", "".join(
        p.text for p in pdf.painted if p.kind == "text")))
    return [] if len(theirs) and abs(len(theirs) - len(ours)) <= \
        len(ours) // 100 else \
        ["pdftotext reads %d characters, the pages show %d" % (
            len(theirs), len(ours))]
