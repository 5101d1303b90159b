"""The judge of `make bench QUALITY=1` on pages made by hand: what it must
find, and what it must not."""
import os
import sys

BENCH = os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), "bench")
sys.path.insert(0, BENCH)

import judge  # noqa: E402
import outline  # noqa: E402

RIGHT = 300
ONE = "one two three four five six seven"
TWO = "eight nine ten eleven twelve thirteen fourteen"
MORE = "fifteen sixteen seventeen eighteen nineteen twenty"

PARA = 'DOCUMENT\n  PARA\n    TEXT "%s %s %s"' % (ONE, TWO, MORE)
SECTION = 'DOCUMENT\n  HEADING level=2\n    TEXT "A title"\n  PARA\n' \
    '    TEXT "%s %s"' % (ONE, TWO)
NEXT = '\n  HEADING level=2\n    TEXT "Another one"\n  PARA\n' \
    '    TEXT "%s"' % MORE
TABLE = ('DOCUMENT\n  TABLE rows=3 cols=1\n    HEAD\n      ROW\n'
         '        CELL\n          PLAIN\n            TEXT "Head of all"\n'
         '    BODY\n      ROW\n        CELL\n          PLAIN\n'
         '            TEXT "%s"\n      ROW\n        CELL\n'
         '          PLAIN\n            TEXT "%s %s"' % (ONE, TWO, MORE))
NOTED = ('DOCUMENT\n  PARA\n    TEXT "%s"\n    NOTE_REF label="1" first\n'
         '    TEXT " %s"\n  NOTE label="1"\n    PLAIN\n      TEXT "%s"' % (
             ONE, TWO, MORE))

# (what it shows, source, lines as (page, y, text), what is found)
CASES = [
    ("whole", PARA, [(0, 10, ONE), (0, 25, TWO), (0, 40, MORE)], {}),
    ("a widow", PARA, [(0, 10, ONE), (0, 25, TWO), (1, 10, MORE)],
     {"widows": 1}),
    ("an orphan", PARA, [(0, 10, ONE), (1, 10, TWO), (1, 25, MORE)],
     {"orphans": 1}),
    ("a heading and two lines", SECTION,
     [(0, 10, "A title"), (0, 30, ONE), (0, 45, TWO)], {}),
    ("a heading and nothing", SECTION,
     [(0, 10, "A title"), (1, 10, ONE), (1, 25, TWO)], {"stranded": 1}),
    ("a section of one line", SECTION.replace(" " + TWO, "") + NEXT,
     [(0, 10, "A title"), (0, 25, ONE), (1, 10, "Another one"),
      (1, 25, MORE)], {}),
    ("the head again", TABLE,
     [(0, 10, "Head of all"), (0, 25, ONE), (1, 10, "Head of all"),
      (1, 25, TWO), (1, 40, MORE)], {}),
    ("no head", TABLE,
     [(0, 10, "Head of all"), (0, 25, ONE), (1, 25, TWO), (1, 40, MORE)],
     {"heads": 1}),
    ("a row cut", TABLE,
     [(0, 10, "Head of all"), (0, 25, ONE), (0, 40, TWO),
      (1, 10, "Head of all"), (1, 25, MORE)],
     {"rows": 1, "widows": 1, "orphans": 1}),
    ("a note at the foot", NOTED,
     [(0, 10, ONE + "1"), (0, 25, TWO), (0, 90, "1 " + MORE)], {}),
    ("a note one page later", NOTED,
     [(0, 10, ONE + "1"), (0, 25, TWO), (1, 90, "1 " + MORE)],
     {"notes": 1}),
    ("a note nowhere", NOTED, [(0, 10, ONE + "1"), (0, 25, TWO)],
     {"notes": 1}),
]


def words(lines):
    pages = [[] for _ in range(max(page for page, _, _ in lines) + 1)]
    for page, y, text in lines:
        x = 10
        for word in text.split():
            wide = 4 * len(word)
            pages[page].append(judge.Word(page, word,
                                          (x, y, x + wide, y + 10)))
            x += wide + 4
    return pages


def faults():
    for name, source, lines, expected in CASES:
        doc = judge.Set(words(lines), *outline.blocks(outline.read(source)),
                        RIGHT)
        counts, shares = judge.judged(doc)
        del counts["pages"]
        found = {k: n for k, n in counts.items() if n}
        if found != expected:
            yield "%s: found %s, not %s" % (name, found, expected)
        if name == "whole" and [round(s, 2) for s in shares] != [
                round(1 - len(t) * 4 / (RIGHT - 10), 2)
                for t in (ONE, TWO)]:
            yield "ragged %s" % shares
