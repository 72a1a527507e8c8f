"""The good ways to read bytes out of step, the best of them, and how much each choice in it can be trusted.

An edge between two nodes is a word: a run of choices that a dictionary, or the document itself elsewhere, knows. What a
word costs depends on the word before it where that is known, so that a state is a node and the word that led there.
Costs are -10 ln p.
"""

from __future__ import annotations

from collections.abc import Collection
from math import exp
from typing import NamedTuple

from duban.reading.restoration.choices import DOUBLED, ENDING, SYNCED, Anything, Choices, Node, Step
from duban.reading.restoration.own_words import OwnWords, Seconds
from duban.reading.restoration.words import following, seconds, single

# Ways this much dearer than the cheapest to the same place are not followed, nor weighed.
HOPELESS = 70

# What the word costs by itself, what its choices cost, the word, as written, marks, places (one per character, to tell
# what stands where), where it leads.
Edge = tuple[int, int, str, str, str, tuple[Node, ...], Node]
State = tuple[Node, str]


class Reading(NamedTuple):
    cost: int
    characters: list[tuple[str, str, float, float]]  # each with its mark, its probability and that of its best rival
    oddest: int  # the cost of the oddest decoded character that is in no word


class Arc(NamedTuple):
    origin: State
    cost: int
    edge: Edge


