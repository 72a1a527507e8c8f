"""What an order asks of its receivers, as data for the ledger of burdens: receipts, reports, deliverables, the claim."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.utils import timezone

from duban.burden import actions as burden
from duban.burden.askers import Ask
from duban.burden.standing import minutes_of
from duban.journal.kinds import Kind
from duban.ledger import kinds, terms
from duban.ledger.access import support_requests, tasks
from duban.ledger.models import State, SupportRequest, SupportState, Task
from duban.org.access import standing_of
from duban.org.models import Person, Role

NOUN = "task"
RECEIPT, REPORT, DELIVERABLE, COMPLETION = "receipt", "report", "deliverable", "completion"
# A request for support asks another unit than the task does, in the name of whoever is blocked.
SUPPORT, ANSWER = "support", "support_answer"
# After which steps a task asks for something else than before.
CHANGES = frozenset(
    each.code
    for each in (
        kinds.DECLINED, kinds.EXTENSION_APPROVED, kinds.CANCELLED, kinds.CLOSED, kinds.RELAPSED, kinds.REPORTS_JOINED,
    )
)  # fmt: skip
_ENDED = (State.CANCELLED, State.DECLINED)


def report_days(every: str, start: date, due: date | None) -> Iterator[date]:
    """The days on which regular reports fall due after `start`, up to and including `due`."""
    day: date | None = start
    while every and due is not None and day is not None and day < due:
        day = terms.next_after(day, every, start)
        if day is not None and day <= due:
            yield day


def asks_for(
    *,
    lead_id: int,
    supporting_ids: Iterable[int] = (),
    start: date,
    due: date,
    every: str = "",
    deliverables: int = 0,
    who: int | None = None,
    finished: bool = True,
) -> list[Ask]:
    """Each unit acknowledges; the lead unit reports until the due date, hands in what is asked, and claims completion.

    `finished` False: it was taken back, so nothing is handed in or claimed.
    """

    def ask(unit: int, act: str, on: date, **said: int | bool | None) -> Ask:
        return Ask(unit, act, on, minutes_of(act, start), **said)  # type: ignore[arg-type]

    made = [ask(lead_id, RECEIPT, start, who=who)]
    made += [ask(unit, RECEIPT, start) for unit in dict.fromkeys(supporting_ids) if unit != lead_id]
    made += [ask(lead_id, REPORT, day, who=who) for day in report_days(every, start, due)]
    if finished:
        if deliverables:
            made.append(ask(lead_id, DELIVERABLE, due, times=deliverables, once=True, who=who))
        made.append(ask(lead_id, COMPLETION, due, once=True, who=who))
    return made


def asks_of(task: Task, supporting_ids: Iterable[int]) -> list[Ask]:
    """What a task asks, as it stands: a closed one until it was closed, one taken back only until then."""
    sent = timezone.localtime(task.dispatched_at).date() if task.dispatched_at else terms.today()
    end = task.ended_on or (terms.today() if task.state == State.DECLINED else task.due_on)
    return asks_for(
        lead_id=task.lead_unit_id,
        supporting_ids=supporting_ids,
        start=sent,
        due=max(end, sent),
        every=task.report_every,
        deliverables=len(task.deliverable_list),
        who=task.responsible_id,
        finished=task.state not in _ENDED,
    )


def asks_if_sent(task: Task, lead_id: int, due: date) -> list[Ask]:
    """What it will ask once it is sent today to this unit."""
    return asks_for(
        lead_id=lead_id,
        supporting_ids=[support.unit_id for support in task.supports.all()],
        start=terms.today(),
        due=max(due, terms.today()),
        every=task.report_every,
        deliverables=len(task.deliverable_list),
    )


def asking_unit(person: Person | None) -> int | None:
    """In whose name somebody sends: the supervision office before other posts, then the highest of the own ones."""
    if person is None:
        return None
    own = [post for post in standing_of(person).posts if post.person_id == person.pk]
    own.sort(key=lambda post: (post.role != Role.SUPERVISION, len(post.path), post.unit_id))
    return own[0].unit_id if own else None


def weigh(task: Task, supporting_ids: Iterable[int], actor: Person, reason: str | None) -> None:
    if reason is not None:
        burden.weigh(
            asks_of(task, supporting_ids), actor=actor, source=(NOUN, task.pk), title=str(task), reason=reason,
            unit_id=task.lead_unit_id, replacing=(NOUN, task.pk),
        )  # fmt: skip


def charge(task: Task, supporting_ids: Iterable[int], *, new: bool = False) -> None:
    burden.declare(
        (NOUN, task.pk), asks_of(task, supporting_ids), asker_id=asking_unit(task.dispatched_by), new=new
    )  # fmt: skip


def follow(kind: Kind, task: Task) -> None:
    """Called with every step of a task: charges are brought up to date where it asks for something else now."""
    if kind.code in CHANGES and task.dispatched_at is not None:
        charge(task, list(task.supports.values_list("unit", flat=True)))


def support_asks(unit_id: int, *, start: date, due: date, who: int | None = None) -> list[Ask]:
    return [Ask(unit_id, ANSWER, due, minutes_of(ANSWER, start), once=True, who=who)]


def _support_asks_of(asked: SupportRequest) -> list[Ask]:
    withdrawn = asked.state == SupportState.WITHDRAWN
    if withdrawn:
        return []
    return support_asks(asked.to_unit_id, start=asked.asked_on, due=asked.due_on, who=asked.to_person_id)


def weigh_support(asked: SupportRequest, actor: Person, reason: str | None) -> None:
    if reason is not None:
        burden.weigh(
            _support_asks_of(asked), actor=actor, source=(SUPPORT, asked.pk), title=str(asked), reason=reason,
            unit_id=asked.to_unit_id,
        )  # fmt: skip


def charge_support(asked: SupportRequest) -> None:
    """After every change of a request: what is withdrawn asks nothing any more."""
    burden.declare((SUPPORT, asked.pk), _support_asks_of(asked), asker_id=asking_unit(asked.asked_by))


def support_titles(person: Person, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    rows = support_requests.visible_to(person).filter(pk__in=ids).order_by()
    return {
        pk: (f"{title}：{need}"[:120], f"/tasks/{task}")
        for pk, task, title, need in rows.values_list("pk", "task", "task__title", "need")
    }


def titles(person: Person, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    rows = tasks.visible_to(person).filter(pk__in=ids).order_by()
    return {
        pk: (f"{number} {title}".strip(), f"/tasks/{pk}")
        for pk, number, title in rows.values_list("pk", "number", "title")
    }
