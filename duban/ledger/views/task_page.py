"""The page of one task. The first query tells which kinds of things the task has at all; only those are then read."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from duban.files.models import Evidence
from duban.journal.models import Entry
from duban.ledger import origins, queries, terms
from duban.ledger.access import tasks as policy
from duban.ledger.lights import effective_due
from duban.ledger.models import (
    Closure,
    Comment,
    CompletionClaim,
    Extension,
    Follow,
    Milestone,
    MockAcceptance,
    Offer,
    Proof,
    ProofState,
    Receipt,
    Report,
    State,
    SupportingUnit,
    SupportRequest,
    Suspension,
    Target,
    Task,
)
from duban.ledger.queries.deadline import KINDS as SHIFTS
from duban.ledger.views import catalogue_options, evidence, offered_acts
from duban.ledger.views.programmes import stand
from duban.ledger.views.rows import columns, named, rows_of
from duban.org.access import standing_of
from duban.org.models import Person, Unit
from duban.org.queries import name_of_unit
from duban.org.requests import PersonRequest
from duban.org.story import drawn
from duban.org.voices import spoken_for
from duban.ui import days, lights
from duban.ui.addresses import NUMBERS
from duban.ui.question import Question, fields_of, made

STORY = 30
REPORTS = 20

_PEOPLE = ("responsible", "looker", "accountable", "dispatched_by")
_UNIT = ("id", "path", "name", "short_name")
_ID = f"{Task._meta.db_table}.id"
# Which kinds of things a task may have: the tables where they stand, and how they hang on it.
_PARTS = {
    "claims": f"{CompletionClaim._meta.db_table} WHERE task_id = {_ID}",
    "reports": f"{Report._meta.db_table} WHERE task_id = {_ID}",
    "comments": f"{Comment._meta.db_table} WHERE task_id = {_ID}",
    "milestones": f"{Milestone._meta.db_table} WHERE task_id = {_ID}",
    "proofs": f"{Proof._meta.db_table} WHERE task_id = {_ID}",
    "mocks": f"{MockAcceptance._meta.db_table} WHERE task_id = {_ID}",
    "extensions": f"{Extension._meta.db_table} WHERE task_id = {_ID}",
    "suspensions": f"{Suspension._meta.db_table} WHERE task_id = {_ID}",
    "supports": f"{SupportRequest._meta.db_table} WHERE task_id = {_ID}",
    "helpers": f"{SupportingUnit._meta.db_table} WHERE task_id = {_ID}",
    "targets": f"{Target._meta.db_table} WHERE task_id = {_ID}",
    "relapses": f"{Closure._meta.db_table} WHERE task_id = {_ID} AND void",
    "children": f"{Task._meta.db_table} part WHERE part.parent_id = {_ID}",
    "offers": f"{Offer._meta.db_table} WHERE task_id = {_ID} AND withdrawn_at IS NULL AND taken_at IS NULL",
    "followed": f"{Follow._meta.db_table} WHERE task_id = {_ID} AND person_id = %s",
    "report_files": f"{Evidence._meta.db_table} e JOIN {Report._meta.db_table} r ON r.id = e.noun_id"
    f" WHERE e.noun = 'report' AND r.task_id = {_ID}",
}
# The names beside it are looked up, not joined: a plan of six joins takes longer to make than to carry out.
_HEAD = Question(
    lambda task, person: Task.objects.filter(pk=task).values(
        *fields_of(Task),
        *(f"lead_unit__{name}" for name in _UNIT),
        **{f"{name}_name": named(Person, "name", f"{name}_id") for name in _PEOPLE},
        **{
            f"has_{name}": RawSQL(f"EXISTS(SELECT 1 FROM {where})", [person] * where.count("%s"), BooleanField())
            for name, where in _PARTS.items()
        },
        **origins.anything_joined(),
    )
)


def load(person: Person, pk: int) -> tuple[Task, dict[str, bool]]:
    """The task with everything its head shows, and which kinds of parts it has at all. 404 when unseen."""
    for row in _HEAD.ask(pk, person.pk) if pk in NUMBERS else ():
        task = made(Task, row)
        task.lead_unit = made(Unit, row, "lead_unit__")
        for name in _PEOPLE:
            key = row[f"{name}_id"]
            setattr(task, name, made(Person, {"id": key, "name": row[f"{name}_name"]}) if key else None)
        if policy.sees(person, task):
            joined = any(there for name, there in row.items() if name.startswith("joined_"))
            return task, {"joined": joined, **{name: row[f"has_{name}"] for name in _PARTS}}
    raise Http404


@require_GET
def task(request: PersonRequest, pk: int) -> HttpResponse:
    return render(request, "ledger/task.html", page_of(request, *load(request.user, pk)))


def page_of(request: PersonRequest, task: Task, has: dict[str, bool]) -> dict[str, Any]:
    today = timezone.localdate()
    verbs = policy.verbs_for(request.user, task, asked=has["supports"], helped=has["helpers"])
    me = standing_of(request.user).person_ids
    waiting = _RECEIPTS.ask(task.pk)
    has["my_receipt"] = any(_waits(task, r) and _is_mine(request.user, task, r["unit_id"]) for r in waiting)
    context: dict[str, Any] = {
        "task": task,
        "type_name": catalogue_options.name_of(task, "type"),
        "programme_name": catalogue_options.name_of(task, "programme"),
        "category_name": catalogue_options.name_of(task, "category"),
        "light": lights.draw("done" if task.state == State.CLOSED else task.light_on(today).value),
        "was_red": task.was_red_by(today),
        "due": (due := effective_due(task)),
        "left": left_until(due, today) if task.counts_down_on(today, due) else "",
        "unit_url": f"/units/{task.lead_unit_id}",
        "deliverables": task.deliverable_list,
        "comment_form": "comment" in verbs,
        "chain": (way := chain(request, task, has["joined"])),
        "above": [link for link in way if link.kind == "task"],
        "slip": moved_by(task),
    }
    for name, read in READERS.items():
        if has[name]:
            context[name] = read(task, verbs, today, has)
    context["receipts"] = receipts(task, waiting, today, has)
    shifted = {name for name in SHIFTS if has[name]}
    if shifted:
        context["shifts"] = offered_acts.postings(queries.deadline_account(task, today, shifted), verbs, me)
    beside = [act for line in context.get("shifts", ()) for act in line["acts"]]
    beside += [act for asked in context.get("supports", ()) for act in asked.acts]
    context["acts"], context["more"] = offered_acts.for_page(task, verbs, has, beside)
    if task.state == State.DECLINED:
        context["declined"] = task.declines.select_related("by").last()
    if task.is_acceptance:
        context["acceptance"] = acceptance(task, verbs, today, has, me)
    if has["children"]:
        children = policy.visible_to(request.user).filter(parent=task).order_by("due_on", "id")
        context["children"] = rows_of(columns(children), today)
        context["levels"] = queries.padding_of(task)
    context |= story(request, task)
    return context


def chain(request: PersonRequest, task: Task, joined: bool) -> list[Any]:
    """The way back to the sentence, and to those joined to it later; the task itself, which the reader is looking at, is
    left out."""
    links: list[queries.Link] = []
    if task.origin_id or task.parent_id:
        links = queries.chain_of(task, request.user)[:-1]
    elif task.source_text:
        links = [queries.Link("words", _("Source words"), words=task.source_text)]
    return [*links, *queries.joined_to(task, request.user)] if joined else links


def left_until(due: date, today: date) -> str:
    """What is left is counted in working days, as the rules do; how late it is in plain days."""
    if due < today:
        return days.countdown(due, today)
    return days.working_days(terms.calendar().working_days_between(today, due))


def moved_by(task: Task) -> str:
    if not task.original_due_on or task.original_due_on == task.due_on:
        return ""
    n = (task.due_on - task.original_due_on).days
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def claims(task: Task, verbs: set[str], today: date, has: dict[str, bool]) -> list[Any]:
    found = list(task.claims.select_related("by", "verification__by").order_by("-id")[:10])
    files = evidence.named(pk for c in found for pk in c.evidence)
    lines = []
    for claim in found:
        verdict = getattr(claim, "verification", None)
        lines.append(
            SimpleNamespace(
                by=claim.by,
                at=claim.at,
                statement=claim.statement,
                files=[files[pk] for pk in claim.evidence if pk in files],
                verdict=verdict,
                returned=verdict is not None and verdict.verdict == "returned",
                verified_by=verdict.by if verdict else None,
                verified_at=verdict.at if verdict else None,
                note=verdict.note if verdict else "",
            )
        )
    return lines


_REPORTS = Question(
    lambda task: (
        Report.objects.filter(task=task)
        .order_by("-id")
        .values(
            "id",
            "at",
            "done",
            "problem",
            "next_step",
            "progress",
            by_name=F("by__name"),
            unit_name=name_of_unit("unit"),
        )[:REPORTS]
    )
)


def reports(task: Task, verbs: set[str], today: date, has: dict[str, bool]) -> list[dict[str, Any]]:
    found = _REPORTS.ask(task.pk)
    files = evidence.of("report", [r["id"] for r in found]) if has["report_files"] else {}
    for report in found:
        report["files"] = files.get(report["id"], [])
    return found


def comments(task: Task, verbs: set[str], today: date, has: dict[str, bool]) -> list[Comment]:
    return list(task.comments.select_related("by"))


def milestones(task: Task, verbs: set[str], today: date, has: dict[str, bool]) -> list[Milestone]:
    found = list(task.milestones.all())
    for each in found:
        late = each.done_on is None and each.due_on < today
        each.late, each.light = late, lights.draw("red", days.countdown(each.due_on, today)) if late else ""  # type: ignore[attr-defined]
        each.acts = offered_acts.for_milestone(each, verbs)  # type: ignore[attr-defined]
    return found


def supports(task: Task, verbs: set[str], today: date, has: dict[str, bool]) -> list[SupportRequest]:
    found = list(task.support_requests.select_related("asked_by", "to_unit", "to_person", "answered_by"))
    for each in found:
        each.late = each.state == "open" and each.due_on < today  # type: ignore[attr-defined]
        each.acts = offered_acts.for_support(each, verbs)  # type: ignore[attr-defined]
    return found


def targets(task: Task, verbs: set[str], today: date, has: dict[str, bool]) -> list[Any]:
    return [stand(each) for each in task.targets.prefetch_related("units")]


READERS = {
    "claims": claims,
    "reports": reports,
    "comments": comments,
    "milestones": milestones,
    "supports": supports,
    "targets": targets,
}


def _waits(task: Task, receipt: dict[str, Any]) -> bool:
    """For being acknowledged; the lead unit's as long as it has not put the task under way."""
    return not receipt["at"] or (task.state == State.DISPATCHED and receipt["unit_id"] == task.lead_unit_id)


