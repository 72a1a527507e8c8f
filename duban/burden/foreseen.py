"""What an ask would cost before it is sent: who bears how much, and where that leaves their month."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from duban.burden.askers import Ask
from duban.burden.models import Charge
from duban.burden.standing import are_there_budgets, budgets_in, medians, this_month
from duban.org.models import Unit
from duban.ui import days

Source = tuple[str, int]


@dataclass(slots=True)
class Bearer:
    """One unit. Shares are of its budget, in the month that the ask makes fullest; None without a budget. With a `chance`
    below 1 all of it is what it bears if it is drawn."""

    unit: Unit
    people: int = 0
    minutes: float = 0
    chance: float = 1
    month: date | None = None
    used: int | None = None
    after: int | None = None

    @property
    def over(self) -> bool:
        return self.after is not None and self.after > 100


@dataclass(slots=True)
class Foreseen:
    bearers: list[Bearer] = field(default_factory=list)
    people: int = 0
    minutes: int = 0
    # How many measurements stand behind it, all things asked together.
    measurements: int = 0

    @property
    def each(self) -> int:
        return round(self.minutes / self.people) if self.people else 0

    @property
    def hours(self) -> str:
        return days.hours(self.minutes)

    @property
    def over(self) -> list[Bearer]:
        return [bearer for bearer in self.bearers if bearer.over]

    @property
    def shown(self) -> list[Bearer]:
        """Whose month is fullest first: a sender reads the first few."""
        return sorted(self.bearers, key=lambda b: (-(b.after or 0), -b.minutes, b.unit.path))


def in_months(asks: Iterable[Ask]) -> dict[tuple[int, date], float]:
    """(unit, month) → minutes."""
    found: dict[tuple[int, date], float] = {}
    for ask in asks:
        key = ask.bearer_id, ask.on.replace(day=1)
        found[key] = found.get(key, 0) + ask.total
    return found


def charged(keys: Iterable[tuple[int, date]], but: Source | None = None) -> dict[tuple[int, date], int]:
    """(unit, month) → minutes that are charged already, those of the source `but` left out. One query."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = Charge.objects.filter(
        bearer__in={unit for unit, _month in wanted}, month__in={month for _unit, month in wanted}
    )
    if but is not None:
        rows = rows.exclude(source_noun=but[0], source_id=but[1])
    sums = rows.order_by().values_list("bearer", "month").annotate(n=Sum("minutes"))
    return {(unit, month): n for unit, month, n in sums}


def foresee(asks: Iterable[Ask], *, replacing: Source | None = None, units: Iterable[Unit] = ()) -> Foreseen:
    """`replacing` is the source whose asks these take the place of. Asks of months that are over count as of now. `units`
    are bearers that the caller has at hand.

    The sum counts what dice decide by its chance: of ten units of which two are drawn it is what two of them bear.
    """
    asks = list(asks)
    made = Foreseen()
    by_unit: dict[int, list[Ask]] = {}
    for ask in asks:
        by_unit.setdefault(ask.bearer_id, []).append(ask)
    known = {unit.pk: unit for unit in units}
    known |= Unit.objects.in_bulk(by_unit.keys() - known)
    bearers = {
        pk: Bearer(
            known[pk],
            people=max(max(ask.people for ask in given), len({ask.who for ask in given if ask.who})),
            minutes=sum(ask.total for ask in given),
            chance=max(ask.chance for ask in given),
        )
        for pk, given in by_unit.items()
    }
    if are_there_budgets():
        _against_budgets(bearers, asks, replacing)
    made.bearers = list(bearers.values())
    made.people = round(sum(bearer.people * bearer.chance for bearer in made.bearers))
    made.minutes = round(sum(ask.total * ask.chance for ask in asks))
    made.measurements = sum(count for _minutes, count in medians({ask.of for ask in asks if ask.of}).values())
    return made


def _against_budgets(bearers: dict[int, Bearer], asks: list[Ask], replacing: Source | None) -> None:
    asked = {key: n for key, n in in_months(asks).items() if key[1] >= this_month()}
    before = charged(asked, replacing)
    budgets = {month: budgets_in(month) for month in {month for _unit, month in asked}}
    for (unit, month), minutes in asked.items():
        budget = budgets[month].get(unit)
        if budget is None or not minutes:
            continue
        used = before.get((unit, month), 0)
        share, bearer = _percent(used + minutes, budget), bearers[unit]
        if bearer.after is None or share > bearer.after:
            bearer.month, bearer.used, bearer.after = month, _percent(used, budget), share


def _percent(minutes: float, budget: int) -> int:
    """Of a budget of nothing, anything is too much."""
    return round(100 * minutes / budget) if budget else (101 if minutes else 0)
