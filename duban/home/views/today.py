"""The first page of the day: what I owe, and what waits for me."""

from collections.abc import Collection
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.home.morning import Morning, morning_of
from duban.ledger import terms
from duban.ledger.access import may_register
from duban.ledger.queries import Counts, Overview, overview, person_counts
from duban.ledger.views.figures import cards, line, rows_url
from duban.org.access import standing_of
from duban.org.models import Person, Role
from duban.org.requests import PersonRequest
from duban.org.todos import Todo, todos_of
from duban.ui import days, lights

SHOWN = 40
SOON = 3


@require_GET
def today(request: PersonRequest) -> HttpResponse:
    on = timezone.localdate()
    todos = todos_of(request.user, on)
    most = None if "all" in request.GET else SHOWN
    owed = listed([todo for todo in todos if todo.owed], on, most)
    waiting = listed([todo for todo in todos if not todo.owed], on, most)
    standing = standing_of(request.user)
    all_of_it = overview(request.user) if standing.has(Role.LEADER, Role.SUPERVISION) else None
    context = {
        "greeting": _("Hello, %s") % request.user.name,
        "today": on,
        "working": terms.calendar().is_working_day(on),
        # Theirs stands among the own: whoever reads it wants to know why.
        "acting_for": names_of(standing.person_ids - {request.user.pk}),
        "owed": owed,
        "waiting": waiting,
        "figures": figures(request.user, all_of_it),
        **(stands_out(morning_of(request.user, on, all_of_it)) if all_of_it and standing.has(Role.LEADER) else {}),
        "acts": acts(request.user),
    }
    return render(request, "home/today.html", context)


def names_of(ids: Collection[int]) -> str:
    return "、".join(Person.objects.filter(pk__in=ids).values_list("name", flat=True)) if ids else ""


def listed(todos: list[Todo], on: date, most: int | None) -> Any:
    """So many of them; those of which there are more by kind are counted with a plus."""
    each, further = [todo for todo in todos if not todo.more], [todo for todo in todos if todo.more]
    return SimpleNamespace(
        count=f"{len(each)}+" if further else str(len(each)),
        rows=[shown(todo, on) for todo in each[:most]],
        left=len(each) - len(each[:most]),
        further=further,
    )


def shown(todo: Todo, on: date) -> Any:
    left = (todo.due_on - on).days if todo.due_on else None
    return SimpleNamespace(
        title=todo.title,
        url=todo.url,
        what=todo.what,
        # What has no light yet (a draft) needs none said.
        light=lights.draw(todo.light) if todo.light in lights.WORDS and todo.light != "off" else "",
        when=days.countdown(todo.due_on, on) if todo.due_on else "",
        tone="" if left is None else "late" if left < 0 else "soon" if left <= SOON else "",
        sender=todo.sender,
    )


def stands_out(morning: Morning) -> dict[str, Any]:
    return {
        "morning": morning,
        "units": [line(str(each.unit), each.all, unit=each.unit.pk) for each in morning.units],
    }


def figures(person: Any, all_of_it: Overview | None) -> list[dict[str, Any]]:
    """What I am responsible for, also for whom I stand in, as figures; for whoever oversees all, how all of it stands."""
    mine = sum(person_counts(person, standing_of(person).person_ids).values(), Counts())
    if mine == Counts():
        return cards(all_of_it.total) if all_of_it else []
    return [
        {"label": _("My open tasks"), "value": mine.open, "url": rows_url(mine="responsible", state="open")},
        {"label": _("Overdue"), "value": mine.red, "url": rows_url(mine="responsible", light="red")},
        {"label": _("At risk"), "value": mine.yellow, "url": rows_url(mine="responsible", light="yellow")},
        {"label": _("Closed"), "value": mine.closed, "url": rows_url(mine="responsible", state="closed", sort="new")},
    ]


def acts(person: Any) -> list[dict[str, str]]:
    standing = standing_of(person)
    found = []
    if standing.has(Role.LEADER, Role.SUPERVISION):
        found.append({"label": _("Overview"), "url": "/overview", "icon": "chart-bar"})
    if may_register(standing):
        found.append({"label": _("Register a task"), "url": "/tasks/new", "icon": "plus"})
    return found
