from duban.ledger.queries.chain import Level, Link, ancestors_of, chain_of, joined_to, padding_of
from duban.ledger.queries.counts import (
    Counts,
    Overview,
    UnitLine,
    closed_by_month,
    counts_in,
    overview,
    paused_count,
    person_counts,
    programme_counts,
    total_counts,
    unit_counts,
)
from duban.ledger.queries.deadline import Posting, deadline_account
from duban.ledger.queries.drafting import ReportDraft, draft_report
from duban.ledger.queries.listing import on_the_board, tasks_for
from duban.ledger.queries.targets import Standpoint, readings_of, standpoint_of

__all__ = [
    "Counts",
    "Level",
    "Link",
    "Overview",
    "Posting",
    "ReportDraft",
    "Standpoint",
    "UnitLine",
    "ancestors_of",
    "chain_of",
    "closed_by_month",
    "counts_in",
    "deadline_account",
    "draft_report",
    "joined_to",
    "on_the_board",
    "overview",
    "padding_of",
    "paused_count",
    "person_counts",
    "programme_counts",
    "readings_of",
    "standpoint_of",
    "tasks_for",
    "total_counts",
    "unit_counts",
]
