"""What a leader looks at each morning besides what waits for them: units in trouble, grave findings, visits of the day."""

from dataclasses import dataclass
from datetime import date

from duban.checklists.models import Severity
from duban.findings.models import Finding
from duban.findings.queries import findings_for
from duban.home.units import lines_under
from duban.inspections.access import visits
from duban.inspections.models import Visit, VisitState
from duban.ledger.queries import Overview, UnitLine
from duban.org.models import Person

MOST = 5


@dataclass(frozen=True, slots=True)
class Morning:
    """The first few of each, with how many there are in all."""

    units: list[UnitLine]
    units_in_all: int
    findings: list[Finding]
    findings_in_all: int
    visits: list[Visit]
    visits_in_all: int


def morning_of(person: Person, on: date, found: Overview) -> Morning:
    lines, _total = lines_under(found, None)
    troubled = sorted(
        (each for each in lines if each.all.red or each.all.yellow), key=lambda each: (-each.all.red, -each.all.yellow)
    )
    grave = findings_for(person, {"severity": Severity.CRITICAL}).select_related("unit")
    going = visits.visible_to(person).filter(on=on).exclude(state=VisitState.CANCELLED)
    return Morning(
        units=troubled[:MOST],
        units_in_all=len(troubled),
        findings=list(grave.order_by("answer_by", "id")[:MOST]),
        findings_in_all=grave.count(),
        visits=list(going.select_related("unit", "looking_unit", "edition__checklist").order_by("id")[:MOST]),
        visits_in_all=going.count(),
    )
