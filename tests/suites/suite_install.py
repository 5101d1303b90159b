"""`make install` into an empty folder: the program run from there, and
examples/ built with the installed library, shared and static."""
import os
import re
import shutil

from environment import Skip, crashed


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
                 "share/man/man3/handout.3", "share/man/man5/handout.yml.5",
                 "include/handout.h", "lib/libhandout.a",
                 "lib/libhandout.so.1", "lib/libhandout.so",
                 "lib/pkgconfig/handout.pc",
                 "share/bash-completion/completions/handout",
                 "share/zsh/site-functions/_handout",
                 "share/fish/vendor_completions.d/handout.fish",
                 "share/handout/fonts/NotoSans-Regular.ttf",
                 "share/handout/fonts/NotoSerif-Italic.ttf",
                 "share/handout/fonts/LICENCE-fonts-noto-core"):
        if "usr/local/" + name not in files:
            return "%s is not installed" % name
    others = [f for f in files if not f.startswith("usr/local/")]
    if others:
        return "installed outside the prefix: %s" % others
    prefix = os.path.join(folder, "usr/local")
    fault = runs(env, os.path.join(prefix, "bin/handout")) or \
        exports(env, prefix) or example(env, prefix) or \
        example_of_manual(env, prefix)
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


def exports(env, prefix):
    """Only handout_* can be linked with; and no data that could change."""
    names = {}
    for library, option in (("libhandout.a", "-g"), ("libhandout.so", "-D")):
        ran = env.run("nm", option, "--defined-only",
                      os.path.join(prefix, "lib", library))
        names[library] = sorted(re.findall(r" [A-Z] (\S+)", ran.out))
        others = [n for n in names[library]
                  if not re.match("handout_|__(odr_)?asan|_ZTI|__gcov", n)]
        if others or len(names[library]) < 10:
            return "%s shows %s" % (library, others or names[library])
    with open(os.path.join(prefix, "include/handout.h"),
              encoding="utf-8") as f:
        api = sorted(re.findall(r"^HANDOUT_API .*?(handout_\w+)\(", f.read(),
                                re.M))
    if env.build == "release":
        for library in names:
            if names[library] != api:
                return "%s shows %s, not %s" % (library, names[library], api)
        sizes = env.run("size", "-A", os.path.join(prefix,
                                                   "lib/libhandout.a")).out
        for section in (".data", ".bss", ".tdata", ".tbss"):
            if re.search(r"^\%s +[1-9]" % section, sizes, re.M):
                return "something that can be written in %s:\n%s" % (
                    section, sizes)
    return None


def compiled(env, prefix, source, static=False):
    """A program with the flags that pkg-config gives; or what is wrong."""
    asked = ["--static"] if static else []
    flags = env.run("pkg-config", "--define-variable=prefix=" + prefix,
                    "--cflags", "--libs", *asked, "handout", env={
                        "PKG_CONFIG_PATH": os.path.join(prefix,
                                                        "lib/pkgconfig")})
    if flags.status != 0:
        return None, flags.err
    words = [("-l:libhandout.a" if static and w == "-lhandout" else w)
             for w in flags.out.split()]
    more = {"asan": ["-fsanitize=address,undefined"],
            "cov": ["--coverage"]}.get(env.build, [])
    program = os.path.join(env.folder_new("program"), "program")
    ran = env.run("cc", "-std=c17", "-Wall", "-Werror", *more, "-o", program,
                  source, *words)
    return program, ran.err if ran.status != 0 else None


def example(env, prefix):
    """The example with either library; the header alone, as C++."""
    for static in (False, True):
        program, fault = compiled(
            env, prefix, env.path("examples", "modules.c"), static)
        fault = fault or example_runs(env, program, prefix)
        if fault:
            return "%s: %s" % ("static" if static else "shared", fault)
    ran = env.run("c++", "-x", "c++", "-fsyntax-only", "-Wall", "-Werror",
                  os.path.join(prefix, "include/handout.h"))
    return ran.err if ran.status != 0 else None


