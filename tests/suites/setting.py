"""What `handout check --layout` finds, and what of it is known."""
import json
import os

# Of these classes nothing may be found.
NONE_OF = ("layout-widow", "layout-orphan", "layout-stranded", "layout-row",
           "layout-note", "line-overfull", "layout-contrast")
PAPERS = ("letter", "a4")
# Ways to print, each of which must be as good; on Letter.
MODES = (["--ink-save"], ["--large-print"], ["--booklet"], ["--duplex"],
         ["--grayscale"], ["--paper", "a5"], ["--paper", "legal"])


class Broken(Exception):
    """The report can't be read, and why."""


def looked_at(env, paper, *argv):
    """The documents of the report, as JSON has them."""
    return report(env, "--paper", paper, *argv)


def report(env, *argv):
    ran = env.program("check", "--layout", "--json", *argv)
    try:
        return json.loads(ran.out)
    except ValueError as fault:
        raise Broken("%s\n%s" % (fault, ran.err[-2000:])) from fault


def known(top):
    """{name: {slug}}: findings that wait for a better layout."""
    found = {}
    with open(os.path.join(top, "tests", "suites", "setting.known"),
              encoding="utf-8") as f:
        for line in f:
            words = line.partition("#")[0].split()
            if words:
                found.setdefault(words[0], set()).update(words[1:])
    return found


def faults(document, excused=()):
    """Findings of the classes above, a line each."""
    if not document["printed"]:
        return ["not printed"]
    counted = sum(document["counts"].values())
    if counted != len(document["findings"]):
        return ["%d findings, but %d counted" % (
            len(document["findings"]), counted)]
    return ["%(file)s:%(line)d: page %(page)d: %(text)s [%(slug)s]" % f
            for f in document["findings"]
            if f["slug"] in NONE_OF and f["slug"] not in excused]
