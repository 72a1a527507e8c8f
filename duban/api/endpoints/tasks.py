"""Tasks: read, dispatch, acknowledge, report, claim completion, take from the claim board, put others in charge. Every
change is one action of the ledger."""

from typing import Any, Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from duban.api.endpoints import shapes
from duban.api.endpoints.rows import FIELDS, show_burden, show_offer, show_report, show_row, show_task, show_whole
from duban.api.endpoints.shapes import PathId, Repeat
from duban.api.pages import Paged, json_response, page_response
from duban.api.problems import Problem
from duban.api.repeats import perform
from duban.burden.foreseen import Foreseen, foresee
from duban.ledger import actions, asking, terms
from duban.ledger.access import may_register, programmes, takable, tasks
from duban.ledger.models import Report, Task, TaskType
from duban.ledger.models.task import lines_of
from duban.ledger.queries.listing import on_the_board, tasks_for
from duban.org.access import standing_of
from duban.org.models import Person, Unit
from duban.org.requests import PersonRequest
from duban.ui.question import Question, fields_of, made

router = Router(tags=["tasks"])
# What an answer says of a task besides its own row.
JOINED = ("type", "lead_unit", "responsible", "looker", "programme", "accountable")


class TaskFilters(Paged):
    """Without `state` or `light`: what has not ended. `unit` includes all units below it."""

    q: shapes.Asked = ""
    unit: shapes.Id | None = None
    person: shapes.Id | None = None
    programme: shapes.Id | None = None
    parent: shapes.Id | None = None
    light: Literal["", "red", "yellow", "green", "paused"] = ""
    state: Literal[
        "", "open", "all", "draft", "dispatched", "underway", "claimed", "closed", "declined", "suspended", "cancelled"
    ] = ""
    mine: Literal["", "any", "responsible", "looker", "sent", "accountable", "followed", "supporting", "drafts"] = ""
    due_from: shapes.Day | None = None
    due_to: shapes.Day | None = None


@router.get("", response=shapes.TaskPage, summary=gettext_noop("Tasks, by due date"))
def list_tasks(request: PersonRequest, wanted: Query[TaskFilters]) -> HttpResponse:
    today = terms.today()
    filters = wanted.dict(exclude={"limit", "after"}, exclude_defaults=True)
    rows = tasks_for(request.user, filters).values_list(*FIELDS, named=True)
    return page_response(rows, wanted, order=("due_on", "id"), show=lambda row: show_row(row, today))


# Before the paths that begin with a number: the first that fits is taken.
@router.post("/cost", response=shapes.BurdenOut, summary=gettext_noop("What a task would cost its receivers"))
def cost_of_task(request: PersonRequest, payload: shapes.TaskIn) -> HttpResponse:
    """Send the same as for a new task: nothing is kept, and nobody is told."""
    if not may_register(standing_of(request.user)):
        raise PermissionDenied
    return json_response(show_burden(_foreseen(_order(payload, request.user))))


@router.get("/offers", response=shapes.OfferPage, summary=gettext_noop("The claim board: tasks that you may take on"))
def list_offers(request: PersonRequest, wanted: Query[Paged]) -> HttpResponse:
    today = terms.today()
    # Who sends tasks sees on the board also what hangs there for others; here is what the caller may take.
    rows = on_the_board(request.user).filter(pk__in=takable(standing_of(request.user)))
    rows = rows.select_related(*(f"task__{name}" for name in JOINED), "offered_by", "scope")
    return page_response(rows, wanted, order=("-id",), show=lambda offer: show_offer(offer, today))


@router.get("/{task_id}", response=shapes.TaskWholeOut, summary=gettext_noop("One task"))
def get_task(request: PersonRequest, task_id: PathId) -> HttpResponse:
    return json_response(show_whole(_seen(request, task_id), terms.today()))


@router.get(
    "/{task_id}/reports", response=shapes.ReportPage, summary=gettext_noop("Reports on a task, the newest first")
)
def list_reports(request: PersonRequest, task_id: PathId, wanted: Query[Paged]) -> HttpResponse:
    task = tasks.get_for(request.user, task_id)
    rows = Report.objects.filter(task=task).select_related("unit", "by")
    return page_response(rows, wanted, order=("-id",), show=show_report)


