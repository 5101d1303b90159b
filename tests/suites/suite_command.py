"""The command line: verbs, options, exit statuses, messages, files."""
import os
import re
import shutil

from environment import crashed

GOOD = "---\ntitle: %s\n---\n\nText of the page.\n"
WARNED = "---\ntitle: Warned\n---\n\n# One\n\n#### Four\n\nText.\n"
STEPS = ["source", "markup", "tree", "style", "pages", "tags"]


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def is_pdf(path):
    try:
        with open(path, "rb") as f:
            return f.read(5) == b"%PDF-"
    except FileNotFoundError:
        return False


def expect(ran, status, out="", err=""):
    """What is wrong with a run, or None.  `out`, `err`: patterns."""
    fault = crashed(ran)
    if fault:
        return fault
    if ran.status != status:
        return "exit status %d, not %d\n%s" % (ran.status, status,
                                               ran.out + ran.err)
    for pattern, text, name in ((out, ran.out, "output"),
                                (err, ran.err, "messages")):
        if not re.search(pattern, text):
            return "no '%s' in the %s:\n%s" % (pattern, name, text)
    return None


def usage(env):
    for argv in ([], ["--nonsense"], ["build"], ["build", "-o"],
                 ["build", "--paper", "a3000", "x.md"], ["nonsense", "x.md"],
                 ["dump", "tree"], ["dump", "nonsense", "x.md"],
                 ["build", "--papre", "a4", "x.md"]):
        fault = expect(env.program(*argv, cwd=env.folder_new()), 2, err=".")
        if fault:
            return "%s: %s" % (argv, fault)
    return None


def verbs(env):
    return re.findall(r"^  handout ([a-z]+) ", env.program("--help").out, re.M)


def options_of(env, verb):
    """The options that a verb's help has, long ones without their dashes."""
    return set(re.findall(r"^  (?:-\w, )?--([a-z-]+)",
                          env.program("help", verb).out, re.M))


def help_screen(env):
    """--help fits a terminal and a prompt; so does each line of a verb's."""
    ran = env.program("--help")
    lines = ran.out.split("\n")
    fault = expect(ran, 0, out="build INPUT(.|\n)*--paper")
    if fault or len(lines) > 24:
        return fault or "%d lines" % len(lines)
    for verb in verbs(env):
        lines += env.program("help", verb).out.split("\n")
    wide = [line for line in lines if len(line) > 80]
    if wide:
        return "wider than 80 columns: %s" % wide
    return expect(env.program("help"), 0, out=re.escape(ran.out)) or \
        expect(env.program("--version"), 0, out=r"handout \d+\.\d+")


def help_of_a_verb(env):
    """`help VERB` and `VERB --help` say the same: its options, no others."""
    if len(verbs(env)) < 6:
        return "verbs: %s" % verbs(env)
    for verb in verbs(env):
        ran = env.program("help", verb)
        fault = expect(ran, 0, out=r"^handout %s .*" % verb)
        if fault or env.program(verb, "--help").out != ran.out and \
                verb != "help":
            return fault or "%s --help says something else" % verb
    build, check = options_of(env, "build"), options_of(env, "check")
    if not {"output", "paper", "shard"} <= build or "layout" in build or \
            "layout" not in check or "output" in check:
        return "build %s, check %s" % (build, check)
    return expect(env.program("help", "biuld"), 2, err="mean build[?]")


def option_of_another_verb(env):
    for argv, has in ((["check", "-o", "x", "y.md"], "build"),
                      (["build", "--layout", "y.md"], "check"),
                      (["dump", "tree", "--jobs", "2", "y.md"], "build check"),
                      (["build", "--make", "y.md"], "plan")):
        fault = expect(env.program(*argv, cwd=env.folder_new()), 2,
                       err="%s has no option --.*; it is one of .*%s" % (
                           argv[0], has))
        if fault:
            return fault
    return None


