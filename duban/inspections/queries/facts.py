"""What happened in a period, by unit: what bulletins and statements are drafted from. Every number has its rows."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.exports.word.notice import long_date, numbered
from duban.findings.access import findings
from duban.findings.models import UNCOUNTED, Finding, State
from duban.inspections.access import visits
from duban.inspections.models import Visit
from duban.inspections.models.visit import OVER
from duban.org.models import Person, Unit

DROPPED = (State.DISMISSED, State.WITHDRAWN)
# Neither confirmed nor upheld: such things are not told of anybody.
UNTOLD = (*UNCOUNTED, State.DISPUTED)
WORST = 5


@dataclass(slots=True)
class UnitFacts:
    unit: Unit
    visits: int = 0
    findings: int = 0
    closed: int = 0
    overdue: int = 0
    relapsed: int = 0

    @property
    def open(self) -> int:
        return self.findings - self.closed

    def row(self) -> list[str | int]:
        return [str(self.unit), self.visits, self.findings, self.closed, self.overdue, self.relapsed]


@dataclass(slots=True)
class Facts:
    scope: Unit
    since: date
    until: date
    aspect: str
    units: list[UnitFacts] = field(default_factory=list)
    aspects: Counter[str] = field(default_factory=Counter)
    serious: list[Finding] = field(default_factory=list)

    def total(self, name: str) -> int:
        return sum(getattr(line, name) for line in self.units)


def told_of(reader: Person, visit: Visit) -> QuerySet[Finding]:
    """What a visit made findings of, as its notice of rectification lists them."""
    rows = findings.visible_to(reader).filter(source_noun="visit", source_id=visit.pk)
    return rows.exclude(state__in=DROPPED).order_by("pk")


def found_in(reader: Person, scope: Unit, since: date, until: date, aspect: str = "") -> QuerySet[Finding]:
    """Findings of the units at and below, found in the period (both days included), that the reader may see."""
    rows = findings.visible_to(reader).exclude(state__in=UNTOLD)
    rows = rows.filter(unit__path__startswith=scope.path, found_on__range=(since, until))
    return rows.filter(aspect=aspect) if aspect else rows


def facts_of(reader: Person, scope: Unit, since: date, until: date, aspect: str = "") -> Facts:
    """Two queries, whatever the period."""
    today = timezone.localdate()
    facts = Facts(scope, since, until, aspect)
    by_unit: dict[int, UnitFacts] = {}
    rows = visits.visible_to(reader).filter(unit__path__startswith=scope.path, on__range=(since, until), state__in=OVER)
    if aspect:
        rows = rows.filter(edition__sections__aspect=aspect).distinct()
    pairs: list[tuple[str, Unit]] = [("visits", visit.unit) for visit in rows]
    found = list(found_in(reader, scope, since, until, aspect).select_related("unit", "task", "kind"))
    for finding in found:
        pairs.append(("findings", finding.unit))
        if finding.state == State.CLOSED:
            pairs.append(("closed", finding.unit))
        due = finding.task.due_on if finding.task else finding.answer_by
        if finding.is_open and due and due < today:
            pairs.append(("overdue", finding.unit))
        if finding.relapses:
            pairs.append(("relapsed", finding.unit))
        if finding.aspect:
            facts.aspects[finding.aspect] += 1
    for name, unit in pairs:
        line = by_unit.setdefault(unit.pk, UnitFacts(unit))
        setattr(line, name, getattr(line, name) + 1)
    facts.units = sorted(by_unit.values(), key=lambda line: line.unit.path)
    facts.serious = [f for f in found if f.severity == "critical" and not f.kind.is_conduct][:WORST]
    return facts


def drafted(facts: Facts) -> str:
    """The bulletin's text: plain sentences from the facts, to be corrected by a person. No name of a person is in it."""
    span = {"since": long_date(facts.since), "until": long_date(facts.until), "scope": facts.scope.name}
    about = _(" in the field of %(aspect)s") % {"aspect": facts.aspect} if facts.aspect else ""
    say = [
        numbered(1, _("Overall")),
        _("From %(since)s to %(until)s, %(scope)s and its units were inspected%(about)s:") % {**span, "about": about}
        + ngettext("%(n)s visit,", "%(n)s visits,", facts.total("visits")) % {"n": facts.total("visits")}
        + ngettext("%(n)s problem found,", "%(n)s problems found,", facts.total("findings"))
        % {"n": facts.total("findings")}
        + _("%(closed)s put right, %(open)s in work, of which %(overdue)s are overdue.")
        % {name: facts.total(name) for name in ("closed", "open", "overdue")},
    ]
    if facts.aspects:
        most = "、".join(
            _("%(aspect)s (%(n)s)") % {"aspect": name, "n": n} for name, n in facts.aspects.most_common(WORST)
        )
        say.append(_("Most problems were found in: %(list)s.") % {"list": most})
    number = 2
    if facts.serious:
        say.append(numbered(number, _("Outstanding problems")))
        say += [
            _("%(unit)s: %(title)s.") % {"unit": f.unit.name, "title": f.title.rstrip("。.")} for f in facts.serious
        ]
        number += 1
    late = [line for line in facts.units if line.overdue or line.relapsed]
    if late:
        say.append(numbered(number, _("Rectification that does not keep its term, or did not last")))
        for line in late:
            said = [_("%(n)s overdue") % {"n": line.overdue}] if line.overdue else []
            said += [_("%(n)s come back") % {"n": line.relapsed}] if line.relapsed else []
            say.append(_("%(unit)s: %(title)s.") % {"unit": line.unit.name, "title": "，".join(said)})
        number += 1
    say.append(numbered(number, _("What is required")))
    say.append(
        _("The units concerned put right what is still open by its term, look for the causes, and check by themselves "
          "whether the same is found elsewhere. What was put right will be looked at again by draw.")
    )  # fmt: skip
    return "\n".join(say)


@dataclass(slots=True)
class Statement:
    """One unit's rectification in a period, for speaking about it."""

    facts: Facts
    rows: list[Finding]
    visits: list[Visit]

    @property
    def share(self) -> int:
        return round(100 * self.facts.total("closed") / self.facts.total("findings"))

    @property
    def text(self) -> str:
        f = self.facts
        span = {"since": long_date(f.since), "until": long_date(f.until), "unit": f.scope.name}
        if not self.rows:
            return _("From %(since)s to %(until)s, no problem was found at %(unit)s.") % span
        say = [
            _("From %(since)s to %(until)s, %(n)s problems were found at %(unit)s; %(closed)s (%(share)s %%) are put right.")
            % {**span, "n": len(self.rows), "closed": f.total("closed"), "share": self.share}
        ]  # fmt: skip
        if left := f.total("open"):
            say.append(
                _("%(n)s are still in work, of which %(overdue)s are overdue.")
                % {"n": left, "overdue": f.total("overdue")}
            )
        if back := f.total("relapsed"):
            say.append(_("%(n)s came back after they had been closed.") % {"n": back})
        return "".join(say)


def statement_of(reader: Person, unit: Unit, since: date, until: date) -> Statement:
    facts = facts_of(reader, unit, since, until)
    rows = found_in(reader, unit, since, until).select_related("unit", "task", "kind")
    went = visits.visible_to(reader).filter(unit__path__startswith=unit.path, on__range=(since, until), state__in=OVER)
    return Statement(facts, list(rows.order_by(F("ended_on").asc(nulls_first=True), "found_on")), list(went))
