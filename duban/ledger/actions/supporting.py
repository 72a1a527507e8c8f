"""A block raised to whoever can remove it: while they have not answered, their clock runs and ours stands still (B9)."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.ledger import asking, kinds, lights, terms
from duban.ledger.access import asked_of, support_requests, tasks
from duban.ledger.actions.door import keep, start_clock, stop_clock, tell
from duban.ledger.models import State, SupportRequest, SupportState, Task
from duban.org.access import Post, standing_of
from duban.org.models import Person, Role, Unit
from duban.org.said import words
from duban.org.voices import speaks_for


@transaction.atomic
def request_support(
    task_id: int,
    *,
    actor: Person,
    need: str,
    unit: Unit | None = None,
    person: Person | None = None,
    due_on: date | None = None,
    burden_reason: str | None = None,
) -> SupportRequest:
    """Ask a unit, or one leader, to remove a block. Not one's own unit or one below: that would stop one's own clock;
    nor, unless somebody in it is named, a unit for which the asker or the responsible person would answer themselves.
    A leader named beside a unit holds a post in it, else a unit that is never asked would be named for a colleague.

    `burden_reason`: why it is asked although it goes beyond a unit's budget, from a sender who saw that; None where
    nobody was shown it.
    """
    task = tasks.take(actor, task_id, "request_support")
    need = words(need, "need", _("Say what is needed."))
    today = terms.today()
    if unit is None and person is not None:
        unit = seat_of(person)
    if unit is None:
        raise ValidationError({"unit": _("Name a unit or a leader.")})
    if unit.path.startswith(task.lead_unit.path):
        raise ValidationError({"unit": _("Ask a unit above or beside the lead unit, not one within it.")})
    blocked = [standing_of(each) for each in (actor, task.responsible) if each]
    if person is not None and any(person.pk in standing.person_ids for standing in blocked):
        raise ValidationError({"person": _("Nobody asks themselves for support.")})
    for standing in blocked if person is None else ():
        if speaks_for(standing, unit):
            raise ValidationError(
                {
                    "unit": _("%(person)s speaks for %(unit)s, too: name somebody else of it, or ask another unit.")
                    % {"person": standing.person, "unit": unit}
                }
            )
    if person is not None and not any(p.unit_id == unit.pk for p in _posts(person)):
        raise ValidationError({"person": _("%(person)s holds no post in %(unit)s.") % {"person": person, "unit": unit}})
    usual = support_due()
    due_on, latest = due_on or usual, max(usual, lights.due_today(task))
    if due_on <= today:
        raise ValidationError({"due_on": _("This day lies ahead.")})
    if due_on > latest:
        raise ValidationError({"due_on": _("An answer after %(day)s comes too late for the task.") % {"day": latest}})
    asked = SupportRequest.objects.create(
        task=task, to_unit=unit, to_person=person, need=need, asked_by=actor, asked_on=today, due_on=due_on
    )
    asking.weigh_support(asked, actor, burden_reason)
    asking.charge_support(asked)
    stop_clock(task, today)
    keep(task, "paused_on")
    tell(
        kinds.SUPPORT_ASKED,
        task,
        actor,
        unit=str(unit),
        unit_id=unit.pk,
        person=str(person or ""),
        due=due_on,
        need=need,
        request=asked.pk,
    )
    return asked


def support_due() -> date:
    """By when an answer is due where nobody says otherwise."""
    today = terms.today()
    return terms.moved(today, terms.rules_on(today).support_days)


def withdraw_open(task: Task, on: date) -> None:
    """What was asked for the task is not needed any more: it has ended, or says that it is done."""
    for asked in task.support_requests.filter(state=SupportState.OPEN):
        asked.state, asked.ended_on = SupportState.WITHDRAWN, on
        asked.save(update_fields=["state", "ended_on"])
        asking.charge_support(asked)


def _posts(person: Person) -> list[Post]:
    return [post for post in standing_of(person).posts if post.person_id == person.pk]


def seat_of(person: Person) -> Unit | None:
    """The unit that a leader is asked in."""
    posts = sorted(
        _posts(person),
        key=lambda p: (p.role != Role.LEADER, p.role != Role.HEAD, len(p.path)),
    )
    return Unit.objects.filter(pk=posts[0].unit_id).first() if posts else None


def _open(request_id: int, actor: Person, verb: str) -> tuple[SupportRequest, Task]:
    task = tasks.take(actor, support_requests.get_for(actor, request_id).task_id, verb)
    asked = SupportRequest.objects.select_related("to_unit").get(pk=request_id)
    if asked.state != SupportState.OPEN:
        raise ValidationError(
            _("This request is settled already: %(state)s.") % {"state": asked.get_state_display()}, code="settled"
        )
    return asked, task


def _settle(asked: SupportRequest, task: Task, state: SupportState) -> int:
    """Close the request; our clock runs again when nothing else stops it. Returns the working days it stood."""
    today = terms.today()
    asked.state, asked.ended_on = state, today
    asked.save()
    asking.charge_support(asked)
    days = max(terms.calendar().working_days_between(asked.asked_on, today), 0)
    if task.state != State.SUSPENDED and not task.support_requests.filter(state=SupportState.OPEN).exists():
        start_clock(task, today)
    keep(task, "paused_on", "paused_days")
    return days


@transaction.atomic
def answer_support(request_id: int, *, actor: Person, answer: str) -> SupportRequest:
    asked, task = _open(request_id, actor, "answer_support")
    standing = standing_of(actor)
    if not standing.has(Role.SUPERVISION) and not asked_of(standing).filter(pk=asked.pk).exists():
        raise PermissionDenied
    asked.answer = words(answer, "answer", _("Give an answer."))
    asked.answered_by = actor
    days = _settle(asked, task, SupportState.ANSWERED)
    tell(kinds.SUPPORT_ANSWERED, task, actor, answer=asked.answer, days=days, request=asked.pk, unit=str(asked.to_unit))
    return asked


@transaction.atomic
def withdraw_support(request_id: int, *, actor: Person) -> SupportRequest:
    asked, task = _open(request_id, actor, "withdraw_support")
    days = _settle(asked, task, SupportState.WITHDRAWN)
    tell(kinds.SUPPORT_WITHDRAWN, task, actor, days=days, request=asked.pk, unit=str(asked.to_unit))
    return asked
