"""What the unit says to a finding: accepted or disputed, both against a clock; and the ruling by somebody else."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.findings import asking, kinds, terms
from duban.findings.access import findings
from duban.findings.actions.door import keep, step, tell
from duban.findings.models import Dispute, Finding, State
from duban.org.models import Person
from duban.org.said import reason_given, words


@transaction.atomic
def accept_finding(finding_id: int, *, actor: Person) -> Finding:
    """The unit agrees; the clock for its plan starts."""
    finding = findings.take(actor, finding_id, "accept")
    step(finding, State.ACCEPTED, "accept")
    finding.answer_by = terms.plan_due()
    keep(finding, "state", "answer_by")
    tell(kinds.ACCEPTED, finding, actor, unit=str(finding.unit), due=finding.answer_by)
    return finding


@transaction.atomic
def deem_accepted(finding_id: int, *, actor: Person, reason: str) -> Finding:
    """视同接受: the unit let its term go by. The clock for its plan starts, and while it runs the unit may still dispute."""
    finding = findings.take(actor, finding_id, "deem")
    reason = reason_given(reason)
    if not finding.is_unanswered(terms.today()):
        day = finding.answer_by.isoformat() if finding.answer_by else "—"
        raise ValidationError(_("The unit may answer until %(day)s.") % {"day": day}, code="term")
    step(finding, State.ACCEPTED, "deem")
    finding.answer_by = terms.plan_due()
    keep(finding, "state", "answer_by")
    tell(kinds.DEEMED, finding, actor, unit=str(finding.unit), reason=reason, due=finding.answer_by)
    return finding


@transaction.atomic
def dispute_finding(finding_id: int, *, actor: Person, reason: str) -> Dispute:
    """The unit says it is not so. After the term to answer it is too late, unless it was taken as accepted: then
    until the plan is due. After one ruling there is no second."""
    finding = findings.take(actor, finding_id, "dispute")
    reason = reason_given(reason)
    today = terms.today()
    if finding.answer_by and finding.is_unanswered(today):
        raise ValidationError(
            _("The term for disputing ended on %(day)s.") % {"day": finding.answer_by.isoformat()}, code="term"
        )
    step(finding, State.DISPUTED, "dispute")
    finding.answer_by = terms.moved(today, terms.rules_on(today).ruling_days)
    dispute = Dispute.objects.create(finding=finding, reason=reason, by=actor, rule_by=finding.answer_by)
    keep(finding, "state", "answer_by")
    tell(kinds.DISPUTED, finding, actor, reason=reason, due=finding.answer_by)
    return dispute


@transaction.atomic
def rule_on_dispute(finding_id: int, *, actor: Person, upheld: bool, ruling: str) -> Dispute:
    """Decide between finder and unit. Upheld: the finding is withdrawn; otherwise it stands and a plan is due."""
    finding = findings.take(actor, finding_id, "rule")
    ruling = words(ruling, "ruling", _("Say why."))
    dispute = finding.disputes.get(upheld__isnull=True)
    dispute.upheld, dispute.ruling = upheld, ruling
    dispute.ruled_by, dispute.ruled_at = actor, timezone.now()
    dispute.save(update_fields=["upheld", "ruling", "ruled_by", "ruled_at"])
    step(finding, State.WITHDRAWN if upheld else State.ACCEPTED, "rule")
    if upheld:
        finding.ended_on, finding.answer_by = terms.today(), None
        asking.spare(finding)
    else:
        finding.answer_by = terms.plan_due()
    keep(finding, "state", "ended_on", "answer_by")
    verdict = _("the finding is withdrawn") if upheld else _("the finding stands")
    tell(kinds.RULED, finding, actor, verdict=verdict, upheld=upheld, ruling=ruling)
    return dispute
