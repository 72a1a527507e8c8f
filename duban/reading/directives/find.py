"""From a restored text to its directives."""

from __future__ import annotations

import datetime as dt
import logging
import re
from bisect import bisect_left
from collections.abc import Sequence

from duban.reading.directives import moods
from duban.reading.directives.clause import Clause, Judgement
from duban.reading.directives.dates import date_in, year_in
from duban.reading.directives.deadlines import find_deadline
from duban.reading.directives.deliverables import find_deliverables, handled_later, heads_in
from duban.reading.directives.details import TITLE_LENGTH, criterion_of, items_of, programme_of, title_of
from duban.reading.directives.directive import Directive, Kind
from duban.reading.directives.judge import Judge
from duban.reading.directives.rhythm import find_rhythms
from duban.reading.directives.sentences import sentences

_log = logging.getLogger("duban.reading")
# Why a sentence is proposed that no rule could judge, for a person to look at.
UNREAD = "未能判读，请人工核对"
_RULE = re.compile(r"不得|严禁|禁止|不准|不许|切勿|一律|杜绝")
_STANDING = re.compile(r"常态化|制度化|长期|长效|始终|坚持|定期|日常|随时")
# No sentence of minutes is longer; what is, is broken text, and reading names in it would take for ever.
_LONGEST = 1500
_IN_BRACKETS = re.compile(r"[（(](?P<lead>[^（）()，。；]{2,14})牵头(?:，(?P<helper>[^（）()，。；]{2,14})配合)?[）)]")
_BLANKS = " \t\u3000\r"
_HELPS = re.compile(r"^(?:负责)?(?:积极|全力|密切|主动|共同|做好)*(?:配合|协助|协办|支持|参与)")


def find_in_prose(text: str, date: dt.date | None = None, units: Sequence[str] | None = None) -> list[Directive]:
    """Every sentence of a restored text that directs somebody, in order; see `find_directives`."""
    date = date or date_in(text)
    known = sorted({u for u in units or () if len(u) > 1}, key=len, reverse=True)
    judge = Judge(known)
    year = None if date else year_in(text)
    found: list[Directive] = []
    for start, end in sentences(text):
        sentence = text[start:end]
        try:
            judged = judge.judge(sentence[:_LONGEST], alone=_alone(text, start, end))
            if judged.actionable:
                found.append(_directive(sentence, start, judged, date, year))
        except Exception as error:
            # A rule that stumbles over one sentence must not cost the reader all others.
            _log.error(
                "no rule could judge the sentence at %d: %r", start, error, exc_info=_log.isEnabledFor(logging.DEBUG)
            )
            found.append(Directive(start, end, sentence, sentence[:TITLE_LENGTH], "task", why=UNREAD))
    return found


def _alone(text: str, start: int, end: int) -> bool:
    """Does the sentence fill its line?"""
    left, right = start - 1, end
    while left >= 0 and text[left] in _BLANKS:
        left -= 1
    while right < len(text) and text[right] in _BLANKS:
        right += 1
    return (left < 0 or text[left] == "\n") and (right == len(text) or text[right] == "\n")


def _directive(sentence: str, start: int, judged: Judgement, date: dt.date | None, year: int | None) -> Directive:
    whole, sentence = sentence, sentence[:_LONGEST]
    acts = [c for c in judged.clauses if c.orders]
    units, helping = _units(sentence, judged)
    deadline = find_deadline(sentence, date, year)
    rhythms = find_rhythms(sentence)
    deliverables: list[str] = []
    heads = heads_in(sentence)
    for clause in judged.clauses if heads else ():
        if clause.why != "pledge" and not clause.condition and heads[bisect_left(heads, clause.start)] < clause.end:
            deliverables.extend(
                d
                for d in find_deliverables(sentence[clause.start : clause.end])
                if not any(named.endswith(d) for named in deliverables)
            )
    if heads and not deliverables and len(judged.clauses) > 1:
        deliverables = handled_later([sentence[c.start : c.end] for c in judged.clauses if c.why != "pledge"])
    main = next((c for c in acts if c.must >= 0 or c.names is not None), acts[0]) if acts else None
    return Directive(
        start=start,
        end=start + len(whole),
        text=whole,
        title=_title(sentence, main, judged),
        kind=kind_of(sentence, rhythms, deadline.due if deadline else None),
        units=units,
        supporting_units=helping,
        due=deadline.due if deadline else None,
        due_text=deadline.text if deadline else None,
        recurrence=rhythms[0] if rhythms else None,
        recurrences=rhythms,
        deliverables=deliverables,
        criterion=criterion_of(sentence),
        programme=programme_of(sentence),
        items=items_of(sentence),
        why=judged.why,
    )


def _units(sentence: str, judged: Judgement) -> tuple[list[str], list[str]]:
    """Who must act, lead first; and which of them merely help."""
    # Name → does it merely help; what is said first counts.
    who: dict[str, bool] = {}
    named = [clause for clause in judged.clauses if clause.names is not None and not clause.condition]
    for clause in named or judged.clauses:
        if clause.names is None or not (clause.orders or clause.feels):
            continue
        helps = _HELPS.match(sentence[clause.names.at : clause.end]) is not None
        for a, b in clause.names.spans:
            who.setdefault(sentence[a:b], helps)
    if "：" in sentence or ":" in sentence:
        for match in moods.LABELLED.finditer(sentence):
            for name in re.split(r"[、和及]|会同", match["names"]):
                who.setdefault(name.strip(), match["label"][0] in "配协")
    for charged in _IN_BRACKETS.finditer(sentence) if "牵头" in sentence else ():
        # （渣土办牵头，交警中队配合）
        who.setdefault(charged["lead"], False)
        who.setdefault(charged["helper"] or "", True)
    who.pop("", None)
    helping = [name for name, helps in who.items() if helps]
    return [name for name, helps in who.items() if not helps] + helping, helping


def kind_of(sentence: str, rhythms: list[str], due: str | None) -> Kind:
    """A rhythm or a standing word makes a standing duty; a prohibition without a date is a rule."""
    if rhythms:
        return "standing"
    if due:
        return "task"
    if _RULE.search(sentence):
        return "rule"
    return "standing" if _STANDING.search(sentence) else "task"


def _title(sentence: str, main: Clause | None, judged: Judgement) -> str:
    if main is None:
        return title_of(sentence, sentence)
    at = main.body
    if main.must >= 0 and main.must < len(judged.lexed) and judged.lexed[main.must][2] == "M":
        at = max(at, judged.lexed[main.must][0])
    elif main.names is not None:
        at = main.names.at
    return title_of(sentence[at : main.end], sentence[main.body : main.end])
