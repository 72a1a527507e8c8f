"""What can be wrong with a draw. Every message names the thing that is wrong; all of them are `DrawError`."""

from collections.abc import Sequence


class DrawError(ValueError):
    """Any refusal of this package."""


class BadManifest(DrawError):
    """The manifest cannot be drawn from as it stands."""


class BadText(DrawError):
    """An id or a name is empty, not NFC, or holds characters that cannot be seen."""


class DuplicateId(BadManifest):
    """Two entries, two inspectors, two strata or two throwing units go by one name."""


class EmptyPool(BadManifest):
    """Nothing to draw from, or nothing to be drawn."""


class UnknownStratum(BadManifest):
    """An entry belongs to a stratum that the rule does not name."""


class StratumTooSmall(BadManifest):
    """More are to be drawn from a stratum than it holds."""


class UnknownRecusal(BadManifest):
    """A recusal names an inspector or an entry that the manifest does not hold, or is there twice."""


class BadSeed(DrawError):
    """The dice are not as the manifest wants them."""


class BadVoid(DrawError):
    """What is declared void was not drawn, or is void already."""


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
