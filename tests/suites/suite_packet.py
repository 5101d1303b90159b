"""Packets: what is on which page, where links lead, what makes them anew.

The sites are made here; the PDFs are read back.
"""
import os
import re

import checks
import expect as facts
from environment import crashed
from message_cases import png
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


def head_says_it_once(env):
    """Where module and title are the same words, they stand there once."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: Cards\n")
    page(site, "a/index.md", "module_full_name: Of Drawers\n", LONG,
         title="Of Drawers")
    page(site, "a/b.md", "module_full_name: Of Drawers\n", LONG,
         title="Of Boxes")
    out = os.path.join(env.folder_new(), "x.pdf")
    env.program("build", "--packet", "module", "-o", out, site)
    pdf = Pdf.load(out)
    heads = {}
    for p in pdf.painted:
        if p.kind == "text" and p.artifact is not None and \
                p.artifact.get("Subtype") == "Header":
            heads[p.page] = heads.get(p.page, "") + p.text
    found = set(heads.values())
    return None if found in ({"Of Drawers", "Of BoxesOf Drawers"},
                             {"Of Drawers", "Of DrawersOf Boxes"}) \
        else "%s" % found


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
        said = re.fullmatch(r"(.*\S) (\d+)", link.text())
        if not said:
            return "no space before the number in %r" % link.text()
        title, number = facts.squeeze(said.group(1)), said.group(2)
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
              "West Drawers", "Only Drawer", "Credits"]
    if seen[:len(wanted)] != wanted:
        return "entries are %s" % seen
    return None if names[0] == "i" and names[begins(
        pdf, "First Drawer")] == "1" else "labels are %s" % names


def contents_keep_together(env):
    """No chapter stands at a page's foot with its sections on the next."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: Cards\n")
    for i in range(70):
        page(site, "p%d.md" % i, text="\n\n" + "".join(
            "## Part %d\n\nText.\n\n" % k for k in range(1 + i * 7 % 4)),
            title="Chapter %d" % i)
    spec = write(env.folder_new(), "s.yml", "contents: 2\n")
    out = os.path.join(env.folder_new(), "x.pdf")
    env.program("build", "--packet", spec, "-o", out, site)
    pdf = Pdf.load(out)
    entries = [(e.text(), e.pages()[0]) for e in pdf.root.all("TOCI")]
    if len({p for _, p in entries}) < 3:
        return "the contents are too short"
    for (text, on), (_, after) in zip(entries, entries[1:]):
        if text.startswith("Chapter") and on != after:
            return "%s is left alone" % text
    return None


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


def web_links(path):
    """The web addresses that a file links to, without the site's host."""
    actions = [a.get("/A") for _, a, _ in Pdf.load(path).annotations()]
    return {a["/URI"].replace("u:https://cards.example", "")
            for a in actions if a}


