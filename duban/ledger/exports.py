"""The ledger as files: which columns a table has, and how a task fills the official forms."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.exports.columns import Column, Kind
from duban.exports.word.breakdown import Line
from duban.exports.word.notice import Item, NoticeSheet
from duban.ledger import terms
from duban.ledger.models import Category, Every, Nature, Programme, Report, State, SupportingUnit, Task, TaskType
from duban.ledger.origins import origin_of
from duban.org.models import Appointment, Person, Role, Unit

_AT_A_TIME = 2000

COLUMNS = (
    Column(gettext_lazy("Number"), Kind.TEXT, 20),
    Column(gettext_lazy("Title"), Kind.LONG, 44),
    Column(gettext_lazy("Type"), Kind.TEXT, 12),
    Column(gettext_lazy("State"), Kind.TEXT, 10),
    Column(gettext_lazy("Light"), Kind.LIGHT, 12),
    Column(gettext_lazy("Was red"), Kind.TEXT, 8),
    Column(gettext_lazy("Lead unit"), Kind.TEXT, 18),
    Column(gettext_lazy("Supporting units"), Kind.LONG, 24),
    Column(gettext_lazy("Responsible"), Kind.TEXT, 10),
    Column(gettext_lazy("Accountable leader"), Kind.TEXT, 10),
    Column(gettext_lazy("Looker"), Kind.TEXT, 10),
    Column(gettext_lazy("Done-criterion"), Kind.LONG, 36),
    Column(pgettext_lazy("task", "Due"), Kind.DATE, 12),
    Column(gettext_lazy("First due date"), Kind.DATE, 12),
    Column(gettext_lazy("Dispatched"), Kind.MOMENT, 17),
    Column(gettext_lazy("Ended"), Kind.DATE, 12),
    Column(gettext_lazy("Progress"), Kind.PERCENT, 8),
    Column(gettext_lazy("Latest report"), Kind.LONG, 36),
    Column(gettext_lazy("Programme"), Kind.TEXT, 18),
    Column(gettext_lazy("Category"), Kind.TEXT, 18),
    Column(gettext_lazy("Nature"), Kind.TEXT, 10),
)
_FIELDS = (
    "id",
    "number",
    "title",
    "type_id",
    "state",
    "lead_unit_id",
    "responsible_id",
    "accountable_id",
    "looker_id",
    "criterion",
    "due_on",
    "original_due_on",
    "dispatched_at",
    "ended_on",
    "programme_id",
    "category_id",
    "nature",
    "yellow_from",
    "red_from",
    "first_red_on",
    "paused_on",
)


def rows_of(
    tasks: QuerySet[Task], today: date | None = None, *, order: Sequence[str] = ("due_on", "id")
) -> Iterator[tuple[Any, ...]]:
    """A row for each task, in the order of COLUMNS. Names are looked up in tables read once, not joined row by row."""
    today = today or terms.today()
    units = {pk: short or name for pk, short, name in Unit.objects.values_list("pk", "short_name", "name")}
    people = dict(Person.objects.values_list("pk", "name"))
    types, programmes, categories = (
        dict(model.objects.values_list("pk", "name")) for model in (TaskType, Programme, Category)
    )
    states = {value: str(label) for value, label in State.choices}
    natures = {value: str(label) for value, label in Nature.choices}
    yes = _("yes")
    found = tasks.order_by(*order).values_list(*_FIELDS, named=True).iterator(_AT_A_TIME)
    while chunk := list(islice(found, _AT_A_TIME)):
        ids = [row.id for row in chunk]
        supporting, reports = _supporting(ids, units), _latest_reports(ids)
        for r in chunk:
            progress, report = reports.get(r.id, (None, ""))
            light = "done" if r.state == State.CLOSED else Task.light_on(r, today).value
            yield (
                r.number,
                r.title,
                types.get(r.type_id),
                states[r.state],
                light,
                yes if Task.was_red_by(r, today) else "",
                units.get(r.lead_unit_id),
                supporting.get(r.id),
                people.get(r.responsible_id),
                people.get(r.accountable_id),
                people.get(r.looker_id),
                r.criterion,
                r.due_on,
                r.original_due_on,
                r.dispatched_at,
                r.ended_on,
                progress,
                report,
                programmes.get(r.programme_id),
                categories.get(r.category_id),
                natures[r.nature],
            )


def _among(ids: list[int]) -> RawSQL:
    """The ids as one parameter: thousands of placeholders cost more to parse than the rows to fetch."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [ids])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)])


