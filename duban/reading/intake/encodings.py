"""Bytes of a plain text to characters, with a bias to how Chinese files are written."""

from __future__ import annotations

import codecs
import re

from duban.reading.intake.refusal import Refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Read with the right encoding, a good part of any Chinese text is these; read with a wrong one, next to nothing.
_COMMON = re.compile(
    "[的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出会會就分对對成可主发發年动動同工也能下过過"
    "子说說产產种種面而方后後定行学學法所民得经經部议議关關进進业業实實单單位安全加强強管理月日，。、；：]"
)
SAMPLE = 40_000
_ASCII = bytes(range(128))


def decode(data: bytes) -> str:
    """The text in `data`, line ends as \\n. Raises Refused for binary data and for encodings that cannot be told."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lines(data.decode(name, "replace"))
    if b"\x00" in data[:SAMPLE]:
        return _lines(_without_mark(data))
    if _controls(data[:SAMPLE]) * 50 > len(data[:SAMPLE]):
        raise Refused("binary")
    try:
        return _lines(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        # Cut off inside a character, or with a few bad bytes in an otherwise fine text.
        if error.start >= len(data) - 3 or _is_nearly_fine(data):
            return _lines(data.decode("utf-8", "replace").rstrip("\ufffd"))
    best, share = "", 0.0
    for name in ("gb18030", "big5hkscs"):
        text = data[:SAMPLE].decode(name, "replace")
        found = len(_COMMON.findall(text)) / max(1, len(text)) - 3 * text.count("\ufffd") / max(1, len(text))
        if found > share:
            best, share = name, found
    if share >= 0.08:
        return _lines(data.decode(best, "replace"))
    return _lines(_guessed(data))


def _is_nearly_fine(data: bytes) -> bool:
    """Of bytes beyond ASCII all but a few make characters; another encoding that fits by chance makes few."""
    kept = data.decode("utf-8", "ignore").encode("utf-8")
    beyond = len(data.translate(None, _ASCII))
    return (len(data) - len(kept)) * 33 <= beyond


def _without_mark(data: bytes) -> str:
    """UTF-16 without a mark at its start, told by where its zero bytes stand; anything else with zeros is binary."""
    head = data[: SAMPLE - SAMPLE % 2]
    for name in ("utf-16-le", "utf-16-be"):
        text = head.decode(name, "replace")
        readable = sum(character.isprintable() or character in "\r\n\t" for character in text)
        if readable * 100 >= len(text) * 97 and len(_COMMON.findall(text)) * 12 >= len(text):
            return data.decode(name, "replace")
    raise Refused("binary")


def _controls(head: bytes) -> int:
    return sum(head.count(bytes([code])) for code in (*range(1, 9), 11, *range(14, 32)) if code != 27)


def _guessed(data: bytes) -> str:
    """Other encodings, by statistics; what nobody can read is refused."""
    from charset_normalizer import from_bytes

    match = from_bytes(data[:SAMPLE]).best()
    if match is None:
        raise Refused("encoding")
    return data.decode(match.encoding, "replace")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