def links_by_source(env):
    """The file of a page that is not in the packet stands for its address;
    so it does for a page that is printed alone."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: Cards\nurl: https://cards.example\n"
          "baseurl: /room\npermalink: pretty\n")
    page(site, "a/x y.md", text="[one](../b/one.md#part) [two](two.md) [gone]"
         "(gone.md?card=2#x) [root](/b/one.md) [enc](x%20z.md) [own](x%20y.md)"
         " [a part of it](x%20y.md#own) [the same](#own)\n\n## Own {#own}\n")
    page(site, "a/two.md", "permalink: /moved/here.html\n")
    page(site, "a/x z.md")
    page(site, "b/one.md")
    spec = write(env.folder_new(), "s.yml", "pages: a/x y.md\n")
    out = os.path.join(env.folder_new(), "x.pdf")
    env.program("build", "--packet", spec, "-o", out, site)
    wanted = {"/room/b/one/#part", "/room/moved/here.html",
              "/room/a/x%20y/gone.md?card=2#x", "/room/b/one/",
              "/room/a/x%20z/"}
    if web_links(out) != wanted:
        return "in a packet %s" % web_links(out)
    env.program("build", "-o", out, os.path.join(site, "a/x y.md"))
    wanted |= {"/room/a/x%20y/"}
    return None if web_links(out) == wanted else "alone %s" % web_links(out)


def links_by_url(env):
    """Where a site is on the web is said in several ways, or not at all."""
    out = os.path.join(env.folder_new(), "x.pdf")
    site = env.folder_new("site")
    page(site, "one.md", text="[two](/room/two.html) [three](three.html)\n")
    for config, wanted in (
            ("url: https://cards.example/room/\nbaseurl: /room",
             {"/room/two.html", "/room/three.html"}),
            ("url: //cards.example", {"/room/two.html", "/three.html"}),
            ("url: http://localhost:4000\nbaseurl: /room", set()),
            ("url: cards", set()), ("baseurl: /room", set())):
        write(site, "_config.yml", "title: Cards\n%s\n" % config)
        env.program("build", "-o", out, os.path.join(site, "one.md"))
        if web_links(out) != wanted:
            return "%s: %s" % (config, web_links(out))
    return None


def documents_in_each(env):
    """What a chapter has read of the documents others show, too: two times
    each, and the document is a chapter itself."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: Cards\ncollections: {staff: {}}\n")
    write(site, "_layouts/card.html", "<p>Card of {{ page.title }}</p>\n"
          "{{ content }}")
    write(site, "_staff/ann.md", "---\ntitle: Ann\nlayout: card\n---\n"
          "Knows *{{ page.title }}*'s drawer.\n")
    for name in ("one", "two", "three"):
        page(site, name + ".md", title=name.title(),
             text="{% for p in site.staff %}{{ p }}{{ p.content }}{% endfor %}"
                  "\n\nEnd of " + name + ".\n")
    out = os.path.join(env.folder_new(), "x.pdf")
    ran = env.program("build", "--packet", "site", "-o", out, site)
    if ran.status or crashed(ran):
        return crashed(ran) or ran.err
    text = env.run("pdftotext", out, "-").out
    counts = [text.count(w) for w in ("Card of Ann", "Knows Ann", "End of")]
    return None if counts == [3, 7, 3] else "%s in\n%s" % (counts, text)


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


def packets_of(env, spec, *options, site=None):
    """A run with a file that describes packets; the titles of the chapters
    of each packet, as the contents have them."""
    site = site or course(env.folder_new("site"))
    folder = env.folder_new()
    if spec:
        options = ("--packet", write(folder, "spec.yml", spec)) + options
    out = os.path.join(folder, "out")
    ran = env.program("build", *options, "-o", out + "/", site)
    found = {}
    for name in outputs(out) if os.path.isdir(out) else ():
        pdf = Pdf.load(os.path.join(out, name))
        found[name[:-4]] = [facts.squeeze(facts.spaced(h))
                            for h in pdf.root.all("H1")
                            if h.text().endswith("Drawer")]
    return ran, found


