"""Tags every template has without loading them."""

import re
import uuid
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import forms, template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.ui import days, lights, menu
from duban.ui.browsers import browser_name

register = template.Library()
ICONS = Path(__file__).resolve().parent.parent / "icons"


@lru_cache(maxsize=512)
def _drawing(name: str) -> str:
    """The inner part of a Tabler icon; its outer attributes are the same for all and stand in `draw_icon`."""
    svg = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", svg[svg.index(">", svg.index("<svg")) + 1 : svg.index("</svg>")]).strip()


@lru_cache(maxsize=1024)
def draw_icon(name: str, extra: str = "") -> SafeString:
    return mark_safe(
        f'<svg aria-hidden="true" class="icon {extra}" width="20" height="20" viewBox="0 0 24 24" fill="none"'
        f' stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{_drawing(name)}</svg>'
    )


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An inline Tabler icon; decoration only, so hidden from screen readers."""
    return draw_icon(name, extra)


@register.simple_tag
def once() -> SafeString:
    """The hidden token by which a double click or a retry is recognised; see `duban.ui.once`."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4().hex)


# -- the shell -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _address(url_name: str) -> str | None:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def _items(context: template.Context) -> list[tuple[menu.MenuItem, str]]:
    request = context["request"]
    known = getattr(request, "_menu", None)
    if known is None:
        person = getattr(request, "user", None)
        items = menu.items_for(person) if person and person.is_authenticated else []
        known = request._menu = [(item, url) for item in items if (url := _address(item.url_name))]
    return known


def _is_here(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


# Keyed by names, not by items: hashing an item would translate its label.
@lru_cache(maxsize=2048)
def _draw_menu(names: tuple[str, ...], here: str, language: str, grouped: bool) -> SafeString:
    parts: list[str] = []
    group = None
    for name in names:
        item, url = menu.called(name), _address(name)
        if item.group != group:
            group = item.group
            if group and grouped:
                parts.append(format_html('<div class="nav-group">{}</div>', group))
        current = mark_safe(' aria-current="page"') if url == here else ""
        parts.append(
            format_html(
                '<a class="nav-item" href="{}"{}>{}<span>{}</span></a>', url, current, draw_icon(item.icon), item.label
            )
        )
    return mark_safe("".join(parts))


@register.simple_tag(takes_context=True)
def navigation(context: template.Context, where: str = "side") -> SafeString:
    """The menu as links: `side` (all), `phone` (the bar at the thumb), `account`."""
    items = _items(context)
    path = context["request"].path
    longest = max((url for _item, url in items if _is_here(path, url)), key=len, default="")
    if where == "account":
        chosen = [item.url_name for item, _url in items if item.is_of_account]
    else:
        chosen = [i.url_name for i, _url in items if not i.is_of_account and (where == "side" or i.phone)]
    names = tuple(chosen[:4] if where == "phone" else chosen)
    return _draw_menu(names, longest, get_language() or "", where == "side")


@register.simple_tag(takes_context=True)
def header_parts(context: template.Context) -> SafeString:
    return mark_safe("".join(menu.header_for(context["request"])))


# -- forms ---------------------------------------------------------------------------------------------------------


def _dress(widget: forms.Widget, invalid: bool) -> dict[str, str | bool]:
    if isinstance(widget, forms.CheckboxInput):
        kind = "form-check-input"
    elif isinstance(widget, (forms.CheckboxSelectMultiple, forms.RadioSelect)):
        # Django gives it to the box around the choices and to each of them; the style sheet tells them apart.
        kind = "choices"
    elif isinstance(widget, forms.Select) and not widget.attrs.get("data-picker"):
        kind = "form-select"
    else:
        kind = "form-control"
    given = widget.attrs.get("class", "")
    return {"class": " ".join(filter(None, [given, kind, "is-invalid" if invalid else ""]))}


@register.simple_tag
def field(bound: BoundField, hint: str = "", wide: bool = False) -> SafeString:
    """One field of a form with its label, help and errors, in the order a screen reader should hear them."""
    widget = bound.field.widget
    if bound.is_hidden:
        return format_html("{}{}", bound, bound.errors)
    choice = bound.field
    if isinstance(choice, forms.ModelChoiceField) and choice.empty_label == BLANK_CHOICE_DASH[0][1]:
        choice.empty_label = _("Please choose") if choice.required else "—"
    invalid = bool(bound.errors)
    attributes = _dress(widget, invalid)
    help_text = hint or bound.help_text
    described = " ".join(
        f"{bound.id_for_label}_{part}" for part, there in (("error", invalid), ("hint", help_text)) if there
    )
    if described:
        attributes["aria-describedby"] = described
    errors = (
        format_html(
            '<div class="invalid-feedback d-block" id="{}_error">{}</div>',
            bound.id_for_label,
            " ".join(map(str, bound.errors)),
        )
        if invalid
        else ""
    )
    hints = (
        format_html('<div class="form-hint" id="{}_hint">{}</div>', bound.id_for_label, help_text) if help_text else ""
    )
    star = mark_safe('<span class="required" aria-hidden="true">*</span>') if bound.field.required else ""
    whole = "field field-wide" if wide or isinstance(widget, forms.Textarea) else "field"
    if isinstance(widget, forms.CheckboxInput):
        return format_html(
            '<div class="{}"><label class="form-check">{}<span class="form-check-label">{}</span></label>{}{}</div>',
            whole,
            bound.as_widget(attrs=attributes),
            bound.label,
            hints,
            errors,
        )
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return format_html(
            '<fieldset class="{}"><legend class="form-label">{}{}</legend>{}{}{}</fieldset>',
            whole,
            bound.label,
            star,
            bound.as_widget(attrs=attributes),
            hints,
            errors,
        )
    return format_html(
        '<div class="{}"><label class="form-label" for="{}">{}{}</label>{}{}{}</div>',
        whole,
        bound.id_for_label,
        bound.label,
        star,
        bound.as_widget(attrs=attributes),
        hints,
        errors,
    )


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    """All fields of a form, errors of the whole form first."""
    return format_html("{}{}", form_errors(form), format_html_join("", "{}", ((field(bound),) for bound in form)))


@register.simple_tag
def form_errors(form: forms.BaseForm) -> SafeString:
    errors = form.non_field_errors()
    # `faults.put` says so where it is mended elsewhere on the page.
    places = [error.code or "" for error in errors.as_data()]
    lines = [
        format_html('<a class="alert-link" href="{}">{}</a>', place, said) if place.startswith("#") else said
        for place, said in zip(places, errors, strict=True)
    ]
    if not lines:
        return mark_safe("")
    return format_html(
        '<div class="alert alert-danger" role="alert">{}<div>{}</div></div>',
        draw_icon("alert-circle", "alert-icon"),
        format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)),
    )