@router.post("", response={201: shapes.TaskSentOut}, summary=gettext_noop("Register and dispatch a task"))
def create_task(request: PersonRequest, payload: shapes.TaskIn, repeat: Repeat = "") -> HttpResponse:
    """The answer says what it takes its receivers. Beyond a budget it wants `burden_reason`, and is refused without."""

    def act() -> dict[str, Any]:
        order = _order(payload, request.user)
        # Counted before it is on the ledger of burdens itself.
        cost = show_burden(_foreseen(order))
        try:
            task = actions.register_and_dispatch(actor=request.user, burden_reason=payload.burden_reason, **order)
        except ValidationError as error:
            if "burden_reason" not in getattr(error, "error_dict", {}):
                raise
            words = " ".join(error.messages)
            errors = [{"field": "burden_reason", "detail": words}]
            raise Problem(422, words, "over_budget", errors=errors, burden=cost) from None
        return {**show_task(task, terms.today()), "burden": cost}

    return perform(request, act, status=201)


def _foreseen(order: dict[str, Any]) -> Foreseen:
    asks = asking.asks_for(
        lead_id=order["lead_unit"].pk,
        supporting_ids=[unit.pk for unit in order["supporting_units"]],
        start=terms.today(),
        due=order["due_on"],
        every=order["report_every"],
        deliverables=len(lines_of(order["deliverables"])),
        who=order["responsible"].pk,
    )
    return foresee(asks, units=[order["lead_unit"], *order["supporting_units"]])


@router.post("/{task_id}/receipt", response=shapes.TaskOut, summary=gettext_noop("Acknowledge a task for a unit"))
def acknowledge(
    request: PersonRequest, task_id: PathId, payload: shapes.ReceiptIn, repeat: Repeat = ""
) -> HttpResponse:
    def act() -> dict[str, Any]:
        actions.acknowledge_task(task_id, actor=request.user, unit=_unit(payload.unit_id))
        return show_task(_seen(request, task_id), terms.today())

    return perform(request, act)


@router.post("/{task_id}/reports", response={201: shapes.ReportOut}, summary=gettext_noop("Report on a task"))
def report(request: PersonRequest, task_id: PathId, payload: shapes.ReportIn, repeat: Repeat = "") -> HttpResponse:
    def act() -> dict[str, Any]:
        made = actions.report_on_task(
            task_id,
            actor=request.user,
            done=payload.done,
            problem=payload.problem,
            next_step=payload.next_step,
            progress=payload.progress,
            unit=_unit(payload.unit_id),
        )
        return show_report(made)

    return perform(request, act, status=201)


@router.post("/{task_id}/completion", response={201: shapes.TaskOut}, summary=gettext_noop("Claim that a task is done"))
def claim_completion(
    request: PersonRequest, task_id: PathId, payload: shapes.CompletionIn, repeat: Repeat = ""
) -> HttpResponse:
    def act() -> dict[str, Any]:
        actions.claim_completion(task_id, actor=request.user, statement=payload.statement)
        return show_task(_seen(request, task_id), terms.today())

    return perform(request, act, status=201)


@router.post("/{task_id}/claim", response=shapes.TaskOut, summary=gettext_noop("Take a task from the claim board"))
def claim(request: PersonRequest, task_id: PathId, payload: shapes.ClaimIn, repeat: Repeat = "") -> HttpResponse:
    """It is yours and under way at once. Whoever comes second is refused with the code `taken`."""

    def act() -> dict[str, Any]:
        actions.claim_task(task_id, actor=request.user, unit=_unit(payload.unit_id))
        return show_task(_seen(request, task_id), terms.today())

    return perform(request, act)


@router.post("/{task_id}/owner", response=shapes.TaskOut, summary=gettext_noop("Change who is in charge of a task"))
def reassign(request: PersonRequest, task_id: PathId, payload: shapes.OwnerIn, repeat: Repeat = "") -> HttpResponse:
    """The lead unit may name another responsible person; all else is for whoever sent the task, and for the office."""

    def act() -> dict[str, Any]:
        task = actions.reassign_task(task_id, actor=request.user, reason=payload.reason, **_owners(payload))
        # Shown as it was changed: whoever handed it on may not see it any more.
        return show_task(task, terms.today())

    return perform(request, act)


