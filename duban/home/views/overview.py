"""The leader's overview: every unit one may see by light, and down the tree unit by unit."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from duban.exports.columns import Column, Kind
from duban.exports.lists import handed_out
from duban.home.units import lines_under, tops_of
from duban.ledger.queries import Counts, Overview, UnitLine
from duban.ledger.queries import overview as read
from duban.ledger.views.figures import cards, line, stacked
from duban.org.models import Unit
from duban.org.requests import PersonRequest
from duban.ui.addresses import number_said

# Deeper units are one click away; a page of all of a large group would be no overview.
BARS = 14
COLUMNS = (
    Column(gettext_lazy("Unit"), Kind.TEXT, 30),
    Column(gettext_lazy("Open"), Kind.NUMBER, 10),
    Column(gettext_lazy("Overdue"), Kind.NUMBER, 10),
    Column(gettext_lazy("At risk"), Kind.NUMBER, 10),
    Column(gettext_lazy("Waiting for verification"), Kind.NUMBER, 12),
    Column(gettext_lazy("Closed"), Kind.NUMBER, 10),
    Column(gettext_lazy("Overdue share"), Kind.PERCENT, 12),
)


def _asked(request: PersonRequest) -> Unit | None:
    pk = number_said(request.GET.get("unit", ""))
    return get_object_or_404(Unit, pk=pk) if pk else None


@require_GET
def overview(request: PersonRequest) -> HttpResponse:
    at = _asked(request)
    found = read(request.user)
    lines, total = lines_under(found, at)
    top = at or _single_top(found)
    own = _own(found, top)
    context: dict[str, Any] = {
        "heading": str(at) if at else _("Overview"),
        "path": _path(at, found),
        "on": timezone.localdate(),
        "figures": cards(total, **({"unit": at.pk} if at else {})),
        "rows": [
            *([line(_itself(top), own, unit=top.pk if top else None, alone=1)] if own else []),
            *(_row(each, found) for each in _busy(lines)),
        ],
        "chart": reverse("overview_chart") + (f"?unit={at.pk}" if at else ""),
    }
    return render(request, "home/overview.html", context)


def _single_top(found: Overview) -> Unit | None:
    tops = tops_of(found)
    return tops[0].unit if len(tops) == 1 else None


@require_GET
def overview_xlsx(request: PersonRequest) -> HttpResponseBase:
    at = _asked(request)
    found = read(request.user)
    lines, total = lines_under(found, at)
    top = at or _single_top(found)
    own = _own(found, top)
    rows = [
        *([_counted(_itself(top), own)] if own else []),
        *(_counted(str(each.unit), each.all) for each in _busy(lines)),
        _counted(_("In all"), total),
    ]
    return handed_out(" ".join(filter(None, (_("Overview"), str(at or "")))), COLUMNS, rows)


def _counted(name: str, counts: Counts) -> tuple[Any, ...]:
    share = round(100 * counts.red / counts.open) if counts.open else None
    return name, counts.open, counts.red, counts.yellow, counts.claimed, counts.closed, share


def _busy(lines: list[UnitLine]) -> list[UnitLine]:
    return [each for each in lines if any((each.all.sent, each.all.draft))]


def _own(found: Overview, at: Unit | None) -> Counts | None:
    """What the unit itself leads, beside what the units below it lead."""
    own = next((each.own for each in found.lines if at and each.unit.pk == at.pk), None)
    return own if own and own.sent else None


def _itself(at: Unit | None) -> str:
    return _("%(unit)s itself") % {"unit": at}


def _row(each: UnitLine, found: Overview) -> Any:
    deeper = any(o.unit.depth == each.unit.depth + 1 and o.unit.path.startswith(each.unit.path) for o in found.lines)
    url = f"{reverse('overview')}?unit={each.unit.pk}" if deeper else f"/units/{each.unit.pk}"
    return line(str(each.unit), each.all, url=url, unit=each.unit.pk)


def _path(at: Unit | None, found: Overview) -> list[dict[str, str]]:
    if at is None:
        return []
    above = [each.unit for each in found.lines if at.path.startswith(each.unit.path) and each.unit.pk != at.pk]
    first = {"name": _("Overview"), "url": reverse("overview")}
    return [first, *({"name": str(u), "url": f"{reverse('overview')}?unit={u.pk}"} for u in above[1:])]


@require_GET
def overview_chart(request: PersonRequest) -> JsonResponse:
    lines, _total = lines_under(read(request.user), _asked(request))
    busiest = sorted((each for each in lines if each.all.open), key=lambda each: (-each.all.red, -each.all.open))[:BARS]
    return JsonResponse(stacked([(str(each.unit), each.all, {"unit": each.unit.pk}) for each in busiest]))