def first_steps(env):
    """What someone new does first, and what is said to it."""
    folder = env.folder_new()
    write(folder, "photos/a.jpg", "no page")
    write(folder, "lab.md", GOOD % "Lab")
    write(folder, "lab.pdf.old", "%PDF-1.7\n")
    shutil.copy(os.path.join(folder, "lab.pdf.old"),
                os.path.join(folder, "done.pdf"))
    os.mkdir(os.path.join(folder, "empty"))
    for argv, status, said in (
            ([], 2, r"handout build INPUT"),
            (["build"], 2, r"needs a page or a folder: build"),
            (["--papre", "a4", "lab.md"], 2, r"--papre; did you mean --paper"),
            (["bulid", "lab.md"], 2, r"did you mean build"),
            (["--paper", "a44", "lab.md"], 2, r"did you mean a4"),
            (["dump", "tre", "lab.md"], 2, r"did you mean tree"),
            (["completion", "bsh"], 2, r"did you mean bash"),
            (["photos"], 1, r"photos: error: no pages.*\[folder-empty\]"),
            (["empty"], 1, r"empty: error: no pages.*\[folder-empty\]"),
            (["check", "empty"], 1, r"\[folder-empty\]"),
            (["plan", "empty"], 1, r"\[folder-empty\]"),
            (["done.pdf"], 1, r"done\.pdf: error: .*PDF.*\[file-type\]"),
            (["photos/a.jpg"], 1, r"a\.jpg: error: .*\[file-type\]"),
            (["check", "--json", "lab.md"], 2, r"--format json"),
            (["none.md"], 1, r"none\.md: error: .*\[file-missing\]")):
        fault = expect(env.program(*argv, cwd=folder), status, err=said)
        if fault:
            return "%s: %s" % (argv, fault)
    fault = expect(env.program("lab.md", cwd=folder), 0)
    if fault or not is_pdf(os.path.join(folder, "lab.pdf")):
        return fault or "handout lab.md made no lab.pdf"
    return None


# ---- completion ----------------------------------------------------------

BASH = """source %s
COMP_WORDS=(%s) COMP_CWORD=%d COMPREPLY=()
compopt() { :; }
_handout handout "%s" "%s"
printf '%%s\\n' "${COMPREPLY[@]}"
"""


def completed(env, script, *words):
    """What bash would offer for the last of the words."""
    line = ["handout"] + list(words)
    ran = env.run("bash", "-c", BASH % (
        script, " ".join("'%s'" % w for w in line), len(line) - 1, line[-1],
        line[-2]))
    return sorted(w.strip() for w in ran.out.split("\n") if w) + \
        ([ran.err] if ran.err else [])


def completion_bash(env):
    folder = env.folder_new()
    script = write(folder, "bash", env.program("completion", "bash").out)
    os.makedirs(os.path.join(folder, "site"))
    for words, offered in (
            (["bui"], ["build"]), (["", ], verbs(env)),
            (["check", "--lay"], ["--layout"]),
            (["build", "--lay"], []),
            (["--large"], ["--large-print"]),
            (["build", "--paper", "a"], ["a4", "a5"]),
            (["build", "--paper", "=", "le"], ["legal", "letter"]),
            (["build", "--paper", "="], ["a4", "a5", "legal", "letter"]),
            (["dump", "t"], ["tags", "tree"]),
            (["dump", "tree", "t"], []),
            (["completion", "f"], ["fish"]), (["help", "ch"], ["check"]),
            (["build", "--packet", "m"], ["module"]),
            (["build", "-o", "x"], []), (["build", "x"], [])):
        found = completed(env, script, *words)
        if found != sorted(offered):
            return "%s: %s, not %s" % (words, found, offered)
    ran = env.run("bash", "-c", "source %s; cd %s; COMP_WORDS=(handout "
                  "--root si); COMP_CWORD=2; _handout handout si --root; "
                  "echo $COMPREPLY" % (script, folder))
    return expect(ran, 0, out="^site$")


