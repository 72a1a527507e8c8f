"""The figures kept on a document, set again after every change of its proposals."""

from django.db.models import Count, Q

from duban.minutes.models import Document, DocumentState, ProposalState

DONE = (ProposalState.ISSUED, ProposalState.JOINED)


def recount(document: Document) -> None:
    """Count and settle the state; the caller holds the document's row."""
    found = document.proposals.aggregate(
        open=Count("id", filter=Q(state=ProposalState.OPEN)), done=Count("id", filter=Q(state__in=DONE))
    )
    document.open_count, document.done_count = found["open"], found["done"]
    if document.done_count and not document.open_count:
        document.state = DocumentState.ISSUED
    elif document.state == DocumentState.ISSUED:
        document.state = DocumentState.REVIEWING
    document.save(update_fields=["open_count", "done_count", "state"])


def begin_review(document: Document) -> None:
    """The first hand laid on a document takes it out of the pile of unread ones."""
    if document.state == DocumentState.DRAFT:
        document.state = DocumentState.REVIEWING
        document.save(update_fields=["state"])
