"""Units and people: what a system needs to name them. Contacts stay inside Duban."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router

from duban.api.endpoints import shapes
from duban.api.pages import Paged, json_response, page_response
from duban.org.models import Person, Unit
from duban.org.policies import people as person_policy
from duban.org.policies import units as unit_policy
from duban.org.requests import PersonRequest
from duban.org.search import find_people, find_units

router = Router(tags=["directory"])


class Searched(Paged):
    """With `q`: the best matches by name, alias, code, pinyin or initials, on one page."""

    q: shapes.Asked = ""


@router.get("/units", response=shapes.UnitPage, summary=gettext_noop("Units, in the order of the tree"))
def list_units(request: PersonRequest, wanted: Query[Searched]) -> HttpResponse:
    rows = unit_policy.visible_to(request.user)
    above = dict(rows.filter(numchild__gt=0).values_list("path", "pk"))

    def show(unit: Unit) -> dict[str, Any]:
        return {
            "id": unit.pk,
            "code": unit.code,
            "name": unit.name,
            "short_name": unit.short_name,
            "kind": unit.kind,
            "parent_id": above.get(unit.path[: -Unit.steplen]),
            "closed_on": unit.closed_on,
        }

    if wanted.q.strip():
        return json_response({"items": [show(u) for u in find_units(wanted.q, most=wanted.limit)], "next": None})
    return page_response(rows, wanted, order=("path",), show=show)


@router.get("/people", response=shapes.PersonPage, summary=gettext_noop("People"))
def list_people(request: PersonRequest, wanted: Query[Searched]) -> HttpResponse:
    rows = person_policy.visible_to(request.user).filter(is_active=True)

    def show(person: Person) -> dict[str, Any]:
        return {"id": person.pk, "name": person.name, "number": person.number, "username": person.username}

    if wanted.q.strip():
        found = find_people(wanted.q, rows=rows, most=wanted.limit)
        return json_response({"items": [show(p) for p in found], "next": None})
    return page_response(rows, wanted, order=("id",), show=show)