def completion_has_all(env):
    """Each option of each verb's help stands in all three scripts."""
    scripts = {}
    for shell, mark in (("bash", "--%s "), ("zsh", "--%s["), ("fish",
                                                            "-l %s ")):
        ran = env.program("completion", shell)
        fault = expect(ran, 0, out="handout")
        if fault:
            return fault
        scripts[shell] = ran.out, mark
    options = set().union(*(options_of(env, v) for v in verbs(env)))
    if len(options) < 20:
        return "found only %s" % options
    for shell, (text, mark) in scripts.items():
        text = text.replace("}'[", "[")
        missing = [o for o in options if mark % o not in text] + \
            [v for v in verbs(env) if not re.search(r"\b%s\b" % v, text)]
        if missing:
            return "not in %s: %s" % (shell, missing)
    return None


def completion_is_read(env):
    """Each shell that is here reads its script, and offers what it should."""
    folder, seen = env.folder_new(), []
    for shell, check in (
            ("bash", "source {0} && complete -p handout"),
            ("zsh", "autoload -Uz compinit && compinit -u -d {1}/dump && "
             "source {0} 2>/dev/null; zsh -n {0} && whence -w _handout"),
            ("fish", "source {0}; complete -C 'handout check --lay'; "
             "complete -C 'handout build --lay'; "
             "complete -C 'handout --paper a'")):
        if not shutil.which(shell):
            continue
        seen.append(shell)
        script = write(folder, shell, env.program("completion", shell).out)
        ran = env.run(shell, "-c", check.format(script, folder),
                      env={"HOME": folder, "XDG_CONFIG_HOME": folder})
        wanted = {"bash": "_handout", "zsh": "_handout: function",
                  "fish": r"^--layout\t[^\n]*\na4\t?[^\n]*\na5"}[shell]
        fault = expect(ran, 0, out=wanted)
        if fault:
            return "%s: %s" % (shell, fault)
    return None if "bash" in seen else "no bash"


def one_page(env):
    folder = env.folder_new()
    write(folder, "page.md", GOOD % "Good")
    fault = expect(env.program("build", "-o", "named.pdf", "page.md",
                               cwd=folder), 0)
    if fault or not is_pdf(os.path.join(folder, "named.pdf")):
        return fault or "no named.pdf"
    fault = expect(env.program("build", "-o", "no/such/named.pdf", "page.md",
                               cwd=folder), 0)
    if fault or not is_pdf(os.path.join(folder, "no/such/named.pdf")):
        return fault or "no no/such/named.pdf"
    os.mkdir(os.path.join(folder, "out"))
    fault = expect(env.program("build", "-o", "out", "page.md", cwd=folder),
                   0)
    if fault or not is_pdf(os.path.join(folder, "out/page.pdf")):
        return fault or "no out/page.pdf"
    if sorted(os.listdir(os.path.join(folder, "out"))) != ["page.pdf"]:
        return "left behind: %s" % os.listdir(os.path.join(folder, "out"))
    return None


def file_or_folder(env):
    """What ends in .pdf is a file, and what is one; else it is a folder."""
    folder = env.folder_new()
    write(folder, "page.md", GOOD % "Good")
    with open(os.path.join(folder, "old"), "wb") as f:
        f.write(b"%PDF-1.7\n")
    for name, made in (("large", "large/page.pdf"), ("a.PDF", "a.PDF"),
                       ("v1.0", "v1.0/page.pdf"), ("b/c", "b/c/page.pdf"),
                       ("old", "old")):
        fault = expect(env.program("build", "-o", name, "page.md",
                                   cwd=folder), 0)
        if fault or not is_pdf(os.path.join(folder, made)):
            return "%s: %s" % (name, fault or "not made")
    return None


