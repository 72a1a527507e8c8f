"""The chain back: from a task to the sentence it came from, and the document around it for those who may see that."""

from django.urls import reverse

from duban.ledger.origins import Origin
from duban.minutes.access import documents
from duban.minutes.models import Proposal
from duban.org.models import Person


def origin_of_proposal(proposal_id: int, reader: Person) -> Origin | None:
    """Whoever sees the task sees the words it came from; the address is given only to who may open the document."""
    proposal = Proposal.objects.select_related("document").filter(pk=proposal_id).first()
    if proposal is None:
        return None
    document = proposal.document
    seen = documents.visible_to(reader).filter(pk=document.pk).exists()
    named = " ".join(part for part in (f"《{document.title}》", document.number) if part)
    day = f" {document.issued_on:%Y-%m-%d}" if document.issued_on else ""
    return Origin(
        title=f"{document.get_kind_display()}{named}{day}",
        url=f"{reverse('minutes:document', args=[document.pk])}?at={proposal.pk}#s{proposal.pk}" if seen else "",
        words=proposal.source_text,
        why=proposal.why,
    )