# What a file says; what is said of it; the chapters of each packet.
SPECS = {
    "one page, not in a list": (
        "pages: modules/west/only.md\n", None,
        {"spec": ["Only Drawer"]}),
    "a folder among the pages": (
        "pages: [modules/west/only.md, modules/east/]\n", None,
        {"spec": ["Only Drawer", "First Drawer", "Last Drawer"]}),
    "a page by its address": (
        "pages: [/modules/east/last.html, east-first]\n", None,
        {"spec": ["Last Drawer", "First Drawer"]}),
    "a page twice": (
        "pages: [modules/west/only.md, modules/west/only.md]\n",
        r"spec\.yml:1:31: warning: .*modules/west/only\.md is there twice",
        {"spec": ["Only Drawer"]}),
    "a page that is not there": (
        "pages: [modules/west/olny.md, modules/west/only.md]\n",
        r"spec\.yml:1:9: warning: .*olny\.md is no page of the site \(did "
        r"you mean modules/west/only\.md\?\)", {"spec": ["Only Drawer"]}),
    "a module that is not there": (
        "modules: [wset, west]\n",
        r"spec\.yml:1:11: warning: .*wset is no module of the site \(did "
        r"you mean west\?\)", {"spec": ["Only Drawer"]}),
    "modules in another order": (
        "modules: [west, east]\n", None,
        {"spec": ["Only Drawer", "First Drawer", "Last Drawer"]}),
    "no pages at all": (
        "pages: [x.md]\n", r"spec\.yml:1:1: warning: .*has no pages", {}),
    "no map": (
        "just words\n", r"spec\.yml:1:1: warning: .*keys and their values "
        r"are expected", {}),
    "a picture that is not there": (
        "pages: modules/west/only.md\nlogo: img/no.png\n",
        r"spec\.yml:2:7: warning: .*logo: img/no\.png: no such file",
        {"spec": ["Only Drawer"]}),
    "two packets, one without a name": (
        "- {name: a, modules: west}\n"
        "- {title: The East, modules: east}\n", None,
        {"a": ["Only Drawer"], "The East": ["First Drawer", "Last Drawer"]}),
}


