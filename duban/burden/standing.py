"""What stands on a day: the rates and the budgets in force, and medians of what was measured."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from duban.burden import askers
from duban.burden.models import Budget, Measured, Rates
from duban.calendars import month_end
from duban.org.queries import parents_on
from duban.ui.fresh import Fresh

BUILT_IN = Rates(since=date(2000, 1, 1))


def _read() -> tuple[list[Rates], list[Budget]]:
    return list(Rates.objects.all()), list(Budget.objects.order_by("since"))


_look = Fresh(_read)
# After rates or a budget changed.
forget = _look.forget


def month_of(day: date) -> date:
    return day.replace(day=1)


def this_month() -> date:
    return month_of(timezone.localdate())


def rates_on(day: date) -> Rates:
    """The edition in force; before anybody set one, the figures the house starts with."""
    return next((rates for rates in _look()[0] if rates.since <= day), BUILT_IN)


def minutes_of(act: str, day: date) -> float:
    """What an act takes one person by the rates in force."""
    said = rates_on(day).minutes.get(act)
    return float(said if said is not None else askers.act_called(act).minutes or 0)


def are_there_budgets() -> bool:
    return bool(_look()[1])


def budgets_in(month: date) -> dict[int, int]:
    """Unit id → minutes it may be asked in a month: its own budget, or that of the nearest unit above as the tree stood
    at the end of that month. Units without any are left out."""
    own: dict[int, int | None] = {}
    for budget in _look()[1]:
        if budget.since <= month:
            own[budget.unit_id] = None if budget.hours is None else budget.hours * 60
    own = {unit: minutes for unit, minutes in own.items() if minutes is not None}
    if not own:
        return {}
    above = parents_on(min(month_end(month), max(timezone.localdate(), month)))
    found: dict[int, int] = {}
    for unit in above:
        here: int | None = unit
        while here is not None and here not in own:
            here = above.get(here)
        if here is not None and (minutes := own[here]) is not None:
            found[unit] = minutes
    return found


def medians(of: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[float, int]]:
    """(noun, id) → median minutes and the number of measurements, where there are enough of them."""
    wanted = set(of)
    if not wanted:
        return {}
    rows = Measured.objects.filter(
        of_noun__in={noun for noun, _pk in wanted},
        of_id__in={pk for _noun, pk in wanted},
        count__gte=rates_on(timezone.localdate()).enough,
    )
    found = {(row.of_noun, row.of_id): (row.minutes, row.count) for row in rows}
    return {key: value for key, value in found.items() if key in wanted}


def corrected(of: tuple[str, int], estimate: float) -> float:
    """The median of what was measured, or the estimate while too little was."""
    found = medians([of]).get(of)
    return found[0] if found else estimate
