"""A PDF as data: its objects, what its pages paint, its structure tree.

qpdf turns the file into JSON; from there on this is a reader of its own,
which shares no code with handout.  It follows ISO 32000-1 as far as tagged
text needs: marked content, text and graphics state, composite fonts with
ToUnicode, the structure tree.
"""
import base64
import json
import re
import subprocess

TOKEN = re.compile(rb"""
    (?P<space>[\s\0]+ | %[^\r\n]*)
  | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+))
  | /(?P<name>[^\s()<>\[\]{}/%]*)
  | (?P<dict><<|>>) | (?P<array>[\[\]])
  | <(?P<hex>[0-9A-Fa-f\s]*)>
  | (?P<string>\()
  | (?P<operator>[A-Za-z'"*][A-Za-z0-9'"*]*)
""", re.X)

ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Name(str):
    """A PDF name, without its slash."""


def read_string(data, at):
    """The bytes of a literal string whose "(" is before `at`."""
    out, depth = bytearray(), 1
    while depth:
        c = data[at:at + 1]
        at += 1
        if c == b"\\":
            octal = re.match(rb"[0-7]{1,3}", data[at:at + 3])
            if octal:
                out.append(int(octal.group(), 8) & 255)
                at += octal.end()
                continue
            c = data[at:at + 1]
            at += 1
            out += ESCAPES.get(c, b"" if c == b"\n" else c)
            continue
        depth += (c == b"(") - (c == b")")
        if depth:
            out += c
        if not c:
            raise ValueError("string without end")
    return bytes(out), at


def operations(data):
    """Each operator of a content stream with its operands."""
    stack, open_ones, at = [], [], 0
    while at < len(data):
        m = TOKEN.match(data, at)
        if not m:
            raise ValueError("not a token: %r" % data[at:at + 20])
        at, kind, text = m.end(), m.lastgroup, m.group(m.lastgroup)
        if kind == "number":
            stack.append(float(text))
        elif kind == "name":
            stack.append(Name(text.decode("latin-1")))
        elif kind == "hex":
            digits = re.sub(rb"\s", b"", text)
            stack.append(bytes.fromhex((digits + b"0" * (len(digits) % 2))
                                       .decode()))
        elif kind == "string":
            value, at = read_string(data, at)
            stack.append(value)
        elif text in (b"[", b"<<"):
            open_ones.append(stack)
            stack = []
        elif text == b"]":
            open_ones[-1].append(stack)
            stack = open_ones.pop()
        elif text == b">>":
            open_ones[-1].append(dict(zip(stack[::2], stack[1::2])))
            stack = open_ones.pop()
        elif kind == "operator":
            yield text.decode(), stack
            stack = []


def multiply(m, n):
    return (m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3],
            m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
            m[4] * n[0] + m[5] * n[2] + n[4],
            m[4] * n[1] + m[5] * n[3] + n[5])


def moved(m, x, y):
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def hull(points):
    xs, ys = zip(*points)
    return (min(xs), min(ys), max(xs), max(ys))


class Painted:
    """One thing on a page: text, fill, stroke or image, in page space."""

    def __init__(self, kind, page, box, marks, color, text="", size=0.0,
                 font=""):
        self.kind, self.page, self.box, self.color = kind, page, box, color
        self.marks = marks  # innermost last: (tag, properties)
        self.text, self.size, self.font = text, size, font

    @property
    def mcid(self):
        for tag, properties in reversed(self.marks):
            if "MCID" in properties:
                return int(properties["MCID"])
        return None

    @property
    def artifact(self):
        """The properties of the artifact it is part of, or None."""
        for tag, properties in self.marks:
            if tag == "Artifact":
                return properties
        return None


