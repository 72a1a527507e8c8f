"""Where the draft of a briefing comes from: each source tells, in lines, what of its field happened to a unit.

sources.register("ledger", 10, tell)      # tell(unit, window, reader) -> Iterable[Line]
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from duban.org.models import Person, Unit
from duban.routines.models import Form

DONE, PROBLEM, PLAN = PARTS = ("done", "problem", "plan")


@dataclass(frozen=True, slots=True)
class Line:
    """One plain sentence, the part it belongs to, and the page that proves it."""

    part: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """What a report speaks of: what happened after `since`, and what comes up to `ahead`, seen on `day`."""

    form: str
    day: date
    since: datetime
    until: datetime
    ahead: date


Tell = Callable[[Unit, Window, Person], Iterable[Line]]
_sources: list[tuple[int, str, Tell]] = []


def register(code: str, order: int, tell: Tell) -> None:
    if all(known != code for _, known, _ in _sources):
        _sources.append((order, code, tell))
        _sources.sort(key=lambda source: source[:2])


@dataclass(slots=True)
class Draft:
    """The three parts, each a list of lines."""

    window: Window
    lines: list[Line] = field(default_factory=list)

    def of(self, part: str) -> list[Line]:
        return [line for line in self.lines if line.part == part]

    def text(self, part: str) -> str:
        return "\n".join(dict.fromkeys(line.text for line in self.of(part)))

    def as_json(self) -> dict[str, list[str]]:
        return {part: self.text(part).splitlines() for part in PARTS}


def draft(unit: Unit, window: Window, reader: Person) -> Draft:
    made = Draft(window)
    for _, _, tell in _sources:
        made.lines += tell(unit, window, reader)
    return made


# What the three parts are called in each form.
def headings(form: str) -> dict[str, str]:
    from django.utils.translation import gettext as _

    if form == Form.MORNING:
        return {DONE: _("Since yesterday"), PROBLEM: _("Needs coordination"), PLAN: _("Today")}
    if form == Form.EVENING:
        return {DONE: _("Done today"), PROBLEM: _("Still open"), PLAN: _("Tomorrow")}
    if form == Form.SHORT:
        return {DONE: _("What is done"), PROBLEM: _("What is in the way"), PLAN: _("What comes next")}
    return {DONE: _("Done in this period"), PROBLEM: _("Still open"), PLAN: _("Next period")}