def credits(env, pages):
    """What the closing page says of pages, each (front matter, text)."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: Cards\nlicense: CC BY 4.0\n")
    for i, (front, text) in enumerate(pages, 1):
        page(site, "%d.md" % i, front, "\n\n" + text, "Page %d" % i)
    out = os.path.join(env.folder_new(), "all.pdf")
    env.program("build", "--packet", "site", "-o", out, site)
    text = env.run("pdftotext", "-layout", out, "-").out
    found = text.split("Credits\n")[-1].split("\f")[0].splitlines()
    return [" ".join(line.split()) for line in found if line.strip()][:-1]


CC = "https://creativecommons.org/licenses/by-sa/4.0/"
CREDITS = {
    "pages of one credit are one line": (
        [("license: CC0\n", ""), ("", ""), ("license: CC0\n", "")],
        ["Page 1, Page 3: CC0"]),
    "all pages": ([("license: CC0\n", "")] * 2, ["CC0"]),
    "the site's licence is not said again": (
        [("license: CC BY 4.0\n", ""), ("", "")], []),
    "lists of authors": (
        [("authors: [Ann, Ben]\n", ""),
         ("author:\n- name: Cid\n- {name: Dee, web: x}\n", ""),
         ("author: {name: Eve}\nlicense: MIT\n", "")],
        ["Page 1: Ann, Ben", "Page 2: Cid, Dee", "Page 3: Eve, MIT"]),
    "a line that names the licence": (
        [("", "Read.\n\nBy the Friends, [CC BY-SA](%s).\n" % CC), ("", "")],
        ["Page 1: By the Friends, CC BY-SA."]),
    "rel=license": (
        [("", 'Text.\n\n<p>Under <a rel="license" href="/x/">a licence'
          "</a></p>\n"), ("", "")], ["Page 1: Under a licence"]),
    "a box of who made it": (
        [("", '<p class="made-by">CC-BY-SA by Us</p>\n'), ("", "")],
        ["Page 1: CC-BY-SA by Us"]),
    "a caption": (
        [("", '<figure><img src="p.png" alt="x"><figcaption>By Al, <a href='
          '"%s">CC</a></figcaption></figure>\n' % CC), ("", "")],
        ["Page 1: By Al, CC"]),
    "a long text is no credit": (
        [("", "%s [CC](%s)\n" % ("Word and word. " * 30, CC)), ("", "")],
        ["Page 1: CC"]),
    "nothing": ([("", "See [it](https://example.org/license-plates).")], []),
}


def credits_collected(env):
    for what, (pages, wanted) in CREDITS.items():
        found = credits(env, pages)
        if found != ["Cards: CC BY 4.0"] + wanted:
            return "%s: %s" % (what, found)
    return None


def cover_says_it_once(env):
    """A packet of the site has its title, and not twice."""
    pdf = packet(env)
    first = [n.text() for n in pdf.root.all("P", "H1") if n.pages()[:1] == [0]]
    if [t for t in first if "card room" in t.lower()] != ["The Card Room"]:
        return "%s" % first
    site = course(env.folder_new("site"))
    ran, _ = packets_of(env, "title: Other\n", site=site)
    text = env.run("pdftotext", "-l", "1", re.search(
        r"\] (.*), \d+ pages", ran.err).group(1), "-").out
    return None if "THE CARD ROOM" in text else text


def modes_hold_for_packets(env):
    """Gray without any colour, large without small type: cover, contents,
    credits, pictures, and the print file of a booklet, too."""
    site = course(env.folder_new("site"))
    with open(os.path.join(site, "modules/east/plan.png"), "wb") as f:
        f.write(png(60, 60))
    for options, fact in ((("--grayscale",), "gray"),
                          (("--large-print",), "least 18"),
                          (("--ink-save",), "unfilled")):
        spec = write(env.folder_new(), "s.yml",
                     "logo: modules/east/plan.png\nfigures: true\n")
        path = os.path.join(env.folder_new(), "x.pdf")
        ran = env.program("build", "--packet", spec, *options, "--booklet",
                          "-o", path, site)
        if ran.status:
            return ran.err
        for name in (path, path.replace(".pdf", "-booklet.pdf")):
            fault = says(Pdf.load(name), [fact])
            if fault:
                return "%s: %s" % (" ".join(options), fault)
    return None


# Files of a site that has no title in _config.yml; what its packet is called.
UNTITLED = {
    "by its data": ({"_data/course.yml": "title: The Course\n"},
                    "The Course"),
    "by its index": ({"index.md": "---\ntitle: The Start\n---\n\nText.\n"},
                     "The Start"),
    "by its only module": ({}, "The East"),
    "by its first page": ({"modules/west/b.md":
                           "---\ntitle: In the West\n---\n\nText.\n"},
                          "In the East"),
    "by the first page that has one": (
        {"about.md": "---\nx: 1\n---\n\nText.\n"}, "In the East"),
}


def never_untitled(env):
    for what, (files, wanted) in UNTITLED.items():
        site = env.folder_new("site")
        write(site, "_config.yml", "permalink: /:categories/:title/\n")
        page(site, "modules/east/a.md", "module_full_name: The East\n",
             title="In the East")
        for name, text in files.items():
            write(site, name, text)
        out = os.path.join(env.folder_new(), "x.pdf")
        env.program("build", "--packet", "site", "-o", out, site)
        pdf = Pdf.load(out)
        fault = says(pdf, ["info Title " + wanted, "heading 1 " + wanted])
        if fault:
            return "%s: %s" % (what, fault)
    site = course(env.folder_new("site"))
    write(site, "_config.yml", "license: CC BY 4.0\n")
    write(site, "_data/course.yml", "title: The Course\n")
    out = os.path.join(env.folder_new(), "out")
    env.program("build", "--packet", "module", "-o", out, site)
    text = env.run("pdftotext", os.path.join(out, "east-packet.pdf"),
                   "-").out
    return None if "THE COURSE\n" in text and \
        "The Course: CC BY 4.0" in text else text[:300] + text[-300:]


def logo_is_small(env):
    """However large the picture, the cover is one page."""
    site = course(env.folder_new("site"))
    with open(os.path.join(site, "big.png"), "wb") as f:
        f.write(png(900, 700))
    out = os.path.join(env.folder_new(), "x.pdf")
    for options in ((), ("--large-print",), ("--paper", "a5")):
        spec = write(env.folder_new(), "s.yml",
                     "title: A Title That Is Not Short at All\n"
                     "subtitle: And what it is about, in a line\n"
                     "prepared_for: Them\nversion: May\nlogo: big.png\n")
        env.program("build", "--packet", spec, *options, "-o", out, site)
        pdf = Pdf.load(out)
        box = [i for i in pdf.painted if i.kind == "image" and i.page == 0]
        if len(box) != 1:
            return "%s: %d pictures" % (options, len(box))
        text = env.run("pdftotext", "-l", "1", out, "-").out
        if "Prepared for Them" not in text or "May" not in text:
            return "%s: the cover goes on: %s" % (options, text)
        left, bottom, right, top = box[0].box
        wide, high = right - left, top - bottom
        if high > 90.5 or wide > 300:
            return "%s: %g by %g" % (options, wide, high)
    return None


def described_otherwise(env):
    for what, (spec, said, wanted) in SPECS.items():
        ran, found = packets_of(env, spec)
        if crashed(ran) or found != wanted:
            return "%s: %s\n%s" % (what, found, ran.err)
        if said and not re.search(said, ran.err) or \
                not said and "site-" in ran.err:
            return "%s: %s" % (what, ran.err)
    return None


def command_line_counts_more(env):
    """--prepared-for over what the file says."""
    site = course(env.folder_new("site"))
    folder = env.folder_new()
    spec = write(folder, "s.yml", "prepared_for: The File\n")
    for option, name in (((), "The File"),
                         (("--prepared-for", "Them"), "Them")):
        path = os.path.join(folder, "x.pdf")
        env.program("build", "--packet", spec, *option, "-o", path, site)
        text = env.run("pdftotext", "-l", "1", path, "-").out
        if "Prepared for %s\n" % name not in text:
            return "%s: %s" % (option, text)
    return None


def no_such_packet(env):
    """Those that there are are named."""
    site = course(env.folder_new("site"))
    write(site, "handout.yml", "packets: [{name: evening}, {name: day}]\n")
    ran, _ = packets_of(env, None, "--packet", "evning", site=site)
    return expect(ran, 1, err=r"evning.*neither a file nor a packet of the "
                              r"site: evening, day.*\[file-missing\]")


def module_in_pieces(env):
    """A page with a place of its own stays in its module's one packet."""
    site = course(env.folder_new("site"))
    write(site, "handout.yml", "order: [modules/east/last.md, west, east]\n")
    ran, found = packets_of(env, None, "--packet", "module", site=site)
    return None if found == {
        "east-packet": ["Last Drawer", "First Drawer"],
        "west-packet": ["Only Drawer"]} else "%s\n%s" % (found, ran.err)


