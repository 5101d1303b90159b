"""What the tests stand on: the program, its build, a scratch folder."""
import os
import shutil
import subprocess
import tempfile
import threading


class Skip(Exception):
    """A test that can't be run here, and why."""


class Many:
    """The outcome of a program that runs several tests."""

    def __init__(self, passed, failed, text):
        self.passed, self.failed, self.text = passed, failed, text


class Ran:
    """What a program did: status, out, err (text)."""

    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")


class Environment:
    def __init__(self, top, build, folder=None):
        self.top = top
        self.build = build
        self.folder = os.path.join(top, folder or "build/" + build)
        self.handout = os.path.join(self.folder, "handout")
        self.scratch = tempfile.mkdtemp(prefix="handout-tests-")
        self.lock = threading.Lock()
        self.count = 0
        self.base = {k: v for k, v in os.environ.items()
                     if k not in ("SOURCE_DATE_EPOCH", "MAKEFLAGS")}
        self.base["ASAN_OPTIONS"] = "detect_leaks=1:exitcode=99"
        self.base["UBSAN_OPTIONS"] = "print_stacktrace=1"

    def close(self):
        shutil.rmtree(self.scratch, ignore_errors=True)

    def path(self, *parts):
        return os.path.join(self.top, *parts)

    def folder_new(self, name="t"):
        """An empty folder of this test's own."""
        with self.lock:
            self.count += 1
            number = self.count
        made = os.path.join(self.scratch, "%03d-%s" % (number, name))
        os.makedirs(made)
        return made

    def run(self, *argv, cwd=None, env=None, timeout=120, **more):
        """Run a program; its output is kept."""
        variables = dict(self.base, **(env or {}))
        done = subprocess.run(
            argv, cwd=cwd, timeout=timeout, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={k: v for k, v in variables.items() if v is not None}, **more)
        return Ran(done)

    def program(self, *argv, **more):
        """Run handout."""
        return self.run(self.handout, *argv, **more)

    def on_terminal(self, *argv, cwd=None, **variables):
        """Run handout with messages on a terminal: status and what it
        showed."""
        leader, follower = os.openpty()
        done = subprocess.Popen(
            [self.handout, *argv], cwd=cwd, stdin=subprocess.DEVNULL,
            env=dict(self.base, TERM="xterm", NO_COLOR="1", **variables),
            stderr=follower)
        os.close(follower)
        seen = b""
        try:
            while True:
                more = os.read(leader, 4096)
                if not more:
                    break
                seen += more
        except OSError:
            pass  # the other end is closed
        os.close(leader)
        return done.wait(), seen.decode()

    def slow(self, seconds):
        """A time limit; sanitizers and valgrind get more."""
        return seconds * (1 if self.build == "release" else 8)


def crashed(ran):
    """Did a sanitizer speak, or a signal end the program?"""
    if ran.status < 0:
        return "ended by signal %d\n%s" % (-ran.status, ran.err[-2000:])
    for mark in ("AddressSanitizer", "LeakSanitizer", "runtime error:"):
        if mark in ran.err:
            return ran.err[-4000:]
    return None