def links_and_pipes(env):
    """What a link leads to is written, a pipe is written to; both stay."""
    folder = env.folder_new()
    write(folder, "page.md", GOOD % "Good")
    write(folder, "target", "")
    os.symlink("target", os.path.join(folder, "link.pdf"))
    fault = expect(env.program("build", "-o", "link.pdf", "page.md",
                               cwd=folder), 0)
    if fault or not os.path.islink(os.path.join(folder, "link.pdf")) or \
            not is_pdf(os.path.join(folder, "target")):
        return fault or "the link is not followed"
    os.mkfifo(os.path.join(folder, "pipe"))
    os.symlink("pipe", os.path.join(folder, "stdout"))
    for name in ("pipe", "stdout"):
        ran = env.run("sh", "-c", 'head -c 5 pipe & "$0" build -q -o "$1" '
                      "page.md; wait", env.handout, name, cwd=folder)
        fault = expect(ran, 0, out="^%PDF-$")
        if fault:
            return "%s: %s" % (name, fault)
        if os.path.isfile(os.path.join(folder, name)):
            return "%s is a file now" % name
    write(folder, "site/_config.yml", "title: S\n")
    write(folder, "site/page.md", GOOD % "Good")
    for words in ("page.md", "--packet site site", "--only page site"):
        ran = env.run("sh", "-c", '"$0" build -q -o - %s | head -c 5' % words,
                      env.handout, cwd=folder)
        fault = expect(ran, 0, out="^%PDF-$")
        if fault:
            return "%s: %s" % (words, fault)
    return None


def a_folder(env):
    """Each page of a folder; what is hidden or of Jekyll's is no page."""
    folder = env.folder_new()
    for name in ("a.md", "b.markdown", "c.html", "deep/d.md"):
        write(folder, "site/" + name, GOOD % name)
    for name in ("_layouts/x.html", "_includes/y.html", ".hidden.md",
                 "z.txt"):
        write(folder, "site/" + name, GOOD % name)
    write(folder, "site/_config.yml", "title: Site\n")
    fault = expect(env.program("build", "-o", "out/", "site", cwd=folder), 0)
    found = sorted(os.path.relpath(os.path.join(root, n), folder)
                   for root, _, names in os.walk(os.path.join(folder, "out"))
                   for n in names)
    if fault or found != ["out/.handout", "out/a.pdf", "out/b.pdf",
                          "out/c.pdf", "out/deep-d.pdf"]:
        return fault or "made %s" % found
    return None


def no_config(env):
    """Without _config.yml the folder that has _includes is the site's."""
    folder = env.folder_new()
    write(folder, "site/_includes/x.md", "From the include.")
    write(folder, "site/deep/down/a.md", "---\ntitle: T\n---\n"
          "{% include x.md %}\n")
    return expect(env.program("build", "-o", "a.pdf", "site/deep/down/a.md",
                              cwd=folder), 0)


def bad_and_good(env):
    folder = env.folder_new()
    write(folder, "good.md", GOOD % "Good")
    write(folder, "alsogood.md", GOOD % "Good")
    os.mkdir(os.path.join(folder, "out"))
    ran = env.program("build", "-o", "out", "good.md", "none.md",
                      "alsogood.md", cwd=folder)
    fault = expect(ran, 1, err=r"none\.md.*\[file-missing\]")
    if fault:
        return fault
    made = sorted(os.listdir(os.path.join(folder, "out")))
    return None if made == ["alsogood.pdf", "good.pdf"] else "made %s" % made


def strict(env):
    folder = env.folder_new()
    write(folder, "page.md", WARNED)
    place = r"page\.md:7:\d+: warning: .+ \[heading-skip\]"
    return (expect(env.program("build", "-o", "o.pdf", "page.md",
                               cwd=folder), 0, err=place) or
            expect(env.program("build", "--strict", "-o", "o.pdf", "page.md",
                               cwd=folder), 1, err=place) or
            expect(env.program("check", "page.md", cwd=folder), 0,
                   err=place) or
            expect(env.program("check", "--strict", "page.md", cwd=folder),
                   1, err=place))


def check_writes_nothing(env):
    folder = env.folder_new()
    write(folder, "page.md", WARNED)
    fault = expect(env.program("check", "page.md", cwd=folder), 0)
    left = os.listdir(folder)
    return fault or (None if left == ["page.md"] else "made %s" % left)


