"""For each message a page that trips it, and one that does not.

A case is the body of a page, or files: {name: text or bytes}, with the
command line under "?".
"""
import sys
import os

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from suite_bad import jpeg, png  # noqa: E402

FRONT = "---\ntitle: T\n---\n\n"
BAD_COLOR = "color:#000000;background-color:#cc3300"
CONFIG = {"_config.yml": "title: S\n"}


def laid_out(case):
    """(files, command line) of a case."""
    files = dict(case) if isinstance(case, dict) else \
        {"page.md": (FRONT + case) if isinstance(case, str)
         else FRONT.encode() + case}
    argv = files.pop("?", ["check", "page.md"])
    return files, argv


def site(body, **files):
    more = {name.replace("__", "/").replace("_yml", ".yml")
            .replace("_html", ".html"): text
            for name, text in files.items()}
    return dict(CONFIG, **{"page.md": FRONT + body}, **more)


def picture(data, attributes=""):
    return {"page.md": FRONT + '<img src="p.png" alt="What it shows"%s>\n'
            % attributes, "p.png": data}


def gif(frames):
    """A GIF of one white pixel, so many times."""
    frame = (b"\x2c\0\0\0\0\1\0\1\0\0" + b"\x02\x02\x44\x01\0")
    return (b"GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0" + frame * frames
            + b"\x3b")


def command(case, *argv):
    files, _ = laid_out(case)
    return dict(files, **{"?": list(argv)})


GOOD = {"page.md": FRONT + "Text of the page.\n"}
NOTES = "Text.<sup>1</sup> More.<sup>2</sup>\n\n" \
        '<a name="fn1">1</a>: One two three %s.<br>\n' \
        '<a name="fn2">2</a>: One two three %s.<br>\n'
LONG = "Words of the page that go on and on. " * 3000
TABLE = "<table>\n<tr>%s</tr>\n<tr><td>c</td><td>d</td></tr>\n</table>\n"

