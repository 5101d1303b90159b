"""Reads the PDFs back and checks what handout promises of them.

tests/readback/*.expect are pages with facts of their own: the first line
`page FILE` names one, relative to the project's folder.  On every page of
content/ and of tests/readback all general checks run as well, and every
check is tried on a spoiled PDF.
"""
import glob
import hashlib
import os
import threading

import checks
import expect
from environment import crashed
from pdf import Pdf


class Printed:
    """A page, printed when first asked for."""

    def __init__(self, env, page, options=()):
        self.env, self.page, self.options = env, page, list(options)
        self.lock, self.path, self.pdf = threading.Lock(), None, None

    def print(self):
        with self.lock:
            if self.path:
                return
            path = os.path.join(self.env.folder_new("pdf"), "out.pdf")
            ran = self.env.program("build", *self.options, "-o", path,
                                   self.env.path(self.page))
            if crashed(ran) or ran.status != 0 or not os.path.exists(path):
                raise AssertionError("exit status %d\n%s" % (
                    ran.status, crashed(ran) or ran.err))
            self.pdf = Pdf.load(path)
            self.pdf.size = os.path.getsize(path)
            self.pdf.poppler = self.env.run("pdftotext", path, "-").out
            self.path = path

    def fresh(self):
        """The PDF's data, to be spoiled."""
        self.print()
        pdf = Pdf.load(self.path)
        pdf.size, pdf.poppler = self.pdf.size, self.pdf.poppler
        return pdf


def told(faults):
    return "\n".join(list(faults)[:20]) or None


def general(printed, check):
    printed.print()
    return told(check(printed.pdf))


def facts(printed, path):
    printed.print()
    return told(expect.faults(printed.pdf, path))


def others(env, printed):
    printed.print()
    return told(checks.judged_by_others(env, printed.path) +
                checks.same_text(env, printed.path, printed.pdf))


def trips(printed, check):
    """The check finds what its partner has spoiled."""
    pdf = printed.fresh()
    before = len(check(pdf))
    check.spoil(pdf)
    if len(check(pdf)) <= before:
        return "the spoiled PDF passes"
    return None


def fact_trips(printed, line):
    printed.print()
    key, _, rest = line.partition(" ")
    good, _ = expect.FACTS[key](printed.pdf, rest)
    return "'%s' passes" % line if good else None


def absent_trips(printed):
    printed.print()
    word = printed.pdf.page_text(0).split()[0]
    good, _ = expect.FACTS["absent"](printed.pdf, word)
    return "'%s' is found absent" % word if good else None


