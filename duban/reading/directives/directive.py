"""What a sentence asks of somebody, with the words it was read from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["task", "standing", "rule"]


@dataclass(slots=True)
class Directive:
    """One proposed directive. `start:end` are code points into the restored text; the span is a whole sentence,
    or the cells of one table row.

    `units` are the bodies and role-holders that must act, lead first, as written; `supporting_units` is the part of
    them that merely helps (配合, 协助). `due` is an ISO date or None. `recurrence` is the most frequent rhythm of
    `recurrences` (daily, weekly, monthly, quarterly, half-yearly, yearly).
    """

    start: int
    end: int
    text: str
    title: str
    kind: Kind
    units: list[str] = field(default_factory=list)
    supporting_units: list[str] = field(default_factory=list)
    due: str | None = None
    due_text: str | None = None
    recurrence: str | None = None
    recurrences: list[str] = field(default_factory=list)
    deliverables: list[str] = field(default_factory=list)
    criterion: str | None = None
    programme: str | None = None
    items: list[str] = field(default_factory=list)
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
