"""handout watch: what is saved is printed, and shown by its server.

A site is made, watched, and changed as people and editors change files; in
the end the outputs must have the bytes of a fresh build.
"""
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import time

from environment import Skip, crashed, Ran
from suite_command import expect, write
from suite_site import outputs, page, picture, strays

LINE = re.compile(r"(?m)^\d\d:\d\d:\d\d (.*), \d+ ms$")


class Watch:
    """A running `handout watch`, ended when the test is over."""

    def __init__(self, env, site, out, *more, program=None):
        self.env, self.site, self.out = env, site, out
        self.log = os.path.join(env.folder_new("log"), "err")
        self.err = open(self.log, "wb")
        self.process = subprocess.Popen(
            [program or env.handout, "watch", "-o", out, *more, site],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=self.err, env=env.base)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.err.close()

    def text(self):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return f.read()

    def lines(self):
        """What was said of each rebuild, the first one included."""
        return LINE.findall(self.text())

    def until(self, what, seconds=8):
        """Wait for what() to be true; returns it."""
        end = time.monotonic() + self.env.slow(seconds)
        while time.monotonic() < end and self.process.poll() is None:
            found = what()
            if found:
                return found
            time.sleep(0.005)
        return what()

    def ready(self):
        return self.until(lambda: len(self.lines()) >= 1, 30)

    def says(self, pattern, after=0):
        """Wait until the log has the pattern behind its first bytes."""
        return self.until(lambda: re.search(pattern, self.text()[after:]))

    def end(self, number=signal.SIGTERM):
        """None if it ends well."""
        self.process.send_signal(number)
        try:
            status = self.process.wait(self.env.slow(10))
        except subprocess.TimeoutExpired:
            return "does not end"
        text = self.text()
        fault = crashed(Ran(subprocess.CompletedProcess(
            [], status, b"", text.encode())))
        if fault or status != 0:
            return fault or "exit status %d\n%s" % (status, text)
        left = strays(self.out) if os.path.isdir(self.out) else []
        return "left behind: %s" % left if left else None


def fresh(env, site, *more):
    """The outputs of a fresh build."""
    out = os.path.join(env.folder_new("fresh"), "out")
    env.program("build", "-q", *more, "-o", out, site)
    return outputs(out) if os.path.isdir(out) else {}


def same_as_fresh(watch, *more):
    """None when the outputs have come to be those of a fresh build."""
    wanted = fresh(watch.env, watch.site, *more)
    if watch.until(lambda: outputs(watch.out) == wanted, 10):
        return None
    made = outputs(watch.out)
    return "not a fresh build's: %s, of %s; it says\n%s" % (
        sorted(n for n in set(made) | set(wanted)
               if made.get(n) != wanted.get(n)), sorted(wanted),
        watch.text()[-3000:])


def each_as_fresh(w, steps):
    for i, step in enumerate(steps):
        step()
        fault = same_as_fresh(w)
        if fault:
            return "step %d: %s" % (i, fault)
    return None


def is_quiet(watch):
    """None if nothing is built while nothing is saved."""
    time.sleep(watch.env.slow(0.3))
    before = len(watch.lines())
    time.sleep(watch.env.slow(0.4))
    more = watch.lines()[before:]
    return "built though nothing was saved: %s" % more if more else None


# ---- how files are changed -----------------------------------------------------