_CHOICE = re.compile(r'<(?:input|select)\b(?![^>]*type="hidden")[^>]*\bname="(\w+)"')
_CHIP = 'class="tag tag-blue"'


@register.simple_block_tag(takes_context=True)
def filters(context: template.Context, content: str, filtered: object = None) -> str:
    """A list's bar of filters around what it offers to choose; on a phone it folds behind a button that says how many are
    set. With `filtered`, a link leads back to the whole list."""
    request: HttpRequest = context["request"]
    chosen = {name for name in _CHOICE.findall(content) if name != "sort" and request.GET.get(name)}
    # Two days are one period, and a chip stands for what was chosen elsewhere.
    count = len(chosen) - (chosen >= {"since", "until"}) + content.count(_CHIP)
    inside = {"inside": content, "set": count, "filtered": filtered, "request": request}
    return render_to_string("ui/filters.html", inside)


# -- lights, days, numbers -----------------------------------------------------------------------------------------


@register.simple_tag
def light(colour: str, word: str = "") -> SafeString:
    """A light: colour, shape and word together, so that no one needs to tell red from green."""
    return lights.draw(colour, word)


@register.filter
def countdown(due: date | None) -> str:
    """剩 3 天 / 今天到期 / 超期 5 天, in calendar days."""
    return days.countdown(due) if due else ""


@register.filter
def ago(moment: datetime | date | None) -> str:
    return days.ago(moment) if moment else ""


@register.filter
def moment(at: datetime | None) -> str:
    """A time as people write it in a ledger: the year only when it is another one."""
    if not at:
        return ""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return local.strftime("%m-%d %H:%M" if local.year == timezone.localdate().year else "%Y-%m-%d %H:%M")


@register.filter
def browser(introduction: str) -> str:
    return browser_name(introduction)


@register.filter
def hours(minutes: float | None) -> str:
    return days.hours(minutes) if minutes else "0"


@register.simple_tag
def number(value: Any, url: str = "", label: str = "") -> SafeString:
    """A number that leads to its rows. Zero leads nowhere and is quiet."""
    if not value:
        return mark_safe('<span class="number number-none">0</span>')
    if not url:
        return format_html('<span class="number">{}</span>', value)
    return format_html('<a class="number" href="{}" title="{}">{}</a>', url, label, value)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The present query string with some parts changed (None removes); paging starts over."""
    request: HttpRequest = context["request"]
    data = request.GET.copy()
    for gone in ("after", "before"):
        data.pop(gone, None)
    for key, value in changes.items():
        if value is None or value == "":
            data.pop(key, None)
        else:
            data[key] = value
    return "?" + data.urlencode()


@register.simple_tag
def address(path: str, **parts: Any) -> str:
    """A path with a query string."""
    kept = {key: value for key, value in parts.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept)}" if kept else path


@register.filter
def lines(text: Any) -> SafeString:
    """Text with its line breaks kept, escaped."""
    return mark_safe(str(conditional_escape(text or "")).replace("\n", "<br>"))


@register.inclusion_tag("ui/empty.html")
def empty(text: str, icon: str = "inbox", hint: str = "", url: str = "", act: str = "") -> dict[str, str]:
    """An empty list says what to do next."""
    return {"text": text, "icon": icon, "hint": hint, "url": url, "act": act}
