"""Form fields that pick units and people.

What the browser gets: a text input named like the field, with

    data-picker="/pick/units"          where to ask (`?q=…`), answering {"results": [{"id", "text", "hint"}, …]}
    data-picked='[{"id":7,"text":…}]'  what is chosen already
    data-multiple                      present when several may be chosen

A script may replace it by chips plus hidden inputs of the same name, each holding one id. Without a script the text
itself is sent: names, short names, aliases or codes, several separated by 、 or a comma. For units a value of digits
only is an id, as no code has digits only. Staff numbers have, so a person's id is told from them: it is written `id:7`.
"""

import json
import re
from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from duban.org.models import Person, Unit

M = TypeVar("M", bound=Model)
_KEY = re.compile(r"id:([0-9]+)")
_SEPARATORS = re.compile(r"[、,，;；\n]+")


def key_of(pk: int) -> str:
    """How a person's key is written where a staff number or a name may stand too."""
    return f"id:{pk}"


def keyed(text: str) -> str:
    """The digits of a key that is written so; empty for anything else."""
    found = _KEY.fullmatch(text)
    return found[1] if found else ""


def _as_text(given: Any) -> str:
    return key_of(given) if isinstance(given, int) else str(given)


class PickerInput(forms.TextInput):
    """The input described above. The field that owns it sets `owner`."""

    owner: "PickerField[Any]"
    multiple = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        picked, text = self.owner.shown(value)
        context = super().get_context(name, text, attrs)
        context["widget"]["attrs"].update(
            {
                "data-picker": self.owner.address(),
                "data-picked": json.dumps(picked, ensure_ascii=False),
                "data-none": _("Nothing fits."),
                "autocomplete": "off",
                "maxlength": None,
                **({"data-multiple": True} if self.multiple else {}),
            }
        )
        context["widget"]["attrs"].setdefault("class", "form-control")
        return context

    def format_value(self, value: Any) -> str:
        return value or ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        if not isinstance(values, (list, tuple)):
            values = [values]
        parts: list[str] = []
        for value in values:
            parts += _SEPARATORS.split(str(value)) if self.multiple else [str(value)]
        return [part.strip() for part in parts if part.strip()]


LONGEST = 300


