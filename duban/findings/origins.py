"""The chain back: from a rectification task to the finding it puts right."""

from django.utils.translation import gettext as _

from duban.findings.access import findings
from duban.findings.models import Finding
from duban.ledger.origins import Origin
from duban.org.models import Person


def origin_of_finding(finding_id: int, reader: Person) -> Origin | None:
    """Whoever sees the task reads what was found; the address is given only to who may open the finding. Of conduct the
    others read no more than that there is a finding."""
    finding = Finding.objects.select_related("kind").filter(pk=finding_id).first()
    if finding is None:
        return None
    seen = findings.visible_to(reader).filter(pk=finding.pk).exists()
    if finding.kind.is_conduct and not seen:
        return Origin(title=_("Finding %(number)s") % {"number": finding.number}, url="")
    return Origin(
        title=str(finding),
        url=finding.get_absolute_url() if seen else "",
        words=finding.condition,
        why=finding.criterion,
    )
