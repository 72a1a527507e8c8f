"""All ways to read bytes out of step, the cheapest of them, and how much each choice in it can be trusted.

An edge between two nodes is a word: a run of choices that a dictionary, or the document itself elsewhere, knows.
Costs are -10 ln p.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from duban.reading.restoration.choices import SYNCED, Anything, Choices, Node, Step
from duban.reading.restoration.own_words import OwnWords, Seconds
from duban.reading.restoration.words import seconds, single

# Ways this much dearer than the cheapest are not weighed.
HOPELESS = 70

# Cost, written, marks, places (one per character, to tell what stands where), where it leads.
Edge = tuple[int, str, str, tuple[Node, ...], Node]


class Reading(NamedTuple):
    cost: int
    characters: list[tuple[str, str, float, float]]  # each with its mark, its probability and that of its best rival
    oddest: int  # the cost of the oddest decoded character that is in no word


class Lattice:
    """The words through the choices of one site."""

    def __init__(self, choices: Choices, words: OwnWords) -> None:
        self.choices, self.words = choices, words
        self.start: Node = (-len(choices.left) - 1, SYNCED, 0)
        self.end: Node = (len(choices.seen), SYNCED, 0)
        self.cheapest: dict[Node, int | None] = {self.end: 0}
        self.edges: dict[Node, list[Edge]] = {}

    def cost(self, node: Node) -> int | None:
        """The cheapest way from here to the end; None if there is none."""
        if node in self.cheapest:
            return self.cheapest[node]
        found: list[tuple[int, Edge]] = []
        for edge in self._words_from(node):
            rest = self.cost(edge[4])
            if rest is not None:
                found.append((edge[0] + rest, edge))
        if not found:
            self.cheapest[node] = None
            return None
        low = self.cheapest[node] = min(found)[0]
        self.edges[node] = [edge for _, edge in sorted(one for one in found if one[0] < low + HOPELESS)]
        return low

    def _words_from(self, node: Node) -> list[Edge]:
        words: list[Edge] = []
        own = self.words
        for plain, written, mark, following, extra in self.choices.steps_from(node):
            words.append((single[plain] + extra, written, mark, (node,), following))
            if not "\u4e00" <= plain <= "\u9fff":
                continue
            nexts = self.choices.steps_as(following)
            begun = (extra, written, mark, (node, following), following)
            self._longer(seconds[plain], nexts, begun, words)
            if plain in own.characters:
                at = len(words)
                self._longer(own[plain], nexts, begun, words)
                if mark == "=":
                    # What is in step would count itself as known from elsewhere.
                    words[at:] = [edge for edge in words[at:] if edge[2].strip("=")]
        return words

    def _longer(self, rests: Seconds, nexts: dict[str, list[Step]], begun: Edge, words: list[Edge]) -> None:
        """Add to `words` those that begin with the character in `begun` and go on with one of `nexts`."""
        extra, text, marks, places, _ = begun
        if isinstance(nexts, Anything):
            both = [second for second in rests if second in nexts]
        elif len(nexts) == 1:
            both = [second for second in nexts if second in rests]
        else:
            both = [*(rests.keys() & nexts.keys())]
        for second in both:
            found = rests[second]
            for _, written, mark, following, more in nexts[second]:
                for rest, cost in found:
                    edge = (cost + extra + more, text + written, marks + mark, places, following)
                    if rest:
                        self._follow(rest, edge, words)
                    else:
                        words.append(edge)

    def _follow(self, rest: str, edge: Edge, words: list[Edge]) -> None:
        cost, text, marks, places, node = edge
        nexts = self.choices.steps_as(node)
        if rest[0] not in nexts:
            return
        for _, written, mark, following, extra in nexts[rest[0]]:
            longer = (cost + extra, text + written, marks + mark, (*places, node), following)
            if len(rest) == 1:
                words.append(longer)
            else:
                self._follow(rest[1:], longer, words)

    def read(self) -> Reading | None:
        """The cheapest reading behind `left`."""
        total = self.cost(self.start)
        if total is None:
            return None
        inside = self._inside()
        chance = self._chances(inside)
        rivals: dict[Node, dict[str, float]] = {}
        for (place, written), probability in chance.items():
            rivals.setdefault(place, {})[written] = probability
        out: list[tuple[str, str, float, float]] = []
        node, worst = self.start, 0
        while node != self.end:
            cost, text, marks, places, node = self.edges[node][0]
            if marks in ("0", "1"):
                worst = max(worst, cost)
            for written, mark, place in zip(text, marks, places, strict=True):
                if place[0] >= -1:
                    others = [each for other, each in rivals.get(place, {}).items() if other != written]
                    out.append((written, mark, chance.get((place, written), 0.0), max(others, default=0.0)))
        return Reading(total, out, worst)

    def _order(self) -> list[Node]:
        """Nodes that good readings pass through, each before those it leads to."""
        reached, todo = {self.start}, [self.start]
        while todo:
            for edge in self.edges.get(todo.pop(), ()):
                if edge[4] not in reached:
                    reached.add(edge[4])
                    todo.append(edge[4])
        return sorted(reached, key=lambda node: (node[0], 9 if node[1] == SYNCED else node[2]))

    def _inside(self) -> dict[Node, float]:
        """The weight of all good ways from a node to the end, relative to the cheapest one's."""
        inside: dict[Node, float] = {self.end: 1.0}
        for node in reversed(self._order()):
            if node != self.end:
                low = self.cheapest[node] or 0
                inside[node] = sum(
                    exp((low - edge[0] - (self.cheapest[edge[4]] or 0)) / 10) * inside[edge[4]]
                    for edge in self.edges[node]
                )
        return inside

    def _chances(self, inside: dict[Node, float]) -> dict[tuple[Node, str], float]:
        """How probable each character is at its place."""
        reached: dict[Node, float] = {self.start: 1.0}
        chance: dict[tuple[Node, str], float] = {}
        for node in self._order():
            here = reached.get(node, 0.0)
            if node == self.end or here < 1e-6:
                continue
            low = self.cheapest[node] or 0
            for edge in self.edges[node]:
                cost, text, _, places, following = edge
                share = (
                    here * exp((low - cost - (self.cheapest[following] or 0)) / 10) * inside[following] / inside[node]
                )
                reached[following] = reached.get(following, 0.0) + share
                for place, written in zip(places, text, strict=True):
                    if place[0] >= -1:
                        chance[place, written] = chance.get((place, written), 0.0) + share
        return chance
