"""Issuing: the chosen proposals become tasks, all of them or none."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.burden import actions as burden
from duban.journal import actions as journal
from duban.ledger.actions import register_and_dispatch
from duban.ledger.models import Nature, Task, TaskType
from duban.minutes import kinds
from duban.minutes.access import documents
from duban.minutes.actions.counts import recount
from duban.minutes.burden import REPORT_EVERY
from duban.minutes.issuing import Preview, preview
from duban.minutes.models import Document, Issue, Proposal, ProposalState
from duban.org.models import Person


@transaction.atomic
def issue_proposals(
    document_id: int,
    *,
    actor: Person,
    seen: Mapping[int, int],
    type_id: int,
    once: str,
    burden_reason: str | None = None,
) -> Issue:
    """Dispatch one task for each proposal in `seen` (its id → the version the preview showed).

    All go out or none. The same `once` again gives the first outcome. When somebody else was faster, or a proposal was
    edited since the preview, nothing goes out and ValidationError says which. `burden_reason`: why it is asked although it
    goes beyond a budget, from somebody who saw the preview.
    """
    document = documents.get_for(actor, document_id, "issue", lock=True)
    before = Issue.objects.filter(once=once, document=document).first()
    if before:
        return before
    if not seen:
        raise ValidationError(_("Choose at least one proposal to issue."))
    rows = {p.pk: p for p in document.proposals.filter(pk__in=list(seen)).select_related("issue__by")}
    _refuse_stale(rows, seen)
    kind = TaskType.objects.filter(pk=type_id, retired=False).first()
    if kind is None:
        raise ValidationError({"type": _("Choose the type of the tasks.")})
    plan = preview(document, actor=actor, chosen=seen, type_id=kind.pk)
    _refuse_unready(plan, seen)
    # All together: each by itself may stay below a budget that they go beyond as one.
    burden.weigh(
        [ask for line in plan.ready for ask in line.burden.asks], actor=actor, source=("document", document.pk),
        title=document.title, unit_id=document.unit_id, reason=burden_reason,
    )  # fmt: skip
    issue = Issue.objects.create(
        document=document, by=actor, tasks=len(plan.ready), people=plan.people, minutes=plan.minutes, once=once
    )
    numbers = []
    for line in plan.ready:
        proposal = line.proposal
        task = _dispatch(proposal, kind, actor)
        proposal.task, proposal.issue, proposal.state = task, issue, ProposalState.ISSUED
        proposal.version += 1
        proposal.changed_by = actor
        proposal.save()
        numbers.append(task.number)
    journal.append(
        kinds.ISSUED,
        actor=actor,
        noun="document",
        noun_id=document.pk,
        unit_id=document.unit_id,
        body={
            "title": document.title,
            "count": len(numbers),
            "numbers": numbers,
            "minutes": plan.minutes,
            "people": plan.people,
        },
    )
    recount(document)
    return issue


def _refuse_stale(rows: Mapping[int, Proposal], seen: Mapping[int, int]) -> None:
    problems = []
    for pk, version in seen.items():
        row = rows.get(pk)
        if row is None:
            problems.append(_("One of the proposals is no longer there."))
        elif row.state == ProposalState.ISSUED and row.issue:
            problems.append(
                _("“%(title)s” was issued already by %(name)s at %(time)s; it was not sent twice.")
                % {
                    "title": row.title,
                    "name": row.issue.by,
                    "time": f"{timezone.localtime(row.issue.at):%Y-%m-%d %H:%M}",
                }
            )
        elif row.state != ProposalState.OPEN:
            problems.append(
                _("“%(title)s” cannot be issued: %(state)s.") % {"title": row.title, "state": row.get_state_display()}
            )
        elif row.version != version:
            problems.append(
                _("“%(title)s” was changed since you looked; look at it again before issuing.") % {"title": row.title}
            )
    if problems:
        raise ValidationError(problems)


def _refuse_unready(plan: Preview, seen: Mapping[int, int]) -> None:
    problems = []
    for line in plan.lines:
        if line.proposal.pk in seen and not line.ready:
            parts = [
                *([_("missing: %(list)s") % {"list": "、".join(line.missing)}] if line.missing else []),
                *line.wrong,
            ]
            problems.append(f"“{line.proposal.title}” {'；'.join(parts)}")
    if problems:
        raise ValidationError(problems)


def _dispatch(proposal: Proposal, kind: TaskType, actor: Person) -> Task:
    # What the preview calls ready has them all.
    assert proposal.lead_unit
    assert proposal.responsible
    assert proposal.looker
    assert proposal.due_on
    return register_and_dispatch(
        actor=actor,
        title=proposal.title,
        type=kind,
        lead_unit=proposal.lead_unit,
        supporting_units=list(proposal.supporting_units.all()),
        responsible=proposal.responsible,
        accountable=proposal.accountable,
        looker=proposal.looker,
        due_on=proposal.due_on,
        criterion=_criterion(proposal),
        deliverables="\n".join(proposal.deliverables),
        description="\n".join(proposal.items),
        source_text=proposal.source_text,
        nature=proposal.nature or Nature.MANDATORY,
        programme=proposal.programme,
        category=proposal.category,
        report_every=REPORT_EVERY.get(proposal.recurrence, "") or kind.report_every,
        origin=("proposal", proposal.pk),
    )


def _criterion(proposal: Proposal) -> str:
    """A task is reported on in one rhythm; in which others something is asked is part of what has to be done."""
    others = "、".join(proposal.further_rhythms)
    return proposal.criterion + ("\n" + _("Besides: %(rhythms)s") % {"rhythms": others} if others else "")


def issued_from(document: Document) -> list[Issue]:
    return list(document.issues.select_related("by").order_by("-id"))
