"""会议要求…, 他强调…, 并要求…: who speaks, and where what is said begins."""

from __future__ import annotations

import re

from duban.reading.directives import moods

_CHAIRS = re.compile(r"(?:会议|会|会上|纪要|他|她|长|书记|主任|经理|总)$")
_NEEDS_CHAIR = frozenset(("明确", "提出"))
_SETS_OUT = ("部署", "安排", "布置")
_NEEDS_MORE_THAN_A_NAME = frozenset(("明确", "提出", "建议", "指示", "相信", "通报", "提示", "解释"))
_ENDS_NOTHING = frozenset(("提醒", "希望", "号召", "叮嘱", "建议", "说", "讲"))


def framed(text: str) -> re.Match[str] | None:
    """The frame at the head of a clause, None if its verb of saying is a noun or says nothing."""
    match = moods.FRAME.match(text)
    if match is None:
        return None
    who, verb = match["who"], match["verb"]
    if who.endswith("被"):
        # 安检科被责成重新排查
        return None
    rest = text[match.end() :]
    if moods.NOT_SAID.match(rest) and not match["aspect"]:
        return None
    if not rest and ((verb == "要求" and not who and not match["manner"]) or verb in _ENDS_NOTHING):
        return None
    if verb.startswith(_SETS_OUT):
        # 会议部署：一是…; 会议对…进行安排 only tells
        return (
            match
            if not rest
            and who in ("会议", "会上", "")
            and match["manner"] in ("", "会议", "会上", "研究", "集中", "接着", "随后")
            else None
        )
    if not who:
        return match if verb in moods.WHO_ANY or (match["manner"] and "会" in match["manner"]) else None
    return match if _speaks(who, verb) else None


def _speaks(who: str, verb: str) -> bool:
    if moods.WHO_NAMED.search(who):
        return True
    fits = moods.WHO_OK.search(who)
    if moods.WHO_NOT.match(who) or (moods.WHO_NOT.search(who) and not fits):
        return False
    if not fits and (verb in _NEEDS_MORE_THAN_A_NAME or not moods.NAME_ONLY.match(who)):
        return False
    return verb not in _NEEDS_CHAIR or _CHAIRS.search(who) is not None
