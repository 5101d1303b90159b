"""Messages: the table, the manual, and pages that trip each of them.

CASES has for every slug of src/base/messages.def a page that trips it and
one that does not; what needs a machine that fails is named in ELSEWHERE,
with the file that has the test.  Then: ways to turn messages off, and the
forms in which they are written.
"""
import json
import os
import re

import message_cases
from environment import Skip, crashed
from message_cases import BAD_COLOR, CASES, ELSEWHERE, FRONT, NOTES, SETTING
from suite_bad import png


def slugs(env):
    """{slug: level} of messages.def."""
    with open(env.path("src/base/messages.def"), encoding="utf-8") as f:
        return {slug: level.lower() for level, slug in re.findall(
            r'^MSG\(\w+, (\w+), "([a-z0-9-]+)"', f.read(), re.M)}


def write(folder, files):
    for name, data in files.items():
        path = os.path.join(folder, name)
        if name.endswith("/"):
            os.makedirs(path, exist_ok=True)
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())


def said(env, case, name):
    """What the program says of a case."""
    folder = env.folder_new(name)
    files, argv = message_cases.laid_out(case)
    write(folder, files)
    ran = env.program(*argv, cwd=folder, timeout=env.slow(30))
    return ran, crashed(ran)


def trips(env, slug, case, wanted):
    ran, fault = said(env, case, slug)
    if fault:
        return fault
    found = "[%s]" % slug in ran.err
    if found == wanted:
        return None
    return "%s [%s]\n%s" % ("no" if wanted else "a false", slug,
                            ran.err[:3000])


def pair(env, slug):
    bad, good = CASES[slug]
    return trips(env, slug, bad, True) or trips(env, slug, good, False)


def setting_pair(env, slug):
    """tests/setting: with its theme the fault is there, without it is not."""
    with open(env.path("tests", "setting", slug + ".md"),
              encoding="utf-8") as f:
        page = f.read()
    argv = ["check", "--layout", "page.md"]
    bad = {"page.md": page, "?": argv}
    good = {"page.md": FRONT + "Text of the page.\n", "?": argv}
    return trips(env, slug, bad, True) or trips(env, slug, good, False)


def all_are_there(env):
    """Each slug is tripped here or where ELSEWHERE says."""
    known = set(slugs(env))
    here = set(CASES) | set(ELSEWHERE) | set(SETTING)
    if known != here:
        return "no case: %s; no message: %s" % (
            sorted(known - here), sorted(here - known))
    for slug, path in ELSEWHERE.items():
        with open(env.path(path), encoding="utf-8") as f:
            text = f.read()
        code = "DIAG_" + slug.upper().replace("-", "_")
        if slug not in text and code not in text:
            return "%s says nothing of %s" % (path, slug)
    return None


def manual_is_made(env):
    """The manual in the source is what the tables make."""
    ran = env.run(os.path.join(env.folder, "manual"))
    if ran.status:
        return ran.err
    with open(env.path("src/cli/handout-messages.7"), encoding="utf-8") as f:
        text = f.read()
    if text != ran.out:
        return "src/cli/handout-messages.7 is out of date: make manual"
    found = re.findall(r"^\.It Li ([a-z0-9-]+)$", text, re.M)
    if sorted(found) != sorted(slugs(env)):
        return "slugs in the manual: %s" % (set(found) ^ set(slugs(env)))
    return None


# ---- what is told, and what only looks like it -----------------------------

