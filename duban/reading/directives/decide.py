"""Which sentences of a text direct somebody: the rules say so, unless the odds are clearly against them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from duban.reading.directives.clause import Judgement
from duban.reading.directives.judge import Judge
from duban.reading.directives.learned.evidence import Place, odds, telling
from duban.reading.directives.sentences import sentences
from duban.reading.directives.subjects import Subjects

_log = logging.getLogger("duban.reading")
# Why a sentence is proposed that no rule could judge, for a person to look at.
UNREAD = "未能判读，请人工核对"
# The rules know who must and by when, the odds how directives sound. What the rules take for a directive is none where the odds
# are worse than one to six, or than one to fifty where a word says must; what they do not is one at nineteen to one.
REFUSED, REFUSED_ALL_THE_SAME, ACCEPTED = -log(6), -log(50), log(19)
SOUNDS_LIKE_ONE = "用语与指令相近"
# No sentence of minutes is longer; what is, is broken text, and reading names in it would take for ever.
LONGEST = 1500
_BLANKS = " \t\u3000\r"


@dataclass(slots=True)
class Sentence:
    """A sentence of a text, and what became of it."""

    start: int
    end: int
    text: str
    judged: Judgement
    opens_line: bool
    ends_line: bool


def decided(text: str, units: Sequence[str] | None = None) -> list[Sentence]:
    """Every sentence of a text, judged by the rules and weighed by the odds."""
    found = judged_by_rules(text, units)
    if len(found) == 1:
        # A cell of a table, a line that somebody typed: nothing tells how it would stand in a text.
        return found
    orders = any(one.judged.actionable for one in found)
    for one, place in zip(found, places(found), strict=True):
        judged = one.judged
        if judged.why == UNREAD:
            continue
        told = odds(one.text[:LONGEST], place)
        if not judged.actionable:
            # A text without a single order only tells what is done.
            if told > ACCEPTED and orders:
                one.judged = _accepted(one.text[:LONGEST], judged, units)
        elif told < (REFUSED_ALL_THE_SAME if any(c.orders and c.must >= 0 for c in judged.clauses) else REFUSED):
            one.judged = Judgement(False, judged.clauses, judged.lexed)
    return found


def judged_by_rules(text: str, units: Sequence[str] | None = None) -> list[Sentence]:
    """Every sentence of a text as the rules by themselves judge it."""
    judge = Judge(sorted({u for u in units or () if len(u) > 1}, key=len, reverse=True))
    found: list[Sentence] = []
    for start, end in sentences(text):
        before, behind = start - 1, end
        while before >= 0 and text[before] in _BLANKS:
            before -= 1
        while behind < len(text) and text[behind] in _BLANKS:
            behind += 1
        opens, ends = before < 0 or text[before] == "\n", behind == len(text) or text[behind] == "\n"
        sentence = text[start:end]
        try:
            judged = judge.judge(sentence[:LONGEST], alone=opens and ends)
        except Exception as error:
            # A rule that stumbles over one sentence must not cost the reader all others.
            tell_of(start, error)
            judged = Judgement(True, why=UNREAD)
        found.append(Sentence(start, end, sentence, judged, opens, ends))
    return found


def tell_of(start: int, error: Exception) -> None:
    """Leaves a line for whoever mends the rules."""
    _log.error("no rule could judge the sentence at %d: %r", start, error, exc_info=_log.isEnabledFor(logging.DEBUG))


def places(found: list[Sentence]) -> list[Place]:
    """Where each sentence stands, and what the rules say of its neighbours."""
    said = [None, *(one.judged.actionable for one in found), None]
    return [Place(one.opens_line, one.ends_line, said[n], said[n + 2]) for n, one in enumerate(found)]


def _accepted(sentence: str, judged: Judgement, units: Sequence[str] | None) -> Judgement:
    """A directive that no rule knows; whoever opens a clause of it by a name is asked."""
    subjects = Subjects(sentence, judged.lexed, list(units or ()))
    for clause in judged.clauses:
        names = clause.names or subjects.names(clause.body, None, clause.end)
        if names.spans and not clause.condition and not clause.told and subjects.acts(names, clause.end):
            clause.order(SOUNDS_LIKE_ONE, names)
    said = "、".join(f"“{word}”" for word in telling(sentence))
    return Judgement(True, judged.clauses, judged.lexed, f"{SOUNDS_LIKE_ONE}：{said}" if said else SOUNDS_LIKE_ONE)
