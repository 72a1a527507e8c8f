"""What the lead and supporting units do with an order: acknowledge, decline, report."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.ledger import kinds, terms
from duban.ledger.access import tasks
from duban.ledger.actions.door import ask_report, keep, step, tell, touch
from duban.ledger.actions.shifting import drop_pending_extensions
from duban.ledger.models import Decline, Every, Receipt, Report, State, Task
from duban.likeness.jobs import compare_later
from duban.org.access import standing_of
from duban.org.models import Person, Unit
from duban.org.said import reason_given, words
from duban.org.voices import speaks_for


@transaction.atomic
def acknowledge_task(task_id: int, *, actor: Person, unit: Unit | None = None) -> Receipt:
    """Take note for one unit: the lead unit's receipt puts the task under way. Asked again, it changes nothing.

    Without `unit`: the receipt that waits for this person, the lead unit's first.
    """
    task = tasks.take(actor, task_id, "acknowledge")
    receipt = _receipt_for(task, actor, unit)
    # Acknowledged on ice and resumed to where it was before, a task may still wait to be put under way.
    starts = receipt.unit_id == task.lead_unit_id and task.state == State.DISPATCHED
    if receipt.acknowledged_at and not starts:
        return receipt
    if not receipt.acknowledged_at:
        receipt.acknowledged_by, receipt.acknowledged_at = actor, timezone.now()
        receipt.save(update_fields=["acknowledged_by", "acknowledged_at"])
    if starts:
        step(task, State.UNDERWAY, "acknowledge")
        keep(task, "state", relit=False)
    else:
        touch(task)
    tell(kinds.ACKNOWLEDGED, task, actor, unit=str(receipt.unit), unit_id=receipt.unit_id)
    return receipt


def _receipt_for(task: Task, actor: Person, unit: Unit | None) -> Receipt:
    standing = standing_of(actor)
    receipts = list(task.receipts.select_related("unit"))
    mine = [
        r
        for r in receipts
        if speaks_for(standing, r.unit)
        or (r.unit_id == task.lead_unit_id and task.responsible_id in standing.person_ids)
    ]
    if unit is not None:
        mine = [r for r in mine if r.unit_id == unit.pk]
    if not mine:
        raise PermissionDenied
    return min(mine, key=lambda r: (r.acknowledged_at is not None, r.unit_id != task.lead_unit_id, r.pk))


@transaction.atomic
def decline_task(task_id: int, *, actor: Person, reason: str) -> Decline:
    """Send it back as not ours: before acknowledging, within the term for receipts, with a reason."""
    task = tasks.take(actor, task_id, "decline")
    reason = reason_given(reason)
    receipt = task.receipts.filter(unit=task.lead_unit).first()
    if receipt and receipt.due_on < terms.today():
        raise ValidationError(
            _("The term for declining ended on %(day)s.") % {"day": receipt.due_on.isoformat()}, code="term"
        )
    step(task, State.DECLINED, "decline")
    declined = Decline.objects.create(task=task, reason=reason, by=actor)
    drop_pending_extensions(task)
    keep(task, "state")
    tell(kinds.DECLINED, task, actor, unit=str(task.lead_unit), reason=reason)
    return declined


@transaction.atomic
def report_on_task(
    task_id: int,
    *,
    actor: Person,
    done: str,
    problem: str = "",
    next_step: str = "",
    progress: int | None = None,
    unit: Unit | None = None,
    once: str = "",
) -> Report:
    """Report for the lead or a supporting unit. The same `once` again returns the first report and writes nothing."""
    task = tasks.get_for(actor, task_id, lock=True)
    if once:
        before = task.reports.filter(once=once, by=actor).first()
        if before:
            return before
    task = tasks.take(actor, task_id, "report")
    done = words(done, "done", _("Say what was done."))
    if progress is not None and not 0 <= progress <= 100:
        raise ValidationError({"progress": _("Progress is between 0 and 100.")})
    today = terms.today()
    report = Report.objects.create(
        task=task,
        unit=_reporting_unit(task, actor, unit),
        by=actor,
        on=today,
        done=done,
        problem=problem.strip(),
        next_step=next_step.strip(),
        progress=progress,
        once=once,
    )
    if report.unit_id == task.lead_unit_id and task.report_every:
        ask_report(task, _period_reported(task, today))
        keep(task, "next_report_on")
    else:
        touch(task)
    # Its files are kept after it, and before the transaction ends.
    compare_later("report", report.pk)
    tell(
        kinds.REPORTED,
        task,
        actor,
        unit=str(report.unit),
        unit_id=report.unit_id,
        done=done,
        problem=report.problem,
        next_step=report.next_step,
        progress=progress,
        report=report.pk,
    )
    return report


def _period_reported(task: Task, today: date) -> date:
    """A report handed in during the days before its term counts for that term, a daily one only on its day."""
    term = task.next_report_on
    early = timedelta(days=1 if task.report_every == Every.DAY else 7)
    return term if term and today <= term and term - today < early else today


def _reporting_unit(task: Task, actor: Person, unit: Unit | None) -> Unit:
    standing = standing_of(actor)
    allowed = (
        [task.lead_unit] if (speaks_for(standing, task.lead_unit) or task.responsible_id in standing.person_ids) else []
    )
    allowed += [each for each in task.supporting_units.all() if speaks_for(standing, each)]
    if unit is None and allowed:
        return allowed[0]
    if unit in allowed:
        return unit
    raise PermissionDenied
