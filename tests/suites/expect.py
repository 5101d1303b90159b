"""Facts that one page's PDF must show, from a file of one fact a line.

    pages 2                      so many pages
    bytes 50000                  the file is no larger
    info Title TEXT              the Info dictionary says so
    heading 2 TEXT               an H2 of this text
    quote TEXT                   a BlockQuote that holds it
    note 17 TEXT                 a Note of this number holds it
    notes 17 18 19               just these notes, in this order
    cited 17 TEXT                the block before the note holds it
    link ADDRESS                 a web link leads there
    bar TITLE #RRGGBB #RRGGBB    a table's title row: spans all columns, text
                                 of the first colour on the second
    label TEXT #RRGGBB #RRGGBB   the same of a row's header cell
    cell TEXT                    a TD of this text
    box TYPE TITLE               a Sect of our own type TYPE holds the title
    figure ALT                   a picture with this alternative text
    item TEXT                    a list item's body holds it
    nested TEXT                  the same of an item in an item
    absent TEXT                  nowhere on the pages
    over ROLE TEXT               one element of this role holds it and is
                                 painted on more than one page
    artifact TEXT                the text is on some page as an artifact
    text TEXT                    poppler reads this, line ends as spaces
    address TEXT                 in the list of links on paper
    on 2 TEXT                    a block with this text begins on page 2
    beside TEXT | TEXT           two blocks begin on one page, the second to
                                 the right of all the first
    under TEXT | TEXT            the same, the second below the first
    turned 2                     page 2 is wider than it is high
    upright 1                    it is not
    flush 2 3                    the text of these pages ends at one height
    closed 2                     page 2 ends with a rule as wide as the text
    edge 2 69                    the text of page 2 begins 69 points from its
                                 left edge
    least 18                     no text is smaller, running heads and all
    gray                         no colour: no operator of one, no picture
    unfilled                     no area is filled but rules and bars
    size 9 TEXT                  a block's type is this many points, or up to
                                 half a point larger

Each has a partner in SPOILED that must fail on any page, which is how the
checks themselves are checked.
"""
import re

from checks import citing_block, ground, note_number
from pdf import Element


def squeeze(text):
    return " ".join(text.split())


def holds(element, text):
    return squeeze(text) in squeeze(spaced(element))


def spaced(element):
    """Text of an element, its blocks and lines kept apart."""
    return spaced_marks(element.pdf, element.all_marked())


def spaced_marks(pdf, marks):
    out, last = [], None
    for p in (p for m in marks for p in pdf.by_mark.get(m, [])):
        if last and (p.page != last.page or
                     abs(p.box[1] - last.box[1]) > 0.6 * p.size or
                     p.box[0] > last.box[2] + 0.9 * p.size):
            if not (out[-1].endswith("\u00ad") or
                    re.search(r"[-/?&._=]$", out[-1])):
                out.append(" ")
        out.append(p.text)
        last = p
    return "".join(out)


def colors(pdf, element):
    """(text colour, ground colour) of an element's first word."""
    for p in element.painted():
        if p.kind == "text" and p.text.strip():
            painted = pdf.read[p.page].painted
            return p.color, ground(painted, painted.index(p), p.box)
    return None, None


def fact_pages(pdf, rest):
    return len(pdf.pages) == int(rest), "%d pages" % len(pdf.pages)


def fact_bytes(pdf, rest):
    return pdf.size <= int(rest), "%d bytes" % pdf.size


def fact_info(pdf, rest):
    key, text = rest.split(" ", 1)
    return pdf.info().get(key) == text, pdf.info()


def fact_heading(pdf, rest):
    level, text = rest.split(" ", 1)
    found = [squeeze(spaced(e)) for e in pdf.root.all("H" + level)]
    return text in found, found


def fact_quote(pdf, rest):
    return any(holds(e, rest) for e in pdf.root.all("BlockQuote")), ""


def fact_note(pdf, rest):
    number, text = rest.split(" ", 1)
    found = [e for e in pdf.root.all("Note") if note_number(e) == number]
    return any(holds(e, text) for e in found), [spaced(e) for e in found]


def fact_notes(pdf, rest):
    found = [note_number(e) for e in pdf.root.all("Note")]
    return found == rest.split(), found


