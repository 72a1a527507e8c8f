"""A report drafted from what is known already (law 8): a person corrects and confirms it, and types nothing twice."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from duban.ledger.models import Report, State, Task


@dataclass(frozen=True, slots=True)
class ReportDraft:
    done: str
    problem: str
    next_step: str
    progress: int | None
    since: date | None


def draft_report(task: Task) -> ReportDraft:
    """From milestones reached, parts closed and reports on parts and by supporting units since the last own report."""
    last = task.reports.filter(unit=task.lead_unit_id).order_by("-pk").first()
    since = last.on if last else None
    done, problems = [], []
    reached = task.milestones.filter(done_on__isnull=False)
    if since:
        reached = reached.filter(done_on__gt=since)
    done += [_("Reached: %(milestone)s (%(day)s)") % {"milestone": m.title, "day": m.done_on} for m in reached]
    parts = {part.pk: part for part in task.children.exclude(state=State.DRAFT)}
    for part in parts.values():
        if part.state == State.CLOSED and part.ended_on and (since is None or part.ended_on > since):
            done.append(_("Closed: %(part)s (%(day)s)") % {"part": part.title, "day": part.ended_on})
    heard = Report.objects.filter(task__in=[*parts, task.pk]).exclude(task=task, unit=task.lead_unit_id)
    if since and last:
        heard = heard.filter(pk__gt=last.pk)
    latest = {(r.task_id, r.unit_id): r for r in heard.select_related("unit").order_by("pk")}
    for report in latest.values():
        where = parts[report.task_id].title if report.task_id in parts else str(report.unit)
        done.append(f"{where}：{report.done}")
        if report.problem:
            problems.append(f"{where}：{report.problem}")
    steps = task.milestones.filter(done_on__isnull=True).order_by("due_on")[:1]
    next_step = "".join(_("By %(day)s: %(milestone)s") % {"milestone": m.title, "day": m.due_on} for m in steps)
    return ReportDraft("\n".join(done), "\n".join(problems), next_step, _progress(list(parts.values()), latest), since)


def _progress(parts: list[Task], latest: dict[tuple[int, int], Report]) -> int | None:
    """The parts' mean: a closed one counts whole, another by its last report; None when there are no parts."""
    counted = [part for part in parts if part.state not in (State.CANCELLED, State.DECLINED)]
    if not counted:
        return None
    known = {task_id: report.progress or 0 for (task_id, _unit), report in latest.items()}
    return sum(100 if p.state == State.CLOSED else known.get(p.pk, 0) for p in counted) // len(counted)
