"""Text from people must stay text: a spreadsheet that meets a leading `=` would run it.

After OWASP, *CSV Injection*: a cell starting with one of these characters, also after blanks, or full-width as an
input method types them, is taken for a formula by one spreadsheet or another.
"""

import re

_RISKY = re.compile(r"[\s\u200b\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# What a risky text can begin with; nearly no text does, and looking at one character is all it costs.
SUSPECT = frozenset("=+-@＝＋－＠\u200b\ufeff" + "".join(c for c in map(chr, range(0x3001)) if c.isspace()))
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")
# XML 1.0 knows no other control characters; a file that carries one does not open.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def neutral(text: str) -> str:
    """For CSV: what could be taken for a formula gets an apostrophe in front; a plain signed number stays a number."""
    if text and text[0] in SUSPECT and _RISKY.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def printable(text: str) -> str:
    """For XML formats: drops characters that would make the file unreadable."""
    return _UNPRINTABLE.sub("", text) if not text.isprintable() else text
