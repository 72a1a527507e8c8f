"""The life of an exposure notice as data: which act leads from which state to which, and who may do each.

Parties are what somebody is to a notice (see `access.parties`). Nothing else in the house decides this.
"""

from duban.inspections.models import ExposureState
from duban.org.access import Permit, permit

DRAFT, CHECKING, REPLYING = ExposureState.DRAFT, ExposureState.CHECKING, ExposureState.REPLYING
ISSUED, WITHDRAWN, DROPPED = ExposureState.ISSUED, ExposureState.WITHDRAWN, ExposureState.DROPPED

# (from, to) → the acts that take it there. That its problems are put right, or that it expired, is no step: it is derived.
STEPS: dict[tuple[ExposureState, ExposureState], frozenset[str]] = {
    (DRAFT, CHECKING): frozenset({"submit"}),
    (CHECKING, DRAFT): frozenset({"check", "redraft"}),  # returned with reasons, or taken back
    (CHECKING, REPLYING): frozenset({"check"}),
    (REPLYING, DRAFT): frozenset({"redraft"}),  # the reply showed something: it is checked, and replied to, anew
    (REPLYING, ISSUED): frozenset({"issue"}),
    (REPLYING, WITHDRAWN): frozenset({"rule"}),  # the facts were wrong
    (ISSUED, WITHDRAWN): frozenset({"rule"}),
    (DRAFT, DROPPED): frozenset({"drop"}),
    (CHECKING, DROPPED): frozenset({"drop"}),
    (REPLYING, DROPPED): frozenset({"drop"}),
}

ANYBODY = "anybody"  # who sees it
DRAFTER = "drafter"  # plans for the unit on whose behalf it is told, or the supervision office
WRITER = "writer"  # had a hand in the text or the photos
CHECKER = "checker"  # supervision office, or auditor over the exposed unit
UNIT = "unit"  # speaks for the exposed unit: its leader, head or liaison, or of the nearest unit above that has one
ABOVE = "above"  # leader, head or liaison above it
PERSON = "person"  # whom one of its findings concerns
ACCUSED = "accused"  # of the exposed unit or one where it was found, or the person: never a party that may


PERMITS: dict[str, Permit] = {
    "view": permit(tuple(ExposureState), ANYBODY),
    "edit": permit((DRAFT,), DRAFTER, never=(ACCUSED,)),
    "submit": permit((DRAFT,), DRAFTER, never=(ACCUSED,)),
    "check": permit((CHECKING,), CHECKER, never=(WRITER, ACCUSED, UNIT)),
    "redraft": permit((CHECKING, REPLYING), DRAFTER, never=(ACCUSED,)),
    "drop": permit((DRAFT, CHECKING, REPLYING), DRAFTER, never=(ACCUSED,)),
    "reply": permit((REPLYING, ISSUED), UNIT, PERSON, never=(WRITER,)),
    "waive": permit((REPLYING,), UNIT, never=(WRITER,)),
    "issue": permit((REPLYING,), DRAFTER, never=(ACCUSED,)),
    "rule": permit((REPLYING, ISSUED), CHECKER, never=(WRITER, ACCUSED, UNIT)),
    "correct": permit((ISSUED,), DRAFTER, never=(ACCUSED,)),
}
