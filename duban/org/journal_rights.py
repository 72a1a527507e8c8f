"""Who reads what of the journal: the supervision office and those at the top what happened in all units, others what happened
in the units where they hold a post, and what they did themselves; nobody what is hidden from them elsewhere. The whole of it is verified by those who answer for it at the top:
auditors and administrators."""

from django.db.models import Q
from django.urls import reverse

from duban.journal.access import Named, Rights, register
from duban.org.access import standing_of
from duban.org.fields import PersonField, UnitField
from duban.org.models import Person, Role, Unit
from duban.org.policies import is_top_administrator


def visible(person: Person) -> Q | None:
    standing = standing_of(person)
    if standing.sees_all:
        return Q()
    return Q(unit_id__in=standing.subtree_ids) | Q(actor_id=person.pk)


def may_verify(person: Person) -> bool:
    standing = standing_of(person)
    audits = any(post.role == Role.AUDITOR and len(post.path) <= Unit.steplen for post in standing.posts)
    return audits or is_top_administrator(standing)


def _named(field: UnitField | PersonField, text: str) -> Named | None:
    found = field.one(text, quiet=True)
    return (found.pk, str(found)) if found else None


def register_all() -> None:
    register(
        Rights(
            visible=visible,
            may_verify=may_verify,
            unit=lambda text: _named(UnitField(), text),
            person=lambda text: _named(PersonField(), text),
            unit_picker=lambda: reverse("org:pick_units"),
            person_picker=lambda: reverse("org:pick_people"),
        )
    )
