"""How a document is set, judged by the places of its words in the PDF.

The same for every program: poppler tells the words and their boxes in the
order of the content stream; they are matched with the blocks of the source
by their text; from then on only positions and heights count."""
import bisect
import collections
import os
import re
import subprocess
import xml.etree.ElementTree

import outline

SKIP = 12   # tokens that may be missing
BLOCKS = 6  # blocks that may be
HIGH = 600  # points; a row lower than that fits a page


class Word:
    def __init__(self, page, text, box):
        self.page, self.text = page, text
        self.x0, self.y0, self.x1, self.y1 = box

    @property
    def middle(self):
        return (self.y0 + self.y1) / 2

    @property
    def height(self):
        return self.y1 - self.y0


def read_words(path, top, bottom):
    """Words of each page between the margins."""
    out = subprocess.run(["pdftotext", "-raw", "-bbox", path, "-"],
                         stdout=subprocess.PIPE, check=True).stdout
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "",
                  out.decode("utf-8", "replace"))
    text = re.sub(r"<!DOCTYPE[^>]*>", "", text)
    pages = []
    for page in xml.etree.ElementTree.fromstring(text).iter(
            "{http://www.w3.org/1999/xhtml}page"):
        height = float(page.get("height"))
        words = [Word(len(pages), w.text or "", [
            float(w.get(k)) for k in ("xMin", "yMin", "xMax", "yMax")])
                 for w in page]
        pages.append([w for w in words if w.middle > top - 10 and
                      w.middle < height - bottom + 10])
    return pages


# ---- words and blocks -------------------------------------------------------

class Stream:
    """The tokens of blocks one after the other."""

    def __init__(self, blocks, notes):
        self.blocks, self.notes = blocks, notes
        # How many tokens must agree to go on; a note's first words, a title
        # maybe, may stand in the text, too.
        self.sure = 7 if notes else 3
        self.tokens = [t for b in blocks for t in b.tokens]
        self.owner = [i for i, b in enumerate(blocks) for _ in b.tokens]
        self.starts = []
        n = 0
        for b in blocks:
            self.starts.append(n)
            n += len(b.tokens)
        self.words = [None] * n  # the word that prints each token
        self.at = 0


def found_at(stream, page, i, k, least):
    """Do `least` tokens of the page agree with the stream's from `k` on?"""
    for step in range(least):
        if i + step >= len(page) or k + step >= len(stream.tokens) or \
                page[i + step][0] != stream.tokens[k + step]:
            return False
    return True


def candidates(stream):
    """Where the stream may go on: where it is, a little further, or with one
    of the next blocks, if the rest of this one is missing; and how many
    tokens must agree, as far as the block has so many."""
    at, total = stream.at, len(stream.tokens)
    first = bisect.bisect_right(stream.starts, at)
    places = list(range(at, min(at + SKIP, total))) + \
        stream.starts[first:first + BLOCKS]
    for n, k in enumerate(places):
        block = bisect.bisect_right(stream.starts, k)
        end = stream.starts[block] if block < len(stream.starts) else total
        sure = stream.sure if n < SKIP else stream.sure + 2
        # A title of one word is believed where it is expected.
        floor = 1 if k == at and not stream.notes else 3
        yield k, max(min(end - k, sure), min(floor, total - k))


def match(stream, page):
    """Match a page's tokens, [(token, word)], with what comes next; return
    those that are left."""
    left, i = [], 0
    ahead = list(candidates(stream))
    while i < len(page):
        k = next((k for k, least in ahead
                  if found_at(stream, page, i, k, least)), None)
        if k is None:
            left.append(page[i])
            i += 1
            continue
        while i < len(page) and k < len(stream.tokens) and \
                page[i][0] == stream.tokens[k]:
            stream.words[k] = page[i][1]
            i, k = i + 1, k + 1
        stream.at = k
        ahead = list(candidates(stream))
    return left


class Line:
    def __init__(self, word):
        self.page, self.x0, self.x1 = word.page, word.x0, word.x1
        self.y0, self.y1 = word.y0, word.y1
        self.middle, self.height = word.middle, word.height

    def takes(self, word):
        back = word.x0 < self.x1 - 1 and word.middle > self.middle + 1
        return word.page == self.page and not back and \
            abs(word.middle - self.middle) < \
            .6 * max(self.height, word.height)

    def add(self, word):
        self.x0, self.x1 = min(self.x0, word.x0), max(self.x1, word.x1)
        if word.height > self.height:
            self.middle, self.height = word.middle, word.height


def lines_of(stream, number):
    lines, start = [], stream.starts[number]
    last = None
    for k in range(start, start + len(stream.blocks[number].tokens)):
        word = stream.words[k]
        if not word or word is last:
            continue
        last = word
        if lines and lines[-1].takes(word):
            lines[-1].add(word)
        else:
            lines.append(Line(word))
    return lines


class Set:
    """A document as it was set: the words of its pages, the right edge of
    its text."""

    def __init__(self, pages, body, notes, right):
        self.right = right
        self.body, self.notes = Stream(body, False), Stream(notes, True)
        self.pages = len(pages)
        self.left_over = []
        for words in pages:
            page = [(t, w) for w in words for t in outline.tokens(w.text)]
            page = match(self.notes, page)
            self.left_over.append(match(self.body, page))
        self.lines = [lines_of(self.body, i) for i in range(len(body))]
        self.note_lines = [lines_of(self.notes, i)
                           for i in range(len(notes))]

    def found(self):
        """The share of tokens that were found."""
        words = self.body.words + self.notes.words
        return sum(w is not None for w in words) / max(1, len(words))


