"""Reads: lists, who is missing now, the heat map, the roll-up of briefings."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from duban.org.access import standing_of
from duban.org.models import Person, Role, Unit
from duban.routines.access import VOICES, duties, occurrences
from duban.routines.models import Duty, Form, Occurrence, Question, Standing

MOST_UNITS = 300


def duties_for(
    person: Person, *, text: str = "", form: str = "", state: str = "", programme: int | None = None, on: date
) -> QuerySet[Duty]:
    rows = duties.visible_to(person)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(owner__name__icontains=text) | Q(document__icontains=text))
    if form:
        rows = rows.filter(form=form)
    if programme is not None:
        rows = rows.filter(programme=programme)
    ended = Q(until__lt=on)
    return rows.filter(ended) if state == "ended" else rows if state == "all" else rows.exclude(ended)


def occurrences_for(
    person: Person,
    *,
    duty: int | None = None,
    unit: Unit | None = None,
    day: date | None = None,
    since: date | None = None,
    until: date | None = None,
    standing: str = "",
    alone: bool = False,
    now: datetime | None = None,
) -> QuerySet[Occurrence]:
    """`alone` leaves out what is below the unit."""
    rows = occurrences.visible_to(person)
    if duty:
        rows = rows.filter(duty=duty)
    if unit is not None:
        rows = rows.filter(unit=unit) if alone else rows.filter(unit__path__startswith=unit.path)
    if day:
        rows = rows.filter(day=day)
    if since:
        rows = rows.filter(day__gte=since)
    if until:
        rows = rows.filter(day__lte=until)
    return rows.standing(standing, now or timezone.now()) if standing else rows  # type: ignore[attr-defined]


class Cell(NamedTuple):
    """A unit's day. `open` is not due yet; whatever is left of `made` is missing. Thousands stand on a page, and few
    differ: whatever is worked out of one is worked out once for all that are equal."""

    made: int = 0
    met: int = 0
    late: int = 0
    excused: int = 0
    open: int = 0

    @property
    def missed(self) -> int:
        return max(self.made - self.met - self.late - self.excused - self.open, 0)

    @property
    def numbers(self) -> dict[str, int]:
        return {"made": self.made, "done": self.met + self.late, "late": self.late, "missed": self.missed}

    @property
    def look(self) -> str:
        """The worst of it, as a word for the style sheet; the cell also says it in figures."""
        if not self.made:
            return "none"
        if self.missed:
            return "missed"
        if self.open:
            return "open"
        if self.late:
            return "late"
        return "excused" if self.excused == self.made else "met"

    @property
    def figure(self) -> str:
        if not self.made:
            return ""
        if self.missed:
            return f"−{self.missed}"
        if self.open:
            return f"{self.met + self.late}/{self.made - self.excused}"
        return "○" if self.excused == self.made else "△" if self.late else "✓"


@dataclass(slots=True)
class HeatMap:
    days: list[date]
    units: list[Unit] = field(default_factory=list)
    cells: dict[int, dict[date, Cell]] = field(default_factory=dict)
    cut: bool = False

    def row(self, unit: Unit) -> list[Cell]:
        of_unit = self.cells.get(unit.pk, {})
        return [of_unit.get(day, _EMPTY) for day in self.days]


_EMPTY = Cell()


def heat_map(
    person: Person, first: date, last: date, *, duty: int = 0, top: Unit | None = None, now: datetime | None = None
) -> HeatMap:
    """Units by days from the tally, with what is not due yet from the few that are open. Three queries, however long
    the table of occurrences has grown."""
    now = now or timezone.now()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    seen = _units_for(person, top)
    names = "SELECT unit, day, SUM(made), SUM(met), SUM(late), SUM(excused) FROM routines_tally"
    adapt = connection.ops.adapt_datefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            f"{names} WHERE duty = %s AND day BETWEEN %s AND %s GROUP BY unit, day HAVING SUM(made) <> 0",
            [duty, adapt(first), adapt(last)],
        )
        counted = cursor.fetchall()
    made, alike = HeatMap(days), dict[tuple[int, ...], Cell]()  # one cell for all with the same numbers
    kept = seen if seen is None else {unit.pk for unit in seen}
    for unit_id, day, *rest in counted:
        if kept is None or unit_id in kept:
            key, numbers = day if isinstance(day, date) else date.fromisoformat(day), tuple(rest)
            if numbers not in alike:
                alike[numbers] = Cell(*numbers)
            made.cells.setdefault(unit_id, {})[key] = alike[numbers]
    made.units = (
        [u for u in seen if u.pk in made.cells]
        if seen is not None
        else list(Unit.objects.filter(pk__in=made.cells).order_by("path"))
    )
    if len(made.units) > MOST_UNITS:
        made.units, made.cut = made.units[:MOST_UNITS], True
    open_rows = Occurrence.objects.unmet().filter(day__range=(first, last), due_at__gte=now).order_by()
    if duty:
        open_rows = open_rows.filter(duty=duty)
    for unit_id, day, count in open_rows.values_list("unit", "day").annotate(n=Count("pk")):
        of_unit = made.cells.get(unit_id, {})
        if day in of_unit:
            of_unit[day] = of_unit[day]._replace(open=count)
    return made


def _units_for(person: Person, top: Unit | None) -> list[Unit] | None:
    """Units whose cells the person reads; None for all. Of persons' duties only figures are shown to their unit's own
    people; the rows behind are for those who speak for it."""
    standing = standing_of(person)
    if top is None and standing.sees_all:
        return None
    rows = Unit.objects.all() if standing.sees_all else Unit.objects.filter(pk__in=standing.subtree_ids)
    if top is not None:
        rows = rows.filter(path__startswith=top.path)
    return list(rows.order_by("path"))


def missing_now(person: Person, now: datetime | None = None, *, days: int = 7) -> QuerySet[Occurrence]:
    """What should be there and is not, of the last days."""
    now = now or timezone.now()
    since = timezone.localtime(now).date() - timedelta(days=days)
    return occurrences_for(person, standing=Standing.MISSED, since=since, now=now)


# -- briefings -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class RollUp:
    """Every unit's report on one day in the order of the tree, and who is missing."""

    rows: list[Occurrence]
    missing: list[Occurrence]
    expected: list[Occurrence]
    excused: list[Occurrence]
    answered: int = 0


