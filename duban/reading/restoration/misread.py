"""A whole text decoded with the wrong encoding: UTF-8 taken for GBK or Latin-1, GBK taken for Latin-1."""

from __future__ import annotations

import re

_HAN = re.compile("[\u4e00-\u9fff]")
# The commonest characters of Chinese prose; a text of any length in clear has plenty of them.
_COMMON = re.compile(
    "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出会对成可主发年动同工也能下过子说产种面而方后多定行学法所民得经部议关进业实作单位安全加强管理]"
)
_LATIN = re.compile("[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122\u20ac]")


def reread(text: str) -> str | None:
    """The text as it was meant, or None if it was decoded rightly or cannot be brought back."""
    letters = len(_LATIN.findall(text))
    han = len(_HAN.findall(text))
    if letters * 3 > len(text) and han * 10 < len(text):
        for wrong in ("cp1252", "latin-1"):
            for right in ("utf-8", "gb18030"):
                again = _again(text, wrong, right)
                if again:
                    return again
    # UTF-8 read as GBK has hardly any of the common characters, clear text has one in five or so.
    if han >= 8 and len(_COMMON.findall(text)) * 12 < han:
        return _again(text, "gb18030", "utf-8")
    return None


def _again(text: str, wrong: str, right: str) -> str | None:
    try:
        again = text.encode(wrong).decode(right)
    except UnicodeError:
        if right != "utf-8":
            return None
        again = text.encode(wrong, "ignore").decode(right, "replace")
        if again.count("\ufffd") * 20 > len(again):
            return None
    han = len(_HAN.findall(again))
    return again if han and len(_COMMON.findall(again)) * 9 > han else None
