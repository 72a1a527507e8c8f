"""Right thinking and good intentions: what is asked for, but cannot be followed up."""

from __future__ import annotations

import re

import rjieba

from duban.reading.directives import moods
from duban.reading.directives.lexer import Lexed, lex
from duban.reading.directives.names import word_at
from duban.reading.directives.trades import OF_A_TRADE

_HOW = frozenset("结合 围绕 针对 立足 按照 根据 依托 通过 对照 本着 从".split())
_HOW_ENDS = re.compile(
    r"(?:实际|要求|目标|举措|精神|部署|原则|情况|特点|任务|重点|优势|职责|问题|标准|着手|入手|出发)$"
)
_DOES = frozenset("VWFP")
_AS = re.compile(
    r"为(?:契机|抓手|导向|目标|重点|主线|引领|指导|核心|基础|牵引|突破口|切入点|载体|鉴|依据|准则|遵循|己任|荣|前提|中心|动力|标杆|根本|先)"
)


def only_feels(text: str, lexed: Lexed, at: int, end: int, *, named: bool = False) -> bool:
    """Is all that is asked from `at` on a matter of attitude? Whatever verb is left over is something to do.

    `named`: somebody is told to; then even 把思想统一到…部署上来 can be followed up.
    """
    begin, last = word_at(lexed, at), word_at(lexed, end)
    if (
        begin < last
        and lexed[begin][2] in "VF"
        and lexed.starts[begin] == at
        and not moods.FEELING.match(text, at, end)
    ):
        # it opens with a verb that does something
        return False
    covered = [m.span() for m in moods.FEELING.find(text, at, end)]
    if not covered or (named and moods.UNITED_TO.search(text, at, end)):
        return False
    for i, kind in enumerate(lexed.kinds[begin:last], begin):
        if kind not in "VWF":
            continue
        s, e, _ = lexed[i]
        if any(a <= s < b for a, b in covered):
            continue
        # a field of work before or across what is felt belongs to it (安全意识)
        if kind == "W" and (covered[0][0] > s or any(b == s or a < e <= b for a, b in covered)):
            continue
        return False
    return True


def does_something(text: str, lexed: Lexed, at: int, end: int) -> bool:
    """Is there a verb at all behind the modal? 要慎之又慎, 要满腔热忱 have none that could be looked up."""
    if not _DOES.isdisjoint(lexed.kinds[word_at(lexed, at) : word_at(lexed, end)]):
        return True
    return any(tag.startswith("v") and len(word) > 1 for word, tag in rjieba.tag(text[at:end]))


def opens_with_verb(name: str) -> bool:
    """推送乡镇, 接受家长委员会: the dictionary knows verbs that the word lists lack."""
    if (
        name[0] in "各全市县区省"
        or "、" in name
        or name[-1] in "室科部处队站所厂段班组局办院地台馆司师员间导理任监"
        or len(name) < 4
    ):
        return False
    word, tag = rjieba.tag(name)[0]
    return tag == "v" and len(word) == 2 and name[2:] not in OF_A_TRADE and not lex(word)


def only_says_how(text: str, lexed: Lexed, at: int, end: int) -> bool:
    """要结合…实际, 要以…为契机: the next clause says what."""
    i = word_at(lexed, at)
    while i < len(lexed) and lexed[i][0] < end and lexed[i][2] == "D":
        i += 1
    if i >= len(lexed) or lexed[i][0] >= end or lexed[i][2] != "P":
        return False
    head = text[lexed[i][0] : lexed[i][1]]
    if head in ("以", "把", "将"):
        return _AS.search(text, at, end) is not None
    if head not in _HOW:
        return False
    return _HOW_ENDS.search(text[at:end]) is not None or (
        _DOES.isdisjoint(lexed.kinds[i + 1 : word_at(lexed, end)].replace("P", "").replace("F", ""))
    )
