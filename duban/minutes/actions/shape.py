"""Adding, merging, splitting, dismissing, joining: how many proposals there are, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.journal.kinds import Kind
from duban.ledger.actions import join_sentence, leave_sentence
from duban.minutes import kinds
from duban.minutes.access import documents
from duban.minutes.actions.counts import begin_review, recount
from duban.minutes.actions.edit import open_proposal
from duban.minutes.actions.proposing import values_of
from duban.minutes.matching import head_of, match_names, speaker_of
from duban.minutes.models import Document, Proposal, ProposalState
from duban.minutes.origins import named
from duban.minutes.reader import directives_in
from duban.org.models import Person, Unit

LONGEST_TITLE = 40
# What one of several that are merged takes over from another: where it has nothing of its own; and beside its own.
TAKEN_OVER = ("lead_unit", "responsible", "accountable", "looker", "due_on", "programme", "category", "recurrence")
LISTS = ("deliverables", "items", "unmatched", "recurrences")


def _tell(kind: Kind, actor: Person, proposal: Proposal, **body: object) -> None:
    journal.append(
        kind,
        actor=actor,
        noun="proposal",
        noun_id=proposal.pk,
        unit_id=proposal.document.unit_id,
        about=("document", proposal.document_id),
        body={"title": proposal.title, **body},
    )


def _settled(document: Document) -> None:
    begin_review(document)
    recount(document)


def _changed(proposal: Proposal, actor: Person, *edited: str) -> None:
    proposal.edited = sorted({*proposal.edited, *edited})
    proposal.version += 1
    proposal.changed_by = actor
    proposal.save()


@transaction.atomic
def add_proposal(document_id: int, *, actor: Person, start: int, end: int, seen: str | None = None) -> Proposal:
    """Propose a task from a stretch of the text that the reader passed over; what can be read from it is filled in."""
    document = documents.get_for(actor, document_id, "review", lock=True)
    words = document.text[start:end] if 0 <= start < end else ""
    if seen is not None and "".join(words.split()) != "".join(seen.split()):
        raise ValidationError(_("The text was changed meanwhile; select the sentence again."))
    # What surrounds the words in the selection is no part of the sentence.
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        raise ValidationError(_("Select the words that direct somebody to do something."))
    end = start + len(words)
    if document.proposals.filter(start=start, end=end, by_person=True, state=ProposalState.OPEN).exists():
        raise ValidationError(_("This sentence was added already."))
    read = directives_in(words, date=document.issued_on, units=())
    values: dict[str, Any] = values_of(read[0], {}) if read else {"title": words.strip("。；;，, ")[:LONGEST_TITLE]}
    values |= {"start": start, "end": end, "source_text": words, "why": str(_("Added by %(name)s") % {"name": actor})}
    found = match_names(
        values.get("unit_names", []), values.get("supporting_names", []), speaker=speaker_of(document.unit)
    )
    proposal = Proposal.objects.create(
        document=document,
        **values,
        by_person=True,
        lead_unit=found.lead,
        responsible=head_of(found.lead),
        unmatched=found.unmatched,
        changed_by=actor,
    )
    proposal.supporting_units.set(found.supporting)
    _tell(kinds.ADDED, actor, proposal, words=words[:500])
    _settled(document)
    return proposal


@transaction.atomic
def merge_proposals(document_id: int, *, actor: Person, proposal_ids: Iterable[int]) -> Proposal:
    """Make one of several: the first keeps its wording, takes over what it lacks, and gathers units and deliverables."""
    document = documents.get_for(actor, document_id, "review", lock=True)
    rows = list(document.proposals.filter(pk__in=list(proposal_ids), state=ProposalState.OPEN))
    if len(rows) < 2:
        raise ValidationError(_("Choose at least two open proposals to merge."))
    first, *others = rows
    supporting = {unit.pk: unit for unit in first.supporting_units.all()}
    # What the first sentence alone does not say must outlive the next reading of that sentence.
    gathered = {
        "title",
        "deliverables",
        "criterion",
        "supporting_units",
        "items",
        "unmatched",
        "recurrences",
        "source_text",
        "start",
        "end",
    }
    for other in others:
        taken = [name for name in TAKEN_OVER if not getattr(first, name) and getattr(other, name)]
        for name in taken:
            setattr(first, name, getattr(other, name))
        gathered |= {*taken}
        units = {unit.pk: unit for unit in (*other.supporting_units.all(), other.lead_unit) if unit}
        other.gave = {"fields": taken, "units": [pk for pk in units if pk not in supporting]}
        supporting |= units
        for name in LISTS:
            other.gave[name] = [each for each in getattr(other, name) if each not in getattr(first, name)]
            setattr(first, name, getattr(first, name) + other.gave[name])
        if other.criterion and other.criterion not in first.criterion:
            other.gave["criterion"] = other.criterion
            first.criterion = "；".join(filter(None, [first.criterion, other.criterion]))
        if other.source_text not in first.source_text:
            other.gave["words"] = other.source_text
            first.source_text += "\n" + other.source_text
        other.state, other.merged_into = ProposalState.MERGED, first
        _changed(other, actor)
    if first.lead_unit:
        supporting.pop(first.lead_unit.pk, None)
    _changed(first, actor, *gathered)
    first.supporting_units.set(supporting.values())
    _tell(kinds.MERGED, actor, first, count=len(rows), from_ids=[row.pk for row in others])
    _settled(document)
    return first


@transaction.atomic
def split_proposal(proposal_id: int, *, actor: Person, titles: Sequence[str]) -> list[Proposal]:
    """Make one task a line; all but the title is copied, and each part may be edited by itself."""
    titles = [title.strip()[:200] for title in titles if title.strip()]
    proposal = open_proposal(proposal_id, actor)
    _check_parts(len(titles))
    parts = [proposal]
    proposal.title = titles[0]
    _changed(proposal, actor, "title")
    parts += [_copy(proposal, actor, title=title) for title in titles[1:]]
    for part in parts:
        _place(part)
    _tell(kinds.SPLIT, actor, proposal, count=len(parts), into=[part.pk for part in parts[1:]])
    _settled(proposal.document)
    return parts


@transaction.atomic
def split_by_units(proposal_id: int, *, actor: Person) -> list[Proposal]:
    """One task for each unit named, every one leading its own: for orders like 各二级单位要….”"""
    # Locked before it is read: a unit that somebody adds at this moment gets its part too.
    proposal = open_proposal(proposal_id, actor)
    wanted = {proposal.lead_unit_id, *proposal.supporting_units.values_list("pk", flat=True)} - {None}
    units = list(Unit.objects.filter(pk__in=wanted).order_by("path"))
    _check_parts(len(units))
    if proposal.lead_unit in units:
        units.remove(proposal.lead_unit)
        units.insert(0, proposal.lead_unit)
    if proposal.lead_unit is None:
        proposal.responsible = head_of(units[0])
    proposal.lead_unit = units[0]
    _changed(proposal, actor, "lead_unit", "supporting_units")
    proposal.supporting_units.clear()
    parts = [proposal]
    for unit in units[1:]:
        part = _copy(proposal, actor, lead_unit=unit, responsible=head_of(unit))
        part.supporting_units.clear()
        parts.append(part)
    _tell(kinds.SPLIT, actor, proposal, count=len(parts), into=[part.pk for part in parts[1:]])
    _settled(proposal.document)
    return parts


def _check_parts(into: int) -> None:
    if into < 2:
        raise ValidationError(_("Splitting needs at least two parts."))
    if into > 100:
        raise ValidationError(_("A proposal can be split into at most 100 parts."))


def _copy(proposal: Proposal, actor: Person, **changes: object) -> Proposal:
    supporting = list(proposal.supporting_units.all())
    part = Proposal.objects.get(pk=proposal.pk)
    part.pk, part._state.adding = None, True
    part.split_from, part.version, part.by_person, part.taught = proposal, 1, True, ""
    part.edited = sorted({*part.edited, "title", *changes})
    part.changed_by = actor
    for name, value in changes.items():
        setattr(part, name, value)
    part.save()
    part.supporting_units.set(supporting)
    return part


def _place(part: Proposal) -> None:
    """A part whose title stands word for word in the sentence points at just those words."""
    at = part.document.text.find(part.title, part.start, part.end)
    if at >= 0:
        part.start, part.end, part.source_text = at, at + len(part.title), part.title
        part.save(update_fields=["start", "end", "source_text"])


@transaction.atomic
def dismiss_proposal(proposal_id: int, *, actor: Person, reason: str) -> Proposal:
    """No task comes of it, and the reason stays beside the sentence."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why no task comes of it.")})
    proposal = open_proposal(proposal_id, actor)
    proposal.state, proposal.reason = ProposalState.DISMISSED, reason.strip()[:300]
    _changed(proposal, actor)
    _tell(kinds.DISMISSED, actor, proposal, reason=proposal.reason)
    _settled(proposal.document)
    return proposal


