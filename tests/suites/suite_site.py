"""Whole sites: order and names, workers, what changed, what is lost.

The sites are made here.  A run is judged by its report, by the files it
left, and by their bytes, which must be those of an undisturbed run.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import time
import zlib
import struct

from environment import Skip, crashed
from suite_command import expect, write

PAGE = "---\ntitle: %s\n%s---\n\nText of the page. %s\n"


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + \
            struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(
        ">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)) + \
        chunk(b"IDAT", zlib.compress(b"\0" + bytes(range(8)) +
                                     (b"\0" + bytes(8)) * 7)) + \
        chunk(b"IEND", b"")


def page(folder, name, front="", text="", title=None):
    return write(folder, name, PAGE % (title or os.path.basename(name),
                                       front, text))


def picture(folder, name):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(png())
    return path


def build(env, site, out, *more):
    return env.program("build", *more, "-o", out, site)


def report(env, site, out, *more):
    """The run and its report."""
    path = out.rstrip("/") + ".json"
    ran = build(env, site, out, "--report", path, *more)
    with open(path, encoding="utf-8") as f:
        return ran, json.load(f)


def outputs(out):
    """Bytes of each PDF."""
    found = {}
    for name in sorted(os.listdir(out)):
        if name.endswith(".pdf"):
            with open(os.path.join(out, name), "rb") as f:
                found[name] = f.read()
    return found


def strays(out):
    return [n for n in os.listdir(out)
            if n != ".handout" and not re.fullmatch(r"[^.].*\.pdf", n)]


def printed(told):
    return sorted(os.path.basename(j["output"]) for j in told["jobs"]
                  if j["status"] == "printed")


def settled(folder):
    """Give every file a time that is past: what is read is as it was."""
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            stat = os.stat(path)
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns - 10**10))


# ---- order and names ----------------------------------------------------------

def jekyll_site(folder):
    write(folder, "_config.yml",
          "title: Site\n"
          "modules:\n- name: second\n- {name: first, pages: [z, index]}\n"
          "exclude: [drafts, 'secret*.md', README.md]\n"
          "include: [_kept]\n"
          "collections: {units: {output: true, permalink: '/u/:path/'},\n"
          "  hidden: {output: false}}\n")
    page(folder, "index.md")
    page(folder, "about.md")
    for name in ("z", "index", "part-10", "part-2", "a"):
        page(folder, "modules/first/%s.md" % name)
    page(folder, "modules/second/section-1.md", "section: 1. One\n")
    page(folder, "modules/second/section-10.md", "section: 3. Three\n")
    page(folder, "modules/second/section-9.md", "section: 3. Three\n")
    page(folder, "_posts/2020-05-05-two.md",
         "module_name: second\nsection: 2. Two\npermalink: /second/two/\n")
    page(folder, "modules/other/_posts/2021-01-02-new.md")
    page(folder, "modules/other/_posts/2001-03-04-old.md")
    page(folder, "modules/other/_posts/2010-3-4-between.md")
    page(folder, "modules/other/_posts/readme.md")
    page(folder, "modules/other/_posts/2010-03-04.md")
    page(folder, "_units/lab.md")
    page(folder, "_kept/kept.md")
    page(folder, "_hidden/hidden.md")
    page(folder, "_stray/stray.md")
    page(folder, "drafts/draft.md")
    page(folder, "secrets.md")
    page(folder, "README.md")
    page(folder, "modules/first/off.md", "published: false\n")
    write(folder, "notes.md", "No front matter here.\n")
    return folder


NAMES = ["index", "about", "second-section-1", "second-two",
         "second-section-9", "second-section-10", "first-z", "first",
         "first-part-2", "first-part-10", "first-a", "u-lab", "kept-kept",
         "other-2001-03-04-old", "other-2010-03-04-between",
         "other-2021-01-02-new"]


def order_and_names(env):
    site = jekyll_site(env.folder_new("site"))
    ran, told = report(env, site, os.path.join(env.folder_new(), "out"))
    fault = expect(ran, 0)
    if fault:
        return fault
    names = [os.path.basename(j["output"])[:-4] for j in told["jobs"]]
    if names != NAMES:
        return "order and names are %s" % names
    skipped = {os.path.relpath(s["path"], site): s["reason"]
               for s in told["skipped"]}
    wanted = {"_hidden": "no folder of pages", "_stray":
              "no folder of pages", "drafts": "excluded",
              "secrets.md": "excluded", "README.md": "excluded",
              "modules/first/off.md": "unpublished",
              "modules/other/_posts/readme.md": "posts without a date",
              "modules/other/_posts/2010-03-04.md": "posts without a date"}
    return None if skipped == wanted else "left out: %s" % skipped


def course_order(env):
    """Modules as _data/course.yml names them; a part of a site alone."""
    site = env.folder_new("site")
    write(site, "_config.yml", "permalink: /:categories/:title/\n")
    write(site, "_data/course.yml", "modules: [zebra, apple]\n")
    for name in ("apple", "zebra", "mango"):
        page(site, "modules/%s/_posts/2000-01-01-x.md" % name)
    out = os.path.join(env.folder_new(), "out")
    names = [os.path.basename(j["output"])
             for j in report(env, site, out)[1]["jobs"]]
    if names != ["zebra-x.pdf", "apple-x.pdf", "mango-x.pdf"]:
        return "order %s" % names
    part = report(env, os.path.join(site, "modules/apple"), out)[1]["jobs"]
    if [os.path.basename(j["output"]) for j in part] != ["apple-x.pdf"] or \
            part[0]["status"] != "unchanged":
        return "a part of the site: %s" % part
    return None


def names_of(env, site):
    out = os.path.join(env.folder_new(), "out")
    return [os.path.basename(j["output"])[:-4]
            for j in report(env, site, out)[1]["jobs"]]


def orders_of_indexes(env):
    """Modules and folders stand where their index wants to be, among the
    pages beside them; numbers may be broken, and mixed with none."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: x\n")
    for name, front in (
            ("a/index", "nav_order: 3"), ("b/index", "nav_order: 1"),
            ("c/index", ""), ("c/z", ""), ("b/p", "nav_order: 2"),
            ("b/q", "nav_order: 1.5"), ("b/deep/index", "nav_order: 1.75"),
            ("b/deep/x", ""), ("b/none/index", ""), ("b/none/y", ""),
            ("b/last", "nav_order: word"), ("b/before", "nav_order: -1")):
        page(site, name + ".md", front and front + "\n")
    found = names_of(env, site)
    wanted = ["b", "b-before", "b-q", "b-deep", "b-deep-x", "b-p", "b-last",
              "b-none", "b-none-y", "a", "c", "c-z"]
    return None if found == wanted else "order %s" % found


