"""What an issue asks of its receivers before it is sent: each proposal as the order that it would become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from duban.burden.askers import Ask
from duban.ledger import asking
from duban.ledger.models import Every
from duban.minutes.models import Proposal
from duban.org.models import Unit

REPORT_EVERY = {
    "daily": Every.DAY, "weekly": Every.WEEK, "monthly": Every.MONTH,
    "quarterly": Every.QUARTER, "half-yearly": Every.HALF, "yearly": Every.YEAR, "": Every.NEVER,
}  # fmt: skip


@dataclass(slots=True)
class Burden:
    """Of one task. Each unit acknowledges; the lead unit reports until the due date, hands in, and claims completion."""

    asks: list[Ask]
    receipts: int
    reports: int
    deliverables: int

    @property
    def minutes(self) -> int:
        return round(sum(ask.total for ask in self.asks))


@dataclass(slots=True)
class Share:
    """What one unit gets of an issue."""

    unit: Unit
    leads: list[Proposal] = field(default_factory=list)
    supports: list[Proposal] = field(default_factory=list)
    minutes: int = 0


def burden_of(proposal: Proposal, today: date, default_every: str = "") -> Burden:
    """Without a lead unit nobody is asked yet; without a due date nothing falls due."""
    every = REPORT_EVERY.get(proposal.recurrence, "") or default_every
    asks: list[Ask] = []
    if proposal.lead_unit_id:
        asks = asking.asks_for(
            lead_id=proposal.lead_unit_id,
            supporting_ids=[unit.pk for unit in proposal.supporting_units.all()],
            start=today,
            due=max(proposal.due_on or today, today),
            every=every,
            deliverables=len(proposal.deliverables),
            who=proposal.responsible_id,
        )
    return Burden(
        asks,
        receipts=sum(ask.act == asking.RECEIPT for ask in asks),
        reports=sum(ask.act == asking.REPORT for ask in asks),
        deliverables=len(proposal.deliverables),
    )


def shares_of(lines: Iterable[tuple[Proposal, Burden]]) -> list[Share]:
    """Who gets what, unit by unit, the most burdened first."""
    shares: dict[int, Share] = {}
    for proposal, burden in lines:
        if proposal.lead_unit:
            shares.setdefault(proposal.lead_unit.pk, Share(proposal.lead_unit)).leads.append(proposal)
        for unit in proposal.supporting_units.all():
            if unit.pk != proposal.lead_unit_id:
                shares.setdefault(unit.pk, Share(unit)).supports.append(proposal)
        for ask in burden.asks:
            shares[ask.bearer_id].minutes += round(ask.total)
    return sorted(shares.values(), key=lambda s: (-s.minutes, s.unit.path))
