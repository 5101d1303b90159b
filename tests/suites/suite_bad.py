"""Bad input: a clear message, the right exit status, no crash, no hurry.

Each row: what it is, its files, the message's slug, the exit status, and
whether a PDF comes out all the same.  Large inputs are made here.  All run
under a time limit; with BUILD=asan the sanitizers watch.
"""
import os
import re
import struct
import zlib

from environment import crashed

MESSAGE = re.compile(r"^[^:\n]+(:\d+:\d+)?: (error|warning|style): .+ "
                     r"\[[a-z0-9-]+\]$")


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + \
        struct.pack(">I", zlib.crc32(body))


def png(width, height, rows=None):
    """A gray PNG; with `rows` None it has no more than its header says."""
    data = zlib.compress(b"".join(b"\0" + bytes(width)
                                  for _ in range(height))) \
        if rows is None else rows
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(
        ">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + \
        chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg(width, height):
    """A JPEG that ends after its frame header."""
    return b"\xff\xd8\xff\xc0" + struct.pack(
        ">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00\xff\xd9"


FRONT = b"---\ntitle: Bad\n---\n\n"
PICTURE = FRONT + b"Before.\n\n![What it shows](p.png)\n\nAfter.\n"


def page(body):
    return {"page.md": FRONT + body}


def picture(data):
    return {"page.md": PICTURE, "p.png": data}


def drawing(inside):
    return picture(b'<svg xmlns="http://www.w3.org/2000/svg" width="500" '
                   b'height="500"><defs><filter id="f">' + inside +
                   b'</filter></defs><rect width="500" height="500" '
                   b'filter="url(#f)"/></svg>')


def table(rows):
    return b"<table>\n" + rows + b"\n</table>\n"


# name: (files, slug or None if none is due, exit status, a PDF comes out)
ROWS = {
    "missing-file": ({}, "file-missing", 1, False),
    "folder-as-page": ({"page.md/": None}, "folder-empty", 1, False),
    "pdf-as-page": ({"page.pdf": b"%PDF-1.7\n%%EOF\n"}, "file-type", 1,
                    False),
    "empty-page": ({"page.md": b""}, "page-empty", 1, True),
    "only-front-matter": ({"page.md": FRONT}, "page-empty", 1, True),
    "front-matter-never-closed":
        ({"page.md": b"---\ntitle: Bad\n\nText of the page.\n"},
         "front-unclosed", 1, True),
    "front-matter-not-yaml":
        ({"page.md": b"---\ntitle: \"Bad\nlist: [1, 2\n\t- x\n---\n\nText.\n"},
         "front-recovered", 0, True),
    "front-matter-nested":
        ({"page.md": b"---\ntitle: " + b"[" * 200000 + b"\n---\n\nText.\n"},
         "front-recovered", 0, True),
    "front-matter-aliases":
        ({"page.md": b"---\na: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
            b"%c: &%c [%s]\n" % (98 + i, 98 + i,
                                 b",".join([b"*%c" % (97 + i)] * 9))
            for i in range(12)) + b"title: Bomb\n---\n\nText.\n"},
         "front-recovered", 0, True),
    "picture-missing": ({"page.md": PICTURE}, "img-missing", 1, True),
    "picture-truncated": (picture(png(60, 60)[:60]), "img-bad", 1, True),
    "picture-empty": (picture(b""), "img-bad", 1, True),
    "picture-bad-checksum":
        (picture(png(60, 60)[:40] + b"\0" + png(60, 60)[41:]), "img-bad", 1,
         True),
    "picture-is-text": (picture(b"not a picture at all\n"), "img-type", 0,
                        True),
    "picture-60000-by-60000":
        (picture(png(60000, 60000, zlib.compress(b"\0" * 100))),
         "img-too-big", 1, True),
    "svg-that-ends-librsvg": (drawing(
        b'<feConvolveMatrix order="99" kernelMatrix="' + b"1 " * 9801 +
        b'"/>'), "img-bad", 1, True),
    "svg-of-hours": (drawing(
        b'<feTurbulence baseFrequency="0.9" numOctaves="9999999"/>'),
        "img-bad", 1, True),
    "svg-with-a-file-of-ours": (picture(
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "page.md">]><svg xmlns="http://'
        b'www.w3.org/2000/svg"><text y="20">&x;</text></svg>'), "img-bad", 1,
        True),
    "jpeg-60000-by-60000": (picture(jpeg(60000, 60000)), "img-too-big", 1,
                            True),
    "jpeg-truncated": (picture(jpeg(60, 60)[:12]), "img-bad", 1, True),
    "picture-outside-the-site":
        ({"site/_config.yml": b"title: x\n",
          "site/page.md": FRONT + b"Text.\n\n![a](../p.png)\n",
          "p.png": png(9, 9), "?": "site/page.md"}, "img-missing", 1, True),
    "picture-is-a-folder":
        ({"page.md": PICTURE, "p.png/": None}, "img-missing", 1, True),
    "invalid-utf-8": (page(b"caf\xe9, \xff\xfe and \xc3( here.\n"), "utf8", 1,
                      True),
    "nul-bytes": (page(b"one\0two\0\0three\n"), "nul-byte", 1, True),
    "only-nul-bytes": ({"page.md": b"\0" * 5000}, "nul-byte", 1, True),
    "brackets-200000": (page(b"[" * 200000 + b"\n"), None, None, True),
    "emphasis-50000": (page(b"*a_ " * 50000 + b"\n"), None, None, True),
    "backticks": (page(b"".join(b"e" + b"`" * n for n in range(1, 1500))
                       + b"\n"), None, None, True),
    "quotes-nested-10000":
        (page(b">" * 10000 + b" deep\n"), "html-nesting", 1, True),
    "quotes-nested-spaced-10000":
        (page(b"> " * 10000 + b"deep\n"), "html-nesting", 1, True),
    "lists-nested-2000":
        (page(b"".join(b"  " * n + b"- item\n" for n in range(2000))),
         "html-nesting", 1, True),
    "divs-nested-20000":
        (page(b"<div>" * 20000 + b"deep\n"), "html-nesting", 1, True),
    "spans-nested-20000":
        (page(b"<p>" + b"<b><i>" * 10000 + b"deep</p>\n"), "html-nesting", 1,
         True),
    "tables-nested-500":
        (page(b"<table><tr><td>" * 500 + b"deep\n"), "html-nesting", 1, True),
    "colspan-100000":
        (page(table(b"<tr><th>a</th><td colspan=\"100000\">b</td></tr>"
                    b"<tr><th>c</th><td>d</td></tr>")), "table-too-big", 1,
         True),
    "colspan-3-of-2":
        (page(table(b"<tr><th>a</th><td rowspan=\"3\">b</td></tr>"
                    b"<tr><th>c</th></tr>")), "table-span", 0, True),
    "rowspan-100000":
        (page(table(b"<tr><th rowspan=100000>a</th><td>b</td></tr>"
                    b"<tr><td>c</td></tr>")), "table-too-big", 1, True),
    "colspan-no-number":
        (page(table(b"<tr><th colspan=\"-3\">a</th>"
                    b"<td colspan=\"9999999999999999999\">b</td></tr>"
                    b"<tr><td rowspan=\"x\">c</td><td>d</td></tr>")),
         None, None, True),
    "table-2000-columns":
        (page(table(b"<tr>" + b"<td>x</td>" * 2000 + b"</tr>")), None, None,
         True),
    "table-5000-rows":
        (page(table(b"<tr><th>a</th><td>b</td></tr>" * 5000)), None, None,
         True),
    "word-100000-letters": (page(b"a" * 100000 + b"\n"), None, None,
                            True),
    "notes-5000":
        (page(b"".join(b"Word[^n%d] here.\n\n[^n%d]: Note.\n\n" % (n, n)
                       for n in range(5000))), None, None, True),
    "entities": (page(b"&#0; &#xFFFFFFFF; &#x110000; &#xD800; &nosuch; "
                      b"&amp;amp; &#9999999999999;\n"), None, None, True),
    "control-characters": (page(bytes(range(1, 32)) + b"\x7f\n"), None, None,
                           True),
    "bidi-controls": (page("\u202e\u202d\u2066abc\u2069\u202c\ufeff\ufffe\n"
                           .encode()), None, None, True),
    "no-glyph": (page("Private \U0010fffd use.\n".encode()), "no-glyph", 1,
                 True),
    "bad-link-schemes":
        (page(b"[a](javascript:alert(1)) <a href=\"file:///etc/passwd\">b</a>"
              b" <a href=\" java\tscript:x\">c</a> [d](data:text/html,x)\n"),
         "link-scheme", 0, True),
    "broken-config":
        ({"_config.yml": b"title: [never\n  closed: {\n",
          "page.md": FRONT + b"Text.\n"}, "yaml-syntax", 1, True),
    "liquid-endless":
        (page(b"{% for i in (1..1000000000) %}x{% endfor %}\n"),
         "liquid-limit", 1, True),
    "liquid-include-itself":
        ({"_config.yml": b"title: x\n",
          "_includes/a.html": b"a {% include a.html %}",
          "page.md": FRONT + b"{% include a.html %}\n"}, "liquid-limit", 1,
         True),
    "liquid-unclosed": (page(b"Text. {% if x %} a {{ b \n"), "liquid-syntax", 0,
                        True),
    "css-absurd":
        (page(b"<p style=\"font-size:999999999999px;color:rgb(1e99,-5,);"
              b"margin:-1e300em;width:9999999999%;line-height:0\">x</p>\n"
              b"<div style=\"font-size:0.000001pt;padding:99999in\">y</div>"
              b"\n"), None, None, True),
    "huge-list-numbers":
        (page(b"999999999. a\n1. b\n\n<ol start=\"99999999999999\"><li>x"
              b"<li value=\"-2147483649\">y</ol>\n"), None, None, True),
    "title-with-pdf-syntax":
        ({"page.md": b"---\ntitle: 'a) >> endobj stream \\ ( <x> ]] & %'\n"
          b"---\n\nText.\n"}, None, None, True),
}


