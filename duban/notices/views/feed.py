"""The calendar that programmes fetch: no login, the address is the key."""

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import condition, require_safe

from duban.notices.actions.calendar import owner_of


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    person = owner_of(secret)
    if person is None:
        raise Http404
    # Only now: a start need not load its library.
    from duban.notices.dates import calendar_of

    # Programmes send the language of their maker, not of the person.
    with translation.override(settings.LANGUAGE_CODE):
        content = calendar_of(person)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'

    @condition(etag_func=lambda _request: tag)
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(
            content,
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="duban.ics"'},
        )

    response = answer(request)
    response.headers["Cache-Control"] = "private, max-age=300"
    return response