@transaction.atomic
def join_to_task(proposal_id: int, *, actor: Person, task_id: int) -> Proposal:
    """The task exists already: point the sentence at it instead of giving the order twice."""
    proposal = open_proposal(proposal_id, actor)
    task = join_sentence(task_id, actor=actor, **_said(proposal))
    proposal.state, proposal.task = ProposalState.JOINED, task
    _changed(proposal, actor)
    _tell(kinds.JOINED, actor, proposal, task=str(task), task_id=task.pk)
    _settled(proposal.document)
    return proposal


def _said(proposal: Proposal) -> dict[str, str]:
    """What the task's own story tells of the sentence."""
    return {"source": named(proposal.document), "words": proposal.source_text[:500]}


@transaction.atomic
def reopen_proposal(proposal_id: int, *, actor: Person) -> Proposal:
    """Take back a dismissal, a merge, a join, or take up what the reader no longer proposes. Issued stays issued."""
    document_id = Proposal.objects.filter(pk=proposal_id).values_list("document_id", flat=True).first()
    document = documents.get_for(actor, document_id, "review", lock=True)
    proposal = document.proposals.get(pk=proposal_id)
    proposal.document = document
    if proposal.state in {ProposalState.OPEN, ProposalState.ISSUED}:
        raise ValidationError(_("“%(title)s” is not put aside.") % {"title": proposal.title})
    before = proposal.state
    if before == ProposalState.JOINED and proposal.task_id:
        leave_sentence(proposal.task_id, actor=actor, **_said(proposal))
    if proposal.merged_into and proposal.merged_into.is_open:
        _give_back(proposal.merged_into, proposal, actor)
    proposal.gave = {}
    proposal.state, proposal.reason, proposal.task, proposal.merged_into = ProposalState.OPEN, "", None, None
    # Taken up by hand: a reader that does not propose it must not take it away again.
    _changed(proposal, actor, *(["title"] if before == ProposalState.GONE else []))
    _tell(kinds.REOPENED, actor, proposal, before=before)
    _settled(document)
    return proposal


def _give_back(first: Proposal, other: Proposal, actor: Person) -> None:
    """Take out of the merged one what it took over from this, as far as nobody wrote over it since."""
    gave = other.gave
    for name in gave.get("fields", ()):
        if getattr(first, name) == getattr(other, name):
            setattr(first, name, "" if name == "recurrence" else None)
    for name in LISTS:
        setattr(first, name, [each for each in getattr(first, name) if each not in gave.get(name, ())])
    if standard := gave.get("criterion"):
        first.criterion = "；".join(first.criterion.replace(standard, "").strip("；").split("；；"))
    if words := gave.get("words"):
        first.source_text = first.source_text.replace("\n" + words, "")
    first.supporting_units.remove(*gave.get("units", ()))
    _changed(first, actor)
