"""Who sees a hint: whoever may verify the later of the two, and nobody else; not even its doer's superiors."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from duban.likeness import sources
from duban.likeness.models import Hint
from duban.org.access import standing_of
from duban.org.models import Person, Role


def get_for(person: Person, pk: int, *, lock: bool = False) -> Hint:
    """404 for all others: whoever saw that a hint is kept from them would know that there is one, perhaps on their own."""
    rows = Hint.objects.select_related("later", "earlier")
    hint = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    if hint is None or not person.is_active:
        raise Http404
    if not sources.of(hint.later.noun).may_look(person, hint.later.noun_id):
        raise Http404
    return hint


def visible_to(person: Person) -> Any:
    """Hints whose looks the person may read in the journal: their own looks are added by the journal itself."""
    return Hint.objects.all() if standing_of(person).has(Role.SUPERVISION) else Hint.objects.none()


def may_keep_rules(person: Person) -> bool:
    return standing_of(person).has(Role.SUPERVISION)


def require_keeper(person: Person) -> None:
    if not may_keep_rules(person):
        raise PermissionDenied
