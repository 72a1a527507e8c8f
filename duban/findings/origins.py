"""The chain back: from a rectification task to the finding it puts right."""

from duban.findings.access import findings
from duban.findings.models import Finding
from duban.ledger.origins import Origin
from duban.org.models import Person


def origin_of_finding(finding_id: int, reader: Person) -> Origin | None:
    """Whoever sees the task reads what was found; the address is given only to who may open the finding."""
    finding = Finding.objects.filter(pk=finding_id).first()
    if finding is None:
        return None
    seen = findings.visible_to(reader).filter(pk=finding.pk).exists()
    return Origin(
        title=str(finding),
        url=finding.get_absolute_url() if seen else "",
        words=finding.condition,
        why=finding.criterion,
    )
