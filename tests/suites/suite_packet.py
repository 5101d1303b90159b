"""Packets: what is on which page, where links lead, what makes them anew.

The sites are made here; the PDFs are read back.
"""
import os
import re

import checks
import expect as facts
from environment import crashed
from pdf import Pdf
from suite_command import expect, write
from suite_site import outputs, page, picture, printed, report, settled

LONG = "\n\n".join("Card %d of the drawer, which has a line or two." % n
                  for n in range(60))


def course(folder):
    """Two modules; pages that link to each other, and out of them."""
    write(folder, "_config.yml", "title: The Card Room\n"
          "url: https://cards.example\nbaseurl: /room\nlicense: CC BY 4.0\n"
          "modules: [east, west]\n")
    front = "module_name: %s\nmodule_full_name: %s Drawers\nsection: %s\n"
    east, west = front % ("east", "East", "1. One"), front % (
        "west", "West", "2. Two")
    page(folder, "modules/east/first.md", east + "author: The Friends\n",
         "See [the last page](last.html), [its box](last.html#box), [a west "
         "page](/room/modules/west/only.html), [another site](https://other."
         "example/x), and [the shop](/room/shop/).\n\n"
         "A claim.<sup>7</sup>\n\n" + LONG +
         '\n\n<a name="fn7">7</a>: A note of the first page.\n',
         title="First Drawer")
    page(folder, "modules/east/last.md", east,
         "Back to [the first](first.md).\n\n" + LONG +
         "\n\n## The Box {#box}\n\nIt is green.\n\n"
         "![A plan of the room](plan.png)\n\n"
         '<figure><img src="plan.png" alt="Plan"><figcaption>The room from '
         "above</figcaption></figure>\n",
         title="Last Drawer")
    picture(folder, "modules/east/plan.png")
    page(folder, "modules/west/only.md", west + "license: CC0\n",
         "A page alone.<sup>7</sup>\n\n"
         '<a name="fn7">7</a>: A note of the west.\n', title="Only Drawer")
    settled(folder)
    return folder


def packet(env, *options):
    """The packet of all pages, read back."""
    site = course(env.folder_new("site"))
    path = os.path.join(env.folder_new("pdf"), "all.pdf")
    ran = env.program("build", "--packet", *(options or ("site",)), "-o",
                      path, site)
    if ran.status or crashed(ran):
        raise AssertionError("exit status %d\n%s" % (
            ran.status, crashed(ran) or ran.err))
    pdf = Pdf.load(path)
    pdf.size, pdf.poppler = os.path.getsize(path), env.run(
        "pdftotext", path, "-").out
    pdf.path = path
    return pdf


def begins(pdf, title):
    """The page, from 0, on which the chapter's title stands."""
    for heading in pdf.root.all("H1"):
        if facts.squeeze(facts.spaced(heading)) == title:
            return heading.pages()[0]
    raise AssertionError("no chapter " + title)


def labels(pdf):
    """Page labels, as far as they are numbers or prefixes."""
    nums = pdf.get(pdf.get(pdf.catalog["/PageLabels"])["/Nums"])
    starts = {nums[i]: pdf.get(nums[i + 1]) for i in range(0, len(nums), 2)}
    found, entry, since = [], {}, 0
    for n in range(len(pdf.pages)):
        if n in starts:
            entry, since = starts[n], n
        found.append(str(entry.get("/St", 1) + n - since)
                     if entry.get("/S") == "/D"
                     else pdf.string(entry.get("/P")) or "")
    return found


def says(pdf, lines):
    """What is wrong, of facts as a file of them would have them."""
    for line in lines:
        key, _, rest = line.partition(" ")
        good, found = facts.FACTS[key](pdf, rest)
        if not good:
            return "%s: %s" % (line, str(found)[:400])
    return None


# These know a document by itself: its one title, notes by their numbers.
OTHERWISE = {"running-feet", "running-heads", "notes"}


def every_check(env):
    """What holds for every PDF holds for a packet."""
    pdf = packet(env)
    faults = ["%s: %s" % (c.name, f) for c in checks.CHECKS
              if c.name not in OTHERWISE for f in c(pdf)]
    return "\n".join(faults + checks.judged_by_others(env, pdf.path)) or None


def cover_and_credits(env):
    pdf = packet(env, "site", "--prepared-for", "River Town")
    return says(pdf, [
        "on 1 The Card Room", "on 1 Prepared for River Town",
        "heading 1 Contents", "heading 1 Credits",
        "text The Card Room: CC BY 4.0", "text First Drawer: The Friends",
        "text Only Drawer: CC0", "info Title The Card Room"])