# (slug, body, lines of the body that it is told of)
SAID_OF = {
    "lists-as-typed": (
        "markup-text",
        "One\n-two\n\n-Three\n-Four\n-Five\n\n- six\n- seven\n", [4]),
    "half-a-link": ("markup-text", "<sup>31](#fn31)</sup>\n", [1]),
    "bold-never-closed": (
        "markup-text", "**A title with a space \n\n**Bold** and **so**.\n",
        [1]),
    "bold-with-a-space": (
        "markup-text", "** Bold ** it\n\n**Bold: **not\n\n** Bold** no\n",
        [3, 5]),
    "bold-in-raw-html": ("markup-text", "<p>**Bold**</p>\n", [1]),
    "stars-that-are-meant": (
        "markup-text", "\\*\\*Word here\n\n`**word`\n\n2 ** 3, 2**3, a ** "
        "b\n\n    **code\n\nPrice**\n\n* * *\n\n<pre>**word</pre>\n\n"
        "(*p* < 0.1, \\*\\*p < 0.05)\n", []),
    "math-that-is-plain": (
        "math-source", "$$n$$ $$G = (V,E)$$ $$O(n^2)$$\n\n$$\\pi$$\n\n"
        "$$\na + b = c\n$$\n", [1, 3]),
    "picture-without-words": (
        "img-no-alt", '![](p.png)\n\n![ ](p.png)\n\n![a](p.png)\n\n'
        '<img src="p.png" alt="">\n\n<img src="p.png">\n\n'
        '![](p.png "What it shows")\n', [1, 3, 9]),
    "pictures-without-address": (
        "img-missing", "![a]()\n\n![b]()(x.png)\n", [1, 3]),
    "link-closed-wrongly": (
        "html-stray", 'A <a href="https://a.org/">b<a/> c.\n\n'
        '<p>A <a href="https://a.org/">b<a/> c.</p>\n\n'
        '<p>A <a href="https://a.org/">b</a> c.</p>\n', [1, 3]),
    "half-a-sup": ("html-stray", NOTES % ("four", "five")
                   + "\nText,sup>[1](#fn1)</sup>\n\nText</sup>\n", [8]),
    "note-with-a-comma": (
        "note-dangling", NOTES % ("four", "five")
        + "\nText<sup>[3,](#fn3)</sup><sup>[4](#fn4)</sup>\n", [6, 6]),
    "note-of-another-anchor": (
        "link-anchor", 'A.<sup>[1](#fn1)</sup> B.<sup>[2](#fn2)</sup>\n\n'
        '<a name="fn1">1</a>: One.<br>\n<a name="fn9">2</a>: Two.\n', [1]),
    "title-and-what-is-round-it": (
        "box-empty", '<div class="tips"><h3>A</h3></div>\n\n'
        '<div class="page-header"><h2>B</h2></div>\n', [1]),
    "scripts-that-show": (
        "html-dropped", "<script>document.write('x')</script>\n\n"
        "<script src=\"https://a.org/x.js\"></script>\n\n"
        "Text.<script>x.innerHTML = '<b>x</b>';</script>\n\n"
        "<script>function toggle(x) { x.style.display = 'none' }</script>\n\n"
        "<script async src=\"https://a.org/x.js\"></script>\n\n"
        "<script type=\"application/ld+json\">{\"innerHTML\": 1}</script>\n",
        [1, 3, 5]),
}


# ---- the faults of real pages -----------------------------------------------

def faults_listed(env):
    """{(slug, page): [line]} of tests/corpus/faults."""
    found, slug = {}, None
    with open(env.path("tests/corpus/faults"), encoding="utf-8") as f:
        for line in f:
            name, _, rest = line.strip().partition(": ")
            if line.startswith(" "):
                found[slug, name] = [int(n) for n in rest.split()]
            elif name and not line.startswith("#"):
                slug = name
    return found


def faults_told(env, corpus):
    """The same, as the program says of all pages of the corpus."""
    with open(os.path.join(corpus, "MANIFEST.tsv"), encoding="utf-8") as f:
        rows = [line.split("\t") for line in f]
    pages = [r[0] for r in rows if r[1] == "page" and r[0].endswith(".md")]
    ran = env.program("check", "-q", "--format", "json", *pages, cwd=corpus,
                      timeout=env.slow(60))
    found = {}
    for m in json.loads(ran.out)["messages"]:
        found.setdefault((m["slug"], m["file"]), []).append(m.get("line", 0))
    return found, crashed(ran)


