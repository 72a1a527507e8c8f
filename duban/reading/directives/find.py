"""From a restored text to its directives."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from duban.reading.directives import moods
from duban.reading.directives.clause import Clause, Judgement
from duban.reading.directives.dates import date_in, year_in
from duban.reading.directives.deadlines import find_deadline
from duban.reading.directives.decide import LONGEST, UNREAD, Sentence, decided, in_batches, tell_of
from duban.reading.directives.details import TITLE_LENGTH, criterion_of, items_of, programme_of, title_of
from duban.reading.directives.directive import Directive, Kind
from duban.reading.directives.learned.tagger import NAMES, PAPERS, Scores
from duban.reading.directives.papers import papers_of
from duban.reading.directives.rhythm import find_rhythms
from duban.reading.directives.who import behind_parts, is_part, who_must

_RULE = re.compile(r"不得|严禁|禁止|不准|不许|切勿|一律|杜绝")
_STANDING = re.compile(r"常态化|制度化|长期|长效|始终|坚持|定期|日常|随时")
_CLAUSE_END = re.compile(r"[，。；：]")
# （管网科牵头，热线科配合）, （责任单位：管网科）
_BRACKETS = re.compile(r"[（(](?:[^（）()]{2,14}牵头|[^（）()：:]{2,6}[：:])[^（）()]*[）)]")
# Done by when, and nothing of what
_MERELY_DONE = re.compile(
    "(?:[^，]{0,12}前|尽快|抓紧|按期|按时|限期|共同|全力|具体)?(?:组织)?(?:完成|落实|推进|实施|办结)(?:到位)?"
)


def find_in_prose(text: str, date: dt.date | None = None, units: Sequence[str] | None = None) -> list[Directive]:
    """Every sentence of a restored text that directs somebody, in order; see `find_directives`."""
    date = date or date_in(text)
    year = None if date else year_in(text)
    found: list[Directive] = []
    for part, batch in in_batches([one for one in decided(text, units) if one.judged.actionable]):
        for one, names, papers in zip(part, NAMES.scores(batch), PAPERS.scores(batch), strict=True):
            found.append(_read(one, names, papers, date, year, units or ()))
    for directive in found:
        directive.text = text[directive.start : directive.end]
    return found


def _read(
    one: Sentence, names: Scores, papers: Scores, date: dt.date | None, year: int | None, known: Sequence[str]
) -> Directive:
    if one.judged.why != UNREAD:
        try:
            return _directive(one, names, papers, date, year, known)
        except Exception as error:
            tell_of(one.start, error)
    return Directive(one.start, one.end, one.text, one.text[:TITLE_LENGTH], "task", why=UNREAD)


def _directive(
    one: Sentence, names: Scores, papers: Scores, date: dt.date | None, year: int | None, known: Sequence[str]
) -> Directive:
    judged, sentence = one.judged, one.text[:LONGEST]
    acts = [c for c in judged.clauses if c.orders]
    units, helping = who_must(sentence, judged, names, known)
    deadline = find_deadline(sentence, date, year)
    rhythms = find_rhythms(sentence)
    main = next((c for c in acts if c.must >= 0 or c.names is not None), acts[0]) if acts else None
    return Directive(
        start=one.start,
        end=one.end,
        text=one.text,
        title=_title(sentence, main, judged, units),
        kind=kind_of(sentence, rhythms, deadline.due if deadline else None),
        units=units,
        supporting_units=helping,
        due=deadline.due if deadline else None,
        due_text=deadline.text if deadline else None,
        recurrence=rhythms[0] if rhythms else None,
        recurrences=rhythms,
        deliverables=papers_of(sentence, judged, papers),
        criterion=criterion_of(sentence),
        programme=programme_of(sentence),
        items=items_of(sentence),
        why=judged.why,
    )


def kind_of(sentence: str, rhythms: list[str], due: str | None) -> Kind:
    """A rhythm or a standing word makes a standing duty; a prohibition without a date is a rule."""
    if rhythms:
        return "standing"
    if due:
        return "task"
    if _RULE.search(sentence):
        return "rule"
    return "standing" if _STANDING.search(sentence) else "task"


def _title(sentence: str, main: Clause | None, judged: Judgement, who: Sequence[str]) -> str:
    if main is None:
        bare = _BRACKETS.sub("", moods.NUMBERING.sub("", sentence))
        return title_of(bare, bare)
    whole = _BRACKETS.sub("", sentence[main.body : main.end])
    told = behind_parts(sentence, main.body, who)
    if told > main.body:
        # 由生产部牵头，工程部配合，修订标准: who takes which part has fields of its own
        rest = _CLAUSE_END.search(sentence, told)
        done = sentence[told : rest.start() if rest else None]
        opening = judged.clauses[0]
        before = sentence[opening.body : opening.end] if opening.end < main.body else whole
        return title_of(before if _MERELY_DONE.fullmatch(done) else done, before)
    at = main.body
    if main.must >= 0 and main.must < len(judged.lexed) and judged.lexed[main.must][2] == "M":
        at = max(at, judged.lexed[main.must][0])
    elif main.names is not None:
        at = main.names.at
    done = _BRACKETS.sub("", sentence[at : main.end])
    return title_of(whole if is_part(done) else done, whole)
