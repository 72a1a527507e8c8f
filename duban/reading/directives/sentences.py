"""Sentences and clauses of a text, as spans. Nothing is lost: the sentences of a text cover all that is not blank."""

from __future__ import annotations

import re

Span = tuple[int, int]

_SENTENCE = re.compile(r"[^。！？；!?;\n]*(?:[。！？；!?;]+[”’」』）)》\]】]*|\n|$)")
_STRAIGHT_QUOTES = re.compile(r'"([^"\n]*)"')
_CLOSED = re.compile(
    r"“[^“”\n，]{0,60}”|(?<![：:，])“[^“”\n]{0,60}”|‘[^‘’\n]{0,60}’|（[^（）\n]{0,60}）|\([^()\n]{0,60}\)|《[^《》\n]{0,60}》|【[^【】\n]{0,60}】"
)
_MARK = re.compile(r"[，：,:]| +")
_MARK_BUT_BLANKS = re.compile(r"[，：,:]")
_BEFORE_BLANK = re.compile(r"[\u4e00-\u9fff）”]")
_AFTER_BLANK = re.compile(r"[\u4e00-\u9fff]")
_DIGITS_AROUND = re.compile(r"\d[,:：]\d")
_OPENS = re.compile(r"[“‘（(《【]")
_BLANKS = " \t\u3000\r"
_BREAKS = re.compile(r"[，,：:。；;！!？?]")

_WIDE = dict(zip(",;:!?", "，；：！？", strict=True))
_HALF = re.compile(r"(?<=[\u4e00-\u9fff”’》）])[,;:!?]|[,;:!?](?=[\u4e00-\u9fff“‘《（])")


_DATED = re.compile("[０-９]+(?=[年月日号时点天周个小])")
_NARROW = {ord("０") + digit: ord("0") + digit for digit in range(10)}
# What is set before an item to be seen, other than the number that it has; □ is a character that was lost.
_BULLET = re.compile(
    r"(?:^|(?<=[。；：]))([ \t\u3000]*)((?:[•·‣⁃√※\u2190-\u21ff\u25a0\u25a2-\u2775\u2794-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?)+|—{1,2})(?=[\u4e00-\u9fff])",
    re.MULTILINE,
)
_NUMERALS = "０１２３４５６７８９"


def as_the_rules_know_it(text: str) -> str:
    """Marks beside Chinese characters in full width, numbers of days in half width, blanks for bullets; as long as before."""
    text = _HALF.sub(lambda mark: _WIDE[mark.group()], text)
    if any(map(text.__contains__, _NUMERALS)):
        text = _DATED.sub(lambda digits: digits.group().translate(_NARROW), text)
    return _BULLET.sub(lambda bullet: bullet[1] + " " * len(bullet[2]), text)


def opens_line(text: str, start: int) -> bool:
    """Does nothing but blanks stand before `start` in its line?"""
    before = start - 1
    while before >= 0 and text[before] in _BLANKS:
        before -= 1
    return before < 0 or text[before] == "\n"


def ends_line(text: str, end: int) -> bool:
    """Does nothing but blanks stand from `end` on in its line?"""
    while end < len(text) and text[end] in _BLANKS:
        end += 1
    return end == len(text) or text[end] == "\n"


def sentences(text: str) -> list[Span]:
    """Spans after 。！？； (with closing quotes and brackets) and at newlines, without blanks at either end."""
    found: list[Span] = []
    # A straight quote does not say whether it opens or closes; one that closes stays with the sentence before it.
    plain = _STRAIGHT_QUOTES.sub(r"“\1”", text) if '"' in text else text
    for match in _SENTENCE.finditer(plain):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            found.append((start, end))
    return found


def _blank(match: re.Match[str]) -> str:
    return _BREAKS.sub("·", match.group())


def clauses(sentence: str) -> list[Span]:
    """Spans between commas and colons; what stands in quotes or brackets is never cut."""
    plain = _CLOSED.sub(_blank, sentence) if _OPENS.search(sentence) else sentence
    found: list[Span] = []
    start = 0
    for match in (_MARK if " " in plain else _MARK_BUT_BLANKS).finditer(plain):
        at, behind = match.span()
        mark = plain[at]
        if mark == " ":
            if at == 0 or not (_BEFORE_BLANK.match(plain, at - 1) and _AFTER_BLANK.match(plain, behind)):
                continue
        elif mark != "，" and at > 0 and _DIGITS_AROUND.match(plain, at - 1):
            # 14:30, 1,000
            continue
        if at > start:
            found.append((start, at))
        start = behind
    end = len(sentence.rstrip("。；;！!？? "))
    if start < end:
        found.append((start, end))
    return found