def known_faults(env):
    """What tests/corpus/faults lists is told, and nothing of its kinds
    else."""
    corpus = env.path(os.pardir, "shared", "corpus")
    if not os.path.isdir(corpus):
        raise Skip("no ../shared here")
    listed = faults_listed(env)
    told, fault = faults_told(env, corpus)
    slugs_listed = {slug for slug, _ in listed}
    wrong = ["%s: %s: of lines %s, not %s" % (
        page, slug, sorted(told.get((slug, page), [])),
        listed.get((slug, page), []))
        for slug, page in sorted(set(listed) | set(told))
        if slug in slugs_listed and sorted(told.get((slug, page), []))
        != listed.get((slug, page), [])]
    if len(slugs_listed) < 20 or len(listed) < 60:
        wrong.append("read only %d rows" % len(listed))
    return fault or "\n".join(wrong) or None


# ---- turning messages off -------------------------------------------------

RED = '<p style="%s">Read me</p>\n' % BAD_COLOR


def lines_with(ran, slug):
    return [int(n) for n in re.findall(
        r"^[^:\n]+:(\d+):.*\[%s\]$" % slug, ran.err, re.M)]


def ignoring(env, body, slug, wanted, files=None):
    """The lines of the body, from 1, that the message is still said of."""
    case = dict(files or {}, **{"page.md": FRONT + body,
                                "?": ["check", "page.md"]})
    ran, fault = said(env, case, "ignore")
    found = [n - FRONT.count("\n") for n in lines_with(ran, slug)]
    if fault or found != wanted:
        return fault or "%s of lines %s, not %s\n%s" % (
            slug, found, wanted, ran.err)
    return None


IGNORE = "<!-- handout: ignore %s -->\n"
IGNORING = {
    "not": (RED + "\n" + RED, "contrast", [1, 3]),
    "next-block": (IGNORE % "contrast" + RED + "\n" + RED, "contrast", [4]),
    "other-slug": (IGNORE % "img-no-alt" + RED, "contrast", [2]),
    "several": (IGNORE % "img-no-alt, contrast" + RED + "\n" + RED,
                "contrast", [4]),
    "blank-line-between": (IGNORE % "contrast" + "\n" + RED + "\n" + RED,
                           "contrast", [5]),
    "box-with-all-in-it":
        (IGNORE % "contrast" + '<div class="tips" markdown="1">\n\nOne.\n\n'
         + RED + "\n" + RED + "\n</div>\n\n" + RED, "contrast", [12]),
    "list": (IGNORE % "link-anchor" + "\n- [a](#x)\n- [b](#y)\n\n[c](#z)\n",
             "link-anchor", [6]),
    "in-a-list": ("- one\n\n  " + IGNORE % "link-anchor"
                  + "\n  [a](#x)\n\n- [b](#y)\n", "link-anchor", [7]),
    "in-a-paragraph": ("[a](#x) and\n<!-- handout: ignore link-anchor --> "
                       "[b](#y)\n\n[c](#z)\n", "link-anchor", [1, 4]),
    "extension": ("{::comment}\nhandout: ignore contrast\n{:/comment}\n\n"
                  + RED + "\n" + RED, "contrast", [7]),
    "extension-of-one-line":
        ("{::comment}handout: ignore contrast{:/comment}\n\n" + RED + "\n"
         + RED, "contrast", [5]),
    "last-block": ("Text.\n\n" + IGNORE % "contrast" + RED, "contrast", []),
    "at-the-end": (RED + "\n" + IGNORE % "contrast", "contrast", [1]),
    "shown-as-code": ("    " + IGNORE % "contrast" + "\n" + RED, "contrast",
                      [3]),
    "unknown": (IGNORE % "contrst" + RED, "site-value", [1]),
}


