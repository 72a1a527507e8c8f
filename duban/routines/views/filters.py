"""What a list of occurrences was asked for. What can't be read is left out, never an error."""

from datetime import date
from typing import Any

from duban.org.models import Unit
from duban.org.requests import PersonRequest
from duban.routines.models import Standing
from duban.ui.addresses import day_said, number_said


def day_of(request: PersonRequest, name: str) -> date | None:
    return day_said(request.GET.get(name, ""))


def number_of(request: PersonRequest, name: str) -> int | None:
    return number_said(request.GET.get(name, ""))


def unit_of(request: PersonRequest) -> Unit | None:
    wanted = number_of(request, "unit")
    if wanted is not None:
        return Unit.objects.filter(pk=wanted).first()
    named = request.GET.get("unit", "").strip()
    if not named:
        return None
    return Unit.objects.filter(name=named).first() or Unit.objects.filter(short_name=named).first()


def asked(request: PersonRequest) -> dict[str, Any]:
    standing = request.GET.get("standing", "")
    return {
        "duty": number_of(request, "duty"),
        "unit": unit_of(request),
        "day": day_of(request, "day"),
        "since": day_of(request, "since"),
        "until": day_of(request, "until"),
        "standing": standing if standing in Standing.values else "",
        "alone": request.GET.get("alone") == "1",
    }
