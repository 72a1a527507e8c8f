"""The network as it stands on a day: as a matrix, as a map over the layers, and what is wrong with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from duban.findings.layers import SIDES, layer_of
from duban.inspections.models import Edge
from duban.org.models import Unit, UnitKind

# Who has works of its own has to be looked at. Departments and branches are looked at through the unit they belong to:
# nothing is missing without, but looking only at oneself is told of them as well.
WANTED = frozenset({UnitKind.SECONDARY, UnitKind.COMPANY})


@dataclass(slots=True)
class Flaw:
    """`what`: gap (nobody from outside looks), self_only, overlap (two of one layer), loop."""

    what: str
    unit: Unit
    aspect: str = ""
    others: list[Unit] = field(default_factory=list)


@dataclass(slots=True)
class Network:
    on: date
    edges: list[Edge]
    units: list[Unit]
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def lookers(self) -> list[Unit]:
        """Columns of the matrix, from the top down."""
        return _once(edge.looker for edge in self.edges)

    def matrix(self) -> list[tuple[Unit, list[list[Edge]]]]:
        """A row for each unit in force: per looker the edges between them."""
        cells: dict[tuple[int, int], list[Edge]] = defaultdict(list)
        for edge in self.edges:
            cells[edge.looked_at_id, edge.looker_id].append(edge)
        columns = self.lookers
        flawed = {flaw.unit.pk for flaw in self.flaws}
        rows = [unit for unit in self.units if unit.pk in flawed or any((unit.pk, c.pk) in cells for c in columns)]
        return [(unit, [cells[unit.pk, column.pk] for column in columns]) for unit in rows]

    def counts(self) -> dict[str, int]:
        found = {"gap": 0, "self_only": 0, "overlap": 0, "loop": 0}
        for flaw in self.flaws:
            found[flaw.what] += 1
        return found


def network_on(on: date) -> Network:
    """Three queries, whatever the size."""
    units = list(Unit.objects.in_force(on))
    by_pk = {unit.pk: unit for unit in units}
    edges = [e for e in Edge.objects.in_force(on) if e.looker_id in by_pk and e.looked_at_id in by_pk]
    for edge in edges:
        edge.looker, edge.looked_at = by_pk[edge.looker_id], by_pk[edge.looked_at_id]
    edges.sort(key=lambda e: (e.looked_at.path, e.looker.path, e.aspect))
    found = Network(on, edges, units)
    found.flaws = [*_uncovered(found), *_overlaps(found), *_loops(found)]
    return found


def _uncovered(net: Network) -> list[Flaw]:
    """A unit needs somebody from outside for each aspect that the network names; whoever looks at all covers each."""
    aspects = sorted({edge.aspect for edge in net.edges if edge.aspect})
    outside: dict[int, set[str]] = defaultdict(set)
    own: dict[int, set[str]] = defaultdict(set)
    for edge in net.edges:
        (own if edge.is_self else outside)[edge.looked_at_id].add(edge.aspect)
    flaws = []
    for unit in net.units:
        if "" in outside[unit.pk] or (unit.kind not in WANTED and not own[unit.pk]):
            continue
        if not outside[unit.pk]:
            flaws.append(Flaw("self_only" if own[unit.pk] else "gap", unit))
            continue
        if unit.kind not in WANTED:
            continue
        for aspect in aspects:
            if aspect not in outside[unit.pk]:
                flaws.append(Flaw("self_only" if own[unit.pk] & {"", aspect} else "gap", unit, aspect))
    return flaws


def _overlaps(net: Network) -> list[Flaw]:
    """Two lookers of one layer at one unit in one aspect. Lookers of different layers are what layers are for."""
    by_unit: dict[int, list[Edge]] = defaultdict(list)
    for edge in net.edges:
        if not edge.is_self:
            by_unit[edge.looked_at_id].append(edge)
    flaws = []
    for edges in by_unit.values():
        for aspect in sorted({edge.aspect for edge in edges}):
            layers: dict[int, list[Unit]] = defaultdict(list)
            for edge in edges:
                if edge.aspect in ("", aspect):
                    layers[layer_of(edge.looker)].append(edge.looker)
            for lookers in layers.values():
                if len(once := _once(lookers)) > 1 and any(e.aspect == aspect and e.looker in once for e in edges):
                    flaws.append(Flaw("overlap", edges[0].looked_at, aspect, once))
    return flaws


def _loops(net: Network) -> list[Flaw]:
    """Units that inspect each other round about: each ring once (strongly connected parts, after Tarjan)."""
    after: dict[int, set[int]] = defaultdict(set)
    for edge in net.edges:
        if not edge.is_self:
            after[edge.looker_id].add(edge.looked_at_id)
    by_pk = {unit.pk: unit for unit in net.units}
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    rings: list[list[int]] = []
    for start in sorted(after):
        if start in index:
            continue
        work = [(start, iter(sorted(after[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        while work:
            at, rest = work[-1]
            for to in rest:
                if to not in index:
                    index[to] = low[to] = len(index)
                    stack.append(to)
                    work.append((to, iter(sorted(after.get(to, ())))))
                    break
                if to in stack:
                    low[at] = min(low[at], index[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[at])
                if low[at] == index[at]:
                    ring = []
                    while True:
                        ring.append(stack.pop())
                        if ring[-1] == at:
                            break
                    if len(ring) > 1:
                        rings.append(ring[::-1])
    return [Flaw("loop", by_pk[ring[0]], others=[by_pk[pk] for pk in ring[1:]]) for ring in rings]


def _once(units: Iterable[Unit]) -> list[Unit]:
    return sorted({unit.pk: unit for unit in units}.values(), key=lambda unit: unit.path)


# -- the map -------------------------------------------------------------------------------------------------------

WIDE, HIGH, GAP = 150, 30, 70


@dataclass(slots=True)
class Node:
    unit: Unit
    x: int
    y: int
    flawed: bool

    @property
    def name(self) -> str:
        text = str(self.unit)
        return text if len(text) <= 11 else text[:10] + "…"


@dataclass(slots=True)
class Line:
    path: str
    edge: Edge
    itself: bool


@dataclass(slots=True)
class Map:
    """A drawing in pixels: a column for each layer, a line for each pair of units."""

    width: int
    height: int
    nodes: list[Node]
    lines: list[Line]
    layers: list[tuple[int, int]]


def map_of(net: Network) -> Map:
    flawed = {flaw.unit.pk for flaw in net.flaws}
    shown = {e.looker_id for e in net.edges} | {e.looked_at_id for e in net.edges} | flawed
    columns: dict[int, list[Unit]] = defaultdict(list)
    for unit in net.units:
        if unit.pk in shown:
            # Departments stand before the units below the one they belong to, so that lines point one way.
            columns[unit.depth * 2 - (2 if unit.kind in SIDES else 1)].append(unit)
    nodes: dict[int, Node] = {}
    layers = []
    for place, column in enumerate(sorted(columns)):
        x = 10 + place * (WIDE + GAP)
        layers.append((x, place + 1))
        for row, unit in enumerate(columns[column]):
            nodes[unit.pk] = Node(unit, x, 34 + row * (HIGH + 12), unit.pk in flawed)
    lines = []
    for (looker, looked_at), edge in {(e.looker_id, e.looked_at_id): e for e in net.edges}.items():
        a, b = nodes[looker], nodes[looked_at]
        if a is b:
            right, y = a.x + WIDE, a.y + HIGH // 2
            lines.append(Line(f"M{right} {y - 7} c 26 -6 26 20 0 14", edge, True))
            continue
        x1, x2 = (a.x + WIDE, b.x) if b.x > a.x else (a.x, b.x + WIDE) if b.x < a.x else (a.x + WIDE, b.x + WIDE)
        y1, y2 = a.y + HIGH // 2, b.y + HIGH // 2
        bend = GAP // 2 if b.x >= a.x else -GAP // 2
        back = -bend if b.x != a.x else bend
        lines.append(Line(f"M{x1} {y1} C {x1 + bend} {y1}, {x2 + back} {y2}, {x2} {y2}", edge, False))
    width = 20 + max((node.x + WIDE for node in nodes.values()), default=0) + 20
    height = 20 + max((node.y + HIGH for node in nodes.values()), default=0)
    return Map(width, height, list(nodes.values()), lines, layers)