# slug: (trips, does not)
CASES = {
    "file-missing": (command(GOOD, "check", "none.md"), GOOD),
    "file-type": ({"page.pdf": b"%PDF-1.7\n", "?": ["check", "page.pdf"]},
                  GOOD),
    "folder-empty": ({"in/": None, "?": ["check", "in"]},
                     dict(GOOD, **{"?": ["check", "."]})),
    "packet-page": (command(GOOD, "check", "--packet", "site", "page.md"),
                    command(GOOD, "check", "--packet", "site", ".")),
    "page-empty": ("", "Text.\n"),
    "page-too-big": ("word " * 3400000, "word " * 10),
    "write-failed": (command(GOOD, "build", "-o", "page.md/x.pdf",
                             "page.md"),
                     command(GOOD, "build", "-o", "x.pdf", "page.md")),
    "utf8": (b"caf\xe9\n", "caf\u00e9\n"),
    "nul-byte": (b"one\0two\n", "one two\n"),
    "no-glyph": ("Private \U0010fffd use.\n", "Public use: \u0395.\n"),
    "yaml-syntax": (site("Text.\n", _config_yml="title: [never\n"),
                    site("Text.\n")),
    "front-recovered":
        ({"page.md": "---\ntitle: 3.1 One: Two\n---\n\nText.\n"},
         {"page.md": '---\ntitle: "3.1 One: Two"\n---\n\nText.\n'}),
    "front-unclosed": ({"page.md": "---\ntitle: T\n\nText.\n"}, GOOD),
    "front-no-title": ({"page.md": "Text.\n"}, GOOD),
    "site-key": (site("Text.\n", handout_yml="papre: a4\n"),
                 site("Text.\n", handout_yml="paper: a4\n")),
    "site-value": (site("Text.\n", handout_yml="paper: a9\n"),
                   site("Text.\n", handout_yml="paper: a4\n")),
    "liquid-tag": ("{% nosuch %} Text.\n", "{% comment %}{% endcomment %}T\n"),
    "liquid-filter": ('{{ "a" | nosuch }}\n', '{{ "a" | upcase }}\n'),
    "liquid-syntax": ("Text. {% if x %} a {{ b \n",
                      "Text. {% if x %} a {{ b }} {% endif %}\n"),
    "liquid-include": (site("{% include a.html %}\n"),
                       site("{% include a.html %}\n", _includes__a_html="")),
    "liquid-limit": (
        "{% for i in (1..1000000000) %}x{% endfor %}\n",
        "{% for i in (1..100) %}x{% endfor %}\n"),
    "html-nesting": ("<div>" * 2000 + "deep\n", "<div>" * 9 + "\nflat\n"
                     + "</div>" * 9 + "\n"),
    "html-stray": ("<p>Text.</p></li>\n", "<ul><li>Text.</li></ul>\n"),
    "html-quotes": ("<div class=\u201ctips\u201d>Text.</div>\n",
                    '<div class="tips">Text.</div>\n'),
    "html-attribute": ('<tr height="20px")>\n<table><tr height="20px")>'
                       "<th>a</th></tr></table>\n",
                       '<table><tr height="20px"><th>a</th></tr></table>\n'),
    "html-unknown": ("A &lt;b&gt; <chr> text.\n", "A &lt;chr&gt; text.\n"),
    "html-dropped": ("<script>document.write('x')</script>\n\nText.\n",
                     "<script>x()</script>\n<script async src=x.js></script>"
                     "\n\nText.\n"),
    "attr-list": ("Text.\n{: .a =\"b}\n", "Text.\n{: .a}\n"),
    "markup-text": ("See [the page] (https://a.org/).\n",
                    "See [the page](https://a.org/) (or / that) `](/x`.\n"),
    "link-scheme": ("[a](javascript:alert(1))\n", "[a](https://a.org/)\n"),
    "link-anchor": ("## One\n\n[a](#two)\n", "## One\n\n[a](#one)\n"),
    "link-page": (site("[a](gone.html)\n"),
                  dict(site("[a](here.html)\n"),
                       **{"here.md": FRONT + "Text.\n"})),
    "link-empty": ("Text [](https://a.org/x).\n",
                   "Text [a](https://a.org/x).\n"),
    "math-source": ("$$\\frac{a}{b}$$\n", "a/b\n"),
    "media-card": ('<iframe src="https://a.org/v" title="V"></iframe>\n',
                   "[V](https://a.org/v)\n"),
    "heading-skip": ("## Two\n\n#### Four\n\nText.\n",
                     "## Two\n\n### Three\n\nText.\n"),
    "heading-empty": ("<h2></h2>\n\nText.\n", "<h2>A</h2>\n\nText.\n"),
    "box-empty": (
        '<div class="tips"><p class="box-title">Tip</p></div>\n\nText.\n',
        '<div class="tips"><p class="box-title">Tip</p><p>A</p></div>\n'),
    "table-span": (TABLE % '<th rowspan="3">a</th><th>b</th>',
                   TABLE % "<th>a</th><th>b</th>"),
    "table-no-head": (TABLE % "<td>a</td><td>b</td>",
                      TABLE % "<th>a</th><th>b</th>"),
    "table-too-big": (TABLE % '<th colspan="100000">a</th><th>b</th>',
                      TABLE % "<th>a</th><th>b</th>"),
    "note-dangling": ("Text.<sup>[3](#fn3)</sup>\n", NOTES % ("a", "b")),
    "note-orphan": ('Text.\n\n<a name="fn1">1</a>: A note.<br>\n',
                    NOTES % ("a", "b")),
    "note-malformed": ((NOTES % ("a", "b")).replace(
        "<sup>2</sup>", "<sup>[2]<#fn2)</sup>"), NOTES % ("a", "b")),
    "note-duplicate": ((NOTES % ("a", "b")).replace(
        '<a name="fn2">2<', '<a name="fn1">1<'), NOTES % ("a", "b")),
    "note-same": (NOTES % ("four", "four"), NOTES % ("four", "five")),
    "img-no-alt": (dict(picture(png(60, 60)), **{
        "page.md": FRONT + '<img src="p.png">\n'}), picture(png(60, 60))),
    "img-missing": ("![a](gone.png)\n", picture(png(60, 60))),
    "img-bad": (picture(png(60, 60)[:60]), picture(png(60, 60))),
    "img-too-big": (picture(jpeg(60000, 60000)), picture(png(60, 60))),
    "img-type": (picture(b"no picture at all\n"), picture(png(60, 60))),
    "img-frames": (picture(gif(2)), picture(gif(1))),
    "img-remote": ("![a](https://a.org/p.png)\n", picture(png(60, 60))),
    "img-coarse": (picture(png(60, 60), ' width="300"'),
                   picture(png(60, 60), ' width="50"')),
    "theme-key": (
        {"page.md": "---\ntitle: T\nhandout: {theme: {base: {nosuch: 1}}}\n"
         "---\n\nText.\n"}, GOOD),
    "theme-value": (
        {"page.md": "---\ntitle: T\nhandout: {theme: {base: "
         "{font_size: red}}}\n---\n\nText.\n"},
        {"page.md": "---\ntitle: T\nhandout: {theme: {base: "
         "{font_size: 11}}}\n---\n\nText.\n"}),
    "css-value": ('<p style="width:many">Text.</p>\n',
                  '<p style="width:50%">Text.</p>\n'),
    "contrast": ('<p style="%s">Text.</p>\n' % BAD_COLOR,
                 '<p style="color:#000;background-color:#fff">Text.</p>\n'),
    "layout-fit": (command(LONG[:9000], "check", "--fit", "2", "page.md"),
                   command("Text.\n", "check", "--fit", "2", "page.md")),
    "layout-no-fit": (command(LONG, "check", "--fit", "1", "page.md"),
                      command("Text.\n", "check", "--fit", "1", "page.md")),
    "pages-over": (site(LONG, handout_yml="max_pages: 3\n"),
                   site("Text.\n", handout_yml="max_pages: 1\n")),
}

# Judged by check --layout: tests/setting has the pages.
SETTING = ["layout-widow", "layout-orphan", "layout-stranded", "layout-row",
           "layout-note", "layout-hyphens", "layout-loose", "layout-space",
           "layout-contrast", "line-overfull"]

# What needs several runs, or a machine or program that fails.
ELSEWHERE = {
    "no-memory": "tests/suites/suite_site.py",
    "page-crashed": "tests/suites/suite_site.py",
    "page-timeout": "tests/suites/suite_site.py",
    "state-bad": "tests/suites/suite_site.py",
    "output-unknown": "tests/suites/suite_plan.py",
    "site-gone": "tests/suites/suite_watch.py",
    "watch-blind": "tests/suites/suite_watch.py",
    "serve-failed": "tests/suites/suite_watch.py",
    "output-gone": "tests/suites/suite_site.py",
    "pages-unsettled": "tests/suites/suite_packet.py",
    "output-same": "tests/suites/suite_site.py",
    "font-missing": "tests/unit/text_font_test.c",
    "layout-outside": "tests/unit/check_test.c",
    "layout-overlap": "tests/unit/check_test.c",
}
