"""`make install` into an empty folder, and the program run from there."""
import os
import re

from environment import crashed


def files_under(folder):
    return sorted(os.path.relpath(os.path.join(root, name), folder)
                  for root, _, names in os.walk(folder) for name in names)


def make(env, *argv):
    return env.run("make", "-s", "-C", env.top, "BUILD=" + env.build, *argv,
                   timeout=600)


def install_and_run(env):
    """What is installed, that it works, and that uninstall removes it."""
    folder = env.folder_new("install")
    where = ["DESTDIR=" + folder, "PREFIX=/usr/local"]
    ran = make(env, "install", *where)
    if ran.status != 0:
        return ran.out + ran.err
    files = files_under(folder)
    for name in ("bin/handout", "share/man/man1/handout.1",
                 "share/handout/fonts/NotoSans-Regular.ttf",
                 "share/handout/fonts/NotoSerif-Italic.ttf",
                 "share/handout/fonts/LICENCE-fonts-noto-core"):
        if "usr/local/" + name not in files:
            return "%s is not installed" % name
    others = [f for f in files if not f.startswith("usr/local/")]
    if others:
        return "installed outside the prefix: %s" % others
    fault = runs(env, os.path.join(folder, "usr/local/bin/handout"))
    if fault:
        return fault
    ran = make(env, "uninstall", *where)
    left = files_under(folder)
    return ran.err or ("left behind: %s" % left if left else None)


def runs(env, program):
    folder = env.folder_new("run")
    with open(os.path.join(folder, "page.md"), "w", encoding="utf-8") as f:
        f.write("---\ntitle: Installed\n---\n\nText.\n")
    ran = env.run(program, "build", "-o", "page.pdf", "page.md", cwd=folder)
    if crashed(ran) or ran.status != 0:
        return crashed(ran) or ran.err
    text = env.run("pdftotext", os.path.join(folder, "page.pdf"), "-").out
    return None if "Installed" in text else "the page says " + text


def datadir(env):
    """The program knows the folder of the installed fonts."""
    with open(env.handout, "rb") as f:
        found = b"/share/handout" in f.read()
    return None if found else "PREFIX/share/handout is not in the program"


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
    listed = re.findall(r"^make ([a-z-]+)", make(env, "help").out, re.M)
    known = re.sub(r"\\\n", " ", makefile)
    for target in listed:
        if not re.search(r"^\.PHONY:.*\b%s\b" % re.escape(target), known,
                         re.M) and not target.startswith("check-"):
            return "make help lists %s, which is no target" % target
    return None if listed else "make help lists nothing"


def cases(env):
    for function in (install_and_run, datadir, setup_knows_systems,
                     setup_is_idle, makefile_lists_targets):
        yield ("install/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
