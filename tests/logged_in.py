"""People who are logged in already: their sessions as a log-in would leave them, all written at once."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from django.utils.crypto import get_random_string

from duban.org.models import Person
from duban.org.sessions import SessionStore


def log_in(people: Iterable[Person]) -> list[str]:
    """The keys of their sessions, in order, for the cookie."""
    store = SessionStore()
    until = timezone.now() + timedelta(days=1)
    rows = [
        store.get_model_class()(
            session_key=get_random_string(32),
            session_data=store.encode({
                SESSION_KEY: str(person.pk),
                BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                HASH_SESSION_KEY: person.get_session_auth_hash(),
            }),
            expire_date=until,
        )
        for person in people
    ]  # fmt: skip
    return [row.session_key for row in store.get_model_class().objects.bulk_create(rows)]
