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


def in_full_width(text: str) -> str:
    """With the marks beside Chinese characters as the rules know them, where somebody typed them in half width; as long as before."""
    return _HALF.sub(lambda mark: _WIDE[mark.group()], text)


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
