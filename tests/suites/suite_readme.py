"""README.md: each command that it names is run, as it stands there; so are the
manual's examples.

The commands are read from the indented blocks and code spans of README and from
EXAMPLES in handout(1); they run in that order in a copy of the project, where a
small site stands at the paths that they name.  PROMISES has a row for each: what to set for it,
and what must have come of it.  A command without a row fails, and so does a
row without a command.
"""
import json
import os
import re
import shutil
import subprocess
import time
import urllib.request

from environment import Many, crashed
from pdf import Pdf
from suite_command import is_pdf, write

SITE = "path/to/site/"
PROGRAMS = r"(?:make|man|handout|build/\S+|cc|pip|npm|sudo|apt-get|git)\s"
# What README shows as output of the program.
MESSAGE = re.compile(r"^[\w.]+:\d+:\d+: (?:error|warning|style): ")
SETTINGS = "titles: {modules/partnerships/index.md: Working with Partners}\n" \
    "order: [introduction, partnerships, assessment]\n"


# ---- reading README ---------------------------------------------------------

def blocks(text):
    """The indented blocks, each a list of lines."""
    return [[line[4:].rstrip() for line in found.splitlines()]
            for found in re.findall(r"(?m)(?:^    .+\n)+", text)]


def commands(text):
    """Each command once, without the remark behind it, in order."""
    found = []
    for block in blocks(text):
        if not MESSAGE.match(block[0]):
            found += [re.sub(r"(^|\s+)#.*", "", line) for line in block]
    found = [command for command in found if command]
    prose = re.sub(r"(?m)^    .*\n", "", text)
    found += [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose)
              if re.match(PROGRAMS, span)]
    return list(dict.fromkeys(found))


def examples(page):
    """The commands that a manual page shows as its examples."""
    text = page.split("\n.Sh EXAMPLES\n")[1].split("\n.Sh ")[0]
    return re.findall(r"(?m)^\.Dl \$ (.+)$", text)


def plain(command):
    """A command as it is called where the program is installed."""
    return command.replace("build/release/handout ", "handout ")


def block_of(text, pattern):
    """The only block that begins so, as text."""
    found = [b for b in blocks(text) if pattern.match(b[0])]
    assert len(found) == 1, found
    return "\n".join(found[0]) + "\n"


# ---- the copy of the project -------------------------------------------------

LAB = """---
title: Lab
---

# What you need

%s
<table>
<tr><th>Day</th><th>Room</th></tr>
<tr>
    <td style="background-color:#cc3300;color:#000000">Monday</td>
<td>Hall</td></tr>
</table>

See [the library](https://example.org/).
"""
LAB_LINE = 24
PAGES = {"index.md": "Front", "about.md": "About",
         "modules/introduction/index.md": "Introduction",
         "modules/introduction/section-1.md": "First Steps",
         "modules/partnerships/index.md": "Partnerships",
         "modules/assessment/index.md": "Assessment"}


