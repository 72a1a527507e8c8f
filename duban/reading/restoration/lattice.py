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
# In place of the last word, once nothing is left of what it says of the next one; the second if a clause ended with it.
SILENT, ENDED = "\0", "\1"

# What the word costs by itself, what its choices cost, the word, as written, marks, places (one per character, to tell
# what stands where), where it leads.
Edge = tuple[int, int, str, str, str, tuple[Node, ...], Node]
State = tuple[Node, str]


class Reading(NamedTuple):
    cost: int
    characters: list[tuple[str, str, float, float]]  # each with its mark, its probability and that of its best rival
    oddest: int  # the cost of the oddest decoded character that is in no word


class Arc(NamedTuple):
    """`edge` is None where a state becomes one that says nothing of the next word: so many ways become one there."""

    origin: State
    cost: int
    edge: Edge | None


class Search:
    """The states reached so far, what each costs at least, and the arcs into it."""

    def __init__(self, beam: int, apart: bool, start: State) -> None:
        self.beam, self.apart = beam, apart
        self.best: dict[State, int] = {start: 0}
        self.into: dict[State, list[Arc]] = {}
        self.order: list[State] = []
        # Position → node → the states there that have not been extended.
        self.ahead: dict[int, dict[Node, list[State]]] = {start[0][0]: {start[0]: [start]}}
        # The least cost of what has read as many characters.
        self.low: dict[tuple[int, int, bool], int] = {}

    def kept(self, node: Node, states: list[State]) -> list[State]:
        limit = self.low.get((node[0], node[2], self.apart and node[1] == SYNCED), 0) + self.beam
        states = [state for state in states if self.best[state] <= limit]
        self.order += states
        return states

    def extend(self, node: Node, states: list[State], edges: list[Edge]) -> None:
        by_word: dict[str, list[Edge]] = {}
        for edge in edges:
            by_word.setdefault(edge[2], []).append(edge)
        words = by_word.keys()
        silent: dict[bool, State] = {}
        for state in states:
            last = state[1]
            known = following[last] if last else None
            unseen, seen = known if known else (0, {})
            ended = last[-1:] in ENDING
            here = self.best[state]
            backed_off = silent.setdefault(ended, (node, ENDED if ended else SILENT))
            self.into.setdefault(backed_off, []).append(Arc(state, unseen, None))
            self.best[backed_off] = min(self.best.get(backed_off, here + unseen), here + unseen)
            for word in words & seen.keys():
                cost = seen[word] + (DOUBLED if ended and word[0] in ENDING else 0)
                for edge in by_word[word]:
                    self._reach(state, here, cost + edge[1], edge)
        for ended, backed_off in silent.items():
            self.order.append(backed_off)
            here = self.best[backed_off]
            for edge in edges:
                cost = edge[0] + edge[1] + (DOUBLED if ended and edge[2][0] in ENDING else 0)
                self._reach(backed_off, here, cost, edge)

    def _reach(self, origin: State, here: int, cost: int, edge: Edge) -> None:
        total = here + cost
        after, word = edge[6], edge[2]
        place = (after[0], after[2], self.apart and after[1] == SYNCED)
        bound = self.low.get(place)
        if bound is None or total < bound:
            self.low[place] = total
        elif total > bound + self.beam:
            return
        # A word that is not known to say anything of the next one is not told from others of its kind.
        reached = (after, word if following[word] else word[-1] if word[-1] in ENDING else "")
        known = self.best.get(reached)
        if known is None:
            self.best[reached] = total
            self.into[reached] = [Arc(origin, cost, edge)]
            self.ahead.setdefault(after[0], {}).setdefault(after, []).append(reached)
        else:
            self.into[reached].append(Arc(origin, cost, edge))
            if total < known:
                self.best[reached] = total


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
        search = Search(self.beam, self.apart, start)
        for at in range(self.start[0], self.end[0] + 1):
            nodes = search.ahead.setdefault(at, {})
            while nodes:
                node = min(nodes, key=_rank)
                states = search.kept(node, nodes.pop(node))
                if node != self.end and states:
                    search.extend(node, states, self.words_from(node))
            del search.ahead[at]
        order = search.order
        ends = [state for state in order if state[0] == self.end or (self.cut_off and state[0][0] == self.end[0])]
        if not ends:
            return None
        return self._judged(order, search.best, search.into, ends)

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
                if arc.edge is None:
                    continue
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
            if arc.edge is None:
                continue
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
