"""GBK bytes read out of step, decoded back.

What happened to such a copy: it was GBK bytes once; a program cut it at certain byte pairs (；is A3BB) without minding
where a character begins. Where a pair matched across two characters, the first one's lead byte was left alone and
shown as ?, and the second one's trail byte began a run that was decoded one byte off:

    常 B3A3 活 BBEE 動 84D3 (    →    ? [A3BB=；] EE84=顒 D3( = ?    →    ?；顒?dòng)

The run is in step again behind a character whose second byte is ASCII (it shows as that letter: 產 AE61 → a), at an
ASCII byte (swallowed by the lead byte before it, both shown as one ?), or at the next true match of a pair. Private-use
pairs within the run left no trace. So most characters of a run follow from the bytes; of the first only the trail byte
is known, of a vanished pair two bytes are lost. Those are chosen by the words around them, or become □.
"""

from __future__ import annotations

import re
from itertools import pairwise
from math import exp
from operator import ne
from typing import NamedTuple

from duban.reading.restoration.annotations import BRACKET, OPENED, reads, without_annotations
from duban.reading.restoration.characters import VANISHING_TRAILS, Choice, opencc_converter, table, twice_hidden
from duban.reading.restoration.edits import Edit
from duban.reading.restoration.words import cost_of, seconds, single

PUNCTUATION = ";；:：,，。!！?？、…—“”‘’《》（）()【】〔〕"
WIDE = dict(zip(";:,!?()", "；：，！？（）", strict=True))
SITE = re.compile(rf"[?？\ufffd](?=([{re.escape(PUNCTUATION)}]))")
# A run longer than this is not a run.
LONGEST = 48
CONTEXT = 5
KEPT = 8
SWALLOWED = 40
TOTALLY_LOST = 110
FOREIGN = 45
HOPELESS = 80
ENDING = frozenset("；，：。、！？;,:!?")
# What a reading must beat the text as it stands by, with and without other damage in the text.
MARGIN, MARGIN_IN_CLEAN = 40, 110
CLEARLY = 0.75
PAST_DOUBT = 0.995

SYNCED = -3
LOW_LEAD = -2
ANY_LEAD = -1


class Seen(NamedTuple):
    """One character of the copy behind the match, and where it ends there; `reading` if pinyin is tied to it."""

    character: str
    end: int
    code: bytes
    reading: str


class Path(NamedTuple):
    cost: int
    text: str
    sure: str  # "1" where the bytes left one choice, "0" where words chose, "=" for text that was in step


Node = tuple[int, int, int]
Step = tuple[str, str, str, Node, int]


def look_ahead(text: str, at: int) -> list[Seen]:
    """What stands behind the match, up to where the run must have ended, and a few characters more."""
    seen: list[Seen] = []
    context = -1
    while at < len(text) and len(seen) < LONGEST and context < CONTEXT:
        character = text[at]
        if character == "\n":
            break
        if context >= 0:
            bracket = BRACKET.match(text, at)
            if bracket and seen:
                at = bracket.end()
                continue
            if SITE.match(text, at):
                break
            seen.append(Seen(character, at + 1, b"", ""))
            context, at = context + 1, at + 1
            continue
        if character in "?？\ufffd":
            opened = OPENED.match(text, at + 1)
            seen.append(Seen("?", opened.end() if opened else at + 1, b"?", opened.group(1) if opened else ""))
            context, at = 0, seen[-1].end
            continue
        bracket = BRACKET.match(text, at + 1)
        if character.isascii():
            reading = bracket.group(1) if bracket and character >= "@" else ""
            end = bracket.end() if bracket and reading else at + 1
            wide = WIDE.get(character)
            code = wide.encode("gbk") if wide else character.encode()
            seen.append(Seen(character, end, code, reading))
            at = end
            if character >= "@" or not wide:
                context = 0
            continue
        if bracket and "\u4e00" <= character <= "\u9fff":
            context = 0  # nothing inside a run can carry its reading: this one is in step
            continue
        code = character.encode("gbk", "ignore")
        seen.append(Seen(character, at + 1, code if len(code) == 2 else b"", ""))
        if len(code) != 2:
            context = 0
        at += 1
    return seen


