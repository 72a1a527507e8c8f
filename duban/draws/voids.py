"""What falls out after the draw, and who follows. Nothing is drawn again: the reserve has its order since the dice fell.

- A drawn entry is void: the first of its stratum's reserve that is not void follows and takes over its team, but for
  those who are recused there.
- An entry of the reserve is void: it will not follow.
- An inspector is void, for one entry or altogether: the teams that are short get whoever is least busy and has room,
  by ticket. Nobody else is moved, as visits may be over; a seat that cannot be filled stays open and is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from duban.draws.canonical import FORMAT, json_bytes
from duban.draws.drawing import Drawn, Team, run
from duban.draws.errors import BadVoid
from duban.draws.manifest import Manifest, check_text
from duban.draws.seed import Seed

ROLES = ("entry", "inspector")


@dataclass(frozen=True, slots=True)
class Void:
    """`role` is `entry` or `inspector`; `entry` names the visit that an inspector leaves, empty for all of them.
    `reason` and `at` (a date or moment, as text) are shown."""

    role: str
    id: str
    reason: str
    at: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One void and the ids of who followed: the next entry, or the inspectors who came. `spare` when the entry was
    in reserve, so that nobody had to."""

    void: Void
    follows: tuple[str, ...]
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The draw as it stands after all voids. `open_seats` counts what is missing in teams, by entry."""

    steps: tuple[Step, ...]
    strata: tuple[Drawn, ...]
    teams: tuple[Team, ...]
    open_seats: dict[str, int]

    def to_bytes(self) -> bytes:
        """The bytes of voids.json."""
        steps = [
            {
                "role": step.void.role,
                "id": step.void.id,
                "entry": step.void.entry,
                "reason": step.void.reason,
                "at": step.void.at,
                "follows": step.follows,
            }
            for step in self.steps
        ]
        strata = [{"stratum": one.stratum, "selected": one.selected, "reserve": one.reserve} for one in self.strata]
        teams = [{"entry": one.entry, "inspectors": one.inspectors} for one in self.teams]
        return json_bytes({"format": FORMAT, "voids": steps, "strata": strata, "teams": teams})


def follow(manifest: Manifest, seed: Seed, voids: Iterable[Void]) -> Standing:
    """Applies the voids one after the other, in the order in which they were declared. Raises BadVoid, BadText."""
    drawn, teams = run(manifest, seed)
    selected = {one.stratum: list(one.selected) for one in drawn}
    reserve = {one.stratum: list(one.reserve) for one in drawn}
    stratum_of = {entry.id: entry.stratum for entry in manifest.entries}
    away: set[str] = set()
    steps = []
    for void in voids:
        if void.role not in ROLES:
            raise BadVoid(f"an entry or an inspector may be void, not {void.role!r}", void.id)
        check_text(void.reason, "the reason of a void")
        check_text(void.at, "when it became void", empty=True)
        spare = False
        if void.role == "entry":
            stratum = stratum_of.get(void.id)
            if stratum is None:
                raise BadVoid(f"{void.id!r} is not in the pool", void.id)
            if void.id in reserve[stratum]:
                reserve[stratum].remove(void.id)
                follows: list[str] = []
                spare = True
            elif void.id in selected[stratum]:
                selected[stratum].remove(void.id)
                went = teams.release(void.id)
                follows = reserve[stratum][:1]
                del reserve[stratum][:1]
                selected[stratum] += follows
                for follower in follows:
                    teams.take_over(follower, went)
            else:
                raise BadVoid(f"{void.id!r} is void already", void.id)
        elif void.id not in teams.visits or void.id in away:
            raise BadVoid(f"{void.id!r} is no inspector of this draw, or is void already", void.id)
        elif void.entry and void.id not in teams.team.get(void.entry, ()):
            raise BadVoid(f"{void.id!r} is not in the team of {void.entry!r}", void.id, void.entry)
        else:
            if not void.entry:
                away.add(void.id)
            follows = teams.withdraw(void.id, void.entry)
        steps.append(Step(void, tuple(follows), spare))
    size = manifest.rule.team
    return Standing(
        tuple(steps),
        tuple(Drawn(one.stratum, tuple(selected[one.stratum]), tuple(reserve[one.stratum])) for one in drawn),
        tuple(Team(entry, teams.of(entry)) for entry in teams.team) if size else (),
        {entry: size - len(team) for entry, team in teams.team.items() if len(team) < size},
    )
