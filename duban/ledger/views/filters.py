"""The filter bar of every list of tasks: what it offers, and what of the address it understands."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.ledger.models import Light, Nature, State
from duban.ledger.views import catalogue_options as catalogue
from duban.org.fields import PersonField, UnitField, key_of, keyed
from duban.org.requests import PersonRequest
from duban.ui.templatetags.ui import draw_icon

# What an address may say about tasks; anything else in it is not a filter.
NAMES = (
    "q",
    "unit",
    "alone",
    "person",
    "mine",
    "light",
    "state",
    "programme",
    "category",
    "type",
    "nature",
    "due_from",
    "due_to",
    "was_red",
    "silent",
    "taken",
    "acceptance",
)


def chosen(request: PersonRequest) -> dict[str, str]:
    return chosen_in(request.GET)


def chosen_in(asked: QueryDict) -> dict[str, str]:
    """The filters in the address, as text, empty ones left out; a person is named by id, name, user name or number."""
    said = {name: value for name in NAMES if (value := asked.get(name, "").strip())}
    typed = said.get("person", "")
    # Typed and not chosen from the list.
    if typed and not keyed(typed) and (found := PersonField().one(typed, quiet=True)):
        said["person"] = key_of(found.pk)
    return said


def draw(
    data: Mapping[str, str], *, leave_out: tuple[str, ...] = (), keep: Mapping[str, str] | None = None
) -> SafeString:
    """The bar as HTML. `keep` are hidden companions such as the sort order.

    The bar of a view is the same for everybody, so it is kept as long as the choices are.
    """
    kept = tuple((keep or {}).items())
    return _draw(tuple(sorted(data.items())), leave_out, kept, get_language() or "", catalogue.choices())


@lru_cache(maxsize=256)
def _draw(
    chosen: tuple[tuple[str, str], ...],
    leave_out: tuple[str, ...],
    keep: tuple[tuple[str, str], ...],
    language: str,
    lists: catalogue.Choices,
) -> SafeString:
    data = dict(chosen)
    parts = [format_html('<input type="hidden" name="{}" value="{}">', k, v) for k, v in keep if v]
    if "q" not in leave_out:
        parts.append(
            format_html(
                '<input class="form-control" type="search" name="q" value="{}" placeholder="{}" aria-label="{}">',
                data.get("q", ""),
                _("Number or title"),
                _("Number or title"),
            )
        )
    if "unit" not in leave_out:
        parts.append(_picker("unit", UnitField(required=False), data.get("unit", ""), _("Unit and below")))
    if "person" not in leave_out:
        parts.append(_picker("person", PersonField(required=False), data.get("person", ""), _("Person")))
    selects: list[tuple[str, str, Iterable[tuple[Any, Any]]]] = [
        ("light", _("Any light"), [(v, label) for v, label in Light.choices if v not in ("off",)]),
        ("state", *_states(data)),
        ("programme", _("Any programme"), lists.programme),
        ("category", _("Any category"), lists.category),
        ("type", _("Any type"), lists.type),
        ("nature", _("Any nature"), list(Nature.choices)),
    ]
    for name, label, pairs in selects:
        if name not in leave_out and pairs:
            parts.append(_select(name, label, pairs, data.get(name, "")))
    behind = ["alone", "taken"]
    if "more" in leave_out:
        behind += ["mine", "was_red", "silent", "acceptance"]
    else:
        parts.append(_more(data))
    parts += [
        format_html('<input type="hidden" name="{}" value="{}">', name, data[name]) for name in behind if data.get(name)
    ]
    return format_html_join("", "{}", ((part,) for part in parts))


def _more(data: Mapping[str, str]) -> SafeString:
    """What is asked for less often, folded away until something of it is chosen."""
    mine = [
        ("any", _("Mine in any way")),
        ("responsible", _("I am responsible")),
        ("accountable", _("I am accountable")),
        ("supporting", _("My unit supports")),
        ("sent", _("I sent them")),
        ("looker", _("I verify")),
        ("followed", _("I follow")),
        ("drafts", _("My drafts")),
    ]
    how = data.get("mine", "")
    inside = [_select("mine", _("Anybody's"), mine, "any" if how in ("1", "yes", "true") else how)]
    inside += [
        format_html(
            '<label class="days"><span>{}</span><input class="form-control" type="date" name="{}" value="{}"></label>',
            label, name, data.get(name, ""),
        )
        for name, label in (("due_from", _("Due from")), ("due_to", _("Due until")))
    ]  # fmt: skip
    inside += [
        format_html(
            '<label class="form-check"><input class="form-check-input" type="checkbox" name="{}" value="1"{}>{}</label>',
            name, " checked" if data.get(name) else "", label,
        )
        for name, label in (
            ("silent", _("Silent")), ("was_red", _("Was red")), ("acceptance", _("Acceptance projects")),
        )
    ]  # fmt: skip
    names = ("mine", "due_from", "due_to", "silent", "was_red", "acceptance")
    return format_html(
        '<details class="filters-more"{}><summary class="btn btn-quiet">{}{}</summary><div>{}</div></details>',
        " open" if any(data.get(name) for name in names) else "",
        _("More"),
        draw_icon("chevron-down"),
        format_html_join("", "{}", ((part,) for part in inside)),
    )


def _select(name: str, label: str, pairs: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
    return format_html(
        '<select class="form-select" name="{}" aria-label="{}"><option value="">{}</option>{}</select>',
        name, label, label, catalogue.options(pairs, chosen),
    )  # fmt: skip


# A search goes through everything that ever was; without one, the list is of what has not ended.
THROUGH_ALL = ("q", "was_red")


def _states(data: Mapping[str, str]) -> tuple[str, list[tuple[str, Any]]]:
    """What an empty choice of the state means for this list, and everything else there is to choose."""
    unended, every = _("Not ended"), _("Any state")
    rest = [("open", _("All open")), *State.choices]
    if any(data.get(name) for name in THROUGH_ALL):
        return every, [("alive", unended), *rest]
    return unended, [("all", every), *rest]


def _picker(name: str, field: UnitField | PersonField, value: str, label: str) -> SafeString:
    """A picker without a form around it: nothing is asked of the database unless something is chosen."""
    if not value:
        return format_html(
            '<input class="form-control" type="text" name="{}" data-picker="{}" data-picked="[]" placeholder="{}" aria-label="{}" autocomplete="off">',
            name,
            field.address(),
            label,
            label,
        )
    widget: Any = field.widget
    return mark_safe(widget.render(name, value, {"placeholder": label, "aria-label": label, "class": "form-control"}))
