"""Lights: what they are called and how they are drawn. Whose light shines how is the ledger's to say."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

WORDS = {
    "green": _("On course"),
    "yellow": _("Attention"),
    "red": _("Overdue"),
    "paused": _("Clock stopped"),
    "off": _("No light"),
    "done": _("Closed"),
}


@lru_cache(maxsize=512)
def _draw(colour: str, word: str, language: str) -> SafeString:
    return format_html('<span class="light light-{}">{}</span>', colour, word or WORDS[colour])


def draw(colour: str, word: str = "") -> SafeString:
    """A coloured shape with a word: circle, triangle, square, two bars, ring, tick."""
    return _draw(colour, str(word), get_language() or "")
