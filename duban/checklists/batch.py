"""What a device sends at once, and what it is told became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(slots=True)
class Begun:
    """A response that a device began. `device` is its own number for it."""

    device: UUID
    edition_id: int
    unit_id: int
    begun_at: datetime
    place: str = ""
    about: tuple[str, int] | None = None  # what it was sent to, when it begins that


@dataclass(slots=True)
class Given:
    """One answer. `uploads` are numbers of files sent ahead, `files` such that came with a form."""

    device: UUID
    response: UUID
    item_id: int
    answered_at: datetime
    value: Any = ""
    na: bool = False
    reason: str = ""
    uploads: Sequence[str] = ()
    files: Sequence[Any] = ()


@dataclass(slots=True)
class Finished:
    response: UUID
    at: datetime


@dataclass(slots=True)
class Batch:
    """What a device sends at once, in the order of its own doing. `sent_at` is its clock at the sending."""

    sent_at: datetime | None = None
    begun: list[Begun] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    finished: list[Finished] = field(default_factory=list)


@dataclass(slots=True)
class Receipt:
    """What became of one thing a device sent: kept, known (it had arrived before) or refused with the reason."""

    device: UUID
    what: str  # response | answer | finish
    state: str  # kept | known | refused
    why: str = ""
    verdict: str = ""
    stale: bool = False
    response_id: int | None = None
    clock_off: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "device": str(self.device),
            "what": self.what,
            "state": self.state,
            "why": self.why,
            "verdict": self.verdict,
            "stale": self.stale,
            "response": self.response_id,
            "clock_off": self.clock_off,
        }
