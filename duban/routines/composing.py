"""The draft of one report: its window, what the sources tell, and the open points of the last report carried over."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.calendars import WorkingCalendar, month_end, quarter_end
from duban.ledger import terms
from duban.org.models import Person
from duban.routines import sources
from duban.routines.models import Form, Occurrence, Report
from duban.routines.sources import DONE, PROBLEM, Draft, Line, Window

_USUAL = {
    Form.WEEKLY: timedelta(days=7),
    Form.MONTHLY: timedelta(days=31),
    Form.QUARTERLY: timedelta(days=92),
}


def last_report(one: Occurrence) -> Report | None:
    """The unit's last report on the same duty before this one."""
    rows = Report.objects.filter(occurrence__duty=one.duty_id, occurrence__subject=one.subject)
    rows = rows.filter(occurrence__day__lt=one.day).select_related("occurrence")
    return rows.order_by("-occurrence__day", "-occurrence__shift").first()


def window_of(one: Occurrence, last: Report | None, now: datetime, calendar: WorkingCalendar) -> Window:
    """What happened since the last report (never longer than twice its usual period), and the time up to the next."""
    day = one.day
    usual = _USUAL.get(Form(one.duty.form))
    if usual is None:
        # From the working day before: after a holiday a morning speaks of all of it.
        first = calendar.previous_working_day(day)
        begin = timezone.make_aware(datetime.combine(first, time()))
        if one.duty.form == Form.EVENING:
            begin = timezone.make_aware(datetime.combine(day, time()))
    else:
        begin = timezone.make_aware(datetime.combine(day - usual, time()))
    since = last.at if last is not None and last.at > begin - (usual or timedelta(days=3)) else begin
    return Window(one.duty.form, day, since, max(now, since), _ahead(one, calendar))


def _ahead(one: Occurrence, calendar: WorkingCalendar) -> date:
    day, form = one.day, one.duty.form
    if form == Form.MORNING:
        return day
    if form == Form.WEEKLY:
        return day + timedelta(days=7)
    if form == Form.MONTHLY:
        return month_end(day + timedelta(days=28))
    if form == Form.QUARTERLY:
        return quarter_end(day + timedelta(days=88))
    return calendar.next_working_day(day)


def compose(one: Occurrence, reader: Person, now: datetime | None = None) -> Draft:
    """Drafted for whoever confirms it: only from what they may see."""
    last = last_report(one)
    window = window_of(one, last, now or timezone.now(), terms.calendar())
    if one.duty.form == Form.SHORT:
        return Draft(window, _carried(last))
    made = sources.draft(one.unit, window, reader)
    known = {line.text for line in made.lines}
    said = " ".join(known)
    carried = [line for line in _carried(last) if line.text not in known and _point(line.text) not in said]
    # What was open yesterday comes first: it is asked about first.
    made.lines = [*carried, *made.lines]
    if not made.of(DONE) and not made.of(PROBLEM):
        made.lines.append(Line(DONE, _("Nothing out of the ordinary happened.")))
    return made


def _carried(last: Report | None) -> list[Line]:
    if last is None:
        return []
    url = last.occurrence.get_absolute_url()
    return [Line(PROBLEM, line, url) for line in last.problem.splitlines() if line.strip()]


def _point(text: str) -> str:
    """What a line is about, without how long it has been so: the same task is overdue by one day more today."""
    for mark in ("：", ": "):
        if mark in text:
            return text.partition(mark)[2].strip()
    return text
