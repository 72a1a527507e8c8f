"""Editing proposals, one at a time with an eye on other editors, or one value for many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.ledger.models import Category, Nature, Programme
from duban.minutes import kinds
from duban.minutes.access import documents
from duban.minutes.actions.counts import begin_review
from duban.minutes.matching import COLLECTIVE, head_of
from duban.minutes.models import Document, Proposal, ProposalState
from duban.minutes.state import FIELDS, ROWS, plain_values, state_of
from duban.org.actions.aliases import add_alias, remove_alias
from duban.org.models import Person, Unit
from duban.org.policies import units

EDITABLE = (ProposalState.OPEN, ProposalState.GONE)


class Conflict(Exception):
    """Somebody else changed the same field since the form was opened. Nothing was saved; both values are here."""

    def __init__(self, proposal: Proposal, theirs: dict[str, Any], mine: dict[str, Any]) -> None:
        super().__init__(", ".join(theirs))
        self.proposal = proposal
        self.theirs = theirs
        self.mine = mine
        self.by = proposal.changed_by
        self.at = proposal.changed_at


def open_proposal(proposal_id: int, actor: Person) -> Proposal:
    """The proposal and its document, both held, when this person may review it and it still can be changed."""
    document_id = Proposal.objects.filter(pk=proposal_id).values_list("document_id", flat=True).first()
    document = documents.get_for(actor, document_id, "review", lock=True)
    # The document's row is the one lock of all that belongs to it.
    proposal = Proposal.objects.select_related("lead_unit", "changed_by").get(pk=proposal_id)
    proposal.document = document
    if proposal.state not in EDITABLE:
        raise ValidationError(
            _("“%(title)s” cannot be changed any more: %(state)s.")
            % {"title": proposal.title, "state": proposal.get_state_display()}
        )
    return proposal


@transaction.atomic
def edit_proposal(proposal_id: int, *, actor: Person, was: dict[str, Any], values: dict[str, Any]) -> Proposal:
    """Save what a person changed in a form. `was` is `state_of` the proposal when the form was opened.

    Only fields that differ from `was` are written, so two people may edit different fields at once. When both changed
    the same field to something different, Conflict is raised and nothing is saved.
    """
    proposal = open_proposal(proposal_id, actor)
    now, wanted = state_of(proposal), plain_values(values)
    changed = [name for name in FIELDS if name in wanted and wanted[name] != was.get(name)]
    clashing = [name for name in changed if now[name] != was.get(name) and now[name] != wanted[name]]
    if clashing:
        raise Conflict(proposal, {n: now[n] for n in clashing}, {n: values[n] for n in clashing})
    changed = [name for name in changed if now[name] != wanted[name]]
    if not changed:
        return proposal
    if "title" in changed and not wanted["title"]:
        raise ValidationError({"title": _("A task needs a title.")})
    lead_before = proposal.lead_unit
    for name in changed:
        if name != "supporting_units":
            setattr(proposal, name, values[name] if name in ROWS else _stored(name, values[name], wanted[name]))
    if proposal.looker_id and proposal.looker_id == proposal.responsible_id:
        raise ValidationError({"looker": _("Whoever does it does not verify it: choose another looker.")})
    if "lead_unit" in changed and "responsible" not in changed and "responsible" not in proposal.edited:
        proposal.responsible = head_of(proposal.lead_unit)
    _save(proposal, changed, actor)
    if "supporting_units" in changed:
        proposal.supporting_units.set(values["supporting_units"])
    if "lead_unit" in changed:
        if lead_before and proposal.taught and units.can(actor, "name_alias", lead_before):
            _take_back(proposal, lead_before, actor)
            lead_before = None
        _learn(proposal, lead_before, actor)
    begin_review(proposal.document)
    journal.append(
        kinds.EDITED,
        actor=actor,
        noun="proposal",
        noun_id=proposal.pk,
        unit_id=proposal.document.unit_id,
        about=("document", proposal.document_id),
        body={
            "title": proposal.title,
            "fields": [label_of(name) for name in changed],
            "before": {name: now[name] for name in changed},
            "after": {name: wanted[name] for name in changed},
        },
    )
    return proposal


def _stored(name: str, value: Any, plain: Any) -> Any:
    return value if name == "due_on" else plain


def _save(proposal: Proposal, changed: Iterable[str], actor: Person) -> None:
    proposal.edited = sorted({*proposal.edited, *changed})
    proposal.version += 1
    proposal.changed_by = actor
    proposal.save()


def _learn(proposal: Proposal, before: Unit | None, actor: Person) -> None:
    """What the document called the unit becomes another name of it, when it was a name nobody knew; the document's
    other proposals that use the name follow."""
    unit = proposal.lead_unit
    names = [name for name in proposal.unit_names if name in proposal.unmatched and not COLLECTIVE.search(name)]
    if unit is None or before is not None or len(names) != 1 or not units.can(actor, "name_alias", unit):
        return
    try:
        with transaction.atomic():
            add_alias(unit.pk, text=names[0], actor=actor)
    except ValidationError:
        # The name is another unit's: the correction holds here, and teaches nothing.
        return
    proposal.taught = names[0]
    _forget(proposal, names[0])
    for other in _others(proposal):
        if names[0] not in other.unmatched:
            continue
        if names[0] in other.unit_names and other.lead_unit is None and "lead_unit" not in other.edited:
            other.lead_unit = unit
            other.responsible = other.responsible or head_of(unit)
        elif unit.pk != other.lead_unit_id and "supporting_units" not in other.edited:
            other.supporting_units.add(unit)
        other.version += 1
        _forget(other, names[0])


def _take_back(proposal: Proposal, unit: Unit, actor: Person) -> None:
    """The unit was the wrong one: the name it was taught is nobody's again, here and in the proposals that followed."""
    name, proposal.taught = proposal.taught, ""
    if alias := unit.aliases.filter(text=name).first():
        remove_alias(alias.pk, actor=actor)
    for each in (proposal, *_others(proposal)):
        if name in each.unmatched or name not in (*each.unit_names, *each.supporting_names):
            continue
        if each.lead_unit_id == unit.pk and "lead_unit" not in each.edited:
            each.lead_unit = None
            if "responsible" not in each.edited:
                each.responsible = None
        elif "supporting_units" not in each.edited:
            each.supporting_units.remove(unit)
        each.unmatched = [*each.unmatched, name]
        each.version += each.pk != proposal.pk
        each.save()


