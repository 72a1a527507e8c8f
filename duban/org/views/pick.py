"""What pickers ask while somebody types: JSON, twenty rows at most, three queries whatever they hold."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from duban.org.fields import key_of
from duban.org.models import Appointment, Unit, UnitKind
from duban.org.policies import people as person_policy
from duban.org.policies import units as unit_policy
from duban.org.queries import parents_of
from duban.org.requests import PersonRequest
from duban.org.search import find_people, find_units
from duban.ui.addresses import number_said


@require_GET
def pick_units(request: PersonRequest) -> JsonResponse:
    kinds = [kind for kind in request.GET.getlist("kind") if kind in UnitKind.values]
    rows = unit_policy.visible_to(request.user).in_force(timezone.localdate())
    units = list(find_units(request.GET.get("q", "")[:100], rows=rows, kinds=kinds))
    above = parents_of(units)
    return _answer(
        [
            {
                "id": unit.pk,
                "text": str(unit),
                "hint": " / ".join(filter(None, [above.get(unit.pk, ""), unit.name if unit.short_name else ""])),
            }
            for unit in units
        ]
    )


@require_GET
def pick_people(request: PersonRequest) -> JsonResponse:
    within = None
    if (asked := number_said(request.GET.get("unit", ""))) is not None:
        within = Unit.objects.filter(pk=asked).first()
    rows = person_policy.visible_to(request.user).filter(is_active=True)
    people = list(find_people(request.GET.get("q", "")[:100], rows=rows, within=within))
    posts: dict[int, str] = {}
    held = Appointment.objects.in_force(timezone.localdate()).filter(person__in=people).select_related("unit")
    for appointment in held.order_by("unit__depth", "pk"):
        posts.setdefault(
            appointment.person_id, f"{appointment.unit} · {appointment.post or appointment.get_role_display()}"
        )
    return _answer([{"id": key_of(p.pk), "text": p.name, "hint": posts.get(p.pk, "")} for p in people])


def _answer(results: list[dict[str, object]]) -> JsonResponse:
    answer = JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "private, max-age=20"
    return answer