def orders_of_collections(env):
    """`order:` and `sort_by:` of a collection, as Jekyll 4 has them."""
    site = env.folder_new("site")
    write(site, "_config.yml",
          "title: x\ncollections:\n"
          "  steps: {output: true, order: [z.md, a.md]}\n"
          "  levels: {output: true, sort_by: level}\n"
          "  words: {output: true, sort_by: word}\n")
    for name in ("a", "b", "z"):
        page(site, "_steps/%s.md" % name)
    for name, level in (("a", 10), ("b", 9), ("c", 1)):
        page(site, "_levels/%s.md" % name, "level: %d\n" % level)
        page(site, "_words/%s.md" % name, "word: w%d\n" % level)
    found = names_of(env, site)
    wanted = ["steps-z", "steps-a", "steps-b", "levels-c",
              "levels-b", "levels-a", "words-c", "words-b", "words-a"]
    return None if found == wanted else "order %s" % found


def module_titles(env):
    """From a page, the site's list, the index, or else from its name."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: x\nmodules:\n"
          "- {name: listed, title: In the List}\n")
    page(site, "front.md")
    page(site, "modules/listed/a.md")
    page(site, "modules/said/a.md")
    page(site, "modules/said/b.md", "module_full_name: Said in Full\n")
    page(site, "modules/index-has-it/index.md", title="The Index")
    page(site, "modules/index-has-it/a.md")
    page(site, "modules/youth_and-age/a.md")
    page(site, "modules/other/a.md", "module: Mixed Case iPad\n")
    out = os.path.join(env.folder_new(), "out")
    told = report(env, site, out)[1]
    found = sorted({j["module_title"] for j in told["jobs"]})
    wanted = ["", "In the List", "Mixed Case iPad", "Said in Full",
              "The Index", "Youth And Age"]
    return None if found == wanted else "modules %s" % found


def same_name(env):
    """Equal but for case, too: both are there, and it is said."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: x\n")
    page(site, "a.md", "permalink: /x/\n")
    page(site, "b.md", "permalink: /X/\n")
    page(site, "c.md", "permalink: /x/\n")
    page(site, "x-2.md")
    out = os.path.join(env.folder_new(), "out")
    ran = build(env, site, out)
    made = list(outputs(out))
    return expect(ran, 0, err=r"b\.md: warning: .*\[output-same\]") or (
        None if len(made) == 4 else "made %s" % made)


