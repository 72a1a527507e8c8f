"""The preview of an issue: who gets what, what it costs them, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.burden.foreseen import Foreseen, foresee
from duban.ledger.models import TaskType
from duban.minutes.burden import Burden, Share, burden_of, shares_of
from duban.minutes.models import Document, DocumentKind, Proposal, ProposalState
from duban.org.access import standing_of
from duban.org.models import Person, Role

# Which type of task a kind of document usually gives; names are data, so this only looks for a telling word.
TELLING = {
    DocumentKind.MINUTES: ("会议", "纪要"),
    DocumentKind.SUPERIOR: ("上级", "文件"),
    DocumentKind.INSTRUCTION: ("批示", "指示"),
    DocumentKind.PLAN: ("计划", "要点"),
    DocumentKind.NOTICE: ("通知",),
}


@dataclass(slots=True)
class Line:
    """One proposal of the preview. `missing` names the fields without which it cannot go out."""

    proposal: Proposal
    missing: list[str]
    wrong: list[str]
    burden: Burden

    @property
    def ready(self) -> bool:
        return not self.missing and not self.wrong


@dataclass(slots=True)
class Preview:
    document: Document
    lines: list[Line]
    shares: list[Share]
    foreseen: Foreseen
    types: list[TaskType]
    type: TaskType | None
    ready: list[Line] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return self.foreseen.minutes

    @property
    def people(self) -> int:
        """Responsible people, each once, and one person for every unit that only takes note."""
        return self.foreseen.people


def missing_in(proposal: Proposal) -> list[str]:
    """What every task must have before it leaves the desk, in the words of the form."""
    return [label for name, label in needs() if not getattr(proposal, name)]


def needs() -> list[tuple[str, str]]:
    return [
        ("title", pgettext("missing", "title")),
        ("lead_unit_id", pgettext("missing", "lead unit")),
        ("responsible_id", pgettext("missing", "responsible person")),
        ("due_on", pgettext("missing", "due date")),
        ("criterion", pgettext("missing", "done-criterion")),
        ("looker_id", pgettext("missing", "looker")),
    ]


def wrong_in(proposal: Proposal, actor: Person, today: date) -> list[str]:
    """What stands in the fields but cannot go out like that."""
    found = []
    if proposal.due_on and proposal.due_on < today:
        found.append(_("The due date has passed already."))
    if proposal.looker_id and proposal.looker_id == proposal.responsible_id:
        found.append(_("Whoever does it does not verify it: choose another looker."))
    for person in (proposal.responsible, proposal.looker):
        if person is not None and not person.is_active:
            found.append(_("%(person)s has left: name somebody else.") % {"person": person})
    if proposal.lead_unit and not may_order(actor, proposal):
        found.append(_("You cannot give tasks to %(unit)s.") % {"unit": proposal.lead_unit})
    return found


def may_order(actor: Person, proposal: Proposal) -> bool:
    """The supervision office orders everywhere, a unit's head or liaison within the unit and below it."""
    standing = standing_of(actor)
    if standing.has(Role.SUPERVISION) or proposal.lead_unit is None:
        return True
    return standing.over(proposal.lead_unit, Role.HEAD, Role.LIAISON, Role.LEADER)


def open_rows(document: Document) -> list[Proposal]:
    rows = document.proposals.filter(state=ProposalState.OPEN)
    rows = rows.select_related("lead_unit", "responsible", "accountable", "looker", "programme", "category")
    return list(rows.prefetch_related("supporting_units"))


def preview(
    document: Document, *, actor: Person, chosen: Iterable[int] | None = None, type_id: int | None = None
) -> Preview:
    """What would go out. `chosen` narrows the shares and sums; without it all that are ready are meant."""
    today = timezone.localdate()
    types = list(TaskType.objects.filter(retired=False))
    kind = next((t for t in types if t.pk == type_id), None) or usual_type(document.kind, types)
    every = kind.report_every if kind else ""
    lines = [Line(p, missing_in(p), wrong_in(p, actor, today), burden_of(p, today, every)) for p in open_rows(document)]
    wanted = set(chosen) if chosen is not None else None
    ready = [line for line in lines if line.ready and (wanted is None or line.proposal.pk in wanted)]
    return Preview(
        document=document,
        lines=lines,
        shares=shares_of((line.proposal, line.burden) for line in ready),
        foreseen=foresee(ask for line in ready for ask in line.burden.asks),
        types=types,
        type=kind,
        ready=ready,
    )


def usual_type(kind: str, types: Sequence[TaskType]) -> TaskType | None:
    words = TELLING.get(kind, ())  # type: ignore[call-overload]
    return next((t for t in types if any(word in t.name for word in words)), types[0] if types else None)
