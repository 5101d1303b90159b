"""The tools around the program: set-up, lint, the Makefile's help."""
import os
import re
import shutil

import judge_cases


def setup_knows_systems(env):
    """Every row of the list names a package, or says that there is none;
    a missing one is named in each system's words, and stops the run."""
    folder = env.folder_new("setup")
    with open(env.path("src/setup/packages"), encoding="utf-8") as f:
        rows = f.read()
    spoiled = rows.replace("cmd:qpdf ", "cmd:no-such-command ")
    with open(os.path.join(folder, "packages"), "w", encoding="utf-8") as f:
        f.write(spoiled)
    with open(env.path("src/setup/setup"), encoding="utf-8") as f:
        script = f.read()
    with open(os.path.join(folder, "setup"), "w", encoding="utf-8") as f:
        f.write(script)
    for system, words in (("fedora", "dnf install qpdf"),
                          ("arch", "pacman -S qpdf"),
                          ("homebrew", "brew install qpdf"),
                          ("other", "qpdf")):
        ran = env.run("sh", os.path.join(folder, "setup"), "test",
                      env={"HANDOUT_SYSTEM": system})
        if ran.status != 1 or words not in ran.err:
            return "%s: status %d: %s" % (system, ran.status, ran.err)
    return None


def setup_is_idle(env):
    """With everything there it does nothing, and needs no rights."""
    ran = env.run("sh", env.path("src/setup/setup"), "build", "run", "test",
                  env={"PATH": os.environ["PATH"]})
    if ran.status != 0 or ran.out or ran.err:
        return "status %d: %s" % (ran.status, ran.out + ran.err)
    return None


def makefile_lists_targets(env):
    """`make help` names targets that exist."""
    with open(env.path("Makefile"), encoding="utf-8") as f:
        makefile = f.read()
    listed = re.findall(r"^make ([a-z-]+)", env.run("make", "-s", "-C", env.top, "help").out, re.M)
    known = re.sub(r"\\\n", " ", makefile)
    for target in listed:
        if not re.search(r"^\.PHONY:.*\b%s\b" % re.escape(target), known,
                         re.M) and not target.startswith("check-"):
            return "make help lists %s, which is no target" % target
    return None if listed else "make help lists nothing"


def copied(env, name, script, files):
    """A folder with a script at its place and some files around it."""
    folder = env.folder_new(name)
    for path, text in files.items():
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as f:
            f.write(text)
    os.makedirs(os.path.join(folder, "tests/lint"))
    return shutil.copy(env.path(script), os.path.join(folder, "tests/lint"))


LAYERS = {"src/LAYERS": "base:\ndoc: base\n",
          "src/base/base.h": "#include <stdio.h>\n",
          "src/doc/doc.c": "#include \"doc.h\"\n",
          "src/doc/doc.h": "#include \"base/base.h\"\n"}
LAYERS_BROKEN = {
    "upwards": {"src/base/a.c": "#include \"doc/doc.h\"\n"},
    "private": {"src/doc/a.c": "#include \"base/base_priv.h\"\n"},
    "unknown module": {"src/other/a.c": "int x;\n"},
    "library": {"src/doc/a.c": "#include <hpdf.h>\n"},
}
WORDS = {"src/base/a.h": "int a(void);\n", "src/base/a.c": "int a(void);\n",
         "tests/x.c": "\n", "content/x.md": "\n"}
WORDS_BROKEN = {
    "call": {"src/base/a.c": "\tstrcpy(a, b);\n"},
    "mark": {"src/base/a.c": "/* TO" + "DO: later */\n"},
    "global": {"src/base/a.c": "static int count;\n"},
    "long line": {"src/base/a.c": "int a%s;\n" % ("a" * 120)},
}


def lint_trips(env, name, good, broken):
    """The lint passes what is good and finds each fault."""
    script = "tests/lint/" + name
    ran = env.run("sh", copied(env, name, script, good))
    if ran.status != 0:
        return "finds fault where there is none: " + ran.out
    for fault, files in broken.items():
        ran = env.run("sh", copied(env, name, script, {**good, **files}))
        if ran.status == 0:
            return "does not see: " + fault
    return None


def cases(env):
    for function in (setup_knows_systems, setup_is_idle,
                     makefile_lists_targets):
        yield ("tools/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
    yield ("tools/lint-layers",
           lambda: lint_trips(env, "layers", LAYERS, LAYERS_BROKEN))
    yield "tools/judge", lambda: "\n".join(judge_cases.faults()) or None
    yield ("tools/lint-words",
           lambda: lint_trips(env, "words", WORDS, WORDS_BROKEN))
