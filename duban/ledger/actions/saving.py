"""Saved views of the lists."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.ledger import kinds, saved_lists
from duban.ledger.access import saved_views
from duban.ledger.models import SavedView
from duban.org.models import Person


@transaction.atomic
def save_view(*, actor: Person, name: str, query: str, shared: bool = False, of: str = "tasks") -> SavedView:
    """Keep a filter of a list under a name; the same name again replaces one's own."""
    name = name.strip()
    if not name:
        raise ValidationError({"name": _("Give the view a name.")})
    if not saved_lists.is_list(of):
        raise ValidationError(_("This list keeps no views."))
    if len(query) > 1000:
        raise ValidationError(_("This filter is too long to keep."))
    view, _made = SavedView.objects.update_or_create(
        owner=actor, of=of, name=name, defaults={"query": query.lstrip("?"), "shared": shared}
    )
    journal.append(
        kinds.VIEW_SAVED,
        actor=actor,
        noun="view",
        noun_id=view.pk,
        body={"name": name, "of": of, "query": query, "shared": shared},
    )
    return view


@transaction.atomic
def drop_view(view_id: int, *, actor: Person) -> None:
    view = saved_views.get_for(actor, view_id, "edit", lock=True)
    journal.append(kinds.VIEW_DROPPED, actor=actor, noun="view", noun_id=view.pk, body={"name": view.name})
    view.delete()