def modules_without_titles(env):
    """In the contents each page stands below its own module."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: The Card Room\n")
    page(site, "index.md", title="Start")
    page(site, "modules/a/x.md", "module_full_name: The A\n", title="In A")
    page(site, "modules/b-side/y.md", title="In B")
    out = os.path.join(env.folder_new(), "all.pdf")
    env.program("build", "--packet", "site", "-o", out, site)
    pdf = Pdf.load(out)
    seen = [re.sub(r" \d+$", "", facts.squeeze(e.kids[0].kids[0].text()))
            for e in pdf.root.all("TOCI")]
    if seen != ["Start", "The A", "In A", "B Side", "In B"]:
        return "entries are %s" % seen
    spec = write(env.folder_new(), "s.yml", "pages: modules/b-side/y.md\n")
    out = os.path.join(env.folder_new(), "out")
    report(env, site, out, "--packet", spec)
    page(site, "modules/b-side/index.md", title="Its Index")
    told = report(env, site, out, "--packet", spec)[1]
    return None if printed(told) == ["s.pdf"] else \
        "another title of the module; printed %s" % printed(told)


def prune_spares_others(env):
    """What another way to print the same site has made is not gone: pages,
    packets of modules, of a file; nor is anything where a packet is asked
    for that there is not."""
    site = course(env.folder_new("site"))
    spec = write(env.folder_new(), "spec.yml",
                 "- {name: one, modules: east}\n- {name: two}\n")
    out = os.path.join(env.folder_new(), "out")
    ways = ((), ("--packet", "module"), ("--packet", spec),
            ("--packet", "site"))
    for way in ways:
        env.program("build", *way, "-o", out, site)
    made = sorted(outputs(out))
    for way in ways + (("--packet", "nosuch"),):
        ran = env.program("build", *way, "--prune", "-o", out, site)
        if sorted(outputs(out)) != made or "gone" in ran.err:
            return "after %s: %s\n%s" % (way, sorted(outputs(out)), ran.err)
    write(os.path.dirname(spec), "spec.yml", "[\n")
    env.program("build", "--packet", spec, "--prune", "-o", out, site)
    if sorted(outputs(out)) != made:
        return "after a mistake in the file: %s" % sorted(outputs(out))
    write(os.path.dirname(spec), "spec.yml", "- {name: two}\n")
    ran = env.program("build", "--packet", spec, "-o", out, site)
    fault = expect(ran, 0, err=r"one\.pdf: style: .*\[output-gone\]")
    env.program("build", "--packet", spec, "--prune", "-o", out, site)
    return fault or (None if sorted(outputs(out)) == [
        n for n in made if n != "one.pdf"] else "left: %s" %
        sorted(outputs(out)))


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


def numbers_that_swing(env):
    """A page names one of its own, which is 10 as long as it says 9, and the
    other way round: that is told, and all pages are there, each once."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: Swing\n")
    for i in range(7):
        page(site, "a%d.md" % i, title="First %d" % i)
    with open(os.path.join(site, "tall.png"), "wb") as f:
        f.write(png(200, 440))
    tall = '\n\n<img src="tall.png" alt="x" style="height:300pt"%s>'
    write(site, "b.md", "---\ntitle: A\n---\n" + "\n\n".join(
        "Line %d." % i for i in range(21)) + "\n\nl0<br>l1\n\n" + " ".join(
            ["[b](b.md#end)"] * 23) + tall % "" + tall % ' id="end"' + "\n")
    page(site, "c.md", "", "The end.", title="B")
    out = os.path.join(env.folder_new(), "x.pdf")
    fault = expect(env.program("build", "--packet", "site", "-o", out, site),
                   0, err=r"\[pages-unsettled\]")
    text = env.run("pdftotext", out, "-").out
    return fault or (None if "The end." in text and "Line 20." in text and
                     not checks.judged_by_others(env, out) else text[-400:])


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