def unknown_names_nearest(env):
    ran, fault = said(env, {"page.md": FRONT + IGNORE % "contrst" + RED,
                            "?": ["check", "page.md"]}, "nearest")
    if fault or "did you mean contrast?" not in ran.err:
        return fault or ran.err
    return None


def front_and_site(env):
    """`ignore:` in the front matter, and in handout.yml."""
    page = "---\ntitle: T\nhandout: {ignore: [contrast]}\n---\n\n" + RED
    fault = trips(env, "contrast", {"page.md": page}, False)
    return fault or ignoring(env, RED, "contrast", [],
                             {"_config.yml": "title: T\n",
                              "handout.yml": "ignore: [contrast]\n"})


# (front matter, slug, is it told?)
WISHES = [
    ("handout: {ignore: contrast}", "contrast", False),
    ("handout: {ignore: [img-no-alt, contrast]}", "contrast", False),
    ("ignore: [contrast]", "contrast", False),
    ("ignore: contrast, img-no-alt", "contrast", False),
    ("ignore: [someone-elses]", "site-value", False),
    ("handout: {ignore: [contrst]}", "site-value", True),
    ("handout: {ignore: {contrast: yes}}", "site-value", True),
    ("handout: contrast", "site-value", True),
    ("handout: [ignore]", "site-value", True),
    ("handout:", "site-value", False),
    ("handout: {fit: many}", "site-value", True),
    ("handout: {max_pages: 1}", "site-value", False),
    ("handout: {papre: a4}", "site-key", True),
    ("handout: {paper: a4}", "site-key", True),
    ("handout: {theme: {base: {font_size: 11}}, fit: 2}", "site-key", False),
]


def wishes_of_a_page(env):
    """What a page wants of handout is obeyed, or told."""
    for front, slug, told in WISHES:
        fault = trips(env, slug, {"page.md": "---\ntitle: T\n%s\n---\n\n%s" % (
            front, RED)}, told)
        if fault:
            return "%s: %s" % (front, fault)
    return None


def front_in_packet(env):
    """What a page of a packet turns off is off in that page."""
    page = "---\ntitle: T\n%s---\n\n" + RED
    case = {"_config.yml": "title: S\n", "a.md": page % "ignore: [contrast]\n",
            "b.md": page % "", "?": ["check", "--packet", "site", "."]}
    ran, fault = said(env, case, "packet")
    if fault or re.findall(r"(\w)\.md:.*\[contrast\]", ran.err) != ["b"]:
        return fault or ran.err
    return None


def counts_go_with_it(env):
    """What is turned off does not count for --strict."""
    case = {"page.md": FRONT + IGNORE % "contrast" + RED,
            "?": ["check", "--strict", "page.md"]}
    ran, fault = said(env, case, "strict")
    return fault or (ran.err if ran.status else None)


def include_names_page(env):
    """What is wrong in an include is said once, with the first page."""
    page = '---\ntitle: T\n---\n\n{%% include pic.html src="%s" %%}\n'
    case = {"_config.yml": "title: S\n", "a.md": page % "one.png",
            "b.md": page % "two.png", "c.md": page % "one.png",
            "_includes/pic.html": '<img src="{{ include.src }}" alt="A">\n',
            "?": ["check", "-q", "."]}
    ran, fault = said(env, case, "include")
    found = re.findall(r"pic\.html:1:1: .* (\S+); .* \(seen in \./(.*)\) \[",
                       ran.err)
    return fault or (None if found == [("one.png", "a.md"),
                                       ("two.png", "b.md")] else ran.err)


# ---- forms ----------------------------------------------------------------

FORMS = {"page.md": FRONT + "First, 100%: \u4e2d\u6587 [a](#no,where).\n\n"
         + RED, "b c.md": "Text.\n"}
MESSAGE = re.compile(r"^[^:\n]+(:\d+:\d+)?: (error|warning|style): .+ "
                     r"\[[a-z0-9-]+\]$")


