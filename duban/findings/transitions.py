"""The life of a finding as data: which step leads from which state to which, and what each act may be done in and by whom.

Parties are what somebody is to a finding (see `access.parties`). Nothing else in the house decides this.
"""

from duban.findings.models import State
from duban.org.access import Permit, permit

REPORTED, DISMISSED, ISSUED = State.REPORTED, State.DISMISSED, State.ISSUED
DISPUTED, WITHDRAWN, ACCEPTED = State.DISPUTED, State.WITHDRAWN, State.ACCEPTED
RECTIFYING, CLAIMED, RECHECKED, CLOSED = State.RECTIFYING, State.CLAIMED, State.RECHECKED, State.CLOSED

# (from, to) → the acts that take it there. Those of the task are the ledger's: the finding follows.
STEPS: dict[tuple[State, State], frozenset[str]] = {
    (REPORTED, ISSUED): frozenset({"confirm"}),
    (REPORTED, DISMISSED): frozenset({"dismiss"}),
    (ISSUED, ACCEPTED): frozenset({"accept", "deem"}),  # by the unit, or for it once its term has gone by in silence
    (ACCEPTED, DISPUTED): frozenset({"dispute"}),  # taken as accepted, and not so
    (ISSUED, DISPUTED): frozenset({"dispute"}),
    (ISSUED, CLOSED): frozenset({"fix"}),
    (DISPUTED, ACCEPTED): frozenset({"rule"}),  # the finding stands
    (DISPUTED, WITHDRAWN): frozenset({"rule"}),  # the unit was right
    (ACCEPTED, RECTIFYING): frozenset({"decide_plan"}),
    (ACCEPTED, CLOSED): frozenset({"fix", "record_outcome"}),
    (RECTIFYING, CLAIMED): frozenset({"task.completion_claimed"}),
    (CLAIMED, RECTIFYING): frozenset({"task.returned"}),
    (CLAIMED, RECHECKED): frozenset({"task.verified"}),
    (RECHECKED, CLOSED): frozenset({"task.closed"}),
    (RECTIFYING, ACCEPTED): frozenset({"task.cancelled"}),
    (CLAIMED, ACCEPTED): frozenset({"task.cancelled"}),
    (RECHECKED, ACCEPTED): frozenset({"task.cancelled"}),
    (CLOSED, RECTIFYING): frozenset({"task.relapsed"}),
    (CLOSED, ACCEPTED): frozenset({"relapse", "recheck_fix"}),  # it had no task
}

ANYBODY = "anybody"  # who sees the finding
OFFICE = "office"  # the supervision office
FINDER = "finder"
UNIT = "unit"  # speaks for the unit: its leader, head or liaison, or of the nearest unit above that has one
ABOVE = "above"  # leader, head or liaison of a unit above it
WATCHER = "watcher"  # inspector or auditor over the unit
OWN_HEAD = "own head"  # leader or head of the unit, when the unit found it by itself
ACCUSED = "accused"  # of the unit, or the person concerned: never a party that may, sometimes one that may not
PERSON = "person"  # the person concerned
LOOKER = "looker"  # rechecks the task
DOER = "doer"  # responsible for the task, or fixed it on the spot
CALLED = "called"  # looked back at it for somebody, and found that it does not hold
DISPUTER = "disputer"  # said that it is not so
DEEMER = "deemer"  # took it as accepted in the unit's silence
PLANNER = "planner"  # wrote the plan that waits


_EVERY = tuple(State)
PERMITS: dict[str, Permit] = {
    "view": permit(_EVERY, ANYBODY),
    "confirm": permit((REPORTED,), OFFICE, ABOVE, WATCHER, never=(ACCUSED,)),
    "dismiss": permit((REPORTED,), OFFICE, ABOVE, WATCHER, never=(ACCUSED, FINDER)),
    "accept": permit((ISSUED,), UNIT),
    "deem": permit((ISSUED,), OFFICE, ABOVE, WATCHER, never=(ACCUSED, UNIT, FINDER)),
    "dispute": permit((ISSUED, ACCEPTED), UNIT, PERSON),
    "rule": permit((DISPUTED,), OFFICE, ABOVE, never=(ACCUSED, UNIT, FINDER, DISPUTER, DEEMER)),
    "fix": permit((ISSUED, ACCEPTED), UNIT, FINDER),
    "plan": permit((ACCEPTED,), UNIT),
    "decide_plan": permit((ACCEPTED,), OFFICE, ABOVE, OWN_HEAD, never=(PLANNER,)),
    "recheck": permit((CLAIMED,), LOOKER, never=(DOER,)),
    "close": permit((RECHECKED,), LOOKER, OFFICE, never=(DOER,)),
    "recheck_fix": permit((CLOSED,), OFFICE, WATCHER, ABOVE, never=(DOER,)),
    "relapse": permit((CLOSED,), OFFICE, LOOKER, CALLED),
    "record_outcome": permit((ACCEPTED, RECTIFYING, CLAIMED, RECHECKED), OFFICE, ABOVE, never=(ACCUSED,)),
    "add_evidence": permit((REPORTED, ISSUED, DISPUTED, ACCEPTED, RECTIFYING), FINDER, UNIT, OFFICE),
}
