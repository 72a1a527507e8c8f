"""All ways to read bytes out of step, the cheapest of them, and how much each choice in it can be trusted.

A node is (position in what is seen, lead byte still waiting for its second byte, characters hidden here so far). An
edge is a word: a run of choices that a dictionary, or the document itself elsewhere, knows. Costs are -10 ln p.
"""

from __future__ import annotations

import re
from functools import cache
from math import exp, log
from typing import NamedTuple

from duban.reading.restoration.annotations import carriers, oddness
from duban.reading.restoration.characters import VANISHING_TRAILS, Choice, opencc_converter, table, twice_hidden
from duban.reading.restoration.words import seconds, single, tails

SYNCED = -3
LOW_LEAD = -2
ANY_LEAD = -1

SWALLOWED = 40
TOTALLY_LOST = 110
# For a character that the script of this document would not have been written with.
FOREIGN = 45
DOUBLED = 70
# What the last character of a line is: nearly always a full stop, never one that opens something.
LAST, UNENDED = {"。": 0, "；": 15, "：": 15, "！": 20, "？": 20, "”": 20, "）": 20, "》": 30}, 45
HOPELESS = 70
# How much the document's own words weigh beside the dictionary.
OWN_WORDS = 0.2
ENDING = frozenset("；，：。、！？;,:!?")
# Rows of GBK with holes: a second byte from them may begin a pair that cannot be decoded, shown as ?.
HOLES = {0xFE: LOW_LEAD, 0xD7: ANY_LEAD} | dict.fromkeys((0xA2, *range(0xA4, 0xAA)), ANY_LEAD)


class Seen(NamedTuple):
    """One character of the copy behind the match, and where it ends there; `reading` if pinyin is tied to it."""

    character: str
    end: int
    code: bytes
    reading: str


Node = tuple[int, int, int]
# Simplified, written, mark ("1" bytes left one choice, "0" words choose, "=" was in step), where it leads, extra cost.
Step = tuple[str, str, str, Node, int]
# Cost, written, marks, places (one per character, to tell what stands where), where it leads.
Edge = tuple[int, str, str, tuple[Node, ...], Node]
Seconds = dict[str, list[tuple[str, int]]]


_NOT_HAN = re.compile("[^\u4e00-\u9fff]+")