def others_trip(env, printed):
    """A file cut short is refused."""
    printed.print()
    path = os.path.join(env.folder_new("cut"), "cut.pdf")
    with open(printed.path, "rb") as f:
        data = f.read()
    with open(path, "wb") as f:
        f.write(data[:len(data) * 2 // 3])
    return None if checks.judged_by_others(env, path) else "it passes"


def digest(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def same_bytes(env, page):
    """The same bytes from another folder, time zone, language and shell."""
    seen = {}
    for number, variables in enumerate((
            {"TZ": "UTC", "LC_ALL": "C"},
            {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8",
             "LC_ALL": None, "HOME": "/nonexistent", "USER": "nobody"},
            {"TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8",
             "LANG": "tr_TR.UTF-8"})):
        folder = env.folder_new("place%d" % number)
        out = os.path.join(folder, "out%d.pdf" % number)
        cwd = folder if number else env.top
        given = env.path(page)
        ran = env.program("build", "-o", out, given if number else
                          os.path.relpath(given, cwd), cwd=cwd,
                          env=variables)
        if ran.status != 0:
            return ran.err
        seen[digest(out)] = variables
    if len(seen) != 1:
        return "%d different files: %s" % (len(seen), list(seen.values()))
    return None


def dated(env, page):
    """SOURCE_DATE_EPOCH, and nothing else, sets the date."""
    path = os.path.join(env.folder_new("dated"), "out.pdf")
    ran = env.program("build", "-o", path, env.path(page),
                      env={"SOURCE_DATE_EPOCH": "1000000000"})
    if ran.status != 0:
        return ran.err
    info = Pdf.load(path).info()
    if not (info.get("CreationDate") or "").startswith("D:20010909014640"):
        return "the date is %s" % info.get("CreationDate")
    return None


def folded(sides, n):
    """The order in which a reader meets the pages of a folded booklet."""
    sheets = [sides[i:i + 2] for i in range(0, len(sides), 2)]
    fronts = [page for front, back in sheets for page in (front[1], back[0])]
    backs = [page for front, back in reversed(sheets)
             for page in (back[1], front[0])]
    return [page for page in fronts + backs if page is not None]


def booklet(env, n, sheets=None):
    """Page n of a booklet is met at n when its sheets, or so many of them at a
    time, are folded."""
    folder = env.folder_new("booklet%d" % n)
    page, path = (os.path.join(folder, name) for name in ("p.md", "p.pdf"))
    with open(page, "w", encoding="utf-8") as f:
        f.write("---\ntitle: T\n---\n\n" + "\n\n<!-- pagebreak -->\n\n".join(
            "Leaf%dhere" % (k + 1) for k in range(n)) + "\n")
    ran = env.program("build", "--booklet", "-o", path, page)
    if ran.status != 0:
        return ran.err
    pdf = Pdf.load(path.replace(".pdf", "-booklet.pdf"))
    sides = []
    for number in range(len(pdf.pages)):
        middle, side = pdf.box(number)[2] / 2, [None, None]
        for p in pdf.painted:
            # the first letter of the body's line tells where the page is
            if p.page == number and p.artifact is None and p.text == "L":
                right = p.box[0] > middle
                side[right] = number_at(pdf, p, middle)
        sides.append(side)
    step = 2 * (sheets or len(sides))
    got = [page for i in range(0, len(sides), step)
           for page in folded(sides[i:i + step], n)]
    if len(sides) != (n + 3) // 4 * 2 or got != list(range(1, n + 1)):
        return "%d sides, read as %s" % (len(sides), got)
    return None


def number_at(pdf, letter, middle):
    """The number in the line of text that begins with this letter."""
    line = [p for p in pdf.painted if p.page == letter.page and
            p.kind == "text" and abs(p.box[1] - letter.box[1]) < 3 and
            (p.box[0] > middle) == (letter.box[0] > middle)]
    return int("".join(p.text for p in line if p.text.isdigit()))


def booklet_order(env):
    return next((fault for fault in (booklet(env, n) for n in range(1, 34))
                 if fault), None)


def booklet_signatures(env):
    """What is too thick to be folded at once."""
    return booklet(env, 60) or booklet(env, 61, 8) or booklet(env, 130, 7)


def first_page(path):
    for _, key, rest in expect.read(path):
        if key == "page":
            return rest
    return None


def options_of(path):
    return [word for _, key, rest in expect.read(path) if key == "option"
            for word in rest.split()]


def all_pages(env):
    """(name, page, options, file of facts or None)"""
    listed = set()
    for path in sorted(glob.glob(env.path("tests", "readback", "*.expect"))):
        page = first_page(path)
        listed.add(page)
        yield (os.path.basename(path)[:-7], page, options_of(path), path)
    for path in sorted(glob.glob(env.path("content", "**", "*.md"),
                                 recursive=True)):
        page = os.path.relpath(path, env.top)
        if page not in listed and "/_" not in page:
            yield os.path.basename(path)[:-3], page, [], None


# The page that the checks themselves are tried on: it has everything.
SAMPLE = "partners"


def cases(env):
    sample = None
    for name, page, options, path in all_pages(env):
        printed = Printed(env, page, options)
        if name == SAMPLE:
            sample = printed
        where = "readback/%s/" % name
        for check in checks.CHECKS:
            yield (where + check.name,
                   lambda p=printed, c=check: general(p, c))
        yield where + "others", lambda p=printed: others(env, p)
        if path:
            yield where + "facts", lambda p=printed, f=path: facts(p, f)
        yield where + "same-bytes", lambda p=page: same_bytes(env, p)
    if sample is None:
        return
    yield "readback/booklet-order", lambda: booklet_order(env)
    yield "readback/booklet-signatures", lambda: booklet_signatures(env)
    yield "readback/dated", lambda: dated(env, sample.page)
    for check in checks.CHECKS:
        yield ("readback/spoiled/" + check.name,
               lambda c=check: trips(sample, c))
    for line in expect.SPOILED.splitlines():
        yield ("readback/spoiled/fact-" + line.split()[0],
               lambda l=line: fact_trips(sample, l))
    yield "readback/spoiled/fact-absent", lambda: absent_trips(sample)
    yield "readback/spoiled/others", lambda: others_trip(env, sample)