class Shop:
    """The copy, in which README's paths are there."""

    def __init__(self, env):
        self.env, self.folder = env, os.path.join(env.folder_new("readme"),
                                                  "handout")
        with open(env.path("README.md"), encoding="utf-8") as f:
            self.readme = f.read()
        with open(env.path("src/cli/handout.1"), encoding="utf-8") as f:
            self.manual = f.read()
        shutil.copytree(env.top, self.folder, symlinks=True,
                        ignore=lambda top, names: [
                            n for n in names if n in (".git", "build")])
        os.mkdir(self.path("build"))
        subprocess.run(["cp", "-a", env.folder,
                        self.path("build", env.build)], check=True)
        os.mkdir(self.path("bin"))
        os.symlink(env.handout, self.path("bin", "handout"))
        if env.build != "release":
            os.symlink(env.build, self.path("build", "release"))
        self.site()

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def site(self):
        filler = "Words.\n\n" * 30
        lab = LAB % filler
        lines = lab.splitlines()
        spare = 1 + next(i for i, line in enumerate(lines)
                         if "#cc3300" in line) - LAB_LINE
        lab = "\n".join(lines[:7] + lines[7 + spare:]) + "\n"
        write(self.folder, "lab.md", lab)
        write(self.folder, SITE + "_config.yml", "title: The Library\n")
        write(self.folder, SITE + "modules/lab.md", lab)
        write(self.folder, SITE + "handout.yml", SETTINGS)
        for name, title in PAGES.items():
            write(self.folder, SITE + name, "---\ntitle: %s\n---\n\n# One\n\n"
                  "Text of %s.\n" % (title, title))

    def run(self, command, **more):
        variables = {"BUILD": self.env.build, "MAKELEVEL": None, "PATH": ":".join(
            (self.path("bin"), self.env.base["PATH"]))}
        return self.env.run("bash", "-c", command, cwd=self.folder,
                            env=dict(variables, **more),
                            timeout=self.env.slow(300))

    def pdfs(self, folder):
        return sorted(n for n in os.listdir(self.path(folder))
                      if n.endswith(".pdf"))

    def text(self, *parts):
        return self.env.run("pdftotext", self.path(*parts), "-").out


# ---- what each command promises: functions of (shop, what ran) -----------------
# They return what is wrong, or None.

def handouts(shop, ran):
    wanted = sorted(n for _, _, names in os.walk(shop.path("content"))
                    for n in names if n.endswith(".md"))
    made = shop.pdfs("build/handouts")
    if len(made) != len(wanted) or not all(n in ran.out for n in made):
        return "of %d pages %s" % (len(wanted), made)
    return None


def tested(_, ran):
    return None if re.search(r"\n1 passed, 0 failed\n", ran.out) else ran.out


def one(shop, _):
    return None if is_pdf(shop.path("lab.pdf")) else "no lab.pdf"


def module_on_a4(shop, _):
    made = shop.pdfs("handouts")
    if len(made) != 5:
        return "made %s" % made
    pdf = Pdf.load(shop.path("handouts", "lab.pdf"))
    return None if round(pdf.box(0)[2]) == 595 else \
        "paper: %s" % (pdf.box(0),)


def oral_history_on_a4(shop, _):
    paper = [Pdf.load(shop.path("a4", n)).box(0)[2] for n in shop.pdfs("a4")]
    return None if len(paper) > 9 and set(map(round, paper)) == {595} else \
        "paper: %s" % paper


def packets_of_modules(shop, _):
    made = shop.pdfs("packets")
    if made != ["assessment-packet.pdf", "introduction-packet.pdf",
                "partnerships-packet.pdf"]:
        return "made %s" % made
    text = shop.text("packets", "introduction-packet.pdf")
    return None if "Contents" in text and "First Steps" in text else text


def packet_of_site(shop, _):
    text = shop.text("packets", "packet.pdf")
    words = ["Contents", "City Hall", "Working with Partners", "Lab"]
    return None if all(w in text for w in words) else text


def sizes(shop, *parts):
    pdf = Pdf.load(shop.path(*parts))
    return {round(p.size, 1) for p in pdf.painted
            if p.kind == "text" and p.text.strip()}


def large(shop, _):
    found = sizes(shop, "large", "lab.pdf")
    return None if found and min(found) >= 18 else "type of %s" % found


def two_pages(shop, _):
    pdf = Pdf.load(shop.path("lab.pdf"))
    return None if len(pdf.pages) <= 2 else "%d pages" % len(pdf.pages)


def booklet(shop, _):
    pdf = Pdf.load(shop.path("lab-booklet.pdf"))
    width, height = pdf.box(0)[2:]
    return None if width > height else "pages of %s" % (pdf.box(0),)


def told(shop, ran):
    wanted = block_of(shop.readme, MESSAGE)
    return None if SITE + "modules/" + wanted in ran.err else ran.err


