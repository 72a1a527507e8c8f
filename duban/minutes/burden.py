"""What a task asks of its receivers before it is sent: minutes times people, by the cost rule in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from duban.ledger import terms
from duban.ledger.models import Every
from duban.minutes.models import CostRule, Proposal
from duban.org.models import Unit

REPORT_EVERY = {
    "daily": Every.DAY, "weekly": Every.WEEK, "monthly": Every.MONTH,
    "quarterly": Every.QUARTER, "half-yearly": Every.HALF, "yearly": Every.YEAR, "": Every.NEVER,
}  # fmt: skip
DAYS = {Every.WEEK: 7, Every.FORTNIGHT: 14, Every.MONTH: 30, Every.QUARTER: 91, Every.HALF: 182, Every.YEAR: 365}


@dataclass(slots=True)
class Burden:
    """Of one task. Each unit acknowledges; the lead unit reports until the due date, hands in, and claims completion."""

    receipts: int
    reports: int
    deliverables: int
    minutes: int


@dataclass(slots=True)
class Share:
    """What one unit gets of an issue."""

    unit: Unit
    leads: list[Proposal] = field(default_factory=list)
    supports: list[Proposal] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    minutes: int = 0


def reports_until(every: str, start: date, due: date | None) -> int:
    """How many regular reports fall due from `start` to `due`."""
    if not every or due is None or due <= start:
        return 0
    if every == Every.DAY:
        return terms.calendar().working_days_between(start, due)
    days = DAYS[Every(every)]
    return (due - start).days // days


def burden_of(proposal: Proposal, rule: CostRule, today: date, default_every: str = "") -> Burden:
    receipts = 1 + len(proposal.supporting_units.all())
    reports = reports_until(REPORT_EVERY.get(proposal.recurrence, "") or default_every, today, proposal.due_on)
    handed_in = len(proposal.deliverables)
    minutes = receipts * rule.receipt + reports * rule.report + handed_in * rule.evidence + rule.completion
    return Burden(receipts, reports, handed_in, minutes)


def shares_of(proposals: Iterable[Proposal], rule: CostRule, today: date, default_every: str = "") -> list[Share]:
    """Who gets what, unit by unit, the most burdened first. A supporting unit pays its receipt only."""
    shares: dict[int, Share] = {}

    def share(unit: Unit) -> Share:
        return shares.setdefault(unit.pk, Share(unit))

    for proposal in proposals:
        whole = burden_of(proposal, rule, today, default_every).minutes
        helpers = list(proposal.supporting_units.all())
        if proposal.lead_unit:
            lead = share(proposal.lead_unit)
            lead.leads.append(proposal)
            lead.minutes += whole - len(helpers) * rule.receipt
            if proposal.responsible_id:
                lead.people.add(proposal.responsible_id)
        for unit in helpers:
            helper = share(unit)
            helper.supports.append(proposal)
            helper.minutes += rule.receipt
    return sorted(shares.values(), key=lambda s: (-s.minutes, s.unit.path))


def rule_on(day: date) -> CostRule:
    """The edition in force; before anybody set one, the figures the house starts with."""
    return CostRule.objects.in_force(day) or CostRule(since=day)
