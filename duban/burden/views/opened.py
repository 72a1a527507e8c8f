"""How long a form was open, for measuring: its page carries when it was shown, in our own hand.

The view gives `opened_at=opened.mark(request, noun, pk)` to the page, which includes `burden/opened.html` inside its form, and
`took=opened.took(request, noun, pk)` to the action.
"""

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

SALT = "duban.burden.opened"


def mark(request: HttpRequest, noun: str, pk: int) -> str:
    """Shown again with what is wrong in it, a form stays open since it was shown first."""
    return request.POST.get("opened_at") or signed(noun, pk, timezone.now().timestamp())


def signed(noun: str, pk: int, moment: float) -> str:
    return signing.dumps([noun, pk, moment], salt=SALT)


def took(request: HttpRequest, noun: str, pk: int) -> float | None:
    """Minutes since then; None when the page does not say so in our own hand."""
    try:
        *shown, at = signing.loads(request.POST.get("opened_at", ""), salt=SALT)
    except signing.BadSignature:
        return None
    return (timezone.now().timestamp() - at) / 60 if shown == [noun, pk] else None
