"""What phones bring of a visit that was called off meanwhile, or from somebody whom the draw has replaced: kept and shown, and
no check."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from duban.checklists.abouts import apart_of
from duban.checklists.models import Response
from duban.draws import follow
from duban.inspections.access import is_sent
from duban.inspections.manifests import id_of, number_of, thrown_of, voids_of
from duban.inspections.models import Visit, VisitState
from duban.org.access import Standing

APART = apart_of("visit")


def has_left(standing: Standing, visit: Visit) -> bool:
    """Whether the draw once sent this person there, and replaced them since. No other team ever loses anybody."""
    if visit.draw is None or is_sent(standing, visit):
        return False
    manifest, seed = thrown_of(visit.draw)
    voids, entry = voids_of(visit.draw), id_of(visit.unit)
    return any(
        standing.person_ids & {number_of(who) for who in team.inspectors}
        for fallen in range(len(voids))
        for team in follow(manifest, seed, voids[:fallen]).teams
        if team.entry == entry
    )


def left(standing: Standing, visit_id: int) -> bool:
    visit = Visit.objects.select_related("draw", "unit").filter(pk=visit_id).first()
    return visit is not None and has_left(standing, visit)


def cancelled() -> QuerySet[Any]:
    return Visit.objects.filter(state=VisitState.CANCELLED).order_by().values("pk")


def all_visits() -> QuerySet[Any]:
    return Visit.objects.order_by().values("pk")


def note_of(visit_id: int) -> str:
    visit = Visit.objects.filter(pk=visit_id, state=VisitState.CANCELLED).first()
    if visit is None:
        return ""
    return _("Of a visit that was called off: it counts as no check. %(reason)s") % {"reason": visit.cancelled_why}


def note_of_apart(visit_id: int) -> str:
    return _("Handed in by somebody who was no longer on the team: it counts as no check.")


def apart_from(visit: Visit) -> QuerySet[Response]:
    """What those handed in who have left the team."""
    return (
        Response.objects.filter(about_noun=APART, about_id=visit.pk)
        .select_related("by", "edition__checklist")
        .order_by("pk")
    )
