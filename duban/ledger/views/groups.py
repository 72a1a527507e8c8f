"""The ledger in groups: one line a unit, programme, person or light, each number leading to its rows."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.ledger import queries
from duban.ledger.models import Light, Programme
from duban.ledger.queries import Counts
from duban.ledger.views import filters
from duban.ledger.views.figures import Line, busiest, line
from duban.org.fields import key_of
from duban.org.models import Person, Unit
from duban.org.requests import PersonRequest
from duban.ui.addresses import number_said

LABELS = {
    "unit": gettext_lazy("By unit"),
    "programme": gettext_lazy("By programme"),
    "person": gettext_lazy("By person"),
    "light": gettext_lazy("By light"),
}
MOST = 200
LIGHTS = (Light.RED, Light.YELLOW, Light.PAUSED, Light.GREEN)
# What the tally knows of a group besides itself. Within any other filter, the rows themselves are counted.
TALLIED = {"unit": {"programme"}, "light": {"programme"}}
FIELDS = {"unit": "lead_unit", "programme": "programme", "person": "responsible"}


def of(request: PersonRequest, by: str, chosen: dict[str, str]) -> dict[str, Any]:
    programme = number_said(chosen.get("programme", ""))
    tallied = chosen.keys() <= TALLIED.get(by, set()) and bool(programme) == ("programme" in chosen)
    if by == "light":
        lines = _lights(_lights_tallied(request.user, programme) if tallied else _lit(request.user, chosen), chosen)
    elif tallied:
        lines = _lines(by, _tallied(request.user, by, programme), chosen)
    else:
        # The list leaves out what has ended, unless asked; the numbers beside it do not.
        rows = queries.tasks_for(request.user, {"state": "all", **chosen})
        lines = _lines(by, queries.counts_in(rows, FIELDS[by]), chosen, counted=True)
    heading = {"unit": _("Unit"), "programme": _("Programme"), "person": _("Responsible"), "light": _("Light")}
    return {
        "groups": lines,
        "group_label": heading[by],
        "listed": not tallied and by != "light",
        "said": _("Every number leads to its rows."),
    }


def _tallied(person: Person, by: str, programme: int | None) -> dict[int, Counts]:
    match by:
        case "unit":
            return queries.unit_counts(person, programme=programme)
        case "programme":
            return queries.programme_counts(person)
    return queries.person_counts(person)


def _lines(by: str, counts: dict[int, Counts], chosen: dict[str, str], *, counted: bool = False) -> list[Line]:
    shown = busiest(counts, MOST)
    names = _names(by, shown)
    through_all = chosen.keys() & {"state", *filters.THROUGH_ALL}
    lines = []
    for key in shown:
        if key in names:
            found = counts[key]
            listed = (found.all if through_all else found.unended) if counted else None
            lines.append(line(names[key], found, listed=listed, **{**chosen, **_where(by, key)}))
    return lines


def _names(by: str, keys: list[int]) -> dict[int, str]:
    if by == "unit":
        return {pk: str(unit) for pk, unit in Unit.objects.in_bulk(keys).items()}
    named: Any = Programme if by == "programme" else Person
    return dict(named.objects.filter(pk__in=keys).values_list("pk", "name"))


def _where(by: str, key: int) -> dict[str, Any]:
    match by:
        case "unit":
            return {"unit": key, "alone": 1}
        case "person":
            return {"person": key_of(key)}
    return {by: key}


def _lights_tallied(person: Person, programme: int | None) -> dict[Light, int]:
    total = queries.total_counts(person, programme=programme)
    paused = queries.paused_count(person, programme=programme)
    green = max(total.open - total.red - total.yellow - paused, 0)
    return dict(zip(LIGHTS, (total.red, total.yellow, paused, green), strict=True))


def _lit(person: Person, chosen: dict[str, str]) -> dict[Light, int]:
    lights = [light for light in LIGHTS if chosen.get("light", light) == light]
    return {light: queries.tasks_for(person, {**chosen, "light": light.value}).order_by().count() for light in lights}


def _lights(counts: dict[Light, int], chosen: dict[str, str]) -> list[Line]:
    lines = []
    for light, n in counts.items():
        lit = Counts(underway=n, red=n if light == Light.RED else 0, yellow=n if light == Light.YELLOW else 0)
        within: dict[str, Any] = {**chosen, "light": light.value}
        lines.append(line(str(light.label), lit, **within))
    return lines