def running_heads(env):
    """The chapter's module and title, but not where it begins; the number."""
    pdf = packet(env)
    names, first = labels(pdf), begins(pdf, "First Drawer")
    for page_number, wanted in ((0, ""), (first, names[first]),
                                (first + 1, names[first + 1] + "First Drawer"
                                            "East Drawers")):
        text = "".join(p.text for p in pdf.painted
                       if p.page == page_number and p.kind == "text" and
                       p.artifact is not None and
                       p.artifact.get("Subtype") in ("Header", "Footer"))
        text = text.replace("The Card Room \u00b7 CC BY 4.0", "")
        if sorted(text) != sorted(wanted):
            return "page %d: %s, not %s" % (page_number + 1, text, wanted)
    return None


def contents_agree(env):
    """Each entry has the number of the page that its title is on, in the
    order of the chapters, as TOCI > Reference > Link."""
    pdf = packet(env)
    names = labels(pdf)
    entries = pdf.root.all("TOCI")
    seen = []
    for entry in entries:
        link = entry.kids[0].kids[0]
        if (entry.kids[0].role, link.role) != ("Reference", "Link") or \
                not link.objects:
            return "an entry is not Reference > Link with an annotation"
        title, number = re.fullmatch(
            r"(.*?)(\d+)", facts.squeeze(link.text())).groups()
        seen.append(title)
        for heading in pdf.root.all("H1", "H2"):
            if facts.squeeze(facts.spaced(heading)) == title:
                if names[heading.pages()[0]] != number:
                    return "%s is on %s, not %s" % (
                        title, names[heading.pages()[0]], number)
                break
        else:
            if not title.endswith("Drawers"):
                return "no heading for " + title
    wanted = ["East Drawers", "First Drawer", "Last Drawer", "The Box",
              "West Drawers", "Only Drawer"]
    if seen[:len(wanted)] != wanted:
        return "entries are %s" % seen
    return None if names[0] == "i" and names[begins(
        pdf, "First Drawer")] == "1" else "labels are %s" % names


def inner_links(env):
    """Within the packet they lead to the page that they name."""
    pdf = packet(env)
    names = labels(pdf)
    last, only = begins(pdf, "Last Drawer"), begins(pdf, "Only Drawer")
    box = next(h.pages()[0] for h in pdf.root.all("H2")
               if "The Box" in h.text())
    fault = says(pdf, ["text the last page (page %s)" % names[last],
                       "text its box (page %s)" % names[box],
                       "text a west page (page %s)" % names[only],
                       "text the first (page 1)",
                       "link https://other.example/x",
                       "link https://cards.example/room/shop/",
                       "absent first.md", "absent last.html"])
    if fault:
        return fault
    targets = set()
    for _, annotation, _ in pdf.annotations():
        dest = pdf.get(annotation.get("/Dest"))
        if dest:
            targets.add(pdf.page_numbers.get(dest[0]))
    missing = {last, only, box} - targets
    return "no link leads to pages %s" % missing if missing else None


def notes_are_the_authors(env):
    """Two notes 7, each on the page of its reference."""
    pdf = packet(env)
    notes = [n for n in pdf.root.all("Note")
             if checks.note_number(n) == "7"]
    if len(notes) != 2:
        return "%d notes 7" % len(notes)
    where = [n.pages()[0] for n in notes]
    return None if where == [begins(pdf, "First Drawer"), begins(
        pdf, "Only Drawer")] else "they are on pages %s" % where


def described(env):
    """A file's keys are obeyed; unknown ones are told with the nearest."""
    site = course(env.folder_new("site"))
    folder = env.folder_new()
    spec = write(folder, "evening.yml",
                 "title: One Evening\nsubtitle: For helpers\nversion: May\n"
                 "chapters: recto\nfigures: true\nlinks: packet\n"
                 "pages: [modules/west/only.md, modules/east/last.md]\n"
                 "titel: x\n")
    out = os.path.join(folder, "out/")
    ran = env.program("build", "--duplex", "--packet", spec, "-o", out, site)
    fault = expect(ran, 0, err=r"evening\.yml:8:1: warning: .*titel.*did you "
                               r"mean title")
    if fault:
        return fault
    pdf = Pdf.load(os.path.join(out, "evening.pdf"))
    pdf.poppler = env.run("pdftotext", os.path.join(out, "evening.pdf"),
                          "-").out
    starts = [begins(pdf, t) for t in ("Only Drawer", "Last Drawer")]
    if starts != sorted(starts) or any(s % 2 for s in starts):
        return "chapters begin on sheets %s" % starts
    return says(pdf, ["on 1 One Evening", "on 1 For helpers", "on 1 May",
                      "heading 1 Figures", "text The room from above",
                      "absent First Drawer: The Friends"])


