"""Fixed on the spot: closed in one step against pictures before and after, and drawn for a recheck with a known chance."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.checklists.models import Severity
from duban.files.models import Evidence
from duban.findings import asking, kinds, terms
from duban.findings.access import findings
from duban.findings.actions.door import keep, step, tell
from duban.findings.actions.planning import refuse_waiting
from duban.findings.actions.rechecking import look_again, reopen
from duban.findings.models import Finding, Recheck, State
from duban.org.models import Person
from duban.org.said import words

# Nouns under which pictures are kept with a finding.
BEFORE, AFTER = "finding", "finding_after"


@transaction.atomic
def fix_on_spot(finding_id: int, *, actor: Person, note: str) -> Finding:
    """Close it at once. Needs a picture before (with the finding) and after; a critical one or a repeat needs a plan."""
    finding = findings.take(actor, finding_id, "fix")
    note = words(note, "note", _("Say what was done."))
    if finding.severity == Severity.CRITICAL:
        raise ValidationError(_("A critical finding is not closed on the spot: it needs a plan."), code="critical")
    if finding.repeat_of_id or finding.relapses:
        raise ValidationError(_("It has come back: it needs a plan that goes to the deeper cause."), code="repeat")
    for noun, field, lacking in (
        (BEFORE, "before", _("A picture of how it was is missing.")),
        (AFTER, "after", _("A picture of how it is now is missing.")),
    ):
        files = Evidence.objects.of(noun, finding.pk).select_related("blob")
        if not any(each.blob.is_picture for each in files):
            raise ValidationError({field: lacking})
    refuse_waiting(finding, _("Fixed on the spot."))
    step(finding, State.CLOSED, "fix")
    today = terms.today()
    finding.fixed_on_spot, finding.fixed_by = True, actor
    finding.ended_on, finding.answer_by = today, None
    # Drawn only after it is closed, by the system's own source of chance: nobody knows beforehand.
    drawn = secrets.randbelow(100) < terms.rules_on(today).drawn_share
    finding.recheck_drawn_on = today if drawn else None
    keep(finding, "state", "fixed_on_spot", "fixed_by", "ended_on", "answer_by", "recheck_drawn_on")
    asking.spare(finding)
    tell(kinds.FIXED, finding, actor, note=note)
    if drawn:
        tell(kinds.FIX_DRAWN, finding, None)
    return finding


@transaction.atomic
def recheck_fix(finding_id: int, *, actor: Person, passed: bool, note: str) -> Recheck:
    """Look at a drawn fix again. If it does not hold, the finding is open again and a plan is due."""
    finding = findings.take(actor, finding_id, "recheck_fix")
    note = words(note, "note", _("Say what was looked at."))
    looked = look_again(finding, actor, passed=passed, note=note)
    if passed:
        finding.recheck_drawn_on = None
        keep(finding, "recheck_drawn_on")
        tell(kinds.FIX_HOLDS, finding, actor, note=note)
    else:
        reopen(finding, actor, note, "recheck_fix")
    return looked
