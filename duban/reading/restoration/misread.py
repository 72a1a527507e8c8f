"""A whole text decoded with the wrong encoding: UTF-8 taken for GBK or Latin-1, GBK taken for Latin-1."""

from __future__ import annotations

import re

_HAN = re.compile("[\u4e00-\u9fff]+")
# The commonest characters of Chinese prose; a text of any length in clear has plenty of them.
_COMMON = re.compile(
    "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出会对成可主发年动同工也能下过子说产种面而方后多定行学法所民得经部议关进业实作单位安全加强管理]"
)
_LOST = re.compile("\ufffd+")
# At most one character in this many may be lost; with more the guess itself is in doubt.
MOST_LOST = 4
_LATIN = re.compile("[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122\u20ac]")


def reread(text: str) -> str | None:
    """The text as it was meant, □ for what is lost; None if it was decoded rightly or cannot be brought back."""
    letters = len(_LATIN.findall(text))
    han = _count_han(text)
    if letters * 3 > len(text) and han * 10 < len(text):
        data = b"".join(map(_western, text))
        return _again(data, "utf-8") or _again(data, "gb18030")
    # UTF-8 read as GBK has hardly any of the common characters, clear text has one in five or so.
    if han >= 8 and not _has_common(text, len(text) // 2, han) and not _has_common(text, len(text), han):
        return _again(text.replace("\ufffd", "").encode("gb18030", "ignore"), "utf-8")
    return None


def _count_han(text: str) -> int:
    return sum(map(len, _HAN.findall(text)))


def _has_common(text: str, end: int, han: int) -> bool:
    """Are there enough common characters before `end`? Half of a clear text mostly shows it."""
    return len(_COMMON.findall(text, 0, end)) * 12 >= han


def _western(character: str) -> bytes:
    """Browsers read Latin-1 as Windows-1252, and the five bytes that it lacks as control characters."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return bytes([ord(character)]) if ord(character) < 256 else b""


def _again(data: bytes, encoding: str) -> str | None:
    again = _LOST.sub("□", data.decode(encoding, "replace"))
    han = _count_han(again)
    if again.count("□") * MOST_LOST > len(again) or len(_COMMON.findall(again)) * 9 <= han:
        return None
    return again if han else None