def floats_in_chapters(env):
    """What one chapter has remembered of its pictures at the side is not
    written where another has its text."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: Sides\n")
    picture(site, "plan.png")
    for i in range(8):
        page(site, "%d.md" % i, "", '<img src="plan.png" alt="Plan" style='
             '"float: right; width: 40%">\n\n' + LONG,
             title="Side %d" % i)
    out = os.path.join(env.folder_new(), "x.pdf")
    fault = expect(env.program("build", "--packet", "site", "-o", out, site),
                   0)
    if fault:
        return fault
    pdf = Pdf.load(out)
    boxes = {}
    for i in pdf.painted:
        if i.kind == "image":
            boxes.setdefault(i.box, []).append(i.page)
    return None if len(boxes) == 1 and [len(b) for b in boxes.values()] == \
        [8] else "the pictures stand at %s" % boxes


def of_a_page(env):
    folder = env.folder_new()
    write(folder, "a.md", "---\ntitle: A\n---\n\nText.\n")
    return expect(env.program("build", "--packet", "site", "a.md",
                              cwd=folder), 1, err=r"\[packet-page\]")


def cases(env):
    for function in (every_check, cover_and_credits, running_heads,
                     head_says_it_once, contents_agree,
                     contents_keep_together, inner_links, links_by_source,
                     links_by_url, documents_in_each,
                     notes_are_the_authors, described, one_a_module,
                     same_bytes, all_are_counted, numbers_that_swing,
                     same_shapes,
                     floats_in_chapters, of_a_page,
                     described_otherwise, command_line_counts_more,
                     no_such_packet, module_in_pieces, credits_collected,
                     cover_says_it_once, logo_is_small,
                     modes_hold_for_packets, never_untitled,
                     prune_spares_others, modules_without_titles):
        yield ("packet/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
