"""The bell at the top of every page. One look into a partial index, and it stops counting where nobody reads on."""

from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from duban.notices.models import Notice

_MOST = 99


def draw(request: HttpRequest) -> str:
    if not request.user.is_authenticated:
        return ""
    unread = Notice.objects.filter(person=request.user.pk, read_at__isnull=True)[: _MOST + 1].count()
    return _drawn(unread, get_language() or "")


@lru_cache(maxsize=512)
def _drawn(unread: int, language: str) -> str:
    return render_to_string("notices/bell.html", {"unread": unread, "shown": f"{_MOST}+" if unread > _MOST else unread})