def odd_addresses(env):
    """An address says the name, whatever it holds, and never the folder."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: x\n")
    for i, address in enumerate((
            "/../../up/", "/a b/c:d?/", "/.hidden", "/", "/" + "long" * 99,
            "/é/ü.html", "//x//", "/-f")):
        page(site, "p%d.md" % i, "permalink: '%s'\n" % address)
    folder = env.folder_new()
    out = os.path.join(folder, "out")
    fault = expect(build(env, site, out), 0)
    if fault:
        return fault
    if os.listdir(folder) != ["out"] or len(outputs(out)) != 8 or \
            strays(out):
        return "made %s" % os.listdir(out)
    return None


# ---- wishes of the site --------------------------------------------------------

def wishes(env):
    site = env.folder_new("site")
    write(site, "_config.yml", "title: S\nhandout: {paper: a5}\n")
    write(site, "handout.yml",
          "papre: a4\npaper: a4\norder: [b.md, a]\nlicence: By me\n"
          "titles: {a.md: Renamed}\nignore: [drop/, img-mising, html-stray]\n"
          "theme: looks/t.yml\n")
    write(site, "looks/t.yml", "page: {margin: [60, 60, 60, 60]}\nbsae: 1\n")
    page(site, "a.md")
    page(site, "b.md")
    page(site, "drop/c.md")
    out = os.path.join(env.folder_new(), "out")
    ran, told = report(env, site, out)
    for pattern in (r"handout\.yml:1:1: warning: .*papre \(did you mean "
                    r"paper\?\).*\[site-key\]",
                    r"handout\.yml:6:\d+: warning: .*img-mising \(did you "
                    r"mean img-missing\?\).*\[site-value\]",
                    r"/looks/t\.yml:2:\d+: warning: .*\[theme-key\]"):
        fault = expect(ran, 0, err=pattern)
        if fault:
            return fault
    if len(re.findall("papre", ran.err)) != 1:
        return "said more than once:\n" + ran.err
    jobs = [(os.path.basename(j["page"]), j["title"]) for j in told["jobs"]]
    if jobs != [("b.md", "b.md"), ("a.md", "Renamed")]:
        return "%s" % jobs
    info = env.run("pdfinfo", os.path.join(out, "a.pdf")).out
    text = env.run("pdftotext", os.path.join(out, "a.pdf"), "-").out
    if not re.search(r"Page size: *595.*x 841", info) or \
            "Renamed" not in info or "By me" not in text:
        return info + text
    return expect(env.program("build", "--paper", "letter", "-o",
                              os.path.join(out, "x.pdf"),
                              os.path.join(site, "b.md")), 0) or (
        None if "612 x 792" in env.run("pdfinfo", os.path.join(
            out, "x.pdf")).out else "--paper does not count more")


# A handout.yml, and what is said of it; None: nothing.
WISHES = {
    "a word for a list": ("order: b.md\n",
                          r":1:8: warning: .*order: a list is expected"),
    "a list for a map": ("titles: [a, b]\n",
                         r":1:9: warning: .*titles: keys and their values"),
    "a list for a word": ("licence: [a]\n",
                          r":1:10: warning: .*licence: a text is expected"),
    "a map for a list": ("ignore: {contrast: 1}\n",
                         r":1:9: warning: .*ignore: a list is expected"),
    "a word for packets": ("packets: words\n",
                           r":1:10: warning: .*packets: a list is expected"),
    "a page that is not there": (
        "order: [b.md, lab, first/a.mdd]\n",
        r":1:20: warning: .*order: first/a\.mdd is no module or page of the "
        r"site \(did you mean first/a\.md\?\)"),
    "a module that is not there": (
        "order: [frist]\n", r":1:9: .*order: frist.* \(did you mean first\?\)"),
    "a title for no page": (
        "titles: {bb.md: X}\n", r":1:10: .*titles: bb\.md is no page of the "
        r"site \(did you mean b\.md\?\)"),
    "a title by the address, which is not asked": (
        "titles: {/b.html: X}\n", r":1:10: .*titles: /b\.html is no page"),
    "a page of a module that is not there": (
        "order: [{name: first, pages: [a, zz]}, b.md]\n",
        r":1:34: .*order: zz is no page of first"),
    "all is well": (
        "order:\n- {name: first, pages: [a, index]}\n- b\n- /lab/\n"
        "titles: {b.md: X, first/a: Y}\nignore: contrast\n"
        "packets: {contents: 2}\n", None),
    "a map of modules": ("order: {lab: {}, first: {pages: [a]}}\n", None),
}


def odd_wishes(env):
    for what, (text, said) in WISHES.items():
        site = env.folder_new("site")
        write(site, "_config.yml", "title: S\n")
        write(site, "handout.yml", text)
        for name in ("b", "first/a", "first/index", "lab/index"):
            page(site, name + ".md")
        out = os.path.join(env.folder_new(), "out")
        ran = build(env, site, out, "-q")
        if crashed(ran) or ran.status or (
                not re.search(r"handout\.yml" + said, ran.err) if said
                else ran.err) or ran.err.count("\n") > 1:
            return "%s: %s" % (what, ran.err)
        part = build(env, os.path.join(site, "first"), out, "-q")
        if "is no " in part.err:
            return "%s, a part of the site: %s" % (what, part.err)
    return None


def good_wishes(env):
    """Nothing is said where nothing is wrong."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: S\n")
    write(site, "handout.yml", "paper: a4\nignore: [contrast]\n")
    page(site, "a.md")
    page(site, "b.md")
    ran = build(env, site, os.path.join(env.folder_new(), "out"), "-q")
    return expect(ran, 0) or (ran.err or None)


# ---- workers --------------------------------------------------------------------

