"""The bell at the top of every page. One look into a partial index, and it stops counting where nobody reads on."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from duban.notices.models import Notice

_MOST = 99


def draw(request: HttpRequest) -> str:
    if not request.user.is_authenticated:
        return ""
    unread = Notice.objects.filter(person=request.user.pk, read_at__isnull=True)[: _MOST + 1].count()
    return render_to_string("notices/bell.html", {"unread": unread, "shown": f"{_MOST}+" if unread > _MOST else unread})
