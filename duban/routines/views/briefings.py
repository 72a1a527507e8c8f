"""What the upper level reads: every unit's report in plain sentences, who is missing, questions back and answers."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.exports.responses import word_response
from duban.ledger import terms
from duban.org.access import standing_of
from duban.org.models import Unit
from duban.org.requests import PersonRequest
from duban.routines import queries
from duban.routines.access import above
from duban.routines.models import Form, Occurrence
from duban.routines.sources import PARTS, headings
from duban.routines.views import filters
from duban.routines.word import roll_up_paper

# How long the period is that ends on the day one reads; a month is one of the calendar, of whatever length.
_SPAN = {
    Form.WEEKLY: relativedelta(weeks=1),
    Form.MONTHLY: relativedelta(months=1),
    Form.QUARTERLY: relativedelta(months=3),
}
_A_DAY = timedelta(days=1)


def _asked(request: PersonRequest) -> dict[str, Any]:
    forms = queries.own_forms(request.user)
    form = request.GET.get("form", "")
    if form not in forms:
        form = forms[0] if forms else Form.MORNING
    day = filters.day_of(request, "day") or terms.today()
    unit = filters.unit_of(request)
    span = _SPAN.get(Form(form))
    # A note of a period is given once in it: the page shows the period that ends on the day.
    first = day + _A_DAY - span if span else day
    found = queries.roll_up(request.user, form, first, last=day, top=unit)
    return {"form": form, "forms": forms, "day": day, "first": first, "unit": unit, "found": found, "span": span}


@require_GET
def roll_up(request: PersonRequest) -> HttpResponse:
    asked = _asked(request)
    found: queries.RollUp = asked["found"]
    titles = headings(asked["form"])
    standing = standing_of(request.user)
    day, span, calendar = asked["day"], asked["span"], terms.calendar()
    context = {
        **asked,
        "title": Form(asked["form"]).label,
        "forms": [(form, Form(form).label) for form in asked["forms"]],
        "lines": [
            {
                "one": one,
                "parts": [(titles[part], getattr(one.report, part).splitlines()) for part in PARTS]
                if hasattr(one, "report")
                else [],
                "may_ask": standing.sees_all or above(standing, one),
            }
            for one in found.rows
        ],
        "summary": summary(found),
        "earlier": asked["first"] - _A_DAY if span else calendar.previous_working_day(day),
        "later": (day + _A_DAY + span) - _A_DAY if span else calendar.next_working_day(day),
        "here": request.get_full_path(),
        "word": f"{reverse('routines:briefings_docx')}?{request.GET.urlencode()}",
    }
    return render(request, "routines/briefings.html", context)


def summary(found: queries.RollUp) -> str:
    """One sentence to begin with: how many there should be, how many there are, and who is missing."""
    due = len(found.rows) + len(found.missing) + len(found.expected)
    if not due:
        return ""
    said = _("%(there)s of %(due)s reports are there.") % {"there": len(found.rows), "due": due}
    for rows, words in (
        (found.missing, _("%(said)s Missing: %(units)s.")),
        (found.expected, _("%(said)s Still expected: %(units)s.")),
        (found.excused, _("%(said)s Excused: %(units)s.")),
    ):
        if rows:
            said = words % {"said": said, "units": _names(rows)}
    return said


def _names(rows: list[Occurrence]) -> str:
    return "、".join(dict.fromkeys(str(one.unit) for one in rows))


@require_GET
def roll_up_docx(request: PersonRequest) -> HttpResponseBase:
    asked = _asked(request)
    form, day = Form(asked["form"]), asked["day"]
    top: Unit | None = asked["unit"] or Unit.objects.filter(depth=1).order_by("path").first()
    title = f"{form.label} {_period(asked['first'], day)}"
    titles = headings(form)
    found: queries.RollUp = asked["found"]
    reports = [
        (str(one.unit), [(titles[part], getattr(one.report, part).splitlines()) for part in PARTS])
        for one in found.rows
        if hasattr(one, "report")
    ]
    content = roll_up_paper(
        title=str(form.label), issuer=top.name if top else "", on=day, summary=summary(found), reports=reports
    )
    return word_response(content, title=title)


def _period(first: date, last: date) -> str:
    return f"{last}" if first == last else f"{first}—{last}"
