"""Which sentences of a text direct somebody: the rules read them, and what labelled sentences have taught weighs it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from duban.reading.directives.clause import ASKED, Clause, Judgement
from duban.reading.directives.grounds import HEARD, REPORTING
from duban.reading.directives.judge import Judge
from duban.reading.directives.learned.batch import Batch
from duban.reading.directives.learned.evidence import odds, telling
from duban.reading.directives.sentences import as_the_rules_know_it, ends_line, opens_line, sentences
from duban.reading.directives.subjects import Subjects

_log = logging.getLogger("duban.reading")
# Why a sentence is proposed that no rule could judge, for a person to look at.
UNREAD = "未能判读，请人工核对"
# A proposal too many costs whoever confirms it one key, a directive missed is lost: so what is likelier than four to nine is proposed.
PROPOSED = log(4 / 9)
SOUNDS_LIKE_ONE = "用语与指令相近"
# Marks of what the rules make of a sentence begin so.
RULES = "rules "
NAMED = "named"
# No sentence of minutes is longer; what is, is broken text, and reading names in it would take for ever.
LONGEST = 1500
# How many characters are weighed at a time: the sums over them take some 200 bytes each.
AT_ONCE = 50_000


@dataclass(slots=True)
class Sentence:
    """A sentence of a text, and what became of it."""

    start: int
    end: int
    text: str
    judged: Judgement
    opens_line: bool
    ends_line: bool
    mood: str
    """whether the rules take the text for orders or for a report there"""


def decided(text: str, units: Sequence[str] | None = None) -> list[Sentence]:
    """Every sentence of a text, judged by the rules, and by the odds, which weigh what the rules say with all else."""
    found = judged_by_rules(text, units)
    if len(found) < 2:
        # A cell of a table, a line that somebody typed: nothing tells how it would stand in a text.
        return found
    orders = any(one.judged.actionable for one in found)
    for one, told in zip(found, _odds_of(found), strict=True):
        judged = one.judged
        if judged.why == UNREAD or judged.actionable == (told > PROPOSED):
            continue
        if judged.actionable:
            one.judged = Judgement(False, judged.clauses, judged.lexed)
        elif orders and one.mood not in (REPORTING, HEARD):
            # A text without a single order, or under the heading of a report, only tells what is done.
            one.judged = _accepted(one, units)
    return found


def judged_by_rules(text: str, units: Sequence[str] | None = None) -> list[Sentence]:
    """Every sentence of a text as the rules by themselves judge it."""
    judge = Judge(sorted({u for u in units or () if len(u) > 1}, key=len, reverse=True))
    found: list[Sentence] = []
    known = as_the_rules_know_it(text)
    for start, end in sentences(text):
        opens, ends = opens_line(text, start), ends_line(text, end)
        sentence = known[start:end]
        try:
            judged = judge.judge(sentence[:LONGEST], alone=opens and ends)
        except Exception as error:
            # A rule that stumbles over one sentence must not cost the reader all others.
            tell_of(start, error)
            judged = Judgement(True, why=UNREAD)
        found.append(Sentence(start, end, sentence, judged, opens, ends, judge.mood))
    return found


def tell_of(start: int, error: Exception) -> None:
    """Leaves a line for whoever mends the rules."""
    _log.error("no rule could judge the sentence at %d: %r", start, error, exc_info=_log.isEnabledFor(logging.DEBUG))


def _odds_of(found: list[Sentence]) -> list[float]:
    known = beside(found)
    told: list[float] = []
    for part, batch in in_batches(found):
        told += odds(batch, known[len(told) : len(told) + len(part)])
    return told


def in_batches(found: Sequence[Sentence]) -> Iterator[tuple[list[Sentence], Batch]]:
    part: list[Sentence] = []
    size = 0
    for one in found:
        part.append(one)
        size += min(len(one.text), LONGEST)
        if size >= AT_ONCE or one is found[-1]:
            yield part, Batch([(each.text[:LONGEST], each.judged.lexed) for each in part])
            part, size = [], 0


def beside(found: Sequence[Sentence]) -> list[list[str]]:
    """What is known of each sentence beside its words, as `evidence.txt` names it: its place, and what the rules make of it."""
    rules = [None, *(one.judged.actionable for one in found), None]
    share = f"{RULES}share {4 * rules.count(True) // len(found)}"
    return [
        [*_place(one), f"{RULES}before {rules[n]}", f"{RULES}behind {rules[n + 2]}", share, *_by_rules(one)]
        for n, one in enumerate(found)
    ]


def _place(one: Sentence) -> list[str]:
    return [f"opens line {one.opens_line}", f"ends line {one.ends_line}", f"length {min(len(one.text) // 8, 8)}"]


def _by_rules(one: Sentence) -> list[str]:
    judged = one.judged
    acts = [clause for clause in judged.clauses if clause.orders]
    return [
        f"{RULES}{judged.actionable}",
        f"{RULES}mood {one.mood}",
        f"{RULES}why {_reason(one, acts)}",
        f"{RULES}must {any(clause.must >= 0 for clause in acts)}",
        f"{RULES}named {any(clause.names is not None for clause in acts)}",
        f"{RULES}orders {min(3, len(acts))}",
    ]


def _reason(one: Sentence, acts: list[Clause]) -> str:
    """Why the rules take it for an order. That somebody is named counts as such, whoever it is."""
    if not acts:
        return one.judged.why
    why, names = acts[0].why, acts[0].names
    named = why.startswith(ASKED) or (names is not None and why in [one.text[a:b] for a, b in names.spans])
    return NAMED if named else why


def _accepted(one: Sentence, units: Sequence[str] | None) -> Judgement:
    """A directive that no rule knows; whoever opens a clause of it by a name is asked."""
    sentence, judged = one.text[:LONGEST], one.judged
    try:
        subjects = Subjects(sentence, judged.lexed, list(units or ()))
        for clause in judged.clauses:
            names = clause.names or subjects.names(clause.body, None, clause.end)
            if names.spans and not clause.condition and not clause.told and subjects.acts(names, clause.end):
                clause.order(SOUNDS_LIKE_ONE, names)
    except Exception as error:
        tell_of(one.start, error)
        return Judgement(True, why=UNREAD)
    said = "、".join(f"“{word}”" for word in telling(sentence))
    return Judgement(True, judged.clauses, judged.lexed, f"{SOUNDS_LIKE_ONE}：{said}" if said else SOUNDS_LIKE_ONE)
