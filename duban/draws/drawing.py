"""The draw itself: a manifest and dice give one result, whoever computes it."""

from collections import defaultdict
from dataclasses import dataclass

from duban.draws.canonical import FORMAT, json_bytes
from duban.draws.manifest import Manifest
from duban.draws.seed import Seed
from duban.draws.teams import Teams
from duban.draws.tickets import ENTRY, in_order


@dataclass(frozen=True, slots=True)
class Drawn:
    """One stratum: ids by ascending ticket, cut after the first k. `reserve` is who follows, in this order."""

    stratum: str
    selected: tuple[str, ...]
    reserve: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """Who visits the entry, by ascending ticket."""

    entry: str
    inspectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """`digest` is the manifest's, `seed` all digits. Strata by name, teams by ascending ticket of their entries."""

    digest: str
    seed: str
    strata: tuple[Drawn, ...]
    teams: tuple[Team, ...]

    def to_bytes(self) -> bytes:
        """The bytes of result.json."""
        strata = [{"stratum": one.stratum, "selected": one.selected, "reserve": one.reserve} for one in self.strata]
        teams = [{"entry": one.entry, "inspectors": one.inspectors} for one in self.teams]
        return json_bytes(
            {"format": FORMAT, "digest": self.digest, "seed": self.seed, "strata": strata, "teams": teams}
        )


def draw(manifest: Manifest, seed: Seed) -> Result:
    """Raises BadSeed when others threw than the manifest says, NoTeams when the inspectors do not suffice."""
    strata, teams = run(manifest, seed)
    shown = tuple(Team(entry, teams.of(entry)) for entry in teams.team) if manifest.rule.team else ()
    return Result(manifest.digest, seed.digits, strata, shown)


def run(manifest: Manifest, seed: Seed) -> tuple[tuple[Drawn, ...], Teams]:
    """What was drawn, and the seats as they were given: what happens to voids begins from here."""
    seed.check(manifest)
    digest, digits = manifest.digest, seed.digits
    held = defaultdict(list)
    for entry in manifest.entries:
        held[entry.stratum].append(entry.id)
    strata = []
    for name, count in manifest.strata.items():
        order = in_order(digest, digits, ENTRY, held[name])
        strata.append(Drawn(name, tuple(order[:count]), tuple(order[count:])))
    teams = Teams(manifest, digest, digits)
    teams.seat_all(in_order(digest, digits, ENTRY, (one for drawn in strata for one in drawn.selected)))
    return tuple(strata), teams