class Search:
    """All ways to read one site, cheapest first."""

    def __init__(self, left: str, high: int, low: int, seen: list[Seen], foreign: str) -> None:
        self.left, self.high, self.low, self.seen, self.foreign = left, high, low, seen, foreign
        self.table = table()
        plain = "".join(one.character for one in seen)
        self.literal = opencc_converter().convert(plain)
        if len(self.literal) != len(plain):
            self.literal = plain
        self.steps: dict[Node, list[Step]] = {}
        self.steps_by: dict[Node, dict[str, list[Step]]] = {}
        self.paths: dict[Node, list[Path]] = {}

    def read(self) -> list[Path]:
        return self.best((-len(self.left) - 1, SYNCED, 0))

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
            known = self.steps_by[node] = {}
            for step in self.steps_from(node):
                known.setdefault(step[0], []).append(step)
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
            return self._any(self._by_lead(lead), (at, SYNCED, 0), extra=SWALLOWED)
        one, steps = self.seen[at], []
        if len(one.code) == 2:
            steps += self._with_trail(lead, one.code[0], (at + 1, one.code[1], 0))
        elif one.code == b"?":
            steps += self._any(self._by_lead(lead), (at + 1, SYNCED, 0), one.reading)
        elif one.code >= b"@":
            steps += self._with_trail(lead, one.code[0], (at + 1, SYNCED, 0), one.reading)
        if one.code != b"?" and (one.character in ENDING or not one.code or (len(one.code) == 1 and one.code < b"@")):
            steps += self._any(self._by_lead(lead), (at, SYNCED, 0), extra=SWALLOWED)
        if hidden < 3:
            steps += self._vanished(lead, at, hidden)
        return steps

    def _by_lead(self, lead: int) -> list[Choice]:
        return [choice for _, choice in self.table.by_lead.get(lead, ())]

    def _any(self, choices: list[Choice], node: Node, reading: str = "", extra: int = 0) -> list[Step]:
        if reading:
            choices = [choice for choice in choices if reads(reading, choice.written)] or choices
        if not choices:
            return [("□", "□", "0", node, TOTALLY_LOST + extra)]
        mark = "1" if len(choices) == 1 else "0"
        foreign = self.foreign
        return [
            (choice.simplified, choice.written, mark, node, extra + FOREIGN if choice.script == foreign else extra)
            for choice in choices
        ]

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

    # -- the cheapest words through the choices ------------------------------------------------------------------

    def best(self, node: Node) -> list[Path]:
        known = self.paths.get(node)
        if known is not None:
            return known
        if node[1] == SYNCED and node[0] == len(self.seen):
            return [Path(0, "", "")]
        edges = []
        for edge in self._words_from(node):
            rest = self.best(edge[3])
            if rest:
                edges.append((edge[0] + rest[0].cost, edge, rest))
        edges.sort(key=lambda edge: edge[0])
        merged: dict[str, Path] = {}
        for bound, (cost, text, sure, _), rest in edges:
            if bound > edges[0][0] + HOPELESS or len(merged) > 3 * KEPT:
                break
            for path in rest:
                whole = text + path.text
                old = merged.get(whole)
                if old is None or old.cost > cost + path.cost:
                    merged[whole] = Path(cost + path.cost, whole, sure + path.sure)
        kept = self.paths[node] = sorted(merged.values())[:KEPT]
        return kept

    def _words_from(self, node: Node) -> list[tuple[int, str, str, Node]]:
        words: list[tuple[int, str, str, Node]] = []
        for plain, written, sure, following, extra in self.steps_from(node):
            words.append((single[plain] + extra, written, sure, following))
            if not "\u4e00" <= plain <= "\u9fff":
                continue
            rests = seconds[plain]
            nexts = self.steps_as(following)
            for second in rests if len(rests) < len(nexts) else nexts:
                if second not in rests or second not in nexts:
                    continue
                for _, written2, sure2, following2, extra2 in nexts[second]:
                    for rest, cost in rests[second]:
                        total = cost + extra + extra2
                        if rest:
                            self._follow(rest, total, written + written2, sure + sure2, following2, words)
                        else:
                            words.append((total, written + written2, sure + sure2, following2))
        return words

    def _follow(
        self, rest: str, cost: int, text: str, sure: str, node: Node, words: list[tuple[int, str, str, Node]]
    ) -> None:
        for _, written, one, following, extra in self.steps_as(node).get(rest[0], ()):
            if len(rest) == 1:
                words.append((cost + extra, text + written, sure + one, following))
            else:
                self._follow(rest[1:], cost + extra, text + written, sure + one, following, words)


