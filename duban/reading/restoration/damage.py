"""Does to a clean text what converters of pages do. For tests, measuring and demonstration data.

The order is that of the real thing: simplified → traditional, character by character; pinyin put behind some
characters; the bytes (GBK) cut at punctuation pairs without minding where a character begins; each piece decoded
alone, private-use pairs lost, what cannot be decoded shown as ?.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from random import Random

from duban.reading.restoration.characters import TRAILS, Converter, vanishes

# One pair after the other is cut out of the whole text: a pair earlier in the list wins.
PAIRS = tuple(mark.encode("gbk") for mark in "；！？：，。、")
HALF_WIDTH = str.maketrans("，；：！？（）", ",;:!?()")


def cut_out_of_step(text: str, pairs: Iterable[bytes] = PAIRS) -> str:
    """The copy that a converter makes of `text` when it cuts GBK bytes at `pairs` wherever it finds them."""
    return "".join(character for _, _, character in _shown(text, pairs))


def shown_bytes(text: str, pairs: Iterable[bytes] = PAIRS) -> set[tuple[int, int]]:
    """Where in the GBK bytes of `text` the copy has a character, and of how many bytes: for telling what it lost."""
    return {(start, length) for start, length, character in _shown(text, pairs) if character != "?" or length == 1}


def _shown(text: str, pairs: Iterable[bytes]) -> Iterator[tuple[int, int, str]]:
    """What the copy shows: from which byte on, of how many bytes, which character."""
    data = text.encode("gbk", "ignore")
    pieces: list[tuple[int, int, str]] = [(0, len(data), "")]
    for pair in pairs:
        cut: list[tuple[int, int, str]] = []
        for start, end, mark in pieces:
            if mark:
                cut.append((start, end, mark))
                continue
            found = data.find(pair, start, end)
            while found >= 0:
                cut += ((start, found, ""), (found, found + len(pair), pair.decode("gbk")))
                start = found + len(pair)
                found = data.find(pair, start, end)
            cut.append((start, end, ""))
        pieces = cut
    for start, end, mark in pieces:
        if mark:
            yield start, end - start, mark
        else:
            for offset, length, character in _decoded(data[start:end]):
                yield start + offset, length, character


def decode_loosely(data: bytes) -> str:
    """GBK as these converters read it: a lead byte with a wrong second byte takes it along into one ?."""
    return "".join(character for _, _, character in _decoded(data))


def _decoded(data: bytes) -> Iterator[tuple[int, int, str]]:
    at = 0
    while at < len(data):
        lead, start = data[at], at
        if lead < 0x80:
            at += 1
            yield start, 1, chr(lead)
            continue
        if lead == 0x80:
            at += 1
            yield start, 1, "€"
            continue
        pair = data[at : at + 2]
        at += 1 if pair[1:] == b"\n" else 2
        if len(pair) < 2 or pair[1] not in TRAILS:
            yield start, at - start, "?"
        elif not vanishes(*pair):
            character = pair.decode("gbk", "replace")
            yield start, 2, character if len(character) == 1 and character != "\ufffd" else "?"


@cache
def _to_traditional() -> Converter:
    import opencc

    converter: Converter = opencc.OpenCC("s2t")
    return converter


def traditional(text: str) -> str:
    """Character by character, without looking at words: what page converters do (着 → 著, 干 stays)."""
    converter = _to_traditional()
    keeps = frozenset("后里斗面松谷丰范干准台云曲余只并征系制采表游周出于")
    out = []
    for character in text:
        changed = character if character in keeps else converter.convert(character)
        if character == "着":
            changed = "著"
        out.append(changed if changed.encode("gbk", "ignore") and len(changed) == 1 else character)
    return "".join(out)


def annotate(text: str, random: Random, share: float = 0.3, *, toned: bool = True, repeats: bool = False) -> str:
    """Put readings in brackets behind that share of the different characters, as page converters do."""
    from pypinyin import Style, lazy_pinyin

    style = Style.TONE if toned else Style.NORMAL
    chosen: dict[str, str] = {}
    out: list[str] = []
    for character in text:
        if character not in chosen:
            wanted = "\u4e00" <= character <= "\u9fff" and random.random() < share
            said = lazy_pinyin(character, style=style)[0] if wanted else ""
            inside = f"{said} " if said and random.random() < 0.2 else said
            bracket = f"({inside})" if said else ""
            chosen[character] = bracket * 2 if bracket and repeats and random.random() < 0.2 else bracket
        out.append(character + chosen[character])
    return "".join(out)
