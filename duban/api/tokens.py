"""Making, checking and revoking keys for other systems."""

import hashlib
import secrets
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.api import kinds
from duban.api.models import ApiToken, Scope
from duban.journal import actions as journal
from duban.org.models import Person
from duban.ui.question import Question, fields_of, made

PREFIX = "duban_"
LONGEST = timedelta(days=366)
MOST = 20


def make_token(*, actor: Person, name: str, scope: str, expires_on: date) -> tuple[ApiToken, str]:
    """A new key for the actor: the row, and the key itself, which is never to be had again."""
    today = timezone.localdate()
    if not today < expires_on <= today + LONGEST:
        raise ValidationError({"expires_on": _("Choose a day from tomorrow on, within a year.")})
    if not name.strip():
        raise ValidationError({"name": _("Name the system that will use it.")})
    key = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=actor.pk)  # two at once must not both be the last one allowed
        if in_force(actor).count() >= MOST:
            raise ValidationError(_("No more than %(count)s keys for one person.") % {"count": MOST})
        token = ApiToken.objects.create(
            person=actor,
            name=name.strip(),
            scope=Scope(scope),
            digest=digest_of(key),
            hint=key[: len(PREFIX) + 5],
            expires_on=expires_on,
        )
        journal.append(
            kinds.TOKEN_MADE,
            actor=actor,
            noun="person",
            noun_id=actor.pk,
            body={"name": token.name, "scope": token.scope, "until": expires_on, "token": token.pk},
        )
    return token, key


def revoke_token(token_id: int, *, actor: Person) -> None:
    """From now on the key opens nothing. Revoking what is revoked changes nothing."""
    revoke_of(actor, token_id, actor=actor)


@transaction.atomic
def revoke_of(person: Person, token_id: int, *, actor: Person | None) -> None:
    """For who may decide about this person's account, as the caller has made sure."""
    token = ApiToken.objects.select_for_update().filter(pk=token_id, person=person).first()
    if token is None:
        raise Http404
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        journal.append(
            kinds.TOKEN_REVOKED,
            actor=actor,
            noun="person",
            noun_id=person.pk,
            body={"name": token.name, "token": token.pk},
        )


def in_force(person: Person) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(person=person, revoked_at=None, expires_on__gt=timezone.localdate())


def held(person: Person) -> dict[int, str]:
    """For the page of a new password."""
    return {
        token.pk: _("API key “%(name)s” (%(may)s), until %(day)s")
        % {"name": token.name, "may": token.get_scope_display(), "day": token.expires_on.isoformat()}
        for token in in_force(person)
    }


# Asked at every request.
_BY_DIGEST = Question(
    lambda digest: ApiToken.objects.filter(digest=digest).values(*fields_of(ApiToken), *fields_of(Person, "person__"))
)


def token_for(key: str) -> ApiToken | None:
    """The key in force, with its person; None when unknown, expired, revoked, or its person left."""
    if not key.startswith(PREFIX) or len(key) > 100:
        return None
    row = next(iter(_BY_DIGEST.ask(digest_of(key))), None)
    if row is None:
        return None
    token, today = made(ApiToken, row), timezone.localdate()
    token.person = made(Person, row, "person__")
    if token.revoked_at or token.expires_on <= today or not token.person.is_active:
        return None
    if token.used_on != today:
        # A day is enough to see which keys are dead, and costs one write a day.
        ApiToken.objects.filter(pk=token.pk).update(used_on=today)
    return token


def digest_of(key: str) -> str:
    # A random key of 256 bits needs no slow hash.
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
