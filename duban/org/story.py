"""What happened to one thing, as the lines of its page's timeline."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from duban.journal.models import Entry
from duban.ui.templatetags.ui import draw_icon, moment

_LINE = '<li>{}<div><b>{}</b> {}<br><time datetime="{}">{}</time></div></li>'


def drawn(entries: Iterable[Entry]) -> SafeString:
    """A template would spend longer on a dozen lines than the database does."""
    lines = (
        (draw_icon(e.icon), e.actor_name, e.sentence, timezone.localtime(e.at).isoformat(), moment(e.at))
        for e in entries
    )
    return format_html_join("", _LINE, lines)
