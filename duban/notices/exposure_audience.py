"""Who is told about exposure notices: who checks, who is exposed and may reply, who wrote it."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from duban.inspections.exposing import kinds as k
from duban.inspections.models import Exposure, ExposureReply
from duban.journal.models import Entry
from duban.notices import audience
from duban.notices.task_audience import voices_of
from duban.org.models import Appointment, Role
from duban.org.voices import speakers_of


def _notice(entry: Entry) -> Exposure | None:
    """Read once for all functions that ask about the same entry."""
    known = entry.__dict__.get("_exposure_told_of")
    if known is None:
        known = Exposure.objects.select_related("unit").filter(pk=entry.noun_id).first()
        entry.__dict__["_exposure_told_of"] = known
    return known


def writers(entry: Entry) -> Iterable[int | None]:
    notice = _notice(entry)
    return notice.written_by.values_list("pk", flat=True) if notice else []


def checkers(entry: Entry) -> Iterable[int | None]:
    """The supervision office and the auditors over the unit, without whoever had a hand in it or is of the unit."""
    notice = _notice(entry)
    if notice is None:
        return []
    posts = Appointment.objects.in_force(timezone.localdate())
    own = {notice.unit_id, *notice.findings.values_list("unit", flat=True)}
    unfit = {*writers(entry), *posts.filter(unit__in=own).values_list("person", flat=True)}
    rows = posts.filter(Q(role=Role.SUPERVISION) | Q(role=Role.AUDITOR)).values_list("person", "role", "unit__path")
    return {
        person for person, role, path in rows
        if person not in unfit and (role == Role.SUPERVISION or notice.unit.path.startswith(path))
    }  # fmt: skip


def exposed(entry: Entry) -> Iterable[int | None]:
    """Who speaks for the unit, and whom a finding concerns."""
    notice = _notice(entry)
    return [*speakers_of(notice.unit), *notice.findings.values_list("person", flat=True)] if notice else []


def exposed_if_heard(entry: Entry) -> Iterable[int | None]:
    """They were asked to reply to it, and need not any more."""
    passes = Entry.objects.filter(noun=entry.noun, noun_id=entry.noun_id, kind=k.PASSED.code, unit_id=entry.unit_id)
    return exposed(entry) if passes.exists() else []


def exposed_if_replying(entry: Entry) -> Iterable[int | None]:
    """It is taken back while they may reply; before the check they knew nothing of it."""
    return exposed(entry) if entry.facts.get("heard") else []


def voices_above(entry: Entry) -> Iterable[int | None]:
    """Who answers for the unit one level up; the group's leaders find it on the list."""
    notice = _notice(entry)
    above = notice.unit.get_parent() if notice else None
    return voices_of([above.pk]) if above is not None and not above.is_root() else []


def repliers(entry: Entry) -> Iterable[int | None]:
    return ExposureReply.objects.filter(exposure=entry.noun_id).values_list("by", flat=True)


def register_all() -> None:
    audience.register([k.SUBMITTED.code], checkers)
    audience.register([k.RETURNED.code], writers)
    audience.register([k.PASSED.code], exposed, writers)
    audience.register([k.REPLIED.code, k.WAIVED.code], writers)
    audience.register([k.DISPUTED.code], writers, checkers)
    audience.register([k.ISSUED.code, k.WITHDRAWN.code], exposed, writers, voices_above, repliers)
    audience.register([k.REDRAFTED.code], exposed_if_replying)
    audience.register([k.DROPPED.code], exposed_if_heard)
    audience.register([k.UPHELD.code], exposed, writers, repliers)
