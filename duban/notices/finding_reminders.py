"""The morning's reminder of findings: the unit before its term ends, on the last day, and after it; then the office as well."""

from collections import defaultdict
from datetime import date

from duban.findings.models import Finding, State
from duban.ledger import terms
from duban.notices.finding_audience import office_on
from duban.notices.kinds import FINDINGS
from duban.notices.models import Notice
from duban.notices.reminding import late_since, named, reminder
from duban.org.voices import speakers_of_each


def reminders(today: date) -> list[Notice]:
    """One notice for each person who speaks for a unit that owes an answer or a plan, and for the office of what is late."""
    found = _waiting(today)
    if not found:
        return []
    voices = speakers_of_each({each.unit for each in found}, today)
    office = set(office_on(today))
    told: dict[int, list[Finding]] = defaultdict(list)
    for each in found:
        for person in {*voices[each.unit_id]} | (office if each.is_unanswered(today) else set()):
            told[person].append(each)
    return [_reminder(person, findings, today) for person, findings in told.items()]


def _waiting(today: date) -> list[Finding]:
    """Due today or on the next working day, and what ran out since the last one; all that ran out on the first working day
    of a week, as with tasks."""
    after = terms.calendar().add_working_days(today, 1)
    owed = Finding.objects.filter(state__in=(State.ISSUED, State.ACCEPTED), ended_on__isnull=True, answer_by__lte=after)
    if since := late_since(today):
        owed = owed.filter(answer_by__gte=since)
    rows = owed.select_related("unit").only("number", "title", "unit__path", "answer_by")
    return list(rows.order_by("answer_by", "id"))


def _reminder(person: int, findings: list[Finding], today: date) -> Notice:
    late = sum(each.is_unanswered(today) for each in findings)
    return reminder(FINDINGS, person, today, late=late, near=len(findings) - late, findings=named(findings))
