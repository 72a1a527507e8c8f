"""A report drafted from what is known already (law 8): a person corrects and confirms it, and types nothing twice."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from duban.files.models import Evidence
from duban.ledger import terms
from duban.ledger.models import ExtensionState, Report, State, SupportState, Task
from duban.org.access import standing_of
from duban.org.models import Person
from duban.org.voices import speaks_for


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """One line for each thing that happened. `since`: the day of the last report, None when there was none."""

    done: str
    problem: str
    next_step: str
    progress: int | None
    since: date | None


def draft_report(task: Task, person: Person) -> ReportDraft:
    """What happened since the last report: milestones reached, parts closed, what parts and supporting units reported,
    evidence added, extensions decided, support asked and answered, the person's own comments.

    Whoever speaks for a supporting unit only gets what they did themselves: the rest is the lead unit's to tell.
    """
    if not _leads(task, person):
        return _own_draft(task, person)
    last = task.reports.filter(unit=task.lead_unit_id).order_by("-pk").first()
    parts = {part.pk: part for part in task.children.exclude(state=State.DRAFT)}
    heard = _heard(task, parts, last)
    waits, cleared = _blocks(task, last)
    said = [f"{each.where}：{each.report.done}" for each in heard.values()]
    problems = [f"{each.where}：{each.report.problem}" for each in heard.values() if each.report.problem]
    steps = task.milestones.filter(done_on__isnull=True).order_by("due_on")[:1]
    today = terms.today()
    next_step = "".join(
        (_("Make up for: %(milestone)s (was due %(day)s)") if m.due_on < today else _("By %(day)s: %(milestone)s"))
        % {"milestone": m.title, "day": m.due_on}
        for m in steps
    )
    return ReportDraft(
        "\n".join([*_reached(task, parts, last), *said, *cleared, *_added(task, last, person)]),
        "\n".join([*problems, *waits]),
        next_step,
        _progress(list(parts.values()), heard),
        last.on if last else None,
    )


def _own_draft(task: Task, person: Person) -> ReportDraft:
    last = task.reports.filter(by=person).order_by("-pk").first()
    return ReportDraft("\n".join(_added(task, last, person, only_own=True)), "", "", None, last.on if last else None)


def _leads(task: Task, person: Person) -> bool:
    standing = standing_of(person)
    return speaks_for(standing, task.lead_unit) or task.responsible_id in standing.person_ids


def _reached(task: Task, parts: dict[int, Task], last: Report | None) -> list[str]:
    reached = task.milestones.filter(done_on__isnull=False)
    if last:
        reached = reached.filter(done_on__gte=last.on)
    lines = [
        _("Reached: %(milestone)s (%(day)s)") % {"milestone": m.title, "day": m.done_on}
        for m in reached
        if _is_news(last, m.title, m.done_on)
    ]
    return lines + [
        _("Closed: %(part)s (%(day)s)") % {"part": part.title, "day": part.ended_on}
        for part in parts.values()
        if part.state == State.CLOSED and _is_news(last, part.title, part.ended_on)
    ]


def _is_news(last: Report | None, words: str, day: date | None) -> bool:
    """Of some things only the day is known: what the last report said of its own day is not said again."""
    return day is not None and (last is None or day > last.on or (day == last.on and words not in last.done))


@dataclass(frozen=True, slots=True)
class Heard:
    where: str
    report: Report


def _heard(task: Task, parts: dict[int, Task], last: Report | None) -> dict[tuple[int, int], Heard]:
    """(task, unit) → the newest report on each part and of each supporting unit."""
    found = Report.objects.filter(task__in=[*parts, task.pk]).exclude(task=task, unit=task.lead_unit_id)
    if last:
        found = found.filter(pk__gt=last.pk)
    return {
        (r.task_id, r.unit_id): Heard(parts[r.task_id].title if r.task_id in parts else str(r.unit), r)
        for r in found.select_related("unit").order_by("pk")
    }


def _blocks(task: Task, last: Report | None) -> tuple[list[str], list[str]]:
    """(what stands in the way, what was cleared away) by extensions and support."""
    since: datetime | None = last.at if last else None
    waits, cleared = [], []
    for e in task.extensions.filter(state__in=(ExtensionState.APPROVED, ExtensionState.REFUSED)):
        if since and e.decided_at and e.decided_at <= since:
            continue
        if e.state == ExtensionState.APPROVED:
            waits.append(_("Extended to %(day)s: %(reason)s") % {"day": e.to_on, "reason": e.reason})
        else:
            said = {"day": e.to_on, "reason": e.reason, "decision": e.decision}
            waits.append(_("Extension to %(day)s (%(reason)s) was refused: %(decision)s") % said)
    for s in task.support_requests.select_related("to_unit"):
        said = {"unit": s.to_unit, "need": s.need, "answer": s.answer}
        if s.state == SupportState.OPEN:
            waits.append(_("Waiting for %(unit)s: %(need)s") % said)
        elif s.state == SupportState.ANSWERED and _is_news(last, s.answer, s.ended_on):
            cleared.append(_("%(unit)s answered: %(answer)s") % said)
    return waits, cleared


def _added(task: Task, last: Report | None, person: Person, only_own: bool = False) -> list[str]:
    """Evidence put to the task or its proofs, and the person's comments. Evidence of reports was reported with them."""
    proofs = list(task.proofs.values_list("pk", flat=True)) if task.is_acceptance else []
    files = Evidence.objects.filter(Q(noun="task", noun_id=task.pk) | Q(noun="proof", noun_id__in=proofs))
    files = files.filter(withdrawn_at=None).order_by("pk")
    comments = task.comments.filter(by=person)
    if last:
        files, comments = files.filter(at__gt=last.at), comments.filter(at__gt=last.at)
    if only_own:
        files = files.filter(uploaded_by=person)
    names = list(files.values_list("name", flat=True))
    lines = [_("Evidence added: %(files)s") % {"files": "、".join(names)}] if names else []
    return lines + list(comments.values_list("text", flat=True))


def _progress(parts: list[Task], heard: dict[tuple[int, int], Heard]) -> int | None:
    """The parts' mean: a closed one counts whole, another by its last report; None when there are no parts."""
    counted = [part for part in parts if part.state not in (State.CANCELLED, State.DECLINED)]
    if not counted:
        return None
    known = {task_id: each.report.progress or 0 for (task_id, _unit), each in heard.items()}
    return sum(100 if p.state == State.CLOSED else known.get(p.pk, 0) for p in counted) // len(counted)
