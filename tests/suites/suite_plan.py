"""Plans: the jobs of a build as commands, rules and JSON, and in parts.

Whatever does the jobs, the bytes are those of one run that does all.
"""
import json
import os
import re
import shutil

from environment import Skip, crashed
from suite_command import expect, write

PAGE = "---\ntitle: \"%s\"\nlayout: page\n---\n\n# One\n\nText of %s.\n"
NAMES = ["a", "b & c", "50% off", "it's $5", "hash #1", "deep/d", "deep/é",
         "-dash", "p1", "p2", "p3", "p4"]


def site_new(env):
    """A folder with a site in it, whose names are no plain words."""
    folder = env.folder_new("plan")
    write(folder, "my site/_config.yml", "title: Site\n")
    write(folder, "my site/handout.yml",
          "packets:\n- {name: all of it, title: All}\n"
          "- {name: two, pages: [a.md, p1.md]}\n")
    for name in NAMES:
        write(folder, "my site/%s.md" % name, PAGE % (name, name))
    return folder


def pdfs(folder):
    found = {}
    for name in os.listdir(folder):
        if name.endswith(".pdf"):
            with open(os.path.join(folder, name), "rb") as f:
                found[name] = f.read()
    return found


def whole(env, folder, *options):
    """What one run makes."""
    fault = expect(env.program("build", "-q", *options, "-o", "whole",
                               "my site", cwd=folder), 0)
    if fault:
        raise AssertionError(fault)
    return pdfs(os.path.join(folder, "whole"))


def same(made, expected):
    if set(made) != set(expected):
        return "made %s, not %s" % (sorted(made), sorted(expected))
    other = [n for n in made if made[n] != expected[n]]
    return "other bytes: %s" % other if other else None


def path_of(env):
    """PATH with a `handout` that is the program under test."""
    folder = env.folder_new("bin")
    os.symlink(env.handout, os.path.join(folder, "handout"))
    return {"PATH": folder + ":" + env.base["PATH"]}


def lines(env):
    """Each line is a shell's command; nothing is made by the plan."""
    for options in ([], ["--paper", "a4", "--large-print"],
                    ["--packet", "module"], ["--packet", "all of it"]):
        folder = site_new(env)
        expected = whole(env, folder, *options)
        ran = env.program("plan", *options, "-o", "out dir/new", "my site",
                          cwd=folder)
        fault = expect(ran, 0)
        if fault or os.path.exists(os.path.join(folder, "out dir")):
            return fault or "the plan has made something"
        commands = ran.out.splitlines()
        if len(commands) != len(expected):
            return "%d commands for %d outputs" % (len(commands),
                                                   len(expected))
        for command in commands:
            fault = expect(env.run("sh", "-c", command, cwd=folder,
                                   env=path_of(env)), 0)
            if fault:
                return "%s: %s" % (command, fault)
        fault = same(pdfs(os.path.join(folder, "out dir/new")), expected)
        if fault:
            return "%s: %s" % (options, fault)
        left = [n for n in os.listdir(os.path.join(folder, "out dir/new"))
                if not n.endswith(".pdf")]
        if left:
            return "left behind: %s" % left
    return None


def makefile(env):
    """All by make -j; later only what is older than its page."""
    for options in ([], ["--packet", "two"]):
        folder = site_new(env)
        expected = whole(env, folder, *options)
        ran = env.program("plan", "--make", *options, "-o", "out", "my site",
                          cwd=folder)
        fault = expect(ran, 0, out="^# make")
        if fault:
            return fault
        write(folder, "site.mk", ran.out)
        make = ["make", "-j2", "-f", "site.mk", "HANDOUT=" + env.handout]
        fault = expect(env.run(*make, cwd=folder), 0) or \
            same(pdfs(os.path.join(folder, "out")), expected)
        if fault:
            return fault
        ran = env.run(*make, cwd=folder)
        if "build" in ran.out:
            return "made again: " + ran.out
        os.utime(os.path.join(folder, "my site/p1.md"))
        later = os.path.getmtime(os.path.join(folder, "my site/p1.md")) + 2
        os.utime(os.path.join(folder, "my site/p1.md"), (later, later))
        ran = env.run(*make, cwd=folder)
        if len(re.findall(r" build ", ran.out)) != 1:
            return "one page is newer, and make does\n" + ran.out + ran.err
    return None


def as_json(env):
    folder = site_new(env)
    for options, n in (([], len(NAMES)), (["--packet", "two"], 1)):
        ran = env.program("plan", "--json", *options, "-o", "out", "my site",
                          cwd=folder)
        fault = expect(ran, 0)
        if fault:
            return fault
        jobs = json.loads(ran.out)
        if len(jobs) != n:
            return "%d jobs" % len(jobs)
        for job in jobs:
            if job["output"] != "out/" + job["name"] or \
                    job["command"][:2] != ["handout", "build"] or \
                    not all(os.path.exists(os.path.join(folder, p))
                            for p in job["pages"]):
                return str(job)
        if options and jobs[0]["pages"] != ["my site/a.md", "my site/p1.md"]:
            return str(jobs)
        lines_of = env.program("plan", *options, "-o", "out", "my site",
                               cwd=folder).out.splitlines()
        if len(lines_of) != n:
            return "%d lines" % len(lines_of)
    return None