def lay_out(folder, files):
    """Write a row's files; return the page to build."""
    for name, data in files.items():
        path = os.path.join(folder, name)
        if name == "?":
            continue
        if name.endswith("/"):
            os.makedirs(path)
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)
    pages = [n for n in files if n.startswith("page.")]
    return files.get("?") or (pages[0].rstrip("/") if pages else "none.md")


# Seconds, if more than 10: its process has three of the processor's to spend,
# and others may use it.
PATIENCE = {"svg-of-hours": 30}


def run_row(env, name):
    files, slug, status, pdf = ROWS[name]
    folder = env.folder_new(name)
    out = os.path.join(folder, "out.pdf")
    ran = env.program("build", "-o", out, lay_out(folder, files), cwd=folder,
                      timeout=env.slow(PATIENCE.get(name, 10)))
    fault = crashed(ran)
    if fault:
        return fault
    lines = ran.err.splitlines()
    strange = [line for line in lines if not MESSAGE.match(line)]
    if strange:
        return "not a message: " + strange[0][:300]
    if slug and not any("[%s]" % slug in line for line in lines):
        return "no message %s but\n%s" % (slug, ran.err[:2000])
    if ran.status not in ((0, 1) if status is None else (status,)):
        return "exit status %d\n%s" % (ran.status, ran.err[:2000])
    if os.path.exists(out) != pdf:
        return "no PDF" if pdf else "a PDF all the same"
    if len(ran.err) > 200000:
        return "%d bytes of messages" % len(ran.err)
    return sound(env, out) if pdf else None


