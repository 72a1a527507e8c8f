"""The timeline of milestones and due dates of a month."""

import calendar
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from duban.exports.columns import Column, Kind
from duban.exports.lists import handed_out
from duban.ledger import queries
from duban.ledger.lights import effective_due
from duban.ledger.models import Milestone, State, Task
from duban.ledger.views import filters, rows
from duban.org.queries import name_of_unit
from duban.org.requests import PersonRequest
from duban.ui import days, lights
from duban.ui.addresses import month_said

# A month with more is narrowed by the filters; the page says so.
MOST = 400
LEFT_OUT = ("q", "light", "state", "type", "nature", "category", "more")


COLUMNS = (
    Column(gettext_lazy("Day"), Kind.DATE, 12),
    Column(gettext_lazy("What falls on it"), Kind.TEXT, 12),
    Column(gettext_lazy("Milestone"), Kind.LONG, 36),
    Column(gettext_lazy("Number"), Kind.TEXT, 18),
    Column(gettext_lazy("Title"), Kind.LONG, 40),
    Column(gettext_lazy("Lead unit"), Kind.TEXT, 18),
    Column(gettext_lazy("Responsible person"), Kind.TEXT, 12),
    Column(gettext_lazy("Reached on"), Kind.DATE, 12),
)


def _asked(request: PersonRequest) -> tuple[date, date, dict[str, str], QuerySet[Task]]:
    """The month, the filters, and the open tasks they leave."""
    since = month_said(request.GET.get("month", "")) or timezone.localdate().replace(day=1)
    until = since.replace(day=calendar.monthrange(since.year, since.month)[1])
    chosen = {k: v for k, v in filters.chosen(request).items() if k in ("unit", "person", "programme", "alone")}
    return since, until, chosen, queries.tasks_for(request.user, {**chosen, "state": "open"})


@require_GET
def milestones_xlsx(request: PersonRequest) -> HttpResponseBase:
    since, until, _chosen, seen = _asked(request)
    planned = Milestone.objects.filter(due_on__range=(since, until), task__in=seen.values("pk")).order_by(
        "due_on", "id"
    )
    steps = planned.values_list(
        "due_on", "title", "task__number", "task__title", name_of_unit("task__lead_unit"),
        "task__responsible__name", "done_on",
    )  # fmt: skip
    due = seen.filter(due_on__range=(since, until)).order_by("due_on", "id")
    ends = due.values_list("due_on", "number", "title", name_of_unit("lead_unit"), "responsible__name")
    lines = [(on, _("Milestone"), *rest) for on, *rest in steps]
    lines += [(on, pgettext("milestone", "Due"), "", *rest, None) for on, *rest in ends]
    return handed_out(_("Milestones"), COLUMNS, sorted(lines, key=lambda line: line[0]))


@require_GET
def milestones(request: PersonRequest) -> HttpResponse:
    today = timezone.localdate()
    since, until, chosen, seen = _asked(request)
    items = [*_milestones(seen, since, until, today), *_due_dates(seen, since, until, today)]
    by_day: dict[date, list[dict[str, Any]]] = {}
    for item in items:
        by_day.setdefault(item["on"], []).append(item)
    context = {
        "since": since,
        "until": until,
        "month": f"{since:%Y-%m}",
        "earlier": f"{since - timedelta(days=1):%Y-%m}",
        "later": f"{until + timedelta(days=1):%Y-%m}",
        "days": [{"date": day, "is_today": day == today, "lines": by_day[day]} for day in sorted(by_day)],
        "filters": filters.draw(chosen, leave_out=LEFT_OUT),
        "cut": len(items) >= MOST,
    }
    return render(request, "ledger/milestones.html", context)


def _milestones(seen: Any, since: date, until: date, today: date) -> list[dict[str, Any]]:
    found = Milestone.objects.filter(due_on__range=(since, until), task__in=seen.values("pk"))
    read = found.order_by("due_on", "id").values_list(
        "task_id", "title", "due_on", "done_on", "task__number", "task__title", name_of_unit("task__lead_unit")
    )
    lines = []
    for task_id, title, on, done, number, task, unit in read[:MOST]:
        late = done is None and on < today
        colour = "done" if done else "red" if late else "green"
        word = _("reached") if done else days.countdown(on, today)
        lines.append(
            {
                "on": on,
                "task_id": task_id,
                "title": title,
                "light": lights.draw(colour, word),
                "under": f"{number} {task} · {unit}",
                "look": "done" if done else "",
            }
        )
    return lines


def _due_dates(seen: Any, since: date, until: date, today: date) -> list[dict[str, Any]]:
    found = seen.filter(due_on__range=(since, until)).order_by("due_on", "id")
    lines = []
    for task in rows.columns(found)[:MOST]:
        due = effective_due(task)
        word = days.countdown(due, today) if Task.counts_down_on(task, today, due) else str(State(task.state).label)
        lines.append(
            {
                "on": task.due_on,
                "task_id": task.id,
                "title": task.title,
                "light": lights.draw(Task.light_on(task, today).value, word),
                "under": " · ".join((_("due"), task.number, task.unit_name)),
                "look": "strong",
            }
        )
    return lines
