"""The life of a task as data: which step leads from which state to which, and what each act may be done in and by whom.

Parties are what somebody is to a task (see `access.parties`). Nothing else in the house decides this.
"""

from duban.ledger.models import OPEN_STATES, State
from duban.org.access import Permit, permit

DRAFT, DISPATCHED, UNDERWAY = State.DRAFT, State.DISPATCHED, State.UNDERWAY
CLAIMED, CLOSED, DECLINED = State.CLAIMED, State.CLOSED, State.DECLINED
SUSPENDED, CANCELLED = State.SUSPENDED, State.CANCELLED

# (from, to) → the act that takes it there.
STEPS: dict[tuple[State, State], str] = {
    (DRAFT, DISPATCHED): "dispatch",
    (DRAFT, UNDERWAY): "claim",
    (DRAFT, CANCELLED): "cancel",
    (DISPATCHED, UNDERWAY): "acknowledge",
    (DISPATCHED, DECLINED): "decline",
    (DISPATCHED, SUSPENDED): "suspend",
    (DISPATCHED, CANCELLED): "cancel",
    (DECLINED, DISPATCHED): "dispatch",
    (DECLINED, CANCELLED): "cancel",
    (UNDERWAY, CLAIMED): "claim_completion",
    (UNDERWAY, SUSPENDED): "suspend",
    (UNDERWAY, CANCELLED): "cancel",
    (CLAIMED, UNDERWAY): "verify",  # returned
    (CLAIMED, CLOSED): "close",  # only after a verdict of verified
    (CLAIMED, CANCELLED): "cancel",
    (SUSPENDED, DISPATCHED): "resume",
    (SUSPENDED, UNDERWAY): "resume",
    (SUSPENDED, CANCELLED): "cancel",
    (CLOSED, UNDERWAY): "relapse",
}

ANYBODY = "anybody"  # who sees the task
REGISTRAR = "registrar"
DISPATCHER = "dispatcher"
OFFICE = "office"  # the supervision office
ABOVE = "above"  # leader, head or liaison of the lead unit or of a unit above it
DECOMPOSER = "decomposer"  # answers for the task above this one
LEAD = "lead"  # leader, head or liaison of the lead unit
RESPONSIBLE = "responsible"
SUPPORTING = "supporting"  # leader, head or liaison of a supporting unit
LOOKER = "looker"
ACCOUNTABLE = "accountable"
ASKED = "asked"  # to whom an open support request goes
CALLED = "called"  # looked back at it for somebody, and found that it does not hold
DOER = "doer"  # responsible, or claimed its completion: never a party that may, always one that may not
DECLINER = "decliner"  # declined it last, for whichever unit
DECLINED_HERE = "declined_here"  # declined it, for the unit it still lies with
SEATED = "seated"  # holds any post


_EVERY = tuple(State)
_RUNNING = (DISPATCHED, UNDERWAY)
PERMITS: dict[str, Permit] = {
    "view": permit(_EVERY, ANYBODY),
    "edit": permit((DRAFT,), REGISTRAR, OFFICE),
    "dispatch": permit((DRAFT, DECLINED), OFFICE, ABOVE, DISPATCHER, DECOMPOSER, never=(DECLINED_HERE,)),
    "acknowledge": permit((DISPATCHED, UNDERWAY, SUSPENDED, CLAIMED), LEAD, RESPONSIBLE, SUPPORTING),
    "decline": permit((DISPATCHED,), LEAD, RESPONSIBLE),
    "decompose": permit(_RUNNING, LEAD, RESPONSIBLE, OFFICE),
    "plan": permit(_RUNNING, LEAD, RESPONSIBLE, OFFICE, DISPATCHER),
    "report": permit((UNDERWAY,), LEAD, RESPONSIBLE, SUPPORTING),
    "ask_extension": permit(_RUNNING, LEAD, RESPONSIBLE),
    "withdraw_extension": permit(_RUNNING, LEAD, RESPONSIBLE),
    "decide_extension": permit(_RUNNING, DISPATCHER, OFFICE, never=(RESPONSIBLE,)),
    "suspend": permit(_RUNNING, DISPATCHER, OFFICE),
    "resume": permit((SUSPENDED,), DISPATCHER, OFFICE),
    "cancel": permit((DRAFT, DECLINED, *OPEN_STATES), DISPATCHER, OFFICE, REGISTRAR, never=(DECLINER,)),
    "request_support": permit((UNDERWAY,), LEAD, RESPONSIBLE),
    "withdraw_support": permit(OPEN_STATES, LEAD, RESPONSIBLE),
    "answer_support": permit(OPEN_STATES, ASKED, OFFICE),
    "urge": permit((DISPATCHED, UNDERWAY, CLAIMED), DISPATCHER, OFFICE, LOOKER, ACCOUNTABLE, ABOVE),
    "claim_completion": permit((UNDERWAY,), LEAD, RESPONSIBLE, never=(LOOKER,)),
    "verify": permit((CLAIMED,), LOOKER, never=(DOER,)),
    "close": permit((CLAIMED,), DISPATCHER, OFFICE, LOOKER, never=(DOER,)),
    "relapse": permit((CLOSED,), DISPATCHER, OFFICE, LOOKER, CALLED),
    "comment": permit(tuple(s for s in State if s != DRAFT), ANYBODY),
    "follow": permit(_EVERY, ANYBODY),
    "reassign": permit((DRAFT, DECLINED, *OPEN_STATES), DISPATCHER, OFFICE, LEAD),
    "join_reports": permit(_RUNNING, DISPATCHER, OFFICE),
    "sort": permit((DRAFT, DECLINED, *OPEN_STATES), DISPATCHER, OFFICE, REGISTRAR),
    "hand_in_proof": permit(_RUNNING, LEAD, RESPONSIBLE, SUPPORTING),
    "judge_proof": permit((DISPATCHED, UNDERWAY, CLAIMED), LOOKER, OFFICE, never=(DOER,)),
    "set_target": permit((DRAFT, *OPEN_STATES), DISPATCHER, OFFICE, LEAD, RESPONSIBLE),
    "open_for_claim": permit((DRAFT,), REGISTRAR, OFFICE),
    "claim": permit((DRAFT,), SEATED),
}
