"""How near an acceptance project is (M8), and where a measured target stands (M7). All of it is computed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duban.ledger import terms
from duban.ledger.models import MockAcceptance, Proof, ProofState, Reading, Target, Task


@dataclass(frozen=True, slots=True)
class Readiness:
    total: int
    passed: int
    ready: int
    failed: int
    days_left: int
    working_days_left: int
    next_mock: MockAcceptance | None
    last_mock: MockAcceptance | None

    @property
    def percent(self) -> int | None:
        """Passed of all, rounded down: 100 means all of them."""
        return self.passed * 100 // self.total if self.total else None


def readiness_of(task: Task, on: date | None = None) -> Readiness:
    on = on or terms.today()
    states = list(Proof.objects.filter(task=task).values_list("state", flat=True))
    mocks = list(task.mocks.all())
    return Readiness(
        total=len(states),
        passed=states.count(ProofState.PASSED),
        ready=states.count(ProofState.READY),
        failed=states.count(ProofState.FAILED),
        days_left=(task.due_on - on).days,
        working_days_left=terms.calendar().working_days_between(on, task.due_on),
        next_mock=next((m for m in mocks if m.total is None and m.on >= on), None),
        last_mock=next((m for m in reversed(mocks) if m.total is not None), None),
    )


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a target stands. `percent` of the way; `behind` when an even pace would be further."""

    latest: Reading | None
    value: Decimal
    percent: Decimal
    expected: Decimal
    behind: bool


def standpoint_of(target: Target, on: date | None = None) -> Standpoint:
    on = on or terms.today()
    latest = target.readings.filter(replaced_by__isnull=True, on__lte=on).order_by("-on", "-pk").first()
    value = latest.value if latest else target.baseline
    expected = target.expected(on)
    upward = target.goal > target.baseline
    return Standpoint(latest, value, target.reached(value), expected, value < expected if upward else value > expected)


def readings_of(target: Target) -> list[Reading]:
    """In force, oldest first: what the chart draws."""
    return list(target.readings.filter(replaced_by__isnull=True).select_related("unit", "read_by").order_by("on", "pk"))
