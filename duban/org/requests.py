"""The type of a request behind the login gate: `duban.ui.middleware.LoginRequired` lets nobody else through."""

from django.http import HttpRequest

from duban.org.models import Person


class PersonRequest(HttpRequest):
    """For annotations only. Views whose address stands in the gate's `OPEN` list use HttpRequest."""

    user: Person