def set_well(_, ran):
    return None if ran.out.strip() else "nothing of the setting"


def sarif(shop, _):
    with open(shop.path("handout.sarif"), encoding="utf-8") as f:
        log = json.load(f)
    found = [r["ruleId"] for r in log["runs"][0]["results"]]
    return None if "contrast" in found else str(found)


def annotated(_, ran):
    return None if re.search(r"(?m)^::warning file=.*lab\.md,line=%d" %
                             LAB_LINE, ran.out) else ran.out


def site_printed(shop, ran):
    with open(shop.path("report.json"), encoding="utf-8") as f:
        names = [os.path.basename(j["output"]) for j in json.load(f)["jobs"]]
    if names != ["index.pdf", "about.pdf", "introduction.pdf",
                 "introduction-section-1.pdf", "partnerships.pdf",
                 "assessment.pdf", "lab.pdf"] and \
            sorted(names) != shop.pdfs("handouts"):
        return "order: %s" % names
    if "Working with Partners" not in shop.text("handouts",
                                                "partnerships.pdf"):
        return "handout.yml is not obeyed"
    return "of handout.yml: " + ran.err if "[site-" in ran.err else None


def planned(shop, _):
    with open(shop.path("site.mk"), encoding="utf-8") as f:
        rules = re.findall(r"(?m)^(handouts/\S+\.pdf):", f.read())
    for rule in rules:
        os.remove(shop.path(rule))
    return None if len(rules) == len(PAGES) + 1 else str(rules)


def whole_site(shop, _):
    made = shop.pdfs("handouts")
    return None if len(made) == len(PAGES) + 1 else "made %s" % made


def part(_, ran):
    found = re.search(r"(?m)^(\d+) handouts?,", ran.err)
    if found and int(found.group(1)) > len(PAGES):
        return "all of it:\n" + ran.err
    return None


def linked(shop, _):
    os.makedirs(shop.path("out"))
    ran = shop.run("./modules path/to/site out",
                   LD_LIBRARY_PATH=shop.path("usr", "lib"))
    made = shop.pdfs("out")
    return None if ran.status == 0 and len(made) == len(PAGES) + 1 else \
        "%d: %s %s" % (ran.status, made, ran.err)


def installed(shop, _):
    missing = [n for n in (
        "bin/handout", "include/handout.h", "lib/libhandout.so",
        "share/man/man3/handout.3", "share/zsh/site-functions/_handout",
        "share/bash-completion/completions/handout",
        "share/fish/vendor_completions.d/handout.fish")
        if not os.path.exists(shop.path("usr", n))]
    return "not installed: %s" % missing if missing else None


def one_screen(_, ran):
    n = ran.out.count("\n")
    return None if 10 < n <= 30 else "%d lines" % n


def all_options(shop, ran):
    brief = shop.run("handout --help").out.count("\n  -")
    return None if ran.out.count("\n  -") > brief else ran.out


def manual(_, ran):
    return None if len(ran.out.splitlines()) > 100 else ran.out + ran.err


def reasons(shop, ran):
    with open(shop.path("src/base/messages.def"), encoding="utf-8") as f:
        slugs = re.findall(r'^MSG\(\w+, \w+, "([a-z0-9-]+)"', f.read(), re.M)
    missing = [s for s in slugs if s not in ran.out]
    return "not there: %s" % missing if missing else None


def wishes(_, ran):
    return None if "paper" in ran.out and "packets" in ran.out else ran.out


def figures(shop, _):
    with open(shop.path("setting.json"), encoding="utf-8") as f:
        return None if json.load(f) else "empty"


def tree(_, ran):
    return None if "note" in ran.out else ran.out


def targets(_, ran):
    return None if "make check" in ran.out else ran.out


# ---- other ways to run one -----------------------------------------------------

