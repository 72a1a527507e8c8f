"""Who asks: the session and the person behind it. Every request looks both up, so both are questions composed once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.utils import timezone

from duban.org.models import Person
from duban.ui.question import Question, fields_of, made

_SESSION = Question(
    lambda key: db.SessionStore.get_model_class().objects.filter(session_key=key).values("session_data", "expire_date")
)
_PERSON = Question(lambda pk: Person.objects.filter(pk=pk).values(*fields_of(Person)))


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        for row in _SESSION.ask(self.session_key):
            if row["expire_date"] > timezone.now():
                return self.decode(row["session_data"])
        self._session_key = None
        return {}


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> Person | None:
        people = [made(Person, row) for row in _PERSON.ask(user_id)]
        return next(filter(self.user_can_authenticate, people), None)
