"""What of the ledger is compared with what was handed in before: claims of completion and reports, with their files."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from duban.files.models import Evidence
from duban.ledger import transitions as t
from duban.ledger.access import parties, tasks
from duban.ledger.models import CompletionClaim, Report, Task
from duban.likeness import queries, sources
from duban.likeness.sources import Origin, Source
from duban.org.access import standing_of
from duban.org.models import Person


def hints_of(person: Person, task: Task, claims: Iterable[CompletionClaim]) -> dict[str, Any]:
    """For the page of who verifies: hints on the claim that waits and on the task's reports, and whether it is too early
    to have any."""
    asked = [claim.pk for claim in claims]
    reports = list(Report.objects.filter(task=task).values_list("pk", flat=True))
    return {
        "hints": queries.hints_of(person, {"claim": asked, "report": reports}),
        "comparing": queries.is_comparing("claim", asked),
    }


def _claim(pk: int) -> Origin | None:
    claim = CompletionClaim.objects.select_related("task").filter(pk=pk).first()
    if claim is None:
        return None
    return Origin(claim.task_id, claim.task.lead_unit_id, claim.at, claim.statement, tuple(claim.evidence))


def _report(pk: int) -> Origin | None:
    report = Report.objects.filter(pk=pk).first()
    if report is None:
        return None
    files = Evidence.objects.of("report", pk).values_list("pk", flat=True)
    return Origin(report.task_id, report.unit_id, report.at, report.done, tuple(files))


def _seen(person: Any, ids: Collection[int]) -> dict[int, str]:
    rows = tasks.visible_to(person).filter(pk__in=ids).values_list("pk", "number", "title")
    return {pk: f"{number} {title}".strip() for pk, number, title in rows}


def _may_look(model: type[CompletionClaim] | type[Report]) -> Any:
    """Who is a looker and no doer; also after the verdict, for second thoughts."""

    def may(person: Person, pk: int) -> bool:
        told: Any = model.objects.filter(pk=pk).values("task")  # of either model; django-stubs cannot say so
        task = Task.objects.select_related("lead_unit").filter(pk__in=told).first()
        mine = parties(standing_of(person), task, asked=False) if task else frozenset()
        return t.PERMITS["verify"].lets(mine)

    return may


def _source(noun: str, label: Any, model: type[CompletionClaim] | type[Report], read: Any) -> Source:
    return Source(
        noun=noun,
        label=label,
        about="task",
        read=read,
        ids=model._default_manager.all,
        may_look=_may_look(model),
        seen=_seen,
        link=lambda pk: f"/tasks/{pk}",
    )


def register() -> None:
    sources.register(
        _source("claim", _("completion claim"), CompletionClaim, _claim),
        _source("report", _("report"), Report, _report),
    )
