"""Trends, ageing, repeats and missed detection: a chart, the same numbers as rows, and the findings behind each."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from duban.checklists.access import may_keep
from duban.checklists.actions.norms import note_pattern
from duban.exports.columns import Column, Kind
from duban.exports.responses import excel_response
from duban.findings import queries, terms
from duban.findings.models import Finding, Group
from duban.findings.queries import repeating
from duban.findings.queries.missed import layer_name
from duban.org.access import standing_of
from duban.org.fields import UnitField
from duban.org.models import Unit
from duban.org.requests import PersonRequest
from duban.ui import once
from duban.ui.paging import page_of

COLOURS = {"hazard": "#c0392b", "shortcoming": "#e0a100", "weak_link": "#2f6fb0", "conduct": "#7d5ba6"}


def _narrowed(request: PersonRequest) -> dict[str, str]:
    return {k: v for k in ("unit", "group") if (v := request.GET.get(k, "").strip())}


def _list(**where: Any) -> str:
    return f"{reverse('findings:list')}?{urlencode({k: v for k, v in where.items() if v not in (None, '')})}"


@require_GET
def trends(request: PersonRequest) -> HttpResponse:
    where = _narrowed(request)
    months = queries.by_month(request.user, terms.today(), filters=where)
    picker: Any = UnitField(required=False)
    below = _("Unit and below")
    context = {
        "unit_picker": picker.widget.render(
            "unit", where.get("unit", ""), {"class": "form-control", "aria-label": below, "placeholder": below}
        ),
        "groups": [(value, label, value == where.get("group")) for value, label in Group.choices],
        "filtered": bool(where),
        "query": urlencode(where),
        "heads": [label for _value, label in Group.choices],
        "months": [
            {
                "name": f"{m.first:%Y-%m}",
                "found": [(n, _month_url(where, m, group=group)) for group, n in m.found.items()],
                "total": (m.total, _month_url(where, m)),
                "closed": (m.closed, _closed_url(where, m)),
            }
            for m in reversed(months)
        ],
        "ages": [(_age_name(a), a.count, _age_url(where, a)) for a in queries.ages(request.user, where)],
        "units": [
            {
                "name": str(line.unit),
                "open": (line.open, _list(**{**where, "unit": line.unit.pk}, alone=1, state="open")),
                "overdue": (line.overdue, _list(**{**where, "unit": line.unit.pk}, alone=1, mark="overdue")),
                "repeats": (line.repeats, _list(**{**where, "unit": line.unit.pk}, alone=1, mark="repeat")),
                "closed": (
                    line.closed,
                    _list(
                        **{**where, "unit": line.unit.pk}, alone=1, state="closed",
                        ended_from=terms.today() - timedelta(days=365),
                    ),
                ),
            }
            for line in queries.by_unit(request.user, where)
        ],
    }  # fmt: skip
    return render(request, "findings/trends.html", context)


def _month_url(where: dict[str, str], month: Any, **more: Any) -> str:
    return _list(**{**where, **more}, state="all", found_from=month.first, found_to=month.last)


def _closed_url(where: dict[str, str], month: Any) -> str:
    return _list(**where, state="closed", ended_from=month.first, ended_to=month.last)


def _age_name(age: Any) -> str:
    if age.most is None:
        return _("%(days)s days and more") % {"days": age.least}
    return _("%(least)s–%(most)s days") % {"least": age.least, "most": age.most}


def _age_url(where: dict[str, str], age: Any) -> str:
    return _list(**where, state="open", older=age.least or None, younger=age.most)


@require_GET
def months_chart(request: PersonRequest) -> JsonResponse:
    where = _narrowed(request)
    months = queries.by_month(request.user, terms.today(), filters=where)
    labels = dict(Group.choices)
    series = [
        {
            "name": str(labels[group]),
            "type": "bar",
            "stack": "found",
            "barMaxWidth": 26,
            "itemStyle": {"color": COLOURS[group]},
            "data": [{"value": m.found[group], "url": _month_url(where, m, group=group)} for m in months],
        }
        for group in Group.values
    ]
    closed = [{"value": m.closed, "url": _closed_url(where, m)} for m in months]
    line = {"name": _("Closed"), "type": "line", "itemStyle": {"color": "#2e8b57"}, "symbolSize": 8, "data": closed}
    return JsonResponse(
        {
            "legend": {"top": 0},
            "xAxis": {"type": "category", "data": [f"{m.first:%Y-%m}" for m in months]},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [*series, line],
        }
    )


@require_GET
def ages_chart(request: PersonRequest) -> JsonResponse:
    where = _narrowed(request)
    found = queries.ages(request.user, where)
    colours = ["#2e8b57", "#e0a100", "#d9822b", "#c0392b"]
    data = [
        {"value": a.count, "url": _age_url(where, a), "itemStyle": {"color": colour}}
        for a, colour in zip(found, colours, strict=True)
    ]
    return JsonResponse(
        {
            "xAxis": {"type": "category", "data": [_age_name(a) for a in found]},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [{"name": _("Open findings"), "type": "bar", "barMaxWidth": 40, "data": data}],
        }
    )


def _period(request: PersonRequest) -> tuple[date, date]:
    """From the address, else the last 90 days."""

    def day(name: str) -> date | None:
        try:
            return parse_date(request.GET.get(name, ""))
        except ValueError:
            return None

    until = day("until") or terms.today()
    return day("since") or until - timedelta(days=90), until


@require_GET
def missed(request: PersonRequest) -> HttpResponse:
    since, until = _period(request)
    level = request.GET.get("by", "layer")
    level = level if level in queries.MISS_LEVELS else "layer"
    chosen = {k: v for k in ("layer", "aspect", "unit", "only_missed") if (v := request.GET.get(k, "").strip())}
    for name in ("layer", "unit"):
        if name in chosen and not (chosen[name].isdecimal() and len(chosen[name]) < 10):
            del chosen[name]
    base = {"since": since.isoformat(), "until": until.isoformat(), "by": level}
    rows = queries.missed_rows(request.user, since, until, chosen).select_related("unit", "looking_unit", "by", "prior")
    page = page_of(rows, request.GET, order=("-day", "-id"), size=25)
    names = {"layer": _("Layer that looked before"), "aspect": _("Aspect"), "unit": _("Unit")}
    context = {
        "since": since,
        "until": until,
        "within": terms.rules_on(until).missed_days,
        "tabs": [
            {"name": names[code], "url": "?" + urlencode({**base, "by": code}), "here": code == level}
            for code in queries.MISS_LEVELS
        ],
        "head": names[level],
        "level": level,
        "lines": [
            {
                "name": line.name,
                "looked": (line.looked, _rows_url(base, level, line.key)),
                "missed": (line.missed, _rows_url(base, level, line.key, only_missed=1)),
                "share": line.share,
            }
            for line in queries.missed_by(request.user, level, since, until)
        ],
        "rows": [_drawn(row) for row in page.rows],
        "page": page,
        "chosen": chosen,
        "chart": f"{reverse('findings:missed_chart')}?{urlencode(base)}",
        "excel": f"{reverse('findings:missed_export')}?{urlencode({**base, **chosen})}",
        "clear": "?" + urlencode(base),
    }
    return render(request, "findings/missed.html", context)


def _rows_url(base: dict[str, str], level: str, key: Any, **more: Any) -> str:
    return "?" + urlencode({**base, level: "-" if key == "" else key, **more}) + "#rows"


def _drawn(row: Any) -> Any:
    row.prior_name, row.layer_name = layer_name(row.prior_layer), layer_name(row.layer)
    return row


@require_GET
def missed_chart(request: PersonRequest) -> JsonResponse:
    since, until = _period(request)
    level = request.GET.get("by", "layer")
    level = level if level in queries.MISS_LEVELS else "layer"
    lines = queries.missed_by(request.user, level, since, until)[:14][::-1]
    base = {"since": since.isoformat(), "until": until.isoformat(), "by": level}

    def bars(name: str, colour: str, pick: Any, **more: Any) -> dict[str, Any]:
        data = [
            {"value": pick(line), "url": "/findings/missed" + _rows_url(base, level, line.key, **more)}
            for line in lines
        ]
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
                bars(_("Not detected"), "#c0392b", lambda line: line.missed, only_missed=1),
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
    chosen = {k: v for k in ("layer", "aspect", "unit", "only_missed") if (v := request.GET.get(k, "").strip())}
    for name in ("layer", "unit"):
        if name in chosen and not (chosen[name].isdecimal() and len(chosen[name]) < 10):
            del chosen[name]
    rows = queries.missed_rows(request.user, since, until, chosen).select_related("unit", "looking_unit", "prior")
    passed, failed = _("passed"), _("failed")
    found: Iterable[Any] = rows.iterator(2000)
    lines = (
        (
            str(r.unit), r.place, r.item_code, r.aspect, layer_name(r.prior_layer), r.prior.on,
            passed if r.prior_passed else failed, str(r.looking_unit), r.on,
        )
        for r in found
    )  # fmt: skip
    title = _("Missed detection %(since)s to %(until)s") % {"since": since.isoformat(), "until": until.isoformat()}
    return excel_response(MISSED_COLUMNS, lines, title=title)


@require_GET
def repeats(request: PersonRequest) -> HttpResponse:
    today = terms.today()
    days = terms.rules_on(today).repeat_days
    context = {
        "days": days,
        "clusters": [
            {
                "of": c,
                "url": _list(
                    item=c.item_code, unit=c.unit.pk, alone=1, place=c.place, state="all",
                    found_from=today - timedelta(days=days),
                ),
            }
            for c in queries.clusters(request.user, today)
        ],
        "may_note": may_keep(standing_of(request.user)),
    }  # fmt: skip
    return render(request, "findings/repeats.html", context)


@require_POST
def pattern_new(request: PersonRequest) -> HttpResponse:
    """Note what keeps coming as a pattern: the first step in the life of a norm."""
    code, unit_id = request.POST.get("item", ""), request.POST.get("unit", "")
    place = request.POST.get("place", "")
    found: list[Finding] = []
    if unit_id.isdecimal() and len(unit_id) < 19:
        found = repeating.members(request.user, code, int(unit_id), place, terms.today())
    if len(found) < 2:
        raise Http404
    unit, last = Unit.objects.get(pk=found[0].unit_id), found[-1]
    return once.perform(
        request,
        lambda: note_pattern(
            actor=request.user,
            title=last.title,
            item_code=code,
            unit=unit,
            place=place,
            cause=next((f.cause for f in reversed(found) if f.cause), "")[:300],
            counts=repeating.months(found),
            finding_ids=[f.pk for f in found],
        ),
        to=lambda pattern: pattern.get_absolute_url(),
        said=_("Noted; draft a rule from it."),
    )