def roll_up(
    person: Person,
    form: str,
    day: date,
    *,
    top: Unit | None = None,
    last: date | None = None,
    now: datetime | None = None,
) -> RollUp:
    """Reports of a form on a day (or from a day to a day, for notes of a period). Four queries."""
    now = now or timezone.now()
    rows = occurrences_for(person, unit=top, since=day, until=last or day).filter(duty__form=form)
    rows = (
        rows.filter(person__isnull=True)
        .select_related("report__by")
        .prefetch_related(Prefetch("questions", Question.objects.select_related("asked_by", "answered_by")))
    )
    found = list(rows.order_by("unit__path", "day", "duty", "pk")[:1000])
    if last and last > day:
        # Twice within one period by its own rule: what the unit says of it is its latest.
        found = list({(one.unit_id, one.duty_id): one for one in found}.values())
    made = RollUp([], [], [], [])
    for one in found:
        standing = one.standing_at(now)
        if standing in (Standing.MET, Standing.LATE):
            made.rows.append(one)
        elif standing == Standing.MISSED:
            made.missing.append(one)
        elif standing == Standing.EXCUSED:
            made.excused.append(one)
        else:
            made.expected.append(one)
    return made


def own_forms(person: Person) -> list[str]:
    """Forms of briefings that can be read by this person, in the order of their rhythm."""
    present = set(Duty.objects.exclude(form__in=(Form.SHORT, Form.CHECKLIST)).values_list("form", flat=True).distinct())
    return [form for form in Form.values if form in present]


def owed_by(person: Person, now: datetime) -> QuerySet[Occurrence]:
    """What this person owes now, their own and their units', the last days' missing ones included."""
    standing = standing_of(person)
    seats = [p.unit_id for p in standing.posts if p.role in (*VOICES, Role.MEMBER)]
    today = timezone.localtime(now).date()
    rows = Occurrence.objects.unmet().filter(day__range=(today - timedelta(days=3), today), opens_at__lte=now)
    mine = Q(person__in=standing.person_ids) | Q(person__isnull=True, unit__in=seats)
    return rows.filter(mine).select_related("duty__owner", "unit", "person")


def questions_for(person: Person) -> QuerySet[Question]:
    """Questions that wait for this person's answer."""
    standing = standing_of(person)
    rows = Question.objects.filter(answered_at__isnull=True).select_related("occurrence__duty", "asked_by")
    return rows.filter(
        Q(occurrence__person__in=standing.person_ids)
        | Q(occurrence__person__isnull=True, occurrence__unit__in=standing.unit_ids)
    )


def voices(person: Person) -> bool:
    """Whether this person leads or speaks for a unit, or sees all: for what concerns others' duties."""
    standing = standing_of(person)
    return standing.sees_all or standing.has(*VOICES)
