"""What standing duties ask, as data for the ledger of burdens: occurrences × what one takes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth

from duban.burden import actions as burden
from duban.burden.askers import Ask
from duban.burden.models import How
from duban.burden.standing import medians, minutes_of, month_of
from duban.checklists.costs import EDITION, estimates
from duban.checklists.models import Edition
from duban.ledger import terms
from duban.org.models import Appointment, Person, Unit
from duban.routines import timing
from duban.routines.access import duties
from duban.routines.models import Duty, Form, Occurrence, Who
from duban.routines.subjects import Subject, owing, subjects_of

NOUN = "duty"
ROUND, SHORT, BRIEFING, NOTE, LINE = "round", "short_report", "briefing", "period_note", "drafted_line"
AHEAD = timedelta(days=30)
Of = tuple[str, int] | None
_ACTS = {
    Form.CHECKLIST: ROUND, Form.SHORT: SHORT, Form.MORNING: BRIEFING, Form.EVENING: BRIEFING,
    Form.WEEKLY: NOTE, Form.MONTHLY: NOTE, Form.QUARTERLY: NOTE,
}  # fmt: skip


def act_of(duty: Duty) -> str:
    return _ACTS[Form(duty.form)]


def each_of_many(rows: Iterable[Duty], day: date) -> dict[int | None, tuple[float, Of]]:
    """Duty → minutes of one person for one time, and what they are corrected by. What its owner says stands until it was
    measured; a checklist is counted item by item. Three queries, however many."""
    rows = list(rows)
    asked = {duty.checklist_id for duty in rows if duty.checklist_id}
    in_force = Edition.objects.in_force(day).filter(checklist__in=asked) if asked else Edition.objects.none()
    editions = dict(in_force.values_list("checklist", "pk"))
    counted = estimates(editions.values(), day)
    said: dict[int | None, tuple[float, Of]] = {}
    for duty in rows:
        if (edition := editions.get(duty.checklist_id or 0)) is not None:
            said[duty.pk] = counted[edition], (EDITION, edition)
        else:
            of = (NOUN, duty.pk) if duty.pk and not duty.checklist_id else None
            said[duty.pk] = float(duty.minutes or (0 if duty.checklist_id else minutes_of(act_of(duty), day))), of
    known = medians({of for _minutes, of in said.values() if of})
    return {pk: (known[of][0] if of in known else minutes, of) for pk, (minutes, of) in said.items()}


def each_of(duty: Duty, day: date) -> tuple[float, Of]:
    return each_of_many([duty], day)[duty.pk]


def asks_ahead(duty: Duty, units: Sequence[Unit], people: Sequence[Person], today: date) -> list[Ask]:
    """What a duty would ask in the next thirty days, whether it was saved or is only typed yet. Raises BadRule."""
    last = today + AHEAD
    slots = timing.slots(duty, max(today, duty.since), last, terms.calendar())
    subjects = _subjects(duty, units, people, today, last)
    each, of = each_of(duty, today)
    times: dict[tuple[int, date], tuple[set[str], int]] = {}
    for day, _shift in slots:
        for subject in owing(subjects, day):
            who, n = times.get((subject.unit_id, month_of(day)), (set(), 0))
            times[subject.unit_id, month_of(day)] = who | {subject.key}, n + 1
    return [Ask(unit, act_of(duty), month, each, len(who), n, of) for (unit, month), (who, n) in times.items()]


def _subjects(duty: Duty, units: Sequence[Unit], people: Sequence[Person], today: date, last: date) -> list[Subject]:
    if duty.who == Who.UNITS:
        return [Subject(f"u{unit.pk}", unit.pk, None, unit.opened_on, unit.closed_on) for unit in units]
    if duty.who != Who.PEOPLE:
        return subjects_of(duty, today, last)
    seats = Appointment.objects.in_force(today).filter(person__in=list(people)).order_by("unit__depth", "pk")
    return [Subject(f"p{person}", unit, person, since, until)
            for person, unit, since, until in seats.values_list("person_id", "unit_id", "since", "until")]  # fmt: skip


def weigh(duty: Duty, units: Sequence[Unit], people: Sequence[Person], actor: Person, reason: str | None) -> None:
    if reason is not None:
        asks = asks_ahead(duty, units, people, terms.today())
        burden.weigh(
            asks, actor=actor, source=(NOUN, duty.pk), title=duty.name, unit_id=duty.owner_id, reason=reason,
            replacing=(NOUN, duty.pk),
        )  # fmt: skip


def charge(duty: Duty, today: date | None = None) -> None:
    """Put on the ledger what is owed this month and as far ahead as occurrences were made. Excused ones cost nothing.

    Occurrences that the duty no longer holds, but that are not yet taken back, are left out already.
    """
    today = today or terms.today()
    rows = Occurrence.objects.filter(duty=duty, day__gte=month_of(today))
    if duty.until:
        rows = rows.filter(day__lte=duty.until)
    if duty.who == Who.UNITS:
        rows = rows.exclude(day__gt=today, unit__in=Unit.objects.exclude(pk__in=duty.units.values("pk")))
    rows = rows.exclude(met_at__isnull=True, excused_at__isnull=False).order_by()
    by_month = rows.annotate(month=TruncMonth("day")).values_list("unit", "month")
    each, of = each_of(duty, today)
    counted = by_month.annotate(n=Count("pk"), people=Count("subject", distinct=True))
    asks = [Ask(unit, act_of(duty), month, each, people, n, of) for unit, month, n, people in counted]
    burden.declare((NOUN, duty.pk), asks, asker_id=duty.owner_id)


def learn(one: Occurrence, said: Mapping[str, str], draft: Mapping[str, Sequence[str]], took: float | None) -> None:
    """From a confirmed report: how long it took, and how many lines nobody had to write because they were drafted."""
    if took is not None:
        burden.measure((NOUN, one.duty_id), seen=("occurrence", one.pk), minutes=took)
    known = {line for part in draft.values() for line in part}
    kept = sum(line in known for words in said.values() for line in words.splitlines())
    if kept:
        key = one.unit_id, month_of(terms.today())
        spared = {key: kept * minutes_of(LINE, terms.today())}
        burden.save_minutes(How.PREFILLED, (NOUN, one.duty_id), spared, count=kept)


def titles(person: Person, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    return {row.pk: (row.name, row.get_absolute_url()) for row in duties.visible_to(person).filter(pk__in=ids)}
