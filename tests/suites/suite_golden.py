"""The goldens: tests/golden/AREA/CASE.md and what it is to become.

Beside a page stand the expected texts, only those that the case is about:
CASE.tree, .pages, .tags, .style, .markup, .source (`handout dump STEP`),
and .diag (`handout check`).  A message names the page as the run does, so
all run in the page's own folder.
"""
import difflib
import glob
import os

from environment import crashed

STEPS = ["source", "markup", "tree", "style", "pages", "tags", "diag"]


def made(env, page, step):
    """What the program makes of the page at this step, and a fault."""
    folder, name = os.path.split(page)
    if step == "diag":
        ran = env.program("check", name, cwd=folder)
        text, well = ran.err, ran.status in (0, 1)
    else:
        ran = env.program("dump", step, name, cwd=folder)
        text, well = ran.out, ran.status in (0, 1)
    fault = crashed(ran)
    if not fault and not well:
        fault = "exit status %d\n%s" % (ran.status, ran.err)
    return text, fault


def read(path):
    try:
        with open(path, encoding="utf-8") as f:
            return f.read()
    except FileNotFoundError:
        return ""


def difference(path, old, new):
    return "".join(difflib.unified_diff(
        old.splitlines(True), new.splitlines(True),
        path + " (expected)", path + " (made)"))


def compare(env, page, step):
    expected = read(page[:-3] + "." + step)
    text, fault = made(env, page, step)
    if fault:
        return fault
    if text != expected:
        return difference(os.path.relpath(page[:-3], env.top) + "." + step,
                          expected, text)
    return None


def pages(env):
    return sorted(glob.glob(env.path("tests", "golden", "*", "*.md")))


def steps_of(page):
    return [s for s in STEPS if os.path.exists(page[:-3] + "." + s)]


def case_name(env, page):
    return os.path.relpath(page, env.path("tests"))[:-3]


def nothing_expected():
    return "no expected file; make them with: make update STEPS=... NAME=..."


def cases(env):
    for page in pages(env):
        name = case_name(env, page)
        for step in steps_of(page):
            yield (name + "." + step,
                   lambda p=page, s=step: compare(env, p, s))
        if not steps_of(page):
            yield name, nothing_expected


def update(env, more_steps, chosen):
    """Show what changed and take it over."""
    status = 0
    for page in pages(env):
        name = case_name(env, page)
        if not chosen(name):
            continue
        wanted = steps_of(page)
        for step in wanted + [s for s in more_steps if s not in wanted]:
            target = page[:-3] + "." + step
            text, fault = made(env, page, step)
            if fault:
                print("%s.%s: %s" % (name, step, fault))
                status = 1
                continue
            old = read(target)
            if text != old or not os.path.exists(target):
                print(difference(os.path.relpath(target, env.top), old, text))
                with open(target, "w", encoding="utf-8") as f:
                    f.write(text)
    return status
