"""What an import would do: steps per sheet, and the faults that forbid it."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.org.models import Appointment, Person, Role, Unit
from duban.org.sheets.read import Fault, Line


# Every step says whom or what it is about: names by the code of a unit and by the user name of a person.
@dataclass
class UnitStep:
    """`parent` is the code of the unit above, "" at the top. `moves` only for a unit that exists."""

    line: Line
    unit: Unit | None
    values: dict[str, Any]
    parent: str = ""
    changed: dict[str, Any] = field(default_factory=dict)
    moves: bool = False
    closes: bool = False

    def title(self, units: dict[str, str], people: dict[str, str]) -> str:
        return str(self.values["name"])

    @property
    def words(self) -> str:
        if self.unit is None:
            return _("new unit")
        said = [_named(key) for key in self.changed]
        if self.moves:
            said.append(_("moves under %(parent)s") % {"parent": self.line["parent"] or "—"})
        if self.closes:
            said.append(_("closed as of %(day)s") % {"day": self.values["closed_on"]})
        return "、".join(said)


@dataclass
class PersonStep:
    line: Line
    person: Person | None
    values: dict[str, Any]
    changed: dict[str, Any] = field(default_factory=dict)
    leaves: bool = False
    returns: bool = False

    def title(self, units: dict[str, str], people: dict[str, str]) -> str:
        return str(self.values["name"])

    @property
    def words(self) -> str:
        if self.person is None:
            return _("new person")
        said = [_named(key) for key in self.changed]
        said += [_("leaves")] if self.leaves else []
        said += [_("is back")] if self.returns else []
        return "、".join(said)


@dataclass
class PostStep:
    """`person` is the user name the person has or will have; `unit` the code."""

    line: Line
    person: str
    unit: str
    role: str
    post: str
    since: date
    until: date | None
    existing: Appointment | None = None
    changed: dict[str, Any] = field(default_factory=dict)

    def title(self, units: dict[str, str], people: dict[str, str]) -> str:
        who, where = people.get(self.person, self.line["person"]), units.get(self.unit, self.line["unit"])
        return f"{who} · {where} · {Role(self.role).label}"

    @property
    def words(self) -> str:
        return "、".join(_named(key) for key in self.changed) if self.existing else _("new appointment")


@dataclass
class AliasStep:
    line: Line
    unit: str
    text: str

    def title(self, units: dict[str, str], people: dict[str, str]) -> str:
        return f"{units.get(self.unit, self.line['unit'])} · {self.text}"

    @property
    def words(self) -> str:
        return _("new alias")


Step = UnitStep | PersonStep | PostStep | AliasStep


@dataclass
class Plan:
    """Without faults it can be saved. Rows that change nothing are counted in `unchanged` and make no step."""

    units: list[UnitStep] = field(default_factory=list)
    people: list[PersonStep] = field(default_factory=list)
    posts: list[PostStep] = field(default_factory=list)
    aliases: list[AliasStep] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0

    @property
    def steps(self) -> list[Step]:
        return [*self.units, *self.people, *self.posts, *self.aliases]

    @property
    def fingerprint(self) -> str:
        """Equal for equal plans: what was shown is what is saved, or it is shown again."""
        said = [f"{type(s).__name__}|{s.line.sheet.key}{s.line.number}|{s.words}|{s.line.values}" for s in self.steps]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]

    def shown(self, most: int = 300) -> list[dict[str, str]]:
        """The steps as rows of a table, also those of faulty rows: whom they name may be in no step."""
        units = {unit.code.casefold(): unit.name for unit in Unit.objects.only("code", "name")}
        units |= {str(step.line["code"]).casefold(): step.values["name"] for step in self.units}
        people = {username.casefold(): name for username, name in Person.objects.values_list("username", "name")}
        people |= {str(step.values["username"]).casefold(): step.values["name"] for step in self.people}
        return [
            {
                "sheet": str(step.line.sheet.label),
                "row": str(step.line.number),
                "title": step.title(units, people),
                "words": step.words,
            }
            for step in self.steps[:most]
        ]


def _named(key: str) -> str:
    labels = {
        "name": _("Name"),
        "short_name": _("Short name"),
        "kind": pgettext("unit", "Kind"),
        "opened_on": _("Opened on"),
        "username": _("User name"),
        "number": _("Staff number"),
        "mobile": _("Mobile"),
        "email": _("E-mail"),
        "post": _("Post"),
        "until": _("Until (not included)"),
    }
    return _("%(field)s changes") % {"field": labels.get(key, key)}
