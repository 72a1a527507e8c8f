"""Turning what the reader found into a document's text and proposals, the first time and every time after."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from duban.journal import actions as journal
from duban.ledger.models import Programme
from duban.minutes import kinds, sketch
from duban.minutes.actions.counts import recount
from duban.minutes.composition import Composition
from duban.minutes.matching import Names, speaker_of
from duban.minutes.models import Band, Document, Proposal, ProposalState, ReadingState
from duban.minutes.reader import READER, Reading
from duban.minutes.rereading import Sentence, match
from duban.minutes.trouble import FILES_MISSED, PAGES_MISSED
from duban.org.models import Person

if TYPE_CHECKING:
    from duban.reading.directives import Directive

LONGEST_TITLE = 80
CLAUSE_END = re.compile("[，,。；;：:！!\n]")


def take_in(document: Document, reading: Reading, *, actor: Person | None) -> None:
    """The first reading of a document, or its failure. Inside the caller's transaction."""
    document.read_at = timezone.now()
    document.reader = READER
    if reading.error:
        document.reading = ReadingState.FAILED
        document.error_code, document.error_text = reading.error[:40], reading.error_text[:500]
        document.save()
        journal.append(
            kinds.UNREADABLE,
            actor=actor,
            noun="document",
            noun_id=document.pk,
            unit_id=document.unit_id,
            body={"title": document.title, "error": reading.error},
        )
        return
    document.reading = ReadingState.READ
    missed = reading.pages_missed or reading.files_missed
    document.error_code = PAGES_MISSED if reading.pages_missed else FILES_MISSED if missed else ""
    document.error_text = "、".join(map(str, missed))[:500]
    document.raw = reading.raw
    document.number = document.number or reading.number[:80]
    document.issuer = document.issuer or reading.issuer[:120]
    if document.issued_on is None:
        document.issued_on = reading.published
    document.save()
    set_text(document, reading)
    propose(document, reading.directives)
    journal.append(
        kinds.READ,
        actor=actor,
        noun="document",
        noun_id=document.pk,
        unit_id=document.unit_id,
        body={
            "title": document.title,
            "proposals": len(reading.directives),
            "repairs": len(reading.repairs),
            "reader": READER,
        },
    )


def set_text(document: Document, reading: Reading) -> None:
    """Keep the composed text, what was repaired, and what makes the text findable again."""
    made = reading.composition
    document.repairs = [[r.raw_start, r.raw_end, r.text, r.kind, r.sure] for r in reading.repairs]
    document.text = made.text
    document.doubtful = sum(change.doubtful for change in made.changes)
    document.digest = sketch.digest_of(made.text) if sketch.essence(made.text) else ""
    document.sketch = sketch.sketch_of(made.text)
    document.composition = made
    document.save(update_fields=["repairs", "text", "doubtful", "digest", "sketch"])
    document.bands.all().delete()
    Band.objects.bulk_create(Band(document=document, value=value) for value in sketch.bands_of(document.sketch))


def propose(document: Document, directives: list[Directive]) -> tuple[int, int]:
    """Settle the document's proposals with what the reader finds now: (how many are new, how many are gone).

    What a person touched stays; fields a person set are left alone; a proposal nobody touched that the reader no longer
    makes is marked as gone, and comes back when the reader makes it again.
    """
    old = list(document.proposals.select_related("lead_unit").prefetch_related("supporting_units"))
    matched, fresh = match(
        [Sentence(p.start, p.end, p.source_text) for p in old], [Sentence(d.start, d.end, d.text) for d in directives]
    )
    names = Names(speaker_of(document.unit))
    programmes = _programmes(d.programme for d in directives)
    gone = 0
    for i, proposal in enumerate(old):
        if i in matched:
            _refresh(proposal, directives[matched[i]], programmes, names)
        elif proposal.state == ProposalState.OPEN and not proposal.touched:
            proposal.state = ProposalState.GONE
            proposal.version += 1
            proposal.save(update_fields=["state", "version"])
            gone += 1
    _create(document, [values_of(directives[j], programmes) for j in fresh], names)
    recount(document)
    return len(fresh), gone