def find_sites(text: str, damaged: bool) -> list[Edit]:
    """Edits that put runs out of step back; `damaged` says that other damage has been seen in the text."""
    edits: list[Edit] = []
    vocabulary, foreign = None, ""
    done = 0
    for match in SITE.finditer(text):
        start = match.start()
        if start < done:
            continue
        if vocabulary is None:
            bare = without_annotations(text)
            vocabulary = opencc_converter().convert(bare)
            foreign = "s" if differences(bare, vocabulary) * 25 > len(bare) else "t"
        edit = solve(text, start, edits, damaged, foreign, vocabulary)
        if edit:
            edits.append(edit)
            done = edit[1]
    return edits


def differences(one: str, other: str) -> int:
    return sum(map(ne, one, other))


def left_of(text: str, start: int, edits: list[Edit]) -> str:
    """The characters before a site as they will read: without annotations, simplified, behind the last line break."""
    near = text[max(0, start - 40) : start]
    if edits and edits[-1][1] > start - 40:
        near = edits[-1][2] + text[edits[-1][1] : start]
    near = opencc_converter().convert(without_annotations(near).rpartition("\n")[2][-12:])
    return near[-4:]


def solve(text: str, start: int, edits: list[Edit], damaged: bool, foreign: str, vocabulary: str) -> Edit | None:
    mark = text[start + 1]
    code = WIDE.get(mark, mark).encode("gbk", "ignore")
    if len(code) != 2:
        return None
    left = left_of(text, start, edits)
    seen = look_ahead(text, start + 2)
    bound = literal_cost(left, text[start], mark, seen) - (MARGIN if damaged else MARGIN_IN_CLEAN)
    search = Search(left, code[0], code[1], seen, foreign)
    paths = prefer_known(search.read(), vocabulary)
    if not paths or paths[0].cost >= bound:
        return None
    restored, sure = settle(paths, len(left))
    in_step = len(paths[0].sure) - len(paths[0].sure.rstrip("="))
    ending = len(seen) - in_step
    return start, (seen[ending - 1].end if ending else start + 2), restored, "gbk", sure


def literal_cost(left: str, question: str, mark: str, seen: list[Seen]) -> int:
    """What the text costs if the ? is just a question mark."""
    rest = opencc_converter().convert("".join(one.character for one in seen))
    cost = cost_of(left) + single[question] + single[mark] + cost_of(rest)
    inside = mark + rest
    return cost + 60 * sum(
        a in PUNCTUATION and b in ";；:：,，。!！?？、" for a, b in pairwise(inside)
    )


def prefer_known(paths: list[Path], vocabulary: str) -> list[Path]:
    """Favour readings whose words stand elsewhere in the same document."""
    weighed = []
    for path in paths:
        text, bonus = path.text, 0
        for at, mark in enumerate(path.sure):
            if mark == "0":
                for width, worth in ((3, 35), (2, 20)):
                    spans = [text[b : b + width] for b in range(max(0, at - width + 1), at + 1)]
                    if any(len(span) == width and span in vocabulary for span in spans):
                        bonus += worth
                        break
        weighed.append(path._replace(cost=path.cost - bonus))
    return sorted(weighed)


def settle(paths: list[Path], left: int) -> tuple[str, bool]:
    """The text of the site, □ where no choice is clearly best, and whether nothing had to be chosen narrowly."""
    best = paths[0]
    weights = [exp((best.cost - path.cost) / 10) for path in paths]
    total = sum(weights)
    out, sure = [], True
    tail = len(best.sure.rstrip("="))
    for at in range(left, tail):
        character = best.text[at]
        if best.sure[at] == "0":
            agreed = sum(
                weight
                for weight, path in zip(weights, paths, strict=True)
                if len(path.text) == len(best.text) and path.text[at] == character
            )
            if agreed < CLEARLY * total:
                character = "□"
            sure = sure and character != "□" and agreed >= PAST_DOUBT * total
        out.append(character)
    return "".join(out), sure
