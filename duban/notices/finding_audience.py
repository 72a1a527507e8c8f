"""Who is told of what happens to a finding: the unit, the finder, and whoever has the next move."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils import timezone

from duban.findings import kinds as k
from duban.findings.access import may_name_reporter, names_finder, reported
from duban.findings.models import Finding
from duban.journal.models import Entry
from duban.ledger.models import Task
from duban.notices import audience
from duban.org.access import standing_of
from duban.org.models import Appointment, Person, Role
from duban.org.voices import speakers_of

Who = Callable[[Entry], Iterable[int | None]]


def _finding(entry: Entry) -> Finding | None:
    """The finding, read once for all functions that ask about the same entry."""
    known = entry.__dict__.get("_finding_told_of")
    if known is None:
        known = Finding.objects.select_related("task", "unit").filter(pk=entry.noun_id).first()
        entry.__dict__["_finding_told_of"] = known
    return known


def finder(entry: Entry) -> Iterable[int | None]:
    finding = _finding(entry)
    return [finding.found_by_id] if finding else []


def unit_voices(entry: Entry) -> Iterable[int | None]:
    finding = _finding(entry)
    return speakers_of(finding.unit) if finding else []


def person_concerned(entry: Entry) -> Iterable[int | None]:
    finding = _finding(entry)
    return [finding.person_id] if finding else []


def responsible(entry: Entry) -> Iterable[int | None]:
    finding = _finding(entry)
    return [finding.task.responsible_id] if finding and finding.task else []


def office(entry: Entry) -> Iterable[int | None]:
    """The supervision office, where something waits for its decision."""
    return office_on(timezone.localdate())


def office_on(day: date) -> Iterable[int]:
    return Appointment.objects.in_force(day).filter(role=Role.SUPERVISION).values_list("person_id", flat=True)


def protected_from(entry: Entry, people: set[int]) -> Iterable[int]:
    """Whoever looks at it may be who reported it: those who do not read that on its page read no name here either."""
    if not may_name_reporter(entry):
        return []
    finding = _finding_of_task(entry) if entry.noun == "task" else _finding(entry)
    if finding is None or not Finding.objects.filter(reported(), pk=finding.pk).exists():
        return []
    rows = Person.objects.filter(pk__in=people)
    return [person.pk for person in rows if not names_finder(standing_of(person), finding, was_reported=True)]


def _finding_of_task(entry: Entry) -> Finding | None:
    """By where the task comes from: once it is cancelled, the finding no longer names it."""
    origin = Task.objects.filter(pk=entry.noun_id, origin_noun="finding").values("origin_id")
    return Finding.objects.filter(pk__in=origin).first()


def register_all() -> None:
    for noun in ("finding", "task"):
        audience.register_unnamed(noun, protected_from)
    told: list[tuple[tuple[str, ...], tuple[Who, ...]]] = [
        ((k.REPORTED.code, k.DISPUTED.code, k.PLANNED.code), (office,)),
        ((k.ISSUED.code, k.DEEMED.code), (unit_voices, person_concerned, finder)),
        ((k.DISMISSED.code,), (finder,)),
        ((k.DISPUTED.code, k.FIXED.code, k.CLOSED.code), (finder,)),
        ((k.RULED.code, k.OUTCOME.code), (unit_voices, person_concerned, finder)),
        ((k.PLAN_REFUSED.code, k.PLAN_VOID.code), (unit_voices,)),
        ((k.RETURNED.code, k.CLOSED.code), (responsible, unit_voices)),
        ((k.RELAPSED.code,), (responsible, unit_voices, finder)),
        ((k.FIX_DRAWN.code,), (office,)),
    ]
    for kinds, who in told:
        audience.register(kinds, *who)