def many_pages(folder, n):
    write(folder, "_config.yml", "title: Many\n")
    write(folder, "_includes/i.html", "<p>Included.</p>\n")
    picture(folder, "img/p.png")
    for i in range(n):
        page(folder, "modules/m-%d/section-%d.md" % (i // 20, i),
             text="{%% include i.html %%} Number %d. ![p](/img/p.png)\n\n"
             "#### Deep\n\n" % i + "Words and words. " * (i % 7 * 40))
    return folder


def without_time(text):
    return re.sub(r"; [0-9.]+ s\n", "", text)


def same_bytes(env):
    """For any -j, folder, locale, time zone, order of the files' times."""
    site = many_pages(env.folder_new("site"), 24)
    first = os.path.join(env.folder_new(), "out")
    ran = build(env, site, first, "-j", "1")
    fault = expect(ran, 0, err=r"\[heading-skip\]")
    wanted, said = outputs(first), without_time(ran.err)
    if fault or len(wanted) != 24:
        return fault or "made %s" % list(wanted)
    for jobs in ("-j2", "--jobs=8"):
        out = os.path.join(env.folder_new(), "out")
        ran = build(env, site, out, jobs)
        if outputs(out) != wanted:
            return "other bytes with " + jobs
        if without_time(ran.err).replace(out, first) != said:
            return "other messages with %s:\n%s" % (jobs, ran.err)
    moved = os.path.join(env.folder_new(), "elsewhere")
    shutil.copytree(site, moved)
    files = [os.path.join(r, n) for r, _, ns in os.walk(moved) for n in ns]
    for at, path in enumerate(reversed(files)):
        os.utime(path, (10**9 + at, 10**9 + at))
    out = os.path.join(moved, "out")
    env.program("build", "-o", "out", ".", cwd=moved, env={
        "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8",
        "TZ": "Pacific/Auckland", "HOME": "/nonexistent", "USER": "nobody"})
    return None if outputs(out) == wanted else "other bytes elsewhere"


def slow_page(folder, name="a-slow.md", words=1000000):
    return write(folder, name, PAGE % ("Slow", "", "Words and words. " *
                                       (words // 3)))


def lost(env, ran, out, slug, status=1):
    """Only the slow page is lost, and this is said."""
    fault = expect(ran, status, err=r"a-slow\.md: error: .*\[%s\]" % slug)
    made = sorted(outputs(out)) if os.path.isdir(out) else []
    if fault or made != ["b.pdf", "c.pdf"]:
        return fault or "made %s\n%s" % (made, ran.err)
    if strays(out):
        return "left behind: %s" % strays(out)
    return None


def slow_site(env):
    site = env.folder_new("site")
    write(site, "_config.yml", "title: x\n")
    slow_page(site)
    page(site, "b.md")
    page(site, "c.md")
    return site, os.path.join(env.folder_new(), "out")


def time_out(env):
    """A quarter of what the slow page takes here is too little for it, and
    plenty for the others."""
    site, out = slow_site(env)
    slow = os.path.join(site, "a-slow.md")
    alone = os.path.join(env.folder_new(), "alone.pdf")
    begin = time.monotonic()
    fault = expect(env.program("build", "-o", alone, slow), 0)
    limit = "%.2f" % ((time.monotonic() - begin) / 4)
    fault = fault or lost(env, build(env, site, out, "--timeout", limit),
                          out, "page-timeout")
    if fault:
        return fault
    os.remove(alone)
    ran = env.program("build", "--timeout=0.01", "-o", alone, slow)
    return expect(ran, 1, err=r"\[page-timeout\]") or (
        "printed all the same" if os.path.exists(alone) else None)


def memory(env):
    if env.build == "asan":
        raise Skip("sanitizers take all addresses")
    site, out = slow_site(env)
    fault = lost(env, build(env, site, out, "-j1", "--memory", "150"), out,
                 "no-memory", 3)
    if fault:
        return fault
    # The page is tried again, and not by way of the record.
    ran, told = report(env, site, out)
    return expect(ran, 0) or (None if printed(told) == ["a-slow.pdf"]
                              else "printed %s" % printed(told))


def children(pid):
    with open("/proc/%d/task/%d/children" % (pid, pid),
              encoding="ascii") as f:
        return [int(word) for word in f.read().split()]


def crash(env):
    """A worker that ends by a signal: that page is lost, no other."""
    if not os.path.exists("/proc/self/task/%d/children" % os.getpid()):
        raise Skip("no /proc to find the worker in")
    site, out = slow_site(env)
    slow_page(site, words=2400000)
    run = subprocess.Popen(
        [env.handout, "build", "-j1", "-o", out, site], env=env.base,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    end = time.monotonic() + env.slow(10)
    while not children(run.pid) and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(0.05)
    for pid in children(run.pid):
        os.kill(pid, signal.SIGKILL)
    err = run.communicate(timeout=env.slow(30))[1].decode()

    class Done:
        status, out, err = run.returncode, "", ""
    Done.err = err
    return lost(env, Done, out, "page-crashed")


# ---- killed, and no room ----------------------------------------------------------

def killed(env, times=15, pages=40):
    """SIGKILL at any moment: no half file, and the next run ends it."""
    site = many_pages(env.folder_new("site"), pages)
    settled(site)
    whole = os.path.join(env.folder_new(), "out")
    begin = time.monotonic()
    fault = expect(build(env, site, whole), 0)
    took = time.monotonic() - begin
    wanted = outputs(whole)
    if fault:
        return fault
    for turn in range(times):
        out = os.path.join(env.folder_new(), "out")
        run = subprocess.Popen(
            [env.handout, "build", "-q", "-o", out, site], env=env.base,
            stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(took * (turn + 0.5) / times)
        # The parent alone, or with its workers.
        if turn % 2:
            os.kill(run.pid, signal.SIGKILL)
        else:
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        for name, bytes_ in (outputs(out) if os.path.isdir(out)
                             else {}).items():
            if bytes_ != wanted.get(name):
                return "after %d kills %s is half written" % (turn, name)
        time.sleep(0.05 if turn % 2 else 0)
        fault = expect(build(env, site, out, "-q"), 0)
        if fault or outputs(out) != wanted or strays(out):
            return fault or "the next run ends otherwise: %s" % strays(out)
    return None


def record_survives(env):
    """What was done before a kill is not done again."""
    site = many_pages(env.folder_new("site"), 120)
    settled(site)
    out = os.path.join(env.folder_new(), "out")
    state = os.path.join(out, ".handout")
    run = subprocess.Popen([env.handout, "build", "-q", "-o", out, site],
                           env=env.base, stderr=subprocess.DEVNULL)
    while not os.path.exists(state) and run.poll() is None:
        time.sleep(0.002)
    run.kill()
    run.wait()
    time.sleep(0.1)
    ran, told = report(env, site, out)
    n = len(printed(told))
    return expect(ran, 0) or (
        None if n < 120 else "all of %d are printed again" % n)


def disk_full(env):
    """A tiny disk: said, nothing half; with room the next run ends it."""
    site = many_pages(env.folder_new("site"), 24)
    whole = os.path.join(env.folder_new(), "whole")
    build(env, site, whole, "-q")
    disk = env.folder_new("disk")
    if os.getuid() != 0 or env.run(
            "mount", "-t", "tmpfs", "-o", "size=160k", "none",
            disk).status != 0:
        raise Skip("only root can make a tiny disk")
    try:
        out = os.path.join(disk, "out")
        fault = expect(build(env, site, out), 3, err=r"\[write-failed\]")
        wanted = outputs(whole)
        for name, bytes_ in outputs(out).items():
            if bytes_ != wanted[name]:
                return name + " is half written"
        if fault or strays(out):
            return fault or "left behind: %s" % strays(out)
        env.run("mount", "-o", "remount,size=16m", disk)
        fault = expect(build(env, site, out, "-q"), 0)
        return fault or (None if outputs(out) == wanted
                         else "the next run ends otherwise")
    finally:
        env.run("umount", disk)


# ---- what changed -------------------------------------------------------------------

def linked_site(folder):
    """One page for each kind of thing that a page can be made from."""
    write(folder, "_config.yml",
          "title: Linked\ncollections: {staff: {output: false}}\n")
    write(folder, "_staff/ann.md", "---\ntitle: Ann\n---\nMaps.\n")
    page(folder, "staff.md",
         text="\n\n{% for p in site.staff %}{{ p }}{% endfor %}")
    write(folder, "_includes/used.html", "<b>Included.</b>\n")
    write(folder, "_data/used.yml", "word: data\n")
    picture(folder, "img/used.png")
    page(folder, "plain.md")
    page(folder, "include.md", text="{% include used.html %}")
    page(folder, "data.md", text="{{ site.data.used.word }}")
    page(folder, "picture.md", text="\n\n![x](img/used.png)\n")
    page(folder, "no-include.md", text="{% include later.html %}")
    page(folder, "no-data.md", text="{{ site.data.later.word }}")
    page(folder, "no-picture.md", text="\n\n![x](img/later.png)\n")
    return folder


def change(path, text):
    """Other content of the same length, so that only content tells."""
    with open(path, "r+", encoding="utf-8") as f:
        old = f.read()
        f.seek(0)
        f.write(old.replace(*text))
    assert len(text[0]) == len(text[1])


ALL = ["data.pdf", "include.pdf", "no-data.pdf", "no-include.pdf",
       "no-picture.pdf", "picture.pdf", "plain.pdf", "staff.pdf"]
# What is done to the site, and which pages it concerns.
CHANGES = {
    "nothing": (lambda s, o: None, []),
    "times": (lambda s, o: settled(s), []),
    "page": (lambda s, o: change(s + "/plain.md", ("Text", "Next")),
             ["plain.pdf"]),
    "include": (lambda s, o: change(s + "/_includes/used.html",
                                    ("Incl", "Excl")), ["include.pdf"]),
    # A file that a page did not find by name concerns all that looked.
    "data": (lambda s, o: change(s + "/_data/used.yml", ("data", "atad")),
             ["data.pdf"]),
    "document": (lambda s, o: change(s + "/_staff/ann.md",
                                     ("Maps", "Apps")), ["staff.pdf"]),
    "new-document": (lambda s, o: page(s, "_staff/bo.md"), ["staff.pdf"]),
    "picture": (lambda s, o: write(s, "img/used.png", "no more"),
                ["picture.pdf"]),
    "new-include": (lambda s, o: write(s, "_includes/later.html", "x"),
                    ["no-include.pdf"]),
    "new-data": (lambda s, o: write(s, "_data/later.yml", "word: x"),
                 ["data.pdf", "no-data.pdf"]),
    "new-picture": (lambda s, o: picture(s, "img/later.png"),
                    ["no-picture.pdf"]),
    "no-include": (lambda s, o: os.remove(s + "/_includes/used.html"),
                   ["include.pdf"]),
    "no-picture": (lambda s, o: os.remove(s + "/img/used.png"),
                   ["picture.pdf"]),
    "config": (lambda s, o: change(s + "/_config.yml", ("Link", "Pink")),
               ALL),
    "wishes": (lambda s, o: write(s, "handout.yml", "paper: a4\n"), ALL),
    "new-page": (lambda s, o: page(s, "new.md"), ["new.pdf"]),
    "output-gone": (lambda s, o: os.remove(o + "/plain.pdf"),
                    ["plain.pdf"]),
    "output-altered": (lambda s, o: write(o, "data.pdf", "%PDF- mine"),
                       ["data.pdf"]),
    "output-touched": (lambda s, o: os.utime(o + "/data.pdf"), []),
}


def incremental(env, name):
    """Exactly the pages that a change concerns are printed again."""
    site = linked_site(env.folder_new("site"))
    out = os.path.join(env.folder_new(), "out")
    first, told = report(env, site, out)
    if crashed(first) or printed(told) != ALL:
        return "first: %s\n%s" % (printed(told), first.err)
    act, wanted = CHANGES[name]
    act(site, out)
    again, told = report(env, site, out)
    if printed(told) != wanted:
        return "printed %s" % printed(told)
    fresh = os.path.join(env.folder_new(), "out")
    build(env, site, fresh)
    if outputs(out) != outputs(fresh):
        return "other bytes than when all is printed"
    last, told = report(env, site, out)
    if printed(told) or last.status != again.status:
        return "and again: %s" % printed(told)
    plain = [re.findall(r"(?m)^.*\]$", r.err) for r in (again, last)]
    return None if plain[0] == plain[1] else "other messages:\n" + last.err


def options_count(env):
    """Other options, another theme: all pages; --force, too."""
    site = linked_site(env.folder_new("site"))
    theme = write(env.folder_new(), "t.yml", "base: {font_size: 12}\n")
    out = os.path.join(env.folder_new(), "out")
    for argv, wanted in (([], ALL), (["--paper", "a4"], ALL),
                         (["--paper", "a4"], []), ([], ALL),
                         (["--theme", theme], ALL),
                         (["--theme", theme], []),
                         (["--theme", theme, "--force"], ALL),
                         (["--theme", theme, "-j1"], [])):
        found = printed(report(env, site, out, *argv)[1])
        if found != wanted:
            return "%s: printed %s" % (argv, found)
    with open(theme, "w", encoding="utf-8") as f:
        f.write("base: {font_size: 11}\n")
    found = printed(report(env, site, out, "--theme", theme)[1])
    return None if found == ALL else "theme: printed %s" % found


# Options of build that change no output, and values for those that do.
SAME_OUTPUT = {"output", "root", "strict", "jobs", "force", "prune", "report",
               "timeout", "memory", "quiet", "help", "version", "format"}
VALUES = {"paper": "legal", "theme": "t.yml", "fit": "1"}
# Packets and booklets are other outputs, not other bytes of the same: tests of their own.
PACKETS = {"packet", "prepared-for", "booklet"}


def every_option_counts(env):
    """An option that changes the output is a change, also the next one that
    somebody adds: all that --help names are tried."""
    site = linked_site(env.folder_new("site"))
    write(site, "t.yml", "base: {font_size: 12}\n")
    out = os.path.join(env.folder_new(), "out")
    tried = 0
    for name, value in re.findall(r"(?m)^  (?:-\w, )?--([a-z-]+)( [A-Z|a-z0-9]+)?",
                                  env.program("--help").out):
        if name in SAME_OUTPUT | PACKETS or name in ("layout", "json"):
            continue
        argv = ["--" + name]
        if value.strip() and "  " not in value:
            if name not in VALUES:
                return "no value to try --%s with: add one to VALUES" % name
            argv.append(os.path.join(site, VALUES[name])
                        if name == "theme" else VALUES[name])
        build(env, site, out, "-q")
        told = report(env, site, out, *argv)[1]
        if printed(told) != ALL:
            return "%s: printed %s" % (argv, printed(told))
        tried += 1
    return None if tried >= 2 else "--help is not understood"


def booklets(env):
    """Print files beside the handouts; neither is taken for gone."""
    site = linked_site(env.folder_new("site"))
    out = os.path.join(env.folder_new(), "out")
    ran, told = report(env, site, out, "--booklet")
    plain = [n for n in outputs(out) if not n.endswith("-booklet.pdf")]
    if plain != ALL or len(outputs(out)) != 2 * len(ALL):
        return "made: %s" % sorted(outputs(out))
    ran, told = report(env, site, out, "--prune")
    if printed(told) or "gone" in ran.err or \
            len(outputs(out)) != 2 * len(ALL):
        return "without --booklet: %s\n%s" % (printed(told), ran.err)
    ran, told = report(env, site, out, "--booklet")
    return "again: %s" % printed(told) if printed(told) else None


def moved_together(env):
    """A site may move with its handouts, and be named in another way."""
    folder = env.folder_new()
    site = linked_site(os.path.join(folder, "old"))
    settled(site)
    build(env, site, os.path.join(site, "_site/out"))
    new = os.path.join(folder, "new")
    os.rename(site, new)
    path = os.path.join(folder, "r.json")
    env.program("build", "--report", path, "-o", "new/_site/out", "new",
                cwd=folder)
    with open(path, encoding="utf-8") as f:
        told = json.load(f)
    places = {m["file"].split("/")[0] for j in told["jobs"]
              for m in j["messages"]}
    return None if not printed(told) and places == {"new"} else \
        "printed %s, messages of %s" % (printed(told), places)


def record_broken(env):
    """A record that was cut or edited is not believed, and mended."""
    site = linked_site(env.folder_new("site"))
    out = os.path.join(env.folder_new(), "out")
    build(env, site, out)
    path = os.path.join(out, ".handout")
    with open(path, "rb") as f:
        good = f.read()
    for bad in (good[:len(good) // 2], good[:-1], b"", b"\0" * 100,
                good.replace(b"plain", b"brain", 1),
                good.replace(b"handout-state 1", b"handout-state 9"),
                b"end\t" + b"0" * 32 + b"\n", good + b"\n"):
        with open(path, "wb") as f:
            f.write(bad)
        ran, told = report(env, site, out)
        fault = expect(ran, 1, err=r"\.handout: warning: .*\[state-bad\]")
        if fault or printed(told) != ALL:
            return fault or "printed %s" % printed(told)
    ran, told = report(env, site, out)
    return "not mended" if printed(told) or "state-bad" in ran.err else None


def pruned(env):
    """An output whose page is gone is named, and removed when asked."""
    site = linked_site(env.folder_new("site"))
    out = os.path.join(env.folder_new(), "out")
    build(env, site, out)
    write(out, "mine.pdf", "%PDF- not of handout")
    os.remove(os.path.join(site, "plain.md"))
    said = r"plain\.pdf: style: .*--prune \[output-gone\]"
    for _ in range(2):
        fault = expect(build(env, site, out), 1, err=said)
        if fault or "plain.pdf" not in outputs(out):
            return fault or "removed without --prune"
    ran = build(env, site, out, "--prune")
    if "plain.pdf" in outputs(out) or "mine.pdf" not in outputs(out):
        return "left are %s" % list(outputs(out))
    if "output-gone" in ran.err + build(env, site, out).err:
        return "still named: " + ran.err
    before = set(outputs(out))
    for name in os.listdir(site):
        if name.endswith(".md"):
            os.remove(os.path.join(site, name))
    shutil.rmtree(os.path.join(site, "modules"), ignore_errors=True)
    fault = expect(build(env, site, out, "--prune"), 1, err="folder-empty")
    return fault or (None if set(outputs(out)) == before else
                     "a folder without pages had all removed")


def other_packets_are_not_gone(env):
    """Nor one for packets of another kind; packets of its own kind are."""
    site = many_pages(env.folder_new("site"), 40)
    out = os.path.join(env.folder_new(), "out")
    build(env, site, out, "--packet", "module")
    made = set(outputs(out))
    ran = build(env, site, out, "--packet", "site", "--prune")
    if "output-gone" in ran.err or not made < set(outputs(out)):
        return "of %s left %s\n%s" % (made, set(outputs(out)), ran.err)
    shutil.rmtree(os.path.join(site, "modules/m-1"))
    ran = build(env, site, out, "--packet", "module")
    return expect(ran, 0, err=r"m-1.*\.pdf: style: .*\[output-gone\]")


def part_is_not_gone(env):
    """A run for a part of the site says nothing of the rest."""
    site = many_pages(env.folder_new("site"), 40)
    out = os.path.join(env.folder_new(), "out")
    build(env, site, out)
    ran, told = report(env, os.path.join(site, "modules/m-1"), out,
                       "--prune")
    if printed(told) or len(told["jobs"]) != 20 or \
            "output-gone" in ran.err or len(outputs(out)) != 40:
        return "%d jobs\n%s" % (len(told["jobs"]), ran.err)
    return None if not printed(report(env, site, out)[1]) \
        else "the rest is printed again"


# ---- what is said --------------------------------------------------------------------

def said(env):
    site = jekyll_site(env.folder_new("site"))
    out = os.path.join(env.folder_new(), "out")
    ran = build(env, site, out)
    lines = ran.err.splitlines()
    if lines[0] != "[1/16] %s/index.pdf, 1 page" % out or not re.fullmatch(
            r"16 handouts, 16 pages, in .*: 16 printed, 0 unchanged, "
            r"1 unpublished, 3 excluded, 2 no folder of pages, 2 posts "
            r"without a date; 0 errors, 0 warnings; \d+\.\d\d s",
            lines[-1]):
        return ran.err
    quiet = build(env, site, out, "--quiet")
    if quiet.err or quiet.out:
        return "quiet says: " + quiet.err
    checked = env.program("check", site)
    return expect(checked, 0, err=r"^16 pages checked")


def terminal(env):
    """A line that changes, and that is gone before anything else is said."""
    site = many_pages(env.folder_new("site"), 6)
    status, text = env.on_terminal(
        "build", "-j1", "-o", os.path.join(env.folder_new(), "out"), site)
    if status != 0 or not re.search(
            r"\[3/6\] modules/m-0/section-3\.md, 3 warnings\r\x1b\[K", text):
        return "no line of progress in %r" % text
    lines = [re.sub(r".*\x1b\[K", "", x) for x in text.split("\r\n")]
    strange = [x for x in lines if x and not re.search(
        r"\[(heading-skip|html-stray)\]$|^6 handouts, |^ *\d* \| ", x)]
    return "also: %r" % strange if strange else None


def report_is_true(env):
    """Sizes, hashes and pages of the report are those of the files."""
    site = linked_site(env.folder_new("site"))
    out = os.path.join(env.folder_new(), "out")
    for _ in range(2):
        _, told = report(env, site, out)
        for job in told["jobs"]:
            size = os.path.getsize(job["output"])
            info = env.run("pdfinfo", job["output"]).out
            pages = int(re.search(r"Pages: +(\d+)", info).group(1))
            inputs = [os.path.basename(i["path"]) for i in job["inputs"]]
            if (job["bytes"], job["pages"]) != (size, pages) or \
                    os.path.basename(job["page"]) not in inputs or \
                    len(job["hash"]) != 32:
                return "%s" % job
    slugs = {m["slug"] for j in told["jobs"] for m in j["messages"]}
    return None if slugs == {"img-missing", "liquid-include"} else \
        "messages %s" % slugs


def many(env):
    """2,000 pages are printed, and none again."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: Many\n")
    count = 2000 if env.build == "release" else 200
    for i in range(count):
        page(site, "modules/m-%d/section-%d.md" % (i // 50, i))
    settled(site)
    out = os.path.join(env.folder_new(), "out")
    ran, told = report(env, site, out)
    fault = expect(ran, 0)
    if fault or len(printed(told)) != count or len(outputs(out)) != count:
        return fault or "%d are printed" % len(printed(told))
    numbers = [int(re.search(r"(\d+)\.md", j["page"]).group(1))
               for j in told["jobs"]]
    if numbers != list(range(count)):
        return "not in order"
    return None if not printed(report(env, site, out)[1]) \
        else "printed again"


def blink(env):
    """239 pages that have not changed: under 50 ms, of the processor's time
    too where others keep it busy."""
    site = env.folder_new("site")
    write(site, "_config.yml", "title: Many\n")
    for i in range(239):
        page(site, "modules/m-%d/section-%d.md" % (i // 20, i))
    settled(site)
    out = os.path.join(env.folder_new(), "out")
    build(env, site, out, "-q")
    best = 9.0
    for _ in range(10):
        pid = os.posix_spawn(env.handout, [
            env.handout, "build", "-q", "-o", out, site], env.base)
        _, status, used = os.wait4(pid, 0)
        if status:
            return "status %d" % status
        best = min(best, used.ru_utime + used.ru_stime)
    return None if best < env.slow(0.05) else \
        "takes %.0f ms" % (best * 1000)


def cases(env):
    for function in (order_and_names, course_order,
                     orders_of_indexes, orders_of_collections,
                     module_titles, same_name,
                     odd_addresses, wishes, odd_wishes, good_wishes, same_bytes,
                     time_out, memory, crash, killed, record_survives,
                     disk_full, options_count, every_option_counts, booklets, moved_together,
                     record_broken, pruned, other_packets_are_not_gone,
                     part_is_not_gone, said, terminal,
                     report_is_true, many, blink):
        yield ("site/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
    for name in CHANGES:
        yield "site/changed-" + name, lambda n=name: incremental(env, n)