def _supporting(ids: list[int], names: dict[int, str]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    rows = SupportingUnit.objects.filter(task__in=_among(ids)).order_by("id")
    for task, unit in rows.values_list("task_id", "unit_id"):
        found.setdefault(task, []).append(names.get(unit, ""))
    return {task: "、".join(units) for task, units in found.items()}


def _latest_reports(ids: list[int]) -> dict[int, tuple[int | None, str]]:
    """Task → progress and words of what was reported last, problems included."""
    last = Report.objects.filter(task__in=_among(ids)).order_by().values("task").annotate(last=Max("id"))
    rows = Report.objects.filter(pk__in=last.values("last")).order_by()
    trouble = _("Problem")
    return {
        task: (progress, f"{done}\n{trouble}：{problem}" if problem else done)
        for task, progress, done, problem in rows.values_list("task_id", "progress", "done", "problem")
    }


def notice_sheet(task: Task, *, reader: Person) -> NoticeSheet:
    """The notice of one dispatched task, as it stands today."""
    group = Unit.objects.filter(path=task.lead_unit.path[: Unit.steplen]).first() or task.lead_unit
    sender = task.dispatched_by or task.registered_by
    origin = origin_of(task.origin_noun, task.origin_id, reader) if task.origin_noun else None
    day = timezone.localdate(task.dispatched_at) if task.dispatched_at else terms.today()
    return NoticeSheet(
        issuer=group.name,
        number=task.number,
        title=_("Supervision notice on: %(title)s") % {"title": task.title},
        addressee=task.lead_unit.name,
        matter=task.description or task.title,
        criterion="\n".join([task.criterion, *_deliverables(task)]),
        due=task.due_on,
        responsible=_name(task.responsible),
        looker=_name(task.looker),
        signed_by=_office_of(sender, group).name,
        signed_on=day,
        basis=origin.title if origin else "",
        basis_words=task.source_text,
        supporting=[unit.name for unit in task.supporting_units.order_by("path")],
        accountable=_name(task.accountable),
        reporting=_reporting(task),
        items=[Item(m.title, m.due_on) for m in task.milestones.all()],
        contact="，".join(filter(None, [sender.name, sender.mobile])),
    )


def _name(person: Person | None) -> str:
    return person.name if person else ""


def _deliverables(task: Task) -> list[str]:
    wanted = task.deliverable_list
    return [_("To be handed in: %(what)s") % {"what": "、".join(wanted)}] if wanted else []


def _reporting(task: Task) -> str:
    if not task.report_every:
        return _("Report progress when asked, and problems at once.")
    cycle = Every(task.report_every).label
    if task.next_report_on is None:
        return _("Report regularly (%(cycle)s).") % {"cycle": cycle}
    return _("Report regularly (%(cycle)s), next by %(day)s; report problems at once.") % {
        "cycle": cycle,
        "day": task.next_report_on.isoformat(),
    }


def _office_of(person: Person, group: Unit) -> Unit:
    """In whose name the person sends orders: the supervision office first, else the unit of their first post."""
    posts = list(Appointment.objects.in_force(terms.today()).filter(person=person).select_related("unit"))
    rank: Callable[[Appointment], tuple[bool, int]] = lambda post: (post.role != Role.SUPERVISION, post.pk)  # noqa: E731
    return min(posts, key=rank).unit if posts else group


def breakdown_lines(tasks: QuerySet[Task], most: int) -> list[Line]:
    """The first `most` tasks by due date, as lines of the breakdown table."""
    rows = tasks.select_related("lead_unit", "responsible").order_by("due_on", "id")[:most]
    found = list(rows)
    names = {pk: short or name for pk, short, name in Unit.objects.values_list("pk", "short_name", "name")}
    supporting = _supporting([task.pk for task in found], names)
    return [
        Line(
            task.number,
            task.title,
            task.criterion,
            str(task.lead_unit),
            supporting.get(task.pk, ""),
            _name(task.responsible),
            task.due_on,
        )
        for task in found
    ]
