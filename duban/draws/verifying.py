"""Runs the draw of a bundle again and compares every part of it."""

from dataclasses import dataclass
from pathlib import Path

from duban.draws.bundles import Opened, open_bundle
from duban.draws.canonical import hex_digest
from duban.draws.drawing import draw
from duban.draws.errors import DrawError
from duban.draws.manifest import canonical
from duban.draws.sealing import seal
from duban.draws.voids import Standing, follow


@dataclass(frozen=True, slots=True)
class Check:
    """`what` was looked at, in words; `good` says whether it agrees; `detail` what was found."""

    what: str
    good: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was checked. `standing` is the draw with its voids, None when it could not be run."""

    opened: Opened
    checks: tuple[Check, ...]
    standing: Standing | None

    @property
    def good(self) -> bool:
        return all(check.good for check in self.checks)


def verify(source: bytes | str | Path, digest: str = "", sealed: str = "") -> Verdict:
    """`digest` and `sealed` are what was published before and after the dice; without them only the bundle's own
    agreement is checked, which a wholly invented bundle has too. Raises DrawError
    for what is no bundle of a draw at all."""
    opened = open_bundle(source)
    manifest, raw = opened.manifest, opened.raw
    found = hex_digest(raw["manifest.json"])
    checks = [Check("the manifest is in the canonical form", raw["manifest.json"] == canonical(manifest), found)]
    if digest:
        checks.append(Check("the manifest is the published one", digest.strip().lower() == found, found))
    standing = None
    try:
        result = draw(manifest, opened.seed)
        checks.append(Check("the draw gives the same result", raw["result.json"] == result.to_bytes(), result.seed))
        checks.append(Check("the seal fits the result", opened.seal == seal(result, opened.salt), opened.seal))
    except DrawError as error:
        checks.append(Check("the draw gives the same result", False, str(error)))
    else:
        try:
            standing = follow(manifest, opened.seed, opened.voids)
            same = raw["voids.json"] == standing.to_bytes()
            checks.append(Check("voids were followed by the reserve in its order", same, f"{len(opened.voids)}"))
        except DrawError as error:
            checks.append(Check("voids were followed by the reserve in its order", False, str(error)))
    if sealed:
        checks.append(Check("the seal is the published one", sealed.strip().lower() == opened.seal, opened.seal))
    return Verdict(opened, tuple(checks), standing)
