"""Who is told about standing duties: whoever the duty names when it is missing, and both sides of a question."""

from collections.abc import Iterable

from django.utils import timezone

from duban.journal.models import Entry
from duban.notices import audience
from duban.notices.task_audience import voices_of
from duban.org.models import Appointment, Role, Unit
from duban.org.voices import speakers_of
from duban.routines import kinds as k
from duban.routines.models import Escalation, Occurrence


def told_of_missing(entry: Entry) -> Iterable[int | None]:
    to, unit = entry.facts.get("to"), Unit.objects.filter(pk=entry.unit_id).first()
    if to == Escalation.PERSON:
        return [entry.facts.get("person")]
    if to == Escalation.OFFICE:
        return _holders(Appointment.objects.filter(role=Role.SUPERVISION))
    if unit is None:
        return []
    seat = unit.path if to == Escalation.HEAD else unit.path[: -Unit.steplen]
    return _holders(Appointment.objects.filter(role__in=(Role.HEAD, Role.LEADER), unit__path=seat))


def _holders(rows: "object") -> Iterable[int]:
    return rows.in_force(timezone.localdate()).values_list("person_id", flat=True)  # type: ignore[attr-defined]


def owing(entry: Entry) -> Iterable[int | None]:
    """Whoever is asked: the person, or those who speak for the unit."""
    one = Occurrence.objects.filter(pk=entry.noun_id).first()
    if one is None:
        return []
    return [one.person_id] if one.person_id else voices_of([one.unit_id])


def asker(entry: Entry) -> Iterable[int | None]:
    return [entry.facts.get("asked_by")]


def keeping(entry: Entry) -> Iterable[int | None]:
    """Who speaks for the unit that set the duty: what it follows was paused or ended, maybe by another unit."""
    owner = Unit.objects.filter(pk=entry.unit_id).first()
    return speakers_of(owner) if owner else []


def register_all() -> None:
    audience.register([k.ESCALATED.code], told_of_missing)
    audience.register([k.ASKED.code], owing)
    audience.register([k.ANSWERED.code], asker)
    audience.register([k.FOLLOWED_PAUSED.code, k.FOLLOWED_RESUMED.code, k.FOLLOWED_ENDED.code], keeping)
