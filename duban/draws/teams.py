"""Who visits whom: the least busy first, by ticket; where that gets stuck, others change places until all are seated."""

from collections.abc import Iterable
from functools import cache

from duban.draws.errors import NoTeams
from duban.draws.manifest import Manifest
from duban.draws.tickets import TEAM, in_order


class Teams:
    """The seats of drawn entries. Entries and inspectors are ids throughout."""

    def __init__(self, manifest: Manifest, digest: str, seed: str) -> None:
        self.size, self.cap = manifest.rule.team, manifest.rule.cap
        self.visits: dict[str, list[str]] = {inspector.id: [] for inspector in manifest.inspectors}
        self.team: dict[str, list[str]] = {}
        self._recused = {(recusal.inspector, recusal.entry) for recusal in manifest.recusals}

        self._out: set[str] = set()

        @cache
        def ranked(entry: str) -> list[str]:
            return in_order(digest, seed, TEAM + entry, self.visits)

        self._ranked = ranked

    def seat_all(self, entries: Iterable[str]) -> None:
        """Every seat of the entries, in this order. Raises NoTeams when there is no way at all to fill them."""
        entries = list(entries)
        if self.size * len(entries) > self.cap * len(self.visits):
            raise NoTeams(entries, list(self.visits), self.size, self.cap)
        for entry in entries:
            self.team[entry] = []
            for _ in range(self.size):
                self._seat(entry)

    def of(self, entry: str) -> tuple[str, ...]:
        """The entry's inspectors by ascending ticket."""
        return tuple(sorted(self.team[entry], key=self._ranked(entry).index))

    def fill(self, entry: str) -> list[str]:
        """Fills what seats it can without moving anybody else; the result is who came."""
        came: list[str] = []
        while len(self.team[entry]) < self.size:
            ready = next((one for one in self._candidates(entry) if len(self.visits[one]) < self.cap), None)
            if ready is None:
                break
            self._join(entry, ready)
            came.append(ready)
        return came

    def release(self, entry: str) -> tuple[str, ...]:
        """Nobody visits the entry any more; the result is who would have."""
        went = self.of(entry)
        for one in went:
            self._leave(entry, one)
        del self.team[entry]
        return went

    def take_over(self, entry: str, team: Iterable[str]) -> None:
        """Those of `team` who may visit the entry do, and open seats are filled."""
        self.team[entry] = []
        for one in team:
            if self._may(one, entry):
                self._join(entry, one)
        self.fill(entry)

    def withdraw(self, inspector: str, entry: str = "") -> list[str]:
        """The inspector leaves the entry's team, or all teams, for good, and others come; the result is who came."""
        if entry:
            self._recused.add((inspector, entry))
        else:
            self._out.add(inspector)
        came: list[str] = []
        for one in [entry] if entry else [one for one in self.team if inspector in self.team[one]]:
            self._leave(one, inspector)
            came += self.fill(one)
        return came

    def _seat(self, entry: str) -> None:
        """One more seat, by the shortest chain of changes (breadth first, so a chain is found if there is one: this is
        Ford and Fulkerson's augmenting path, on the graph of entries and inspectors)."""
        line = [entry]
        moved: dict[str, str] = {}  # who would leave this entry for us to come there
        reached: dict[str, str] = {}  # the entry that wants this inspector
        for wanting in line:
            for one in self._candidates(wanting):
                if one in reached:
                    continue
                reached[one] = wanting
                if len(self.visits[one]) < self.cap:
                    self._change_places(one, entry, reached, moved)
                    return
                for other in self.visits[one]:
                    if other != entry and other not in moved:
                        moved[other] = one
                        line.append(other)
        # All who could come are full, and so are all who could take their places: by Hall, nobody can seat these.
        raise NoTeams(line, sorted({*reached, *(i for e in line for i in self.team[e])}), self.size, self.cap)

    def _change_places(self, one: str, entry: str, reached: dict[str, str], moved: dict[str, str]) -> None:
        while (wanting := reached[one]) != entry:
            self._leave(wanting, moved[wanting])
            self._join(wanting, one)
            one = moved[wanting]
        self._join(entry, one)

    def _candidates(self, entry: str) -> list[str]:
        """Who may come to the entry: least busy first, then by ticket."""
        team = self.team[entry]
        free = [one for one in self._ranked(entry) if one not in team and self._may(one, entry)]
        return sorted(free, key=lambda one: len(self.visits[one]))

    def _may(self, inspector: str, entry: str) -> bool:
        return inspector not in self._out and (inspector, entry) not in self._recused

    def _join(self, entry: str, inspector: str) -> None:
        self.team[entry].append(inspector)
        self.visits[inspector].append(entry)

    def _leave(self, entry: str, inspector: str) -> None:
        self.team[entry].remove(inspector)
        self.visits[inspector].remove(entry)