def ignored(env):
    """A message's slug under `ignore:` in the front matter silences it."""
    folder = env.folder_new()
    write(folder, "page.md", WARNED.replace(
        "title: Warned", "title: Warned\nhandout:\n  ignore: [heading-skip]"))
    ran = env.program("check", "--strict", "page.md", cwd=folder)
    return expect(ran, 0) or ("still told: " + ran.err if ran.err else None)


def place_after_liquid(env):
    """The author's own line, with front matter and Liquid before it."""
    folder = env.folder_new()
    write(folder, "_config.yml", "title: Site\n")
    write(folder, "_includes/three.html", "<p>one</p>\n<p>two</p>\n\n")
    write(folder, "page.md", "---\ntitle: T\nx: |\n  many\n  lines\n---\n"
          "{% include three.html %}\n{% if page.title %}yes{% endif %}\n\n"
          "{% comment %}\n\n\n{% endcomment %}\n![](no.png)\n")
    return expect(env.program("check", "page.md", cwd=folder), 1,
                  err=r"page\.md:14:\d+: error: .*\[img-missing\]")


def paper(env):
    folder = env.folder_new()
    write(folder, "page.md", GOOD % "Good")
    for name, size in (("letter", "612 x 792"), ("a4", "595.*x 841.*")):
        out = os.path.join(folder, name + ".pdf")
        fault = expect(env.program("build", "--paper", name, "-o", out,
                                   "page.md", cwd=folder), 0)
        if fault:
            return fault
        info = env.run("pdfinfo", out).out
        if not re.search("Page size: *" + size, info):
            return info
    return None


def fit(env):
    """--fit sets tighter and says so, or says how much is over."""
    folder = env.folder_new()
    write(folder, "page.md", GOOD % "T" + "\n\nA line.\n" * 34)
    two = expect(env.program("build", "--fit", "1", "-o", "a.pdf", "page.md",
                             cwd=folder), 0,
                 err=r"page\.md: style: .*1 page: .*type [\d.]+ pt.*"
                     r"\[layout-fit\]")
    write(folder, "long.md", GOOD % "T" + "\n\nA line.\n" * 340)
    return (two or
            expect(env.program("build", "--fit", "2", "-o", "b.pdf",
                               "long.md", cwd=folder), 1,
                   err=r"long\.md: error: .*\d+ pages at the tightest, .* mm "
                       r".*\[layout-no-fit\]") or
            expect(env.program("build", "--fit", "0", "page.md", cwd=folder),
                   2, err="--fit needs a number of pages"))


def margins_stay(env):
    """Neither --fit nor the gutter takes what printers leave blank."""
    folder = env.folder_new()
    text = "Words that fill a line and some of the next one. " * 9 + "\n\n"
    narrower = False
    for n in range(8, 20):
        write(folder, "page.md", GOOD % "T" + text * n)
        ran = env.program("check", "--booklet", "--fit", "2", "page.md",
                          cwd=folder)
        narrower |= bool(re.search(r"margins [1-9]\d* pt narrower", ran.err))
        if "layout-outside" in ran.err:
            return ran.err
    write(folder, "theme.yml", "page: {margin: [68, 30, 72, 30], "
          "duplex: true, gutter: 100}\n")
    ran = env.program("check", "--theme", "theme.yml", "page.md", cwd=folder)
    if "layout-outside" in ran.err:
        return ran.err
    return None if narrower else "no margin was narrower"


def root(env):
    """--root says where pictures and includes are looked for."""
    folder = env.folder_new()
    write(folder, "site/_includes/a.html", "<p>Included</p>")
    page = write(folder, "site/deep/page.md", GOOD % "T" +
                 "\n{% include a.html %}\n")
    ran = env.program("dump", "tree", "--root", os.path.join(folder, "site"),
                      page)
    return expect(ran, 0, out="Included")


