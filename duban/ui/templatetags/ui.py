"""Tags every template has without loading them."""

from functools import lru_cache
from pathlib import Path

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ICONS = Path(__file__).resolve().parent.parent / "icons"


@lru_cache(maxsize=512)
def _drawing(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An inline Tabler icon; decoration only, so hidden from screen readers."""
    svg = _drawing(name)
    start = svg.index("<svg")
    return mark_safe(svg[start:].replace("<svg", f'<svg aria-hidden="true" data-icon="{name}" class="icon {extra}"', 1))