def sound(env, path):
    ran = env.run("qpdf", "--check", path)
    return None if ran.status == 0 else "qpdf: " + ran.err


# ---- where the PDF can't go -------------------------------------------------

def good_page(folder, name="page.md"):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write("---\ntitle: Good\n---\n\nText.\n")
    return path


def refused(env, ran, folder, status, left=("page.md",)):
    if crashed(ran):
        return crashed(ran)
    if ran.status != status:
        return "exit status %d, not %d\n%s" % (ran.status, status, ran.err)
    if "[write-failed]" not in ran.err:
        return "no message write-failed but\n" + ran.err
    if sorted(os.listdir(folder)) != sorted(left):
        return "left behind: %s" % os.listdir(folder)
    return None


def no_such_folder(env):
    """One that cannot be made: /proc takes none."""
    folder = env.folder_new()
    ran = env.program("build", "-o", "/proc/no/such/out.pdf",
                      good_page(folder))
    return refused(env, ran, folder, 1)


def folder_not_writable(env):
    """/proc takes no files, from root neither."""
    folder = env.folder_new()
    ran = env.program("build", "-o", "/proc/handout.pdf", good_page(folder))
    return refused(env, ran, folder, 1)


def folder_is_file(env):
    folder = env.folder_new()
    page = good_page(folder)
    ran = env.program("build", "-o", os.path.join(page, "out.pdf"), page)
    return refused(env, ran, folder, 1)


