"""The vocabulary of the journal: every entry is of a registered kind, and an unknown one is an error, never a blank line.

An app declares its kinds in its own `kinds.py` and registers them from `apps.py` `ready()`:

    CLOSED = Kind("task.closed", _("%(looker)s closed the task: %(criterion)s"), "circle-check")
    register(CLOSED)
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_PLACEHOLDER = re.compile(r"(?<!%)%\((\w+)\)s")


class UnknownKind(LookupError):
    """A kind that no app registered: refused at writing, and loud at reading."""


class UnsaidWord(ValueError):
    """The wording of a kind names a %(value)s that the body does not carry."""


@dataclass(frozen=True)
class Kind:
    """What can be said in the journal. `wording` is a lazy translation with %(name)s taken from the body; `icon` a Tabler icon."""

    code: str
    wording: str | Promise
    icon: str = "point"

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"a kind is called like 'task.closed', not {self.code!r}")

    @cached_property
    def needs(self) -> frozenset[str]:
        """Names that every body of this kind must carry so that the wording can be said in full."""
        with translation.override(None):
            return frozenset(_PLACEHOLDER.findall(str(self.wording)))

    def require(self, body: Mapping[str, Any]) -> None:
        unsaid = self.needs - body.keys()
        if unsaid:
            raise UnsaidWord(f"{self.code}: the body lacks {', '.join(sorted(unsaid))}")

    def say(self, body: Mapping[str, Any]) -> str:
        """The entry as a sentence in the reader's language; absent values show as a dash."""
        return str(self.wording) % _Spoken(body)


class _Spoken(dict[str, Any]):
    def __getitem__(self, key: str) -> Any:
        value = self.get(key)
        if isinstance(value, list):
            return "、".join(str(each) for each in value)
        return "—" if value is None or value == "" else value


@dataclass(frozen=True)
class Noun:
    """Something entries are about. `link(noun_id)` gives its page, so that lists can lead there."""

    code: str
    label: str | Promise
    link: Callable[[int], str]


_kinds: dict[str, Kind] = {}
_nouns: dict[str, Noun] = {}


def register(*kinds: Kind) -> None:
    for kind in kinds:
        known = _kinds.setdefault(kind.code, kind)
        if known is not kind and (str(known.wording), known.icon) != (str(kind.wording), kind.icon):
            raise ValueError(f"two kinds are called {kind.code!r}")


def register_noun(code: str, label: str | Promise, link: Callable[[int], str]) -> None:
    _nouns[code] = Noun(code, label, link)


def get(code: str) -> Kind:
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(f"no app registered the journal kind {code!r}") from None


def noun(code: str) -> Noun | None:
    return _nouns.get(code)


def every() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.code)
