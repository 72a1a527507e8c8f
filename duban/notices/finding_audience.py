"""Who is told of what happens to a finding: the unit, the finder, and whoever has the next move."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils import timezone

from duban.findings import kinds as k
from duban.findings.models import Finding
from duban.journal.models import Entry
from duban.notices import audience
from duban.org.models import Appointment, Role
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


def register_all() -> None:
    told: list[tuple[tuple[str, ...], tuple[Who, ...]]] = [
        ((k.REPORTED.code, k.DISPUTED.code, k.PLANNED.code), (office,)),
        ((k.ISSUED.code,), (unit_voices, person_concerned, finder)),
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