def _others(proposal: Proposal) -> QuerySet[Proposal]:
    return proposal.document.proposals.filter(state=ProposalState.OPEN).exclude(pk=proposal.pk)


def _forget(proposal: Proposal, name: str) -> None:
    proposal.unmatched = [each for each in proposal.unmatched if each != name]
    proposal.save()


def label_of(name: str) -> str:
    return str(getattr(Proposal._meta.get_field(name), "verbose_name", name))


def lacks(proposal: Proposal, name: str) -> bool:
    """Nothing is there; or a date that the document named and that is long over, as in old minutes."""
    if name == "due_on" and name not in proposal.edited and proposal.due_on:
        return proposal.due_on < timezone.localdate()
    return not getattr(proposal, name)


@transaction.atomic
def fill_in(
    document_id: int,
    *,
    actor: Person,
    proposal_ids: Iterable[int] | None = None,
    looker: Person | None = None,
    accountable: Person | None = None,
    due_on: date | None = None,
    programme: Programme | None = None,
    category: Category | None = None,
    nature: str = "",
    criterion_from_deliverables: bool = False,
    overwrite: bool = False,
) -> int:
    """Give one value to all open proposals of a document that lack it (or to all chosen, with `overwrite`)."""
    document: Document = documents.get_for(actor, document_id, "review", lock=True)
    given = {
        "looker": looker, "accountable": accountable, "due_on": due_on,
        "programme": programme, "category": category, "nature": nature,
    }  # fmt: skip
    given = {name: value for name, value in given.items() if value}
    rows = document.proposals.filter(state=ProposalState.OPEN)
    if proposal_ids is not None:
        rows = rows.filter(pk__in=list(proposal_ids))
    if nature and nature not in Nature.values:
        raise ValidationError(_("There is no such nature of task."))
    filled, names = 0, set()
    for proposal in rows:
        changed = [n for n, v in given.items() if overwrite or lacks(proposal, n)]
        changed = [n for n in changed if getattr(proposal, n) != given[n]]
        if "looker" in changed and looker and looker.pk == proposal.responsible_id:
            changed.remove("looker")
        for name in changed:
            setattr(proposal, name, given[name])
        if criterion_from_deliverables and proposal.deliverables and not proposal.criterion:
            proposal.criterion = _("Handed in and accepted: %(list)s") % {"list": "、".join(proposal.deliverables)}
            changed.append("criterion")
        if changed:
            _save(proposal, changed, actor)
            filled += 1
            names.update(changed)
    if filled:
        begin_review(document)
        journal.append(
            kinds.FILLED,
            actor=actor,
            noun="document",
            noun_id=document.pk,
            unit_id=document.unit_id,
            body={
                "title": document.title,
                "count": filled,
                "fields": [label_of(name) for name in sorted(names)],
            },
        )
    return filled
