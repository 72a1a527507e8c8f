"""What is wrong with a value that was sent, in the caller's language: the library that checks them speaks English only."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_NUMBER = gettext_lazy("Send a whole number.")
_TEXT = gettext_lazy("Send text.")
_DAY = gettext_lazy("Send a day, like 2026-03-31.")
_OBJECT = gettext_lazy("Send an object, with named values.")
_SAID: Mapping[str, Promise] = {
    "missing": gettext_lazy("This is missing."),
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": _NUMBER,
    "int_parsing_size": gettext_lazy("The number is too large."),
    "greater_than_equal": gettext_lazy("Not before or below %(ge)s."),
    "less_than_equal": gettext_lazy("Not after or above %(le)s."),
    "string_type": _TEXT,
    "string_too_short": gettext_lazy("At least %(min_length)s characters."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters."),
    "string_unicode": gettext_lazy("The text is not valid Unicode."),
    "string_pattern_mismatch": gettext_lazy("This does not have the form %(pattern)s."),
    "literal_error": gettext_lazy("Send one of: %(expected)s."),
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "list_type": gettext_lazy("Send a list."),
    "too_long": gettext_lazy("At most %(max_length)s entries."),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    # The one thing that our own shapes check by themselves.
    "value_error": gettext_lazy("A NUL character cannot be kept."),
}


def wrong(error: Mapping[str, Any]) -> str:
    words = _SAID.get(error["type"])
    if words is None:
        return _("This value is of the wrong kind.")
    # Alternatives are said in English by the library, with "or" before the last.
    given = {name: str(value).replace(" or ", ", ") for name, value in error.get("ctx", {}).items()}
    return str(words) % given
