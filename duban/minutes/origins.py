"""The chain back: from a task to the sentence it came from, and the document around it for those who may see that."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from duban.ledger.origins import Origin
from duban.minutes.access import documents
from duban.minutes.models import Document, Proposal, ProposalState
from duban.org.models import Person


def origin_of_proposal(proposal_id: int, reader: Person) -> Origin | None:
    return next(iter(origins_of(Proposal.objects.filter(pk=proposal_id), reader)), None)


def joined_to(task: Any) -> QuerySet[Proposal]:
    """The sentences that point at a task which was there already."""
    return Proposal.objects.filter(task=task, state=ProposalState.JOINED).order_by("id")


def origins_of(proposals: QuerySet[Proposal], reader: Person) -> list[Origin]:
    """Whoever sees the task sees the words it came from; the address is given only to who may open the document."""
    found = list(proposals.select_related("document"))
    seen = documents.visible_to(reader).filter(pk__in={each.document_id for each in found})
    ids = set(seen.values_list("pk", flat=True)) if found else set()
    return [_origin(each, each.document, each.document_id in ids) for each in found]


def named(document: Document) -> str:
    return " ".join(part for part in (f"《{document.title}》", document.number) if part)


def _origin(proposal: Proposal, document: Document, seen: bool) -> Origin:
    day = f" {document.issued_on:%Y-%m-%d}" if document.issued_on else ""
    return Origin(
        title=f"{document.get_kind_display()}{named(document)}{day}",
        url=f"{reverse('minutes:document', args=[document.pk])}?at={proposal.pk}#s{proposal.pk}" if seen else "",
        words=proposal.source_text,
        why=proposal.why,
    )