def _is_mine(person: Any, task: Task, unit_id: int) -> bool:
    standing = standing_of(person)
    responsible = unit_id == task.lead_unit_id and task.responsible_id in standing.person_ids
    return responsible or unit_id in spoken_for(standing)


_RECEIPTS = Question(
    lambda task: (
        Receipt.objects.filter(task=task)
        .order_by("id")
        .values(
            "unit_id", "due_on", at=F("acknowledged_at"), by=F("acknowledged_by__name"), unit_name=name_of_unit("unit")
        )
    )
)
_HELPERS = Question(
    lambda task: (
        SupportingUnit.objects.filter(task=task).order_by("id").values("unit_id", unit_name=name_of_unit("unit"))
    )
)


AWAITS_NOTHING = (State.DECLINED, State.CANCELLED, State.CLOSED)


def receipts(task: Task, found: list[dict[str, Any]], today: date, has: dict[str, bool]) -> list[dict[str, Any]]:
    """The lead unit and the supporting ones, each with its receipt; before dispatching there are none to show."""
    lead = {"unit_id": task.lead_unit_id, "unit_name": str(task.lead_unit)}
    asked = found or (_HELPERS.ask(task.pk) if has["helpers"] else [])
    by_unit = {each["unit_id"]: each for each in [lead, *asked]}
    return [
        {
            **each,
            "lead": unit_id == task.lead_unit_id,
            # Whoever declined it, or was told that it is called off, has nothing to acknowledge any more.
            "awaited": bool("due_on" in each and not each["at"] and task.state not in AWAITS_NOTHING),
            "late": bool("due_on" in each and not each["at"] and each["due_on"] < today),
        }
        for unit_id, each in by_unit.items()
    ]