class Font:
    def __init__(self, pdf, value):
        self.base = value.get("/BaseFont", "/?")[1:]
        self.composite = value.get("/Subtype") == "/Type0"
        self.map, self.widths, self.default = {}, {}, 1000.0
        if "/ToUnicode" in value:
            self.map = read_tounicode(pdf.data(value["/ToUnicode"]))
        if self.composite:
            below = pdf.get(pdf.get(value["/DescendantFonts"])[0])
            self.descriptor = pdf.get(below.get("/FontDescriptor"))
            self.default = float(below.get("/DW", 1000))
            self.widths = read_widths(pdf, pdf.get(below.get("/W", [])))
        else:
            self.descriptor = pdf.get(value.get("/FontDescriptor"))

    def codes(self, data):
        step = 2 if self.composite else 1
        return [int.from_bytes(data[i:i + step], "big")
                for i in range(0, len(data), step)]

    def text(self, code):
        return self.map.get(code, "\ufffd")

    def width(self, code):
        return self.widths.get(code, self.default)


def read_widths(pdf, array):
    widths, i = {}, 0
    while i < len(array):
        first, second = int(array[i]), pdf.get(array[i + 1])
        if isinstance(second, list):
            for k, w in enumerate(second):
                widths[first + k] = float(w)
            i += 2
        else:
            for code in range(first, int(second) + 1):
                widths[code] = float(array[i + 2])
            i += 3
    return widths


def utf16(data):
    return data.decode("utf-16-be", "replace")


def read_tounicode(data):
    """bfchar and bfrange of a ToUnicode CMap."""
    found = {}
    for operator, operands in operations(data):
        if operator == "endbfchar":
            for code, text in zip(operands[::2], operands[1::2]):
                found[int.from_bytes(code, "big")] = utf16(text)
        elif operator == "endbfrange":
            for low, high, to in zip(*[iter(operands)] * 3):
                low = int.from_bytes(low, "big")
                for k in range(int.from_bytes(high, "big") - low + 1):
                    if isinstance(to, list):
                        found[low + k] = utf16(to[k])
                    else:
                        value = int.from_bytes(to, "big") + k
                        found[low + k] = utf16(
                            value.to_bytes(len(to), "big"))
    return found


class State:
    """The graphics state, as far as anyone here asks."""

    def __init__(self):
        self.ctm = (1, 0, 0, 1, 0, 0)
        self.fill = self.stroke = "#000000"
        self.font, self.size = None, 0.0
        self.char_space = self.word_space = self.rise = self.leading = 0.0
        self.scale = 1.0
        self.line_width = 1.0

    def copy(self):
        other = State()
        other.__dict__.update(self.__dict__)
        return other


def hex_color(parts):
    if len(parts) == 1:
        parts = parts * 3
    if len(parts) == 4:
        c, m, y, k = parts
        parts = [(1 - v) * (1 - k) for v in (c, m, y)]
    return "#" + "".join("%02X" % round(255 * v) for v in parts)