class OwnWords(dict[str, Seconds]):
    """What stands in this document, as if it were words: by first, then second character."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.runs = _NOT_HAN.sub("\n", document)
        self.characters = frozenset(self.runs)
        self.floor = max(85.0, 10 * log(max(len(document), 1) / OWN_WORDS))

    def __missing__(self, first: str) -> Seconds:
        known: Seconds = {}
        if first not in self.characters:
            self[first] = known
            return known
        document = self.runs
        counts: dict[str, int] = {}
        at = document.find(first)
        while at >= 0:
            following = document[at + 1 : at + 4].partition("\n")[0]
            # Behind a character that makes a word with it, it is the middle of a word and not the beginning of one.
            if not at or first not in tails[document[at - 1]]:
                for end in range(1, len(following) + 1):
                    counts[following[:end]] = counts.get(following[:end], 0) + 1
            at = document.find(first, at + 1)
        for rest, count in counts.items():
            known.setdefault(rest[0], []).append((rest[1:], round(self.floor - 10 * log(count))))
        self[first] = known
        return known


class Anything(dict[str, list[Step]]):
    """The steps of a place where both bytes are lost: whatever the word needs, if it can carry the reading there."""

    def __init__(self, node: Node, reading: str) -> None:
        super().__init__()
        self.node, self.reading = node, reading
        self.allowed = carriers(reading) if reading else None

    def __missing__(self, character: str) -> list[Step]:
        odd = oddness(self.reading, character) if self.reading else 0
        steps: list[Step] = [] if odd is None else [(character, character, "0", self.node, odd)]
        self[character] = steps
        return steps

    def __contains__(self, character: object) -> bool:
        return self.allowed is None or character in self.allowed


class Reading(NamedTuple):
    cost: int
    characters: list[tuple[str, str, float, float]]  # each with its mark, its probability and that of its best rival
    oddest: int  # the cost of the oddest decoded character that is in no word


@cache
def carrying(reading: str) -> list[Choice]:
    """The common characters that can carry a reading."""
    common = [choice for choices in table().by_lead.values() for _, choice in choices]
    return [choice for choice in common if choice.written in carriers(reading)] if reading else []


class Lattice:
    """`left` is text in step before the site, `high` and `low` the two bytes of the match, `seen` what follows it.

    `hidden`: how many pairs may have vanished one behind the other.
    """

    def __init__(
        self, left: str, high: int, low: int, seen: list[Seen], foreign: str, words: OwnWords, hidden: int
    ) -> None:
        self.left, self.high, self.low, self.seen, self.foreign, self.words = left, high, low, seen, foreign, words
        self.most_hidden = hidden
        self.table = table()
        raw = "".join(one.character for one in seen)
        plain = opencc_converter().convert(raw)
        self.literal = plain if len(plain) == len(raw) else raw
        self.start: Node = (-len(left) - 1, SYNCED, 0)
        self.end: Node = (len(seen), SYNCED, 0)
        self.steps: dict[Node, list[Step]] = {}
        self.steps_by: dict[Node, dict[str, list[Step]]] = {}
        self.cheapest: dict[Node, int | None] = {self.end: 0}
        self.edges: dict[Node, list[Edge]] = {}

    # -- what one character can be ------------------------------------------------------------------------------

    def steps_from(self, node: Node) -> list[Step]:
        known = self.steps.get(node)
        if known is None:
            known = self.steps[node] = self._steps_from(node)
        return known

    def steps_as(self, node: Node) -> dict[str, list[Step]]:
        """The same, by simplified character."""
        known = self.steps_by.get(node)
        if known is None:
            at, lead, hidden = node
            if hidden < 2 and 0 <= at < len(self.seen) and LOW_LEAD <= lead < 0 and self.seen[at].code == b"?":
                known = Anything((at + 1, SYNCED, 0), self.seen[at].reading)
            else:
                known = {}
                for step in self.steps_from(node):
                    known.setdefault(step[0], []).append(step)
            self.steps_by[node] = known
        return known

    def _steps_from(self, node: Node) -> list[Step]:
        at, lead, hidden = node
        if at < -1:
            character = self.left[at + 1]
            return [(character, character, "=", (at + 1, SYNCED, 0), 0)]
        if at == -1:
            found = [choice for _, choice in self.table.by_trail.get(self.high, ())]
            return self._any(found, (0, self.low, 0))
        if lead == SYNCED:
            if at == len(self.seen):
                return []
            return [(self.literal[at], self.seen[at].character, "=", (at + 1, SYNCED, 0), 0)]
        if at == len(self.seen):
            return self._any(self._by_lead(lead), (at, SYNCED, 0), extra=SWALLOWED) if at else []
        one, steps = self.seen[at], []
        if one.character == "€":
            # 0x80 is a character of its own to these converters: in step behind it.
            steps += self._with_trail(lead, 0x80, (at + 1, SYNCED, 0))
        elif len(one.code) == 2:
            steps += self._with_trail(lead, one.code[0], (at + 1, one.code[1], 0))
        elif one.code == b"?":
            choices = self._by_lead(lead) if lead >= 0 else carrying(one.reading)
            steps += self._any(choices, (at + 1, SYNCED, 0), one.reading)
            if not one.reading:
                for trail, choice in self.table.by_lead.get(lead, ()):
                    if trail in HOLES:
                        steps += self._any([choice], (at + 1, HOLES[trail], 0))
        elif one.code >= b"@":
            steps += self._with_trail(lead, one.code[0], (at + 1, SYNCED, 0), one.reading)
        if (
            at
            and one.code != b"?"
            and (one.character in ENDING or not one.code or (len(one.code) == 1 and one.code < b"@"))
        ):
            steps += self._any(self._by_lead(lead), (at, SYNCED, 0), extra=SWALLOWED)
        if hidden < self.most_hidden:
            steps += self._vanished(lead, at, hidden)
        return steps

    def _by_lead(self, lead: int) -> list[Choice]:
        return [choice for _, choice in self.table.by_lead.get(lead, ())]

    def _any(self, choices: list[Choice], node: Node, reading: str = "", extra: int = 0) -> list[Step]:
        odd = dict.fromkeys(choices, 0)
        if reading:
            said = {choice: oddness(reading, choice.written) for choice in choices}
            odd = {choice: cost for choice, cost in said.items() if cost is not None}
        if not odd:
            return [("□", "□", "0", node, TOTALLY_LOST + extra)]
        mark = "1" if len(odd) == 1 else "0"
        ends = self._at_end(node)
        last = node[1] == SYNCED and node[0] < len(self.seen) and self.seen[node[0]].character == "\n"
        return [
            (
                choice.simplified,
                choice.written,
                mark,
                node,
                extra
                + cost
                + (FOREIGN if choice.script == self.foreign else 0)
                + (DOUBLED if ends and choice.written in ENDING else 0)
                + (LAST.get(choice.written, UNENDED) if last else 0),
            )
            for choice, cost in odd.items()
        ]

    def _at_end(self, node: Node) -> bool:
        """Whether a mark at the end of a clause follows for certain, so that no other stands before it."""
        at, lead, _ = node
        following = self.seen[at + 1] if at + 1 < len(self.seen) else None
        if at == 0 and following and self.seen[0].code == b"?" and following.character in ENDING:
            return True  # no clause is one character long
        if lead == SYNCED:
            return at < len(self.seen) and self.seen[at].character in ENDING
        return lead in (0xA1, 0xA3) and (
            at == len(self.seen) or self.seen[at].code == b"?" or len(self.seen[at].code) < 2
        )

    def _with_trail(self, lead: int, trail: int, node: Node, reading: str = "") -> list[Step]:
        if lead >= 0:
            choice = self.table.pairs.get((lead, trail))
            return [(choice.simplified, choice.written, "1", node, 0)] if choice else []
        low = lead == LOW_LEAD
        choices = [choice for first, choice in self.table.by_trail.get(trail, ()) if (first <= 0xA0) == low]
        return self._any(choices, node, reading) if choices else []

    def _vanished(self, lead: int, at: int, hidden: int) -> list[Step]:
        found = self.table.by_lead.get(lead, ()) if lead >= 0 else twice_hidden(lead == LOW_LEAD)
        return [
            (
                choice.simplified,
                choice.written,
                "0",
                (at, LOW_LEAD if trail <= 0xA7 else ANY_LEAD, hidden + 1),
                FOREIGN if choice.script == self.foreign else 0,
            )
            for trail, choice in found
            if trail in VANISHING_TRAILS
        ]

    # -- the words through the choices ---------------------------------------------------------------------------

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
        for plain, written, mark, following, extra in self.steps_from(node):
            words.append((single[plain] + extra, written, mark, (node,), following))
            if not "\u4e00" <= plain <= "\u9fff":
                continue
            nexts = self.steps_as(following)
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
        nexts = self.steps_as(node)
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
