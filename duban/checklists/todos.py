"""Drafts that wait for somebody else's approval, and approved ones for the day from which they hold."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from duban.checklists.access import editions, may_keep
from duban.checklists.models import EditionState, Item
from duban.org.access import standing_of
from duban.org.models import Person
from duban.org.todos import Todo

MOST = 20


def todos(person: Person, on: date) -> Iterator[Todo]:
    standing = standing_of(person)
    if not may_keep(standing):
        return
    rows = editions.visible_to(person).filter(
        Exists(Item.objects.filter(edition=OuterRef("pk"))), state__in=(EditionState.DRAFT, EditionState.APPROVED)
    )
    for edition in rows.select_related("drafted_by", "edited_by", "approved_by").order_by("pk")[:MOST]:
        if editions.allows(standing, "approve", edition):
            what, owed, sender = _("Approve the draft"), False, str(edition.edited_by or edition.drafted_by)
        elif edition.state == EditionState.APPROVED and edition.drafted_by_id in standing.person_ids:
            what, owed, sender = _("Bring it into force"), True, str(edition.approved_by)
        else:
            continue
        yield Todo(
            title=str(edition), url=edition.get_absolute_url(), what=what, owed=owed, sender=sender, noun="edition",
            noun_id=edition.pk,
        )  # fmt: skip