def save(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def save_by_rename(path, text):
    save(path + ".new", text)
    os.rename(path + ".new", path)


def save_as_vim(path, text):
    """With a backup: out of the way, written anew, the backup removed."""
    folder = os.path.dirname(path)
    save(os.path.join(folder, "4913"), "")
    os.remove(os.path.join(folder, "4913"))
    os.rename(path, path + "~")
    save(path, text)
    os.remove(path + "~")


def save_as_emacs(path, text):
    folder, name = os.path.split(path)
    lock = os.path.join(folder, ".#" + name)
    os.symlink("someone@somewhere", lock)
    save(path, text)
    os.remove(lock)


def save_in_halves(path, text, seconds=0.02):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text[:len(text) // 2])
        f.flush()
        time.sleep(seconds)
        f.write(text[len(text) // 2:])


def save_slowly(path, text):
    """Slower than anybody waits: half a page is printed between."""
    save_in_halves(path, text, 0.15)


def save_in_place(path, text):
    """As an editor with a file mapped or kept open: closed much later."""
    with open(path, "r+", encoding="utf-8") as f:
        f.write(text)
        f.truncate()
        f.flush()
        time.sleep(0.1)


SAVES = {"plain": save, "rename": save_by_rename, "vim": save_as_vim,
         "emacs": save_as_emacs, "halves": save_in_halves,
         "slowly": save_slowly, "in-place": save_in_place}
GOOD = "---\ntitle: %s\n---\n\nSaved by %s, number %d.\n"


def made_site(folder):
    write(folder, "_config.yml", "title: Watched\n")
    write(folder, "_includes/note.html", "<em>An include.</em>\n")
    write(folder, "_data/facts.yml", "one: first\n")
    for i in range(4):
        page(folder, "modules/lab/section-%d.md" % i, text="{{ site.data."
             "facts.one }} {% include note.html %}\n\n![A square]"
             "(/img/square.png)")
    page(folder, "index.md")
    picture(folder, "img/square.png")
    return folder


def started(env, *more):
    site = made_site(env.folder_new("site"))
    out = os.path.join(env.folder_new(), "out")
    return Watch(env, site, out, *more)


# ---- saves ------------------------------------------------------------------------

def saved(env, how):
    """However a page is saved, its handout is made anew, and no other."""
    with started(env) as w:
        w.ready()
        path = os.path.join(w.site, "modules/lab/section-1.md")
        for i in range(3):
            after = len(w.text())
            SAVES[how](path, GOOD % ("One", how, i))
            if not w.says(r"lab-section-1\.pdf, 1 page, \d+ ms\n", after):
                return "nothing was printed:\n" + w.text()
            fault = same_as_fresh(w)
            if fault:
                return fault
            if re.search(r"section-[023]\.pdf", w.text()):
                return "others were printed, too:\n" + w.text()
        return is_quiet(w) or w.end()


def shared_files(env):
    """An include, data, a picture, the configuration, a file that was not
    there: all pages that wanted it."""
    with started(env) as w:
        write(w.site, "modules/lab/section-9.md",
              "---\ntitle: Wants\n---\n\n![Later](later.png)\n")
        w.ready()
        steps = [
            lambda: write(w.site, "_includes/note.html", "<p>Another.</p>\n"),
            lambda: write(w.site, "_data/facts.yml", "one: other\n"),
            lambda: write(w.site, "_config.yml", "title: Other\n"),
            lambda: picture(w.site, "modules/lab/later.png"),
            lambda: write(w.site, "handout.yml", "paper: a4\n"),
            lambda: os.remove(os.path.join(w.site, "handout.yml")),
            lambda: os.remove(os.path.join(w.site, "img/square.png")),
            lambda: picture(w.site, "img/square.png")]
        return each_as_fresh(w, steps) or is_quiet(w) or w.end()


def folders(env):
    """Folders that come with pages in them, are renamed, and go."""
    with started(env, "--prune") as w:
        w.ready()
        other = env.folder_new("other")
        page(other, "new/deep/er/one.md")
        new = os.path.join(w.site, "modules/new")

        def link():
            os.symlink(os.path.join(w.site, "modules"),
                       os.path.join(w.site, "modules/lab/circle"))
        steps = [
            lambda: shutil.move(os.path.join(other, "new"), new),
            lambda: page(new, "deep/er/two.md"),
            lambda: os.rename(new, new + "er"),
            lambda: page(new + "er", "deep/er/three.md"),
            link,
            lambda: page(new + "er", "deep/er/four.md"),
            lambda: shutil.rmtree(new + "er"),
            lambda: page(w.site, "a/b/c/d.md"),
            lambda: page(w.site, "a/b/c/e.md", text="more")]
        return each_as_fresh(w, steps) or is_quiet(w) or w.end()


def far_theme(env):
    """A theme outside of the site, and one in a folder that is passed over."""
    theme = write(env.folder_new("theme"), "t.yml", "base: {font_size: 11}\n")
    with started(env, "--theme", theme) as w:
        w.ready()
        first = outputs(w.out)
        save_by_rename(theme, "base: {font_size: 13}\n")
        fault = same_as_fresh(w, "--theme", theme)
        if fault or outputs(w.out) == first:
            return fault or "the theme changed nothing"
        return is_quiet(w) or w.end()


def faults(env):
    """What is wrong with a page is said when it is saved; a page or a
    configuration that can't be read does not end the watch."""
    with started(env) as w:
        w.ready()
        path = os.path.join(w.site, "index.md")
        for text, pattern in (
                ("---\ntitle: [x\n---\n\nText.\n", r"index\.md:\d.*front-"),
                ("---\ntitle: x\n---\n\n{% if %}\n", r"index\.md:5.*liquid-"),
                ("---\ntitle: x\n---\n\n# A\n\n#### B\n\nT.\n",
                 r"index\.md:7:\d: warning: .*\[heading-skip\]"),
                ("", r"index\.pdf|not printed"),
                ("---\ntitle: x\n---\n\nGood.\n", r"index\.pdf, 1 page")):
            after = len(w.text())
            save(path, text)
            if not w.says(pattern, after):
                return "no %s:\n%s" % (pattern, w.text()[after:])
        after = len(w.text())
        save(os.path.join(w.site, "_config.yml"), "title: [x\n")
        if not w.says("yaml-syntax", after):
            return "no word of the configuration:\n" + w.text()[after:]
        save(os.path.join(w.site, "_config.yml"), "title: Mended\n")
        fault = same_as_fresh(w)
        return fault or is_quiet(w) or w.end()


def moved(env):
    """A site that is moved away is waited for; another may take its place."""
    with started(env, "--prune") as w:
        w.ready()
        away = w.site + "-away"
        os.rename(w.site, away)
        if not w.says(r"\[site-gone\]"):
            return "nobody noticed:\n" + w.text()
        if not outputs(w.out):
            return "outputs are gone with the site"
        page(away, "index.md", text="Changed while it was away.")
        os.rename(away, w.site)
        fault = same_as_fresh(w)
        if fault:
            return fault
        os.rename(w.site, away)
        made_site(w.site)
        page(w.site, "index.md", text="Another site.")
        fault = same_as_fresh(w)
        if fault:
            return fault
        page(w.site, "index.md", text="Another site, changed.")
        return same_as_fresh(w) or is_quiet(w) or w.end()


def ancestor_moved(env):
    top = env.folder_new("top")
    made_site(os.path.join(top, "in/site"))
    out = os.path.join(env.folder_new(), "out")
    with Watch(env, os.path.join(top, "in/site"), out) as w:
        w.ready()
        os.rename(os.path.join(top, "in"), os.path.join(top, "out"))
        if not w.says(r"\[site-gone\]"):
            return "nobody noticed:\n" + w.text()
        os.rename(os.path.join(top, "out"), os.path.join(top, "in"))
        page(w.site, "index.md", text="Changed.")
        return same_as_fresh(w) or w.end()


def outputs_in_site(env, name):
    """What is printed is not taken for a change."""
    site = made_site(env.folder_new("site"))
    with Watch(env, site, os.path.join(site, name)) as w:
        w.ready()
        page(site, "index.md", text="Changed.")
        if not w.says(r"index\.pdf, 1 page"):
            return "nothing was printed:\n" + w.text()
        time.sleep(0.2)
        fault = is_quiet(w)
        if fault or len(w.lines()) > 3:
            return fault or "too much was done:\n" + w.text()
        w.process.terminate()
        return None if w.process.wait() == 0 else "exit status"


def part_of_site(env):
    """A folder of a site: includes and data are watched, too."""
    site = made_site(env.folder_new("site"))
    out = os.path.join(env.folder_new(), "out")
    with Watch(env, os.path.join(site, "modules/lab"), out) as w:
        w.ready()
        write(site, "_includes/note.html", "<p>Changed.</p>\n")
        return same_as_fresh(w) or is_quiet(w) or w.end()


def packet(env):
    """A packet is printed anew when one of its pages is saved."""
    with started(env, "--packet", "site") as w:
        w.ready()
        page(w.site, "index.md", text="Changed.")
        return same_as_fresh(w, "--packet", "site") or is_quiet(w) or w.end()


def no_inotify(env):
    """Without room for more watches changes are looked for."""
    probe = env.run("unshare", "-U", "-r", "sh", "-c",
                    "echo 0 >/proc/sys/user/max_inotify_instances")
    if probe.status != 0:
        raise Skip("no user namespace to take inotify away in")
    site = made_site(env.folder_new("site"))
    out = os.path.join(env.folder_new(), "out")
    script = os.path.join(env.folder_new(), "handout")
    save(script, "#!/bin/sh\nexec unshare -U -r sh -c 'echo 0 "
         ">/proc/sys/user/max_inotify_instances; exec \"$@\"' - %s \"$@\"\n"
         % env.handout)
    os.chmod(script, 0o755)
    with Watch(env, site, out, program=script) as w:
        w.ready()
        if not w.says(r"\[watch-blind\]"):
            return "not a word:\n" + w.text()
        page(site, "index.md", text="Changed.")
        return same_as_fresh(w)


# ---- ends -----------------------------------------------------------------------

def ends(env, number):
    """At rest, and in the middle of the first build."""
    with started(env) as w:
        w.ready()
        fault = w.end(number)
    if fault:
        return "at rest: " + fault
    site = env.folder_new("site")
    write(site, "_config.yml", "title: Large\n")
    for i in range(300):
        page(site, "m/p-%d.md" % i)
    out = os.path.join(env.folder_new(), "out")
    with Watch(env, site, out, "-j", "2") as w:
        w.until(lambda: os.path.isdir(out) and outputs(out))
        fault = w.end(number)
        if fault:
            return "while building: " + fault
    if len(outputs(out)) == 300:
        return "it was not stopped"
    ran = env.program("build", "-q", "-o", out, site)
    return expect(ran, 0) or (None if len(outputs(out)) == 300 else
                              "the next build makes %d" % len(outputs(out)))


def usage(env):
    folder = env.folder_new()
    made = page(folder, "site/a.md")
    for argv, pattern in (
            (["watch", made], "needs a folder"),
            (["watch", "-o", "out", made], "needs a folder"),
            (["watch", "-o", "out"], "needs a page or a folder"),
            (["watch", "-o", "out", "site", "site"], "one folder"),
            (["watch", "-o", "out", "--serve=x", "site"], "number"),
            (["watch", "-o", "out", "--serve", "70000", "site"], "port"),
            (["build", "-o", "out", "--serve", "site"], "one of watch"),
            (["wach", "-o", "out", "site"], "did you mean watch")):
        fault = expect(env.program(*argv, cwd=folder), 2, err=pattern)
        if fault:
            return "%s: %s" % (argv, fault)
    return None


def default_folder(env):
    """Without -o the handouts go into ./handouts."""
    folder = env.folder_new()
    made_site(os.path.join(folder, "site"))
    process = subprocess.Popen([env.handout, "watch", "site"], cwd=folder,
                               stdin=subprocess.DEVNULL, env=env.base,
                               stderr=subprocess.PIPE)
    for line in process.stderr:
        if LINE.search(line.decode()):
            break
    process.terminate()
    process.stderr.read()
    status, made = process.wait(), outputs(os.path.join(folder, "handouts"))
    return None if status == 0 and made == fresh(
        env, os.path.join(folder, "site")) else "%d: %s" % (status, list(made))


# ---- at random --------------------------------------------------------------------

def pages_of(site):
    return sorted(os.path.join(root, n) for root, _, names in os.walk(site)
                  for n in names if n.endswith(".md"))


def one_change(site, away, dice, number):
    """Returns what was done, for the report of a failure."""
    pages = pages_of(site)
    path = dice.choice(pages) if pages else os.path.join(site, "new.md")
    how = dice.choice(sorted(SAVES))
    what = dice.choice(["edit"] * 8 + ["new", "delete", "rename", "broken",
                                       "include", "data", "config", "picture",
                                       "folder", "unfolder", "refolder",
                                       "away"])
    folder = os.path.join(site, "modules", "f-%d" % dice.randrange(3))
    if what in ("edit", "broken") and not os.path.exists(path):
        what = "new"
    if what == "edit":
        SAVES[how](path, GOOD % ("T", how, number))
    elif what == "broken":
        SAVES[how](path, "---\ntitle: [x\n{% if\n<table><tr>")
    elif what == "new":
        page(site, "modules/lab/new-%d.md" % number)
    elif what == "delete" and len(pages) > 2:
        os.remove(path)
    elif what == "rename" and pages:
        os.rename(path, os.path.join(os.path.dirname(path),
                                     "renamed-%d.md" % number))
    elif what == "include":
        save_by_rename(os.path.join(site, "_includes/note.html"),
                       "<p>Include %d.</p>\n" % number)
    elif what == "data":
        save(os.path.join(site, "_data/facts.yml"), "one: d%d\n" % number)
    elif what == "config":
        save(os.path.join(site, "_config.yml"), "title: C%d\n" % number)
    elif what == "picture":
        square = os.path.join(site, "img/square.png")
        if os.path.exists(square):
            os.remove(square)
        else:
            picture(site, "img/square.png")
    elif what == "folder":
        page(folder, "deep/page-%d.md" % number, text="In a folder.")
    elif what == "unfolder":
        shutil.rmtree(folder, ignore_errors=True)
    elif what == "refolder" and os.path.isdir(folder):
        os.rename(folder, folder + "-%d" % number)
    elif what == "away":
        os.rename(site, away)
        time.sleep(dice.choice([0, 0.15]))
        os.rename(away, site)
    return "%s %s %s" % (what, how, os.path.relpath(path, site))


def random_changes(env, changes, seed):
    """Any order of changes ends with the bytes of a fresh build."""
    dice = random.Random(seed)
    done = []
    with started(env, "--prune") as w:
        w.ready()
        away = w.site + "-away"
        for i in range(changes):
            done.append(one_change(w.site, away, dice, i))
            time.sleep(dice.choice([0, 0, 0.002, 0.01, 0.03, 0.1]))
        fault = same_as_fresh(w) or is_quiet(w) or w.end()
    return "seed %d, after %s:\n%s" % (seed, done, fault) if fault else None


# ---- time ---------------------------------------------------------------------------

def seed_like(folder):
    """Three pages of text, notes, a coloured table, boxes: as people write."""
    words = ("The library and the museum met each month to plan what "
             "families could do together, and wrote down what came of it. ")
    text = "".join(
        "## Part %d\n\n%s<sup>%d</sup>\n\n- first\n- second\n\n" % (
            i, words * 6, i) for i in range(1, 9))
    text += ('<table><tr style="background:#cc3300"><th>When</th><th>What'
             "</th></tr>%s</table>\n\n" % "".join(
                 "<tr><td>Week %d</td><td>%s</td></tr>" % (i, words)
                 for i in range(8)))
    text += "".join("<sup>%d</sup> A note on part %d.\n\n" % (i, i)
                    for i in range(1, 9))
    return page(folder, "page.md", text=text)


def replaced(path, before):
    try:
        return os.stat(path).st_ino != before
    except FileNotFoundError:
        return False


def latency(env, saves=15, most=150):
    site = env.folder_new("site")
    path = seed_like(site)
    out = os.path.join(env.folder_new(), "out")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    times = []
    with Watch(env, site, out) as w:
        w.ready()
        for i in range(saves):
            time.sleep(0.12)
            before = os.stat(os.path.join(out, "page.pdf")).st_ino
            begin = time.monotonic()
            save(path, text + "\nSave %d.\n" % i)
            w.until(lambda: replaced(os.path.join(out, "page.pdf"), before))
            times.append((time.monotonic() - begin) * 1000)
        fault = w.end()
    median = statistics.median(times)
    print("watch: from save to PDF %.0f ms (median of %d; %.0f to %.0f)" % (
        median, saves, min(times), max(times)), flush=True)
    if fault or median <= env.slow(most):
        return fault
    return "from save to PDF: %.0f ms, median of %s" % (median, times)


# ---- the server -----------------------------------------------------------------------

class Served(Watch):
    def __init__(self, env, site, out, *more, port=0):
        super().__init__(env, site, out, "--serve=%d" % port, *more)
        found = self.until(lambda: re.search(
            r"http://127\.0\.0\.1:(\d+)/\n", self.text()))
        self.port = int(found.group(1)) if found else 0

    def ask(self, path, method="GET", headers=None, timeout=40):
        """Status, headers, body; the path goes out as it is."""
        c = http.client.HTTPConnection("127.0.0.1", self.port,
                                       timeout=timeout)
        c.putrequest(method, path, skip_host=bool(
            headers and "Host" in headers))
        for name, value in (headers or {}).items():
            c.putheader(name, value)
        c.endheaders()
        r = c.getresponse()
        body = r.read()
        c.close()
        return r.status, {k.lower(): v for k, v in r.getheaders()}, body

    def list(self, seen="none"):
        return json.loads(self.ask("/list.json?seen=" + seen)[2])


def served(env, *more, port=0):
    site = made_site(env.folder_new("site"))
    write(site, "modules/lab/faulty.md",
          "---\ntitle: Faulty\n---\n\n# A\n\n#### B\n\nText.\n")
    return Served(env, site, os.path.join(env.folder_new(), "out"), *more,
                  port=port)


def server_pages(env):
    with served(env) as w:
        w.ready()
        for path, kind in (("/", "text/html"), ("/page.css", "text/css"),
                           ("/page.js", "text/javascript")):
            status, headers, body = w.ask(path)
            policy = headers.get("content-security-policy", "")
            if status != 200 or not headers["content-type"].startswith(kind):
                return "%s: %d %s" % (path, status, headers)
            if "default-src 'none'" not in policy or "unsafe" in policy:
                return "%s: policy %s" % (path, policy)
            with open(w.env.path("src/watch", "page.html" if path == "/"
                                 else path[1:]), "rb") as f:
                if f.read() != body:
                    return "%s is not what was packed" % path
            if re.search(rb"(?:src|href|url\()\s*=?\s*[\"']?(?:https?:)?//",
                         body) or re.search(rb"\son\w+=|style=", body):
                return "%s has what the policy forbids" % path
            if w.ask(path, "HEAD")[::2] != (200, b""):
                return "%s: HEAD" % path
        told = w.until(lambda: (lambda t: t["handouts"] and t)(w.list()))
        by_name = {h["name"]: h for h in told["handouts"]}
        if sorted(by_name) != sorted(outputs(w.out)):
            return "it lists %s" % sorted(by_name)
        m = by_name["lab-faulty.pdf"]["messages"][0]
        if (m["level"], m["slug"], m["line"]) != (
                "warning", "heading-skip", 7) or "; " not in m["text"] or \
                not m["file"].endswith("modules/lab/faulty.md"):
            return "message %s" % m
        for name, pdf in outputs(w.out).items():
            status, headers, body = w.ask("/pdf/" + name)
            if status != 200 or body != pdf or \
                    headers["content-type"] != "application/pdf":
                return "%s: %d, %s" % (name, status, headers)
        return w.end()


OUTSIDE = ["/../secret", "/pdf/../secret", "/pdf/../../secret",
           "/pdf/%2e%2e/secret", "/pdf/%2e%2e%2fsecret",
           "/%2e%2e%2f%2e%2e%2fsecret", "/pdf/..%5csecret",
           "/pdf//etc/passwd", "/pdf/%2fetc%2fpasswd", "/etc/passwd",
           "/pdf/.handout", "/pdf/", "/pdf", "/pdf/none.pdf",
           "/pdf/./index.pdf", "/pdf/lab/../index.pdf", "/page.css/",
           "//page.css", "/pdf/link.pdf", "/pdf/stray.pdf", "/list.json/x"]


def server_outside(env):
    """Whatever is no handout of the list is not there."""
    with served(env) as w:
        w.ready()
        secret = write(os.path.dirname(w.out), "secret", "Secret.\n")
        os.symlink(secret, os.path.join(w.out, "link.pdf"))
        write(w.out, "stray.pdf", "Not ours.\n")
        for path in OUTSIDE:
            status, _, body = w.ask(path)
            if status != 404 or b"Secret" in body:
                return "%s: %d %s" % (path, status, body[:99])
        if w.ask("/pdf/index.pdf")[0] != 200:
            return "a handout is not there either"
        return None


def server_strangers(env):
    """No writing, no other host's name, no other machine."""
    with served(env) as w:
        w.ready()
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            status = w.ask("/", method, {"Content-Length": "0"})[0]
            if status != 405:
                return "%s: %d" % (method, status)
        for host in ("evil.example", "127.0.0.1", "evil.example:%d" % w.port,
                     "localhost:1", "127.0.0.1:%d.evil.example" % w.port):
            if w.ask("/list.json", headers={"Host": host})[0] != 403:
                return "answers as %s" % host
        if w.ask("/", headers={"Host": "LocalHost:%d" % w.port})[0] != 200:
            return "does not answer as localhost"
        with socket.create_connection(("127.0.0.1", w.port)) as s:
            s.sendall(b"nonsense\r\n\r\n" + bytes(range(256)))
            s.recv(999)
        if w.ask("/")[0] != 200:
            return "nonsense ends it"
        listening = []
        for table in ("/proc/net/tcp", "/proc/net/tcp6"):
            with open(table, encoding="ascii") as f:
                for line in f.readlines()[1:]:
                    address, port = line.split()[1].split(":")
                    if int(port, 16) == w.port and line.split()[3] == "0A":
                        listening.append(address)
        if listening != ["0100007F"]:
            return "listens at %s" % listening
        return w.end()


def server_news(env):
    """Who has seen the list waits for the next one; ending ends waiting."""
    with served(env) as w:
        w.ready()
        told = w.until(lambda: (lambda t: t["handouts"] and t)(w.list()))
        begin = time.monotonic()
        page(w.site, "index.md", text="Changed.", title="Renamed")
        for _ in range(9):
            told = w.list(told["version"])
            if any(h["title"] == "Renamed" for h in told["handouts"]):
                break
        if time.monotonic() - begin > w.env.slow(5):
            return "news take %.1f s" % (time.monotonic() - begin)
        with socket.create_connection(("127.0.0.1", w.port)) as s:
            s.sendall(("GET /list.json?seen=%s HTTP/1.1\r\nHost: 127.0.0.1:%d"
                       "\r\n\r\n" % (told["version"], w.port)).encode())
            s.settimeout(0.5)
            try:
                return "answered though nothing is new: %s" % s.recv(999)
            except socket.timeout:
                pass
            w.process.send_signal(signal.SIGTERM)
            if w.process.wait(w.env.slow(5)) != 0:
                return "ended with status %d" % w.process.returncode
    return None


def server_many(env):
    """More who wait than it has room for, some of whom go: it lives."""
    with served(env) as w:
        w.ready()
        told = w.until(lambda: (lambda t: t["handouts"] and t)(w.list()))
        lines = ("GET /list.json?seen=%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
                 "\r\n" % (told["version"], w.port)).encode()
        open_ones = []
        for _ in range(90):
            s = socket.create_connection(("127.0.0.1", w.port))
            s.sendall(lines)
            open_ones.append(s)
        for s in open_ones[::2]:
            s.close()
        page(w.site, "index.md", text="Changed.")
        if not w.says(r"index\.pdf, 1 page"):
            return "nothing was printed:\n" + w.text()
        for s in open_ones[1::2]:
            s.close()
        if not w.until(lambda: w.ask("/")[0] == 200):
            return "it does not answer any more"
        return w.end()


def server_port(env):
    """A port that is taken is named; after a restart it is the same."""
    with served(env) as w:
        w.ready()
        with served(env, port=w.port) as other:
            status = other.process.wait(env.slow(10))
            if status != 3 or "[serve-failed]" not in other.text():
                return "status %d: %s" % (status, other.text())
        w.ask("/")
        fault = w.end()
        if fault:
            return fault
        with Served(env, w.site, w.out, port=w.port) as again:
            again.ready()
            return again.end() if again.ask("/")[0] == 200 else "no answer"


def not_linked(env):
    """No run but this one loads the server's library."""
    ran = env.run("ldd", env.handout)
    if ran.status != 0:
        raise Skip("no ldd")
    found = re.findall(r"microhttpd|gnutls", ran.out)
    return "linked with %s" % found if found else None


# ---- in a browser -----------------------------------------------------------------------

def browser(env):
    node, chromium = shutil.which("node"), shutil.which("chromium")
    npm = shutil.which("npm")
    if not node or not chromium or not npm:
        raise Skip("no %s here" % ("node and npm" if chromium else
                                   "chromium"))
    where = env.run(npm, "root", "-g").out.strip()
    if not os.path.isdir(os.path.join(where, "playwright-core")):
        raise Skip("no playwright-core; npm install -g playwright-core")
    with served(env) as w:
        w.ready()
        facts = json.dumps({"port": w.port, "site": w.site, "out": w.out,
                            "handout": env.handout, "pid": w.process.pid,
                            "chromium": chromium})
        ran = env.run(node, env.path("tests/suites/watch_page.js"), facts,
                      env={"NODE_PATH": where}, timeout=env.slow(120))
    return None if ran.status == 0 else ran.out + ran.err


def cases(env):
    for how in sorted(SAVES):
        yield "watch/save-" + how, lambda how=how: saved(env, how)
    for name, test in (
            ("shared-files", shared_files), ("folders", folders),
            ("far-theme", far_theme), ("faults", faults), ("moved", moved),
            ("ancestor-moved", ancestor_moved),
            ("part-of-site", part_of_site), ("packet", packet),
            ("no-inotify", no_inotify), ("usage", usage),
            ("server-pages", server_pages),
            ("server-outside", server_outside),
            ("server-strangers", server_strangers),
            ("server-news", server_news), ("server-many", server_many),
            ("server-port", server_port),
            ("default-folder", default_folder), ("not-linked", not_linked),
            ("browser", browser), ("latency", latency)):
        yield "watch/" + name, lambda test=test: test(env)
    for name in ("out", ".", "modules/lab"):
        yield "watch/outputs-in-" + name, \
            lambda name=name: outputs_in_site(env, name)
    for number in (signal.SIGINT, signal.SIGTERM):
        yield "watch/ends-" + number.name, lambda n=number: ends(env, n)
    yield "watch/random", lambda: random_changes(env, 25, 1)