def served(shop, command):
    """It never ends: it is asked for its page, then told to end."""
    for port in ("", "=0"):  # the usual port may be another's
        log = shop.path("watch.log")
        with open(log, "wb") as err:
            process = subprocess.Popen(
                command.replace("--serve", "--serve" + port).split(),
                cwd=shop.folder, env=shop.env.base, stderr=err,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            said = url_of(shop, process, log)
        finally:
            process.terminate()
            status = process.wait(shop.env.slow(10))
        if "[serve-failed]" not in said:
            break
    if status != 0 or crashed_text(said):
        return "exit status %d\n%s" % (status, said)
    return None if "Lab" in said else said


def url_of(shop, process, log):
    """What it serves once all is printed, or what it said instead."""
    end = time.monotonic() + shop.env.slow(20)
    text = ""
    while time.monotonic() < end and process.poll() is None:
        time.sleep(0.02)
        with open(log, encoding="utf-8") as f:
            text = f.read()
        found = re.search(r"(http://127\.0\.0\.1:\d+/)\n", text)
        if found and re.search(r"(?m)^\d\d:\d\d:\d\d ", text):
            with urllib.request.urlopen(found.group(1) +
                                        "list.json?seen=none") as page:
                return page.read().decode()
    return text


def crashed_text(text):
    return "Sanitizer" in text or "runtime error" in text


def simulated(shop, _):
    """Changes the machine and wants the network: apt only says what it
    would do.  All else that is needed is in src/setup/packages, by which
    `make handouts` has just found that nothing is missing."""
    if not shutil.which("apt-get"):
        return None
    ran = shop.run("apt-get -s install -y make")
    return None if ran.status == 0 else ran.out + ran.err


def dry(shop, command):
    """Takes minutes and other people's programs: make says what it would
    run, which must be there."""
    ran = shop.run(command.replace("make ", "make -n ", 1))
    found = re.search(r"(?m)^python3 (tests/bench/\w+)", ran.out)
    return None if ran.status == 0 and found and os.path.exists(
        shop.path(found.group(1))) else ran.out + ran.err


NOT_RUN = {"sudo apt-get install -y make": simulated, "make bench": dry,
           "handout watch --serve -o handouts path/to/site": served}

# command: (exit status, what must have come of it, variables set for it)
PROMISES = {
    "make handouts": (0, handouts, {}),
    "handout build -o lab.pdf "
    "content/modules/oral-history/section-1-0.md": (0, one, {}),
    "handout build --paper a4 -o a4 content/modules/oral-history":
        (0, oral_history_on_a4, {}),
    "handout build -o handouts path/to/site": (0, whole_site, {}),
    "handout build -o handouts --prune path/to/site": (0, whole_site, {}),
    "handout check --layout --json content > setting.json":
        (0, figures, {}),
    "handout dump tree content/modules/oral-history/section-1-0.md":
        (0, tree, {}),
    # this very run is its work; so it runs one test
    "make check": (0, tested, {"NAME": "command/help-screen"}),
    "handout build -o lab.pdf path/to/site/modules/lab.md": (0, one, {}),
    "handout build --paper a4 -o handouts path/to/site/modules":
        (0, module_on_a4, {}),
    "handout build --packet module -o packets path/to/site":
        (0, packets_of_modules, {}),
    'handout build --packet site --prepared-for "City Hall" -o packets '
    "path/to/site": (0, packet_of_site, {}),
    "handout build --large-print -o large lab.md": (0, large, {}),
    "handout build --fit 2 --ink-save lab.md": (0, two_pages, {}),
    "handout build --booklet lab.md": (0, booklet, {}),
    "handout check path/to/site": (0, told, {}),
    "handout check --layout path/to/site": (0, set_well, {}),
    "handout check --strict path/to/site": (1, told, {}),
    "handout check --strict --format github path/to/site":
        (1, annotated, {}),
    "handout check --format sarif path/to/site > handout.sarif":
        (0, sarif, {}),
    "handout check --format github path/to/site": (0, annotated, {}),
    "handout build -o handouts --prune --report report.json path/to/site":
        (0, site_printed, {}),
    "handout plan --make -o handouts path/to/site > site.mk":
        (0, planned, {}),
    "make -j8 -f site.mk": (0, whole_site, {}),
    "handout build --shard 2/8 -o handouts path/to/site": (0, part, {}),
    "make install": (0, installed, {"PREFIX": "TOP/usr"}),
    "cc -o modules examples/modules.c $(pkg-config --cflags --libs handout)":
        (0, linked, {"PKG_CONFIG_PATH": "TOP/usr/lib/pkgconfig"}),
    "handout --help": (0, one_screen, {}),
    "handout help build": (0, all_options, {}),
    "man src/cli/handout.1": (0, manual, {}),
    "man src/cli/handout-messages.7": (0, reasons, {}),
    "man src/handout/handout.yml.5": (0, wishes, {}),
    "make help": (0, targets, {}),
}


def in_order(found):
    """README names `make install` before it compiles, but in a sentence."""
    first = [c for c in found if c == "make install"]
    rest = [c for c in found if c not in first]
    at = next((i for i, c in enumerate(rest) if c.startswith("cc ")), 0)
    return rest[:at] + first + rest[at:]


def attempt(shop, command):
    """What is wrong with a command of README, or None."""
    if plain(command) in NOT_RUN:
        return NOT_RUN[plain(command)](shop, command)
    if plain(command) not in PROMISES:
        return "no row in PROMISES"
    status, promise, variables = PROMISES[plain(command)]
    if command.startswith("man ") and not shutil.which("man"):
        return None
    ran = shop.run(with_sanitizer(shop, command), **{
        k: v.replace("TOP", shop.folder) for k, v in variables.items()})
    if crashed(ran) or ran.status != status:
        return crashed(ran) or "exit status %d\n%s" % (
            ran.status, (ran.out + ran.err)[-3000:])
    return promise(shop, ran)


def with_sanitizer(shop, command):
    """A program that links with such a library needs the same option."""
    more = {"asan": "-fsanitize=address,undefined",
            "cov": "--coverage"}.get(shop.env.build)
    return command.replace("cc ", "cc %s " % more, 1) \
        if more and command.startswith("cc ") else command


def all_commands(env):
    """Each command keeps what README and the manual say of it."""
    shop = Shop(env)
    found = {plain(c): c for c in examples(shop.manual)[::-1] +
             commands(shop.readme)[::-1]}
    found = in_order(list(found.values())[::-1])
    faults = []
    for command in found:
        fault = attempt(shop, command)
        if fault:
            faults.append("%s\n    %s" % (command, fault))
    known = [plain(c) for c in found]
    faults += ["nobody names `%s`" % c for c in list(PROMISES) +
               list(NOT_RUN) if c not in known]
    return Many(len(found) - len(faults), len(faults), "\n".join(faults))


def reads_commands(_):
    """A command is found wherever it may stand; data is none."""
    text = "# T\n\nSay `make\nnow` or `handout.yml`.\n\n    a b   # why\n" \
        "    # where\n    c d\n\n    x.md:1:2: error: no [s]\n"
    page = ".Sh A\n.Dl $ no\n.Sh EXAMPLES\nSee:\n.Dl $ e f\n.Sh B\n.Dl $ no\n"
    found = commands(text) + examples(page)
    return None if found == ["a b", "c d", "make now", "e f"] else str(found)


def has_parts(env):
    """A picture that is there, and links that lead somewhere."""
    with open(env.path("README.md"), encoding="utf-8") as f:
        text = f.read()
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    missing = [n for n in links if not os.path.exists(env.path(n))]
    return "not there: %s" % missing if missing or len(links) < 5 else None


def cases(env):
    for function in (all_commands, reads_commands, has_parts):
        yield ("readme/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