def _owners(payload: shapes.OwnerIn) -> dict[str, Any]:
    """Only what was sent, with every number looked up: all unknown ones are named at once."""
    sent = payload.dict(exclude_unset=True, exclude={"reason"})
    people = _by_number(Person, _PEOPLE, payload.responsible_id, payload.looker_id, payload.accountable_id)
    units = _by_number(Unit, _UNIT, payload.lead_unit_id, terms.today())
    among: dict[str, dict[int, Any]] = {name: units if name == "lead_unit_id" else people for name in sent}
    if wrong := {name: _unknown(pk) for name, pk in sent.items() if pk is not None and pk not in among[name]}:
        raise ValidationError(wrong)
    return {name.removesuffix("_id"): among[name][pk] if pk is not None else None for name, pk in sent.items()}


def _seen(request: PersonRequest, task_id: int) -> Task:
    task = tasks.get_for(request.user, task_id)
    return Task.objects.select_related(*JOINED).get(pk=task.pk)


def _unit(pk: int | None) -> Unit | None:
    if pk is None:
        return None
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None:
        raise ValidationError({"unit_id": _unknown(pk)})
    return unit


def _unknown(pk: int) -> str:
    return _("There is nothing with the number %(number)s.") % {"number": pk}


# What an order names.
_PEOPLE = Question(
    lambda one, two, three: Person.objects.filter(Q(pk=one) | Q(pk=two) | Q(pk=three), is_active=True).values(
        *fields_of(Person)
    )
)
_UNIT = Question(lambda pk, today: Unit.objects.in_force(today).filter(pk=pk).values(*fields_of(Unit)))
_TYPE = Question(lambda pk: TaskType.objects.filter(pk=pk, retired=False).values(*fields_of(TaskType)))


def _by_number(model: type[Model], question: Question, *values: Any) -> dict[int, Any]:
    return {row["id"]: made(model, row) for row in question.ask(*values)}


def _order(payload: shapes.TaskIn, person: Person) -> dict[str, Any]:
    """The action's arguments, with every number looked up: all unknown ones are named at once, and a task that the caller
    does not see is one of them. Units, people and programmes are public inside."""
    today = terms.today()
    people = _by_number(Person, _PEOPLE, payload.responsible_id, payload.looker_id, payload.accountable_id)
    lead, others = payload.lead_unit_id, payload.supporting_unit_ids
    units = Unit.objects.in_force(today).in_bulk([lead, *others]) if others else _by_number(Unit, _UNIT, lead, today)
    wrong: dict[str, str] = {}

    def found(field: str, pk: int | None, among: dict[int, Any]) -> Any:
        if pk is not None and pk not in among:
            wrong[field] = _unknown(pk)
        return among.get(pk) if pk is not None else None

    values = {
        "type": found("type_id", payload.type_id, _by_number(TaskType, _TYPE, payload.type_id)),
        "lead_unit": found("lead_unit_id", payload.lead_unit_id, units),
        "responsible": found("responsible_id", payload.responsible_id, people),
        "looker": found("looker_id", payload.looker_id, people),
        "accountable": found("accountable_id", payload.accountable_id, people),
        "supporting_units": [found("supporting_unit_ids", pk, units) for pk in payload.supporting_unit_ids],
        "milestones": [(step.title, step.due_on) for step in payload.milestones],
    }
    among: dict[str, QuerySet[Any]] = {"programme": programmes.visible_to(person), "parent": tasks.visible_to(person)}
    for field, rows in among.items():
        pk = getattr(payload, f"{field}_id")
        values[field] = found(f"{field}_id", pk, rows.in_bulk([pk])) if pk else None
    if wrong:
        raise ValidationError(wrong)
    plain = ("title", "due_on", "criterion", "description", "source_text", "deliverables", "nature", "report_every")
    return {**values, **{name: getattr(payload, name) for name in plain}}
