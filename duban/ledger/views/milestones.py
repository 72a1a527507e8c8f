"""The timeline of milestones and due dates of a month."""

import calendar
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.ledger import queries
from duban.ledger.models import Milestone, State, Task
from duban.ledger.views import filters, rows
from duban.org.queries import name_of_unit
from duban.org.requests import PersonRequest
from duban.ui import days, lights
from duban.ui.addresses import month_said

# A month with more is narrowed by the filters; the page says so.
MOST = 400
LEFT_OUT = ("q", "light", "state", "type", "nature", "category", "due")


@require_GET
def milestones(request: PersonRequest) -> HttpResponse:
    today = timezone.localdate()
    since = month_said(request.GET.get("month", "")) or today.replace(day=1)
    until = since.replace(day=calendar.monthrange(since.year, since.month)[1])
    chosen = {k: v for k, v in filters.chosen(request).items() if k in ("unit", "person", "programme", "alone")}
    seen = queries.tasks_for(request.user, {**chosen, "state": "open"})
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
        word = days.countdown(task.due_on, today) if Task.counts_down_on(task, today) else str(State(task.state).label)
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
