"""Urging: at most so often a working day per person as the rules say (once), all tasks in one urging."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from duban.ledger import kinds, terms
from duban.ledger.access import tasks, waits_for
from duban.ledger.actions.bulk import Result, message_of
from duban.ledger.actions.door import tell
from duban.ledger.models import State, Task, Urge
from duban.org.models import Person


@dataclass(frozen=True, slots=True)
class Urging:
    """What came of it: the urgings sent, and for each task whether it was in one."""

    urges: list[Urge]
    results: list[Result]


def urge_tasks(task_ids: Iterable[int], *, actor: Person, note: str = "") -> Urging:
    """Urge whoever each task waits for: the responsible person, or the looker once completion is claimed.

    One urging for each person, naming all their tasks. Who was urged today already is left in peace; when that leaves
    nothing to send, ValidationError says so.
    """
    today = terms.today()
    if not terms.calendar().is_working_day(today):
        raise ValidationError(_("Nobody is urged on a day off."), code="day_off")
    grouped: dict[int, tuple[Person, list[Task]]] = {}
    results: list[Result] = []
    for pk in dict.fromkeys(task_ids):
        try:
            with transaction.atomic():
                task = tasks.take(actor, pk, "urge")
                person = task.looker if task.state == State.CLAIMED else task.responsible
            if person is None or person.pk == actor.pk:
                raise ValidationError(_("It waits for yourself."))
            grouped.setdefault(person.pk, (person, []))[1].append(task)
        except (ValidationError, PermissionDenied, Http404) as error:
            results.append(Result(pk, False, message_of(error)))
    urges: list[Urge] = []
    limit = terms.rules_on(today).urges_per_day
    for person, found in grouped.values():
        try:
            urge, refused = _urge(person, found, actor, note.strip(), limit)
            urges.append(urge)
            results += [refused.get(t.pk, Result(t.pk, True, "")) for t in found]
        except ValidationError as error:
            results += [Result(t.pk, False, message_of(error)) for t in found]
    if not urges and results:
        raise ValidationError(list(dict.fromkeys(r.message for r in results)), code="nothing")
    return Urging(urges, results)


@transaction.atomic
def _urge(person: Person, found: list[Task], actor: Person, note: str, limit: int) -> tuple[Urge, dict[int, Result]]:
    """The urging, and what became otherwise of tasks meanwhile: ended, or no longer waiting for this person."""
    held, refused = [], {}
    # In one order, so that two who urge the same tasks do not wait for each other.
    for task in sorted(found, key=lambda t: t.pk):
        try:
            task = tasks.take(actor, task.pk, "urge")
            if waits_for(task) != person.pk:
                raise ValidationError(_("It waits for somebody else by now."))
            held.append(task)
        except (ValidationError, PermissionDenied, Http404) as error:
            refused[task.pk] = Result(task.pk, False, message_of(error))
    if not held:
        raise ValidationError([result.message for result in refused.values()])
    urge = _next_turn(person, actor, note, limit)
    if urge is None:
        raise ValidationError(
            _("%(person)s was urged today already.") % {"person": person}, code="urged", params={"person": str(person)}
        )
    urge.tasks.set(held)
    for task in held:
        tell(kinds.URGED, task, actor, person=str(person), person_id=person.pk, note=note, urge=urge.pk)
    return urge, refused


def _next_turn(person: Person, actor: Person, note: str, limit: int) -> Urge | None:
    today = terms.today()
    while (turn := Urge.objects.filter(person=person, on=today).count() + 1) <= limit:
        try:
            # Two who urge at once take the same turn; the constraint lets one of them through, the other takes the next.
            with transaction.atomic():
                return Urge.objects.create(person=person, on=today, turn=turn, by=actor, note=note)
        except IntegrityError:
            continue
    return None
