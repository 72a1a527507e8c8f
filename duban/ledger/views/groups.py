"""The ledger in groups: one line a unit, programme, person or light, each number leading to its rows."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.ledger import queries
from duban.ledger.models import Light, Programme
from duban.ledger.queries import Counts
from duban.ledger.views import filters
from duban.ledger.views.figures import Line, busiest, line, rows_url
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


def of(request: PersonRequest, by: str, chosen: dict[str, str]) -> dict[str, Any]:
    # Groups are summed from the tally, which knows units and programmes, not every filter.
    programme = number_said(chosen.get("programme", ""))
    kept = {"programme": programme} if programme and by != "programme" else {}
    lines, heading = READERS[by](request.user, kept)
    return {
        "groups": lines,
        "group_label": heading,
        "filters": filters.draw(chosen, leave_out=_leave_out(by), keep={"group": by}),
        "said": _("Every number leads to its rows."),
    }


def _leave_out(by: str) -> tuple[str, ...]:
    left = ("q", "unit", "person", "light", "state", "category", "type", "nature", "due")
    return left if by == "unit" else (*left, "programme")


def by_unit(person: Any, kept: dict[str, Any]) -> tuple[list[Line], str]:
    counts = queries.unit_counts(person, **kept)
    shown = busiest(counts, MOST)
    names = Unit.objects.in_bulk(shown)
    return [line(str(names[k]), counts[k], unit=k, alone=1, **kept) for k in shown if k in names], _("Unit")


def by_programme(person: Any, kept: dict[str, Any]) -> tuple[list[Line], str]:
    counts = queries.programme_counts(person)
    names = dict(Programme.objects.filter(pk__in=counts).values_list("pk", "name"))
    return [line(names[k], counts[k], programme=k) for k in busiest(counts, MOST) if k in names], _("Programme")


def by_person(person: Any, kept: dict[str, Any]) -> tuple[list[Line], str]:
    counts = queries.person_counts(person)
    shown = busiest(counts, MOST)
    names = dict(Person.objects.filter(pk__in=shown).values_list("pk", "name"))
    return [line(names[k], counts[k], person=key_of(k)) for k in shown if k in names], _("Responsible")


def by_light(person: Any, kept: dict[str, Any]) -> tuple[list[Line], str]:
    total = queries.total_counts(person, **kept)
    paused = queries.paused_count(person, **kept)
    lines = []
    for light, counts in (
        (Light.RED, Counts(underway=total.red, red=total.red)),
        (Light.YELLOW, Counts(underway=total.yellow, yellow=total.yellow)),
        (Light.PAUSED, Counts(underway=paused)),
        (Light.GREEN, Counts(underway=max(total.open - total.red - total.yellow - paused, 0))),
    ):
        lines.append(line(str(light.label), counts, url=rows_url(light=light.value, **kept), light=light.value, **kept))
    return lines, _("Light")


READERS = {"unit": by_unit, "programme": by_programme, "person": by_person, "light": by_light}
