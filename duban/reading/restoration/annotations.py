"""Pinyin left in brackets behind characters: 書(shū)記, 會(huì )議, 大会(hui)(hui)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from duban.reading.restoration.edits import Edit
from duban.reading.restoration.traditional import one_by_one
from duban.reading.restoration.words import single

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿế"
LETTERS = f"a-züêɑɡ{TONED}\u0300-\u030c"
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# One bracketed syllable; spaces of any kind may stand inside.
BRACKET = re.compile(rf"[(（]\s*([{LETTERS}]{{1,7}})\s*[)）]", re.IGNORECASE)
# A bracket that lost its opening half together with an orphaned byte: ?dòng)
OPENED = re.compile(rf"([{LETTERS}]{{1,7}})\s*[)）]")
# Behind an ASCII letter that is the second byte of a character: a(chǎn)
_BEHIND_HAN = re.compile(rf"(?<=[{HAN}□?？\ufffd])\s?((?:[(（]\s*[{LETTERS}]{{1,7}}\s*[)）])+)", re.IGNORECASE)
# Of a word at once: 环卫所（huán wèi suǒ）
_WORD = re.compile(
    rf"(?<=[{HAN}])[(（]\s*([{LETTERS}]{{1,7}}(?:[ '’·][{LETTERS}]{{1,7}}){{1,7}})\s*[)）]", re.IGNORECASE
)
_BARE = re.compile(rf"(?<=[{HAN}])(?=[a-züɑɡ]*[{TONED}])([a-züɑɡ{TONED}]{{1,6}})(?![a-zA-Zü{TONED}])")
_HAS_TONE = re.compile(f"[ü{TONED}\u0300-\u030c]", re.IGNORECASE)
_HAN = re.compile(f"[{HAN}]")

# Fewer bracketed readings than this in a text without other damage are glosses for the reader, not damage.
GLOSSES = 3
RARE_CHARACTER = 125


@cache
def toned() -> dict[str, tuple[str, str]]:
    """Syllable with tone → characters usually, and sometimes, read so."""
    text = files(__package__).joinpath("readings.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {syllable: (usual, sometimes) for syllable, usual, sometimes in rows}


@cache
def readings() -> dict[str, str]:
    """Syllable without tone → all characters that can be read so."""
    merged: dict[str, str] = {}
    for syllable, (usual, sometimes) in toned().items():
        merged[plain(syllable)] = merged.get(plain(syllable), "") + usual + sometimes
    return merged


@cache
def carriers(syllable: str) -> frozenset[str]:
    """Every character that can carry this reading."""
    said = plain(syllable)
    others = readings().get(said.replace("u", "v"), "") if said in ("lu", "nu", "lue", "nue") else ""
    return frozenset(readings().get(said, "") + others)


@cache
def oddness(syllable: str, character: str) -> int | None:
    """What it costs (-10 ln p) that `character` carries this reading; None if it cannot be read so at all."""
    usual, sometimes = toned().get(unicodedata.normalize("NFC", syllable.strip()).lower(), ("", ""))
    if character in usual:
        return 0
    if character in sometimes:
        return 35
    return 60 if reads(syllable, character) else None


_PLAIN = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêế" + "ɑɡ", "aaaaeeeeiiiioooouuuuvvvvvnnnmee" + "ag")


@cache
def plain(syllable: str) -> str:
    """The syllable in lower case without tone; ü and u: are v."""
    return re.sub("[\u0300-\u030c]", "", unicodedata.normalize("NFC", syllable.strip()).lower().translate(_PLAIN))


def reads(syllable: str, character: str) -> bool:
    """Whether `character` can be read as `syllable`, tone aside. lu and nu also stand for lü and nü."""
    said = plain(syllable)
    if character in readings().get(said, ""):
        return True
    return said in ("lu", "nu", "lue", "nue") and character in readings().get(said.replace("u", "v"), "")


@lru_cache(maxsize=20_000)
def _judged(character: str, brackets: str) -> tuple[bool, bool, bool] | None:
    """Of the brackets behind a character: have they a tone, do they fit it, is it common; None if they are none."""
    inner = BRACKET.findall(brackets)
    syllable = inner[0]
    has_tone = _HAS_TONE.search(brackets) is not None
    fits = reads(syllable, character)
    if not fits and (not has_tone or plain(syllable) not in readings()):
        return None
    if not has_tone and (not syllable.islower() or any(other != syllable for other in inner)):
        return None
    return has_tone, fits, fits and single[one_by_one[character]] < RARE_CHARACTER


def find_annotations(text: str, damaged: bool) -> list[Edit]:
    """Edits that take readings out of `text`; `damaged` says that other damage has been seen in it."""
    toned: list[Edit] = []
    toneless: list[Edit] = []
    common = 0
    for match in _BEHIND_HAN.finditer(text) if "(" in text or "（" in text else ():
        start, end = match.span()
        judged = _judged(text[start - 1], match[1])
        if judged is None:
            continue
        has_tone, fits, is_common = judged
        (toned if has_tone else toneless).append((start, end, "", "pinyin", fits))
        common += is_common
    if toned or damaged:
        toned += _find_words(text)
    edits: list[Edit] = []
    dense = (len(toned) + len(toneless)) * 60 >= len(text)
    if toned and (damaged or len(toned) >= GLOSSES or (dense and common > 1)):
        edits += sorted(toned)
    if toneless and (
        (damaged and edits)
        or len(edits) >= GLOSSES
        or (len(toneless) >= GLOSSES and (damaged or len(toneless) * 100 >= len(text)))
    ):
        edits += toneless
        edits.sort()
    return edits + _find_bare(text, edits)


def _find_words(text: str) -> list[Edit]:
    """Readings of as many characters as stand before them, each of which can be read so, with their tones."""
    found: list[Edit] = []
    for match in _WORD.finditer(text) if "(" in text or "（" in text else ():
        said = re.split("[ '’·]", match[1])
        word = text[max(0, match.start() - len(said)) : match.start()]
        if _HAS_TONE.search(match[1]) and len(word) == len(said) and all(map(reads, said, word)):
            found.append((match.start(), match.end(), "", "pinyin", True))
    return found


def _find_bare(text: str, edits: list[Edit]) -> list[Edit]:
    """Readings that stand behind their character without brackets, where there are enough of them to be sure."""
    if not _HAS_TONE.search(text):
        return []
    found = list(_BARE.finditer(text))
    if len(found) < GLOSSES:
        return []
    inside = {start for start, *_ in edits}
    bare: list[Edit] = [
        (match.start(), match.end(), "", "pinyin", True)
        for match in found
        if match.start() not in inside and reads(match.group(1), text[match.start() - 1])
    ]
    return bare if len(bare) >= GLOSSES else []


def without_annotations(text: str) -> str:
    """`text` for a look at its words: every bracketed reading behind a character dropped, no questions asked."""
    return _BEHIND_HAN.sub("", text)
