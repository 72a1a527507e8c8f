"""The filter bar of the register: what it offers, and what of the address it understands."""

from typing import Any

from django.utils.translation import gettext as _

from duban.checklists.models import Severity
from duban.findings import sources
from duban.findings.models import FindingKind, Group, State
from duban.findings.queries.listing import MARKS, NAMES
from duban.org.fields import UnitField
from duban.org.requests import PersonRequest


def chosen(request: PersonRequest) -> dict[str, str]:
    """The filters in the address, as text, empty ones left out."""
    return {name: value for name in NAMES if (value := request.GET.get(name, "").strip())}


def draw(data: dict[str, str]) -> dict[str, Any]:
    """What the template of the bar shows."""
    marks = dict(zip(MARKS, (
        _("Overdue"), _("Repeats"), _("Relapsed"), _("Returned"), _("Fixed on the spot"), _("Drawn for a recheck"),
    ), strict=True))  # fmt: skip
    kinds: list[tuple[Any, Any]] = [(str(pk), name) for pk, name in FindingKind.objects.values_list("pk", "name")]
    shown = {"q", "unit", "group", "kind", "severity", "state", "source", "mark"}
    searched = data.keys() & {"q", "ids", "ended_from", "ended_to"}
    selects: list[tuple[str, str, list[tuple[Any, Any]]]] = [
        ("state", _("Any state") if searched else _("Not ended"),
         [("open", _("Not ended")) if searched else ("all", _("Any state")), *State.choices]),
        ("group", _("Any sort"), list(Group.choices)),
        ("kind", _("Any kind"), kinds),
        ("severity", _("Any severity"), list(Severity.choices)),
        ("source", _("Any source"), list(sources.choices())),
        ("mark", _("Any mark"), list(marks.items())),
    ]  # fmt: skip
    unit: Any = UnitField(required=False)
    picker = unit.widget.render(
        "unit", data.get("unit", ""),
        {"placeholder": _("Unit and below"), "aria-label": _("Unit and below"), "class": "form-control"},
    )  # fmt: skip
    return {
        "q": data.get("q", ""),
        "picker": picker,
        "selects": [
            {"name": name, "label": label, "options": [(v, text, v == data.get(name)) for v, text in options]}
            for name, label, options in selects
        ],
        "hidden": [(k, v) for k, v in data.items() if k not in shown],
    }
