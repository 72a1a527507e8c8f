"""Reads of this room: lists, near duplicates, the chain from a task back to its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from duban.minutes import sketch
from duban.minutes.access import documents
from duban.minutes.models import Band, Document, DocumentKind, DocumentState, Proposal, ReadingState
from duban.org.filters import of_unit, with_words
from duban.org.models import Person

# More documents than this sharing a band are boilerplate, and looking at more of them tells no more.
CROWD = 400


@dataclass(frozen=True, slots=True)
class Twin:
    """A document that says the same, or nearly."""

    document: Document
    percent: int

    @property
    def same(self) -> bool:
        return self.percent == 100


def listed(person: Person, wanted: Mapping[str, str]) -> QuerySet[Document]:
    """Documents this person may see, as filtered by ?q, kind, state, unit (filed for it, or for a unit below)."""
    rows = documents.visible_to(person).select_related("unit", "filed_by")
    rows = rows.defer("raw", "text", "repairs", "sketch")
    rows = with_words(rows, wanted.get("q", ""), "title", "number", "issuer")
    if (kind := wanted.get("kind", "")) in DocumentKind.values:
        rows = rows.filter(kind=kind)
    state = wanted.get("state", "")
    if state in DocumentState.values:
        rows = rows.filter(state=state, reading=ReadingState.READ)
    elif state in {ReadingState.WAITING, ReadingState.FAILED}:
        rows = rows.filter(reading=state)
    elif state == "left":
        rows = rows.filter(open_count__gt=0)
    return of_unit(rows, wanted.get("unit", ""))


def twins_of(document: Document, person: Person, most: int = 5) -> list[Twin]:
    """The same or nearly the same documents this person may see, most alike first."""
    if not document.sketch:
        return []
    seen = documents.visible_to(person).exclude(pk=document.pk)
    slim = seen.select_related("unit", "filed_by").defer("raw", "text", "repairs")
    same = list(slim.filter(digest=document.digest).order_by("id")[:most]) if document.digest else []
    found = [Twin(row, 100) for row in same]
    values = sketch.bands_of(bytes(document.sketch))
    shared = Band.objects.filter(value__in=values).values_list("document_id", flat=True)
    near = Counter(shared[: CROWD * len(values)])
    near.pop(document.pk, None)
    for row in same:
        near.pop(row.pk, None)
    best = [pk for pk, _ in near.most_common(50)]
    for row in slim.filter(pk__in=best):
        likeness = sketch.likeness(bytes(row.sketch), bytes(document.sketch))
        if likeness >= sketch.NEARLY:
            found.append(Twin(row, min(round(likeness * 100), 99)))
    return sorted(found, key=lambda t: (-t.percent, t.document.pk))[:most]


def proposals_of(document: Document) -> list[Proposal]:
    """In the order of the text, with all that a card shows."""
    rows = document.proposals.select_related(
        "lead_unit", "responsible", "accountable", "looker", "programme", "category", "task", "merged_into"
    )
    return list(rows.prefetch_related("supporting_units"))
