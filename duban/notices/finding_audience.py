"""Who is told of what happens to a finding: the unit, the finder, and whoever has the next move."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils import timezone

from duban.findings import kinds as k
from duban.findings.access import is_by_reporter, names_finder
from duban.findings.models import Finding
from duban.journal.models import Entry
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
    finding = _finding(entry)
    if finding is None or not is_by_reporter(finding, entry.actor_id):
        return []
    rows = Person.objects.filter(pk__in=people)
    return [person.pk for person in rows if not names_finder(standing_of(person), finding, was_reported=True)]


def register_all() -> None:
    audience.register_unnamed("finding", protected_from)
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
