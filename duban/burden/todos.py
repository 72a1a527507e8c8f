"""What waits for somebody's consent."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.burden import overlaps
from duban.burden.models import MergeOffer
from duban.org.access import standing_of
from duban.org.models import Person
from duban.org.todos import Todo

MOST = 20


def todos(person: Person, on: date) -> Iterator[Todo]:
    seats = standing_of(person).unit_ids
    if not seats:
        return
    for offer in MergeOffer.objects.filter(to_unit__in=seats, accepted__isnull=True).select_related("by")[:MOST]:
        if overlaps.consents(person, offer):
            yield Todo(
                offer.title, reverse("burden:overlaps"), _("consent to merge"), owed=False, sender=str(offer.by),
                noun="burden_offer", noun_id=offer.pk,
            )  # fmt: skip
