"""Log-ins at other services that open a person's account (single sign-on), as what may be revoked with a password."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from duban.journal.actions import append
from duban.org import kinds
from duban.org.models import Person


def held(person: Person) -> dict[int, str]:
    """For the page of a new password."""
    return {each.pk: _("Log-in by %(provider)s") % {"provider": each.provider} for each in _of(person)}


@transaction.atomic
def disconnect(person: Person, number: int, *, actor: Person | None) -> None:
    """For who may decide about this person's account. Whoever is known by staff number or mobile is connected anew by the
    next log-in there; somebody else's identity, connected by who knew the password, is not."""
    found = _of(person).filter(pk=number).first()
    if found is None:
        return
    found.delete()
    append(
        kinds.DISCONNECTED,
        actor=actor,
        noun="person",
        noun_id=person.pk,
        body={"person": person.name, "provider": found.provider},
    )


def _of(person: Person) -> QuerySet[SocialAccount]:
    return SocialAccount.objects.filter(user=person).order_by("pk")
