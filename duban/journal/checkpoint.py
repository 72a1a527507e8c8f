"""A checkpoint: one seal in a form short enough to print, read out, or write on paper and keep elsewhere.

Twelve words carry 128 bits of the seal's digest and 4 bits that catch a slip of the pen. The words are made by rule —
consonant, vowel, consonant, vowel, so 16·4·8·4 = 2048 of them — and can be pronounced in any language.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from . import canonical
from .models import Seal

_FIRST, _VOWELS, _SECOND = "bdfghjklmnprstvz", "aiou", "bdgklmnt"
WORDS = [a + b + c + d for a in _FIRST for b in _VOWELS for c in _SECOND for d in _VOWELS]
_NUMBER = {word: number for number, word in enumerate(WORDS)}


class NotACheckpoint(ValueError):
    """What was typed is not a checkpoint; the message says which word."""


@dataclass(frozen=True)
class Checkpoint:
    """`head` is the first 128 bits of the seal's digest; `size` and `at` are None when only the words are known."""

    head: bytes
    size: int | None = None
    at: datetime | None = None

    @property
    def words(self) -> str:
        return to_words(self.head)

    @property
    def line(self) -> str:
        """What the QR code holds."""
        when = canonical.moment(self.at) if self.at else ""
        return f"DUBAN1 {self.size} {when.replace(' ', 'T')}Z {self.head.hex()}"


def of(seal: Seal) -> Checkpoint:
    return Checkpoint(bytes(seal.digest)[:16], seal.size, seal.at)


def latest() -> Checkpoint | None:
    seal = Seal.objects.order_by("-seq").first()
    return of(seal) if seal else None


def read(text: str) -> Checkpoint:
    """From twelve words or the line of the QR code. Raises NotACheckpoint."""
    parts = re.findall(r"[\w:.\-]+", text)
    if parts and parts[0].upper() == "DUBAN1":
        try:
            return Checkpoint(bytes.fromhex(parts[3]), int(parts[1]), datetime.fromisoformat(parts[2]))
        except (IndexError, ValueError):
            raise NotACheckpoint(_("After DUBAN1 come a count, a time and 32 hexadecimal digits.")) from None
    return Checkpoint(from_words(text))


def to_words(head: bytes) -> str:
    number = int.from_bytes(head, "big") << 4 | _check(head)
    return " ".join(WORDS[number >> 11 * at & 2047] for at in range(11, -1, -1))


def from_words(text: str) -> bytes:
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) != 12:
        raise NotACheckpoint(_("A checkpoint has 12 words, this has %(count)s.") % {"count": len(words)})
    number = 0
    for at, word in enumerate(words, start=1):
        if word not in _NUMBER:
            raise NotACheckpoint(
                _("Word %(at)s, “%(word)s”, is not in the list: check how it is spelt.") % {"at": at, "word": word}
            )
        number = number << 11 | _NUMBER[word]
    head = (number >> 4).to_bytes(16, "big")
    if number & 15 != _check(head):
        raise NotACheckpoint(_("All words exist, but together they are no checkpoint: one is wrong or out of order."))
    return head


def _check(head: bytes) -> int:
    return hashlib.sha256(b"duban-checkpoint" + head).digest()[0] >> 4
