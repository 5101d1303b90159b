"""The setting, as `handout check --layout` judges it: of the classes that
must not be, nothing is found on the pages of content/, golden/ and
readback/, on both papers; and the report itself."""
import glob
import json
import os
import re

import setting
from environment import crashed

SHORT = "---\ntitle: %s\n---\n\nText of the page.\n"

# A line that is short because the next word is long.
LOOSE = ("---\ntitle: Loose\n---\n\nSome words before %s and some more "
         "words that follow it.\n" % ("ab" * 33))


def page_lists(env):
    yield "content", [env.path("content")]
    for folder in ("golden", "readback"):
        yield folder, sorted(glob.glob(
            env.path("tests", folder, "**", "*.md"), recursive=True))


def clean(env, options, paths):
    excused = setting.known(env.top)
    found = []
    try:
        documents = setting.report(env, *options, *paths)
    except setting.Broken as fault:
        return str(fault)
    for document in documents:
        name = os.path.relpath(document["file"], env.top)
        if not document["printed"]:
            continue  # pages that can't be; suite_golden knows why
        found += setting.faults(document, excused.get(name, ()))
    if not any(d["printed"] for d in documents):
        return "no page was printed"
    return "\n".join(found) or None


def known_still_there(env):
    """What setting.known excuses is still found."""
    for name, slugs in setting.known(env.top).items():
        if not name.startswith("tests/"):
            continue  # make corpus looks after those
        documents = [d for paper in setting.PAPERS for d in
                     setting.looked_at(env, paper, env.path(name))]
        found = {f["slug"] for d in documents for f in d["findings"]}
        if slugs - found:
            return "no longer needed in setting.known: %s %s" % (
                name, " ".join(slugs - found))
    return None


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def table(env):
    """Messages on standard error, the table on standard output."""
    folder = env.folder_new()
    write(folder, "a.md", LOOSE)
    ran = env.program("check", "--layout", "a.md", cwd=folder)
    if crashed(ran) or ran.status != 0:
        return crashed(ran) or "exit status %d" % ran.status
    if not re.search(r"^a\.md:5:1: style: .* page 1, \d+ % of the measure "
                     r"filled; .* \[layout-loose\]$", ran.err, re.M):
        return "no layout-loose:\n" + ran.err
    if not re.match(r"a\.md: 1 pages\n  page lines widows .*\n     1 +\d+ .*"
                    r"\n   all +\d+ .*\n$", ran.out):
        return "not the table:\n" + ran.out
    plain = env.program("check", "a.md", cwd=folder)
    return "not asked for, but told" if plain.out or "layout-loose" in \
        plain.err else None


def all_as_json(env):
    """One list over all inputs, a page that can't be printed included."""
    folder = env.folder_new()
    name = 'a "b" \\ ä.md'
    write(folder, name, SHORT % "A")
    write(folder, "c.md", SHORT % "C")
    ran = env.program("check", "--layout", "--json", name, "none.md", "c.md",
                      cwd=folder)
    if crashed(ran) or ran.status != 1:
        return crashed(ran) or "exit status %d" % ran.status
    told = json.loads(ran.out)
    if [(d["file"], d["printed"]) for d in told] != [
            (name, True), ("none.md", False), ("c.md", True)]:
        return ran.out
    page = told[0]["pages"][0]
    if page["page"] != 1 or not page["ended"] or page["lines"] < 2 or \
            set(page["counts"]) != set(told[0]["counts"]):
        return ran.out
    return None


def strict(env):
    """Findings count as messages of their levels do."""
    folder = env.folder_new()
    write(folder, "loose.md", LOOSE)
    ran = env.program("check", "--strict", "--layout", "loose.md", cwd=folder)
    return None if ran.status == 0 else "style fails:\n" + ran.err


def ignored(env):
    folder = env.folder_new()
    write(folder, "a.md", LOOSE.replace(
        "title: Loose", "title: Loose\nhandout: {ignore: [layout-loose]}"))
    ran = env.program("check", "--layout", "a.md", cwd=folder)
    return "still told:\n" + ran.err if "layout-loose" in ran.err else None


def misused(env):
    folder = env.folder_new()
    write(folder, "a.md", SHORT % "A")
    for argv in (["build", "--layout"], ["check", "--json"],
                 ["dump", "tree", "--json"]):
        ran = env.program(*argv, "a.md", cwd=folder)
        if ran.status != 2 or not ran.err:
            return "%s: exit status %d" % (argv, ran.status)
    return None


def tripped(env, path):
    """The page, whose theme switches one rule off, has a finding of the
    class that it is named after; with the rule on it has none."""
    slug = os.path.basename(path)[:-3]
    with open(path, encoding="utf-8") as f:
        text = f.read()
    plain = write(env.folder_new(), "plain.md",
                  re.sub(r"^handout:.*\n", "", text, flags=re.M))
    for page, wanted in ((path, True), (plain, False)):
        document, = setting.looked_at(env, "letter", page)
        found = {f["slug"] for f in document["findings"]}
        if (slug in found) != wanted:
            return "%s: found %s" % (page, sorted(found))
    return None


def every_class_has_a_page(env):
    with open(env.path("src", "check", "classes.def"),
              encoding="utf-8") as f:
        codes = set(re.findall(r"^CLASS\(\w+, (\w+),", f.read(), re.M))
    pages = {os.path.basename(p)[:-3].replace("-", "_").upper() for p in
             glob.glob(env.path("tests", "setting", "*.md"))}
    return None if codes == pages else str(codes ^ pages)


def cases(env):
    for path in sorted(glob.glob(env.path("tests", "setting", "*.md"))):
        yield ("layout/trips-" + os.path.basename(path)[:-3],
               lambda p=path: tripped(env, p))
    for name, paths in page_lists(env):
        for paper in setting.PAPERS:
            yield ("layout/%s-%s" % (name, paper),
                   lambda p=paper, v=paths: clean(env, ["--paper", p], v))
        for mode in setting.MODES:
            yield ("layout/%s-%s" % (name, "-".join(mode).strip("-")),
                   lambda m=mode, v=paths: clean(env, m, v))
    for function in (known_still_there, every_class_has_a_page, table, all_as_json, strict, ignored,
                     misused):
        yield ("layout/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
