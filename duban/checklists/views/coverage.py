"""Coverage: aspect × unit × dimension, what was looked at and what was never."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from duban.checklists import queries
from duban.checklists.models import Dimension
from duban.checklists.queries import Covered
from duban.org.models import Unit
from duban.org.requests import PersonRequest

PERIODS = (30, 90, 365)


@require_GET
def coverage(request: PersonRequest) -> HttpResponse:
    wanted = request.GET.get("days", "")
    days = int(wanted) if wanted in map(str, PERIODS) else 90
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
