"""Visits on a phone: what a team takes along where there is no network."""

from collections.abc import Iterable
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils import timezone

from duban.checklists.abouts import Ahead
from duban.checklists.models import Edition
from duban.inspections.access import sent_to, visits
from duban.inspections.models import Visit, VisitState
from duban.org.models import Person

# Names the response of a visit, so that two who begin at once, on any two devices, begin the same one.
_SPACE = UUID("5b0c6f8e-5b1e-4a0e-9a53-3f2f1f7f0a11")
MOST = 20


def device_of(visit_id: int) -> UUID:
    return uuid5(_SPACE, str(visit_id))


def visits_ahead(person: Person, wanted: int | None = None) -> Iterable[Ahead]:
    """Those nearest to today, as a phone keeps only so many; or the one that is wanted, however far away."""
    rows = visits.visible_to(person).filter(pk__in=sent_to(person), state=VisitState.AHEAD)
    if wanted is not None:
        return [_ahead(visit) for visit in rows.filter(pk=wanted)]
    today = timezone.localdate()
    coming = rows.filter(on__gte=today).order_by("on", "pk")[:MOST]
    missed = rows.filter(on__lt=today).order_by("-on", "-pk")[:MOST]
    near = sorted([*coming, *missed], key=lambda visit: (abs((visit.on - today).days), visit.on, visit.pk))
    return [_ahead(visit) for visit in near[:MOST]]


def _ahead(visit: Visit) -> Ahead:
    return Ahead(
        noun="visit", noun_id=visit.pk, device=device_of(visit.pk), edition=edition_today(visit), unit=visit.unit,
        place=visit.place, on=visit.on, url=reverse("checklists:field_begin", args=["visit", visit.pk]),
    )  # fmt: skip


def edition_today(visit: Visit) -> Edition:
    """By what one looks: the edition it was planned with, or what has taken its place since."""
    if visit.edition.is_in_force():
        return visit.edition
    present = Edition.objects.in_force().filter(checklist=visit.edition.checklist_id).select_related("checklist")
    return present.first() or visit.edition
