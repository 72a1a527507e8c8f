"""What each character of a run out of step can be.

A node is (position in what is seen, lead byte still waiting for its second byte, characters hidden here so far).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from duban.reading.restoration.annotations import carriers, oddness
from duban.reading.restoration.characters import VANISHING_TRAILS, Choice, opencc_converter, table, twice_hidden
from duban.reading.restoration.words import FOLDED, rarity, single

SYNCED = -3
EATEN = -4  # an ASCII character was taken along by the orphan before it
LOW_LEAD = -2
ANY_LEAD = -1

SWALLOWED = 40
TOTALLY_LOST = 110
# A character whose own cost as a word is at most this is tried where nothing of it is left.
OFTEN_ALONE = 75
# For a character that the script of this document would not have been written with.
FOREIGN = 45
DOUBLED = 70
# For a quotation mark that opens what is open, or closes what is not; so far into a run it is told from what stands before.
UNQUOTED, NEAR = 35, 2
# What the last character of a line is: nearly always a full stop, never one that opens something.
LAST, UNENDED = {"。": 0, "；": 15, "：": 15, "！": 20, "？": 20, "”": 20, "）": 20, "》": 30}, 45
ENDING = frozenset("；，：。、！？;,:!?")
# Rows of GBK with holes: a second byte from them may begin a pair that cannot be decoded, shown as ?.
HOLES = {0xFE: LOW_LEAD, 0xD7: ANY_LEAD} | dict.fromkeys((0xA2, *range(0xA4, 0xAA)), ANY_LEAD)


class Seen(NamedTuple):
    """One character of the copy behind the match, and where it ends there; `reading` if pinyin is tied to it.

    `took`: it is a ? that may have taken an ASCII character along.
    """

    character: str
    end: int
    code: bytes
    reading: str
    took: bool = False


Node = tuple[int, int, int]
# Simplified, written, mark ("1" bytes left one choice, "0" words choose, "=" was in step), where it leads, extra cost.
Step = tuple[str, str, str, Node, int]


class Anything(dict[str, list[Step]]):
    """The steps of a place where both bytes are lost: whatever the word needs, if it can carry the reading there."""

    def __init__(self, at: int, node: Node, reading: str) -> None:
        super().__init__()
        self.at, self.node, self.reading = at, node, reading
        self.allowed = carriers(reading) if reading else None

    def __missing__(self, character: str) -> list[Step]:
        odd = oddness(self.reading, character) if self.reading else 0
        steps: list[Step] = [] if odd is None else [(character, character, "0", self.node, odd)]
        if not self.reading:
            trail = character.encode("gbk", "ignore")[1:]
            if trail and trail[0] in HOLES:
                steps.append((character, character, "0", (self.at + 1, HOLES[trail[0]], 0), 0))
        self[character] = steps
        return steps

    def __contains__(self, character: object) -> bool:
        return self.allowed is None or character in self.allowed


@cache
def common(character: str) -> bool:
    return rarity(character) <= 84


@cache
def carrying(reading: str) -> list[Choice]:
    """The common characters that can carry a reading."""
    common = [choice for choices in table().by_lead.values() for _, choice in choices]
    return [choice for choice in common if choice.written in carriers(reading)] if reading else []


@cache
def with_trail(trail: int, low: bool) -> list[Choice]:
    """The common characters with this second byte whose first byte is low, or is not."""
    return [choice for first, choice in table().by_trail.get(trail, ()) if (first <= 0xA0) == low]


@cache
def alone() -> list[Choice]:
    """The characters that stand alone often enough to be thought of where both bytes are lost."""
    written = {choice for choices in table().by_lead.values() for _, choice in choices}
    return sorted(choice for choice in written if single[choice.simplified] <= OFTEN_ALONE)


class Choices:
    """`left` is text in step before the site, `high` and `low` the two bytes of the match, `seen` what follows it.

    `first`: which byte of the first character is known, or that character itself.
    `eaten`: what an ASCII character taken along may have been, □ for a letter or digit;
    `hidden`: how many pairs may have vanished one behind the other; `foreign`: the scripts this document is not in;
    `quoted`: a quotation that began before the site has not ended there.
    """

    def __init__(
        self,
        left: str,
        high: int,
        low: int,
        seen: list[Seen],
        foreign: str,
        hidden: int,
        eaten: str = "□",
        first: str = "trail",
        quoted: bool = False,
    ) -> None:
        self.eaten, self.first = [("0", "□"), *((each.translate(FOLDED), each) for each in eaten)], first
        # Which quotation mark cannot come next; the run itself may turn that round further on.
        self.unlikely = "“" if quoted else "”"
        self.left, self.high, self.low, self.seen, self.foreign = left, high, low, seen, foreign
        self.most_hidden = hidden
        self.table = table()
        raw = "".join(one.character for one in seen)
        plain = opencc_converter().convert(raw)
        self.literal = (plain if len(plain) == len(raw) else raw).translate(FOLDED)
        self.steps: dict[Node, list[Step]] = {}
        self.steps_by: dict[Node, dict[str, list[Step]]] = {}

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
                known = Anything(at, self._behind_orphan(at), self.seen[at].reading)
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
            return [(character.translate(FOLDED), character, "=", (at + 1, SYNCED, 0), 0)]
        if at == -1:
            known = self.table.by_lead if self.first == "lead" else self.table.by_trail
            found = [choice for _, choice in known.get(self.high, ())]
            if self.first not in ("trail", "lead"):
                found = [choice for choice in found if choice.written == self.first]
            return self._any(found, (0, self.low, 0))
        if lead == EATEN:
            return [(plain, written, "0", (at, SYNCED, 0), 0) for plain, written in self.eaten]
        if 0 <= lead < 0x80:
            # The second byte of a pair that begins one byte late: an ASCII character, and in step behind it.
            return [("0" if chr(lead).isdigit() else chr(lead), chr(lead), "1", (at, SYNCED, 0), 0)]
        if lead == SYNCED:
            if at == len(self.seen):
                return []
            return [(self.literal[at], self.seen[at].character, "=", (at + 1, SYNCED, 0), 0)]
        if at == len(self.seen):
            return self._any(self._by_lead(lead), (at, SYNCED, 0), extra=SWALLOWED) if at else []
        one, steps = self.seen[at], []
        if one.character == "€":
            # 0x80 is a character of its own to these converters: in step behind it.
            steps += self._with_trail(lead, 0x80, (at + 1, SYNCED, 0), one.reading)
        elif len(one.code) == 2:
            steps += self._with_trail(lead, one.code[0], (at + 1, one.code[1], 0))
        elif one.code == b"?":
            steps += self._orphan(lead, at, one)
            if one.character in "?？" and not one.reading:
                # A true ？ was a pair to cut at as well.
                steps += self._with_trail(lead, 0xA3, (at + 1, 0xBF, 0))
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

    def _behind_orphan(self, at: int) -> Node:
        return (at + 1, EATEN if self.seen[at].took else SYNCED, 0)

    def _orphan(self, lead: int, at: int, one: Seen) -> list[Step]:
        """The character of which a ? is the second byte, with or without something behind it."""
        behind = self._behind_orphan(at)
        if lead < 0:
            steps = self._any(carrying(one.reading) if one.reading else alone(), behind, one.reading)
            if not one.reading:
                for trail, following in HOLES.items():
                    found = [choice for _, choice in self.table.by_trail.get(trail, ()) if common(choice.simplified)]
                    steps += self._any(found, (at + 1, following, 0)) if found else []
            return steps
        found = [choice for trail, choice in self.table.by_lead.get(lead, ()) if trail > 0x80]
        steps = self._any(found, behind, one.reading)
        if not one.reading:
            for trail, choice in self.table.by_lead.get(lead, ()):
                if trail == 0x80:
                    steps += self._any([choice], (at + 1, SYNCED, 0))
                if trail in HOLES:
                    steps += self._any([choice], (at + 1, HOLES[trail], 0))
        return steps

    def _by_lead(self, lead: int) -> list[Choice]:
        return [choice for _, choice in self.table.by_lead.get(lead, ())]

    def _any(self, choices: list[Choice], node: Node, reading: str = "", extra: int = 0) -> list[Step]:
        odd = [0] * len(choices)
        if reading:
            said = [(choice, oddness(reading, choice.written)) for choice in choices]
            choices = [choice for choice, cost in said if cost is not None]
            odd = [cost for _, cost in said if cost is not None]
        if not choices:
            return [("□", "□", "0", node, TOTALLY_LOST + extra)]
        mark = "1" if len(choices) == 1 else "0"
        ends = self._at_end(node)
        last = node[1] == SYNCED and node[0] < len(self.seen) and self.seen[node[0]].character == "\n"
        unlikely = self.unlikely if node[0] <= NEAR else ""
        foreign = self.foreign
        return [
            (
                plain,
                written,
                mark,
                node,
                extra
                + cost
                + (FOREIGN if script in foreign else 0)
                + (DOUBLED if ends and written in ENDING else 0)
                + (LAST.get(written, UNENDED) if last else 0)
                + (UNQUOTED if written == unlikely else 0),
            )
            for (written, plain, script), cost in zip(choices, odd, strict=True)
        ]

    def _at_end(self, node: Node) -> bool:
        """Whether a mark at the end of a clause follows for certain, so that no other stands before it."""
        at, lead, _ = node
        following = self.seen[at + 1] if at + 1 < len(self.seen) else None
        if at == 0 and following and self.seen[0].code == b"?" and following.character in ENDING:
            return True  # no clause is one character long
        return lead == SYNCED and at < len(self.seen) and self.seen[at].character in ENDING

    def _with_trail(self, lead: int, trail: int, node: Node, reading: str = "") -> list[Step]:
        if lead >= 0:
            choice = self.table.pairs.get((lead, trail))
            return [(choice.simplified, choice.written, "1", node, 0)] if choice else []
        choices = with_trail(trail, lead == LOW_LEAD)
        return self._any(choices, node, reading) if choices else []

    def _vanished(self, lead: int, at: int, hidden: int) -> list[Step]:
        found = self.table.by_lead.get(lead, ()) if lead >= 0 else twice_hidden(lead == LOW_LEAD)
        unlikely = self.unlikely if at <= NEAR else ""
        return [
            (
                choice.simplified,
                choice.written,
                "0",
                (at, LOW_LEAD if trail <= 0xA7 else ANY_LEAD, hidden + 1),
                (FOREIGN if choice.script in self.foreign else 0) + (UNQUOTED if choice.written == unlikely else 0),
            )
            for trail, choice in found
            if trail in VANISHING_TRAILS
        ]
