"""What is frozen before the dice are thrown: the pool, the inspectors, who is recused, and the rule."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from json.encoder import encode_basestring
from operator import attrgetter
from unicodedata import is_normalized

from duban.draws.canonical import FORMAT, hex_digest, json_bytes
from duban.draws.errors import (
    BadManifest,
    BadText,
    DuplicateId,
    EmptyPool,
    NothingDrawn,
    StratumTooSmall,
    TooFewThrowers,
    UnknownRecusal,
    UnknownStratum,
)

FEWEST_THROWERS = 3
LONGEST = 300
# Controls, halves of surrogates, and marks without width: two ids that look alike must be alike.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One that may be drawn. `id` is what its ticket is made of."""

    id: str
    name: str
    stratum: str


@dataclass(frozen=True, slots=True)
class Inspector:
    """`unit` is where the inspector belongs; it is shown, the draw does not use it: recusals do."""

    id: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True, order=True)
class Recusal:
    """The inspector may not visit the entry."""

    inspector: str
    entry: str


@dataclass(frozen=True, slots=True)
class Rule:
    """`per_stratum` says how many to draw from each stratum (0 is allowed, leaving one out is not). `team` inspectors
    visit each drawn entry (0: none are drawn); each of them visits at most `cap` entries."""

    per_stratum: Mapping[str, int]
    team: int = 0
    cap: int = 1


@dataclass(frozen=True)
class Manifest:
    """All that the draw depends on but the dice. `throwers` are the units whose people throw, in the order in which
    their digits are put together. `nonce` is random, so that the published digest tells nothing before the opening.

    Raises BadManifest or BadText (see `errors`) when it cannot be drawn from. The order of what it is given does not matter.
    """

    title: str
    entries: tuple[Entry, ...]
    rule: Rule
    throwers: tuple[str, ...]
    inspectors: tuple[Inspector, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    nonce: str = ""
    strata: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = attrgetter("id")
        object.__setattr__(self, "entries", tuple(sorted(self.entries, key=by_id)))
        object.__setattr__(self, "inspectors", tuple(sorted(self.inspectors, key=by_id)))
        object.__setattr__(self, "recusals", tuple(sorted(self.recusals)))
        object.__setattr__(self, "throwers", tuple(self.throwers))
        self._check_texts()
        object.__setattr__(self, "strata", dict(sorted(self.rule.per_stratum.items())))
        self._check_rule()
        self._check_pool()
        self._check_recusals()

    @cached_property
    def digest(self) -> str:
        return hex_digest(canonical(self))

    def _check_texts(self) -> None:
        for entry in self.entries:
            check_text(entry.id, "the id of an entry")
            check_text(entry.name, "the name of an entry", empty=True)
        for inspector in self.inspectors:
            check_text(inspector.id, "the id of an inspector")
            check_text(inspector.name, "the name of an inspector", empty=True)
            check_text(inspector.unit, "the unit of an inspector", empty=True)
        for name in self.rule.per_stratum:
            check_text(name, "the name of a stratum")
        for unit in self.throwers:
            check_text(unit, "the name of a throwing unit")
        check_text(self.title, "the title")
        check_text(self.nonce, "the nonce", empty=True)

    def _check_rule(self) -> None:
        rule = self.rule
        for name, count in self.strata.items():
            _whole(count, 0, f"how many are drawn from {name}")
        _whole(rule.team, 0, "the team size")
        _whole(rule.cap, 1, "the cap per inspector")
        if rule.team and not self.inspectors:
            raise BadManifest("teams are wanted, but there are no inspectors")
        _once(self.throwers, "throwing unit")
        if len(self.throwers) < FEWEST_THROWERS:
            raise TooFewThrowers(FEWEST_THROWERS, len(self.throwers))

    def _check_pool(self) -> None:
        if not self.entries:
            raise EmptyPool("the pool is empty")
        _once((entry.id for entry in self.entries), "entry")
        _once((inspector.id for inspector in self.inspectors), "inspector")
        held = Counter(entry.stratum for entry in self.entries)
        for entry in self.entries if held.keys() - self.strata.keys() else ():
            if entry.stratum not in self.strata:
                raise UnknownStratum(entry.id, entry.stratum)
        for name, count in self.strata.items():
            if count > held[name]:
                raise StratumTooSmall(name, count, held[name])
        if not any(self.strata.values()):
            raise NothingDrawn("the rule draws nobody")

    def _check_recusals(self) -> None:
        if not self.recusals:
            return
        inspectors = {inspector.id for inspector in self.inspectors}
        entries = {entry.id for entry in self.entries}
        before = None
        for one in self.recusals:
            if one.inspector not in inspectors:
                says = f"a recusal names the inspector {one.inspector!r}, who is not in the manifest"
            elif one.entry not in entries:
                says = f"a recusal of {one.inspector} names the entry {one.entry!r}, not in the pool"
            elif one == before:
                says = f"the recusal of {one.inspector} from {one.entry} is there twice"
            else:
                before = one
                continue
            raise UnknownRecusal(says, one.inspector, one.entry)


def canonical(manifest: Manifest) -> bytes:
    """The bytes of manifest.json. Arrays are sorted by code point (id; inspector then entry; name of stratum), but
    throwers stand in the order of throwing."""
    rule = manifest.rule
    head = json_bytes(
        {
            "format": FORMAT,
            "title": manifest.title,
            "nonce": manifest.nonce,
            "throwers": manifest.throwers,
            "strata": [{"name": name, "draw": count} for name, count in manifest.strata.items()],
            "team": rule.team,
            "cap": rule.cap,
            "entries": [],
            "inspectors": [{"id": one.id, "name": one.name, "unit": one.unit} for one in manifest.inspectors],
            "recusals": [[one.inspector, one.entry] for one in manifest.recusals],
        }
    )
    # The long part is put together by hand: as dictionaries it takes three times as long. `cap` comes before it, so
    # the first "entries" is the key.
    q = encode_basestring
    entries = ",".join(
        [f'{{"id":{q(one.id)},"name":{q(one.name)},"stratum":{q(one.stratum)}}}' for one in manifest.entries]
    )
    return head.replace(b'"entries":[]', b'"entries":[' + entries.encode() + b"]", 1)


def digest(manifest: Manifest) -> str:
    """SHA-256 of `canonical`: what is published before the dice are thrown."""
    return manifest.digest


def check_text(text: object, what: str, empty: bool = False) -> None:
    """Raises BadText unless this is one line that everybody sees alike."""
    if not isinstance(text, str):
        raise BadText(f"{what} is not text: {text!r}", text)
    if text.isascii() and text.isalnum() and len(text) <= LONGEST:
        return
    if not text:
        if empty:
            return
        raise BadText(f"{what} is empty", text)
    if len(text) > LONGEST:
        raise BadText(f"{what} has more than {LONGEST} characters: {text[:20]!r}…", text)
    if text != text.strip():
        raise BadText(f"{what} begins or ends with a space: {text!r}", text)
    if unseen := UNSEEN.search(text):
        raise BadText(f"{what} holds a character that cannot be seen (U+{ord(unseen[0]):04X}): {text!a}", text)
    if not is_normalized("NFC", text):
        raise BadText(f"{what} is not in Unicode's form NFC: {text!r}", text)


def _whole(number: object, least: int, what: str) -> None:
    if not isinstance(number, int) or isinstance(number, bool) or number < least:
        raise BadManifest(f"{what} is a whole number of at least {least}, not {number!r}")
    if number > 10**9:
        raise BadManifest(f"{what} is too large: {number}")


def _once(ids: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise DuplicateId(what, one)
        seen.add(one)