class PickerField(forms.Field, Generic[M]):
    """Base of the four pickers. Without `multiple` the cleaned value is one row or None, with it a list in the order given."""

    widget = PickerInput
    model: type[M]
    url_name = ""
    multiple = False

    def __init__(self, *, rows: QuerySet[M] | None = None, **kwargs: Any) -> None:
        # `rows` narrows what is accepted; what is offered while typing is the endpoint's business (see `query`).
        self._rows = rows
        self.query: dict[str, Any] = kwargs.pop("query", {})
        super().__init__(**kwargs)
        self.widget.owner = self
        self.widget.multiple = self.multiple

    def __deepcopy__(self, memo: dict[int, Any]) -> "PickerField[M]":
        copied = super().__deepcopy__(memo)
        copied.widget.owner = copied
        copied.query = dict(self.query)
        return copied

    @property
    def rows(self) -> QuerySet[M]:
        return self.everything() if self._rows is None else self._rows.all()

    @rows.setter
    def rows(self, rows: QuerySet[M]) -> None:
        self._rows = rows

    def everything(self) -> QuerySet[M]:
        raise NotImplementedError

    def named(self, text: str) -> Q:
        raise NotImplementedError

    def unknown(self, text: str) -> str:
        raise NotImplementedError

    def keyed(self, text: str) -> str:
        """The digits of the key that the text stands for; empty when it is a name, a number or a code."""
        return keyed(text)

    def key(self, row: M) -> Any:
        """What a chip sends for the row."""
        return row.pk

    def address(self) -> str:
        url = reverse(self.url_name)
        return f"{url}?{urlencode(self.query, doseq=True)}" if self.query else url

    def shown(self, value: Any) -> tuple[list[dict[str, Any]], str]:
        """What is chosen, for the script, and the text for whoever has none. Unresolved words are kept as typed."""
        rows: list[M] = []
        words: list[str] = []
        values = value if isinstance(value, (list, tuple, QuerySet)) else [value]
        for each in values:
            if each is None or each == "":
                continue
            row: Any = each if isinstance(each, Model) else self.one(each, quiet=True)
            if row is None:
                words.append(str(self._whoever(self.keyed(_as_text(each))) or each))
            else:
                rows.append(row)
        picked = [{"id": self.key(row), "text": str(row)} for row in rows]
        return picked, "、".join([str(row) for row in rows] + words)

    def to_python(self, value: Any) -> Any:
        values = value if isinstance(value, (list, tuple, QuerySet)) else [value]
        rows = [each if isinstance(each, Model) else self.one(each) for each in values if each not in (None, "")]
        if self.multiple:
            return list(dict.fromkeys(rows))
        if len(rows) > 1:
            raise ValidationError(_("Choose one only."))
        return rows[0] if rows else None

    def one(self, given: Any, *, quiet: bool = False) -> Any:
        text = _as_text(given)
        key = ""
        if len(text) > LONGEST or "\0" in text:
            # No name is so long, and a database may not even be asked for it.
            found, text = [], text.replace("\0", "")[:40] + "…"
        elif key := self.keyed(text):
            found = list(self.rows.filter(pk=int(key))[:1]) if len(key) < 19 else []
        else:
            found = list(self.rows.filter(self.named(text)).distinct()[:2])
        if len(found) == 1:
            return found[0]
        if quiet:
            return None
        if key and (row := self._whoever(key)):
            raise ValidationError(self.refused(row))
        if found:
            raise ValidationError(_("“%(text)s” names several; choose one from the list."), params={"text": text})
        raise ValidationError(self.unknown(text), params={"text": text})

    def _whoever(self, key: str) -> M | None:
        """The row of the key, also where it is none of `rows`: it is told by name, never by key."""
        return self.model._default_manager.filter(pk=int(key)).first() if key and len(key) < 19 else None

    def refused(self, row: M) -> str:
        return self.unknown(str(row)) % {"text": row}

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial if isinstance(initial, (list, tuple, QuerySet)) else [initial]
        keys = [str(getattr(row, "pk", row)) for row in before if row not in (None, "")]
        try:
            now = self.to_python(data)
        except ValidationError:
            return True
        after = now if isinstance(now, list) else [now] if now is not None else []
        return keys != [str(row.pk) for row in after]


class UnitField(PickerField[Unit]):
    """One unit in force today."""

    model = Unit
    url_name = "org:pick_units"

    def __init__(self, *, kinds: Iterable[str] = (), **kwargs: Any) -> None:
        self.kinds = list(kinds)
        query = kwargs.pop("query", {})
        super().__init__(query={**query, **({"kind": self.kinds} if self.kinds else {})}, **kwargs)

    def everything(self) -> QuerySet[Unit]:
        units = Unit.objects.in_force(timezone.localdate())
        return units.filter(kind__in=self.kinds) if self.kinds else units

    def keyed(self, text: str) -> str:
        return text if text.isdecimal() else super().keyed(text)

    def named(self, text: str) -> Q:
        return Q(name=text) | Q(short_name=text) | Q(code__iexact=text) | Q(aliases__text=text)

    def unknown(self, text: str) -> str:
        return _("There is no unit called “%(text)s”.")


class PersonField(PickerField[Person]):
    """One active person."""

    model = Person
    url_name = "org:pick_people"

    def everything(self) -> QuerySet[Person]:
        return Person.objects.filter(is_active=True)

    def key(self, row: Person) -> str:
        return key_of(row.pk)

    def named(self, text: str) -> Q:
        return Q(name=text) | Q(username__iexact=text) | Q(number=text)

    def unknown(self, text: str) -> str:
        return _("There is nobody called “%(text)s”.")

    def refused(self, row: Person) -> str:
        return super().refused(row) if row.is_active else _("%(person)s has left.") % {"person": row}


class UnitsField(UnitField):
    multiple = True


class PeopleField(PersonField):
    multiple = True
