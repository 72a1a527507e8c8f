"""What goes in and out, for the documentation and for checking what comes in. Answers are not checked again."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Header, Path, Schema
from pydantic import AfterValidator, Field

_MOST = 2**63 - 1
Id = Annotated[int, Field(ge=1, le=_MOST)]
PathId = Annotated[int, Path(ge=1, le=_MOST)]
# Terms are counted on a calendar that ends somewhere.
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
Repeat = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=100,
        description="The same key with the same request is answered as the first time, and nothing is done twice.",
    ),
]


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("NUL cannot be stored")
    return text


Words = Annotated[str, Field(max_length=20_000), AfterValidator(_storable)]
SaidWords = Annotated[str, Field(max_length=20_000, min_length=1), AfterValidator(_storable)]
Line = Annotated[str, Field(max_length=200), AfterValidator(_storable)]
SaidLine = Annotated[str, Field(max_length=200, min_length=1), AfterValidator(_storable)]
Asked = Annotated[str, Field(max_length=60), AfterValidator(_storable)]


class Named(Schema):
    id: int
    name: str


class ProblemOut(Schema):
    type: str
    title: str
    status: int
    detail: str


class UnitOut(Schema):
    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    closed_on: date | None


class PersonOut(Schema):
    id: int
    name: str
    number: str
    username: str


class TaskOut(Schema):
    """`light` is red, yellow, green, paused or off, on the day of the answer."""

    id: int
    number: str
    title: str
    type: Named
    state: str
    light: str
    was_red: bool
    lead_unit: Named
    responsible: Named | None
    looker: Named | None
    programme: Named | None
    nature: str
    due_on: date
    original_due_on: date | None
    dispatched_at: datetime | None
    ended_on: date | None
    next_report_on: date | None
    url: str


class MilestoneOut(Schema):
    id: int
    title: str
    due_on: date
    done_on: date | None


class ReceiptOut(Schema):
    unit: Named
    due_on: date
    acknowledged_at: datetime | None


class ReportOut(Schema):
    id: int
    unit: Named
    by: Named
    at: datetime
    done: str
    problem: str
    next_step: str
    progress: int | None


class BearerOut(Schema):
    """One receiver. `month` is the one that this makes fullest; the shares, in percent of its budget, are null without one."""

    unit: Named
    minutes: int
    month: str | None
    budget_used: int | None
    budget_after: int | None
    over: bool


class BurdenOut(Schema):
    """What it takes its receivers: people, and minutes of all of them together, by the rates and medians in force."""

    people: int
    minutes: int
    units: list[BearerOut]


class TaskSentOut(TaskOut):
    burden: BurdenOut


class TaskWholeOut(TaskOut):
    description: str
    source_text: str
    criterion: str
    deliverables: list[str]
    accountable: Named | None
    parent_id: int | None
    supporting_units: list[Named]
    receipts: list[ReceiptOut]
    milestones: list[MilestoneOut]
    latest_report: ReportOut | None


class UnitPage(Schema):
    items: list[UnitOut]
    next: str | None


class PersonPage(Schema):
    items: list[PersonOut]
    next: str | None


class TaskPage(Schema):
    items: list[TaskOut]
    next: str | None


class OfferOut(Schema):
    """A task that hangs on the claim board. `scope` is whose people may take it; null is everybody."""

    task: TaskOut
    criterion: str
    scope: Named | None
    note: str
    offered_by: Named
    offered_at: datetime


class OfferPage(Schema):
    items: list[OfferOut]
    next: str | None


class ReportPage(Schema):
    items: list[ReportOut]
    next: str | None


class ProgrammeOut(Schema):
    id: int
    name: str
    year: int
    since: date
    until: date
    owner: Named
    closed: bool


class ProgrammePage(Schema):
    items: list[ProgrammeOut]
    next: str | None


class TypeOut(Schema):
    id: int
    name: str
    term_days: int


class TypePage(Schema):
    items: list[TypeOut]
    next: str | None


class TargetOut(Schema):
    """Values are decimal numbers as text, so that none is rounded on the way."""

    id: int
    name: str
    measure: str
    programme_id: int | None
    task_id: int | None
    baseline: str
    baseline_on: date
    goal: str
    by_on: date


class TargetPage(Schema):
    items: list[TargetOut]
    next: str | None


class ReadingOut(Schema):
    id: int
    on: date
    value: str
    note: str
    corrected: bool


class ReadingPage(Schema):
    items: list[ReadingOut]
    next: str | None


class EntryOut(Schema):
    id: int
    at: datetime
    kind: str
    sentence: str
    actor: str
    noun: str
    noun_id: int
    unit_id: int | None
    facts: dict[str, Any]


class EntryPage(Schema):
    items: list[EntryOut]
    next: str | None


class StepIn(Schema):
    title: SaidLine
    due_on: Day


class TaskIn(Schema):
    """A task to register and dispatch in one step. It must be complete: owner, looker, criterion and a day to come."""

    title: SaidLine
    type_id: Id
    lead_unit_id: Id
    responsible_id: Id
    looker_id: Id
    due_on: Day
    criterion: SaidWords
    description: Words = ""
    source_text: Words = ""
    deliverables: Words = ""
    nature: Annotated[str, Field(pattern="^(mandatory|elective)$")] = "mandatory"
    accountable_id: Id | None = None
    programme_id: Id | None = None
    parent_id: Id | None = None
    supporting_unit_ids: Annotated[list[Id], Field(max_length=100)] = []
    milestones: Annotated[list[StepIn], Field(max_length=100)] = []
    report_every: Annotated[str, Field(pattern="^(day|week|fortnight|month|quarter|half|year)?$")] = ""
    burden_reason: Annotated[
        str,
        Field(
            max_length=300,
            description="Why it is asked although it goes beyond a unit's burden budget; wanted then only.",
        ),
        AfterValidator(_storable),
    ] = ""


class ReportIn(Schema):
    done: SaidWords
    problem: Words = ""
    next_step: Words = ""
    progress: Annotated[int, Field(ge=0, le=100)] | None = None
    unit_id: Id | None = None


class ReceiptIn(Schema):
    unit_id: Id | None = None


class ClaimIn(Schema):
    unit_id: Annotated[
        Id | None, Field(description="One of your own units; without it the lowest one you hold a post in.")
    ] = None


def _left_out(**more: Any) -> Any:
    """None where it is not sent, while null is refused."""
    return Field(default_factory=lambda: None, **more)


class OwnerIn(Schema):
    """What is left out stays as it is; null takes `accountable_id` away."""

    responsible_id: Id = _left_out()
    looker_id: Id = _left_out()
    accountable_id: Id | None = None
    lead_unit_id: Id = _left_out(description="Only of a draft, or of what was declined.")
    reason: Annotated[str, Field(max_length=2000), AfterValidator(_storable)] = ""


class CompletionIn(Schema):
    statement: SaidWords


class ReadingIn(Schema):
    on: Day
    value: Annotated[str, Field(pattern=r"^-?\d{1,14}(\.\d{1,4})?$")]
    note: Line = ""