class Lattice:
    """The words through the choices of one site.

    `apart`: what is in step again is not measured by what still waits for a byte, having more behind it: slower, for
    runs whose end is not known. `cut_off`: the run goes on behind what is seen of it.
    """

    def __init__(
        self, choices: Choices, words: OwnWords, beam: int, apart: bool = False, cut_off: bool = False
    ) -> None:
        self.beam, self.apart, self.cut_off = beam, apart, cut_off
        self.choices, self.words = choices, words
        self.start: Node = (-len(choices.left) - 1, SYNCED, 0)
        self.end: Node = (len(choices.seen), SYNCED, 0)

    def words_from(self, node: Node) -> list[Edge]:
        words: list[Edge] = []
        own = self.words
        behind: Node | None = None
        nexts: dict[str, list[Step]] = {}
        only = ""  # the next character, if there is but one
        for plain, written, mark, after, extra in self.choices.steps_from(node):
            if extra >= self.beam:
                continue
            words.append((single[plain], extra, plain, written, mark, (node,), after))
            if after != behind:
                behind, nexts = after, self.choices.steps_as(after)
                only = next(iter(nexts)) if len(nexts) == 1 and not isinstance(nexts, Anything) else ""
            rests = seconds[plain]
            both: Collection[str]
            own_both: Collection[str] = ()
            if isinstance(nexts, Anything):
                both, own_both = rests.keys(), own.nexts.get(plain, frozenset())
            elif only:
                both = (only,) if only in rests else ()
                if plain + only in own.runs:
                    own_both = (only,)
            else:
                both = rests.keys() & nexts.keys()
                own_both = own.nexts.get(plain, frozenset()) & nexts.keys()
            if both:
                self._longer(rests, both, nexts, (0, extra, plain, written, mark, (node, after), after), words)
            if own_both:
                at = len(words)
                begun = (0, extra, plain, written, mark, (node, after), after)
                self._longer(own[plain], own_both, nexts, begun, words)
                if mark == "=":
                    # What is in step would count itself as known from elsewhere.
                    words[at:] = [edge for edge in words[at:] if edge[4].strip("=")]
        return words

    def _longer(
        self, rests: Seconds, both: Collection[str], nexts: dict[str, list[Step]], begun: Edge, words: list[Edge]
    ) -> None:
        """Add to `words` those that begin with the character in `begun` and go on with one of `both`."""
        _, extra, word, text, marks, places, _ = begun
        for second in both:
            found = rests.get(second)
            if not found or second not in nexts:
                continue
            for _, written, mark, after, more in nexts[second]:
                for rest, cost in found:
                    edge = (cost, extra + more, word + second + rest, text + written, marks + mark, places, after)
                    if rest:
                        self._follow(rest, edge, words)
                    else:
                        words.append(edge)

    def _follow(self, rest: str, edge: Edge, words: list[Edge]) -> None:
        cost, more, whole, text, marks, places, node = edge
        nexts = self.choices.steps_as(node)
        if rest[0] not in nexts:
            return
        for _, written, mark, after, extra in nexts[rest[0]]:
            longer = (cost, more + extra, whole, text + written, marks + mark, (*places, node), after)
            if len(rest) == 1:
                words.append(longer)
            else:
                self._follow(rest[1:], longer, words)

    def read(self) -> Reading | None:
        """The best reading behind `left`."""
        start: State = (self.start, "")
        best: dict[State, int] = {start: 0}
        into: dict[State, list[Arc]] = {}
        ahead: dict[int, dict[Node, list[State]]] = {self.start[0]: {self.start: [start]}}
        low: dict[tuple[int, int, bool], int] = {}
        order: list[State] = []
        for at in range(self.start[0], self.end[0] + 1):
            nodes = ahead.pop(at, {})
            while nodes:
                node = min(nodes, key=_rank)
                states = nodes.pop(node)
                limit = low.get((at, node[2], self.apart and node[1] == SYNCED), 0) + self.beam
                states = [state for state in states if best[state] <= limit]
                order += states
                if node == self.end or not states:
                    continue
                edges = self.words_from(node)
                for state in states:
                    self._extend(state, best, edges, into, ahead, nodes, low)
        ends = [state for state in order if state[0] == self.end or (self.cut_off and state[0][0] == self.end[0])]
        if not ends:
            return None
        return self._judged(order, best, into, ends)

    def _extend(
        self,
        state: State,
        best: dict[State, int],
        edges: list[Edge],
        into: dict[State, list[Arc]],
        ahead: dict[int, dict[Node, list[State]]],
        nodes: dict[Node, list[State]],
        low: dict[tuple[int, int, bool], int],
    ) -> None:
        node, last = state
        here = best[state]
        known = following[last] if last else None
        unseen, seen = known if known else (0, {})
        ended = last[-1:] in ENDING
        for edge in edges:
            cost, extra, word, _, _, _, after = edge
            cost = seen.get(word, cost + unseen) + extra
            if ended and word[0] in ENDING:
                cost += DOUBLED
            total = here + cost
            at = after[0]
            place = (at, after[2], self.apart and after[1] == SYNCED)
            bound = low.get(place)
            if bound is None or total < bound:
                low[place] = total
            elif total > bound + self.beam:
                continue
            # A word that is not known to say anything of the next one is not told from others of its kind.
            reached = (after, word if following[word] else word[-1] if word[-1] in ENDING else "")
            arc = Arc(state, cost, edge)
            if reached not in best:
                best[reached] = total
                into[reached] = [arc]
                (nodes if at == node[0] else ahead.setdefault(at, {})).setdefault(after, []).append(reached)
            else:
                into[reached].append(arc)
                if total < best[reached]:
                    best[reached] = total

    def _judged(
        self, order: list[State], best: dict[State, int], into: dict[State, list[Arc]], ends: list[State]
    ) -> Reading:
        """The best way, and the probability of every character in it."""
        total = min(best[state] for state in ends)
        # The weight of all ways from the start to a state, and of all from it to the end, relative to the best one's.
        before: dict[State, float] = {order[0]: 1.0}
        arcs_into: dict[State, list[tuple[Arc, float]]] = {}
        for state in order[1:]:
            weights = [
                (arc, exp((best[state] - best[arc.origin] - arc.cost) / 10) * before[arc.origin])
                for arc in into[state]
                if arc.origin in before and best[arc.origin] + arc.cost < best[state] + HOPELESS
            ]
            arcs_into[state] = weights
            before[state] = sum(weight for _, weight in weights)
        behind: dict[State, float] = {}
        everything = 0.0
        for state in ends:
            behind[state] = exp((total - best[state]) / 10)
            everything += before[state] * behind[state]
        chance: dict[Node, dict[str, float]] = {}
        for state in reversed(order):
            rest = behind.get(state, 0.0)
            if not rest or before[state] * rest < 1e-6 * everything:
                continue
            for arc, weight in arcs_into.get(state, ()):
                share = weight * rest
                origin = arc.origin
                behind[origin] = behind.get(origin, 0.0) + share / before[origin]
                share /= everything
                for place, written in zip(arc.edge[5], arc.edge[3], strict=True):
                    if place[0] >= -1:
                        here = chance.setdefault(place, {})
                        here[written] = here.get(written, 0.0) + share
        return self._spelled(total, best, into, ends, chance)

    def _spelled(
        self,
        total: int,
        best: dict[State, int],
        into: dict[State, list[Arc]],
        ends: list[State],
        chance: dict[Node, dict[str, float]],
    ) -> Reading:
        state = min(ends, key=best.__getitem__)
        way: list[Arc] = []
        while state[0] != self.start:
            arc = min(into[state], key=lambda one: best[one.origin] + one.cost)
            way.append(arc)
            state = arc.origin
        out: list[tuple[str, str, float, float]] = []
        worst = 0
        for arc in reversed(way):
            cost, extra, _, text, marks, places, _ = arc.edge
            if marks in ("0", "1"):
                worst = max(worst, cost + extra)
            for written, mark, place in zip(text, marks, places, strict=True):
                if place[0] >= -1:
                    here = chance.get(place, {})
                    others = [each for other, each in here.items() if other != written]
                    out.append((written, mark, here.get(written, 0.0), max(others, default=0.0)))
        return Reading(total, out, worst)


def _rank(node: Node) -> int:
    """Of nodes at the same place, those that lead to the others come first."""
    return 9 if node[1] == SYNCED else node[2]
