"""Sentences and clauses of a text, as spans. Nothing is lost: the sentences of a text cover all that is not blank."""

from __future__ import annotations

import re

Span = tuple[int, int]

_SENTENCE = re.compile(r"[^。！？；!?;\n]*(?:[。！？；!?;]+[”’」』）)》\]】]*|\n|$)")
_CLOSED = re.compile(
    r"“[^“”\n]{0,60}”|‘[^‘’\n]{0,60}’|（[^（）\n]{0,60}）|\([^()\n]{0,60}\)|《[^《》\n]{0,60}》|【[^【】\n]{0,60}】"
)
_CLAUSE_END = re.compile(r"(?<!\d)[,:：]|[,:：](?!\d)|[，]|(?<=[\u4e00-\u9fff）”]) +(?=[\u4e00-\u9fff])")
_BREAKS = re.compile(r"[，,：:。；;！!？?]")


def sentences(text: str) -> list[Span]:
    """Spans after 。！？； (with closing quotes and brackets) and at newlines, without blanks at either end."""
    found: list[Span] = []
    for match in _SENTENCE.finditer(text):
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
    plain = _CLOSED.sub(_blank, sentence) if any(mark in sentence for mark in "“‘（(《【") else sentence
    found: list[Span] = []
    start = 0
    for match in _CLAUSE_END.finditer(plain):
        if match.start() > start:
            found.append((start, match.start()))
        start = match.end()
    end = len(sentence.rstrip("。；;！!？? "))
    if start < end:
        found.append((start, end))
    return found
