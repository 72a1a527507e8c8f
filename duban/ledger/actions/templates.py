"""Templates: a task from one, and recurring ones that draft themselves on their day."""

import logging
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.ledger import kinds, terms
from duban.ledger.access import parties
from duban.ledger.actions.registering import register_and_dispatch, register_task
from duban.ledger.models import Task, TaskTemplate
from duban.ledger.transitions import PERMITS
from duban.org.access import standing_of
from duban.org.models import Person, Unit
from duban.ui import faults

log = logging.getLogger(__name__)


def steps_of(template: TaskTemplate, due_on: date) -> list[tuple[str, date]]:
    """The template's milestones for an order due on a day. None lies before today, however short the term is."""
    today = terms.today()
    return [
        (each["title"], min(max(terms.moved(due_on, -each["before_days"]), today), due_on))
        for each in template.milestones
    ]


@transaction.atomic
def register_from_template(
    template_id: int, *, actor: Person, lead_unit: Unit | None = None, due_on: date | None = None
) -> Task:
    """An order after a template. Complete ones are sent at once when the actor may, the others wait as drafts."""
    template = TaskTemplate.objects.get(pk=template_id)
    due_on = due_on or terms.due_after(template.term_days)
    unit = lead_unit or template.lead_unit
    if unit is None:
        raise ValidationError({"lead_unit": _("Name the lead unit.")})
    named = [template.responsible, template.looker]
    complete = all(person is not None and person.is_active for person in named) and bool(template.criterion.strip())
    mine = parties(standing_of(actor), Task(registered_by=actor, lead_unit=unit))
    send = complete and PERMITS["dispatch"].parties & mine
    return (register_and_dispatch if send else register_task)(
        actor=actor,
        title=template.title,
        type=template.type,
        lead_unit=unit,
        due_on=due_on,
        responsible=template.responsible,
        looker=template.looker,
        criterion=template.criterion,
        deliverables=template.deliverables,
        description=template.description,
        nature=template.nature,
        category=template.category,
        programme=template.programme,
        report_every=template.report_every,
        milestones=steps_of(template, due_on),
        origin=("tasktemplate", template.pk),
    )


def register_due(on: date | None = None) -> int:
    """Register every recurring template whose day has come, in its owner's name; each in a transaction of its own.
    One that cannot be registered is told of, tried again the next day, and stops no other.

    Moving `next_on` on is a compare-and-set, so two workers register one order once.
    """
    on = on or terms.today()
    made = 0
    due = TaskTemplate.objects.filter(retired=False, next_on__lte=on).exclude(again_every="")
    for template in due.select_related("owner"):
        following = template.next_on
        while following is not None and following <= on:
            following = terms.next_after(following, template.again_every, template.again_from)
        try:
            with transaction.atomic():
                won = TaskTemplate.objects.filter(pk=template.pk, next_on=template.next_on).update(
                    next_on=following or on + timedelta(days=1)
                )
                if won:
                    register_from_template(template.pk, actor=template.owner)
        except (PermissionDenied, ValidationError) as error:
            log.exception(
                "The recurring order “%s” could not be registered in the name of %s", template, template.owner
            )
            _tell_of(template, error)
        else:
            made += bool(won)
    return made


@transaction.atomic
def _tell_of(template: TaskTemplate, error: PermissionDenied | ValidationError) -> None:
    """Once for each day on which it should have registered itself, however often it is tried; a reason that has become
    another one is only kept."""
    if isinstance(error, ValidationError):
        reason = faults.say(error)
    else:
        reason = _("%(person)s may not give tasks any more: somebody else must take it over.") % {
            "person": template.owner
        }
    due = TaskTemplate.objects.filter(pk=template.pk, next_on=template.next_on)
    new = due.exclude(failed_for=template.next_on).update(failed_for=template.next_on, failure=reason)
    if not new:
        due.update(failure=reason)
        return
    journal.append(
        kinds.TEMPLATE_FAILED,
        actor=None,
        noun="tasktemplate",
        noun_id=template.pk,
        body={"name": template.name, "on": template.next_on, "reason": reason},
    )
