from duban.checklists.queries.current import current_of
from duban.checklists.queries.listing import (
    Covered,
    checklist_lines,
    checklists_for,
    coverage,
    open_of,
    responses_for,
    tallies,
)

__all__ = [
    "Covered",
    "checklist_lines",
    "checklists_for",
    "coverage",
    "current_of",
    "open_of",
    "responses_for",
    "tallies",
]