def move(document: Document, before: Composition, after: Composition) -> None:
    """Carry every proposal's place from the old text to the new one."""
    moved = []
    for row in document.proposals.all():
        start, end = before.moved(row.start, row.end, after)
        words = row.source_text
        # A sentence joined from several places keeps its words; one that stands in the text follows the text.
        if before.text[row.start : row.end] == words:
            words = after.text[start:end]
        if (start, end, words) != (row.start, row.end, row.source_text):
            row.start, row.end, row.source_text = start, end, words
            moved.append(row)
    Proposal.objects.bulk_update(moved, ["start", "end", "source_text"], batch_size=300)


def values_of(directive: Directive, programmes: dict[str, Programme]) -> dict[str, Any]:
    return {
        "start": directive.start,
        "end": directive.end,
        "source_text": directive.text,
        "title": whole_title(directive),
        "kind": directive.kind,
        "due_on": date.fromisoformat(directive.due) if directive.due else None,
        "due_text": (directive.due_text or "")[:120],
        "recurrence": directive.recurrence or "",
        "recurrences": directive.recurrences[1:],
        "criterion": directive.criterion or "",
        "deliverables": list(directive.deliverables),
        "programme": programmes.get(bare(directive.programme or "")),
        "programme_text": (directive.programme or "")[:120],
        "unit_names": [n for n in directive.units if n not in directive.supporting_units],
        "supporting_names": list(directive.supporting_units),
        "items": list(directive.items),
        "why": directive.why[:300],
        "reader": READER,
    }


def whole_title(directive: Directive) -> str:
    """The reader cuts long titles off for lists; a task's title goes on to the end of its clause."""
    head = directive.title.rstrip("…")
    at = directive.text.find(head) if head != directive.title else -1
    if at < 0:
        return directive.title[:200]
    rest = CLAUSE_END.search(directive.text, at + len(head))
    return directive.text[at : rest.start() if rest else None].strip()[:LONGEST_TITLE]


def _create(document: Document, found: list[dict[str, Any]], names: Names) -> None:
    """All at once: a plan of a year may hold hundreds of directives."""
    rows, units = [], []
    for values in found:
        matched = names.match(values["unit_names"], values["supporting_names"])
        rows.append(
            Proposal(
                document=document,
                **values,
                lead_unit=matched.lead,
                responsible=names.head(matched.lead),
                unmatched=list(matched.unmatched),
            )
        )
        units.append(matched.supporting)
    Proposal.objects.bulk_create(rows, batch_size=300)
    link = Proposal.supporting_units.through
    link.objects.bulk_create(
        [
            link(proposal_id=row.pk, unit_id=unit.pk)
            for row, helpers in zip(rows, units, strict=True)
            for unit in helpers
        ],
        batch_size=1000,
    )


def _refresh(proposal: Proposal, directive: Directive, programmes: dict[str, Programme], names: Names) -> None:
    """A proposal the reader makes again: its place follows, its open fields follow unless a person set them."""
    if proposal.state in {ProposalState.ISSUED, ProposalState.JOINED} or proposal.by_person or proposal.split_from_id:
        return
    values = values_of(directive, programmes)
    matched = names.match(values["unit_names"], values["supporting_names"])
    values["unmatched"] = list(matched.unmatched)
    values["lead_unit"] = matched.lead
    if "lead_unit" not in proposal.edited and matched.lead != proposal.lead_unit:
        values["responsible"] = names.head(matched.lead)
    if proposal.state == ProposalState.GONE:
        values["state"] = ProposalState.OPEN
    changed = [n for n, value in values.items() if n not in proposal.edited and getattr(proposal, n) != value]
    if changed:
        for name in changed:
            setattr(proposal, name, values[name])
        # Whoever has the form open is told only of what the form shows.
        proposal.version += changed != ["reader"]
        proposal.save(update_fields=[*changed, "version"])
    wanted = {unit.pk for unit in matched.supporting}
    if "supporting_units" not in proposal.edited and wanted != {u.pk for u in proposal.supporting_units.all()}:
        proposal.supporting_units.set(matched.supporting)


def _programmes(names: Iterable[str | None]) -> dict[str, Programme]:
    """Open programmes by their bare name; the latest year wins. No query when no directive names one."""
    if not any(names):
        return {}
    return {bare(programme.name): programme for programme in Programme.objects.filter(closed=False).order_by("year")}


def bare(name: str) -> str:
    return name.strip('“”"《》「」 ')