def formed(env, form, *more, names=("page.md", "b c.md")):
    case = dict(FORMS, **{"?": ["check", "-q", "--format", form, *more,
                                *names]})
    return said(env, case, form)


def form_plain(env):
    ran, fault = formed(env, "plain")
    lines = ran.err.splitlines()
    if fault or len(lines) != 3 or not all(map(MESSAGE.match, lines)):
        return fault or ran.err
    case = dict(FORMS, **{"?": ["check", "-q", "page.md", "b c.md"]})
    default, fault = said(env, case, "default")
    return fault or (None if default.err == ran.err else default.err)


def form_text(env):
    """The author's line, and a mark below the column."""
    ran, fault = formed(env, "text", names=("page.md",))
    lines = ran.err.splitlines()
    if fault or len(lines) != 6:
        return fault or ran.err
    column = int(lines[0].split(":")[2])
    source = lines[1].split(" | ", 1)[1]
    if source != "First, 100%: \u4e2d\u6587 [a](#no,where).":
        return "the line is " + source
    # two characters before it are two columns wide
    mark = lines[2].split(" | ", 1)[1]
    if mark != " " * (column - 1 + 2) + "^":
        return "the mark is wrong:\n" + ran.err
    return None


def form_text_awkward(env):
    """Long lines are cut, CR LF and tabs do not matter, nor what is gone."""
    long = "x " * 4000 + "[a](#no) " + "y " * 4000
    page = (FRONT + "\t" + "[a](#no)\n\n" + long + "\n\n\x1b[31m[b](#no2)\n"
            ).replace("\n", "\r\n")
    ran, fault = said(env, {"page.md": b"\xef\xbb\xbf" + page.encode(),
                            "?": ["check", "--format", "text", "page.md"]},
                      "awkward")
    lines = ran.err.splitlines()
    if fault or "\x1b" in ran.err or max(map(len, lines)) > 200:
        return fault or ran.err[:2000]
    for i, line in enumerate(lines[:-2]):
        if "[link-anchor]" in line and "code" not in line:
            source = lines[i + 1].split(" | ", 1)[1]
            mark = lines[i + 2].split(" | ", 1)[1]
            if source[mark.index("^")] != "[":
                return "the mark is wrong:\n" + ran.err[:2000]
    return None if "[link-anchor]" in ran.err else ran.err


def form_text_on_terminal(env):
    """Without --format a terminal gets the text, anything else plain."""
    folder = env.folder_new("terminal")
    write(folder, FORMS)
    _, text = env.on_terminal("check", "page.md", cwd=folder)
    return None if " | First" in text and "^" in text else repr(text)


def form_json(env):
    ran, fault = formed(env, "json")
    if fault:
        return fault
    document = json.loads(ran.out)
    got = [(m["slug"], m["level"], m["file"], m["line"], m["column"])
           for m in document["messages"]]
    if got != [("link-anchor", "warning", "page.md", 5, 17),
               ("contrast", "warning", "page.md", 7, 1),
               ("front-no-title", "warning", "b c.md", 1, 1)]:
        return str(got)
    if document["warnings"] != 3 or document["errors"] or ran.err:
        return ran.out + ran.err
    return None if all(m["text"] and m["cure"]
                       for m in document["messages"]) else ran.out


def form_json_without_messages(env):
    case = {"page.md": FRONT + "Text.\n",
            "?": ["check", "--format", "json", "page.md"]}
    ran, fault = said(env, case, "none")
    if fault or json.loads(ran.out)["messages"] or ran.status:
        return fault or ran.out
    return None


def form_json_of_build(env):
    case = dict(FORMS, **{"?": ["build", "-q", "--format", "json", "-o",
                                "out.pdf", "page.md"]})
    ran, fault = said(env, case, "build")
    if fault or len(json.loads(ran.out)["messages"]) != 2:
        return fault or ran.out
    return None