def shards(env):
    """Every job in exactly one part, for plans and builds; all the same."""
    folder = site_new(env)
    expected = whole(env, folder)
    for n in (1, 2, 3, 7):
        planned, built = [], []
        for i in range(1, n + 1):
            part = "%d/%d" % (i, n)
            ran = env.program("plan", "--json", "--shard", part, "-o", "o",
                              "my site", cwd=folder)
            names = [job["name"] for job in json.loads(ran.out)]
            out = "part-%d-%d" % (i, n)
            fault = expect(env.program("build", "--shard", part, "-o", out,
                                       "my site", cwd=folder), 0)
            made = pdfs(os.path.join(folder, out)) if names else {}
            if fault or sorted(made) != sorted(names):
                return fault or "%s: %s, planned %s" % (part, sorted(made),
                                                        names)
            planned += names
            built += made.items()
        fault = same(dict(built), expected)
        if fault or len(planned) != len(expected) or len(built) != len(
                expected):
            return fault or "of %d, in %d parts %d" % (len(expected), n,
                                                       len(planned))
        if n > 1 and not 0 < len(names) < len(expected):
            return "the last of %d parts has %d" % (n, len(names))
    return None


def shards_in_one_folder(env):
    """Parts at the same time; records of their own; nothing is lost."""
    folder = site_new(env)
    expected = whole(env, folder)
    both = "%s build -q --prune --shard 1/2 -o out 'my site' & " \
        "%s build -q --prune --shard 2/2 -o out 'my site'; s=$?; wait $! " \
        "&& exit $s" % (env.handout, env.handout)
    for _ in range(2):
        fault = expect(env.run("sh", "-c", both, cwd=folder), 0) or \
            same(pdfs(os.path.join(folder, "out")), expected)
        if fault:
            return fault
    os.remove(os.path.join(folder, "my site/p1.md"))
    said = []
    for part in ("1/2", "2/2"):
        ran = env.program("build", "--shard", part, "--prune", "-o", "out",
                          "my site", cwd=folder)
        if crashed(ran) or ran.status != 0:
            return ran.err
        said.append(ran.err)
        if re.search(r"[1-9]\d* printed", ran.err):
            return "printed again: " + ran.err
    del expected["p1.pdf"]
    return same(pdfs(os.path.join(folder, "out")), expected)


def only(env):
    """One of all: with its ending and without; another name is told."""
    folder = site_new(env)
    expected = whole(env, folder)
    for name, out in (("p1", "o1/"), ("p1.pdf", "o2"), ("p1", "o3/p1.pdf")):
        fault = expect(env.program("build", "--only", name, "-o", out,
                                   "my site", cwd=folder), 0)
        made = fault or pdfs(os.path.join(folder, out[:2]))
        if fault or made != {"p1.pdf": expected["p1.pdf"]}:
            return fault or "%s: made %s" % (out, sorted(made))
        if ".handout" in os.listdir(os.path.join(folder, out[:2])):
            return "a record of one page"
    fault = expect(env.program("build", "--only", "p1", "--prune", "-o",
                               "whole", "my site", cwd=folder), 0)
    if fault or set(pdfs(os.path.join(folder, "whole"))) != set(expected):
        return fault or "--only has removed others"
    return expect(env.program("build", "--only", "p9", "-o", "o", "my site",
                              cwd=folder), 1,
                  err=r"handout: error: .*p9.*\[output-unknown\]")


def bad_shards(env):
    folder = site_new(env)
    for value in ("0/2", "3/2", "2", "1/", "/2", "a/b", "1/0", "-1/2",
                  "1/2/3", "99999/99999"):
        fault = expect(env.program("plan", "--shard", value, "my site",
                                   cwd=folder), 2, err="--shard needs I/N")
        if fault:
            return "%s: %s" % (value, fault)
    return None


def parallel(env):
    """The lines by GNU parallel."""
    if not shutil.which("parallel"):
        raise Skip("GNU parallel is not here")
    folder = site_new(env)
    expected = whole(env, folder)
    fault = expect(env.run(
        "sh", "-c", "handout plan -o out 'my site' | parallel -j2",
        cwd=folder, env=dict(path_of(env), HOME=folder)), 0)
    return fault or same(pdfs(os.path.join(folder, "out")), expected)


def two_hosts(env):
    """The lines by GNU parallel, over ssh, on two hosts."""
    needed = ["parallel", "ssh", "ssh-keygen", "ip", "unshare", "nsenter"]
    path = env.base["PATH"] + ":/usr/sbin:/sbin"
    missing = [n for n in needed + ["sshd"]
               if not shutil.which(n, path=path)]
    if missing:
        raise Skip("not here: " + " ".join(missing))
    if env.run("unshare", "--net", "--mount", "--pid", "--fork",
               "--mount-proc", "true").status != 0:
        raise Skip("namespaces cannot be made here (they want root)")
    folder = site_new(env)
    expected = whole(env, folder)
    variables = path_of(env)
    variables = {"HOME": env.folder_new("home"), "PATH": variables["PATH"] + ":/usr/sbin",
                 "PARALLEL_SSH": "ssh -F %s/ssh/config" % folder}
    ran = env.run(
        env.path("tests/hosts/run"), folder,
        "handout plan -o out 'my site' | parallel --will-cite -j2 "
        "--sshlogin host1,host2 --workdir . --joblog log", env=variables)
    if ran.status == 75:
        raise Skip("no sshd in a namespace: " + ran.err.strip()[-300:])
    fault = expect(ran, 0) or same(pdfs(os.path.join(folder, "out")),
                                   expected)
    if fault:
        return fault
    with open(os.path.join(folder, "log"), encoding="utf-8") as f:
        hosts = [line.split("\t")[1] for line in f][1:]
    if len(hosts) != len(expected) or set(hosts) != {"host1", "host2"}:
        return "who did what: %s" % hosts
    return None


def cases(env):
    for function in (lines, makefile, as_json, shards, shards_in_one_folder,
                     only, bad_shards, parallel, two_hosts):
        yield ("plan/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
