"""Evidence files beside what they prove: kept before the act that names them, shown where it is shown."""

from collections.abc import Iterable
from typing import Any

from duban.files import access
from duban.files.intake import keep_all
from duban.files.models import Evidence
from duban.ledger.access import tasks
from duban.ledger.models import CompletionClaim, Proof, Report, Task
from duban.org.requests import PersonRequest


def of(noun: str, ids: Iterable[int]) -> dict[int, list[Evidence]]:
    """noun_id → its files, in one query; none is asked when there is nothing to ask about."""
    wanted = list(ids)
    found: dict[int, list[Evidence]] = {}
    if wanted:
        for each in Evidence.objects.of(noun, *wanted):
            found.setdefault(each.noun_id, []).append(each)
    return found


def named(ids: Iterable[int]) -> dict[int, Evidence]:
    """id → file, for records that name their evidence."""
    wanted = list(ids)
    return Evidence.objects.select_related("blob").filter(withdrawn_at=None).in_bulk(wanted) if wanted else {}


def last_claim(task: Task) -> list[CompletionClaim]:
    """The claim that waits for its verdict, with its files."""
    claims = list(task.claims.order_by("-id")[:1])
    for claim in claims:
        files = named(claim.evidence)
        claim.files = [files[pk] for pk in claim.evidence if pk in files]  # type: ignore[attr-defined]
    return claims


def keep(request: PersonRequest, noun: str, noun_id: int, task: Task) -> list[int]:
    """Keep what a form's `evidence` brought; returns the ids. ValidationError says which file was refused and why."""
    return [each.pk for each in keep_all(request, noun=noun, noun_id=noun_id, unit_id=task.lead_unit_id)]


def register() -> None:
    """Whoever sees a task sees its evidence; nobody else does."""

    def through(model: Any) -> access.Checker:
        def may_see(person: Any, pk: int) -> bool:
            task_id = model.objects.filter(pk=pk).values_list("task_id", flat=True).first()
            return task_id is not None and tasks.visible_to(person).filter(pk=task_id).exists()

        return may_see

    access.register("task", lambda person, pk: tasks.visible_to(person).filter(pk=pk).exists())
    access.register("report", through(Report))
    access.register("claim", through(CompletionClaim))
    access.register("proof", through(Proof))