class Interpreter:
    """Runs one page's content and notes what it paints."""

    def __init__(self, pdf, number):
        self.pdf, self.number = pdf, number
        page = pdf.pages[number]
        self.resources = pdf.get(pdf.inherited(page, "/Resources")) or {}
        self.fonts = {}
        self.state, self.saved = State(), []
        self.marks, self.painted = [], []
        self.path, self.current, self.loose = [], (0, 0), []
        self.text_matrix = self.line_matrix = (1, 0, 0, 1, 0, 0)
        for operator, operands in operations(pdf.content(page)):
            method = OPERATORS.get(operator)
            if method:
                method(self, *operands)
        if self.marks:
            self.loose.append("marked content never closed")
        if self.saved:
            self.loose.append("q without Q")

    # graphics state
    def q(self):
        self.saved.append(self.state.copy())

    def Q(self):
        self.state = self.saved.pop()

    def cm(self, *m):
        self.state.ctm = multiply(m, self.state.ctm)

    def fill_color(self, *parts):
        self.state.fill = hex_color(parts)

    def stroke_color(self, *parts):
        self.state.stroke = hex_color(parts)

    def line_width(self, w):
        self.state.line_width = w

    # marked content
    def properties(self, value):
        if isinstance(value, dict):
            return value
        table = self.pdf.get(self.resources.get("/Properties", {}))
        found = self.pdf.get(table.get("/" + value, {}))
        return {k[1:]: v for k, v in found.items()}

    def BMC(self, tag):
        self.marks = self.marks + [(tag, {})]

    def BDC(self, tag, properties):
        self.marks = self.marks + [(tag, self.properties(properties))]

    def EMC(self):
        if not self.marks:
            self.loose.append("EMC without BDC")
        self.marks = self.marks[:-1]

    # paths
    def add(self, *points):
        self.path += [moved(self.state.ctm, points[i], points[i + 1])
                      for i in range(0, len(points), 2)]

    def rectangle(self, x, y, w, h):
        self.add(x, y, x + w, y, x, y + h, x + w, y + h)

    def paint(self, kind, color, grow=0.0):
        if self.path:
            x0, y0, x1, y1 = hull(self.path)
            self.painted.append(Painted(
                kind, self.number, (x0 - grow, y0 - grow, x1 + grow,
                                    y1 + grow), self.marks, color))

    def fill(self):
        self.paint("fill", self.state.fill)
        self.path = []

    def stroke(self):
        scale = abs(self.state.ctm[0]) or abs(self.state.ctm[1])
        self.paint("stroke", self.state.stroke,
                   self.state.line_width * scale / 2)
        self.path = []

    def fill_stroke(self):
        self.paint("fill", self.state.fill)
        self.stroke()

    def end_path(self):
        self.path = []

    def Do(self, name):
        self.add(0, 0, 1, 0, 0, 1, 1, 1)
        self.paint("image", "")
        self.path = []

    # text
    def BT(self):
        self.text_matrix = self.line_matrix = (1, 0, 0, 1, 0, 0)

    def Tf(self, name, size):
        if name not in self.fonts:
            table = self.pdf.get(self.resources["/Font"])
            self.fonts[name] = self.pdf.font(table["/" + name])
        self.state.font, self.state.size = self.fonts[name], size

    def Tm(self, *m):
        self.text_matrix = self.line_matrix = m

    def Td(self, x, y):
        self.line_matrix = multiply((1, 0, 0, 1, x, y), self.line_matrix)
        self.text_matrix = self.line_matrix

    def TD(self, x, y):
        self.state.leading = -y
        self.Td(x, y)

    def TL(self, v):
        self.state.leading = v

    def next_line(self):
        self.Td(0, -self.state.leading)

    def Tc(self, v):
        self.state.char_space = v

    def Tw(self, v):
        self.state.word_space = v

    def Tz(self, v):
        self.state.scale = v / 100

    def Ts(self, v):
        self.state.rise = v

    def Tj(self, data):
        self.TJ([data])

    def next_line_show(self, data):
        self.next_line()
        self.Tj(data)

    def step(self, x):
        self.text_matrix = multiply((1, 0, 0, 1, x, 0), self.text_matrix)

    def TJ(self, pieces):
        s = self.state
        for piece in pieces:
            if isinstance(piece, float):
                self.step(-piece / 1000 * s.size * s.scale)
                continue
            for code in s.font.codes(piece):
                self.glyph(code)

    def glyph(self, code):
        s = self.state
        w = s.font.width(code) / 1000 * s.size * s.scale
        m = multiply(self.text_matrix, s.ctm)
        # The box reaches as high and low as common letters do.
        low, high = s.rise - 0.22 * s.size, s.rise + 0.74 * s.size
        box = hull([moved(m, x, y) for x in (0, w) for y in (low, high)])
        text = s.font.text(code)
        size = abs(multiply((s.size, 0, 0, s.size, 0, 0), m)[3])
        self.painted.append(Painted(
            "text", self.number, box, self.marks, s.fill, text, size,
            s.font.base))
        extra = s.char_space + (s.word_space if code == 32 and
                                not s.font.composite else 0)
        self.step(w + extra * s.scale)


