"""What can be wrong with a draw. Every message names the thing that is wrong; all of them are `DrawError`."""

from collections.abc import Sequence


class DrawError(ValueError):
    """Any refusal of this package."""


class BadManifest(DrawError):
    """The manifest cannot be drawn from as it stands."""


class BadText(DrawError):
    """An id or a name is empty, too long, not NFC, or holds characters that cannot be seen: `text`, as it was given."""

    def __init__(self, says: str, text: object) -> None:
        self.text = text
        super().__init__(says)


class TooFewThrowers(BadManifest):
    """Dice are thrown by people of `least` units, not of `here`."""

    def __init__(self, least: int, here: int) -> None:
        self.least, self.here = least, here
        super().__init__(f"people of at least {least} units throw the dice, here {here}")


class DuplicateId(BadManifest):
    """Two entries, two inspectors, two strata or two throwing units (`what`) go by one name, `id`."""

    def __init__(self, what: str, id: str) -> None:
        self.what, self.id = what, id
        super().__init__(f"{what} {id!r} is there twice")


class EmptyPool(BadManifest):
    """Nothing to draw from."""


class NothingDrawn(EmptyPool):
    """The rule takes nothing from any stratum."""


class UnknownStratum(BadManifest):
    """`entry` belongs to a `stratum` that the rule does not name."""

    def __init__(self, entry: str, stratum: str) -> None:
        self.entry, self.stratum = entry, stratum
        super().__init__(f"entry {entry} is of the stratum {stratum!r}, which the rule leaves out")


class StratumTooSmall(BadManifest):
    """`wanted` are to be drawn from `stratum`, which holds `held`."""

    def __init__(self, stratum: str, wanted: int, held: int) -> None:
        self.stratum, self.wanted, self.held = stratum, wanted, held
        super().__init__(f"{wanted} are to be drawn from {stratum}, which holds {held}")


class UnknownRecusal(BadManifest):
    """A recusal names an `inspector` or an `entry` that the manifest does not hold, or is there twice."""

    def __init__(self, says: str, inspector: str, entry: str) -> None:
        self.inspector, self.entry = inspector, entry
        super().__init__(says)


class BadSeed(DrawError):
    """The dice are not as the manifest wants them."""


class NoDie(BadSeed):
    """A die of `unit` shows 1 to 6, not `shown`, the digit number `at` of its throws."""

    def __init__(self, unit: str, shown: str, at: int) -> None:
        self.unit, self.shown, self.at = unit, shown, at
        super().__init__(f"{unit}: a die shows 1 to 6, not {shown!r} (digit {at})")


class NothingThrown(BadSeed):
    """`unit` threw nothing."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__(f"{unit} threw nothing")


class TooFewDice(BadSeed):
    """The seed has `least` digits or more, not `here`."""

    def __init__(self, least: int, here: int) -> None:
        self.least, self.here = least, here
        super().__init__(f"the seed has at least {least} digits, here {here}")


class OthersThrew(BadSeed):
    """The units of the manifest (`wanted`) throw, in its order; not `threw`."""

    def __init__(self, wanted: Sequence[str], threw: Sequence[str]) -> None:
        self.wanted, self.threw = tuple(wanted), tuple(threw)
        super().__init__(f"the dice are thrown by {', '.join(wanted)}, in this order; not {', '.join(threw)}")


class BadVoid(DrawError):
    """What is declared void was not drawn, or is void already: the entry or inspector `id`, who leaves the visit to
    `entry`, or all of them when it is empty."""

    def __init__(self, says: str, id: str, entry: str = "") -> None:
        self.id, self.entry = id, entry
        super().__init__(says)


class BadBundle(DrawError):
    """The bundle is not a bundle: a part is missing, unreadable, or not of the form."""


class NoTeams(DrawError):
    """No assignment of inspectors honours team size, cap and recusals.

    `entries` can be visited by `inspectors` alone, and these have too few seats for them: the reason, to be shown.
    """

    def __init__(self, entries: Sequence[str], inspectors: Sequence[str], team: int, cap: int) -> None:
        self.entries, self.inspectors, self.team, self.cap = tuple(entries), tuple(inspectors), team, cap
        super().__init__(
            f"no assignment exists: {len(entries)} drawn entries ({_some(entries)}) with {team} inspectors each can be "
            f"visited by {len(inspectors)} inspectors only ({_some(inspectors)}), each at most {cap} times"
        )


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (", …" if len(ids) > 5 else "") if ids else "nobody"
