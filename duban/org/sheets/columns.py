"""What stands in which sheet and column."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.org.models import Role, UnitKind

Words = str | Promise


@dataclass(frozen=True)
class Column:
    """`choices` maps what is stored to what people read and type."""

    key: str
    label: Words
    hint: Words = ""
    required: bool = False
    width: int = 16
    longest: int = 0
    is_date: bool = False
    choices: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True)
class Sheet:
    key: str
    label: Words
    columns: tuple[Column, ...] = field(default_factory=tuple)

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


ACTIVE, LEFT = "active", "left"

UNITS = Sheet(
    "units",
    _("Units"),
    (
        Column("code", pgettext_lazy("unit", "Code"), _("Of your choice, with at least one letter. Never changes; rows are matched by it."), True, 14, 40),
        Column("name", _("Name"), _("Full name."), True, 32, 120),
        Column("short_name", _("Short name"), _("As people say it."), False, 18, 60),
        Column("kind", pgettext_lazy("unit", "Kind"), _("Choose from the list."), True, 14, choices=tuple(UnitKind.choices)),
        Column("parent", _("Stands under"), _("Code or name of the unit above; empty for the group itself."), False, 18, 120),
        Column("opened_on", _("Opened on"), _("Empty: long ago."), False, 13, is_date=True),
        Column("closed_on", _("Closed on"), _("First day on which it no longer exists; empty while it exists."), False, 13, is_date=True),
        Column("placed_since", _("There since"), _("Only when it moves: the first day at the new place. Empty: today."), False, 13, is_date=True),
    ),
)  # fmt: skip
PEOPLE = Sheet(
    "people",
    _("People"),
    (
        Column("username", _("User name"), _("For logging in; rows are matched by it. Empty for somebody new: the pinyin of the name."), False, 18, 60),
        Column("name", pgettext_lazy("person", "Name"), "", True, 14, 60),
        Column("number", _("Staff number"), "", False, 14, 40),
        Column("mobile", _("Mobile"), "", False, 16, 30),
        Column("email", _("E-mail"), "", False, 26, 254),
        Column("status", _("Status"), _("Empty: active."), False, 10, choices=((ACTIVE, _("active")), (LEFT, _("has left")))),
    ),
)  # fmt: skip
APPOINTMENTS = Sheet(
    "appointments",
    _("Appointments"),
    (
        Column("person", pgettext_lazy("appointment", "Person"), _("User name or staff number; the name when nobody else bears it."), True, 18, 60),
        Column("unit", _("Unit"), _("Code or name."), True, 20, 120),
        Column("role", _("Role"), _("Choose from the list; it decides what the person may do."), True, 14, choices=tuple(Role.choices)),
        Column("post", _("Post"), _("As it reads on paper."), False, 18, 60),
        Column("since", pgettext_lazy("appointment", "Since"), _("Empty: today."), False, 13, is_date=True),
        Column("until", _("Until (not included)"), _("Empty: until further notice."), False, 13, is_date=True),
    ),
)  # fmt: skip
ALIASES = Sheet(
    "aliases",
    _("Aliases"),
    (
        Column("unit", _("Unit"), _("Code or name."), True, 20, 120),
        Column("text", _("Alias"), _("Another name it has in documents."), True, 24, 120),
    ),
)
SHEETS = (UNITS, PEOPLE, APPOINTMENTS, ALIASES)


@lru_cache(maxsize=1024)
def _in_all_languages(words: Words) -> frozenset[str]:
    said = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.add(plain(str(words)))
    return frozenset(said)


def plain(text: str) -> str:
    """A heading or choice as it is compared: without stars, spaces and case."""
    return "".join(text.split()).replace("*", "").replace("＊", "").replace("（", "(").replace("）", ")").casefold()


def means(words: Words, text: str, *more: str) -> bool:
    """Whether a cell says these words, in whatever language of ours."""
    said = plain(text)
    return said in _in_all_languages(words) or said in {plain(each) for each in more}


def which(sheets: Iterable[Sheet], text: str) -> Sheet | None:
    return next((sheet for sheet in sheets if means(sheet.label, text, sheet.key)), None)