I = Interpreter
OPERATORS = {
    "q": I.q, "Q": I.Q, "cm": I.cm, "w": I.line_width,
    "g": I.fill_color, "rg": I.fill_color, "k": I.fill_color,
    "G": I.stroke_color, "RG": I.stroke_color, "K": I.stroke_color,
    "BMC": I.BMC, "BDC": I.BDC, "EMC": I.EMC,
    "m": I.add, "l": I.add, "c": I.add, "v": I.add, "y": I.add,
    "re": I.rectangle, "f": I.fill, "F": I.fill, "f*": I.fill,
    "S": I.stroke, "s": I.stroke, "B": I.fill_stroke, "B*": I.fill_stroke,
    "b": I.fill_stroke, "b*": I.fill_stroke, "n": I.end_path, "Do": I.Do,
    "BT": I.BT, "Tf": I.Tf, "Tm": I.Tm, "Td": I.Td, "TD": I.TD, "TL": I.TL,
    "T*": I.next_line, "Tc": I.Tc, "Tw": I.Tw, "Tz": I.Tz, "Ts": I.Ts,
    "Tj": I.Tj, "TJ": I.TJ, "'": I.next_line_show,
}


class Element:
    """A node of the structure tree."""

    def __init__(self, pdf, value, parent):
        self.pdf, self.value, self.parent = pdf, value, parent
        self.type = value.get("/S", "/StructTreeRoot")[1:]
        self.kids = []      # Elements, in order
        self.marked = []    # (page number, MCID)
        self.objects = []   # annotations
        self.content = []   # all of these in their order

    @property
    def role(self):
        """The standard type, through the role map."""
        name, roles, seen = self.type, self.pdf.roles, set()
        while "/" + name in roles and name not in seen:
            seen.add(name)
            name = roles["/" + name][1:]
        return name

    def attribute(self, name):
        found = self.pdf.get(self.value.get("/A"))
        for entry in found if isinstance(found, list) else [found]:
            entry = self.pdf.get(entry)
            if isinstance(entry, dict) and "/" + name in entry:
                return self.pdf.get(entry["/" + name])
        return None

    def walk(self):
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, *roles):
        return [e for e in self.walk() if e.role in roles]

    def first(self, role):
        return next((e for e in self.walk() if e.role == role), None)

    def all_marked(self):
        for item in self.content:
            if isinstance(item, Element):
                yield from item.all_marked()
            elif isinstance(item, tuple):
                yield item

    def painted(self):
        """What it shows, in the tree's order."""
        shown = self.pdf.by_mark
        for mark in self.all_marked():
            yield from shown.get(mark, [])

    def text(self):
        return "".join(p.text for p in self.painted())

    def own_text(self, *without):
        """Its text, but for kids of some roles."""
        out = ""
        for item in self.content:
            if isinstance(item, tuple):
                out += "".join(p.text for p in
                               self.pdf.by_mark.get(item, []))
            elif isinstance(item, Element) and item.role not in without:
                out += item.own_text(*without)
        return out

    def pages(self):
        return sorted({page for page, _ in self.all_marked()})


