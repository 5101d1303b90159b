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
    yield "readback/dated", lambda: dated(env, sample.page)
    for check in checks.CHECKS:
        yield ("readback/spoiled/" + check.name,
               lambda c=check: trips(sample, c))
    for line in expect.SPOILED.splitlines():
        yield ("readback/spoiled/fact-" + line.split()[0],
               lambda l=line: fact_trips(sample, l))
    yield "readback/spoiled/fact-absent", lambda: absent_trips(sample)
    yield "readback/spoiled/others", lambda: others_trip(env, sample)
