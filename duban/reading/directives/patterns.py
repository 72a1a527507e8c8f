"""Regular expressions that stay fast with hundreds of alternatives."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick

_BUCKET = 8
_FEW = 8
_LOOKS_BACK = re.compile(r"\(\?<[=!][^()]*\)")


def any_of(listed: Iterable[str]) -> str:
    """A pattern for the longest of the words, in buckets by first character.

    `re` tries alternatives one by one: three hundred words side by side cost ten times what the buckets do.
    """
    return _bucketed({first: _any_tail(tails) for first, tails in _by_first(map(re.escape, set(listed))).items()})


def sorted_out(pattern: str) -> str:
    """Matches what `pattern` matches: a row of alternatives that begin with a character, a class or a (?:group).

    Alternatives that begin alike are tried in their order, all others not at all.
    """
    return _bucketed({first: _in_order(tails) for first, tails in _by_first(_all_opened(pattern)).items()})


class ByBeginning:
    """Matches what a pattern of hundreds of alternatives matches, and tries none that begins otherwise than the text.

    An automaton tells where one may begin; the alternatives that share a first character are compiled when it is first
    met. `named` patterns become groups, tried in their order.
    """

    def __init__(self, pattern: str = "", **named: str) -> None:
        tails = {name: _by_first(_all_opened(each)) for name, each in (named or {"": pattern}).items()}
        firsts = {first for each in tails.values() for first in each}
        self._sources = {first: _one_of(first, tails) for first in firsts}
        self._made: dict[str, re.Pattern[str]] = {}
        begins = sorted({begin for each in (named.values() if named else [pattern]) for begin in beginnings(each)})
        self._may_begin = AhoCorasick(begins, store_patterns=False).find_matches_as_indexes

    def match(self, text: str, at: int, end: int = sys.maxsize) -> re.Match[str] | None:
        first = text[at : at + 1]
        made = self._made.get(first)
        if made is None:
            source = self._sources.get(first)
            if source is None:
                return None
            made = self._made[first] = re.compile(source)
        return made.match(text, at, end)

    def find(self, text: str, at: int = 0, end: int = sys.maxsize) -> list[re.Match[str]]:
        """All matches, none across another."""
        may_begin = self._may_begin(text[at:end] if at or end < len(text) else text, overlapping=True)
        if not may_begin:
            return []
        found: list[re.Match[str]] = []
        made, behind = self._made, at
        for begin in sorted({at + begin for _, begin, _ in may_begin}):
            if begin < behind:
                continue
            known = made.get(text[begin])
            match = known.match(text, begin, end) if known else self.match(text, begin, end)
            if match:
                found.append(match)
                behind = match.end()
        return found


def _one_of(first: str, tails: dict[str, dict[str, list[str]]]) -> str:
    parts = [(name, first + _in_order(each[first]) if first in each else "(?!)") for name, each in tails.items()]
    return "|".join(f"(?P<{name}>{part})" if name else part for name, part in parts)


def _all_opened(pattern: str) -> list[str]:
    return [plain for alternative in alternatives(pattern) for plain in _opened(alternative)]


def beginnings(pattern: str) -> list[str]:
    """The plain characters that each alternative of `pattern` begins with: where none of them stands, nothing matches."""
    return sorted({_plain(alternative) for alternative in _all_opened(pattern)})


def _plain(alternative: str) -> str:
    alternative = _LOOKS_BACK.sub("", alternative)
    end = next((at for at, character in enumerate(alternative) if character in "\\[](){}?*+|.^$"), len(alternative))
    return alternative[: end - 1] if alternative[end : end + 1] in ("?", "*", "{") else alternative[:end]


def _opened(alternative: str) -> list[str]:
    """The alternatives it stands for, each with a character at its head."""
    if alternative.startswith("(?:"):
        close = _closing(alternative)
        inner, rest = alternatives(alternative[3:close]), alternative[close + 1 :]
        if rest.startswith("?") and not rest.startswith("??"):
            inner.append("")
            rest = rest[1:]
        return [plain for each in inner for plain in _opened(each + rest)]
    if alternative.startswith("["):
        close = alternative.index("]")
        return [first + alternative[close + 1 :] for first in _characters(alternative[1:close])]
    return [alternative]


def _closing(pattern: str) -> int:
    depth, in_class = 0, False
    for at, character in enumerate(pattern):
        if in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        else:
            depth += (character == "(") - (character == ")")
            if depth == 0:
                return at
    raise ValueError(f"never closed: {pattern}")


def alternatives(pattern: str) -> list[str]:
    """Splits at every | that stands in no group and no class."""
    depth, found, start = 0, [], 0
    in_class = False
    for at, character in enumerate(pattern):
        if in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character == "|" and depth == 0:
            found.append(pattern[start:at])
            start = at + 1
        else:
            depth += (character == "(") - (character == ")")
    return [*found, pattern[start:]]


def _characters(inside: str) -> str:
    if inside[0] == "^" or "-" in inside or "\\" in inside:
        raise ValueError(f"not a plain class: [{inside}]")
    return inside


def _by_first(listed: Iterable[str]) -> dict[str, list[str]]:
    tails: dict[str, list[str]] = {}
    for word in listed:
        first = word[:2] if word[0] == "\\" else word[0]
        if first in ("(", ".", "^", "$") or word[len(first) : len(first) + 1] in ("?", "*", "+", "{"):
            raise ValueError(f"does not begin with a character: {word}")
        tails.setdefault(first, []).append(word[len(first) :])
    return tails


def _any_tail(tails: list[str]) -> str:
    rest = sorted(tails, key=lambda t: (-len(t), t))
    return f"(?:{'|'.join(rest)})" if rest != [""] else ""


def _in_order(tails: list[str]) -> str:
    kept = list(dict.fromkeys(tails))
    return kept[0] if len(kept) == 1 else f"(?:{'|'.join(kept)})"


def _bucketed(tails: dict[str, str]) -> str:
    """Begins with a class, for `re` passes over what is in none as fast as it can; then looks back at what it was."""
    order = sorted(tails)
    if len(order) <= _FEW:
        # alternatives with a character each at their head are as good as a class
        return "(?:" + "|".join(first + tails[first] for first in order) + ")"
    parts = []
    for at in range(0, len(order), _BUCKET):
        bucket = order[at : at + _BUCKET]
        inner = "|".join(f"(?<={first}){tails[first]}" for first in bucket)
        parts.append(f"(?<=[{''.join(bucket)}])(?:{inner})" if len(bucket) > 1 else inner)
    return f"[{''.join(order)}](?:{'|'.join(parts)})"