def limited(env, folder, page):
    """Files may have four kilobytes here: as a disk that fills up."""
    return env.run("sh", "-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh",
                   env.handout, "build", "-o",
                   os.path.join(folder, "out.pdf"), page)


def disk_full(env):
    folder = env.folder_new()
    return refused(env, limited(env, folder, good_page(folder)), folder, 3)


def disk_full_keeps_the_old(env):
    """What was there before stays, whole."""
    folder = env.folder_new()
    page = good_page(folder)
    old = os.path.join(folder, "out.pdf")
    with open(old, "w", encoding="utf-8") as f:
        f.write("%PDF- old")
    fault = refused(env, limited(env, folder, page), folder, 3,
                    ("page.md", "out.pdf"))
    with open(old, encoding="utf-8") as f:
        if f.read() != "%PDF- old":
            fault = "the old file is changed"
    return fault


def no_memory(env):
    """Little memory: a message and status 3, not a crash."""
    if env.build == "asan":
        return None
    folder = env.folder_new()
    page = os.path.join(folder, "page.md")
    with open(page, "w", encoding="utf-8") as f:
        f.write("Words and words and words. " * 300000)
    for kilobytes in (200000, 150000, 120000):
        ran = env.run("sh", "-c", "ulimit -v %d; exec \"$@\"" % kilobytes,
                      "sh", env.handout, "build", "-o",
                      os.path.join(folder, "out.pdf"), page)
        if ran.status < 0 or ran.status not in (0, 1, 3, 127):
            return "exit status %d with %d kB\n%s" % (
                ran.status, kilobytes, ran.err[:500])
    return None


def one_bad_of_two(env):
    """The good page is printed though the bad one isn't there."""
    folder = env.folder_new()
    good_page(folder)
    ran = env.program("build", "-o", folder, "none.md", "page.md", cwd=folder)
    if crashed(ran) or ran.status != 1 or "[file-missing]" not in ran.err:
        return "exit status %d\n%s" % (ran.status, ran.err)
    if not os.path.exists(os.path.join(folder, "page.pdf")):
        return "the good page is not printed"
    return None


def cases(env):
    for name in ROWS:
        yield "bad/" + name, lambda n=name: run_row(env, n)
    for function in (no_such_folder, folder_not_writable, folder_is_file,
                     disk_full, disk_full_keeps_the_old, no_memory,
                     one_bad_of_two):
        yield ("bad/" + function.__name__.replace("_", "-"),
               lambda f=function: f(env))
