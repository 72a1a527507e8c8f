"""Does to a clean text what converters of pages do. For tests, measuring and demonstration data.

The order is that of the real thing: simplified → traditional, character by character; pinyin put behind some
characters; the bytes (GBK) cut at punctuation pairs without minding where a character begins; each piece decoded
alone, private-use pairs lost, what cannot be decoded shown as ?.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from duban.reading.restoration.characters import TRAILS, vanishes

# One pair after the other is cut out of the whole text: a pair earlier in the list wins.
PAIRS = tuple(mark.encode("gbk") for mark in "；！？：，。、")
HALF_WIDTH = str.maketrans("，；：！？（）", ",;:!?()")


def cut_out_of_step(text: str, pairs: Iterable[bytes] = PAIRS) -> str:
    """The copy that a converter makes of `text` when it cuts GBK bytes at `pairs` wherever it finds them."""
    pieces: list[bytes | str] = [text.encode("gbk", "ignore")]
    for pair in pairs:
        mark = pair.decode("gbk")
        cut: list[bytes | str] = []
        for piece in pieces:
            if isinstance(piece, str):
                cut.append(piece)
                continue
            for number, part in enumerate(piece.split(pair)):
                if number:
                    cut.append(mark)
                cut.append(part)
        pieces = cut
    return "".join(piece if isinstance(piece, str) else decode_loosely(piece) for piece in pieces)


def decode_loosely(data: bytes) -> str:
    """GBK as these converters read it: a lead byte with a wrong second byte takes it along into one ?."""
    out: list[str] = []
    at = 0
    while at < len(data):
        lead = data[at]
        if lead < 0x80:
            out.append(chr(lead))
            at += 1
            continue
        if lead == 0x80:
            out.append("€")
            at += 1
            continue
        pair = data[at : at + 2]
        at += 1 if pair[1:] == b"\n" else 2
        if len(pair) < 2 or pair[1] not in TRAILS:
            out.append("?")
        elif not vanishes(*pair):
            character = pair.decode("gbk", "replace")
            out.append(character if len(character) == 1 and character != "\ufffd" else "?")
    return "".join(out)


def traditional(text: str) -> str:
    """Character by character, without looking at words: what page converters do (着 → 著, 干 stays)."""
    import opencc

    converter = opencc.OpenCC("s2t")
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
