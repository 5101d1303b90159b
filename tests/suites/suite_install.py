"""`make install` into an empty folder, and the program run from there."""
import os

from environment import crashed


def files_under(folder):
    return sorted(os.path.relpath(os.path.join(root, name), folder)
                  for root, _, names in os.walk(folder) for name in names)


def make(env, *argv):
    return env.run("make", "-s", "-C", env.top, "BUILD=" + env.build,
                   "B=" + os.path.relpath(env.folder, env.top), *argv,
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
                 "share/man/man7/handout-messages.7",
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


def cases(env):
    for function in (install_and_run, datadir):
        yield ("install/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