class Pdf:
    def __init__(self, objects):
        self.objects = objects
        self.trailer = objects["trailer"]["value"]
        self.catalog = self.get(self.trailer["/Root"])
        self.fonts = {}
        self.page_numbers = {}
        self.pages = []
        self.find_pages(self.catalog["/Pages"], 0)
        self.read = [Interpreter(self, n) for n in range(len(self.pages))]
        self.painted = [p for page in self.read for p in page.painted]
        self.by_mark = {}
        for p in self.painted:
            if p.mcid is not None:
                self.by_mark.setdefault((p.page, p.mcid), []).append(p)
        self.tree = self.get(self.catalog.get("/StructTreeRoot"))
        self.roles = self.get((self.tree or {}).get("/RoleMap")) or {}
        self.root = self.element(self.tree, None, None) if self.tree else None

    @classmethod
    def objects_of(cls, path):
        """A fresh copy of the file's objects."""
        done = subprocess.run(
            ["qpdf", "--json=2", "--json-key=qpdf",
             "--json-stream-data=inline", "--decode-level=generalized", path],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode not in (0, 3):
            raise ValueError(done.stderr.decode("utf-8", "replace"))
        return json.loads(done.stdout)["qpdf"][1]

    @classmethod
    def load(cls, path):
        return cls(cls.objects_of(path))

    # objects
    def get(self, value):
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            found = self.objects.get("obj:" + value, {})
            value = (found["stream"]["dict"] if "stream" in found
                     else found.get("value"))
        return value

    def data(self, reference):
        return base64.b64decode(
            self.objects["obj:" + reference]["stream"].get("data", ""))

    def string(self, value):
        """A text string as text."""
        value = self.get(value)
        if not isinstance(value, str):
            return None
        if value.startswith("u:"):
            return value[2:]
        if value.startswith("b:"):
            data = bytes.fromhex(value[2:])
            if data.startswith(b"\xfe\xff"):
                return utf16(data[2:])
            return data.decode("latin-1")
        return value

    def font(self, reference):
        if reference not in self.fonts:
            self.fonts[reference] = Font(self, self.get(reference))
        return self.fonts[reference]

    # pages
    def find_pages(self, reference, depth):
        node = self.get(reference)
        if depth > 50 or not isinstance(node, dict):
            raise ValueError("the page tree is broken")
        if node.get("/Type") == "/Pages":
            for kid in self.get(node["/Kids"]):
                self.find_pages(kid, depth + 1)
        else:
            self.page_numbers[reference] = len(self.pages)
            self.pages.append(node)

    def inherited(self, page, key):
        while isinstance(page, dict):
            if key in page:
                return page[key]
            page = self.get(page.get("/Parent"))
        return None

    def box(self, number):
        media = self.get(self.inherited(self.pages[number], "/MediaBox"))
        return tuple(float(v) for v in media)

    def content(self, page):
        contents = page.get("/Contents", [])
        if isinstance(self.get(contents), list):
            parts = self.get(contents)
        else:
            parts = [contents]
        return b"\n".join(self.data(part) for part in parts)

    def annotations(self):
        """(page number, annotation, its reference)"""
        for number, page in enumerate(self.pages):
            for reference in self.get(page.get("/Annots")) or []:
                yield number, self.get(reference), reference

    def uris(self):
        """(page number, address, its rectangle) of each web link."""
        for number, annotation, _ in self.annotations():
            action = self.get(annotation.get("/A"))
            if action and action.get("/S") == "/URI":
                rect = [float(v) for v in self.get(annotation["/Rect"])]
                yield number, self.string(action["/URI"]), rect

    # structure
    def element(self, value, parent, page, depth=0):
        made = Element(self, value, parent)
        page = value.get("/Pg", page)
        kids = self.get(value.get("/K", []))
        if depth > 400:
            raise ValueError("the structure tree is too deep")
        for kid in kids if isinstance(kids, list) else [kids]:
            self.add_kid(made, self.get(kid), page, depth)
        return made

    def add_kid(self, made, kid, page, depth):
        if isinstance(kid, int):
            kid = {"/Type": "/MCR", "/MCID": kid}
        kind = kid.get("/Type")
        where = self.page_numbers.get(kid.get("/Pg", page))
        if kind == "/MCR":
            item = (where, kid["/MCID"])
            made.marked.append(item)
        elif kind == "/OBJR":
            item = self.get(kid["/Obj"])
            made.objects.append(item)
        else:
            item = self.element(kid, made, page, depth + 1)
            made.kids.append(item)
        made.content.append(item)

    # texts
    def page_text(self, number):
        return "".join(p.text for p in self.painted
                       if p.page == number and p.kind == "text")

    def xmp(self):
        reference = self.catalog.get("/Metadata")
        return self.data(reference).decode("utf-8") if reference else ""

    def info(self):
        found = self.get(self.trailer.get("/Info")) or {}
        return {k[1:]: self.string(v) for k, v in found.items()}
