"""A page's document tree, read from `handout dump tree`, and the blocks of
text in it: what the other programs are given, and what is looked for in
everybody's PDF."""
import re
import unicodedata

LINE = re.compile(r"( *)([A-Z_]+)(.*)")
FIELD = re.compile(r'\s*([@#.]?[\w:-]*)(?:="((?:[^"\\]|\\.)*)"|=(\S+))?')
TOKEN = re.compile(r"[^\W\d_]+|\d+")
TEXT_BLOCKS = {"PARA", "PLAIN", "HEADING", "CODE_BLOCK", "TERM", "SUMMARY"}
BOXES = {"DIV", "QUOTE", "DETAILS", "TABLE", "NOTE", "FIGURE"}


class Node:
    def __init__(self, kind, text, fields):
        self.kind, self.text, self.fields = kind, text, fields
        self.children = []

    def number(self, name, otherwise):
        return int(self.fields.get(name, otherwise))

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


def unescaped(text):
    return re.sub(r"\\(x..|.)", lambda m: {
        "n": "\n", "t": "\t"}.get(m[1], m[1] if m[1][0] != "x" else ""), text)


def read_line(rest):
    text, fields = "", {}
    rest = rest.strip()
    if rest.startswith('"'):
        return unescaped(rest[1:-1]), fields
    at = 0
    while at < len(rest):
        m = FIELD.match(rest, at)
        if m.end() == at:
            break
        at = m.end()
        fields[m[1]] = unescaped(m[2]) if m[2] is not None else m[3] or ""
    return text, fields


def read(dump):
    """The tree's root."""
    stack = []
    for line in dump.splitlines():
        m = LINE.fullmatch(line)
        if not m:
            continue
        depth = len(m[1]) // 2
        node = Node(m[2], *read_line(m[3]))
        del stack[depth:]
        if stack:
            stack[-1].children.append(node)
        stack.append(node)
    return stack[0]


def tokens(text):
    """What is compared: runs of letters and of digits, in one case."""
    return TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


class Block:
    """A paragraph, heading, cell's text ... as it should be printed."""

    def __init__(self, node):
        self.kind = node.kind
        self.level = node.number("level", 0)
        self.boxed = self.broken = False
        self.table = None  # its number, and whether this is in its head
        self.head = False
        self.row = None  # its number; of a cell over several rows none
        self.note = None  # its label
        self.tokens = []
        self.refs = []  # (label of a note, how many tokens before it)


def collect(block, node):
    """The inlines' text; where notes are referred to first."""
    text = ""
    for n in node.walk():
        if n.kind == "NOTE_REF":
            if "first" in n.fields:
                block.refs.append((n.fields["label"], len(tokens(text))))
            text += n.fields["label"]
        elif n.kind in ("TEXT", "MATH"):
            text += n.text
        elif n.kind in ("BREAK", "IMAGE", "FIELD"):
            text += " "
            block.broken = True
    block.tokens = tokens(text)


def blocks(root):
    """(blocks of the body, blocks of notes), in reading order."""
    body, notes, tables, rows = [], [], [0], [0]

    def visit(node, around):
        if node.kind == "TABLE":
            tables[0] += 1
            around = dict(around, table=tables[0])
        elif node.kind == "HEAD":
            around = dict(around, head=True)
        elif node.kind == "ROW":
            rows[0] += 1
            around = dict(around, row=rows[0])
        elif node.kind == "CELL" and node.number("rowspan", 1) > 1:
            around = dict(around, row=None)
        elif node.kind == "NOTE":
            around = {"note": node.fields.get("label", ""), "boxed": True}
        if node.kind in BOXES:
            around = dict(around, boxed=True)
        if node.kind in TEXT_BLOCKS:
            block = Block(node)
            for name, value in around.items():
                setattr(block, name, value)
            collect(block, node)
            if block.tokens:
                (body if block.note is None else notes).append(block)
            return
        for child in node.children:
            visit(child, around)

    visit(root, {})
    return body, notes
