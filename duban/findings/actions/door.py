"""What every act on a finding begins and ends with: the step in the table, the journal."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from duban.findings import kinds
from duban.findings.access import is_by_reporter
from duban.findings.models import Finding, State
from duban.findings.transitions import STEPS
from duban.journal import actions as journal
from duban.journal.kinds import Kind
from duban.org.models import Person


def step(finding: Finding, to: State, verb: str) -> None:
    """Set the new state; the table must know this step by this act."""
    if verb not in STEPS.get((State(finding.state), to), frozenset()):
        raise ValidationError(
            _("This cannot be done now: the finding is “%(state)s”.") % {"state": finding.get_state_display()},
            code="state",
        )
    finding.state = to


def keep(finding: Finding, *fields: str) -> None:
    finding.version += 1
    finding.save(update_fields=[*fields, "version"])


def tell(kind: Kind, finding: Finding, actor: Person | None, **body: Any) -> None:
    """What its reporter does is told to no unit: its journal would name who spoke up once the finding is issued."""
    journal.append(
        kind,
        actor=actor,
        noun="finding",
        noun_id=finding.pk,
        unit_id=None
        if kind == kinds.REPORTED or is_by_reporter(finding, actor.pk if actor else None)
        else finding.unit_id,
        body={"number": finding.number, "title": finding.title, **body},
    )
