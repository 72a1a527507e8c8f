"""What the ledger puts on the today page."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from duban.ledger.access import asked_of
from duban.ledger.leaving import has_left, sent_for_the_whole
from duban.ledger.lights import RUNNING, due_today, report_today
from duban.ledger.models import (
    CompletionClaim,
    Decline,
    Extension,
    ExtensionState,
    Offer,
    Proof,
    ProofState,
    Receipt,
    State,
    SupportingUnit,
    Suspension,
    Task,
)
from duban.org.access import Standing, standing_of
from duban.org.models import Person, Role
from duban.org.todos import Todo, first_of, more_of
from duban.org.voices import spoken_for

AT_MOST = 30
ROWS = "/tasks"
_SOON = timedelta(days=7)


def todos(person: Person, on: date) -> Iterator[Todo]:
    standing = standing_of(person)
    yield from _receipts(standing, on)
    yield from _work(standing, on)
    yield from _to_verify(standing, on)
    yield from _to_close(standing, on)
    yield from _extensions(standing, on)
    yield from _support(standing, on)
    yield from _proofs(standing, on)
    yield from _returned_to_sender(standing, on)


def _todo(task: Task, what: object, *, owed: bool, due: date | None, on: date, sender: object = "") -> Todo:
    return Todo(
        title=str(task.title),
        url=f"/tasks/{task.pk}",
        what=str(what),
        owed=owed,
        due_on=due,
        light="red" if due and due < on else task.light_on(on).value,
        sender=str(sender or ""),
        noun="task",
        noun_id=task.pk,
    )


def _to_decide(standing: Standing, on: date, task: str = "") -> Q:
    """Orders one has sent; for the office also those whose sender has left, but for what one is to do oneself."""
    me = standing.person_ids
    own = Q(**{f"{task}dispatched_by__in": me})
    if not standing.has(Role.SUPERVISION):
        return own
    # All by their senders, as the indexes are: an "or" at the top would go through every open task.
    senders = Person.objects.filter(Q(pk__in=me) | has_left(on)).values("pk")
    others = ~sent_for_the_whole(task) & ~Q(**{f"{task}responsible__in": me})
    return Q(**{f"{task}dispatched_by__in": senders}) & (own | others)


def _lean(prefix: str = "task__") -> tuple[str, ...]:
    return (f"{prefix}description", f"{prefix}source_text", f"{prefix}criterion", f"{prefix}deliverables")


def _receipts(standing: Standing, on: date) -> Iterator[Todo]:
    rows = (
        Receipt.objects.awaited()
        .filter(unit__in=spoken_for(standing))
        .select_related("task__dispatched_by", "unit")
        .defer(*_lean())
        .order_by("due_on", "pk")
    )
    seen: set[int] = set()
    what = _("Acknowledge")
    receipts, more = first_of(rows, AT_MOST)
    for receipt in receipts:
        seen.add(receipt.task_id)
        yield _todo(receipt.task, what, owed=True, due=receipt.due_on, on=on, sender=receipt.task.dispatched_by)
    if more:
        yield more_of(what, owed=True)
    own = _alive().filter(responsible__in=standing.person_ids, state=State.DISPATCHED)
    tasks, more = first_of(own.exclude(pk__in=seen).select_related("dispatched_by"), AT_MOST)
    for task in tasks:
        yield _todo(task, what, owed=True, due=due_today(task), on=on, sender=task.dispatched_by)
    if more:
        yield more_of(what, owed=True, url=f"{ROWS}?mine=responsible&state={State.DISPATCHED}")


def _alive() -> QuerySet[Task]:
    return Task.objects.alive().defer(*_lean("")).order_by("due_on", "pk")


def _work(standing: Standing, on: date) -> Iterator[Todo]:
    rows = _alive().filter(responsible__in=standing.person_ids, state=State.UNDERWAY).select_related("dispatched_by")
    tasks, more = first_of(rows, AT_MOST)
    finish = _("Finish and claim completion")
    for task in tasks:
        due, report = due_today(task), report_today(task)
        if report and report <= on + _SOON and report <= due:
            yield _todo(task, _("Report"), owed=True, due=report, on=on, sender=task.dispatched_by)
        else:
            yield _todo(task, finish, owed=True, due=due, on=on, sender=task.dispatched_by)
    if more:
        yield more_of(finish, owed=True, url=f"{ROWS}?mine=responsible&state={State.UNDERWAY}")


def _to_verify(standing: Standing, on: date) -> Iterator[Todo]:
    rows = _alive().filter(looker__in=standing.person_ids, state=State.CLAIMED, verified_on__isnull=True)
    found, more = first_of(rows, AT_MOST)
    claims = CompletionClaim.objects.filter(task__in=found).select_related("by").order_by("pk") if found else []
    last = {claim.task_id: claim for claim in claims}
    for task in found:
        claim = last[task.pk]
        yield _todo(task, _("Verify completion"), owed=False, due=claim.verify_by, on=on, sender=claim.by)
    if more:
        yield more_of(_("Verify completion"), owed=False, url=f"{ROWS}?mine=looker&state={State.CLAIMED}")


def _to_close(standing: Standing, on: date) -> Iterator[Todo]:
    rows = _alive().filter(_to_decide(standing, on), state=State.CLAIMED, verified_on__isnull=False)
    tasks, more = first_of(rows.select_related("looker"), AT_MOST)
    close = pgettext_lazy("task", "Close")
    for task in tasks:
        yield _todo(task, close, owed=False, due=None, on=on, sender=task.looker)
    if more:
        yield more_of(close, owed=False, url=f"{ROWS}?mine=sent&state={State.CLAIMED}")


def _extensions(standing: Standing, on: date) -> Iterator[Todo]:
    rows = Extension.objects.filter(
        _to_decide(standing, on, "task__"), state=ExtensionState.SUBMITTED, task__ended_on__isnull=True
    ).exclude(asked_by__in=standing.person_ids)
    for extension in rows.select_related("task", "asked_by").defer(*_lean()).order_by("from_on", "pk")[:AT_MOST]:
        yield _todo(
            extension.task,
            _("Decide on an extension"),
            owed=False,
            due=extension.from_on,
            on=on,
            sender=extension.asked_by,
        )


def _support(standing: Standing, on: date) -> Iterator[Todo]:
    for asked in (
        asked_of(standing).select_related("task", "asked_by").defer(*_lean()).order_by("due_on", "pk")[:AT_MOST]
    ):
        yield _todo(
            asked.task, _("Answer a request for support"), owed=False, due=asked.due_on, on=on, sender=asked.asked_by
        )


def _proofs(standing: Standing, on: date) -> Iterator[Todo]:
    """Of acceptance projects, a line a project: what its looker judges, and what was sent back to whoever may bring it."""
    me, units = standing.person_ids, spoken_for(standing)
    running = Proof.objects.filter(task__state__in=RUNNING)
    # Neither what one handed in oneself nor what one is to do is one's own to judge.
    to_judge = running.filter(task__looker__in=me, state=ProofState.READY).exclude(task__responsible__in=me)
    supports = SupportingUnit.objects.filter(task=OuterRef("task"), unit=OuterRef("unit"))
    brings = Q(unit__in=units) & (Q(unit=F("task__lead_unit")) | Exists(supports))
    failed = running.filter(Q(task__responsible__in=me) | brings, state=ProofState.FAILED)
    judge = ngettext_lazy("Judge the proof of %(n)s criterion", "Judge the proof of %(n)s criteria", "n")
    again = ngettext_lazy("Hand in proof again for %(n)s criterion", "Hand in proof again for %(n)s criteria", "n")
    for proofs, what, owed in ((to_judge.exclude(handed_in_by__in=me), judge, False), (failed, again, True)):
        rows = _alive().filter(proofs__in=proofs).annotate(n=Count("proofs")).select_related("looker", "responsible")
        tasks, more = first_of(rows, AT_MOST)
        for task in tasks:
            due, sender = (due_today(task), task.looker) if owed else (None, task.responsible)
            yield _todo(task, what % {"n": task.n}, owed=owed, due=due, on=on, sender=sender)
        if more:
            yield more_of(_("Acceptance"), owed=owed)


def _returned_to_sender(standing: Standing, on: date) -> Iterator[Todo]:
    me = standing.person_ids
    # Through the declines: they are few, while somebody may have sent a hundred thousand orders.
    sent = _to_decide(standing, on, "task__")
    sent_back = Decline.objects.filter(sent, task__state=State.DECLINED).order_by("-pk")
    seen: set[int] = set()
    for decline in sent_back.select_related("task__lead_unit").defer(*_lean())[:AT_MOST]:
        task = decline.task
        if task.pk not in seen:
            seen.add(task.pk)
            what = _("Declined: send it elsewhere or cancel it")
            yield _todo(task, what, owed=False, due=None, on=on, sender=task.lead_unit)
    drafts = _alive().filter(registered_by__in=me, dispatched_at__isnull=True, state=State.DRAFT)
    # What hangs on the claim board waits for a taker, not for its author.
    offered = Offer.objects.hanging().filter(task=OuterRef("pk"))
    for task in drafts.exclude(Exists(offered))[:AT_MOST]:
        yield _todo(task, _("Dispatch the draft"), owed=True, due=None, on=on)
    iced = Suspension.objects.filter(sent, task__ended_on__isnull=True, resumed_on__isnull=True, look_again_on__lte=on)
    for kept in iced.select_related("task").defer(*_lean())[:AT_MOST]:
        yield _todo(kept.task, _("Look again: resume or cancel"), owed=True, due=kept.look_again_on, on=on)
