"""The bell at the top of every page. One look into a partial index, and it stops counting where nobody reads on."""

from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from duban.notices.models import Notice
from duban.org.models import Person
from duban.ui.question import prepared

_MOST = 99
# Plain SQL: every page asks this, and the ORM would spend longer on composing it than the database on answering.
_UNREAD = f"""
    SELECT count(*) FROM (
        SELECT 1 FROM {Notice._meta.db_table} WHERE person_id = %(me)s AND read_at IS NULL LIMIT %(most)s
    ) unread
"""


def draw(request: HttpRequest) -> str:
    return _drawn(unread_of(request.user.pk), get_language() or "") if request.user.is_authenticated else ""


def draw_if_not(shown: str, person: Person) -> str:
    """The bell again, or nothing when it still shows this: what nobody needs to see again is not moved under them."""
    unread = unread_of(person.pk)
    return "" if shown == str(unread) else _drawn(unread, get_language() or "")


def unread_of(person_id: int) -> int:
    with prepared() as cursor:
        cursor.execute(_UNREAD, {"me": person_id, "most": _MOST + 1})
        return int(cursor.fetchone()[0])


@lru_cache(maxsize=512)
def _drawn(unread: int, language: str) -> str:
    return render_to_string("notices/bell.html", {"unread": unread, "shown": f"{_MOST}+" if unread > _MOST else unread})