def sarif_faults(log, levels):
    """What the schema of SARIF 2.1.0 asks for, of the parts we write."""
    yield log["version"] == "2.1.0" and "sarif-2.1.0" in log["$schema"]
    run, = log["runs"]
    yield set(run) == {"tool", "columnKind", "results"}
    yield run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    yield driver["name"] == "handout" and driver["version"]
    rules = driver["rules"]
    yield {r["id"]: r["defaultConfiguration"]["level"] for r in rules} == {
        s: "note" if level == "style" else level
        for s, level in levels.items()}
    for rule in rules:
        yield all(rule[k]["text"] for k in (
            "shortDescription", "fullDescription", "help"))
    for result in run["results"]:
        yield rules[result["ruleIndex"]]["id"] == result["ruleId"]
        yield result["level"] in ("note", "warning", "error")
        yield result["message"]["text"]
        for place in result["locations"]:
            place = place["physicalLocation"]
            yield re.fullmatch(r"[A-Za-z0-9/._~%:-]+",
                               place["artifactLocation"]["uri"])
            yield place["region"]["startLine"] >= 1 <= \
                place["region"]["startColumn"]


def form_sarif(env):
    ran, fault = formed(env, "sarif")
    if fault:
        return fault
    log = json.loads(ran.out)
    for i, good in enumerate(sarif_faults(log, slugs(env))):
        if not good:
            return "fact %d is wrong\n%s" % (i, ran.out[-3000:])
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for r in log["runs"][0]["results"]]
    return None if uris == ["page.md", "page.md", "b%20c.md"] else str(uris)


def form_github(env):
    ran, fault = formed(env, "github")
    lines = ran.out.splitlines()
    if fault or len(lines) != 3 or ran.err:
        return fault or ran.out + ran.err
    if not lines[0].startswith(
            "::warning file=page.md,line=5,col=17,title=link-anchor::"):
        return lines[0]
    ran, fault = said(env, {"a,b:c%.md": FRONT + "[a](#100%)\n", "?": [
        "check", "--format", "github", "a,b:c%.md"]}, "escapes")
    wanted = "::warning file=a%2Cb%3Ac%25.md,line="
    if fault or not ran.out.startswith(wanted) or "#100%25;" not in ran.out:
        return fault or ran.out
    return None


def form_not_written(env):
    """A document that can't be written is an error of the machine."""
    folder = env.folder_new("full")
    write(folder, FORMS)
    ran = env.run("sh", "-c", '"$0" check --format json page.md >/dev/full',
                  env.handout, cwd=folder)
    if crashed(ran) or ran.status != 3 or "[write-failed]" not in ran.err:
        return "exit status %d\n%s" % (ran.status, ran.err)
    return None


def form_wrong(env):
    for argv, words in ((["--format", "jsn"], "did you mean json?"),
                        (["--layout", "--format", "sarif"], "--layout")):
        case = dict(FORMS, **{"?": ["check", *argv, "page.md"]})
        ran, fault = said(env, case, "wrong")
        if fault or ran.status != 2 or words not in ran.err:
            return fault or ran.err
    return None


# ---- links of a site ------------------------------------------------------