def dumps(env):
    folder = env.folder_new()
    write(folder, "page.md", GOOD % "Good")
    for step in STEPS:
        ran = env.program("dump", step, "page.md", cwd=folder)
        fault = expect(ran, 0, out="Text of the page|[A-Za-z]")
        if fault:
            return "%s: %s" % (step, fault)
        again = env.program("dump", step, os.path.join(folder, "page.md"))
        if step != "source" and again.out != ran.out and \
                folder in again.out:
            return step + " names the folder"
    return None


def no_color_in_files(env):
    folder = env.folder_new()
    write(folder, "page.md", WARNED)
    ran = env.program("check", "page.md", cwd=folder,
                      env={"TERM": "xterm-256color"})
    return "escape sequences in a pipe" if "\033" in ran.err else None


def no_stray_files(env):
    """Nothing is written but the PDF, into no folder but its own."""
    folder = env.folder_new()
    write(folder, "in/page.md", GOOD % "Good")
    home = env.folder_new("home")
    fault = expect(env.program(
        "build", "-o", os.path.join(folder, "page.pdf"), "page.md",
        cwd=os.path.join(folder, "in"), env={"HOME": home, "TMPDIR": home}),
        0)
    left = os.listdir(home) + os.listdir(os.path.join(folder, "in"))
    return fault or (None if left == ["page.md"] else "made %s" % left)


def name_with_spaces(env):
    folder = env.folder_new()
    name = "a page – «ünïcode» 100%s.md"
    write(folder, name, GOOD % "Good")
    fault = expect(env.program("build", "-o", "out", name, cwd=folder), 0)
    return fault


def input_is_not_overwritten(env):
    folder = env.folder_new()
    page = write(folder, "page.md", GOOD % "Good")
    ran = env.program("build", "-o", "page.md", "page.md", cwd=folder)
    with open(page, encoding="utf-8") as f:
        if f.read() != GOOD % "Good":
            return "the page was overwritten"
    return None if ran.status != 0 else "exit status 0"


def same_name_twice(env):
    """Two pages of one name must not become one file, silently."""
    folder = env.folder_new()
    write(folder, "a/index.md", GOOD % "First")
    write(folder, "b/index.md", GOOD % "Second")
    os.mkdir(os.path.join(folder, "out"))
    ran = env.program("build", "-o", "out", "a/index.md", "b/index.md",
                      cwd=folder)
    made = sum(len(names) for _, _, names in
               os.walk(os.path.join(folder, "out")))
    if crashed(ran):
        return crashed(ran)
    if made != 2 and ran.status == 0:
        return "one of two pages is lost without a word"
    return None


def manual_knows_options(env):
    """The manual page has each option and step that --help names."""
    text = "".join(env.program("help", v).out for v in verbs(env))
    with open(env.path("src", "cli", "handout.1"), encoding="utf-8") as f:
        manual = f.read().replace("\\-", "-")
    for option in set(re.findall(r"--([a-z-]+)", text)):
        if not re.search(r"Fl -%s\b|--%s\b" % (option, option), manual):
            return "--%s is not in the manual" % option
    return None


def from_anywhere(env):
    """The program copied elsewhere, run from another folder, still works."""
    folder = env.folder_new()
    copy = os.path.join(folder, "h")
    shutil.copy(env.handout, copy)
    write(folder, "page.md", GOOD % "Good")
    return expect(env.run(copy, "build", "-o", "o.pdf", "page.md",
                          cwd=folder), 0)


def cases(env):
    for function in (usage, help_screen, help_of_a_verb,
                     option_of_another_verb, first_steps, completion_bash,
                     completion_has_all, completion_is_read, one_page,
                     file_or_folder, links_and_pipes, a_folder, no_config,
                     bad_and_good, strict, check_writes_nothing, ignored,
                     place_after_liquid, paper, fit, margins_stay, root, dumps,
                     no_color_in_files, no_stray_files, name_with_spaces,
                     input_is_not_overwritten, same_name_twice,
                     manual_knows_options, from_anywhere):
        yield ("command/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
