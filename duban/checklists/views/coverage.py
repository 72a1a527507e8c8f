"""Coverage: aspect × unit × dimension, what was looked at and what was never."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from duban.checklists import queries
from duban.checklists.models import Dimension
from duban.checklists.queries import Covered
from duban.exports.columns import Column, Kind
from duban.exports.lists import handed_out
from duban.org.models import Unit
from duban.org.requests import PersonRequest

PERIODS = (30, 90, 365)


COLUMNS = (
    Column(_("Unit"), Kind.TEXT, 20),
    Column(_("Aspect"), Kind.TEXT, 20),
    Column(_("Dimension"), Kind.TEXT, 10),
    Column(_("Items there are"), Kind.NUMBER, 10),
    Column(_("Looked at"), Kind.NUMBER, 10),
    Column(pgettext_lazy("items", "Failed"), Kind.NUMBER, 10),
)


def _days(request: PersonRequest) -> int:
    wanted = request.GET.get("days", "")
    return int(wanted) if wanted in map(str, PERIODS) else 90


@require_GET
def coverage_xlsx(request: PersonRequest) -> HttpResponseBase:
    """A line for each unit, aspect and dimension: what pivots and sums are made of."""
    aspects, found, there = queries.coverage(request.user, days=_days(request))
    units = Unit.objects.filter(pk__in=found).order_by("path")
    lines = (
        (str(unit), aspect, str(label), there[aspect][code], cell.looked[code], cell.failed[code])
        for unit in units
        for aspect in aspects
        for code, label in Dimension.choices
        for cell in [found[unit.pk].get(aspect, Covered())]
        if there[aspect][code]
    )
    return handed_out(_("Coverage"), COLUMNS, lines)


@require_GET
def coverage(request: PersonRequest) -> HttpResponse:
    days = _days(request)
    aspects, found, there = queries.coverage(request.user, days=days)
    units = Unit.objects.filter(pk__in=found).order_by("path")
    dimensions = [(str(code), str(label)) for code, label in Dimension.choices]
    rows = [
        {
            "unit": unit,
            "url": f"{reverse('checklists:responses')}?unit={unit.pk}",
            "cells": [
                [
                    {
                        "label": label,
                        "there": there[aspect][code],
                        "looked": cell.looked[code],
                        "failed": cell.failed[code],
                    }
                    for code, label in dimensions
                    for cell in [found[unit.pk].get(aspect, Covered())]
                ]
                for aspect in aspects
            ],
        }
        for unit in units
    ]
    context = {"aspects": aspects, "rows": rows, "days": days, "periods": PERIODS, "there": there}
    return render(request, "checklists/coverage.html", context)