def fact_cited(pdf, rest):
    number, text = rest.split(" ", 1)
    for note in pdf.root.all("Note"):
        if note_number(note) == number:
            found = squeeze(spaced_marks(
                pdf, [m for e in citing_block(note)
                      for m in (e.all_marked() if isinstance(e, Element)
                                else [e] if isinstance(e, tuple) else [])]))
            return squeeze(text) in found, found
    return False, "no such note"


def fact_link(pdf, rest):
    found = [address for _, address, _ in pdf.uris()]
    return rest in found, found


def fact_colored(pdf, cells, rest):
    text, color, under = rest.rsplit(" ", 2)
    found = [(squeeze(spaced(c)),) + colors(pdf, c) for c in cells]
    return (text, color, under) in found, found


def fact_bar(pdf, rest):
    first_rows = [t.first("TR") for t in pdf.root.all("Table")]
    bars = [r.kids[0] for r in first_rows if r and len(r.kids) == 1 and
            r.kids[0].role == "TH" and r.kids[0].attribute("ColSpan")]
    return fact_colored(pdf, bars, rest)


def fact_label(pdf, rest):
    return fact_colored(pdf, [c for c in pdf.root.all("TH")
                              if c.attribute("Scope") == "/Row"], rest)


def fact_cell(pdf, rest):
    return any(holds(c, rest) for c in pdf.root.all("TD")), ""


def fact_box(pdf, rest):
    kind, title = rest.split(" ", 1)
    found = [(e.type, squeeze(spaced(e))[:60]) for e in pdf.root.all("Sect")]
    return any(e.type == kind and holds(e, title)
               for e in pdf.root.all("Sect")), found


def fact_figure(pdf, rest):
    found = [pdf.string(e.value.get("/Alt")) for e in pdf.root.all("Figure")]
    return rest in found, found


def fact_item(pdf, rest):
    return any(holds(e, rest) for e in pdf.root.all("LBody")), ""


def fact_nested(pdf, rest):
    return any(holds(inner, rest) for outer in pdf.root.all("LBody")
               for inner in outer.all("LBody") if inner is not outer), ""


def fact_absent(pdf, rest):
    everything = squeeze(" ".join(pdf.page_text(n)
                                  for n in range(len(pdf.pages))))
    return rest not in everything, ""


def fact_over(pdf, rest):
    role, text = rest.split(" ", 1)
    found = [(e.pages(), squeeze(spaced(e))[:50])
             for e in pdf.root.all(role) if holds(e, text)]
    return any(len(pages) > 1 for pages, _ in found), found


def fact_artifact(pdf, rest):
    for number in range(len(pdf.pages)):
        text = "".join(p.text for p in pdf.painted if p.page == number and
                       p.kind == "text" and p.artifact is not None)
        if rest in text:
            return True, ""
    return False, ""


def fact_text(pdf, rest):
    return rest in squeeze(pdf.poppler), ""


def fact_address(pdf, rest):
    """The address stands written out on the last pages, in one piece."""
    text = re.sub(r"\s", "", "".join(pdf.page_text(n)
                                     for n in range(len(pdf.pages))))
    return re.sub(r"^https?://|/$", "", rest) in text, ""


def blocks(pdf, text):
    """What is painted of the innermost blocks that hold the text."""
    held = [e for e in pdf.root.walk() if holds(e, text) and
            not any(holds(kid, text) for kid in e.kids)]
    return [[p for p in e.painted() if p.kind == "text"] for e in held]


def first_box(painted):
    """Page and box of a block where it begins."""
    page = painted[0].page
    boxes = [p.box for p in painted if p.page == page]
    return page, (min(b[0] for b in boxes), min(b[1] for b in boxes),
                  max(b[2] for b in boxes), max(b[3] for b in boxes))


def fact_on(pdf, rest):
    page, text = rest.split(" ", 1)
    found = [first_box(b)[0] + 1 for b in blocks(pdf, text) if b]
    return int(page) in found, found


def pairs(pdf, rest):
    one, two = (part.strip() for part in rest.split("|"))
    for a in blocks(pdf, one):
        for b in blocks(pdf, two):
            if a and b and a[0].page == b[0].page:
                yield first_box(a)[1], first_box(b)[1]


def fact_beside(pdf, rest):
    found = list(pairs(pdf, rest))
    return any(a[2] < b[0] for a, b in found), found


def fact_under(pdf, rest):
    found = list(pairs(pdf, rest))
    return any(b[3] <= a[1] + 1 and b[0] < a[2] for a, b in found), found


