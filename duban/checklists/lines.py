"""Items as lines of a table: the one form in which the page, Excel, XLSForm and packs bring them, checked in one place.

Every fault is found before anything is saved, each with its row and column.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.checklists.models import AnswerKind, Dimension, Edition, Item, Severity
from duban.checklists.models.editions import CODE
from duban.checklists.models.items import plain
from duban.ui.seen import digest_of

AT_MOST = 500
_TRUE = {"yes", "y", "true", "1", "是", "√", "✓", "有", "on"}
_FALSE = {"", "no", "n", "false", "0", "否", "×", "无", "off"}
# Before an option: choosing it fails the item.
FAILS = "×"
_FAIL_MARKS = ("×", "✗", "!", "！", "x ", "X ")
_LENGTHS = {"section": 120, "aspect": 60, "code": 32, "text": 300, "measure": 20, "guidance": 4000}
# Any of these makes a row an item. Answer and severity stand filled in on empty rows, too.
_TELLING = ("text", "code", "guidance", "options", "low", "high", "measure", "dimension", "weight")

COLUMNS = {
    "section": gettext_lazy("section"),
    "aspect": gettext_lazy("aspect"),
    "code": gettext_lazy("code"),
    "text": gettext_lazy("what is looked at"),
    "kind": gettext_lazy("answer"),
    "options": gettext_lazy("options"),
    "low": gettext_lazy("at least"),
    "high": gettext_lazy("at most"),
    "measure": gettext_lazy("unit of measure"),
    "dimension": gettext_lazy("dimension"),
    "severity": gettext_lazy("severity"),
    "weight": gettext_lazy("weight"),
    "veto": gettext_lazy("veto"),
    "proof": gettext_lazy("proof required"),
    "guidance": gettext_lazy("guidance"),
}


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    fails: bool = False

    def __str__(self) -> str:
        return f"{FAILS}{self.label}" if self.fails else self.label


@dataclass(frozen=True, slots=True)
class Line:
    """One item with the section it stands in. An empty code is given when the line is written."""

    section: str
    text: str
    aspect: str = ""
    code: str = ""
    guidance: str = ""
    dimension: str = ""
    kind: str = AnswerKind.YES_NO.value
    options: tuple[Option, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    measure: str = ""
    weight: int = 1
    severity: str = Severity.MINOR.value
    veto: bool = False
    proof: bool = False

    def as_texts(self) -> dict[str, str]:
        """Every column as a person would type it, in the reader's language."""
        return {
            "section": self.section,
            "aspect": self.aspect,
            "code": self.code,
            "text": self.text,
            "kind": str(AnswerKind(self.kind).label),
            "options": "\n".join(map(str, self.options)),
            "low": plain(self.low),
            "high": plain(self.high),
            "measure": self.measure,
            "dimension": str(Dimension(self.dimension).label) if self.dimension else "",
            "severity": str(Severity(self.severity).label),
            "weight": str(self.weight),
            "veto": _("yes") if self.veto else "",
            "proof": _("yes") if self.proof else "",
            "guidance": self.guidance,
        }

    def as_codes(self) -> dict[str, str]:
        """As `as_texts`, with codes where a form has choices."""
        codes = {"kind": self.kind, "dimension": self.dimension, "severity": self.severity}
        return {**self.as_texts(), **codes, "veto": "yes" if self.veto else "", "proof": "yes" if self.proof else ""}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where. `row` counts from 0 among the lines given; `column` is a key of COLUMNS or empty."""

    row: int
    column: str
    message: str

    @property
    def label(self) -> str:
        return str(COLUMNS.get(self.column, ""))


@dataclass(slots=True)
class Read:
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read(rows: Sequence[Mapping[str, Any]], numbers: Sequence[int] = ()) -> Read:
    """Lines out of rows of texts (or plain values). Empty rows are left out; an empty section is the one above.

    `numbers` is what the reader of a fault counts the rows by, where that is not 1, 2, 3 …
    """
    found = Read()
    section = aspect = ""
    seen: dict[str, int] = {}
    for at, row in enumerate(rows):
        texts = {name: _text(row.get(name)) for name in COLUMNS}
        if not any(texts[name] for name in _TELLING):
            if texts["section"]:
                section, aspect = texts["section"], texts["aspect"]
            continue
        if texts["section"] and texts["section"] != section:
            section, aspect = texts["section"], texts["aspect"]
        else:
            aspect = texts["aspect"] or aspect
        before = len(found.faults)
        line = _line(at, {**texts, "section": section, "aspect": aspect}, found.faults)
        if line.code:
            if line.code in seen:
                found.faults.append(
                    Fault(at, "code", _("The code %(code)s stands in row %(row)s already.")
                          % {"code": line.code, "row": numbers[seen[line.code]] if numbers else seen[line.code] + 1})
                )  # fmt: skip
            seen.setdefault(line.code, at)
        if len(found.faults) == before:
            found.lines.append(line)
    if len(found.lines) > AT_MOST:
        found.faults.append(Fault(AT_MOST, "", _("A checklist has at most %(n)s items.") % {"n": AT_MOST}))
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (list, tuple)):
        return "\n".join(_text(each) for each in value)
    if isinstance(value, Mapping):  # an option of a pack: {label: …, fails: true}
        return f"{FAILS if value.get('fails') else ''}{_text(value.get('label'))}"
    return str(value).replace("\r\n", "\n").strip()


def _line(at: int, texts: dict[str, str], faults: list[Fault]) -> Line:
    def fault(column: str, message: str) -> None:
        faults.append(Fault(at, column, message))

    for name, most in _LENGTHS.items():
        if len(texts[name]) > most:
            fault(name, _("At most %(n)s characters.") % {"n": most})
    if not texts["section"]:
        fault("section", _("The first item needs a section."))
    if not texts["text"]:
        fault("text", _("Say what is looked at."))
    if texts["code"] and not CODE.fullmatch(texts["code"]):
        fault("code", _("Letters, digits, dots, slashes and hyphens only, without spaces."))
    kind = _choice(AnswerKind, texts["kind"], AnswerKind.YES_NO.value)
    if kind is None:
        kind = AnswerKind.YES_NO.value
        fault("kind", _("There is no such answer: “%(text)s”.") % {"text": texts["kind"]})
    dimension = _choice(Dimension, texts["dimension"], "")
    if dimension is None:
        dimension = ""
        fault("dimension", _("Not one of people, goods, environment: “%(text)s”.") % {"text": texts["dimension"]})
    severity = _choice(Severity, texts["severity"], Severity.MINOR.value)
    if severity is None:
        severity = Severity.MINOR.value
        fault("severity", _("There is no such severity: “%(text)s”.") % {"text": texts["severity"]})
    options = _options(texts["options"])
    low, high = _number(texts["low"], "low", fault), _number(texts["high"], "high", fault)
    if kind == AnswerKind.CHOICE:
        labels = [option.label for option in options]
        if len(labels) < 2:
            fault("options", _("A choice needs at least two options."))
        elif len(set(labels)) < len(labels):
            fault("options", _("An option stands twice."))
        elif all(option.fails for option in options):
            fault("options", _("At least one option must pass."))
        elif max(map(len, labels)) > 60:
            fault("options", _("An option has at most %(n)s characters.") % {"n": 60})
    elif options:
        fault("options", _("Only a choice has options."))
    if kind != AnswerKind.NUMBER and (low is not None or high is not None):
        fault("low" if low is not None else "high", _("Only a number has limits."))
    elif low is not None and high is not None and low > high:
        fault("low", _("The lower limit %(low)s is above the upper limit %(high)s.")
              % {"low": plain(low), "high": plain(high)})  # fmt: skip
    weight = texts["weight"] or "1"
    if not weight.isdecimal() or not 0 <= int(weight) <= 100:
        fault("weight", _("A weight is a whole number from 0 to 100."))
        weight = "1"
    return Line(
        section=texts["section"],
        aspect=texts["aspect"],
        code=texts["code"],
        text=texts["text"],
        guidance=texts["guidance"],
        dimension=dimension,
        kind=kind,
        options=options,
        low=low,
        high=high,
        measure=texts["measure"],
        weight=int(weight),
        severity=severity,
        veto=_yes(texts["veto"], "veto", fault),
        proof=_yes(texts["proof"], "proof", fault),
    )


@lru_cache(maxsize=16)
def _labels(choices: type[TextChoices]) -> dict[str, str]:
    """Code and label in every language → code."""
    known = {str(code).lower(): str(code) for code in choices.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known.update({str(member.label).lower(): str(member.value) for member in choices})
    return known


def _choice(choices: type[TextChoices], text: str, default: str) -> str | None:
    return _labels(choices).get(text.lower()) if text else default


def _yes(text: str, column: str, fault: Any) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        fault(column, _("Say yes or leave it empty."))
    return text.lower() in _TRUE


def _number(text: str, column: str, fault: Any) -> Decimal | None:
    if not text:
        return None
    try:
        number = Decimal(text)
        if not number.is_finite() or abs(number) >= Decimal(10) ** 10 or round(number, 4) != number:
            raise InvalidOperation
    except InvalidOperation:
        fault(column, _("“%(text)s” is not a number with at most four decimals.") % {"text": text[:40]})
        return None
    return number


def _options(text: str) -> tuple[Option, ...]:
    found = []
    for part in re.split(r"[\n;；|]", text):
        label = part.strip()
        if mark := next((m for m in _FAIL_MARKS if label.startswith(m)), ""):
            label = label[len(mark) :].strip()
        if label:
            found.append(Option(label, bool(mark)))
    return tuple(found)


def line_of(item: Item) -> Line:
    """The item as a line; its section must be loaded."""
    return Line(
        section=item.section.title,
        aspect=item.section.aspect,
        code=item.code,
        text=item.text,
        guidance=item.guidance,
        dimension=item.dimension,
        kind=item.kind,
        options=tuple(Option(str(o["label"]), bool(o.get("fails"))) for o in item.options),
        low=item.low,
        high=item.high,
        measure=item.measure,
        weight=item.weight,
        severity=item.severity,
        veto=item.veto,
        proof=item.proof,
    )


def lines_of(edition: Edition) -> list[Line]:
    """All items of an edition in order. One query."""
    return [line_of(item) for item in edition.items.select_related("section").order_by("section__order", "order")]


def digest(lines: Iterable[Line]) -> str:
    """What a form was drawn from, so that two people on one draft notice each other."""
    return digest_of([{**line.as_codes(), "kind": line.kind} for line in lines])


@dataclass(slots=True)
class Differences:
    """Between two editions, by code. `changed` holds (old, new, columns that differ)."""

    added: list[Line] = field(default_factory=list)
    changed: list[tuple[Line, Line, list[str]]] = field(default_factory=list)
    removed: list[Line] = field(default_factory=list)
    same: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def counts(self) -> dict[str, int]:
        return {"added": len(self.added), "changed": len(self.changed), "removed": len(self.removed)}


def compare(old: Iterable[Line], new: Iterable[Line]) -> Differences:
    before = {line.code: line for line in old}
    found = Differences()
    codes = set()
    for line in new:
        codes.add(line.code)
        was = before.get(line.code)
        if was is None:
            found.added.append(line)
        elif was == line:
            found.same += 1
        else:
            a, b = asdict(was), asdict(line)
            found.changed.append((was, line, [name for name in COLUMNS if a[name] != b[name]]))
    found.removed = [line for code, line in before.items() if code not in codes]
    return found