def acceptance(task: Task, verbs: set[str], today: date, has: dict[str, bool], me: frozenset[int]) -> Any:
    proofs = list(task.proofs.select_related("unit")) if has["proofs"] else []
    files = evidence.of("proof", [p.pk for p in proofs])
    tones = {"passed": "tag-green", "failed": "tag-red", "ready": "tag-blue", "open": ""}
    for proof in proofs:
        proof.files, proof.tone = files.get(proof.pk, []), tones[proof.state]  # type: ignore[attr-defined]
        proof.acts = offered_acts.for_proof(proof, verbs, me)  # type: ignore[attr-defined]
    mocks = list(task.mocks.all()) if has["mocks"] else []
    for mock in mocks:
        mock.url = f"/mocks/{mock.pk}/holding" if "plan" in verbs and mock.total is None else ""  # type: ignore[attr-defined]
    passed = sum(p.state == ProofState.PASSED for p in proofs)
    return SimpleNamespace(
        proofs=proofs,
        mocks=mocks,
        readiness=100 * passed // len(proofs) if proofs else 0,
        countdown=left_until(due, today) if task.counts_down_on(today, due := effective_due(task)) else "",
        add_url=f"/tasks/{task.pk}/proofs" if "plan" in verbs else "",
        mock_url=f"/tasks/{task.pk}/mocks" if "plan" in verbs else "",
    )


_STORY = Question(
    lambda task: (
        Entry.objects.filter(noun="task", noun_id=task)
        .order_by("-id")
        .values("id", "at", "kind", "actor_name", "body")[: STORY + 1]
    )
)


def story(request: PersonRequest, task: Task) -> dict[str, Any]:
    """The journal of the task, newest first."""
    if request.GET.get("story") == "all":
        shown = found = list(Entry.objects.filter(noun="task", noun_id=task.pk).order_by("-id"))
    else:
        found = [made(Entry, row) for row in _STORY.ask(task.pk)]
        shown = found[:STORY]
    return {"story": drawn(shown), "more_story": len(found) > len(shown)}