def example_of_manual(env, prefix):
    """The program in handout(3), in a locale that has decimal commas."""
    with open(env.path("src/handout/handout.3"), encoding="utf-8") as f:
        code = re.search(r"^\.Bd.*?\n(#include.*?)^\.Ed", f.read(),
                         re.S | re.M).group(1)
    code = "#include <locale.h>\n" + code.replace(
        "{\n", '{\n\tif (!setlocale(LC_ALL, ""))\n\t\treturn 3;\n', 1)
    folder = env.folder_new("manual")
    for name, text in (("one.c", code), ("page.md", "---\ntitle: T\nx: 1.5\n"
                                         "---\n\n{{ 7.5 | plus: 0.25 }} and "
                                         "{{ page.x | times: 3 }}\n")):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)
    program, fault = compiled(env, prefix, os.path.join(folder, "one.c"))
    if fault:
        return fault
    comma = shutil.which("localedef") and env.run(
        "localedef", "-i", "de_DE", "-f", "UTF-8",
        os.path.join(folder, "de_DE.UTF-8")).status == 0
    ran = env.run(program, "page.md", "page.pdf", cwd=folder, env={
        "LD_LIBRARY_PATH": os.path.join(prefix, "lib"), "LOCPATH": folder,
        "LC_ALL": "de_DE.UTF-8" if comma else "C"})
    if crashed(ran) or ran.status != 0:
        return crashed(ran) or "exit status %d: %s" % (ran.status, ran.err)
    text = env.run("pdftotext", os.path.join(folder, "page.pdf"), "-").out
    return None if "7.75 and 4.5" in text else "the page says " + text


def example_runs(env, program, prefix):
    folder = env.folder_new("example")
    out = os.path.join(folder, "out")
    os.mkdir(out)
    ran = env.run(program, env.path("content"), out,
                  env={"LD_LIBRARY_PATH": os.path.join(prefix, "lib")})
    if crashed(ran) or ran.status != 0:
        return crashed(ran) or ran.out + ran.err
    made = sorted(os.listdir(out))
    told = re.findall(r"(\S+\.pdf): [1-9]\d* pages: \S", ran.out)
    if not made or sorted(os.path.basename(t) for t in told) != made:
        return "made %s, said\n%s" % (made, ran.out)
    if not re.search(r"\.md:\d+: .+ \[[a-z-]+\]", ran.out):
        return "no message:\n" + ran.out
    beside = os.path.join(folder, "beside")
    env.program("build", "--paper", "a4", "-o", beside, env.path("content"))
    for name in made:
        with open(os.path.join(out, name), "rb") as a, \
                open(os.path.join(beside, name), "rb") as b:
            if a.read() != b.read():
                return "%s is not what the program prints" % name
    return None


def threads(env):
    """Sites printed beside each other, under ThreadSanitizer."""
    if env.build != "release":
        raise Skip("it has a build of its own, which BUILD=release runs")
    probe = os.path.join(env.folder_new("tsan"), "probe")
    ran = env.run("sh", "-c", "echo 'int main(void) { return 0; }' | "
                  "cc -fsanitize=thread -x c -o %s - && %s" % (probe, probe))
    if ran.status != 0:
        raise Skip("no ThreadSanitizer here: " + ran.err.strip()[-200:])
    ran = env.run("make", "-s", "-j2", "-C", env.top, "BUILD=tsan",
                  "build/tsan/threads", timeout=900)
    if ran.status != 0:
        return ran.out + ran.err
    ran = env.run(env.path("build/tsan/threads"), env.path("content"),
                  env.path("tests/readback/pages"), timeout=600, env={
                      "TSAN_OPTIONS": "halt_on_error=0:exitcode=66:"
                      "suppressions=" + env.path("tests/thread/suppressions")})
    if "ThreadSanitizer" in ran.err or ran.status != 0:
        return ran.out + ran.err[-6000:]
    return None


def manuals(env):
    """handout(3) has the whole API, handout.yml(5) each key there is."""
    def text(*parts):
        with open(env.path(*parts), encoding="utf-8") as f:
            return f.read()
    def names(source, array):
        body = re.search(array + r"\[\] = \{(.*?)\};", source, re.S).group(1)
        return re.findall(r'"(\w+)"', body)
    api = re.findall(r"HANDOUT_API [^;]*?(handout_\w+)\(",
                     text("src/handout/handout.h"))
    page = text("src/handout/handout.3")
    missing = [n for n in api if ".Fn " + n not in page]
    page = text("src/handout/handout.yml.5")
    keys = names(text("src/source/wishes.c"), "wishes_keys") + \
        names(text("src/handout/packet_plan.c"), "packet_keys")
    missing += [k for k in keys
                if not re.search(r"^\.It Cm .*\b%s\b" % k, page, re.M)]
    if len(api) < 10 or len(keys) < 15:
        return "read only %s and %s" % (api, keys)
    return "not in a manual: %s" % missing if missing else None


def datadir(env):
    """The program knows the folder of the installed fonts."""
    with open(env.handout, "rb") as f:
        found = b"/share/handout" in f.read()
    return None if found else "PREFIX/share/handout is not in the program"


def cases(env):
    for function in (install_and_run, manuals, datadir, threads):
        yield ("install/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