def page_size(pdf, rest):
    box = pdf.box(int(rest) - 1) if int(rest) <= len(pdf.pages) else [0] * 4
    return box[2] - box[0], box[3] - box[1]


def fact_turned(pdf, rest):
    w, h = page_size(pdf, rest)
    return w > h, (w, h)


def fact_upright(pdf, rest):
    w, h = page_size(pdf, rest)
    return h > w, (w, h)


def fact_flush(pdf, rest):
    feet = []
    for number in rest.split():
        text = [p.box[1] for p in pdf.painted if p.kind == "text" and
                p.page == int(number) - 1 and p.artifact is None]
        feet.append(min(text) if text else -1)
    return max(feet) - min(feet) < 1.5 and min(feet) >= 0, feet


def fact_closed(pdf, rest):
    on_page = [p for p in pdf.painted if p.page == int(rest) - 1]
    text = [p.box for p in on_page if p.kind == "text" and
            p.artifact is None]
    rules = [p.box for p in on_page if p.kind != "text" and
             p.box[3] - p.box[1] < 2 and p.box[2] - p.box[0] > 300]
    foot = min((b[1] for b in text), default=0)
    return any(foot - 20 < r[1] <= foot + 1 for r in rules), (foot, rules)


def fact_size(pdf, rest):
    size, text = rest.split(" ", 1)
    found = [max(p.size for p in b) for b in blocks(pdf, text) if b]
    return any(float(size) - 0.01 <= f < float(size) + 0.5
               for f in found), found


def fact_edge(pdf, rest):
    page, x = rest.split()
    found = [p.box[0] for p in pdf.painted if p.page == int(page) - 1 and
             p.kind == "text" and p.artifact is None and p.text.strip()]
    return bool(found) and abs(min(found) - float(x)) < 1.5, found[:3]


def fact_least(pdf, rest):
    found = min(p.size for p in pdf.painted
                if p.kind == "text" and p.text.strip())
    return found >= float(rest) - 0.001, found


def fact_gray(pdf, _):
    found = set()
    for page in pdf.pages:
        found |= set(re.findall(rb"\b(?:rg|RG|k|K|cs|CS|scn|SCN)\b", re.sub(
            rb"\((?:\\.|[^)\\])*\)|<[^>]*>", b"", pdf.content(page), 0, re.S)))
    spaces = {o["stream"]["dict"].get("/ColorSpace")
              for o in pdf.objects.values() if "stream" in o and
              o["stream"]["dict"].get("/Subtype") == "/Image"}
    return not found and spaces <= {"/DeviceGray"}, (found, spaces)


def fact_unfilled(pdf, _):
    found = [p.box for p in pdf.painted if p.kind == "fill" and
             min(p.box[2] - p.box[0], p.box[3] - p.box[1]) > 4 and
             p.color != "#FFFFFF"]
    return not found, found[:3]


FACTS = {name[5:]: function for name, function in globals().items()
         if name.startswith("fact_") and name != "fact_colored"}

# Facts that no page can show.
SPOILED = """pages 999
bytes 10
info Title Nobody wrote this
heading 2 Nobody wrote this
quote Nobody wrote this
note 998 Nobody
notes 998 999
cited 998 Nobody
link https://nobody.example/
bar NOBODY #123456 #654321
label Nobody #123456 #654321
cell Nobody wrote this
box Nobody Nobody wrote this
figure Nobody drew this
item Nobody wrote this
nested Nobody wrote this
over P Nobody wrote this
artifact Nobody wrote this
text Nobody wrote this
address https://nobody.example/path
on 1 Nobody wrote this
beside Nobody | Nobody
under Nobody | Nobody
turned 1
upright 998
flush 998 999
closed 998
size 99 Nobody wrote this
edge 1 500
least 200
gray
unfilled"""


def read(path):
    """(line number, key, rest) of a file of facts."""
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            line = line.strip()
            if line and not line.startswith("#"):
                key, _, rest = line.partition(" ")
                yield number, key, rest


def faults(pdf, path):
    for number, key, rest in read(path):
        if key in ("page", "option"):
            continue
        if key not in FACTS:
            yield "line %d: unknown fact %s" % (number, key)
            continue
        good, found = FACTS[key](pdf, rest)
        if not good:
            yield "line %d: %s %s%s" % (
                number, key, rest, "\n  found %s" % str(found)[:600]
                if found else "")
