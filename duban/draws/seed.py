"""The seed: digits of dice, thrown by people of several units and put together in the order that was published."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from duban.draws.canonical import FORMAT, json_bytes
from duban.draws.errors import NoDie, NothingThrown, OthersThrew, TooFewDice
from duban.draws.manifest import Manifest, check_text

FEWEST_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Throw:
    """What the people of one unit threw: `digits` 1 to 6, one for each throw of a die, in the order they fell."""

    unit: str
    by: str
    digits: str


@dataclass(frozen=True, slots=True)
class Seed:
    throws: tuple[Throw, ...]

    def __init__(self, throws: Iterable[Throw]) -> None:
        object.__setattr__(self, "throws", tuple(throws))
        for throw in self.throws:
            check_text(throw.unit, "the name of a throwing unit")
            check_text(throw.by, "the name of who threw", empty=True)
            if not isinstance(throw.digits, str) or not throw.digits:
                raise NothingThrown(throw.unit)
            if wrong := re.search("[^1-6]", throw.digits):
                raise NoDie(throw.unit, wrong[0], wrong.start() + 1)
        if len(self.digits) < FEWEST_DIGITS:
            raise TooFewDice(FEWEST_DIGITS, len(self.digits))

    @property
    def digits(self) -> str:
        return "".join(throw.digits for throw in self.throws)

    def check(self, manifest: Manifest) -> None:
        """Raises BadSeed unless exactly the manifest's units threw, in its order."""
        units = tuple(throw.unit for throw in self.throws)
        if units != manifest.throwers:
            raise OthersThrew(manifest.throwers, units)

    def to_bytes(self) -> bytes:
        """The bytes of seed.json."""
        throws = [{"unit": one.unit, "by": one.by, "digits": one.digits} for one in self.throws]
        return json_bytes({"format": FORMAT, "throws": throws})
