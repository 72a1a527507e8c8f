"""Characters in another form than the one that is typed: radicals for characters, marks of vertical text, bullets of symbol
fonts, letters that a recogniser took for digits."""

from __future__ import annotations

import re
import unicodedata

from duban.reading.restoration.edits import Edit

# Programs that make PDF map a glyph back to the radical that looks the same. Those of the first block Unicode does not
# call equal to their characters.
_RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)
_MARKS = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︰︱︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄｡､｢｣",
        "，、。：；！？〖〗…：—（）｛｝〔〕【】《》〈〉「」『』。、「」",
        strict=True,
    )
)
_OTHER = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufad9\ufe10-\ufe19\ufe30-\ufe44\uff61-\uff64]+")
# Word keeps the letters of symbol fonts here. GBK has none of its own there.
_BULLET = re.compile("^[ \t\u3000]*([\uf020-\uf0ff]+[ \t\u3000]*)", re.MULTILINE)
_HAS_BULLET = re.compile("[\uf020-\uf0ff]")
# In years and days: 2O24年, 8月2O日, 1O月, l2月
_DIGITS = re.compile(r"(?<![A-Za-z0-9])(?=[0-9OoIl]*[0-9])(?=[0-9]*[OoIl])[0-9OoIl]{2,4}(?=\s?[年月日])")
_READ_AS = str.maketrans("OoIl", "0011")


def find_forms(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for match in _OTHER.finditer(text):
        usual = "".join(map(_usual, match.group()))
        if usual != match.group():
            edits.append((match.start(), match.end(), usual, "form", True))
    if _HAS_BULLET.search(text):
        edits += [(*match.span(1), "", "symbol", True) for match in _BULLET.finditer(text)]
    if "O" in text or "o" in text or "l" in text or "I" in text:
        for match in _DIGITS.finditer(text):
            edits.append((match.start(), match.end(), match.group().translate(_READ_AS), "misread", True))
    return sorted(edits)


def _usual(character: str) -> str:
    return _RADICALS.get(character) or _MARKS.get(character) or unicodedata.normalize("NFKC", character)
