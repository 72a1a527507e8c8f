"""What copying and converting leave behind: tags, entities, zero-width and control characters, stray spaces."""

from __future__ import annotations

import html
import re

from duban.reading.restoration.edits import Edit
from duban.reading.restoration.words import tails

_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")
_TAGS = (
    "a|abbr|article|b|blockquote|body|br|center|code|dd|div|dl|dt|em|font|footer|h[1-6]|head|header|hr|html|i|img|li|"
    "link|main|meta|nav|o:p|ol|p|pre|s|section|small|span|strong|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|u|ul"
)
_BREAKS = re.compile(r"</?(?:br|p|div|tr|li|h[1-6]|hr|table|ul|ol|section|article|title)\b", re.IGNORECASE)
_TAG_OR_ENTITY = (
    rf"<!doctype[^<>]*>|</?(?:{_TAGS})(?:\s[^<>]*)?/?>"
    r"|&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,6});"
)
_HTML_TAGS = re.compile(_TAG_OR_ENTITY, re.IGNORECASE)
_HTML = re.compile(
    rf"<(script|style)\b[^<>]*>.*?</\1\s*>|<!--.*?-->|{_TAG_OR_ENTITY}",
    re.IGNORECASE | re.DOTALL,
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_GAP = re.compile(rf"(?<=[{_HAN}])[ \u00a0\u2002-\u200a\u202f\u205f\u3000]+(?=[{_HAN}])")
_OTHERS = "0-9０-９，。、；：！？“”（）《》〔〕％%"
_BESIDE_OTHERS = re.compile(rf"(?<=[{_OTHERS}]) {{1,2}}(?=[{_HAN}{_OTHERS}])|(?<=[{_HAN}]) {{1,2}}(?=[{_OTHERS}])")
# A mis-read non-breaking space (C2A0 taken for GBK) looks like this word.
_NBSP_READ_AS_GBK = re.compile("聽{2,}")


def find_invisible(text: str) -> list[Edit]:
    return [(m.start(), m.end(), "", "zero_width", True) for m in _INVISIBLE.finditer(text)]


def find_html(text: str) -> list[Edit]:
    if "<" not in text and "&" not in text:
        return []
    edits: list[Edit] = []
    # Unclosed scripts and comments by the hundred would be looked for to the end of the text each.
    pattern = _HTML if text.count("<!--") + text.lower().count("<s") < 400 else _HTML_TAGS
    for match in pattern.finditer(text):
        whole = match.group()
        if whole[0] == "&":
            meant = html.unescape(whole).replace("\u00a0", " ")
            if meant != whole:
                edits.append((match.start(), match.end(), meant, "html", True))
            continue
        starts_line = match.start() == 0 or text[match.start() - 1] == "\n"
        follows_break = bool(edits) and edits[-1][1] == match.start() and (edits[-1][2] == "\n" or starts_line)
        ends_line = match.end() == len(text) or text[match.end()] == "\n"
        is_break = _BREAKS.match(whole) is not None and not (starts_line or follows_break or ends_line)
        edits.append((match.start(), match.end(), "\n" if is_break else "", "html", True))
    return edits


def find_spaces(text: str) -> list[Edit]:
    """Spaces inside words, and with them the other spaces between characters, if the text is full of them.

    Spaces that set names, headings or columns apart are layout: in a text with fewer than a handful of words cut in
    two, or where most spaces do not cut a word, nothing is touched.
    """
    if not _GAP.search(text):
        return []
    gaps: list[tuple[int, int, bool]] = []
    cutting = places = at = 0
    for line in text.split("\n"):
        found = [(at + m.start(), at + m.end()) for m in _GAP.finditer(line) if m.end() - m.start() <= 2]
        cut = sum(cuts_word(text, *gap) for gap in found)
        cutting += cut
        places += cut > 0
        # A short line spaced out all through is a heading: 会 议 纪 要
        heading = bool(found) and len(line.strip()) <= 16 and _spaced_out(line)
        gaps += [(*gap, heading) for gap in found]
        at += len(line) + 1
    if cutting < 3 or cutting * 2 < len(gaps):
        return []
    edits: list[Edit] = [(start, end, "", "space", True) for start, end, heading in gaps if not heading or places < 2]
    if len(gaps) * 4 > len(text):
        # every character is set apart, digits and marks too
        edits += [(m.start(), m.end(), "", "space", True) for m in _BESIDE_OTHERS.finditer(text)]
        edits.sort()
    return edits


def _spaced_out(line: str) -> bool:
    return re.fullmatch(rf"\s*[{_HAN}](?:\s+[{_HAN}])+\s*", line) is not None


def cuts_word(text: str, start: int, end: int) -> bool:
    """Whether the characters on both sides of a gap make a word together that they do not make apart."""
    for before in (1, 2):
        left = text[max(0, start - before) : start]
        for behind in (1, 2):
            rest = left[1:] + text[end : end + behind]
            if left and rest in tails[left[0]]:
                return True
    return False


def find_misread_spaces(text: str) -> list[Edit]:
    if "聽" not in text:
        return []
    return [(m.start(), m.end(), "", "space", True) for m in _NBSP_READ_AS_GBK.finditer(text)]
