"""What conduct leads to: education or penalty (教育/处理), recorded by who stands above; and files added on the way."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.findings import asking, kinds, terms
from duban.findings.access import findings
from duban.findings.actions.door import keep, step, tell
from duban.findings.actions.planning import refuse_waiting
from duban.findings.models import Finding, Outcome, State
from duban.org.models import Person
from duban.org.said import words


@transaction.atomic
def record_outcome(
    finding_id: int, *, actor: Person, outcome: str, outcome_words: str, closes: bool = False
) -> Finding:
    """Say what was done with whom it concerns. `closes`: nothing else has to be put right, so it ends here."""
    finding = findings.take(actor, finding_id, "record_outcome")
    if outcome not in (Outcome.EDUCATION, Outcome.PENALTY):
        raise ValidationError({"outcome": _("Choose an outcome.")})
    finding.outcome = outcome
    finding.outcome_words = words(outcome_words, "outcome_words", _("Say what was done."))
    fields = ["outcome", "outcome_words"]
    if closes:
        if finding.state != State.ACCEPTED:
            raise ValidationError({"closes": _("Its rectification is under way: it is closed with its task.")})
        refuse_waiting(finding, _("Closed with the outcome."))
        step(finding, State.CLOSED, "record_outcome")
        finding.ended_on, finding.answer_by = terms.today(), None
        fields += ["state", "ended_on", "answer_by"]
        asking.spare(finding)
    keep(finding, *fields)
    tell(
        kinds.OUTCOME, finding, actor,
        outcome=str(Outcome(outcome).label), code=outcome, words=finding.outcome_words,
    )  # fmt: skip
    if closes:
        tell(kinds.CLOSED, finding, actor, in_time=True)
    return finding


@transaction.atomic
def note_evidence(finding_id: int, *, actor: Person, count: int) -> Finding:
    """Write down that files were added; the files themselves are kept by `duban.files` in the same transaction."""
    finding = findings.take(actor, finding_id, "add_evidence")
    if count < 1:
        raise ValidationError({"evidence": _("Choose at least one file.")})
    keep(finding)
    tell(kinds.EVIDENCE, finding, actor, count=count)
    return finding
