"""What a finding asks of the unit, as data for the ledger of burdens: a plan of how it is put right. What the plan then asks
is a task, and on the ledger as one."""

from collections.abc import Collection
from datetime import date

from duban.burden import actions as burden
from duban.burden.askers import Ask
from duban.burden.standing import medians, minutes_of
from duban.findings import terms
from duban.findings.access import findings
from duban.findings.models import Finding, FindingKind, Plan, State
from duban.org.models import Person, Unit

NOUN = "finding"
PLAN = "finding_plan"
# What is measured: plans for findings of a kind, from the opening of the form to the handing in.
BY_KIND = "finding_kind"


def asks_for(unit: Unit, *kinds: FindingKind, on: date | None = None) -> list[Ask]:
    """What issuing one today would ask, of several kinds the one that takes longest. `on` is when the plan is due, where that
    is known."""
    today = terms.today()
    rules, rate = terms.rules_on(today), minutes_of(PLAN, today)
    known = medians((BY_KIND, kind.pk) for kind in kinds)
    took, kind = max((known.get((BY_KIND, kind.pk), (rate, 0))[0], kind.pk) for kind in kinds)
    due = on or terms.moved(terms.moved(today, rules.accept_days), rules.plan_days)
    return [Ask(unit.pk, PLAN, due, took, of=(BY_KIND, kind), once=True)]


def asks_of(finding: Finding) -> list[Ask]:
    """Of what is issued, or accepted and without a task."""
    return asks_for(finding.unit, finding.kind, on=finding.answer_by if finding.state == State.ACCEPTED else None)


def weigh(finding: Finding, actor: Person, reason: str | None) -> None:
    if reason is not None:
        burden.weigh(
            asks_of(finding), actor=actor, source=(NOUN, finding.pk), title=str(finding), unit_id=finding.unit_id,
            reason=reason, replacing=(NOUN, finding.pk),
        )  # fmt: skip


def charge(finding: Finding, asker_id: int | None) -> None:
    """When it is issued, and when it is opened again without a task."""
    burden.declare((NOUN, finding.pk), asks_of(finding), asker_id=asker_id)


def spare(finding: Finding) -> None:
    """It has ended without a task (withdrawn, fixed on the spot, closed by an outcome): a plan that nobody handed in is not
    asked any more."""
    if not finding.plans.exists():
        burden.declare((NOUN, finding.pk), [], asker_id=None)


def measure(plan: Plan, took: float | None) -> None:
    if took is not None:
        burden.measure((BY_KIND, plan.finding.kind_id), seen=("plan", plan.pk), minutes=took)


def titles(person: Person, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    rows = findings.visible_to(person).filter(pk__in=ids)
    return {row.pk: (str(row), row.get_absolute_url()) for row in rows}
