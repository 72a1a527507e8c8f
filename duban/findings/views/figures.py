"""Trends, ageing and repeats: a chart, the same numbers as rows, and the findings behind each."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duban.checklists.access import may_keep
from duban.checklists.actions.norms import note_pattern
from duban.findings import queries, terms
from duban.findings.models import Finding, Group
from duban.findings.queries import repeating
from duban.org.access import standing_of
from duban.org.fields import UnitField
from duban.org.models import Unit
from duban.org.requests import PersonRequest
from duban.ui import once
from duban.ui.addresses import number_said

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
    if (unit_pk := number_said(unit_id)) is not None:
        found = repeating.members(request.user, code, unit_pk, place, terms.today())
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
