"""The good ways to read bytes out of step, the best of them, and how much each choice in it can be trusted.

An edge between two nodes is a word: a run of choices that a dictionary, or the document itself elsewhere, knows. What a
word costs depends on the word before it where that is known, so that a state is a node and the word that led there.
Costs are -10 ln p.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import exp
from typing import NamedTuple

from duban.reading.restoration.choices import DOUBLED, ENDING, SYNCED, Anything, Choices, Node, Step
from duban.reading.restoration.own_words import OwnWords, Seconds
from duban.reading.restoration.words import following, seconds, single

# Ways this much dearer than the cheapest to the same place are not followed, nor weighed.
HOPELESS = 70
# A character more probable than this is past doubt.
PAST_DOUBT = 0.95
# Costs are -10 ln p; for a repair to be sure they must not tell half as much.
DOUBTING = 20
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
    firm: bool = False  # whether every character is past doubt, even if costs told half as much


# Where it comes from, its cost, and the edge: none where a state becomes one that says nothing of the next word, so that many
# ways become one there.
Arc = tuple[State, int, Edge | None]
NONE: dict[str, None] = {}
NOTHING: tuple[int, dict[str, int]] = (0, {})


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
        if node[2]:
            # What read a vanished pair here must still be as good as what has gone on without one.
            further = self.low.get((node[0] + 1, 0, False))
            if further is not None:
                limit = min(limit, further + self.beam)
        best = self.best
        states = [state for state in states if best[state] <= limit]
        self.order += states
        return states

    def extend(self, node: Node, states: list[State], edges: list[Edge]) -> None:
        best, into = self.best, self.into
        silent: dict[bool, State] = {}
        known: list[tuple[State, bool, dict[str, int]]] = []
        for state in states:
            last = state[1]
            unseen, seen = (following[last] if last else None) or NOTHING
            ended = last[-1:] in ENDING
            if seen:
                known.append((state, ended, seen))
            backed_off = silent.get(ended)
            here = best[state] + unseen
            if backed_off is None:
                backed_off = silent[ended] = (node, ENDED if ended else SILENT)
                best[backed_off] = here
                into[backed_off] = [(state, unseen, None)]
            else:
                into[backed_off].append((state, unseen, None))
                if here < best[backed_off]:
                    best[backed_off] = here
        for state, ended, seen in known:
            ways = [(seen[edge[2]] + edge[1], edge) for edge in edges if edge[2] in seen]
            if ended:
                ways = [(cost + (DOUBLED if edge[2][0] in ENDING else 0), edge) for cost, edge in ways]
            self._reach(state, best[state], ways)
        for ended, backed_off in silent.items():
            self.order.append(backed_off)
            if ended:
                costs = [edge[0] + edge[1] + (DOUBLED if edge[2][0] in ENDING else 0) for edge in edges]
            else:
                costs = [edge[0] + edge[1] for edge in edges]
            self._reach(backed_off, best[backed_off], zip(costs, edges, strict=True))

    def _reach(self, origin: State, here: int, ways: Iterable[tuple[int, Edge]]) -> None:
        best, into, low, beam, apart = self.best, self.into, self.low, self.beam, self.apart
        for cost, edge in ways:
            total = here + cost
            after = edge[6]
            place = (after[0], after[2], apart and after[1] == SYNCED)
            bound = low.get(place)
            if bound is None or total < bound:
                low[place] = total
            elif total > bound + beam:
                continue
            word = edge[2]
            # A word that is not known to say anything of the next one is not told from others of its kind.
            reached = (after, word if following[word] else word[-1] if word[-1] in ENDING else "")
            known = best.get(reached)
            if known is None:
                best[reached] = total
                into[reached] = [(origin, cost, edge)]
                self.ahead.setdefault(after[0], {}).setdefault(after, []).append(reached)
            else:
                into[reached].append((origin, cost, edge))
                if total < known:
                    best[reached] = total


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
            both: Iterable[str]
            own_both: Iterable[str] = ()
            if isinstance(nexts, Anything):
                both, own_both = rests, own.nexts.get(plain, NONE)
            elif only:
                both = (only,) if only in rests else ()
                if (plain, only) in own.pairs:
                    own_both = (only,)
            else:
                both = _in_both(rests, nexts)
                own_both = _in_both(own.nexts.get(plain, NONE), nexts)
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
        self, rests: Seconds, both: Iterable[str], nexts: dict[str, list[Step]], begun: Edge, words: list[Edge]
    ) -> None:
        """Add to `words` those that begin with the character in `begun` and go on with one of `both`."""
        _, extra, word, text, marks, places, _ = begun
        for second in both:
            found = rests.get(second)
            if not found or second not in nexts:
                continue
            for _, written, mark, after, more in nexts[second]:
                thirds: dict[str, list[Step]] | None = None
                for rest, cost in found:
                    if rest:
                        if thirds is None:
                            thirds = self.choices.steps_as(after)
                        if rest[0] not in thirds:
                            continue
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
        chances = self._chances(order, best, into, ends, 10)
        reading, places = self._spelled(best, into, ends, chances)
        if not _past_doubt(reading, places, chances):
            return reading
        doubted = self._chances(order, best, into, ends, DOUBTING)
        return reading._replace(firm=_past_doubt(reading, places, doubted))

    def _chances(
        self,
        order: list[State],
        best: dict[State, int],
        into: dict[State, list[Arc]],
        ends: list[State],
        scale: int,
    ) -> dict[Node, dict[str, float]]:
        """The probability of every character at every place, over all ways; costs are -`scale` ln p."""
        total = min(best[state] for state in ends)
        # The weight of all ways from the start to a state, and of all from it to the end, relative to the best one's.
        before: dict[State, float] = {order[0]: 1.0}
        arcs_into: dict[State, list[tuple[Arc, float]]] = {}
        for state in order[1:]:
            weights = [
                (arc, exp((best[state] - best[arc[0]] - arc[1]) / scale) * before[arc[0]])
                for arc in into[state]
                if arc[0] in before and best[arc[0]] + arc[1] < best[state] + HOPELESS
            ]
            arcs_into[state] = weights
            before[state] = sum(weight for _, weight in weights)
        behind: dict[State, float] = {}
        everything = 0.0
        for state in ends:
            behind[state] = exp((total - best[state]) / scale)
            everything += before[state] * behind[state]
        chance: dict[Node, dict[str, float]] = {}
        for state in reversed(order):
            rest = behind.get(state, 0.0)
            if not rest or before[state] * rest < 1e-6 * everything:
                continue
            for (origin, _, edge), weight in arcs_into.get(state, ()):
                share = weight * rest
                behind[origin] = behind.get(origin, 0.0) + share / before[origin]
                share /= everything
                if edge is None:
                    continue
                for place, written in zip(edge[5], edge[3], strict=True):
                    if place[0] >= -1:
                        here = chance.setdefault(place, {})
                        here[written] = here.get(written, 0.0) + share
        return chance

    def _spelled(
        self,
        best: dict[State, int],
        into: dict[State, list[Arc]],
        ends: list[State],
        chance: dict[Node, dict[str, float]],
    ) -> tuple[Reading, list[Node]]:
        """The cheapest way as a reading, and the place of each of its characters."""
        state = min(ends, key=best.__getitem__)
        total = best[state]
        way: list[Arc] = []
        while state[0] != self.start:
            arc = min(into[state], key=lambda one: best[one[0]] + one[1])
            way.append(arc)
            state = arc[0]
        out: list[tuple[str, str, float, float]] = []
        where: list[Node] = []
        worst = 0
        for _, _, edge in reversed(way):
            if edge is None:
                continue
            cost, extra, _, text, marks, places, _ = edge
            if marks in ("0", "1"):
                worst = max(worst, cost + extra)
            for written, mark, place in zip(text, marks, places, strict=True):
                if place[0] >= -1:
                    here = chance.get(place, {})
                    others = [each for other, each in here.items() if other != written]
                    out.append((written, mark, here.get(written, 0.0), max(others, default=0.0)))
                    where.append(place)
        return Reading(total, out, worst), where


def _past_doubt(reading: Reading, places: list[Node], chances: dict[Node, dict[str, float]]) -> bool:
    """Whether every character read back is, and that there is none beside them: what stood at a pair that vanished leaves the
    characters around it as they are."""
    for place, (written, how, _, _) in zip(places, reading.characters, strict=True):
        if how != "=" and chances.get(place, {}).get(written, 0.0) < PAST_DOUBT:
            return False
    passed = set(places)
    return all(sum(here.values()) < 1 - PAST_DOUBT for place, here in chances.items() if place not in passed)


def _in_both(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """The characters that both know, in the order of the shorter: the order in which ways are met decides which are kept,
    and that of a set is another one in every process."""
    if len(one) > len(other):
        one, other = other, one
    return [character for character in one if character in other]


def _rank(node: Node) -> int:
    """Of nodes at the same place, those that lead to the others come first."""
    return 9 if node[1] == SYNCED else node[2]
