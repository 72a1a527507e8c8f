"""The search box: tasks by number or title, units and people by name, pinyin and initials."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.ledger.queries.listing import tasks_for
from duban.ledger.views.rows import columns, rows_of
from duban.org.policies import people, units
from duban.org.requests import PersonRequest
from duban.org.search import find_people, find_units

TASKS, OTHERS = 20, 8


@require_GET
def search(request: PersonRequest) -> HttpResponse:
    q = " ".join(request.GET.get("q", "").split())[:100]
    return render(request, "home/search.html", {"q": q, "groups": groups_for(request, q) if q else []})


def groups_for(request: PersonRequest, q: str) -> list[dict[str, Any]]:
    found = []
    rows = list(columns(tasks_for(request.user, {"q": q, "state": "all"})).order_by("-id")[: TASKS + 1])
    if rows:
        found.append(
            {
                "name": _("Tasks"),
                "rows": rows_of(rows[:TASKS]),
                "hits": rows[:TASKS],
                "more": len(rows) > TASKS,
                "url": f"{reverse('tasks')}?{urlencode({'q': q, 'state': 'all'})}",
            }
        )
    bodies = list(find_units(q, rows=units.visible_to(request.user)))[:OTHERS]
    if bodies:
        hits = [{"title": u, "hint": u.name if u.short_name else "", "url": _unit(u.pk)} for u in bodies]
        found.append({"name": _("Units"), "icon": "building", "hits": hits, "more": False})
    persons = list(find_people(q, rows=people.visible_to(request.user).filter(is_active=True)))[:OTHERS]
    if persons:
        hits = [{"title": p, "hint": "", "url": _person(p.pk)} for p in persons]
        found.append({"name": _("People"), "icon": "user", "hits": hits, "more": False})
    return found


def _unit(pk: int) -> str:
    return f"/units/{pk}"


def _person(pk: int) -> str:
    return f"/people/{pk}"