SITE = {
    "_config.yml": "title: S\nurl: https://example.org\nbaseurl: /course\n"
                   "plugins: [jekyll-feed]\n",
    "other.md": FRONT + "## Second Part\n\nText. <a name=\"mark\"></a>\n",
    "lab/index.md": FRONT + "Text.\n",
    "lab/deep.md": "---\ntitle: D\npermalink: /far/away/\n---\n\nText.\n",
    "files/a b.pdf": "x", "static/page.html": "<p id=x>Hello</p>",
    "_posts/2020-01-02-old-post.md": FRONT + "Text.\n",
    "hidden.md": "---\ntitle: H\npublished: false\n---\n\nText.\n",
}
GOOD_LINKS = [
    "other.html", "other", "other.md", "other.html#second-part",
    "other#mark", "other#top", "lab/", "lab", "lab/index.html", "far/away/",
    "/course/far/away", "https://example.org/course/other.html",
    "files/a%20b.pdf", "static/page.html#anything", "static/page",
    "2020/01/02/old-post.html", "/course/2020/01/02/old-post.html",
    "other?x=1#second-part", "/course/feed.xml", "{{ site.baseurl }}/lab/",
    "https://example.org/elsewhere/x.html", "/elsewhere/x.html",
    "../elsewhere.html", "https://example.com/x.html", "//example.com/x",
    "mailto:a@example.org", "tel:123", "#", "", "?print",
    "/course/", "https://example.org/course",
]
BAD_LINKS = {
    "othr.html": "link-page", "lab/nothing.html": "link-page",
    "/course/nothing/": "link-page", "files/a.pdf": "link-page",
    "https://example.org/course/gone": "link-page",
    "hidden.html": "link-page", "other.html#third-part": "link-anchor",
    "/course/other#no": "link-anchor", "/course/sitemap.xml": "link-page",
}


def links_of_site(env):
    body = "".join("[good](%s)\n\n" % link for link in GOOD_LINKS)
    body += "".join("[bad](%s)\n\n" % link for link in BAD_LINKS)
    case = dict(SITE, **{"page.md": FRONT + body, "?": ["check", "page.md"]})
    ran, fault = said(env, case, "links")
    first = FRONT.count("\n") + 1 + 2 * len(GOOD_LINKS)
    wanted = {first + 2 * i: slug
              for i, slug in enumerate(BAD_LINKS.values())}
    found = {int(n): slug for n, slug in re.findall(
        r"^page.md:(\d+):.*\[(link-[a-z]+)\]$", ran.err, re.M)}
    if fault or found != wanted:
        return fault or "%s\n%s" % (set(found.items()) ^ set(wanted.items()),
                                    ran.err)
    case["?"] = ["check", "-q", "."]
    whole, fault = said(env, case, "links")
    if fault or whole.err.replace("./", "") != ran.err:
        return fault or "another answer for the site:\n" + whole.err
    return None


def links_without_site(env):
    """Beside a page that is in no site, only its own folder is known."""
    body = "[a](b.md) [b](sub/) [c](b.html) [d](/x.md) [e](../x.md) " \
           "[f](gone.md)\n"
    case = {"page.md": FRONT + body, "b.md": FRONT + "Text.\n",
            "sub/index.md": FRONT + "Text.\n", "?": ["check", "page.md"]}
    ran, fault = said(env, case, "alone")
    if fault or ran.err.count("[link-page]") != 1 or "gone.md" not in ran.err:
        return fault or ran.err
    return None


def cases(env):
    for slug in CASES:
        yield "messages/" + slug, lambda s=slug: pair(env, s)
    for slug in SETTING:
        yield "messages/" + slug, lambda s=slug: setting_pair(env, s)
    for name, (slug, body, lines) in SAID_OF.items():
        yield ("messages/" + name, lambda b=body, s=slug, n=lines:
               ignoring(env, b, s, n, {"p.png": png(60, 60)}))
    for name, (body, slug, lines) in IGNORING.items():
        yield ("messages/ignore-" + name,
               lambda b=body, s=slug, n=lines: ignoring(env, b, s, n))
    for function in (known_faults, all_are_there, manual_is_made, unknown_names_nearest,
                     front_and_site, wishes_of_a_page, front_in_packet, include_names_page,
                     counts_go_with_it, form_plain, form_text,
                     form_text_awkward, form_text_on_terminal, form_json,
                     form_json_without_messages, form_json_of_build,
                     form_sarif, form_github, form_wrong, form_not_written,
                      links_of_site,
                     links_without_site):
        yield ("messages/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