def one_a_module(env):
    site = course(env.folder_new("site"))
    out = os.path.join(env.folder_new(), "out")
    ran, told = report(env, site, out, "--packet", "module")
    if ran.status or sorted(outputs(out)) != ["east-packet.pdf",
                                              "west-packet.pdf"]:
        return "%s\n%s" % (sorted(outputs(out)), ran.err)
    ran, told = report(env, site, out, "--packet", "module")
    if printed(told):
        return "nothing changed, but %s printed" % printed(told)
    page(site, "modules/west/only.md", "module_name: west\n", "Other text.")
    ran, told = report(env, site, out, "--packet", "module")
    if printed(told) != ["west-packet.pdf"]:
        return "the west changed; printed %s" % printed(told)
    page(site, "modules/east/new.md", "module_name: east\n", "New.")
    ran, told = report(env, site, out, "--packet", "module")
    if printed(told) != ["east-packet.pdf"]:
        return "a page more in the east; printed %s" % printed(told)
    ran, told = report(env, site, out, "--packet", "module",
                       "--prepared-for", "Us")
    return None if len(printed(told)) == 2 else \
        "another cover; printed %s" % printed(told)


def same_bytes(env):
    site = course(env.folder_new("site"))
    made = []
    for jobs in ("1", "2", "8"):
        out = os.path.join(env.folder_new("out" + jobs), "out")
        env.program("build", "--packet", "module", "-j", jobs, "-o", out,
                    site)
        made.append(outputs(out))
    return None if made[0] and made[0] == made[1] == made[2] else \
        "-j changes the bytes"


def all_are_counted(env):
    """A foot that names how many pages there are, which shows only when all
    are laid out, has them lay out again."""
    site = course(env.folder_new("site"))
    write(site, "handout.yml",
          "theme: {footer: {right: '<{page}> of <{pages}>'}}\n")
    path = os.path.join(env.folder_new("pdf"), "all.pdf")
    fault = expect(env.program("build", "--packet", "site", "-o", path, site),
                   0)
    if fault:
        return fault
    pdf = Pdf.load(path)
    names = labels(pdf)
    text = env.run("pdftotext", path, "-").out
    found = re.findall(r"<(\w+)> of <(\d+)>", text)
    wanted = [(n, str(len(names))) for n in names[1:]]
    return None if found == wanted else "feet say %s, not %s" % (found, wanted)


SHAPES = ("Only here: Zebra \u017dlu\u0165ou\u010dk\u00fd "
          "k\u016f\u0148, \u00c5ngstr\u00f6m, Quiz & Jug 1234567890, "
          "\u56f3\u66f8\u9928\u306e\u4eba, `code QWZ{}`, *Quiz*, "
          "**Quiz**.")


def same_shapes(env):
    """Glyphs that come up in a later chapter are painted as in a handout of
    that page alone."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: Shapes\n")
    page(site, "modules/m/a.md", "", "Before: one \u672c\u306e\u7d19, `mono`,"
         " *it*, **bo**.", title="First")
    page(site, "modules/m/b.md", "", SHAPES, title="Second Qq")
    folder = env.folder_new()
    pictures = []
    for name, argv, sheet in (("all", ("--packet", "site", site), "4"),
                              ("one", (os.path.join(
                                  site, "modules/m/b.md"),), "1")):
        path = os.path.join(folder, name)
        env.program("build", "-q", "-o", path + ".pdf", *argv)
        env.run("pdftoppm", "-r", "72", "-f", sheet, "-l", sheet, "-x", "60",
                "-y", "60", "-W", "480", "-H", "500", "-singlefile",
                path + ".pdf", path)
        with open(path + ".ppm", "rb") as f:
            pictures.append(f.read())
    if len(set(pictures[0])) < 3:
        return "the picture is empty"
    return None if pictures[0] == pictures[1] else "the pictures differ"


def of_a_page(env):
    folder = env.folder_new()
    write(folder, "a.md", "---\ntitle: A\n---\n\nText.\n")
    return expect(env.program("build", "--packet", "site", "a.md",
                              cwd=folder), 1, err=r"\[packet-page\]")


def cases(env):
    for function in (every_check, cover_and_credits, running_heads,
                     contents_agree,
                     inner_links, notes_are_the_authors, described,
                     one_a_module, same_bytes, all_are_counted, same_shapes, of_a_page):
        yield ("packet/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
