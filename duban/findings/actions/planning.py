"""From a plan of rectification to a task of the ledger. There is no second engine: from here on the task leads."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.burden.askers import Ask
from duban.findings import asking, kinds, terms
from duban.findings.access import findings
from duban.findings.actions.door import keep, step, tell
from duban.findings.layers import layer_of_person
from duban.findings.models import Finding, Plan, PlanState, State
from duban.ledger import asking as of_tasks
from duban.ledger.actions import register_and_dispatch
from duban.ledger.models import TaskType
from duban.org.models import Person
from duban.org.said import reason_given, words


@transaction.atomic
def plan_rectification(
    finding_id: int,
    *,
    actor: Person,
    cause: str,
    measures: str,
    responsible: Person,
    due_on: date,
    deeper_cause: str = "",
    interim_control: str = "",
    took: float | None = None,
) -> Plan:
    """Hand in how and by whom it is put right. A repeat needs its deeper cause, a long term an interim control.

    `took` is how many minutes the form was open; it is kept for the kind of finding, without a name.
    """
    finding = findings.take(actor, finding_id, "plan")
    plan = Plan(
        finding=finding,
        cause=words(cause, "cause", _("Say why it came about.")),
        measures=words(measures, "measures", _("Say what will be done.")),
        deeper_cause=deeper_cause.strip(),
        interim_control=interim_control.strip(),
        responsible=responsible,
        due_on=due_on,
        by=actor,
    )
    faults = lacking(finding, plan.due_on, plan.deeper_cause, plan.interim_control)
    if faults:
        raise ValidationError(faults)
    plan.save()
    asking.measure(plan, took)
    finding.answer_by = None  # the next move is the other side's
    keep(finding, "answer_by")
    tell(kinds.PLANNED, finding, actor, plan=plan.pk, measures=plan.measures, due=due_on, responsible=str(responsible))
    return plan


def lacking(finding: Finding, due_on: date, deeper_cause: str, interim_control: str) -> dict[str, str]:
    """What the rules still ask of a plan: field → why."""
    today = terms.today()
    rules = terms.rules_on(today)
    faults: dict[str, str] = {}
    if due_on <= today:
        faults["due_on"] = _("This day lies ahead.")
    elif not interim_control and due_on > terms.moved(today, rules.interim_days):
        faults["interim_control"] = _(
            "It takes more than %(days)s working days: say what keeps the danger in check until then."
        ) % {"days": rules.interim_days}
    if finding.repeat_of_id and not deeper_cause:
        faults["deeper_cause"] = _(
            "The same was found here before (%(number)s): say why putting it right did not last."
        ) % {"number": finding.repeat_of.number if finding.repeat_of else ""}
    elif finding.relapses and not deeper_cause:
        faults["deeper_cause"] = _("It came back after it was closed: say why putting it right did not last.")
    return faults


@transaction.atomic
def accept_plan(
    finding_id: int,
    *,
    actor: Person,
    looker: Person | None = None,
    accountable: Person | None = None,
    note: str = "",
    burden_reason: str | None = None,
    plan_id: int | None = None,
) -> Finding:
    """The plan is good: it becomes a task of the unit. `looker` (the actor, if nobody is named) rechecks; they are not
    the one who does it, and look from a layer no lower than the one that found it.

    `burden_reason`: why it is asked although it goes beyond the unit's budget, from somebody who saw that; None where
    nobody was shown it. `plan_id` is the plan that was before the decider's eyes.
    """
    finding = findings.take(actor, finding_id, "decide_plan")
    plan = _waiting(finding, plan_id)
    looker = looker or actor
    if looker == plan.responsible:
        raise ValidationError({"looker": _("Whoever does it does not verify it: name another looker.")})
    layer = layer_of_person(looker)
    if layer is None or layer > finding.found_layer:
        raise ValidationError({"looker": _("Whoever rechecks looks from a layer no lower than the one that found it.")})
    faults = lacking(finding, plan.due_on, plan.deeper_cause, plan.interim_control)
    if "due_on" in faults:
        raise ValidationError(_("The plan's due date has passed meanwhile: send it back for a new one."))
    # The whole unit reads the task. Conduct is not for all of it: who may open the finding reads there what it is about.
    closed = finding.kind.is_conduct
    task = register_and_dispatch(
        actor=actor,
        title=_title(finding),
        type=_task_type(),
        lead_unit=finding.unit,
        responsible=plan.responsible,
        looker=looker,
        accountable=accountable,
        due_on=plan.due_on,
        criterion=_criterion(finding),
        description="" if closed else plan.measures,
        source_text="" if closed else finding.condition,
        origin=("finding", finding.pk),
        burden_reason=burden_reason,
    )
    plan.state, plan.decided_by, plan.decided_at, plan.note = PlanState.ACCEPTED, actor, timezone.now(), note.strip()
    plan.save(update_fields=["state", "decided_by", "decided_at", "note"])
    finding.task, finding.cause = task, finding.cause or plan.cause
    step(finding, State.RECTIFYING, "decide_plan")
    finding.answer_by = None
    keep(finding, "task", "cause", "state", "answer_by")
    tell(kinds.PLAN_ACCEPTED, finding, actor, task=task.number, task_id=task.pk, due=task.due_on, looker=str(looker))
    return finding


def asks_of_plan(finding: Finding) -> list[Ask]:
    """What the task would ask of the unit, if the plan that waits is accepted today."""
    plan = finding.plans.filter(state=PlanState.SUBMITTED).first()
    if plan is None:
        return []
    return of_tasks.asks_for(lead_id=finding.unit_id, start=terms.today(), due=plan.due_on, who=plan.responsible_id)


@transaction.atomic
def refuse_plan(finding_id: int, *, actor: Person, reason: str, plan_id: int | None = None) -> Plan:
    """Send the plan back; the clock for a new one starts again. `plan_id` as in `accept_plan`."""
    finding = findings.take(actor, finding_id, "decide_plan")
    reason = reason_given(reason)
    plan = _waiting(finding, plan_id)
    plan.state, plan.decided_by, plan.decided_at, plan.note = PlanState.REFUSED, actor, timezone.now(), reason
    plan.save(update_fields=["state", "decided_by", "decided_at", "note"])
    finding.answer_by = terms.plan_due()
    keep(finding, "answer_by")
    tell(kinds.PLAN_REFUSED, finding, actor, reason=reason, plan=plan.pk)
    return plan


def _waiting(finding: Finding, plan_id: int | None) -> Plan:
    """The plan that waits, if it is the one that was read: another may wait in its place by now."""
    plan = finding.plans.select_for_update().get(state=PlanState.SUBMITTED)
    if plan_id not in (None, plan.pk):
        raise ValidationError(
            _("Another plan was handed in meanwhile: open it anew and read it before you decide on it.")
        )
    return plan


def refuse_waiting(finding: Finding, note: str) -> None:
    """The finding ends without a task: nobody decides any more on a plan that waits."""
    finding.plans.filter(state=PlanState.SUBMITTED).update(state=PlanState.REFUSED, note=note)


def _title(finding: Finding) -> str:
    if finding.kind.is_conduct:
        return _("Put right: finding %(number)s") % {"number": finding.number}
    return _("Put right: %(title)s") % {"title": finding.title[:150]}


def _criterion(finding: Finding) -> str:
    """What must be true in the end: the finding's own criterion and recommendation, or that it is found no more."""
    if finding.kind.is_conduct:
        return _("Found no more when rechecked: finding %(number)s") % {"number": finding.number}
    said = "\n".join(filter(None, [finding.criterion.strip(), finding.recommendation.strip()]))
    return said or _("Found no more when rechecked on the spot: %(what)s") % {"what": finding.title}


def _task_type() -> TaskType:
    chosen = terms.rules_on(terms.today()).task_type or TaskType.objects.filter(retired=False).first()
    if chosen is None:
        raise ValidationError(_("There is no task type: the supervision office sets one down first."))
    return chosen