# ---- judging ----------------------------------------------------------------

def split_lines(lines):
    """Numbers of lines on each of the pages that a block is on."""
    counts = collections.Counter(line.page for line in lines)
    return [counts[p] for p in sorted(counts)]


def told(what, block, page):
    """A finding, where it can be looked up."""
    if os.environ.get("VERBOSE"):
        print("    %s, page %d: %s" % (what, page + 1,
                                       " ".join(block.tokens[:9])))


def widows_and_orphans(doc):
    widows = orphans = 0
    for stream, every in ((doc.body, doc.lines),
                          (doc.notes, doc.note_lines)):
        for block, lines in zip(stream.blocks, every):
            split = split_lines(lines)
            if len(split) < 2 or block.kind == "HEADING":
                continue
            orphans += split[0] == 1
            widows += split[-1] == 1
            if 1 in (split[0], split[-1]):
                told("cut %s" % split, block, lines[0].page)
    return widows, orphans


def stranded(doc):
    """Headings with fewer than two lines of what follows on their page,
    though there is more of it."""
    count = 0
    for i, block in enumerate(doc.body.blocks):
        if block.kind != "HEADING" or not doc.lines[i]:
            continue
        page, seen, lowest, beyond = doc.lines[i][-1].page, 0, None, False
        for k in range(i + 1, len(doc.body.blocks)):
            other = doc.body.blocks[k]
            if other.kind == "HEADING" and other.level <= block.level:
                break
            for line in doc.lines[k]:
                if line.page != page:
                    beyond = True
                elif other.kind != "HEADING" and (
                        lowest is None or line.middle > lowest + 1):
                    seen, lowest = seen + 1, line.middle
            if beyond or seen >= 2:
                break
        if beyond and seen < 2:
            count += 1
            told("stranded", block, page)
    return count


def heads_missing(doc):
    """Pages on which a table goes on without its head above it."""
    heads = collections.defaultdict(list)
    tops = collections.defaultdict(dict)
    starts, first = {}, {}
    for block, lines in zip(doc.body.blocks, doc.lines):
        if block.table is None:
            continue
        first.setdefault(block.table, block)
        if block.head:
            heads[block.table] += block.tokens
            for line in lines:
                starts[block.table] = line.page
        for line in lines:
            top = tops[block.table].setdefault(line.page, line.middle)
            tops[block.table][line.page] = min(top, line.middle)
    missing = 0
    for table, head in heads.items():
        for page, top in tops[table].items():
            if page <= starts.get(table, page):
                continue
            above = collections.Counter(
                t for t, w in doc.left_over[page] if w.middle < top)
            if collections.Counter(head) - above:
                missing += 1
                told("no head on page %d" % (page + 1), first[table], page)
    return missing


def rows_cut(doc):
    """Table rows that a page's end cuts though they would fit a page."""
    rows = collections.defaultdict(list)
    for block, lines in zip(doc.body.blocks, doc.lines):
        if block.row is not None:
            rows[block.row] += [(block, line) for line in lines]
    cut = 0
    for entries in rows.values():
        height = 0
        pages = {line.page for _, line in entries}
        for page in pages:
            on = [line for _, line in entries if line.page == page]
            height += max(line.y1 for line in on) - \
                min(line.y0 for line in on)
        if len(pages) > 1 and height < HIGH:
            cut += 1
            told("row cut", entries[0][0], min(pages))
    return cut


def notes_off(doc):
    """Notes whose first line is not on the page of their first reference;
    and notes that are nowhere."""
    where = {}
    for block, lines in zip(doc.notes.blocks, doc.note_lines):
        if lines:
            where.setdefault(block.note, lines[0].page)
    off = 0
    for i, block in enumerate(doc.body.blocks):
        start = doc.body.starts[i]
        for label, before in block.refs:
            words = [w for w in doc.body.words[
                start:start + before + 1] if w]
            if words and where.get(label) != words[-1].page:
                off += 1
                told("note %s on page %s, cited" % (
                    label, where.get(label, -1) + 1), block,
                     words[-1].page)
    return off


def raggedness(doc):
    """Unused shares of the measure, of all lines but last ones, in text that
    stands in no box or table and has no forced breaks."""
    shares = []
    for block, lines in zip(doc.body.blocks, doc.lines):
        if block.boxed or block.broken or block.kind not in ("PARA",
                                                             "PLAIN"):
            continue
        left = min((line.x0 for line in lines), default=0)
        shares += [max(0, doc.right - line.x1) / (doc.right - left)
                   for line in lines[:-1]]
    return shares


COLUMNS = ("pages", "widows", "orphans", "stranded", "heads", "rows", "notes")


def judged(doc):
    widows, orphans = widows_and_orphans(doc)
    return collections.Counter({
        "pages": doc.pages, "widows": widows, "orphans": orphans,
        "stranded": stranded(doc), "heads": heads_missing(doc),
        "rows": rows_cut(doc), "notes": notes_off(doc)}), raggedness(doc)
