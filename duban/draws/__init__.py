"""Draws that anyone can run again (DRAW-1; the format is in docs/decisions/draw-1.md).

>>> pool = tuple(Entry(f"U{number}", "", "all") for number in range(9))
>>> manifest = Manifest("Spring visits", pool, Rule({"all": 2}), throwers=("Audit", "Discipline", "Union"))
>>> manifest.digest[:8]
'9142b3c4'
>>> seed = Seed([Throw("Audit", "", "1463225"), Throw("Discipline", "", "6345512"), Throw("Union", "", "2215364")])
>>> draw(manifest, seed).strata[0].selected
('U3', 'U6')

Pure Python, a library by itself: no Django anywhere below this package, and nothing that is not in Python itself.
"""

from duban.draws.bundles import Opened, bundle, open_bundle
from duban.draws.canonical import FORMAT
from duban.draws.drawing import Drawn, Result, Team, draw
from duban.draws.errors import (
    BadBundle,
    BadManifest,
    BadSeed,
    BadText,
    BadVoid,
    DrawError,
    DuplicateId,
    EmptyPool,
    NoDie,
    NoTeams,
    NothingDrawn,
    NothingThrown,
    OthersThrew,
    StratumTooSmall,
    TooFewDice,
    TooFewThrowers,
    UnknownRecusal,
    UnknownStratum,
)
from duban.draws.manifest import Entry, Inspector, Manifest, Recusal, Rule, canonical, digest
from duban.draws.sealing import new_salt, seal
from duban.draws.seed import Seed, Throw
from duban.draws.tickets import in_order, ticket
from duban.draws.verifying import Check, Verdict, verify
from duban.draws.voids import Standing, Step, Void, follow

__all__ = [
    "FORMAT",
    "BadBundle",
    "BadManifest",
    "BadSeed",
    "BadText",
    "BadVoid",
    "Check",
    "DrawError",
    "Drawn",
    "DuplicateId",
    "EmptyPool",
    "Entry",
    "Inspector",
    "Manifest",
    "NoDie",
    "NoTeams",
    "NothingDrawn",
    "NothingThrown",
    "Opened",
    "OthersThrew",
    "Recusal",
    "Result",
    "Rule",
    "Seed",
    "Standing",
    "Step",
    "StratumTooSmall",
    "Team",
    "Throw",
    "TooFewDice",
    "TooFewThrowers",
    "UnknownRecusal",
    "UnknownStratum",
    "Verdict",
    "Void",
    "bundle",
    "canonical",
    "digest",
    "draw",
    "follow",
    "in_order",
    "new_salt",
    "open_bundle",
    "seal",
    "ticket",
    "verify",
]
