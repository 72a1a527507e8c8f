"""Lines of labels (责任单位：…；完成时限：…) belong to the item of a list behind which they stand.

As sentences they are directives by themselves, which is how minutes are labelled. Whoever makes tasks of them wants one task
with its owner and its date.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from duban.reading.directives import columns as col
from duban.reading.directives import moods
from duban.reading.directives.cells import due_in, names_in, parts_of
from duban.reading.directives.clause import LABELLED
from duban.reading.directives.directive import Directive
from duban.reading.directives.find import kind_of
from duban.reading.directives.sentences import Span, opens_line, sentences
from duban.reading.directives.tables import find_in_tables
from duban.reading.types import Cell, Table

_LABEL = re.compile(r"(?:^|(?<=[（(【；;。，,\s]))(?P<label>[\u4e00-\u9fff]{2,8})[：:]\s*")
# 参会单位, 会议时间, 抄送单位: of the meeting or the paper
_OF_THE_PAPER = re.compile("[参与出列]会|参加|出席|列席|[主抄报印]送|印发|发文|签发|填报|制表|编制|供稿|来源|会议")
# 任务内容：, 督办事项：
_CALLED = re.compile(r"[\u4e00-\u9fff]{0,4}(?:任务|事项|内容|措施)[：:]")
_TASK = "任务"
# Of each thing that is labelled, a label
_SAID = {
    col.LEAD: "牵头单位",
    col.UNIT: "责任单位",
    col.PERSON: "责任人",
    col.HELP: "配合单位",
    col.DUE: "完成时限",
    col.RESULT: "成果",
    col.STANDARD: "完成标准",
}
_BEHIND = "；;。，,）)】 \t\u3000"
_OPENS = "（(【 \t\u3000"
_WHO = (col.LEAD, col.UNIT, col.PERSON, col.HELP)
_LONGEST_NAME, _LONGEST = 20, 60

Labels = dict[str, list[str]]
"""what is said, as columns of a task table are called → its values"""


@dataclass(slots=True)
class Item:
    """A numbered line with all below it, or else a single line; and the lines of labels behind it."""

    start: int
    numbered: bool
    last: Span
    """its last sentence"""
    labels: Labels = field(default_factory=dict)
    lines: list[Span] = field(default_factory=list)


def with_labels(text: str, found: Sequence[Directive], date: dt.date | None = None) -> list[Directive]:
    """The directives of `find_directives`, each with the owner and the date that stand in lines of labels behind its item;
    these lines are none by themselves then. An item in which nothing else directs anybody is a task by its labels."""
    if "：" not in text and ":" not in text:
        return list(found)
    starts = [one.start for one in found]
    kept: dict[int, Directive] = dict(enumerate(found))
    made: list[Directive] = []
    for item in _items(text):
        inside = range(bisect_left(starts, item.start), bisect_left(starts, item.last[1]))
        for n in inside:
            kept[n] = _told(kept[n], item.labels, date)
        if not inside:
            task = _made(text, item, date)
            if task is None:
                continue
            made.append(task)
        for start, end in item.lines:
            for n in range(bisect_left(starts, start), bisect_left(starts, end)):
                del kept[n]
    return sorted([*kept.values(), *made], key=lambda one: one.start)


def _items(text: str) -> Iterator[Item]:
    """Those that have labels."""
    item: Item | None = None
    for start, end in sentences(text):
        labels = _labels_of(text[start:end])
        if labels is None:
            opens = opens_line(text, start)
            number = opens and _is_numbered(text[start:end])
            if item is None or item.lines or number or (opens and not item.numbered):
                if item and item.lines:
                    yield item
                item = Item(start, number, (start, end))
            item.last = start, end
        elif item is not None:
            item.lines.append((start, end))
            for meaning, values in labels.items():
                item.labels.setdefault(meaning, []).extend(values)
    if item and item.lines:
        yield item


def _made(text: str, item: Item, date: dt.date | None) -> Directive | None:
    """The last sentence of an item that says who does it, and is numbered, dated or called a task: as a row of a task table."""
    start, end = item.last
    if number := moods.NUMBERING.match(text[start:end]):
        start += number.end()
    called = _CALLED.match(text, start, end)
    if not (item.labels.keys() & {*_WHO}) or not (item.numbered or called or col.DUE in item.labels):
        return None
    start = called.end() if called else start
    said = list(item.labels.items())
    head = [Cell(name, start, start) for name in (_TASK, *(_SAID[meaning] for meaning, _ in said))]
    row = [Cell(text[start:end], start, end), *(Cell("、".join(values), end, end) for _, values in said)]
    made = find_in_tables([Table([head, row])], date)
    return replace(made[0], text=text[start:end], end=end, why=LABELLED) if made else None


def _is_numbered(sentence: str) -> bool:
    number = moods.NUMBERING.match(sentence)
    return number is not None and bool(number["heading"] or number["item"])


def _labels_of(sentence: str) -> Labels | None:
    """None where it is no line of labels and of nothing else."""
    body = sentence.lstrip(_OPENS)
    marks = [mark for mark in _LABEL.finditer(body) if col.meaning_of(mark["label"]) in _SAID]
    if not marks or marks[0].start() or _OF_THE_PAPER.search(marks[0]["label"]):
        return None
    labels: Labels = {}
    ends = [*(mark.start() for mark in marks[1:]), len(body)]
    for mark, end in zip(marks, ends, strict=True):
        meaning, value = col.meaning_of(mark["label"]), body[mark.end() : end].rstrip(_BEHIND)
        values = names_in([value]) if meaning in _WHO else [value]
        if (
            not value
            or len(value) > _LONGEST
            or (meaning in _WHO and any(len(name) > _LONGEST_NAME for name in values))
        ):
            return None
        labels.setdefault(meaning, []).extend(values)
    return labels


def _told(one: Directive, labels: Labels, date: dt.date | None) -> Directive:
    """What is labelled comes first, what the sentence says itself beside it; its own date is the nearer one."""
    helping = labels.get(col.HELP, [])
    leads = [*labels.get(col.LEAD, []), *labels.get(col.UNIT, [])] or labels.get(col.PERSON, [])
    helping = [*helping, *(name for name in one.supporting_units if name not in leads)]
    units = [name for name in (*leads, *one.units) if name not in helping]
    due, due_text = one.due, one.due_text
    if due is None and col.DUE in labels:
        due, due_text = due_in(labels[col.DUE][0], date)
    papers = [paper for value in labels.get(col.RESULT, []) for paper in parts_of(value)]
    return replace(
        one,
        kind=kind_of(one.text, one.recurrences, due),
        units=list(dict.fromkeys([*units, *helping])),
        supporting_units=list(dict.fromkeys(helping)),
        due=due,
        due_text=due_text,
        deliverables=list(dict.fromkeys([*one.deliverables, *papers])),
        criterion="；".join(labels.get(col.STANDARD, [])) or one.criterion,
    )
