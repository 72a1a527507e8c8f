"""Missed detection: a chart, the same numbers as lines, and case by case what stands behind each."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from duban.checklists.models import Item
from duban.exports.columns import Column, Kind
from duban.exports.responses import excel_response
from duban.findings import queries, terms
from duban.findings.queries.missed import layer_name
from duban.org.requests import PersonRequest
from duban.ui.addresses import day_said, number_said
from duban.ui.paging import page_of


def _period(request: PersonRequest) -> tuple[date, date]:
    """From the address, else the last 90 days."""
    until = day_said(request.GET.get("until", "")) or terms.today()
    return day_said(request.GET.get("since", "")) or until - timedelta(days=90), until


def _level(request: PersonRequest) -> str:
    level = request.GET.get("by", "layer")
    return level if level in queries.MISS_LEVELS else "layer"


def _chosen(request: PersonRequest) -> dict[str, str]:
    """Which cases are looked at, as the address says; what is no number names no layer and no unit."""
    chosen = {k: v for k in ("layer", "aspect", "unit", "only_missed") if (v := request.GET.get(k, "").strip())}
    for name in ("layer", "unit"):
        if name in chosen and number_said(chosen[name]) is None:
            del chosen[name]
    return chosen


def _cases(table: str, level: str, key: Any) -> str:
    """The address of the cases behind a line of the table that has this address."""
    return f"?{table}&{urlencode({level: '-' if key == '' else key})}"


@require_GET
def missed(request: PersonRequest) -> HttpResponse:
    since, until = _period(request)
    level, chosen = _level(request), _chosen(request)
    period = {"since": since.isoformat(), "until": until.isoformat()}
    table = urlencode({**period, "by": level})
    within = terms.rules_on(until).missed_days
    rows = queries.missed_rows(request.user, since, until, chosen, within=within).select_related("unit", "looking_unit")
    page = page_of(rows, request.GET, order=queries.MISSED_ORDER, size=25)
    names = {"layer": _("Layer that looked before"), "aspect": _("Aspect"), "unit": _("Unit")}
    context = {
        "since": since,
        "until": until,
        "within": within,
        "tabs": [
            {"name": names[code], "url": "?" + urlencode({**period, "by": code}), "here": code == level}
            for code in queries.MISS_LEVELS
        ],
        "head": names[level],
        "level": level,
        "lines": [
            (line.name, line.looked, line.missed, line.share, _cases(table, level, line.key))
            for line in queries.missed_by(request.user, level, since, until, within=within)
        ],
        "rows": _drawn(page.rows),
        "page": page,
        "chosen": chosen,
        "chart": f"{reverse('findings:missed_chart')}?{table}",
        "excel": f"{reverse('findings:missed_export')}?{urlencode({**period, 'by': level, **chosen})}",
        "clear": f"?{table}",
    }
    return render(request, "findings/missed.html", context)


def _drawn(rows: list[Any]) -> list[Any]:
    """With names of layers, and what each item asks as its last edition has it; a draft is not for everybody to read."""
    items = Item.objects.filter(code__in={row.item_code for row in rows}, edition__since__isnull=False)
    asked = dict(items.order_by("pk").values_list("code", "text"))
    for row in rows:
        row.prior_name, row.layer_name = layer_name(row.prior_layer), layer_name(row.layer)
        row.asked = asked.get(row.item_code, "")
    return rows


@require_GET
def missed_chart(request: PersonRequest) -> JsonResponse:
    since, until = _period(request)
    level = _level(request)
    lines = queries.missed_by(request.user, level, since, until)[:14][::-1]
    page = reverse("findings:missed")
    table = urlencode({"since": since.isoformat(), "until": until.isoformat(), "by": level})

    def bars(name: str, colour: str, pick: Any, only: str = "") -> dict[str, Any]:
        data = [{"value": pick(line), "url": f"{page}{_cases(table, level, line.key)}{only}#rows"} for line in lines]
        return {
            "name": name,
            "type": "bar",
            "stack": "n",
            "barMaxWidth": 22,
            "itemStyle": {"color": colour},
            "data": data,
        }

    return JsonResponse(
        {
            "legend": {"top": 0},
            "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
            "xAxis": {"type": "value", "minInterval": 1},
            "yAxis": {"type": "category", "data": [line.name for line in lines]},
            "series": [
                bars(_("Not detected"), "#c0392b", lambda line: line.missed, "&only_missed=1"),
                bars(_("Caught"), "#2e8b57", lambda line: line.looked - line.missed),
            ],
        }
    )


MISSED_COLUMNS = (
    Column(gettext_lazy("Unit"), Kind.TEXT, 18),
    Column(gettext_lazy("Place"), Kind.TEXT, 18),
    Column(gettext_lazy("Item"), Kind.TEXT, 14),
    Column(gettext_lazy("Aspect"), Kind.TEXT, 18),
    Column(gettext_lazy("Looked before"), Kind.TEXT, 16),
    Column(gettext_lazy("On"), Kind.DATE, 12),
    Column(gettext_lazy("Verdict then"), Kind.TEXT, 10),
    Column(gettext_lazy("Failed by"), Kind.TEXT, 16),
    Column(gettext_lazy("Failed on"), Kind.DATE, 12),
)


@require_GET
def missed_export(request: PersonRequest) -> HttpResponseBase:
    since, until = _period(request)
    rows = queries.missed_rows(request.user, since, until, _chosen(request)).select_related("unit", "looking_unit")
    passed, failed = _("passed"), _("failed")
    found: Iterable[Any] = rows.iterator(2000)
    lines = (
        (
            str(r.unit), r.place, r.item_code, r.aspect, layer_name(r.prior_layer), r.prior_on,
            passed if r.prior_passed else failed, str(r.looking_unit), r.on,
        )
        for r in found
    )  # fmt: skip
    title = _("Missed detection %(since)s to %(until)s") % {"since": since.isoformat(), "until": until.isoformat()}
    return excel_response(MISSED_COLUMNS, lines, title=title)
